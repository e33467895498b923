"""The palette: a field over everything, which finds commands, points, sources and words in their texts (Ctrl+K).

What it finds comes from providers; each is a group of the list. A provider may answer at once or later, from a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, QTimer
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from briefgen.gui.controls import keycap, label, rule, tight
from briefgen.gui.icons import Icons
from briefgen.gui.palette_row import PaletteRow
from briefgen.gui.shadow import REACH, paint_floating
from briefgen.gui.theme import Theme

_WIDE = 640
_HIGH = 560
_FEW = 3
"""Entries of each group while all groups are shown."""
_MANY = 100
_ROOT = QModelIndex()
_PAUSE = 120
"""Milliseconds without typing after which slow providers are asked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was found: what it is called, what more is known of it, and what choosing it does."""

    text: str
    run: Callable[[], object]
    detail: str = ""
    keys: str = ""
    icon: QIcon = field(default_factory=QIcon)
    enabled: bool = True


Answer = Callable[[Sequence[Entry]], None]


@dataclass(frozen=True, slots=True)
class Provider:
    """One group: its title, and what finds its entries and gives them, the best first, to the answer.

    `slow` ones are asked when the typing pauses, and answer when they can; what comes too late is dropped.
    """

    title: str
    find: Callable[[str, Answer], None]
    slow: bool = False
    everywhere: Callable[[str], Entry] | None = None
    """Where all can be seen that is found; stands under the group when it has no more than the first of it."""


Row = Entry | str
"""A row of the list: an entry, or the title of a group."""


class FoundModel(QAbstractListModel):
    """The rows of the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself under UserRole; its words for display and for those who hear it."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row if isinstance(row, str) else ", ".join(t for t in (row.text, row.detail, row.keys) if t)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Entries can be chosen, titles can't."""
        row = self.rows[index.row()]
        if isinstance(row, str):
            return Qt.ItemFlag.NoItemFlags
        enabled = Qt.ItemFlag.ItemIsEnabled if row.enabled else Qt.ItemFlag.NoItemFlags
        return enabled | Qt.ItemFlag.ItemIsSelectable


class PaletteBox(QWidget):
    """The palette of one window; `open` shows it."""

    def __init__(self, theme: Theme, icons: Icons, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._icons = theme, icons
        self._providers: list[Provider] = []
        self._only = 0  # 0 everything, else the number of a provider
        self._found: dict[int, list[Entry]] = {}
        self._asked = 0
        self._back_to: QWidget | None = None
        self.setAccessibleName(self.tr("Search or run a command"))

        down = QVBoxLayout(self)
        tight(down, margins=(REACH, REACH, REACH, REACH))
        down.addLayout(self._make_head(icons))
        down.addWidget(rule(theme))
        down.addWidget(self._make_list(), 1)
        down.addWidget(rule(theme))
        down.addLayout(self._make_foot())

        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(lambda: self._ask_providers(slow=True))
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  widgets need one
        app.focusChanged.connect(self._leave)
        window.installEventFilter(self)
        self.hide()

    def _make_head(self, icons: Icons) -> QHBoxLayout:
        theme = self._theme
        head = QHBoxLayout()
        tight(head, spacing=12, margins=(16, 0, 16, 0))
        sign = QLabel()
        sign.setPixmap(icons.pixmap("search", "ink_2", size=theme.px(18), ratio=self.devicePixelRatioF()))
        head.addWidget(sign)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search or run a command"))
        self.field.setAccessibleName(self.tr("Search or run a command"))
        self.field.setProperty("ring", "none")
        theme.dress(self.field, face="large", look="bare", high=56)
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        head.addWidget(self.field, 1)
        self._group = label(theme, face="meta", ink="ink_2")
        head.addWidget(self._group)
        head.addWidget(keycap(theme, self.tr("Tab")))
        return head

    def _make_list(self) -> QListView:
        self.list = QListView()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Found"))
        self.model = FoundModel(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteRow(self._theme, self.field.text, self))
        self.list.clicked.connect(self._do)
        self.list.entered.connect(self.list.setCurrentIndex)
        return self.list

    def _make_foot(self) -> QHBoxLayout:
        theme = self._theme
        foot = QHBoxLayout()
        tight(foot, spacing=6, margins=(16, 8, 16, 8))
        for keys, what in (
            (("↑", "↓"), self.tr("choose")),
            ((self.tr("Enter"),), self.tr("do it")),
            ((self.tr("Esc"),), self.tr("close")),
        ):
            for key in keys:
                foot.addWidget(keycap(theme, key))
            foot.addWidget(label(theme, what, face="meta", ink="ink_2"))
            foot.addSpacing(10)
        foot.addStretch(1)
        self._count = label(theme, face="meta", ink="ink_2")
        foot.addWidget(self._count)
        return foot

    def add_provider(self, provider: Provider) -> None:
        """Let the palette find more; groups stand in the order in which they were added."""
        self._providers.append(provider)

    # ---------------------------------------------------------------------------------------- open and shut

    def open(self, query: str = "", group: str = "") -> None:
        """Show it, with the focus in its field; narrowed to a group, if one is named by its title."""
        if not self.isVisible():
            self._back_to = QApplication.focusWidget()
        titles = [provider.title for provider in self._providers]
        self._only = titles.index(group) + 1 if group in titles else 0
        self._place()
        self.show()
        self.raise_()
        self.field.setText(query)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._ask()

    def shut(self) -> None:
        """Put it away; the focus goes back to where it was."""
        if not self.isVisible():
            return
        held = self.isAncestorOf(QApplication.focusWidget() or self)
        back_to, self._back_to = self._back_to, None  # hiding moves the focus, which comes here once more
        self.hide()
        if held and back_to is not None and back_to.isVisible():
            back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        window = self.window()
        wide = min(self._theme.px(_WIDE), window.width() - 32) + 2 * REACH
        rows = sum(self._height(row) for row in self.model.rows) + 16
        rows = min(rows, self._theme.px(_HIGH))
        high = min(rows + self._theme.px(56 + 38) + 2 + 2 * REACH, window.height() - self._theme.px(48))
        self.setGeometry((window.width() - wide) // 2, self._theme.px(28) - REACH, wide, max(high, self._theme.px(160)))

    def _height(self, row: Row) -> int:
        return self._theme.px(28 if isinstance(row, str) else 36)

    # ------------------------------------------------------------------------------------------------ find

    def _ask(self) -> None:
        self._asked += 1
        self._found.clear()
        self._ask_providers(slow=False)
        self._pause.start()

    def _ask_providers(self, *, slow: bool) -> None:
        query, asked = self.field.text().strip(), self._asked

        for number, provider in enumerate(self._providers, start=1):
            if provider.slow is not slow or (self._only and number != self._only):
                continue
            if provider.slow and not query:
                continue

            def answer(entries: Sequence[Entry], number: int = number) -> None:
                if asked == self._asked and self.isVisible():
                    self._found[number] = list(entries)
                    self._show()

            provider.find(query, answer)
        if not slow:
            self._show()

    def _show(self) -> None:
        limit = _MANY if self._only else _FEW
        chosen = self._chosen()
        rows: list[Row] = []
        for number, provider in enumerate(self._providers, start=1):
            found = self._found.get(number, [])
            if found:
                rows += [provider.title, *found[:limit]]
            if len(found) > limit or (found and self._only and provider.everywhere is not None):
                rows.append(self._rest(provider, len(found)))
        self.model.show(rows)
        shown = sum(min(limit, len(found)) for found in self._found.values())
        total = sum(len(found) for found in self._found.values())
        counted = self.tr("{shown} of {total} found").format(shown=shown, total=total)
        self._count.setText(counted if total else self.tr("Nothing found"))
        self._group.setText(self._providers[self._only - 1].title if self._only else self.tr("Everything"))
        self._place()
        again = next((n for n, row in enumerate(rows) if row is chosen), -1)
        self._choose(max(again, 0), 1)

    def _rest(self, provider: Provider, number: int) -> Entry:
        """What stands under a group that is cut: it leads to the group alone, or says how many there are."""
        if provider.everywhere is not None:
            return provider.everywhere(self.field.text().strip())
        if not self._only:
            words = self.tr("All {number} in “{group}”").format(number=number, group=provider.title)
            query = self.field.text()
            return Entry(words, lambda: self.open(query, provider.title), icon=self._icons.icon("list"))
        words = self.tr("And {number} more: another word narrows them down").format(number=number - _MANY)
        return Entry(words, self.open, enabled=False)

    def _chosen(self) -> Row | None:
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _choose(self, row: int, step: int) -> None:
        """Choose a row, or the next one in the direction of `step` that can be chosen, round about."""
        count = len(self.model.rows)
        for _ in range(count):
            row %= count
            entry = self.model.rows[row]
            if not isinstance(entry, str) and entry.enabled:
                index = self.model.index(row)
                self.list.setCurrentIndex(index)
                if row == 1:
                    self.list.scrollToTop()  # with the title over it
                return
            row += step

    # -------------------------------------------------------------------------------------------------- do

    def _do(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self.model.rows[index.row()]
        if isinstance(row, str) or not row.enabled:
            return
        self.shut()
        row.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the list work while one types; follow the window's size."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self.list.currentIndex().row()
        groups = len(self._providers) + 1
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._choose(row + step, step)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            step = 1 if key == Qt.Key.Key_PageDown else -1
            self._choose(max(0, min(len(self.model.rows) - 1, row + 8 * step)), step)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._do(self.list.currentIndex())
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._only = (self._only + (1 if key == Qt.Key.Key_Tab else -1)) % groups
            self._ask()
        elif key == Qt.Key.Key_Escape:
            self.shut()
        else:
            return False
        return True

    def _leave(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and not self.isAncestorOf(new):
            self.shut()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and its shadow."""
        del event
        theme, box = self._theme, QRectF(self.rect()).adjusted(REACH, REACH, -REACH, -REACH)
        painter = QPainter(self)
        edge, ground = theme.color("line"), theme.color("raised")
        paint_floating(painter, box, ground=ground, edge=edge, radius=12, dark=theme.tokens.dark)
