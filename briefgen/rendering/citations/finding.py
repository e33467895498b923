"""The name of a citation style → its file: a house's own, or one that ships.

A house's own is a file `NAME.csl`. It is looked for in the folder of the template (and in those that it is made from),
then beside the templates, in the folders of house templates. So a template takes its style along in its package, and a
house has one file for all. The names of those that ship are theirs alone: what a brief cites in does not hang on what
lies in a folder.
"""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefgen.domain.citing import PLAIN
from briefgen.rendering.citations.reading import MAX_BYTES, NoSuchStyle, StyleRefused, style_info
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.resources import assets_folder

log = logging.getLogger(__name__)

SUFFIX = ".csl"
SHIPPED = ("apa", "chicago-notes", "harvard", "oscola")
"""The names of the styles that ship."""

_NAME = re.compile(r"[^\W_][\w. -]{0,99}")
_MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class FoundStyle:
    """A citation style that can be chosen: what it is chosen by, what it is called, and where it lies."""

    name: str
    title: str
    path: Path | None
    """None for plain notes, which are no file."""

    @property
    def is_shipped(self) -> bool:
        """Whether it came with Briefgen."""
        return self.path is None or self.path.parent == styles_folder()


@dataclass(frozen=True, slots=True)
class FoundStyles:
    """The styles that there are, by title, and sentences on the files that are none."""

    styles: tuple[FoundStyle, ...]
    refused: tuple[StyleRefused, ...] = ()


def styles_folder() -> Path:
    """Where the styles lie that ship.

    Raises:
        NotThere: The installation lacks them.
    """
    return assets_folder() / "citation-styles"


def is_style_name(name: str) -> bool:
    """Whether a style can be called so: the name of a file, without its ending and without a folder."""
    return bool(_NAME.fullmatch(name)) and ".." not in name


def style_file(name: str, folders: Iterable[Path]) -> Path | None:
    """Find a style's file in folders, in their order; None where none has it."""
    if not is_style_name(name):
        return None
    for folder in folders:
        try:
            path = folder / f"{name}{SUFFIX}"
            if path.is_file() and path.resolve().parent == folder.resolve():
                return path
        except OSError as error:  # a shared drive that is away
            log.warning("No citation style is taken from %s: %s", folder, error)
    return None


def style_bytes(name: str, folders: Iterable[Path]) -> bytes:
    """Read the style of a name: one that ships, or else from the first of the folders that has it.

    Raises:
        NoSuchStyle: There is none of that name; says which there are.
        StyleRefused: Its file is too large, or can't be read.
    """
    folders = tuple(folders)
    path = style_file(name, (styles_folder(), *folders))
    if path is None:
        there = sorted({PLAIN, *SHIPPED, *(found.stem for folder in folders for found in _files(folder))})
        near = difflib.get_close_matches(name, there, n=1)
        hint = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(there)}."
        raise NoSuchStyle(f"There is no citation style “{name}” here: choose another for the brief; {hint}")
    return _read(path, name)


def with_house_style(
    context: dict[str, Any], template: OpenTemplate, folders: Callable[[], Sequence[Path]]
) -> dict[str, Any]:
    """Put the text of a house's own style into a context that cites in it, where it lies beside the templates.

    The process that prints it finds those that ship and those in the template's folder by itself; and what is kept of
    an issue has the former by its program, the latter by its template.

    Args:
        context: As `rendering.context` makes it.
        template: What prints it.
        folders: Gives the folders of house templates; asked only where they matter.

    Raises:
        StyleRefused: Its file is too large, or no text.
    """
    citing = context.get("citing")
    if not citing:
        return context
    name = citing["style"]
    if name in {PLAIN, *SHIPPED} or style_file(name, (template.folder, *template.parents)) is not None:
        return context
    path = style_file(name, folders())
    if path is None:
        return context  # whoever prints it says so
    try:
        return {**context, "citing": {**citing, "csl": _read(path, name).decode("utf-8-sig")}}
    except UnicodeDecodeError:
        raise StyleRefused(f"The citation style “{name}” is not text in UTF-8: save it anew as that.") from None


def list_styles(folders: Sequence[Path] = ()) -> FoundStyles:
    """List the styles that ship and those of folders, sorted by title; of several of one name the first is meant."""
    found = [FoundStyle(PLAIN, "Plain notes", None)]
    refused: list[StyleRefused] = []
    names = {PLAIN}
    for folder in (styles_folder(), *folders):
        for path in _files(folder):
            name = path.stem
            if name in {PLAIN, *SHIPPED} and folder != styles_folder():
                refused.append(StyleRefused(f"“{path}” has the name of a style that ships: give the file another."))
            elif name not in names:
                names.add(name)
                try:
                    found.append(FoundStyle(name, style_info(_read(path, name), name).title, path))
                except StyleRefused as refusal:
                    refused.append(refusal)
    return FoundStyles(tuple(sorted(found, key=lambda style: style.title.casefold())), tuple(refused))


def _files(folder: Path) -> list[Path]:
    try:
        files = sorted(folder.glob(f"*{SUFFIX}"))[:_MOST_FILES] if folder.is_dir() else []
        return [path for path in files if is_style_name(path.stem) and path.is_file()]
    except OSError as error:
        log.warning("No citation styles are taken from %s: %s", folder, error)
        return []


def _read(path: Path, name: str) -> bytes:
    try:
        state = path.stat()
        if state.st_size > MAX_BYTES:
            raise StyleRefused(
                f"The citation style “{name}” has more than {MAX_BYTES // 1000} kB: no style is that long."
            )
        return _content(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise StyleRefused(f"The citation style “{name}” can't be read ({error.strerror or error}).") from None


@lru_cache(maxsize=16)
def _content(path: Path, changed: int, size: int) -> bytes:  # noqa: ARG001  they tell whether it is another file
    return path.read_bytes()
