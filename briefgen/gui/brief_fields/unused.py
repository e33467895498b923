"""What a brief holds and its template has no place for: shown so that nobody wonders where it went, and cleared."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from briefgen.domain.briefs import Brief
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.template_switch import Part, unused_parts
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, tight

_MOST = 160
"""Characters of a value that are shown."""


class UnusedParts(QWidget):
    """Lists them; `cleared` when one is to go."""

    cleared = Signal(object)
    """The `Part` that is not wanted any more."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._shown: object = None
        self._read_only = False
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        tight(self._column, spacing=8, margins=(0, 8, 0, 0))
        self._column.addWidget(label(bench.theme, self.tr("Not used by this template"), face="strong"))
        about = self.tr("It stays with the brief, and is there again with a template that has a place for it.")
        self._column.addWidget(label(bench.theme, about, face="meta", ink="ink_2", wraps=True))
        self.hide()

    @property
    def parts(self) -> tuple[str, ...]:
        """What is listed, by its accessible name."""
        return tuple(row.accessibleName() for row in self._rows)

    def show_brief(self, brief: Brief, template: HouseTemplate | None, *, read_only: bool) -> None:
        """Show what the template of a brief has no place for; nothing while no template can be had."""
        parts = unused_parts(brief, template) if template is not None else ()
        values = values_of(brief, parts)
        if (values, read_only) == self._shown:
            return
        self._shown = (values, read_only)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(part, values[part], read_only=read_only) for part in parts]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(parts))

    def _row(self, part: Part, value: str, *, read_only: bool) -> QWidget:
        theme = self._bench.theme
        words = part.title or part.name.replace("_", " ").replace("-", " ").capitalize()
        made = QWidget()
        made.setAccessibleName(f"{words}: {value}")
        line = QHBoxLayout(made)
        tight(line, spacing=8)
        column = QVBoxLayout()
        tight(column)
        column.addWidget(label(theme, words, face="meta", ink="ink_2", wraps=True))
        column.addWidget(label(theme, value, wraps=True))
        line.addLayout(column, 1)
        clear = push_button(theme, self.tr("Clear"), lambda: self.cleared.emit(part), look="text")
        clear.setAccessibleName(self.tr("Clear {part}").format(part=words))
        clear.setVisible(not read_only)
        line.addWidget(clear, 0, Qt.AlignmentFlag.AlignTop)
        return made


def values_of(brief: Brief, parts: tuple[Part, ...]) -> Mapping[Part, str]:
    """What each part holds, as text in one piece, cut where it is long."""
    fields, sections = dict(brief.fields), {section.id: section.text for section in brief.sections}

    def text(part: Part) -> str:
        value = sections.get(part.name, "") if part.kind == "section" else fields.get(part.name)
        whole = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        whole = " ".join(whole.split())
        return whole if len(whole) <= _MOST else f"{whole[: _MOST - 1].rstrip()}…"

    return {part: text(part) for part in parts}
