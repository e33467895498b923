"""Which fields the form of a brief has, in which order and groups, and which of them its template asks for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from briefgen.domain.briefs import Brief
from briefgen.domain.fields import dashed, specs
from briefgen.domain.house_template import FieldType, HouseTemplate
from briefgen.rendering.pages import PdfOptions

FIRST: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("to",),
    ("from_",),
    ("date", "ref"),
    ("decision_by",),
    ("decision_by_reason",),
    ("copy_to",),
    ("marking",),
    ("tlp",),
    ("handling",),
)
"""Lines that are never folded away, each with its fields side by side, by attribute name."""

_REST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("summary", ("bluf", "key_points", "deck")),
    ("people", ("cleared_by", "contact", "authors", "funders")),
    (
        "document",
        ("name", "short_title", "version", "state", "language", "paper", "scale", "licence", "citation_style"),
    ),
)
_ATTRIBUTES = {dashed(name): name for name, _, _ in specs(Brief)}


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a heading that can be folded away; `own` tells that they are the template's."""

    title: str
    names: tuple[str, ...]
    own: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("briefs", text)


def groups(template: HouseTemplate | None) -> tuple[Group, ...]:
    """The groups after the first lines: those of the template's own fields, as it names them, then the document's."""
    own: dict[str, list[str]] = {}
    for field in template.fields if template is not None else ():
        own.setdefault(field.group or _tr("More for this template"), []).append(field.name)
    holds_files = template is not None and PdfOptions(variant=template.pdf.variant or None).may_hold_files
    ticks = {} if template is None else {
        "fillable": template.pdf.forms,
        "evidence_annex": template.evidence_annex,
        "provenance": holds_files,
        "attach_data": holds_files,
    }  # fmt: skip
    ticked = tuple(name for name, printed in ticks.items() if printed)
    titles = {"summary": _tr("Summary"), "people": _tr("People and money"), "document": _tr("About the document")}
    return (
        *(Group(title, tuple(names), own=True) for title, names in own.items()),
        *(Group(titles[name], (*names, *ticked) if name == "document" else names) for name, names in _REST),
    )


def required(template: HouseTemplate | None) -> tuple[str, ...]:
    """Fields without which the brief can't be issued, by the form's names; a marking is always one."""
    wanted = dict.fromkeys(["title", "marking"])
    if template is not None:
        names = (_ATTRIBUTES.get(dashed(name), "") for name in template.requires)
        wanted |= dict.fromkeys(name for name in names if name and name != "tlp")
        wanted |= dict.fromkeys(field.name for field in template.fields if field.required)
    return tuple(wanted)


def asked(template: HouseTemplate | None) -> tuple[str, ...]:
    """Fields that the template asks for: those required, and all of its own."""
    own = () if template is None else template.fields
    return tuple(dict.fromkeys([*required(template), *(field.name for field in own)]))


def is_filled(brief: Brief, template: HouseTemplate | None, name: str) -> bool:
    """Tell whether a field holds something; a label of the Traffic Light Protocol stands for a marking too."""
    own = None if template is None else template.field(name)
    if own is not None:
        value = dict(brief.fields).get(own.name)
        if own.type is FieldType.FLAG:
            return True
        return not _blank(own.default if value is None else value)
    if name == "marking" and brief.tlp:
        return True
    return not _blank(getattr(brief, name))


def _blank(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == ()
