"""The strip over the Brief workspace: a tab a brief, a new one, a copy, and what two of them contain."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.gui.bench import Bench
from briefgen.gui.controls import WordsButton, icon_button, tight
from briefgen.gui.outline.comparison_sheet import Comparison
from briefgen.gui.outline.new_brief import make_brief
from briefgen.gui.panel import Panel
from briefgen.gui.questions import NameSheet
from briefgen.gui.selection import Place


class _Tabs(QTabBar):
    """Tabs of which the chosen one is set in semibold: each has room for that, so that none moves."""

    def tabSizeHint(self, index: int) -> QSize:
        """The width of the words in semibold, with the sheet's padding."""
        size, strong = super().tabSizeHint(index), QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        words = self.tabText(index).replace("&&", "&")
        more = QFontMetrics(strong).horizontalAdvance(words) - self.fontMetrics().horizontalAdvance(words)
        return QSize(size.width() + max(0, more) + 2, size.height())


class BriefTabs(Panel):
    """Tells which brief is in view, and makes, copies, renames, orders and deletes them."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "", ground="window", headed=False)
        self.setAccessibleName(self.tr("Briefs"))
        self._ids: list[str] = []
        bench.theme.dress(self, high=40)
        self._declare()
        line = QHBoxLayout()
        tight(line, spacing=4, margins=(8, 0, 4, 0))
        self.tabs = _Tabs()
        self.tabs.setAccessibleName(self.tr("Briefs"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setMovable(True)
        self.tabs.setUsesScrollButtons(True)
        bench.theme.dress(self.tabs, face="text", high=40)
        self.tabs.currentChanged.connect(self._tell)
        self.tabs.tabMoved.connect(self._reorder)
        self.tabs.tabBarDoubleClicked.connect(lambda _at: bench.actions["brief.rename"].trigger())
        line.addWidget(self.tabs)
        line.addWidget(
            icon_button(bench.theme, bench.icons, "plus", self.tr("New brief"), bench.actions["brief.new"].trigger)
        )
        line.addStretch(1)
        compare = WordsButton(bench.theme, self.tr("Compare briefs"), look="plain")
        bench.icons.put(compare, "columns-2", size=16)
        compare.clicked.connect(lambda _checked=False: bench.actions["brief.compare"].trigger())
        line.addWidget(compare)
        self._compare = compare
        self.body.addLayout(line)

    def _declare(self) -> None:
        add, session = self.bench.actions.add, self.bench.session

        def can_edit() -> bool:
            return self._chosen() is not None and not session.read_only

        add(
            "brief.new", self.tr("&New brief…"), self._make, menu="brief", group="new", shortcut="Ctrl+Shift+N",
            icon="file-plus", when=lambda: not session.read_only,
        )  # fmt: skip
        add(
            "brief.duplicate", self.tr("&Duplicate this brief…"), self._copy, menu="brief", group="new", icon="copy",
            when=can_edit,
        )  # fmt: skip
        add(
            "brief.rename", self.tr("&Rename this brief…"), self._rename, menu="brief", group="new", icon="pencil",
            when=can_edit,
        )  # fmt: skip
        add(
            "brief.compare", self.tr("&Compare two briefs…"), self._show_comparison, menu="brief", group="compare",
            icon="git-compare", when=lambda: len(session.dossier.briefs) > 1,
        )  # fmt: skip
        add(
            "brief.delete", self.tr("De&lete this brief"), self._delete, menu="brief", group="remove", icon="trash-2",
            when=can_edit,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------- contract

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show a tab a brief."""
        if before is not None and before.briefs is after.briefs:
            return
        with QSignalBlocker(self.tabs):
            ids = [brief.id for brief in after.briefs]
            while self.tabs.count() > len(ids):
                self.tabs.removeTab(self.tabs.count() - 1)
            for number, brief in enumerate(after.briefs):
                if number >= self.tabs.count():
                    self.tabs.addTab(brief.name)
                self.tabs.setTabText(number, brief.name.replace("&", "&&"))
            self._ids = ids
        self._compare.setVisible(len(ids) > 1)
        self.tabs.setVisible(bool(ids))
        place = self.bench.selection.place
        if place.brief not in ids:
            self.bench.selection.select(brief=ids[0] if ids else "", section="", field="")
        self._mark()

    def follow(self, before: Place, now: Place) -> None:
        """Mark the brief that is in view."""
        if now.brief != before.brief:
            self._mark()

    def _mark(self) -> None:
        place = self.bench.selection.place
        if place.brief in self._ids:
            with QSignalBlocker(self.tabs):
                self.tabs.setCurrentIndex(self._ids.index(place.brief))

    def _tell(self, number: int) -> None:
        if 0 <= number < len(self._ids):
            self.bench.selection.select(brief=self._ids[number], section="", field="")
            self.bench.actions.refresh_soon()

    def _reorder(self, origin: int, target: int) -> None:
        moved = self._ids[origin]
        self._ids.insert(target, self._ids.pop(origin))
        if not self.bench.session.apply(self.tr("move a brief"), lambda d: operations.move_brief(d, moved, target)):
            self.show_dossier(None, self.bench.session.dossier)

    def _chosen(self) -> Brief | None:
        wanted = self.bench.selection.place.brief
        return next((brief for brief in self.bench.session.dossier.briefs if brief.id == wanted), None)

    # ------------------------------------------------------------------------------------------- acts

    def _make(self) -> None:
        make_brief(self.bench, self.window())

    def _copy(self) -> None:
        brief = self._chosen()
        if brief is None:
            return
        copied = self.tr("Copy of {name}").format(name=brief.name)
        name = self._ask_name(self.tr("Duplicate the brief"), copied, self.tr("Duplicate"))
        if name:
            self._go_to(
                self.bench.session.make(
                    self.tr("duplicate a brief"), lambda d: operations.duplicate_brief(d, brief.id, name)
                )
            )

    def _rename(self) -> None:
        brief = self._chosen()
        if brief is None:
            return
        name = self._ask_name(self.tr("Rename the brief"), brief.name, self.tr("Rename"))
        if name:
            self.bench.session.apply(
                self.tr("rename a brief"), lambda d: operations.edit_brief(d, brief.id, {"name": name})
            )

    def _delete(self) -> None:
        brief = self._chosen()
        if brief is not None:
            self.bench.session.apply(
                self.tr("delete “{name}”").format(name=brief.name),
                lambda d: operations.delete_brief(d, brief.id, at=workflows.now()),
            )

    def _ask_name(self, title: str, before: str, act: str) -> str:
        sheet = NameSheet(self.window(), self.bench.theme, title, before, act)
        return sheet.name if sheet.ask() else ""

    def _go_to(self, brief_id: str) -> None:
        if brief_id:
            self.bench.selection.go(workspace="brief", brief=brief_id, section="", field="")

    def _show_comparison(self) -> None:
        Comparison(self.bench, self.window()).ask()

    def contextMenuEvent(self, event: object) -> None:
        """Offer what can be done with a brief."""
        menu = QMenu(self)
        for name in ("rename", "duplicate", "compare", "delete"):
            menu.addAction(self.bench.actions[f"brief.{name}"])
        menu.exec(self.mapToGlobal(QPoint(40, self.height())) if event is None else event.globalPos())  # type: ignore[attr-defined]  # Qt's context menu event
