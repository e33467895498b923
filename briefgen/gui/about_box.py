"""What this program is, which versions it is made of, and under which licences."""

from __future__ import annotations

import importlib.metadata
import platform

from PySide6.QtCore import QSize, qVersion
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from briefgen import __version__
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.icons import app_icon
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme
from briefgen.settings import log_file, settings_file

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
        super().__init__(window, theme, self.tr("About Briefgen"), (560, 400))
        across = QHBoxLayout()
        tight(across, spacing=20)
        logo = QLabel()
        size = theme.px(64)
        logo.setPixmap(app_icon().pixmap(QSize(size, size), self.devicePixelRatioF()))
        column = QVBoxLayout()
        column.addWidget(logo)
        column.addStretch(1)
        across.addLayout(column)
        words = QVBoxLayout()
        tight(words, spacing=8)
        motto = self.tr("From what you have read to a brief that holds.")
        words.addWidget(label(theme, motto, face="strong", wraps=True))
        self.versions = label(theme, versions(), ink="ink_2", wraps=True)
        words.addWidget(self.versions)
        licences = self.tr(
            "MIT licence. Typefaces: Source Sans and Source Serif (SIL Open Font License). Icons: Lucide (ISC). "
            "Qt for Python (LGPL)."
        )
        words.addWidget(label(theme, licences, face="meta", ink="ink_2", wraps=True))
        places = self.tr("Settings: {settings}\nLog: {log}").format(settings=settings_file(), log=log_file())
        words.addWidget(label(theme, places, face="meta", ink="ink_2", wraps=True))
        words.addStretch(1)
        across.addLayout(words, 1)
        self.body.addLayout(across, 1)
        self.add_button(push_button(theme, self.tr("Copy versions"), self.copy), left=True)
        self.add_button(push_button(theme, self.tr("Close"), self.accept), default=True)

    def copy(self) -> None:
        """Put the versions on the clipboard."""
        QApplication.clipboard().setText(versions())
