"""Small dossiers for tests, made by the operations themselves."""

import datetime as dt
import hashlib

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Option
from briefgen.domain.sources import Block, Source
from briefgen.domain.terms import BlockKind, Kind

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 3, 9, 30, tzinfo=dt.UTC)

HARBOUR = (
    "The harbour wall was built in 1911.\n\n"
    "Two of its caissons are rated poor. A third was not inspected.\n\n"
    "The ferry company pays dues by tonnage, and the fishing fleet by length."
)


def source_of(text: str, filename: str = "harbour.txt") -> Source:
    """A source whose paragraphs are divided by blank lines."""
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Source(
        id="source-1",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        size=len(text.encode()),
        filename=filename,
        format="text",
        text=text,
        blocks=tuple(blocks),
    )


def with_source(text: str = HARBOUR) -> Dossier:
    """A dossier with one source."""
    return operations.add_source(Dossier(), source_of(text))[0]


def pick(dossier: Dossier, words: str, source: str = "source-1") -> tuple[Dossier, str]:
    """Pick the first place where the words stand."""
    start = dossier.source(source).text.index(words)
    return operations.pick_passage(dossier, source, start, start + len(words))


def harbour() -> Dossier:
    """A risk, a dilemma with two options and two recommendations on one source, linked, in one brief."""
    dossier = with_source()
    dossier, poor = pick(dossier, "Two of its caissons are rated poor.")
    dossier, dues = pick(dossier, "pays dues by tonnage")
    dossier, _ = operations.make_point(dossier, Kind.RISK, title="A caisson fails", at=AT, passages=[poor])
    dossier, _ = operations.make_point(
        dossier,
        Kind.DILEMMA,
        title="Who pays?",
        at=AT,
        passages=[dues],
        values={"options": (Option(letter="A", name="Users"), Option(letter="B", name="Everyone"))},
    )
    dossier, _ = operations.make_point(dossier, Kind.RECOMMENDATION, title="Mend it", at=AT, passages=[poor])
    dossier, _ = operations.make_point(dossier, Kind.RECOMMENDATION, title="Raise dues", at=AT)
    for origin, relation, target, letter in (
        ("rec-1", "mitigates", "risk-1", ""),
        ("rec-2", "settles", "dilemma-1", "A"),
        ("rec-1", "depends-on", "rec-2", ""),
        ("dilemma-1", "raises", "risk-1", "B"),
    ):
        dossier = operations.link(dossier, origin, operations.Relation(relation), target, at=AT, letter=letter)
    return operations.make_brief(dossier, "Submission", template="ministerial-submission")[0]
