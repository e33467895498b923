"""Files that are no sources are read off the main thread, one after the other: each may ask before the next is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from briefgen import workflows
from briefgen.domain.dossier import Dossier
from briefgen.errors import BriefgenError
from briefgen.gui.background import Cancelled, Job
from briefgen.gui.bench import Bench
from briefgen.importers.batch import Document
from briefgen.importers.limits import ImportLimits
from briefgen.importers.reader import Stopped

T = TypeVar("T")

Read = Callable[[Document, Dossier, ImportLimits, Callable[[], bool]], T]
"""Reads a file beside a dossier, within limits, asking now and then whether to go on."""


def read_in_turn(
    bench: Bench,
    documents: Sequence[Document],
    read: Read[T],
    take: Callable[[T], None],
    *,
    stopped: str,
    then: Callable[[], None],
) -> None:
    """Read files, one after the other, and give each to `take` on the main thread before the next is read.

    A file that can't be read is told and keeps none of the others out. Stopping, which says `stopped`, ends with the
    one that is being read. `then` is called when all are done; not after a stop.
    """
    if not documents:
        then()
        return
    document, rest = documents[0], documents[1:]
    limits = workflows.import_limits(bench.choices.preferences)
    dossier = bench.session.dossier

    def work(job: Job) -> T:
        try:
            return read(document, dossier, limits, lambda: not job.cancelled)
        except Stopped:
            raise Cancelled from None

    def stop() -> None:
        task.cancel()
        bar.close_bar()
        bench.notices.say(stopped, "note")

    said = QCoreApplication.translate("read_in_turn", "is being read.")
    bar = bench.notices.busy(said, lead=document.name, stop=stop, key=f"reading {document.place}")

    def go_on() -> None:
        read_in_turn(bench, rest, read, take, stopped=stopped, then=then)

    def done(found: T) -> None:
        bar.close_bar()
        take(found)
        go_on()

    def failed(error: Exception) -> None:
        bar.close_bar()
        if isinstance(error, BriefgenError):
            bench.notices.say(error.message, "should")
        else:
            bench.tasks.troubled.emit(error)
        go_on()

    task = bench.tasks.run(work, done=done, failed=failed)
