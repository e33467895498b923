"""Word documents come in as they are printed with all changes accepted; what is not printed can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.document import ReadDocument
from briefgen.importers.reading import read_document
from tests.importers.office.word_documents import APP, CORE, NAMES, docx, item, p, r, table

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM


def read(body: str, parts: dict[str, str] | None = None) -> ReadDocument:
    """Read a Word document of that body."""
    return read_document(docx(body, parts), "dues.docx")


def blocks(document: ReadDocument) -> list[tuple[BlockKind, int, str]]:
    """Its blocks: kind, level, words."""
    return [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]


def left_out(document: ReadDocument) -> list[tuple[str, str]]:
    """What was left out of it, and why."""
    return [(line.text, line.reason) for line in document.left_out]


def test_styles_tell_headings_quotations_code_and_captions() -> None:
    """By outline level, along what a style is based on, and by names in several languages; the title is a heading."""
    document = read(
        p("Of dues", "Titel")
        + p("One", "berschrift1")
        + p("Two", "Own")
        + p("Three", "Kop3")
        + p("By itself", "", '<w:outlineLvl w:val="8"/>')
        + p("So they say.", "Zitat")
        + p("a  =  1", "Code")
        + p("Table 1", "Caption")
        + p("Set in", "", '<w:ind w:left="700" w:right="700"/>')
        + p("No heading though", "berschrift1", '<w:outlineLvl w:val="9"/>')
    )
    assert blocks(document) == [
        (HEADING, 1, "Of dues"),
        (HEADING, 1, "One"),
        (HEADING, 2, "Two"),
        (HEADING, 3, "Three"),
        (HEADING, 6, "By itself"),
        (BlockKind.QUOTE, 1, "So they say."),
        (BlockKind.CODE, 0, "a  =  1"),
        (BlockKind.CAPTION, 0, "Table 1"),
        (BlockKind.QUOTE, 1, "Set in"),
        (PARAGRAPH, 0, "No heading though"),
    ]
    assert (document.format, document.bibliography.title) == ("Word document", "Of dues")


def test_lists_are_counted_as_word_counts_them() -> None:
    """Deeper levels begin anew, another list of the kind starts where it says, bullets have no number."""
    document = read(
        item("a", 1)
        + item("b", 1, 1)
        + item("c", 1, 1)
        + item("d", 1)
        + item("e", 1, 1)
        + item("f", 1, 2)
        + item("g", 3)
        + p("h", "Listed")
        + item("i", 2, 1)
        + p("j", "Listed", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + item("k", 99)
    )
    assert blocks(document) == [
        (ITEM, 1, "1. a"),
        (ITEM, 2, "(a) b"),
        (ITEM, 2, "(b) c"),
        (ITEM, 1, "2. d"),
        (ITEM, 2, "(a) e"),
        (ITEM, 3, "2.1 f"),
        (ITEM, 1, "4. g"),
        (ITEM, 1, "h"),
        (ITEM, 2, "i"),
        (PARAGRAPH, 0, "j"),
        (PARAGRAPH, 0, "k"),
    ]


def test_tables_keep_rows_and_cells() -> None:
    """Cells that span leave room; several paragraphs are one cell; a table in a cell is its words."""
    document = read(
        table(
            ("<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + p("Dues"), "Year"),
            ("<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + p("Small"), p("10") + p("euros"), "2024"),
            ("<w:tcPr><w:vMerge/></w:tcPr>" + p(""), table(("11", "12")) + p(""), item("2025", 1)),
        )
        + table(("In a box",))
        + table((p("Long " * 200), p("One", "berschrift1")))
    )
    assert blocks(document) == [
        (BlockKind.TABLE, 0, "Dues\t\tYear\nSmall\t10 euros\t2024\n\t11 12\t1. 2025"),
        (PARAGRAPH, 0, "In a box"),
        (PARAGRAPH, 0, ("Long " * 200).strip()),
        (HEADING, 1, "One"),
    ]


def test_notes_follow_their_paragraph_with_their_mark() -> None:
    """Footnotes in figures, endnotes in Roman ones; a mark of the author's own stands in the note alone."""
    notes = "<w:{0}s {1}><w:{0} w:id='5'>{2}</w:{0}></w:{0}s>"
    own = "<w:footnotes {0}><w:footnote w:id='5'>{1}</w:footnote><w:footnote w:id='6'>{2}</w:footnote></w:footnotes>"
    document = read(
        p(
            r("Ships")
            + "<w:r><w:footnoteReference w:id='5'/></w:r>"
            + r(" pay")
            + "<w:r><w:footnoteReference w:id='6' w:customMarkFollows='1'/><w:t>*</w:t></w:r>"
            + "<w:r><w:endnoteReference w:id='5'/></w:r><w:r><w:footnoteReference w:id='77'/></w:r>"
            + r(".")
        )
        + table((p(r("Cell") + "<w:r><w:footnoteReference w:id='5'/></w:r>"), "Next")),
        {
            "footnotes.xml": own.format(
                NAMES, p(r("All") + "<w:r><w:footnoteRef/></w:r>") + p("of them."), p("* Not all.")
            ),
            "endnotes.xml": notes.format("endnote", NAMES, p("At last.")),
        },
    )
    assert blocks(document) == [
        (PARAGRAPH, 0, "Ships pay."),
        (BlockKind.FOOTNOTE, 1, "1 All"),
        (BlockKind.FOOTNOTE, 1, "of them."),
        (BlockKind.FOOTNOTE, 1, "* Not all."),
        (BlockKind.FOOTNOTE, 1, "i At last."),
        (BlockKind.TABLE, 0, "Cell\tNext"),
        (BlockKind.FOOTNOTE, 2, "2 All"),
        (BlockKind.FOOTNOTE, 2, "of them."),
    ]


def test_the_form_of_a_notes_mark_is_a_setting() -> None:
    """Letters, where the document says so."""
    document = read(
        p(r("Ships") + "<w:r><w:footnoteReference w:id='5'/></w:r>"),
        {
            "footnotes.xml": f"<w:footnotes {NAMES}><w:footnote w:id='5'>{p('All.')}</w:footnote></w:footnotes>",
            "settings.xml": f"<w:settings {NAMES}><w:footnotePr><w:numFmt w:val='lowerLetter'/></w:footnotePr>"
            "</w:settings>",
        },
    )
    assert document.text == "Ships\n\na All."


def test_changes_are_accepted_and_told() -> None:
    """What was added is in, what was taken out or moved away is out, paragraphs whose end was deleted are one."""
    document = read(
        p(r("Dues ") + f"<w:del>{r('fall')}</w:del><w:ins>{r('rise')}</w:ins>" + f"<w:moveFrom>{r('x')}</w:moveFrom>")
        + p("One", "", "<w:rPr><w:del/></w:rPr>")
        + p(" line.")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
        f"<w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    )
    assert document.text == "Dues rise\n\nOne line.\n\na\tb"
    assert document.warnings == (
        "The document has tracked changes (1 added, 4 taken out): it was read as if all of them were accepted.",
    )


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    """Word writes it for newer and for older programs; one that only has the older way is read as well."""
    box = "<w:txbxContent>{0}</w:txbxContent>".format
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        + box(p("Boxed", "berschrift1"))
        + f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box(p('Boxed'))}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    old = (
        "<mc:AlternateContent><mc:Choice Requires='other'><w:r/></mc:Choice><mc:Fallback>"
        f"<w:r><w:pict><v:textbox>{box(p('Old'))}</v:textbox></w:pict></w:r></mc:Fallback></mc:AlternateContent>"
    )
    document = read(p(r("Before ") + both + r("after.")) + p(old + r("Next.")))
    assert blocks(document) == [
        (PARAGRAPH, 0, "Before after."),
        (HEADING, 1, "Boxed"),
        (PARAGRAPH, 0, "Next."),
        (PARAGRAPH, 0, "Old"),
    ]


def test_drawings_give_what_words_they_have() -> None:
    """Descriptions that somebody wrote, and the words of diagrams; charts are counted."""
    drawn = "<w:r><w:drawing>{0}</w:drawing></w:r>".format
    document = read(
        p(
            r("See:")
            + drawn("<wp:docPr id='1' name='x' descr='A ship at the quay'/>")
            + drawn("<wp:docPr id='2' name='x' descr='image1.png'/>")
            + drawn("<a:graphic><dgm:relIds r:dm='data1.xml'/></a:graphic>")
            + drawn("<c:chart r:id='none'/>")
        ),
        {
            "data1.xml": f"<dgm:dataModel {NAMES}><a:p><a:r><a:t>Arrive</a:t></a:r></a:p><a:p><a:t>Pay</a:t></a:p>"
            "</dgm:dataModel>"
        },
    )
    assert blocks(document) == [
        (PARAGRAPH, 0, "See:"),
        (BlockKind.CAPTION, 0, "A ship at the quay"),
        (PARAGRAPH, 0, "Arrive"),
        (PARAGRAPH, 0, "Pay"),
    ]
    assert document.warnings == ("Left out: charts, whose words are in a picture of figures (1).",)


def test_comments_are_offered_on_their_words() -> None:
    """Over several runs and paragraphs, in tables, and on no words; replies come one by one."""
    start, end, ref = (f"<w:comment{what} w:id='{{0}}'/>".format for what in ("RangeStart", "RangeEnd", "Reference"))
    comment = "<w:comment w:id='{0}' w:author=' Desk  B ' w:date='2025-03-10T10:00:00Z'>{1}</w:comment>".format
    document = read(
        p(r("  We ") + start(1) + start(2) + r("shall ") + r("pay") + end(1) + f"<w:r>{ref(1)}</w:r>" + r(" more."))
        + end(2)
        + p(r("Nothing") + f"<w:r>{ref(3)}</w:r>" + r(" else."))
        + table((p(start(4) + r("Dues") + end(4)), "Year")),
        {
            "comments.xml": f"<w:comments {NAMES}>{comment(1, p('Who?') + p('When?'))}{comment(2, p('True?'))}"
            f"{comment(3, p('Here.'))}{comment(4, p('Which?'))}{comment(5, p('Lost.'))}</w:comments>"
        },
    )
    assert document.text == "We shall pay more.\n\nNothing else.\n\nDues\tYear"
    found = [(document.text[x.start : x.end], x.text, x.author, x.date) for x in document.remarks]
    assert found == [
        ("shall pay", "Who?\nWhen?", "Desk B", "2025-03-10"),
        ("shall pay more.", "True?", "Desk B", "2025-03-10"),
        ("", "Here.", "Desk B", "2025-03-10"),
        ("Dues", "Which?", "Desk B", "2025-03-10"),
    ]
    assert document.remarks[2].start == document.text.index(" else.")


def test_what_is_not_on_the_pages_body_is_left_out_visibly() -> None:
    """Hidden runs and paragraphs, headers and footers once; nothing of it is lost."""
    header = f"<w:hdr {NAMES}>{p('Port Authority')}</w:hdr>"
    document = read(
        p(
            r("Plain")
            + r(" secret", "<w:vanish/>")
            + r(", seen", "<w:vanish w:val='0'/>")
            + r("more", "<w:rStyle w:val='Secret'/>")
        )
        + p("All of it", "Unseen"),
        {"header1.xml": header, "header2.xml": header, "footer1.xml": f"<w:ftr {NAMES}>{p('Page 2')}</w:ftr>"},
    )
    assert document.text == "Plain, seen"
    assert left_out(document) == [
        ("Port Authority", "page header"),
        ("secret\nmore", "hidden text"),
        ("All of it", "hidden text"),
        ("Page 2", "page footer"),
    ]


def test_what_an_editor_put_back_stays() -> None:
    """A page header that is wanted is in the text."""
    parts = {"header1.xml": f"<w:hdr {NAMES}>{p('Port Authority')}</w:hdr>"}
    document = read_document(docx(p("Dues."), parts), "dues.docx", keep=["Port Authority"])
    assert document.text == "Port Authority\n\nDues."


def test_fields_give_their_results() -> None:
    """Not their instructions, also where one is in another; a box to tick shows whether it is."""
    char = "<w:r><w:fldChar w:fldCharType='{0}'>{1}</w:fldChar></w:r>".format
    document = read(
        p(
            char("begin", "") + "<w:r><w:instrText>IF </w:instrText></w:r>" + char("begin", "") + r("inner")
            + char("separate", "") + r("also") + char("end", "") + char("separate", "") + r("Result ") + char("end", "")
            + f"<w:fldSimple w:instr='DATE'>{r('today ')}</w:fldSimple>"
            + char("begin", "<w:ffData><w:checkBox><w:default w:val='1'/></w:checkBox></w:ffData>") + char("end", "")
        )
    )  # fmt: skip
    assert document.text == "Result today ☒"


def test_signs_in_a_line() -> None:
    """Hyphens, tabs, breaks, symbols by their place, readings over a word, formulas, dropped capitals."""
    document = read(
        p(
            "<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:tab/><w:t>a</w:t><w:softHyphen/><w:t>b</w:t><w:br/>"
            "<w:sym w:font='Symbol' w:char='F061'/><w:sym w:font='Wingdings' w:char='F0E0'/>"
            "<w:sym w:font='Arial' w:char='0041'/><w:sym w:font='Odd' w:char='F041'/>"
            "<w:sym w:font='Odd' w:char='nothing'/></w:r>"
            "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>"
            "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
        )
        + p("T", "", "<w:framePr w:dropCap='drop'/>")
        + p("he ship.")
    )
    assert document.text == "co\u2011op ab\nα→A\ufffd\ufffd漢(a+b)/2\n\nThe ship."


def test_wrappers_are_read_through() -> None:
    """Content controls, links, alternatives around paragraphs, rows and cells in controls; sections are no words."""
    link = p(f"<w:hyperlink>{r('Link')}</w:hyperlink>")
    document = read(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{link}</w:sdtContent></w:sdt>"
        f"<mc:AlternateContent><mc:Choice>{p('New')}</mc:Choice><mc:Fallback>{p('Old')}</mc:Fallback></mc:AlternateContent>"
        f"<w:ins>{p('Added')}</w:ins><w:del>{p('Gone')}</w:del>"
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>{p('1')}</w:tc><w:sdt><w:sdtContent><w:tc>{p('2')}</w:tc></w:sdtContent>"
        "</w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl><w:sectPr/>"
    )
    assert document.text == "Link\n\nNew\n\nAdded\n\n1\t2"


def test_documents_within_the_document() -> None:
    """A web page is read in its place, another kind is offered, a file elsewhere is told."""
    document = read(
        p("Before.")
        + "<w:altChunk r:id='chunk.html'/><w:altChunk r:id='chunk.mht'/><w:altChunk r:id='no'/><w:subDoc/>",
        {"chunk.html": "<h2>Part</h2><p>Within.</p>", "chunk.mht": "MIME-Version: 1.0"},
    )
    assert [words for _, _, words in blocks(document)] == ["Before.", "Part", "Within."]
    assert [(offer.name, offer.data) for offer in document.attachments] == [("chunk.mht", b"MIME-Version: 1.0")]
    assert document.warnings == (
        "Left out: a document within the document, offered as a source of its own (1).",
        "Left out: parts that lie in files of their own (2).",
    )


def test_the_properties_become_bibliographic_data() -> None:
    """Title, authors, the day of the last change, company, description; the language of most words."""
    french = r("Les navires paient plus que les autres.", "<w:lang w:val='fr-FR'/>")
    about = read(p(french) + p("Yes."), {"docProps/core.xml": CORE, "docProps/app.xml": APP}).bibliography
    assert [name.shown for name in about.author] == ["Harbour Office", "A. Quay"]
    assert about.issued is not None
    assert (about.title, about.issued.iso, about.language) == ("Harbour dues", "2025-03-10", "fr-FR")
    assert (about.publisher, about.abstract) == ("Port Authority of Ostmark", "What ships pay.")


@pytest.mark.parametrize(
    ("said", "expected"),
    [("Document1", "Dues"), ("Microsoft Word - Document 2", "Dues"), (".", "Dues"), ("Own", "Own")],
)
def test_a_title_that_says_nothing_gives_way(said: str, expected: str) -> None:
    """To the first heading of level 1, without its number; contents are no title."""
    core = CORE.replace("Harbour dues", said).replace("Harbour Office; Quay, A.", "python-docx")
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("Contents", "berschrift1") + p("Dues", "berschrift1", numbered)
    document = read(body, {"docProps/core.xml": core})
    assert (document.bibliography.title, document.bibliography.author) == (expected, ())
    assert document.text == "Contents\n\n1. Dues"


def test_strict_documents_and_other_places() -> None:
    """The names of the strict standard are known, and a main part by another name is found."""
    assert blocks(read_document(docx(p("Strict", "berschrift1"), strict=True), "a.docx")) == [(HEADING, 1, "Strict")]
    other = docx(p("Other", "berschrift1"), main="word/other.xml")
    assert blocks(read_document(other, "a.bin")) == [(HEADING, 1, "Other")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (docx(p("")), "holds no words"),
        (docx(p("Dues."))[:-300], "damaged"),
        (docx(p("Dues."), main="word/none.xml").replace(b"word/none.xml", b"gone/none.xml"), "no Word document in it"),
        (docx("<w:p>"), "is damaged, or no XML where it should be"),
        (docx("<w:sdt>" * 3_000 + "</w:sdt>" * 3_000), "damaged|too deep"),
    ],
)
def test_what_cant_be_read_is_refused_by_name(data: bytes, said: str) -> None:
    """In a sentence that says why."""
    with pytest.raises(InputRefused, match=said) as refused:
        read_document(data, "dues.docx")
    assert "dues.docx" in refused.value.message


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="<&>"), max_size=20)


@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["", "berschrift1", "Zitat", "Code", "Unseen"])), min_size=1, max_size=8)
)
def test_no_word_is_lost(paragraphs: list[tuple[str, str]]) -> None:
    """Whatever is written, each visible letter is in the text or in what was left out, in its order."""
    data = docx(p("Dues.") + "".join(p(r(words), style) for words, style in paragraphs))
    document = read_document(data, "dues.docx")
    got = document.text + "".join(line.text for line in document.left_out)
    for words, _ in paragraphs:
        assert all(letter in got for letter in words if letter.isascii() and letter.isalnum())
    for block in document.blocks:
        words = document.text[block.start : block.end]
        assert words.strip()
        assert "\n\n" not in words
