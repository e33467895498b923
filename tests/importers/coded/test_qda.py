"""Projects and codebooks of other programs are read as they are, whichever program wrote them."""

import pytest

from briefgen.errors import InputRefused
from briefgen.importers.coded.reading import read_picking
from tests.importers.coded.projects import (
    MONEY,
    NOTE,
    RISK,
    SOURCE,
    TEXT,
    WIND,
    note,
    qde,
    qdpx,
    selection,
    text_source,
)

WORDS = "It stops when the wind is above force nine."


def test_codes_documents_passages_and_notes_are_read() -> None:
    """Codes with those above them, GUIDs in whatever case, passages with their words, codes and notes."""
    marks = selection(WORDS, WIND, MONEY, note=NOTE)
    project = read_picking(qdpx(qde(text_source(marks), notes=note("Since when?"))), "island.qdpx")
    assert (project.title, project.program) == ("The island", "Another program 3")
    assert [(code.path, code.key) for code in project.codes] == [
        ("Risks", RISK),
        ("Risks / Wind stops the ferry", WIND),
        ("Money", MONEY),
    ]
    assert project.codes[1].description == "Above nine."
    (text,) = project.texts
    assert (text.key, text.name, text.text) == (SOURCE, "The ferry", TEXT)
    (span,) = project.spans
    assert span.quote == WORDS
    assert [coding.code for coding in span.codings] == [WIND, MONEY]
    assert span.note == "Since when?"
    assert project.unread == ()


def test_a_project_of_any_name_and_paths_without_a_scheme_are_found() -> None:
    """One program names the .qde after the project; another writes paths as bare names."""
    data = qdpx(qde(text_source(selection(WORDS, WIND), "ferry.txt")), {"sources/FERRY.txt": TEXT.encode()}, "i.qde")
    assert read_picking(data, "i.qdpx").spans[0].quote == WORDS


@pytest.mark.parametrize(
    ("file", "counted"),
    [
        pytest.param(TEXT.replace("\n", "\r\n"), TEXT, id="line ends that count as one"),
        pytest.param(TEXT, TEXT.replace("\n", "\r\n"), id="line ends that count as two"),
        pytest.param("\ufeff" + TEXT, "\ufeff" + TEXT, id="a byte order mark that counts"),
        pytest.param("\U0001f6a2 " + TEXT, "xx " + TEXT, id="UTF-16 code units"),
    ],
)
def test_the_way_to_count_is_told_by_the_words_that_passages_are_named_by(file: str, counted: str) -> None:
    """Programs count line ends, byte order marks and large characters differently; names say which way is right."""
    marks = selection(WORDS, WIND, text=counted, named=True)
    data = qdpx(qde(text_source(marks)), {"Sources/ferry.txt": file.encode()})
    assert read_picking(data, "i.qdpx").spans[0].quote == WORDS


def test_what_cant_come_along_is_said() -> None:
    """Documents that are not in the project, areas of pages without words, codes on whole documents, pictures."""
    sources = (
        text_source(selection(WORDS, WIND), "absolute:///ferry.txt")
        + '<PictureSource guid="88888888-8888-4888-8888-888888888888" name="A map"/>'
        + '<PDFSource guid="99999999-9999-4999-8999-999999999999" name="Survey" path="internal://s.pdf">'
        '<PDFSelection guid="aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa" page="0" firstX="1" firstY="2" secondX="3" '
        'secondY="4"/><PDFSelection guid="bbbbbbbb-aaaa-4aaa-8aaa-aaaaaaaaaaaa" name="the second survey of the bed" '
        'page="0" firstX="1" firstY="2" secondX="3" secondY="4"/></PDFSource>'
    )
    project = read_picking(qdpx(qde(sources), {"Sources/s.pdf": b"%PDF-1.7"}), "i.qdpx")
    assert project.unread == (
        "“The ferry” is not in the project, with 1 coded passage: export the project with its sources.",
        "“Survey” has 1 marked area of pages without words: pick them anew in its text.",
        "The project has 1 picture, which is no text: left out.",
    )
    assert [span.quote for span in project.spans] == ["the second survey of the bed"]


def test_a_codebook_is_codes_alone() -> None:
    """One with an empty list of sets as well, which the schema forbids and a program writes."""
    book = (
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="X"><Codes>'
        f'<Code guid="{RISK}" name="Harm" isCodable="true"/></Codes><Sets/></CodeBook>'
    )
    project = read_picking(book.encode(), "book.qdc")
    assert [code.name for code in project.codes] == ["Harm"]
    assert project.spans == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(qdpx(qde(""), name="other.xml"), "holds no REFI-QDA project", id="no project in it"),
        pytest.param(b"<urn:QDA-XML:/>", "is damaged, or no XML", id="broken"),
        pytest.param(b'<a xmlns="urn:QDA-XML:project:1.0"/>', "is no REFI-QDA project or codebook", id="other XML"),
        pytest.param(
            b'<!DOCTYPE Project [<!ENTITY e SYSTEM "file:///etc/hostname">]><Project xmlns="urn:QDA-XML:project:1.0">'
            b"<Description>&e;</Description></Project>",
            "declares entities of its own",
            id="entities",
        ),
        pytest.param(b"Words.", "is no REFI-QDA project and no web annotations", id="words"),
        pytest.param(b'{"a": 1}', "holds no web annotation", id="other JSON"),
    ],
)
def test_what_is_no_picking_is_refused(data: bytes, said: str) -> None:
    """In a sentence; nothing outside the file is looked at."""
    with pytest.raises(InputRefused, match=said):
        read_picking(data, "file.bin")


def test_paths_lead_nowhere_but_into_the_archive() -> None:
    """A path with folders above, or of the machine, is only a name."""
    sources = text_source("", "internal://../../../../etc/passwd")
    project = read_picking(qdpx(qde(sources), {}), "i.qdpx")
    assert project.texts == ()
    assert project.unread == ("“The ferry” is not in the project: export the project with its sources.",)
