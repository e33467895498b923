"""Reads documents in a child process that can do nothing else: a hostile file harms neither machine nor dossier.

The child has no network, no files but the program's own, and for each document bounded time, memory and output; the
bytes reach it through a pipe. It is warm: one child reads many documents. After a failure of any kind but a refusal it
is a new one. What goes wrong with a document is a sentence about that document, and the next one is read.
"""

from __future__ import annotations

import atexit
import gc
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from briefgen.child_process.child import Child, ChildDied, NotWanted, OutOfTime
from briefgen.child_process.messages import Allowance, Trade
from briefgen.domain.sources import Block, Page, Source
from briefgen.domain.terms import HowObtained
from briefgen.errors import BriefgenError, InputRefused, InternalError
from briefgen.importers.document import Attachment, ReadDocument
from briefgen.importers.limits import USUAL, ImportLimits, check_size

if TYPE_CHECKING:
    from briefgen.importers.pdf.page_map import PageMap

T = TypeVar("T")

RENEW_AFTER = 200
"""Number of documents after which the child is renewed."""
RENEW_AT_BYTES = 400_000_000
"""Memory, above that of the warm child, at which it is renewed."""

_CLOCK_TO_CPU = 4
"""By the clock a document may take so many times its processor time: a busy machine is no fault of the document."""


class Stopped(BriefgenError):
    """Reading was stopped because nobody wants the document any more."""


class Job(Protocol):
    """What the child is given to do."""

    @property
    def filename(self) -> str:
        """The file's name, for sentences about it."""

    def done(self) -> Any:
        """Do it; called in the child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadJob:
    data: bytes
    filename: str
    limits: ImportLimits
    keep: frozenset[str]
    how_obtained: HowObtained | None
    password: str

    def done(self) -> ReadDocument:
        from briefgen.importers.reading import read_document

        return read_document(
            self.data,
            self.filename,
            limits=self.limits,
            keep=self.keep,
            how_obtained=self.how_obtained,
            password=self.password,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _MapJob:
    data: bytes
    filename: str
    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...]
    only: frozenset[int] | None
    password: str

    def done(self) -> PageMap:
        from briefgen.importers.pdf.page_map import page_map

        return page_map(
            self.data,
            self.text,
            self.blocks,
            self.pages,
            only=self.only,
            filename=self.filename,
            password=self.password,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnpackJob:
    data: bytes
    filename: str

    def done(self) -> _Unpacked:
        from briefgen.importers.archives import documents_in, flavour

        if flavour(self.data) != "zip":
            return _Unpacked(None)
        return _Unpacked(tuple(documents_in(self.data, self.filename)))


@dataclass(frozen=True, slots=True)
class _Unpacked:
    files: tuple[Attachment, ...] | None


def work(job: Job) -> Any:
    """Do a job in the child; whatever a parser stumbles over becomes a sentence about the document."""
    try:
        return job.done()
    except MemoryError:
        raise InputRefused(
            f"The file “{job.filename}” needs more memory to be read than a document should: it may be damaged, or "
            "made to do harm. Open it in its own program and save it anew."
        ) from None
    except RecursionError:
        raise InputRefused(
            f"The file “{job.filename}” is nested too deep to be read: open it in its own program and save it anew."
        ) from None


def _warm() -> None:
    """Load every parser, so that none has to be looked for when there are no files any more."""
    import briefgen.importers.coded.annotations
    import briefgen.importers.coded.qda
    import briefgen.importers.pdf.page_map
    import briefgen.importers.reading  # noqa: F401 - that is all

    # What is loaded stays; a document makes a million small things that refer to each other in no circle. Looking for
    # circles among them took a third of the time.
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


_TRADE = Trade(name="importing", work=work, warm=_warm, confined=True)


class Reader:
    """Reads documents, one at a time, in a child process that the first one starts. Any thread may call it."""

    def __init__(self, trade: Trade = _TRADE) -> None:
        self._trade = trade
        self._turn = threading.Lock()
        self._child: Child | None = None
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self,
        data: bytes,
        filename: str,
        *,
        limits: ImportLimits = USUAL,
        keep: Collection[str] = (),
        how_obtained: HowObtained | None = None,
        password: str = "",
        is_wanted: Callable[[], bool] | None = None,
    ) -> ReadDocument:
        """Read a document: see `reading.read_document` for what the arguments are.

        `is_wanted` is asked twenty times a second whether to go on; the child is killed when it says no.

        Raises:
            InputRefused: It is refused, over a limit, or made the child crash.
            Stopped: `is_wanted` said no.
        """
        check_size(data, filename, limits)
        job = _ReadJob(
            data=data,
            filename=filename,
            limits=limits,
            keep=frozenset(keep),
            how_obtained=how_obtained,
            password=password,
        )
        return self.have_done(job, limits, len(data), is_wanted, ReadDocument)

    def page_map(
        self,
        data: bytes,
        source: Source,
        *,
        only: Collection[int] | None = None,
        limits: ImportLimits = USUAL,
        password: str = "",
        is_wanted: Callable[[], bool] | None = None,
    ) -> PageMap:
        """Where on the pages of a PDF the characters of the source stand that was made of it: see `pdf.page_map`.

        `only` are the indexes of the pages wanted, for a part of a long document; all for None.

        Raises:
            InputRefused: It can't be opened, as when it was imported; `PasswordNeeded` where it asks for a password.
            Stopped: `is_wanted` said no.
        """
        from briefgen.importers.pdf.page_map import PageMap

        job = _MapJob(
            data=data,
            filename=source.filename,
            text=source.text,
            blocks=source.blocks,
            pages=source.pages,
            only=None if only is None else frozenset(only),
            password=password,
        )
        return self.have_done(job, limits, len(data), is_wanted, PageMap)

    def unpack(
        self,
        data: bytes,
        filename: str,
        *,
        limits: ImportLimits = USUAL,
        is_wanted: Callable[[], bool] | None = None,
    ) -> tuple[Attachment, ...] | None:
        """The files in a ZIP file that is an archive of documents; None when it is a document itself, or no ZIP file.

        Raises:
            InputRefused: It is damaged, made to do harm, or over a limit.
            Stopped: `is_wanted` said no.
        """
        check_size(data, filename, limits)
        job = _UnpackJob(data=data, filename=filename)
        return self.have_done(job, limits, len(data), is_wanted, _Unpacked).files

    def have_done(
        self, job: Job, limits: ImportLimits, size: int, is_wanted: Callable[[], bool] | None, gives: type[T]
    ) -> T:
        """Have a job done in the child: see `read`. `size` is that of the file, in bytes."""
        wanted = is_wanted or (lambda: True)
        while not self._turn.acquire(timeout=0.05):
            if not wanted():
                raise Stopped(f"Reading “{job.filename}” was stopped.")
        try:
            answer = self._done(job, limits, size, wanted)
            assert isinstance(answer, gives)  # noqa: S101 - a job gives what it says
        except BaseException as error:
            # A refusal is a plain answer; after anything else what is left in the child can't be trusted.
            if not isinstance(error, InputRefused) or isinstance(error, _Failure):
                self._end_child()
            if isinstance(error, _Failure):
                raise InputRefused(error.message) from None
            raise
        else:
            self._replace_worn_out()
            return answer
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the child. A document that is read after that starts another."""
        with self._turn:
            self._end_child()

    def _done(self, job: Job, limits: ImportLimits, size: int, wanted: Callable[[], bool]) -> Any:
        name = job.filename
        seconds = limits.seconds_for(size)
        allowance = Allowance(
            megabytes=limits.megabytes + 10 * size // 1_000_000,
            cpu_seconds=seconds,
            answer_bytes=10 * limits.characters + 2 * limits.size,
        )
        try:
            child = self._ready_child(wanted)
            return child.do(job, allowance, _CLOCK_TO_CPU * seconds, f"reading “{name}”", wanted)
        except NotWanted:
            raise Stopped(f"Reading “{name}” was stopped.") from None
        except OutOfTime:
            raise _Failure(
                f"The file “{name}” was given up after {seconds:.0f} seconds of work: it may be damaged, or made to do "
                "harm. Open it in its own program and save it anew, or import the part that you need."
            ) from None
        except ChildDied as died:
            raise _Failure(
                f"The file “{name}” can't be read: what reads it {died.how}. The file may be damaged, or made to do "
                "harm; open it in its own program and save it anew."
            ) from None
        except _NotStarted:
            raise
        except InternalError as error:
            raise _Failure(
                f"The file “{name}” can't be read: {error.message} Open it in its own program and save it anew."
            ) from error

    def _ready_child(self, wanted: Callable[[], bool]) -> Child:
        """A child that is warm. That it does not start is no document's fault."""
        if self._child is None:
            self._child = Child(self._trade)
        try:
            self._child.wait_ready(wanted)
        except ChildDied as died:
            raise _NotStarted(f"What reads documents {died.how} while starting: start Briefgen again.") from None
        except OutOfTime:
            raise _NotStarted("What reads documents does not start: start Briefgen again.") from None
        return self._child

    def _replace_worn_out(self) -> None:
        child = self._child
        if child is not None and (child.jobs >= RENEW_AFTER or child.grown_bytes > RENEW_AT_BYTES):
            self._end_child()

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


class _NotStarted(InternalError):
    """The child can't be started."""


class _Failure(InputRefused):
    """A document that cost the child its life, or showed a fault of the program."""
