"""A brief's PDF that was filled in → decisions on its recommendations. Pure.

A PDF with fields to fill in says of where it comes from as much as is needed to take it back, and no more: hashes of
the dossier's and the brief's ids, and of the words of each recommendation (`FormStamp`). What was filled in is a
`FilledForm`. `review_form` holds it against the dossier as it is now, and `take_answers` takes over what is chosen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from briefgen.domain.briefs import Answer, Brief, Reply
from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.operations.points import edit_point
from briefgen.domain.operations.records import changed
from briefgen.domain.points import Recommendation
from briefgen.domain.preflight.dates import days_in
from briefgen.domain.terms import Decision
from briefgen.errors import InputRefused

BOXES: Mapping[str, Decision] = MappingProxyType(
    {
        "agree": Decision.AGREED,
        "disagree": Decision.NOT_AGREED,
        "discuss": Decision.DISCUSS,
        "noted": Decision.NOTED,
    }
)
"""What is decided where a box is ticked, by the keys that boxes have on the pages."""

_HASH = 16
"""Hexadecimal digits of a hash that are kept: 64 bits tell a house's dossiers and briefs apart for good."""


@dataclass(frozen=True, slots=True)
class FormStamp:
    """Where a PDF's fields come from: hashes of the dossier's id, of the brief's, and of each recommendation's words.

    `words` has pairs of a recommendation's id and that hash; it is empty where a program that filled the PDF in has
    lost them.
    """

    dossier: str
    brief: str
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """What somebody filled in.

    Attributes:
        filename: The PDF's name.
        sha256: Of its bytes.
        stamp: Where its fields come from.
        ticked: For each recommendation that has boxes: its id, and the keys of the boxes that are ticked.
        notes: What was written to single recommendations, by their ids.
        comments: What was written under Comments.
        signed_by: What was written as the signature.
        signed_on: What was written as its date.
        sealed: Whether somebody signed the file digitally.
    """

    filename: str
    sha256: str
    stamp: FormStamp
    ticked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    comments: str = ""
    signed_by: str = ""
    signed_on: str = ""
    sealed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was filled in."""
        words = (self.comments, self.signed_by, self.signed_on, *(note for _, note in self.notes))
        return not any(boxes for _, boxes in self.ticked) and not any(map(str.strip, words))


class Standing(StrEnum):
    """How an answer stands to the recommendation as it is now."""

    NEW = "new"
    SAME = "same"
    OTHERWISE = "otherwise"
    REWORDED = "reworded"
    UNCLEAR = "unclear"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An answer beside its recommendation: what it decides, how it stands, and a sentence on that where one is needed.

    `values` are the fields of the recommendation that taking it over changes, by attribute name.
    """

    point: str
    standing: Standing
    decision: Decision | None = None
    note: str = ""
    values: tuple[tuple[str, Any], ...] = ()
    said: str = ""

    @property
    def may_be_taken(self) -> bool:
        """Whether it can be taken over, if somebody wants that."""
        return bool(self.values)

    @property
    def is_clear(self) -> bool:
        """Whether it is taken over unless somebody says otherwise."""
        return self.standing is Standing.NEW


@dataclass(frozen=True, slots=True)
class Review:
    """What a filled-in PDF says of a dossier: of which brief it is, each answer, and what else there is to say of it.

    `before` is the reply that was taken from the same file already, if one was; `day` is the date of the signature.
    """

    form: FilledForm
    brief: Brief
    answers: tuple[Reviewed, ...]
    day: dt.date | None = None
    before: Reply | None = None
    remarks: tuple[str, ...] = ()

    @property
    def clear(self) -> tuple[str, ...]:
        """The recommendations whose answers are taken over unless somebody says otherwise."""
        return tuple(answer.point for answer in self.answers if answer.is_clear)

    @property
    def unsettled(self) -> tuple[Reviewed, ...]:
        """The answers that are not taken over by themselves, and change something or can't be read."""
        return tuple(each for each in self.answers if each.standing not in {Standing.NEW, Standing.SAME})


def stamp_of(dossier: Dossier, brief: Brief) -> FormStamp:
    """What the fields of a brief's PDF say of where they come from."""
    points = by_id(dossier.points)
    shown = (points.get(selected.point) for selected in brief.points if selected.shown)
    words = tuple((point.id, words_hash(point)) for point in shown if isinstance(point, Recommendation))
    return FormStamp(_hash(dossier.settings.id), _hash(f"{dossier.settings.id}/{brief.id}"), words)


def words_hash(rec: Recommendation) -> str:
    """A hash of what is agreed to with a recommendation: its verb and its action, white space apart."""
    return _hash(f"{rec.verb or ''}\n{' '.join((rec.action or rec.title).split())}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]


def review_form(dossier: Dossier, form: FilledForm) -> Review:
    """Hold what was filled in against the dossier as it is; changes nothing.

    Raises:
        InputRefused: The PDF is of another dossier, or of a brief that this one does not have any more; or nothing in
            it was filled in.
    """
    brief = _brief_of(dossier, form)
    if form.is_empty:
        raise InputRefused(
            f"Nothing is filled in in “{form.filename}”: no box is ticked and nothing is written. Save it in the "
            "program in which it is filled in, and choose the saved file."
        )
    day = day_written(form.signed_on)
    notes = dict(form.notes)
    issued = dict(form.stamp.words)
    ticked = dict(form.ticked)
    answers = tuple(
        _reviewed(dossier, point, ticked.get(point, ()), notes.get(point, ""), form, day, issued)
        for point in dict.fromkeys([*ticked, *notes])
        if ticked.get(point) or notes.get(point)
    )
    before = next((reply for reply in reversed(brief.replies) if reply.sha256 == form.sha256), None)
    return Review(form, brief, answers, day, before, tuple(_remarks(form, day, before, answers)))


def _brief_of(dossier: Dossier, form: FilledForm) -> Brief:
    if form.stamp.dossier != _hash(dossier.settings.id):
        title = f" “{dossier.settings.title}”" if dossier.settings.title else ""
        raise InputRefused(
            f"“{form.filename}” was made from another dossier than{title or ' this one'}: read it back into the one "
            "that it was issued from, or a copy of that."
        )
    for brief in dossier.briefs:
        if form.stamp.brief == stamp_of(dossier, brief).brief:
            return brief
    if any(entry.brief and form.stamp.brief == stamp_of(dossier, entry.brief).brief for entry in dossier.bin):
        raise InputRefused(f"“{form.filename}” is of a brief that lies in the bin: put that back first.")
    raise InputRefused(f"“{form.filename}” is of a brief that this dossier does not have any more.")


def _reviewed(
    dossier: Dossier,
    point_id: str,
    boxes: tuple[str, ...],
    note: str,
    form: FilledForm,
    day: dt.date | None,
    issued: Mapping[str, str],
) -> Reviewed:
    rec = by_id(dossier.points).get(point_id)
    decision = BOXES.get(boxes[0]) if len(boxes) == 1 else None
    if not isinstance(rec, Recommendation):
        binned = any(entry.point is not None and entry.point.id == point_id for entry in dossier.bin)
        where = "lies in the bin" if binned else "is not in the dossier any more"
        return Reviewed(point_id, Standing.GONE, decision, note, said=f"The recommendation {where}.")
    if boxes and decision is None:
        said = "More than one box is ticked." if len(boxes) > 1 else f"“{boxes[0]}” is no box that Briefgen makes."
        return Reviewed(point_id, Standing.UNCLEAR, None, note, said=said)
    wanted: dict[str, Any] = {"decision": decision, "decision_note": note}
    if decision is not None:
        wanted |= {"decision_by": form.signed_by, "decision_date": day}
    values = {name: value for name, value in wanted.items() if value and value != getattr(rec, name)}
    other = [name for name in values if getattr(rec, name)]
    known = tuple(values.items())
    if not values:
        return Reviewed(point_id, Standing.SAME, decision, note)
    if point_id in issued and issued[point_id] != words_hash(rec):
        said = "The recommendation has other words now than those that were decided on."
        return Reviewed(point_id, Standing.REWORDED, decision, note, known, said)
    if other:
        return Reviewed(point_id, Standing.OTHERWISE, decision, note, known, _as_it_is(rec, other))
    return Reviewed(point_id, Standing.NEW, decision, note, known)


def _as_it_is(rec: Recommendation, names: Collection[str]) -> str:
    """What the dossier has already, in a sentence."""
    parts = [str(rec.decision)] if rec.decision else []
    parts += [f"by {rec.decision_by}"] if rec.decision_by else []
    parts += [f"on {rec.decision_date:%Y-%m-%d}"] if rec.decision_date else []
    said = f"The dossier has it as {', '.join(parts)}." if parts else ""
    remarked = "It has remarks already, which these would replace." if "decision_note" in names else ""
    return " ".join(part for part in (said, remarked) if part)


def _remarks(form: FilledForm, day: dt.date | None, before: Reply | None, answers: Iterable[Reviewed]) -> Iterable[str]:
    if before is not None:
        when = f" on {before.at:%Y-%m-%d}" if before.at is not None else ""
        yield f"This file was read back already{when}."
    decided = any(answer.decision for answer in answers)
    if decided and not form.signed_by.strip():
        yield "Nobody has written a name as the signature, so nothing is said of who decided."
    if decided and form.signed_on.strip() and day is None:
        yield f"“{form.signed_on.strip()}” does not tell which day is meant: set the date at the recommendations."
    if answers and not form.stamp.words:
        yield "The program that it was filled in with has lost what tells whether recommendations were reworded since."
    if form.sealed:
        yield "The file is signed digitally; Briefgen does not check such signatures."


def take_answers(dossier: Dossier, review: Review, chosen: Collection[str], *, at: dt.datetime) -> Dossier:
    """Set the decisions of the chosen recommendations, and keep with the brief what was replied, as one act.

    Raises:
        UnknownId: The brief or a recommendation is not there any more.
    """
    taken = {answer.point: dict(answer.values) for answer in review.answers if answer.point in chosen and answer.values}
    after = dossier
    for point_id, values in taken.items():
        after = edit_point(after, point_id, at=at, values=values)
    form = review.form
    reply = Reply(
        at=at,
        filename=form.filename,
        sha256=form.sha256,
        signed_by=form.signed_by,
        signed_on=form.signed_on,
        comments=form.comments,
        answers=tuple(
            Answer(point=each.point, decision=each.decision, note=each.note, taken=each.point in taken)
            for each in review.answers
        ),
    )

    def add(brief: Brief) -> Brief:
        return replace(brief, replies=(*brief.replies, reply))

    return replace(after, briefs=changed(after.briefs, review.brief.id, add))


_FRENCH = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv"), ("février", "fevrier", "févr"), ("mars",), ("avril", "avr"), ("mai",), ("juin",),
            ("juillet", "juil"), ("août", "aout"), ("septembre", "sept"), ("octobre", "oct"), ("novembre", "nov"),
            ("décembre", "decembre", "déc"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_MONTHS = "|".join(sorted(_FRENCH, key=len, reverse=True))
_IN_FRENCH = re.compile(rf"\b(\d{{1,2}})(?:er)?\s+({_MONTHS})\.?\s+(\d{{4}})\b")
_IN_DIGITS = re.compile(r"\b(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\b")


def day_written(text: str) -> dt.date | None:
    """The day that somebody has written, in English or French words or in digits; None where it may be another.

    03/04/2027 is a day in March to some and in April to others: it tells none.
    """
    found: set[tuple[int, int, int]] = {
        (named.year, named.month, named.day) for named in days_in(text) if named.year is not None
    }
    found |= {(int(year), _FRENCH[month], int(day)) for day, month, year in _IN_FRENCH.findall(text.lower())}
    for first, second, year in ((int(a), int(b), int(c)) for a, b, c in _IN_DIGITS.findall(text)):
        found |= {(year, second, first), (year, first, second)}
    days = {day for parts in found if (day := _day(*parts)) is not None}
    return days.pop() if len(days) == 1 else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
