"""Sizes of type are tried until a document fits its pages; what does not fit is told, never cut."""

import pickle
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.preflight.findings import in_brief, in_point, in_section
from briefgen.rendering.fitting import Overflow, Overfull, Step, chosen_step
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from briefgen.rendering.template_errors import TemplateError
from tests.rendering.conftest import MANIFEST, MakeTemplate

FIT = """
[pages]
stop = 2

[fit]
steps = [12, 11, 10]
full = 50
leading = 1.5

[[sections]]
id = "why"
title = "Why"

[[fields]]
name = "office"
label = "Office"
"""

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title><style>
@page { size: 300pt 400pt; margin: 50pt }
body { margin: 0; font-size: {{ fit.size }}pt; line-height: {{ fit.leading }} } p { margin: 0 }
#column-left { float: left; width: 49% } #column-right { float: right; width: 49% }
</style></head><body><main id="body">
{% if left %}<div id="column-left"><div id="risk-1">{% for line in left %}<p>{{ line }}</p>{% endfor %}</div></div>
<div id="column-right"><div id="rec-2">{% for line in right %}<p>{{ line }}</p>{% endfor %}</div></div>
<div style="clear: both"></div>{% endif %}
<div id="text-why">{% for line in why %}<p>{{ line }}</p>{% endfor %}</div>
<div id="field-office">{{ office }}</div><div id="brief-bluf">{{ bluf }}</div>
</main></body></html>"""


def lines(count: int) -> list[str]:
    """So many lines of text."""
    return [f"Line {number}" for number in range(1, count + 1)]


@pytest.fixture
def fitting(make_template: MakeTemplate) -> "Fitting":
    """Renders with a small template of 300 points' height."""
    return Fitting(str(make_template(page=PAGE, manifest=MANIFEST + FIT)))


class Fitting:
    """Renders lines with a template that fits its one page."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __call__(self, why: int, *, left: int = 0, right: int = 0, overfull: bool = False) -> RenderedBrief:
        """Render so many lines."""
        context: Mapping[str, object] = {
            "why": lines(why),
            "left": lines(left),
            "right": lines(right),
            "office": "",
            "bluf": "",
        }
        return render(RenderJob(template=self._folder, context=context, html=True, overfull=overfull))


@given(
    limit=st.floats(6, 16),
    sizes=st.lists(st.integers(60, 160), min_size=1, max_size=8, unique=True).map(
        lambda tenths: [tenth / 10 for tenth in sorted(tenths, reverse=True)]
    ),
    power=st.floats(0.2, 3),
)
def test_guessing_gives_what_trying_in_order_gives(limit: float, sizes: list[float], power: float) -> None:
    """Whatever the heights are: the first size that fits, or none; and no size is tried twice."""
    tried: list[int] = []

    def attempt(index: int) -> tuple[bool, float]:
        assert index not in tried
        tried.append(index)
        return sizes[index] <= limit, (sizes[index] / limit) ** power

    in_order = next((index for index, size in enumerate(sizes) if size <= limit), None)
    assert chosen_step(sizes, attempt) == in_order


@pytest.mark.parametrize(
    ("count", "size", "leading"),
    [
        (1, 12, 1.5),
        (9, 12, 1.5),
        (10, 12, 1.36),
        (18, 12, 1.36),
        (19, 11, 1.36),
        (20, 11, 1.36),
        (21, 10, 1.36),
        (22, 10, 1.36),
    ],
)
def test_the_largest_size_that_fits_is_taken(fitting: Fitting, count: int, size: float, leading: float) -> None:
    """300 points hold 18 lines of 12 points, 20 of 11, 22 of 10; less than half a page is opened."""
    rendered = fitting(count)
    assert rendered.fit is not None
    assert rendered.fit.step == Step(size, leading)
    assert rendered.fit.overflow is None
    assert len(rendered.pages) == 1
    assert f"font-size: {size}pt; line-height: {leading}" in rendered.html


def test_how_full_the_page_is_is_told(fitting: Fitting) -> None:
    """In per cent of its room: 15 lines of 12 points at 1.36 are 244.8 points of 300."""
    fitted = fitting(15).fit
    assert fitted is not None
    assert fitted.full == 82


def test_what_fits_at_no_size_is_refused_with_its_lines_and_what_is_longest(fitting: Fitting) -> None:
    """25 lines of 10 points at 1.36 are 340 points: 40 too many, three lines."""
    with pytest.raises(Overfull) as caught:
        fitting(25)
    assert caught.value.message == (
        "The brief is 3 lines too long for one page, even in letters of 10 points; shorten what takes the most room: "
        "“Why” (25 lines)."
    )
    assert caught.value.exit_code == 1
    assert [long.place for long in caught.value.overflow.longest] == [in_section("why", "Why")]
    assert pickle.loads(pickle.dumps(caught.value)).overflow == caught.value.overflow  # noqa: S301 - made just now


def test_an_overfull_document_is_shown_whole_where_that_is_asked_for(fitting: Fitting) -> None:
    """On as many pages as it takes, in the smallest size, with what the refusal says."""
    rendered = fitting(60, overfull=True)
    assert len(rendered.pages) == 3
    assert rendered.fit is not None
    assert rendered.fit.step == Step(10)
    assert rendered.fit.overflow is not None
    assert rendered.fit.overflow.lines == 38
    assert rendered.fit.full == 273


def test_of_columns_side_by_side_the_taller_is_to_be_shortened(fitting: Fitting) -> None:
    """Shortening the other would not help, so it is not named."""
    with pytest.raises(Overfull) as caught:
        fitting(4, left=15, right=22)
    longest = caught.value.overflow.longest
    assert [(long.place, long.name, long.lines) for long in longest] == [
        (in_point("rec-2"), "Rec. 2", 22),
        (in_section("why", "Why"), "“Why”", 4),
    ]
    assert caught.value.overflow.lines == 4


def test_fields_are_named_as_people_know_them(make_template: MakeTemplate) -> None:
    """The template's own by their labels, the brief's in words."""
    folder = make_template(page=PAGE, manifest=MANIFEST + FIT)
    context = {"why": [], "left": [], "right": [], "office": "word " * 300, "bluf": "word " * 400}
    with pytest.raises(Overfull) as caught:
        render(RenderJob(template=str(folder), context=context))
    longest = caught.value.overflow.longest
    assert [(long.name, long.place) for long in longest] == [
        ("the bottom line", in_brief("bluf")),
        ("“Office”", in_brief("office")),
    ]


def test_a_page_without_a_body_to_measure_is_refused(make_template: MakeTemplate) -> None:
    """The author is told which element is missing."""
    folder = make_template(page=PAGE.replace('id="body"', ""), manifest=MANIFEST + FIT)
    context = {"why": [], "left": [], "right": [], "office": "", "bluf": ""}
    with pytest.raises(TemplateError, match="no element with the id “body”"):
        render(RenderJob(template=str(folder), context=context))


def test_an_overflow_of_several_pages_says_so() -> None:
    """And one of which nothing is known to be long."""
    assert Overflow(1, 4, 9.5, ()).message == (
        "The brief is 1 line too long for 4 pages, even in letters of 9.5 points; shorten it."
    )
