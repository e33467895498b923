"""Tool tips of strangers' words are text."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from briefgen.gui.main_window import MainWindow
from briefgen.gui.sources.panel import SourcesPanel
from briefgen.gui.tool_tips import plain_tip
from tests.gui.conftest import until
from tests.gui.test_sources_panel import drop


def test_what_looks_like_html_is_shown_as_it_is_written(application: QApplication) -> None:
    """Qt shows the same words; plain words are left as they are."""
    for words in ('<img src="file:///etc/x">', "a < b & c", "<b>bold</b>", "Plain & simple"):
        tip = plain_tip(words)
        document = QTextDocument()
        if tip == words:
            assert not words.startswith("<")
            continue
        document.setHtml(tip)
        assert document.toPlainText() == words


def test_a_sources_tip_is_text(window: MainWindow, tmp_path: Path) -> None:
    """A title that is written as an element is one to read."""
    window.bench.selection.go(workspace="read")
    panel = window.findChild(SourcesPanel)
    assert panel is not None
    page = "<html><title>&lt;img src=x&gt; A title that says more</title><p>Words of the page.</p></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    drop(panel, tmp_path / "a.html")
    until(lambda: panel.model.rowCount() == 1 and window.session.dossier.sources)
    index = panel.model.index(0, 0)
    assert index.data().startswith("<img src=x>")
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("<qt>&lt;img")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("<img")
