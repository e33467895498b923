"""A brief + its house template → plain data: the contract with those who write templates.

`build_context` gives everything that a template needs and nothing that must not leave the house: no note to self, no
file's name or path, no user's name, no point that is switched off, no source that is not cited, no internal name of
the brief. Every key is always there, so that a template can ask for it; what is not given is "" or None or []. The
fields are described in docs/template-context.md.

Text in Markdown arrives as HTML that is safe to print (`markupsafe.Markup`); all other text is plain: Jinja escapes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from markupsafe import Markup

from briefgen.domain.brand import Brand
from briefgen.domain.briefs import Brief, Clearance
from briefgen.domain.citing import PLAIN
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import thaw
from briefgen.domain.house_template import CONTEXT_VERSION, FieldType, HouseTemplate, TemplateField, TemplateSection
from briefgen.domain.markings import is_tlp
from briefgen.domain.points import Dilemma, Point, Recommendation, Risk
from briefgen.domain.quotations import PrintedQuotation
from briefgen.domain.terms import SCALES, BriefState, Kind, Orientation, Paper
from briefgen.rendering.context_points import PointWriter, day, range_words, sort_risks, term
from briefgen.rendering.context_register import changes_since_issue, risk_matrix
from briefgen.rendering.evidence_annex import evidence_entry
from briefgen.rendering.markdown_text import count_words, divided, to_html
from briefgen.rendering.notes import Notes
from briefgen.rendering.set_quotations import WORDS_BETWEEN, pull_quotes, set_apart
from briefgen.rendering.wording import key_of, words_of
from briefgen.rendering.wording import labels as house_labels

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Built:
    """A brief's data, and the quotations in them: those that a page may print, each by its key."""

    context: Plain
    quotations: tuple[PrintedQuotation, ...]


def build_context(
    dossier: Dossier,
    brief: Brief,
    template: HouseTemplate,
    *,
    today: dt.date | None,
    forced: bool,
    program_version: str,
) -> Plain:
    """Turn a brief into the data that its house template prints: see `build`."""
    return build(dossier, brief, template, today=today, forced=forced, program_version=program_version).context


def build(
    dossier: Dossier,
    brief: Brief,
    template: HouseTemplate,
    *,
    today: dt.date | None,
    forced: bool,
    program_version: str,
) -> Built:
    """Turn a brief into the data that its house template prints.

    Args:
        dossier: What the brief and its points rest on.
        brief: What is printed.
        template: Says which sections there are, in which order, and how many points a section prints in full.
        today: Printed as the date of a brief that has none of its own; None prints no date then.
        forced: The brief is made although preflight found errors: it is a draft whatever its state.
        program_version: Briefgen's version, for the file's metadata.

    Returns:
        Plain data. Under `problems`, what could not be printed as it stands: a list of {place, message}.
        Beside them, which passages are quoted, and how; templates are not told that.

    Raises:
        InputRefused: A text is nested too deeply to be printed.
    """
    builder = _Builder(dossier, brief, template)
    context = builder.build(today=today, forced=forced, program_version=program_version)
    return Built(context, builder.quotations)


@dataclass(slots=True)
class _Chosen:
    """The points of one kind that the brief prints, in the order in which they are printed, and how many in full."""

    points: Sequence[Point]
    in_full: int


class _Builder:
    """Builds one context, in the order of reading: notes get their numbers on the way."""

    def __init__(self, dossier: Dossier, brief: Brief, template: HouseTemplate) -> None:
        self._dossier = dossier
        self._brief = brief
        self._template = template
        self._labels = house_labels(brief.language, template.brand)
        self._problems: list[dict[str, str]] = []
        self._notes = Notes(dossier, language=brief.language, labels=self._labels, report=self._report)
        self._words_since_pull_quote = WORDS_BETWEEN
        self._points = self._printed_points()
        self._writer = PointWriter(
            self._points,
            notes=self._notes,
            table=dossier.settings.rating_table,
            labels=self._labels,
            language=brief.language,
            report=self._report,
        )

    @property
    def quotations(self) -> tuple[PrintedQuotation, ...]:
        return self._notes.printed

    def build(self, *, today: dt.date | None, forced: bool, program_version: str) -> Plain:
        chosen = self._chosen()
        written: dict[Kind, list[Plain]] = {kind: [] for kind in Kind}
        sections: list[Plain] = []
        for section in self._template.sections:
            narrative = self._narrative(section)
            if section.shows is not None and not written[section.shows]:
                part = chosen[section.shows]
                written[section.shows] = [
                    self._writer.write(point, in_full=True) for point in part.points[: part.in_full]
                ]
            sections.append(narrative)
        fields = {field.name: self._field(field) for field in self._template.fields}
        for kind, part in chosen.items():
            written[kind] += [self._writer.write(point, in_full=False) for point in part.points[part.in_full :]]
        self._number(sections, written)
        self._check_names()
        draft = forced or self._brief.state is BriefState.DRAFT
        return {
            "context_version": CONTEXT_VERSION,
            "program_version": program_version,
            "template": {
                "name": self._template.name,
                "title": self._template.printed_title(self._brief.language),
                "version": self._template.version,
                "description": self._template.description,
            },
            "language": self._brief.language,
            "draft": draft,
            "forced": forced,
            "today": day(today, self._brief.language),
            "page": self._page(),
            "fit": None,
            "contents": False,
            "labels": self._labels,
            "brand": self._brand(),
            "colours": {name: str(colour) for name, colour in self._template.colours},
            "brief": self._document(today=today, draft=draft),
            "marking": self._marking(),
            "sections": sections,
            "section": {section["id"]: section for section in sections},
            "fields": fields,
            "recommendations": written[Kind.RECOMMENDATION],
            "risks": written[Kind.RISK],
            "dilemmas": written[Kind.DILEMMA],
            "notes": self._notes.listed(),
            "sources": self._notes.sources(),
            "citing": self._citing(),
            "evidence_annex": self._evidence_annex(),
            "matrix": risk_matrix(
                written[Kind.RISK], self._dossier.settings.rating_table, self._brief.scale, self._labels
            ),
            "changes": changes_since_issue(self._dossier, self._brief, self._points, chain(*written.values())),
            "key": self._key(),
            "problems": self._problems,
        }

    def _citing(self) -> Plain | None:
        """Give what the notes cite, and in which style; None where they are as they are to be printed."""
        style = self._brief.citation_style or self._template.citation_style
        return self._notes.citing(style) if style not in {"", PLAIN} else None

    def _evidence_annex(self) -> list[Plain]:
        """Give the entries of the evidence annex, where the brief wants one and the template prints it."""
        if not self._brief.evidence_annex:
            return []
        if not self._template.evidence_annex:
            self._report(
                "evidence-annex", f"is wanted, and the house template “{self._template.title}” does not print one."
            )
            return []
        return [
            evidence_entry(number, passage, source, language=self._brief.language, labels=self._labels)
            for number, passage, source in self._notes.passages()
        ]

    def _report(self, place: str, message: str) -> None:
        entry = {"place": place, "message": f"{place} {message}"}
        if entry not in self._problems:
            self._problems.append(entry)

    def _brand(self) -> Plain:
        """Give the house: its organisation, and its logo with the words that stand for it."""
        brand = self._template.brand or Brand()
        logo = brand.logo
        house = brand.organisation
        return {
            "organisation": {
                "name": house.name,
                "short_name": house.short_name,
                "about": house.about,
                "address": house.address,
                "contact": house.contact,
                "website": house.website,
            },
            "logo": logo and {"url": f"briefgen:/brand/{logo.file}", "alt": logo.alt, "height": logo.height},
        }

    def _page(self) -> Plain:
        """Give the page's size: as CSS wants it, by its paper's name, and its width and height in millimetres."""
        paper, template = self._brief.paper, self._template
        if paper not in template.paper:
            self._report(
                "paper",
                f"is {paper}, for which the house template “{template.title}” is not made: "
                f"{template.paper[0]} is printed.",
            )
            paper = template.paper[0]
        width, height = paper.millimetres
        landscape = template.orientation is Orientation.LANDSCAPE
        return {
            "size": ("A4" if paper is Paper.A4 else "letter") + (" landscape" if landscape else ""),
            "paper": str(paper),
            "orientation": str(template.orientation),
            "width": height if landscape else width,
            "height": width if landscape else height,
        }

    # --------------------------------------------------------------------------------------------------- points

    def _printed_points(self) -> list[Point]:
        """Give the points that the brief shows with this template, in the brief's order."""
        by_id = {point.id: point for point in self._dossier.points}
        found: list[Point] = []
        for selected in self._brief.points:
            point = by_id.get(selected.point)
            if not selected.shown:
                continue
            if point is None:
                self._report(selected.point, "is chosen for the brief, but the dossier does not have it.")
            elif point.include_in and self._template.name not in point.include_in:
                self._report(
                    point.id,
                    f"is meant for {', '.join(point.include_in)} only: it is not printed with {self._template.name}.",
                )
            else:
                found.append(point)
        return found

    def _chosen(self) -> dict[Kind, _Chosen]:
        risks = sort_risks([p for p in self._points if isinstance(p, Risk)], self._dossier.settings.rating_table)
        by_kind: dict[Kind, Sequence[Point]] = {
            Kind.RISK: risks,
            Kind.DILEMMA: [p for p in self._points if isinstance(p, Dilemma)],
            Kind.RECOMMENDATION: [p for p in self._points if isinstance(p, Recommendation)],
        }
        return {kind: _Chosen(points, self._in_full(kind, len(points))) for kind, points in by_kind.items()}

    def _in_full(self, kind: Kind, count: int) -> int:
        """How many of `count` points are printed in full, as their section and `points` in the manifest say."""
        if kind not in self._template.kinds:
            for point in self._points:
                if point.kind is kind:
                    self._report(point.id, f"has no section in the house template “{self._template.title}”.")
            return 0
        section = next((section for section in self._template.sections if section.shows is kind), None)
        limits = (section.points if section else 0, self._template.points.of(kind))
        return min([count, *(limit for limit in limits if limit)])

    # ------------------------------------------------------------------------------------------------- sections

    def _narrative(self, section: TemplateSection) -> Plain:
        filled = self._brief.section(section.id)
        html = self._section_html(section, filled.text) if section.narrative else Markup()
        if filled.text.strip() and not section.narrative:
            self._report(section.id, "takes no text in this house template: what was written there is not printed.")
        none = filled.none_identified and section.may_be_none and not html
        return {
            "id": section.id,
            "title": self._template.section_title(section, self._brief.language),
            "number": 0,
            "html": html,
            "parts": [
                {"id": f"{section.id}-{number}", "heading": part.heading, "html": part.html}
                for number, part in enumerate(divided(html, section.headings), 1)
            ],
            "words": count_words(html),
            "none_identified": none,
            "required": section.required,
            "shows": section.shows.value if section.shows else "",
            "points": section.points,
            "is_empty": not (html or none),
        }

    @staticmethod
    def _number(sections: Iterable[Plain], written: Mapping[Kind, Sequence[Plain]]) -> None:
        """Number the sections that have something in them, and call the others empty."""
        number = 0
        for section in sections:
            shown = written[Kind(section["shows"])] if section["shows"] else ()
            section["is_empty"] = section["is_empty"] and not shown
            if not section["is_empty"]:
                number += 1
                section["number"] = number

    def _check_names(self) -> None:
        """Report what was written for a section or a field that this template does not have."""
        known = {section.id for section in self._template.sections}
        for section in self._brief.sections:
            if section.id not in known and section.text.strip():
                self._report(
                    section.id, f"is no section of the house template “{self._template.title}”: it is not printed."
                )
        for name, _ in self._brief.fields:
            if self._template.field(name) is None:
                self._report(name, f"is no field of the house template “{self._template.title}”: it is not printed.")

    def _section_html(self, section: TemplateSection, text: str) -> Markup:
        if not section.asides:
            return self._html(text, place=section.id, heading=section.headings)
        html, self._words_since_pull_quote = pull_quotes(
            self._html(text, place=section.id, heading=section.headings, asides=True), self._words_since_pull_quote
        )
        return html

    def _html(self, text: str, *, place: str, heading: int = 3, asides: bool = False) -> Markup:
        made = to_html(
            text,
            cite=lambda passage, quoted: self._notes.in_text(passage, quoted=quoted, by=place),
            heading=heading,
            margin=asides,
            set_apart=(lambda passage, speaker: set_apart(self._notes, passage, speaker, by=place)) if asides else None,
        )
        for picture in made.pictures:
            self._report(place, f"has a picture in its text (“{picture}”); pictures in text are not printed.")
        return made.html

    def _field(self, field: TemplateField) -> Any:
        """Give the value of one of the template's own fields, of the type that the manifest declares."""
        value = thaw(dict(self._brief.fields).get(field.name, field.default))
        match field.type:
            case FieldType.FLAG:
                return value is True or str(value).strip().lower() in {"true", "yes"}
            case FieldType.NUMBER:
                return _whole(value)
            case FieldType.DATE:
                return day(_date(value), self._brief.language)
            case FieldType.LINES:
                lines = value if isinstance(value, list) else str(value).splitlines()
                return [text for line in lines if (text := str(line).strip())]
            case FieldType.MARKDOWN:
                return self._html(str(value), place=field.name)
            case _:
                return str(value).strip()

    # ------------------------------------------------------------------------------------------------- document

    def _document(self, *, today: dt.date | None, draft: bool) -> Plain:
        brief, language = self._brief, self._brief.language
        state = BriefState.DRAFT if draft else brief.state
        return {
            "ref": brief.ref,
            "title": brief.title,
            "short_title": brief.short_title or brief.title,
            "deck": brief.deck,
            "to": brief.to,
            "from": brief.from_,
            "copy_to": list(brief.copy_to),
            "date": day(brief.date or today, language),
            "decision_by": day(brief.decision_by, language),
            "decision_by_reason": brief.decision_by_reason,
            "version": brief.version,
            "state": state.value,
            "state_words": words_of(state, self._labels),
            "language": language,
            "bluf": brief.bluf,
            "key_points": list(brief.key_points),
            "scale": {"id": brief.scale.value, "title": self._labels["scales"][brief.scale.value]["title"]},
            "cleared_by": [self._clearance(clearance) for clearance in brief.cleared_by],
            "contact": brief.contact,
            "authors": [
                {"name": author.name, "post": author.post, "note": author.note, "disclosure": author.disclosure}
                for author in brief.authors
            ],
            "funders": list(brief.funders),
            "licence": brief.licence,
        }

    def _clearance(self, clearance: Clearance) -> Plain:
        date = day(clearance.date, self._brief.language)
        shown = ", ".join(part for part in (clearance.name, clearance.post) if part)
        return {
            "name": clearance.name,
            "post": clearance.post,
            "date": date,
            "text": f"{shown} ({date['long']})" if date and shown else shown,
        }

    def _marking(self) -> Plain:
        """Give the marking of the file: the highest of the brief's, of its points', and of the sources it quotes."""
        brief, markings = self._brief, self._template.markings
        text, tlp = brief.marking, brief.tlp
        if is_tlp(text):
            # A label that was given as the marking is printed as the label that it is.
            text, tlp = ("", text) if not tlp else (text, tlp)
        for point in self._points:
            if not point.marking:
                continue
            here = tlp if is_tlp(point.marking) else text
            above = markings.is_above(point.marking, here)
            if above is None:
                self._report(
                    point.id, f"is marked {point.marking}, which can't be compared with the brief's {here}: check both."
                )
            elif above:
                self._report(
                    point.id, f"is marked {point.marking}, above the brief: every page is marked {point.marking}."
                )
                text, tlp = (text, point.marking) if is_tlp(point.marking) else (point.marking, tlp)
        # What a source is marked stays in the house, but for a marking that the brief may not go below.
        quoted = [source.marking for source in self._dossier.sources if source.id in self._notes.cited]
        text = markings.highest(text, (marking for marking in quoted if not is_tlp(marking)))
        tlp = markings.highest(tlp, (marking for marking in quoted if is_tlp(marking)))
        label = markings.find(tlp)
        return {
            "text": text,
            "words": text.split(),
            "handling": brief.handling,
            "tlp": tlp,
            "tlp_colour": label.colour if label else "",
        }

    # ------------------------------------------------------------------------------------------------------ key

    def _key(self) -> Plain:
        """Give what has to be explained: the kinds of point, likelihood scales, ratings and marks that are printed."""
        risks = [point for point in self._points if isinstance(point, Risk)]
        used = [
            found
            for risk in risks
            for found in (
                risk.likelihood,
                *(position.likelihood for position in (risk.inherent, risk.residual, risk.target) if position),
            )
            if found is not None
        ]
        marks = {cell.mark for point in self._points if isinstance(point, Dilemma) for cell in point.cells if cell.mark}
        return {
            "kinds": [kind.value for kind in Kind if any(point.kind is kind for point in self._points)],
            "scales": [
                {
                    "id": scale.id.value,
                    "title": self._labels["scales"][scale.id.value]["title"],
                    "terms": [
                        {
                            "words": self._labels["scales"][scale.id.value]["terms"][key_of(meaning.words)],
                            "range": range_words(meaning, self._labels),
                            "used": any(value.scale is scale.id and value.term == meaning.words for value in used),
                        }
                        for meaning in scale.terms
                    ],
                }
                for scale in SCALES.values()
                if any(value.scale is scale.id for value in used)
            ],
            "impacts": list(self._labels["impacts"].values()) if risks else [],
            "marks": [
                {"sign": mark.sign, **(term(mark, self._labels) or {})}
                for mark in sorted(marks, key=lambda m: m.score, reverse=True)
            ],
        }


def _whole(value: Any) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _date(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError:
        return None
