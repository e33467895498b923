"""A document that is edited: which pages change, and that the file is a full layout's."""

from pathlib import Path

import pytest

from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.live_layout import LiveLayout
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import SealedFetcher, lay_out, paint


def document(*paragraphs: str) -> str:
    """A page of A6 for every paragraph or two."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    style = "@page { size: A6 } p { break-after: page }"
    head = f'<html lang="en"><head><title>T</title><style>{style}</style></head>'
    return f"<!DOCTYPE html>{head}<body>{body}</body></html>"


def test_pages_are_those_of_a_full_layout(tmp_path: Path) -> None:
    """After an update has run to its end, the pages and the file are those of a full layout."""
    fetcher = SealedFetcher(FencedFolder(tmp_path))
    live = LiveLayout(fetcher, options=PdfOptions(), fonts_key="live")
    with pytest.raises(RuntimeError):
        live.document()
    for html in (document("One.", "Two."), document("One.", "Two and a half.", "Three.")):
        changed = {page.index: page.page for page in live.update(html)}
        full = lay_out(html, fetcher, options=PdfOptions(), fonts_key="live")
        assert live.is_settled
        assert live.page_count == len(full.document.pages)
        assert all(live.pages[index] is page for index, page in changed.items())
        assert live.document().pages == list(live.pages)
        assert paint(live.laid_out()).pdf == paint(full).pdf
