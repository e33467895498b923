"""Each character of a source has its place on the pages, and each place its character."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.domain.sources import Source, page_at
from briefgen.importers.document import NoTextLayer, PasswordNeeded, ReadDocument
from briefgen.importers.pdf.glyphs import glyphs_of
from briefgen.importers.pdf.page_map import PageMap, page_map
from briefgen.importers.reader import Reader
from briefgen.importers.reading import read_document
from tests.importers.pdf.making import handmade, printed, words_at
from tests.importers.pdf.test_reading import FERRY, HARBOUR, MORE, RUNNING, protected

PAPER = printed(
    f"<h1>The northern quay</h1>{''.join(f'<p>{each}</p>' for each in (HARBOUR, *MORE, FERRY))}"
    "<table><tr><td>Quay<td>Depth<tr><td>North<td>11.5<tr><td>South<td>4.0</table>",
    RUNNING,
)


def mapped(data: bytes, **more: str) -> tuple[ReadDocument, PageMap]:
    """A PDF as it is read, and the places of its characters."""
    document = read_document(data, "paper.pdf", **more)
    return document, page_map(data, document.text, document.blocks, **more)


def characters(document: ReadDocument, places: PageMap) -> Iterator[tuple[int, int]]:
    """The offsets of the characters that have a place, with the index of their page."""
    for page in places.pages:
        for start, end, _ in page.entries():
            assert end == start + 1
            yield start, page.index


def source_of(document: ReadDocument) -> Source:
    """The source that an import makes of it."""
    return Source(
        id="source-1",
        sha256="0" * 64,
        filename="paper.pdf",
        text=document.text,
        blocks=document.blocks,
        pages=document.pages,
    )


def check_places(document: ReadDocument, places: PageMap) -> None:
    """Every character but white space has one place, on its page; and going there leads back to it."""
    found = sorted(characters(document, places))
    assert [start for start, _ in found] == [offset for offset, char in enumerate(document.text) if not char.isspace()]
    source = source_of(document)
    for start, index in found:
        page = page_at(source, start)
        assert page is not None
        assert page.index == index
    for page in places.pages:
        for start, _, (left, top, right, bottom) in page.entries():
            assert -1 <= left <= right <= page.width + 1
            assert -1 <= top <= bottom <= page.height + 1
            middle = (top + bottom) / 2
            assert page.offset_at(left + 0.3 * (right - left), middle) in {start, start + 1}


def test_each_character_has_its_place() -> None:
    """Over pages, in tables, in headings: each once, and on the page that its passage is said to be on."""
    document, places = mapped(PAPER)
    assert len(places.pages) == len(document.pages) > 2
    check_places(document, places)


def test_what_is_drawn_at_a_place_is_the_character() -> None:
    """The engine that draws the pages finds the same character in the same box."""
    document, places = mapped(PAPER)
    pdf = pypdfium2.PdfDocument(PAPER)
    for page in places.pages:
        drawn = pdf[page.index]
        text = drawn.get_textpage()
        for start, _, (left, top, right, bottom) in page.entries():
            x, y = (left + right) / 2, page.height - (top + bottom) / 2
            index = text.get_index(x, y, 12, 12)
            assert index is not None
            near = text.get_text_range(max(0, index - 1), 3)  # letters of one ligature share a box
            assert document.text[start] in near.replace("\u2010", "-"), start
        text.close()
        drawn.close()
    pdf.close()


def test_a_drag_over_words_picks_them() -> None:
    """From the left edge of the first letter to the right edge of the last, on one line or many, over pages."""
    document, places = mapped(PAPER)
    for wanted in ("eleven millimetres", "the old surveyor had been heard; he had been ill", "North", "minutes record"):
        start = document.text.index(wanted)
        end = start + len(wanted)
        rectangles = places.rectangles(start, end)
        page, first = rectangles[0]
        last_page, last = rectangles[-1]
        middle = (first[1] + first[3]) / 2
        assert places.pages[page].offset_at(first[0] + 0.1, middle) == start
        assert places.pages[last_page].offset_at(last[2] - 0.1, (last[1] + last[3]) / 2) == end


def test_a_line_is_one_rectangle() -> None:
    """With its spaces; the words of a paragraph have as many as it has lines."""
    document, places = mapped(handmade([words_at((50, 400, "The wall is old,"), (50, 388, "and it has moved."))]))
    assert document.text == "The wall is old, and it has moved."
    (one, first), (two, second) = places.rectangles(0, len(document.text))
    assert one == two == 0
    assert first[3] <= second[1] + 6
    assert [box for _, box in places.rectangles(4, 8)] == [pytest.approx((66.7, 98, 83.3, 104), abs=8)]


WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789.,;:", min_size=1, max_size=9), min_size=1, max_size=40
)


@settings(max_examples=40, deadline=None)
@given(words=WORDS, size=st.sampled_from([7.0, 10.0, 13.0]), turn=st.sampled_from([0, 90, 180, 270]))
def test_any_words_on_any_page_have_their_places(words: list[str], size: float, turn: int) -> None:
    """However the page is turned, whatever is written: each character once, and the way there and back."""
    lines = [" ".join(words[index : index + 5]) for index in range(0, len(words), 5)]
    content = words_at(*((60, 450 - 1.3 * size * number, line) for number, line in enumerate(lines)), size=size)
    data = handmade([content], page=f"/Rotate {turn}")
    document, places = mapped(data)
    found = sorted(start for start, _ in characters(document, places))
    assert found == [offset for offset, char in enumerate(document.text) if not char.isspace()]
    for page in places.pages:
        for _, _, (left, top, right, bottom) in page.entries():
            assert -1 <= left <= right <= page.width + 1
            assert -1 <= top <= bottom <= page.height + 1


def test_lines_that_were_put_back_have_their_places() -> None:
    """They stand where the page has them, and not where the same words stand in the text."""
    again = read_document(PAPER, "paper.pdf", keep={"Annual report"})
    assert "Annual report" in again.text
    places = page_map(PAPER, again.text, again.blocks)
    start = again.text.index("Annual report")
    ((page, box),) = places.rectangles(start, start + len("Annual report"))
    assert (page, box[1] < 60) == (0, True)


def test_the_confined_reader_gives_the_same_places() -> None:
    """The window asks it, and gives it the password that the editor typed."""
    data = protected(PAPER, "sesame")
    document = read_document(data, "paper.pdf", password="sesame")  # noqa: S106 - nobody's
    source = source_of(document)
    with Reader() as reader:
        found = reader.page_map(data, source, password="sesame")  # noqa: S106 - nobody's
        with pytest.raises(PasswordNeeded):
            reader.page_map(data, source)
    assert found == page_map(data, source.text, source.blocks, password="sesame")  # noqa: S106 - nobody's


def test_a_text_that_came_out_otherwise_has_the_places_of_what_is_the_same() -> None:
    """Words that an older program read otherwise have none; those beside them do."""
    document, _ = mapped(PAPER)
    changed = document.text.replace("northern quay was put off", "northern wall was put off", 1)
    places = page_map(PAPER, changed, document.blocks)
    start = changed.index("wall was put off")
    assert places.rectangles(start, start + 4) == []
    assert places.rectangles(0, 5)
    assert places.rectangles(start + 5, start + 8) == page_map(PAPER, document.text, document.blocks).rectangles(
        start + 5, start + 8
    )


def test_ligatures_share_their_box() -> None:
    """Each letter of one has its part of the box, in order."""
    data = printed("<p>An official raft.</p>", "body { font: 24pt 'DejaVu Sans', sans-serif }")
    document, places = mapped(data)
    check_places(document, places)
    lefts = [box[0] for start, _, box in places.pages[0].entries() if 3 <= start < 11]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == len(lefts)
    assert BytesIO(data).read(5) == b"%PDF-"


PLACED = st.lists(
    st.tuples(
        st.integers(0, 380),
        st.integers(5, 490),
        st.text("abcdefghijklmnopqrstuvwxyz0123456789.,", min_size=1, max_size=14),
        st.sampled_from([5.0, 8.0, 10.0, 18.0]),
        st.sampled_from(["1 0 0 1", "0 1 -1 0", "0 -1 1 0", "-1 0 0 -1", "0.7 0.7 -0.7 0.7"]),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(placed=PLACED)
def test_words_thrown_on_a_page_are_all_read(placed: list[tuple[int, int, str, float, str]]) -> None:
    """Whatever lies across whatever: each character that is on the page is in the text or among what is left out."""
    content = "\n".join(f"BT /F1 {size} Tf {turn} {x} {y} Tm ({word}) Tj ET" for x, y, word, size, turn in placed)
    data = handmade([content])
    pdf = pypdfium2.PdfDocument(data)
    there = glyphs_of(pdf[0]).glyphs
    pdf.close()
    try:
        document = read_document(data, "paper.pdf")
    except NoTextLayer:
        assert all(glyph.turn for glyph in there)
        return
    whole = document.text + "".join(line.text for line in document.left_out)
    assert sorted(char for char in whole if not char.isspace()) == sorted(glyph.text for glyph in there)


def test_a_page_alone_has_the_places_that_it_has_among_all() -> None:
    """The window asks for the pages in view only, also where a text says the same again and again."""
    css = "@page { size: A6; margin: 15mm; @top-center { content: 'Annual report' } }"
    said = " ".join([MORE[0], MORE[1]] * 6)
    again = printed(f"<p>{said}</p>" * 3, css)
    for data, least in ((PAPER, 3), (again, 7)):
        document = read_document(data, "paper.pdf")
        whole = page_map(data, document.text, document.blocks, document.pages)
        assert len(whole.pages) >= least
        for page in whole.pages:
            alone = page_map(data, document.text, document.blocks, document.pages, only={page.index})
            assert alone.pages == (page,)
