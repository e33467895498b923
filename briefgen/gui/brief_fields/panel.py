"""The right panel of the Brief workspace: the brief's fields, and under them what preflight finds."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.markings import is_tlp
from briefgen.domain.preflight import PlaceKind, Rule, judged
from briefgen.errors import BriefgenError
from briefgen.gui.bench import Bench
from briefgen.gui.brief_fields.field import Remark
from briefgen.gui.brief_fields.form import BriefForm
from briefgen.gui.brief_words import field_name
from briefgen.gui.controls import action_button, icon_button, label, tight
from briefgen.gui.export.exporting import Exporter
from briefgen.gui.panel import Panel
from briefgen.gui.preflight.checks import Checked, Checker
from briefgen.gui.preflight.view import PreflightView
from briefgen.gui.replies.reading_back import ReadingBack
from briefgen.gui.selection import Place
from briefgen.gui.splitter import Splitter
from briefgen.rendering.template_errors import TemplateError

_LACKING = {Rule.FIELD_REQUIRED, Rule.MARKING_MISSING}
"""What is found of every new brief."""
_REMEDY_SAYS_IT = {Rule.FIELD_REQUIRED, Rule.DECISION_REASON, Rule.MARKING_MISSING}
"""Beside the field that is empty, what to do says more than that it is empty."""
_HEIGHT = "brief/preflight_height"


class FieldsPanel(Panel):
    """The form of the selected brief, the findings about it, and its export."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "")
        self.title = self.tr("Fields")
        self.setAccessibleName(self.title)
        self.header.say(self.title)
        self._brief = ""
        self._templates: dict[tuple[str, str, str], HouseTemplate | None] = {}
        self._last: dict[str, HouseTemplate] = {}
        self._checked: Checked | None = None
        self.form = BriefForm(bench)
        self.form.counted.connect(self._tell_count)
        self.preflight = PreflightView(bench)
        self.exporter = Exporter(bench, self, self._the_brief, self.preflight.go_to)
        self.reading_back = ReadingBack(bench, self)
        self._checker = Checker(bench, self)
        self._checker.checked.connect(self._show_checked)
        bench.layout_findings.changed.connect(self._show_layout)
        bench.choices.changed.connect(self._forget_templates)
        bench.shelf.changed.connect(self._forget_templates)
        self._declare()
        self._build()

    def _declare(self) -> None:
        add = self.bench.actions.add
        add(
            "brief.missing", self.tr("Only &empty required fields"), self._toggle_missing, menu="brief",
            group="template", icon="list-filter", words=self.tr("fields filter missing"),
            checked=lambda: self.form.only_missing, when=lambda: bool(self._brief),
        )  # fmt: skip

    def _build(self) -> None:
        theme = self.bench.theme
        narrow = action_button(theme, self.bench.actions["brief.missing"], size=16)
        theme.dress(narrow, high=28)
        narrow.setFixedWidth(theme.px(28))
        self._more = icon_button(theme, self.bench.icons, "ellipsis", self.tr("More for this brief"), self._show_menu)
        self.header.add(narrow, self._more)
        nothing = QWidget()
        down = QVBoxLayout(nothing)
        tight(down, margins=(16, 8, 16, 16))
        self._nothing = label(theme, self.tr("No brief yet: make one from a template."), ink="ink_2", wraps=True)
        down.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        self._splitter = Splitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(self.form)
        self._splitter.addWidget(self.preflight)
        self._splitter.setStretchFactor(0, 1)
        self.form.setMinimumHeight(120)
        self.preflight.setMinimumHeight(96)
        kept = int(str(self.bench.settings.value(_HEIGHT, theme.px(256))))
        self._splitter.setSizes([10_000, kept])
        self._splitter.splitterMoved.connect(lambda *_: self.bench.settings.setValue(_HEIGHT, self.preflight.height()))
        self._stack = QStackedWidget()
        self._stack.addWidget(nothing)
        self._stack.addWidget(self._splitter)
        self.body.addWidget(self._stack, 1)

    # ------------------------------------------------------------------------------------------- contract

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show the brief as it is now, and check it after anything that may matter."""
        if before is None:
            self.form.set_read_only(self.bench.session.read_only)
        elif before.briefs is not after.briefs or not self._brief:
            self._choose(self.bench.selection.place)
            return
        parts = ("points", "passages", "sources", "settings", "briefs")
        if before is None:
            self._choose(self.bench.selection.place)
        elif any(getattr(before, part) is not getattr(after, part) for part in parts):
            self._check()

    def take_in(self, dossier: Dossier) -> Iterator[None]:
        """Build the form before the brief is shown in it: each field is a widget or several."""
        place = self.bench.selection.place
        brief = next((brief for brief in dossier.briefs if brief.id == place.brief), None)
        if brief is not None:
            template = self._template_of(brief)
            yield
            yield from self.form.build_ahead(template)
        self.show_dossier(None, dossier)

    def follow(self, before: Place, now: Place) -> None:
        """Show the brief that is selected."""
        if now.brief != before.brief:
            self._choose(now)

    def arrive(self, place: Place) -> None:
        """Enter the field that was asked for."""
        if place.field and place.workspace == "brief":
            brief = self._the_brief()
            template = self._template_of(brief) if brief is not None else None
            self.form.reveal(field_name(place.field, template), faulty=self._checked is not None)

    def restyle(self) -> None:
        """Draw the signs anew."""
        self.preflight.restyle()

    def focus_first(self) -> None:
        """Enter the first field."""
        self.form.focus_first() if self._brief else self._more.setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------------------------------- the brief

    def _the_brief(self) -> Brief | None:
        return next((brief for brief in self.bench.session.dossier.briefs if brief.id == self._brief), None)

    def _choose(self, place: Place) -> None:
        briefs = self.bench.session.dossier.briefs
        there = {brief.id for brief in briefs}
        chosen = place.brief if place.brief in there else next((brief.id for brief in briefs), "")
        if chosen != self._brief:
            self._brief, self._checked = chosen, None
            self.preflight.clear()
            self._checker.forget()
        brief = self._the_brief()
        self._stack.setCurrentIndex(0 if brief is None else 1)
        if brief is None:
            self.set_count("")
        else:
            self.form.show_brief(brief, self._template_of(brief))
            self._check()
        self.bench.actions.refresh_soon()

    def _template_of(self, brief: Brief) -> HouseTemplate | None:
        """The brief's template; None where it can't be used, which preflight says."""
        key = _pinned(brief)
        if key not in self._templates:
            found: HouseTemplate | None
            try:
                found = self.bench.shelf.template_of(brief).template
            except TemplateError:
                found = self._last.get(brief.template)  # somebody is at work on it: the fields stay as they were
            except BriefgenError:
                found = None
            self._templates[key] = found
            if found is not None:
                self._last[brief.template] = found
        return self._templates[key]

    def _forget_templates(self) -> None:
        self._templates.clear()
        self._choose(self.bench.selection.place)

    def _check(self) -> None:
        if self._brief:
            self._checker.want(self.bench.session.dossier, self._brief)

    def _show_checked(self, checked: Checked) -> None:
        brief = self._the_brief()
        if brief is None or checked.brief != self._brief:
            return
        self._checked = checked
        checked = checked.with_layout(judged(brief, self.bench.layout_findings.of(self._brief)))
        if checked.template is not None and checked.template != self._templates.get(_pinned(brief)):
            self._templates[_pinned(brief)] = checked.template  # its files are others than when it was read
            self.form.show_brief(brief, checked.template)
        self.preflight.show_checked(checked)
        self.form.show_found(self._remarks(checked))

    def _show_layout(self, brief: str) -> None:
        """Show what the pages have told since preflight ran."""
        if brief == self._brief and self._checked is not None:
            self._show_checked(self._checked)

    def _remarks(self, checked: Checked) -> dict[str, list[Remark]]:
        """What is said under each field, by the form's names."""
        remarks: dict[str, list[Remark]] = {}
        for one in checked.found:
            finding = one.finding
            if finding.place.kind is PlaceKind.BRIEF and finding.place.field and not finding.accepted:
                text = finding.remedy if finding.rule in _REMEDY_SAYS_IT else finding.message
                name = field_name(finding.place.field, checked.template)
                waits = finding.rule in _LACKING
                remarks.setdefault(name, []).append(Remark(text, finding.severity, waits))
        for forcing in checked.forcing:
            name = "tlp" if is_tlp(forcing.marking) else "marking"
            text = self.tr("At least {marking}: {by} carries it.").format(marking=forcing.marking, by=forcing.name)
            remarks.setdefault(name, []).append(Remark(text))
        return remarks

    # ------------------------------------------------------------------------------------------- what it says

    def _tell_count(self) -> None:
        asked = len(self.form.asked)
        self.set_count(self.tr("{filled} of {asked} filled").format(filled=self.form.filled, asked=asked))

    def _toggle_missing(self) -> None:
        self.form.set_only_missing(not self.form.only_missing)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("export", "export_html", "export_markdown", "export_docx", "history"):
            menu.addAction(self.bench.actions[f"brief.{name}"])
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))


def _pinned(brief: Brief) -> tuple[str, str, str]:
    """What decides which template a brief goes on with."""
    return brief.template, brief.template_version, brief.template_sha256
