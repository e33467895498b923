"""PDFs give their text as it is read, and what stands around it as left out."""

import csv
import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from briefgen.domain.terms import BlockKind, HowObtained
from briefgen.errors import InputRefused
from briefgen.importers.document import NoTextLayer, PasswordNeeded, ReadDocument
from briefgen.importers.reading import read_document
from tests.importers.pdf.making import handmade, printed, words_at

HARBOUR = (
    "The harbour board met on the first Monday of the month and heard that the northern quay had moved by eleven "
    "millimetres since the spring. Its engineers put this down to the dredging, not to the wall itself, and asked for "
    "another survey before the winter. The members agreed to wait for the measurements of a whole year."
)
FERRY = (
    "Passengers of the ferry told a different story. Three captains had noted a crack above the waterline, and one had "
    "sent photographs to the authority; nobody there could say what had become of them. An inquiry was promised, and "
    "the photographs were found in a drawer in the week after."
)


MORE = tuple(
    f"In the {name} of that year the board met {count} times, and each time the minutes record that the matter of the "
    f"northern quay was put off until the {other} surveyor had been heard; he had been ill since {name}, it was said, "
    "and his letters were not answered before the members had gone home."
    for name, count, other in (
        ("spring", "two", "old"),
        ("summer", "five", "new"),
        ("autumn", "nine", "third"),
        ("winter", "no", "last"),
    )
)


def blocks(document: ReadDocument) -> list[tuple[BlockKind, str]]:
    """The blocks of a document: what each is, and its words."""
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def read(data: bytes, **more: str) -> ReadDocument:
    """What comes of a PDF."""
    return read_document(data, "paper.pdf", **more)


def test_paragraphs_are_rejoined_over_lines_and_pages() -> None:
    """Lines and pages end where the paper does; paragraphs end where they end."""
    said = [HARBOUR, *MORE, FERRY]
    html = f"<h1>The northern quay</h1>{''.join(f'<p>{each}</p>' for each in said)}"
    document = read(printed(html, "@page { size: A6; margin: 15mm }"))
    assert blocks(document) == [
        (BlockKind.HEADING, "The northern quay"),
        *((BlockKind.PARAGRAPH, each) for each in said),
    ]
    assert len(document.pages) > 2


def test_paragraphs_are_told_by_their_indent() -> None:
    """Where no space is between paragraphs, the indent of their first line tells them."""
    document = read(printed(f"<p>{HARBOUR}</p><p>{FERRY}</p><p>{HARBOUR}</p>", "p { margin: 0; text-indent: 1.5em }"))
    assert [words for _, words in blocks(document)] == [HARBOUR, FERRY, HARBOUR]


def test_columns_are_read_one_after_the_other() -> None:
    """A heading across the page, then the left column, then the right one."""
    css = "section { columns: 2; column-gap: 6mm; font-size: 8pt; hyphens: manual } h1 { text-align: center }"
    document = read(
        printed(f"<h1>Two columns</h1><section><p>{HARBOUR}</p><p>{FERRY}</p><p>{HARBOUR}</p></section>", css)
    )
    assert [words for _, words in blocks(document)] == ["Two columns", HARBOUR, FERRY, HARBOUR]


def test_hyphens_of_the_typesetter_are_undone() -> None:
    """A word that was divided to fill a line is whole again; a compound keeps its hyphen."""
    css = "p { hyphens: auto; width: 38mm; font-size: 9pt }"
    text = f"{HARBOUR} A long-term plan, they said; the long term is what a plan is for."
    made = printed(f"<p>{text}</p>", css)
    drawn = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert re.search(r"\w[-\u2010]\n", drawn)
    document = read(made)
    assert document.text == text


def test_ligatures_become_letters() -> None:
    """What is searched for and quoted are letters."""
    css = "body { font-variant-ligatures: common-ligatures discretionary-ligatures; font-family: serif }"
    document = read(printed("<p>The offices of the affiliated firm float on a raft of official files.</p>", css))
    assert document.text == "The offices of the affiliated firm float on a raft of official files."


RUNNING = """
@page { size: A6; margin: 18mm 15mm;
  @top-center { content: "Annual report" }
  @bottom-center { content: "Page " counter(page) } }
"""


def test_running_heads_and_page_numbers_are_left_out_and_label_the_pages() -> None:
    """They are in no text, are listed as left out, and what is printed on a page is its label."""
    document = read(printed("".join(f"<p>{each}</p>" for each in (HARBOUR, *MORE, FERRY)), RUNNING))
    assert "Annual report" not in document.text
    assert {line.reason for line in document.left_out} == {"running head", "page number"}
    assert [page.label for page in document.pages] == [str(index + 1) for index in range(len(document.pages))]
    assert [words for _, words in blocks(document)] == [HARBOUR, *MORE, FERRY]


def test_a_left_out_line_stays_when_an_editor_has_put_it_back() -> None:
    """So it is when the document is imported again."""
    made = printed("".join(f"<p>{each}</p>" for each in (HARBOUR, *MORE, FERRY)), RUNNING)
    document = read_document(made, "paper.pdf", keep={"Annual report"})
    assert "Annual report" in document.text
    assert {line.reason for line in document.left_out} == {"page number"}


def test_each_passage_has_its_page() -> None:
    """A page's span is that of its words, also where a paragraph goes over its end."""
    document = read(printed("".join(f"<p>{each}</p>" for each in (HARBOUR, *MORE, FERRY)), RUNNING))
    assert [page.index for page in document.pages] == list(range(len(document.pages)))
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    for before, after in zip(document.pages, document.pages[1:], strict=False):
        assert before.end == after.start
    assert any(block.start < page.start < block.end for page in document.pages for block in document.blocks), (
        "no paragraph goes over the end of a page"
    )


def test_footnotes_are_told_from_the_text() -> None:
    """They are footnotes, and the text goes on past them on the next page."""
    css = ".n { float: footnote; font-size: 7pt }"
    note = '<span class="n">Survey of the northern quay, second edition, table 4.</span>'
    text = FERRY.replace("waterline,", f"waterline{note},")
    said = [HARBOUR, text, *MORE, HARBOUR]
    document = read(printed("".join(f"<p>{each}</p>" for each in said), css))
    notes = [words for kind, words in blocks(document) if kind is BlockKind.FOOTNOTE]
    assert [re.sub(r"^1\.? ?", "", words) for words in notes] == [
        "Survey of the northern quay, second edition, table 4."
    ]
    plain = [words for kind, words in blocks(document) if kind is BlockKind.PARAGRAPH]
    assert plain[0] == HARBOUR
    assert re.sub(r"waterline1", "waterline", plain[1]) == FERRY
    assert plain[2:] == [*MORE, HARBOUR]


def test_headings_have_the_levels_of_the_outline() -> None:
    """The outline tells what a heading is and how deep, where type alone would not."""
    html = f"<h1>Quays</h1><p>{HARBOUR}</p><h2>Ferries</h2><p>{FERRY}</p><h3>Captains</h3><p>{FERRY}</p>"
    css = "h1, h2, h3 { font: 10pt serif; margin: 12pt 0 6pt }"
    document = read(printed(html, css))
    assert [(block.level, document.text[block.start : block.end]) for block in document.blocks if block.level] == [
        (1, "Quays"),
        (2, "Ferries"),
        (3, "Captains"),
    ]


def test_headings_are_told_by_their_type_where_there_is_no_outline() -> None:
    """Larger is higher; bold words that run into the text are none."""
    html = (
        f"<p class=a>The quays</p><p>{HARBOUR}</p><p class=b>The ferries</p><p>{FERRY}</p>"
        f"<p><b>In short:</b> {FERRY}</p><p class=c>The drawer</p><p>{HARBOUR}</p>"
    )
    css = ".a { font-size: 18pt } .b { font-size: 13pt } .c { font-weight: bold } p { text-align: left }"
    document = read(printed(html, css))
    assert [(block.level, document.text[block.start : block.end]) for block in document.blocks if block.level] == [
        (1, "The quays"),
        (2, "The ferries"),
        (3, "The drawer"),
    ]


def test_lists_keep_their_items() -> None:
    """Bullets go, numbers stay; an item of several lines is one."""
    html = (
        f"<p>{HARBOUR}</p><ul><li>{FERRY}</li><li>The wall is sound.</li></ul><ol><li>{FERRY}</li><li>Wait.</li></ol>"
    )
    document = read(printed(html, "ul, ol { padding-left: 8mm }"))
    assert blocks(document)[1:] == [
        (BlockKind.LIST_ITEM, FERRY),
        (BlockKind.LIST_ITEM, "The wall is sound."),
        (BlockKind.LIST_ITEM, f"1. {FERRY}"),
        (BlockKind.LIST_ITEM, "2. Wait."),
    ]


def test_tables_have_a_line_for_each_row() -> None:
    """Cells are parted by tabs, and an empty one keeps its place."""
    rows = [("Quay", "Depth", "Ships"), ("North", "11.5", "312"), ("South", "", "87"), ("Fish", "4.0", "1,204")]
    html = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    document = read(printed(f"<p>{HARBOUR}</p><table>{html}</table><p>{FERRY}</p>", "td { padding: 2pt 20pt 2pt 0 }"))
    assert blocks(document)[1] == (BlockKind.TABLE, "\n".join("\t".join(row) for row in rows))


def test_arabic_and_hebrew_are_read_from_the_right() -> None:
    """Letters in the order of reading, words whole, numbers forward."""
    arabic, hebrew = "اجتمع مجلس الميناء في عام 2025 واستمع إلى التقرير.", "מועצת הנמל התכנסה בשנת 2025 ושמעה את הדוח."
    document = read(printed(f'<div dir="rtl"><p>{arabic}</p><p>{hebrew}</p></div>', "body { text-align: right }"))
    assert document.text == f"{arabic}\n\n{hebrew}"


def test_raised_figures_stay_with_their_words() -> None:
    """“mc²” was set with a small figure above the line."""
    content = "BT /F1 12 Tf 50 400 Td (E = mc) Tj /F1 8 Tf 7 Ts (2) Tj 0 Ts /F1 12 Tf ( holds here.) Tj ET"
    assert read(handmade([content])).text == "E = mc2 holds here."


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_rotated_pages_are_read_as_they_are_shown(degrees: int) -> None:
    """The page says how it is turned; the words are set so that they are upright then."""
    turn = {0: "1 0 0 1 50 400", 90: "0 1 -1 0 100 50", 180: "-1 0 0 -1 350 100", 270: "0 -1 1 0 300 450"}[degrees]
    lines = "(The wall is old,) Tj 0 -12 Td (and it has moved.) Tj"
    made = handmade([f"BT /F1 10 Tf {turn} Tm {lines} ET"], page=f"/Rotate {degrees}")
    assert read(made).text == "The wall is old, and it has moved."


def test_words_that_were_set_twice_to_look_bold_are_read_once() -> None:
    """The second time they stand a hair beside the first."""
    content = words_at((50, 400, "The wall is old."), (50.2, 400, "The wall is old."))
    assert read(handmade([content])).text == "The wall is old."


def test_the_document_says_what_it_is() -> None:
    """Title, people, date, subject and keywords from its metadata, the DOI from its first page."""
    made = printed(
        f"<h1>Quays</h1><p>{HARBOUR}</p><p>https://doi.org/10.1234/harbour.2025.7.</p>",
        author="A harbour board",
        description="On the wall.",
        keywords="quays, walls",
    )
    writer = PdfWriter(clone_from=PdfReader(BytesIO(made)))
    writer.add_metadata({"/Title": "The northern quay", "/CreationDate": "D:20251103120000+01'00'"})
    file = BytesIO()
    writer.write(file)
    about = read(file.getvalue()).bibliography
    assert (about.title, [name.shown for name in about.author]) == ("The northern quay", ["A harbour board"])
    assert (about.DOI, about.abstract, dict(about.extra)) == (
        "10.1234/harbour.2025.7",
        "On the wall.",
        {"keyword": "quays, walls"},
    )
    assert about.issued is not None
    assert about.issued.iso == "2025-11-03"


def test_a_title_that_is_a_file_name_is_none() -> None:
    """The largest heading of the first page is better."""
    data = handmade(
        [
            words_at((50, 450, "The northern quay"), size=20)
            + "\n"
            + words_at((50, 400, "It has moved by eleven millimetres."))
        ],
        info="/Title (Microsoft Word - quay_final2.doc) /Author (user)",
    )
    about = read(data).bibliography
    assert (about.title, about.author) == ("The northern quay", ())


def test_declared_page_labels_are_kept() -> None:
    """Roman numerals first, then figures."""
    labels = "/PageLabels << /Nums [0 << /S /r /St 3 >> 2 << /S /D >>] >>"
    pages = [words_at((50, 400, f"Words of page number {'abcd'[index]}.")) for index in range(4)]
    assert [page.label for page in read(handmade(pages, catalog=labels)).pages] == ["iii", "iv", "1", "2"]


def protected(data: bytes, password: str) -> bytes:
    """The same PDF, encrypted."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="x", algorithm="RC4-128")  # noqa: S106 - nobody's
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_protected_document_asks_for_its_password() -> None:
    """Without one, and with a wrong one, it is refused in a sentence that says so."""
    made = protected(handmade([words_at((50, 400, "The wall is old."))]), "sesame")
    with pytest.raises(PasswordNeeded, match=r"“paper\.pdf” is protected by a password"):
        read(made)
    with pytest.raises(PasswordNeeded, match="not the right one"):
        read(made, password="barley")  # noqa: S106 - nobody's
    document = read(made, password="sesame")  # noqa: S106 - nobody's
    assert document.text == "The wall is old."


def test_a_document_without_text_is_told_as_such() -> None:
    """It may be a scan, and a program may recognise its words."""
    with pytest.raises(NoTextLayer, match=r"“paper\.pdf” has no text on its page"):
        read(handmade(["0 0 400 500 re f"]))


def test_pages_without_text_are_named() -> None:
    """The rest is read."""
    data = handmade([words_at((50, 400, "The wall is old.")), "0 0 400 500 re f", "0 0 400 500 re f"])
    assert read(data).warnings == ("Pages 2–3 hold no text, or pictures of it only.",)


def test_recognised_text_is_marked() -> None:
    """Words that lie unseen beneath a picture were put there by a program that recognises letters."""
    content = "BT 3 Tr /F1 10 Tf 50 400 Td (The wall is old.) Tj ET"
    assert read(handmade([content])).how_obtained is HowObtained.OCR
    assert read(handmade([content.replace("3 Tr", "0 Tr")])).how_obtained is HowObtained.NATIVE


def test_attachments_are_offered() -> None:
    """The file within the file, by its name."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(handmade([words_at((50, 400, "The wall is old."))]))))
    writer.add_attachment("survey.txt", b"Eleven millimetres.")
    file = BytesIO()
    writer.write(file)
    (attachment,) = read(file.getvalue()).attachments
    assert (attachment.name, attachment.data) == ("survey.txt", b"Eleven millimetres.")


def test_marks_and_notes_are_offered_with_their_words() -> None:
    """A highlight stands on its words, with what was noted; a note stuck to the page, at the word nearest to it."""
    data = handmade(
        [words_at((50, 400, "The wall is old, and it"), (50, 388, "has moved."), (50, 300, "It is said so."))]
    )
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    line = ArrayObject(map(FloatObject, (65, 411, 99, 411, 65, 397, 99, 397)))
    mark = Highlight(rect=(65, 397, 99, 411), quad_points=line)
    mark.update({NameObject("/Contents"): TextStringObject("How old?"), NameObject("/T"): TextStringObject("A reader")})
    writer.add_annotation(0, mark)
    writer.add_annotation(0, Text(rect=(30, 290, 48, 308), text="By whom?"))
    file = BytesIO()
    writer.write(file)
    document = read(file.getvalue())
    highlight, note = document.remarks
    assert (document.text[highlight.start : highlight.end], highlight.text, highlight.author) == (
        "wall is",
        "How old?",
        "A reader",
    )
    assert (note.start, note.end, note.text) == (document.text.index("It is said"), note.start, "By whom?")


@pytest.mark.parametrize("end", [50, 200, 400])
def test_damage_is_told_or_mended(end: int) -> None:
    """A file that was cut off is read as far as it goes, or refused in a sentence that names it."""
    data = handmade([words_at((50, 400, "The wall is old."))])[:end]
    try:
        assert read(data).text
    except InputRefused as refused:
        assert "“paper.pdf”" in refused.message  # noqa: PT017 - either outcome is right


def test_what_stands_before_the_header_does_not_matter() -> None:
    """Some servers put a line before it."""
    data = handmade([words_at((50, 400, "The wall is old."))])
    assert read_document(b"\xef\xbb\xbf\r\n" + data, "paper").text == "The wall is old."


def test_documents_of_others_are_read(corpora: Path) -> None:
    """Each is read, or refused in a sentence that names it; what is stated of its text is in it."""
    tried = 0
    with (corpora / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["category"] != "pdf" or int(row["bytes"]) > 200_000:
                continue
            path = corpora / row["path"]
            password = re.search(r"password='([^']+)'", row["expected"])
            tried += 1
            try:
                document = read_document(path.read_bytes(), path.name, password=password[1] if password else "")
            except InputRefused as refused:
                assert path.name in refused.message, path  # noqa: PT017 - either outcome is right
                continue
            count = re.search(r"nonspace chars=(\d+)", row["expected"])
            whole = [*document.text, *(char for line in document.left_out for char in line.text)]
            if count and "maths" not in row["tests"]:
                assert sum(not char.isspace() for char in whole) >= 0.7 * int(count[1]) or int(count[1]) < 5, path
    assert tried > 30


def test_what_is_filled_into_a_form_is_read() -> None:
    """It stands in the fields, at their places, and in no text of the page."""
    look = "BT /F1 10 Tf 2 4 Td (four metres) Tj ET"
    stream = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 150 16] /Resources << /Font << /F1 3 0 R >> >> "
        f"/Length {len(look)} >>\nstream\n{look}\nendstream"
    )
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (depth) /V (four metres) /Rect [150 296 300 312] /F 4 "
    made = handmade(
        [words_at((50, 300, "Depth at low tide:"), (50, 260, "Measured by the board."))],
        page="/Annots [5 0 R]",
        catalog="/AcroForm << /Fields [5 0 R] >>",
        more=[stream, f"{field} /AP << /N 4 0 R >> >>"],
    )
    assert "Depth at low tide: four metres" in read(made).text.replace("\t", " ")
    assert "Measured by the board." in read(made).text
