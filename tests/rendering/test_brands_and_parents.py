"""A house's brand over its templates, and templates that are made from others."""

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from briefgen.domain.preflight import Rule, preflight
from briefgen.domain.terms import Severity
from briefgen.rendering.fenced_folder import FencedFolder, LayeredFolder, NotServed
from briefgen.rendering.fitting import Step
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from briefgen.rendering.samples import read_sample, sample_context
from briefgen.rendering.sandbox import check_pages, fill
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.template_lint.findings import LintRule
from briefgen.rendering.template_lint.lint import lint_files
from briefgen.resources import assets_folder, templates_folder
from tests.rendering.conftest import MANIFEST, MakeTemplate

PARENT = "ministerial-submission"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><title>H</title><rect width="40" height="10"/></svg>'
)
BRAND = """
[organisation]
name = "Harbour Institute"

[colours]
navy = "#5A0F2E"

[type]
labels = "Ours"

[[fonts]]
family = "Ours"
file = "ours.otf"
weight = 600

[logo]
file = "logo.svg"
alt = "Harbour Institute"

[marking-scheme]
name = "harbour"
title = "Harbour"
markings = ["OPEN", "CLOSED"]

[labels.en]
bottom_line = "The gist"
point.risk = "Hazard"
terms.rating.high = "grave"

[labels.fr]
bottom_line = "L’essentiel"
"""


def child(folder: Path, manifest: str = "", **files: str) -> Path:
    """A template made from the shipped one, in a folder of its own."""
    made = folder / "ours"
    made.mkdir(parents=True)
    (made / "template.toml").write_text(f'extends = "{PARENT}"\nversion = "2"\n{manifest}', encoding="utf-8")
    for name, text in files.items():
        (made / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return made


def with_brand(folder: Path, text: str = BRAND) -> Path:
    """Put a brand and its files into a folder."""
    (folder / "brand.toml").write_text(text, encoding="utf-8")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    shutil.copy(assets_folder() / "fonts" / "source-sans-3" / "SourceSans3-Semibold.otf", folder / "ours.otf")
    return folder


def rendered(opened: OpenTemplate, name: str = "normal", language: str = "en-GB") -> RenderedBrief:
    """A sample in a template."""
    context = sample_context(opened, name, language=language)
    return render(RenderJob(template=str(opened.folder), context=context, language=language, html=True))


def text_of(made: RenderedBrief) -> str:
    """All that the pages say."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages).split())


class TestParents:
    """`extends` in a manifest."""

    def test_what_is_not_said_is_as_in_the_other(self, tmp_path: Path) -> None:
        """Page, sections, fields, colours, limits. Name and version are its own, and it makes the same pages."""
        parent, opened = open_template(PARENT), open_template(child(tmp_path))
        same = replace(
            opened.template,
            name=parent.template.name,
            version=parent.template.version,
            extends="",
            sha256=parent.template.sha256,
        )
        assert same == parent.template
        assert (opened.page, opened.styles) == (parent.page, parent.styles)
        assert opened.template.sha256 != parent.template.sha256
        check_pages(opened)
        assert text_of(rendered(opened)) == text_of(rendered(parent))

    def test_one_block_one_style_sheet_one_field_one_section_are_enough(self, tmp_path: Path) -> None:
        """The rest comes from the shipped template: a house says only what it does otherwise."""
        page = (
            f'{{% extends "{PARENT}/brief.html.jinja" %}}\n'
            '{% block decision %}<section id="ours"><h2>Harbour says {{ fields.tide }}</h2></section>{% endblock %}\n'
        )
        opened = open_template(
            child(
                tmp_path,
                'title = "Ours"\npage = "page.jinja"\nstyles = ["house.css"]\n'
                '[[sections]]\nid = "issue"\ntitle = "The matter"\n'
                '[[sections]]\nid = "tides"\ntitle = "Tides"\n'
                '[[fields]]\nname = "tide"\ndefault = "high water"\n[colours]\nnavy = "#000000"\n[pages]\nstop = 9\n',
                page__jinja=page,
                house__css="h1 { letter-spacing: 1pt }",
            )
        )
        template, parent = opened.template, open_template(PARENT).template
        assert opened.styles == ("brief.css", "house.css")
        assert [section.id for section in template.sections] == [s.id for s in parent.sections] + ["tides"]
        issue = template.section("issue")
        assert issue is not None
        assert (issue.title, issue.words, issue.required) == ("The matter", 60, True)
        assert (template.pages.stop, template.pages.aim) == (9, 2)
        assert dict(template.colours)["navy"] == "#000000"
        made = rendered(opened, "least")
        assert "Harbour says high water" in text_of(made)
        assert "Signature" not in text_of(made)
        assert made.html.index("brief.css") < made.html.index("house.css")
        assert made.warnings == ()

    def test_sections_are_put_in_another_order_and_left_out(self, tmp_path: Path) -> None:
        """With their titles in other languages; those that are not named follow in the order that they had.

        A template that is made from this one has them so, too, and can arrange them anew.
        """
        made = child(
            tmp_path,
            '[[sections]]\nid = "tides"\ntitle = "Tides"\n'
            '[arrange]\norder = ["risks", "tides", "recommendations"]\nwithout = ["legal", "finance"]\n'
            'without-fields = ["parliament"]\n',
        )
        opened, parent = open_template(made), open_template(PARENT).template
        ids = [section.id for section in opened.template.sections]
        rest = [section.id for section in parent.sections if section.id not in {*ids[:3], "legal", "finance"}]
        assert ids == ["risks", "tides", "recommendations", *rest]
        assert {field.name for field in parent.fields} - {field.name for field in opened.template.fields} == {
            "parliament"
        }
        risks = opened.template.section("risks")
        assert risks is not None
        assert opened.template.section_title(risks, "fr") == "Risques"
        pages = text_of(rendered(opened))
        assert pages.index(" Risks ") < pages.index(" Recommendations ") < pages.index(" Issue ")
        assert "Legal" not in pages.split("Annex A")[0].replace("Legal Director", "")
        again = tmp_path / "again"
        again.mkdir()
        manifest = 'extends = "ours"\n[arrange]\norder = ["issue"]\nwithout = ["tides"]\n'
        (again / "template.toml").write_text(manifest, encoding="utf-8")
        found = [section.id for section in open_template(again).template.sections]
        assert found == ["issue", "risks", "recommendations", *[name for name in rest if name != "issue"]]

    @pytest.mark.parametrize(
        "name", ["ministerial-submission", "policy-brief", "one-page-brief", "risk-and-options-annex"]
    )
    def test_the_shipped_pages_do_without_any_section_and_field(self, tmp_path: Path, name: str) -> None:
        """None of them asks for what a template that is made from it has left out; it prints the rest."""
        made, parent = tmp_path / "ours", open_template(name).template
        made.mkdir()
        fields = [field.name for field in parent.fields]
        for kept in parent.sections[0].id, parent.sections[-1].id:
            out = [section.id for section in parent.sections if section.id != kept]
            (made / "template.toml").write_text(
                f'extends = "{name}"\nversion = "2"\n[arrange]\nwithout = {out}\nwithout-fields = {fields}\n'
            )
            opened = open_template(made)
            context = sample_context(opened, "most")
            context["fit"] = Step(11).plain()
            page = fill(opened, context, language="en-GB", output_characters=20_000_000)
            assert context["brief"]["short_title"] in page

    def test_a_partial_of_its_own_takes_the_others_place(self, tmp_path: Path) -> None:
        """And can still take from the one that it replaces, by that template's name."""
        kept = ("recommendations_table", "named", "sources_list", "colophon", "annex_list", "to_annex")
        partial = (
            f'{{% import "{PARENT}/parts.html.jinja" as theirs with context %}}\n'
            + "".join(f"{{% set {name} = theirs.{name} %}}\n" for name in kept)
            + "{% macro decision_block(part_) %}<p>Signed at the harbour</p>{% endmacro %}\n"
        )
        opened = open_template(child(tmp_path, parts__html__jinja=partial))
        assert "Signed at the harbour" in text_of(rendered(opened, "least"))

    def test_parents_have_parents_and_the_nearest_says_it(self, tmp_path: Path) -> None:
        """Those beside it come before those that ship."""
        made = child(tmp_path, 'title = "One"\n[pages]\naim = 3\n')
        other = tmp_path / "two"
        other.mkdir()
        (other / "template.toml").write_text('extends = "ours"\n[pages]\nwarn = 6\nstop = 9\n', encoding="utf-8")
        opened = open_template(other)
        assert opened.parents == (made.resolve(), (templates_folder() / PARENT).resolve())
        assert (opened.template.title, opened.template.pages.aim, opened.template.pages.warn) == ("One", 3, 6)
        assert opened.template.version == "2"

    @pytest.mark.parametrize(
        ("manifest", "line", "field", "told"),
        [
            ('extends = "nothing"\n', 1, "extends", "no house template “nothing”"),
            ('extends = "../ministerial-submission"\n', 1, "extends", "no house template"),
            ('\nextends = "ours"\n', 2, "extends", "made from itself: ours from ours"),
            ('extends = ""\n', 1, "extends", "names the name"),
            (f'extends = "{PARENT}"\n[[sections]]\nid = "x"\n', 2, "sections[1].title", "must be given"),
            (f'extends = "{PARENT}"\n[[fields]]\nname = "parliament"\ntype = "odd"\n', 4, "fields[1].type", "one of"),
            (f'extends = "{PARENT}"\nsections = "a"\n', 2, "sections", "a list of tables"),
            (f'extends = "{PARENT}"\n[colours]\nnavy = "#EEEEEE"\n', 3, "colours.navy", "a contrast of 1.1 to 1"),
            (f'extends = "{PARENT}"\nbrand = 1\n', 2, "brand", "brand.toml"),
            (f'extends = "{PARENT}"\n[arrange]\norder = ["risks", "odd"]\n', 3, "arrange.order", "“odd”, which is not"),
            (f'extends = "{PARENT}"\n[arrange]\nwithout = ["odd"]\n', 3, "arrange.without", "sections here: issue"),
            (f'extends = "{PARENT}"\n[arrange]\nwithout-fields = ["risks"]\n', 3, "arrange.without_fields", "e: if_"),
            (f'extends = "{PARENT}"\n[arrange]\n\norder = ["legal", "legal"]\n', 4, "arrange.order", "“legal” twice"),
            (f'extends = "{PARENT}"\narrange = ["legal"]\n', 2, "arrange", "a table, [arrange]"),
            (f'extends = "{PARENT}"\n[arrange]\nodd = 1\n', 3, "arrange.odd", "there is no such"),
            ('title = "T"\nversion = "1"\n[arrange]\norder = []\n', 3, "arrange", "made from another one"),
            (f'extends = "{PARENT}"\nstyles = ["no.css"]\n', 2, "styles", "no file “no.css”"),
        ],
    )  # fmt: skip
    def test_mistakes_are_told_with_key_and_line(
        self, tmp_path: Path, manifest: str, line: int, field: str, told: str
    ) -> None:
        """Those of its own manifest: by the numbers that its own sections and fields have there."""
        made = tmp_path / "ours"
        made.mkdir()
        (made / "template.toml").write_text(manifest, encoding="utf-8")
        with pytest.raises(TemplateError) as caught:
            open_template(made)
        error = caught.value
        assert (error.file, error.line, error.field) == ("template.toml", line, field)
        assert told in error.message

    def test_a_ring_and_a_long_row_are_refused(self, tmp_path: Path) -> None:
        """Neither can be opened for ever."""
        for number in range(7):
            folder = tmp_path / f"t{number}"
            folder.mkdir()
            (folder / "template.toml").write_text(f'extends = "t{(number + 1) % 7}"\n', encoding="utf-8")
        with pytest.raises(TemplateError, match="at most 4 templates"):
            open_template(tmp_path / "t0")
        (tmp_path / "t2" / "template.toml").write_text('extends = "t1"\n', encoding="utf-8")
        with pytest.raises(TemplateError, match="t0 from t1 from t2 from t1"):
            open_template(tmp_path / "t0")

    def test_the_hash_covers_the_other(self, tmp_path: Path) -> None:
        """A change of what it is made from is a change of it."""
        shutil.copytree(templates_folder() / PARENT, tmp_path / PARENT)
        made = child(tmp_path)
        before = open_template(made).template.sha256
        (tmp_path / PARENT / "brief.css").write_text("h1 { color: black }")
        assert open_template(made).template.sha256 != before


class TestBrands:
    """`brand.toml`."""

    @pytest.mark.parametrize("place", ["in it", "above it"])
    def test_one_file_restyles_a_template(self, tmp_path: Path, place: str) -> None:
        """Colours, typeface, wording and markings; in the template's folder, or above it for all that lie there."""
        made = child(tmp_path)
        with_brand(made if place == "in it" else tmp_path)
        opened = open_template(made)
        assert opened.brand == (made if place == "in it" else tmp_path)
        assert dict(opened.template.colours)["navy"] == "#5A0F2E"
        assert opened.template.markings.is_above("CLOSED", "OPEN")
        pages = rendered(opened)
        assert pages.warnings == ()
        assert "--navy: #5A0F2E" in pages.html
        text = text_of(pages)
        assert "Hazard 1" in text
        fonts = {
            str(font.get_object()["/BaseFont"]).partition("+")[2]
            for page in PdfReader(BytesIO(pages.pdf)).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert "Source-Sans-3-Bold" not in fonts, fonts

    def test_the_nearest_brand_counts(self, tmp_path: Path) -> None:
        """One in the template's own folder takes the place of the house's, wholly."""
        made = child(tmp_path)
        with_brand(tmp_path)
        (made / "brand.toml").write_text('[colours]\nink = "#101010"\n', encoding="utf-8")
        template = open_template(made).template
        assert (dict(template.colours)["navy"], dict(template.colours)["ink"]) == ("#12355B", "#101010")

    def test_words_are_by_language(self, tmp_path: Path) -> None:
        """A house says its words for each language; what it does not say is as usual."""
        made = child(with_brand(tmp_path))
        labels = sample_context(open_template(made), "normal", language="fr-FR")["labels"]
        assert (labels["bottom_line"], labels["point"]["risk"]) == ("L’essentiel", "Risque")
        english = sample_context(open_template(made), "normal", language="en-US")["labels"]
        assert (english["bottom_line"], english["terms"]["rating"]["high"]) == ("The gist", "grave")

    def test_pages_are_told_of_the_house(self, tmp_path: Path) -> None:
        """Its name, and its logo with the words that stand for it; without a brand the same keys, empty."""
        brand = sample_context(open_template(child(with_brand(tmp_path))), "least")["brand"]
        assert brand["organisation"]["name"] == "Harbour Institute"
        assert brand["logo"] == {"url": "briefgen:/brand/logo.svg", "alt": "Harbour Institute", "height": 10}
        without = sample_context(open_template(PARENT), "least")["brand"]
        assert without["logo"] is None
        assert without.keys() == brand.keys()
        assert not any(without["organisation"].values())

    def test_the_logo_is_on_the_page_with_its_words(self, tmp_path: Path) -> None:
        """As a figure with an alternative text."""
        pages = rendered(open_template(child(with_brand(tmp_path))), "least")
        assert 'alt="Harbour Institute"' in pages.html
        assert (
            b"Harbour Institute"
            in b"".join(
                str(entry.get_object()).encode()
                for entry in PdfReader(BytesIO(pages.pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"]
            )
            or "Harbour Institute" in pages.html
        )

    def test_colours_that_cannot_be_told_apart_are_a_finding_not_a_refusal(self, tmp_path: Path) -> None:
        """The house goes on working, and whoever issues the brief is told."""
        made = child(with_brand(tmp_path, '[colours]\nnavy = "#DDDDDD"\n'))
        opened = open_template(made)
        sample = read_sample(opened, "normal", language="en-GB")
        findings = preflight(sample.dossier, sample.brief, opened.template)
        found = [finding for finding in findings if finding.rule == Rule.CONTRAST]
        assert [finding.place.item for finding in found] == ["navy on paper"]
        assert "brand.toml" in found[0].remedy
        linted = [finding for finding in lint_files(opened, []) if finding.file == "brand.toml"]
        assert [(finding.rule, finding.severity) for finding in linted] == [(LintRule.CONTRAST, Severity.ERROR)]
        assert "“navy” on “paper”" in linted[0].message

    @pytest.mark.parametrize(
        ("text", "line", "field", "told"),
        [
            ('[colours]\nnavy = "navy"\n', 2, "colours.navy", "#RRGGBB"),
            ("[colors]\n", 1, "colors", "takes nothing"),
            ('[type]\ntext = "Arial"\n', 2, "type.text", "House Serif"),
            ('[[fonts]]\nfamily = "House Sans"\nfile = "ours.otf"\n', 2, "fonts[1].family", "shipped typeface"),
            ('[[fonts]]\nfamily = "Ours"\nfile = "../ours.otf"\n', 3, "fonts[1].file", "beside the brand"),
            ('[[fonts]]\nfamily = "Ours"\nfile = "no.otf"\n', 1, "fonts", "no file “no.otf”"),
            ('[logo]\nfile = "logo.svg"\n', 1, "logo.alt", "must be given"),
            ('[logo]\nfile = "no.svg"\nalt = "H"\n', 2, "logo.file", "no file “no.svg”"),
            ('[logo]\nfile = "a\\"b.svg"\nalt = "H"\n', 2, "logo.file", "logo.svg"),
            ('[labels.en]\nbotom_line = "x"\n', 2, "labels.en.botom_line", "no label “botom_line”"),
            ("[labels.en]\nbottom_line = 3\n", 2, "labels.en.bottom_line", "is text"),
            ('[labels]\nbottom_line = "x"\n', 2, "labels.bottom_line", "a table for each language"),
            ('[marking-scheme]\nname = "x"\ntitle = "X"\n', 1, "marking-scheme.markings", "at least one"),
        ],
    )  # fmt: skip
    def test_mistakes_are_told_with_key_and_line(
        self, tmp_path: Path, text: str, line: int, field: str, told: str
    ) -> None:
        """In brand.toml."""
        made = child(with_brand(tmp_path, text))
        with pytest.raises(TemplateError) as caught:
            open_template(made)
        error = caught.value
        assert (error.file, error.line, error.field) == ("brand.toml", line, field)
        assert told in error.message

    def test_the_hash_covers_the_brand_and_its_files(self, tmp_path: Path) -> None:
        """Where it lies above the template too."""
        made = child(with_brand(tmp_path))
        first = open_template(made).template.sha256
        (tmp_path / "logo.svg").write_text(LOGO.replace("40", "50"))
        second = open_template(made).template.sha256
        (tmp_path / "brand.toml").write_text(BRAND + "\n# more\n")
        assert len({first, second, open_template(made).template.sha256}) == 3

    def test_a_brand_serves_no_other_template(self, make_template: MakeTemplate) -> None:
        """Without one nothing is served at its address."""
        opened = open_template(make_template('<img src="briefgen:/brand/logo.svg" alt="x">', manifest=MANIFEST))
        made = render(RenderJob(template=str(opened.folder), context={}))
        assert any("brand/logo.svg" in warning for warning in made.warnings)


def test_layers_are_read_one_over_another(tmp_path: Path) -> None:
    """The first that has a file; a folder's name before a file's means that one, with what lies below it."""
    folders = []
    for name, files in (("a", ["x"]), ("b", ["x", "y"]), ("c", ["x", "y", "z"])):
        (tmp_path / name).mkdir()
        for file in files:
            (tmp_path / name / file).write_text(f"{name}{file}")
        folders.append(FencedFolder(tmp_path / name))
    layers = LayeredFolder(*folders)
    assert [layers.read(name) for name in ("x", "y", "z", "b/x", "c/x", "b/z")] == [
        b"ax", b"by", b"cz", b"bx", b"cx", b"cz",
    ]  # fmt: skip
    assert layers.find("y") == (tmp_path / "b" / "y").resolve()
    assert list(layers.names()) == ["x", "y", "z"]
    for name in ("w", "../a/x", "a/x", "b/../c/x"):
        with pytest.raises(NotServed):
            layers.read(name)
