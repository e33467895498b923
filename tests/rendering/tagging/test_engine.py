"""The tags are made for one version of the layout engine, and for no other."""

import pytest
import weasyprint

from briefgen.errors import InternalError
from briefgen.rendering.tagging.engine import MADE_FOR, check_version


def test_the_tags_are_made_for_the_engine_that_is_installed() -> None:
    """After an upgrade: go through what `rendering.tagging` says of the engine, run the report, then name it."""
    assert weasyprint.__version__ in MADE_FOR
    check_version(weasyprint.__version__)


def test_another_version_is_refused_in_words() -> None:
    """Rather a stop than a file that claims what nobody has looked at."""
    with pytest.raises(InternalError, match=r"is WeasyPrint 71\.0, and the tags .* are made for 70\.0"):
        check_version("71.0")
