"""A brief as one HTML file for the screen, made of the HTML of its pages and fit for assistive programs.

Styles and pictures are within, typefaces are not: each falls back on what the reader has. Nothing is fetched and
nothing runs: a Content Security Policy in the file says so. The marking stands at head and foot, on paper in the
margins of each page as well, where the browser prints margins. Beside the house's colours there are dark ones, for
those who want them.
"""

from __future__ import annotations

import base64
import colorsys
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from lxml import html as tree
from lxml.builder import E

from briefgen.domain.colours import contrast_ratio
from briefgen.exporters.printed_tree import Element, links_back, marking_lines, note_links, printed_tree

ReadFile = Callable[[str], bytes | None]
"""Gives a file by its address, or None where there is none."""

_IMPORT = re.compile(r"""@import\s+(?:url\()?\s*["']?([^"')\s;]+)["']?\s*\)?\s*;""")
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_FACE = re.compile(r"(--face-(text|title|notes|labels)\s*:\s*)([^;}]+)")
_FALLBACKS = {
    "text": 'Georgia, "Times New Roman", serif',
    "title": 'Georgia, "Times New Roman", serif',
    "notes": 'Georgia, "Times New Roman", serif',
    "labels": 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif',
}
"""What stands in for each of the house's typefaces where the reader has not got it."""

_PICTURES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}

_DARK_PAPER = "#121416"

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WORDS = {
    "en": {"skip": "Skip to the text", "back": "Back to the text"},
    "fr": {"skip": "Aller au texte", "back": "Retour au texte"},
}
"""What is said on the screen alone, by language."""

_SCREEN = """
.skip-link { position: absolute; left: -9999px; }
.skip-link:focus { position: static; display: inline-block; padding: 4pt; }
.visually-hidden { position: absolute !important; width: 1px !important; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.file-marking { margin: 8pt 0; font-family: var(--face-labels); font-weight: 700; letter-spacing: .06em; text-align: center; }
.file-marking span { display: block; }
main > :first-child { margin-top: 0 !important; }
.note-back { margin-left: .3em; text-decoration: none; }
a:focus-visible { outline: 2pt solid var(--link, #0B4F8A); outline-offset: 1pt; }
@media screen {
  html { background: var(--paper, #fff); }
  body { box-sizing: border-box; max-width: 218mm; margin: 0 auto !important; padding: 4mm 24mm 10mm !important; background: var(--paper, #fff); }
  main a[href^="#"] { text-decoration: underline; text-decoration-thickness: from-font; }
  .contents li::before { display: none; }
}
@media screen and (max-width: 52rem) {
  body { padding: 4mm 5mm !important; }
  main, main :not(svg, svg *, .visually-hidden) { position: static !important; float: none !important; width: auto !important; max-width: 100% !important; margin-left: 0 !important; margin-right: 0 !important; grid-template-columns: minmax(0, 1fr) !important; white-space: normal !important; }
  main section, main article, main header, main div, main p { padding-left: 0 !important; padding-right: 0 !important; }
  main ol, main ul { padding-left: 1.6em !important; }
  main table { display: block; overflow-x: auto; }
}
"""  # noqa: E501  rules of a style sheet, one a line


def to_single_file(html: str, context: Mapping[str, Any], read_file: ReadFile) -> str:
    """Make one file of a document's HTML.

    Args:
        html: The document as it went to layout, its styles linked.
        context: The brief's plain data, for its language, marking and colours.
        read_file: Gives a file's bytes by the address under which the document or a style sheet names it; what it has
            not got was told when the pages were laid out, and is left out here as it is there.
    """
    root = printed_tree(html)
    words = _WORDS["fr" if str(context["language"]).lower().startswith("fr") else "en"]
    _gather_in_main(root)
    _name_notes(root, words["back"], str(context["labels"]["see_note"]))
    _name_tables(root)
    colours = {name: str(value) for name, value in context["colours"].items()}
    for picture in list(root.iter("img")):
        picture.set("src", _inlined(picture.get("src", ""), read_file))
        if not picture.get("src"):
            words_for_it = E.span(picture.get("alt", ""))
            words_for_it.tail = picture.tail
            picture.getparent().replace(picture, words_for_it)
    body, main = root.body, root.find(".//main")
    marked = marking_lines(context)
    if marked:
        body.insert(0, E.header(*(E.span(line) for line in marked), {"class": "file-marking"}))
        body.append(E.footer(*(E.span(line) for line in marked), {"class": "file-marking"}))
    body.insert(0, E.a(words["skip"], {"class": "skip-link", "href": f"#{main.get('id')}"}))
    _fill_head(root, _styles(root, read_file) + _SCREEN + _dark(colours) + _margins(marked))
    done: str = tree.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return done + "\n"


def _fill_head(root: Element, styles: str) -> None:
    """Put the styles in place of the links to them, and say first what may be loaded: nothing."""
    head = root.head
    for element in [*head.iter("link"), *head.iter("style")]:
        element.drop_tree()
    metas = [{"http-equiv": "Content-Security-Policy", "content": _POLICY}]
    metas += [
        {"name": "viewport", "content": "width=device-width, initial-scale=1"},
        {"name": "referrer", "content": "no-referrer"},
        {"name": "color-scheme", "content": "light dark"},
    ]
    for place, values in enumerate(metas, start=1):
        head.insert(place, E.meta(values))
    style = E.style()
    style.text = styles.replace("</", "<\\/")
    head.append(style)


def _styles(root: Element, read_file: ReadFile) -> str:
    """All the document's styles, in their order, without typefaces; pictures are within."""

    def whole(text: str) -> str:
        imported = _IMPORT.sub(lambda found: whole((read_file(found[1]) or b"").decode()), text)
        kept = _FONT_FACE.sub("", imported)
        return _URL.sub(lambda found: f'url("{_inlined(found[1], read_file) or "data:,"}")', kept)

    parts = []
    for element in root.head.iter("style", "link"):
        if element.tag == "style":
            parts.append(whole(element.text or ""))
        elif element.get("rel") == "stylesheet":
            parts.append(whole((read_file(element.get("href")) or b"").decode()))
    return _FACE.sub(lambda found: f"{found[1]}{found[3].strip()}, {_FALLBACKS[found[2]]}", "\n".join(parts))


def _inlined(address: str, read_file: ReadFile) -> str:
    """A picture's address with the picture in it; empty where there is no such picture."""
    if address.startswith(("data:", "#")):
        return address
    kind = _PICTURES.get(PurePosixPath(address).suffix.lower())
    content = read_file(address) if kind else None
    return f"data:{kind};base64,{base64.b64encode(content).decode()}" if content is not None else ""


def _gather_in_main(root: Element) -> None:
    """Have all that is read in the main landmark, where a reader who skips to it finds it."""
    body, main = root.body, root.find(".//main")
    if main is None:
        main = E.main()
        body.insert(0, main)
    if main.getparent() is body:
        before = list(body)[: body.index(main)]
        after = list(body)[body.index(main) + 1 :]
        for element in reversed(before):
            main.insert(0, element)
        for element in after:
            main.append(element)
    main.set("id", main.get("id") or "main")
    main.set("tabindex", "-1")


def _name_notes(root: Element, back: str, note_word: str) -> None:
    """Tell assistive programs which links lead to notes and back, and lead back."""
    for link in note_links(root):
        link.set("role", "doc-noteref")
        link.set("aria-label", f"{note_word} {link.text_content()}")
    by_note = links_back(root)
    for item in [element for element in root.body.iter() if element.get("id") in by_note]:
        for number, place in enumerate(by_note[item.get("id")], start=1):
            sign = E.a("↩", {"class": "note-back", "role": "doc-backlink", "href": f"#{place}"})
            several = len(by_note[item.get("id")]) > 1
            sign.set("aria-label", f"{back} ({number})" if several else back)
            if several:
                sign.append(E.sup(str(number)))
            item.append(sign)
            if number == 1 and (section := next(item.iterancestors("section"), None)) is not None:
                section.set("role", "doc-endnotes")


def _name_tables(root: Element) -> None:
    """Give a table without a caption the heading that it stands under, for those who hear it; say what heads head."""
    heading = ""
    for element in root.body.iter(*_HEADINGS, "table"):
        if element.tag != "table":
            heading = " ".join(element.text_content().split())
            continue
        if element.find("caption") is None and heading:
            element.insert(0, E.caption(heading, {"class": "visually-hidden"}))
        for cell in element.iter("th"):
            if not cell.get("scope"):
                cell.set("scope", "col" if next(cell.iterancestors("thead"), None) is not None else "row")


def _dark(colours: Mapping[str, str]) -> str:
    """The house's colours turned over, for those who have their screens dark."""
    names = "".join(f"--{name}: {turned_over(value)}; " for name, value in colours.items())
    drawn = "".join(
        f'svg [{paint}="{value}" i] {{ {paint}: {turned_over(value)}; }} '
        for value in dict.fromkeys(colours.values())
        for paint in ("fill", "stroke")
    )
    return f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {names}}} {drawn}}}\n"


def turned_over(colour: str) -> str:
    """Give a colour (#RGB or #RRGGBB) of the same hue that stands out from a dark screen as this does from white paper.

    The ratio of contrast (WCAG 2.2) to the paper stays, and so does that of any two colours to each other; only what is
    darker than `#0C0C0C` or so would have to be lighter than white, and is white.
    """
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    red, green, blue = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    wanted = contrast_ratio(colour, "#FFFFFF")
    darker, lighter = 0.0, 1.0
    for _ in range(12):
        middle = (darker + lighter) / 2
        found = _hex(hue, middle, saturation)
        if contrast_ratio(found, _DARK_PAPER) < wanted:
            darker = middle
        else:
            lighter = middle
    return max(_hex(hue, lighter, saturation), _DARK_PAPER, key=lambda shade: contrast_ratio(shade, "#000000"))


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))


def _margins(marked: list[str]) -> str:
    """The marking in the margins of each printed page, in browsers that print there."""
    if not marked:
        return ""
    words = " · ".join(marked)
    shown = '"' + re.sub(r'[\\"<\n]', lambda sign: f"\\{ord(sign[0]):x} ", words) + '"'
    box = f"{{ content: {shown}; width: auto; font: 700 12pt sans-serif; text-align: center; vertical-align: middle; }}"
    pages = f"@top-center {box} @bottom-center {box}"
    return f"@page {{ {pages} }}\n@page :first {{ {pages} }}\n"
