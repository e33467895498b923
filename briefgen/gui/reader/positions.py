"""Where the user last was in each source, and in which view: kept with the window's settings, the oldest forgotten."""

from __future__ import annotations

import json

from PySide6.QtCore import QSettings

_KEY = "reader/positions"
_VIEWS = "reader/as_pages"
_REMEMBERED = 1_000


class Positions:
    """Code points by dossier and source.

    Args:
        settings: Where they are kept.
        dossier: The dossier's own id.
    """

    def __init__(self, settings: QSettings, dossier: str) -> None:
        self._settings, self._dossier = settings, dossier

    def of(self, source: str) -> int:
        """The code point that was at the top of the view; 0 for a source not read before."""
        found = self._read(_KEY).get(f"{self._dossier}/{source}", 0)
        return found if isinstance(found, int) else 0

    def remember(self, source: str, offset: int) -> None:
        """Keep where the user is in a source."""
        self._keep(_KEY, source, offset)

    def as_pages(self, source: str) -> bool:
        """Whether a source was last read as its real pages."""
        return self._read(_VIEWS).get(f"{self._dossier}/{source}") is True

    def remember_as_pages(self, source: str, *, as_pages: bool) -> None:
        """Keep how the user reads a source."""
        self._keep(_VIEWS, source, as_pages)

    def _keep(self, key: str, source: str, value: int) -> None:
        known = self._read(key)
        known.pop(f"{self._dossier}/{source}", None)
        known[f"{self._dossier}/{source}"] = value
        kept = dict(list(known.items())[-_REMEMBERED:])
        self._settings.setValue(key, json.dumps(kept))

    def _read(self, key: str) -> dict[str, object]:
        try:
            known = json.loads(str(self._settings.value(key, "{}")))
        except ValueError:
            return {}
        return known if isinstance(known, dict) else {}
