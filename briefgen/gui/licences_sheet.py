"""All that Briefgen is made with, and the licence of each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPlainTextEdit, QTreeWidget, QTreeWidgetItem, QWidget

from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme
from briefgen.licences import Component, components


class LicencesSheet(Sheet):
    """A list of the parts, and the text of the chosen one's licence beside it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window, theme, self.tr("Licences"), (960, 600))
        words = self.tr(
            "Briefgen is under the MIT licence. It is made with these; Qt is used under the LGPL, and its libraries "
            "lie apart, so that they can be replaced."
        )
        self.body.addWidget(label(theme, words, ink="ink_2", wraps=True))
        self._components = components()
        across = QHBoxLayout()
        tight(across, spacing=12)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("What Briefgen is made with"))
        self.list.setHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("Licence")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        theme.dress(self.list, face="text", look="sheet_list")
        for component in self._components:
            item = QTreeWidgetItem([component.name, component.version, component.licence])
            for column in range(3):
                item.setToolTip(column, item.text(column))
            self.list.addTopLevelItem(item)
        header = self.list.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        across.addWidget(self.list, 1)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("The licence"))
        theme.dress(self.text, face="meta")
        across.addWidget(self.text, 1)
        self.body.addLayout(across, 1)
        self.add_button(push_button(theme, self.tr("Close"), self.accept), default=True)
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, item: QTreeWidgetItem | None) -> None:
        """Show the licence of the chosen part; where the part does not bring the text, what it says of it."""
        if item is None:
            return
        component = self._components[self.list.indexOfTopLevelItem(item)]
        self.text.setPlainText(component.text or self._without_text(component))

    def _without_text(self, component: Component) -> str:
        return self.tr("{name} says: {licence}. It does not bring the text.").format(
            name=component.name, licence=component.licence
        )
