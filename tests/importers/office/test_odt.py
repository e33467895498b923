"""OpenDocument texts come in as they are printed with all changes accepted; what is not printed can be seen."""

import pytest

from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.document import ReadDocument
from briefgen.importers.reading import read_document
from tests.importers.office.open_documents import META, STYLES, flat, odt

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM


def read(body: str, parts: dict[str, str] | None = None) -> ReadDocument:
    """Read an OpenDocument text of that body."""
    return read_document(odt(body, parts), "dues.odt")


def blocks(document: ReadDocument) -> list[tuple[BlockKind, int, str]]:
    """Its blocks: kind, level, words."""
    return [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]


def left_out(document: ReadDocument) -> list[tuple[str, str]]:
    """What was left out of it, and why."""
    return [(line.text, line.reason) for line in document.left_out]


def p(inner: str, style: str = "Standard") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def h(inner: str, level: int) -> str:
    """A heading."""
    return f'<text:h text:outline-level="{level}">{inner}</text:h>'


def items(*inner: str, style: str = "L1", more: str = "") -> str:
    """A list."""
    return (
        f'<text:list text:style-name="{style}"{more}>'
        + "".join(f"<text:list-item>{item}</text:list-item>" for item in inner)
        + "</text:list>"
    )


@pytest.mark.parametrize("name", ["dues.odt", "dues.docx", "dues"])
def test_styles_tell_what_a_paragraph_is(name: str) -> None:
    """Headings by their level, with the document's own numbers; quotations, code and title by their styles."""
    data = odt(
        p("Of dues", "Title")
        + h("One", 1)
        + h("Two", 2)
        + h("Deep", 9)
        + h("Other", 1)
        + p("So they say.", "P1")
        + p("Set in", "P3")
        + p("a =<text:s text:c='2'/>1", "Preformatted_20_Text")
        + p("b = 2", "Preformatted_20_Text"),
        {"styles.xml": STYLES},
    )
    document = read_document(data, name)
    assert blocks(document) == [
        (HEADING, 1, "Of dues"),
        (HEADING, 1, "1 One"),
        (HEADING, 2, "1.1 Two"),
        (HEADING, 6, "Deep"),
        (HEADING, 1, "2 Other"),
        (BlockKind.QUOTE, 1, "So they say."),
        (BlockKind.QUOTE, 1, "Set in"),
        (BlockKind.CODE, 0, "a =  1\nb = 2"),
    ]
    assert (document.format, document.bibliography.title, document.bibliography.language) == (
        "OpenDocument text",
        "Of dues",
        "en-GB",
    )
    assert left_out(document) == [("Port Authority", "page header"), ("Page 1", "page footer")]


def test_lists_are_counted() -> None:
    """Levels in levels, lists that go on with others, numbers of their own, bullets, more paragraphs, headers."""
    document = read(
        items(p("a") + items(p("b"), items(p("c"))), p("d") + p("more"))
        + items(p("e"), more=' text:continue-numbering="true"')
        + items(p("f"))
        + '<text:list text:style-name="L1"><text:list-header><text:p>Head</text:p></text:list-header>'
        f'<text:list-item text:start-value="7">{p("g")}</text:list-item></text:list>' + items(p("h"), style="L2")
    )
    assert blocks(document) == [
        (ITEM, 1, "1. a"),
        (ITEM, 2, "(a) b"),
        (ITEM, 3, "1.a.IV c"),
        (ITEM, 1, "2. d"),
        (PARAGRAPH, 0, "more"),
        (ITEM, 1, "3. e"),
        (ITEM, 1, "1. f"),
        (PARAGRAPH, 0, "Head"),
        (ITEM, 1, "7. g"),
        (ITEM, 1, "h"),
    ]


def test_tables_keep_rows_and_cells() -> None:
    """Header rows, cells that cover others or are repeated, lists and tables in a cell; a cell alone is a box."""

    def table(*rows: str) -> str:
        inner = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        return f"<table:table><table:table-column/>{inner}</table:table>"

    def cell(inner: str, more: str = "") -> str:
        return f"<table:table-cell{more}>{inner}</table:table-cell>"

    document = read(
        "<table:table><table:table-header-rows><table:table-row>"
        + cell(p("Dues"), ' table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        + cell(p("Year"))
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell(p("x"), ' table:number-columns-repeated="2"')
        + cell(items(p("one"), p("two")) + table(cell(p("in"))))
        + "</table:table-row></table:table>"
        + table(cell(h("Boxed", 3) + p("Words.")))
    )
    assert blocks(document) == [
        (BlockKind.TABLE, 0, "Dues\t\tYear\nx\tx\t1. one 2. two in"),
        (HEADING, 3, "Boxed"),
        (PARAGRAPH, 0, "Words."),
    ]


def test_notes_boxes_and_pictures_follow_their_paragraph() -> None:
    """With the mark that the document gives a note; a box's words once; what somebody wrote of a picture."""

    def note(mark: str, body: str, kind: str = "footnote") -> str:
        return (
            f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
            f"<text:note-body>{body}</text:note-body></text:note>"
        )

    box = f"<draw:frame><draw:text-box>{p('Boxed')}</draw:text-box></draw:frame>"
    picture = "<draw:frame><draw:image/><svg:title>x</svg:title><svg:desc>A ship at the quay</svg:desc></draw:frame>"
    first = note("1", p("All") + p("of them."))
    last = note("i", p("End."), "endnote")
    document = read(p(f"Ships{first} pay{note('*', p('Not all.'))}{last}.{box}{picture}") + box)
    assert blocks(document) == [
        (PARAGRAPH, 0, "Ships pay."),
        (BlockKind.FOOTNOTE, 1, "1 All"),
        (BlockKind.FOOTNOTE, 1, "of them."),
        (BlockKind.FOOTNOTE, 2, "* Not all."),
        (BlockKind.FOOTNOTE, 1, "i End."),
        (PARAGRAPH, 0, "Boxed"),
        (BlockKind.CAPTION, 0, "A ship at the quay"),
        (PARAGRAPH, 0, "Boxed"),
    ]


def test_changes_are_accepted_and_told() -> None:
    """What was deleted lies apart, and is not read."""
    region = "<text:changed-region><text:{0}><office:change-info/>{1}</text:{0}></text:changed-region>".format
    changes = f"<text:tracked-changes>{region('deletion', p('Gone'))}{region('insertion', '')}</text:tracked-changes>"
    document = read(changes + p("Dues <text:change-start/>rise<text:change-end/>.<text:change/>"))
    assert document.text == "Dues rise."
    assert document.warnings == (
        "The document has tracked changes (1 added, 1 taken out): it was read as if all of them were accepted.",
    )


def test_comments_are_offered_on_their_words() -> None:
    """From where they begin to where they end, or in their place."""
    about = (
        "<dc:creator>Desk B</dc:creator><dc:date>2025-03-10T10:00:00</dc:date>"
        "<text:p>Who?</text:p><text:p>Why?</text:p>"
    )
    document = read(
        p(
            f"We <office:annotation office:name='1'>{about}</office:annotation>shall <text:span>pay</text:span>"
            "<office:annotation-end office:name='1'/> more"
            "<office:annotation><text:p>How much?</text:p></office:annotation>."
        )
    )
    assert document.text == "We shall pay more."
    found = [(document.text[x.start : x.end], x.start, x.text, x.author, x.date) for x in document.remarks]
    assert found == [("shall pay", 3, "Who?\nWhy?", "Desk B", "2025-03-10"), ("", 17, "How much?", "", "")]


def test_what_is_hidden_is_left_out_visibly() -> None:
    """By style, by section, by condition."""
    document = read(
        p("Plain<text:span text:style-name='T1'> secret</text:span>, seen")
        + p("All of it", "P2")
        + f"<text:section text:display='none'>{p('A section')}</text:section>"
        + p("<text:hidden-paragraph text:is-hidden='true'/>A paragraph")
        + p(
            "If<text:hidden-text text:string-value=' so' text:is-hidden='true'/>"
            "<text:hidden-text> or</text:hidden-text>"
        )
    )
    assert document.text == "Plain, seen\n\nIf or"
    assert [words for words, reason in left_out(document) if reason == "hidden text"] == [
        "secret",
        "All of it",
        "A section",
        "A paragraph",
        "so",
    ]


def test_signs_in_a_line() -> None:
    """White space is one space; tabs, breaks, readings over a word, fields, forms and scripts."""
    document = read(
        "<office:forms>Form</office:forms>"
        + p(
            "a\n  b<text:tab/>c<text:line-break/><text:page-number>2</text:page-number><text:soft-page-break/>"
            "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>"
            "<text:script>run()</text:script><text:variable-set text:display='none'>5</text:variable-set>"
        )
        + "<text:table-of-content><text:table-of-content-source>Template</text:table-of-content-source>"
        f"<text:index-body>{p('Dues 4')}</text:index-body></text:table-of-content>"
    )
    assert document.text == "a b c\n2漢\n\nDues 4"


def test_what_it_says_of_itself() -> None:
    """Title, who began it, day of the last change, language, and a publisher among the user's own properties."""
    about = read(p("Dues."), {"meta.xml": META}).bibliography
    assert about.issued is not None
    assert (about.title, about.author[0].literal, about.issued.iso) == ("Harbour dues", "Harbour Office", "2025-03-10")
    assert (about.language, about.publisher, about.abstract) == ("fr-FR", "Quay Press", "What ships pay.")


def test_a_flat_document_is_one_file() -> None:
    """It is told by what it begins with, whatever its name."""
    for name in ("dues.fodt", "dues.xml", "dues.txt"):
        document = read_document(flat(h("One", 1) + p("Dues.")), name)
        assert (document.format, document.text) == ("OpenDocument text", "One\n\nDues.")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"META-INF/manifest.xml": "<m><encryption-data/></m>"}, "protected by a password"),
        ({"content.xml": "<office:document-content"}, "damaged"),
        ({"content.xml": ""}, "no text document"),
        ({"content.xml": "<a/>"}, "no text document"),
        ({"content.xml": "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"}, "declares entities"),
    ],
)
def test_what_cant_be_read_is_refused_by_name(parts: dict[str, str], said: str) -> None:
    """In a sentence that says why."""
    with pytest.raises(InputRefused, match=said) as refused:
        read(p("Dues."), parts)
    assert "dues.odt" in refused.value.message


def test_a_document_without_visible_words_is_refused() -> None:
    """It says that there are hidden ones."""
    with pytest.raises(InputRefused, match="no words but hidden ones"):
        read(p("All of it", "P2"))


@pytest.mark.parametrize("number", ["²", "-1", "x", "9" * 5_000])
def test_a_number_that_is_none_does_no_harm(number: str) -> None:
    """In lists, headings, cells and runs of spaces; the words come in."""
    document = read(
        f'<text:list text:style-name="L1"><text:list-item text:start-value="{number}">{p("a")}</text:list-item>'
        "</text:list>"
        f'<text:h text:outline-level="{number}">b</text:h>{p(f"c<text:s text:c={number!r}/>d")}'
        f'<table:table><table:table-row><table:table-cell table:number-columns-repeated="{number}">{p("e")}'
        f"</table:table-cell><table:table-cell>{p('f')}</table:table-cell></table:table-row></table:table>"
    )
    assert document.text == "1. a\n\nb\n\nc d\n\ne\tf"
