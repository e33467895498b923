"""A saved web page gives its article, with its structure; what stood around it is listed with the reason."""

import json
import plistlib
import re
import statistics
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.document import ReadDocument
from briefgen.importers.reading import read_document
from briefgen.importers.webpage.tree import parse
from tests.importers.webpage.page import ARTICLE, PAGE


def read(page: str, name: str = "page.html", **more: object) -> ReadDocument:
    """Read a page."""
    return read_document(page.encode(), name, **more)


def blocks(document: ReadDocument) -> list[tuple[str, int, str]]:
    """The kind, level and words of each block."""
    return [(str(block.kind), block.level, document.text[block.start : block.end]) for block in document.blocks]


class TestAnArticle:
    """The page of a newspaper."""

    document = read(PAGE)

    def test_its_structure_is_kept(self) -> None:
        """Headings, paragraphs, the table by rows and cells, the quotation, and lists with their depth."""
        assert blocks(self.document) == [
            ("paragraph", 0, ARTICLE[0]),
            ("paragraph", 0, ARTICLE[1]),
            ("heading", 2, "What it would cost"),
            ("paragraph", 0, ARTICLE[2]),
            ("caption", 0, "The two ways"),
            ("table", 0, "Way\tCost\tEnds\nMend\t£2.1 million\tin a year\nWatch\t£400,000 a year, without end"),
            ("quote", 1, "A bridge that is watched is a bridge that is falling, slowly, at the public's expense."),
            ("list item", 1, "Mend it before the offer ends."),
            ("list item", 2, "The money would have to be lent."),
            ("list item", 1, "Close it, and say so."),
            ("paragraph", 0, ARTICLE[3]),
        ]

    def test_what_is_left_out_is_listed_with_the_reason(self) -> None:
        """Everything that the page shows around the article can be seen, and so can what it hides."""
        assert {(line.reason, line.text) for line in self.document.left_out} == {
            ("cookies", "We use cookies to improve your visit.\nAccept all"),
            ("page header", "The Quay Gazette"),
            ("navigation", "News\nSport"),
            ("title", "Close the bridge, or mend it"),
            ("advertisement", "Advertisement"),
            ("link to more", "Read more: The ring road at eight in the morning"),
            ("hidden on the page", "Only robots read this line, and they are welcome to it, all of it."),
            ("newsletter", "Get the Gazette in your inbox every morning\nSign up"),
            ("link to more", "Related\nHauliers count the miles\nA bridge too old"),
            ("page footer", "© Quay Papers Ltd. Terms"),
        }

    def test_what_it_says_of_itself_is_taken_over(self) -> None:
        """Title, authors, date, language, address, the paper and who publishes it."""
        about = self.document.bibliography
        assert (about.title, about.type) == ("Close the bridge, or mend it", "article-newspaper")
        assert [name.shown for name in about.author] == ["The harbour correspondent", "A. Reader"]
        assert (about.container_title, about.publisher) == ("The Quay Gazette", "Quay Papers Ltd")
        assert about.issued is not None
        assert (about.issued.iso, about.language) == ("2027-02-03", "en-GB")
        assert (about.URL, about.abstract) == (
            "https://gazette.example/bridge",
            "What eleven hauliers have done already",
        )

    def test_what_was_put_back_stays(self) -> None:
        """Imported again, a line that an editor has put back is in the text."""
        back = {"Read more: The ring road at eight in the morning", "News\nSport", "© Quay Papers Ltd. Terms"}
        again = read(PAGE, keep=back)
        assert again.text.startswith("News\nSport\n\n")
        assert "Read more: The ring road" in again.text
        assert again.text.endswith("© Quay Papers Ltd. Terms")
        assert len(again.left_out) == len(self.document.left_out) - 3

    @pytest.mark.parametrize("name", ["page.htm", "page.doc", "page.txt", "page", "page.md"])
    def test_it_is_known_whatever_it_is_called(self, name: str) -> None:
        """The bytes say that it is a web page."""
        assert read(PAGE, name) == self.document

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32-be", "utf-8-sig"])
    def test_it_is_known_in_any_width(self, encoding: str) -> None:
        """In UTF-16 and UTF-32 as well, with a mark and without."""
        assert read_document(PAGE.encode(encoding), "page.doc").text == self.document.text


def test_the_encoding_that_a_page_declares_is_believed() -> None:
    """Where the bytes leave it open, the page's own word counts; where they do not, they do."""
    page = "<html><meta charset=koi8-r><p>Мост закрыт для грузовиков с октября, и порт платит за это.</p></html>"
    assert read_document(page.encode("koi8-r"), "m.html").encoding == "koi8_r"
    assert "Мост закрыт" in read_document(page.encode("koi8-r"), "m.html").text
    assert "Мост закрыт" in read_document(page.encode("utf-8"), "m.html").text
    wide = page.replace("koi8-r", "utf-16")
    assert "Мост закрыт" in read_document(wide.encode("utf-8"), "m.html").text


def test_a_page_without_an_article_gives_what_it_shows() -> None:
    """A page of few words, or a fragment, comes in as it is seen."""
    assert read("<html><body><p>Closed.</p></body></html>").text == "Closed."
    assert read("<p>Closed <b>to lorries</b>.</p><p hidden>Open</p>").text == "Closed to lorries."
    assert read("<div>One<br>two<br><br>three</div>").text == "One\ntwo\n\nthree"


def test_text_in_elements_is_no_page_under_another_name() -> None:
    """A text file that speaks of elements stays a text."""
    assert read("Write <p> for a paragraph.", "note.txt").text == "Write <p> for a paragraph."


def test_code_and_footnotes_are_told() -> None:
    """Preformatted text keeps its lines; a footnote is one; a table that lays out a page is none."""
    page = (
        "<html><body><table><tr><td><h2>Left</h2><p>One column.</p></td><td><p>The other.</p></td></tr></table>"
        "<pre>a = 1\n\n    b = 2</pre><aside role='doc-footnote'>A note.</aside></body></html>"
    )
    assert [(kind, words) for kind, _, words in blocks(read(page))] == [
        ("heading", "Left"),
        ("paragraph", "One column."),
        ("paragraph", "The other."),
        ("code", "a = 1\n    b = 2"),
        ("footnote", "A note."),
    ]


def test_cells_that_span_keep_the_columns() -> None:
    """A cell over two rows, or two columns, leaves the others in their columns."""
    page = "<table><tr><th>a<th>b<th>c</tr><tr><td rowspan=2>1<td colspan=2>2</tr><tr><td>3<td>4</tr></table>"
    assert read(page).text == "a\tb\tc\n1\t2\n\t3\t4"


def test_nothing_of_a_script_is_read() -> None:
    """Scripts, styles, event handlers and addresses leave nothing in the text."""
    page = (
        "<html><script>alert('one')</script><body onload=alert('two')>"
        "<p style=\"background:url(javascript:alert('three'))\">"
        "Words.<a href=\"javascript:alert('four')\">Link</a><svg><script>alert('five')</script></svg>"
        "<noscript>none</noscript><template>six</template></p></body></html>"
    )
    document = read(page)
    assert document.text == "Words.Link"
    assert document.left_out == ()


def test_deep_nesting_is_read() -> None:
    """Twenty thousand elements in one another are no trouble."""
    assert read("<div>" * 20_000 + "deep text" + "</div>" * 20_000).text == "deep text"


def test_a_page_of_scripts_alone_is_refused() -> None:
    """What has no words of its own is refused as any other file without words."""
    with pytest.raises(InputRefused, match="no words"):
        read("<html><body><script>write()</script></body></html>")


def test_a_page_that_builds_itself_is_warned_of() -> None:
    """A page that asks for a script says little, and how to save it better is said."""
    page = "<html><body><p>Please enable JavaScript to read this page.</p></body></html>"
    assert read(page).warnings == ("The page builds its text by a script: save it from a browser as a single file.",)


FRAGMENTS = st.sampled_from(
    "<div> </div> <p> </p> <table> <tr> <td> </td> </table> <ul> <li> </ul> <a href=x> </a> <br> <br><br> "  # noqa: SIM905  reads better
    "<blockquote> </blockquote> <script> </script> <pre> </pre> <h1> </h1> <nav> </nav> <form> <select> <option> "
    "<svg> <math> </body> </html> <!-- --> <![CDATA[ ]]> <!DOCTYPE &#x202e; &#0; &amp &nbsp; <b <i/ \" ' <caption> "
    "<th> <dd> <dl> Words,of,a,sentence,that,is,long,enough,to,count.".split()
) | st.text(max_size=8)


@given(st.lists(FRAGMENTS, max_size=40))
def test_anything_is_read_or_refused(parts: list[str]) -> None:
    """However a page is broken, its blocks cover the text, and no word is in it twice that was there once."""
    page = " ".join(parts)
    try:
        document = read(f"<html>{page}")
    except InputRefused:
        return
    between = [document.text[a.end : b.start] for a, b in zip(document.blocks, document.blocks[1:], strict=False)]
    assert set(between) <= {"\n\n"}
    assert all(document.text[block.start : block.end].strip() for block in document.blocks)
    words = Counter(re.findall("Words", document.text + "".join(line.text for line in document.left_out)))
    assert words["Words"] <= page.count("Words")


@given(st.lists(FRAGMENTS, max_size=40))
def test_a_copy_is_the_same_tree(parts: list[str]) -> None:
    """A copy has the same texts under the same numbers, and is another tree."""
    root = parse("".join(part for part in parts if part.isprintable())).root
    copy = root.copy()
    assert [(text.number, text.words) for text in copy.texts()] == [(text.number, text.words) for text in root.texts()]
    assert [element.tag for element in copy.walk()] == [element.tag for element in root.walk()]
    assert not {id(element) for element in copy.walk()} & {id(element) for element in root.walk()}


# ------------------------------------------------------------------------------------------ borrowed pages


def tokens(text: str) -> Counter[str]:
    """Words, or characters where words are not told apart by spaces."""
    east_asian = re.search("[\u3040-\u30ff\u4e00-\u9fff]", text)
    return Counter(re.findall(r"\w", text) if east_asian else re.findall(r"\w+", text.lower()))


@pytest.fixture(scope="module")
def borrowed(corpora: Path) -> dict[Path, ReadDocument]:
    """Real pages, read."""
    folders = sorted((corpora / "html").iterdir())
    return {folder: read_document((folder / "source.html").read_bytes(), "source.html") for folder in folders}


def test_borrowed_pages_give_their_main_text(borrowed: dict[Path, ReadDocument]) -> None:
    """The main text of real pages, by the F1 of its words, is what was expected of it, on each and on the average."""
    scores = {}
    for folder, document in borrowed.items():
        expected = parse(f"<div>{(folder / 'expected.html').read_text(encoding='utf-8')}</div>").root
        want, got = tokens(expected.words), tokens(document.text)
        scores[folder.name] = 2 * (want & got).total() / (want.total() + got.total())
    assert min(scores.values()) > 0.85, min(scores, key=lambda name: scores[name])
    assert statistics.mean(scores.values()) > 0.985


def test_borrowed_pages_say_what_they_are(borrowed: dict[Path, ReadDocument]) -> None:
    """Titles of real pages are told as expected, and authors where there are any."""
    for folder, document in borrowed.items():
        expected = json.loads((folder / "expected-metadata.json").read_text(encoding="utf-8"))
        about = document.bibliography
        assert " ".join((expected.get("title") or "").split()) == " ".join(about.title.split()), folder.name
        assert about.author or not expected.get("byline"), folder.name


def test_kinds_of_block_are_those_of_the_domain() -> None:
    """Every block is of a kind that the reader can show."""
    assert {block.kind for block in read(PAGE).blocks} <= set(BlockKind)


LONG = (
    "The council decided on Tuesday to repair the harbour wall, which has stood since 1911, at some two million. " * 3
)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{LONG}"}}</script>', ""),
        ("<script src=a.js></script>", f"<div id=app></div><noscript><article><p>{LONG}</p></article></noscript>"),
        ("<script></script>", f"<our-page><template shadowrootmode=open><p>{LONG}</p></template></our-page>"),
    ],
)
def test_what_a_page_shows_by_a_script_alone_is_found(head: str, body: str) -> None:
    """In its linked data, or in what browsers show without scripts, or attach by a template."""
    page = f"<html><head><title>The wall</title>{head}</head><body><noscript>Please enable JavaScript.</noscript>{body}"
    assert read_document(page.encode(), "wall.html").text == LONG.strip()


def test_a_page_that_only_a_script_fills_is_refused_with_what_to_do() -> None:
    """A request to allow scripts is no article."""
    page = (
        b"<html><body><noscript>You need to enable JavaScript.</noscript><div id=root></div><script src=a.js></script>"
    )
    with pytest.raises(InputRefused, match=r"“app\.html” holds no words, only a script .* open it in a browser"):
        read_document(page, "app.html")


def test_a_page_of_frames_has_what_stands_in_for_them() -> None:
    """As browsers without frames show it."""
    page = (
        f"<html><frameset cols='*'><frame src=a.html><noframes><body><p>{LONG}</p></body></noframes></frameset></html>"
    )
    assert read_document(page.encode(), "wall.html").text == LONG.strip()


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_page_that_safari_saved_is_read(form: plistlib.PlistFormat) -> None:
    """Its page, in the encoding that is told, with where it came from; a damaged file is refused by name."""
    page = f"<html><title>The wall</title><body><p>Zürich: {LONG}</p></body></html>".encode("latin-1")
    main = {"WebResourceData": page, "WebResourceMIMEType": "text/html", "WebResourceTextEncodingName": "iso-8859-1"}
    archive = {"WebMainResource": {**main, "WebResourceURL": "https://gazette.example/wall"}, "WebSubresources": []}
    data = plistlib.dumps(archive, fmt=form)
    read = read_document(data, "wall.webarchive")
    assert (read.text, read.bibliography.URL) == (f"Zürich: {LONG}".strip(), "https://gazette.example/wall")
    for other in ({**main, "WebResourceMIMEType": "image/png"}, {}, 3):
        with pytest.raises(InputRefused, match=r"“wall\.webarchive”"):
            read_document(plistlib.dumps({"WebMainResource": other}, fmt=form), "wall.webarchive")
    with pytest.raises(InputRefused, match=r"“wall\.webarchive”"):
        read_document(data[: len(data) // 2], "wall.webarchive")


def test_what_a_wiki_puts_beside_headings_for_its_editors_is_left_out() -> None:
    """“[edit]” is none of a heading's words."""
    heading = '<h2>History <span class="mw-editsection">[<a href="x">edit</a>]</span></h2>'
    page = f"<html><body><div id=content>{heading}<p>{LONG}</p><h2>Dues</h2><p>{LONG * 2}</p></div></body></html>"
    assert [words for kind, _, words in blocks(read(page)) if kind == "heading"] == ["History", "Dues"]
