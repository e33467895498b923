"""Icons and the symbols of the kinds: there, in the theme's colours, sharp, told apart without colour."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

import briefgen.gui
from briefgen.domain.terms import Kind
from briefgen.gui.drawings import ColouredDrawings, drawing
from briefgen.gui.icons import Icons, app_icon
from briefgen.gui.kinds import KINDS, kind_icon, kind_path, kind_pixmap, kind_role, kind_word, kind_words
from briefgen.gui.theme import Theme
from briefgen.gui.tokens import DARK, LIGHT
from briefgen.resources import assets_folder


def colours(image: QImage) -> set[str]:
    """The colours of all pixels that are painted whole."""
    found = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {colour.name().upper() for colour in found if colour.alpha() == 255}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_an_icon_has_the_colour_of_its_role(application: QApplication, tokens: object) -> None:
    """An icon is painted in its role's colour, and in that of disabled text where it can't be used."""
    theme = Theme("dark" if tokens is DARK else "light")
    icon = Icons(theme).icon("plus", "link")
    for mode, colour in ((QIcon.Mode.Normal, theme.tokens.link), (QIcon.Mode.Disabled, theme.tokens.disabled)):
        assert colours(icon.pixmap(QSize(48, 48), 1.0, mode).toImage()) == {colour}


def test_an_icon_is_sharp_at_every_ratio(application: QApplication) -> None:
    """A picture of 16 pixels for a screen of ratio 2 has 32, drawn anew and not blown up."""
    icons = Icons(Theme("light"))
    one, two = (icons.pixmap("plus", size=16, ratio=ratio) for ratio in (1.0, 2.0))
    assert (one.width(), two.width()) == (16, 32)
    blown_up = one.toImage().scaled(32, 32).convertToFormat(QImage.Format.Format_ARGB32)
    assert two.toImage().convertToFormat(QImage.Format.Format_ARGB32) != blown_up


def test_a_coloured_drawing_leaves_no_black(tmp_path: Path, application: QApplication) -> None:
    """Colour and stroke are put in before Qt reads the file. All themes share one folder; it goes in the end."""
    drawings = ColouredDrawings()
    file = drawings.file("plus", "#123456", 1.75)
    text = file.read_text("utf-8")
    assert "currentColor" not in text
    assert 'stroke="#123456"' in text
    assert 'stroke-width="1.75"' in text
    assert drawings.file("plus", "#123456", 1.75) == file
    folder = file.parent
    del drawings
    assert not folder.exists()
    assert Theme("light").drawings is Theme("dark").drawings


def test_an_unknown_icon_is_a_mistake() -> None:
    """There is no silent gap for an icon that does not ship."""
    with pytest.raises(KeyError):
        drawing("no-such-icon")


def test_every_icon_that_is_named_ships() -> None:
    """Whatever the window's modules name as an icon is there."""
    named: set[str] = set()
    for module in Path(briefgen.gui.__file__).parent.rglob("*.py"):
        text = module.read_text("utf-8")
        named |= set(re.findall(r'icon="([a-z0-9-]+)"', text))
        named |= set(re.findall(r'(?:icons\.icon|icons\.pixmap)\(\s*"([a-z0-9-]+)"', text))
    shipped = {file.stem for file in (assets_folder() / "icons").glob("*/*.svg")}
    assert named - shipped == set()
    assert named


def test_the_icons_come_with_their_licence() -> None:
    """The licence of the drawings of others lies beside them."""
    assert "ISC License" in (assets_folder() / "icons" / "lucide" / "LICENSE.md").read_text("utf-8")


def test_the_program_has_an_icon(application: QApplication) -> None:
    """The program's own icon can be drawn."""
    assert not app_icon().pixmap(QSize(64, 64)).toImage().isNull()


def test_kinds_are_told_apart_without_colour(application: QApplication) -> None:
    """In one and the same colour the three symbols are three shapes, and their words differ too."""
    theme = Theme("light")
    box = QRectF(0, 0, 48, 48)
    areas = {kind: kind_path(kind, box) for kind in KINDS}
    shapes = {
        kind: tuple(path.contains(QRectF(x, y, 1, 1)) for x in range(48) for y in range(48))
        for kind, path in areas.items()
    }
    assert len(set(shapes.values())) == len(KINDS) == 3
    assert all(box.adjusted(-1, -1, 1, 1).contains(path.boundingRect()) for path in areas.values())
    assert len({kind_word(kind) for kind in KINDS}) == len({kind_words(kind) for kind in KINDS}) == 3
    assert {kind_role(kind) for kind in KINDS} == {"risk", "dilemma", "recommendation"}
    assert kind_role(Kind.RISK, tint=True) == "risk_tint"
    picture = kind_pixmap(Kind.DILEMMA, theme, size=24, ratio=2).toImage()
    assert picture.pixelColor(24, 24) == QColor(theme.tokens.dilemma)
    assert not kind_icon(Kind.RISK, theme).isNull()
