"""A sound dossier made of records that damage has left gaps in, with a sentence for each thing that was mended."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefgen.domain.briefs import IssueRecord
from briefgen.domain.dossier import Counters, Dossier, links_of
from briefgen.domain.operations.links import without_links_to
from briefgen.domain.points import Point
from briefgen.domain.sources import Passage, Source
from briefgen.dossier_file.records import LISTS


def repaired(dossier: Dossier, has_original: Callable[[str], bool]) -> tuple[Dossier, dict[str, bytes], list[str]]:
    """Mend what refers to what is not there; gives the dossier, documents to be stored anew, and what was done.

    A passage whose words can't be found is marked lost, as when a document is imported again: its quotation stays. A
    source whose document is gone gets its own text for one.
    """
    told: list[str] = []
    sources, originals = _with_originals(dossier.sources, has_original, told)
    texts = {source.id: source.text for source in sources}
    passages = tuple(_found(passage, texts, told) for passage in dossier.passages)
    cited = {passage.id for passage in passages}
    points = tuple(_cited(point, cited, told) for point in dossier.points)
    present = {point.id for point in points}
    points = tuple(_linked(point, present, told) for point in points)
    briefs = []
    for brief in dossier.briefs:
        kept = tuple(selected for selected in brief.points if selected.point in present)
        if len(kept) != len(brief.points):
            gone = [selected.point for selected in brief.points if selected.point not in present]
            told.append(f"{brief.id} no longer selects {_listed(gone)}, lost")
        briefs.append(brief if len(kept) == len(brief.points) else replace(brief, points=kept))
    issues = tuple(_keeping(record, has_original, told) for record in dossier.issues)
    binned = []
    for entry in dossier.bin:
        if entry.source is not None:
            (source,), more = _with_originals((entry.source,), has_original, told)
            originals |= more
            entry = entry if source is entry.source else replace(entry, source=source)  # noqa: PLW2901  the mended one
        binned.append(entry)
    mended = replace(
        dossier,
        sources=sources,
        passages=passages,
        points=points,
        briefs=tuple(briefs),
        issues=issues,
        bin=tuple(binned),
    )
    return replace(mended, counters=_counters(mended)), originals, told


def stand_in(source_id: str, text: str, passages: Sequence[Passage], structure: Mapping[str, Any]) -> Source:
    """Make a source in place of a lost one, of its passages or its text; `text` is empty where none is left."""
    data = text.encode()
    by_what = f"its {len(passages)} passages" if passages else "its text"
    return Source(
        id=source_id,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        text=text,
        blocks=structure.get("blocks", ()),
        pages=structure.get("pages", ()),
        warnings=(f"Recovered from damage by {by_what}: the document and its bibliography are lost.",),
    )


def fits(text: str, passages: Sequence[Passage]) -> bool:
    """Tell whether all passages stand in a text where they say they do."""
    return bool(passages) and all(text[passage.start : passage.end] == passage.quote for passage in passages)


def _keeping(record: IssueRecord, has: Callable[[str], bool], told: list[str]) -> IssueRecord:
    """A record of issue, which can be made again only when all that it kept is there."""
    if all(map(has, record.kept)):
        return record
    told.append(f"{record.id} can't be made again: its house template or its data are lost")
    return replace(record, kept_template="", kept_data="")


def _with_originals(
    sources: tuple[Source, ...], has_original: Callable[[str], bool], told: list[str]
) -> tuple[tuple[Source, ...], dict[str, bytes]]:
    mended: list[Source] = []
    originals: dict[str, bytes] = {}
    for source in sources:
        if has_original(source.sha256):
            mended.append(source)
            continue
        data = source.text.encode()
        sha256 = hashlib.sha256(data).hexdigest()
        originals[sha256] = data
        if sha256 == source.sha256:
            mended.append(source)
            continue
        kept = "its text is kept in its place" if source.text else "nothing is left in its place"
        told.append(f"the document of {source.id} “{source.title}” is lost; {kept}")
        warning = "The original document was lost to damage; its text stands in its place."
        mended.append(replace(source, sha256=sha256, size=len(data), warnings=(*source.warnings, warning)))
    return tuple(mended), originals


def _found(passage: Passage, texts: Mapping[str, str], told: list[str]) -> Passage:
    if passage.lost or texts.get(passage.source, "")[passage.start : passage.end] == passage.quote:
        return passage
    told.append(f"{passage.id} is marked lost: its words are not in what is left of {passage.source}")
    return replace(passage, lost=True)


def _cited(point: Point, passages: set[str], told: list[str]) -> Point:
    kept = tuple(citation for citation in point.evidence if citation.passage in passages)
    if len(kept) == len(point.evidence):
        return point
    gone = [citation.passage for citation in point.evidence if citation.passage not in passages]
    told.append(f"{point.id} no longer cites {_listed(gone)}, lost")
    return replace(point, evidence=kept)


def _linked(point: Point, points: set[str], told: list[str]) -> Point:
    gone = links_of(point) - points
    if not gone:
        return point
    told.append(f"{point.id} is no longer linked to {_listed(sorted(gone))}, lost")
    return without_links_to(point, gone)


def _counters(dossier: Dossier) -> Counters:
    """Raise the counters to the highest numbers there are, so that none is given twice."""
    counters = dossier.counters
    ids = [record.id for name in LISTS for record in getattr(dossier, name)]
    for entry in dossier.bin:
        ids += [held.id for held in (entry.point, entry.source, entry.brief, *entry.passages) if held is not None]
    for record_id in ids:
        sort, _, number = record_id.rpartition("-")
        if int(number) > getattr(counters, sort):
            counters = replace(counters, **{sort: int(number)})
    return counters


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)
