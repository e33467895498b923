"""A test that logs what it did not announce fails, and so does one that announces what does not come."""

import re
import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).with_name("conftest.py")
SAMPLES = """
import logging
import pytest

def test_silent(): pass
def test_informs(): logging.getLogger("x").info("all is well")
def test_warns(): logging.getLogger("x").warning("the disk is full")

@pytest.mark.expected_log("disk is full")
def test_announces(): logging.getLogger("x").warning("the disk is full")

@pytest.mark.expected_log("disk is full")
def test_announces_in_vain(): pass

@pytest.mark.expected_log("disk is full")
def test_says_more():
    logging.getLogger("x").error("the disk is full")
    logging.getLogger("y").error("the house is on fire")
"""


def test_the_log_is_watched(tmp_path: Path) -> None:
    """Only records that were announced pass, and every announcement must come true."""
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    (tmp_path / "test_samples.py").write_text(SAMPLES, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    expected_log(text): announced\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rE", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    failed = set(re.findall(r"(?m)^ERROR \S+::(\w+)", done.stdout))
    assert failed == {"test_warns", "test_announces_in_vain", "test_says_more"}, done.stdout
    assert "the house is on fire" in done.stdout
    assert "6 passed, 3 errors" in done.stdout
