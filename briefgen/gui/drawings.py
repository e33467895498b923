"""Line drawings in a colour, as files.

Qt paints `currentColor` of an SVG in black, so a drawing gets its colour and stroke before Qt sees it: it is written,
once a colour and stroke, to a folder that goes with the process. Qt's own SVG icons and style sheets draw it sharp at
every scale.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from functools import cache, lru_cache
from pathlib import Path

from briefgen.resources import assets_folder

_STROKE = re.compile(r'stroke-width="[\d.]+"')
_FOLDERS = ("lucide", "briefgen")


@lru_cache(maxsize=512)
def drawing(name: str) -> str:
    """The SVG text of a shipped icon.

    Raises:
        KeyError: there is no such icon.
    """
    for folder in _FOLDERS:
        path = assets_folder() / "icons" / folder / f"{name}.svg"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise KeyError(name)


class ColouredDrawings:
    """Files of icons in a colour, made when first asked for; they go with this object."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="briefgen-icons-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._made: dict[tuple[str, str, float], Path] = {}

    def file(self, name: str, colour: str, stroke: float = 1.75) -> Path:
        """The file of an icon in a colour (#RRGGBB). Raises `KeyError`: there is no such icon."""
        key = (name, colour, stroke)
        path = self._made.get(key)
        if path is None:
            text = _STROKE.sub(f'stroke-width="{stroke:g}"', drawing(name).replace("currentColor", colour))
            path = self._folder / f"{name}-{colour.removeprefix('#')}-{stroke * 100:g}.svg"
            path.write_text(text, encoding="utf-8")
            self._made[key] = path
        return path


@cache
def coloured_drawings() -> ColouredDrawings:
    """Those of this process: what one theme has had made, another needs not make again."""
    return ColouredDrawings()
