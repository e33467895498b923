"""The evidence annex: each passage in the words around it, which document that was, and the way there and back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pypdf
import pytest

from briefgen.domain.bibliography import Bibliography, PartialDate
from briefgen.domain.sources import CONTEXT, Block, Passage, Source
from briefgen.domain.terms import HowObtained
from briefgen.rendering.context import build_context
from briefgen.rendering.evidence_annex import MOST_AROUND, evidence_entry
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.samples import DAY, read_sample
from briefgen.rendering.wording import labels

LONG = "Water is short. " * 60
TEXT = "\n\n".join(["Wells", "They are low.", LONG + "Count <them>. " + LONG, "So they say."])


def source(**more: object) -> Source:
    """A source of a heading and three paragraphs."""
    starts = [0, 7, 22, 22 + len(LONG) * 2 + 14 + 2]
    ends = [5, 20, starts[3] - 2, len(TEXT)]
    kinds = ["heading", "paragraph", "paragraph", "paragraph"]
    blocks = tuple(Block(kind, start, end) for kind, start, end in zip(kinds, starts, ends, strict=True))  # type: ignore[arg-type]  a kind's word does for it
    return Source(id="source-1", sha256="ab" * 32, text=TEXT, blocks=blocks, **more)  # type: ignore[arg-type]  as given


def passage(words: str, **more: object) -> Passage:
    """The passage of these words."""
    start = TEXT.index(words)
    return Passage(id="passage-1", source="source-1", start=start, end=start + len(words), quote=words, **more)  # type: ignore[arg-type]  as given


def entry(of: Source, words: str, language: str = "en-GB", **more: object) -> dict[str, object]:
    """The entry of a passage."""
    return evidence_entry(3, passage(words, **more), of, language=language, labels=labels(language))


def test_a_short_paragraph_brings_those_beside_it() -> None:
    """The passage alone would tell no more than the quotation does."""
    found = entry(source(), "They are low.")
    first, second, third = found["paragraphs"]  # type: ignore[misc]  a list of three
    assert (first, second) == ("Wells", '<strong data-quotation="e3">They are low.</strong>')
    assert third.endswith(" …")


def test_a_long_paragraph_is_cut_between_words() -> None:
    """On either side, and it shows; nothing of it is markup."""
    (words,) = entry(source(), "Count <them>.")["paragraphs"]  # type: ignore[misc]  a list of one
    before, mark, after = re.split(r"<strong[^>]*>|</strong>", words)
    assert mark == "Count &lt;them&gt;."
    for side in (before, after):
        assert MOST_AROUND - 20 < len(side) <= MOST_AROUND + 3
    assert before.startswith("… ")
    assert after.endswith(" …")
    assert re.fullmatch(r"… (is )?(short\. )?(Water is short\. )+", before)


def test_an_entry_tells_the_document_and_how_it_was_obtained() -> None:
    """Its hash, the day it was imported, the day its address was opened; no name of a file."""
    of = source(
        filename="/srv/somebody/secret.pdf",
        how_obtained=HowObtained.OCR,
        imported=dt.datetime(2026, 3, 9, 8, 0, tzinfo=dt.UTC),
        bibliography=Bibliography(URL="https://a.example", accessed=PartialDate(year=2026, month=3, day=8)),
        note="for us alone",
    )
    found = entry(of, "They are low.")
    assert found["sha256"] == "ab" * 32
    assert found["obtained"] == {"iso": "2026-03-09", "long": "9 March 2026"}
    assert (found["how"], found["accessed"]) == ("recognised from pictures of its pages", "8 March 2026")
    assert (found["id"], found["note"]) == ("evidence-3", "note-3")
    assert "secret" not in str(found)
    assert "alone" not in str(found)
    assert entry(source(), "Wells", "fr")["how"] == "lu dans le document lui-même"


def test_a_passage_that_was_lost_is_shown_alone() -> None:
    """Where it stood in the document is not known any more."""
    found = entry(source(), "They are low.", lost=True)
    assert (found["paragraphs"], found["is_lost"]) == (["<strong>They are low.</strong>"], True)
    assert CONTEXT


@pytest.fixture(scope="module")
def printed() -> tuple[str, pypdf.PdfReader, int]:
    """A submission with an evidence annex, and the number of its notes."""
    import io

    opened = open_template("ministerial-submission")
    sample = read_sample(opened, "normal", language="en-GB")
    brief = replace(
        sample.brief, evidence_annex=True, citation_style="oscola", points=sample.brief.points[:1], sections=()
    )
    context = build_context(sample.dossier, brief, opened.template, today=DAY, forced=False, program_version="1")
    made = render(RenderJob(template=str(opened.folder), context=context, html=True))
    assert not made.conformance.accessible_faults
    assert not made.conformance.archival_faults
    return made.html, pypdf.PdfReader(io.BytesIO(made.pdf)), len(context["notes"])


def test_numbers_lead_to_notes_and_notes_to_evidence_and_back(printed: tuple[str, pypdf.PdfReader, int]) -> None:
    """As links of the PDF, each with a place to go to."""
    _, pdf, count = printed
    places = set(pdf.named_destinations)
    wanted = {f"{kind}-{number}" for kind in ("note", "evidence") for number in range(1, count + 1)}
    assert wanted <= places
    led = [
        str(annotation.get_object().get("/Dest") or annotation.get_object().get("/A", {}).get("/D"))
        for page in pdf.pages
        for annotation in page.get("/Annots", ())
    ]
    assert count
    for number in range(1, count + 1):
        assert led.count(f"evidence-{number}") == 1
        assert led.count(f"note-{number}") >= 2


def test_the_annex_begins_a_page_and_has_the_hash(printed: tuple[str, pypdf.PdfReader, int]) -> None:
    """The body's pages are not more by it."""
    html, pdf, _ = printed
    texts = [page.extract_text() for page in pdf.pages]
    (at,) = [number for number, text in enumerate(texts) if "Evidence annex" in text]
    assert at > 0
    assert re.search(r"[0-9a-f]{64}", html)
    assert html.index('id="body"') < html.index("</main>") < html.index('id="evidence-annex"')


def test_a_template_without_an_annex_says_so() -> None:
    """And prints none; neither does a brief that wants none."""
    opened = open_template("one-page-brief")
    sample = read_sample(opened, "least", language="en-GB")
    for wanted in (True, False):
        brief = replace(sample.brief, evidence_annex=wanted)
        context = build_context(sample.dossier, brief, opened.template, today=DAY, forced=False, program_version="1")
        told = [problem["message"] for problem in context["problems"] if problem["place"] == "evidence-annex"]
        assert bool(told) is wanted
        assert context["evidence_annex"] == []
