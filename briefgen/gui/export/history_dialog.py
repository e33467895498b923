"""What was issued of a dossier's briefs: when, to whom, as which file, with its hash; and what came back filled in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from briefgen.domain.briefs import IssueRecord, Reply
from briefgen.domain.terms import Kind
from briefgen.dossier_file import Version
from briefgen.errors import BriefgenError
from briefgen.exporters.files import write_atomically
from briefgen.exporters.issue_records import records_as_json, records_as_text, version_name
from briefgen.gui.background import Job
from briefgen.gui.bench import Bench
from briefgen.gui.beside import folder_beside
from briefgen.gui.controls import label, push_button
from briefgen.gui.kinds import kind_word
from briefgen.gui.moments import moment_words
from briefgen.gui.notices import Notice
from briefgen.gui.points.words import term_word
from briefgen.gui.sheet import Sheet

_RECORD = int(Qt.ItemDataRole.UserRole)
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


class HistoryDialog(Sheet):
    """Lists what was issued and what came back, the newest first; all that is known of the chosen stands under it.

    `wants_again` brings a record whose file is to be made again, and the path that it goes to.
    """

    wants_again = Signal(object, object)

    def __init__(self, window: QWidget, bench: Bench) -> None:
        super().__init__(window, bench.theme, self.tr("What was issued"), (720, 520))
        theme, records = bench.theme, bench.session.dossier.issues
        replies = {
            f"{brief.id}/{number}": (brief.name, reply)
            for brief in bench.session.dossier.briefs
            for number, reply in enumerate(brief.replies)
        }
        listed = bool(records or replies)
        if not listed:
            words = self.tr("Nothing yet. Every file that you export is noted here, with its hash.")
            self.body.addWidget(label(theme, words, ink="ink_2", wraps=True))
            self.body.addStretch(1)
        self.list = QTreeWidget()
        self.list.setVisible(listed)
        self.list.setAccessibleName(self.tr("What was issued, the newest first"))
        self.list.setHeaderLabels([self.tr("When"), self.tr("Brief"), self.tr("To"), self.tr("File")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        theme.dress(self.list, face="text", look="sheet_list")
        self._add([*((record.at, self._issued(record)) for record in records)], replies)
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
        self.details.setVisible(listed)
        self.body.addWidget(self.details)
        self.save_button = self.add_button(push_button(theme, self.tr("Save the records…"), self._ask_where), left=True)
        self.save_button.setVisible(bool(records))
        self.again_button = self.add_button(
            push_button(theme, self.tr("Make again…"), self._ask_where_again), left=True
        )
        self.again_button.setToolTip(self.tr("Make the chosen file again, of what the dossier keeps of it"))
        self.again_button.setVisible(bool(records))
        self.add_button(push_button(theme, self.tr("Close"), self.accept), default=True)
        self._bench = bench
        self._records = {record.id: record for record in records}
        self._replies = {key: reply for key, (_, reply) in replies.items()}
        self._versions: dict[str, int] = {}
        if records:
            file = bench.session.file
            bench.tasks.run(lambda _job: file.versions(), done=self._know, failed=self._fail, owner=self)
        self.list.currentItemChanged.connect(lambda item, _before: self._tell(item))
        if listed:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
            self.list.setFocus()

    def _add(
        self, rows: list[tuple[dt.datetime | None, QTreeWidgetItem]], replies: dict[str, tuple[str, Reply]]
    ) -> None:
        """Put what was issued and what came back into the list, the newest first."""
        rows += [(reply.at, self._returned(key, name, reply)) for key, (name, reply) in replies.items()]
        # Of the same moment, and of none, the later one in the dossier is the newer.
        for _, item in sorted(rows, key=lambda row: row[0] or _LONG_AGO)[::-1]:
            for column in range(4):
                item.setToolTip(column, item.text(column))
            self.list.addTopLevelItem(item)

    def _issued(self, record: IssueRecord) -> QTreeWidgetItem:
        when = moment_words(record.at) if record.at is not None else ""
        draft = self.tr("{name} (DRAFT)").format(name=record.name) if record.forced else record.name
        item = QTreeWidgetItem([when, draft, record.to, record.filename])
        item.setData(0, _RECORD, record.id)
        return item

    def _returned(self, key: str, name: str, reply: Reply) -> QTreeWidgetItem:
        when = moment_words(reply.at) if reply.at is not None else ""
        back = self.tr("from {name}").format(name=reply.signed_by) if reply.signed_by else self.tr("came back")
        item = QTreeWidgetItem([when, name, back, reply.filename])
        item.setData(0, _RECORD, key)
        return item

    def _know(self, versions: tuple[Version, ...]) -> None:
        """Say which version of the dossier was kept, now that the file has told."""
        self._versions = {version.name: version.number for version in versions}
        self._tell(self.list.currentItem())

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, BriefgenError):
            raise error
        self._bench.notices.tell(Notice(error.message, "must", key="history"))

    def _ask_where(self) -> None:
        """Ask for the file that the records go to, as text or as JSON."""
        dialog = QFileDialog(self, self.tr("Save the records"), str(folder_beside(self._bench.session.path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Text (*.txt)"), self.tr("JSON, for programs (*.json)")])
        dialog.setDefaultSuffix("txt")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("json" if ".json" in chosen else "txt"))
        dialog.selectFile(self.tr("What was issued"))
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.open()

    def _ask_where_again(self) -> None:
        """Ask for the file that the chosen one is made again as; its form stays what it was."""
        item = self.list.currentItem()
        record = self._records.get(item.data(0, _RECORD)) if item is not None else None
        if record is None:
            return
        title = self.tr("Make {name} again").format(name=record.filename)
        dialog = QFileDialog(self, title, str(folder_beside(self._bench.session.path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(record.filename).suffix.removeprefix("."))
        dialog.selectFile(record.filename)
        dialog.fileSelected.connect(lambda chosen: self._make_again(record, Path(chosen)))
        dialog.open()

    def _make_again(self, record: IssueRecord, path: Path) -> None:
        self.accept()
        self.wants_again.emit(record, path)

    def save(self, path: Path) -> None:
        """Write all records, the newest last; the ending of the name says how."""
        records, versions = tuple(self._records.values()), dict(self._versions)
        written = records_as_json if path.suffix.lower() == ".json" else records_as_text

        def write(_job: Job) -> None:
            write_atomically(path, written(records, versions).encode())

        def told(_none: None) -> None:
            self._bench.notices.tell(Notice(self.tr("Saved {name}.").format(name=path.name), "done", key="history"))

        self._bench.tasks.run(write, done=told, failed=self._fail)

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        key = item.data(0, _RECORD) if item is not None else ""
        record, reply = self._records.get(key), self._replies.get(key)
        self.again_button.setEnabled(record is not None and record.can_be_made_again)
        words = self._about(record) if record is not None else ""
        self.details.setText(self._about_reply(reply) if reply is not None else words)

    def _about_reply(self, reply: Reply) -> str:
        signed = " · ".join(part for part in (reply.signed_by, reply.signed_on) if part)
        lines = [self.tr("Signed: {who}").format(who=signed) if signed else self.tr("Nobody signed it.")]
        for answer in reply.answers:
            what = " – ".join(part for part in (term_word(answer.decision or ""), answer.note) if part)
            words = self.tr("{name}: {what}") if answer.taken else self.tr("{name}: {what} (not taken over)")
            name = f"{kind_word(Kind.RECOMMENDATION)} {answer.point.rpartition('-')[2]}"
            lines.append(words.format(name=name, what=what or "–"))
        if reply.comments:
            lines.append(self.tr("Comments: {words}").format(words=reply.comments))
        return "\n".join([*lines, self.tr("SHA-256: {hash}").format(hash=reply.sha256)])

    def _about(self, record: IssueRecord) -> str:
        size = QLocale().formattedDataSize(record.size)
        version, number = version_name(record), self._versions.get(version_name(record))
        was = [record.marking, record.ref, record.version and self.tr("version {n}").format(n=record.version)]
        was.append(record.state)
        told = " · ".join(part for part in was if part)
        copies = self.tr("Copy: {names}").format(names="; ".join(record.copy_to)) if record.copy_to else ""
        lines = [line for line in (record.title, told, copies) if line]
        lines += [
            self.tr("SHA-256: {hash}").format(hash=record.sha256),
            self.tr("{size}, with the house template {template} {version} and Briefgen {program}").format(
                size=size,
                template=record.template,
                version=record.template_version,
                program=record.program_version,
            ),
        ]
        if number is not None:
            words = self.tr("The dossier as it was is kept as version {number}, “{name}”.")
            lines.append(words.format(number=number, name=version))
        if not record.can_be_made_again:
            lines.append(self.tr("It can’t be made again: the dossier did not keep its house template."))
        if record.forced:
            lines.append(self.tr("Issued as DRAFT: preflight had found errors."))
        lines += [
            self.tr("Accepted: {finding} Reason: {reason}").format(
                finding=entry.said or f"{entry.rule}, {entry.place}.", reason=entry.reason
            )
            for entry in record.accepted
        ]
        return "\n".join(lines)
