"""Which of two markings is the higher, in the schemes shipped and in a house's own."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.fields import FieldError
from briefgen.domain.markings import NZ, SHIPPED, THINK_TANK, UK, Marking, Markings, MarkingScheme, is_tlp

HOUSE = MarkingScheme(
    name="house",
    title="Our house",
    markings=(Marking(text="OPEN"), Marking(text="HOUSE ONLY"), Marking(text="BOARD ONLY", needs_handling=True)),
)


@pytest.mark.parametrize("scheme", [*SHIPPED.schemes, HOUSE], ids=lambda scheme: scheme.name)
def test_each_scheme_ascends(scheme: MarkingScheme) -> None:
    """Every marking is above those before it, and above none at all."""
    markings = SHIPPED.and_house(HOUSE)
    for place, text in enumerate(scheme.texts):
        assert markings.is_above(text, "")
        assert not markings.is_above("", text)
        assert not markings.is_above(text, text)
        for lower in scheme.texts[:place]:
            assert markings.is_above(text, lower)
            assert not markings.is_above(lower, text)


def test_a_descriptor_does_not_change_the_rank() -> None:
    """OFFICIAL-SENSITIVE LEGAL is OFFICIAL-SENSITIVE."""
    assert SHIPPED.is_above("OFFICIAL-SENSITIVE LEGAL", "OFFICIAL")
    assert not SHIPPED.is_above("OFFICIAL-SENSITIVE LEGAL", "OFFICIAL-SENSITIVE")


def test_markings_of_different_schemes_can_not_be_compared() -> None:
    """The answer is that there is none; SECRET stands in two schemes and is compared in each."""
    assert SHIPPED.is_above("OFFICIAL", "TLP:RED") is None
    assert SHIPPED.is_above("HOUSE ONLY", "OFFICIAL") is None
    assert SHIPPED.and_house(HOUSE).is_above("HOUSE ONLY", "OFFICIAL") is None
    assert SHIPPED.is_above("SECRET", "OFFICIAL")
    assert SHIPPED.is_above("SECRET", "IN CONFIDENCE")


def test_labels_of_the_traffic_light_protocol() -> None:
    """Told by their beginning; each has the colour that the protocol prescribes, AMBER+STRICT that of AMBER."""
    assert is_tlp("TLP:AMBER+STRICT")
    assert not is_tlp("AMBER")
    strict, amber = SHIPPED.find("TLP:AMBER+STRICT"), SHIPPED.find("TLP:AMBER")
    assert strict is not None
    assert amber is not None
    assert strict.text != amber.text
    assert strict.colour == amber.colour == "#FFC000"


def test_what_wants_a_handling_instruction() -> None:
    """Said by the scheme: of the British ones only the middle one."""
    assert [marking.text for marking in UK.markings if marking.needs_handling] == ["OFFICIAL-SENSITIVE"]
    assert not any(marking.needs_handling for marking in (*NZ.markings, *THINK_TANK.markings))


@pytest.mark.parametrize(
    "make",
    [
        lambda: MarkingScheme(name="none", title="None", markings=()),
        lambda: MarkingScheme(name="twice", title="Twice", markings=(Marking(text="A"), Marking(text="A"))),
        lambda: Marking(text=""),
    ],
    ids=["empty", "twice", "no text"],
)
def test_impossible_schemes_can_not_be_built(make: Callable[[], object]) -> None:
    """A scheme ranks at least one marking, and each once; a marking has a text."""
    with pytest.raises(FieldError):
        make()


@given(st.lists(st.sampled_from(UK.texts)), st.sampled_from(["", *UK.texts]))
def test_the_highest_is_above_no_other_and_below_none(others: list[str], own: str) -> None:
    """Of one scheme's markings the highest is one of them, and nothing is above it."""
    highest = SHIPPED.highest(own, others)
    assert highest in {own, *others}
    assert not any(SHIPPED.is_above(text, highest) for text in (own, *others))


@given(st.lists(st.sampled_from(SHIPPED.texts)), st.sampled_from(UK.texts))
def test_what_can_not_be_compared_raises_nothing(others: list[str], own: str) -> None:
    """A label or another country's marking leaves the brief's own where it is."""
    foreign = [text for text in others if Markings((UK,)).find(text) is None]
    assert SHIPPED.highest(own, foreign) in {own, *(text for text in foreign if SHIPPED.is_above(text, own))}
