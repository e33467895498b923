"""Shows what a package of a house template contains, before it is installed."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from briefgen.gui.controls import label, push_button
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme
from briefgen.rendering.template_packages import Package
from briefgen.rendering.template_places import FoundTemplate


class InstallSheet(Sheet):
    """Asks whether a package is to be installed; `there` are the templates of its name that are there already."""

    def __init__(self, window: QWidget, theme: Theme, package: Package, there: tuple[FoundTemplate, ...]) -> None:
        super().__init__(window, theme, self.tr("Install a house template"), (640, 560))
        self.body.setSpacing(4)
        self.body.addWidget(label(theme, package.title, face="large", wraps=True))
        locale = QLocale()
        facts = (
            self.tr("Version {version}").format(version=package.version),
            self.tr("{licence} licence").format(licence=package.licence)
            if package.licence
            else self.tr("no licence named"),
            self.tr("%n file(s)", None, len(package.files)),
            locale.formattedDataSize(package.unpacked_size),
        )
        self.body.addWidget(label(theme, " · ".join(facts), face="meta", ink="ink_2", wraps=True))
        if package.description:
            self.body.addSpacing(4)
            self.body.addWidget(label(theme, package.description, wraps=True))
        fonts = ", ".join(package.fonts)
        brings = self.tr("Brings the typefaces {fonts}.").format(fonts=fonts) if fonts else ""
        for sentence in (brings, self._already(package, there)):
            if sentence:
                self.body.addWidget(label(theme, sentence, ink="ink_2", wraps=True))
        self.body.addSpacing(8)
        self._files = self._list(package, locale)
        self.body.addWidget(self._files, 1)
        fingerprint = self.tr("SHA-256 of the package {hash}").format(hash=package.sha256)
        shown = label(theme, fingerprint, face="meta", ink="ink_3", wraps=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(shown)
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        self.add_button(push_button(theme, self.tr("Install"), self.accept, look="primary"), default=True).setFocus()

    def _already(self, package: Package, there: tuple[FoundTemplate, ...]) -> str:
        versions = [one.opened.template.version for one in there]
        if package.version in versions:
            same = any(one.opened.template.sha256 == package.template_sha256 for one in there)
            return self.tr("This very template is installed already.") if same else ""
        if not versions:
            return ""
        return self.tr(
            "{versions} of it is there and stays: briefs go on with the version that they have until you change it."
        ).format(versions=self.tr("Version {version}").format(version=", ".join(versions)))

    def _list(self, package: Package, locale: QLocale) -> QTreeWidget:
        files = QTreeWidget()
        files.setAccessibleName(self.tr("Files of the package"))
        files.setHeaderLabels([self.tr("File"), self.tr("Size")])
        files.setRootIsDecorated(False)
        files.setUniformRowHeights(True)
        self.theme.dress(files, face="text", look="sheet_list")
        head = files.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(False)
        for file in package.files:
            row = QTreeWidgetItem([file.name, locale.formattedDataSize(file.size)])
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            files.addTopLevelItem(row)
        return files
