"""Drawings that no page has room for are refused, in a sentence; others are not."""

import pytest

from briefgen.rendering.drawing_numbers import too_large, too_large_in_page
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.template_errors import TemplateError
from tests.rendering.conftest import MakeTemplate


@pytest.mark.parametrize(
    ("drawing", "number"),
    [
        ('<svg width="1e300">', "1e300"),
        ("<svg viewBox='0 0 -1E10 9'>", "-1E10"),
        ('<svg><path d="M0 0L1e999 9"/></svg>', "1e999"),
        ('<svg><rect x=".5" y="99999999999px"/></svg>', "99999999999"),
        ('<svg width="1em" height="2.5e2pt" viewBox="0 0 900000000 9"><path d="m.5.5l-1e-300-2zM1 1"/></svg>', ""),
        ('<svg><text id="1e300" fill="#1e300000">1e300, phone 02079460000000</text></svg>', ""),
    ],
)
def test_only_lengths_and_places_count(drawing: str, number: str) -> None:
    """Not colours, names and words."""
    assert too_large(drawing) == number
    assert too_large_in_page(f'<p width="1e300">{drawing}</svg>') == number


def test_a_template_is_refused_and_a_file_left_out(make_template: MakeTemplate) -> None:
    """The sentence says which number it is."""
    page = "<!DOCTYPE html><html lang=en><head><title>T</title></head><body><h1>T</h1>{}</body></html>"
    folder = make_template(page=page.format('<svg width="1e300"><title>A</title></svg>'))
    with pytest.raises(TemplateError, match="a drawing in it has the number 1e300, and no page is that large"):
        render(RenderJob(template=str(folder), context={}))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="1e999"/>'
    folder = make_template(page=page.format('<img alt="A" src="a.svg">'), files={"a.svg": svg})
    warned = render(RenderJob(template=str(folder), context={})).warnings
    assert "“a.svg” was not used: it has the number 1e999, and no page is that large." in warned
