"""An open dossier and all that is done to it: acts, undo, and their way to disk.

    apply(label, operation)
      1 operation(before) -> after            pure, on the main thread
      2 the difference goes to the disk       in the session's one writing thread
      3 an act (before, after) on the trail, and dossier_changed(before, after)

Step 3 waits for step 2, but for no longer than the eye would notice: on a disk that answers, an act is on disk when
`apply` returns; on a slow network share the window goes on, `writing_changed` says so, and an act that then fails is
taken back, with those that came after it. Either way the dossier that is shown and the one on disk come to the same,
and the user is told.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from briefgen.domain.dossier import Dossier
from briefgen.dossier_file import DossierFile, DossierReadOnly, Version
from briefgen.errors import BriefgenError
from briefgen.gui.trail import Act, Trail

_LOG = logging.getLogger(__name__)

Operation = Callable[[Dossier], Dossier]

_PATIENCE = 0.03
"""Seconds that an act waits for the disk before the window goes on without it."""
_MERGE_WITHIN = 3.0
"""Seconds after an act within which one with the same key joins it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An act that was refused or taken back: its name, and why. A `BriefgenError` says it to the user itself."""

    label: str
    error: Exception


@dataclass(frozen=True, slots=True)
class _Writing:
    """A difference on its way to disk, and the trail to go back to if it does not get there."""

    future: Future[None]
    label: str
    trail: Trail


class Session(QObject):
    """A dossier file, for as long as a window shows it.

    Args:
        file: Open dossier; the session closes it.
    """

    dossier_changed = Signal(object, object)
    """(before, after), on the main thread, after every act, undo, redo and rollback."""
    trail_changed = Signal()
    """What can be undone or done again is another."""
    writing_changed = Signal(bool)
    """Whether something is still on its way to disk."""
    troubled = Signal(object)
    """A `Trouble`: the window says it in a notice."""

    _written = Signal()
    _not_kept = Signal(str, object)

    def __init__(self, file: DossierFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self.passwords: dict[str, str] = {}
        """Those given for protected documents, by their SHA-256: asked for once, and in memory alone."""
        self._dossier = file.dossier
        self._trail = Trail()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="briefgen-disk")
        self._under_way: deque[_Writing] = deque()
        self._written.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self._not_kept.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    # ---------------------------------------------------------------------------------------------- state

    @property
    def dossier(self) -> Dossier:
        """The dossier as it is shown."""
        return self._dossier

    @property
    def trail(self) -> Trail:
        """What can be undone and done again."""
        return self._trail

    @property
    def path(self) -> Path:
        """Where the dossier's file is."""
        return self.file.path

    @property
    def title(self) -> str:
        """The dossier's title, or its file's name."""
        return self._dossier.settings.title or self.path.stem

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here."""
        return self.file.read_only

    @property
    def why_read_only(self) -> str:
        """A sentence that says why nothing can be changed; empty when it can."""
        return self.file.why_read_only

    @property
    def writing(self) -> bool:
        """Whether an act is still on its way to disk."""
        return bool(self._under_way)

    # ----------------------------------------------------------------------------------------------- acts

    def apply(
        self, label: str, operation: Operation, *, merge: str = "", originals: Mapping[str, bytes] | None = None
    ) -> bool:
        """Carry out an act; gives whether it was. What goes wrong is said in a notice, and nothing is changed.

        Args:
            label: The act's name in the Edit menu, as in “Undo make risk”.
            operation: Computes the dossier after the act from the one before; one that gives the same does nothing.
            merge: Acts in a row with the same key, each within three seconds of the last, are undone as one; for
                typing.
            originals: Bytes of new sources' documents, by their SHA-256.
        """
        try:
            self.attempt(label, operation, merge=merge, originals=originals)
        except Exception as error:  # noqa: BLE001  the window stays, the user is told, the log has it all
            self._tell(label, error)
            return False
        return True

    def make(self, label: str, operation: Callable[[Dossier], tuple[Dossier, str]]) -> str:
        """Carry out an act that makes a record; gives its id, or "" when it went wrong and a notice says so."""
        made: list[str] = []

        def making(before: Dossier) -> Dossier:
            after, record = operation(before)
            made.append(record)
            return after

        return made[0] if self.apply(label, making) else ""

    def attempt(
        self, label: str, operation: Operation, *, merge: str = "", originals: Mapping[str, bytes] | None = None
    ) -> None:
        """Like `apply`, for a form that shows errors beside its fields.

        Raises:
            BriefgenError: the act is refused (`FieldError` tells the field), or the disk is; nothing was changed.
        """
        after = self._computed(operation)
        before = self._dossier
        if after is before:
            return
        act = Act(label, before, after, merge, time.monotonic())
        self._go(after, label, self._trail.with_act(act, merge_within=_MERGE_WITHIN), originals)

    def record(self, label: str, operation: Operation, originals: Mapping[str, bytes] | None = None) -> bool:
        """Like `apply`, for what nobody can undo because it happened outside: a brief left the house."""
        try:
            self._go(self._computed(operation), label, self._trail, originals)
        except Exception as error:  # noqa: BLE001  as in `apply`
            self._tell(label, error)
            return False
        return True

    def keep_version(self, name: str) -> None:
        """Keep the present state as a version, as soon as it is on disk; what goes wrong is said in a notice."""
        future = self._writer.submit(self.file.save_version, name)

        def tell(done: Future[Version]) -> None:
            if not done.cancelled() and (error := done.exception()) is not None:
                self._not_kept.emit(name, error)

        future.add_done_callback(tell)

    def undo(self) -> bool:
        """Take back the last act; gives whether it was."""
        self._settle()
        act = self._trail.to_undo
        return act is not None and self._return(act.before, act.label, self._trail.undone())

    def redo(self) -> bool:
        """Do again what was taken back; gives whether it was."""
        self._settle()
        act = self._trail.to_redo
        return act is not None and self._return(act.after, act.label, self._trail.redone())

    def finish(self) -> bool:
        """Wait until everything is on disk; gives whether it is. What is not was taken back, and a notice says so."""
        present = self._dossier
        for writing in tuple(self._under_way):
            wait((writing.future,))
        self._settle()
        return self._dossier is present

    def close(self) -> None:
        """Wait until everything is on disk, and close the file."""
        self._writer.shutdown(wait=True)
        self.file.close()

    # --------------------------------------------------------------------------------------------- inside

    def _computed(self, operation: Operation) -> Dossier:
        if self.read_only:
            raise DossierReadOnly(self.why_read_only)
        self._settle()
        return operation(self._dossier)

    def _return(self, wanted: Dossier, label: str, trail: Trail) -> bool:
        """Go to a state of the trail; what was issued stays on record, whatever is undone."""
        present = self._dossier
        if wanted.issues != present.issues:
            counters = replace(wanted.counters, issue=present.counters.issue)
            wanted = replace(wanted, issues=present.issues, counters=counters)
        try:
            self._go(wanted, label, trail)
        except Exception as error:  # noqa: BLE001  as in `apply`
            self._tell(label, error)
            return False
        return True

    def _go(self, after: Dossier, label: str, trail: Trail, originals: Mapping[str, bytes] | None = None) -> None:
        """Write a state and show it, together with its trail; raises what writing raises, if that is known at once."""
        future = self._writer.submit(self.file.commit, after, originals, label)
        try:
            future.result(timeout=_PATIENCE)
        except NotYet:
            self._under_way.append(_Writing(future, label, self._trail))
            future.add_done_callback(lambda _: self._written.emit())
            self.writing_changed.emit(True)  # noqa: FBT003  a signal's value has no name
        except Exception:
            self._settle()
            raise
        else:
            if self._under_way:  # each state has all of those before it, so they are on disk too
                self._under_way.clear()
                self.writing_changed.emit(False)  # noqa: FBT003  as above
        self._show(after, trail)

    @Slot()
    def _settle(self) -> None:
        """See what came of acts that were still on their way, and take back those that did not get to disk."""
        if not self._under_way or not self._under_way[0].future.done():
            return
        failed: _Writing | None = None
        while self._under_way and (failed is not None or self._under_way[0].future.done()):
            writing = self._under_way.popleft()
            # What stands on an act that failed is not begun any more; what is running just now is waited for.
            lost = (failed is not None and writing.future.cancel()) or writing.future.exception() is not None
            failed = (failed or writing) if lost else None  # a state that got to disk has all of those before it
        if failed is not None:
            error = failed.future.exception()
            self._show(self.file.dossier, failed.trail)
            self._tell(failed.label, error if isinstance(error, Exception) else InterruptedError(str(error)))
        if not self._under_way:
            self.writing_changed.emit(False)  # noqa: FBT003  as above

    def _show(self, after: Dossier, trail: Trail) -> None:
        before, self._dossier = self._dossier, after
        moved, self._trail = self._trail is not trail, trail
        if before is not after:
            self.dossier_changed.emit(before, after)
        if moved:
            self.trail_changed.emit()

    def _tell(self, label: str, error: Exception) -> None:
        if not isinstance(error, BriefgenError):
            _LOG.error("“%s” failed, and nothing was changed", label, exc_info=error)
        self.troubled.emit(Trouble(label, error))
