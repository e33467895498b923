"""Rules about evidence: points rest on passages, passages stand in their sources word for word, sources are named."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.domain.opinion import is_opinion
from briefgen.domain.points import Citation, Point, Recommendation, Risk
from briefgen.domain.preflight.findings import (
    Finding,
    Place,
    found,
    in_passage,
    in_point,
    in_source,
    point_name,
)
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject
from briefgen.domain.quotations import citations_in
from briefgen.domain.rating import rating_of
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import HowObtained, Rating, Verb
from briefgen.domain.wording import listed


def check(subject: Subject) -> Iterator[Finding]:
    """Check what the printed points rest on, and every passage and source that the brief uses."""
    for point in subject.printed:
        if not point.evidence:
            yield found(
                Rule.POINT_EVIDENCE,
                in_point(point.id, "evidence"),
                f"{point_name(point.id)} rests on no passage.",
                "Cite a passage for it.",
            )
        yield from _weight(subject, point)
        for citation in point.evidence:
            yield from _citation(subject, citation, in_point(point.id, "evidence", citation.passage))
    used = used_passages(subject)
    for passage in used:
        yield from _passage(subject, passage)
    for source_id in dict.fromkeys(passage.source for passage in used):
        if source := subject.sources.get(source_id):
            yield from _source(source)


def used_passages(subject: Subject) -> tuple[Passage, ...]:
    """Give the passages that the brief prints, each once: the evidence of its points, and those cited in its texts."""
    ids = [citation.passage for point in subject.printed for citation in point.evidence]
    ids += [
        citation.passage
        for text in subject.written
        if text.narrative
        for block in text.blocks
        for citation in citations_in(block.raw)
    ]
    return tuple(subject.passages[passage_id] for passage_id in dict.fromkeys(ids) if passage_id in subject.passages)


def _weight(subject: Subject, point: Point) -> Iterator[Finding]:
    """What a point rests on: opinion alone, or, though it weighs much and there are others, a single source."""
    name, place = point_name(point.id), in_point(point.id, "evidence")
    passages = [subject.passages[c.passage] for c in point.evidence if c.passage in subject.passages]
    found_there = [subject.sources.get(source_id) for source_id in dict.fromkeys(p.source for p in passages)]
    sources = [source for source in found_there if source is not None]
    if sources and all(is_opinion(source.bibliography) for source in sources):
        yield found(
            Rule.OPINION_ONLY,
            place,
            f"{name} rests on opinion alone: {listed(f'“{source.title}”' for source in sources)}.",
            "Cite what the opinion rests on, or say in the point that it is a view, and whose.",
        )
    elif len(sources) == 1 and len(subject.sources) > 1 and _weighs(subject, point):
        yield found(
            Rule.SINGLE_SOURCE,
            place,
            f"{name} rests on one source alone, “{sources[0].title}”.",
            "Cite a second source that does not draw on the first, or say that there is none.",
        )


def _weighs(subject: Subject, point: Point) -> bool:
    """Tell whether much hangs on a point: a high risk, or one that somebody is asked to act on."""
    if isinstance(point, Risk):
        rating = rating_of(point, subject.dossier.settings.rating_table)
        return rating is not None and rating.rank >= Rating.HIGH.rank
    return isinstance(point, Recommendation) and point.verb in {Verb.AGREE, Verb.APPROVE, Verb.DIRECT}


def _citation(subject: Subject, citation: Citation, place: Place) -> Iterator[Finding]:
    passage = subject.passages.get(citation.passage)
    if passage is None:
        yield found(
            Rule.PASSAGE_MISSING,
            place,
            f"{point_name(place.id)} cites {citation.passage}, which is not in the dossier.",
            "Cite another passage.",
        )
        return
    beyond = [edit for edit in citation.edits if edit.end > len(passage.quote)]
    if beyond:
        yield found(
            Rule.CITATION_EDIT,
            place,
            f"An elision or insertion of {point_name(place.id)} lies outside {point_name(passage.id)}.",
            "Make the mark in the quotation again.",
            f"up to character {max(edit.end for edit in beyond)}; the quotation has {len(passage.quote)}",
        )


def _passage(subject: Subject, passage: Passage) -> Iterator[Finding]:
    name, place = point_name(passage.id), in_passage(passage.id)
    source = subject.sources.get(passage.source)
    if source is None:
        yield found(
            Rule.PASSAGE_MISSING,
            place,
            f"The source of {name}, {passage.source}, is not in the dossier.",
            "Import the source again, or cite another passage.",
        )
    elif passage.lost:
        yield found(
            Rule.PASSAGE_LOST,
            place,
            f"{name}, “{_opening(passage.quote)}”, is no longer found in “{source.title}”.",
            "Pick it again in the source, or drop it.",
        )
    elif source.text[passage.start : passage.end] != passage.quote:
        yield found(
            Rule.PASSAGE_ALTERED,
            place,
            f"{name}, “{_opening(passage.quote)}”, does not stand in “{source.title}” word for word.",
            "Pick it again in the source.",
        )


def _opening(quote: str) -> str:
    words = quote.split()
    return " ".join(words[:8])[:80] + ("…" if len(words) > 8 or len(quote) > 80 else "")


def _source(source: Source) -> Iterator[Finding]:
    known = source.bibliography
    missing = [
        name
        for name, given in (
            ("author or publisher", known.author or known.editor or known.publisher or known.container_title),
            ("title", known.title.strip()),
            ("date", known.issued),
        )
        if not given
    ]
    if missing:
        yield found(
            Rule.SOURCE_BIBLIOGRAPHY,
            in_source(source.id, source.title, "bibliography"),
            f"“{source.title}” is quoted without its {listed(missing)}.",
            f"Fill in {listed(missing)}: the list of sources prints them.",
        )
    if source.how_obtained is HowObtained.OCR:
        yield found(
            Rule.SOURCE_OCR,
            in_source(source.id, source.title),
            f"The words of “{source.title}” were recognised from pictures of pages.",
            "Compare each quotation with its page.",
        )
