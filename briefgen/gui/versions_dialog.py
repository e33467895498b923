"""The versions of a dossier: keep the present state under a name, go back to one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.dossier_file import Version
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.moments import moment_words
from briefgen.gui.sheet import Sheet


class VersionsDialog(Sheet):
    """Lists the versions, the newest first; all that touches the file goes through the bench's tasks."""

    def __init__(self, window: QWidget, bench: Bench) -> None:
        super().__init__(window, bench.theme, self.tr("Versions"), (640, 520))
        self._bench = bench
        session = bench.session
        explained = self.tr(
            "Every change is kept as you make it. A version is a state to go back to; going back can be undone."
        )
        self.body.addWidget(label(bench.theme, explained, ink="ink_2", wraps=True))
        line = QHBoxLayout()
        tight(line, spacing=8)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of a new version"))
        self.name.setAccessibleName(self.tr("Name of a new version"))
        bench.theme.dress(self.name, face="text", high=32)
        self.keep_button = push_button(bench.theme, self.tr("Keep the present state"), self.keep)
        self.keep_button.setAutoDefault(False)
        self.name.returnPressed.connect(self.keep)
        self.name.textChanged.connect(lambda text: self.keep_button.setEnabled(bool(text.strip())))
        line.addWidget(self.name, 1)
        line.addWidget(self.keep_button)
        self.body.addLayout(line)
        self.error = label(bench.theme, face="meta", ink="must_fix", wraps=True)
        self.error.hide()
        self.body.addWidget(self.error)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Versions, the newest first"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bench.theme.dress(self.list, face="text", look="sheet_list")
        self.list.itemDoubleClicked.connect(lambda _item: self.restore())
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.list.hide()
        self.body.addWidget(self.list, 1)
        self.body.addStretch()
        self.restore_button = push_button(bench.theme, self.tr("Go back to this version"), self.restore, look="primary")
        self.add_button(push_button(bench.theme, self.tr("Close"), self.reject))
        self.add_button(self.restore_button)
        self.keep_button.setEnabled(False)
        self.name.setEnabled(not session.read_only)
        self._enable()
        self._read()

    # ------------------------------------------------------------------------------------------------- list

    def _read(self) -> None:
        file = self._bench.session.file
        self._bench.tasks.run(lambda _job: file.versions(), done=self._show, failed=self._fail, owner=self)

    def _show(self, versions: Sequence[Version]) -> None:
        self.list.clear()
        for version in reversed(versions):
            when = moment_words(version.at)
            kept = self.tr("{when} · kept by itself, before: {name}") if version.automatic else "{name} · {when}"
            item = QListWidgetItem(kept.format(name=version.name, when=when))
            item.setData(Qt.ItemDataRole.UserRole, version.number)
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.setVisible(self.list.count() > 0)
        if self.list.count():
            self.list.setCurrentRow(0)
        self._enable()

    def _enable(self) -> None:
        self.restore_button.setEnabled(self.list.currentRow() >= 0 and not self._bench.session.read_only)

    def _fail(self, error: Exception) -> None:
        self.error.setText(str(error))
        self.error.show()

    # ------------------------------------------------------------------------------------------------- acts

    def keep(self) -> None:
        """Keep the present state under the name that was typed."""
        name, file = self.name.text().strip(), self._bench.session.file
        if not name:
            return

        def kept(_version: Version) -> None:
            self.name.clear()
            self.error.hide()
            self._read()

        self._bench.tasks.run(lambda _job: file.save_version(name), done=kept, failed=self._fail, owner=self)

    def restore(self) -> None:
        """Go back to the chosen version, keeping the present state first."""
        if self.list.currentRow() < 0 or not self.restore_button.isEnabled():
            return
        number, file = int(self.list.currentItem().data(Qt.ItemDataRole.UserRole)), self._bench.session.file
        self._bench.tasks.run(lambda _job: file.load_version(number), done=self._go_back, failed=self._fail, owner=self)

    def _go_back(self, version: Dossier) -> None:
        if self._bench.session.apply(self.tr("Go back to a version"), lambda d: operations.restore_version(d, version)):
            self.accept()
        else:
            self.reject()
