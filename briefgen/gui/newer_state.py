"""Sees when somebody else goes on writing a dossier that is shown for reading only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from briefgen.dossier_file import DossierFile
from briefgen.gui.background import Job, Tasks
from briefgen.gui.notices import Notice, Notices, Remedy

_EVERY = 2000
"""Milliseconds between two looks; one costs no more than reading a page of the file."""


class NewerState(QObject):
    """Looks at a read-only dossier's file until there is something newer in it; then it says so, and looks no more.

    Args:
        file: The dossier; not for writing.
        tasks: Where the looking is done.
        notices: Where it is said.
        again: Reads the dossier again, when the user wants it.
        parent: It looks for as long as this lives.
    """

    def __init__(
        self, file: DossierFile, tasks: Tasks, notices: Notices, again: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._file, self._tasks, self._notices, self._again = file, tasks, notices, again
        self._next = QTimer(self, singleShot=True, interval=_EVERY)
        self._next.timeout.connect(self._look)
        self._next.start()

    def _look(self) -> None:
        def look(_job: Job) -> bool:
            return self._file.is_behind()

        self._tasks.run(look, done=self._tell, failed=lambda _error: self._next.start())

    def _tell(self, behind: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        if not behind:
            self._next.start()
            return
        self._notices.tell(
            Notice(
                self.tr("The dossier has been changed elsewhere: what you see is as it was when you opened it."),
                "lock",
                (Remedy(self.tr("Read it again"), self._again),),
                key="newer state",
                lasting=True,
            )
        )
