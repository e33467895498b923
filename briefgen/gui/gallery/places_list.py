"""Where the gallery's templates lie: all, those that ship, the user's own, the shared ones; with their folders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from briefgen.gui.controls import ElidedLabel, label, push_button, rule, tight
from briefgen.gui.export.exporting import open_in_system
from briefgen.gui.icons import Icons
from briefgen.gui.rows_model import Index
from briefgen.gui.theme import Theme
from briefgen.rendering.template_places import Place, PlaceKind

_KEY, _COUNT, _ICON = (Qt.ItemDataRole.UserRole + number for number in range(3))
_ROW = 36
ALL = "all"


class PlacesList(QWidget):
    """The left side of the gallery; `chosen` when another place is."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        theme.dress(self, ground="panel")
        down = QVBoxLayout(self)
        tight(down, margins=(0, 12, 0, 16))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Where the templates lie"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Painted(theme, icons, self.list))
        theme.dress(self.list, ground="panel")
        for key, words, icon in (
            (ALL, self.tr("All"), "layout-template"),
            (PlaceKind.SHIPPED.value, self.tr("Shipped"), "package"),
            (PlaceKind.USER.value, self.tr("Yours"), "folder"),
            (PlaceKind.SHARED.value, self.tr("Shared folder"), "folder-open"),
        ):
            item = QListWidgetItem(words)
            item.setData(_KEY, key)
            item.setData(_ICON, icon)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(lambda _row: self.chosen.emit(self.place))
        down.addWidget(self.list)
        down.addStretch(1)
        self._folders = QVBoxLayout()
        tight(self._folders, spacing=4, margins=(16, 0, 16, 0))
        down.addLayout(self._folders)
        down.addSpacing(12)
        down.addWidget(rule(theme))
        down.addSpacing(12)
        about = self.tr(
            "A template is a folder you can read. Duplicate one, change its pages in any editor, and watch them here "
            "as you save."
        )
        foot = label(theme, about, face="meta", ink="ink_2", wraps=True)
        foot.setContentsMargins(16, 0, 16, 0)
        down.addWidget(foot)
        theme.changed.connect(self._refit)
        self._refit()

    def _refit(self) -> None:
        self.list.setFixedHeight(self._theme.px(_ROW) * self.list.count())

    @property
    def place(self) -> str:
        """The place that is chosen: `ALL`, or the value of a `PlaceKind`."""
        row = self.list.currentRow()
        return str(self.list.item(row).data(_KEY)) if row >= 0 else ALL

    def choose(self, place: str) -> None:
        """Choose a place."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == place:
                self.list.setCurrentRow(row)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say how many templates are in each place."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            count = counts.get(str(item.data(_KEY)), 0)
            item.setData(_COUNT, count)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                self.tr("{place}, %n template(s)", None, count).format(place=item.text()),
            )

    def show_folders(self, places: tuple[Place, ...], away: tuple[Place, ...]) -> None:
        """Show the user's and the shared folders, each with a button that opens it, and which does not answer."""
        while (taken := self._folders.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place in places:
            if place.kind is PlaceKind.SHIPPED:
                continue
            title = self.tr("Your folder") if place.kind is PlaceKind.USER else self.tr("Shared folder")
            self._folders.addWidget(label(self._theme, title, face="meta_strong", ink="ink_2"))
            path = ElidedLabel(self._theme, _short(place.folder), face="meta", ink="ink_2")
            path.setAccessibleName(str(place.folder))
            self._folders.addWidget(path)
            if place in away:
                said = self.tr("It does not answer: its templates are left out.")
                self._folders.addWidget(label(self._theme, said, face="meta", ink="should_fix", wraps=True))
                continue
            button = push_button(self._theme, self.tr("Open"), _opener(place.folder), look="text")
            button.setAccessibleName(f"{self.tr('Open')} {place.folder}")
            button.setProperty("flush", "left")
            self._folders.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def _opener(folder: Path) -> Callable[[], None]:
    def run() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        open_in_system(folder)

    return run


def _short(folder: Path) -> str:
    """A path with the user's own folder cut short."""
    try:
        return f"~/{folder.relative_to(Path.home())}"
    except ValueError:
        return str(folder)


class _Painted(QStyledItemDelegate):
    """Paints a row: icon, words, count."""

    def __init__(self, theme: Theme, icons: Icons, view: QListWidget) -> None:
        super().__init__(view)
        self._theme, self._icons, self._view = theme, icons, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line."""
        return QSize(0, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        theme, px, box = self._theme, self._theme.px, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(box, theme.color("selected" if self._view.hasFocus() else "selected_idle"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("mark"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        size = px(16)
        role = "mark" if chosen else "ink_2"
        sign = self._icons.pixmap(index.data(_ICON), role, size=size, ratio=self._view.devicePixelRatioF())
        painter.drawPixmap(box.left() + px(16), box.center().y() - size // 2 + 1, sign)
        painter.setFont(theme.font("strong" if chosen else "text"))
        painter.setPen(theme.color("ink"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(px(40), 0, -px(48), 0), int(middle | Qt.AlignmentFlag.AlignLeft), index.data())
        painter.setFont(theme.font("meta", figures=True))
        painter.setPen(theme.color("ink_3"))
        count = str(index.data(_COUNT) or 0)
        painter.drawText(box.adjusted(0, 0, -px(16), 0), int(middle | Qt.AlignmentFlag.AlignRight), count)
        painter.restore()
