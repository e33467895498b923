"""What is drawn is marked: as the content of a tag, with its number, or as an artifact. Pure, on a stream's operators.

The engine marks each piece of text and each image with a number of its own (`/Span <</MCID 7>> BDC … EMC`), and
decoration as artifact. An artifact must not be within content (ISO 14289-1, 7.1), so an underline is part of
the words that it is under.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """How a piece is marked: its name in the stream and its properties. None in place of it: not at all."""

    name: str
    properties: Mapping[str, Any]


def remarked(
    operators: Sequence[Any], mark_of: Callable[[int], Mark | None], *, make: Callable[[Any], Any]
) -> list[Any]:
    """A stream's operators with other marks.

    Args:
        operators: As pydyf keeps them: operands and operators, strings, bytes and dictionaries.
        mark_of: The mark of the piece that has a number in the stream as it is.
        make: Makes a dictionary of the PDF from properties.
    """
    found: list[Any] = []
    open_marks: list[bool] = []
    for operator in operators:
        word = operator if isinstance(operator, bytes) else None
        if word == b"BDC":
            properties = found.pop()
            found.pop()
            mark = mark_of(properties["MCID"]) if "MCID" in properties else Mark("Artifact", properties)
            open_marks.append(_open(found, None if any(open_marks) else mark, make))
        elif word == b"BMC":
            found.pop()
            open_marks.append(_open(found, None if any(open_marks) else Mark("Artifact", {}), make))
        elif word == b"EMC":
            if open_marks.pop():
                found.append(word)
        else:
            found.append(operator)
    return found


def _open(found: list[Any], mark: Mark | None, make: Callable[[Any], Any]) -> bool:
    if mark is None:
        return False
    found += [f"/{mark.name}", make(mark.properties), b"BDC"] if mark.properties else [f"/{mark.name}", b"BMC"]
    return True
