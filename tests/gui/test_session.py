"""Acts on an open dossier: what is shown and what is on disk come to the same, whatever the disk does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.briefs import IssueRecord
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import FieldError
from briefgen.domain.terms import Kind
from briefgen.dossier_file import DossierFile, open_dossier
from briefgen.gui.session import Session, Trouble
from tests.gui.conftest import settle, until


@pytest.fixture
def file(dossier_path: Path) -> DossierFile:
    """The dossier's file, open."""
    return open_dossier(dossier_path)


@pytest.fixture
def session(application: QApplication, file: DossierFile) -> Iterator[Session]:
    """A session on it."""
    made = Session(file)
    yield made
    made.close()
    settle(application)


@pytest.fixture
def troubles(session: Session) -> list[Trouble]:
    """What the session says went wrong."""
    found: list[Trouble] = []
    session.troubled.connect(found.append)
    return found


def titled(title: str) -> Callable[[Dossier], Dossier]:
    """The act of giving the dossier a title."""
    return lambda dossier: operations.edit_settings(dossier, {"title": title})


def title_on_disk(session: Session) -> str:
    """What the file itself holds."""
    session.finish()
    return session.file.dossier.settings.title


@contextmanager
def slow_disk(file: DossierFile) -> Iterator[None]:
    """While inside, the disk does not answer: the file's own lock is held by another thread."""
    held, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with file._mutex:  # noqa: SLF001  a slow disk can't be had otherwise
            held.set()
            enough.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    try:
        yield
    finally:
        enough.set()
        holder.join()


@contextmanager
def full_disk(file: DossierFile) -> Iterator[None]:
    """While inside, the file can't grow: SQLite itself says that the disk is full."""
    connection = file._connection  # noqa: SLF001  as above
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        connection.execute("PRAGMA max_page_count = 1073741823")


BIG = "x" * 900_000
"""More text than the free room of a new dossier has."""


def too_big(dossier: Dossier) -> Dossier:
    """An act that needs room on disk."""
    return operations.make_point(dossier, Kind.RISK, title="Big", at=workflows.now(), values={"body": BIG})[0]


def test_an_act_is_shown_and_on_disk(session: Session) -> None:
    """An act changes the dossier, tells before and after, and is in the file."""
    told: list[tuple[Dossier, Dossier]] = []
    session.dossier_changed.connect(lambda before, after: told.append((before, after)))
    before = session.dossier
    assert session.apply("Rename dossier", titled("Tides"))
    assert session.dossier.settings.title == "Tides"
    assert told == [(before, session.dossier)]
    assert title_on_disk(session) == "Tides"


def test_what_changes_nothing_is_no_act(session: Session) -> None:
    """An operation that gives the same dossier leaves nothing to undo."""
    assert session.apply("Nothing", lambda dossier: dossier)
    assert session.trail.to_undo is None


def test_undo_and_redo_reach_the_disk(session: Session) -> None:
    """Undoing and redoing are acts too: the file follows."""
    session.apply("Rename dossier", titled("Tides"))
    assert session.undo()
    assert title_on_disk(session) == "Coastal flood defence funding"
    assert session.redo()
    assert title_on_disk(session) == "Tides"
    assert not session.redo()


def test_made_records_give_their_id(session: Session) -> None:
    """Making a point gives its id; a second one after an undo has the number that the first one had."""
    at = workflows.now()
    first = session.make("Make risk", lambda d: operations.make_point(d, Kind.RISK, title="A", at=at))
    session.undo()
    assert session.dossier.points == ()
    again = session.make("Make risk", lambda d: operations.make_point(d, Kind.RISK, title="B", at=at))
    assert (first, again) == ("risk-1", "risk-1")


def test_a_refused_act_is_told_and_changes_nothing(session: Session, troubles: list[Trouble]) -> None:
    """What an operation refuses is told in its own words; dossier, trail and disk stay."""
    before = session.dossier
    assert not session.apply("Cite", lambda d: operations.cite(d, "risk-9", "passage-9", at=workflows.now()))
    assert session.dossier is before
    assert session.trail.to_undo is None
    assert [trouble.label for trouble in troubles] == ["Cite"]
    assert "passage-9" in str(troubles[0].error)
    with pytest.raises(FieldError):
        session.attempt("Rename dossier", titled("two\nlines"))
    assert len(troubles) == 1


@pytest.mark.expected_log("“Divide” failed, and nothing was changed")
def test_a_defect_is_told_logged_and_changes_nothing(session: Session, troubles: list[Trouble]) -> None:
    """An error that nobody expected leaves the dossier whole, and the log has it."""
    assert not session.apply("Divide", lambda _dossier: 1 // 0)  # type: ignore[arg-type, return-value]  # it never returns
    assert isinstance(troubles[0].error, ZeroDivisionError)
    assert session.apply("Rename dossier", titled("Tides"))


def test_a_full_disk_takes_the_act_back(session: Session, file: DossierFile, troubles: list[Trouble]) -> None:
    """An act that does not fit on the disk did not happen; the next one, that fits, does."""
    session.apply("Rename dossier", titled("Tides"))
    session.finish()
    before, trail = session.dossier, session.trail
    with full_disk(file):
        session.apply("Make risk", too_big)
        session.finish()
    assert session.dossier == before
    assert session.trail == trail
    assert len(troubles) == 1
    assert "disk is full" in str(troubles[0].error)
    assert session.apply("Rename dossier", titled("Ebb"))
    assert title_on_disk(session) == "Ebb"


def test_a_slow_disk_does_not_stop_the_work(session: Session, file: DossierFile) -> None:
    """While the disk does not answer, acts are shown, and the session says that they are still on their way."""
    told: list[bool] = []
    session.writing_changed.connect(told.append)
    with slow_disk(file):
        assert session.apply("Rename dossier", titled("Ebb"))
        assert session.apply("Rename dossier", titled("Flow"))
        assert session.dossier.settings.title == "Flow"
        assert session.writing
        assert file.dossier.settings.title == "Coastal flood defence funding"
    until(lambda: not session.writing)
    assert file.dossier.settings.title == "Flow"
    assert told[0] is True
    assert told[-1] is False


def test_what_fails_late_is_taken_back_with_what_stands_on_it(
    session: Session, file: DossierFile, troubles: list[Trouble]
) -> None:
    """An act that the disk refuses after the window went on is taken back, and so are those after it."""
    session.apply("Rename dossier", titled("Tides"))
    session.finish()
    with full_disk(file):
        with slow_disk(file):
            session.apply("Make risk", too_big)
            session.apply("Rename dossier", titled("Flow"))
            assert session.dossier.settings.title == "Flow"
        until(lambda: not session.writing)
    assert session.dossier.settings.title == "Tides"
    assert session.dossier.points == ()
    assert file.dossier == session.dossier
    assert [act.label for act in session.trail.acts] == ["Rename dossier"]
    assert [trouble.label for trouble in troubles] == ["Make risk"]
    assert session.undo()
    assert title_on_disk(session) == "Coastal flood defence funding"


def test_finish_tells_whether_all_is_on_disk(session: Session, file: DossierFile, troubles: list[Trouble]) -> None:
    """Before a window closes it waits for the disk, and learns whether something was taken back."""
    with full_disk(file):
        with slow_disk(file):
            session.apply("Make risk", too_big)
        assert not session.finish()
    assert len(troubles) == 1
    assert session.finish()


def test_what_was_issued_stays_on_record(session: Session) -> None:
    """Undoing goes back behind the issue of a brief, but its record stays, and its number is not given again."""
    made = session.make("Make brief", lambda d: operations.make_brief(d, "Note", template="ministerial-submission"))
    record = IssueRecord(id="issue-1", brief=made, name="Note", at=workflows.now(), filename="note.pdf")
    assert session.record("Export", lambda d: operations.record_issue(d, record)[0])
    assert session.trail.to_undo is not None
    assert session.trail.to_undo.label == "Make brief"
    session.undo()
    assert session.dossier.briefs == ()
    assert [record.filename for record in session.dossier.issues] == ["note.pdf"]
    assert session.dossier.counters.issue == 1
    session.redo()
    assert len(session.dossier.issues) == 1


def test_typing_is_undone_as_one(session: Session) -> None:
    """Acts in a row with one key are one act to undo, of which the file has the last."""
    for title in ("T", "Ti", "Tides"):
        session.apply("Rename dossier", titled(title), merge="title")
    assert title_on_disk(session) == "Tides"
    session.undo()
    assert session.dossier.settings.title == "Coastal flood defence funding"
    assert session.trail.to_undo is None


def test_a_dossier_open_elsewhere_can_only_be_read(session: Session, dossier_path: Path) -> None:
    """Opened a second time, a dossier refuses every act with the reason why."""
    second = Session(open_dossier(dossier_path))
    troubles: list[Trouble] = []
    second.troubled.connect(troubles.append)
    assert second.read_only
    assert second.why_read_only
    assert not second.apply("Rename dossier", titled("Tides"))
    assert not second.record("Export", titled("Tides"))
    assert [str(trouble.error) for trouble in troubles] == [second.why_read_only] * 2
    second.close()
