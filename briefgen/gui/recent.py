"""The dossiers that were open lately: where each is, how it looked when it was last seen, and which are open now."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from briefgen.domain.dossier import Dossier
from briefgen.domain.terms import Kind

_KEPT = 20
_KEY = "recent"


@dataclass(frozen=True, slots=True)
class Recent:
    """One dossier: its file, its title, when it was last open (with offset), its points by kind."""

    path: Path
    title: str
    at: dt.datetime
    counts: tuple[int, ...]


class RecentDossiers(QObject):
    """The list, newest first, kept for all windows and the next start."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._open: list[Path] = []

    def list(self) -> tuple[Recent, ...]:
        """What was open lately; what can't be made sense of is passed over."""
        text = str(self._settings.value(_KEY, "[]"))
        try:
            entries = json.loads(text)
        except ValueError:
            return ()
        found = []
        for entry in entries if isinstance(entries, list) else ():
            try:
                path, at = Path(entry["path"]), dt.datetime.fromisoformat(entry["at"])
                found.append(Recent(path, str(entry["title"]), at, tuple(int(count) for count in entry["counts"])))
            except (KeyError, TypeError, ValueError):
                continue
        return tuple(found)

    def note(self, path: Path, dossier: Dossier, at: dt.datetime) -> None:
        """A dossier is open, or was until now."""
        path = path.absolute()
        counts = tuple(sum(point.kind is kind for point in dossier.points) for kind in Kind)
        seen = Recent(path, dossier.settings.title or path.stem, at, counts)
        self._write([seen, *(one for one in self.list() if one.path != path)])

    def is_open(self, path: Path) -> bool:
        """Whether a window of ours shows a dossier; asks no file."""
        return path.absolute() in self._open

    def opened(self, path: Path) -> None:
        """A window shows a dossier now."""
        self._open.append(path.absolute())
        self.changed.emit()

    def closed(self, path: Path) -> None:
        """The window that showed a dossier is through with it."""
        self._open.remove(path.absolute())
        self.changed.emit()

    def forget(self, path: Path) -> None:
        """Take a dossier off the list; its file stays what and where it is."""
        self._write(one for one in self.list() if one.path != path)

    def _write(self, entries: Iterable[Recent]) -> None:
        plain = [
            {"path": str(one.path), "title": one.title, "at": one.at.isoformat(), "counts": one.counts}
            for one in list(entries)[:_KEPT]
        ]
        self._settings.setValue(_KEY, json.dumps(plain, ensure_ascii=False))
        self.changed.emit()
