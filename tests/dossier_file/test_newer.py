"""A file of a newer minor version opens, and what only that version knows survives being edited here."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefgen.domain.points import Risk
from briefgen.domain.terms import Trend
from briefgen.dossier_file import DossierRefused, open_dossier
from briefgen.dossier_file.records import checksum
from tests.dossier_file.example import example
from tests.dossier_file.test_refusals import changed


def put(path: Path, collection: str, row_id: str, **more: Any) -> None:
    """Put names into a row as a newer program would; a name with an underscore in front goes into its first entry."""
    with closing(sqlite3.connect(path)) as connection:
        sort, text, body = connection.execute(
            "SELECT sort, text, body FROM record WHERE collection = ? AND id = ?", (collection, row_id)
        ).fetchone()
        plain = json.loads(body)
        for name, value in more.items():
            if name.startswith("_"):
                plain["evidence"][0][name[1:]] = value
            else:
                plain[name] = value
        new = json.dumps(plain)
        connection.execute(
            "UPDATE record SET body = ?, crc = ? WHERE collection = ? AND id = ?",
            (new, checksum(collection, row_id, sort, text, new), collection, row_id),
        )
        connection.commit()


def kept(path: Path, row_id: str) -> dict[str, Any]:
    """The plain data of a row."""
    with closing(sqlite3.connect(path)) as connection:
        (body,) = connection.execute("SELECT body FROM record WHERE id = ?", (row_id,)).fetchone()
    found: dict[str, Any] = json.loads(body)
    return found


@pytest.fixture
def newer(path: Path) -> Path:
    """The example as version 1.7 might have written it."""
    put(path, "points", "risk-1", mood={"grave": True}, trend="sideways", _weight=3)
    put(path, "whole", "settings", colour="blue")
    changed(path, "ALTER TABLE record ADD COLUMN shade TEXT")
    changed(path, "CREATE TABLE moods (n INTEGER PRIMARY KEY) STRICT")
    changed(path, "INSERT INTO record (collection, id, sort, born, body, crc) VALUES ('moods', 'm', 0, 1, '{}', 0)")
    changed(path, "PRAGMA user_version = 1007")
    return path


def test_it_opens_with_what_is_known(newer: Path) -> None:
    """Unknown names, terms, columns, tables and collections are passed over."""
    with open_dossier(newer) as file:
        assert not file.read_only
        assert file.dossier == example()


def test_what_is_unknown_survives_an_edit(newer: Path) -> None:
    """An edited row keeps its unknown names at every depth, and the file its version."""
    with open_dossier(newer) as file:
        risk = file.dossier.points[0]
        assert isinstance(risk, Risk)
        cited = (replace(risk.evidence[0], note="Look again."), risk.evidence[1])
        points = (replace(risk, title="New", evidence=cited[::-1]), *file.dossier.points[1:])
        file.commit(replace(file.dossier, points=points, settings=replace(file.dossier.settings, title="Other")))
        file.commit(replace(file.dossier, points=(points[1], points[0], points[2])))
        expected = file.dossier
    body = kept(newer, "risk-1")
    assert (body["title"], body["mood"], body["trend"]) == ("New", {"grave": True}, "sideways")
    assert body["evidence"][1]["weight"] == 3
    assert body["evidence"][1]["note"] == "Look again."
    assert kept(newer, "settings")["colour"] == "blue"
    with open_dossier(newer) as file:
        assert file.dossier == expected
        assert file.check() == ()
    with closing(sqlite3.connect(newer)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1007,)
        assert connection.execute("SELECT count(*) FROM record WHERE collection = 'moods'").fetchone() == (1,)


def test_what_is_unknown_survives_undoing_a_deletion(newer: Path) -> None:
    """A point that is deleted and comes back in the same session has everything it had."""
    with open_dossier(newer) as file:
        before = file.dossier
        emptied = replace(before, points=(), briefs=(), bin=(), issues=())
        file.commit(emptied)
        file.commit(before)
        file.commit(emptied)
        file.commit(before)
    assert kept(newer, "risk-1")["mood"] == {"grave": True}


def test_a_term_that_is_chosen_here_replaces_the_unknown_one(newer: Path) -> None:
    """What an editor decides here is what stands there."""
    with open_dossier(newer) as file:
        risk = file.dossier.points[0]
        assert isinstance(risk, Risk)
        file.commit(replace(file.dossier, points=(replace(risk, trend=Trend.RISING), *file.dossier.points[1:])))
    assert kept(newer, "risk-1")["trend"] == "rising"


def test_a_version_of_it_opens(newer: Path) -> None:
    """Versions of such a file are had as well."""
    with open_dossier(newer) as file:
        file.save_version("x")
        file.commit(replace(file.dossier, briefs=()))
        assert file.load_version("x") == example()


def test_unknown_names_in_a_file_of_our_own_are_kept_too(path: Path) -> None:
    """Whoever put a name into a row: it is not dropped."""
    put(path, "points", "risk-1", mood=1)
    with open_dossier(path) as file:
        points = (replace(file.dossier.points[0], title="New"), *file.dossier.points[1:])
        file.commit(replace(file.dossier, points=points))
    assert kept(path, "risk-1")["mood"] == 1


def test_what_can_not_be_read_even_so_is_refused(newer: Path) -> None:
    """A newer row that gives no record here, because a field that must be given has an unknown term, is named."""
    put(newer, "points", "risk-1", rating_override={"rating": "apocalyptic", "reason": "x"})
    with pytest.raises(DossierRefused, match="risk-1"):
        open_dossier(newer)
