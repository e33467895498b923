"""What two briefs contain: points in both or in one, sections and fields that differ; as HTML for a text browser."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import dashed, specs
from briefgen.domain.preflight.findings import point_name
from briefgen.domain.wording import count_words

_APART = frozenset({"id", "name", "sections", "points", "accepted", "fields"})


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
        head = f"<tr><th></th><th>{escape(one.name)}</th><th>{escape(other.name)}</th></tr>"
        body = "".join(
            f"<tr><td>{escape(name)}</td><td>{escape(a)}</td><td>{escape(b)}</td></tr>" for name, a, b in rows
        )
        table = f'<table cellpadding="4" width="100%">{head}{body}</table>'
        parts.append(f"<h3>{_tr('What differs')}</h3>{table}")
    return "".join(parts)


def _alone(brief: Brief) -> str:
    return escape(_tr("Points in “{name}” alone").format(name=brief.name))


def _sections(one: Brief, other: Brief) -> list[tuple[str, str, str]]:
    ids = list(dict.fromkeys(section.id for brief in (one, other) for section in brief.sections))

    def said(brief: Brief, section_id: str) -> str:
        text = brief.section(section_id).text
        return _tr("{count} words").format(count=count_words(text)) if text.strip() else "–"

    return [(i.replace("-", " "), said(one, i), said(other, i)) for i in ids if one.section(i) != other.section(i)]


def _fields(one: Brief, other: Brief) -> list[tuple[str, str, str]]:
    rows = []
    for name, spec, _ in specs(Brief):
        mine, theirs = getattr(one, name), getattr(other, name)
        if name not in _APART and mine != theirs:
            rows.append((dashed(name).replace("-", " "), _shown(spec.plain(mine)), _shown(spec.plain(theirs))))
    return rows


def _shown(plain: object) -> str:
    if isinstance(plain, list):
        return "; ".join(_shown(entry) for entry in plain) or "–"
    if isinstance(plain, dict):
        return ", ".join(_shown(entry) for entry in plain.values())
    return str(plain) if plain not in (None, "") else "–"
