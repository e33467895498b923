"""What is being looked at: one for a window. Panels select, and follow what others selected; jumps can be gone back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from briefgen.domain.dossier import Dossier, by_id

WorkspaceName = Literal["read", "brief"]

_REMEMBERED = 100
"""Places that can be gone back to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a dossier: a workspace, and the ids of what is selected in it; empty where nothing is.

    `section` is a section of the brief's template, `field` a field of the brief, its template or the point, as forms
    name it, `offset` a code point in the source's text to be brought into view (-1: where the reader last was);
    the words from there to `end` are selected, where one is given.
    """

    workspace: WorkspaceName = "read"
    source: str = ""
    passage: str = ""
    point: str = ""
    brief: str = ""
    section: str = ""
    field: str = ""
    offset: int = -1
    end: int = -1


class Selection(QObject):
    """The present place. `changed(before, now)` on every change; `jumped(place)` when it is to be brought into view."""

    changed = Signal(object, object)
    jumped = Signal(object)
    trail_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = Place()
        self._back: list[Place] = []
        self._forward: list[Place] = []

    @property
    def place(self) -> Place:
        """Where we are."""
        return self._place

    def select(self, **parts: object) -> None:
        """Change parts of the place, by their names in `Place`: the user selected something where it stands."""
        self._set(replace(self._place, **parts))  # type: ignore[arg-type]  # the names are those of `Place`

    def go(self, **parts: object) -> None:
        """Jump: like `select`, then every panel concerned brings it into view; `back` returns from here.

        What is not named stays as it is, except passage, section, field, offset and end, which belong to one place.
        """
        fresh: dict[str, object] = {"passage": "", "section": "", "field": "", "offset": -1, "end": -1}
        target = replace(self._place, **{**fresh, **parts})  # type: ignore[arg-type]  # as above
        self._back.append(self._place)
        del self._back[:-_REMEMBERED]
        self._forward.clear()
        self._arrive(target)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place that was gone back from."""
        return bool(self._forward)

    def back(self) -> None:
        """Return to where the last jump came from."""
        if self._back:
            self._forward.append(self._place)
            self._arrive(self._back.pop())

    def forward(self) -> None:
        """Take back the last `back`."""
        if self._forward:
            self._back.append(self._place)
            self._arrive(self._forward.pop())

    def keep_to(self, dossier: Dossier) -> None:
        """Let go of what the dossier no longer has."""
        place = self._place
        gone: dict[str, object] = {}
        for part, records in (
            ("source", by_id(dossier.sources)),
            ("passage", by_id(dossier.passages)),
            ("point", by_id(dossier.points)),
            ("brief", by_id(dossier.briefs)),
        ):
            wanted = getattr(place, part)
            if wanted and wanted not in records:
                gone[part] = ""
        if gone:
            self._set(replace(place, **gone))  # type: ignore[arg-type]  # as above

    def _arrive(self, place: Place) -> None:
        self._set(place)
        self.trail_changed.emit()
        self.jumped.emit(place)

    def _set(self, place: Place) -> None:
        before, self._place = self._place, place
        if before != place:
            self.changed.emit(before, place)
