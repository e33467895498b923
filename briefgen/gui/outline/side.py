"""The right side of the Brief workspace: the fields with the preflight, or the text of the section that is selected."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QStackedWidget

from briefgen.domain.dossier import Dossier
from briefgen.gui.bench import Bench
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.panel import Panel
from briefgen.gui.selection import Place


class BriefSide(Panel):
    """Shows one of two panels, whichever the selection asks for, and passes everything on to both."""

    def __init__(self, bench: Bench, fields: Callable[[Bench], Panel]) -> None:
        super().__init__(bench, "", headed=False)
        self._fields, self._section = fields(bench), SectionPanel(bench)
        self.setAccessibleName(self._fields.accessibleName())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._fields)
        self._stack.addWidget(self._section)
        self.body.addWidget(self._stack)

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Pass a change on."""
        for panel in (self._fields, self._section):
            panel.show_dossier(before, after)

    def take_in(self, dossier: Dossier) -> Iterator[None]:
        """Take the dossier in, one panel after the other."""
        for panel in (self._fields, self._section):
            yield from panel.take_in(dossier)

    def follow(self, before: Place, now: Place) -> None:
        """Pass a selection on, and show what it asks for."""
        for panel in (self._fields, self._section):
            panel.follow(before, now)
        self._stack.setCurrentWidget(self._section if now.section else self._fields)

    def arrive(self, place: Place) -> None:
        """Pass a jump on, and give the keys to the text it leads to."""
        for panel in (self._fields, self._section):
            panel.arrive(place)
        if place.section:
            self._stack.setCurrentWidget(self._section)
            self._section.focus_first()

    def focus_first(self) -> None:
        """Give the keys to what is shown."""
        shown = self._stack.currentWidget()
        if isinstance(shown, Panel):
            shown.focus_first()
