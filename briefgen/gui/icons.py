"""Icons: the shipped line drawings, in a colour of the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication

from briefgen.gui.theme import Theme
from briefgen.resources import assets_folder

_SMALL = 14
"""Up to this size, in pixels, strokes are a little heavier."""


class Icons:
    """Icons in the colours of the theme in force."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._cache: dict[tuple[str, str, bool], QIcon] = {}
        theme.changed.connect(self._restyle)

    def sign(self, *, high: int, ratio: float) -> QPixmap:
        """The program's own sign, `high` logical pixels high, without room at its sides, in the theme's accent."""
        return self.icon("briefgen-sign", "accent").pixmap(QSize(round(high * 30 / 48), high), ratio)

    def put(self, button: QAbstractButton, name: str, role: str = "ink_2", *, size: int = 16) -> None:
        """Give a button an icon; it keeps it, in the colours of whatever theme comes."""
        button.setProperty("icon_name", name)
        button.setProperty("icon_role", role)
        button.setProperty("icon_size", size)
        self._draw(button)

    def _draw(self, button: QAbstractButton) -> None:
        size = button.property("icon_size")
        button.setIcon(self.icon(button.property("icon_name"), button.property("icon_role"), size=size))
        scaled = self._theme.px(size)
        button.setIconSize(QSize(scaled, scaled))

    def _restyle(self) -> None:
        self._cache.clear()
        for widget in QApplication.allWidgets():
            if isinstance(widget, QAbstractButton) and widget.property("icon_name"):
                self._draw(widget)

    def icon(self, name: str, role: str = "ink_2", *, size: int = 18) -> QIcon:
        """An icon in the colour of a role; disabled it is in that of disabled text. `size` decides the stroke.

        Raises:
            KeyError: there is no such icon.
        """
        key = (name, role, size <= _SMALL)
        icon = self._cache.get(key)
        if icon is None:
            tokens, stroke = self._theme.tokens, 2.0 if size <= _SMALL else 1.75
            drawings = self._theme.drawings
            icon = QIcon()
            for mode, colour in ((QIcon.Mode.Normal, getattr(tokens, role)), (QIcon.Mode.Disabled, tokens.disabled)):
                icon.addFile(str(drawings.file(name, colour, stroke)), QSize(), mode)
            self._cache[key] = icon
        return icon

    def pixmap(self, name: str, role: str = "ink_2", *, size: int = 16, ratio: float = 1.0) -> QPixmap:
        """An icon as a picture of `size` logical pixels for a device of this pixel ratio; for delegates."""
        return self.icon(name, role, size=size).pixmap(QSize(size, size), ratio)


def app_icon() -> QIcon:
    """The program's own icon: up to 32 pixels a drawing with less in it, whose edges lie on whole pixels."""
    folder = assets_folder() / "icons" / "briefgen"
    icon = QIcon()
    for name, sizes in (("briefgen-small.svg", (16, 24, 32)), ("briefgen.svg", (48, 64, 96, 128, 256))):
        drawing = QIcon(str(folder / name))
        for size in sizes:
            icon.addPixmap(drawing.pixmap(QSize(size, size), 1.0))
    return icon
