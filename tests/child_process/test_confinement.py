"""A confined child can do nothing but think: no file, no network, no program, bounded time, memory and output."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.child_process.child import Child, ChildDied, NotWanted, OutOfTime
from briefgen.child_process.confinement import Confinement, library_folders
from briefgen.child_process.messages import Allowance, Trade, load_plain
from briefgen.errors import BriefgenError, InputRefused, InternalError
from tests.child_process import confined_work
from tests.traps import CANARY, canary_in, listening

LONG = 120.0
"""Seconds after which a test that waits for another process gives up."""
PLENTY = Allowance(megabytes=500)


def child_for(work: object, *, confined: bool = True) -> Child:
    """A warm child that does a deed."""
    child = Child(Trade(name="trying", work=work, warm=confined_work.nothing, confined=confined))
    child.wait_ready()
    return child


@pytest.fixture(scope="module")
def shared() -> Iterator[Child]:
    """A confined child for all deeds that it survives."""
    child = child_for(confined_work.attempt)
    yield child
    child.end()


@pytest.fixture
def own() -> Iterator[Child]:
    """A confined child for one test."""
    child = child_for(confined_work.attempt)
    yield child
    child.end()


def said(child: Child, deed: str, argument: object = None, allowance: Allowance = PLENTY) -> str:
    """What came of a deed."""
    return child.do((deed, argument), allowance, LONG, f"trying to {deed}")


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file that must not be read, changed or seen."""
    return canary_in(tmp_path)


@pytest.fixture
def trap() -> Iterator[tuple[int, list[object]]]:
    """A port at which somebody listens, and who has called there."""
    with listening() as found:
        yield found


@pytest.mark.parametrize("deed", ["read", "read by descriptor", "write", "append", "list", "remove", "rename", "shell"])
def test_files_are_out_of_reach(shared: Child, canary: Path, deed: str) -> None:
    """A file is not read, written, listed, moved or removed."""
    path = canary.parent if deed == "list" else canary
    assert said(shared, deed, str(path)) == "refused: PermissionError"
    assert canary.read_text(encoding="utf-8") == CANARY
    assert [path.name for path in canary.parent.iterdir()] == [canary.name]


def test_libraries_are_read_and_never_written(shared: Child) -> None:
    """What a parser imports late, or decodes with, is found; but no library is changed."""
    assert said(shared, "import late", "colorsys") == "done: 'colorsys'"
    assert said(shared, "decode late", "cp1250") == "done: 'ä'"
    assert said(shared, "write a library") == "refused: PermissionError"


def test_no_program_is_run(shared: Child, tmp_path: Path) -> None:
    """Nothing is started, neither directly nor by a shell."""
    assert said(shared, "run", str(tmp_path / "made")) == "refused: PermissionError"
    assert not (tmp_path / "made").exists()


def test_there_is_no_network(shared: Child, trap: tuple[int, list[object]]) -> None:
    """Not even this machine is reached, and no name is looked up."""
    port, callers = trap
    assert said(shared, "connect", port) == "refused: PermissionError"
    assert said(shared, "look up", "localhost") == "refused: PermissionError"
    assert callers == []


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system itself fences a process in")
def test_the_system_holds_where_python_can_not(
    shared: Child, canary: Path, trap: tuple[int, list[object]], tmp_path: Path
) -> None:
    """C code, which no hook of Python's sees, opens no file and reaches nobody; it does so where it is not confined."""
    port, callers = trap
    free = child_for(confined_work.attempt, confined=False)
    try:
        assert said(free, "open in C", str(canary)) != "done: -1"
        assert said(free, "connect in C", port) == "done: 0"
        until = threading.Event()
        while not callers:
            until.wait(0.01)
    finally:
        free.end()
    before = len(callers)
    assert said(shared, "open in C", str(canary)) == "done: -1"
    assert said(shared, "connect in C", port) == "done: -1"
    assert said(shared, "connect", port) == "refused: PermissionError"
    assert len(callers) == before


@pytest.mark.skipif(sys.platform == "win32", reason="only there the system doesn't count")
def test_processor_time_is_bounded(own: Child) -> None:
    """A job that never ends is ended when its processor time is used up."""
    with pytest.raises(OutOfTime):
        said(own, "burn", allowance=Allowance(megabytes=500, cpu_seconds=1))


def test_time_by_the_clock_is_bounded(own: Child) -> None:
    """A job that does nothing for ever is ended as well."""
    with pytest.raises(OutOfTime):
        own.do(("sleep", 10_000), PLENTY, 0.3, "sleeping")


def test_a_job_that_nobody_wants_is_ended(own: Child) -> None:
    """The child is killed as soon as it is said that the job is not wanted."""
    asked: list[bool] = []

    def is_wanted() -> bool:
        asked.append(len(asked) < 3)
        return asked[-1]

    with pytest.raises(NotWanted):
        own.do(("sleep", 10_000), PLENTY, LONG, "sleeping", is_wanted)
    assert asked == [True, True, True, False]


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system bounds a process's memory")
@pytest.mark.expected_log("failed to work")
def test_memory_is_bounded(shared: Child) -> None:
    """An allocation beyond the bound fails, and costs the child nothing."""
    with pytest.raises(InternalError, match="MemoryError"):
        said(shared, "hoard", 5_000_000_000, Allowance(megabytes=100))
    assert said(shared, "hoard", 50_000_000, Allowance(megabytes=100)) == "done: 50000000"


def test_output_is_bounded(shared: Child) -> None:
    """An answer that is longer than it may be is not sent."""
    with pytest.raises(InputRefused, match="takes 2 MB, which is too much"):
        said(shared, "answer at length", 2_000_000, Allowance(megabytes=500, answer_bytes=1_000_000))
    assert said(shared, "answer at length", 3) == "done: 'xxx'"


@pytest.mark.expected_log("said what it may not: posix.mkdir is no plain value")
@pytest.mark.skipif(os.name != "posix", reason="the function's name is another there")
def test_an_answer_that_would_do_something_is_not_unpacked(tmp_path: Path) -> None:
    """A child that a file has taken over can't act in its parent through what it answers."""
    child = child_for(confined_work.answer_with_code)
    try:
        with pytest.raises(ChildDied):
            child.do(str(tmp_path / "made"), PLENTY, LONG, "answering")
    finally:
        child.end()
    assert not (tmp_path / "made").exists()


def test_what_is_plain_is_unpacked() -> None:
    """Errors for the user, and values of the domain and the importers, come through."""
    import pickle

    from briefgen.domain.bibliography import Bibliography, PartialDate
    from briefgen.domain.terms import BlockKind
    from briefgen.importers.document import Piece

    for value in (
        BriefgenError("Said."),
        [BlockKind.TABLE, Piece(BlockKind.QUOTE, "words", 2)],
        Bibliography(title="A wall", issued=PartialDate(year=2027)),
        {"a": (1, 2.5, None, True, b"x", frozenset({3}))},
    ):
        loaded = load_plain(pickle.dumps(value))
        assert str(loaded) == str(value) if isinstance(value, Exception) else loaded == value
    for refused in (os.system, Path("x"), print, eval):
        with pytest.raises(pickle.UnpicklingError, match="is no plain value"):
            load_plain(pickle.dumps(refused))


def test_an_error_for_the_user_comes_through(shared: Child) -> None:
    """A refusal arrives as it was raised."""
    with pytest.raises(BriefgenError, match=r"^Not like this\.$"):
        said(shared, "fail", "Not like this.")


@pytest.mark.expected_log("ended with code 9 while trying to end")
def test_an_end_is_told(own: Child) -> None:
    """A child that ends is told with how it ended."""
    with pytest.raises(ChildDied, match="ended with code 9"):
        said(own, "end", 9)


READ, WRITE, NEW = os.O_RDONLY, os.O_RDWR, os.O_WRONLY | os.O_CREAT


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("/etc/passwd", "r", READ)),
        ("open", (b"/etc/passwd", None, READ)),
        ("open", (os.__file__, None, WRITE)),
        ("open", (os.__file__, "a", 0)),
        ("open", (os.__file__, "r+", None)),
        ("open", (f"{os.__file__}/../../../../../etc/passwd", "r", READ)),
        ("open", (f"{Path(os.__file__).parent}-beside/x", "r", READ)),
        ("open", (None, "r", READ)),
        ("open", ("briefgen.txt", None, NEW)),
        ("os.listdir", ("/",)),
        ("os.listdir", ()),
        ("glob.glob", ("/*", False)),
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("socket.__new__", (None, 2, 1, 0)),
        ("subprocess.Popen", ("true", ["true"], None, None)),
        ("os.posix_spawn", ("/bin/true", ["true"], {})),
        ("os.rename", ("a", "b", -1, -1)),
        ("shutil.rmtree", ("/tmp", None)),  # noqa: S108 - it is only named
        ("urllib.Request", ("https://gazette.example", None, {}, "GET")),
        ("ctypes.dlopen", ("libc.so.6",)),
    ],
)
def test_the_hook_refuses(event: str, arguments: tuple[object, ...]) -> None:
    """Whatever the way: writing, reading outside the libraries, listing, calling, running, moving."""
    with pytest.raises(PermissionError, match=f"{event} is not for a process that reads documents"):
        Confinement("/nowhere").judge(event, arguments)


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", (os.__file__, "r", READ)),
        ("open", (confined_work.__file__.replace("tests/child_process/confined_work", "briefgen/errors"), "rb", READ)),
        ("open", (3, "rb", READ)),
        ("os.listdir", (str(Path(os.__file__).parent),)),
        ("ctypes.dlopen", (None,)),
        ("ctypes.dlopen", (f"{Path(os.__file__).parent}/lib-dynload/x.so",)),
        ("import", ("colorsys", None, [], [], [])),
        ("compile", (b"", "<string>")),
        ("pickle.find_class", ("a", "b")),
    ],
)
def test_the_hook_lets_be(event: str, arguments: tuple[object, ...]) -> None:
    """What importing a module takes, and what touches nothing."""
    Confinement("/nowhere").judge(event, arguments)


def test_no_users_file_is_a_library() -> None:
    """The folders that may be read hold the program's own code: not the home, not the place one works in."""
    folders = library_folders()
    assert Path(os.__file__).resolve().parent in folders
    assert not any(Path.home().is_relative_to(folder) for folder in folders)
    assert not any(Path.cwd().is_relative_to(folder) for folder in folders)


def test_a_frozen_program_reads_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a download modules are imported from the program itself: it is a library, and what lies beside it is not."""
    program = tmp_path / "briefgen"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "_internal"), raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    confinement = Confinement(str(tmp_path))
    confinement.judge("open", (str(program), "r", 0))
    confinement.judge("open", (str(tmp_path / "_internal" / "base_library.zip"), "r", 0))
    with pytest.raises(PermissionError):
        confinement.judge("open", (str(tmp_path / "dossier.briefgen"), "r", 0))
