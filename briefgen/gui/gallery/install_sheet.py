"""Shows what a package of a house template contains, before it is installed."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from briefgen.gui.controls import label, push_button
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme
from briefgen.rendering.template_packages import Package
from briefgen.rendering.template_places import FoundTemplate, PlaceKind


class InstallSheet(Sheet):
    """Asks whether a package is to be installed; `there` are the templates of its name that are there already."""

    def __init__(self, window: QWidget, theme: Theme, package: Package, there: tuple[FoundTemplate, ...]) -> None:
        super().__init__(window, theme, self.tr("Install a house template"), (640, 560))
        self.body.setSpacing(4)
        self.body.addWidget(label(theme, package.title, face="large", wraps=True))
        facts = (
            self.tr("Version {version}").format(version=package.version),
            self.tr("{licence} licence").format(licence=package.licence)
            if package.licence
            else self.tr("no licence named"),
            self.tr("%n file(s)", None, len(package.files)),
            _size(package.unpacked_size),
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
        self._files = self._list(package)
        self.body.addWidget(self._files, 1)
        fingerprint = self.tr("SHA-256 of the package {hash}").format(hash=package.sha256)
        shown = label(theme, fingerprint, face="meta", ink="ink_3", wraps=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(shown)
        if is_there(package, there) or is_in_the_way(package, there):
            self.add_button(push_button(theme, self.tr("Close"), self.reject), default=True).setFocus()
            return
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        self.add_button(push_button(theme, self.tr("Install"), self.accept, look="primary"), default=True).setFocus()

    def _already(self, package: Package, there: tuple[FoundTemplate, ...]) -> str:
        if is_there(package, there):
            return self.tr("This very template is installed already.")
        if is_in_the_way(package, there):
            return self.tr(
                "It can’t be installed: version {version} is, with other files, and stays. Have its maker give the new "
                "one another version, or remove the one that is there first."
            ).format(version=package.version)
        versions = dict.fromkeys(one.opened.template.version for one in there)
        if not versions or package.version in versions:
            return ""
        return self.tr(
            "{versions} of it is there and stays: briefs go on with the version that they have until you change it."
        ).format(versions=self.tr("Version {version}").format(version=", ".join(versions)))

    def _list(self, package: Package) -> QTreeWidget:
        files = QTreeWidget()
        files.setAccessibleName(self.tr("Files of the package"))
        files.setHeaderLabels([self.tr("File"), self.tr("Size")])
        files.setRootIsDecorated(False)
        files.setUniformRowHeights(True)
        self.theme.dress(files, face="text", look="sheet_list")
        head = files.header()
        files.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(False)
        for file in package.files:
            row = QTreeWidgetItem([file.name, _size(file.size)])
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            files.addTopLevelItem(row)
        return files


def is_there(package: Package, there: tuple[FoundTemplate, ...]) -> bool:
    """Whether a package is installed among these templates, in the same version with the same files."""
    pinned = (package.version, package.template_sha256)
    return any(one.packaged and (one.opened.template.version, one.opened.template.sha256) == pinned for one in there)


def is_in_the_way(package: Package, there: tuple[FoundTemplate, ...]) -> bool:
    """Whether the version is installed where packages go, with other files: that one is never written over."""
    return any(
        one.packaged and one.place.kind is PlaceKind.USER and one.opened.template.version == package.version
        for one in there
    ) and not is_there(package, there)


def _size(size: int) -> str:
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
