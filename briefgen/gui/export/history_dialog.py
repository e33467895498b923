"""What was issued of a dossier's briefs: when, to whom, as which file, with its hash."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from briefgen.domain.briefs import IssueRecord
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button
from briefgen.gui.moments import moment_words
from briefgen.gui.sheet import Sheet

_RECORD = int(Qt.ItemDataRole.UserRole)


class HistoryDialog(Sheet):
    """Lists the records of issue, the newest first; what is known of the chosen one stands under the list."""

    def __init__(self, window: QWidget, bench: Bench) -> None:
        super().__init__(window, bench.theme, self.tr("What was issued"), (720, 520))
        theme, records = bench.theme, bench.session.dossier.issues
        if not records:
            words = self.tr("Nothing yet. Every file that you export is noted here, with its hash.")
            self.body.addWidget(label(theme, words, ink="ink_2", wraps=True))
            self.body.addStretch(1)
        self.list = QTreeWidget()
        self.list.setVisible(bool(records))
        self.list.setAccessibleName(self.tr("What was issued, the newest first"))
        self.list.setHeaderLabels([self.tr("Issued"), self.tr("Brief"), self.tr("To"), self.tr("File")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        theme.dress(self.list, face="text", look="sheet_list")
        for record in reversed(records):
            when = moment_words(record.at) if record.at is not None else ""
            draft = self.tr("{name} (DRAFT)").format(name=record.name) if record.forced else record.name
            item = QTreeWidgetItem([when, draft, record.to, record.filename])
            item.setData(0, _RECORD, record.id)
            for column in range(4):
                item.setToolTip(column, item.text(column))
            self.list.addTopLevelItem(item)
        header = self.list.header()
        header.setStretchLastSection(True)
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.body.addWidget(self.list, 1)
        self.details = label(theme, face="meta", ink="ink_2", wraps=True)
        self.details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.details.setAccessibleName(self.tr("About the chosen file"))
        self.details.setVisible(bool(records))
        self.body.addWidget(self.details)
        self.add_button(push_button(theme, self.tr("Close"), self.accept), default=True)
        self._records = {record.id: record for record in records}
        self.list.currentItemChanged.connect(lambda item, _before: self._tell(item))
        if records:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
            self.list.setFocus()

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        record = self._records.get(item.data(0, _RECORD)) if item is not None else None
        self.details.setText(self._about(record) if record is not None else "")

    def _about(self, record: IssueRecord) -> str:
        size = QLocale().formattedDataSize(record.size)
        lines = [
            self.tr("SHA-256: {hash}").format(hash=record.sha256),
            self.tr("{size}, with the house template {template} {version} and Briefgen {program}").format(
                size=size,
                template=record.template,
                version=record.template_version,
                program=record.program_version,
            ),
        ]
        if record.forced:
            lines.append(self.tr("Issued as DRAFT: preflight had found errors."))
        lines += [
            self.tr("Accepted: {rule} at {place}: {reason}").format(
                rule=entry.rule, place=entry.place, reason=entry.reason
            )
            for entry in record.accepted
        ]
        return "\n".join(lines)
