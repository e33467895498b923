"""What is painted on a PDF's real page: tints under its ink, stripes beside it, hits, selection, the chosen passage.

Paper is light in both themes, and so is all that lies on it; what stands beside it has the colours of the theme. Tints
are multiplied with the page, as a marker pen's ink is: the words stay as black as they were.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from briefgen.gui.kinds import kind_role
from briefgen.gui.reader.marks import Mark, Marks, lanes, runs
from briefgen.gui.reader.page_places import Box, PagePlaces
from briefgen.gui.reader.painting import Stripe, paint_stripe
from briefgen.gui.theme import Theme
from briefgen.gui.tokens import PAPER

GUTTER = 76
"""Pixels at the left of a page for stripes, symbols and numbers."""
_LANE, _FIRST, _LANES = 12, 12, 3
_NEUTRAL_TINT = "pressed"


@dataclass(slots=True)
class PageScene:
    """All that is shown on pages. `hits` are spans of code points, in order; `chosen` and `hovered` passages' ids."""

    theme: Theme
    marks: Marks = field(default_factory=Marks)
    chosen: str = ""
    hovered: str = ""
    hits: Sequence[tuple[int, int]] = ()
    selection: tuple[int, int] | None = None
    caret: int = 0
    dragged: tuple[str, int, int] | None = None
    """A passage whose ends are being moved, and where they are for now."""

    def chosen_mark(self) -> Mark | None:
        """A mark of the chosen passage, where its ends are for now; the colour is that of its first kind."""
        found = self.marks.of(self.chosen) if self.chosen else []
        if not found:
            return None
        if self.dragged is not None and self.dragged[0] == self.chosen:
            return found[0]._replace(start=self.dragged[1], end=self.dragged[2])
        return found[0]


def _on(rect: QRectF, scale: float, box: Box) -> QRectF:
    return QRectF(
        rect.left() + box.left * scale,
        rect.top() + box.top * scale,
        (box.right - box.left) * scale,
        (box.bottom - box.top) * scale,
    )


def _paper(role: str) -> QColor:
    return QColor(getattr(PAPER, role))


def colour_on_paper(mark: Mark) -> QColor:
    """The colour of a mark's lines and handles on paper."""
    return _paper("control" if mark.kind is None else kind_role(mark.kind))


def paint_page(
    painter: QPainter, scene: PageScene, places: PagePlaces, rect: QRectF, scale: float, *, show_caret: bool
) -> None:
    """Paint what lies on a page and beside it; `rect` is where the page is, `scale` pixels for each point."""
    first, last = places.first, places.last + 1
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for run in runs(scene.marks.between_with(scene.dragged, first, last), first, last):
        colours = [_paper(_NEUTRAL_TINT if kind is None else kind_role(kind, tint=True)) for kind in run.kinds]
        for box in places.span_boxes(run.start, run.end):
            on = _on(rect, scale, box)
            part = on.height() / len(colours)
            for number, colour in enumerate(colours):
                painter.fillRect(QRectF(on.left(), on.top() + number * part, on.width(), part), colour)
    if scene.selection is not None:
        for box in places.span_boxes(*scene.selection):
            painter.fillRect(_on(rect, scale, box), _paper("selected_text"))
    painter.restore()
    _paint_hits(painter, scene, places, rect, scale)
    _paint_chosen(painter, scene, places, rect, scale)
    if show_caret and scene.selection is None:
        _paint_caret(painter, scene.caret, places, rect, scale)
    for stripe in stripes_of(scene, places, rect, scale):
        lit = stripe.mark.passage in {scene.chosen, scene.hovered}
        paint_stripe(painter, scene.theme, stripe, lit=lit, ground="canvas")


def _paint_hits(painter: QPainter, scene: PageScene, places: PagePlaces, rect: QRectF, scale: float) -> None:
    painter.setPen(QPen(_paper("focus"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    number = bisect_left(scene.hits, (places.first, 0))
    for start, end in scene.hits[max(0, number - 1) :]:
        if start > places.last:
            break
        for box in places.span_boxes(start, end):
            painter.drawRoundedRect(_on(rect, scale, box).adjusted(-1.5, -0.5, 1.5, 0.5), 3, 3)


def _paint_chosen(painter: QPainter, scene: PageScene, places: PagePlaces, rect: QRectF, scale: float) -> None:
    mark = scene.chosen_mark()
    if mark is not None:
        colour = colour_on_paper(mark)
        for box in places.span_boxes(mark.start, mark.end):
            on = _on(rect, scale, box)
            painter.fillRect(QRectF(on.left(), on.bottom() - 1, on.width(), 2), colour)


def _paint_caret(painter: QPainter, caret: int, places: PagePlaces, rect: QRectF, scale: float) -> None:
    box = places.edge_of(caret)
    if box is not None and places.first <= caret:
        on = _on(rect, scale, box)
        painter.fillRect(QRectF(on.left() - 1, on.top(), 2, on.height()), _paper("ink"))


def stripes_of(scene: PageScene, places: PagePlaces, rect: QRectF, scale: float) -> list[Stripe]:
    """The stripes at the left of a page, in pixels of the whole scroll: one for each column that a mark stands in.

    The first of a mark has its symbol and numbers; the labels of the others are empty.
    """
    px = scene.theme.px
    stretches = [
        (top, bottom, number == 0, mark)
        for mark in scene.marks.between(places.first, places.last + 1)
        for number, (top, bottom) in enumerate(
            _stretches([_on(rect, scale, box) for box in places.span_boxes(mark.start, mark.end)])
        )
    ]
    stretches.sort(key=lambda each: each[:2])
    in_lanes = [min(lane, _LANES - 1) for lane in lanes([each[:2] for each in stretches])]
    metrics = QFontMetricsF(scene.theme.font("meta_strong", figures=True))
    right = rect.left() - px(_FIRST) - max(in_lanes, default=0) * px(_LANE) - px(10)
    found: list[Stripe] = []
    lowest = float("-inf")
    for (top, bottom, labelled, mark), lane in zip(stretches, in_lanes, strict=True):
        x = rect.left() - px(_FIRST) - lane * px(_LANE)
        box = QRectF(x - px(3), top + 1, px(6), max(px(8.0), bottom - top - 2))
        label = QRectF()
        if labelled:
            wide = px(11) + (px(5) + metrics.horizontalAdvance(mark.numbers) if mark.numbers else 0)
            label = QRectF(max(rect.left() - px(GUTTER), right - wide), max(top, lowest), wide, px(16))
            lowest = label.bottom()
        found.append(Stripe(mark, box, label))
    return found


def _stretches(boxes: Sequence[QRectF]) -> list[tuple[float, float]]:
    """Tops and bottoms of the columns that lines stand in: where the next line is higher up, another begins."""
    found: list[tuple[float, float]] = []
    for box in boxes:
        if found and box.bottom() > found[-1][1] - box.height() / 2:
            found[-1] = min(found[-1][0], box.top()), max(found[-1][1], box.bottom())
        else:
            found.append((box.top(), box.bottom()))
    return found
