"""Whether everything can be read: contrast, fonts, sizes."""

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QStyle

from briefgen.domain.colours import contrast_ratio
from briefgen.gui.theme import Theme, slants
from briefgen.gui.tokens import DARK, FACES, LIGHT, Tokens

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
TEXTS = ("ink", "ink_2", "ink_3", "link", "risk", "dilemma", "recommendation", "must_fix", "should_fix")
TINTS = ("risk_tint", "dilemma_tint", "recommendation_tint", "selected_text", "selected_idle", "well", "quiet", "field")


@THEMES
@pytest.mark.parametrize("role", TEXTS)
def test_text_stands_out_from_every_ground(tokens: Tokens, role: str) -> None:
    """Text of every colour has at least 4.5:1 on whatever it may stand on (WCAG 2.2, 1.4.3)."""
    assert {ground for ground in tokens.grounds if contrast_ratio(getattr(tokens, role), ground) < 4.5} == set()


@THEMES
@pytest.mark.parametrize("ground", TINTS)
def test_ink_stands_out_from_every_tint(tokens: Tokens, ground: str) -> None:
    """Ink has at least 4.5:1 on tints, wells, buttons and selected text too."""
    assert contrast_ratio(tokens.ink, getattr(tokens, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["accent", "accent_hover", "accent_pressed"])
def test_words_on_the_filled_button_stand_out(tokens: Tokens, ground: str) -> None:
    """The filled button can be read at rest, under the mouse and pressed."""
    assert contrast_ratio(tokens.on_accent, getattr(tokens, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("role", ["control", "focus", "mark"])
def test_edges_of_controls_stand_out(tokens: Tokens, role: str) -> None:
    """Edges of fields, the focus ring and the bar at the selected row have at least 3:1 (WCAG 2.2, 1.4.11)."""
    assert {ground for ground in tokens.grounds if contrast_ratio(getattr(tokens, role), ground) < 3} == set()


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white has 21:1, a colour on itself 1:1, and grey #767676 on white just 4.5:1."""
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#12355B", "#12355B") == pytest.approx(1)
    assert 4.5 <= contrast_ratio("#767676", "#FFFFFF") < 4.6 < contrast_ratio("#747474", "#FFFFFF")


def test_the_fonts_are_ours(application: QApplication) -> None:
    """Every face has the very font that ships, in the very weight; none is replaced by one that the system has."""
    theme = Theme("light")
    assert {face.family for face in FACES.values()} <= set(QFontDatabase.families())
    for name, face in FACES.items():
        info = QFontInfo(theme.font(name))
        assert (info.family().split(" Semibold")[0], info.weight()) == (face.family, face.weight), name


def test_text_grows_to_twice_its_size(application: QApplication) -> None:
    """At 200 % every face is twice as large, what was dressed before follows, and no more than 200 % can be had."""
    theme = Theme("light")
    shown = QLabel("Risk")
    theme.dress(shown, face="meta", high=24)
    sizes = {name: theme.font(name).pixelSize() for name in FACES}
    theme.set("light", 3.0)
    assert theme.scale == 2.0
    assert {name: theme.font(name).pixelSize() for name in FACES} == {name: 2 * size for name, size in sizes.items()}
    assert (shown.font().pixelSize(), shown.height()) == (24, 48)
    menu = QMenu()
    assert menu.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, menu) == 32  # of its icons
    theme.set("light", 1.0)
    assert menu.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, menu) == 16
    assert (shown.font().pixelSize(), shown.height()) == (12, 24)


def test_the_theme_follows_what_is_chosen(application: QApplication) -> None:
    """A chosen theme is in force at once, in palette and style sheet, and says so."""
    theme = Theme("light")
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.tokens.window))
    theme.set("dark", 1.0)
    assert told == [DARK.window]
    assert application.palette().window().color().name().upper() == DARK.window
    assert DARK.accent in application.styleSheet()
    theme.set("dark", 1.0)
    assert told == [DARK.window]
    theme.set("light", 1.0)


def test_only_scripts_that_have_italics_are_slanted() -> None:
    """A draft title is set in italics, where its script has any; elsewhere its tag alone says what it is."""
    assert slants("Small homes close, “à la carte”: 26 °C – Δίλημμα, Риск")
    assert not slants("توزَّع منحة الإصلاح")
    assert not slants("堤防基金")
    assert not slants("वित्त")
