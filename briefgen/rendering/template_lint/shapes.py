"""What a page may ask of each value that it is given: the shape of the data, learnt from data.

The context always has all of its keys, so the shape of a few contexts, with much and with little in them, is the shape
of all. What was None or empty in each of them has no shape: anything may be asked of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with `keys`, a list of `item`s, text, another plain value, or, with none of these, anything."""

    keys: Mapping[str, Shape] | None = None
    item: Shape | None = None
    text: bool = False
    plain: bool = False


ANY = Shape()
TEXT = Shape(text=True)
PLAIN = Shape(plain=True)
LIST = Shape(item=ANY)


def shape_of(value: object) -> Shape:
    """The shape of a value."""
    if isinstance(value, Mapping):
        return Shape(keys={str(key): shape_of(entry) for key, entry in value.items()})
    if isinstance(value, list | tuple):
        return Shape(item=merged(shape_of(entry) for entry in value))
    if isinstance(value, str):
        return TEXT
    return ANY if value is None else PLAIN


def merged(shapes: Iterable[Shape]) -> Shape:
    """The shape of what may have any of these."""
    found = [shape for shape in shapes if shape != ANY]
    if not found:
        return ANY
    if all(shape.keys is not None for shape in found):
        keys: dict[str, list[Shape]] = {}
        for shape in found:
            for key, inner in (shape.keys or {}).items():
                keys.setdefault(key, []).append(inner)
        return Shape(keys={key: merged(inner) for key, inner in keys.items()})
    if all(shape.item is not None for shape in found):
        return Shape(item=merged(shape.item or ANY for shape in found))
    return found[0] if all(shape == found[0] for shape in found) else ANY
