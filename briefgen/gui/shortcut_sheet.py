"""The shortcut sheet (F1): every key there is, by menu, made from the actions themselves, so that it is never wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from briefgen.gui.actions import Actions, Declared
from briefgen.gui.controls import keycap, label, push_button, search_field, tight
from briefgen.gui.finding import rank
from briefgen.gui.icons import Icons
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme

_TWO_COLUMNS = 700
"""Width in pixels, before scaling, from which there is room for two."""


class ShortcutSheet(Sheet):
    """All shortcuts of a window, in columns, with a filter."""

    def __init__(self, window: QWidget, theme: Theme, icons: Icons, actions: Actions, titles: dict[str, str]) -> None:
        super().__init__(window, theme, self.tr("Shortcuts"), (880, 680))
        self._actions, self._titles = actions, titles
        self.filter: QLineEdit = search_field(theme, icons, self.tr("Filter"))
        self.filter.textChanged.connect(self._fill)
        self.body.addWidget(self.filter)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("Shortcuts"))
        self.body.addWidget(self._area, 1)
        self.add_button(push_button(theme, self.tr("Close"), self.accept), default=True)
        self._fill("")
        self.filter.setFocus()

    def listed(self, query: str = "") -> dict[str, list[Declared]]:
        """The actions that have a key, by the title of their menu, those alone that fit a query."""
        found: dict[str, list[Declared]] = {}
        for item in self._actions.all():
            keys = item.action.shortcut()
            text = item.action.text().replace("&", "")
            if keys.isEmpty() or rank(query, text, f"{keys.toString()} {item.words}") is None:
                continue
            title = self._titles.get(item.menu, self.tr("Anywhere")).replace("&", "")
            found.setdefault(title, []).append(item)
        return found

    def _fill(self, query: str) -> None:
        holder = QWidget()
        across = QHBoxLayout(holder)
        tight(across, spacing=32)
        columns = []
        count = 2 if self.width() >= self.theme.px(_TWO_COLUMNS) else 1
        for _ in range(count):
            column = QVBoxLayout()
            tight(column, spacing=16)
            across.addLayout(column, 1)
            columns.append(column)
        heights = [0] * count
        for title, items in self.listed(query).items():
            shortest = heights.index(min(heights))
            columns[shortest].addWidget(self._group(title, items))
            heights[shortest] += len(items) + 2
        for column in columns:
            column.addStretch(1)
        self._area.setWidget(holder)

    def _group(self, title: str, items: list[Declared]) -> QWidget:
        group = QWidget()
        grid = QGridLayout(group)
        tight(grid)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(self.theme, title, face="strong"), 0, 0, 1, 2)
        for number, item in enumerate(items, start=1):
            text = item.action.text().replace("&", "").removesuffix("…")
            grid.addWidget(label(self.theme, text, ink="ink_2"), number, 0)
            keys = QWidget()
            line = QHBoxLayout(keys)
            tight(line, spacing=4)
            line.addStretch(1)
            for sequence in item.action.shortcuts():
                line.addWidget(keycap(self.theme, sequence.toString(QKeySequence.SequenceFormat.NativeText)))
            grid.addWidget(keys, number, 1)
        return group
