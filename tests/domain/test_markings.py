"""Which of two markings is the higher."""

import pytest

from briefgen.domain.markings import SCHEMES, Marking, is_above, is_tlp


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=list(SCHEMES))
def test_each_scheme_ascends(scheme: tuple[Marking, ...]) -> None:
    """Every marking is above those before it, and above none at all."""
    for place, marking in enumerate(scheme):
        assert is_above(marking.text, "")
        assert not is_above("", marking.text)
        assert not is_above(marking.text, marking.text)
        for lower in scheme[:place]:
            assert is_above(marking.text, lower.text)
            assert not is_above(lower.text, marking.text)


def test_a_descriptor_does_not_change_the_rank() -> None:
    """OFFICIAL-SENSITIVE LEGAL is OFFICIAL-SENSITIVE."""
    assert is_above("OFFICIAL-SENSITIVE LEGAL", "OFFICIAL")
    assert not is_above("OFFICIAL-SENSITIVE LEGAL", "OFFICIAL-SENSITIVE")


def test_markings_of_different_schemes_can_not_be_compared() -> None:
    """The answer is that there is none."""
    assert is_above("OFFICIAL", "TLP:RED") is None
    assert is_above("HOUSE PRIVATE", "OFFICIAL") is None


def test_labels_of_the_traffic_light_protocol() -> None:
    """Told by their beginning."""
    assert is_tlp("TLP:AMBER+STRICT")
    assert not is_tlp("AMBER")
