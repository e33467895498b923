"""A small brief's PDF, and what a forger does to one: each act on the file's objects, as a PDF editor would do it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markupsafe import Markup
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from briefgen.domain.proof import quotation_id
from briefgen.domain.verification import Expected, Known
from briefgen.rendering.job import RenderJob, render

HARBOUR = "The harbour wall can be repaired in 2031 for £4.2m, if work is begun by March."
WARDENS = "Wardens are paid in all 14 towns, and can refuse no call that is made at night."
FLOODS = "In an ordinary year the lower streets are under water on nine days."
ELIDED = "In an ordinary year […] streets are under water on nine days."

KNOWN = (
    Known("passage-1", "source-1", "Report on the harbour", HARBOUR),
    Known("passage-2", "source-2", "Night work in towns", WARDENS),
    Known("passage-3", "source-1", "Report on the harbour", FLOODS, (ELIDED,)),
)
NOTES = {
    1: "Report on the harbour, Office of Ports, p. 4.",
    2: "Night work in towns, Union of Wardens, p. 11.",
    3: "Report on the harbour, p. 9.",
}
EXPECTED = {"1": Expected(HARBOUR, HARBOUR), "2": Expected(WARDENS, WARDENS), "3": Expected(ELIDED, FLOODS)}

_PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Repairs</title><style>
@page { size: A6; margin: 12mm }
@font-face { font-family: "House Serif"; src: url("briefgen:/fonts/source-serif-4/SourceSerif4-Regular.otf") }
body { font: 10pt/14pt "House Serif"; hyphens: auto } h1 { font: inherit } ol { list-style: decimal }
</style></head><body><h1>Repairs</h1>{{ body }}</body></html>"""

# A reserve of letters, so that a forger finds those that the quotations lack.
_BODY = """<p>Nobody knows: {q1} The council replied that {q2} It rains, too. {q3} Of jokes, quiz and next to 5678,
all not never twenty is said by us. A towns’ union can not, we think, be £9.4m.</p><ol class="notes">{notes}</ol>"""


def quoted(key: str, words: str) -> str:
    """A quotation as the pages have it, with the number of its note."""
    number = key.partition("-")[0]
    call = f'<sup class="note-ref"><a href="#note-{number}">{number}</a></sup>'
    return f'<span class="quotation" data-quotation="{key}">“{words}”</span>{call}'


def job(folder: Path, body: str, style: str = "", **more: Any) -> RenderJob:
    """A rendering of a body, on small pages, with a style of its own."""
    (folder / "template.toml").write_text('title = "T"\nversion = "1"\npage = "brief.html.jinja"\n', encoding="utf-8")
    (folder / "brief.html.jinja").write_text(_PAGE.replace("</style>", f"{style}</style>"), encoding="utf-8")
    return RenderJob(template=str(folder), context={"body": Markup(body)}, **more)  # noqa: S704 - the tests' own


@cache
def issued() -> bytes:
    """The PDF as the house made it."""
    notes = "".join(f'<li id="note-{number}">{words}</li>' for number, words in NOTES.items())
    body = _BODY.format(q1=quoted("1", HARBOUR), q2=quoted("2", WARDENS), q3=quoted("3", ELIDED), notes=notes)
    with TemporaryDirectory() as folder:
        return render(job(Path(folder), body)).pdf


class Doctor:
    """Takes the PDF apart, changes it, and writes it whole again, as most programs do."""

    def __init__(self) -> None:
        self.writer = PdfWriter(clone_from=PdfReader(BytesIO(issued())))
        page: Any = self.writer.pages[0]
        self.page = page
        self.content: bytes = page.get_contents().get_data()
        fonts = page["/Resources"]["/Font"]
        self.font: Any = next(iter(fonts.values())).get_object()
        self.codes = {text: code for code, text in _map(self.font["/ToUnicode"].get_data().decode()).items()}

    def saved(self) -> bytes:
        """The doctored file."""
        stream = DecodedStreamObject()
        stream.set_data(self.content)
        self.page[NameObject("/Contents")] = self.writer._add_object(stream)  # noqa: SLF001 - pypdf has no other way
        out = BytesIO()
        self.writer.write(out)
        return out.getvalue()

    def hex(self, text: str) -> str:
        """Text as the codes of the font."""
        found, at = "", 0
        while at < len(text):
            size = next(size for size in (3, 2, 1) if text[at : at + size] in self.codes)
            found += f"{self.codes[text[at : at + size]]:04x}"
            at += size
        return found

    def put(self, old: str, new: str, count: int = 1) -> None:
        """Set other words in the place of some, in the line in which they stand."""
        letters = {code: text for text, code in self.codes.items()}

        def replaced(match: re.Match[bytes]) -> bytes:
            nonlocal count
            codes = re.findall("....", "".join(re.findall("<([0-9a-f]*)>", match[0].decode())))
            text = "".join(letters[int(code, 16)] for code in codes)
            if old not in text or not count:
                return match[0]
            count -= 1
            return f"[<{self.hex(text.replace(old, new, 1))}>] TJ".encode()

        self.content = re.sub(rb"\[[^\]]*\] TJ", replaced, self.content)
        assert not count, f"“{old}” stands on no line"

    def before_words(self, words: str, operators: bytes, after: bytes = b"") -> None:
        """Put operators before the line in which words stand, and others behind it."""
        letters = {code: text for text, code in self.codes.items()}
        for match in re.finditer(rb"\[[^\]]*\] TJ", self.content):
            codes = re.findall("....", "".join(re.findall("<([0-9a-f]*)>", match[0].decode())))
            if words in "".join(letters[int(code, 16)] for code in codes):
                whole = operators + b" " + match[0] + b" " + after
                self.content = self.content[: match.start()] + whole + self.content[match.end() :]
                return
        raise AssertionError(words)

    def elements(self) -> Iterator[Any]:
        """The tags of quotations and notes."""
        for entry in self.writer._objects:  # noqa: SLF001 - as above
            if isinstance(entry, DictionaryObject) and "/ID" in entry and "/S" in entry:
                yield entry

    def quotation(self, number: int) -> Any:
        """The tag of a quotation."""
        return next(one for one in self.elements() if str(one["/ID"]).startswith(f"quotation-{number}:"))

    def name_anew(self, number: int, words: str) -> None:
        """Give a quotation the fingerprint of other words: the careful forger."""
        self.quotation(number)[NameObject("/ID")] = TextStringObject(quotation_id(str(number), 1, f"“{words}”"))


def _map(to_unicode: str) -> dict[int, str]:
    pairs = re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]+)>$", to_unicode, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def annotated(doctor: Doctor, kind: str, box: tuple[float, float, float, float]) -> None:
    """Lay an annotation on the page."""
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): RectangleObject(box),
            NameObject("/Contents"): TextStringObject("in all 15 towns"),
            NameObject("/F"): NumberObject(4),
        }
    )
    found = doctor.page.get("/Annots", ArrayObject())
    doctor.page[NameObject("/Annots")] = ArrayObject([*found, doctor.writer._add_object(annotation)])  # noqa: SLF001 - as above
