"""Markdown becomes blocks without its marks."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.bibliography import Name, PartialDate
from briefgen.importers import markdown
from briefgen.importers.document import Draft
from briefgen.importers.noise import reason_to_leave_out
from briefgen.importers.reading import read_document


def read(written: str) -> Draft:
    """What Markdown is read as."""
    return markdown.read(written.encode(), reason_to_leave_out)


def blocks(written: str) -> list[tuple[str, str]]:
    """The blocks of a text: kind (and level, where it has one) and words."""
    return [(f"{p.kind} {p.level}".removesuffix(" 0"), p.text) for p in read(written).pieces if not p.left_out]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# A *fine* title {#top}", [("heading 1", "A fine title")]),
        ("Costs\n=====\n\nWages\n---", [("heading 1", "Costs"), ("heading 2", "Wages")]),
        ('One **bold** [link](https://example.org "t") and `code`.', [("paragraph", "One bold link and code.")]),
        ("Broken to\nfit  \nor on purpose\\\nso.", [("paragraph", "Broken to fit\nor on purpose\nso.")]),
        ("Tom &amp; Co. 4 &lt; 5 &copy;", [("paragraph", "Tom & Co. 4 < 5 ©")]),
        ("- one\n- two\n\n    - deep\n- three", [
            ("list item 1", "one"), ("list item 1", "two"), ("list item 2", "deep"), ("list item 1", "three"),
        ]),
        ("3. three\n4. four\n\n   more", [
            ("list item 1", "3. three"), ("list item 1", "4. four"), ("paragraph 1", "more"),
        ]),
        ("> said\n> one\n>\n> > who?\n>\n> - item", [
            ("quote 1", "said one"), ("quote 2", "who?"), ("list item 1", "item"),
        ]),
        ("```py\nif x:\n\n    y()\n```", [("code", "if x:"), ("code", "    y()")]),
        ("| Land | 2019 |\n|---|---:|\n| Japan | *5.1* |\n| | 2 |", [("table", "Land\t2019\nJapan\t5.1\n\t2")]),
        ("Wall\n: made of stone\n\n  and mortar", [
            ("paragraph", "Wall"), ("list item 1", "made of stone"), ("list item 1", "and mortar"),
        ]),
        ("![The wall](wall.jpg)", [("caption", "The wall")]),
        ("The ![red](r.png) boat", [("paragraph", "The red boat")]),
        ("~~Old~~ words\n\n---\n\n***\nend", [("paragraph", "Old words"), ("paragraph", "end")]),
        ("A well-\nknown fact\n政府は\n新しい", [("paragraph", "A well-known fact 政府は新しい")]),
    ],
)  # fmt: skip
def test_marks_become_structure(written: str, expected: list[tuple[str, str]]) -> None:
    """The words stay, the marks say what they are."""
    assert blocks(written) == expected


def test_footnotes_stand_where_they_are_written() -> None:
    """Notes are blocks with their number; one that nothing refers to is not lost; the sentence stays clean."""
    written = "The wall[^a] leaks.^[Since *1911*.]\n\n[^a]: Built of stone.\n\n    And mortar.\n\n[^b]: Nobody asks."
    assert blocks(written) == [
        ("paragraph", "The wall leaks."),
        ("footnote 2", "Since 1911."),
        ("footnote 1", "Built of stone."),
        ("footnote 1", "And mortar."),
        ("footnote", "Nobody asks."),
    ]


def test_raw_html_leaves_its_words() -> None:
    """Raw HTML leaves its words in blocks; scripts, styles and comments leave nothing."""
    written = (
        "Before<br>after <b>bold</b>.\n\n<div><h3>Head</h3><p>One &amp; two<br>three</p><!-- no --></div>\n\n"
        "<script>alert('no')</script>\n<style>p {}</style>\n\n"
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>\n"
    )
    assert blocks(written) == [
        ("paragraph", "Before\nafter bold."),
        ("heading 3", "Head"),
        ("paragraph", "One & two\nthree"),
        ("table", "a\tb\nc"),
    ]


def test_character_references_bring_in_nothing_that_was_taken_out() -> None:
    """What a reference names is put in order as the file's own characters are."""
    draft = read("a&#x202E;b c&#x2028;d e&#x301;&#xAD;.")
    assert [piece.text for piece in draft.pieces] == ["ab c d é."]
    (warning,) = draft.warnings
    assert "right-to-left override U+202E (1)" in warning


def test_noise_is_left_out_of_paragraphs() -> None:
    """Lines of noise go, also those that Markdown takes for a part of a paragraph; a heading stays what it is."""
    draft = read("The wall is old.\nAdvertisement\nIt leaks.\n\n- Share\n- More walls\n\n## Related articles")
    assert [(p.text, p.left_out) for p in draft.pieces] == [
        ("The wall is old.", ""),
        ("Advertisement", "advertisement"),
        ("It leaks.", ""),
        ("Share", "sharing"),
        ("More walls", ""),
        ("Related articles", ""),
    ]


def test_front_matter_is_bibliographic() -> None:
    """What stands above the text fills the bibliography and is no part of the text."""
    draft = read("---\ntitle: 'The wall'\nauthor: [Abbot, Baker]\ndate: 2025-03-10\n---\n\n# Another\n\nText.")
    assert draft.bibliography.title == "The wall"
    assert draft.bibliography.author == (Name(literal="Abbot"), Name(literal="Baker"))
    assert draft.bibliography.issued == PartialDate(year=2025, month=3, day=10)
    assert [piece.text for piece in draft.pieces] == ["Another", "Text."]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("# The *wall*\n\nText.", "The wall"),
        ("## The wall\n\nText.", "The wall"),
        ("Text.\n\n# Late", "Late"),
        ("Text.\n\n## No", ""),
    ],
)
def test_the_first_heading_is_the_title(written: str, title: str) -> None:
    """A heading of the first level is the title, or one that begins the text."""
    assert read(written).bibliography.title == title


@pytest.mark.parametrize(
    ("written", "ending", "claim"),
    [
        ("Anything", "md", 3),
        ("Anything", "txt", 0),
        ("# Head\n\nSee [this](https://example.org).", "txt", 2),
        ("# Only one mark\n\nText.", "txt", 0),
        ("**Strong** and\n\n```\ncode\n```", "txt", 0),
        ("---\ntitle: x\n---\n\n**Strong** text", "", 2),
    ],
)
def test_markdown_is_told(written: str, ending: str, claim: int) -> None:
    """The ending tells Markdown; without it, two marks do, one of them a heading or front matter."""
    assert markdown.KIND.claims(written.encode(), ending) == claim


@pytest.mark.parametrize(
    "written", ["> " * 500 + "end", "- " * 500 + "end", ">" * 500 + " end", "*" * 2000 + "end" + "*" * 2000]
)
def test_marks_without_end_lose_no_words(written: str) -> None:
    """Marks in endless rows neither fail nor hide the words."""
    assert "end" in blocks(written)[-1][1]


def test_nesting_without_end_is_told() -> None:
    """Lists nested beyond measure do not fail; that their depths are left out is said."""
    draft = read("\n".join(f"{'  ' * depth}- item {depth}" for depth in range(200)))
    assert len(draft.pieces) > 50
    assert draft.warnings == ("Lists and quotations nested more than 75 deep were left out.",)


@given(
    st.text(st.sampled_from("ab *_#>-+`~|[]()!<&;:^1.\\\n\t ") | st.characters(exclude_categories=["Cs"]), max_size=120)
)
def test_any_text_is_read(written: str) -> None:
    """Whatever is written, blocks have words and no blank lines, and hold no control characters."""
    for piece in read(written).pieces:
        assert piece.text.strip()
        assert "\n\n" not in piece.text
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", piece.text)


NATIVE = re.compile(r'\b(?:Str|Code|CodeBlock)\b(?: \( "[^"]*" , \[[^]]*\] , \[[^]]*\] \))?\s*"((?:[^"\\]|\\.)*)"')
ESCAPE = re.compile(r"\\(?:(\d+)(?:\\&)?|&|(.))", re.DOTALL)


def words_of_native(native: str) -> set[str]:
    """The words of a document as another program read it, which writes what it understood."""

    def character(match: re.Match[str]) -> str:
        return chr(int(match[1])) if match[1] else {"n": "\n", "t": "\t"}.get(match[2] or "", match[2] or "")

    return {word for found in NATIVE.findall(native) for word in re.findall(r"\w+", ESCAPE.sub(character, found))}


@pytest.mark.parametrize(
    "name", ["txt-testsuite.txt", "txt-markdown-citations.txt", "txt-markdown-reader-more.txt", "txt-tables.markdown"]
)
def test_borrowed_markdown_keeps_its_words(corpora: Path, name: str) -> None:
    """Of the words that another program finds in real test documents, at least 97 in 100 are in ours."""
    folder = corpora / "markup" / name
    (native,) = folder.glob("*.native")
    (path,) = (file for file in folder.iterdir() if file != native)
    wanted = words_of_native(native.read_text("utf-8"))
    read_words = Counter(re.findall(r"\w+", read_document(path.read_bytes(), path.name).text))
    missing = wanted - read_words.keys()
    assert len(wanted) > 30
    assert len(missing) <= 0.03 * len(wanted), sorted(missing)


def test_brackets_without_end_cost_no_time_without_end() -> None:
    """A paragraph of nothing but opening brackets is read as it stands; links elsewhere are links."""
    read = read_document((b"[a][" * 30_000) + b"\n\nSee [the gazette](https://gazette.example).\n", "a.md")
    assert read.text == "[a][" * 30_000 + "\n\nSee the gazette."
