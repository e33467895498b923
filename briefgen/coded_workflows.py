"""What both front ends do with other people's picking: read it, know its codes, take it over, write it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.carried import read_carried
from briefgen.domain.coded import CodedProject, CodedSpan, CodedText, CodeMap
from briefgen.domain.coded_placing import place_spans, words_of
from briefgen.domain.dossier import Dossier
from briefgen.domain.sources import Block, Source
from briefgen.domain.taking_over import PlacedText, TakenOver, take_over
from briefgen.domain.terms import BlockKind, PassageKind
from briefgen.errors import InputRefused
from briefgen.exporters.annotations import to_annotations
from briefgen.exporters.files import write_atomically
from briefgen.importers.batch import Document
from briefgen.importers.characters import clean
from briefgen.importers.coded.reading import PickingJob
from briefgen.importers.limits import ImportLimits
from briefgen.settings import settings_file
from briefgen.workflows import READER, now, source_of_bytes

FORMS = {"qdpx": ".qdpx", "annotations": ".jsonld"}
"""The forms in which picking is written, and their files' endings."""

_LEFT_OUT = "left out"


def code_kinds_file() -> Path:
    """Where it is remembered what codes stand for, beside the settings."""
    return settings_file().with_name("code-kinds.json")


# ------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class ReadPicking:
    """Other people's picking, read and with its places found: nothing of it is in a dossier yet.

    `originals` are the bytes of new documents by their hash; `unplaced` are sentences on what can't come along.
    """

    name: str
    project: CodedProject
    texts: tuple[PlacedText, ...]
    originals: Mapping[str, bytes]
    unplaced: tuple[str, ...]


def read_project(document: Document, limits: ImportLimits, is_wanted: Callable[[], bool] | None = None) -> CodedProject:
    """Read a REFI-QDA project or codebook, or web annotations.

    Raises:
        InputRefused: It can't be read, or is refused for what it is.
        Stopped: `is_wanted` said no.
    """
    data = document.load()
    return READER.have_done(PickingJob(data, document.name), limits, len(data), is_wanted, CodedProject)


def read_picking(
    document: Document, dossier: Dossier, limits: ImportLimits, is_wanted: Callable[[], bool] | None = None
) -> ReadPicking:
    """Read such a file and find the places of what it holds, in the dossier's sources or new ones; changes no dossier.

    Raises:
        InputRefused: It can't be read, or is refused for what it is.
        Stopped: `is_wanted` said no.
    """
    project = read_project(document, limits, is_wanted)
    return placed_picking(project, document.name, dossier, limits, is_wanted)


def placed_picking(
    project: CodedProject,
    name: str,
    dossier: Dossier,
    limits: ImportLimits,
    is_wanted: Callable[[], bool] | None = None,
) -> ReadPicking:
    """Find the places of picking that was read, in sources of the dossier or in new ones; changes no dossier.

    Raises:
        Stopped: `is_wanted` said no.
    """
    spans: dict[str, list[CodedSpan]] = {}
    for span in project.spans:
        spans.setdefault(span.source, []).append(span)
    originals: dict[str, bytes] = {}
    placed, unplaced = [], list(project.unread)
    for text in project.texts:
        mine = spans.get(text.key, [])
        found = _there(text, dossier)
        try:
            if found is None and (text.data or text.text):
                found, bytes_of = _new_source(text, mine, limits, is_wanted)
                originals[found.sha256] = bytes_of
                found, strange = _as_known(found, text)
                unplaced += strange
        except InputRefused as error:
            unplaced.append(error.message)
            continue
        if found is None:
            found = _by_quotes(mine, dossier)
        if found is None:
            unplaced.append(
                f"“{text.name}” is no source of this dossier, so that what was picked from it ({len(mine)}) has no "
                "place: add it first, then import the picking again."
            )
            continue
        words = tuple(clean(words_of(text, span)).text.strip() for span in mine)
        placed.append(PlacedText(found, tuple(mine), place_spans(text, mine, found), words, text.note))
    return ReadPicking(name, project, tuple(placed), originals, tuple(unplaced))


def _there(text: CodedText, dossier: Dossier) -> Source | None:
    """The source of the dossier that a document is: by its bytes, its text, or its address."""
    sha256 = hashlib.sha256(text.data).hexdigest() if text.data else text.sha256
    signs: tuple[Callable[[Source], bool], ...] = (
        lambda source: bool(sha256) and source.sha256 == sha256,
        lambda source: bool(text.text) and source.text == text.text,
        lambda source: bool(text.address) and text.address == source.bibliography.URL,
    )
    return next((source for sign in signs for source in dossier.sources if sign(source)), None)


def _by_quotes(spans: Sequence[CodedSpan], dossier: Dossier) -> Source | None:
    """The source of the dossier in which most of these passages stand, where no other has as many."""
    quoted = [span for span in spans if span.quote]
    scored = sorted(
        ((sum(span.quote in source.text for span in quoted), source) for source in dossier.sources),
        key=lambda pair: -pair[0],
    )
    if not scored or not scored[0][0] or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return scored[0][1]


def _new_source(
    text: CodedText, spans: Sequence[CodedSpan], limits: ImportLimits, is_wanted: Callable[[], bool] | None
) -> tuple[Source, bytes]:
    """Make a source of a document, or of its text alone where more of the passages are found in that."""
    refused: InputRefused | None = None
    candidates = []
    if text.data:
        try:
            new = source_of_bytes(text.data, text.filename, limits, is_wanted=is_wanted)
            candidates.append((new.source, new.data))
        except InputRefused as error:
            refused = error
    if text.text and not (candidates and None not in place_spans(text, spans, candidates[0][0])):
        try:
            data = text.text.encode("utf-8", "replace")
            name = text.filename if text.filename.endswith(".txt") else f"{text.filename}.txt"
            # What others have picked is no noise, whatever it looks like.
            titled = [("title", text.name)] if text.name != name else []
            new = source_of_bytes(data, name, limits, titled, again=_all_lines(text.text), is_wanted=is_wanted)
            candidates.append((new.source, new.data))
        except InputRefused as error:
            refused = error
    if not candidates:
        raise refused or InputRefused(f"“{text.name}” has no words.")
    return max(candidates, key=lambda one: sum(place is not None for place in place_spans(text, spans, one[0])))


def _as_known(source: Source, text: CodedText) -> tuple[Source, list[str]]:
    """A new source with what this program knew of it; and sentences on what of that can't be read."""
    parts: dict[str, list[tuple[str, str | int | bool]]] = {"source": [], "bibliography": []}
    for name, value in text.fields:
        of, _, field_name = name.partition(": ")
        parts.get(of, []).append((field_name, value))
    own, strange = read_carried(Source, [pair for pair in parts["source"] if pair[0] in _OF_SOURCE])
    about, more = read_carried(Bibliography, parts["bibliography"])
    if parts["bibliography"]:
        own["bibliography"] = Bibliography(**about)
    names = ", ".join((*strange, *more))
    return replace(source, **own), [f"“{text.name}”: what is said of it can't be read ({names})."] if names else []


_OF_SOURCE = frozenset({"filename", "how-obtained", "marking"})


def _all_lines(text: str) -> Source:
    """A stand-in for a source from which nothing was left out, each line being a block."""
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + line.index(words)
            blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(words)))
        at += len(line)
    return Source(id="source-1", sha256="", text=text, blocks=tuple(blocks))


# ------------------------------------------------------------------------------------------- what codes stand for


def remembered_kinds(path: Path | None = None) -> dict[str, PassageKind | None]:
    """What was said before of codes, by their keys and by their names in lower case; nothing where none was."""
    path = path or code_kinds_file()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InputRefused(f"What codes stand for, in “{path}”, can't be read ({error}): delete the file.") from error
    words: dict[str, PassageKind | None] = {kind.value: kind for kind in PassageKind} | {_LEFT_OUT: None}
    if not isinstance(found, dict):
        return {}
    return {key: words[word] for key, word in found.items() if isinstance(word, str) and word in words}


def remember_kinds(project: CodedProject, codes: CodeMap, path: Path | None = None) -> None:
    """Remember what the codes of a project stand for, for the next one that has them.

    Raises:
        InputRefused: The file can't be written.
    """
    path = path or code_kinds_file()
    known = remembered_kinds(path)
    for code in project.codes:
        if code.key in codes:
            known[code.key] = known[code.name.casefold()] = codes[code.key]
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = {key: kind.value if kind is not None else _LEFT_OUT for key, kind in sorted(known.items())}
    write_atomically(path, (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode())


# ------------------------------------------------------------------------------------------- over, and out


def taken_over(dossier: Dossier, picking: ReadPicking, codes: CodeMap) -> tuple[Dossier, TakenOver]:
    """Take picking that was read into a dossier: see `domain.taking_over.take_over`."""
    return take_over(dossier, picking.project, picking.texts, codes, at=now())


def exported(dossier: Dossier, form: str, original: Callable[[str], bytes]) -> bytes:
    """A dossier's sources, passages, points and notes in one of `FORMS`; `original` gives a document by its SHA-256."""
    match form:
        case "qdpx":
            from briefgen.exporters.qda import to_qdpx  # its library for XML is not needed before

            return to_qdpx(dossier, original)
        case "annotations":
            return to_annotations(dossier)
    raise ValueError(f"Picking has no form {form!r}.")
