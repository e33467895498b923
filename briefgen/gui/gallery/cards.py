"""The cards of the gallery: a list in icon mode, each card with the first pages of its template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefgen.errors import BriefgenError
from briefgen.gui.icons import Icons
from briefgen.gui.theme import Theme
from briefgen.rendering.template_places import FoundTemplate, PlaceKind

CARD = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex

_GAP = 24
_LEAST = 300
"""Pixels, before scaling, that a card is wide at least."""
_WORDS = 104
"""Pixels of a card under its pages."""
_TALL = 0.64
"""How high the ground behind the pages is, of the card's width."""
_SHADOWS = ((5, 10), (2, 22))


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows: a template, or why there is none that can be used.

    `key` is the template's folder, or, for one that is refused, the sentence that says why.
    """

    key: str
    title: str
    text: str
    about: str
    kind: PlaceKind
    found: FoundTemplate | None = None
    error: BriefgenError | None = None
    in_use: bool = False


class Cards(QAbstractListModel):
    """The cards that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[Card, ...] = ()
        self._pictures: dict[str, tuple[QImage, ...]] = {}
        self._failed: set[str] = set()

    def show(self, cards: Iterable[Card]) -> None:
        """Show these cards; where only what they say is other than before, the rows stay."""
        cards = tuple(cards)
        if [card.key for card in cards] == [card.key for card in self.cards]:
            self.cards = cards
            if cards:
                self.dataChanged.emit(self.index(0, 0), self.index(len(cards) - 1, 0))
            return
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def set_pictures(self, key: str, pictures: Iterable[QImage]) -> None:
        """Show the first pages on a card; those of before stay until then."""
        self._pictures[key] = tuple(pictures)
        self._failed.discard(key)
        self._repaint(key)

    def set_failed(self, key: str) -> None:
        """Say on a card that its pages can't be laid out, until there are others."""
        self._pictures.pop(key, None)
        self._failed.add(key)
        self._repaint(key)

    def has_failed(self, key: str) -> bool:
        """Whether a card says that its pages can't be laid out."""
        return key in self._failed

    def _repaint(self, key: str) -> None:
        row = self.row_of(key)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def pictures(self, key: str) -> tuple[QImage, ...]:
        """The first pages that a card shows."""
        return self._pictures.get(key, ())

    def row_of(self, key: str) -> int:
        """The row of a card; -1 where it is not shown."""
        return next((row for row, card in enumerate(self.cards) if card.key == key), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many cards."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A card, its title, or all that it says."""
        if not index.isValid() or index.row() >= len(self.cards):
            return None
        card = self.cards[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return card.title
            case Qt.ItemDataRole.AccessibleTextRole:
                used = self.tr("in use") if card.in_use else ""
                failed = self.tr("Its pages can’t be laid out") if self.has_failed(card.key) else ""
                return ". ".join(part for part in (card.title, used, card.text, card.about, failed) if part)
            case Qt.ItemDataRole.ToolTipRole:
                return card.text
        return card if role == CARD else None


class CardView(QListView):
    """The cards; `wanted` when one is to be seen large: Enter, or a double click."""

    wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.rows = Cards()
        self.setModel(self.rows)
        self.setItemDelegate(_Painted(theme, icons, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setWrapping(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAccessibleName(self.tr("House templates"))
        self.setProperty("ring", "none")
        theme.dress(self, ground="surface")
        theme.changed.connect(self._refit)
        self.activated.connect(lambda _index: self.wanted.emit())

    @property
    def chosen(self) -> Card | None:
        """The card that is chosen."""
        card = self.currentIndex().data(CARD)
        return card if isinstance(card, Card) else None

    def choose(self, key: str) -> bool:
        """Choose a card; gives whether it is shown."""
        row = self.rows.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row, 0))
            self.scrollTo(self.currentIndex())
        return row >= 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width with as many cards as have room."""
        self._refit()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show on the chosen card whether the keys go to it."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.viewport().update()
        return super().event(event)

    def _refit(self) -> None:
        px = self._theme.px
        room = self.width() - px(12) - px(_GAP)
        across = max(1, room // (px(_LEAST) + px(_GAP)))
        wide = room // across
        self.setGridSize(QSize(wide, round((wide - px(_GAP)) * _TALL) + px(_WORDS) + px(_GAP)))
        self.viewport().update()


class _Painted(QStyledItemDelegate):
    """Paints a card."""

    def __init__(self, theme: Theme, icons: Icons, view: CardView) -> None:
        super().__init__(view)
        self._theme, self._icons, self._view = theme, icons, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """A cell of the grid."""
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one card: the ground with the pages, under it the words, around it the edge."""
        theme, px = self._theme, self._theme.px
        card: Card = index.data(CARD)
        cell = self._view.gridSize()
        box = QRect(option.rect.topLeft(), cell).adjusted(px(_GAP), px(_GAP), 0, 0)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))
        painter.save()
        painter.setClipPath(shape)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(box, theme.color("hover" if hovered and not chosen else "surface"))
        ground = QRect(box.left(), box.top(), box.width(), box.height() - px(_WORDS))
        painter.fillRect(ground, theme.color("canvas"))
        self._paint_pages(painter, ground, card)
        painter.restore()
        words = QRect(box.left() + px(16), ground.bottom() + px(9), box.width() - px(32), px(_WORDS) - px(12))
        self._paint_words(painter, words, card)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if chosen:
            role = "mark" if self._view.hasFocus() else "control"
            painter.setPen(QPen(theme.color(role), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), px(8), px(8))
            if self._view.hasFocus():
                painter.setPen(QPen(theme.color("focus"), 2))
                painter.drawRoundedRect(QRectF(box).adjusted(-2, -2, 2, 2), px(10), px(10))
        else:
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawPath(shape)
        painter.restore()

    def _paint_pages(self, painter: QPainter, ground: QRect, card: Card) -> None:
        px, theme = self._theme.px, self._theme
        pictures = self._view.rows.pictures(card.key)
        if card.error is not None or not pictures:
            failed = self._view.rows.has_failed(card.key)
            wrong = card.error is not None or failed
            name, role = ("octagon-x", "must_fix") if wrong else ("layout-template", "ink_3")
            size = px(32)
            sign = self._icons.pixmap(name, role, size=size, ratio=self._view.devicePixelRatioF())
            top = ground.center().y() - size / 2
            painter.drawPixmap(QPointF(ground.center().x() - size / 2, top), sign)
            if failed:
                painter.setFont(theme.font("meta"))
                painter.setPen(theme.color("ink_2"))
                line = QRect(ground.left(), round(top + size) + px(8), ground.width(), theme.line("meta"))
                painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), self.tr("Its pages can’t be laid out"))
            return
        high, gap = ground.height() - 2 * px(14), px(14)
        ratios = [picture.width() / picture.height() for picture in pictures]
        if ratios[0] > 1:  # landscape: one page fills the card
            ratios, pictures = ratios[:1], pictures[:1]
        room = ground.width() - 2 * px(20) - gap * (len(ratios) - 1)
        high = min(high, round(room / sum(ratios)))
        left = ground.center().x() - (sum(ratios) * high + gap * (len(ratios) - 1)) / 2
        top = ground.center().y() - high / 2
        for picture, ratio in zip(pictures, ratios, strict=True):
            paper = QRectF(left, top, ratio * high, high)
            painter.setPen(Qt.PenStyle.NoPen)
            for spread, alpha in _SHADOWS:
                painter.setBrush(QColor(16, 22, 28, alpha if not theme.tokens.dark else alpha * 3))
                painter.drawRoundedRect(paper.adjusted(-spread, -spread / 2, spread, spread), spread, spread)
            painter.fillRect(paper, Qt.GlobalColor.white)
            device = self._view.devicePixelRatioF()
            exact = picture.scaled(
                round(paper.width() * device),
                round(paper.height() * device),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(paper, exact)
            left += paper.width() + gap

    def _paint_words(self, painter: QPainter, room: QRect, card: Card) -> None:
        theme, px = self._theme, self._theme.px
        taken = 0
        if card.in_use:
            said = self.tr("in use")
            painter.setFont(theme.font("meta"))
            wide = painter.fontMetrics().horizontalAdvance(said)
            taken = wide + px(28)
            painter.setPen(theme.color("ink_2"))
            line = QRect(room.left(), room.top(), room.width(), theme.line("strong"))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), said)
            sign = self._icons.pixmap("check", "ink_2", size=px(14), ratio=self._view.devicePixelRatioF())
            painter.drawPixmap(QPointF(room.right() - wide - px(19), line.center().y() - px(14) / 2 + 1), sign)
        top = room.top()
        for words, face, role, less in (
            (card.title, "strong", "ink", taken),
            (card.text, "text", "must_fix" if card.error is not None else "ink_2", 0),
            (card.about, "meta", "ink_3", 0),
        ):
            font = theme.font(face)
            painter.setFont(font)
            painter.setPen(theme.color(role))
            lines = two_lines(words, font, room.width() - less) if face == "text" else (words,)
            for words_of_line in lines:
                line = QRect(room.left(), top, room.width() - less, theme.line(face))
                fits = QFontMetrics(font).elidedText(words_of_line, Qt.TextElideMode.ElideRight, line.width())
                painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fits)
                top += theme.line(face)
            top += px(2)


def two_lines(words: str, font: QFont, width: int) -> tuple[str, ...]:
    """Break a text into one line or two; the second may be too long."""
    layout = QTextLayout(words, font)
    layout.beginLayout()
    first = layout.createLine()
    if first.isValid():
        first.setLineWidth(width)
    layout.endLayout()
    end = first.textLength() if first.isValid() else 0
    return (words,) if end >= len(words) else (words[:end].rstrip(), words[end:].lstrip())
