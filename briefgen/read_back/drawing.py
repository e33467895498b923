"""Operators → what is drawn on a page, in order: glyphs, areas, images; where it lies and whose content it is.

As much of ISO 32000-1, 8 and 9, as it takes to know where things lie, whether they can be seen, and what lies on them.
Boxes are those of what is drawn, from its outermost points, in points from the page's lower left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from briefgen.read_back.fonts import Font
from briefgen.read_back.tokens import Name, OddStream, Operands, operators

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BELOW, _ABOVE = -0.05, 0.5
"""The part of the size, below and above the base line, that a letter surely takes up: an x has half of it."""
_BLANK = 0x20
"""The code of one byte that spaces between words are added to."""
_DEEPEST = 12
"""How deep streams may be drawn within streams."""
_MOST_OPERATORS = 2_000_000

_OF_GRAPHICS = {"/ca": "opacity", "/CA": "stroke_opacity", "/LW": "line"}
"""Entries of a named state that are numbers, and what they are called in `State`."""

Place = tuple[int, int]
"""Whose content something is: the object of the stream that it is in, 0 for a page's own, and its number there."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of graphics and text, as far as it matters here."""

    matrix: Matrix = _SAME
    fill: tuple[float, ...] = (0.0,)
    """Colour by its components; () for a pattern."""
    stroke: tuple[float, ...] = (0.0,)
    opacity: float = 1.0
    stroke_opacity: float = 1.0
    masked: bool = False
    clip: Box | None = None
    line: float = 1.0
    font: Font | None = None
    size: float = 0.0
    between_letters: float = 0.0
    between_words: float = 0.0
    across: float = 1.0
    leading: float = 0.0
    mode: int = 0
    rise: float = 0.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph: its letters as the file says, its code and font, its box, and the point of its base line."""

    letters: str | None
    code: int
    font: Font
    box: Box
    size: float
    base: float
    state: State
    at: int
    """Its place in the order of drawing."""
    place: Place | None
    replaced: str | None
    """What the file says stands in its place for whoever listens or copies (ActualText)."""


@dataclass(frozen=True, slots=True)
class Area:
    """Something else that is drawn: `what` is area, line, image or shading."""

    what: str
    box: Box
    state: State
    at: int


@dataclass(slots=True)
class Drawn:
    """All that is drawn on a page."""

    glyphs: list[Glyph] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    count: int = 0


@dataclass(slots=True)
class _Marks:
    """What of the marked content a run of operators is in."""

    places: list[Place | None] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)

    @property
    def place(self) -> Place | None:
        return next((place for place in reversed(self.places) if place is not None), None)

    @property
    def replaced(self) -> str | None:
        return next((text for text in reversed(self.texts) if text is not None), None)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One transformation, and then another."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def boxed(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """The box around a rectangle that is transformed."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    return (
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)
    )  # fmt: skip


def draw(content: bytes, resources: DictionaryObject, fonts: dict[int, Font], hidden: Callable[[Any], bool]) -> Drawn:
    """What a page's content draws.

    Args:
        content: Of the page.
        resources: Of the page.
        fonts: Those that were read already, by `id` of their entry; grows.
        hidden: Tells of an optional content's entry whether it is not shown.
    """
    drawn = Drawn()
    _Painter(drawn, fonts, hidden).run(content, resources, State(), stream=0, depth=0, marks=_Marks())
    return drawn


class _Painter:
    def __init__(self, drawn: Drawn, fonts: dict[int, Font], hidden: Callable[[Any], bool]) -> None:
        self.drawn, self.fonts, self.hidden = drawn, fonts, hidden

    def run(
        self, content: bytes, resources: DictionaryObject, state: State, *, stream: int, depth: int, marks: _Marks
    ) -> None:
        """Draw a stream."""
        run = _Run(self, resources, state, stream, depth, marks)
        try:
            for word, operands in operators(content):
                self.drawn.count += 1
                if self.drawn.count > _MOST_OPERATORS:
                    raise OddStream("more is drawn than on a page")
                run.do(word, operands)
        except (OddStream, IndexError, TypeError, ValueError, OverflowError, AttributeError) as error:
            self.drawn.odd.append(f"{type(error).__name__}: {error}"[:200])


class _Run:
    """One stream being drawn."""

    def __init__(
        self, painter: _Painter, resources: DictionaryObject, state: State, stream: int, depth: int, marks: _Marks
    ) -> None:
        self._painter, self._resources, self._state = painter, resources, state
        self._stream, self._depth, self._marks = stream, depth, marks
        self._stack: list[State] = []
        self._text: Matrix = _SAME
        self._text_line: Matrix = _SAME
        self._points: list[tuple[float, float]] = []
        self._clipping = False

    def do(self, word: str, given: Operands) -> None:
        act = _ACTS.get(word)
        if act is not None:
            act(self, given)

    # ----------------------------------------------------------------------------------------------------- state

    def save(self, _: Operands) -> None:
        self._stack.append(self._state)

    def restore(self, _: Operands) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def transform(self, given: Operands) -> None:
        self._state = replace(self._state, matrix=times(_matrix(given), self._state.matrix))

    def line_width(self, given: Operands) -> None:
        self._state = replace(self._state, line=float(given[0]))

    def graphics(self, given: Operands) -> None:
        """Take from a named state what makes things invisible, and the font."""
        entry = self._resource("/ExtGState", given[0])
        if not isinstance(entry, DictionaryObject):
            return
        values: dict[str, Any] = {str(name): entry[name] for name in entry}
        changed: dict[str, Any] = {into: float(values[name]) for name, into in _OF_GRAPHICS.items() if name in values}
        if "/SMask" in values:
            changed["masked"] = values["/SMask"] != "/None"
        if isinstance(values.get("/Font"), ArrayObject):
            named, size = values["/Font"]
            changed |= {"font": self._font(named.get_object()), "size": float(size)}
        self._state = replace(self._state, **changed)

    def fill_colour(self, given: Operands) -> None:
        self._state = replace(self._state, fill=_colour(given))

    def stroke_colour(self, given: Operands) -> None:
        self._state = replace(self._state, stroke=_colour(given))

    def fill_space(self, _: Operands) -> None:
        self._state = replace(self._state, fill=(0.0,))

    def stroke_space(self, _: Operands) -> None:
        self._state = replace(self._state, stroke=(0.0,))

    # ----------------------------------------------------------------------------------------------------- paths

    def path(self, given: Operands) -> None:
        matrix = self._state.matrix
        for x, y in zip(given[::2], given[1::2], strict=False):
            a, b, c, d, e, f = matrix
            self._points.append((a * x + c * y + e, b * x + d * y + f))

    def rectangle(self, given: Operands) -> None:
        x, y, width, height = (float(value) for value in given[:4])
        self.path([x, y, x + width, y, x + width, y + height, x, y + height])

    def clip(self, _: Operands) -> None:
        self._clipping = True

    def fill(self, _: Operands) -> None:
        self._paint("area")

    def outline(self, _: Operands) -> None:
        self._paint("line")

    def fill_and_outline(self, _: Operands) -> None:
        self._paint("area")

    def end_path(self, _: Operands) -> None:
        self._paint("")

    def _paint(self, what: str) -> None:
        points, self._points = self._points, []
        clipping, self._clipping = self._clipping, False
        if not points:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if what == "line":
            a, b, c, d, *_ = self._state.matrix
            half = self._state.line * max(abs(a) + abs(c), abs(b) + abs(d)) / 2
            box = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
        if what:
            self._add_area(what, box)
        if clipping:
            self._state = replace(self._state, clip=_within(box, self._state.clip))

    def _add_area(self, what: str, box: Box) -> None:
        seen = _within(box, self._state.clip)
        if any(self._marks.hidden):
            return
        drawn = self._painter.drawn
        drawn.areas.append(Area(what, seen, self._state, len(drawn.glyphs) + len(drawn.areas)))

    def shade(self, _: Operands) -> None:
        self._add_area("shading", self._state.clip or (-1e6, -1e6, 1e6, 1e6))

    def inline_image(self, _: Operands) -> None:
        self._add_area("image", boxed(self._state.matrix, 0, 0, 1, 1))

    def external(self, given: Operands) -> None:
        """Draw an image, or a stream within this one."""
        entry = self._resource("/XObject", given[0])
        if not isinstance(entry, StreamObject) or self._painter.hidden(entry.get("/OC")):
            return
        if entry.get("/Subtype") == "/Image":
            self._add_area("image", boxed(self._state.matrix, 0, 0, 1, 1))
            return
        if entry.get("/Subtype") != "/Form" or self._depth >= _DEEPEST:
            return
        matrix = times(_matrix([float(value) for value in entry.get("/Matrix", _SAME)]), self._state.matrix)
        bounds: Any = entry["/BBox"]
        left, bottom, right, top = (float(value) for value in bounds)
        clip = _within(boxed(matrix, left, bottom, right, top), self._state.clip)
        own = entry.get("/Resources")
        own = own.get_object() if own is not None else self._resources
        reference = getattr(entry, "indirect_reference", None)
        self._painter.run(
            entry.get_data(), own, replace(self._state, matrix=matrix, clip=clip),
            stream=reference.idnum if reference is not None else -1, depth=self._depth + 1, marks=self._marks,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------ text

    def begin_text(self, _: Operands) -> None:
        self._text = self._text_line = _SAME

    def font(self, given: Operands) -> None:
        entry = self._resource("/Font", given[0])
        font = self._font(entry) if isinstance(entry, DictionaryObject) else None
        self._state = replace(self._state, font=font, size=float(given[1]))

    def text_matrix(self, given: Operands) -> None:
        self._text = self._text_line = _matrix(given)

    def move(self, given: Operands) -> None:
        self._text = self._text_line = times((1.0, 0.0, 0.0, 1.0, float(given[0]), float(given[1])), self._text_line)

    def move_and_lead(self, given: Operands) -> None:
        self._state = replace(self._state, leading=-float(given[1]))
        self.move(given)

    def next_line(self, _: Operands) -> None:
        self.move([0.0, -self._state.leading])

    def set_text(self, name: str, given: Operands) -> None:
        changed: dict[str, Any] = {name: float(given[0])}
        self._state = replace(self._state, **changed)

    def scale(self, given: Operands) -> None:
        self._state = replace(self._state, across=float(given[0]) / 100)

    def mode(self, given: Operands) -> None:
        self._state = replace(self._state, mode=int(given[0]))

    def show(self, given: Operands) -> None:
        self._show(given[0])

    def show_on_next_line(self, given: Operands) -> None:
        self.next_line([])
        self._show(given[-1])

    def show_with_spaces(self, given: Operands) -> None:
        self._state = replace(self._state, between_words=float(given[0]), between_letters=float(given[1]))
        self.show_on_next_line(given)

    def show_all(self, given: Operands) -> None:
        for piece in given[0]:
            if isinstance(piece, bytes):
                self._show(piece)
            else:
                self._advance(-float(piece) / 1000 * self._state.size * self._state.across)

    def _advance(self, by: float) -> None:
        self._text = times((1.0, 0.0, 0.0, 1.0, by, 0.0), self._text)

    def _show(self, shown: bytes) -> None:
        state, font = self._state, self._state.font
        if font is None:
            return
        drawn = self._painter.drawn
        if any(self._marks.hidden):
            state = replace(state, opacity=0.0, stroke_opacity=0.0)
        a, b, c, d, e, f = times(self._text, state.matrix)
        e, f = e + state.rise * c, f + state.rise * d
        place, replaced = self._marks.place, self._marks.replaced
        size, across = state.size, state.across
        low, high, tall = _BELOW * size, _ABOVE * size, abs(size) * (abs(d) or abs(b))
        straight = not b and not c
        gone = 0.0
        for code in font.codes(shown):
            width = font.width(code) / 1000 * size
            x, y = e + a * gone, f + b * gone
            if straight:
                x2, y1, y2 = x + across * a * width, y + d * low, y + d * high
                box = (min(x, x2), min(y1, y2), max(x, x2), max(y1, y2))
            else:
                box = boxed((across * a, across * b, c, d, x, y), 0.0, low, width, high)
            drawn.glyphs.append(
                Glyph(
                    font.letters(code), code, font, box, tall, y, state, len(drawn.glyphs) + len(drawn.areas), place,
                    replaced,
                )
            )  # fmt: skip
            blank = state.between_words if not font.wide and code == _BLANK else 0.0
            gone += (width + state.between_letters + blank) * across
        self._advance(gone)

    # ----------------------------------------------------------------------------------------------------- marks

    def begin_marked(self, given: Operands) -> None:
        properties = given[1] if len(given) > 1 else None
        if isinstance(properties, Name):
            properties = self._resource("/Properties", properties)
        values: Mapping[str, Any] = properties if isinstance(properties, Mapping) else {}
        number = _of(values, "MCID")
        self._marks.places.append((self._stream, int(number)) if isinstance(number, int | float) else None)
        text = _of(values, "ActualText")
        self._marks.texts.append(_text(text) if text is not None else None)
        hidden = bool(given) and given[0] == "OC" and self._painter.hidden(properties)
        self._marks.hidden.append(hidden)

    def end_marked(self, _: Operands) -> None:
        if self._marks.places:
            self._marks.places.pop()
            self._marks.texts.pop()
            self._marks.hidden.pop()

    # ------------------------------------------------------------------------------------------------- resources

    def _resource(self, kind: str, name: Any) -> Any:
        entries = self._resources.get(kind)
        entries = entries.get_object() if entries is not None else None
        entry = entries.get(f"/{name}") if isinstance(entries, DictionaryObject) else None
        return entry.get_object() if entry is not None else None

    def _font(self, entry: DictionaryObject) -> Font:
        fonts = self._painter.fonts
        if id(entry) not in fonts:
            fonts[id(entry)] = Font(entry)
        return fonts[id(entry)]


_Act = Callable[[_Run, Operands], None]


def _sets(name: str) -> _Act:
    return lambda run, given: run.set_text(name, given)


_ACTS: dict[str, _Act] = {
    "q": _Run.save, "Q": _Run.restore, "cm": _Run.transform, "w": _Run.line_width, "gs": _Run.graphics,
    **dict.fromkeys(("g", "rg", "k", "sc", "scn"), _Run.fill_colour),
    **dict.fromkeys(("G", "RG", "K", "SC", "SCN"), _Run.stroke_colour),
    "cs": _Run.fill_space, "CS": _Run.stroke_space,
    **dict.fromkeys(("m", "l", "c", "v", "y"), _Run.path), "re": _Run.rectangle,
    **dict.fromkeys(("W", "W*"), _Run.clip), **dict.fromkeys(("f", "F", "f*"), _Run.fill),
    **dict.fromkeys(("S", "s"), _Run.outline), **dict.fromkeys(("B", "B*", "b", "b*"), _Run.fill_and_outline),
    "n": _Run.end_path, "sh": _Run.shade, "INLINE": _Run.inline_image, "Do": _Run.external,
    "BT": _Run.begin_text, "Tf": _Run.font, "Tm": _Run.text_matrix, "Td": _Run.move, "TD": _Run.move_and_lead,
    "T*": _Run.next_line, "Tc": _sets("between_letters"), "Tw": _sets("between_words"), "TL": _sets("leading"),
    "Ts": _sets("rise"), "Tz": _Run.scale, "Tr": _Run.mode, "Tj": _Run.show, "TJ": _Run.show_all,
    "'": _Run.show_on_next_line, '"': _Run.show_with_spaces,
    **dict.fromkeys(("BDC", "BMC"), _Run.begin_marked), "EMC": _Run.end_marked,
}  # fmt: skip


def _matrix(values: Operands) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values[:6])
    return (a, b, c, d, e, f)


def _colour(given: Operands) -> tuple[float, ...]:
    return tuple(float(value) for value in given if isinstance(value, int | float))


def _within(box: Box, clip: Box | None) -> Box:
    if clip is None:
        return box
    return (max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3]))


def _of(values: Mapping[str, Any], name: str) -> Any:
    """An entry of a dictionary in a stream, or of one in the file, whose names have a slash."""
    found = values.get(name, values.get(f"/{name}"))
    return found.get_object() if hasattr(found, "get_object") else found


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value[2:].decode("utf-16-be", "replace") if value[:2] == b"\xfe\xff" else value.decode("latin-1")
    return str(value)
