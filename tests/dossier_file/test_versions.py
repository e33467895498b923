"""Versions: any state can be kept and had again; automatic ones thin with age; all share what is unchanged."""

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings, stateful
from hypothesis import strategies as st

from briefgen.domain.dossier import Dossier, Settings, UnknownId
from briefgen.domain.operations import restore_version
from briefgen.dossier_file import DossierFile, create, open_dossier
from briefgen.dossier_file.versions import to_drop
from briefgen.errors import UsageError
from tests import strategies
from tests.dossier_file.example import NOON, example, originals

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> dt.datetime:
        """The time."""
        return self.time


def titled(file: DossierFile, title: str) -> Dossier:
    """The file's dossier with another title."""
    return replace(file.dossier, settings=replace(file.dossier.settings, title=title))


# ------------------------------------------------------------------------------------------- thinning

_moments = st.lists(
    st.one_of(
        st.integers(0, 2 * 3600),
        st.integers(0, 3 * 86_400),
        st.integers(0, 400 * 86_400),
        st.integers(-3600, 0),
    ),
    max_size=40,
).map(lambda ages: [(number, NOON - dt.timedelta(seconds=age)) for number, age in enumerate(ages, 1)])


@given(_moments)
def test_the_last_hour_is_kept_whole(moments: list[tuple[int, dt.datetime]]) -> None:
    """Nothing younger than an hour goes, nor anything that a wrong clock dated in the future."""
    dropped = to_drop(moments, NOON)
    assert not {number for number, at in moments if NOON - at <= HOUR} & dropped


@given(_moments, st.integers(0, 100 * 86_400))
def test_what_was_dropped_once_would_be_dropped_anyway(moments: list[tuple[int, dt.datetime]], later: int) -> None:
    """Law: thinning now and again later keeps what thinning later alone keeps: it does not matter when it is done."""
    then = NOON + dt.timedelta(seconds=later)
    now = to_drop(moments, NOON)
    left = [(number, at) for number, at in moments if number not in now]
    assert to_drop(left, NOON) == set()
    assert now | to_drop(left, then) >= to_drop(moments, then) >= now


@given(_moments)
def test_each_stretch_keeps_its_last(moments: list[tuple[int, dt.datetime]]) -> None:
    """Of each hour of the last day, each day of the last month and each week before, one is kept: the last."""
    kept = [at for number, at in moments if number not in to_drop(moments, NOON)]
    for stretch, youngest, oldest in ((HOUR, HOUR, DAY), (DAY, DAY, 31 * DAY), (7 * DAY, 31 * DAY, 10_000 * DAY)):
        start = dt.datetime(1970, 1, 5, tzinfo=dt.UTC)

        def within(at: dt.datetime, youngest: dt.timedelta = youngest, oldest: dt.timedelta = oldest) -> bool:
            return youngest < NOON - at <= oldest

        wanted: dict[int, dt.datetime] = {}
        for _, at in moments:
            if within(at):
                place = (at - start) // stretch
                wanted[place] = max(at, wanted.get(place, at))
        assert sorted(at for at in kept if within(at)) == sorted(wanted.values())


def test_a_year_of_work_leaves_few() -> None:
    """An automatic version every ten minutes for a year thins to about a hundred."""
    moments = [(number, NOON - dt.timedelta(minutes=10 * number)) for number in range(365 * 144)]
    left = len(moments) - len(to_drop(moments, NOON))
    assert 7 + 23 + 30 + 47 <= left <= 7 + 25 + 32 + 50


# ------------------------------------------------------------------------------------------- in a file


def test_a_named_version_holds_what_was(file: DossierFile) -> None:
    """A version gives the whole dossier back, by its name and by its number, however much changed since."""
    version = file.save_version(" sent out ")
    assert (version.name, version.automatic) == ("sent out", False)
    file.commit(Dossier(settings=Settings(title="emptied")))
    for which in ("sent out", version.number, str(version.number)):
        assert file.load_version(which) == example()


def test_what_is_unchanged_is_the_same_object(file: DossierFile) -> None:
    """A version shares with the present what did not change, so that views and undo see it at once."""
    file.save_version("x")
    file.commit(replace(file.dossier, briefs=file.dossier.briefs[:1]))
    then = file.load_version("x")
    assert all(a is b for a, b in zip(then.sources, file.dossier.sources, strict=True))
    assert all(a is b for a, b in zip(then.points, file.dossier.points, strict=True))
    assert then.briefs == example().briefs


def test_a_version_is_small(file: DossierFile) -> None:
    """Keeping versions copies no record: the file does not grow with them."""
    file.save_version("first")
    size = file.path.stat().st_size
    for number in range(50):
        file.save_version(f"version {number}")
    assert file.path.stat().st_size <= size + 4096


def test_restoring_can_be_undone(file: DossierFile) -> None:
    """Going back is an edit like others: the state before is kept first, and can be had again."""
    file.save_version("before")
    file.commit(titled(file, "edited"))
    edited = file.dossier
    kept = file.save_version("before going back", automatic=True)
    file.commit(restore_version(file.dossier, file.load_version("before")))
    assert file.dossier == example()
    file.commit(restore_version(file.dossier, file.load_version(kept.number)))
    assert file.dossier == edited


def test_counters_never_go_back(file: DossierFile) -> None:
    """After going back to a version, no number is given a second time, and issued briefs stay on record."""
    file.commit(replace(file.dossier, issues=()))
    file.save_version("early")
    counters = replace(file.dossier.counters, risk=40)
    file.commit(replace(file.dossier, counters=counters, issues=example().issues))
    file.commit(restore_version(file.dossier, file.load_version("early")))
    assert file.dossier.counters.risk == 40
    assert file.dossier.issues == example().issues


def test_names_are_given_once(file: DossierFile) -> None:
    """A name that a version has, and a blank one, are refused."""
    file.save_version("sent")
    with pytest.raises(UsageError, match="already"):
        file.save_version("sent")
    with pytest.raises(UsageError, match="not blank"):
        file.save_version("  ")


def test_unknown_versions_are_named(file: DossierFile) -> None:
    """Asking for a version that is not there says so, whatever is to be done with it."""
    for act in (file.load_version, file.delete_version):
        for which in ("nothing", 7, "7"):
            with pytest.raises(UnknownId, match="no version"):
                act(which)


def test_a_deleted_version_takes_along_only_what_nothing_else_needs(path: Path) -> None:
    """Deleting one version leaves the others whole, and the rows that it alone had go."""
    with open_dossier(path) as file:
        file.save_version("one")
        file.commit(titled(file, "second"))
        second = file.dossier
        file.save_version("two")
        file.commit(replace(titled(file, "third"), briefs=()))
        file.delete_version("one")
        assert file.load_version("two") == second
        assert [version.name for version in file.versions()] == ["two"]
        file.delete_version("two")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM past").fetchone() == (0,)


def test_numbers_are_never_given_twice(file: DossierFile) -> None:
    """The number of a deleted version stays unused."""
    first = file.save_version("one")
    file.delete_version("one")
    assert file.save_version("two").number == first.number + 1


def test_a_versions_documents_are_kept(path: Path) -> None:
    """The bytes of a source that only a version still has survive closing, opening and compacting."""
    with open_dossier(path) as file:
        file.save_version("full")
        file.commit(Dossier(settings=file.dossier.settings))
    with open_dossier(path) as file:
        file.compact()
        then = file.load_version("full")
        assert then == example()
        assert {sha256: file.original(sha256) for sha256 in originals()} == originals()
        file.commit(then)
        assert file.check() == ()


def test_automatic_versions_come_before_edits(tmp_path: Path) -> None:
    """The state before an edit is kept if it is not yet and ten minutes have passed; it bears the edit's words."""
    clock = Clock()
    with create(tmp_path / "x.briefgen", Settings(), clock=clock) as file:
        file.commit(titled(file, "a"), label="first")
        assert file.versions() == ()
        file.commit(titled(file, "b"), label="second")
        file.commit(titled(file, "c"), label="third")
        clock.time += dt.timedelta(minutes=10)
        file.commit(titled(file, "d"), label="fourth")
        clock.time += dt.timedelta(minutes=9)
        file.commit(titled(file, "e"), label="fifth")
        assert [(version.name, version.automatic) for version in file.versions()] == [
            ("second", True),
            ("fourth", True),
        ]
        assert [file.load_version(n).settings.title for n in (1, 2)] == ["a", "c"]


def test_nothing_new_is_kept_twice(tmp_path: Path) -> None:
    """A state that a version has is not kept again, however much time has passed."""
    clock = Clock()
    with create(tmp_path / "x.briefgen", Settings(), clock=clock) as file:
        file.commit(titled(file, "a"))
        named = file.save_version("a")
        clock.time += 5 * HOUR
        file.commit(titled(file, "b"), label="edit")
        assert file.versions() == (named,)
        again = file.save_version("", automatic=True)
        assert again.number == 2
        assert file.save_version("", automatic=True) == again


def test_automatic_versions_thin_and_named_ones_stay(tmp_path: Path) -> None:
    """Through two days of edits, automatic versions grow fewer with age; a named one is still there."""
    clock = Clock()
    with create(tmp_path / "x.briefgen", Settings(), clock=clock) as file:
        titles = {}
        for number in range(2 * 144):
            file.commit(titled(file, str(number)), label=str(number))
            if number == 3:
                file.save_version("named")
            clock.time += dt.timedelta(minutes=10)
        versions = file.versions()
        titles = {version.number: file.load_version(version.number).settings.title for version in versions}
        assert "named" in {version.name for version in versions}
        assert 30 <= len(versions) <= 36
        for version in versions:
            if version.automatic:
                assert titles[version.number] == str(int(version.name) - 1)
        assert file.check() == ()


class Life(stateful.RuleBasedStateMachine):
    """Law: through any sequence of edits, versions and restarts, each version gives what the dossier was then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = Clock()
        self.path = Path(self.folder.name, "life.briefgen")
        self.file = create(self.path, Settings(), clock=self.clock)
        self.states: dict[int, Dossier] = {}

    @stateful.initialize(dossier=strategies.dossiers(most=6))
    def begin(self, dossier: Dossier) -> None:
        """Start with something."""
        self.file.commit(dossier, strategies.originals_of(dossier))

    @stateful.rule(data=st.data(), minutes=st.sampled_from([0, 5, 11, 90, 2000]))
    def edit(self, data: st.DataObject, minutes: int) -> None:
        """Edit after some time; an automatic version may come of it."""
        before = self.file.dossier
        after = data.draw(strategies.edited(before))
        self.clock.time += dt.timedelta(minutes=minutes)
        self.file.commit(after, strategies.originals_of(after), "edit")
        self._note(before)

    @stateful.rule()
    def save(self) -> None:
        """Keep a named version."""
        version = self.file.save_version(f"version {self.clock.time} {len(self.states)} {max(self.states, default=0)}")
        self.states[version.number] = self.file.dossier

    @stateful.precondition(lambda self: self.states)
    @stateful.rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        """Commit what a version holds."""
        before = self.file.dossier
        number = data.draw(st.sampled_from(sorted(self.states)))
        then = self.file.load_version(number)
        assert then == self.states[number]
        self.file.commit(then, label="go back")
        self._note(before)

    @stateful.precondition(lambda self: self.states)
    @stateful.rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        """Delete a version."""
        number = data.draw(st.sampled_from(sorted(self.states)))
        self.file.delete_version(number)
        del self.states[number]

    @stateful.rule(tidy=st.booleans())
    def restart(self, tidy: bool) -> None:
        """Close and open, perhaps after compacting."""
        if tidy:
            self.file.compact()
        before = self.file.dossier
        self.file.close()
        self.file = open_dossier(self.path, clock=self.clock)
        assert self.file.dossier == before

    def _note(self, before: Dossier) -> None:
        """Take in what automatic versions came and went."""
        numbers = {version.number for version in self.file.versions()}
        for number in numbers - self.states.keys():
            self.states[number] = before
        for number in self.states.keys() - numbers:
            del self.states[number]

    def teardown(self) -> None:
        """Every version is what it was, and the whole file is sound."""
        try:
            assert {version.number for version in self.file.versions()} == self.states.keys()
            for number, then in self.states.items():
                assert self.file.load_version(number) == then
            assert self.file.check() == ()
        finally:
            self.file.close()
            self.folder.cleanup()


def test_each_version_gives_what_was_then() -> None:
    """The law holds for any sequence."""
    stateful.run_state_machine_as_test(Life, settings=settings(max_examples=30, stateful_step_count=12))
