"""REFI-QDA projects (.qdpx, and the .qde within) and codebooks (.qdc), as NVivo, MAXQDA, ATLAS.ti and others write.

Read by the specification 1.5 of the Rotterdam Exchange Format Initiative (2019) and its schemas “Project” and
“Codebook” 1.0, but leniently: the namespace, the case of folders, the scheme `internal://` and what the .qde is called
differ between programs, and so does what a position counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from briefgen.domain.coded import EDITS, OURS, Code, CodedProject, CodedSpan, CodedText, Coding
from briefgen.domain.points import Edit
from briefgen.errors import InputRefused
from briefgen.importers.archives import Archive, open_archive
from briefgen.importers.characters import clean, clean_line
from briefgen.importers.coded.qda_cases import NO_CASE, Case, cases_of, edits_of, values_of, variables_of
from briefgen.importers.coded.qda_xml import child as _child
from briefgen.importers.coded.qda_xml import children as _children
from briefgen.importers.coded.qda_xml import key as _key
from briefgen.importers.coded.qda_xml import tag as _tag
from briefgen.importers.coded.qda_xml import words as _words
from briefgen.importers.xml import parse_xml

_BLANKS = re.compile(r"\s+")
_DEEPEST = 60
"""So many codes may stand under one another."""
_WITH_TEXT = ("TextSource", "PDFSource")
_UNHEARD = {"PictureSource": "picture", "AudioSource": "sound recording", "VideoSource": "video"}
_NAMES_A_PLACE = re.compile(r"(?:line|lines|page|pages|para|selection|\d+)[\W\d]*", re.IGNORECASE)
"""Names of selections that are no quotation of theirs."""


def read_project(data: bytes, name: str) -> CodedProject:
    """Read a .qdpx, a .qde without its sources, or a .qdc.

    Raises:
        InputRefused: It is damaged, made to do harm, or no REFI-QDA file.
    """
    archive: Archive | None = None
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        archive = open_archive(data, name)
        inner = [entry for entry in archive.entries if entry.lower().endswith(".qde")]
        if not inner:
            raise InputRefused(f"The file “{name}” holds no REFI-QDA project: export it anew from its own program.")
        # Most call it project.qde, some by the project's own name.
        inner.sort(key=lambda entry: (entry.count("/"), PurePosixPath(entry).name.lower() != "project.qde", entry))
        data = archive.read(inner[0]) or b""
    root = parse_xml(data, f"The project in “{name}”" if archive is not None else f"The file “{name}”")
    if _tag(root) not in ("Project", "CodeBook"):
        raise InputRefused(f"The file “{name}” is no REFI-QDA project or codebook: export it anew from its program.")
    return _Reading(root, archive, name).project()


@dataclass(slots=True)
class _Reading:
    """One project while it is read."""

    root: Any
    archive: Archive | None
    name: str
    _entries: dict[str, str] = field(default_factory=dict)
    _notes: dict[str, str] = field(default_factory=dict)
    _edits: dict[str, tuple[Edit, ...]] = field(default_factory=dict)
    _variables: dict[str, str] = field(default_factory=dict)
    _cases: dict[str, Case] = field(default_factory=dict)
    _texts: list[CodedText] = field(default_factory=list)
    _spans: list[CodedSpan] = field(default_factory=list)
    _unread: list[str] = field(default_factory=list)

    def project(self) -> CodedProject:
        if self.archive is not None:
            self._entries = {PurePosixPath(entry.replace("\\", "/")).name.lower(): entry for entry in
                             self.archive.entries}  # fmt: skip
        book = self.root if _tag(self.root) == "CodeBook" else _child(self.root, "CodeBook")
        notes = _child(self.root, "Notes")
        for note in () if notes is None else _children(notes, "Note"):
            self._read_note(note)
        if self._is_ours:
            self._variables, self._cases = variables_of(self.root), cases_of(self.root)
        codes = _child(book, "Codes") if book is not None else None
        found = tuple(self._codes(codes, ())) if codes is not None else ()
        sources = _child(self.root, "Sources")
        for source in () if sources is None else sources:
            if _tag(source) in _WITH_TEXT:
                self._source(source)
        self._count_unheard(sources)
        return CodedProject(
            title=clean_line(self.root.get("name", "")),
            program=clean_line(self.root.get("origin", "")),
            codes=found,
            texts=tuple(self._texts),
            spans=tuple(self._spans),
            unread=tuple(self._unread),
        )

    # ------------------------------------------------------------------------------------------- codes and notes

    def _codes(self, parent: Any, under: tuple[str, ...]) -> Iterator[Code]:
        if len(under) > _DEEPEST:
            raise InputRefused(f"The codes of “{self.name}” are nested too deep: flatten them in their own program.")
        for code in _children(parent, "Code"):
            title = clean_line(code.get("name", "")) or _key(code)
            case = self._cases.get(_key(code), NO_CASE)
            yield Code(
                key=_key(code),
                name=title,
                description=clean(_words(code, "Description")).text,
                under=under,
                note=self._noted(code, description=False),
                record=case.record,
                fields=case.fields,
                evidence=case.selections,
            )
            yield from self._codes(code, (*under, title))

    @property
    def _is_ours(self) -> bool:
        return str(self.root.get("origin", "")).startswith(OURS)

    def _read_note(self, note: Any) -> None:
        text = self._note_text(note)
        if self._is_ours and note.get("name") == EDITS:
            self._edits[_key(note)] = edits_of(text)
        else:
            self._notes[_key(note)] = text

    def _edited(self, coding: Any) -> tuple[Edit, ...]:
        found = (self._edits.get(_key(ref, "targetGUID"), ()) for ref in _children(coding, "NoteRef"))
        return next(filter(None, found), ())

    def _note_text(self, note: Any) -> str:
        text = _words(note, "PlainTextContent")
        if not text:
            text = _decoded(self._file(note.get("plainTextPath", "")) or b"").strip()
        return text or _words(note, "Description")

    def _noted(self, element: Any, *, description: bool = True) -> str:
        """What was noted on something: its own description, and the notes that it refers to."""
        parts = [_words(element, "Description")] if description else []
        parts += [self._notes.get(_key(ref, "targetGUID"), "") for ref in _children(element, "NoteRef")]
        return clean("\n\n".join(dict.fromkeys(part for part in parts if part))).text

    # ------------------------------------------------------------------------------------------- documents

    def _file(self, path: str) -> bytes | None:
        """A file of the project by its path in the XML; only its name counts, and only what is in the archive."""
        name = PurePosixPath(path.replace("\\", "/")).name.lower()
        if self.archive is None or not name or path.startswith(("absolute:", "relative:")):
            return None
        entry = self._entries.get(name)
        return self.archive.read(entry) if entry is not None else None

    def _source(self, source: Any) -> None:
        is_pdf = _tag(source) == "PDFSource"
        plain = _child(source, "Representation") if is_pdf else source
        path = source.get("path", "") if is_pdf else source.get("richTextPath", "")
        data = self._file(path) or b""
        key, named = _key(source), path or ("" if plain is None else plain.get("plainTextPath", ""))
        title = clean_line(source.get("name", "")) or clean_line(PurePosixPath(named).stem) or key
        content = None if plain is None else _child(plain, "PlainTextContent")
        if content is not None:
            text = "".join(content.itertext())
        else:
            text = _decoded(self._file("" if plain is None else plain.get("plainTextPath", "")) or b"")
        selections = [] if plain is None else list(_children(plain, "PlainTextSelection"))
        if not data and not text:
            count = len(selections) + len(list(_children(source, "PDFSelection")))
            said = f", with {_number(count, 'coded passage')}" if count else ""
            self._unread.append(f"“{title}” is not in the project{said}: export the project with its sources.")
            return
        text, places = _counted(text, selections)
        ending = PurePosixPath(path).suffix if data else ".txt"
        filename = title if title.lower().endswith(ending.lower()) else title + ending
        note = self._noted(source)
        fields = values_of(source, self._variables)
        sha256 = next((str(value) for field_name, value in fields if field_name == "source: sha256"), "")
        self._texts.append(
            CodedText(
                key=key, name=title, filename=filename, data=data, text=text, sha256=sha256, note=note, fields=fields
            )
        )
        for selection, (start, end) in zip(selections, places, strict=True):
            self._span(selection, key, start=start, end=end, quote=text[start:end] if start >= 0 else "")
        if is_pdf:
            self._regions(source, key, title)
        whole = list(_children(source, "Coding"))
        if whole:
            self._unread.append(
                f"“{title}” has {_number(len(whole), 'code')} on the whole document, which is no passage: left out."
            )

    def _span(self, element: Any, key: str, *, start: int = -1, end: int = -1, quote: str = "") -> None:
        codings = [
            Coding(_key(ref, "targetGUID"), self._noted(coding), self._edited(coding))
            for coding in _children(element, "Coding")
            if (ref := _child(coding, "CodeRef")) is not None
        ]
        # One that two people gave is one.
        unique = {coding.code: coding for coding in reversed(codings)}
        self._spans.append(
            CodedSpan(
                source=key,
                key=_key(element),
                start=start,
                end=end,
                quote=quote,
                codings=tuple(reversed(unique.values())),
                note=self._noted(element),
            )
        )

    def _regions(self, source: Any, key: str, title: str) -> None:
        """Rectangles on the pages of a PDF: those come that say their words."""
        mute = 0
        for region in _children(source, "PDFSelection"):
            inner = _child(region, "Representation")
            words = "" if inner is None else _words(inner, "PlainTextContent")
            if not words and inner is not None:
                words = _decoded(self._file(inner.get("plainTextPath", "")) or b"").strip()
            named = region.get("name", "").strip()
            if not words and len(named.split()) > 2 and not _NAMES_A_PLACE.fullmatch(named):
                words = named.rstrip("….")
            if words:
                self._span(region, key, quote=words)
            else:
                mute += 1
        if mute:
            self._unread.append(
                f"“{title}” has {_number(mute, 'marked area')} of pages without words: pick them anew in its text."
            )

    def _count_unheard(self, sources: Any | None) -> None:
        for tag, what in _UNHEARD.items():
            found = [] if sources is None else list(_children(sources, tag))
            if found:
                self._unread.append(f"The project has {_number(len(found), what)}, which is no text: left out.")


def _number(count: int, thing: str) -> str:
    """So many things, in words."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


# ------------------------------------------------------------------------------------------- positions


def _decoded(data: bytes) -> str:
    """A plain text of a project: UTF-8 by the specification; some programs write UTF-16, or what their system has."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _counted(text: str, selections: list[Any]) -> tuple[str, list[tuple[int, int]]]:
    """The text without what is no word of it, and the selections' places in it.

    Positions are code points by the specification. Programs differ in whether a byte order mark counts, whether the end
    of a line is one character or two, and whether a character beyond U+FFFF is one or two. Many give selections their
    own words as a name: of the ways to count, the one is taken by which most names agree; the specification's where
    none is better.
    """
    ends = [(_whole(s.get("startPosition")), _whole(s.get("endPosition"))) for s in selections]
    names = [s.get("name", "") for s in selections]
    clean = text.removeprefix("\ufeff")
    best: tuple[int, str, list[tuple[int, int]]] | None = None
    for of, count in _WAYS:
        shown = of(text)
        places = [_checked(count(shown, ends_), shown) for ends_ in ends]
        agree = sum(
            _is_named(shown[start:end], name) for name, (start, end) in zip(names, places, strict=True) if start >= 0
        )
        if best is None or agree > best[0]:
            best = agree, shown, places
    assert best is not None  # noqa: S101  there is more than one way
    return (best[1], best[2]) if selections else (clean, [])


def _is_named(words: str, name: str) -> bool:
    """Whether a name is these words, or their beginning with dots after it; white space may differ but at the start."""
    words, name = _BLANKS.sub(" ", words).rstrip(), _BLANKS.sub(" ", name).rstrip()
    short = name.removesuffix("…").removesuffix("...")
    return bool(short) and (words == name or (short != name and words.startswith(short)))


def _whole(value: str | None) -> int:
    try:
        return int(value or "")
    except ValueError:
        return -1


def _checked(place: tuple[int, int], text: str) -> tuple[int, int]:
    start, end = place
    return (start, min(end, len(text))) if 0 <= start < end and start < len(text) else (-1, -1)


def _plain(_text: str, ends: tuple[int, int]) -> tuple[int, int]:
    return ends


def _units(text: str, ends: tuple[int, int]) -> tuple[int, int]:
    """Positions in UTF-16 code units as positions in code points."""
    wide = [at for at, char in enumerate(text) if char > "\uffff"]

    def point(unit: int) -> int:
        for number, at in enumerate(wide):
            if at + number + 1 > unit:
                return unit - number
        return unit - len(wide)

    return point(ends[0]), point(ends[1])


def _as_is(text: str) -> str:
    return text.removeprefix("\ufeff")


def _with_mark(text: str) -> str:
    return text


def _one_end(text: str) -> str:
    return _as_is(text).replace("\r\n", "\n")


def _two_ends(text: str) -> str:
    return _one_end(text).replace("\n", "\r\n")


_WAYS: tuple[tuple[Callable[[str], str], Callable[[str, tuple[int, int]], tuple[int, int]]], ...] = (
    (_as_is, _plain),
    (_one_end, _plain),
    (_two_ends, _plain),
    (_with_mark, _plain),
    (_as_is, _units),
    (_one_end, _units),
)
"""Ways to count: what the text is taken to be, and what a position in it is."""
