"""Which file of one's own a template's error is in: what ships can't be mended, and is not to be opened."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

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
