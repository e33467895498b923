"""Preflight under the fields: how many findings there are, and the list of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.fields import dashed, specs
from briefgen.domain.points import POINT_CLASSES
from briefgen.domain.preflight import Finding, PlaceKind, Rule, acceptance
from briefgen.domain.terms import Severity
from briefgen.gui.bench import Bench
from briefgen.gui.brief_words import field_name, severity_sign
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.preflight.accept_dialog import AcceptDialog
from briefgen.gui.preflight.checks import Checked, Found
from briefgen.gui.preflight.finding_list import FindingList
from briefgen.gui.preflight.rows import FindingRow


class PreflightView(QWidget):
    """Shows what was found in a brief, leads to each place, and mends what can be mended by itself."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._checked: Checked | None = None
        self.setAccessibleName(self.tr("Preflight"))
        outer = QVBoxLayout(self)
        tight(outer)
        head = QWidget()
        line = QHBoxLayout(head)
        tight(line, spacing=12, margins=(16, 0, 16, 0))
        line.addWidget(label(bench.theme, self.tr("Preflight"), face="strong"))
        line.addStretch(1)
        self._counts = {severity: _Count(bench, severity) for severity in Severity}
        for count in self._counts.values():
            line.addWidget(count)
        bench.theme.dress(head, high=40)
        outer.addWidget(head)
        self.setProperty("focus_header", head)
        self.list = FindingList(bench.theme, bench.icons)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.pressed_button.connect(self._act)
        self.list.selectionModel().currentChanged.connect(lambda *_: bench.actions.refresh_soon())
        self._said = label(bench.theme, ink="ink_2", wraps=True)
        self._export = push_button(bench.theme, self.tr("Export PDF…"), self._run_export)
        nothing = QWidget()
        down = QVBoxLayout(nothing)
        tight(down, spacing=12, margins=(16, 4, 16, 16))
        down.addWidget(self._said)
        down.addWidget(self._export, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.list)
        outer.addWidget(self._stack, 1)
        self._declare()
        self.clear()

    def _declare(self) -> None:
        add, tr = self._bench.actions.add, self.tr

        def has(act: str) -> bool:
            row = self.list.chosen
            return row is not None and any(button.act == act for button in row.buttons)

        def can_accept() -> bool:
            row = self.list.chosen
            return row is not None and self._can_accept(row)

        add(
            "check.focus", tr("Go to &preflight"), self.focus_first, menu="brief", group="check",
            shortcut="Ctrl+Shift+P", icon="list-checks", words=tr("findings errors check"),
        )  # fmt: skip
        add(
            "check.show", tr("&Show the finding’s place"), lambda: self.list.press("show"), menu="brief",
            group="check", when=lambda: has("show"), scope=self.list,
        )  # fmt: skip
        add(
            "check.fix", tr("&Mend the finding"), lambda: self.list.press("fix"), menu="brief", group="check",
            shortcut="Ctrl+Return", icon="wand-sparkles", when=lambda: has("fix"), scope=self.list,
        )  # fmt: skip
        add(
            "check.accept", tr("&Accept the finding…"), self._accept, menu="brief", group="check",
            shortcut="Ctrl+Shift+Return", when=can_accept, scope=self.list,
        )  # fmt: skip
        add(
            "check.take_back", tr("&Take back the acceptance"), lambda: self.list.press("take-back"), menu="brief",
            group="check", when=lambda: has("take-back"), scope=self.list,
        )  # fmt: skip

    # --------------------------------------------------------------------------------------------- showing

    def clear(self) -> None:
        """Show nothing: there is no brief, or it has not been checked yet."""
        self._checked = None
        for count in self._counts.values():
            count.say(0, "")
        self._said.setText("")
        self._export.hide()
        self._stack.setCurrentIndex(0)

    @property
    def said(self) -> str:
        """What stands in place of the list; empty while there are findings."""
        return self._said.text() if self._stack.currentIndex() == 0 else ""

    @property
    def counts(self) -> str:
        """What the head says: “1 must fix, 2 should fix, 1 note”."""
        return ", ".join(count.text for count in self._counts.values() if count.text)

    def show_checked(self, checked: Checked) -> None:
        """Show what preflight said."""
        self._checked = checked
        editable = not self._bench.session.read_only
        self.list.show_checked(checked, editable=editable)
        open_ = [one.finding for one in checked.found if not one.finding.accepted]
        words = {
            Severity.ERROR: self.tr("%n must fix", "", _number(open_, Severity.ERROR)),
            Severity.WARNING: self.tr("%n should fix", "", _number(open_, Severity.WARNING)),
            Severity.HINT: self.tr("%n note(s)", "", _number(open_, Severity.HINT)),
        }
        for severity, count in self._counts.items():
            count.say(_number(open_, severity), words[severity])
        self._said.setText(checked.trouble or self.tr("Nothing to fix: all {n} checks pass.").format(n=len(Rule)))
        self._export.setVisible(not checked.trouble)
        self._stack.setCurrentIndex(1 if checked.found else 0)
        self._bench.actions.refresh_soon()

    def focus_first(self) -> None:
        """Give the list the keys."""
        if self._stack.currentIndex() == 1:
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.list.rows.index(0, 0))
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._export.isVisible():
            self._export.setFocus(Qt.FocusReason.TabFocusReason)

    def restyle(self) -> None:
        """Draw the signs anew and measure the rows."""
        for count in self._counts.values():
            count.draw()
        self.list.restyle()

    # ---------------------------------------------------------------------------------------------- acting

    def _run_export(self) -> None:
        self._bench.actions["brief.export"].trigger()

    def _act(self, row: FindingRow, act: str) -> None:
        if act == "show":
            self.go_to(row.found.finding)
        elif act == "fix":
            self._mend(row.found)
        elif act == "accept":
            self._accept()
        elif act == "take-back":
            self._take_back(row.found.finding)

    def go_to(self, finding: Finding) -> None:
        """Lead to the place of a finding, in whichever workspace it is mended."""
        checked, place = self._checked, finding.place
        if checked is None:
            return
        go, name = self._bench.selection.go, field_name(place.field, checked.template)
        match place.kind:
            case PlaceKind.BRIEF if place.field == "points":
                go(workspace="brief", brief=checked.brief)
            case PlaceKind.BRIEF:
                go(workspace="brief", brief=checked.brief, field=name)
            case PlaceKind.SECTION:
                go(workspace="brief", brief=checked.brief, section=place.id)
            case PlaceKind.POINT if not place.field or finding.rule == Rule.LINK_OUTSIDE:
                go(workspace="brief", brief=checked.brief, point=place.id)
            case PlaceKind.POINT:
                go(workspace="read", point=place.id, field=_attribute(place.id, place.field))
            case PlaceKind.PASSAGE:
                passage = by_id(self._bench.session.dossier.passages).get(place.id)
                if passage is not None:
                    go(workspace="read", source=passage.source, passage=passage.id)
            case PlaceKind.SOURCE:
                go(workspace="read", source=place.id, field=place.field)

    def _mend(self, found: Found) -> None:
        if found.fix is not None:
            self._bench.session.apply(found.fix.label, found.fix.run)

    def _can_accept(self, row: FindingRow) -> bool:
        return row.found.finding.acceptable and not (row.accepted or self._bench.session.read_only)

    def _accept(self) -> None:
        row, checked = self.list.chosen, self._checked
        if row is None or checked is None or not self._can_accept(row):
            return
        finding = row.found.finding
        dialog = AcceptDialog(self.window(), self._bench.theme, finding)
        dialog.accepted.connect(lambda: self._keep(checked.brief, finding, dialog.reason))
        dialog.open()

    def _keep(self, brief: str, finding: Finding, reason: str) -> None:
        self._bench.session.apply(
            self.tr("Accept a finding"),
            lambda dossier: operations.accept_finding(
                dossier,
                brief,
                finding.rule,
                finding.place.key,
                reason,
                matter=finding.matter,
                said=finding.message,
            ),
        )

    def _take_back(self, finding: Finding) -> None:
        checked = self._checked
        if checked is None:
            return

        def take_back(dossier: Dossier) -> Dossier:
            entry = acceptance(dossier.brief(checked.brief), finding)
            if entry is None:
                return dossier
            return operations.accept_finding(dossier, checked.brief, entry.rule, entry.place, "", matter=entry.matter)

        self._bench.session.apply(self.tr("Take back an acceptance"), take_back)

    def _show_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        self.list.setCurrentIndex(index)
        self.list.setFocus(Qt.FocusReason.MouseFocusReason)
        self._bench.actions.refresh()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("show", "fix", "accept", "take_back"):
            action = self._bench.actions[f"check.{name}"]
            if action.isEnabled():
                menu.addAction(action)
        menu.popup(self.list.viewport().mapToGlobal(at))


def _number(findings: list[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _attribute(point_id: str, field: str) -> str:
    """The attribute's name of a point's field, by which its form knows it."""
    prefix = point_id.rpartition("-")[0]
    names = {dashed(n): n for kind, cls in POINT_CLASSES.items() if kind.prefix == prefix for n, _, _ in specs(cls)}
    return names.get(field, field)


class _Count(QWidget):
    """A sign and how many findings there are of its severity."""

    def __init__(self, bench: Bench, severity: Severity) -> None:
        super().__init__()
        self._bench, self._severity = bench, severity
        self.text = ""
        line = QHBoxLayout(self)
        tight(line, spacing=4)
        self._sign = QLabel()
        self._words = label(bench.theme, face="meta", ink="ink_2")
        line.addWidget(self._sign)
        line.addWidget(self._words)
        self.draw()

    def say(self, number: int, words: str) -> None:
        """Show a number of findings; none shows nothing."""
        self.text = words if number else ""
        self._words.setText(self.text)
        self.setVisible(number > 0)

    def draw(self) -> None:
        """Draw the sign, in the colours of the theme in force."""
        icon, role = severity_sign(self._severity)
        size = self._bench.theme.px(14)
        self._sign.setPixmap(self._bench.icons.pixmap(icon, role, size=size, ratio=self.devicePixelRatioF()))
