"""Briefs: one document to be issued, with its fields, narrative sections and selection of points."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Self

from briefgen.domain.fields import (
    Checked,
    Choice,
    Day,
    ExactText,
    FieldError,
    Flag,
    Id,
    Many,
    Moment,
    Number,
    Plain,
    Record,
    Text,
    Values,
    as_id,
    holds,
)
from briefgen.domain.markings import TLP
from briefgen.domain.terms import BriefState, Decision, Paper, ScaleId

_LINE = Text(one_line=True)
_TEXT = Text()
_LINES = Many(_LINE)

TLP_LABELS = TLP.texts
"""The labels of TLP 2.0, from the least restrictive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance(Checked):
    """Who cleared the brief: name, post, and when."""

    takes = "a post or name, or a JSON object with name, post, date"

    name: str = holds(_LINE, "")
    post: str = holds(_LINE, "")
    date: dt.date | None = holds(Day(), None)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:  # noqa: ARG003  the signature that Record asks for
        """Read a post."""
        return cls(post=text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Author(Checked):
    """Who wrote the brief: name, post, a note of at most 60 words, and interests to disclose."""

    takes = "a name, or a JSON object with name, post, note, disclosure"

    name: str = holds(_LINE, "")
    post: str = holds(_LINE, "")
    note: str = holds(_TEXT, "")
    disclosure: str = holds(_TEXT, "")

    @classmethod
    def parse(cls, field: str, text: str) -> Self:  # noqa: ARG003  the signature that Record asks for
        """Read a name."""
        return cls(name=text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Checked):
    """The Markdown of one narrative section of the template; `none_identified` says that there is rightly nothing."""

    id: str = holds(_LINE)
    text: str = holds(_TEXT, "")
    none_identified: bool = holds(Flag(), False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected(Checked):
    """A point's place in a brief; switched off (`shown` false) it keeps its place and is not printed."""

    takes = "a point's id such as risk-1"

    point: str = holds(Id("risk", "dilemma", "rec"))
    shown: bool = holds(Flag(), True)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:  # noqa: ARG003  the signature that Record asks for
        """Read a point's id."""
        return cls(point=as_id(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Checked):
    """A finding of preflight that the editors accept, by its rule, its place and what it is about, and why.

    `matter` is `Finding.matter` as it was then: when what the finding is about becomes another, it is found again.
    Without it every finding of the rule is accepted there, as before Briefgen kept it.
    """

    rule: str = holds(_LINE)
    place: str = holds(_LINE)
    reason: str = holds(Text(required=True))
    matter: str = holds(ExactText(), "", about="A hash of what the finding was about")
    said: str = holds(_LINE, "", about="What the finding said when it was accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Checked):
    """What a filled-in PDF said of one recommendation, and whether the recommendation took that over."""

    point: str = holds(Id("rec"))
    decision: Decision | None = holds(Choice(Decision), None)
    note: str = holds(_TEXT, "")
    taken: bool = holds(Flag(), False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Checked):
    """A filled-in PDF of the brief that was read back: who signed it, on which day in their words, what they wrote."""

    at: dt.datetime | None = holds(Moment(), None)
    filename: str = holds(_LINE, "")
    sha256: str = holds(ExactText(), "", about="Of the PDF that was read")
    signed_by: str = holds(_LINE, "")
    signed_on: str = holds(_LINE, "", about="As it was written")
    comments: str = holds(_TEXT, "")
    answers: tuple[Answer, ...] = holds(Many(Record(Answer, optional=False)), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Checked):
    """One document to be issued. It refers to points by id and never copies them.

    The dates are calendar dates; `language` is a BCP 47 tag that sets hyphenation and quotation marks; `marking`
    is a government or house marking and `tlp` a Traffic Light Protocol label, either of which may stand alone.
    """

    id: str = holds(Id("brief"))
    name: str = holds(Text(one_line=True, required=True), about="What the brief is called in the dossier")
    template: str = holds(_LINE, "ministerial-submission")
    template_version: str = holds(_LINE, "")
    template_sha256: str = holds(ExactText(), "", about="Of the template's files, as HouseTemplate.sha256; pins them")
    ref: str = holds(_LINE, "")
    title: str = holds(_LINE, "")
    short_title: str = holds(_LINE, "")
    deck: str = holds(_TEXT, "")
    to: str = holds(_LINE, "")
    from_: str = holds(_LINE, "")
    copy_to: tuple[str, ...] = holds(_LINES, ())
    date: dt.date | None = holds(Day(), None)
    decision_by: dt.date | None = holds(Day(), None)
    decision_by_reason: str = holds(_TEXT, "")
    marking: str = holds(_LINE, "")
    tlp: str = holds(_LINE, "")
    handling: str = holds(_LINE, "")
    version: str = holds(_LINE, "0.1")
    state: BriefState = holds(Choice(BriefState, optional=False), BriefState.DRAFT)
    language: str = holds(_LINE, "en-GB")
    paper: Paper = holds(Choice(Paper, optional=False), Paper.A4)
    bluf: str = holds(_TEXT, "", about="Bottom line up front: at most 60 words, four lines")
    key_points: tuple[str, ...] = holds(Many(_TEXT), (), about="3 to 7, at most 30 words each")
    scale: ScaleId = holds(Choice(ScaleId, optional=False), ScaleId.PHIA)
    cleared_by: tuple[Clearance, ...] = holds(Many(Record(Clearance, optional=False)), ())
    contact: str = holds(_LINE, "")
    authors: tuple[Author, ...] = holds(Many(Record(Author, optional=False)), ())
    funders: tuple[str, ...] = holds(_LINES, ())
    licence: str = holds(_LINE, "")
    provenance: bool = holds(
        Flag(), False, about="Attach the exact words of its quotations, with their sources' hashes, to its PDF"
    )
    attach_data: bool = holds(Flag(), False, about="Attach what its pages are made from, for programs, to its PDF")
    citation_style: str = holds(_LINE, "", about="How its notes name their sources")
    evidence_annex: bool = holds(
        Flag(), False, about="Print each passage that is cited in its surroundings, with its source's hash"
    )
    sections: tuple[Section, ...] = holds(Many(Record(Section, optional=False)), ())
    fields: tuple[tuple[str, Plain], ...] = holds(Values(), (), about="Values of the house template's own fields")
    points: tuple[Selected, ...] = holds(Many(Record(Selected, optional=False)), ())
    accepted: tuple[Accepted, ...] = holds(Many(Record(Accepted, optional=False)), ())
    fillable: bool = holds(
        Flag(), True, about="Boxes and lines to be filled in on a screen, where the house template asks for them"
    )
    replies: tuple[Reply, ...] = holds(Many(Record(Reply, optional=False)), ())

    def check_together(self) -> None:
        """Refuse the same point or section twice, and a TLP label that FIRST does not define."""
        points = [selected.point for selected in self.points]
        if len(set(points)) != len(points):
            raise FieldError("points", "each point once", ", ".join(points))
        ids = [section.id for section in self.sections]
        if len(set(ids)) != len(ids):
            raise FieldError("sections", "each section once", ", ".join(ids))
        if self.tlp and self.tlp not in TLP_LABELS:
            raise FieldError("tlp", f"one of: {', '.join(TLP_LABELS)}", self.tlp)

    def section(self, section_id: str) -> Section:
        """Give the section, or an empty one where nothing was written."""
        return next((s for s in self.sections if s.id == section_id), Section(id=section_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecord(Checked):
    """The record of one issue of a brief: what left the house, when, to whom, with which template, and its hash."""

    id: str = holds(Id("issue"))
    brief: str = holds(Id("brief"))
    name: str = holds(_LINE, "", about="The brief's name when it was issued")
    at: dt.datetime | None = holds(Moment(), None)
    title: str = holds(_LINE, "", about="Title, reference, version and state were the brief's when it was issued")
    ref: str = holds(_LINE, "")
    version: str = holds(_LINE, "")
    state: str = holds(_LINE, "")
    marking: str = holds(_LINE, "", about="Marking and TLP label")
    to: str = holds(_LINE, "")
    copy_to: tuple[str, ...] = holds(_LINES, ())
    filename: str = holds(_LINE, "")
    sha256: str = holds(ExactText(), "")
    size: int = holds(Number(0, 2**40, optional=False), 0, about="In bytes")
    template: str = holds(_LINE, "")
    template_version: str = holds(_LINE, "")
    template_sha256: str = holds(ExactText(), "", about="Of the template's files, as HouseTemplate.sha256")
    kept_template: str = holds(ExactText(), "", about="SHA-256 of its package, which the dossier keeps")
    kept_data: str = holds(ExactText(), "", about="SHA-256 of the data that were printed, which the dossier keeps")
    program_version: str = holds(_LINE, "")
    forced: bool = holds(Flag(), False, about="Issued although preflight found errors")
    accepted: tuple[Accepted, ...] = holds(Many(Record(Accepted, optional=False)), ())

    @property
    def can_be_made_again(self) -> bool:
        """Whether the dossier keeps what that takes: house template and data."""
        return bool(self.kept_template and self.kept_data)

    @property
    def kept(self) -> tuple[str, ...]:
        """The hashes of what the dossier keeps so that the file can be made again; none for records of version 1.0."""
        return tuple(sha256 for sha256 in (self.kept_template, self.kept_data) if sha256)
