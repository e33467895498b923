"""Rules about narrative sections: filled where they must be, within their limits, every quotation true and cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefgen.domain.fields import as_id
from briefgen.domain.house_template import TemplateSection
from briefgen.domain.preflight.findings import Finding, Place, found, in_section, point_name
from briefgen.domain.preflight.prose import Part, Quotation, TextBlock, quotations, quotes
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject, Written
from briefgen.domain.quotations import TextCitation, citations_in
from briefgen.domain.sources import Passage
from briefgen.domain.wording import count_words, counted

LONGEST_NOTE = 30
"""Words of a note in the margin: more of them reach down beyond the paragraph beside it."""

_LIKE_A_CITATION = re.compile(r"(?<!\\)\[@[^\[\]]*\]?")


def check(subject: Subject) -> Iterator[Finding]:
    """Check the sections of the template, what was written for sections that it has not, and all citations."""
    written = {text.place.id: text for text in subject.written if text.place.kind == "section"}
    for section in subject.template.sections:
        yield from _filling(subject, section)
        if section.id in written:
            yield from _limits(subject, section, written[section.id])
    yield from _whole(subject, written)
    narrative = {section.id for section in subject.template.sections if section.narrative}
    for own in subject.brief.sections:
        if own.text.strip() and own.id not in narrative:
            yield found(
                Rule.SECTION_NOT_PRINTED,
                in_section(own.id, own.id),
                f"The house template “{subject.template.title}” has no text section “{own.id}”, so what is "
                "written there is not printed.",
                "Move the text to another section, or leave it for another template.",
            )
    for text in subject.written:
        if text.narrative:
            for block in text.blocks:
                yield from _note(text.place, block)
                yield from _citations(subject, text.place, block)
                for quotation in quotations(block):
                    yield from _quotation(subject, text.place, quotation)


def _filling(subject: Subject, section: TemplateSection) -> Iterator[Finding]:
    own = subject.brief.section(section.id)
    place = in_section(section.id, section.title)
    empty = not (section.narrative and own.text.strip())
    none = own.none_identified and section.may_be_none
    if section.shows is not None:
        empty = empty and not any(point.kind is section.shows for point in subject.printed)
    if section.required and empty and not none:
        what = f"Add a {section.shows} to the brief." if section.shows else "Write it."
        if section.may_be_none:
            what = f"{what[:-1]}, or tick “none identified”."
        yield found(
            Rule.SECTION_EMPTY,
            place,
            f"“{section.title}” is empty.",
            what,
        )
    if own.none_identified and own.text.strip():
        yield found(
            Rule.SECTION_NONE,
            place,
            f"“{section.title}” is ticked “none identified”, so what is written there is not printed.",
            "Clear the tick or the text.",
        )
    elif own.none_identified and not section.may_be_none:
        yield found(
            Rule.SECTION_NONE,
            place,
            f"“{section.title}” is ticked “none identified”, which is no answer there.",
            "Clear the tick" + (" and write the section." if section.required else "."),
        )


def _words(subject: Subject, text: Written) -> int:
    """Count the words of a text and of the passages that it quotes."""
    return sum(count_words(block.plain) for block in text.blocks) + sum(
        count_words(passage.quote)
        for block in text.blocks
        for citation in citations_in(block.raw)
        if citation.quoted and (passage := subject.passages.get(citation.passage))
    )


def _whole(subject: Subject, written: Mapping[str, Written]) -> Iterator[Finding]:
    most = subject.template.words
    counts = {
        section.id: _words(subject, written[section.id])
        for section in subject.template.sections
        if section.narrative and section.id in written
    }
    words = sum(counts.values())
    if most and words > most:
        longest = max(counts, key=lambda name: counts[name])
        place = written[longest].place
        yield found(
            Rule.DOCUMENT_WORDS,
            place,
            f"The sections have {counted(words, 'word')} together, of which “{place.title or longest}” has "
            f"{counts[longest]:,}.",
            f"Cut {counted(words - most, 'word')}, here first.",
            f"{counted(words, 'word')}; at most {most:,}",
            about=_up_to(words),
        )


def _up_to(words: int) -> str:
    """So many words, by the half hundred: an acceptance of too many covers no more than about so many."""
    return f"up to {-(-words // 50) * 50} words"


def _limits(subject: Subject, section: TemplateSection, text: Written) -> Iterator[Finding]:
    words = _words(subject, text)
    paragraphs = sum(block.part is Part.PARAGRAPH for block in text.blocks)
    for rule, number, most, thing in (
        (Rule.SECTION_WORDS, words, section.words, "word"),
        (Rule.SECTION_PARAGRAPHS, paragraphs, section.paragraphs, "paragraph"),
    ):
        if most and number > most:
            yield found(
                rule,
                text.place,
                f"“{section.title}” has {counted(number, thing)}.",
                f"Cut {counted(number - most, thing)}, or move {'them' if number - most > 1 else 'it'} to an annex.",
                f"{counted(number, thing)}; at most {most:,}",
                about=_up_to(number) if thing == "word" else counted(number, thing),
            )


def _note(place: Place, block: TextBlock) -> Iterator[Finding]:
    words = count_words(block.plain)
    if block.part is Part.NOTE and words > LONGEST_NOTE:
        yield found(
            Rule.NOTE_LONG,
            place,
            f"The note in the margin that begins “{' '.join(block.plain.split()[:6])}” has {counted(words, 'word')}.",
            "Shorten it, or say it in the text.",
            f"{counted(words, 'word')}; at most {LONGEST_NOTE}",
            about=block.plain,
        )


def _citations(subject: Subject, place: Place, block: TextBlock) -> Iterator[Finding]:
    starts: set[int] = set()
    for citation in citations_in(block.raw):
        starts.add(citation.start)
        if citation.passage not in subject.passages:
            yield _unknown(subject, place, block.raw[citation.start : citation.end], citation.passage)
    for match in _LIKE_A_CITATION.finditer(block.raw):
        if match.start() not in starts:
            words = match.group().strip("[@] ").split()
            yield _unknown(subject, place, match.group()[:60], words[0] if words else "")


def _unknown(subject: Subject, place: Place, text: str, named: str) -> Finding:
    meant = as_id(named)
    example = meant if meant in subject.passages else "passage-3"
    return found(
        Rule.CITATION_UNKNOWN,
        place,
        f"“{text}” names no passage of the dossier.",
        f"Write it as [@{example}], or as [@{example} quote] for the words as well.",
    )


def _passage(subject: Subject, citation: TextCitation | None) -> Passage | None:
    return subject.passages.get(citation.passage) if citation else None


def _quotation(subject: Subject, place: Place, quotation: Quotation) -> Iterator[Finding]:
    shown = " ".join(quotation.words.split()[:8]) + ("…" if len(quotation.words.split()) > 8 else "")
    passage = _passage(subject, quotation.cited)
    if passage is not None:
        if not quotes(quotation.words, passage.quote):
            source = subject.sources.get(passage.source)
            near = source is not None and quotes(quotation.words, source.text)
            yield found(
                Rule.QUOTATION_ALTERED,
                place,
                f"The quotation “{shown}” is not what {point_name(passage.id)} says.",
                f"Its source has these words elsewhere: widen {point_name(passage.id)}, or pick them as a passage."
                if near
                else "Quote it word for word; mark what you leave out by […] and what you put in by [ ].",
            )
    elif quotation.cited is None:
        later = _passage(subject, quotation.later)
        if later is None or not quotes(quotation.words, later.quote):
            yield found(
                Rule.QUOTATION_UNCITED,
                place,
                f"The quotation “{shown}” has no source number.",
                "Put the citation of its passage directly after it, as in [@passage-3].",
                about=quotation.words,
            )
