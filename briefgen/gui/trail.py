"""What can be undone and done again: a value, like the dossiers it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefgen.domain.dossier import Dossier

_REMEMBERED = 1000
"""Acts that can be undone; each shares all that it left alone with its neighbours, so that it costs little."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the editor: its name, the dossier before and after it.

    `merge` is the key under which an act that follows at once joins it, `at` when it was done, in seconds of any clock.
    """

    label: str
    before: Dossier
    after: Dossier
    merge: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Trail:
    """The acts, the oldest first; those from `index` on were undone and can be done again."""

    acts: tuple[Act, ...] = ()
    index: int = 0

    @property
    def to_undo(self) -> Act | None:
        """The act that undoing takes back."""
        return self.acts[self.index - 1] if self.index else None

    @property
    def to_redo(self) -> Act | None:
        """The act that is done again next."""
        return self.acts[self.index] if self.index < len(self.acts) else None

    def with_act(self, act: Act, *, merge_within: float) -> Trail:
        """Add an act; what was undone is gone. It joins the last one, if that has its key and is not long ago."""
        last = self.to_undo
        if (
            last is not None
            and self.to_redo is None
            and act.merge
            and act.merge == last.merge
            and last.after is act.before
            and act.at - last.at <= merge_within
        ):
            joined = replace(last, after=act.after, at=act.at)
            return Trail((*self.acts[:-1], joined), self.index)
        acts = (*self.acts[: self.index], act)[-_REMEMBERED:]
        return Trail(acts, len(acts))

    def undone(self) -> Trail:
        """One act fewer is done."""
        return Trail(self.acts, max(0, self.index - 1))

    def redone(self) -> Trail:
        """One act more is done."""
        return Trail(self.acts, min(len(self.acts), self.index + 1))
