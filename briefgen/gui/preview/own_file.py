"""Which file of one's own a template's error is in, and opening it: what ships can't be mended, nor need be opened."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from briefgen.gui.export.exporting import open_in_system
from briefgen.gui.notices import Notices, Remedy
from briefgen.rendering.template_errors import TemplateError


def own_file(error: BaseException, folders: Iterable[Path]) -> Path | None:
    """Find the file that an error names in the folders of house templates that are the user's own.

    Where the error names no file, or one that is not there, it is the template's folder; None where that is not
    among them either.
    """
    if not isinstance(error, TemplateError):
        return None
    for folder in folders:
        home = folder / error.template
        if not home.is_dir():
            continue
        named = [home / error.file, folder / error.file] if error.file else []
        return next((path for path in named if path.is_file()), home)
    return None


def open_at(notices: Notices, path: Path, line: int) -> None:
    """Open a file in whatever the system opens it with, or else its folder.

    No system has a way to name a line (0: none) to an editor of its own choice: it is said, and can be copied.
    """
    if not open_in_system(path):
        open_in_system(path.parent)
    if line and path.is_file():
        said = QCoreApplication.translate("own_file", "The mistake is in line {line} of {file}.")
        copy = QCoreApplication.translate("own_file", "Copy its place")
        place = f"{path}:{line}"
        notices.say(
            said.format(line=line, file=path.name),
            "note",
            Remedy(copy, lambda: QGuiApplication.clipboard().setText(place)),
            key="line of a file",
        )
