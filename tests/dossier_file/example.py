"""One dossier with something of everything, the same each time, and the bytes of its documents."""

from __future__ import annotations

import datetime as dt
import hashlib

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.briefs import Brief, IssueRecord, Section, Selected
from briefgen.domain.dossier import Binned, Counters, Dossier, HeldCitation, Settings
from briefgen.domain.points import (
    Citation,
    Dilemma,
    Edit,
    Likelihood,
    Mitigation,
    Option,
    Recommendation,
    Risk,
    Settlement,
)
from briefgen.domain.sources import Block, LeftOut, Page, Passage, Source
from briefgen.domain.terms import BlockKind, Category, PassageKind, Verb

NOON = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)

HARBOUR = (
    "The harbour wall\n\nThe wall was built for a sea that no longer exists. Each winter takes a little more of it.\n\n"
    "Without the wall the lower town floods twice a year."
)
FERRY = "航路の再編\n\n同盟国との航路は三年ごとに見直される。\n\nThe ferry runs at a loss of £2m a year."
OLD = "A notice that the editors put into the bin."


def source(source_id: str, text: str, **fields: object) -> Source:
    """A source of that text, each paragraph a block, with the text's bytes for its document."""
    data = text.encode()
    blocks = []
    start = 0
    for index, paragraph in enumerate(text.split("\n\n")):
        kind = BlockKind.PARAGRAPH if index else BlockKind.HEADING
        blocks.append(Block(kind, start, start + len(paragraph), 0 if index else 1))
        start += len(paragraph) + 2
    given: dict[str, object] = {
        "id": source_id,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "text": text,
        "blocks": tuple(blocks),
    }
    return Source(**(given | fields))  # type: ignore[arg-type]  # fields by name


def passage(passage_id: str, of: Source, quote: str, **fields: object) -> Passage:
    """The passage of a source that has these words, with a little context."""
    start = of.text.index(quote)
    end = start + len(quote)
    given: dict[str, object] = {
        "id": passage_id,
        "source": of.id,
        "start": start,
        "end": end,
        "quote": quote,
        "prefix": of.text[max(0, start - 8) : start],
        "suffix": of.text[end : end + 8],
    }
    return Passage(**(given | fields))  # type: ignore[arg-type]  # fields by name


def example() -> Dossier:
    """The dossier: two sources, three passages, one point of each kind, two briefs, an issue, and a full bin."""
    harbour = source(
        "source-1",
        HARBOUR,
        filename="harbour.md",
        format="markdown",
        imported=NOON,
        pages=(Page(0, "iv", 0, 16), Page(1, "1", 16, len(HARBOUR))),
        left_out=(LeftOut(at=18, text="Advertisement", reason="noise of the page"),),
        bibliography=Bibliography(
            title="The harbour wall",
            author=(Name(family="Moreau", given="A."),),
            issued=PartialDate(year=2025, month=11),
            extra=(("PMID", "1"),),
        ),
    )
    ferry = source("source-2", FERRY, filename="ferry.txt", format="text")
    binned = source("source-3", OLD)
    old = passage("passage-4", binned, "notice")
    return Dossier(
        settings=Settings(id="6f1c2a3e-0000-4000-8000-000000000001", title="Lower town", created=NOON),
        counters=Counters(source=3, passage=4, risk=2, dilemma=1, rec=1, brief=2, issue=1, bin=2),
        sources=(harbour, ferry),
        passages=(
            passage("passage-1", harbour, "no longer exists", kind=PassageKind.RISK),
            passage("passage-2", ferry, "三年ごとに見直される"),
            passage("passage-3", harbour, "floods twice a year", note="Ask for the series."),
        ),
        points=(
            Risk(
                id="risk-1",
                title="The wall gives way",
                cause="the wall was built for calmer seas",
                event="a winter storm breaches it",
                effect="the lower town is flooded",
                category=Category.PROPERTY,
                likelihood=Likelihood(term="highly likely"),
                impact=4,
                evidence=(
                    Citation(passage="passage-1", edits=(Edit(start=0, end=3, insertion="not"),)),
                    Citation(passage="passage-3"),
                ),
                created=NOON,
            ),
            Dilemma(
                id="dilemma-1",
                question="Repair the wall or move the quay?",
                options=(
                    Option(letter="A", name="Repair", reduces=("risk-1",)),
                    Option(letter="B", name="Move", is_status_quo=False),
                ),
                lean="A",
                evidence=(Citation(passage="passage-2"),),
            ),
            Recommendation(
                id="rec-1",
                verb=Verb.APPROVE,
                action="Approve the repair of the wall before October.",
                mitigates=(Mitigation(risk="risk-1", likelihood_steps=-2),),
                settles=(Settlement(dilemma="dilemma-1", option="A"),),
                set_aside=(("cause", "as it was"),),
            ),
        ),
        briefs=(
            Brief(
                id="brief-1",
                name="To the minister",
                title="Repair the wall",
                date=dt.date(2026, 3, 16),
                sections=(Section(id="background", text="Built in **1931**."),),
                points=(Selected(point="rec-1"), Selected(point="risk-1", shown=False)),
            ),
            Brief(id="brief-2", name="Long version", points=(Selected(point="dilemma-1"),)),
        ),
        issues=(IssueRecord(id="issue-1", brief="brief-1", at=NOON, to="the minister", sha256="0" * 64, size=12),),
        bin=(
            Binned(id="bin-1", at=NOON, point=Risk(id="risk-2", title="Struck out"), place=1),
            Binned(
                id="bin-2",
                at=NOON,
                source=binned,
                passages=(old,),
                citations=(HeldCitation(point="risk-1", place=0, citation=Citation(passage="passage-4")),),
            ),
        ),
    )


def originals() -> dict[str, bytes]:
    """The documents' bytes, by their SHA-256."""
    return {hashlib.sha256(text.encode()).hexdigest(): text.encode() for text in (HARBOUR, FERRY, OLD)}
