"""Rules about protective markings: that there is one, that it is exact, and that nothing printed is marked above it.

Sources: UK Government Security Classifications Policy (August 2024) for exact texts and handling instructions; FIRST,
Traffic Light Protocol 2.0, for labels.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefgen.domain.markings import HANDLING, SHIPPED, Markings, is_tlp
from briefgen.domain.preflight.evidence import used_passages
from briefgen.domain.preflight.findings import (
    Finding,
    Place,
    PlaceKind,
    found,
    in_brief,
    in_point,
    in_source,
    point_name,
)
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject

_OPEN = ("PUBLIC", "FOR PUBLIC RELEASE", "TLP:CLEAR")
"""What says that anybody may read the brief."""


def check(subject: Subject) -> Iterator[Finding]:
    """Check the brief's marking, and that of all that it prints."""
    brief = subject.brief
    if not (brief.marking.strip() or brief.tlp):
        yield found(
            Rule.MARKING_MISSING,
            in_brief("marking"),
            "The brief has no marking.",
            "Choose a marking or a TLP label; a brief for everybody is marked PUBLIC or TLP:CLEAR.",
        )
    yield from _text(subject, brief.marking, in_brief("marking"), "The brief's marking")
    yield from _handling(subject)
    yield from _agreement(subject)
    if brief.marking.strip() or brief.tlp:
        yield from _above(subject)


def nearest_marking(text: str, markings: Markings = SHIPPED) -> str:
    """Find the known marking that `text` was meant to be, written exactly; "" where it is exact or none is near.

    Words after the marking proper, such as a descriptor, stay as they are.
    """
    words, every = text.split(), markings.texts
    if text in every:
        return ""
    for length in range(len(words), 0, -1):
        start = " ".join(words[:length])
        rest = " ".join(["", *words[length:]])
        longer = (known for known in every if known != start and _fold(known).startswith(_fold(start) + " "))
        if start in every and not any(_fold(f"{start}{rest}").startswith(_fold(known) + " ") for known in longer):
            return ""
        for known in every:
            if _fold(start) == _fold(known) and start != known:
                return known + rest
    near = difflib.get_close_matches(text.upper(), every, n=1, cutoff=0.9)
    return near[0] if near else ""


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[\s_\-‐‑–—:]+", " ", text.upper()).split())


def _text(subject: Subject, marking: str, place: Place, whose: str) -> Iterator[Finding]:
    if not marking.strip():
        return
    if is_tlp(marking) and marking in subject.markings.texts and place.kind is PlaceKind.BRIEF:
        yield found(
            Rule.MARKING_IS_TLP,
            place,
            f"{whose} is a TLP label: “{marking}”.",
            "Put the label in the field “tlp”, its own.",
        )
    elif meant := nearest_marking(marking.strip(), subject.markings):
        yield found(
            Rule.MARKING_TEXT,
            place,
            f"{whose} is written “{marking}”; the exact text is {meant}.",
            f"Write {meant}.",
        )
    elif marking != marking.upper() and subject.markings.find(marking.strip()) is None:
        yield found(
            Rule.MARKING_CAPITALS,
            place,
            f"{whose}, “{marking}”, is not in capitals.",
            f"Write {marking.upper()}, unless your house writes it so.",
        )


def _handling(subject: Subject) -> Iterator[Finding]:
    for name in ("handling", "marking"):
        text = getattr(subject.brief, name).strip()
        rest = re.sub(r"^EMBARGOED(?:\s+UNTIL)?", "", text, flags=re.IGNORECASE).strip(" .…:")
        if text.upper().startswith("EMBARGOED") and not rest:
            yield found(
                Rule.HANDLING_INCOMPLETE,
                in_brief(name),
                "The brief is embargoed, but nothing says until when.",
                "Give the day and the hour, as in EMBARGOED UNTIL 00:01 ON 14 MARCH 2025.",
            )
    brief = subject.brief
    known = subject.markings.find(brief.marking.strip())
    if known is not None and known.needs_handling and not brief.handling.strip():
        yield found(
            Rule.HANDLING_MISSING,
            in_brief("handling"),
            f"The brief is {known.text} and has no handling instruction.",
            f"Say who may see it, as in {HANDLING[0]}.",
        )


def _agreement(subject: Subject) -> Iterator[Finding]:
    brief = subject.brief
    said = [text for text in (brief.marking.strip(), brief.tlp, brief.handling.strip()) if text]
    freely = [text for text in said if text.upper() in _OPEN]
    closed = [text for text in said if text not in freely and _closes(subject, text)]
    if freely and closed:
        yield found(
            Rule.MARKING_CONTRADICTION,
            in_brief("tlp" if brief.tlp in {freely[0], closed[0]} else "handling"),
            f"The brief says both {freely[0]} and {closed[0]}.",
            "Keep the one that holds.",
        )


def _closes(subject: Subject, text: str) -> bool:
    """Tell whether a known marking, label or instruction keeps somebody from reading; OFFICIAL alone does not."""
    exact = text.upper()
    known = exact in subject.markings.texts
    return exact != "OFFICIAL" and (known or exact in HANDLING or exact.startswith("EMBARGOED"))


@dataclass(frozen=True, slots=True)
class Carried:
    """A marking that something printed carries: a point, or a source that is quoted."""

    marking: str
    place: Place
    name: str


def carried_markings(subject: Subject) -> tuple[Carried, ...]:
    """Give the markings of all that the brief prints: of its points, then of the sources that it quotes."""
    of_points = [Carried(p.marking.strip(), in_point(p.id, "marking"), point_name(p.id)) for p in subject.printed]
    cited = dict.fromkeys(passage.source for passage in used_passages(subject))
    sources = [subject.sources[source_id] for source_id in cited if source_id in subject.sources]
    of_sources = [Carried(s.marking.strip(), in_source(s.id, s.title, "marking"), f"“{s.title}”") for s in sources]
    return tuple(carried for carried in (*of_points, *of_sources) if carried.marking)


def forcing_markings(subject: Subject) -> tuple[Carried, ...]:
    """Give what the brief may not be marked below: of all that it prints the highest marking and the highest label."""
    highest: dict[bool, Carried] = {}
    for carried in carried_markings(subject):
        held = highest.setdefault(is_tlp(carried.marking), carried)
        if subject.markings.is_above(carried.marking, held.marking):
            highest[is_tlp(carried.marking)] = carried
    return tuple(highest.values())


def _above(subject: Subject) -> Iterator[Finding]:
    brief = subject.brief
    every = carried_markings(subject)
    for carried in every:
        of = f"The marking of {carried.name}"
        yield from _text(subject, carried.marking, carried.place, of)
    for field, own in (("marking", brief.marking.strip()), ("tlp", brief.tlp)):
        if not own:
            continue
        alike = [carried for carried in every if is_tlp(carried.marking) == is_tlp(own)]
        above = [carried for carried in alike if subject.markings.is_above(carried.marking, own)]
        if above:
            least = subject.markings.highest(own, (carried.marking for carried in above))
            forcing = "; ".join(f"{carried.name} is marked {carried.marking}" for carried in above)
            yield found(
                Rule.MARKING_ABOVE,
                in_brief(field),
                f"The brief is marked {own}, below what it prints: {forcing}.",
                f"Raise the brief's marking to {least}, or leave these out of the brief.",
            )
    for carried in every:
        own = next((text for text in (brief.marking.strip(), brief.tlp) if is_tlp(text) == is_tlp(carried.marking)), "")
        if not own or subject.markings.is_above(carried.marking, own) is None:
            yield found(
                Rule.MARKING_INCOMPARABLE,
                carried.place,
                f"{carried.name} is marked {carried.marking}, "
                f"which can't be compared with the brief's {brief.marking or brief.tlp}.",
                "Make sure that the brief may hold it, and accept this finding with the reason.",
            )
