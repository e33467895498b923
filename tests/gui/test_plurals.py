"""Counts in the window are said as people say them."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication


@pytest.mark.parametrize(("count", "said"), [(0, "0 passages"), (1, "1 passage"), (2, "2 passages")])
def test_one_and_many(application: QApplication, count: int, said: str) -> None:
    """Through Qt's own translation."""
    assert QCoreApplication.translate("any", "%n passage(s)", "", count) == said


def test_what_has_no_count_stands(application: QApplication) -> None:
    """Letter by letter."""
    assert QCoreApplication.translate("any", "Lines (or words)") == "Lines (or words)"
