"""Files dropped on a window: dossiers are opened, packages of templates installed, documents go to their panel."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData

from briefgen.dossier_file import SUFFIX
from briefgen.gui.panel import Panel
from briefgen.rendering.template_packages import SUFFIX as PACKAGE_SUFFIX


def dropped_files(data: QMimeData) -> list[Path]:
    """The files and folders of this computer that are being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def dossiers_in(paths: Iterable[Path]) -> list[Path]:
    """Those that are dossiers, by their name."""
    return [path for path in paths if path.suffix.lower() == SUFFIX]


def packages_in(paths: Iterable[Path]) -> list[Path]:
    """Those that are packages of house templates, by their name."""
    return [path for path in paths if path.suffix.lower() == PACKAGE_SUFFIX]


def documents_in(paths: Iterable[Path]) -> list[Path]:
    """Those that are neither."""
    return [path for path in paths if path.suffix.lower() not in {SUFFIX, PACKAGE_SUFFIX}]


def give_to(panels: Iterable[Panel], paths: list[Path]) -> bool:
    """Give documents to the first panel that takes files; tells whether there is one."""
    return bool(paths) and any(panel.bring_files(paths) for panel in panels)
