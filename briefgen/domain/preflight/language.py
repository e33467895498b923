"""Rules about words: sentences that can be read at one go, abbreviations, and words of likelihood used as a yardstick.

Sources: plain-language guidance (Plain English Campaign, GOV.UK) for the lengths of sentences; PHIA and ICD 203 for
likelihood and confidence. The words of sources, quoted, are theirs and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil

from briefgen.domain.markings import HANDLING, Markings
from briefgen.domain.preflight.findings import Finding, Place, found, in_brief
from briefgen.domain.preflight.prose import Part, without_quotations
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject
from briefgen.domain.terms import SCALES, ScaleId
from briefgen.domain.wording import KNOWN, abbreviations, count_words, expanded, is_whole, sentences, words_of

MEAN, LONG, TOO_LONG = 20, 25, 35
"""Words in a sentence: on average, from which on it is long, and from which on it is too long."""

ENOUGH = 5
"""An average over fewer sentences says nothing."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the brief, without quotations, with its place and its words."""

    place: Place
    text: str
    words: int
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class Readability:
    """How long the sentences of a brief are, in words. Fragments and what stands in tables are not in the mean."""

    sentences: int
    mean: float
    longest: Sentence | None


def check(subject: Subject) -> Iterator[Finding]:
    """Check all that is printed of the editors' own words."""
    told = sentences_of(subject)
    yield from _lengths(told)
    yield from _placeholders(told)
    if subject.english:
        yield from _abbreviations(subject)
        yield from _likelihoods(subject, told)


def sentences_of(subject: Subject) -> tuple[Sentence, ...]:
    """List the sentences of the brief in the order of its texts; headings, tables, code and quotations left out."""
    return tuple(
        Sentence(text.place, sentence, count_words(sentence), text.in_table)
        for text in subject.written
        for block in text.blocks
        if block.part in {Part.PARAGRAPH, Part.LIST_ITEM}
        for sentence in sentences(without_quotations(block.plain))
    )


def readability(told: tuple[Sentence, ...]) -> Readability:
    """Measure the sentences of a brief."""
    whole = [sentence for sentence in told if is_whole(sentence.text) and not sentence.in_table]
    mean = sum(sentence.words for sentence in whole) / len(whole) if whole else 0.0
    return Readability(len(whole), mean, max(told, key=lambda sentence: sentence.words, default=None))


def _lengths(told: tuple[Sentence, ...]) -> Iterator[Finding]:
    measured = readability(told)
    if measured.sentences >= ENOUGH and measured.mean > MEAN and measured.longest:
        longest = measured.longest
        yield found(
            Rule.SENTENCE_MEAN,
            in_brief(),
            f"The sentences of the brief have {measured.mean:.1f} words on average.",
            f"Cut the longest first; it has {longest.words} words and stands at “{longest.place.words}”.",
            f"{measured.mean:.1f} words over {measured.sentences} sentences; at most {MEAN}",
            about=f"{ceil(measured.mean)} words on average",
        )
    for sentence in told:
        if sentence.words > LONG:
            too_long = sentence.words > TOO_LONG
            yield found(
                Rule.SENTENCE_OVER_35 if too_long else Rule.SENTENCE_OVER_25,
                sentence.place,
                f"The sentence “{_opening(sentence.text)}” has {sentence.words} words.",
                # A risk's sentence is made of three fields, and stays one.
                "Shorten its cause, event or effect."
                if sentence.place.field == "event"
                else "Make two sentences of it.",
                f"{sentence.words} words; at most {TOO_LONG if too_long else LONG}",
                about=sentence.text,
            )


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:6])[:60] + ("…" if len(words) > 6 or len(text) > 60 else "")


_LEFT_OPEN = re.compile(
    r"\b(?:TBC|TBD|TBA|X{3,})\b|\blorem ipsum\b|\[(?:insert|to be|date|name)\b[^\[\]]*\]", re.IGNORECASE
)


def _placeholders(told: tuple[Sentence, ...]) -> Iterator[Finding]:
    for sentence in told:
        if match := _LEFT_OPEN.search(sentence.text):
            yield found(
                Rule.PLACEHOLDER,
                sentence.place,
                f"“{match.group()}” is still to be filled in.",
                "Write what belongs there, or say plainly that it is not known.",
                about=sentence.text,
            )


# -------------------------------------------------------------------------------------------- abbreviations


def _abbreviations(subject: Subject) -> Iterator[Finding]:
    brief = subject.brief
    texts = [(in_brief("title"), brief.title)]
    texts += [
        (text.place, without_quotations(block.plain))
        for text in subject.written
        for block in text.blocks
        if block.part is not Part.QUOTE
    ]
    excused = KNOWN | _marking_words(subject.markings) | set(subject.dossier.settings.abbreviations)
    for text in (brief.ref, brief.marking, brief.handling, brief.tlp):
        excused |= set(words_of(text))
    explained: set[str] = set()
    first: dict[str, Place] = {}
    times: dict[str, int] = {}
    for place, text in texts:
        explained |= expanded(text)
        for short in abbreviations(text):
            first.setdefault(short, place)
            times[short] = times.get(short, 0) + 1
    for short, place in first.items():
        if short not in excused and short not in explained:
            yield found(
                Rule.ABBREVIATION,
                Place(place.kind, place.id, place.field, short, place.title),
                f"“{short}” is nowhere spelled out.",
                f"Write “Its Full Name ({short})” where it comes first, or add it to those known to every reader.",
                f"used {'once' if times[short] == 1 else f'{times[short]} times'}",
                about=short,
            )


@cache
def _marking_words(markings: Markings) -> frozenset[str]:
    return frozenset(word for text in (*markings.texts, *HANDLING) for word in words_of(text))


# ----------------------------------------------------------------------------------------------- likelihood


@cache
def _foreign_words(scale: ScaleId) -> re.Pattern[str]:
    """Build the pattern of the terms that belong to other scales alone.

    Words of everyday use (“remote”, “likely”) and bare levels are left out: they are no term unless someone means it.
    """
    own = {words for term in SCALES[scale].terms for words in (term.words, *term.also)}
    foreign = {
        words
        for other in SCALES.values()
        if other.id is not scale and other.id is not ScaleId.NRR
        for term in other.terms
        for words in (term.words, *term.also)
        if words not in own
        and (" " in words or words == "improbable")
        and " or " not in words
        and not any(words.startswith(term) for term in own)
    }
    return _any_of(foreign)


def _any_of(phrases: set[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)


_LIKELIHOOD = re.compile(
    r"\b(?:(?:un)?likely|(?:im)?probabl[ey]|almost certain(?:ly)?|nearly certain|realistic possibility|remote chance|"
    r"almost no chance|roughly even (?:chance|odds))\b",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"\b(?:high|moderate|medium|low)\s+(?:analytical\s+)?confidence\b|\bconfidence\s+(?:level|rating)\b"
    r"|\b(?:highly|moderately|fairly|very|reasonably)\s+confident\b|\bwe\s+are\s+confident\b"
    r"|\b(?:our|analytical)\s+confidence\b",
    re.IGNORECASE,
)


def _likelihoods(subject: Subject, told: tuple[Sentence, ...]) -> Iterator[Finding]:
    scale = SCALES[subject.brief.scale]
    foreign = _foreign_words(scale.id)
    for sentence in told:
        for phrase in dict.fromkeys(match.group().lower() for match in foreign.finditer(sentence.text)):
            theirs = next(
                other.title for other in SCALES.values() if other is not scale and other.find(phrase) is not None
            )
            yield found(
                Rule.LIKELIHOOD_WORD,
                sentence.place,
                f"“{phrase}” is a word of {theirs}; the brief uses {scale.title}.",
                f"Use one of: {', '.join(term.words for term in scale.terms)}.",
                about=f"{phrase}\n{sentence.text}",
            )
        if _LIKELIHOOD.search(sentence.text) and _CONFIDENCE.search(sentence.text):
            yield found(
                Rule.LIKELIHOOD_CONFIDENCE,
                sentence.place,
                f"The sentence “{_opening(sentence.text)}” gives a likelihood and a confidence at once.",
                "Say how sure you are in a sentence of its own.",
                about=sentence.text,
            )
