"""The only module that knows WeasyPrint: what the fetcher serves, what pages and files come out."""

import base64
import io
import logging
import struct
import subprocess
import sys
import warnings
import zlib
from pathlib import Path

import pydyf
import pytest
import weasyprint
from pypdf import PdfReader

from briefgen.rendering import pages, pdf
from briefgen.rendering.fenced_folder import FencedFolder, NotServed
from briefgen.rendering.pages import PageSize, PdfOptions
from briefgen.rendering.pdf import BASE_URL, LaidOut, SealedFetcher, engine_says, lay_out, paint
from briefgen.resources import assets_folder


def png(width: int, height: int) -> bytes:
    """A grey picture; what it unpacks to is `width` × `height` bytes, however small it is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * min(width, 1000)) * min(height, 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PIXEL = png(1, 1)


@pytest.fixture
def fetcher(tmp_path: Path) -> SealedFetcher:
    """A fetcher over small folders."""
    for area in ("template", "shared", "fonts"):
        (tmp_path / area).mkdir()
        (tmp_path / area / f"{area}.css").write_text(area)
    (tmp_path / "template" / "a b.svg").write_text("<svg/>")
    (tmp_path / "template" / "page.html").write_text("<p>")
    (tmp_path / "fonts" / "f.otf").write_bytes(b"OTTO")
    return SealedFetcher(
        FencedFolder(tmp_path / "template"),
        shared=FencedFolder(tmp_path / "shared"),
        fonts=FencedFolder(tmp_path / "fonts"),
        images={"map.png": PIXEL},
    )


def laid_out(html: str, folder: Path, *, key: str = "test", options: PdfOptions | None = None) -> LaidOut:
    """Lay a document out that refers to files in `folder` and to the shipped fonts."""
    fonts = assets_folder() / "fonts"
    sealed = SealedFetcher(FencedFolder(folder), fonts=FencedFolder(fonts))
    return lay_out(html, sealed, options=options or PdfOptions(), fonts_key=key)


# ------------------------------------------------------------------------------------------ the fetcher


@pytest.mark.parametrize(
    ("url", "content", "kind"),
    [
        ("briefgen:/template/template.css", b"template", "text/css"),
        ("briefgen:/template/_shared/shared.css", b"shared", "text/css"),
        ("briefgen:/template/a%20b.svg", b"<svg/>", "image/svg+xml"),
        ("briefgen:/template/template.css?v=1#top", b"template", "text/css"),
        ("BRIEFGEN:/template/template.css", b"template", "text/css"),
        ("briefgen:/fonts/f.otf", b"OTTO", "font/otf"),
        ("briefgen:/dossier/map.png", PIXEL, "image/png"),
        ("data:image/svg+xml,%3Csvg/%3E", b"<svg/>", "image/svg+xml"),
        ("DATA:image/png;base64," + base64.b64encode(PIXEL).decode(), PIXEL, "image/png"),
        ("data:image/svg+xml;charset=utf-8;base64,PHN2Zy8+", b"<svg/>", "image/svg+xml"),
    ],
)
def test_serves_what_it_may(fetcher: SealedFetcher, url: str, content: bytes, kind: str) -> None:
    """Files of the template and of the shared folder, shipped fonts, the dossier's images, images in the page."""
    response = fetcher(url)
    assert response.read() == content
    assert response.content_type == kind
    assert fetcher.refused == []


@pytest.mark.parametrize(
    "url",
    [
        "briefgen:/template/page.html",
        "briefgen:/template/template.toml",
        "briefgen:/template/absent.css",
        "briefgen:/template/",
        "briefgen:/template",
        "briefgen:/",
        "briefgen:",
        "briefgen:template/template.css",
        "briefgen://host/template/template.css",
        "briefgen:/shared/shared.css",
        "briefgen:/dossier/other.png",
        "briefgen:/dossier/map.css",
        "briefgen:/template/../fonts/f.otf",
        "briefgen:/template/%2e%2e/fonts/f.otf",
        "briefgen:/template/%ff.css",
        "http://[/template.css",
        "http://127.0.0.1/x.png",
        "file:///etc/passwd",
        "data:text/css,p{}",
        "data:font/otf;base64,T1RUTw==",
        "data:image/png",
        "data:image/png;base64,???=",
        "data:,x",
        "relative.css",
        "",
    ],
)
def test_refuses_the_rest_and_remembers_it(fetcher: SealedFetcher, url: str) -> None:
    """Whatever else is asked for is refused in a sentence that names it, and kept."""
    for _ in range(2):
        with pytest.raises(NotServed, match="was not used"):
            fetcher.fetch(url)
    assert len(fetcher.refused) == 1
    assert fetcher.refused[0].startswith(f"“{url.removeprefix(BASE_URL)}” was not used: ")


def test_refuses_a_huge_image_in_the_page(fetcher: SealedFetcher) -> None:
    """An image in the page itself has a limit, before and after it is decoded."""
    for payload in ("x" * (pdf.MAX_INLINE_BYTES + 1), "%20" * (pdf.MAX_INLINE_BYTES + 1)):
        with pytest.raises(NotServed, match="at most 5 MB"):
            fetcher(f"data:image/png,{payload}")
    assert all(len(sentence) < 400 for sentence in fetcher.refused)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no image that can be decoded"),
        (b"no picture", "no image that can be decoded"),
        (PIXEL[:40], "no image that can be decoded"),
        (PIXEL[:30] + b"\0\0\0\0" + PIXEL[34:], "no image that can be decoded"),
        (b"<svg/>", "no image that can be decoded"),
        (png(10_000, 5_001), "at most 50 million pixels"),
        (png(60_000, 60_000), "no image that can be decoded"),
    ],
)
def test_refuses_a_broken_or_gigantic_image(content: bytes, reason: str, tmp_path: Path) -> None:
    """A picture on which the engine would fail, or that would unpack to gigabytes, is refused by its name."""
    fetcher = SealedFetcher(FencedFolder(tmp_path), images={"map.png": content})
    with pytest.raises(NotServed, match=reason):
        fetcher("briefgen:/dossier/map.png")
    assert "map.png" in fetcher.refused[0]


def test_answers_as_urllib_asks(fetcher: SealedFetcher) -> None:
    """The base class lets a request be opened, too; that road is as closed."""
    assert fetcher.open("briefgen:/template/template.css").read() == b"template"
    with pytest.raises(NotServed):
        fetcher.open("file:///etc/passwd")
    assert not getattr(fetcher, "handlers", [])


# ------------------------------------------------------------------------------------- layout and paint


def test_pages_and_places_are_in_points(tmp_path: Path) -> None:
    """Sizes and places are in points from the upper left corner; a part on each page has its own place."""
    html = (
        "<!DOCTYPE html><title>T</title><style>@page { size: 400pt 300pt; margin: 50pt } body { margin: 0 }</style>"
        '<div id="high" style="height: 20pt; width: 100pt"></div>'
        '<div id="split"><p style="height: 150pt; margin: 0">a<p style="height: 150pt; margin: 0">b</div>'
    )
    found = laid_out(html, tmp_path)
    assert found.page_sizes() == (PageSize(400, 300), PageSize(400, 300))
    places = found.places()
    (high,) = places["high"]
    assert (high.page, high.x, high.y, high.width, high.height) == pytest.approx((0, 50, 50, 100, 20))
    assert [(place.page, place.y) for place in places["split"]] == [(0, pytest.approx(70)), (1, pytest.approx(50))]
    assert places["split"][1].height == pytest.approx(150)


def test_the_variant_is_written(tmp_path: Path) -> None:
    """The file claims the standard asked for, and is tagged; or it is plain PDF."""
    html = '<!DOCTYPE html><html lang="en"><title>T</title><p>Words'
    both = PdfReader(io.BytesIO(paint(laid_out(html, tmp_path)).pdf))
    packet = both.trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfuaid:part>1<" in packet
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A<" in packet
    assert both.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert both.trailer["/Root"]["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    accessible = PdfReader(io.BytesIO(paint(laid_out(html, tmp_path, options=PdfOptions(variant="pdf/ua-1"))).pdf))
    packet = accessible.trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfuaid:part>1<" in packet
    assert b"pdfaid" not in packet
    with engine_says([]):
        archival = PdfReader(io.BytesIO(paint(laid_out(html, tmp_path, options=PdfOptions(variant="pdf/a-3u"))).pdf))
    assert b"pdfaid:part" in archival.trailer["/Root"]["/Metadata"].get_data()
    simple = PdfReader(io.BytesIO(paint(laid_out(html, tmp_path, options=PdfOptions(variant=None, tagged=False))).pdf))
    assert "/StructTreeRoot" not in simple.trailer["/Root"]


def test_every_variant_named_is_one_of_the_engine() -> None:
    """The names are the engine's; another is refused when the options are made."""
    assert set(weasyprint.document.VARIANTS) >= {PdfOptions(variant=name).engine_variant for name in pages.VARIANTS}
    assert PdfOptions().standards == ("PDF/UA-1", "PDF/A-3a")
    assert PdfOptions(variant="pdf/ua-2").standards == ("PDF/UA-2",)
    assert PdfOptions(variant=None).standards == ()
    with pytest.raises(ValueError, match="pdf/x-99"):
        PdfOptions(variant="pdf/x-99")


@pytest.mark.parametrize("variant", sorted(pages.VARIANTS))
def test_each_kind_of_pdf_can_be_made_and_claims_itself(tmp_path: Path, variant: str) -> None:
    """Tagged by us in each of them; PDF/A-4 has no other information than XMP."""
    options = PdfOptions(variant=variant)
    with engine_says([]):
        made = paint(laid_out('<!DOCTYPE html><html lang="en"><title>T</title><h1>A</h1>', tmp_path, options=options))
    reader = PdfReader(io.BytesIO(made.pdf))
    packet = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert made.conformance.claimed == options.standards
    assert ("<pdfaid:part>" in packet, "<pdfuaid:part>" in packet) == (bool(options.archival), options.accessible > 0)
    assert reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0]["/S"] == "/Document"
    assert ("/Info" in reader.trailer) == (options.archival[:1] != "4")


def test_finishers_see_the_file_before_it_is_written(tmp_path: Path) -> None:
    """Step 5 changes the painted file, in order."""
    done: list[str] = []

    def first(_document: object, painted: object) -> None:
        done.append("first")
        painted.info["Subject"] = pydyf.String("finished")

    content = paint(
        laid_out('<!DOCTYPE html><html lang="en"><title>T</title><p>x', tmp_path),
        first,
        lambda *_: done.append("second"),
    )
    assert done == ["first", "second"]
    metadata = PdfReader(io.BytesIO(content.pdf)).metadata
    assert metadata is not None
    assert metadata.subject == "finished"


def fonts_in(content: bytes) -> set[str]:
    """The names of the embedded fonts, without the tags of their subsets."""
    found = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            for descendant in font.get_object().get("/DescendantFonts", []):
                descriptor = descendant.get_object()["/FontDescriptor"]
                assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
                found.add(str(descendant.get_object()["/BaseFont"]).partition("+")[2])
    return found


def test_shipped_fonts_are_embedded(tmp_path: Path) -> None:
    """A face loaded from the shipped fonts is the one in the file, under our family name."""
    faces = sorted((assets_folder() / "fonts").rglob("*-Regular.otf"))
    assert faces
    for number, face in enumerate(faces):
        address = face.relative_to(assets_folder() / "fonts").as_posix()
        family = f"House Test {'ABCDEFGH'[number]}"
        html = (
            f"<!DOCTYPE html><html lang='en'><title>T</title><style>@font-face {{ font-family: '{family}'; "
            f"src: url(/fonts/{address}) }} p {{ font-family: '{family}' }}</style><p>Words"
        )
        assert fonts_in(paint(laid_out(html, tmp_path, key=address)).pdf) == {family.replace(" ", "-")}


def test_fonts_of_one_template_do_not_show_in_another(tmp_path: Path) -> None:
    """Two templates that load different fonts from the same address each get their own."""
    faces = sorted((assets_folder() / "fonts").rglob("*-Regular.otf"))[:2]
    widths = set()
    for face in faces:
        folder = tmp_path / face.stem
        folder.mkdir()
        (folder / "f.otf").write_bytes(face.read_bytes())
        html = (
            "<!DOCTYPE html><style>@font-face { font-family: F; src: url(f.otf) } span { font-family: F }</style>"
            "<span id='word'>Winter</span>"
        )
        widths.add(laid_out(html, folder, key=face.stem).places()["word"][0].width)
    assert len(widths) == len(faces) == 2


def test_a_missing_font_is_told(tmp_path: Path) -> None:
    """A font that can't be had comes back as a warning, with its address."""
    found: list[str] = []
    html = "<!DOCTYPE html><style>@font-face { font-family: F; src: url(absent.otf) }</style><p>x"
    sealed = SealedFetcher(FencedFolder(tmp_path))
    with engine_says(found):
        lay_out(html, sealed, options=PdfOptions(), fonts_key="missing")
    assert sealed.refused == ["“absent.otf” was not used: there is no file “absent.otf”."]
    assert found == ["Font-face 'F' cannot be loaded"]


# ------------------------------------------------------------------------------------ what the engine says


def test_warnings_of_the_engine_are_collected(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What the engine logs or warns of is collected once, in order, and reaches neither log nor standard error."""
    found: list[str] = []
    with engine_says(found):
        for _ in range(2):
            laid_out("<!DOCTYPE html><style>p { colour: red }</style><p>x", tmp_path)
            warnings.warn("an old picture format", DeprecationWarning, stacklevel=1)
    assert len(found) == 2
    assert "Ignored `colour: red" in found[0]
    assert found[1] == "an old picture format"
    assert capfd.readouterr() == ("", "")


def test_the_engine_speaks_for_itself_again_afterwards() -> None:
    """The collecting ends with the block, also when it ends with an error."""
    logger = logging.getLogger("weasyprint")
    before = (list(logger.handlers), logger.propagate)
    with pytest.raises(KeyError), engine_says([]):
        raise KeyError
    assert (list(logger.handlers), logger.propagate) == before


def test_only_a_few_sets_of_fonts_are_kept(tmp_path: Path) -> None:
    """Fonts of templates not used for a while are dropped, and all of them on demand."""
    for number in range(10):
        laid_out("<!DOCTYPE html><p>x", tmp_path, key=f"set-{number}")
    assert len(pdf._font_sets) == pdf._MOST_FONT_SETS  # noqa: SLF001 - what is kept shows nowhere else
    pdf.forget_fonts()
    assert not pdf._font_sets  # noqa: SLF001 - what is kept shows nowhere else


# ------------------------------------------------------------------------------------------------ import


def run(code: str) -> str:
    """Run code in a fresh Python; gives what it prints."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only there is the search left out")
def test_the_import_runs_no_other_program() -> None:
    """Loading the engine does not search for libraries with gcc and ldconfig, and leaves the search as it was."""
    code = (
        "import sys, ctypes.util as c; before = c.find_library; found = []\n"
        "sys.addaudithook(lambda e, a: found.append(e) if e == 'subprocess.Popen' else None)\n"
        "import briefgen.rendering.pdf\n"
        "print(found, c.find_library is before)"
    )
    assert run(code) == "[] True\n"


def test_a_missing_library_is_told() -> None:
    """Without Pango, the error says what to install, and nothing is printed beside it."""
    code = (
        "import cffi\n"
        "def dlopen(*_): raise OSError('cannot load library libpango')\n"
        "cffi.FFI.dlopen = dlopen\n"
        "from briefgen.errors import NotThere\n"
        "from briefgen.rendering.job import load_engine\n"
        "try: load_engine()\n"
        "except NotThere as error: print(error.message)"
    )
    said = run(code)
    assert said.startswith("A library that the layout engine needs can't be loaded: install Pango")
    assert said.endswith("The system says: cannot load library libpango\n")
