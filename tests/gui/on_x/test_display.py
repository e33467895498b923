"""Only on a display: what another program copied or lets fall, double clicks, and who has the focus."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from briefgen.gui.main_window import MainWindow
from briefgen.gui.reader.panel import ReaderPanel
from tests.gui.conftest import ARTICLE, POOR, until
from tests.gui.hands import CTRL, ON_X, SHIFT, awake, dossier, double_click, drop, press, the, visitor

pytestmark = pytest.mark.skipif(not ON_X, reason="needs a display of its own, which tests/gui/test_on_x.py gives it")


def test_the_platform_is_x(window: MainWindow) -> None:
    """The events do come from where they are said to."""
    assert QGuiApplication.platformName() == "xcb"
    assert window.isActiveWindow()


def test_a_text_that_another_program_copied_becomes_a_source(window: MainWindow) -> None:
    """With Ctrl+Shift+V, from its process to ours."""
    with visitor("copy", ARTICLE):
        until(lambda: QGuiApplication.clipboard().text().startswith("The wall"), "the text is not on the clipboard")
        press(Qt.Key.Key_V, CTRL | SHIFT)
        until(lambda: dossier(window).sources, "the text did not become a source")
    assert POOR in dossier(window).sources[0].text


def test_files_that_another_program_lets_fall_become_sources(window: MainWindow, tmp_path: Path) -> None:
    """A file and a folder, dragged over from its window."""
    folder = tmp_path / "more"
    folder.mkdir()
    for path in (tmp_path / "wall.txt", folder / "quay.txt"):
        path.write_text(f"{path.stem}\n\n{ARTICLE}", encoding="utf-8")
    drop(window, tmp_path / "wall.txt", folder)
    until(lambda: len(dossier(window).sources) == 2, "not every file became a source")


def test_a_double_click_takes_the_sentence(window: MainWindow, article: Path) -> None:
    """Two clicks as quick as the server sends them; then 1 makes a risk of it."""
    drop(window, article)
    reader = the(window, ReaderPanel)
    until(lambda: reader.source is not None)
    awake(window)
    text = dossier(window).sources[0].text
    at = text.index("caissons")
    double_click(reader.text.viewport(), reader.text.span_box(at, at + 8)[0].center().toPoint())
    until(lambda: reader.text.selected_span() is not None, "nothing is selected")
    assert text[slice(*reader.text.selected_span())].strip() == POOR
    press(Qt.Key.Key_1)
    assert [point.kind.value for point in dossier(window).points] == ["risk"]
