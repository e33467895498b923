"""What the preview has of a brief's pages: small PDFs, each of one page, by the digests of what is on them."""

from __future__ import annotations

from briefgen.gui.preview.drawing import Drawing, page_texts
from briefgen.rendering.live_pages import AllPages, LivePage
from briefgen.rendering.pages import PageSize, Place


class ShownPages:
    """Takes pages as they come from the rendering child, and knows which there are now.

    What went off the pages with the last two updates is kept: a job that is under way may count on it.
    """

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._pdfs: dict[str, tuple[int, bytes]] = {}
        self._texts: dict[str, str] = {}
        self._before: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self.digests: tuple[str, ...] = ()
        self.sizes: tuple[PageSize, ...] = ()
        self.places: dict[str, tuple[Place, ...]] = {}

    @property
    def known(self) -> frozenset[str]:
        """Digests of all pages that are at hand."""
        return frozenset(self._pdfs)

    @property
    def documents(self) -> tuple[int, ...]:
        """The numbers under which the drawing has the pages."""
        return tuple(self._pdfs[digest][0] for digest in self.digests)

    def texts(self) -> list[str]:
        """The text of each page."""
        for digest in self.digests:
            if digest not in self._texts:
                self._texts[digest] = page_texts(self._pdfs[digest][1])[0]
        return [self._texts[digest] for digest in self.digests]

    def clear(self) -> None:
        """Have no pages; what was there stays at hand."""
        self.digests, self.sizes, self.places = (), (), {}

    def take_page(self, page: LivePage) -> bool:
        """Take a page that is new; gives whether it is shown now: one far beyond the last waits for those between."""
        if page.pdf is not None and page.digest not in self._pdfs:
            self._pdfs[page.digest] = (self._drawing.add(page.pdf), page.pdf)
        at, count = page.index, len(self.digests)
        if page.digest not in self._pdfs or at > count or (at < count and self.digests[at] == page.digest):
            return False
        self.digests = (*self.digests[:at], page.digest, *self.digests[at + 1 :])
        self.sizes = (*self.sizes[:at], page.size, *self.sizes[at + 1 :])
        elsewhere = {name: tuple(p for p in places if p.page != at) for name, places in self.places.items()}
        for name, place in page.places.items():
            elsewhere[name] = tuple(sorted((*elsewhere.get(name, ()), place), key=lambda place: place.page))
        self.places = {name: places for name, places in elsewhere.items() if places}
        return True

    def take_all(self, pages: AllPages) -> bool:
        """Take what pages there are; gives whether all of them are at hand: else nothing is taken."""
        if not self._pdfs.keys() >= set(pages.digests):
            return False
        self.digests, self.sizes, self.places = pages.digests, pages.sizes, dict(pages.places)
        now = frozenset(pages.digests)
        if now != self._before[0]:
            wanted = now.union(*self._before)
            for digest in [digest for digest in self._pdfs if digest not in wanted]:
                self._drawing.drop(self._pdfs.pop(digest)[0])
                self._texts.pop(digest, None)
            self._before = now, self._before[0]
        return True
