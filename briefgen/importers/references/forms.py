"""Which files hold lists of references, told without loading what reads them; and the job of reading one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from briefgen.domain.references import References

ENDINGS = frozenset({"bib", "bibtex", "ris", "json"})
"""Lower-case endings of such files."""
_SURE = frozenset({"bib", "bibtex", "ris"})
_CSL = re.compile(rb'"(?:title|DOI|issued|author)"\s*:')
_SNIFFED = 65_536


def holds_references(path: Path) -> bool:
    """Whether a file holds a list of references: by its ending, or, for JSON, by the names that it begins with."""
    ending = path.suffix.removeprefix(".").lower()
    if ending in _SURE:
        return path.is_file()
    if ending not in ENDINGS:
        return False
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
    except OSError:
        return False  # that it can't be read is told when it is
    return _CSL.search(start) is not None and b"www.w3.org/ns/anno" not in start


@dataclass(frozen=True, slots=True)
class ReferencesJob:
    """Such a file, to be read by `reader.Reader.have_done`: in a process that can do no harm."""

    data: bytes
    filename: str

    def done(self) -> References:
        """Read it; called in the child."""
        from briefgen.importers.references.reading import read_references

        return read_references(self.data, self.filename)
