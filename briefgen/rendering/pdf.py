"""HTML → laid-out pages → PDF. The only module that knows WeasyPrint.

The steps are separate functions, so that a preview can take over a part of them: `lay_out` (step 3), `paint` (step 4),
and the finishers that `paint` runs before the file is written (step 5).

A document's base address is `briefgen:/template/`, the same on every machine, so that the same input makes the same
bytes wherever it lies: names of images in the file are hashes of their addresses. Only `SealedFetcher` answers to it.

The engine's fonts and its log are shared by the whole process: call this module's functions from one thread at a
time. `job.render` sees to that.
"""

from __future__ import annotations

import atexit
import base64
import binascii
import copy
import ctypes.util
import hashlib
import importlib.resources
import io
import logging
import sys
import urllib.parse
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from weakref import WeakKeyDictionary

from briefgen.domain.house_template import PageLabels
from briefgen.domain.replies import FormStamp
from briefgen.rendering.drawing_numbers import too_large
from briefgen.rendering.fenced_folder import FencedFolder, LayeredFolder, NotServed
from briefgen.rendering.finishing import attach, conformance_of, label_pages, put_metadata, slim_fonts
from briefgen.rendering.metadata import Metadata, Said, metadata_of
from briefgen.rendering.pages import Attachment, Conformance, PageSize, PdfOptions, Place


def _nowhere(name: str) -> str | None:
    """Search for a library, without success."""
    del name
    return None


@contextmanager
def _quick_and_quiet_import() -> Iterator[None]:
    """Make WeasyPrint's import quick and silent.

    It tries the names that its libraries have on other systems first, and for each of these `ctypes` runs ldconfig,
    gcc and ld: a third of a second, at every start. On Linux the names that count are found without that search.
    Without harfbuzz-subset WeasyPrint warns and subsets fonts more slowly; set-up and bundles see that it is there.
    """
    # Its own progress, at INFO, would stand between our steps in the log.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nowhere
    try:
        # Where a library is missing it prints advice before it raises; the error is told in our words.
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        ctypes.util.find_library = search


with _quick_and_quiet_import():
    import weasyprint
    from weasyprint.css import ColorProfile
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import InlineBox
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

    from briefgen.rendering.paint_memo import PaintMemo
    from briefgen.rendering.passes import sound_passes
    from briefgen.rendering.tagging.engine import our_tags
    from briefgen.rendering.tagging.roles import QUOTATION

log = logging.getLogger(__name__)

SCHEME = "briefgen"
BASE_URL = f"{SCHEME}:/template/"
SHARED_AREA = "_shared/"

MAX_INLINE_BYTES = 5_000_000
"""The largest image that may stand in a page itself, as a `data:` address."""

MOST_DPI = 300
"""Images with more pixels to the inch than a printer can show are made smaller."""

MAX_PIXELS = 50_000_000
"""The largest image, in pixels: a page of A4 at 600 dots to the inch has 35 million."""

_POINTS_PER_PIXEL = 0.75
"""CSS has 96 pixels to the inch, PDF 72 points."""

_IMAGES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
_PHOTOS = frozenset(_IMAGES.values()) - {"image/svg+xml"}
_FONTS = {".otf": "font/otf", ".ttf": "font/ttf", ".woff": "font/woff", ".woff2": "font/woff2"}
_SERVED = {**_IMAGES, **_FONTS, ".css": "text/css", ".icc": "application/vnd.iccprofile"}

# Relative addresses are joined to a base by `urllib.parse`, which must know that our scheme has a hierarchy.
if SCHEME not in urllib.parse.uses_relative:
    urllib.parse.uses_relative.append(SCHEME)


class SealedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type information
    """Serves the template's folder, the shared one, the shipped fonts and the dossier's images; nothing else.

    | address | is served from |
    |---|---|
    | `briefgen:/template/NAME` | the template's folder; the base of relative addresses |
    | `briefgen:/template/_shared/NAME` | the folder shared by templates |
    | `briefgen:/brand/NAME` | the folder of the template's brand |
    | `briefgen:/fonts/NAME` | the fonts that ship with Briefgen |
    | `briefgen:/dossier/NAME` | the images of the dossier, handed over with the job |
    | `data:image/…` | itself |

    Every other address is refused before anything is opened, and the refusal is kept in `refused`. WeasyPrint takes a
    refusal as any resource that can't be had: it logs that, and goes on without.
    """

    def __init__(
        self,
        template: FencedFolder | LayeredFolder,
        *,
        brand: FencedFolder | None = None,
        shared: FencedFolder | None = None,
        fonts: FencedFolder | None = None,
        images: Mapping[str, bytes] | None = None,
    ) -> None:
        # The base class would build handlers for http, https, ftp and file. There are none here that could be used.
        self._fail_on_errors = False
        self._template = template
        self._brand = brand
        self._shared = shared
        self._fonts = fonts
        self._images = dict(images or {})
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Serve an address.

        Raises:
            NotServed: The address is not one of those in the class's table, or there is nothing at it.
        """
        try:
            content, mime_type = self._data(url) if url[:5].lower() == "data:" else self._file(url)
            if mime_type in _PHOTOS:
                _check_photo(content)
            elif mime_type == _IMAGES[".svg"] and (number := too_large(content.decode("utf-8", "replace"))):
                raise NotServed(f"it has the number {number}, and no page is that large")
        except NotServed as refusal:
            shown = url.removeprefix(BASE_URL)
            shown = shown if len(shown) <= 200 else f"{shown[:200]}…"
            sentence = f"“{shown}” was not used: {refusal}."
            if sentence not in self.refused:
                self.refused.append(sentence)
            raise NotServed(sentence) from None
        return URLFetcherResponse(url, body=content, headers={"Content-Type": mime_type})

    def open(self, url: Any, data: Any = None, timeout: Any = None) -> URLFetcherResponse:
        """Serve an address given as `urllib` would."""
        return self.fetch(url if isinstance(url, str) else url.full_url)

    def __call__(self, url: str) -> URLFetcherResponse:
        """Serve an address: this is how WeasyPrint asks."""
        return self.fetch(url)

    def _file(self, url: str) -> tuple[bytes, str]:
        try:
            parts = urllib.parse.urlsplit(url)
            path = urllib.parse.unquote(parts.path, errors="strict")
        except ValueError:
            raise NotServed("it is not an address") from None
        if parts.scheme.lower() != SCHEME or parts.netloc:
            raise NotServed("only the template's own files, the shipped fonts and the dossier's images are used")
        root, area, name = (*path.split("/", 2), "", "")[:3]
        mime_type = _SERVED.get(PurePosixPath(name).suffix.lower())
        if root or mime_type is None:
            raise NotServed("a document is made of style sheets, images and fonts only")
        return self._read(area, name), mime_type

    def _read(self, area: str, name: str) -> bytes:
        if area == "dossier":
            if PurePosixPath(name).suffix.lower() not in _IMAGES or name not in self._images:
                raise NotServed("the dossier has no such image")
            return self._images[name]
        areas: dict[str, FencedFolder | LayeredFolder | None]
        areas = {"template": self._template, "brand": self._brand, "fonts": self._fonts}
        fence = areas.get(area)
        if area == "template" and name.startswith(SHARED_AREA) and self._shared is not None:
            fence, name = self._shared, name.removeprefix(SHARED_AREA)
        if fence is None:
            raise NotServed("there is nothing at this address")
        return fence.read(name)

    @staticmethod
    def _data(url: str) -> tuple[bytes, str]:
        """Decode a `data:` address (RFC 2397)."""
        header, comma, payload = url[5:].partition(",")
        mime_type, *parameters = (part.strip().lower() for part in header.split(";"))
        if not comma or not mime_type.startswith("image/"):
            raise NotServed("only images may stand in the page itself")
        if len(payload) > MAX_INLINE_BYTES * 3:
            raise NotServed(f"an image in the page itself has at most {MAX_INLINE_BYTES // 1_000_000} MB")
        content = urllib.parse.unquote_to_bytes(payload)
        if "base64" in parameters:
            try:
                content = base64.b64decode(b"".join(content.split()), validate=True)
            except binascii.Error:
                raise NotServed("it is not valid Base64") from None
        if len(content) > MAX_INLINE_BYTES:
            raise NotServed(f"an image in the page itself has at most {MAX_INLINE_BYTES // 1_000_000} MB")
        return content, mime_type


_sound_photos: set[bytes] = set()
"""Digests of images that have been decoded once without fault."""


def _check_photo(content: bytes) -> None:
    """Refuse an image that can't be decoded: the engine would give up on the whole document, without naming it."""
    digest = hashlib.sha256(content).digest()
    if digest in _sound_photos:
        return
    try:
        with weasyprint.images.Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise NotServed(f"an image has at most {MAX_PIXELS // 1_000_000} million pixels")
            image.load()
    except NotServed:
        raise
    except Exception as error:
        log.debug("An image can't be decoded.", exc_info=True)
        raise NotServed("it is no image that can be decoded") from error
    _sound_photos.add(digest)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Pages as the engine laid them out, ready to be painted. Not picklable: it holds the engine's own objects."""

    document: Any
    options: Mapping[str, Any]
    wanted: PdfOptions

    def page_sizes(self) -> tuple[PageSize, ...]:
        """The pages' sizes."""
        return tuple(page_size(page) for page in self.document.pages)

    def live_area(self) -> Place:
        """What lies between the margins of the first page."""
        box = self.document.pages[0]._page_box  # noqa: SLF001 - the public page tells the sheet's size alone
        return Place(0, *map(_in_points, (box.content_box_x(), box.content_box_y(), box.width, box.height)))

    def page_boxes(self) -> Iterator[Any]:
        """The engine's box of each page, with all boxes in it."""
        return (page._page_box for page in self.document.pages)  # noqa: SLF001 - the engine has no public name for it

    def root(self) -> Any:
        """The root of the tree that was laid out; None for a document without pages."""
        boxes = (box for page in self.page_boxes() for box in page.descendants())
        return next((box.element for box in boxes if box.element_tag == "html"), None)

    def dead_links(self) -> tuple[str, ...]:
        """Addresses of links that were meant for a web page but lack its scheme, as `www.example.org/page`."""
        found = {
            target.removeprefix(BASE_URL)
            for page in self.document.pages
            for kind, target, *_ in page.links
            if kind == "external" and target.lower().startswith(f"{SCHEME}:")
        }
        return tuple(sorted(found))

    def places(self) -> dict[str, tuple[Place, ...]]:
        """Where the elements that have an id lie; one place for each page on which a part of the element stands."""
        found: dict[str, tuple[Place, ...]] = {}
        for number, page in enumerate(self.document.pages):
            for name, place in page_places(page, number).items():
                found[name] = (*found.get(name, ()), place)
        return found


def page_size(page: Any) -> PageSize:
    """The size of one of the engine's pages."""
    return PageSize(_in_points(page.width), _in_points(page.height))


def page_places(page: Any, number: int) -> dict[str, Place]:
    """Where the elements that have an id lie on one of the engine's pages, of which the number is given, from 0.

    Quotations, which have none, are called quotation-KEY.
    """
    return {
        name: Place(number, *map(_in_points, (left, top, right - left, bottom - top)))
        for name, (left, top, right, bottom) in (page.anchors | _quotations_on(page)).items()
    }


def _quotations_on(page: Any) -> dict[str, tuple[float, float, float, float]]:
    """Where the lines of each quotation lie on a page, in pixels: left, top, right, bottom."""
    found: dict[str, tuple[float, float, float, float]] = {}
    for box in page._page_box.descendants():  # noqa: SLF001 - the engine has no public name for it
        key = box.element.get(QUOTATION) if isinstance(box, InlineBox) and box.element is not None else None
        if key:
            left, top = box.position_x, box.position_y
            box_here = (left, top, left + box.margin_width(), top + box.margin_height())
            before = found.get(f"quotation-{key}", box_here)
            found[f"quotation-{key}"] = (*map(min, before[:2], box_here[:2]), *map(max, before[2:], box_here[2:]))
    return found


def _in_points(pixels: float) -> float:
    return round(pixels * _POINTS_PER_PIXEL, 3)


def tree_of(html: str) -> Any:
    """The root of a document's tree, as the layout engine reads it."""
    fetcher = SealedFetcher(FencedFolder(Path(__file__).parent))
    return weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher).etree_element


@dataclass(frozen=True, slots=True)
class EngineChoices:
    """What the engine is given beside a document: options of layout and painting, style sheets, profiles of colours."""

    options: Mapping[str, Any]
    sheets: Sequence[Any]
    profiles: Mapping[str, Any]


def engine_choices(fetcher: SealedFetcher, options: PdfOptions, sheet: PageSize | None = None) -> EngineChoices:
    """What the engine is given for a kind of PDF; `sheet` is the pages' size in place of the document's own."""
    choices: dict[str, Any] = {
        "pdf_variant": options.engine_variant,
        "pdf_tags": options.tagged,
        "presentational_hints": False,
        "full_fonts": False,
        "dpi": MOST_DPI,
    }
    sheets = []
    if sheet is not None:
        size = f"@page {{ size: {sheet.width}pt {sheet.height}pt !important }}"
        sheets.append(weasyprint.CSS(string=size, base_url=BASE_URL, url_fetcher=fetcher))
    if options.archival:
        choices["output_intent"] = _COLOURS
        # PDF/A forbids to have images smoothed: each reader's program would do that in its own way.
        sharp = "* { image-rendering: crisp-edges !important }"
        sheets.append(weasyprint.CSS(string=sharp, base_url=BASE_URL, url_fetcher=fetcher))
    return EngineChoices(choices, sheets, colour_profiles(options))


def colour_profiles(options: PdfOptions) -> dict[str, Any]:
    """The profiles of colours that a document names, by name; new ones for each file, as writing one changes them."""
    return {_COLOURS: _srgb()} if options.archival else {}


def parsed(html: str, fetcher: SealedFetcher) -> Any:
    """A document as the engine takes it."""
    return weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher, media_type="print")


def lay_out(
    html: str, fetcher: SealedFetcher, *, options: PdfOptions, fonts_key: str, sheet: PageSize | None = None
) -> LaidOut:
    """Step 3: break the document into lines and pages.

    Args:
        html: The whole document.
        fetcher: Serves what it refers to.
        options: The kind of PDF it is laid out for.
        fonts_key: Names the fonts that style sheets load: a digest of the template's files. Documents with equal
            keys share loaded fonts.
        sheet: The pages' size, in place of the one that the document asks for.

    Raises:
        NotServed: The document can't do without a resource that the fetcher refuses.
    """
    choices = engine_choices(fetcher, options, sheet)
    try:
        with sound_passes():
            rendered = parsed(html, fetcher).render(
                font_config=fonts_for(fonts_key),
                stylesheets=choices.sheets,
                color_profiles=choices.profiles,
                **choices.options,
            )
        return LaidOut(rendered, choices.options, options)
    except URLFetchingError:  # a colour profile; WeasyPrint does without other resources
        raise NotServed(fetcher.refused[-1]) from None


_COLOURS = "--screen-colours"
"""Names the colours that a file is made for, in its output intent."""


def _srgb() -> Any:
    """The colours of screens (IEC 61966-2-1), as the profile that comes with the engine; which leaves its file open."""
    content = (importlib.resources.files(weasyprint.pdf) / "sRGB2014.icc").read_bytes()
    return ColorProfile(io.BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


Finisher = Callable[[Any, Any], None]
"""Changes a painted PDF before it is written; is given WeasyPrint's document and pydyf's PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """What is put into a file beside its pages.

    Attributes:
        context: The brief's data, for what the file says of itself.
        html: The page that was laid out.
        attachments: Files within the file.
        labels: The pages' labels, as the house template wants them.
        form: Where fields come from that the pages ask for; None for a file without fields.
    """

    context: Mapping[str, Any] = field(default_factory=dict)
    html: str = ""
    attachments: Sequence[Attachment] = ()
    labels: Sequence[PageLabels] = ()
    form: FormStamp | None = None


@dataclass(frozen=True, slots=True)
class Painted:
    """A PDF's bytes, and which standards it follows."""

    pdf: bytes
    conformance: Conformance


def paint(laid_out: LaidOut, *finishers: Finisher, finish: Finish | None = None) -> Painted:
    """Step 4: draw the pages as a PDF; then step 5: finish it, run the finishers in order, and write the file."""
    wanted = finish or Finish()
    document, options = laid_out.document, laid_out.wanted
    # A page may name files to attach; what is attached is the editor's choice.
    document.metadata.attachments.clear()
    metadata = _metadata(document.metadata, wanted)
    found: list[Conformance] = []

    with our_tags(document, wanted.form) as faults:

        def finish_all(painted: Any, pdf: Any) -> None:
            conformance = conformance_of(pdf, metadata, options, faults)
            found.append(conformance)
            put_metadata(pdf, metadata, options, conformance)
            slim_fonts(pdf)
            pages = {name: page for page, entry in reversed([*enumerate(painted.pages)]) for name in entry.anchors}
            labels = sorted((pages[label.at], label) for label in wanted.labels if label.at in pages)
            label_pages(pdf, labels, len(painted.pages))
            attach(pdf, wanted.attachments, metadata.modified)
            for finisher in finishers:
                finisher(painted, pdf)

        identifier = metadata.document_id.replace("-", "").encode()
        content = document.write_pdf(finisher=finish_all, **{**laid_out.options, "pdf_identifier": identifier})
    assert isinstance(content, bytes)  # noqa: S101 - what write_pdf gives without a target
    return Painted(content, found[-1])


_paint_memos: WeakKeyDictionary[Any, PaintMemo] = WeakKeyDictionary()
"""What was drawn of pages alone, with each set of fonts."""


def paint_alone(page: Any, fetcher: SealedFetcher, *, fonts_key: str) -> bytes:
    """Draw one page of a layout as a PDF to be looked at: without tags, links, metadata and compression.

    It looks as that page of the whole file does; equal pages give equal bytes.

    Args:
        page: The engine's page.
        fetcher: That of the layout.
        fonts_key: That of the layout.
    """
    alone = copy.copy(page)
    vars(alone).update(links=[], bookmarks=[], anchors={}, forms={None: []})
    fonts = fonts_for(fonts_key)
    document = Document([alone], DocumentMetadata(), fetcher, fonts, {}, None)
    with _paint_memos.setdefault(fonts, PaintMemo()).used():
        content = document.write_pdf(uncompressed_pdf=True, dpi=MOST_DPI)
    assert isinstance(content, bytes)  # noqa: S101 - what write_pdf gives without a target
    return content


def _metadata(found: Any, wanted: Finish) -> Metadata:
    said = Said(
        title=found.title or "",
        authors=tuple(found.authors),
        description=found.description or "",
        keywords=tuple(found.keywords),
        generator=found.generator or "",
        created=found.created or "",
        modified=found.modified or "",
    )
    producer = f"WeasyPrint {weasyprint.__version__}"
    return metadata_of(wanted.context, said, language=found.lang or "", producer=producer, html=wanted.html)


@contextmanager
def engine_says(warnings_found: list[str]) -> Iterator[None]:
    """Collect what the engine warns of meanwhile, in place of its way to standard error."""
    collector = _Collector(warnings_found)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools", "PIL")]
    before = [(logger, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(collector)
        logger.propagate = False
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            # It leaves closing a colour profile's file to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            yield
    finally:
        for logger, propagated in before:
            logger.removeHandler(collector)
            logger.propagate = propagated
        for warning in caught:
            collector.keep(str(warning.message))


class _Collector(logging.Handler):
    def __init__(self, found: list[str]) -> None:
        super().__init__(level=logging.WARNING)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        self.keep(record.getMessage())

    def keep(self, message: str) -> None:
        if message not in self._found:
            self._found.append(message)


# Fonts stay loaded between documents, for loading them costs as much as laying out a page; a few sets of them.
_MOST_FONT_SETS = 4
_font_sets: OrderedDict[str, Any] = OrderedDict()
# WeasyPrint deletes a set's temporary files when it is collected, which at interpreter exit comes too late.
atexit.register(_font_sets.clear)


def fonts_for(key: str) -> Any:
    """The fonts that go by a key, loaded once; the engine's own object."""
    if key not in _font_sets:
        _font_sets[key] = FontConfiguration()
        if len(_font_sets) > _MOST_FONT_SETS:
            _font_sets.popitem(last=False)
    _font_sets.move_to_end(key)
    return _font_sets[key]


def forget_fonts() -> None:
    """Drop the loaded fonts: after a layout that was left in the middle they may be in no state to be used."""
    _font_sets.clear()


def warm_up() -> None:
    """Do once what the first document would have to wait for: load the engine, its libraries and the fonts' list."""
    options = PdfOptions()
    fetcher = SealedFetcher(FencedFolder(Path(__file__).parent))
    with engine_says([]):
        paint(lay_out("<!DOCTYPE html><title>-</title><p>A</p>", fetcher, options=options, fonts_key=""))
