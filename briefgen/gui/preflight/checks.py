"""Preflight, run after every act that can matter: off the main thread, and once for a burst of typing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from briefgen import workflows
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.preflight import Finding
from briefgen.domain.preflight.protective_marking import Carried, forcing_markings
from briefgen.domain.preflight.subject import subject_of
from briefgen.errors import BriefgenError
from briefgen.gui.background import Job, Task
from briefgen.gui.bench import Bench
from briefgen.gui.preflight.fixes import Fix, fix_of

_TOGETHER_MS = 120
"""Acts within this time are checked together."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and what mends it."""

    finding: Finding
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What preflight said of a brief as it stood in a dossier; `trouble` says why it could say nothing."""

    brief: str
    template: HouseTemplate | None = None
    found: tuple[Found, ...] = ()
    forcing: tuple[Carried, ...] = ()
    trouble: str = ""

    def with_layout(self, findings: tuple[Finding, ...]) -> Checked:
        """The same with what the pages tell, before all else."""
        return replace(self, found=(*map(Found, findings), *self.found))


class Checker(QObject):
    """Keeps one brief checked. `checked` brings a `Checked`, always that of the newest state asked for."""

    checked = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._wanted: tuple[Dossier, str] | None = None
        self._task: Task | None = None
        self._gather = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._gather.timeout.connect(self._start)

    def want(self, dossier: Dossier, brief_id: str) -> None:
        """Check this brief, soon; what was asked for before and is not done is forgotten."""
        self._wanted = (dossier, brief_id)
        self._gather.start()

    def forget(self) -> None:
        """There is no brief to be checked any more."""
        self._wanted = None
        self._gather.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _start(self) -> None:
        if self._wanted is None:
            return
        dossier, brief_id = self._wanted
        preferences = self._bench.choices.preferences
        if self._task is not None:
            self._task.cancel()

        def check(_job: Job) -> Checked:
            brief = dossier.brief(brief_id)
            try:
                template = workflows.template_of(brief, preferences).template
            except BriefgenError as error:
                return Checked(brief_id, trouble=error.message)
            return check_now(dossier, brief, template)

        task = self._bench.tasks.run(check, done=self.checked.emit)
        self._task = task
        task.finished.connect(lambda: self._ended(task))

    def _ended(self, task: Task) -> None:
        if self._task is task:
            self._task = None


def check_now(dossier: Dossier, brief: Brief, template: HouseTemplate) -> Checked:
    """Check a brief; touches nothing but what it is given, and the clock."""
    at = workflows.now()
    found = tuple(
        Found(finding, fix_of(dossier, brief, template, finding, at=at))
        for finding in workflows.check_brief(dossier, brief, template)
    )
    return Checked(brief.id, template, found, forcing_markings(subject_of(dossier, brief, template, None)))
