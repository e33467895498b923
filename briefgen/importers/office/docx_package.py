"""The parts of a Word document (Office Open XML, ISO/IEC 29500, transitional and strict), by their relationships."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.errors import InputRefused
from briefgen.importers.archives import Archive
from briefgen.importers.front_matter import divided_names, parse_date
from briefgen.importers.webpage.metadata import language_tag
from briefgen.importers.xml import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
"""Strict documents say the same in other names."""
_USUAL_PLACE = "word/document.xml"
_NOBODY = re.compile(
    r"python-docx|un-?named|(?:microsoft )?(?:office )?user|microsoft|admin(?:istrator)?|author|autor|owner|"
    r"windows|pandoc|docx\.js|libreoffice|apache poi|unknown",
    re.IGNORECASE,
)
"""Authors that programs write when nobody told them who it is."""
_NO_TITLE = re.compile(
    r"(?:microsoft word - )?(?:document|untitled|word document|dokument|unbenannt|sans titre)\s*\d*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: of what kind (the last word of its type), and where; outside the file it is not read."""

    kind: str
    target: str
    is_outside: bool


class Package:
    """An open Word document. Parts are parsed when they are asked for, once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        roots = self._relations_in("_rels/.rels", "")
        mains = [r.target for r in roots.values() if r.kind == "officeDocument" and not r.is_outside]
        self.main = next((path for path in mains if path in archive.entries), _USUAL_PLACE)
        if self.main not in archive.entries:
            raise InputRefused(
                f"The file “{archive.name}” has no Word document in it: open it in its own program and save it anew."
            )
        self._roots = roots
        self._relations: dict[str, dict[str, Relation]] = {}

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by the ids that it uses."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            self._relations[part] = self._relations_in(posixpath.join(folder, "_rels", f"{name}.rels"), folder)
        return self._relations[part]

    def xml(self, path: str) -> Any | None:
        """The root element of a part; None when there is none of that name."""
        data = self._archive.read(path)
        if not data:
            return None
        for strict, usual in _STRICT if b"purl.oclc.org/ooxml" in data[:20_000] else ():
            data = data.replace(strict, usual)
        return parse_xml(data, f"“{path}” in the file “{self._archive.name}”")

    def data(self, path: str) -> bytes:
        """The bytes of a part; none when there is none of that name."""
        return self._archive.read(path) or b""

    def parts(self, kind: str) -> list[str]:
        """The parts of a kind that the document refers to, such as “header”, in the order of their names."""
        found = {r.target for r in self.relations(self.main).values() if r.kind == kind and not r.is_outside}
        return sorted(
            found, key=lambda path: [int(p) if p.isdigit() else p for p in re.split(r"(\d{1,9})", path)][1::2]
        )

    def first(self, kind: str) -> tuple[str, Any | None]:
        """The name and root element of the part of a kind; none where the document has none."""
        path = next(iter(self.parts(kind)), "")
        return path, self.xml(path) if path else None

    def bibliography(self) -> Bibliography:
        """What the document's properties say of it. The date is that of its last change, else of its making."""
        core = self._property_values("core-properties", "docProps/core.xml")
        more = self._property_values("extended-properties", "docProps/app.xml")
        names = [name for name in divided_names(core.get("creator", "")) if not _NOBODY.fullmatch(name)]
        title = core.get("title", "")
        return Bibliography(
            title="" if _NO_TITLE.fullmatch(title) or not any(map(str.isalnum, title)) else title,
            author=tuple(_name(name) for name in names),
            publisher=core.get("publisher", "") or more.get("Company", ""),
            issued=day(core.get("modified", "")) or day(core.get("created", "")),
            language=language_tag(core.get("language", "")),
            abstract=core.get("description", ""),
        )

    def _property_values(self, kind: str, usual: str) -> dict[str, str]:
        path = next((r.target for r in self._roots.values() if r.kind == kind and not r.is_outside), usual)
        root = self.xml(path)
        values: dict[str, str] = {}
        for element in root if root is not None else ():
            text = " ".join("".join(element.itertext()).split())
            if text:
                values.setdefault(etree.QName(element).localname, text)
        return values

    def _relations_in(self, path: str, folder: str) -> dict[str, Relation]:
        root = self.xml(path)
        found: dict[str, Relation] = {}
        for element in root.iter("{*}Relationship") if root is not None else ():
            target, outside = unquote(element.get("Target", "")), element.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target, outside)
        return found


def day(moment: str) -> PartialDate | None:
    """The day of a moment that a program wrote; None where it wrote none, or one before there were such documents."""
    date = parse_date(moment) if moment else None
    return date if date is not None and date.year is not None and date.year > 1980 else None


def _name(name: str) -> Name:
    family, comma, given = (part.strip() for part in name.partition(","))
    return Name(family=family, given=given) if comma and family and given else Name(literal=name)
