"""`LiveLayout`: a document that is edited, and its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefgen.errors import InternalError
from briefgen.rendering.pages import PageSize, PdfOptions
from briefgen.rendering.pdf import LaidOut, SealedFetcher, lay_out


class NotHandled(InternalError):
    """The document uses something that only a full layout handles; the message says what. Never shown to a user."""


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
        self._laid_out: LaidOut | None = None

    def update(self, html: str, *, first: int = 0) -> Iterator[ChangedPage]:
        """Take the document as it is now, and yield its pages that changed, in the order in which they are found.

        Closing the iterator abandons the rest; the next update is right all the same. Pages beyond the last are gone
        without being told: see `page_count` when the iterator has ended.

        Args:
            html: The whole document.
            first: The page in view, from 0: it is told before others where that costs nothing.

        Raises:
            NotHandled: Only a full layout handles the document. The next update may be tried all the same.
        """
        self._laid_out = None
        laid_out = lay_out(html, self._fetcher, options=self._options, fonts_key=self._fonts_key, sheet=self._sheet)
        self._laid_out = laid_out
        pages = list(enumerate(laid_out.document.pages))
        for index, page in (*pages[first:], *pages[:first]):
            yield ChangedPage(index, page)

    @property
    def is_settled(self) -> bool:
        """Whether the last update ran to its end, so that all pages are those of the document."""
        return self._laid_out is not None

    @property
    def page_count(self) -> int:
        """How many pages there are, as far as they are laid out."""
        return len(self.pages)

    @property
    def pages(self) -> tuple[Any, ...]:
        """The engine's pages, in order; all of them if it is settled."""
        return () if self._laid_out is None else tuple(self._laid_out.document.pages)

    def laid_out(self) -> LaidOut:
        """All pages, to be measured and painted (`pdf.paint`).

        Raises:
            RuntimeError: It is not settled.
        """
        if self._laid_out is None:
            raise RuntimeError("the last update did not run to its end")
        return self._laid_out

    def document(self) -> Any:
        """The engine's document of all pages. Raises what `laid_out` raises."""
        return self.laid_out().document
