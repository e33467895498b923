"""What keeps a document from its standards is said in words, and the file does not claim what it does not keep."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import Painted, SealedFetcher, lay_out, paint


def painted(folder: Path, body: str, *, head: str = "<title>T</title>", html: str = "html lang=en") -> Painted:
    """A PDF of a body."""
    Image.new("RGB", (4, 4)).save(folder / "dot.png")
    page = f"<!DOCTYPE html><{html}><head>{head}</head><body>{body}</body></html>"
    laid_out = lay_out(page, SealedFetcher(FencedFolder(folder)), options=PdfOptions(), fonts_key="faults")
    return paint(laid_out)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h1>A</h1><h3>B</h3>", "A heading on page 1 is of level 3, below one of level 1"),
        ("<h2>A</h2>", "A heading on page 1 is of level 2, and is the first"),
        ("<p style='break-after: page'>A</p><p><img src=dot.png>", "An image on page 2 has no words that stand for it"),
        ("<p><a href='https://example.org'><img src=dot.png alt=''></a>", "A link on page 1 has no words"),
        ("<table><tr><th>a<td>b<tr><td>c</table>", "The table on page 1 has rows of 1 and of 2 columns"),
        ("<table><tr><td>a<td>b</table>", "The table on page 1 has no header cell"),
    ],
)
def test_what_a_page_has_wrong_is_said_with_its_place_and_a_remedy(tmp_path: Path, body: str, said: str) -> None:
    """The file is made all the same; it claims to be archivable, and no longer to be accessible."""
    made = painted(tmp_path, body)
    [fault] = made.conformance.faults
    assert fault.startswith(said)
    assert made.conformance.claimed == ("PDF/A-3a",)
    packet = PdfReader(io.BytesIO(made.pdf)).trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfuaid:part" not in packet
    assert b"<pdfaid:part>3<" in packet


def test_what_is_right_has_no_faults(tmp_path: Path) -> None:
    """Cells that reach down into other rows are counted where they reach; tables in cells by themselves."""
    inner = "<table><tr><th>x</table>"
    body = (
        f"<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2><table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>{inner}"
        "<tr><td>d<td>e<td>f</table><img src=dot.png alt='A dot'>"
    )
    made = painted(tmp_path, body)
    assert made.conformance.faults == ()
    assert made.conformance.claimed == made.conformance.wanted == ("PDF/UA-1", "PDF/A-3a")


def test_a_document_needs_a_title_and_a_language(tmp_path: Path) -> None:
    """Both are read out before anything else."""
    made = painted(tmp_path, "<p>A", head="", html="html")
    assert [fault.partition(":")[0] for fault in made.conformance.faults] == [
        "The document has no title",
        "The page does not say its language",
    ]


@pytest.mark.parametrize("body", ["<p style='color: device-cmyk(0 1 1 0)'>A", "<p><img src=print.jpg alt='A'>"])
def test_colours_for_printing_are_not_for_filing(tmp_path: Path, body: str) -> None:
    """The file's colours are those of screens; it stays accessible."""
    Image.new("CMYK", (4, 4)).save(tmp_path / "print.jpg")
    made = painted(tmp_path, body)
    assert len(made.conformance.archival_faults) == 1
    assert made.conformance.claimed == ("PDF/UA-1",)
