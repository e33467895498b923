"""Where one was in each dossier when its window was closed, so that one goes on there."""

from __future__ import annotations

import json

from PySide6.QtCore import QSettings

from briefgen.gui.selection import Place

_KEY = "window/last-places"
_REMEMBERED = 50
"""Dossiers; the one longest ago is forgotten first."""


def _all(settings: QSettings) -> dict[str, dict[str, str]]:
    try:
        found = json.loads(str(settings.value(_KEY, "{}")))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def note_place(settings: QSettings, dossier: str, place: Place) -> None:
    """Remember a place in the dossier with this id; how far one had read, the reader itself remembers."""
    known = _all(settings)
    known.pop(dossier, None)
    known[dossier] = {
        "workspace": place.workspace,
        "source": place.source,
        "point": place.point,
        "brief": place.brief,
        "section": place.section,
    }
    settings.setValue(_KEY, json.dumps(dict(list(known.items())[-_REMEMBERED:])))


def place_in(settings: QSettings, dossier: str) -> Place:
    """The place where one was in the dossier with this id; where one begins, if nobody was there."""
    kept = _all(settings).get(dossier)
    if not isinstance(kept, dict):
        return Place()
    return Place(
        workspace="brief" if kept.get("workspace") == "brief" else "read",
        source=str(kept.get("source", "")),
        point=str(kept.get("point", "")),
        brief=str(kept.get("brief", "")),
        section=str(kept.get("section", "")),
    )
