"""The preview's store of pages: which are at hand, which are shown, and what goes."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from briefgen.gui.preview.drawing import Drawing
from briefgen.gui.preview.shown_pages import ShownPages
from briefgen.rendering.live_pages import AllPages, LivePage
from briefgen.rendering.pages import PageSize, Place

SIZE = PageSize(100, 200)


@pytest.fixture
def shown(application: QApplication) -> Iterator[ShownPages]:
    """A store without pages."""
    drawing = Drawing()
    yield ShownPages(drawing)
    drawing.close()


def pdf() -> bytes:
    """A PDF of an empty page."""
    document, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(100, 200)
    document.save(written)
    document.close()
    return written.getvalue()


def page(index: int, digest: str, *names: str) -> LivePage:
    """A page with places on it."""
    return LivePage(index, digest, SIZE, {name: Place(index, 1, 2, 3, 4) for name in names}, pdf())


def whole(*digests: str) -> AllPages:
    """All pages, without places."""
    return AllPages(digests, (SIZE,) * len(digests), {})


def test_a_page_is_shown_as_soon_as_it_comes(shown: ShownPages) -> None:
    """In place of the one before, or behind the last; its places with it. What lies further on waits."""
    assert shown.take_page(page(0, "a", "title", "risk-1"))
    assert not shown.take_page(page(2, "c"))
    assert shown.take_page(page(1, "b", "risk-1"))
    assert shown.digests == ("a", "b")
    assert [place.page for place in shown.places["risk-1"]] == [0, 1]
    assert shown.take_page(page(0, "A", "title"))
    assert [place.page for place in shown.places["risk-1"]] == [1]
    assert not shown.take_page(page(0, "A", "title")), "nothing is new"
    assert len(set(shown.documents)) == len(shown.texts()) == 2
    assert shown.take_all(whole("A", "b", "c"))
    assert shown.digests == ("A", "b", "c")


def test_what_is_not_at_hand_is_not_shown(shown: ShownPages) -> None:
    """Nothing is taken of pages of which one is missing, and a page that is only named is shown if it is there."""
    shown.take_page(page(0, "a"))
    assert not shown.take_all(whole("a", "b"))
    assert shown.digests == ("a",)
    assert not shown.take_page(LivePage(0, "b", SIZE, {}, None))
    shown.take_page(page(0, "b"))
    assert shown.take_page(LivePage(0, "a", SIZE, {}, None))


def test_old_pages_go_after_two_updates(shown: ShownPages) -> None:
    """A job that is under way may count on what was there when it began; what was longer ago is forgotten."""
    for digest in "abcd":
        shown.take_page(page(0, digest))
        shown.take_all(whole(digest))
    assert shown.known == {"b", "c", "d"}
    shown.clear()
    assert shown.documents == ()
    assert shown.known == {"b", "c", "d"}
