"""What a screen reader takes our own widgets for: Qt knows the roles of its own alone."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from briefgen.gui.preview.pages_view import PagesView


def speak_of_pages() -> None:
    """Have pages called a document, under their own name, by whatever asks; once in a process."""
    QAccessible.installFactory(_pages)


def _pages(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    return QAccessibleWidget(widget, QAccessible.Role.Document, "") if isinstance(widget, PagesView) else None
