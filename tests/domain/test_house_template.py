"""What a manifest can declare, read from plain data as TOML gives it."""

import datetime as dt
from typing import Any

import pytest

from briefgen.domain.fields import FieldError, from_plain, thaw, to_plain
from briefgen.domain.house_template import FieldType, HouseTemplate, PrintedFields, TemplateField
from briefgen.domain.terms import Kind, Orientation, Paper


def manifest(**more: Any) -> HouseTemplate:
    """A template that declares little else."""
    return from_plain(HouseTemplate, {"name": "made", "title": "Made", "version": "1", **more})


def field(**more: Any) -> TemplateField:
    """A field of a template."""
    return from_plain(TemplateField, {"name": "asked", **more})


def test_what_is_not_said_is_the_usual() -> None:
    """A manifest of three lines is for A4, upright, of one size, without limits, and claims PDF/UA-1."""
    template = manifest()
    assert (template.paper, template.orientation) == ((Paper.A4,), Orientation.PORTRAIT)
    assert (template.fit.steps, template.pages.stop) == ((), 0)
    assert (template.pdf.variant, template.pdf.tagged) == ("pdf/a-3a+ua-1", True)
    assert template.samples == ("least", "normal", "most")
    assert template.kinds == frozenset()


def test_everything_that_can_be_said_is_kept() -> None:
    """Read and written again, a full manifest is the same."""
    plain = {
        "paper": ["A4", "Letter"],
        "orientation": "landscape",
        "points": {"risk": 3, "dilemma": 1, "recommendation": 0},
        "pages": {"stop": 1},
        "fit": {"steps": [11, 10.5, 10, 9.5], "full": 70, "leading": 1.45},
        "pdf": {"variant": "pdf/a-3a", "tagged": True},
        "samples": ["normal", "harbour"],
        "fields": [{"name": "lines", "type": "lines", "default": ["one", "two"], "group": "More", "help": "Say it."}],
    }
    template = manifest(**plain)
    assert template.fit.steps == (11, 10.5, 10, 9.5)
    assert from_plain(HouseTemplate, to_plain(template)) == template


@pytest.mark.parametrize(
    ("points", "shows", "kinds"),
    [
        ({}, None, set()),
        ({}, "risk", {Kind.RISK}),
        ({"risk": 0}, "risk", set()),
        ({"risk": 3}, None, {Kind.RISK}),
        ({"dilemma": 1}, "risk", {Kind.RISK, Kind.DILEMMA}),
    ],
)
def test_the_kinds_printed_are_those_with_a_section_or_with_room(
    points: dict[str, int], shows: str | None, kinds: set[Kind]
) -> None:
    """A section that shows a kind is enough, and so is room for it; no room at all is the last word."""
    assert manifest(points=points, sections=[{"id": "a", "title": "A", "shows": shows}]).kinds == kinds


@pytest.mark.parametrize(
    ("more", "named", "takes"),
    [
        ({"paper": []}, "paper", "A4, Letter"),
        ({"paper": ["A4", "A4"]}, "paper", "A4, Letter"),
        ({"paper": ["A5"]}, "paper[1]", "A4, Letter"),
        ({"orientation": "square"}, "orientation", "portrait, landscape"),
        ({"fit": {"steps": [10, 11]}}, "fit.steps", "smaller"),
        ({"fit": {"steps": [10, 10]}}, "fit.steps", "smaller"),
        ({"fit": {"steps": [11, 5]}}, "fit.steps[2]", "from 6 to 24"),
        ({"fit": {"steps": [True]}}, "fit.steps[1]", "a number"),
        ({"fit": {"steps": [11, 10]}}, "fit.steps", "pages.stop"),
        ({"points": {"risk": -1}}, "points.risk", "from 0"),
        ({"fields": [{"name": "a b"}]}, "fields[1].name", "letters, digits"),
        ({"fields": [{"name": "a", "choices": ["x"]}]}, "fields[1].choices", "nothing"),
        ({"fields": [{"name": "a", "type": "number", "default": "x"}]}, "fields[1].default", "whole number"),
        ({"fields": [{"name": "a", "default": {"b": "c"}}]}, "fields[1].default", "a list of lines"),
    ],
)  # fmt: skip
def test_what_is_impossible_is_refused_by_its_key(more: dict[str, Any], named: str, takes: str) -> None:
    """The error names the key as the manifest has it, and what it takes."""
    with pytest.raises(FieldError) as caught:
        manifest(**more)
    assert caught.value.field == named
    assert takes in caught.value.takes


@pytest.mark.parametrize(
    ("given", "kept", "shown"),
    [
        ({"type": "line", "default": "one"}, "one", "one"),
        ({"type": "flag", "default": True}, True, "true"),
        ({"type": "flag", "default": False}, False, "false"),
        ({"type": "flag", "default": "yes"}, "yes", "yes"),
        ({"type": "number", "default": 3}, 3, "3"),
        ({"type": "date", "default": dt.date(2025, 3, 14)}, "2025-03-14", "2025-03-14"),
        ({"type": "choice", "choices": ["a", "b"], "default": "b"}, "b", "b"),
        ({"type": "lines", "default": ["one", "two"]}, ["one", "two"], "one\ntwo"),
        ({"type": "lines"}, "", ""),
    ],
)
def test_a_default_is_of_the_fields_own_type(given: dict[str, Any], kept: Any, shown: str) -> None:
    """It is written as TOML writes such a value, and shown in forms as text."""
    made = field(**given)
    assert thaw(made.default) == kept
    assert made.default_text == shown


@pytest.mark.parametrize(
    "given",
    [
        {"type": "choice", "choices": ["a", "b"], "default": "c"},
        {"type": "date", "default": "tomorrow"},
        {"type": "flag", "default": "perhaps"},
        {"type": "line", "default": ["one"]},
        {"type": "lines", "default": [1]},
    ],
)
def test_a_default_that_the_field_cannot_hold_is_refused(given: dict[str, Any]) -> None:
    """A form would otherwise begin with what it refuses."""
    with pytest.raises(FieldError) as caught:
        field(**given)
    assert caught.value.field == "default"


def test_blank_text_is_nothing_for_every_type() -> None:
    """What a person leaves empty is kept as nothing, whatever the field holds."""
    for kind in FieldType:
        more: dict[str, Any] = {"choices": ["a"]} if kind is FieldType.CHOICE else {}
        assert field(type=str(kind), **more).read("  ") is None


@pytest.mark.parametrize("name", ["onwer", "options.gain", "gains"])
def test_only_fields_that_a_point_has_can_be_printed(name: str) -> None:
    """A slip of the pen would have preflight tell of a field that the page does print."""
    with pytest.raises(FieldError, match="names of fields of a dilemma"):
        PrintedFields(dilemma=(name,))
