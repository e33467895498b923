"""A marking stands at the head and at the foot of every page of every shipped template; a house's own as any other."""

from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.domain.markings import TLP
from briefgen.domain.preflight import Rule, preflight
from briefgen.domain.terms import Paper
from briefgen.rendering.context import build_context
from briefgen.rendering.house_templates import list_templates, open_template
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.samples import sample_context
from tests.rendering import coast
from tests.rendering.read_back import Pages, assert_apart, assert_marked

TEMPLATES = [opened.template.name for opened in list_templates().opened]
LONGEST = "TOP SECRET UK EYES ONLY"
LABEL = max(TLP.markings, key=lambda marking: len(marking.text))

SCHEME = """
[marking-scheme]
name = "harbour"
title = "Harbour Institute"
markings = ["OPEN", "MEMBERS", "BOARD ONLY"]
"""


# Which pages a brief has is a matter of its points, how much room a margin has one of the paper: each is seen once.
@pytest.mark.parametrize(("sample", "paper"), [("normal", Paper.A4), ("least", Paper.LETTER)])
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_page_has_the_longest_marking_and_label_at_head_and_foot(name: str, sample: str, paper: Paper) -> None:
    """Cover, annexes and the last page included; whole, and on nothing else."""
    opened = open_template(name)
    context = sample_context(opened, sample, paper=paper)
    marking = {
        **context["marking"],
        "text": LONGEST,
        "words": LONGEST.split(),
        "handling": "RECIPIENTS ONLY",
        "tlp": LABEL.text,
        "tlp_colour": LABEL.colour,
    }
    made = render(RenderJob(template=str(opened.folder), context={**context, "marking": marking}, overfull=True))
    pages = Pages(made)
    assert_marked(pages, LONGEST, LABEL.text)
    assert_apart(pages)
    assert all("RECIPIENTS ONLY" in text for text in pages.texts)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_houses_own_scheme_holds_from_preflight_to_print(name: str, tmp_path: Path) -> None:
    """Its markings rank as it says: a point above the brief is an error, and what it forces is on every page."""
    (tmp_path / "brand.toml").write_text(SCHEME, encoding="utf-8")
    folder = tmp_path / "ours"
    folder.mkdir()
    manifest = f'title = "Ours"\nversion = "1"\nextends = "{name}"\npage = "brief.html.jinja"\n'
    (folder / "template.toml").write_text(manifest, encoding="utf-8")
    (folder / "brief.html.jinja").write_text(f'{{% extends "{name}/brief.html.jinja" %}}', encoding="utf-8")
    house = open_template(folder).template
    assert house.markings.texts[:3] == ("OPEN", "MEMBERS", "BOARD ONLY")

    points = tuple(
        replace(point, marking="BOARD ONLY") if point.id == "risk-1" else point for point in coast.DOSSIER.points
    )
    only = tuple(chosen for chosen in coast.BRIEF.points if chosen.point == "risk-1")
    brief = replace(
        coast.BRIEF, template="ours", marking="MEMBERS", handling="", tlp="", points=only, sections=(), fields=()
    )
    dossier = replace(coast.DOSSIER, points=points, briefs=(brief,))
    (above,) = (found for found in preflight(dossier, brief, house) if found.rule == Rule.MARKING_ABOVE)
    assert "BOARD ONLY" in above.message + above.remedy
    assert "Risk 1" in above.message + above.remedy
    allowed = replace(brief, marking="BOARD ONLY")
    assert {Rule.MARKING_ABOVE, Rule.MARKING_TEXT, Rule.MARKING_INCOMPARABLE}.isdisjoint(
        finding.rule for finding in preflight(dossier, allowed, house)
    )

    for wanted in (brief, allowed):
        context = build_context(dossier, wanted, house, today=coast.TODAY, forced=False, program_version="0")
        made = render(RenderJob(template=str(folder), context=context, overfull=True))
        assert_marked(Pages(made), "BOARD ONLY")
