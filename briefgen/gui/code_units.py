"""Code points of a text and the UTF-16 units in which Qt counts it: a character beyond U+FFFF is two."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class CodeUnits:
    """Counts the code points of one text in UTF-16 units, and back."""

    def __init__(self, text: str) -> None:
        # Most texts have none, which is told much sooner than by looking for them.
        has_some = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
        self._astral = [match.start() for match in _ASTRAL.finditer(text)] if has_some else []
        self._second = [at + number + 1 for number, at in enumerate(self._astral)]

    def units(self, point: int) -> int:
        """How many units come before a code point."""
        return point + bisect_left(self._astral, point)

    def point(self, unit: int) -> int:
        """The code point that begins at a unit, or that the unit is in the midst of."""
        return unit - bisect_right(self._second, unit)
