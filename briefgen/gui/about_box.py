"""What this program is, which versions it is made of, and under which licences."""

from __future__ import annotations

import importlib.metadata
import platform

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from briefgen import __version__
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.icons import app_icon
from briefgen.gui.licences_sheet import LicencesSheet
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme
from briefgen.settings import (
    kept_templates_folder,
    log_file,
    sample_copy,
    settings_file,
    user_templates_folder,
)

_ENGINES = ("weasyprint", "jinja2", "pypdfium2")


def versions() -> str:
    """The versions of Briefgen and of what it stands on, one a line: what to send along with a question."""
    lines = [f"Briefgen {__version__}", f"Python {platform.python_version()}, Qt {qVersion()}"]
    lines += [f"{name} {importlib.metadata.version(name)}" for name in _ENGINES]
    lines.append(platform.platform())
    return "\n".join(lines)


class AboutBox(Sheet):
    """The about box."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window, theme, self.tr("About Briefgen"), (640, 0))
        across = QHBoxLayout()
        tight(across, spacing=20)
        logo = QLabel()
        size = theme.px(96)
        logo.setPixmap(app_icon().pixmap(QSize(size, size), self.devicePixelRatioF()))
        across.addWidget(logo, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        tight(words, spacing=12)
        motto = self.tr("From what you have read to a brief that holds.")
        words.addWidget(label(theme, motto, face="strong", wraps=True))
        self.versions = _to_copy(label(theme, versions(), ink="ink_2", wraps=True))
        words.addWidget(self.versions)
        rights = self.tr(
            "Free software under the MIT licence. It looks for no updates, and makes no network call at all."
        )
        words.addWidget(label(theme, rights, ink="ink_2", wraps=True))
        words.addLayout(self._files())
        across.addLayout(words, 1)
        self.body.addLayout(across, 1)
        self.add_button(push_button(theme, self.tr("Copy versions"), self.copy), left=True)
        self.licences_button = self.add_button(push_button(theme, self.tr("Licences…"), self._licences), left=True)
        self.add_button(push_button(theme, self.tr("Close"), self.accept), default=True)

    def _files(self) -> QGridLayout:
        """Where what it keeps lies, one row each."""
        rows = QGridLayout()
        tight(rows)
        rows.setHorizontalSpacing(self.theme.px(12))
        rows.setVerticalSpacing(self.theme.px(4))
        rows.setColumnStretch(1, 1)
        places = (
            (self.tr("Settings"), settings_file()),
            (self.tr("House templates"), user_templates_folder()),
            (self.tr("Sample"), sample_copy().parent),
            (self.tr("Cache"), kept_templates_folder().parent),
            (self.tr("Log"), log_file()),
        )
        self.places = []
        for number, (name, path) in enumerate(places):
            rows.addWidget(label(self.theme, name, face="meta", ink="ink_2"), number, 0, Qt.AlignmentFlag.AlignTop)
            place = _to_copy(label(self.theme, str(path), face="meta", wraps=True))
            place.setAccessibleName(name)
            self.places.append(place)
            rows.addWidget(place, number, 1)
        return rows

    def copy(self) -> None:
        """Put the versions on the clipboard."""
        QApplication.clipboard().setText(versions())

    def _licences(self) -> None:
        LicencesSheet(self, self.theme).open()


def _to_copy(shown: QLabel) -> QLabel:
    """Let the words be selected and copied, with the mouse and with keys."""
    shown.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return shown
