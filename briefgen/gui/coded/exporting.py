"""The dossier's picking goes out, for other programs and for the web."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from briefgen import coded_workflows
from briefgen.coded_workflows import FORMS
from briefgen.errors import BriefgenError
from briefgen.exporters.files import write_atomically
from briefgen.gui.background import Job
from briefgen.gui.bench import Bench
from briefgen.gui.beside import folder_beside
from briefgen.gui.notices import Notice, Remedy

_FOLDER = "export/folder"
"""The folder of every export: see `gui.export`."""


class PickingExporter(QObject):
    """Writes sources, passages, points and notes as a REFI-QDA project or as web annotations."""

    def __init__(self, bench: Bench, panel: QWidget) -> None:
        super().__init__(panel)
        self._bench, self._panel = bench, panel
        add, tr = bench.actions.add, self.tr

        def can() -> bool:
            return bool(bench.session.dossier.sources)

        add(
            "dossier.export_qdpx", tr("Export picking as &REFI-QDA…"), partial(self.ask, "qdpx"), menu="file",
            group="export", words=tr("qdpx nvivo maxqda atlas.ti qualcoder codes passages"), when=can,
        )  # fmt: skip
        add(
            "dossier.export_annotations", tr("Export picking as &web annotations…"), partial(self.ask, "annotations"),
            menu="file", group="export", words=tr("json-ld w3c passages"), when=can,
        )  # fmt: skip

    def ask(self, form: str) -> None:
        """Ask where to."""
        title, kind = {
            "qdpx": (self.tr("Export picking"), self.tr("REFI-QDA project")),
            "annotations": (self.tr("Export picking"), self.tr("Web annotations")),
        }[form]
        suffix = FORMS[form]
        last = Path(str(self._bench.settings.value(_FOLDER, "")) or ".")
        folder = last if last.is_absolute() and last.is_dir() else folder_beside(self._bench.session.path)
        dialog = QFileDialog(self._panel.window(), title, str(folder), f"{kind} (*{suffix})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.selectFile(self._bench.session.path.stem + suffix)
        dialog.fileSelected.connect(lambda chosen: self.write(form, Path(chosen)))
        dialog.open()

    def write(self, form: str, path: Path) -> None:
        """Write the dossier as it is now, whole or not at all."""
        bench = self._bench
        if not bench.session.finish():
            return
        bench.settings.setValue(_FOLDER, str(path.parent))
        dossier, file = bench.session.dossier, bench.session.file

        def work(_job: Job) -> None:
            write_atomically(path, coded_workflows.exported(dossier, form, file.original))

        def done(_nothing: None) -> None:
            show = Remedy(self.tr("Show in folder"), partial(_open_folder, path))
            bench.notices.tell(Notice(self.tr("was written."), "done", (show,), lead=path.name, key="export picking"))

        def failed(error: Exception) -> None:
            if isinstance(error, BriefgenError):
                bench.notices.tell(Notice(error.message, "must", key="export picking"))
            else:
                bench.tasks.troubled.emit(error)

        bench.tasks.run(work, done=done, failed=failed)


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
