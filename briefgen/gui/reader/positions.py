"""Where the user last was in each source, kept with the window's settings; the oldest are forgotten."""

from __future__ import annotations

import json

from PySide6.QtCore import QSettings

_KEY = "reader/positions"
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
        found = self._read().get(f"{self._dossier}/{source}", 0)
        return found if isinstance(found, int) else 0

    def remember(self, source: str, offset: int) -> None:
        """Keep where the user is in a source."""
        known = self._read()
        known.pop(f"{self._dossier}/{source}", None)
        known[f"{self._dossier}/{source}"] = offset
        kept = dict(list(known.items())[-_REMEMBERED:])
        self._settings.setValue(_KEY, json.dumps(kept))

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(str(self._settings.value(_KEY, "{}")))
        except ValueError:
            return {}
        return known if isinstance(known, dict) else {}
