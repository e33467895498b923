"""What is tagged and how, in a PDF of everything that tags are made for, read back from its bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_structure import Drawn, Node, Structure
from read_aloud import said

from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import SealedFetcher, lay_out, paint

STYLE = """
@page { size: 120mm 100mm; margin: 15mm; @bottom-center { content: element(foot) } }
@page { @top-left { content: "Running head" } }
.foot { position: running(foot) } .noted { float: footnote } body { font: 10pt/14pt serif }
.pale { opacity: 0.5 } .contents a::after { content: leader('.') target-counter(attr(href), page) }
td, th { border: 1pt solid } .fixed { position: fixed; top: -10mm }
.raised { position: absolute; right: 0 } .bare { list-style: none }
"""
ROWS = "".join(f"<tr><th scope=row>Row {n}</th><td>cell {n}</td><td>more {n}</td></tr>" for n in range(30))
BODY = f"""
<div class=foot>Page foot with <a href="#title">a link</a></div>
<div class=fixed>Fixed words</div>
<main>
<h1 id=title>The title</h1>
<nav class=contents><ul class=bare><li><a href="#one">First part</a></li>
<li><a href="#two">Second part</a></li></ul></nav>
<h2 id=one>First part</h2>
<p>Words <strong>in bold</strong> and <span lang=fr>en français, <em>mon Dieu</em></span> and back<sup class=note-ref><a
href="#note-1">1</a>,<a href="#note-2">2</a></sup>; once more<sup class=note-ref><a href="#note-1">1</a></sup>.</p>
<p>An <a href="https://example.org/a/long/address">under<cite>lined</cite> link</a>,
<a href="#two" title="To part two">on</a>.</p>
<p>A footnote<span class=noted>told at the foot</span> goes on.</p>
<ul><li>plain</li><li><p>in a paragraph</p><ol><li>inner</li></ol></li></ul>
<dl><dt>Term</dt><dd>what it means</dd><dd>and what else</dd></dl>
<figure><img src="dot.png" alt="A dot" width=20 height=20><figcaption>How it looks</figcaption></figure>
<img src="dot.png" alt="" width=9 height=9>
<svg width=9 height=9 viewBox="0 0 9 9" aria-hidden=true><path d="M0 0h9v9z"/></svg>
<aside>Set apart</aside>
<div class=pale><p>Pale words</p></div>
<blockquote>Said by another</blockquote>
<p>The <abbr title="Organisation for Water">OfW</abbr> says <q>so</q>.</p>
<h2 id=two>Second part</h2>
<table><caption>What there is</caption><thead><tr><th>Name</th><th colspan=2>Values</th></tr></thead>
<tbody>{ROWS}</tbody></table>
<ol class=notes><li id=note-1>The first note</li><li id=note-2>The second note</li></ol>
</main>
"""
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000"
    "000049454e44ae426082"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Structure]:
    """Makes a PDF of a body, with its image, and reads it back."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "dot.png").write_bytes(DOT)

    def make(body: str, *, style: str = "", options: PdfOptions | None = None) -> Structure:
        return read(folder, body, style, options or PdfOptions())

    return make


def read(folder: Path, body: str, style: str, options: PdfOptions) -> Structure:
    """A PDF of a body, read back."""
    page = (
        f"<!DOCTYPE html><html lang=en-GB><head><title>T</title><style>{style}</style></head><body>{body}</body></html>"
    )
    laid_out = lay_out(page, SealedFetcher(FencedFolder(folder)), options=options, fonts_key="tags")
    return Structure(paint(laid_out).pdf)


@pytest.fixture(scope="module")
def whole(made: Callable[..., Structure]) -> Structure:
    """The document of everything."""
    return made(BODY, style=STYLE)


def find(structure: Structure, role: str, text: str = "") -> Node:
    """The first tag of a role that has a text in it."""
    return next(node for node in structure.root.nodes() if node.role == role and text in node.text)


def roles(node: Node) -> list[str]:
    """The roles of a tag's own tags."""
    return [kid.role for kid in node.kids if isinstance(kid, Node)]


def test_what_is_on_every_page_and_leaders_are_artifacts(whole: Structure) -> None:
    """Running heads and feet, repeated heads of tables, dots and decoration are in no tag, and marked as artifacts."""
    pages = len(whole.drawn)
    assert pages > 2
    unread = [piece for page in whole.drawn for piece in page if piece.artifact]
    assert [piece.text.strip() for piece in unread].count("Running head") == pages
    assert sum("Page foot" in piece.text for piece in unread) == pages
    assert any(set(piece.text) == {"."} for piece in unread)
    assert "....." not in whole.root.text
    assert whole.root.text.count("Name") == 1
    assert "Running" not in whole.root.text
    assert whole.root.text.count("Fixed words") == 1
    assert sum(area.target == "title" for page in whole.links for area in page) == 0


def test_all_that_is_drawn_is_read_once_or_is_an_artifact(whole: Structure) -> None:
    """No piece is in two tags, none in neither, and the way back from each leads to its tag."""
    read_pieces = list(whole.root.drawn())
    assert len(read_pieces) == len(set(map(id, read_pieces)))
    for page in whole.drawn:
        for piece in page:
            assert piece.artifact != (piece.number is not None), piece
    assert {id(piece) for page in whole.drawn for piece in page if piece.number is not None} == {
        id(piece) for piece in read_pieces
    }


def test_a_table_over_several_pages_is_one_table_with_scopes_and_spans(whole: Structure) -> None:
    """With its caption first, its head once, and a scope at each header."""
    tables = [node for node in whole.root.nodes() if node.role == "Table"]
    assert len(tables) == 1
    assert roles(tables[0]) == ["Caption", "THead", "TBody"]
    assert len({piece.page for piece in tables[0].drawn()}) > 1
    rows = [node for node in tables[0].nodes() if node.role == "TR"]
    assert len(rows) == 31
    heads = [node for node in rows[0].nodes() if node.role == "TH"]
    assert [(node.attributes.get("Scope"), node.attributes.get("ColSpan")) for node in heads] == [
        ("Column", None),
        ("Column", 2),
    ]
    assert all(roles(row) == ["TH", "TD", "TD"] for row in rows[1:])
    assert {row.kids[0].attributes["Scope"] for row in rows[1:] if isinstance(row.kids[0], Node)} == {"Row"}


def test_lists_have_items_with_labels_and_bodies(whole: Structure) -> None:
    """Paragraphs in items too; terms and their meanings are labels and bodies; contents are contents."""
    plain = find(whole, "L", "plain")
    assert plain.attributes["ListNumbering"] == "Disc"
    assert [roles(item) for item in plain.kids if isinstance(item, Node)] == [["Lbl", "LBody"], ["Lbl", "LBody"]]
    inner = next(node for node in plain.nodes() if node.role == "L" and node is not plain)
    assert inner.attributes["ListNumbering"] == "Decimal"
    assert inner.parent is not None
    assert inner.parent.role == "LBody"
    meanings = find(whole, "L", "Term")
    assert [roles(item) for item in meanings.kids if isinstance(item, Node)] == [["Lbl", "LBody"]]
    assert "what else" in meanings.text
    contents = find(whole, "TOC")
    assert roles(contents) == ["TOCI", "TOCI"]
    assert [node.text for node in contents.nodes() if node.role == "Link"] == ["First part 1", "Second part 3"]


def test_notes_are_notes_with_links_both_ways(whole: Structure) -> None:
    """Each has an id; the number in the text leads there, and the number before the note back to its first call."""
    notes = {node.text: node for node in whole.root.nodes() if node.role == "Note"}
    assert set(notes) == {"The first note", "The second note", "1. told at the foot"}
    assert len({note.id for note in notes.values()} - {""}) == 3
    calls = [node for node in whole.root.nodes() if node.role == "Reference" and any(node.links())]
    assert [area.contents for call in calls for area in call.links()] == ["Note 1", "Note 2", "Note 1", "Note 1"]
    at_foot = notes["1. told at the foot"]
    assert [area.contents for area in at_foot.links()] == ["Back to where note 1 is called"]
    assert calls[-1].text == "1"
    for number, target in (("1", "note-1"), ("2", "note-2")):
        item = next(node for node in notes.values() if node.id == target).within("LI")
        assert item is not None
        assert roles(item) == ["Lbl", "LBody"]
        [back] = item.links()
        assert back.contents == f"Back to where note {number} is called"
        forth = next(area for call in calls for area in call.links() if area.target == target)
        page, _, left, top = destination(whole, back.target)
        assert page == forth.page
        assert abs(left - forth.box[0]) < 1
        assert abs(top - max(forth.box[1], forth.box[3])) < 1


def destination(structure: Structure, name: str) -> tuple[int, str, float, float]:
    """Where a name leads: the page from 0, how, left and top."""
    found = structure.reader.named_destinations[name]
    number = structure.reader.get_destination_page_number(found)
    assert number is not None
    return number, str(found["/Type"]), float(found["/Left"]), float(found["/Top"])


def test_a_note_at_the_foot_is_read_behind_the_paragraph_that_calls_it(whole: Structure) -> None:
    """Not at the end of the page, where it stands."""
    read_out = whole.root.text
    assert read_out.index("goes on") < read_out.index("told at the foot") < read_out.index("plain")


def test_a_link_has_one_area_a_line_and_says_where_it_leads(whole: Structure) -> None:
    """However many elements are in it; its title, or its words and address, are what is said of it."""
    outside = find(whole, "Link", "lined")
    assert outside.text == "underlined link"
    assert {area.contents for area in outside.links()} == {"underlined link (https://example.org/a/long/address)"}
    assert len(list(outside.links())) == len({round(area.box[1]) for area in outside.links()})
    assert any(area.contents == "To part two" for page in whole.links for area in page)
    for page in whole.links:
        for area in page:
            assert area.parent is not None
            assert whole.content_of(area.parent).get_object()["/S"] == "/Link"


def test_another_language_is_told(whole: Structure) -> None:
    """Of an element in a line, with all that is in it; the rest keeps the document's."""
    foreign = find(whole, "Span", "français")
    assert (foreign.own_language, foreign.text) == ("fr", "en français, mon Dieu")
    assert {node.language for node in whole.root.nodes() if node.within("Span") is None and node is not foreign} == {
        "en-GB"
    }


def test_images_say_what_they_show_and_decoration_nothing(whole: Structure) -> None:
    """A figure's caption is in it; its box is where it lies on the page; images with nothing to say are artifacts."""
    figures = [node for node in whole.root.nodes() if node.role == "Figure"]
    assert [figure.alternative for figure in figures] == ["A dot"]
    assert roles(figures[0]) == ["Caption"]
    image = next(kid for kid in figures[0].kids if isinstance(kid, Drawn))
    box = figures[0].attributes["BBox"]
    assert all(abs(one - other) < 1 for one, other in zip(box, image.box, strict=True))


def test_signs_are_heard_as_what_they_mean_and_a_heading_before_what_stands_above_it(
    made: Callable[..., Structure],
) -> None:
    """A sign has words in its place; an arrow beside a word is not heard; a tag in the margin comes after."""
    structure = made(
        "<hgroup><p class=tag>Risk 1</p><h2>Taps run dry</h2></hgroup>"
        "<p>rising <span aria-hidden=true>↑</span> <span role=img aria-label='worse:'>−</span> Dear</p>"
    )
    assert [node.role for node in structure.root.nodes()][1:] == ["H2", "P", "P", "Span"]
    assert [node.text for node in structure.root.kids if isinstance(node, Node)] == [
        "Taps run dry", "Risk 1", "rising − Dear",
    ]  # fmt: skip
    assert [line.strip() for line in said(structure)][1:] == [
        "heading 2: Taps run dry", "¶ Risk 1", "¶ rising [worse:] Dear",
    ]  # fmt: skip


def test_loose_words_stand_in_paragraphs_and_groups_that_say_nothing_are_gone(whole: Structure) -> None:
    """A quotation's and an aside's words, too; abbreviations say what they are short for."""
    quoted = find(whole, "BlockQuote")
    assert roles(quoted) == ["P"]
    assert roles(find(whole, "Sect", "Set apart")) == ["P"]
    assert find(whole, "Span", "OfW").expansion == "Organisation for Water"
    assert find(whole, "Quote").text
    groups = {"Document", "Part", "Sect", "Art", "BlockQuote", "Div"}
    for node in whole.root.nodes():
        assert node.role not in groups or not any(isinstance(kid, Drawn) for kid in node.kids)
        assert node.kids or node.role in {"TD", "TH"}


def test_what_is_drawn_as_a_whole_is_read_in_its_place(whole: Structure) -> None:
    """Half transparent words are in a stream of their own; their tag knows which."""
    read_out = whole.root.text
    assert read_out.index("Set apart") < read_out.index("Pale words") < read_out.index("Said by another")


def test_the_file_is_read_by_structure_and_shows_its_title(whole: Structure) -> None:
    """Tab goes from field to field in the order of reading; the window shows the title, not the file's name."""
    catalogue = whole.reader.trailer["/Root"]
    assert whole.top_roles == ["Document"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert all(page["/Tabs"] == "/S" for page in whole.reader.pages)


@pytest.mark.parametrize(
    ("body", "tree"),
    [
        ("<ul>loose<li>item</li></ul>", ["L", "LI", "LBody", "LI", "Lbl", "LBody"]),
        ("<li>alone</li>", ["P", "Lbl"]),
        ("<div>words</div><div>others</div>", ["P", "P"]),
        ("<section><h2>A</h2>b <em>c</em></section>", ["Sect", "H2", "P"]),
        ("<a>no link</a>", ["P"]),
        ("<table><tr><td>a<p>b</p></table>", ["Table", "TBody", "TR", "TD", "P"]),
        ("<figure><table><tr><td>a</table></figure>", ["Table", "TBody", "TR", "TD"]),
        ("<table role=presentation><tr><td>a<td>b</table>", ["P", "P"]),
        ("<p>a</p><p></p><div><p> </p></div>", ["P"]),
        ("<p style='visibility: hidden'>a</p><p>b</p>", ["P"]),
        ("<dl><dd>what</dl>", ["L", "LI", "LBody"]),
        ("<p lang=en-gb>same</p><p lang=cy>arall</p>", ["P", "P"]),
    ],
)
def test_odd_markup_keeps_the_rules_too(made: Callable[..., Structure], body: str, tree: list[str]) -> None:
    """Whatever a page is made of, lists are of items, tables of rows, and words stand in paragraphs."""
    assert [node.role for node in made(body).root.nodes()][1:] == tree
