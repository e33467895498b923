"""A PDF to be read back in a process that can do no harm: see `importers.reader.Reader.have_done`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefgen.domain.proof import ReadBack


@dataclass(frozen=True, slots=True)
class ReadBackJob:
    """A file, and the fonts that ship (`fonts.shipped_files`), for that process opens none."""

    data: bytes
    filename: str
    typefaces: Mapping[str, bytes] = field(repr=False, default_factory=dict)

    def done(self) -> ReadBack:
        """Read it; called in that process. Raises `InputRefused` for what is no PDF."""
        from briefgen.read_back.fonts import Typefaces
        from briefgen.read_back.reading import read_back

        return read_back(self.data, Typefaces(self.typefaces) if self.typefaces else None, whole=True)
