"""A filled-in PDF by the command line: it sets decisions as one act, tells what it did not set, and can be tried."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.domain import operations
from briefgen.domain.points import Recommendation
from briefgen.domain.terms import Decision
from briefgen.dossier_file import DossierFile, create, open_dossier
from briefgen.workflows import now
from tests.cli.conftest import Briefgen
from tests.filled_in import DOSSIER, printed, rendered, with_values

WORDS = {"comments": "Not before May.\nAsk again.", "signature": "A. Minister", "signed-on": "14 March 2027"}


@pytest.fixture
def dossier(briefgen: Briefgen, tmp_path: Path) -> str:
    """The dossier, and beside it the brief's PDF as it came back."""
    create(tmp_path / "wall.briefgen", DOSSIER.settings).close()
    with open_dossier(tmp_path / "wall.briefgen") as file:
        file.commit(DOSSIER)
    filled = with_values(rendered().pdf, {"rec-1": "agree", "rec-2": "disagree", "rec-3": "noted"}, WORDS)
    (tmp_path / "back.pdf").write_bytes(filled)
    (tmp_path / "paper.pdf").write_bytes(printed(filled))
    return "wall.briefgen"


def rec(file: DossierFile, number: int) -> Recommendation:
    """A recommendation."""
    found = file.dossier.point(f"rec-{number}")
    assert isinstance(found, Recommendation)
    return found


def test_decisions_are_set_as_one_act(briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
    """First tried, then done; who, when and what was said is kept; a second time there is nothing to do."""
    tried = briefgen("decisions", "back.pdf", dossier, "--dry-run")
    assert tried.code == 0
    assert "leave out --dry-run" in tried.err
    with open_dossier(tmp_path / dossier, read_only=True) as file:
        assert rec(file, 1).decision is None
    done = briefgen("decisions", "back.pdf", dossier)
    assert done.code == 0
    assert done.out == tried.out
    assert [line.split()[0] for line in done.lines[1:4]] == ["rec-1", "rec-2", "rec-3"]
    assert done.lines[4:] == ["signed: A. Minister", "date: 14 March 2027", "comments: Not before May. Ask again."]
    with open_dossier(tmp_path / dossier, read_only=True) as file:
        assert [rec(file, n).decision for n in (1, 2, 3)] == [Decision.AGREED, Decision.NOT_AGREED, Decision.NOTED]
        assert (rec(file, 2).decision_by, str(rec(file, 2).decision_date)) == ("A. Minister", "2027-03-14")
        (reply,) = file.dossier.briefs[0].replies
        assert (reply.filename, reply.comments) == ("back.pdf", "Not before May.\nAsk again.")
    again = briefgen("decisions", "back.pdf", dossier)
    assert again.code == 0
    assert "read back already" in again.err
    assert "is so already" in again.out
    with open_dossier(tmp_path / dossier, read_only=True) as file:
        assert len(file.dossier.briefs[0].replies) == 1


def test_what_speaks_against_it_is_told_and_set_on_demand(briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
    """Reworded and gone since: exit 1, a sentence for each; --even sets what can be set, and nothing else."""
    with open_dossier(tmp_path / dossier) as file:
        after = operations.edit_point(file.dossier, "rec-1", at=now(), values={"action": "Agree to move the wall."})
        file.commit(operations.delete_point(after, "rec-2", at=now()))
    said = briefgen("decisions", "back.pdf", dossier, "--json")
    assert said.code == 1
    told = {answer["id"]: (answer["standing"], answer["set"]) for answer in json.loads(said.out)["answers"]}
    assert told == {"rec-1": ("reworded", False), "rec-2": ("gone", False), "rec-3": ("new", True)}
    again = briefgen("decisions", "back.pdf", dossier)
    assert "--even rec-1 sets it all the same" in again.err
    assert "lies in the bin" in again.err
    assert briefgen("decisions", "back.pdf", dossier, "--even", "rec-2").code == 2
    assert briefgen("decisions", "back.pdf", dossier, "--even", "rec-1").code == 1
    with open_dossier(tmp_path / dossier, read_only=True) as file:
        assert rec(file, 1).decision is Decision.AGREED
        assert [reply.answers[0].taken for reply in file.dossier.briefs[0].replies] == [False, True]


def test_what_holds_nothing_for_this_dossier_is_refused(briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
    """Paper, another dossier, a file that is not there: exit 3 and a sentence; nothing is changed."""
    assert briefgen("decisions", "paper.pdf", dossier).code == 3
    with open_dossier(tmp_path / dossier) as file:
        file.commit(replace(file.dossier, settings=replace(file.dossier.settings, id="another")))
    for name, words in (("back.pdf", "another dossier"), ("paper.pdf", "by hand"), ("none.pdf", "not there")):
        said = briefgen("decisions", name, dossier)
        assert said.code == 3
        assert words in said.err
