"""Points out of selected words: the acts of the reader, each one undo. What the user sees of them is the reader's."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.terms import Kind, PassageKind
from briefgen.gui.kinds import kind_word
from briefgen.gui.reader.spans import suggested_title
from briefgen.gui.session import Session


def _tr(text: str) -> str:
    return QCoreApplication.translate("reader", text)


def make_point(session: Session, source: str, span: tuple[int, int], kind: Kind) -> str:
    """Make a point of a span of code points, with a draft title; gives its id, or "" when it went wrong."""

    def making(dossier: Dossier) -> tuple[Dossier, str]:
        after, passage = operations.pick_passage(dossier, source, *span, kind=PassageKind(kind.value))
        title = suggested_title(after.passage(passage).quote)
        return operations.make_point(
            after, kind, title=title, at=workflows.now(), passages=[passage], values={"title_is_draft": True}
        )

    return session.make(_tr("Make {kind}").format(kind=kind_word(kind).lower()), making)


def cite(session: Session, source: str, span: tuple[int, int], point: str) -> str:
    """Cite a span of code points in a point; gives the passage's id, or "" when it went wrong."""

    def citing(dossier: Dossier) -> tuple[Dossier, str]:
        kind = PassageKind(dossier.point(point).kind.value)
        after, passage = operations.pick_passage(dossier, source, *span, kind=kind)
        return operations.cite(after, point, passage, at=workflows.now()), passage

    return session.make(_tr("Cite passage"), citing)


def move_ends(session: Session, passage: str, start: int, end: int, *, merge: str = "") -> bool:
    """Move the ends of a passage; edits of words that it loses go with them, draft titles made of it follow it."""

    def moving(dossier: Dossier) -> Dossier:
        moved = _moved(dossier)
        return dossier if moved is dossier else _retitled(moved, passage, dossier.passage(passage).quote)

    def _moved(dossier: Dossier) -> Dossier:
        there = dossier.passage(passage)
        if (there.start, there.end) == (start, end):
            return dossier
        if start <= there.start and end >= there.end:
            return operations.widen_passage(dossier, passage, start=start, end=end)
        if start >= there.start and end <= there.end:
            return operations.narrow_passage(dossier, passage, start=start, end=end)
        return operations.place_passage(dossier, passage, start, end)

    return session.apply(_tr("Move the ends of a passage"), moving, merge=merge)


def _retitled(dossier: Dossier, passage: str, before: str) -> Dossier:
    """Suggest the titles anew that were suggested from a passage as it was, and that nobody has touched since."""
    title = suggested_title(dossier.passage(passage).quote)
    for point in dossier.points:
        suggested = point.title_is_draft and point.title == suggested_title(before)
        if suggested and any(citation.passage == passage for citation in point.evidence):
            values = {"title": title, "title_is_draft": True}
            dossier = operations.edit_point(dossier, point.id, at=workflows.now(), values=values)
    return dossier


def place(session: Session, passage: str, span: tuple[int, int]) -> bool:
    """Set a lost passage on a span of the text that is there now."""
    return session.apply(_tr("Place passage"), lambda dossier: operations.place_passage(dossier, passage, *span))


def drop(session: Session, passage: str) -> bool:
    """Drop a passage, and the evidence that it is."""
    return session.apply(
        _tr("Drop passage"), lambda dossier: operations.drop_passage(dossier, passage, with_citations=True)
    )
