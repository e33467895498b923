"""Both papers: what the page is told, and what comes out."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from briefgen.domain.terms import Orientation, Paper
from briefgen.rendering.context import build_context
from tests.rendering import coast

POINTS_TO_THE_MM = 72 / 25.4


def test_a_page_is_told_its_size() -> None:
    """As CSS wants it, by name, and in millimetres as the page is held."""
    made = replace(coast.template(), paper=(Paper.A4, Paper.LETTER))
    letter = replace(coast.BRIEF, paper=Paper.LETTER)
    lying = replace(made, orientation=Orientation.LANDSCAPE)

    def page(template: coast.HouseTemplate) -> dict[str, object]:
        context = build_context(coast.DOSSIER, letter, template, today=None, forced=False, program_version="1")
        return dict(context["page"])

    assert coast.context_of()["page"] == {
        "size": "A4", "paper": "A4", "orientation": "portrait", "width": 210.0, "height": 297.0,
    }  # fmt: skip
    assert page(made) == {
        "size": "letter", "paper": "Letter", "orientation": "portrait", "width": 215.9, "height": 279.4,
    }  # fmt: skip
    assert page(lying) == {
        "size": "letter landscape", "paper": "Letter", "orientation": "landscape", "width": 279.4, "height": 215.9,
    }  # fmt: skip


def test_paper_that_the_template_is_not_made_for_is_said_not_used() -> None:
    """The brief is printed on what the template is made for, and the editors are told."""
    made = replace(coast.template(), paper=(Paper.A4,))
    letter = replace(coast.BRIEF, paper=Paper.LETTER)
    context = build_context(coast.DOSSIER, letter, made, today=None, forced=False, program_version="1")
    assert context["page"]["paper"] == "A4"
    assert "paper is Letter" in "".join(problem["message"] for problem in context["problems"])


@pytest.mark.parametrize("paper", Paper)
def test_the_submission_fits_either_paper(paper: Paper) -> None:
    """Every page has the size asked for, and the text the same measure of 170 mm, centred."""
    brief = replace(coast.BRIEF, paper=paper)
    rendered = coast.rendered(replace(coast.DOSSIER, briefs=(brief,)), brief)
    width, height = paper.millimetres
    for page in rendered.pages:
        assert (page.width, page.height) == pytest.approx(
            (width * POINTS_TO_THE_MM, height * POINTS_TO_THE_MM), abs=0.1
        )
    assert len(PdfReader(BytesIO(rendered.pdf)).pages) == len(rendered.pages) > 1
    (body, *_) = rendered.places["body"]
    assert body.width == pytest.approx(170 * POINTS_TO_THE_MM, abs=0.1)
    assert body.x == pytest.approx((width - 170) / 2 * POINTS_TO_THE_MM, abs=0.1)
