"""A brief's notes in a style: what a reader finds under each number."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.dossier import Dossier
from briefgen.domain.sources import Block, Page, Passage, Source
from briefgen.rendering.citations.cited_notes import cited
from briefgen.rendering.citations.finding import style_bytes
from briefgen.rendering.citations.reading import NoSuchStyle
from briefgen.rendering.notes import Notes
from briefgen.rendering.wording import labels

TEXT = "The wells are low.\n\nSo they say in the valley.\n\nNobody has counted them."
LEDGER = Bibliography(
    type="article-newspaper",
    title="Cool my residents",
    author=(Name(family="Marsh", given="Ida"),),
    container_title="The Northern Ledger",
    issued=PartialDate(year=2026, month=3, day=9),
    URL="https://ledger.example/cool?a=1&b=2",
    note="private: do not print",
    abstract="private, too",
)


def source(number: int, about: Bibliography, **more: Any) -> Source:
    """A source of three paragraphs."""
    blocks = (Block("paragraph", 0, 18), Block("paragraph", 20, 46), Block("paragraph", 48, 72))  # type: ignore[arg-type]  a kind's word does for it
    return Source(id=f"source-{number}", sha256="0" * 64, text=TEXT, blocks=blocks, bibliography=about, **more)


def passage(number: int, of: int, start: int = 0, end: int = 18, **more: Any) -> Passage:
    """A passage."""
    return Passage(id=f"passage-{number}", source=f"source-{of}", start=start, end=end, quote=TEXT[start:end], **more)


def notes_of(
    style: str, sources: tuple[Source, ...], passages: tuple[Passage, ...], *, language: str = "en-GB", csl: str = ""
) -> dict[str, Any]:
    """The notes and sources of a brief that cites these passages in their order."""
    dossier = Dossier(sources=sources, passages=passages)
    notes = Notes(dossier, language=language, labels=labels(language), report=lambda *_: None)
    for one in passages:
        notes.cite(one.id, by="background")
    citing = {**notes.citing(style), "csl": csl}
    context = {"notes": notes.listed(), "sources": notes.sources(), "citing": citing, "other": 1}
    return cited(context, lambda name: style_bytes(name, ()))


def words(html: str) -> str:
    """What is read of it."""
    return " ".join(str(Markup(html).striptags()).split())  # noqa: S704  it is read, and printed nowhere


def citations(found: dict[str, Any]) -> list[str]:
    """The notes' words."""
    return [words(note["citation"]) for note in found["notes"]]


TWO = (source(1, LEDGER), source(2, replace(LEDGER, title="A river by rota", URL="")))
FOUR = (passage(1, 1), passage(2, 1, 20, 46), passage(3, 2), passage(4, 1, 20, 46))


def test_chicago_notes_follow_one_another() -> None:
    """Full, then the author alone right behind it, then author and title."""
    assert citations(notes_of("chicago-notes", TWO, FOUR)) == [
        "Ida Marsh, ‘Cool My Residents’, The Northern Ledger, 9 March 2026, para. 1, https://ledger.example/cool?a=1&b=2.",
        "Marsh, para. 2.",
        "Ida Marsh, ‘A River by Rota’, The Northern Ledger, 9 March 2026, para. 1.",
        "Marsh, ‘Cool My Residents’, para. 2.",
    ]


def test_oscola_leads_back_to_the_first_note_and_tells_works_of_one_author_apart() -> None:
    """The number of the note; the title only where the author alone would be two works."""
    found = citations(notes_of("oscola", TWO, (*FOUR, passage(5, 1, 20, 46))))
    assert found[1] == "ibid para 2."
    assert found[3] == "Marsh, ‘Cool My Residents’ (n 1) para 2."
    assert found[4] == "ibid."
    assert citations(notes_of("oscola", TWO[:1], (*FOUR[:2], passage(3, 1))))[2] == "ibid para 1."


@pytest.mark.parametrize("style", ["apa", "harvard"])
def test_styles_for_author_and_date_print_the_entry_first(style: str) -> None:
    """With the place behind it, and letters behind years that are the same; then as they cite in the text."""
    found = notes_of(style, TWO, FOUR)
    first, second, third, _ = citations(found)
    assert re.search(r"\(2026b.*Cool my residents.*\(para\. 1\)\.$", first)
    assert re.search(r"\(2026a.*A river by rota", third)
    assert second == "Marsh, 2026b, para. 2."
    assert words(found["sources"][1]["entry"]).startswith("Marsh, I. (2026a")


def test_nothing_private_is_printed_and_addresses_are_links() -> None:
    """What somebody noted in a library of references stays there."""
    found = notes_of("chicago-notes", TWO, FOUR)
    html = str(found["notes"][0]["citation"])
    assert '<a href="https://ledger.example/cool?a=1&amp;b=2">https://ledger.example/cool?a=1&amp;b=2</a>' in html
    assert "private" not in str(found)
    assert "citing" not in found
    assert found["other"] == 1


def test_pages_go_by_their_labels_over_the_end_of_one() -> None:
    """Both labels where a passage runs on, a hyphen within a label as it is."""
    pages = (Page(0, "iv", 0, 20), Page(1, "A-1", 20, 48), Page(2, "", 48, 72))
    paged = (source(1, LEDGER, pages=pages),)
    found = notes_of("oscola", paged, (passage(1, 1, 0, 46), passage(2, 1, 20, 46), passage(3, 1, 50, 60)))
    assert "2026) iv–A-1 <https" in citations(found)[0]
    assert [note["place"] for note in found["notes"]] == ["pp.\u00a0iv–A-1", "p.\u00a0A-1", "p.\u00a03"]
    assert citations(found)[1:] == ["ibid A-1.", "ibid 3."]


def test_a_lost_passage_is_cited_without_a_place() -> None:
    """Its place is not known any more."""
    lost = (passage(1, 1, lost=True), passage(2, 1, lost=True))
    assert citations(notes_of("oscola", TWO[:1], lost))[1] == "ibid."


def test_french_has_its_marks_and_says_what_is_foreign() -> None:
    """Quotation marks, dates and words of the brief's language; a title in another says which."""
    english = (source(1, replace(LEDGER, language="en-GB")),)
    html = str(notes_of("chicago-notes", english, FOUR[:1], language="fr-FR")["notes"][0]["citation"])
    assert re.search(r'«\s<span lang="en-GB">Cool My Residents</span>\s»', html)
    assert "9 mars 2026" in html


def test_works_without_anything_are_named_as_untitled() -> None:
    """Every style prints something; none of it is empty."""
    bare = (source(1, Bibliography()), source(2, Bibliography(author=(Name(literal="Wells Board"),), type="interview")))
    for style in ("apa", "chicago-notes", "harvard", "oscola"):
        for note in notes_of(style, bare, (passage(1, 1), passage(2, 2), passage(3, 1)))["notes"]:
            assert words(note["citation"]).endswith((".", "?"))
            assert len(words(note["reference"])) > 5
            assert note["short"]


def test_plain_notes_stay_as_they_are() -> None:
    """Plain is no file, and a style without one is an error that says what to choose."""
    assert citations(notes_of("plain", TWO, FOUR))[1] == "Marsh (note 1), para. 2."
    with pytest.raises(NoSuchStyle, match=r"no citation style “oscalo”.*did you mean “oscola”"):
        notes_of("oscalo", TWO, FOUR)


def test_a_house_style_comes_along() -> None:
    """The text of a style that lies beside the templates is in the data."""
    ours = style_bytes("oscola", ()).decode().replace('term="ibid"', 'value="see above"')
    assert citations(notes_of("ours", TWO, FOUR, csl=ours))[1] == "see above para 2."
