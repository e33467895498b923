"""The samples that templates are shown with: they fit any template, in both languages and on both papers."""

import importlib.util
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefgen.domain.house_template import PointLimits
from briefgen.domain.terms import Kind, Paper
from briefgen.errors import NotThere
from briefgen.rendering.fitting import Step
from briefgen.rendering.house_templates import OpenTemplate, list_templates, open_template
from briefgen.rendering.samples import read_sample, sample_context, sample_names
from briefgen.rendering.sandbox import fill
from briefgen.rendering.template_errors import TemplateError
from briefgen.resources import templates_folder
from tests.rendering.conftest import MANIFEST, MakeTemplate

SHIPPED = list(list_templates().opened)
SECTIONS = (
    '[[sections]]\nid = "issue"\ntitle = "Issue"\nwords = 20\n'
    '[[sections]]\nid = "risks"\ntitle = "Risks"\nshows = "risk"\n'
    '[[sections]]\nid = "all"\ntitle = "All"\nshows = "dilemma"\n'
)
FIELDS = "".join(
    f'[[fields]]\nname = "{kind}_field"\ntype = "{kind}"\n' + ('choices = ["one", "two"]\n' if kind == "choice" else "")
    for kind in ("line", "text", "markdown", "flag", "number", "date", "choice", "lines")
)


@pytest.fixture
def made(make_template: MakeTemplate) -> OpenTemplate:
    """A template with sections and a field of each type."""
    return open_template(make_template(manifest=MANIFEST + SECTIONS + FIELDS))


def test_the_samples_are_as_their_script_makes_them(tmp_path: Path) -> None:
    """Whoever changes the texts, or the records that they are kept in, runs make_template_samples.py and commits."""
    script = Path(__file__).resolve().parents[2] / "build_scripts" / "make_template_samples.py"
    spec = importlib.util.spec_from_file_location("make_template_samples", script)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.make_samples(tmp_path)
    shipped = templates_folder() / "_shared" / "samples"
    assert {path.name for path in made} == {path.name for path in shipped.iterdir()}
    for path in made:
        assert (shipped / path.name).read_text("utf-8") == path.read_text("utf-8")
    own = module.make_own_samples(tmp_path)
    assert {path.relative_to(tmp_path) for path in own} == {
        path.relative_to(templates_folder())
        for path in templates_folder().glob("*/samples/*.json")
        if path.parts[-3] != "_shared"
    }
    for path in own:
        assert (templates_folder() / path.relative_to(tmp_path)).read_text("utf-8") == path.read_text("utf-8")


@pytest.mark.parametrize("opened", SHIPPED, ids=lambda opened: opened.template.name)
@pytest.mark.parametrize("language", ["en-GB", "fr-FR"])
def test_every_shipped_template_takes_every_sample(opened: OpenTemplate, language: str) -> None:
    """On each paper that it is made for, nothing that it does not know and nothing missing."""
    for name in sample_names(opened):
        for paper in opened.template.paper:
            context = sample_context(opened, name, paper=paper, language=language)
            assert (context["page"]["paper"], context["language"]) == (str(paper), language)
            assert [problem["message"] for problem in context["problems"]] == []
            if opened.template.fit.steps:
                context["fit"] = Step(opened.template.fit.steps[0]).plain()
            assert "</html>" in fill(opened, context, language=language, output_characters=20_000_000)


def test_the_least_is_a_title_and_nothing_else(made: OpenTemplate) -> None:
    """No text, no points, no marking, no value of the template's own fields."""
    context = sample_context(made, "least")
    assert context["brief"]["title"]
    assert (context["marking"]["text"], context["risks"], context["notes"]) == ("", [], [])
    assert all(section["is_empty"] for section in context["sections"])
    assert not any(context["fields"].values())


def test_the_normal_one_fills_what_the_template_asks_for(made: OpenTemplate) -> None:
    """Each section has a text, one that keeps to the section's limit where there is such; each field has a value."""
    context = sample_context(made, "normal")
    assert all(section["words"] for section in context["sections"])
    own = sample_context(open_template("ministerial-submission"), "normal")["section"]
    assert own["finance"]["words"]
    assert own["considerations"]["words"] == 0
    assert all(s["words"] for s in sample_context(open_template("ministerial-submission"), "most")["sections"][:11])
    assert 0 < context["section"]["issue"]["words"] <= 20
    assert all(context["fields"].values())
    assert context["fields"]["choice_field"] == "one"
    assert context["recommendations"] == []
    assert len(context["risks"]) == 3


def test_the_most_is_forty_points_and_scripts_of_all_directions() -> None:
    """And the longest marking, with a label beside it."""
    sample = read_sample(open_template("ministerial-submission"), "most", language="en-GB")
    assert len(sample.dossier.points) == len(sample.brief.points) == 40
    languages = {source.bibliography.language.split("-")[0] for source in sample.dossier.sources}
    assert {"ar", "he", "zh", "ja", "fr"} <= languages
    assert (sample.brief.marking, sample.brief.tlp) == (
        "OFFICIAL-SENSITIVE LEGAL PROFESSIONAL PRIVILEGE",
        "TLP:AMBER+STRICT",
    )
    assert max(len(word) for word in sample.brief.title.split()) > 80


def test_a_sample_has_no_more_points_than_the_template_has_room_for(made: OpenTemplate) -> None:
    """But for the one that has far too much: with that a template shows what it does about it."""
    small = replace(made, template=replace(made.template, points=PointLimits(risk=2, dilemma=0)))

    def kinds(name: str) -> list[Kind]:
        sample = read_sample(small, name, language="en-GB")
        by_id = {point.id: point.kind for point in sample.dossier.points}
        return [by_id[entry.point] for entry in sample.brief.points]

    assert kinds("normal") == [Kind.RISK, Kind.RISK]
    assert len(kinds("most")) == 40


def test_a_templates_own_sample_comes_first(make_template: MakeTemplate) -> None:
    """As it stands, and by the language where it has one for it."""
    own: dict[str, Any] = {"briefs": [{"id": "brief-1", "name": "own", "title": "Ours", "sections": [
        {"id": "issue", "text": "Our own text."}]}]}  # fmt: skip
    french = json.loads(json.dumps(own))
    french["briefs"][0]["title"] = "Le nôtre"
    folder = make_template(
        manifest=MANIFEST + 'samples = ["normal", "harbour"]\npaper = ["Letter"]\n' + SECTIONS,
        files={"samples/harbour.json": json.dumps(own), "samples/harbour.fr.json": json.dumps(french)},
    )
    opened = open_template(folder)
    assert sample_names(opened) == ("normal", "harbour")
    context = sample_context(opened, "harbour")
    assert (context["brief"]["title"], context["page"]["paper"]) == ("Ours", "Letter")
    assert context["section"]["issue"]["html"] == "<p>Our own text.</p>"
    assert sample_context(opened, "harbour", language="fr-CA")["brief"]["title"] == "Le nôtre"
    assert sample_context(opened, "harbour", language="de")["brief"]["title"] == "Ours"


def test_a_template_with_a_shared_folder_of_its_own_has_the_shipped_samples(plain: Path) -> None:
    """They need not be copied."""
    assert sample_context(open_template(plain), "normal")["brief"]["to"] == "Minister for Water"


def test_the_samples_change_no_template(tmp_path: Path) -> None:
    """The hash says what a document depends on: the shared samples are none of that."""
    for name in ("_shared", "ministerial-submission"):
        shutil.copytree(templates_folder() / name, tmp_path / name)
    before = open_template(tmp_path / "ministerial-submission").template.sha256
    (tmp_path / "_shared" / "samples" / "normal.json").write_text("{}")
    assert open_template(tmp_path / "ministerial-submission").template.sha256 == before


@pytest.mark.parametrize(
    ("text", "field", "told"),
    [
        ("{", "", "JSONDecodeError"),
        ("[]", "", "AttributeError"),
        ("[" * 100_000, "", "RecursionError"),
        ("{}", "briefs", "one brief"),
        ('{"breifs": []}', "breifs", "no such key"),
        ('{"briefs": [{"id": "brief-1"}]}', "briefs[1].name", "must be given"),
        ('{"briefs": [{"id": "brief-1", "name": "a", "paper": "A5"}]}', "briefs[1].paper", "A4, Letter"),
        ('{"briefs": [{"id": "brief-1", "name": "a"}], "points": [{"id": "x-1"}]}', "id", "an id such as"),
    ],
)
def test_a_sample_that_cannot_be_read_is_told_with_its_file_and_field(
    make_template: MakeTemplate, text: str, field: str, told: str
) -> None:
    """As every mistake in a template is."""
    opened = open_template(make_template(files={"samples/normal.json": text}))
    with pytest.raises(TemplateError) as caught:
        sample_context(opened, "normal")
    assert (caught.value.file, caught.value.field) == ("samples/normal.json", field)
    assert told in caught.value.message


def test_a_sample_that_is_no_text_is_told(make_template: MakeTemplate) -> None:
    """Bytes that are no UTF-8 are told as such."""
    opened = open_template(make_template(files={"samples/normal.json": b"\xff"}))
    with pytest.raises(TemplateError, match="UTF-8"):
        sample_context(opened, "normal")


def test_a_sample_that_there_is_not_names_those_that_there_are(made: OpenTemplate) -> None:
    """Its own and the shipped ones."""
    with pytest.raises(NotThere, match="least, most, normal"):
        sample_context(made, "harbour")
    assert read_sample(made, "normal", language="en-GB").brief.paper is Paper.A4
