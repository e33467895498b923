"""The page a window shows before it has a dossier: begin one, open one, go on with a recent one, see the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefgen import workflows
from briefgen.domain.terms import Kind
from briefgen.dossier_file import Holder, open_elsewhere
from briefgen.gui.actions import Actions
from briefgen.gui.background import Tasks
from briefgen.gui.controls import ElidedLabel, WordsButton, keycap, label, push_button, rule, search_field, tight
from briefgen.gui.house import House
from briefgen.gui.kinds import KINDS, kind_pixmap, kind_word
from briefgen.gui.moments import day_words
from briefgen.gui.recent import Recent

_SIDE = 480
_INSET = 72


class StartPage(QWidget):
    """The start page of one window."""

    chosen = Signal(object)
    """The path of a recent dossier that the user wants."""
    lost = Signal(object)
    """The path of a recent dossier that is not where it was, and that the user wants to show us."""

    def __init__(self, house: House, actions: Actions, tasks: Tasks) -> None:
        super().__init__()
        self._house, self._actions, self._tasks = house, actions, tasks
        self._rows: list[RecentRow] = []
        self._missing: set[Path] = set()
        self._held: dict[Path, Holder] = {}
        self._retired = False
        across = QHBoxLayout(self)
        tight(across)
        self._side = self._make_side()
        across.addWidget(self._side)
        across.addWidget(rule(house.theme, upright=True))
        across.addWidget(self._make_list(), 1)
        house.recent.changed.connect(self.refresh)
        house.theme.changed.connect(self.refresh)
        self.refresh()

    # --------------------------------------------------------------------------------------------- left

    def _make_side(self) -> QWidget:
        theme = self._house.theme
        side = QWidget()
        theme.dress(side, ground="panel")
        down = QVBoxLayout(side)
        tight(down, margins=(_INSET, 70, _INSET, 16))
        name = QHBoxLayout()
        tight(name, spacing=20)
        self._logo = QLabel()
        name.addWidget(self._logo)
        name.addWidget(label(theme, "Briefgen", face="name", ink="mark"))
        name.addStretch(1)
        down.addLayout(name)
        down.addSpacing(10)
        down.addWidget(label(theme, self.tr("From what you have read to a brief that holds."), ink="ink_2"))
        down.addSpacing(32)
        for action_id, icon, look in (
            ("file.new", "file-plus-corner", "primary"),
            ("file.open", "folder-open", ""),
            ("help.sample", "compass", "text"),
        ):
            down.addWidget(self._make_button(action_id, icon, look))
            down.addSpacing(8)
        down.addStretch(1)
        for icon, title, text in (
            (
                "file-plus-corner",
                self.tr("Bring in what you have"),
                self.tr("Articles, PDFs, Word files and saved pages. Drop them anywhere on this window."),
            ),
            (
                "",
                self.tr("Pick passages and tag them"),
                self.tr("Select words, then press 1 for a risk, 2 for a dilemma, 3 for a recommendation."),
            ),
            (
                "file-text",
                self.tr("Assemble a brief and issue it"),
                self.tr("You see the real pages as you write, and every quotation leads back to its source."),
            ),
        ):
            down.addWidget(Tip(self._house, icon, title, text))
            down.addSpacing(24)
        return side

    def _make_button(self, action_id: str, icon: str, look: str) -> WordsButton:
        theme, icons = self._house.theme, self._house.icons
        action = self._actions[action_id]
        button = WordsButton(theme, action.text().replace("&", ""), look=look, high=40, left=True)
        icons.put(button, icon, {"primary": "on_accent", "text": "link"}.get(look, "ink_2"), size=18)
        button.setFixedWidth(theme.px(256))
        button.trailing = action.shortcut().toString()
        button.clicked.connect(lambda _checked=False: action.trigger())
        return button

    # -------------------------------------------------------------------------------------------- right

    def _make_list(self) -> QWidget:
        theme = self._house.theme
        page = QWidget()
        theme.dress(page, ground="surface")
        down = QVBoxLayout(page)
        tight(down, margins=(_INSET, 72, 88, 16))
        head = QHBoxLayout()
        tight(head)
        head.addWidget(label(theme, self.tr("Recent dossiers"), face="title"))
        head.addStretch(1)
        self.filter = search_field(theme, self._house.icons, self.tr("Filter"))
        self.filter.setFixedWidth(theme.px(224))
        self.filter.textChanged.connect(self._narrow)
        head.addWidget(self.filter)
        down.addLayout(head)
        down.addSpacing(16)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        tight(self._list)
        self._none = label(theme, self.tr("No dossiers yet. Begin one, open one, or explore the sample."), ink="ink_2")
        self._list.addWidget(self._none)
        self._no_match = label(theme, ink="ink_2")
        self._no_match.hide()
        self._list.addWidget(self._no_match)
        self._list.addStretch(1)
        self._area.setWidget(holder)
        down.addWidget(self._area, 1)
        foot = QHBoxLayout()
        tight(foot, spacing=8)
        about = self.tr("A dossier is one file that holds sources, points and briefs. It stays on this computer.")
        foot.addWidget(ElidedLabel(theme, about, face="meta", ink="ink_2"), 1)
        foot.addWidget(keycap(theme, "F1"))
        foot.addWidget(label(theme, self.tr("all shortcuts"), face="meta", ink="ink_2"))
        down.addLayout(foot)
        return page

    def refresh(self) -> None:
        """Show the list as it is now; whether the files are there is looked up in the background."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        logo = self._house.icons.sign(high=self._house.theme.px(48), ratio=self.devicePixelRatioF())
        self._logo.setPixmap(logo)
        found = self._house.recent.list()
        self._rows = [RecentRow(self._house, recent) for recent in found]
        for place, row in enumerate(self._rows):
            row.opened.connect(self.chosen.emit)
            row.located.connect(self.lost.emit)
            row.forgotten.connect(self._house.recent.forget)
            row.show_missing(missing=row.recent.path in self._missing)
            row.show_holder(self._held.get(row.recent.path), here=self._house.recent.is_open(row.recent.path))
            self._list.insertWidget(place, row)
        self._none.setVisible(not found)
        self.filter.setVisible(bool(found))
        self._narrow(self.filter.text())
        paths = [recent.path for recent in found]
        self._tasks.run(lambda _job: _look_for(paths), done=self._mark)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list its room, however large the text is."""
        super().resizeEvent(event)
        self._side.setFixedWidth(min(self._house.theme.px(_SIDE), self.width() * 2 // 5))

    def retire(self) -> None:
        """Follow the list no more: the window has a dossier, or is going."""
        if not self._retired:
            self._retired = True
            self._house.recent.changed.disconnect(self.refresh)
            self._house.theme.changed.disconnect(self.refresh)

    def _mark(self, found: tuple[set[Path], dict[Path, Holder]]) -> None:
        self._missing, self._held = found
        for row in self._rows:
            row.show_missing(missing=row.recent.path in self._missing)
            row.show_holder(self._held.get(row.recent.path), here=self._house.recent.is_open(row.recent.path))

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        for row in self._rows:
            seen = f"{row.recent.title} {row.recent.path}".casefold()
            row.setVisible(all(word in seen for word in wanted))
        none = bool(self._rows) and all(row.isHidden() for row in self._rows)
        self._no_match.setText(self.tr("No dossier matches “{words}”.").format(words=text.strip()) if none else "")
        self._no_match.setVisible(none)

    @property
    def rows(self) -> tuple[RecentRow, ...]:
        """The rows, from the newest dossier on."""
        return tuple(self._rows)


def _look_for(paths: list[Path]) -> tuple[set[Path], dict[Path, Holder]]:
    """Which of these dossiers are not there, and who has others open for writing, by path."""
    missing = {path for path in paths if not path.is_file()}
    held = {path: open_elsewhere(path) for path in paths if path not in missing}
    return missing, {path: holder for path, holder in held.items() if holder is not None}


class Tip(QWidget):
    """One of the three sentences that tell what Briefgen is for, with a picture on a tile."""

    def __init__(self, house: House, icon: str, title: str, text: str) -> None:
        super().__init__()
        self._house, self._icon = house, icon
        line = QHBoxLayout(self)
        tight(line, spacing=16)
        self._tile = QLabel()
        self._tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tile.setObjectName("tile")
        line.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        tight(words)
        words.addWidget(label(house.theme, title, face="strong"))
        words.addWidget(label(house.theme, text, ink="ink_2", wraps=True))
        line.addLayout(words, 1)
        house.theme.dress(self._tile, ground="surface")
        house.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme, ratio = self._house.theme, self.devicePixelRatioF()
        self._tile.setFixedSize(theme.px(40), theme.px(40))
        if self._icon:
            self._tile.setPixmap(self._house.icons.pixmap(self._icon, "mark", size=theme.px(18), ratio=ratio))
        else:
            self._tile.setPixmap(_three_kinds(self._house, ratio))


def _three_kinds(house: House, ratio: float) -> QPixmap:
    theme = house.theme
    size, gap = theme.px(10), theme.px(2)
    made = QPixmap(round((3 * size + 2 * gap) * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    for place, kind in enumerate(KINDS):
        painter.drawPixmap(place * (size + gap), 0, kind_pixmap(kind, theme, size=size, ratio=ratio))
    painter.end()
    return made


class RecentRow(QWidget):
    """One recent dossier; Enter or a click opens it."""

    opened = Signal(object)
    located = Signal(object)
    forgotten = Signal(object)

    def __init__(self, house: House, recent: Recent) -> None:
        super().__init__()
        self.recent = recent
        self.missing = False
        self._house = house
        theme = house.theme
        theme.dress(self, high=64)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        line = QHBoxLayout(self)
        tight(line, spacing=16)
        self._sign = QLabel()
        self._sign.setFixedWidth(theme.px(22))
        line.addWidget(self._sign)
        words = QVBoxLayout()
        tight(words)
        words.addStretch(1)
        top = QHBoxLayout()
        tight(top, spacing=12)
        self._title = ElidedLabel(theme, recent.title, face="strong")
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        top.addWidget(self._title)
        self._counts = QWidget()
        counts = QHBoxLayout(self._counts)
        tight(counts, spacing=12)
        for kind, count in zip(Kind, recent.counts, strict=False):
            if count:
                counts.addWidget(_Count(house, kind, count))
        top.addWidget(self._counts)
        top.addStretch(1)
        words.addLayout(top)
        words.addWidget(ElidedLabel(theme, _road(recent.path), face="meta", ink="ink_2"))
        words.addStretch(1)
        line.addLayout(words, 1)
        self._when = label(theme, day_words(recent.at, workflows.now()), face="meta", ink="ink_2")
        line.addWidget(self._when)
        self._trouble = QWidget()
        trouble = QHBoxLayout(self._trouble)
        tight(trouble, spacing=12)
        sign = QLabel()
        sign.setPixmap(
            house.icons.pixmap("should-fix", "should_fix", size=theme.px(16), ratio=self.devicePixelRatioF())
        )
        trouble.addWidget(sign)
        trouble.addWidget(label(theme, self.tr("Missing"), face="meta_strong", ink="should_fix"))
        trouble.addWidget(push_button(theme, self.tr("Locate…"), lambda: self.located.emit(recent.path), look="text"))
        trouble.addWidget(push_button(theme, self.tr("Remove"), lambda: self.forgotten.emit(recent.path), look="text"))
        line.addWidget(self._trouble)
        self.show_missing(missing=False)

    def show_holder(self, holder: Holder | None, *, here: bool = False) -> None:
        """Show whether it is open: in a window of ours, which opening it brings up, or elsewhere.

        One that somebody else has open can be read, and not changed.
        """
        shown = self.tr("Open in another window") if here else day_words(self.recent.at, workflows.now())
        who = " ".join(part for part in (holder.user, self.tr("on"), holder.host) if part) if holder else ""
        self._when.setText(self.tr("Open: {who}").format(who=who) if holder else shown)
        self._when.setToolTip(self.tr("Open for writing by {who}").format(who=holder.words) if holder else "")
        self._house.theme.dress(self._when, ink="should_fix" if holder else "ink_2")
        self._when.style().unpolish(self._when)
        self._when.style().polish(self._when)
        self._say_all()

    def show_missing(self, *, missing: bool) -> None:
        """Show whether the file is where it was."""
        self.missing = missing
        theme = self._house.theme
        size, ratio = theme.px(20), self.devicePixelRatioF()
        if missing:
            self._sign.setPixmap(self._house.icons.pixmap("file-question-mark", "ink_2", size=size, ratio=ratio))
        else:
            self._sign.setPixmap(self._house.icons.sign(high=theme.px(22), ratio=ratio))
        self._title.dress(face="text" if missing else "strong", ink="ink_2" if missing else "ink")
        self._counts.setVisible(not missing)
        self._when.setVisible(not missing)
        self._trouble.setVisible(missing)
        self._say_all()

    def _say_all(self) -> None:
        """Say the whole row to those who don't see it."""
        counts = ", ".join(
            f"{kind_word(kind)}: {count}" for kind, count in zip(Kind, self.recent.counts, strict=False) if count
        )
        state = self.tr("missing") if self.missing else self._when.toolTip() or self._when.text()
        self.setAccessibleName(
            "; ".join(part for part in (self.recent.title, counts, _road(self.recent.path), state) if part)
        )

    def _open(self) -> None:
        (self.located if self.missing else self.opened).emit(self.recent.path)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the dossier."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it, Delete takes it off the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open()
        elif event.key() == Qt.Key.Key_Delete:
            self.forgotten.emit(self.recent.path)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it at rest."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of a row that the mouse is on."""
        del event
        if self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._house.theme.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)


class _Count(QWidget):
    """A kind's symbol and how many there are."""

    def __init__(self, house: House, kind: Kind, count: int) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        tight(line, spacing=6)
        sign = QLabel()
        size = house.theme.px(12)
        sign.setPixmap(kind_pixmap(kind, house.theme, size=size, ratio=self.devicePixelRatioF()))
        line.addWidget(sign)
        line.addWidget(label(house.theme, str(count), face="meta", ink="ink_2"))


def _road(path: Path) -> str:
    """The folders that lead to a file, from the user's own on, as in Documents › Dossiers › floods.briefgen."""
    try:
        parts = path.relative_to(Path.home()).parts
    except ValueError:
        parts = path.parts
    return " › ".join(parts[-4:])
