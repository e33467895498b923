"""Writing a result where the user wants it: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from briefgen.errors import InputRefused


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` by way of a temporary file beside it, so that a reader never meets half a file.

    What stood there stays until the new file is on the disk, and stays whole when writing fails.

    Raises:
        InputRefused: the folder is not there, may not be written to, or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise InputRefused(f"“{path}” can't be written: {_reason(error)}. Choose another folder.") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputRefused(f"“{path}” can't be written: {_reason(error)}. What was there is unchanged.") from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower().rstrip(".")
