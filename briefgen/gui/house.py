"""What all windows of the program share."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSettings

from briefgen.gui.choices import Choices
from briefgen.gui.icons import Icons
from briefgen.gui.recent import RecentDossiers
from briefgen.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class House:
    """Theme, icons, preferences, window settings and the list of recent dossiers."""

    theme: Theme
    icons: Icons
    choices: Choices
    settings: QSettings
    recent: RecentDossiers
