"""`LiveLayout`: a document that is edited, and its pages."""

from __future__ import annotations

import gc
import logging
import re
from collections import OrderedDict
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import weasyprint
from weasyprint import DEFAULT_OPTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes, build
from weasyprint.html import get_html_metadata
from weasyprint.pdf import VARIANTS
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.urls import URLFetchingError

from briefgen.rendering.live_layout.building import Builder
from briefgen.rendering.live_layout.dressing import Dresser
from briefgen.rendering.live_layout.nodes import Container
from briefgen.rendering.live_layout.paging import Pager
from briefgen.rendering.live_layout.refusal import NotHandled
from briefgen.rendering.live_layout.sight import sight_of
from briefgen.rendering.live_layout.source import Piece, Reader
from briefgen.rendering.live_layout.styling import Stylist
from briefgen.rendering.live_layout.targets import Targets
from briefgen.rendering.live_layout.tree import Tree
from briefgen.rendering.pages import PageSize, PdfOptions
from briefgen.rendering.pdf import LaidOut, SealedFetcher, colour_profiles, engine_choices, fonts_for, parsed
from briefgen.rendering.text_memo import TextMemo

log = logging.getLogger(__name__)

MADE_FOR = frozenset({"70.0"})
"""The versions of WeasyPrint whose inner life this is written against."""

_MOST_SHELLS = 6
"""Documents of different style sheets that are kept: as many as a template has steps of type, or so."""

_UNSEEN = re.compile(r"<title[^>]*>.*?</title\s*>|<meta\b[^>]*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page that differs from what it was before.

    Attributes:
        index: Its number, from 0.
        page: The engine's `Page`, complete with head and foot. It may be painted at once. What depends on pages that
            are not laid out yet, such as their number, may change it again in the same update.
    """

    index: int
    page: Any


class LiveLayout:
    """A document that is edited, and its pages. To be used by one thread at a time, under the engine's lock.

    Args:
        fetcher: Serves what the document refers to. Where it would serve other bytes at an address that it served
            before, a new LiveLayout is made.
        options: The kind of PDF it is laid out for.
        fonts_key: Names the fonts that style sheets load, as for `pdf.lay_out`.
        sheet: The pages' size, in place of the one that the document asks for.
    """

    def __init__(
        self, fetcher: SealedFetcher, *, options: PdfOptions, fonts_key: str, sheet: PageSize | None = None
    ) -> None:
        self._fetcher = fetcher
        self._options = options
        self._fonts_key = fonts_key
        self._sheet = sheet
        self._shells: OrderedDict[str, _Paged] = OrderedDict()
        self._now: _Paged | None = None
        self._shown: list[Any] = []
        self._settled = False
        self._reader = Reader()

    def update(self, html: str, *, first: int = 0) -> Generator[ChangedPage, None, None]:
        """Take the document as it is now, and yield its pages that changed, in the order in which they are found.

        Closing the iterator abandons the rest; the next update is right all the same. Pages beyond the last are gone
        without being told: see `page_count` when the iterator has ended.

        Args:
            html: The whole document.
            first: The page in view, from 0: it is told before others where that costs nothing.

        Raises:
            NotHandled: Only a full layout handles the document. The next update may be tried all the same.
        """
        self._settled = False
        shell, pieces = self._reader.divided(html)
        key = _UNSEEN.sub("", shell)
        # The collector looks at all boxes of all pages again and again; they make no garbage to speak of.
        was_enabled = gc.isenabled()
        gc.disable()
        is_whole = False
        try:
            self._now = paged = self._shells.get(key) or _Paged(
                shell, self._fetcher, self._options, self._fonts_key, self._sheet
            )
            self._shells[key] = paged
            self._shells.move_to_end(key)
            if len(self._shells) > _MOST_SHELLS:
                self._shells.popitem(last=False)
            for index in paged.update(shell, pieces):
                yield from self._told(paged, [index])
            order = range(len(paged.records))
            yield from self._told(paged, [*order[first:], *order[:first]])
            del self._shown[len(paged.records) :]
            is_whole = self._settled = True
        except GeneratorExit:
            is_whole = True
            raise
        except URLFetchingError:  # a colour profile; the engine does without other resources
            raise NotHandled("a resource is refused") from None
        except NotHandled:
            raise
        except Exception as error:
            # The engine's fault or ours: a full layout shows which.
            log.warning("A live layout failed, and the whole brief is laid out in its place.", exc_info=True)
            raise NotHandled(f"it failed ({type(error).__name__}: {error})") from error
        finally:
            if not is_whole:
                self._shells.pop(key, None)
            if was_enabled:
                gc.enable()

    def _told(self, paged: _Paged, indices: list[int]) -> Iterator[ChangedPage]:
        for index in indices:
            page = paged.page(index)
            self._shown += [None] * (index + 1 - len(self._shown))
            if self._shown[index] is not page:
                self._shown[index] = page
                yield ChangedPage(index, page)

    @property
    def is_settled(self) -> bool:
        """Whether the last update ran to its end, so that all pages are those of the document."""
        return self._settled

    @property
    def page_count(self) -> int:
        """How many pages there are, as far as they are laid out."""
        return len(self._shown)

    @property
    def pages(self) -> tuple[Any, ...]:
        """The engine's pages, in order; all of them if it is settled."""
        return tuple(self._shown)

    def laid_out(self) -> LaidOut:
        """All pages, to be measured and painted (`pdf.paint`).

        Raises:
            RuntimeError: It is not settled.
        """
        if not self._settled or self._now is None:
            raise RuntimeError("the last update did not run to its end")
        return self._now.laid_out(list(self._shown))

    def document(self) -> Any:
        """The engine's document of all pages. Raises what `laid_out` raises."""
        return self.laid_out().document


class _Paged:
    """The document of one shell: all that does not change with the blocks of its body."""

    def __init__(
        self, shell: str, fetcher: SealedFetcher, options: PdfOptions, fonts_key: str, sheet: PageSize | None
    ) -> None:
        if weasyprint.__version__ not in MADE_FOR:
            raise NotHandled(f"WeasyPrint {weasyprint.__version__} is not known")
        self._shell = ""
        self._fetcher = fetcher
        self._wanted = options
        self._choices = engine_choices(fetcher, options, sheet)
        self._html = html = _shell_of(shell, fetcher)
        self._fonts = fonts_for(fonts_key)
        engine_options = {**DEFAULT_OPTIONS, **self._choices.options, "stylesheets": self._choices.sheets}
        if options.engine_variant:
            _, defaults = VARIANTS[options.engine_variant]
            engine_options |= {name: value for name, value in defaults.items() if engine_options.get(name) is None}
        counter_style = CounterStyle()
        context = Document._build_layout_context(  # noqa: SLF001 - the engine has no public name for it
            html, self._fonts, counter_style, dict(self._choices.profiles), engine_options
        )
        self._context = context
        context.target_collector = Targets()
        root = build.build_formatting_structure(
            html.etree_element,
            context.style_for,
            context.get_image_from_uri,
            html.base_url,
            context.target_collector,
            counter_style,
            [],
        )
        body_box = root.children[0] if root.children else None
        if (
            body_box is None
            or len(root.children) != 1
            or body_box.children
            or not isinstance(body_box, boxes.BlockBox)
            or body_box.style["display"] != ("block", "flow")
            or body_box.style["height"] != "auto"
            or root.style["height"] != "auto"
        ):
            raise NotHandled("something stands around the blocks of the body")
        body = Container(Piece("<body>", ""), (), None, element=body_box.element, box=body_box)
        counters: Any = ([0], {"footnote": [0], "note": [0]}, [{"footnote", "note"}], [])
        for box in (root, body_box):
            build.update_counters(counters, box.style)
            counters[2].append(set())
        body.opened = counters
        stylist = Stylist(context.style_for, html.etree_element, html.base_url, context.target_collector)
        self._tree = Tree(body, stylist, sight_of(sheet for sheet, _, _ in context.style_for._sheets))  # noqa: SLF001 - the engine has no public name for it
        self._builder = Builder(body, context, html.base_url)
        memo = TextMemo()
        self._pager = Pager(self._builder, root, context, html, memo)
        self._dresser = Dresser(context, memo)

    def update(self, shell: str, pieces: tuple[Piece, ...]) -> Iterator[int]:
        """Lay the document out as it is now; yields the numbers of pages laid out anew."""
        if shell != self._shell:
            self._shell = shell
            self._read_head(shell)
        self._tree.update(pieces)
        self._tree.check_content()
        self._builder.forget(self._tree.dropped)
        self._builder.update()
        for index in self._pager.lay_out():
            self._dresser.begin(self._pager.records)
            yield index
        self._dresser.begin(self._pager.records)
        self._dresser.keep(self._pager.records)

    def _read_head(self, shell: str) -> None:
        """Take over title and metadata, which do not count for the layout."""
        head = _shell_of(shell, self._fetcher).etree_element.find("head")
        root = self._html.etree_element
        root[list(root).index(root.find("head"))] = head

    @property
    def records(self) -> list[Any]:
        """The pages as the pager has them."""
        return self._pager.records

    def page(self, index: int) -> Any:
        """A page with head and foot."""
        return self._dresser.dressed(self._pager.records[index], index)

    def laid_out(self, pages: list[Any]) -> LaidOut:
        """The engine's document of these pages."""
        for page in pages:
            for *_, box in page.links:
                box.link_annotation = None  # of the file that was written last
        html = self._html
        html.wrapper_element = type(html.wrapper_element).from_html_root(html.etree_element)
        document = Document(
            pages,
            DocumentMetadata(**get_html_metadata(html)),
            self._fetcher,
            self._fonts,
            colour_profiles(self._wanted),
            self._choices.options.get("output_intent"),
        )
        document._html = html  # noqa: SLF001 - the engine has no public name for it
        return LaidOut(document, self._choices.options, self._wanted)


def _shell_of(shell: str, fetcher: SealedFetcher) -> Any:
    return parsed(f"{shell}</body></html>", fetcher)
