"""Those who don't see the window are told what its own widgets are."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel

from briefgen.gui.preview.drawing import Drawing
from briefgen.gui.preview.pages_view import PagesView
from briefgen.gui.theme import Theme


def test_pages_are_a_document_with_a_name(application: QApplication) -> None:
    """The pages of a brief are read out as a document, not as a nameless part of the window; labels stay labels."""
    drawing = Drawing()
    view = PagesView(Theme("light"), drawing)
    try:
        spoken = QAccessible.queryAccessibleInterface(view)
        assert spoken.role() is QAccessible.Role.Document
        assert spoken.text(QAccessible.Text.Name) == view.accessibleName() != ""
        view.setAccessibleName("Pages of the harbour report")
        assert spoken.text(QAccessible.Text.Name) == "Pages of the harbour report"
        assert QAccessible.queryAccessibleInterface(QLabel("words")).role() is QAccessible.Role.StaticText
    finally:
        drawing.close()
