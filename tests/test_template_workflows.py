"""House templates at work: what ships passes its own check, and what a stranger sends is stopped."""

from pathlib import Path

import pytest

from briefgen import template_workflows
from briefgen.errors import NotThere
from briefgen.rendering.house_templates import list_templates, open_template
from briefgen.rendering.limits import LimitReached, Limits
from briefgen.rendering.template_lint import LintFinding, LintRule
from briefgen.settings import Preferences
from tests.rendering.conftest import MakeTemplate

__all__ = ["make_template"]
from tests.rendering.conftest import make_template

SHIPPED = [opened.template.name for opened in list_templates().opened]


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_passes_the_check(name: str) -> None:
    """On every paper and in both languages; but for characters that this machine has no typeface for."""
    found = template_workflows.check_template(name, Preferences(), ["normal"])
    assert [finding for finding in found if finding.rule is not LintRule.GLYPHS] == []


def test_every_case_is_tried() -> None:
    """Each sample, *normal* on all paper and in French, the longest marking, and nothing at all; or all of it."""
    template = open_template("ministerial-submission")
    words = [case.words for case in template_workflows.cases(template)]
    assert words[-2:] == ["normal with the longest marking, A4, en-GB", "no data at all"]
    assert {"least, A4, en-GB", "most, A4, en-GB", "normal, Letter, en-GB", "normal, A4, fr"} <= set(words)
    assert "normal, Letter, fr" not in words
    every = [case.words for case in template_workflows.cases(template, every=True)]
    assert {"normal, Letter, fr", "most, Letter, fr"} <= set(every)
    assert len(every) == 3 * 2 * 2 + 2
    assert [case.words for case in template_workflows.cases(template, ["least"])] == ["least, A4, en-GB"]


def checked(folder: Path, monkeypatch: pytest.MonkeyPatch, limits: Limits) -> tuple[LintFinding, ...]:
    """Check a template under limits."""
    monkeypatch.setattr(template_workflows, "CHECK_LIMITS", limits)
    return template_workflows.check_template(f"{folder}/", Preferences(), ["least"])


@pytest.mark.parametrize(
    ("body", "limits"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", Limits(seconds=2)),
        ("{% for a in range(99999) %}{{ brief.title }}{% endfor %}", Limits(output_characters=100_000)),
        (
            (
                '{% set n = namespace(x="xxxxxxxxxx", l=[]) %}{% for a in range(18) %}{% set n.x = n.x ~ n.x %}'
                "{% endfor %}{% for a in range(9999) %}{% set n.l = n.l + [n.x ~ a] %}{% endfor %}"
            ),
            Limits(megabytes=200),
        ),
        ("<div>" * 5000, Limits(seconds=30)),
    ],
)
def test_a_check_is_stopped(
    make_template: MakeTemplate, monkeypatch: pytest.MonkeyPatch, body: str, limits: Limits
) -> None:
    """A template without end, without measure or of impossible depth ends as a finding, not as a hang or a crash."""
    folder = make_template(f"<body><h1>x</h1>{body}</body>")
    found = checked(folder, monkeypatch, limits)
    assert {finding.rule for finding in found if finding.severity == "error"} <= {LintRule.LAYOUT, LintRule.FILLING}
    assert any(finding.case == "least, A4, en-GB" for finding in found)


def test_samples_are_stopped(make_template: MakeTemplate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits hold for samples, as for a thumbnail of a package that is looked at."""
    monkeypatch.setattr(template_workflows, "CHECK_LIMITS", Limits(seconds=2))
    body = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    folder = make_template(body)
    path = template_workflows.pack_template(open_template(folder), folder.parent / "p.briefgen-template")
    with template_workflows.unpacked(path) as (_, opened), pytest.raises(LimitReached):
        list(template_workflows.render_samples(opened, [("least", opened.template.paper[0], "en-GB")]))


def test_looking_at_a_package_leaves_nothing(make_template: MakeTemplate) -> None:
    """Its folder goes again."""
    folder = make_template()
    path = template_workflows.pack_template(open_template(folder), folder.parent / "p.briefgen-template")
    with template_workflows.unpacked(path) as (package, opened):
        assert package.name == opened.template.name == "made"
        assert opened.folder.is_dir()
    assert not opened.folder.exists()
    with pytest.raises(NotThere), template_workflows.unpacked(folder / "gone"):
        pass
