"""Makes all forms of the program's icons from the drawings in `assets/icons/briefgen`.

    python build_scripts/make_icons.py              # into build/icons
    python build_scripts/make_icons.py --name-mark  # the name mark anew, in assets/icons/briefgen

For Linux a tree as in `/usr/share/icons/hicolor` (freedesktop icon theme), for Windows `.ico`, for macOS `.icns`: one
of each for the program, for dossiers and for packages of house templates. Up to 32 pixels the program's icon is another
drawing, with less in it and its edges on whole pixels. The same drawings give the same bytes.

The name mark is the sign beside the name, whose letters are outlines of the typeface that the start page sets it in; in
two colours, for light and for dark grounds.
"""

from __future__ import annotations

import argparse
import io
import os
from pathlib import Path

from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
DRAWINGS = ROOT / "assets" / "icons" / "briefgen"
PROGRAM, DOSSIER, TEMPLATE = "briefgen", "dossier-file", "template-file"
SMALL = 32
"""Up to this size, in pixels, the drawing for small sizes is taken, where there is one."""
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_SIZES = (32, 64, 128, 256, 512, 1024)
MIME_TYPES = {DOSSIER: "application-vnd.briefgen.dossier", TEMPLATE: "application-vnd.briefgen.template"}
"""The icons of files, by the names that the desktop looks for: the MIME type with a dash for its slash."""

FACE = ROOT / "assets" / "fonts" / "source-serif-4" / "SourceSerif4Display-Semibold.otf"
NAME_MARKS = {"briefgen-name.svg": "#12355B", "briefgen-name-dark.svg": "#BCD6F3"}
"""The name mark's files, and the colours of name and page."""


def drawing(name: str, size: int) -> Path:
    """The drawing from which an icon of this size, in pixels, is made."""
    small = DRAWINGS / f"{name}-small.svg"
    return small if size <= SMALL and small.is_file() else DRAWINGS / f"{name}.svg"


def png(name: str, size: int) -> bytes:
    """An icon as a PNG of `size` × `size` pixels, on nothing.

    Raises:
        SystemExit: Its drawing can't be read.
    """
    renderer = QSvgRenderer(str(drawing(name, size)))
    if not renderer.isValid():
        raise SystemExit(f"The drawing “{drawing(name, size)}” can't be read as SVG.")
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes where Qt wants text
    return bytes(content.data())


def pictures(name: str, sizes: tuple[int, ...]) -> list[Image.Image]:
    """An icon at several sizes."""
    return [Image.open(io.BytesIO(png(name, size))) for size in sizes]


def hicolor(into: Path) -> None:
    """Write the tree of the freedesktop icon theme: each icon at each size, and as a drawing."""
    names = {PROGRAM: ("apps", PROGRAM)} | {name: ("mimetypes", mime) for name, mime in MIME_TYPES.items()}
    for name, (context, known_as) in names.items():
        for size in SIZES:
            file = into / f"{size}x{size}" / context / f"{known_as}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png(name, size))
        scalable = into / "scalable" / context / f"{known_as}.svg"
        scalable.parent.mkdir(parents=True, exist_ok=True)
        scalable.write_bytes((DRAWINGS / f"{name}.svg").read_bytes())


def ico(name: str, file: Path) -> None:
    """Write an icon for Windows, with all the sizes that its desktop and its task bar ask for."""
    *others, largest = pictures(name, ICO_SIZES)
    largest.save(file, "ICO", sizes=[(size, size) for size in ICO_SIZES], append_images=others)


def icns(name: str, file: Path) -> None:
    """Write an icon for macOS, for plain and for fine screens."""
    *others, largest = pictures(name, ICNS_SIZES)
    largest.save(file, "ICNS", append_images=others)


def name_mark(colour: str) -> str:
    """The name mark as an SVG, 48 high, in which sign and letters stand on one line."""
    font = TTFont(FACE)
    glyphs, letters, scale = font.getGlyphSet(), font.getBestCmap(), 44 / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    along = 44.0
    for letter in "Briefgen":
        glyph = glyphs[letters[ord(letter)]]
        glyph.draw(TransformPen(pen, Transform(scale, 0, 0, -scale, along, 38)))
        along += glyph.width * scale
    inside = "#FFFFFF" if colour == NAME_MARKS["briefgen-name.svg"] else "#12355B"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{along:.0f}" height="54" viewBox="0 0 {along:.0f} 54" '
        'role="img" aria-label="Briefgen">\n'
        f'  <path fill="{colour}" d="M4 3h15l11 11v27a4 4 0 0 1-4 4H4a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z"/>\n'
        '  <path fill="#7DA7D9" d="M19 3l11 11h-8a3 3 0 0 1-3-3z"/>\n'
        f'  <path fill="none" stroke="{inside}" stroke-width="3" stroke-linecap="round" '
        'd="M7 22v15M13.500 23.500h10M13.500 29.500h10M13.500 35.500h6"/>\n'
        f'  <path fill="{colour}" d="{pen.getCommands()}"/>\n'
        "</svg>\n"
    )


def make(into: Path) -> None:
    """Make all forms of all icons."""
    into.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    hicolor(into / "hicolor")
    for name in (PROGRAM, DOSSIER, TEMPLATE):
        ico(name, into / f"{name}.ico")
        icns(name, into / f"{name}.icns")
    del application


def main() -> None:
    """Make the icons, or the name mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "icons")
    parser.add_argument("--name-mark", action="store_true", help="draw the name mark anew, which is kept with the code")
    arguments = parser.parse_args()
    if arguments.name_mark:
        for file, colour in NAME_MARKS.items():
            (DRAWINGS / file).write_text(name_mark(colour), "utf-8")
        return
    make(arguments.into)
    print(f"The icons are in {arguments.into}.")


if __name__ == "__main__":
    main()
