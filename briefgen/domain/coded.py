"""Other people's picking: passages that were coded in another program, whatever format they come in.

A *code* is what programs for qualitative analysis call a tag: a name that a reader gives to passages. An editor says of
each code which kind of passage it stands for, or that it is to be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefgen.domain.carried import Carried
from briefgen.domain.points import Edit
from briefgen.domain.terms import Kind, PassageKind

CodeMap = Mapping[str, PassageKind | None]
"""What each code stands for, by its key; None leaves it out."""

EDITS = "Elisions and insertions"
"""The name of a note in which this program keeps an editor's marks in a quotation, as JSON."""

OURS = "Briefgen"
"""How the name of the program begins in what this program has written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code: its key (a GUID in lower case, or what else tells it), its name, and the names of those that it is under.

    `note` is what somebody noted on the code itself. Where this program wrote it, `record` is the id of the point that
    it was, `fields` are the point's others, and `evidence` has the keys of its passages in the point's order.
    """

    key: str
    name: str
    description: str = ""
    under: tuple[str, ...] = ()
    note: str = ""
    record: str = ""
    fields: Carried = ()
    evidence: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its name after those that it is under, as in “Floods / Costs”."""
        return " / ".join((*self.under, self.name))

    @property
    def is_kind(self) -> bool:
        """Whether it is a kind of passage and no more, by its very name: “Risks”, but not “Flood risk”."""
        return kind_meant(self.name) is not None and not any(kind_meant(name) for name in self.under)


@dataclass(frozen=True, slots=True)
class Coding:
    """That a passage has a code, what was noted on that, and an editor's elisions and insertions in its words."""

    code: str
    note: str = ""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSpan:
    """A coded passage: in the text `text[start:end]` of its document, or, where `start` is negative, by its words.

    `source` is the key of its `CodedText`; offsets are code points. `key` is its own, where it has one.
    """

    source: str
    key: str = ""
    start: int = -1
    end: int = -1
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    codings: tuple[Coding, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedText:
    """A document that has coded passages.

    Attributes:
        key: What its passages call it.
        name: What people call it.
        filename: A file's name for it.
        data: The document's bytes; empty where only its text, or only its name, came along.
        text: The text in which the passages' offsets count; empty where there is none.
        sha256: Of the document's bytes, where it is known without them.
        address: Where it is on the web.
        note: What somebody noted on the whole document.
        fields: What this program knew of it, where this program wrote it: bibliography, marking.
    """

    key: str
    name: str
    filename: str = ""
    data: bytes = b""
    text: str = ""
    sha256: str = ""
    address: str = ""
    note: str = ""
    fields: Carried = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedProject:
    """What another program wrote: its codes, documents and coded passages, and sentences on what can't come along."""

    title: str = ""
    program: str = ""
    codes: tuple[Code, ...] = ()
    texts: tuple[CodedText, ...] = ()
    spans: tuple[CodedSpan, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether this program wrote it."""
        return self.program.startswith(OURS)

    def counts(self) -> dict[str, int]:
        """The number of passages of each code that has any, by the code's key."""
        counts: dict[str, int] = {}
        for span in self.spans:
            for key in dict.fromkeys(coding.code for coding in span.codings):
                counts[key] = counts.get(key, 0) + 1
        return counts


_KIND_WORDS = {
    PassageKind.RISK: "risk risks risque risques risiko risiken risico risico's risico’s riesgo riesgos",
    PassageKind.DILEMMA: "dilemma dilemmas dilemme dilemmes dilemmata dilemma's dilemma’s dilema dilemas",
    PassageKind.RECOMMENDATION: "recommendation recommendations recommandation recommandations empfehlung empfehlungen "
    "aanbeveling aanbevelingen recomendación recomendaciones",
    PassageKind.EVIDENCE: "evidence beleg belege bewijs preuve preuves evidencia",
    PassageKind.QUOTE: "quote quotes quotation quotations zitat zitate citaat citaten citation citations cita citas",
}
_KIND_OF_WORD = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
"""In English, French, German, Dutch and Spanish."""


def kind_meant(name: str) -> PassageKind | None:
    """The kind whose very name a code has: “Risks” is a risk, “Flood risk” a name of its own."""
    return _KIND_OF_WORD.get(name.strip().casefold())


def point_kind(kind: PassageKind | None) -> Kind | None:
    """The kind of point that passages of this kind make; None for evidence and quotes."""
    return Kind(kind.value) if kind in _OF_POINTS else None


_OF_POINTS = frozenset({PassageKind.RISK, PassageKind.DILEMMA, PassageKind.RECOMMENDATION})


def suggested_map(project: CodedProject, remembered: CodeMap) -> dict[str, PassageKind | None]:
    """What each code most likely stands for.

    In this order: what was said of it before (`remembered`, by the code's key or else its name in lower case); the kind
    that its own name is, or that of the nearest code above it; evidence where it has passages; else it is left out.
    """
    counts = project.counts()
    found: dict[str, PassageKind | None] = {}
    for code in project.codes:
        if code.key in remembered:
            found[code.key] = remembered[code.key]
            continue
        if code.name.casefold() in remembered:
            found[code.key] = remembered[code.name.casefold()]
            continue
        meant = (kind_meant(name) for name in (code.name, *reversed(code.under)))
        kind = next((kind for kind in meant if kind is not None), None)
        found[code.key] = kind or (PassageKind.EVIDENCE if counts.get(code.key) else None)
    return found
