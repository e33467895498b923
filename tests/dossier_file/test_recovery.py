"""What can be read of a damaged dossier is saved, what can't is named, and the damaged file is left as it is."""

import errno
import hashlib
import os
import random
import re
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from briefgen.domain.dossier import Dossier, Settings, integrity_problems
from briefgen.domain.points import Dilemma, Recommendation, Risk
from briefgen.domain.sources import Passage
from briefgen.dossier_file import DossierRefused, RecoveryReport, create, open_dossier, recover
from briefgen.dossier_file.pages import Pages
from tests import strategies
from tests.dossier_file.example import FERRY, HARBOUR, NOON, OLD, example, originals, passage, source
from tests.dossier_file.test_refusals import changed, interrupt, overwritten


def rescued(path: Path) -> tuple[RecoveryReport, Dossier]:
    """Recover beside the damaged file; the new file is sound and opens, the damaged one is untouched."""
    before = path.read_bytes()
    new = path.with_name("rescued.briefgen")
    new.unlink(missing_ok=True)
    report = recover(path, new)
    assert path.read_bytes() == before
    with open_dossier(new) as file:
        assert integrity_problems(file.dossier) == ()
        assert file.check() == ()
        for one in file.dossier.sources:
            assert len(file.original(one.sha256)) == one.size
        for version in file.versions():
            file.load_version(version.number)
        assert {entry.name for entry in path.parent.iterdir()} >= {path.name, new.name}
        dossier = file.dossier
    assert not [entry.name for entry in path.parent.iterdir() if "recovering" in entry.name or "part" in entry.name]
    return report, dossier


def damaged_row(path: Path, words: bytes, which: int = 0) -> None:
    """Overwrite the place of a file where words stand: the first, or another, when they stand at several."""
    places = [match.start() for match in re.finditer(re.escape(words), path.read_bytes())]
    overwritten(path, places[which], b"\xff" * len(words))


@settings(max_examples=15)
@given(strategies.dossiers())
def test_a_sound_dossier_comes_out_as_it_is(dossier: Dossier) -> None:
    """Law: recovering what is not damaged loses nothing and mends nothing."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "whole.briefgen")
        with create(path, Settings()) as file:
            file.commit(dossier, strategies.originals_of(dossier))
        report, found = rescued(path)
        assert found == dossier
        assert (report.lost, report.repaired) == ((), ())
        assert "Nothing was lost." in report.text()


def test_versions_are_carried_over(path: Path) -> None:
    """Named and automatic versions, with their moments, come along."""
    with open_dossier(path, clock=lambda: NOON) as file:
        file.save_version("sent")
        file.commit(replace(file.dossier, briefs=()))
        file.save_version("", automatic=True)
        file.commit(replace(file.dossier, issues=()))
        expected = file.versions()
        states = [file.load_version(version.number) for version in expected]
    report, dossier = rescued(path)
    assert report.versions == 2
    assert dossier == replace(example(), briefs=(), issues=())
    with open_dossier(path.with_name("rescued.briefgen")) as file:
        found = file.versions()
        assert [(v.name, v.at, v.automatic) for v in found] == [(v.name, v.at, v.automatic) for v in expected]
        assert [file.load_version(version.number) for version in found] == states


def test_without_its_first_page_everything_is_still_found(path: Path) -> None:
    """Header and schema gone: the rows tell by themselves what they are."""
    overwritten(path, 0, bytes(4096))
    report, dossier = rescued(path)
    assert dossier == example()
    assert report.recovered["points"] == 3


def test_a_lost_point_is_named_and_what_hung_on_it_is_mended(path: Path) -> None:
    """Links to it go, briefs no longer select it, and the report says all of that."""
    damaged_row(path, b"The wall gives way")
    report, dossier = rescued(path)
    assert [point.id for point in dossier.points] == ["dilemma-1", "rec-1"]
    dilemma, recommendation = dossier.points
    assert isinstance(dilemma, Dilemma)
    assert isinstance(recommendation, Recommendation)
    assert dilemma.options[0].reduces == ()
    assert recommendation.mitigates == ()
    assert [selected.point for selected in dossier.briefs[0].points] == ["rec-1"]
    assert report.lost == ("risk-1 among the points is not as it was written",)
    assert report.repaired == (
        "dilemma-1 is no longer linked to risk-1, lost",
        "rec-1 is no longer linked to risk-1, lost",
        "brief-1 no longer selects risk-1, lost",
    )
    assert dossier.counters == example().counters


def test_a_lost_passage_leaves_its_points(path: Path) -> None:
    """The citation of what is lost goes; the point stays."""
    damaged_row(path, b"Ask for the series.")
    report, dossier = rescued(path)
    assert [one.id for one in dossier.passages] == ["passage-1", "passage-2"]
    assert [citation.passage for citation in dossier.points[0].evidence] == ["passage-1"]
    assert "risk-1 no longer cites passage-3, lost" in report.repaired


def test_a_lost_text_leaves_the_source_and_every_quotation(path: Path) -> None:
    """The source stays with its bibliography and its document; its passages keep their words, marked lost."""
    damaged_row(path, b"Each winter takes")
    report, dossier = rescued(path)
    harbour = dossier.sources[0]
    assert (harbour.text, harbour.bibliography) == ("", example().sources[0].bibliography)
    assert "lost to damage" in harbour.warnings[-1]
    assert [(one.quote, one.lost) for one in dossier.passages if one.source == "source-1"] == [
        ("no longer exists", True),
        ("floods twice a year", True),
    ]
    assert dossier.points == example().points
    assert any("the text of source-1" in sentence for sentence in report.lost)
    with open_dossier(path.with_name("rescued.briefgen")) as file:
        assert file.original(harbour.sha256) == HARBOUR.encode()


def test_a_lost_document_is_replaced_by_its_text(path: Path) -> None:
    """Where the bytes are gone, the text stands in for them, and the source says so."""
    document = b"<html>a document that is not its text</html>"
    with open_dossier(path) as file:
        given_ = hashlib.sha256(document).hexdigest()
        saved = replace(file.dossier.sources[0], sha256=given_, size=len(document))
        file.commit(replace(file.dossier, sources=(saved, file.dossier.sources[1])), {given_: document})
    damaged_row(path, document)
    report, dossier = rescued(path)
    (harbour, _) = dossier.sources
    assert (harbour.text, harbour.filename) == (HARBOUR, "harbour.md")
    assert harbour.sha256 == hashlib.sha256(HARBOUR.encode()).hexdigest()
    assert "its text stands in its place" in harbour.warnings[-1]
    assert report.repaired == ("the document of source-1 “The harbour wall” is lost; its text is kept in its place",)
    assert dossier.points == example().points


def test_a_lost_source_is_made_again_from_its_text_and_passages(path: Path) -> None:
    """The text that has all its passages is its text; its bibliography is lost, and named."""
    damaged_row(path, b"harbour.md")
    report, dossier = rescued(path)
    found = dossier.source("source-1")
    assert found.text == HARBOUR
    assert found.blocks == example().sources[0].blocks
    assert dossier.passages == example().passages
    assert any("source-1 among the sources" in sentence for sentence in report.lost)


def test_a_lost_source_and_text_leave_the_quotations(path: Path) -> None:
    """With neither row nor text, a source without text stands in for it, so that no quotation is lost."""
    damaged_row(path, b"harbour.md")
    damaged_row(path, b"Each winter takes")
    _, dossier = rescued(path)
    assert dossier.source("source-1").text == ""
    assert [one.quote for one in dossier.passages] == [one.quote for one in example().passages]
    assert dossier.points == example().points


def test_without_any_record_the_texts_are_saved(path: Path) -> None:
    """When all records are gone, each text that is left becomes a source of its own."""
    place = path.read_bytes().index(b"The wall gives way") // 4096 * 4096
    overwritten(path, place, bytes(4096))
    report, dossier = rescued(path)
    assert {one.text for one in dossier.sources} == {HARBOUR, FERRY, OLD}
    assert dossier.sources[0].blocks == example().sources[0].blocks
    assert dossier.counters.source == 3
    assert any("risk-1 among the points" in sentence for sentence in report.lost)
    overwritten(path, 0, bytes(path.stat().st_size))
    with pytest.raises(DossierRefused, match="Nothing could be recovered"):
        recover(path, path.with_name("new.briefgen"))


def test_a_source_in_the_bin_survives_without_its_text(path: Path) -> None:
    """What was deleted can still be put back, as far as it is there."""
    damaged_row(path, b"A notice that the editors", 1)
    report, dossier = rescued(path)
    binned = dossier.bin[1].source
    assert binned is not None
    assert binned.text == ""
    assert any("bin-2 among the bin" in sentence for sentence in report.lost)


def test_lost_settings_and_counters_are_made_anew(path: Path) -> None:
    """The title is the new file's name, and no number is given twice."""
    with open_dossier(path) as file:
        file.commit(replace(file.dossier, points=(*file.dossier.points, Risk(id="risk-7"))))
    damaged_row(path, b"Lower town")
    damaged_row(path, b'{"source":3,')
    report, dossier = rescued(path)
    assert dossier.settings == Settings(title="rescued")
    assert dossier.counters == replace(example().counters, risk=7)
    assert any("settings" in sentence for sentence in report.lost)
    assert any("counters" in sentence for sentence in report.lost)


def test_what_the_index_knows_of_is_named(path: Path) -> None:
    """A page that is gone takes rows along of which nothing is left; the index of ids tells which they were."""
    with open_dossier(path) as file:
        more = tuple(Risk(id=f"risk-{number}", body="Some words. " * 40) for number in range(10, 60))
        file.commit(replace(file.dossier, points=(*file.dossier.points, *more)))
    place = path.read_bytes().index(b'{"id":"risk-30"') // 4096 * 4096
    overwritten(path, place, bytes(4096))
    report, dossier = rescued(path)
    left = {point.id for point in dossier.points}
    gone = {f"risk-{number}" for number in range(10, 60)} - left
    assert gone
    assert {sentence.split()[0] for sentence in report.lost} >= gone
    assert not {sentence.split()[0] for sentence in report.lost} & left


def test_a_version_with_damaged_rows_is_left_out_and_named(path: Path) -> None:
    """A version that can't be had whole is not passed off as one."""
    with open_dossier(path) as file:
        file.save_version("sent")
        file.commit(replace(file.dossier, briefs=file.dossier.briefs[:1], issues=()))
    changed(path, "UPDATE past SET body = replace(body, 'issue', 'tissue') WHERE id = 'issue-1'")
    report, _ = rescued(path)
    assert report.versions == 1
    assert any("issue-1 among the issues in an earlier version" in sentence for sentence in report.lost)
    changed(path, "UPDATE past SET born = 0, crc = 0")
    changed(path, "DELETE FROM record WHERE id = 'passage-3'")
    report, _ = rescued(path)
    assert report.versions == 0
    assert any("the version “sent”" in sentence for sentence in report.lost)


def test_a_cut_off_file(path: Path) -> None:
    """What stands before the cut is saved; how much is missing is said."""
    with open_dossier(path) as file:
        text = "A long text. " * 20_000
        big = source("source-9", text)
        file.commit(replace(file.dossier, sources=(*file.dossier.sources, big)), {big.sha256: text.encode()})
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - 100_000])
    report, dossier = rescued(path)
    assert set(dossier.points) == set(example().points)
    assert any("100,000 bytes" in sentence for sentence in report.lost)
    assert any("source-9" in sentence for sentence in report.lost)


def test_an_interrupted_change_is_undone_first(path: Path) -> None:
    """The state before a change that was broken off is what is saved, and the journal stays where it is."""
    interrupt(path)
    journal = path.with_name(f"{path.name}-journal")
    before = journal.read_bytes()
    _, dossier = rescued(path)
    assert dossier == example()
    assert journal.read_bytes() == before


def test_damage_anywhere_never_ends_in_an_error_or_a_lie(path: Path) -> None:
    """Wherever a file is hit, a sound dossier comes of it, each record of which is one that was there."""
    with open_dossier(path) as file:
        file.save_version("old")
        file.commit(replace(file.dossier, issues=()))
    whole = path.read_bytes()
    chance = random.Random(11)  # noqa: S311  no secret
    there = {name: {record.id: record for record in getattr(example(), name)} for name in ("briefs", "points")}
    for _ in range(40):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            place = chance.randrange(len(content) - 600)
            content[place : place + 600] = chance.choice([bytes(600), chance.randbytes(600)])
        path.write_bytes(content)
        try:
            report, dossier = rescued(path)
        except DossierRefused as refused:
            assert "Nothing could be recovered" in refused.message or "another program" in refused.message  # noqa: PT017  one of two refusals, or none
            continue
        mended = " ".join((*report.repaired, *report.lost))
        for name, known in there.items():
            for record in getattr(dossier, name):
                assert record == known[record.id] or record.id in mended


def test_foreign_and_empty_files_give_nothing(tmp_path: Path, path: Path) -> None:
    """Nothing is made of what was never a dossier; what there is in the place of the new file stays."""
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        connection.execute("PRAGMA application_id = 7")
        connection.execute("CREATE TABLE t (n)")
    (tmp_path / "empty.briefgen").touch()
    (tmp_path / "text.briefgen").write_text("no dossier " * 1000)
    (tmp_path / "folder.briefgen").mkdir()
    new = tmp_path / "new.briefgen"
    for name, words in (
        ("foreign.db", "another program"),
        ("empty.briefgen", "empty"),
        ("text.briefgen", "Nothing could be recovered"),
        ("folder.briefgen", "is a folder"),
        ("none.briefgen", "There is no"),
    ):
        with pytest.raises(DossierRefused, match=words):
            recover(tmp_path / name, new)
        assert not new.exists()
    changed(path, "PRAGMA user_version = 2000")
    with pytest.raises(DossierRefused, match="newer Briefgen"):
        recover(path, new)
    new.write_text("mine")
    with pytest.raises(DossierRefused, match="already"):
        recover(path, new)
    assert new.read_text() == "mine"
    with pytest.raises(DossierRefused, match="There is no"):
        recover(path, tmp_path / "nowhere" / "new.briefgen")


def test_an_open_dossier_is_not_read_behind_its_back(path: Path, tmp_path: Path) -> None:
    """Here or in another process: it must be closed first."""
    with open_dossier(path), pytest.raises(DossierRefused, match="close it first"):
        recover(path, tmp_path / "new.briefgen")
    script = (
        "import sys; from briefgen.dossier_file import open_dossier; "
        "file = open_dossier(sys.argv[1]); print(flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(DossierRefused, match="open for writing by"):
            recover(path, tmp_path / "new.briefgen")
        process.kill()
    assert recover(path, tmp_path / "new.briefgen").lost == ()


def test_what_the_disk_can_not_read_is_passed_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken place of the disk costs the page that it is on, and is named."""
    with open_dossier(path) as file:
        more = tuple(Risk(id=f"risk-{number}", body="Some words. " * 40) for number in range(10, 60))
        file.commit(replace(file.dossier, points=(*file.dossier.points, *more)))
    place = path.read_bytes().index(b'"id":"risk-30"') // 4096 * 4096
    read, seek = os.read, os.lseek
    at = [0]

    def seeking(descriptor: int, offset: int, how: int) -> int:
        at[0] = offset
        return seek(descriptor, offset, how)

    def reading(descriptor: int, length: int) -> bytes:
        if at[0] <= place < at[0] + length:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read(descriptor, length)

    monkeypatch.setattr(os, "lseek", seeking)
    monkeypatch.setattr(os, "read", reading)
    report = recover(path, path.with_name("rescued.briefgen"))
    monkeypatch.undo()
    assert f"4096 bytes from byte {place} on, which the disk can't read (Input/output error)" in report.lost
    assert any("risk-30 among the points" in sentence for sentence in report.lost)
    with open_dossier(path.with_name("rescued.briefgen")) as file:
        assert file.dossier.passages == example().passages
        assert set(file.dossier.points) > set(example().points)


def test_an_interrupted_change_of_a_damaged_file_is_told_of(path: Path) -> None:
    """Where the journal is of no use any more, what there is is saved, and the report warns."""
    interrupt(path)
    overwritten(path, 0, bytes(100))
    os.truncate(path.with_name(f"{path.name}-journal"), 8)
    report = recover(path, path.with_name("rescued.briefgen"))
    assert any("before a change that was interrupted" in sentence for sentence in report.lost)


def test_a_document_that_would_burst_the_memory_is_none(path: Path) -> None:
    """A packed document that grows beyond the size it names is damage, and is not unpacked further."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE original SET packed = 1, bytes = ?", (zlib.compress(bytes(50_000_000)),))
        connection.commit()
    with open_dossier(path) as file, pytest.raises(DossierRefused, match="not as it was written"):
        file.original(next(iter(originals())))
    report, dossier = rescued(path)
    assert dossier.points == example().points
    assert report.lost == ()


# ------------------------------------------------------------------------------------------- pages


def made(path: Path, *statements: str, page_size: int = 512) -> Pages:
    """The pages of a database made by SQLite."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return Pages.of(path.read_bytes(), 4096)


def test_every_kind_of_value_is_read_as_sqlite_reads_it(tmp_path: Path) -> None:
    """Integers of each width, floats, texts, blobs, NULL; on the page and far beyond it."""
    path = tmp_path / "x.db"
    numbers = [0, 1, -1, 127, -128, 128, 32767, -32769, 2**23, -(2**31), 2**40, 2**62, -(2**63)]
    values = [*numbers, 1.5, "", "wörter", "x" * 5000, None]
    pages = made(path, "CREATE TABLE t (n INTEGER PRIMARY KEY, v)")
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO t (v) VALUES (?)", [(value,) for value in (*values, b"", b"\x00" * 3000)])
        connection.execute("INSERT INTO t VALUES (-5, 'negative'), (9000000000, 'large')")
        connection.commit()
        expected = connection.execute("SELECT * FROM t ORDER BY n").fetchall()
    pages = Pages.of(path.read_bytes(), 4096)
    found = [(row.n, row.values[1]) for row in pages.rows() if len(row.values) == 2]
    assert sorted(found, key=lambda row: row[0] or 0) == expected
    assert pages.broken == {}
    assert pages.page_size == 512


@pytest.mark.parametrize("page_size", [512, 4096, 65536])
def test_rows_of_an_index_are_found_on_inner_pages_too(tmp_path: Path, page_size: int) -> None:
    """An index keeps entries on every level of its tree."""
    pages = made(
        tmp_path / "x.db",
        "CREATE TABLE t (a TEXT, b TEXT, UNIQUE (a, b))",
        "WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 3000) "
        "INSERT INTO t SELECT 'key ' || n, printf('%0200d', n) FROM c",
        page_size=page_size,
    )
    found = {row.values[0] for row in pages.rows() if row.n is None and len(row.values) == 3}
    assert found == {f"key {number}" for number in range(1, 3001)}


def _shuffled(chance: random.Random) -> Callable[[bytes], bytes]:
    def shuffle(page: bytes) -> bytes:
        return page[:1] + chance.randbytes(len(page) - 1)

    return shuffle


def test_nonsense_on_a_page_is_noted_and_passed_over(tmp_path: Path) -> None:
    """Random bytes after the mark of a leaf page never stop the reading."""
    path = tmp_path / "x.db"
    made(path, "CREATE TABLE t (v)", "INSERT INTO t VALUES ('kept'), (zeroblob(2000))")
    content = path.read_bytes()
    chance = random.Random(3)  # noqa: S311  no secret
    spoil = _shuffled(chance)
    broken = 0
    for _ in range(200):
        extra = b"".join(spoil(bytes([kind]) + bytes(511)) for kind in (0x0D, 0x0A, 0x02))
        pages = Pages.of(content + extra, 4096)
        assert ("kept",) in [row.values for row in pages.rows()]
        broken += bool(pages.broken)
    assert broken > 150


def test_a_passage_that_names_a_text_found_twice_stays_without(path: Path) -> None:
    """Where two texts have all passages of a lost source, neither is guessed."""
    with open_dossier(path) as file:
        twin = source("source-8", HARBOUR + "\n\nMore.")
        one: Passage = passage("passage-8", twin, "wall was built")
        dossier = replace(file.dossier, sources=(*file.dossier.sources, twin), passages=(*file.dossier.passages, one))
        file.commit(dossier, originals() | {twin.sha256: twin.text.encode()})
    damaged_row(path, b"harbour.md")
    content = path.read_bytes()
    place = content.rindex(b'"id":"source-8"')
    overwritten(path, place, b"\xff" * 10)
    _, dossier = rescued(path)
    assert dossier.source("source-1").text == ""
