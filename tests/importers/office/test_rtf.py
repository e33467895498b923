"""RTF documents come in with their structure, in any of their encodings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.document import ReadDocument
from briefgen.importers.reading import read_document

HEADING, PARAGRAPH, ITEM, NOTE = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FOOTNOTE
HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0\deflang2057"
    r"{\fonttbl{\f0\froman\fcharset0 Serif;}{\f1\fcharset204 Cyr;}{\f2\fcharset2 Symbol;}{\f3\fcharset128 Jp;}"
    r"{\f4\fcharset2 Wingdings;}{\f5\cpg1250 East;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Heading 3;}{\s3 Title;}{\s4 Quote;}{\*\cs10 Chars;}}"
    "\n"
)


def read(body: str, name: str = "dues.rtf") -> ReadDocument:
    """Read an RTF document of that body."""
    return read_document((HEAD + body + "}").encode("latin-1"), name)


def blocks(document: ReadDocument) -> list[tuple[BlockKind, int, str]]:
    """Its blocks: kind, level, words."""
    return [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize("name", ["dues.rtf", "dues.doc", "dues"])
def test_paragraphs_by_style_and_level(name: str) -> None:
    """Headings by the level of the style or their own, titles and quotations by name; lines are no paragraphs."""
    document = read(
        r"\pard\s3 Of dues\par\pard\s1 One\par\pard\s2 Three\par\pard\outlinelevel1 Two\par"
        "\n\\pard\\plain Words of\n a {\\b bold} line.\\line Next.\\par\\pard\\s4 So they say.\\par"
        r"\pard\li720\ri720 Set in.\par\pard Last",
        name,
    )
    assert blocks(document) == [
        (HEADING, 1, "Of dues"),
        (HEADING, 1, "One"),
        (HEADING, 3, "Three"),
        (HEADING, 2, "Two"),
        (PARAGRAPH, 0, "Words of a bold line.\nNext."),
        (BlockKind.QUOTE, 1, "So they say."),
        (BlockKind.QUOTE, 1, "Set in."),
        (PARAGRAPH, 0, "Last"),
    ]
    assert (document.format, document.bibliography.title, document.bibliography.language) == ("RTF", "Of dues", "en-GB")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (r"caf\'e9 \'80", "café €"),
        (r"{\f1 \'cf\'ee\'f0\'f2}", "Порт"),
        (r"{\f5 \'9eivot}", "život"),
        (r"{\f3 \'83A\'83C}", "アイ"),
        (r"{\f3 \'93\'fa\'96{}\'7b}", "日\ufffd{"),
        (r"\u1055?\u-10179\'3f\u-8704\'3fx", "П😀x"),
        (r"\uc2\u233 ab\uc0\u233 c", "ééc"),
        (r"{\uc0\u26085}{\u26412?}.", "日本."),
        (r"{\f2 a\u-3999?}{\f4 \'e0}", "αα→"),
        (r"a\~b\_c\-d\emdash\lquote x\rquote\tab y\{\}\\", "a\u00a0b\u2011cd—‘x’ y{}\\"),
        (r"{\upr{plain}{\*\ud{tr\u232 ?s}}}", "très"),
        (r"A{\bin5 }{{}}B", "AB"),
        (r"A{\*\unheardof secret}{\*\bkmkstart b}B{\pict 89504e47}{\field{\*\fldinst PAGE}{\fldrslt 7}}", "AB7"),
    ],
)
def test_characters_of_every_encoding(written: str, words: str) -> None:
    """By the document's code page, the typeface's character set, Unicode with its stand-ins, and signs' names."""
    assert read(rf"\pard {written}\par").text == words


@pytest.mark.parametrize(
    ("says", "data", "words"),
    [
        (r"\mac", b"caf\\'8e", "café"),
        (r"\pc", b"caf\\'82", "café"),
        (r"\ansicpg1251", b"\xcf\xee\xf0\xf2", "Порт"),
        (r"\ansicpg65001", "Порт".encode(), "Порт"),
        (r"\ansicpg99999", b"caf\xe9", "café"),
    ],
)
def test_the_documents_own_code_page(says: str, data: bytes, words: str) -> None:
    """Also where the bytes stand as they are; one that nobody knows leaves the usual one."""
    assert read_document(rf"{{\rtf1{says} ".encode() + data + b"}", "dues.rtf").text == words


def test_lists_have_the_number_that_is_written() -> None:
    """Bullets have none; a level makes an item deeper; an item goes without what older programs are given."""
    document = read(
        r"\pard{\listtext\tab 1.\tab}\ls1 a\par{\listtext\tab 2.\tab}b\par\pard{\listtext (a)\tab}\ilvl1\ls1 c\par"
        r"\pard{\pntext\f2\'b7\tab}{\*\pn\pnlvlblt{\pntxtb\'b7}}d\par\pard\ls2 e\par\pard f\par"
    )
    assert blocks(document) == [
        (ITEM, 1, "1. a"),
        (ITEM, 1, "2. b"),
        (ITEM, 2, "(a) c"),
        (ITEM, 1, "d"),
        (ITEM, 1, "e"),
        (PARAGRAPH, 0, "f"),
    ]


def test_tables_keep_rows_and_cells() -> None:
    """Paragraphs in a cell are one line, tables in a cell its words; a cell alone is a box."""
    document = read(
        r"Before.\par\trowd\cellx100\cellx200\pard\intbl Dues\cell Year\cell\row"
        r"\trowd\pard\intbl 10\par euros\cell {\footnote\pard Or less.}2024 \itap2 in\nestcell out\nestcell"
        r"{\*\nesttableprops\nestrow}"
        r"{\nonesttables\par}\itap1\cell\row\pard After.\par\trowd\pard\intbl Boxed\cell\row\pard Last."
    )
    assert blocks(document) == [
        (PARAGRAPH, 0, "Before."),
        (BlockKind.TABLE, 0, "Dues\tYear\n10 euros\t2024 in out"),
        (NOTE, 1, "1 Or less."),
        (PARAGRAPH, 0, "After."),
        (PARAGRAPH, 0, "Boxed"),
        (PARAGRAPH, 0, "Last."),
    ]


def test_notes_and_boxes_follow_their_paragraph() -> None:
    """Footnotes and endnotes are counted apart; the words of a drawn box are read."""
    document = read(
        r"Ships{\super\chftn{\footnote\pard{\super\chftn} All\par of them.}} pay{\footnote\ftnalt\pard At last.}"
        r"{\footnote\pard Again.}."
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard\s1 Boxed\par Words}}{\shprslt{\*\do}}}\par End."
    )
    found = blocks(document)
    assert found[:5] == [
        (PARAGRAPH, 0, "Ships pay."),
        (NOTE, 1, "1 All"),
        (NOTE, 1, "of them."),
        (NOTE, 1, "i At last."),
        (NOTE, 2, "2 Again."),
    ]
    assert (HEADING, 1, "Boxed") in found
    assert found[-1] == (PARAGRAPH, 0, "End.")


def test_comments_changes_and_what_is_not_printed() -> None:
    """Comments on their words, deletions out, hidden words and what stands at head and foot left out visibly."""
    document = read(
        r"{\header\pard Port Authority\par}{\headerf\pard Port Authority}{\footer\pard Page {\chpgn}2}"
        r"We {\*\atrfstart 7}shall {\deleted not }{\revised gladly }pay{\*\atrfend 7}{\*\atnid D}"
        r"{\*\atnauthor Desk B}\chatn"
        r"{\*\annotation{\*\atnref 7}{\*\atndate 131289088}Who?} more{\*\annotation How much?}.{\v secret}\par"
    )
    assert document.text == "We shall gladly pay more."
    assert [(line.text, line.reason) for line in document.left_out] == [
        ("Port Authority", "page header"),
        ("secret", "hidden text"),
        ("Page 2", "page footer"),
    ]
    found = [(document.text[x.start : x.end], x.text, x.author, x.date) for x in document.remarks]
    assert found == [("shall gladly pay", "Who?", "Desk B", "2025-03-10"), ("", "How much?", "", "")]
    assert document.warnings == (
        "The document has tracked changes (1 added, 1 taken out): it was read as if all of them were accepted.",
    )


def test_what_it_says_of_itself() -> None:
    """Title, authors, company, description, and the day of the last change."""
    about = read(
        r"{\info{\title Harbour dues}{\author Harbour Office; Quay, A.}{\*\company Port Authority}"
        r"{\doccomm What ships pay.}"
        r"{\creatim\yr2024\mo1\dy2}{\revtim\yr2025\mo3\dy10\hr9}{\operator Someone}{\nofpages2}}Dues."
    ).bibliography
    assert about.issued is not None
    assert (about.title, about.publisher, about.abstract) == ("Harbour dues", "Port Authority", "What ships pay.")
    assert ([name.shown for name in about.author], about.issued.iso) == (["Harbour Office", "A. Quay"], "2025-03-10")


def test_without_words_it_is_refused() -> None:
    """As any document is."""
    with pytest.raises(InputRefused, match="holds no words"):
        read(r"\pard\par{\pict 00}")


def test_nesting_without_end_does_no_harm() -> None:
    """Braces beyond what anybody writes are passed over, those that were never closed are closed."""
    assert read("{" * 100_000 + " deep").text == "deep"
    assert read("}" * 1_000 + " deep").text == "deep"


@given(st.text(st.characters(codec="latin-1", exclude_characters="\0")))
def test_any_bytes_are_read_or_refused(body: str) -> None:
    """Nothing that may stand in a file makes a fault of it."""
    try:
        document = read(body)
    except InputRefused:
        return
    assert document.text


ORDINARY = st.characters(
    exclude_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Mn", "Cn", "Co"), exclude_characters="\ufffc"
)


@given(st.text(ORDINARY, min_size=1))
def test_no_character_is_lost(words: str) -> None:
    """What is written by its codes, as Word writes it, comes in."""
    units = words.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    written = "".join(f"\\u{code}?" for code in codes)
    assert read(rf"\pard x{written}x\par").text == "x" + unicodedata.normalize("NFC", words) + "x"
