"""What is put into a PDF beside its pages, read back from its bytes."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from briefgen.domain.house_template import LabelStyle, PageLabels
from briefgen.errors import InputRefused
from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.pages import Attachment, PdfOptions, Relationship
from briefgen.rendering.pdf import Finish, SealedFetcher, lay_out, paint
from briefgen.resources import templates_folder
from tests.rendering.conftest import MANIFEST, MakeTemplate

DATA = Attachment(
    name="brief.json",
    content=b'{"title": "Sea walls"}',
    media_type="application/ld+json",
    description="The brief's data",
    relationship=Relationship.SOURCE,
)
PAGES = (
    "<header id=cover>Cover</header><p style='break-before: page'>ii</p>"
    "<h1 id=start style='break-before: page'>One</h1>"
    "<p style='break-before: page'>2</p><h2 id=annex style='break-before: page'>Annex</h2>"
)
CONTEXT = {"brief": {"ref": "R-1", "date": {"iso": "2026-04-07"}}}

Make = Callable[..., PdfReader]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Makes a PDF of a body and reads it back."""

    def make(body: str, *, options: PdfOptions | None = None, finish: Finish | None = None) -> PdfReader:
        page = f"<!DOCTYPE html><html lang=en><head><title>T</title></head><body>{body}</body></html>"
        fetcher = SealedFetcher(FencedFolder(tmp_path))
        laid_out = lay_out(page, fetcher, options=options or PdfOptions(), fonts_key="finishing")
        return PdfReader(io.BytesIO(paint(laid_out, finish=finish).pdf))

    return make


def test_pages_are_labelled_as_the_template_wants_them(made: Make) -> None:
    """Roman for what comes before, numbers from the first page of the text, an annex's own; 1, 2, … without a word."""
    labels = (
        PageLabels(at="annex", prefix="A-"),
        PageLabels(at="cover", style=LabelStyle.ROMAN),
        PageLabels(at="start"),
        PageLabels(at="not-there", prefix="X"),
    )
    assert made(PAGES, finish=Finish(labels=labels)).page_labels == ["i", "ii", "1", "2", "A-1"]
    assert made(PAGES).page_labels == ["1", "2", "3", "4", "5"]
    late = (PageLabels(at="start", style=LabelStyle.NONE, prefix="Text"), PageLabels(at="annex", first=7))
    assert made(PAGES, finish=Finish(labels=late)).page_labels == ["1", "2", "Text", "Text", "7"]


def test_a_file_is_attached_with_its_date_its_kind_and_what_it_is_to_the_document(made: Make) -> None:
    """It comes out byte for byte; its date is the document's where it has none of its own."""
    reader = made("<p>A", finish=Finish(context=CONTEXT, attachments=(DATA,)))
    assert reader.attachments == {"brief.json": [DATA.content]}
    [specification] = (entry.get_object() for entry in reader.trailer["/Root"]["/AF"])
    assert specification["/AFRelationship"] == "/Source"
    assert specification["/Desc"] == "The brief's data"
    stream = specification["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/application/ld+json"
    assert stream["/Params"]["/ModDate"] == "D:20260407000000Z"
    assert stream["/Params"]["/Size"] == len(DATA.content)


def test_nothing_is_attached_unless_it_is_chosen(made: Make, tmp_path: Path) -> None:
    """A page can't do it: neither by a link to a file nor by one in its head."""
    (tmp_path / "notes.css").write_text("/* notes to self */")
    body = "<link rel=attachment href=notes.css><p><a rel=attachment href=notes.css>here</a>"
    reader = made(body)
    assert reader.attachments == {}
    assert "/AF" not in reader.trailer["/Root"]
    assert not any("/Annots" in page for page in reader.pages)


def test_what_the_kind_of_pdf_can_not_hold_is_refused(make_template: MakeTemplate) -> None:
    """And two files of one name: in a sentence, before anything is laid out."""
    folder = str(make_template("<p>A"))
    with pytest.raises(InputRefused, match=r"“brief.json” can't be attached: .* PDF/A-2a"):
        render(RenderJob(template=folder, context={}, attachments=(DATA,), options=PdfOptions(variant="pdf/a-2a")))
    with pytest.raises(InputRefused, match=r"Two files to attach are called “brief\.json”"):
        render(RenderJob(template=folder, context={}, attachments=(DATA, DATA)))


def test_a_template_has_its_data_and_labels_put_into_the_file(make_template: MakeTemplate) -> None:
    """From the manifest and the job to the bytes; information and XMP say the same."""
    manifest = MANIFEST + '[[pdf.labels]]\nat = "annex"\nprefix = "A-"\n'
    folder = str(make_template("<p>A<h1 id=annex style='break-before: page'>B", manifest=manifest))
    made = render(RenderJob(template=folder, context=CONTEXT, attachments=(DATA,)))
    reader = PdfReader(io.BytesIO(made.pdf))
    assert reader.page_labels == ["1", "A-1"]
    assert list(reader.attachments) == ["brief.json"]
    info = reader.trailer["/Info"]
    assert (info["/Title"], info["/Reference"], info["/CreationDate"]) == ("T", "R-1", "D:20260407000000Z")
    packet = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfx:Reference>R-1</pdfx:Reference>" in packet
    assert b"<xmp:CreateDate>2026-04-07T00:00:00Z</xmp:CreateDate>" in packet


def test_images_have_no_more_pixels_than_a_printer_shows(made: Make, tmp_path: Path) -> None:
    """300 to the inch; a photograph stays a photograph, and what is coarser is left as it is."""
    noise = Image.effect_noise((900, 900), 80).convert("RGB")
    noise.save(tmp_path / "photo.jpg", quality=90)
    noise.save(tmp_path / "drawing.png")
    noise.resize((90, 90)).save(tmp_path / "small.png")
    names = ("photo.jpg", "drawing.png", "small.png")
    reader = made("".join(f'<img alt=x style="width: 1in" src={name}>' for name in names))
    found = [entry.get_object() for entry in reader.pages[0]["/Resources"]["/XObject"].values()]
    assert sorted((image["/Width"], image["/Filter"]) for image in found) == [
        (90, "/FlateDecode"),
        (300, "/DCTDecode"),
        (300, "/FlateDecode"),
    ]
    assert not any(image["/Interpolate"].value for image in found)


SCRIPT = """
import hashlib, sys
from pathlib import Path
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.pages import Attachment
from briefgen.rendering.samples import sample_context
folder = Path(sys.argv[1])
context = sample_context(open_template(folder), "normal")
context["brief"]["deck"] = "Once more"
data = Attachment(name="a.json", content=b"{}", media_type="application/json", description="A")
made = render(RenderJob(template=str(folder), context=context, language="en-GB", attachments=(data,)))
print(hashlib.sha256(made.pdf).hexdigest())
"""


@pytest.mark.slow
def test_the_same_brief_is_the_same_bytes_in_another_process_place_language_and_time_zone(tmp_path: Path) -> None:
    """And with other seeds for hashes: on one platform a brief, its template and its date decide every byte."""
    running = []
    for seed, zone, language in (("1", "UTC", "C.UTF-8"), ("77", "Pacific/Auckland", "fr_FR.UTF-8")):
        place = tmp_path / f"place {seed}"
        shutil.copytree(templates_folder(), place / "templates")
        logo = Image.new("RGB", (40, 20), "navy")
        logo.save(place / "templates" / "one-page-brief" / "logo.png")
        page = place / "templates" / "one-page-brief" / "brief.html.jinja"
        page.write_text(
            page.read_text("utf-8").replace("<main", '<img alt="A" src="logo.png" width="40"><main', 1), "utf-8"
        )
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LANG": language,
            "LC_ALL": language,
            "HOME": str(place),
        }
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", SCRIPT, str(place / "templates" / "one-page-brief")],
                cwd=place,
                env=environment | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    (one, _), (other, _) = said
    assert len(one.strip()) == hashlib.sha256().digest_size * 2
    assert one == other
