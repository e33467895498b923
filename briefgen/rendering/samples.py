"""Sample data → the context of a house template: what it is shown and tried with where there is no brief.

A sample is a JSON file `samples/NAME.json`, or `samples/NAME.LANGUAGE.json` for another language than English (the
primary subtag, as `fr`). One in the template's own folder, or else in that of a template it is made from, comes before
the shipped one of that name in `_shared/samples/`. It holds a dossier as plain data, one collection a key (`settings`,
`sources`, `passages`, `points`, `briefs`), with one brief; and, for the sections and fields that only the template
knows, `narrative`, a list of texts in Markdown, and `values`, one value for each type of field. They are dealt out in
order where the brief says nothing itself; a section that has a limit gets the first text that keeps to it.

The three that ship are *least*, *normal* and *most*, and fit any template.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from briefgen.domain.briefs import Brief, Section, Selected
from briefgen.domain.dossier import Dossier, Settings, read_point
from briefgen.domain.fields import FieldError, freeze, from_plain
from briefgen.domain.house_template import FieldType, HouseTemplate
from briefgen.domain.points import Point
from briefgen.domain.replies import FormStamp
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import Kind, Paper
from briefgen.errors import NotThere
from briefgen.rendering.context import Plain, build_context
from briefgen.rendering.fenced_folder import FencedFolder, NotServed
from briefgen.rendering.house_templates import SAMPLES, SHARED, OpenTemplate
from briefgen.rendering.markdown_text import count_words, to_html
from briefgen.rendering.template_errors import TemplateError
from briefgen.resources import templates_folder

_OF_NO_DOSSIER = FormStamp("0" * 16, "0" * 16)

MOST = "most"
"""The sample that holds far too much: with all its points, and its texts in as many sections as there are."""

DAY = dt.date(2026, 4, 7)
"""The day on which samples are made: a sample looks the same on any day."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A dossier with the brief that is shown, and what there is for sections and fields that only a template knows."""

    dossier: Dossier
    brief: Brief
    narrative: tuple[str, ...]
    values: Mapping[str, Any]


def sample_form(template: HouseTemplate) -> FormStamp | None:
    """What the fields of a sample's PDF say of where they come from, of no dossier; None where it has none."""
    return _OF_NO_DOSSIER if template.pdf.forms else None


def sample_names(template: OpenTemplate) -> tuple[str, ...]:
    """The samples that a template is shown and tried with, as its manifest lists them."""
    return template.template.samples


def sample_context(
    template: OpenTemplate, name: str, *, paper: Paper | None = None, language: str = "", program_version: str = ""
) -> Plain:
    """Give the context of a sample in a template.

    Args:
        template: As opened.
        name: The sample's, such as normal.
        paper: Else the first that the template is made for.
        language: BCP 47; else the template's own.
        program_version: Briefgen's version, for the file's metadata.

    Raises:
        NotThere: There is no sample of that name.
        TemplateError: The template's own sample can't be used; names the file and the field.
    """
    sample = read_sample(template, name, language=language or template.template.language)
    brief = replace(sample.brief, paper=paper or template.template.paper[0])
    return build_context(
        sample.dossier, brief, template.template, today=DAY, forced=False, program_version=program_version
    )


def read_sample(template: OpenTemplate, name: str, *, language: str) -> Sample:
    """Read a sample and fit it to a template: its sections, its fields, the points that it has room for.

    Points beyond what the manifest's `points` allow are kept in the sample *most*, and left out of any other. In that
    one texts are dealt out again where there are more sections; else such a section stays empty, or says “none”.

    Raises:
        NotThere: There is no sample of that name.
        TemplateError: It can't be used.
    """
    file, text, own = _find(template, name, language)
    try:
        sample = _read(json.loads(text), language)
    except (FieldError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        told = error.message if isinstance(error, FieldError) else f"{type(error).__name__}: {error}"
        field = error.field if isinstance(error, FieldError) else ""
        raise TemplateError(
            f"the sample can't be read ({told})", template=template.template.name, file=file, field=field
        ) from error
    fitted = _fitted(sample, template.template, all_points=own or name == MOST, again=name == MOST)
    return replace(sample, brief=fitted)


def _find(template: OpenTemplate, name: str, language: str) -> tuple[str, str, bool]:
    """Find a sample's file: its name, its text, and whether it is the template's own."""
    primary = language.lower().replace("_", "-").split("-")[0]
    files = [f"{SAMPLES}/{name}.{primary}.json", f"{SAMPLES}/{name}.json"]
    shared = [folder for folder in (template.shared, templates_folder() / SHARED) if folder is not None]
    places = [*((folder, True) for folder in (template.folder, *template.parents)), *((f, False) for f in shared)]
    for folder, own in places:
        for file in files:
            try:
                return file, FencedFolder(folder).read(file).decode("utf-8"), own
            except NotServed:
                continue
            except UnicodeDecodeError:
                raise TemplateError("it is not text in UTF-8", template=template.template.name, file=file) from None
    raise NotThere(
        f"There is no sample “{name}” for the house template “{template.template.title}”; there are: "
        f"{', '.join(_there(folder for folder, _ in places)) or 'none'}."
    )


def _there(folders: Any) -> Sequence[str]:
    found: set[str] = set()
    for folder in folders:
        inside = Path(folder) / SAMPLES
        found |= {path.name.split(".")[0] for path in inside.glob("*.json")} if inside.is_dir() else set()
    return sorted(found)


def _read(plain: Mapping[str, Any], language: str) -> Sample:
    """Build the records.

    Raises:
        FieldError: A record can't hold what the sample says.
    """
    allowed = {"settings", "sources", "passages", "points", "briefs", "narrative", "values"}
    if unknown := sorted(plain.keys() - allowed):
        raise FieldError(unknown[0], f"nothing: there is no such key; there are {', '.join(sorted(allowed))}")
    briefs = plain.get("briefs", [])
    if len(briefs) != 1:
        raise FieldError("briefs", "one brief", len(briefs))

    def records(cls: type[Any], name: str) -> tuple[Any, ...]:
        return tuple(from_plain(cls, entry, where=f"{name}[{n}]") for n, entry in enumerate(plain.get(name, []), 1))

    points = (read_point(entry, where=f"points[{n}]") for n, entry in enumerate(plain.get("points", []), 1))
    dossier = Dossier(
        settings=from_plain(Settings, plain.get("settings", {}), where="settings"),
        sources=records(Source, "sources"),
        passages=records(Passage, "passages"),
        points=tuple(points),
        briefs=records(Brief, "briefs"),
    )
    brief = replace(dossier.briefs[0], language=language)
    return Sample(dossier, brief, tuple(plain.get("narrative", ())), plain.get("values", {}))


def _fitted(sample: Sample, template: HouseTemplate, *, all_points: bool, again: bool) -> Brief:
    brief = sample.brief
    written = {section.id for section in brief.sections}
    texts = list(sample.narrative)
    sections = list(brief.sections)
    for section in template.sections:
        if section.id in written or not section.narrative:
            continue
        if not texts and sample.narrative and (again or section.required):
            texts = list(sample.narrative)
        if not texts:
            if section.may_be_none and sample.narrative:
                sections.append(Section(id=section.id, none_identified=True))
            continue
        text = next((text for text in texts if not section.words or _words(text) <= section.words), texts[0])
        texts.remove(text)
        sections.append(Section(id=section.id, text=text))
    fields = dict(brief.fields)
    for field in template.fields:
        value = field.choices[0] if field.type is FieldType.CHOICE else sample.values.get(str(field.type))
        if sample.values and field.name not in fields and value is not None:
            fields[field.name] = freeze(value)
    return replace(
        brief,
        template=template.name,
        template_version=template.version,
        sections=tuple(sections),
        fields=tuple(sorted(fields.items())),
        points=brief.points if all_points else _with_room(brief.points, sample.dossier.points, template),
    )


def _words(text: str) -> int:
    return count_words(to_html(text, cite=lambda _passage, _quoted: Markup()).html)


def _with_room(selected: Sequence[Selected], points: Sequence[Point], template: HouseTemplate) -> tuple[Selected, ...]:
    """Give the points that the template has room for, the first of each kind."""
    kinds = {point.id: point.kind for point in points}
    left: dict[Kind, int] = {}
    for kind in Kind:
        most = template.points.of(kind)
        left[kind] = 0 if kind not in template.kinds else len(points) if most is None else most
    kept = []
    for entry in selected:
        kind = kinds[entry.point]
        left[kind] -= 1
        if left[kind] >= 0:
            kept.append(entry)
    return tuple(kept)
