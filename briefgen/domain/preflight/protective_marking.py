"""Rules about protective markings: that there is one, that it is exact, and that nothing printed is marked above it.

Sources: UK Government Security Classifications Policy (August 2024) for exact texts and handling instructions; FIRST,
Traffic Light Protocol 2.0, for labels.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from briefgen.domain.markings import HANDLING, SCHEMES, is_above, is_tlp
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

_KNOWN = tuple(dict.fromkeys(marking.text for scheme in SCHEMES.values() for marking in scheme))
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
    yield from _text(brief.marking, in_brief("marking"), "The brief's marking")
    yield from _handling(subject)
    yield from _agreement(subject)
    if brief.marking.strip() or brief.tlp:
        yield from _above(subject)


def nearest_marking(text: str) -> str:
    """Find the known marking that `text` was meant to be, written exactly; "" where it is exact or none is near.

    Words after the marking proper, such as a descriptor, stay as they are.
    """
    words = text.split()
    if text in _KNOWN:
        return ""
    for length in range(len(words), 0, -1):
        start = " ".join(words[:length])
        rest = " ".join(["", *words[length:]])
        if start in _KNOWN and not any(_fold(f"{start}{rest}").startswith(_fold(k) + " ") for k in _longer(start)):
            return ""
        for known in _KNOWN:
            if _fold(start) == _fold(known) and start != known:
                return known + rest
    near = difflib.get_close_matches(text.upper(), _KNOWN, n=1, cutoff=0.9)
    return near[0] if near else ""


def _longer(known: str) -> tuple[str, ...]:
    return tuple(other for other in _KNOWN if other != known and _fold(other).startswith(_fold(known) + " "))


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[\s_\-‐‑–—:]+", " ", text.upper()).split())


def _text(marking: str, place: Place, whose: str) -> Iterator[Finding]:
    if not marking.strip():
        return
    if is_tlp(marking) and marking in _KNOWN and place.kind is PlaceKind.BRIEF:
        yield found(
            Rule.MARKING_IS_TLP,
            place,
            f"{whose} is a TLP label: “{marking}”.",
            "Put the label in the field “tlp”, its own.",
        )
    elif meant := nearest_marking(marking.strip()):
        yield found(
            Rule.MARKING_TEXT,
            place,
            f"{whose} is written “{marking}”; the exact text is {meant}.",
            f"Write {meant}.",
        )
    elif marking != marking.upper():
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
    if brief.marking.startswith("OFFICIAL-SENSITIVE") and not brief.handling.strip():
        yield found(
            Rule.HANDLING_MISSING,
            in_brief("handling"),
            "The brief is OFFICIAL-SENSITIVE and has no handling instruction.",
            f"Say who may see it, as in {HANDLING[0]}.",
        )


def _agreement(subject: Subject) -> Iterator[Finding]:
    brief = subject.brief
    said = [text for text in (brief.marking.strip(), brief.tlp, brief.handling.strip()) if text]
    freely = [text for text in said if text.upper() in _OPEN]
    closed = [text for text in said if text not in freely and _closes(text)]
    if freely and closed:
        yield found(
            Rule.MARKING_CONTRADICTION,
            in_brief("tlp" if brief.tlp in {freely[0], closed[0]} else "handling"),
            f"The brief says both {freely[0]} and {closed[0]}.",
            "Keep the one that holds.",
        )


def _closes(text: str) -> bool:
    """Tell whether a known marking, label or instruction keeps somebody from reading; OFFICIAL alone does not."""
    exact = text.upper()
    return exact != "OFFICIAL" and (exact in _KNOWN or exact in HANDLING or exact.startswith("EMBARGOED"))


def _above(subject: Subject) -> Iterator[Finding]:
    for point in subject.printed:
        place = in_point(point.id, "marking")
        yield from _text(point.marking, place, f"The marking of {point_name(point.id)}")
        yield from _compare(subject, point.marking, place, point_name(point.id))
    cited = dict.fromkeys(passage.source for passage in used_passages(subject))
    for source in (subject.sources[source_id] for source_id in cited if source_id in subject.sources):
        place = in_source(source.id, source.title, "marking")
        yield from _text(source.marking, place, f"The marking of “{source.title}”")
        yield from _compare(subject, source.marking, place, f"“{source.title}”, which the brief quotes,")


def _compare(subject: Subject, marking: str, place: Place, whose: str) -> Iterator[Finding]:
    marking = marking.strip()
    if not marking:
        return
    brief = subject.brief
    given = (brief.marking.strip(), brief.tlp)
    own = next((text for text in given if text and is_tlp(text) == is_tlp(marking)), "")
    above = is_above(marking, own) if own else None
    if above:
        yield found(
            Rule.MARKING_ABOVE,
            place,
            f"{whose} is marked {marking}, above the brief's {own}.",
            "Raise the brief's marking, or leave this out of the brief.",
        )
    elif above is None:
        yield found(
            Rule.MARKING_INCOMPARABLE,
            place,
            f"{whose} is marked {marking}, which can't be compared with the brief's {brief.marking or brief.tlp}.",
            "Make sure that the brief may hold it, and accept this finding with the reason.",
        )
