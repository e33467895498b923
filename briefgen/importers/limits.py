"""What reading a file may cost, and a file's bytes within that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import InputRefused

_PACKED = 10_000_000
"""Up to so many bytes a file may be nothing but packed text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLimits:
    """What a file may cost.

    Attributes:
        size: In bytes; 100 MB when the user has not set it otherwise.
        seconds: Processor time for a small file; a large one gets more, see `seconds_for`.
        megabytes: Memory beyond what the reading process holds anyway, in 10⁶ bytes.
        characters: Length of the canonical text, with what is left out.
    """

    size: int = 100_000_000
    seconds: float = 40.0
    megabytes: int = 1_500
    characters: int = 50_000_000

    def seconds_for(self, size: int) -> float:
        """Processor time for a file of `size` bytes: 20 seconds more for each of the first megabytes, then 4.

        A megabyte holds 300 packed pages of small print in three columns; what is larger mostly has pictures.
        """
        return self.seconds + 20e-6 * min(size, _PACKED) + 4e-6 * max(0, size - _PACKED)


USUAL = ImportLimits()
"""The limits where nobody set others."""


def read_file(path: Path, limits: ImportLimits = USUAL) -> bytes:
    """Read a file whole.

    Raises:
        InputRefused: there is no such file, it is no file, it may not be read, or it is over the size limit.
    """
    try:
        if not path.is_file():
            what = "is a folder, not a file" if path.is_dir() else "is no file"
            raise InputRefused(f"“{path}” {what if path.exists() else 'is not there'}: choose a document to import.")
        with path.open("rb") as file:
            # One byte more than the limit tells a file that is over it, also one that is growing.
            data = file.read(limits.size + 1)
    except OSError as error:
        raise InputRefused(f"The file “{path}” can't be read: {error.strerror or error}.") from error
    check_size(data, path.name, limits)
    return data


def check_size(data: bytes, filename: str, limits: ImportLimits) -> None:
    """Refuse what is empty or over the limit.

    Raises:
        InputRefused: It is.
    """
    if len(data) > limits.size:
        limit = f"{limits.size / 1e6:g} MB" if limits.size >= 1e5 else f"{limits.size:,} bytes"
        raise InputRefused(
            f"The file “{filename}” is larger than the limit of {limit}: "
            "import the part that you need, or raise the limit in the settings."
        )
    if not data:
        raise InputRefused(f"The file “{filename}” is empty: choose one that has text in it.")
