"""Every trouble of SQLite and of the file system with a dossier, as a sentence for the user: the one place for it."""

from __future__ import annotations

import errno
import shlex
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NoReturn

from briefgen.errors import BriefgenError, InputRefused, InternalError


class DossierRefused(InputRefused):
    """A dossier file can't be read, or not be written: the sentence says which and what to do (exit code 3)."""


class DossierDamaged(DossierRefused):
    """A dossier file holds what no Briefgen writes: recovering it is what can be done."""

    def __init__(self, path: Path, why: str) -> None:
        """Say that the dossier at `path` is damaged, and how that shows."""
        super().__init__(
            f"The dossier “{path}” is damaged ({why}). Nothing was changed in it; write what is left of it to a new "
            f"file with: briefgen recover {_for_a_shell(path)} -o NEW.briefgen"
        )


class DossierReadOnly(DossierRefused):
    """An edit came to a dossier that is open for reading only; the sentence says why it is."""


Doing = Literal["reading", "editing", "making"]
"""What was being done: reading a dossier, changing one, or making a new file."""

_BY_ERRNO = {
    errno.ENOSPC: "The disk is full: {path} could not be written, and nothing was left behind.",
    errno.EDQUOT: "Your share of the disk is used up: {path} could not be written, and nothing was left behind.",
    errno.EROFS: "{path} lies where nothing may be written: choose another folder.",
    errno.EACCES: "You may not read or write {path}: ask who owns it, or choose another folder.",
    errno.EPERM: "You may not read or write {path}: ask who owns it, or choose another folder.",
    errno.ENOENT: "There is no {path}.",
    errno.ENOTDIR: "There is no {path}: a part of the way there is not a folder.",
    errno.EISDIR: "{path} is a folder, not a dossier.",
    errno.ENAMETOOLONG: "The name of {path} is too long for the disk: choose a shorter one.",
}


@contextmanager
def told(path: Path, doing: Doing = "reading") -> Iterator[None]:
    """Turn errors of SQLite and of the system, met with the dossier at `path`, into sentences.

    Raises:
        DossierRefused: (a subclass says more) the file or its disk is the cause.
        InternalError: Briefgen is.
    """
    try:
        yield
    except sqlite3.Error as error:
        _raise(error, path, doing)
    except UnicodeDecodeError as error:  # an error of SQLite's whose own words hold damaged names
        raise DossierDamaged(path, "its schema is not readable") from error
    except OSError as error:
        raise refusal(error, path) from error


def _for_a_shell(path: Path) -> str:
    return f'"{path}"' if sys.platform == "win32" else shlex.quote(str(path))


def refusal(error: OSError, path: Path) -> BriefgenError:
    """Give the sentence for a trouble of the file system with `path`."""
    sentence = _BY_ERRNO.get(error.errno or 0)
    if sentence is None:
        return DossierRefused(f"“{path}” could not be read or written: {error.strerror or error}.")
    return DossierRefused(sentence.format(path=f"“{path}”"))


def _raise(error: sqlite3.Error, path: Path, doing: Doing) -> NoReturn:
    name = getattr(error, "sqlite_errorname", None) or ""
    family = "_".join(name.split("_")[:2])
    undone = ", and your last change was undone" if doing == "editing" else ""
    match family:
        case "SQLITE_FULL":
            if doing == "making":
                raise DossierRefused(_BY_ERRNO[errno.ENOSPC].format(path=f"“{path}”")) from error
            raise DossierRefused("The disk is full: your last change was undone, the dossier is whole.") from error
        case "SQLITE_CORRUPT" | "SQLITE_NOTADB":
            raise DossierDamaged(path, str(error)) from error
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            raise DossierRefused(
                f"Another program is using “{path}” just now{undone}: try again in a moment."
            ) from error
        case "SQLITE_IOERR":
            raise DossierRefused(
                f"“{path}” could not be {'read' if doing == 'reading' else 'written'}{undone}: the disk or the network "
                f"failed, or the disk is full ({error}). Open the dossier again once it is there."
            ) from error
        case "SQLITE_TOOBIG":
            raise DossierRefused(f"That is too large for a dossier{undone} ({error}).") from error
        case "SQLITE_READONLY" | "SQLITE_CANTOPEN" | "SQLITE_PERM" | "SQLITE_AUTH":
            if doing == "making":
                raise DossierRefused(_BY_ERRNO[errno.EACCES].format(path=f"“{path}”")) from error
            raise _unwritable(name, path) from error
    # Text that is no UTF-8 comes without a code.
    if not name and isinstance(error, sqlite3.OperationalError) and "decode" in str(error).lower():
        raise DossierDamaged(path, str(error)) from error
    raise InternalError(f"Briefgen failed at the dossier “{path}”{undone}: {error}") from error


def _unwritable(name: str, path: Path) -> DossierRefused:
    if name == "SQLITE_READONLY_ROLLBACK":
        return DossierRefused(
            f"A change of “{path}” was interrupted, and can't be undone where nothing may be written: copy the file, "
            f"together with “{path.name}-journal”, to a folder of yours and open it there."
        )
    return DossierReadOnly(
        f"“{path}” can't be written: the file or its folder is read-only. Save a copy elsewhere to go on working."
    )
