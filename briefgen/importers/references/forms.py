"""Which files hold lists of references, told without loading what reads them; and the job of reading one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from briefgen.domain.references import References

ENDINGS = frozenset({"bib", "bibtex", "ris", "json"})
"""Lower-case endings of such files."""
_SURE = frozenset({"bib", "bibtex", "ris"})
_CSL = re.compile(rb'"(?:title|DOI|issued|author)"\s*:')
_PLAIN = frozenset({"txt", "text", ""})
_ENTRY = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:TY  ?- [A-Z]{3,6}\s|@(?:article|book|report|techreport|misc|online|inproceedings"
    rb"|incollection|inbook|thesis|phdthesis|mastersthesis|manual|proceedings|unpublished)\s*\{[^\s{},]*,)",
    re.IGNORECASE,
)
"""How a list begins that was saved as a plain text."""


def holds_references(name: str, start: Callable[[], bytes]) -> bool:
    """Whether a file holds a list of references: by its name's ending, or by how it begins where that is open.

    `start` gives the file's first bytes, and is asked for JSON and plain text alone.
    """
    ending = PurePath(name).suffix.removeprefix(".").lower()
    if ending in _SURE:
        return True
    if ending in _PLAIN:
        return _ENTRY.match(start()) is not None
    if ending not in ENDINGS:
        return False
    begins = start()
    return _CSL.search(begins) is not None and b"www.w3.org/ns/anno" not in begins


@dataclass(frozen=True, slots=True)
class ReferencesJob:
    """Such a file, to be read by `reader.Reader.have_done`: in a process that can do no harm."""

    data: bytes
    filename: str

    def done(self) -> References:
        """Read it; called in the child."""
        from briefgen.importers.references.reading import read_references

        return read_references(self.data, self.filename)
