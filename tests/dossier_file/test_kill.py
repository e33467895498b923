"""A pulled plug, as near as a test comes to it: SIGKILL at random moments."""

import random
import sys
from pathlib import Path

import pytest

from tests.dossier_file.killing import kill_rounds


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_at_random_moments_nothing_that_returned_is_lost(tmp_path: Path) -> None:
    """Twenty times the file opens, is whole, and holds every edit that had returned. `make bench` does it 200 times."""
    seed = random.randrange(2**32)  # noqa: S311  no secret
    outcome = kill_rounds(tmp_path, 20, seed)
    assert outcome.survived == 20
    assert outcome.edits >= 20, f"seed {seed}"
    assert outcome.interrupted > 0, f"seed {seed}: no kill came in the middle of a transaction"
