"""A dossier's sources, passages, points and notes as a REFI-QDA project (.qdpx), so that work is never locked in.

By the specification 1.5 and the schema “Project” 1.0 (18 March 2019), which the result is valid against. The kinds of
passage are the codes at the top; points are codes under their kind. Every source comes with its canonical text, in
which positions count code points; PDF and Word sources with their documents as well.
A point is a case as well, whose variables are the point's fields, among them a risk's rating; what has parts, such as
the options of a dilemma, is text in JSON. Its evidence are the case's selections. Links between points are links.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

from briefgen import __version__
from briefgen.domain.coded import EDITS, OURS
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import to_plain
from briefgen.domain.points import Citation, Point
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import PassageKind
from briefgen.exporters.guids import guid_of
from briefgen.exporters.qda_cases import Cases, is_linked

_NAMESPACE = "urn:QDA-XML:project:1.0"
_COLOURS = {
    PassageKind.RISK: "#B3370B",
    PassageKind.DILEMMA: "#5B2A86",
    PassageKind.RECOMMENDATION: "#00695C",
    PassageKind.EVIDENCE: "#4A5560",
    PassageKind.QUOTE: "#717D89",
}
"""Those of the window's light theme."""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The date of every file within, so that the same dossier gives the same bytes."""
_LONGEST_NAME = 80


def to_qdpx(dossier: Dossier, original: Callable[[str], bytes]) -> bytes:
    """Make a REFI-QDA project of a dossier.

    Args:
        dossier: The same one gives the same bytes.
        original: Gives the bytes of a document by its SHA-256.
    """
    return _Writing(dossier, original).packed()


class _Writing:
    def __init__(self, dossier: Dossier, original: Callable[[str], bytes]) -> None:
        self._dossier, self._original = dossier, original
        self._files: dict[str, bytes] = {}
        self._notes: list[tuple[str, str, str]] = []
        self._citing: dict[str, list[tuple[Point, Citation]]] = {}
        for point in dossier.points:
            for citation in point.evidence:
                self._citing.setdefault(citation.passage, []).append((point, citation))
        self._cases = Cases(dossier, self._guid, _add, _legal)
        self._passages: dict[str, list[Passage]] = {}
        for passage in dossier.passages:
            if not passage.lost:
                self._passages.setdefault(passage.source, []).append(passage)

    def packed(self) -> bytes:
        root = self._project()
        etree.indent(root)
        project = etree.tostring(root, xml_declaration=True, encoding="utf-8")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, data in {"project.qde": project, **self._files}.items():
                info = zipfile.ZipInfo(name, _ALWAYS)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, data)
        return packed.getvalue()

    # ------------------------------------------------------------------------------------------- the XML

    def _project(self) -> Any:
        dossier, user = self._dossier, self._guid("user")
        root = etree.Element(f"{{{_NAMESPACE}}}Project", nsmap={None: _NAMESPACE})
        _set(root, name=dossier.settings.title or OURS, origin=f"{OURS} {__version__}", creatingUserGUID=user)
        if dossier.settings.created is not None:
            root.set("creationDateTime", dossier.settings.created.isoformat())
        _add(_add(root, "Users"), "User", guid=user, name=OURS)
        codes = _add(_add(root, "CodeBook"), "Codes")
        for kind in PassageKind:
            self._kind(codes, kind)
        variables = _add(root, "Variables")
        if dossier.points:
            placed = {passage.id for passages in self._passages.values() for passage in passages}
            self._cases.of_points(_add(root, "Cases"), placed)
        if dossier.sources:
            sources = _add(root, "Sources")
            for source in dossier.sources:
                self._source(sources, source)
        if self._notes:
            notes = _add(root, "Notes")
            for guid, name, text in self._notes:
                note = _add(notes, "Note", guid=guid, name=name, creatingUser=user)
                _add(note, "PlainTextContent").text = _legal(text)
        if any(map(is_linked, dossier.points)):
            self._cases.links(_add(root, "Links"))
        self._cases.variables(variables)
        if not len(variables):
            root.remove(variables)
        return root

    def _guid(self, record: str) -> str:
        return guid_of(self._dossier, record)

    def _kind(self, codes: Any, kind: PassageKind) -> None:
        colour = _COLOURS[kind]
        above = _add(codes, "Code", guid=self._guid(kind), name=kind.value.capitalize(), isCodable="true", color=colour)
        for point in self._dossier.points:
            if point.kind.value == kind.value:
                code = _add(
                    above, "Code", guid=self._guid(point.id), name=point.title or point.id, isCodable="true",
                    color=colour,
                )  # fmt: skip
                if point.body:
                    _add(code, "Description").text = _legal(point.body)
                self._note(code, f"{point.id} note", point.note)

    def _note(self, element: Any, record: str, text: str, name: str = "") -> None:
        if text.strip():
            guid = self._guid(record)
            self._notes.append((guid, name or _short(text), text))
            _add(element, "NoteRef", targetGUID=guid)

    def _source(self, sources: Any, source: Source) -> None:
        guid, user = self._guid(source.id), self._guid("user")
        text_path = self._file(f"{self._guid(f'{source.id} text')}.txt", source.text.encode())
        plain: Any
        if source.format == "PDF":
            path = self._file(f"{guid}.pdf", self._original(source.sha256))
            element = _add(sources, "PDFSource", guid=guid, name=source.title, path=path, creatingUser=user)
            plain = _add(
                element, "Representation", guid=self._guid(f"{source.id} text"), name=source.title,
                plainTextPath=text_path, creatingUser=user,
            )  # fmt: skip
        else:
            element = plain = _add(sources, "TextSource", guid=guid, name=source.title)
            if source.format == "Word document":
                plain.set("richTextPath", self._file(f"{guid}.docx", self._original(source.sha256)))
            _set(plain, plainTextPath=text_path, creatingUser=user)
        for passage in self._passages.get(source.id, ()):
            self._passage(plain, passage, user)
        self._note(element, f"{source.id} note", source.note)
        self._cases.of_source(element, source)

    def _file(self, name: str, data: bytes) -> str:
        self._files[f"Sources/{name}"] = data
        return f"internal://{name}"

    def _passage(self, plain: Any, passage: Passage, user: str) -> None:
        selection = _add(
            plain, "PlainTextSelection", guid=self._guid(passage.id), name=_short(passage.quote),
            startPosition=str(passage.start), endPosition=str(passage.end), creatingUser=user,
        )  # fmt: skip
        self._coding(selection, passage, passage.kind)
        for point, citation in self._citing.get(passage.id, ()):
            coding = self._coding(selection, passage, point.id)
            self._note(coding, f"{passage.id} {point.id} note", citation.note)
            edits = json.dumps([to_plain(edit) for edit in citation.edits]) if citation.edits else ""
            self._note(coding, f"{passage.id} {point.id} edits", edits, EDITS)
        self._note(selection, f"{passage.id} note", passage.note)

    def _coding(self, selection: Any, passage: Passage, code: str) -> Any:
        coding = _add(
            selection, "Coding", guid=self._guid(f"{passage.id} {code}"), creatingUser=self._guid("user")
        )  # fmt: skip
        _add(coding, "CodeRef", targetGUID=self._guid(code))
        return coding


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{_NAMESPACE}}}{tag}")
    _set(child, **attributes)
    return child


def _set(element: Any, **attributes: str) -> None:
    for name, value in attributes.items():
        element.set(name, _legal(value))


def _legal(text: str) -> str:
    """The text without the few characters that XML can't hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _short(text: str) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"
