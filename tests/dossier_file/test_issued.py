"""What a record of issue keeps, its template and its data, stays as long as the record does."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.domain.briefs import IssueRecord
from briefgen.domain.dossier import Dossier
from briefgen.dossier_file import DossierDamaged, DossierFile, open_dossier, recover
from briefgen.errors import InternalError
from tests.dossier_file.test_refusals import changed

PACKAGE = b"a house template, packed " * 40
DATA = b'{"title": "As it was"}'
GIVEN = {hashlib.sha256(data).hexdigest(): data for data in (PACKAGE, DATA)}
TEMPLATE_KEPT, DATA_KEPT = GIVEN


def issued(dossier: Dossier, number: int = 2) -> Dossier:
    """The dossier with another record of issue."""
    record = IssueRecord(id=f"issue-{number}", brief="brief-1", kept_template=TEMPLATE_KEPT, kept_data=DATA_KEPT)
    counters = replace(dossier.counters, issue=number)
    return replace(dossier, counters=counters, issues=(*dossier.issues, record))


def spoil(path: Path, sha256: str) -> None:
    """Damage what is kept."""
    changed(path, f"UPDATE kept SET bytes = x'00' WHERE sha256 = '{sha256}'")  # noqa: S608  a hash


def count(path: Path) -> int:
    """How many things are kept."""
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM kept").fetchone()
    return int(found)


def test_it_is_kept_once_for_all_issues(path: Path) -> None:
    """Two issues with the same template share it; it comes back as it was, after closing too."""
    with open_dossier(path) as file:
        file.commit(issued(file.dossier), GIVEN)
        file.commit(issued(file.dossier, 3))  # what is there need not be given again
        assert file.check() == ()
    assert count(path) == 2
    with open_dossier(path) as file:
        assert [file.kept(sha256) for sha256 in file.dossier.issues[1].kept] == [PACKAGE, DATA]
        assert file.check() == ()


def test_a_record_without_what_it_keeps_is_not_saved(file: DossierFile) -> None:
    """Nor with other bytes than it names."""
    with pytest.raises(InternalError, match="was not given"):
        file.commit(issued(file.dossier), {TEMPLATE_KEPT: PACKAGE})
    with pytest.raises(InternalError, match="not the one"):
        file.commit(issued(file.dossier), {TEMPLATE_KEPT: PACKAGE, DATA_KEPT: b"other"})
    assert len(file.dossier.issues) == 1


def test_it_goes_with_the_last_record_that_names_it(path: Path) -> None:
    """At the next opening, when nothing can be undone; while a version has the record it stays."""
    with open_dossier(path) as file:
        file.commit(issued(file.dossier), GIVEN)
        file.save_version("issued")
        file.commit(replace(file.dossier, issues=file.dossier.issues[:1]))
    open_dossier(path).close()
    assert count(path) == 2
    with open_dossier(path) as file:
        assert file.kept(DATA_KEPT) == DATA
        file.delete_version("issued")
    open_dossier(path).close()
    assert count(path) == 0


def test_damage_to_it_is_told(path: Path) -> None:
    """By the check of the file, and when it is asked for."""
    with open_dossier(path) as file:
        file.commit(issued(file.dossier), GIVEN)
    spoil(path, TEMPLATE_KEPT)
    changed(path, f"DELETE FROM kept WHERE sha256 = '{DATA_KEPT}'")  # noqa: S608  a hash
    with open_dossier(path) as file:
        with pytest.raises(DossierDamaged, match="not as it was written"):
            file.kept(TEMPLATE_KEPT)
        with pytest.raises(DossierDamaged, match="is missing"):
            file.kept(DATA_KEPT)
        assert len(file.check()) == 2


def test_recovery_saves_it(path: Path) -> None:
    """Where a part of it is lost, the record stays without it, and the report says so."""
    with open_dossier(path) as file:
        file.commit(issued(file.dossier), GIVEN)
    recover(path, path.with_name("whole.briefgen"))
    with open_dossier(path.with_name("whole.briefgen")) as file:
        assert file.kept(TEMPLATE_KEPT) == PACKAGE
    spoil(path, TEMPLATE_KEPT)
    report = recover(path, path.with_name("part.briefgen"))
    assert any("issue-2 can't be made again" in sentence for sentence in report.repaired)
    with open_dossier(path.with_name("part.briefgen")) as file:
        assert file.dossier.issues[1].kept == ()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_version_1_0_is_led_on(tmp_path: Path, read_only: bool) -> None:
    """Old records of issue keep nothing, new ones do; read only, the file stays as it is."""
    kept = Path(__file__).parent / "kept" / "version-1.0.briefgen"
    path = Path(shutil.copy(kept, tmp_path))
    with open_dossier(path, read_only=read_only) as file:
        assert {record.kept for record in file.dossier.issues} <= {()}
        assert file.check() == ()
        if not read_only:
            file.commit(issued(file.dossier), GIVEN)
    assert (path.read_bytes() == kept.read_bytes()) is read_only
    if not read_only:
        with open_dossier(path) as file:
            assert file.kept(DATA_KEPT) == DATA
