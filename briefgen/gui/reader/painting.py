"""What is painted under and over the reader's text: tints, stripes with symbols and numbers, hits, the chosen passage.

Kinds are told apart by symbol, stripe and number first, by colour third: a risk's stripe is solid, a dilemma's double,
a recommendation's hollow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from briefgen.domain.terms import Kind
from briefgen.gui.kinds import kind_role, paint_kind
from briefgen.gui.reader.ends import paint_handles
from briefgen.gui.reader.geometry import Geometry, Shown
from briefgen.gui.reader.marks import Mark, Marks, lanes, runs
from briefgen.gui.reader.set_text import SetText
from briefgen.gui.reader.typesetting import BULLET
from briefgen.gui.theme import Theme

_LANE, _FIRST = 12, 17
_NEUTRAL, _NEUTRAL_TINT = "control", "hover"


@dataclass(frozen=True, slots=True)
class Stripe:
    """A mark's stripe in the margin and the label at its start, in pixels of the document."""

    mark: Mark
    box: QRectF
    label: QRectF


@dataclass(slots=True)
class Scene:
    """All that is to be painted. `hits` are spans of code points, in order; `chosen` is a passage's id."""

    theme: Theme
    text: SetText
    marks: Marks = field(default_factory=Marks)
    chosen: str = ""
    hovered: str = ""
    hits: Sequence[tuple[int, int]] = ()
    selection: tuple[int, int] = (0, 0)
    """Positions in the document."""
    dragged: tuple[str, int, int] | None = None
    """A passage whose ends are being moved, and where they are for now."""
    _lanes: dict[int, list[int]] = field(default_factory=dict)

    def forget_places(self) -> None:
        """The text was laid out anew, or the marks are others."""
        self._lanes.clear()

    def geometry(self) -> Geometry:
        """What measures the text."""
        return Geometry(self.text)

    def marks_between(self, start: int, end: int) -> list[Mark]:
        """The marks in a stretch of the text, those being moved where they are for now."""
        return self.marks.between_with(self.dragged, start, end)

    def stripes(self, top: float, bottom: float) -> list[Stripe]:
        """The stripes between two heights. Those of a passage that is being moved stay where they were."""
        geometry = self.geometry()
        shown = list(geometry.shown(top, bottom))
        if not shown:
            return []
        found: list[Stripe] = []
        lowest_label = float("-inf")
        numbers = self.marks.numbers_between(shown[0].start, shown[-1].end + 1)
        done: set[int] = set()
        for number in numbers:
            if number in done:
                continue
            cluster = self.marks.cluster(number, self.text.map.starts, self.text.map.ends)
            in_lanes = self._cluster_lanes(cluster, geometry)
            among = set(numbers).intersection(cluster)
            done |= among
            many = max(in_lanes) + 1
            for each in sorted(among):
                stripe = self._stripe(self.marks.all[each], in_lanes[each - cluster.start], many, geometry)
                if stripe.label.top() < lowest_label:
                    stripe.label.moveTop(lowest_label)
                lowest_label = stripe.label.bottom()
                found.append(stripe)
        return found

    def _cluster_lanes(self, cluster: range, geometry: Geometry) -> list[int]:
        known = self._lanes.get(cluster.start)
        if known is None or len(known) != len(cluster):
            known = lanes([geometry.extent(self.marks.all[number]) for number in cluster])
            self._lanes[cluster.start] = known
        return known

    def _stripe(self, mark: Mark, lane: int, many: int, geometry: Geometry) -> Stripe:
        px = self.theme.px
        top, bottom = geometry.extent(mark)
        pitch = px(_LANE) if many <= 4 else px(_LANE) * 3 / (many - 1)
        x = geometry.left - px(_FIRST) - lane * pitch
        box = QRectF(x - px(3), top + px(3), px(6), bottom - top - px(6))
        metrics = QFontMetricsF(self.theme.font("meta_strong", figures=True))
        wide = px(11) + (px(5) + metrics.horizontalAdvance(mark.numbers) if mark.numbers else 0)
        right = geometry.left - px(_FIRST) - (min(many, 4) - 1) * px(_LANE) - px(10)
        left = max(px(2.0), min(geometry.left - px(62), right - wide))
        return Stripe(mark, box, QRectF(left, top + px(5), wide, px(16)))


def paint_under(painter: QPainter, scene: Scene, area: QRectF) -> None:
    """Paint what lies under the words: tints, what was found, what is selected, stripes, bullets."""
    geometry = scene.geometry()
    theme = scene.theme
    for shown in geometry.shown(area.top(), area.bottom()):
        _paint_tints(painter, scene, shown, geometry)
        if shown.block.blockFormat().hasProperty(BULLET):
            _paint_bullet(painter, theme, shown)
    start, end = scene.selection
    if start < end:
        for block in geometry.visible(area.top(), area.bottom()):
            if block.position() < end and start < block.position() + block.length():
                _fill(painter, geometry.boxes(block, start, end), theme.color("selected_text"))
    for shown in geometry.shown(area.top(), area.bottom()):
        _paint_hits(painter, scene, shown, geometry)
    for stripe in scene.stripes(area.top(), area.bottom()):
        lit = stripe.mark.passage in {scene.chosen, scene.hovered}
        paint_stripe(painter, scene.theme, stripe, lit=lit, ground="surface")


def _paint_tints(painter: QPainter, scene: Scene, shown: Shown, geometry: Geometry) -> None:
    over = scene.marks_between(shown.start, shown.end)
    if not over:
        return
    to_position = scene.text.map.position
    for run in runs(over, shown.start, shown.end):
        colours = [
            scene.theme.color(_NEUTRAL_TINT if kind is None else kind_role(kind, tint=True)) for kind in run.kinds
        ]
        for box in geometry.boxes(shown.block, to_position(run.start), to_position(run.end)):
            part = box.height() / len(colours)
            for number, colour in enumerate(colours):
                painter.fillRect(QRectF(box.left(), box.top() + number * part, box.width(), part), colour)


def _paint_hits(painter: QPainter, scene: Scene, shown: Shown, geometry: Geometry) -> None:
    hits = scene.hits
    if not hits:
        return
    number = bisect_left(hits, (shown.start, 0))
    to_position = scene.text.map.position
    painter.setPen(QPen(scene.theme.color("focus"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    while number < len(hits) and hits[number][0] < shown.end:
        start, end = hits[number]
        for box in geometry.boxes(shown.block, to_position(start), to_position(end)):
            painter.drawRoundedRect(box.adjusted(-0.5, 2.5, 0.5, -2.5), 3, 3)
        number += 1


def _paint_bullet(painter: QPainter, theme: Theme, shown: Shown) -> None:
    high = shown.block.blockFormat().lineHeight()
    centre = QPointF(shown.block.layout().position().x() - theme.px(13), shown.top + high * 0.54)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("ink_2"))
    painter.drawEllipse(centre, theme.px(3), theme.px(3))


def paint_stripe(painter: QPainter, theme: Theme, stripe: Stripe, *, lit: bool, ground: str) -> None:
    """Paint a stripe with its symbol and numbers; `lit` where its passage is chosen or pointed at."""
    mark, box = stripe.mark, stripe.box
    px = theme.px
    colour = theme.color(_NEUTRAL if mark.kind is None else kind_role(mark.kind))
    tint = theme.color(_NEUTRAL_TINT if mark.kind is None else kind_role(mark.kind, tint=True))
    painter.setPen(Qt.PenStyle.NoPen)
    if lit:
        painter.setBrush(tint)
        painter.drawRoundedRect(box.adjusted(-px(3), -px(3), px(3), px(3)), px(4), px(4))
    painter.setBrush(colour)
    centre = box.center().x()
    if mark.kind is Kind.RISK:
        painter.drawRoundedRect(QRectF(centre - px(2), box.top(), px(4), box.height()), 2, 2)
    elif mark.kind is Kind.DILEMMA:
        painter.drawRect(QRectF(box.left(), box.top(), px(2), box.height()))
        painter.drawRect(QRectF(box.right() - px(2), box.top(), px(2), box.height()))
    elif mark.kind is Kind.RECOMMENDATION:
        painter.setBrush(theme.color(ground))
        painter.setPen(QPen(colour, 1.5))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), px(2.5), px(2.5))
    else:
        painter.drawRect(QRectF(centre - 1, box.top(), 2, box.height()))
    if not stripe.label.isEmpty():
        _paint_label(painter, theme, stripe, colour, ground)


def _paint_label(painter: QPainter, theme: Theme, stripe: Stripe, colour: QColor, ground: str) -> None:
    px, label, mark = theme.px, stripe.label, stripe.mark
    symbol = QRectF(label.left(), label.center().y() - px(11) / 2, px(11), px(11))
    if mark.kind is None:
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(
            QPointF(symbol.left() + px(2), symbol.center().y()), QPointF(symbol.right() - px(2), symbol.center().y())
        )
        return
    paint_kind(painter, mark.kind, symbol, colour, theme.color(ground))
    painter.setPen(colour)
    painter.setFont(theme.font("meta_strong", figures=True))
    painter.drawText(
        label.adjusted(px(16), 0, px(40), 0),
        int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
        mark.numbers,
    )


def paint_over(painter: QPainter, scene: Scene, area: QRectF, *, handles: bool) -> None:
    """Paint what lies over the words: the chosen passage's underline and, where they can be moved, its handles."""
    chosen = scene.marks.of(scene.chosen) if scene.chosen else []
    if not chosen:
        return
    mark = chosen[0]
    if scene.dragged is not None and scene.dragged[0] == mark.passage:
        mark = mark._replace(start=scene.dragged[1], end=scene.dragged[2])
    colour = scene.theme.color(_NEUTRAL if mark.kind is None else kind_role(mark.kind))
    boxes = scene.geometry().span_boxes(mark.start, mark.end)
    for box, below in zip(boxes, (*boxes[1:], QRectF()), strict=True):
        if box.bottom() >= area.top() and box.top() <= area.bottom():
            for left, right in _uncovered(box, below):
                painter.fillRect(QRectF(left, box.bottom() - 1, right - left, 2), colour)
    if handles and boxes:
        painter.setPen(Qt.PenStyle.NoPen)
        paint_handles(painter, scene.theme, boxes, colour)


def _uncovered(box: QRectF, below: QRectF) -> list[tuple[float, float]]:
    """The parts of a line's lower edge that the passage's next line does not lie under: its outline."""
    if below.isEmpty() or below.top() > box.bottom() + 1:
        return [(box.left(), box.right())]
    parts = ((box.left(), min(box.right(), below.left())), (max(box.left(), below.right()), box.right()))
    return [(left, right) for left, right in parts if right - left > 1]


def _fill(painter: QPainter, boxes: Iterable[QRectF], colour: QColor) -> None:
    for box in boxes:
        painter.fillRect(box, colour)
