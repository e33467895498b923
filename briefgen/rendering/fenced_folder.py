"""A relative name → the bytes of a file inside one folder, and of no file outside it.

House templates come from other people, and what they name in a page, a style sheet or a picture is read for them.
Every such name goes through a `FencedFolder`.
"""

from __future__ import annotations

import contextlib
import hashlib
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

MAX_FILE_BYTES = 50_000_000
"""The largest file that is read for a template: far beyond any logo or font, small enough to hold in memory."""

_T = TypeVar("_T")


class NotServed(Exception):
    """A name for which no file is given out; the message says why, to follow “… can't be used: ”."""


class FencedFolder:
    """Reads files by names relative to one folder.

    Names are written with `/`. A name that leads out of the folder, be it by `..`, as an absolute path, by a drive
    letter or through a symbolic link, is refused; so is all that is no regular file.
    """

    def __init__(self, folder: Path, *, max_bytes: int = MAX_FILE_BYTES) -> None:
        self.folder = folder.resolve()
        self.max_bytes = max_bytes

    def find(self, name: str) -> Path:
        """The file's real path.

        Raises:
            NotServed: The name leads out of the folder, or to no regular file.
        """
        parts = name.split("/")
        # A backslash separates folders and a colon names drives and streams on Windows; neither is needed elsewhere.
        if any(part in {"", ".", ".."} for part in parts) or any(character in name for character in "\\:\0"):
            raise NotServed(f"“{name}” is not the name of a file inside the folder")
        try:
            path = self.folder.joinpath(*parts).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            raise NotServed(f"there is no file “{name}”") from None
        if not path.is_relative_to(self.folder):
            raise NotServed(f"“{name}” leads out of the folder")
        return path

    def read(self, name: str) -> bytes:
        """The file's bytes.

        Raises:
            NotServed: As for `find`; or the file is larger than the fence allows, or can't be read.
        """
        path = self.find(name)
        try:
            status = path.stat()
            # Opening a pipe or a device could wait for ever.
            if not stat.S_ISREG(status.st_mode):
                raise NotServed(f"“{name}” is not a file")
            with path.open("rb") as file:
                content = file.read(self.max_bytes + 1)
        except OSError as error:
            raise NotServed(f"“{name}” can't be read ({error.strerror})") from None
        if len(content) > self.max_bytes:
            raise NotServed(f"“{name}” is larger than {self.max_bytes / 1_000_000:.0f} MB")
        return content

    def names(self) -> Iterator[str]:
        """The names of all files that are given out, in this folder and those below, sorted.

        Hidden files are passed over, and so are links that lead out.
        """
        found = []
        for path in self.folder.rglob("*"):
            parts = path.relative_to(self.folder).parts
            if not any(part.startswith(".") for part in parts) and path.is_file():
                found.append("/".join(parts))
        for name in sorted(found):
            with contextlib.suppress(NotServed):
                self.find(name)
                yield name

    def digest(self, prefix: str = "", *, without: str = "") -> bytes:
        """SHA-256 over the names and contents of all files; `prefix` stands before each name.

        Files whose names begin with `without` are left out.

        Raises:
            NotServed: One of the files can't be read.
        """
        whole = hashlib.sha256()
        for name in self.names():
            if without and name.startswith(without):
                continue
            whole.update(f"{prefix}{name}\0".encode())
            whole.update(hashlib.sha256(self.read(name)).digest())
        return whole.digest()


class LayeredFolder:
    """Reads files by names from several folders one over another: from the first that has the file.

    A name that begins with that of a folder other than the first, as `ministerial-submission/brief.html.jinja`, means
    the file there.
    """

    def __init__(self, *layers: FencedFolder) -> None:
        self._layers = layers

    def find(self, name: str) -> Path:
        """The file's real path.

        Raises:
            NotServed: The name leads out of the folders, or to no regular file in any.
        """
        return self._serving(name, FencedFolder.find)

    def read(self, name: str) -> bytes:
        """The file's bytes.

        Raises:
            NotServed: As for `find`; or it can't be read.
        """
        return self._serving(name, FencedFolder.read)

    def names(self) -> Iterator[str]:
        """The names of all files that the folders have, each once, sorted."""
        yield from sorted({name for layer in self._layers for name in layer.names()})

    def _serving(self, name: str, ask: Callable[[FencedFolder, str], _T]) -> _T:
        """Ask the folder that a name means, and where it means none the first that has the file."""
        layers = list(self._layers)
        area, slash, inside = name.partition("/")
        for number, layer in enumerate(self._layers[1:], 1):
            if slash and area == layer.folder.name:
                # What that folder takes over from those below it is its own, by the same name.
                layers, name = layers[number:], inside
                break
        refusal = NotServed(f"there is no file “{name}”")
        for layer in layers:
            try:
                return ask(layer, name)
            except NotServed as refused:
                refusal = refused
        raise refusal
