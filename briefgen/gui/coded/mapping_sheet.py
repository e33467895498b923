"""Asks what each code of another program stands for, before its passages are taken over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from briefgen.coded_workflows import ReadPicking
from briefgen.domain.coded import CodeMap, point_kind
from briefgen.domain.terms import Kind, PassageKind
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, search_field, tight
from briefgen.gui.kinds import kind_pixmap, kind_word
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme

_KEY = int(Qt.ItemDataRole.UserRole)
_CODE, _COUNT, _KIND = range(3)

CHOICES: tuple[PassageKind | None, ...] = (
    PassageKind.RISK,
    PassageKind.DILEMMA,
    PassageKind.RECOMMENDATION,
    PassageKind.EVIDENCE,
    PassageKind.QUOTE,
    None,
)
"""What a code can stand for, in the order of the keys 1 to 5 and 0."""


def choice_word(kind: PassageKind | None) -> str:
    """What a code stands for, as a word."""
    point = point_kind(kind)
    if point is not None:
        return kind_word(point)
    if kind is PassageKind.EVIDENCE:
        return QCoreApplication.translate("coded", "Evidence")
    return QCoreApplication.translate("coded", "Quote" if kind is PassageKind.QUOTE else "Left out")


def _symbol(theme: Theme, kind: Kind | None, size: int, wide: int) -> QIcon:
    """A kind's symbol with room at its right, the same in a chosen row; nothing of that size for what has none."""
    icon = QIcon()
    for ratio in (1.0, 1.5, 2.0, 3.0):
        pixmap = QPixmap(round(wide * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        if kind is not None:
            painter = QPainter(pixmap)
            painter.drawPixmap(0, 0, kind_pixmap(kind, theme, size=size, ratio=ratio))
            painter.end()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(pixmap, mode)
    return icon


class MappingSheet(Sheet):
    """Lists codes with the number of their passages; keys, a menu and buttons say what the chosen ones stand for."""

    def __init__(self, window: QWidget, bench: Bench, picking: ReadPicking, codes: CodeMap) -> None:
        super().__init__(window, bench.theme, self.tr("What the codes stand for"), (760, 640))
        theme, project = bench.theme, picking.project
        self._codes = dict(codes)
        self._counts = project.counts()
        self._icons: dict[PassageKind | None, QIcon] = {}
        about = [picking.name]
        about += [project.program] if project.program else []
        about += [self.tr("%n document(s)", "", len(picking.texts))] if picking.texts else []
        about += [self.tr("%n passage(s)", "", sum(len(text.spans) for text in picking.texts))] if picking.texts else []
        self.body.addWidget(label(theme, " · ".join(about), face="meta", ink="ink_2", wraps=True))
        self.body.addWidget(
            label(
                theme,
                self.tr(
                    "A code that stands for a risk, dilemma or recommendation makes a point of its name, with its "
                    "passages as evidence. Choose codes and press 1 to 5, or 0 to leave them out."
                ),
                wraps=True,
            )
        )
        self.filter = search_field(theme, bench.icons, self.tr("Filter by name"))
        self.filter.textChanged.connect(lambda _text: self._arrange())
        self.body.addWidget(self.filter)
        self.list = self._list(picking)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(self._buttons())
        unused = sum(code.key not in self._counts for code in project.codes)
        self.every = QCheckBox(self.tr("Show the %n code(s) without passages, too", "", unused))
        theme.dress(self.every, face="text")
        self.every.setChecked(not self._counts)
        self.every.setVisible(bool(unused and self._counts))
        self.every.toggled.connect(lambda _on: self._arrange())
        self.body.addWidget(self.every)
        lost = sum(place is None for text in picking.texts for place in text.places)
        for sentence in (
            self.tr("%n passage(s) not found in the documents will be kept as lost.", "", lost) if lost else "",
            self.tr("%n thing(s) in the project have no place here; they are listed afterwards.", "",
                    len(picking.unplaced)) if picking.unplaced else "",
        ):  # fmt: skip
            if sentence:
                self.body.addWidget(label(theme, sentence, face="meta", ink="ink_2", wraps=True))
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        self.add_button(push_button(theme, self.tr("Take over"), self.accept, look="primary"), default=True)
        self._arrange()
        self.list.setFocus()

    def codes(self) -> dict[str, PassageKind | None]:
        """What each code stands for now."""
        return dict(self._codes)

    # ------------------------------------------------------------------------------------------- make-up

    def _list(self, picking: ReadPicking) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName(self.tr("Codes"))
        made.setHeaderLabels([self.tr("Code"), self.tr("Passages"), self.tr("Stands for")])
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setAllColumnsShowFocus(True)
        made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.theme.dress(made, face="text", look="sheet_list")
        head = made.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(_CODE, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_COUNT, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_KIND, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(_KIND, self.theme.px(176))
        made.headerItem().setTextAlignment(_COUNT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        locale = QLocale()
        for code in picking.project.codes:
            count = self._counts.get(code.key, 0)
            item = QTreeWidgetItem([code.path, locale.toString(count) if count else "–", ""])
            item.setData(_CODE, _KEY, code.key)
            item.setTextAlignment(_COUNT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            tip = f"{code.path}\n\n{code.description}" if code.description else code.path
            item.setToolTip(_CODE, tip)
            made.addTopLevelItem(item)
            self._show(item)
        made.itemActivated.connect(lambda item, _column: self._offer(item))
        made.itemClicked.connect(lambda item, column: self._offer(item) if column == _KIND else None)
        made.itemSelectionChanged.connect(self._enable)
        made.installEventFilter(self)
        return made

    def _buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        tight(across, spacing=8)
        across.addWidget(label(self.theme, self.tr("The chosen codes stand for"), ink="ink_2"))
        self._picks = []
        for number, kind in enumerate(CHOICES, 1):
            word = self.tr("Leave out") if kind is None else choice_word(kind)
            button = push_button(self.theme, word, partial(self.stand_for, kind), high=24)
            button.setToolTip(self.tr("Key {number}").format(number=number % len(CHOICES)))
            if (point := point_kind(kind)) is not None:
                size, gap = self.theme.px(12), self.theme.px(4)
                button.setIcon(_symbol(self.theme, point, size, size + gap))
                button.setIconSize(QSize(size + gap, size))
            button.setAutoDefault(False)
            across.addWidget(button)
            self._picks.append(button)
        across.addStretch(1)
        return across

    def _icon(self, kind: PassageKind | None) -> QIcon:
        if kind not in self._icons:
            point = point_kind(kind)
            self._icons[kind] = _symbol(self.theme, point, self.theme.px(14), self.theme.px(14))
        return self._icons[kind]

    def _show(self, item: QTreeWidgetItem) -> None:
        kind = self._codes[item.data(_CODE, _KEY)]
        item.setText(_KIND, choice_word(kind))
        item.setIcon(_KIND, self._icon(kind))
        colour = self.theme.color("ink_3" if kind is None else "ink")
        for column in range(3):
            item.setForeground(column, colour)

    def _arrange(self) -> None:
        """Show the rows that the filter lets by, and choose the first where none of them is chosen."""
        words, every = self.filter.text().casefold().split(), self.every.isChecked()
        rows = self._rows()
        for item in rows:
            name = item.text(_CODE).casefold()
            wanted = every or item.data(_CODE, _KEY) in self._counts
            item.setHidden(not (wanted and all(word in name for word in words)))
            if item.isHidden():
                item.setSelected(False)
        first = next((item for item in rows if not item.isHidden()), None)
        if first is not None and not self.list.selectedItems():
            self.list.setCurrentItem(first)
        self._enable()

    def _rows(self) -> Sequence[QTreeWidgetItem]:
        found = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _enable(self) -> None:
        for button in getattr(self, "_picks", ()):
            button.setEnabled(bool(self.list.selectedItems()))

    # ------------------------------------------------------------------------------------------- acts

    def stand_for(self, kind: PassageKind | None) -> None:
        """Say what the chosen codes stand for."""
        for item in self.list.selectedItems():
            self._codes[item.data(_CODE, _KEY)] = kind
            self._show(item)

    def _offer(self, item: QTreeWidgetItem) -> None:
        """Offer the choices in a menu under the row."""
        menu = QMenu(self)
        now = self._codes[item.data(_CODE, _KEY)]
        for kind in CHOICES:
            action = menu.addAction(self._icon(kind), self.tr("Leave out") if kind is None else choice_word(kind))
            action.setCheckable(True)
            action.setChecked(kind is now)
            action.triggered.connect(partial(self._chosen, kind))
        box = self.list.visualItemRect(item)
        left = self.list.header().sectionViewportPosition(_KIND)
        menu.popup(self.list.viewport().mapToGlobal(QPoint(left, box.bottom() + 1)))

    def _chosen(self, kind: PassageKind | None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt gives it
        self.stand_for(kind)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys 1 to 5 and 0 say what the chosen codes stand for, and the space bar open the menu."""
        if watched is self.list and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = {str(number % len(CHOICES)): kind for number, kind in enumerate(CHOICES, 1)}
            if event.text() in keys and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.stand_for(keys[event.text()])
                return True
            current = self.list.currentItem()
            if event.key() == Qt.Key.Key_Space and current is not None:
                self._offer(current)
                return True
        return super().eventFilter(watched, event)
