"""Rules about points that cite the same passage: what they say of it must go together.

Only what can be seen without reading between the lines is told: the same risk rated differently, the same act asked
for and refused, and a figure that the shared passage gives otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from briefgen.domain.points import Point, Recommendation, Risk
from briefgen.domain.preflight.findings import Finding, found, in_point, point_name
from briefgen.domain.preflight.prose import without_quotations
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject, Written
from briefgen.domain.terms import Verb
from briefgen.domain.wording import listed, set_of, words_of

SAME = 0.6
"""The share of words, of those that either has, from which two short texts are about the same."""

_EMPTY = set_of(
    "a an and any are as at be because been but by can could for from had has have if in into is it its may might more "
    "must no not never of on one or our out over shall should so some such that the their them these this those to "
    "under up was we were what when which will with without would agree approve direct discuss note reject"
)
"""Words that say nothing of what a text is about; the verbs of decisions among them, which are compared apart."""

_NEGATION = re.compile(r"\b(?:not|never|no longer|refrain|against|reject|refuse|decline|oppose)\b", re.IGNORECASE)

_FIGURE = re.compile(
    r"(?<![\w.,/-])(?P<money>[£$€])?(?P<number>\d[\d,]*(?:\.\d+)?)\s?"
    r"(?P<scale>bn|billion|m|million|thousand)?(?:\s?(?P<percent>%|per\s?cent\b)|\s(?P<unit>[a-z]{4,}))?(?!\w)"
)


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the printed points that share a passage, two by two."""
    citing: dict[str, list[Point]] = {}
    for point in subject.printed:
        for passage in dict.fromkeys(citation.passage for citation in point.evidence):
            citing.setdefault(passage, []).append(point)
    texts: dict[str, list[Written]] = {}
    for text in subject.written:
        texts.setdefault(text.place.id, []).append(text)
    told: set[tuple[str, str]] = set()
    for passage, points in citing.items():
        for one, other in combinations(points, 2):
            if (one.id, other.id) in told:
                continue
            if finding := _compared(subject, texts, passage, one, other):
                told.add((one.id, other.id))
                yield finding


def _compared(
    subject: Subject, texts: dict[str, list[Written]], passage: str, one: Point, other: Point
) -> Finding | None:
    field, what, at, beside = "", "", other, one
    if isinstance(one, Risk) and isinstance(other, Risk):
        field, what = _risks(one, other)
    elif isinstance(one, Recommendation) and isinstance(other, Recommendation) and subject.english:
        field, what = _recommendations(one, other)
    if not what and subject.english and passage in subject.passages:
        for right, wrong in ((one, other), (other, one)):
            if not what:
                field, what = _figures(subject, texts, passage, right, wrong)
                at, beside = wrong, right
    if not what:
        return None
    names = f"{point_name(one.id)} and {point_name(other.id)}"
    return found(
        Rule.CONTRADICTION,
        in_point(at.id, field, beside.id),
        f"{names} both rest on {point_name(passage)} and contradict each other: {what}.",
        "Make the two agree, or say in one of them why they differ.",
        about=f"{one.id} {other.id} {passage} {what}",
    )


def _risks(one: Risk, other: Risk) -> tuple[str, str]:
    if not alike(f"{one.event} {one.effect}", f"{other.event} {other.effect}"):
        return "", ""
    if one.likelihood and other.likelihood and one.likelihood != other.likelihood:
        return "likelihood", f"the same event is {one.likelihood.term} in one and {other.likelihood.term} in the other"
    if one.impact and other.impact and one.impact != other.impact:
        return "impact", f"the same event has an impact of {one.impact} in one and of {other.impact} in the other"
    return "", ""


def _recommendations(one: Recommendation, other: Recommendation) -> tuple[str, str]:
    if not alike(one.action, other.action):
        return "", ""

    def refuses(point: Recommendation) -> bool:
        return (point.verb is Verb.REJECT) != bool(_NEGATION.search(point.action.strip().partition(" ")[2]))

    asked = {Verb.AGREE, Verb.APPROVE, Verb.DIRECT, Verb.REJECT}
    if one.verb in asked and other.verb in asked and refuses(one) != refuses(other):
        return "action", "one asks for what the other refuses"
    return "", ""


def alike(one: str, other: str) -> bool:
    """Tell whether two short texts are about the same, by the words that carry their meaning."""
    first, second = ({word.lower() for word in words_of(text)} - _EMPTY for text in (one, other))
    return min(len(first), len(second)) >= 2 and len(first & second) / len(first | second) >= SAME


def _figures(
    subject: Subject, texts: dict[str, list[Written]], passage: str, right: Point, wrong: Point
) -> tuple[str, str]:
    """A figure of the shared passage that one point has, and that the other gives otherwise without evidence."""
    there = figures(subject.passages[passage].quote)
    quotes = (subject.passages[c.passage].quote for c in wrong.evidence if c.passage in subject.passages)
    known = [figures(quote) for quote in quotes]
    of_right = _said(texts.get(right.id, []))
    for unit, (numbers, field) in _said(texts.get(wrong.id, [])).items():
        given = there.get(unit, set())
        if len(given) != 1 or len(numbers) != 1 or of_right.get(unit, (set(), ""))[0] != given:
            continue
        (says,), (has,) = numbers, given
        if not any(says in quoted.get(unit, ()) for quoted in known):
            names = listed((f"{point_name(right.id)} has {has}", f"{point_name(wrong.id)} {says}"))
            return field, f"{names} {_UNITS.get(unit, unit)}"
    return "", ""


_UNITS = {"%": "per cent", "£": "pounds", "$": "dollars", "€": "euros"}


def _said(texts: Iterable[Written]) -> dict[str, tuple[set[str], str]]:
    """The figures of a point's own words by their unit, each with the field in which it stands first."""
    said: dict[str, tuple[set[str], str]] = {}
    for text in texts:
        for block in text.blocks:
            for unit, numbers in figures(without_quotations(block.plain)).items():
                before, field = said.get(unit, (set(), text.place.field))
                said[unit] = (before | numbers, field)
    return said


def figures(text: str) -> dict[str, set[str]]:
    """The figures of an English text by their unit: a percentage, money, or the word after the number.

    Years and bare numbers have none and are passed over, as are dates.
    """
    found_by_unit: dict[str, set[str]] = {}
    for match in _FIGURE.finditer(text):
        unit = match["money"] or ("%" if match["percent"] else match["unit"] or "")
        if unit and unit not in _NO_UNITS and not (match["unit"] and unit in _EMPTY):
            scale = _SCALES.get(match["scale"], match["scale"])
            number = match["number"].replace(",", "")
            found_by_unit.setdefault(unit, set()).add(f"{number} {scale}" if scale else number)
    return found_by_unit


_SCALES = {"bn": "billion", "m": "million"}

_NO_UNITS = set_of(
    "after also before during from into later onwards over since than that their then there they this those until when "
    "where which while with under were have more less most"
)
