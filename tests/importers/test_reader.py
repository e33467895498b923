"""Documents are read in a child process; whatever one of them does, it is told by name and the next one is read."""

import sys
import threading
from collections.abc import Iterator

import psutil
import pytest

from briefgen.child_process.messages import Trade
from briefgen.domain.terms import HowObtained
from briefgen.errors import InputRefused, InternalError
from briefgen.importers.limits import ImportLimits
from briefgen.importers.reader import RENEW_AFTER, Reader, Stopped
from briefgen.importers.reading import read_document
from tests.importers import reading_work

QUICK = ImportLimits(seconds=1.0)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """A reader as the program has it."""
    with Reader() as made:
        yield made


@pytest.fixture(scope="module")
def obedient() -> Iterator[Reader]:
    """A reader whose child does what a file's name says."""
    trade = Trade(name="importing", work=reading_work.obey, warm=reading_work.no_warm_up, confined=True)
    with Reader(trade) as made:
        yield made


def pid(reader: Reader) -> int:
    """The child's process id."""
    return int(reader.read(b"x", "pid.txt").text)


def test_it_reads_what_reading_reads(reader: Reader) -> None:
    """The child gives what `read_document` gives here, and is told the same things."""
    page = "The wall\n\nThe wall is old and it leaks.\nAdvertisement\n".encode("utf-16")
    assert reader.read(page, "wall.txt") == read_document(page, "wall.txt")
    told = reader.read(page, "wall.txt", keep={"Advertisement"}, how_obtained=HowObtained.PASTED)
    assert told == read_document(page, "wall.txt", keep={"Advertisement"}, how_obtained=HowObtained.PASTED)
    assert told.left_out == ()


def test_refusals_come_through_and_cost_nothing(obedient: Reader) -> None:
    """A document that is refused is refused with its own sentence, by a child that goes on."""
    before = pid(obedient)
    with pytest.raises(InputRefused, match=r"“wall\.png” is a picture \(PNG\)"):
        obedient.read(b"\x89PNG\r\n\x1a\n\0\0", "wall.png")
    with pytest.raises(InputRefused, match=r"“long\.txt” is larger than the limit of 3 bytes"):
        obedient.read(b"four", "long.txt", limits=ImportLimits(size=3))
    with pytest.raises(InputRefused, match=r"“wordy\.txt” holds more than 5 characters"):
        obedient.read(b"A wall of words.", "wordy.txt", limits=ImportLimits(characters=5))
    assert pid(obedient) == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are POSIX's")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("crash.txt", r"crashed \(SIGSEGV\)", marks=pytest.mark.expected_log("crashed (SIGSEGV)")),
        pytest.param("end.txt", "ended with code 3", marks=pytest.mark.expected_log("ended with code 3")),
        pytest.param("fault.txt", "ZeroDivisionError", marks=pytest.mark.expected_log("failed to work")),
        ("burn.txt", "given up after 1 seconds of work"),
        ("sleep.txt", "given up after 1 seconds of work"),
    ],
)
def test_a_failure_is_told_by_the_files_name_and_the_next_is_read(obedient: Reader, name: str, told: str) -> None:
    """A crash, a fault and a job without end become a sentence that names the file; a new child reads the next."""
    before = pid(obedient)
    with pytest.raises(InputRefused, match=rf"“{name}” .*{told}.*anew"):
        obedient.read(b"x", name, limits=QUICK)
    assert obedient.read(b"The wall is old.", "wall.txt").text == "The wall is old."
    assert pid(obedient) != before


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system bounds a process's memory")
def test_a_document_that_takes_all_memory_is_refused(obedient: Reader) -> None:
    """Memory beyond the limit is not given, and the document is named."""
    with pytest.raises(InputRefused, match=r"“hoard\.txt” needs more memory"):
        obedient.read(b"x", "hoard.txt")


def test_a_document_that_is_nested_too_deep_is_refused(obedient: Reader) -> None:
    """Recursion without end is told as what it means."""
    with pytest.raises(InputRefused, match=r"“dig\.txt” is nested too deep"):
        obedient.read(b"x", "dig.txt")


def test_stopping_works_at_once(obedient: Reader) -> None:
    """Reading that nobody wants ends with `Stopped`, and so does that which waits for its turn."""
    stop = threading.Event()
    ended: list[str] = []

    def read(name: str) -> None:
        try:
            obedient.read(b"x", name, is_wanted=lambda: not stop.is_set())
        except Stopped as stopped:
            ended.append(stopped.message)

    threads = [threading.Thread(target=read, args=("sleep.txt",)) for _ in range(2)]
    for thread in threads:
        thread.start()
    stop.set()
    for thread in threads:
        thread.join(60)
    assert ended == ["Reading “sleep.txt” was stopped."] * 2
    assert obedient.read(b"The wall is old.", "wall.txt").text == "The wall is old."


def test_the_child_is_renewed_now_and_then(obedient: Reader) -> None:
    """After a number of documents a new child takes over."""
    first = pid(obedient)
    for _ in range(RENEW_AFTER):
        obedient.read(b"x", "pid.txt")
    assert pid(obedient) != first


def test_closing_leaves_no_child() -> None:
    """A reader that is closed has no child; it can be used again."""
    trade = Trade(name="importing", work=reading_work.obey, warm=reading_work.no_warm_up, confined=True)
    reader = Reader(trade)
    first = pid(reader)
    reader.close()
    assert not psutil.pid_exists(first)
    assert pid(reader) != first
    reader.close()


@pytest.mark.expected_log("ended with code 4 while starting")
def test_a_reader_that_does_not_start_blames_no_document() -> None:
    """It is told as what it is, a fault of the program."""
    trade = Trade(name="importing", work=reading_work.obey, warm=reading_work.die, confined=True)
    with Reader(trade) as reader, pytest.raises(InternalError, match="ended with code 4 while starting"):
        reader.read(b"The wall is old.", "wall.txt")
