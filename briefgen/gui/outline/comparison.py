"""What two briefs contain: points in both or in one, sections and fields that differ; as HTML for a text browser."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QCoreApplication

from briefgen.domain.bibliography import PartialDate
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import specs
from briefgen.domain.preflight.findings import point_name
from briefgen.domain.wording import count_words
from briefgen.gui.brief_words import brief_label
from briefgen.gui.moments import date_words

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_APART = frozenset({"id", "name", "sections", "points", "accepted", "fields", "replies"})


def _tr(text: str) -> str:
    return QCoreApplication.translate("comparison", text)


def compared(dossier: Dossier, one: Brief, other: Brief) -> str:
    """Say what two briefs have in common and what not; every word of the user's is escaped."""
    titles = {point.id: point.title for point in dossier.points}
    mine, theirs = ({s.point for s in brief.points if s.shown} for brief in (one, other))
    order = [point.id for point in dossier.points]

    def listed(ids: set[str]) -> str:
        lines = [f"<li>{point_name(i)}: {escape(titles[i])}</li>" for i in order if i in ids]
        return f"<ul>{''.join(lines)}</ul>" if lines else f"<p>{_tr('Nothing.')}</p>"

    parts = [
        f"<h3>{_tr('Points in both')}</h3>{listed(mine & theirs)}",
        f"<h3>{_alone(one)}</h3>{listed(mine - theirs)}",
        f"<h3>{_alone(other)}</h3>{listed(theirs - mine)}",
    ]
    rows = [*_sections(one, other), *_fields(one, other)]
    if rows:
        head = f'<tr><th></th><th align="left">{escape(one.name)}</th><th align="left">{escape(other.name)}</th></tr>'
        body = "".join(
            f'<tr><td class="quiet" width="24%">{escape(name)}</td><td width="38%">{escape(a)}</td>'
            f"<td>{escape(b)}</td></tr>"
            for name, a, b in rows
        )
        table = f'<table cellspacing="0" cellpadding="4" width="100%">{head}{body}</table>'
        parts.append(f"<h3>{_tr('What differs')}</h3>{table}")
    return "".join(parts)


def _alone(brief: Brief) -> str:
    return escape(_tr("Points in “{name}” alone").format(name=brief.name))


def _sections(one: Brief, other: Brief) -> list[tuple[str, str, str]]:
    ids = list(dict.fromkeys(section.id for brief in (one, other) for section in brief.sections))

    def said(brief: Brief, section_id: str) -> str:
        text = brief.section(section_id).text
        return _tr("{count} words").format(count=count_words(text)) if text.strip() else "–"

    return [
        (i.replace("-", " ").capitalize(), said(one, i), said(other, i))
        for i in ids
        if one.section(i) != other.section(i)
    ]


def _fields(one: Brief, other: Brief) -> list[tuple[str, str, str]]:
    rows = []
    for name, spec, _ in specs(Brief):
        mine, theirs = getattr(one, name), getattr(other, name)
        if name not in _APART and mine != theirs:
            rows.append((brief_label(name), _shown(spec.plain(mine)), _shown(spec.plain(theirs))))
    return rows


def _shown(plain: object) -> str:
    if isinstance(plain, list):
        return "; ".join(_shown(entry) for entry in plain) or "–"
    if isinstance(plain, dict):
        return ", ".join(_shown(entry) for entry in plain.values())
    text = str(plain) if plain not in (None, "") else "–"
    return date_words(PartialDate.parse("date", text)) if _DAY.fullmatch(text) else text
