"""A document that is edited: which pages change, and that the file is a full layout's."""

import random
from pathlib import Path

import live_edits
import live_equality
import pytest

from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.live_layout import LiveLayout, NotHandled
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import SealedFetcher, engine_says, lay_out, paint

STYLE = """
@page { size: A6; margin: 10mm; @bottom-center { content: element(foot) } @top-center { content: string(section) } }
.foot { position: running(foot) } .foot::after { content: counter(page) "/" counter(pages) }
h2 { break-before: page; string-set: section content() } a::after { content: target-counter(attr(href), page) }
p { font-size: 9pt }
"""


def document(*sections: str, style: str = STYLE, foot: str = "Foot") -> str:
    """A list of contents, and a page for every section or more."""
    links = "".join(f'<li><a href="#s{number}">Section</a></li>' for number in range(len(sections)))
    body = "".join(
        f'<section><h2 id="s{number}">Part {number}</h2><div>{text}</div></section>'
        for number, text in enumerate(sections)
    )
    head = f'<html lang="en"><head><title>T</title><style>{style}</style></head>'
    return f'<!DOCTYPE html>{head}<body><div class="foot">{foot}</div><main><ul>{links}</ul>{body}</main></body></html>'


@pytest.fixture
def live(tmp_path: Path) -> LiveLayout:
    """A live layout of nothing yet."""
    return LiveLayout(SealedFetcher(FencedFolder(tmp_path)), options=PdfOptions(), fonts_key="live")


def changed(live: LiveLayout, html: str) -> list[int]:
    """The numbers of the pages that an update tells, each once, in order."""
    return sorted({page.index for page in live.update(html)})


def full_file(html: str, folder: Path) -> bytes:
    """The file that a full layout gives."""
    laid_out = lay_out(html, SealedFetcher(FencedFolder(folder)), options=PdfOptions(), fonts_key="live")
    return paint(laid_out).pdf


PARAGRAPH = "<p>One two three four five six seven eight nine ten eleven twelve.</p>"


def test_only_pages_that_an_edit_reaches_change(live: LiveLayout, tmp_path: Path) -> None:
    """A word changes its page; a page more changes all that say how many there are; nothing changes nothing."""
    plain = document(PARAGRAPH, PARAGRAPH, PARAGRAPH)
    assert changed(live, plain) == [0, 1, 2, 3]
    assert changed(live, plain) == []
    before = live.pages
    word = document(PARAGRAPH, PARAGRAPH.replace("two", "second"), PARAGRAPH)
    assert changed(live, word) == [2]
    assert [old is new for old, new in zip(before, live.pages, strict=True)] == [True, True, False, True]
    assert paint(live.laid_out()).pdf == full_file(word, tmp_path)
    longer = document(PARAGRAPH, PARAGRAPH * 12, PARAGRAPH)
    assert changed(live, longer) == [0, 1, 2, 3, 4]
    assert live.page_count == 5
    assert paint(live.laid_out()).pdf == full_file(longer, tmp_path)
    foot = document(PARAGRAPH, PARAGRAPH * 12, PARAGRAPH, foot="Other")
    assert changed(live, foot) == [0, 1, 2, 3, 4]
    assert changed(live, plain) == [0, 1, 2, 3]
    assert paint(live.laid_out()).pdf == full_file(plain, tmp_path)


def test_the_title_changes_the_file_and_no_page(live: LiveLayout, tmp_path: Path) -> None:
    """What only the file says of itself is taken over without any layout."""
    plain = document(PARAGRAPH)
    changed(live, plain)
    titled = plain.replace("<title>T", '<meta name="author" content="The Board"><title>Other')
    assert changed(live, titled) == []
    assert live.document().metadata.title == "Other"
    assert paint(live.laid_out()).pdf == full_file(titled, tmp_path)


def test_an_update_may_be_abandoned(live: LiveLayout, tmp_path: Path) -> None:
    """After an update that was left half way the next is right, and until then there is no whole document."""
    changed(live, document(PARAGRAPH, PARAGRAPH, PARAGRAPH))
    longer = document(PARAGRAPH * 12, PARAGRAPH, PARAGRAPH)
    update = live.update(longer)
    next(update)
    update.close()
    assert not live.is_settled
    with pytest.raises(RuntimeError):
        live.document()
    changed(live, longer)
    assert live.is_settled
    assert paint(live.laid_out()).pdf == full_file(longer, tmp_path)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (document("<p>a</p>").replace("</main>", ""), "closed"),
        (document('<p id="s0">a</p>'), "twice"),
        (document("<p>a</p>", style="div { position: fixed }"), "fixed"),
        (document("<p>a</p>", style="section:has(p) p { color: red }"), "another element"),
        (document("<p>a</p>", style="section:has(p) { color: red }"), "divided"),
        (document("<p>a</p>", style="body { height: 10mm }"), "around"),
        (document("<p>a</p>", style="h2 { bookmark-label: counter(page) }"), "page numbers"),
    ],
)
def test_what_is_not_handled_is_refused(live: LiveLayout, html: str, reason: str) -> None:
    """It is said why, and a document that is handled is laid out after it."""
    with pytest.raises(NotHandled, match=reason):
        changed(live, html)
    assert changed(live, document(PARAGRAPH)) == [0, 1]
    with pytest.raises(NotHandled, match=reason):
        changed(live, html)


@pytest.mark.expected_log("A live layout failed")
def test_a_fault_of_the_engine_is_refused(live: LiveLayout) -> None:
    """Whatever fails, a full layout is asked for, and it is logged; the next update is right."""
    faulty = STYLE + 'a::after { content: target-counter(attr(href), page) " of " counter(pages) }'
    with pytest.raises(NotHandled, match="failed"):
        changed(live, document(PARAGRAPH, style=faulty))
    assert changed(live, document(PARAGRAPH)) == [0, 1]


@pytest.mark.parametrize(
    ("name", "sample"), [*zip(live_equality.TEMPLATES, ("normal", "normal", "normal", "least"), strict=True)]
)
def test_edits_of_the_shipped_templates_give_the_files_of_full_layouts(name: str, sample: str) -> None:
    """After random edits, some of them abandoned, the file is that of a full layout, byte for byte."""
    subject = live_equality.subject(open_template(name), sample)
    rng = random.Random(name)  # noqa: S311 - no secret
    with engine_says([]):
        found = [live_equality.edited(rng, subject, compare=False) for _ in range(4)]
        while not found[-1].is_compared:
            found.append(live_equality.edited(rng, subject))
    assert not any(outcome.differs or outcome.refused for outcome in found)


def test_edits_give_the_files_of_full_layouts_whatever_a_document_uses(tmp_path: Path) -> None:
    """So with footnotes, named pages, leaders, notes in the margin, columns, flexible boxes, quoted headings."""
    html = live_edits.features(random.Random(4), 2)  # noqa: S311 - no secret
    subject = live_equality.Subject("features", html, SealedFetcher(FencedFolder(tmp_path)), "live")
    rng = random.Random(5)  # noqa: S311 - no secret
    with engine_says([]):
        found = [live_equality.edited(rng, subject, compare=False) for _ in range(6)]
        while not found[-1].is_compared:
            found.append(live_equality.edited(rng, subject))
    assert not any(outcome.differs or outcome.refused for outcome in found)
