"""Where dialogs begin that ask for a place for something that comes of a dossier."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from briefgen.settings import sample_copy


def documents_folder() -> Path:
    """The user's documents, or else the home folder."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def folder_beside(dossier: Path) -> Path:
    """The folder that a dossier lies in; for the sample, which lies where nobody looks, the user's documents."""
    return documents_folder() if dossier == sample_copy() else dossier.parent
