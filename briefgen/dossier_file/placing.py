"""A new file is made beside its place and put there whole, or not at all; what is there already stays."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefgen.dossier_file.failures import DossierRefused, told


@contextmanager
def placed(target: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Give the name of a file to be made in the folder of `target`; when all went well it is moved to `target`.

    The caller has closed the file by then and its content is on the disk. On any error nothing is left behind.

    Raises:
        DossierRefused: there is a file at `target` already and `overwrite` is not set, or the folder can't be written.
    """
    if not overwrite:
        refuse_existing(target)
    with told(target):
        if not target.parent.is_dir():
            raise DossierRefused(f"There is no folder “{target.parent}”: make it first, or choose another.")
        if not overwrite and is_interrupted(target):
            raise DossierRefused(
                f"There is a “{journal_of(target)}”, left by a dossier that was moved away while it was being changed: "
                f"put it where that dossier is, or choose another name."
            )
    making = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield making
        with told(target):
            # SQLite would take a journal that it finds beside the new file for the new file's own.
            journal_of(making).unlink(missing_ok=True)
            journal_of(target).unlink(missing_ok=True)
            if overwrite:
                making.replace(target)
            else:
                _move_to_free_place(making, target)
            _settle(target.parent)
    finally:
        making.unlink(missing_ok=True)
        journal_of(making).unlink(missing_ok=True)


def journal_of(dossier: Path) -> Path:
    """Tell where SQLite keeps the rollback journal of a file."""
    return dossier.with_name(f"{dossier.name}-journal")


def is_interrupted(dossier: Path) -> bool:
    """Tell whether beside a file lies the journal of a change that was not finished; a finished one's is zeroed."""
    try:
        with journal_of(dossier).open("rb") as journal:
            return journal.read(1) not in {b"", b"\0"}
    except FileNotFoundError:
        return False


def refuse_existing(target: Path) -> None:
    """Refuse a place that is taken.

    Raises:
        DossierRefused: there is something at `target`.
    """
    if os.path.lexists(target):
        what = "a folder" if target.is_dir() else "a file"
        raise DossierRefused(f"There is {what} “{target}” already, and it stays as it is: choose another name.")


def _move_to_free_place(making: Path, target: Path) -> None:
    """Move without ever replacing a file that came to `target` in the meantime."""
    if sys.platform == "win32":
        making.rename(target)  # refuses by itself to replace
        return
    try:
        os.link(making, target)
    except FileExistsError:
        refuse_existing(target)
        raise
    except OSError:  # a disk without hard links: reserve the name, then replace our own reservation
        refuse_existing(target)
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        making.replace(target)


def _settle(folder: Path) -> None:
    """Make the new name itself survive a pulled plug, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
