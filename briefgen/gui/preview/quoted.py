"""From a quotation on the pages to its evidence: a click says what it is of, and a button leads there.

Which passage a quotation is of is no part of the pages; it is found by the quotation's key, in a thread, for the
brief's data have to be put together for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from briefgen import workflows
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.proof import KEY
from briefgen.domain.quotations import shown_quote
from briefgen.gui.background import Job
from briefgen.gui.bench import Bench
from briefgen.gui.notices import Notice, Remedy
from briefgen.gui.points.words import place_in_source
from briefgen.quoting import quoted_by

_ELEMENT = re.compile(rf"(?:quotation|note|evidence)-(?P<key>{KEY})")
_SHOWN = 70


@dataclass(frozen=True, slots=True)
class _Found:
    """A quotation on the pages, with the passage that it is of; the point that it stands in, if any."""

    passage: str
    point: str


def is_quoted(element: str) -> bool:
    """Whether an element of the pages, by its name among places, is a quotation or what belongs to one."""
    return _ELEMENT.fullmatch(element) is not None


class Quoted(QObject):
    """Tells what a quotation is of, in a bar at the foot of the window. `brief` gives the brief on the pages."""

    def __init__(self, bench: Bench, brief: Callable[[], Brief | None], parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._brief = bench, brief

    def clicked(self, element: str, point: str) -> None:
        """Say what the quotation is of that was clicked; `point` is the one that it stands in."""
        match, brief = _ELEMENT.fullmatch(element), self._brief()
        if match is None or brief is None:
            return
        dossier, preferences = self._bench.session.dossier, self._bench.choices.preferences
        key = match["number"] if match["key"].startswith("e") or not element.startswith("quotation") else match["key"]

        def find(_job: Job) -> _Found | None:
            quoted = quoted_by(dossier, brief, workflows.template_of(brief, preferences))
            return _Found(quoted[key].passage, point) if key in quoted else None

        self._bench.tasks.run(find, done=self._tell, owner=self)

    def _tell(self, found: _Found | None) -> None:
        dossier = self._bench.session.dossier
        passage = None if found is None else by_id(dossier.passages).get(found.passage)
        if found is None or passage is None:
            return  # it was deleted meanwhile; the pages are being laid out again
        source = dossier.source(passage.source)
        point = found.point if _cites(dossier, found.point, passage.id) else _first_that_cites(dossier, passage.id)
        words = shown_quote(passage.quote)
        short = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rpartition(' ')[0] or words[:_SHOWN]} …"
        where = self.tr("lost") if passage.lost else place_in_source(source, passage)
        sentence = self.tr("is quoted from {title}, {where}.").format(title=source.title, where=where)

        def show() -> None:
            self._bench.selection.go(
                workspace="read", source=source.id, passage=passage.id, point=point, field="evidence" if point else ""
            )

        remedies = (Remedy(self.tr("Show it there"), show),)
        self._bench.notices.tell(Notice(sentence, "note", remedies, lead=f"“{short}”", key="quoted"))


def _cites(dossier: Dossier, point_id: str, passage_id: str) -> bool:
    point = by_id(dossier.points).get(point_id)
    return point is not None and any(citation.passage == passage_id for citation in point.evidence)


def _first_that_cites(dossier: Dossier, passage_id: str) -> str:
    return next((point.id for point in dossier.points if _cites(dossier, point.id, passage_id)), "")
