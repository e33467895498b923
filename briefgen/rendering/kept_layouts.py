"""Layouts of the brief as it is, kept so that what is made of it next costs painting only.

A layout is kept with what was said while it was made, so that a rendering that takes it over tells the same warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.rendering.pdf import LaidOut

_MOST = 12
"""Layouts that are kept: as many as a template has steps of type, with and without a list of contents."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A layout, the engine's warnings, and the refusals of the fetcher, while it was made."""

    laid_out: LaidOut
    said: tuple[str, ...]
    refused: tuple[str, ...]


class KeptLayouts:
    """Layouts by all that they depend on. To be used under the engine's lock."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Kept] = {}

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Give the layout of this key, which is made if there is none."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            if len(self._kept) >= _MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = found
        return found

    def clear(self) -> None:
        """Keep nothing: the brief is another."""
        self._kept.clear()
