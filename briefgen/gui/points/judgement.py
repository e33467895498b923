"""Editors of what is judged of a risk: likelihood, impact, position, rating."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Text
from briefgen.domain.points import Likelihood, Point, Position, RatingOverride, Risk
from briefgen.domain.rating import RatingTable, position_rating, rating_of
from briefgen.domain.terms import IMPACTS, SCALES, Rating, ScaleId
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, tight
from briefgen.gui.points.editors import BoxEditor, Editor, Row, TermEditor, TextEditor
from briefgen.gui.points.side_by_side import SideBySide
from briefgen.gui.points.words import capital, impact_meaning, term_word
from briefgen.gui.tokens import PAPER

_PAPER = {
    Rating.LOW: ("#E6F0EC", PAPER.ink),
    Rating.MEDIUM: ("#F2C75C", PAPER.ink),
    Rating.HIGH: ("#D26A3A", PAPER.ink),
    Rating.VERY_HIGH: ("#7D1512", "#FFFFFF"),
}
"""Ground and ink of a rating, as it is printed in every brief, in both themes."""


class RatingChip(QWidget):
    """A rating as a brief prints it: its word on its colour."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._rating: Rating | None = None
        bench.theme.dress(self, high=32)
        bench.theme.changed.connect(self.updateGeometry)
        self.show_rating(None)

    def show_rating(self, rating: Rating | None) -> None:
        """Show a rating, or that there is none yet."""
        self._rating = rating
        self.setAccessibleName(self.tr("Rating: {rating}").format(rating=self._words()))
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return capital(term_word(self._rating)) if self._rating else "–"

    def sizeHint(self) -> QSize:
        """Room for the word."""
        px = self._bench.theme.px
        wide = self._metrics_width(self._words()) + px(16)
        return QSize(wide, px(32))

    def minimumSizeHint(self) -> QSize:
        """Room for the word: a chip is never cut."""
        px = self._bench.theme.px
        return QSize(self._metrics_width(self._words()) + px(16), px(32))

    def _metrics_width(self, words: str) -> int:
        self.setFont(self._bench.theme.font("meta_strong"))
        return self.fontMetrics().horizontalAdvance(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip."""
        del event
        theme, px = self._bench.theme, self._bench.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("meta_strong"))
        box = self.rect()
        box.setTop((box.height() - px(20)) // 2)
        box.setHeight(px(20))
        box.setWidth(min(box.width(), self.sizeHint().width()))
        if self._rating is None:
            painter.setPen(theme.color("ink_3"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._words())
            return
        ground, ink = _PAPER[self._rating]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._words())


class _Explained(BoxEditor):
    """A box with what its choice means in small under it."""

    def __init__(self, bench: Bench, *, explained: bool = True) -> None:
        super().__init__(bench)
        self._under = label(bench.theme, face="meta", ink="ink_2", wraps=True)
        if not explained:  # a widget without a parent must never be shown: it would be a window
            self._under.hide()
        layout = self.layout()
        assert layout is not None  # noqa: S101  the base made it
        layout.addWidget(self._under)

    def _follow(self) -> None:
        super()._follow()
        self._under.setText(self.box.meaning)


class LikelihoodEditor(_Explained):
    """A term of a likelihood scale with its range; the dossier's own scale comes first."""

    def __init__(self, bench: Bench, *, explained: bool = True) -> None:
        super().__init__(bench, explained=explained)
        self._scale = ScaleId.PHIA
        self._offer()

    def regard(self, dossier: Dossier, point: Point) -> None:
        """Put the dossier's scale first."""
        if dossier.settings.scale is not self._scale:
            self._scale = dossier.settings.scale
            self._offer()

    def _offer(self) -> None:
        rows = [Row(None, "–")]
        scales = sorted(SCALES.values(), key=lambda scale: scale.id is not self._scale)
        for scale in scales:
            rows.append(Row(None, scale.title, heading=True))
            rows += [
                Row(Likelihood(scale=scale.id, term=term.words), term_word(term.words), term.range)
                for term in scale.terms
            ]
        self.offer(rows)


class ImpactEditor(_Explained):
    """An impact from 1 to 5, with its word and what it says."""

    def __init__(self, bench: Bench, *, explained: bool = True) -> None:
        super().__init__(bench, explained=explained)
        rows = [Row(n, f"{n} {term_word(word)}", impact_meaning(n)) for n, word in enumerate(IMPACTS, 1)]
        self.offer([Row(None, "–"), *rows])


class RatingShown(Editor):
    """The rating that follows from the other fields; nothing to edit."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.chip = RatingChip(bench)
        layout = QVBoxLayout(self)
        tight(layout)
        layout.addWidget(self.chip)
        layout.addStretch(1)

    def regard(self, dossier: Dossier, point: Point) -> None:
        """Look the rating up."""
        if isinstance(point, Risk):
            self.chip.show_rating(rating_of(point, dossier.settings.rating_table))

    def show_value(self, value: Any) -> None:
        """Nothing more than `regard` showed."""

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """It always is."""

    def name(self, text: str) -> None:
        """Its words say what it is."""


class PositionEditor(Editor):
    """Where a risk stands, before or after something: likelihood, impact, and the rating of the two."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._table = RatingTable()
        self._likelihood, self._impact = LikelihoodEditor(bench, explained=False), ImpactEditor(bench, explained=False)
        self._chip = RatingChip(bench)
        line = SideBySide(bench.theme, (5, 4, 0))
        for widget in (self._likelihood, self._impact, self._chip):
            line.addWidget(widget)
        self.setLayout(line)
        self._likelihood.edited.connect(lambda _: self._changed())
        self._impact.edited.connect(lambda _: self._changed())
        self.setFocusProxy(self._likelihood)

    def regard(self, dossier: Dossier, point: Point) -> None:
        """See which table rates."""
        self._table = dossier.settings.rating_table
        self._likelihood.regard(dossier, point)

    def _changed(self) -> None:
        likelihood, impact = self._likelihood.box.value, self._impact.box.value
        if (likelihood is None) != (impact is None):
            self.refused.emit(
                self.tr("Choose an impact as well.") if impact is None else self.tr("Choose a likelihood as well.")
            )
            return
        self.refused.emit("")
        self.edited.emit(None if likelihood is None else Position(likelihood=likelihood, impact=impact))

    def show_value(self, value: Any) -> None:
        """Show a position."""
        self._likelihood.show_value(value.likelihood if value else None)
        self._impact.show_value(value.impact if value else None)
        self._chip.show_rating(position_rating(value, self._table))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Show both as text."""
        self._likelihood.set_read_only(read_only)
        self._impact.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name both boxes."""
        self._likelihood.name(self.tr("{what}: likelihood").format(what=text))
        self._impact.name(self.tr("{what}: impact").format(what=text))


class OverrideEditor(Editor):
    """A rating in place of the table's, and why."""

    typed = True

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._rating = TermEditor(bench, Rating, optional=True, capitals=True)
        self._reason = TextEditor(bench, Text(), one_line=False, hint=self.tr("Because …")).check_spelling()
        column = QVBoxLayout(self)
        tight(column, spacing=4)
        column.addWidget(self._rating)
        column.addWidget(self._reason)
        self._rating.edited.connect(lambda _: self._changed())
        self._reason.edited.connect(lambda _: self._changed())
        self.setFocusProxy(self._rating)
        self._reason.hide()

    def _changed(self) -> None:
        rating, reason = self._rating.box.value, self._reason.field.toPlainText()
        self._reason.setVisible(rating is not None)
        if rating is None:
            self.refused.emit("")
            self.edited.emit(None)
        elif reason.strip():
            self.refused.emit("")
            self.edited.emit(RatingOverride(rating=rating, reason=reason))
        else:
            self.refused.emit(self.tr("Say why the rating is another than the table’s."))

    def show_value(self, value: Any) -> None:
        """Show an override."""
        self._rating.show_value(value.rating if value else None)
        self._reason.show_value(value.reason if value else "")
        self._reason.setVisible(value is not None)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Show both as text."""
        self._rating.set_read_only(read_only)
        self._reason.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name both."""
        self._rating.name(text)
        self._reason.name(self.tr("{what}: reason").format(what=text))
