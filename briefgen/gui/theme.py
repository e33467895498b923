"""The theme in force: its colours, fonts and sizes, and how they reach Qt. Panels ask it, and know no colour."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyleFactory, QWidget

from briefgen.gui.drawings import coloured_drawings
from briefgen.gui.style_sheet import style_sheet
from briefgen.gui.tokens import DARK, FACES, LIGHT, SANS, Tokens
from briefgen.resources import assets_folder

Mode = Literal["system", "light", "dark"]

_SCALES = (1.0, 2.0)


def load_fonts() -> tuple[str, ...]:
    """Load the fonts that ship with Briefgen; gives the families. Without them an offscreen window shows no text."""
    families: dict[str, None] = {}
    for file in sorted((assets_folder() / "fonts").glob("*/*.otf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families |= dict.fromkeys(QFontDatabase.applicationFontFamilies(number))
    return tuple(families)


class Theme(QObject):
    """Colours, fonts and sizes in force for the whole application; `changed` when any of them is another.

    Args:
        mode: light, dark, or what the system says.
        scale: How much larger than designed all text is, 1 to 2.
    """

    changed = Signal()

    def __init__(self, mode: Mode = "system", scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode: Mode = mode
        self._scale = _within(scale)
        self._fonts: dict[tuple[str, bool, bool], QFont] = {}
        self.tokens = self._chosen()
        self.drawings = coloured_drawings()
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> Mode:
        """What the user chose."""
        return self._mode

    @property
    def scale(self) -> float:
        """How much larger than designed text is."""
        return self._scale

    def set(self, mode: Mode, scale: float) -> None:
        """Choose another theme or size of text; everything that shows follows at once."""
        scale = _within(scale)
        before = self.tokens, self._scale
        self._mode, self._scale = mode, scale
        if (self._chosen(), scale) != before:
            self._refresh()

    def _system_changed(self) -> None:
        if self._chosen() is not self.tokens:
            self._refresh()

    def _refresh(self) -> None:
        self.tokens = self._chosen()
        self._fonts.clear()
        self.apply()
        self.changed.emit()

    def _chosen(self) -> Tokens:
        if self._mode == "system":
            return DARK if QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT

    # ------------------------------------------------------------------------------------- asked by panels

    def color(self, role: str) -> QColor:
        """Give the colour of a role, by the name of its token, such as ink, ink_2, accent or risk_tint."""
        return QColor(getattr(self.tokens, role))

    def px(self, pixels: float) -> int:
        """A length that grows with the text: of a row, a field, a bar."""
        return round(pixels * self._scale)

    def font(self, face: str = "text", *, italic: bool = False, figures: bool = False) -> QFont:
        """The font of a face of `tokens.FACES`; `figures` all of one width, for columns of numbers."""
        key = (face, italic, figures)
        font = self._fonts.get(key)
        if font is None:
            drawn = FACES[face]
            font = QFont(drawn.family)
            font.setPixelSize(self.px(drawn.size))
            font.setWeight(QFont.Weight(drawn.weight))
            font.setItalic(italic)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            if figures:
                font.setFeature(QFont.Tag("tnum"), 1)
            if drawn.family != SANS:
                font.setFeature(QFont.Tag("onum"), 1)
            self._fonts[key] = font
        return QFont(font)

    def line(self, face: str = "text") -> int:
        """The height of a line of a face, in pixels."""
        return self.px(FACES[face].line)

    def dress(
        self,
        widget: QWidget,
        *,
        face: str = "",
        ink: str = "",
        ground: str = "",
        look: str = "",
        high: int = 0,
        least: int = 0,
        icon: int = 0,
    ) -> None:
        """Give a widget its type, colours and height; it keeps them through every change of theme and text scale.

        Args:
            widget: Any widget.
            face: A face of `tokens.FACES`.
            ink: The role that colours its text.
            ground: The role that fills it.
            look: What the style sheet has for it: primary, quiet, text, small (buttons); bare, well (fields).
            high: Its height in pixels, before scaling.
            least: Its least width, likewise.
            icon: The size of a button's icon, likewise.
        """
        worn = {"face": face, "ink": ink, "ground": ground, "look": look, "high": high, "least": least, "sign": icon}
        for name, value in worn.items():
            if value:
                widget.setProperty(name, value)
        if ground:
            widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) and (ink or ground or look):
            # Style sheets read properties when they first polish a widget, and not again by themselves.
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self._fit(widget)

    def _fit(self, widget: QWidget) -> None:
        if face := widget.property("face"):
            widget.setFont(self.font(face))
        if high := widget.property("high"):
            widget.setFixedHeight(self.px(high))
        if least := widget.property("least"):
            widget.setMinimumWidth(self.px(least))
        if (icon := widget.property("sign")) and isinstance(widget, QAbstractButton):
            widget.setIconSize(QSize(self.px(icon), self.px(icon)))

    # ----------------------------------------------------------------------------------------- told to Qt

    def palette(self) -> QPalette:
        """The palette for Qt's own style."""
        t = self.tokens
        palette = QPalette()
        role = QPalette.ColorRole
        for where, colour in (
            (role.Window, t.window),
            (role.WindowText, t.ink),
            (role.Base, t.field),
            (role.AlternateBase, t.panel),
            (role.Text, t.ink),
            (role.PlaceholderText, t.ink_3),
            (role.Button, t.quiet),
            (role.ButtonText, t.ink),
            (role.BrightText, t.on_accent),
            (role.ToolTipBase, t.raised),
            (role.ToolTipText, t.ink),
            (role.Highlight, t.selected_text),
            (role.HighlightedText, t.ink),
            (role.Link, t.link),
            (role.LinkVisited, t.link),
            (role.Accent, t.accent),
            (role.Light, t.line),
            (role.Midlight, t.line),
            (role.Mid, t.control),
            (role.Dark, t.control),
            (role.Shadow, t.line),
        ):
            palette.setColor(where, QColor(colour))
        for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(t.disabled))
        return palette

    def apply(self) -> None:
        """Give the application its style, palette, font and style sheet."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  a theme is made by a running application
        if not app.styleSheet():  # the first of them stands on the style, and has no name to ask for
            app.setStyle(QStyleFactory.create("Fusion"))
        app.setPalette(self.palette())
        app.setFont(self.font("text"))
        app.setStyleSheet(style_sheet(self.tokens, self.px, self.drawings.file))
        self._fit_all()
        # A widget that the new sheet is still to be put on takes its old font back when that happens.
        QTimer.singleShot(0, self, self._fit_all)

    def _fit_all(self) -> None:
        for widget in QApplication.allWidgets():
            self._fit(widget)


def _within(scale: float) -> float:
    least, most = _SCALES
    return min(most, max(least, scale))


def slants(text: str) -> bool:
    """Whether a text can be set in italics: scripts such as Arabic or Chinese have none.

    Where a slanted font is asked for, systems have been seen to give one without the script's letters.
    """
    return not any("\u0590" <= char < "\u1e00" or char >= "\u2e80" for char in text)
