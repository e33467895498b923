"""Where the shipped templates and assets are, in a checkout, in an installed wheel and in a frozen app.

A wheel carries them inside the package, at ``briefgen/_shipped``; so does a frozen app, whose files are
unpacked under ``sys._MEIPASS``. A checkout has them at its top, beside the package. They are plain folders in
all three: the layout engine opens fonts and style sheets as files.
"""

import sys
from pathlib import Path

from briefgen.errors import NotThere

_PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """The folder that holds one folder for each shipped house template.

    Raises:
        NotThere: The installation lacks the folder.
    """
    return _shipped("templates")


def assets_folder() -> Path:
    """The folder that holds the shipped fonts, icons and the sample dossier.

    Raises:
        NotThere: The installation lacks the folder.
    """
    return _shipped("assets")


def _shipped(name: str) -> Path:
    return find_shipped(name, places())


def places() -> tuple[Path, ...]:
    """The folders that may hold what is shipped with Briefgen, in the order in which they are asked.

    A frozen app comes first, so that it never takes the files of a checkout it happens to be started in. The
    checkout comes last and only if it is one: above an installed package lies ``site-packages``, where a
    folder called ``templates`` would be somebody else's.
    """
    found: list[Path] = []
    frozen_root = getattr(sys, "_MEIPASS", None)
    if frozen_root is not None:
        found.append(Path(frozen_root) / "briefgen" / "_shipped")
    found.append(_PACKAGE / "_shipped")
    if (_PACKAGE.parent / "pyproject.toml").is_file():
        found.append(_PACKAGE.parent)
    return tuple(found)


def find_shipped(name: str, candidates: tuple[Path, ...]) -> Path:
    """The first folder called `name` in one of the candidates.

    Raises:
        NotThere: None of them has it; the message says where Briefgen looked.
    """
    for candidate in candidates:
        folder = candidate / name
        if folder.is_dir():
            return folder
    looked_in = ", ".join(str(candidate) for candidate in candidates)
    raise NotThere(
        f"The folder “{name}” that comes with Briefgen is missing: install Briefgen again (looked in {looked_in})."
    )
