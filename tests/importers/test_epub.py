"""Books give their chapters in order, with headings and notes, and what they say of themselves."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.reading import read_document
from tests.importers.books import CONTAINER, ONE, PACKAGE, PARTS, TWO, book


@pytest.mark.parametrize("name", ["book.epub", "book.zip", "book"])
def test_a_book_gives_its_chapters_in_order(name: str) -> None:
    """Headings, paragraphs and footnotes, in the order of the spine; a line of a book is no advertisement."""
    document = read_document(book(), name)
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        (BlockKind.HEADING, "One\u00a0bridge"),
        (BlockKind.PARAGRAPH, "It opens at ten."),
        (BlockKind.FOOTNOTE, "It did not in 1987."),
        (BlockKind.HEADING, "Another"),
        (BlockKind.PARAGRAPH, "It opens\nnever."),
        (BlockKind.PARAGRAPH, "Advertisement"),
    ]
    assert (document.format, document.encoding, document.warnings) == ("book", "ascii", ())


def test_a_book_says_what_it_is() -> None:
    """Title and subtitle, people by their part in it, publisher, date, ISBN, language, description."""
    about = read_document(book(), "book.epub").bibliography
    assert (about.type, about.title) == ("book", "Bridges that Open: A History of Waiting")
    assert [name.shown for name in about.author] == ["A harbour historian"]
    assert [name.shown for name in about.editor] == ["An editor"]
    assert (about.publisher, about.ISBN, about.language) == ("Quay Press", "9780000000002", "en-GB")
    assert about.issued is not None
    assert (about.issued.iso, about.abstract) == ("2025-09-01", "On bridges.")


def test_a_chapter_that_is_not_there_is_told() -> None:
    """The rest of the book is read."""
    parts = {name: part for name, part in PARTS.items() if "two" not in name}
    assert read_document(book(parts), "book.epub").warnings == ("1 of the book's chapters are not in the file.",)


@pytest.mark.parametrize(
    ("parts", "container", "said"),
    [
        (PARTS, "<container/>", "does not say what is in it"),
        (PARTS, CONTAINER[:-20], "is damaged, or no XML"),
        ({}, CONTAINER, "lacks “OEBPS/book.opf”"),
        (PARTS, f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{CONTAINER[21:]}', "declares entities"),
        ({**PARTS, "OEBPS/text/two.xhtml": f'<!DOCTYPE html [<!ENTITY x "y">]>{TWO}'}, CONTAINER, "declares entities"),
        (
            {**PARTS, "META-INF/encryption.xml": '<a><EncryptionMethod Algorithm="aes"/></a>'},
            CONTAINER,
            r"protected against copying \(DRM\)",
        ),
    ],
)
def test_a_book_that_is_damaged_or_protected_is_refused(parts: dict[str, str], container: str, said: str) -> None:
    """The sentence names the file and says what to do."""
    with pytest.raises(InputRefused, match=said) as refused:
        read_document(book(parts, container), "book.epub")
    assert "book.epub" in refused.value.message
    assert ": " in refused.value.message


def test_masked_typefaces_protect_no_text() -> None:
    """A book whose fonts alone are masked is read."""
    masked = '<a><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></a>'
    assert read_document(book({**PARTS, "META-INF/encryption.xml": masked}), "book.epub").text


def test_a_chapter_is_never_read_from_outside_the_book(tmp_path: Path) -> None:
    """A path that leads out of the archive names nothing, wherever it points."""
    (tmp_path / "canary.xhtml").write_text("<p>the canary sings</p>", encoding="utf-8")
    for path in (
        f"../../../../../../..{tmp_path}/canary.xhtml",
        f"{tmp_path}/canary.xhtml",
        f"file://{tmp_path}/canary.xhtml",
    ):
        package = PACKAGE.replace("text/two.xhtml", path)
        document = read_document(book({**PARTS, "OEBPS/book.opf": package}), "book.epub")
        assert "canary" not in document.text
        assert document.warnings == ("1 of the book's chapters are not in the file.",)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=20), st.integers(0, 10_000))
def test_a_damaged_book_is_read_or_refused(changes: list[tuple[int, int]], cut: int) -> None:
    """Whatever bytes are wrong, the book comes in or is refused by its name."""
    data = bytearray(book())
    for place, value in changes:
        data[place % len(data)] = value
    try:
        assert read_document(bytes(data[: max(1, len(data) - cut % 50)]), "book.epub").text
    except InputRefused as refused:
        assert "book.epub" in refused.message  # noqa: PT017 - either outcome is right


@given(st.text(max_size=200))
def test_any_chapter_is_read(text: str) -> None:
    """Whatever stands in a chapter, the one before it is read."""
    chapter = f"<html><body>{text}".encode("utf-8", "replace")
    if b"<!ENTITY" in chapter.upper():
        return
    document = read_document(book({**PARTS, "OEBPS/text/two.xhtml": chapter}), "book.epub")
    assert document.text.startswith("One\u00a0bridge")


def test_self_closed_elements_are_empty() -> None:
    """In XHTML a title, a script or an anchor may be closed at once; what follows is not in it."""
    assert "<title/>" in ONE
    assert read_document(book(), "book.epub").text.startswith("One\u00a0bridge")
