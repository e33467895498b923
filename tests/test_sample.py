"""The sample dossier that ships: it is what its script makes of its texts, and its briefs could go out."""

import datetime as dt
import importlib.util
import json
import re
import shutil
import sqlite3
import types
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pypdfium2
import pytest

from briefgen import workflows
from briefgen.cli import run
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Dilemma, Option, Recommendation, Risk
from briefgen.domain.preflight import preflight
from briefgen.dossier_file import open_dossier
from briefgen.resources import assets_folder
from briefgen.settings import Preferences

SAMPLE = assets_folder() / "sample"
ROOT = Path(__file__).resolve().parent.parent

KIB = 1024


@pytest.fixture
def own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample as a user without settings of their own copies it."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    return shutil.copyfile(SAMPLE / "sample.briefgen", tmp_path / "sample.briefgen")


@pytest.fixture
def dossier(own_copy: Path) -> Dossier:
    """The sample's dossier."""
    with open_dossier(own_copy, read_only=True) as file:
        return file.dossier


def make_sample_script() -> types.ModuleType:
    """The script that makes the sample, as a module."""
    spec = importlib.util.spec_from_file_location("make_sample", ROOT / "build_scripts" / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sample_is_what_its_script_makes(own_copy: Path, dossier: Dossier, tmp_path: Path) -> None:
    """Made again from its texts the sample is the same to the last field: else run make_sample.py and commit."""
    made = make_sample_script().make_sample(tmp_path / "again.briefgen")
    with open_dossier(made, read_only=True) as again:
        assert again.dossier == dossier
        with open_dossier(own_copy, read_only=True) as shipped:
            for source in dossier.sources:
                assert shipped.original(source.sha256) == again.original(source.sha256)


def test_sample_is_small_and_whole() -> None:
    """The file that is committed is sound and has no room to spare."""
    path = SAMPLE / "sample.briefgen"
    assert path.stat().st_size < 300 * KIB
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    finally:
        connection.close()


def test_noise_is_left_out_of_the_sample(dossier: Dossier) -> None:
    """What a newspaper's page prints between the paragraphs is listed as left out, and nothing else is."""
    noise = (
        "Advertisement",
        "Share this article",
        "Read more: Council leaders split over cost of summer readiness",
        "Advertisement",
        "Sign up to our newsletter",
        "Recommended for you",
        "We use cookies to improve your experience. Accept all cookies",
    )
    assert {s.filename: tuple(line.text for line in s.left_out) for s in dossier.sources} == {
        "cool-rooms-first.md": (),
        "the-ledger-opinion.txt": noise,
        "technical-note-14.md": (),
        "bilan-pieces-fraiches.txt": (),
    }


def never_filled(cls: type, records: Iterable[object]) -> set[str]:
    """The fields that hold nothing in any of the records."""
    found = [record for record in records if isinstance(record, cls)]
    return {
        field.name
        for field in fields(cls)
        if not any(getattr(record, field.name) not in (None, "", (), False) for record in found)
    }


# A title suggested from a passage, and fields of another kind, are what editing leaves behind; a marking, a restriction
# to templates and a note to self are for points that a sample brief would not print.
UNSHOWN = {"title_is_draft", "set_aside", "marking", "include_in", "note"}


@pytest.mark.parametrize(
    ("cls", "unshown"), [(Risk, UNSHOWN), (Dilemma, UNSHOWN), (Recommendation, UNSHOWN), (Option, set())]
)
def test_every_field_of_a_point_is_shown_somewhere(dossier: Dossier, cls: type, unshown: set[str]) -> None:
    """Whoever opens the sample finds each field of points and options filled at least once."""
    options = [option for point in dossier.points if isinstance(point, Dilemma) for option in point.options]
    assert never_filled(cls, [*dossier.points, *options]) == unshown


def test_every_field_of_a_brief_is_shown_somewhere(dossier: Dossier) -> None:
    """The briefs fill all that a brief has, but for the label in place of a marking and the pin to files.

    Nor do they choose what else goes with their pages, and nothing has come back yet.
    """
    chosen = {"citation_style", "evidence_annex", "provenance", "attach_data"}
    assert never_filled(Brief, dossier.briefs) - chosen == {"tlp", "template_sha256", "replies"}
    template = workflows.template_of(dossier.briefs[0], Preferences()).template
    assert {name for brief in dossier.briefs for name, _ in brief.fields} == {field.name for field in template.fields}
    written = {section.id for brief in dossier.briefs for section in brief.sections}
    # What the tables and boxes of these two say needs no words before it.
    assert {s.id for s in template.sections if s.narrative} - written <= {"recommendations", "risks"}


def test_sample_has_all_that_a_dossier_can_have(dossier: Dossier) -> None:
    """Five risks and more, two dilemmas of which one is a table of 3 x 4, six recommendations, links, marks, a lean."""
    risks = [p for p in dossier.points if isinstance(p, Risk)]
    dilemmas = [p for p in dossier.points if isinstance(p, Dilemma)]
    recommendations = [p for p in dossier.points if isinstance(p, Recommendation)]
    assert (len(risks), len(recommendations)) == (6, 6)
    assert [(len(d.options), len(d.criteria), len(d.cells)) for d in dilemmas] == [(3, 4, 12), (2, 2, 4)]
    assert all(r.mitigates for r in recommendations)
    assert {s.option for r in recommendations for s in r.settles} == {"B"}
    assert any(r.depends_on for r in recommendations)
    edits = [edit for p in dossier.points for c in p.evidence for edit in c.edits]
    assert any(edit.insertion for edit in edits)
    assert any(not edit.insertion for edit in edits)
    assert {len({dossier.passage(c.passage).source for c in p.evidence}) for p in dossier.points} >= {1, 2, 3}


SUBMISSION, NOTE = "Submission to the Minister", "Note on publishing readings"


@pytest.mark.parametrize(
    ("name", "open_", "accepted"),
    [
        (
            SUBMISSION,
            {"abbreviation": "warning", "sentence-over-25": "hint", "point-off": "hint", "single-source": "hint"},
            [],
        ),
        (NOTE, {}, ["link-outside"]),
    ],
)
def test_check_finds_nothing_that_must_be_fixed(
    own_copy: Path,
    dossier: Dossier,
    name: str,
    open_: dict[str, str],
    accepted: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On its day each brief could go out; the submission leaves preflight a few things to say, the note none."""
    brief = workflows.find_brief(dossier, name)
    template = workflows.template_of(brief, Preferences())
    assert brief.date is not None
    findings = preflight(dossier, brief, template.template, today=brief.date)
    assert {str(f.rule): str(f.severity) for f in findings if not f.accepted} == open_
    assert [finding.rule for finding in findings if finding.accepted] == accepted
    assert run(["check", str(own_copy), name, "--json"]) == 0
    later = json.loads(capsys.readouterr().out)
    assert {finding["rule"] for finding in later if not finding["accepted"]} <= {"date-past", *open_}


def pages_of(pdf: Path) -> list[str]:
    """The text of each page, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Text without what a line break may add or take: spaces and hyphens."""
    return re.sub(r"[\s\x02\u00ad\u2010\ufffe-]+", "", text).casefold()


@pytest.mark.parametrize(("name", "body"), [(SUBMISSION, 2), (NOTE, 1)])
def test_brief_is_rendered_whole(own_copy: Path, dossier: Dossier, tmp_path: Path, name: str, body: int) -> None:
    """What a minister reads ends where the template aims to; every page is marked twice, and every text is there."""
    brief = workflows.find_brief(dossier, name)
    pdf = tmp_path / "brief.pdf"
    assert run(["render", str(own_copy), name, "-o", str(pdf)]) == 0
    texts = pages_of(pdf)
    assert next(at for at, text in enumerate(texts) if "Annex A. Particulars" in text) == body
    assert len(texts) <= 2 * body
    assert all(text.count(brief.marking) == 2 for text in texts)
    whole = squeezed(" ".join(texts))
    wanted = [brief.title, brief.to, brief.from_, brief.bluf, brief.decision_by_reason, brief.contact, *brief.copy_to]
    wanted += [part for s in brief.sections for part in re.split(r"\[@[^\]]*\]|\n\n", s.text)]
    for selected in (selected for selected in brief.points if selected.shown):
        point = dossier.point(selected.point)
        if isinstance(point, Risk):
            wanted += [point.cause, point.event, point.effect, point.owner]
        elif isinstance(point, Recommendation):
            wanted += [point.action.rstrip("."), point.owner, point.dissent]
        elif isinstance(point, Dilemma):
            assert point.tension is not None
            wanted += [point.tension.one, point.tension.other]
            wanted += [text for option in point.options for text in (option.name, option.gains, option.costs)]
    missing = [text for text in wanted if squeezed(text) not in whole]
    assert not missing


def test_french_is_quoted_as_french_is(own_copy: Path, tmp_path: Path) -> None:
    """A French quotation in an English brief keeps its words, and stands between English marks."""
    pdf = tmp_path / "brief.pdf"
    assert run(["render", str(own_copy), SUBMISSION, "-o", str(pdf)]) == 0
    assert "“Payez d’abord, obligez ensuite.”" in " ".join(pages_of(pdf))


def test_times_are_fixed(dossier: Dossier) -> None:
    """The file changes only when its texts do."""
    assert dossier.settings.created == dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)
    assert {source.imported for source in dossier.sources} == {dossier.settings.created}
