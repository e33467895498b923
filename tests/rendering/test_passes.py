"""Documents that are laid out in several passes keep their footnotes: each once, not before it is called."""

import random
from pathlib import Path

import live_edits
from weasyprint.formatting_structure import boxes

from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import SealedFetcher, engine_says, lay_out


def test_each_footnote_is_printed_once_in_a_document_with_a_list_of_contents(tmp_path: Path) -> None:
    """The engine alone doubles one that had no room on its page, when it lays out pages again for their numbers."""
    html = live_edits.features(random.Random(4), 2)  # noqa: S311 - no secret
    with engine_says([]):
        laid_out = lay_out(html, SealedFetcher(FencedFolder(tmp_path)), options=PdfOptions(), fonts_key="passes")
    called: list[object] = []
    noted: list[object] = []
    for page in laid_out.page_boxes():
        called += [box.element for box in page.descendants() if (box.element_tag or "").endswith("::footnote-call")]
        for area in page.children:
            if isinstance(area, boxes.FootnoteAreaBox):
                noted += [note.element for note in area.children]
                assert all(note.element in called for note in area.children)
    assert len(noted) == len(set(noted)) == html.count('class="footnote"')
