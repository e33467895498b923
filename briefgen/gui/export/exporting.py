"""Export: check, ask where to, render in a child process, write whole or not at all, note it in the dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.briefs import Brief, IssueRecord
from briefgen.domain.preflight import Finding, PageRule, blocks, judged
from briefgen.domain.terms import Severity
from briefgen.errors import BriefgenError
from briefgen.exporters.forms import SUFFIXES, Form, form_of
from briefgen.exporters.issue_records import version_name
from briefgen.gui.background import Job, Task
from briefgen.gui.bench import Bench
from briefgen.gui.beside import folder_beside
from briefgen.gui.export.conformance import in_words
from briefgen.gui.export.history_dialog import HistoryDialog
from briefgen.gui.export.names import suggested_name
from briefgen.gui.export.proof import proof_words
from briefgen.gui.export.refused_dialog import RefusedDialog
from briefgen.gui.export.rendering import Exported, Order, PagesRefused, carry_out, make_again
from briefgen.gui.notices import Bar, Notice, Remedy
from briefgen.issuing import MadeAgain

T = TypeVar("T")

_FOLDER = "export/folder"


class Exporter(QObject):
    """Exports the brief in view.

    Args:
        bench: The window.
        panel: The widget whose window the dialogs belong to.
        brief: Gives the brief in view; None where there is none.
        go_to: Shows the place of a finding.
    """

    def __init__(
        self,
        bench: Bench,
        panel: QWidget,
        brief: Callable[[], Brief | None],
        go_to: Callable[[Finding], object],
    ) -> None:
        super().__init__(panel)
        self._bench, self._panel, self._brief, self._go_to = bench, panel, brief, go_to
        self._task: Task | None = None
        self._bar: Bar | None = None
        add, tr = bench.actions.add, self.tr

        def can() -> bool:
            return self._task is None and brief() is not None

        add(
            "brief.export", tr("&Export PDF…"), lambda: self.export("pdf"), menu="file", group="export",
            shortcut="Ctrl+E", icon="file-down", short=tr("Export"), words=tr("issue print save"), when=can,
        )  # fmt: skip
        add(
            "brief.export_html", tr("Export as &HTML…"), lambda: self.export("html"), menu="file", group="export",
            words=tr("web page"), when=can,
        )  # fmt: skip
        add(
            "brief.export_markdown", tr("Export as &Markdown…"), lambda: self.export("markdown"), menu="file",
            group="export", words=tr("text"), when=can,
        )  # fmt: skip
        add(
            "brief.export_docx", tr("Export for &Word…"), lambda: self.export("docx"), menu="file",
            group="export", words=tr("docx office document edit"), when=can,
        )  # fmt: skip
        add(
            "brief.history", tr("&What was issued…"), self.show_history, menu="file", group="export",
            icon="history", words=tr("history hash sha-256 record"),
        )  # fmt: skip

    @property
    def busy(self) -> bool:
        """Whether a brief is being exported."""
        return self._task is not None

    def show_history(self) -> None:
        """Show what was issued."""
        dialog = HistoryDialog(self._panel.window(), self._bench)
        dialog.wants_again.connect(self.make_again)
        dialog.open()

    def make_again(self, record: IssueRecord, path: Path) -> None:
        """Make an issued file again, of what the dossier keeps of it, with a bar that can stop it."""
        if self._task is not None:
            sentence = self.tr("Something else is being exported: make {name} again when that is done.")
            self._bench.notices.tell(Notice(sentence.format(name=record.filename), "should", key="again"))
            return
        self._begin(path, self.tr("is being made again."))
        file, render = self._bench.session.file, self._bench.rendering.render
        self._run(
            lambda job: make_again(file, record, path, job, render), lambda made: self._tell_made(made, record, path)
        )

    def _tell_made(self, made: MadeAgain, record: IssueRecord, path: Path) -> None:
        """Say whether it is the same file, and if not, what has changed since."""
        if made.is_the_same:
            sentence = self.tr("{name} is made again, and the same as what was issued, byte for byte.")
            self._bench.notices.tell(Notice(sentence.format(name=path.name), "done", _to_see(path), key="export"))
            return
        since = self.tr("Since then have changed: {what}.") if made.changed else self.tr("Other libraries lay it out.")
        issued = self.tr("What was issued has the SHA-256 {hash}.").format(hash=record.sha256)
        detail = " ".join((since.format(what=", ".join(made.changed)), issued, *made.warnings))
        sentence = self.tr("{name} is made again, but it is not the same as what was issued.")
        self._bench.notices.tell(
            Notice(sentence.format(name=path.name), "should", _to_see(path), detail=detail, key="export")
        )

    # ----------------------------------------------------------------------------------------------- steps

    def export(self, form: Form) -> None:
        """Begin: check the brief as it stands now."""
        brief = self._brief()
        if brief is None or self._task is not None:
            return
        dossier, preferences = self._bench.session.dossier, self._bench.choices.preferences
        # What does not fit its page can't be made a draft either: that is told when it is laid out, by itself.
        pages = self._bench.layout_findings.of(brief.id)
        told = tuple(found for found in judged(brief, pages) if found.rule != PageRule.PAGES_OVERFULL)

        def check(_job: Job) -> Order:
            template = workflows.template_of(brief, preferences)
            findings = (*told, *workflows.check_brief(dossier, brief, template.template))
            return Order(dossier, brief, template, findings, form, forced=blocks(findings))

        self._run(check, self._decide)

    def _decide(self, order: Order) -> None:
        """Go on, or say first what must be mended."""
        if not order.forced:
            self._ask_where(order)
            return
        errors = [f for f in order.findings if f.severity is Severity.ERROR and not f.accepted]
        dialog = RefusedDialog(self._panel.window(), self._bench, errors, order.template.template)
        dialog.wants_shown.connect(self._go_to)
        dialog.accepted.connect(lambda: self._ask_where(order))
        dialog.open()

    def _ask_where(self, order: Order) -> None:
        """Ask for the file and its form; the dialog itself asks before another file is overwritten."""
        kinds = self._kinds()
        dialog = QFileDialog(self._panel.window(), self.tr("Export"), str(self._folder()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters(list(kinds.values()))

        def change(kind: str) -> None:
            suffix = SUFFIXES[_form_of_kind(kinds, kind)]
            typed = Path(*dialog.selectedFiles()[:1]).name
            dialog.setDefaultSuffix(suffix.removeprefix("."))
            dialog.selectFile(str(Path(typed).with_suffix(suffix)) if form_of(typed) else typed + suffix)

        suffix = SUFFIXES[order.form]
        dialog.selectNameFilter(kinds[order.form])
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        name = suggested_name(order.brief, suffix)
        dialog.selectFile(name.replace(suffix, f" DRAFT{suffix}") if order.forced else name)
        dialog.filterSelected.connect(change)
        dialog.fileSelected.connect(
            lambda chosen: self._take(order, Path(chosen), _form_of_kind(kinds, dialog.selectedNameFilter()))
        )
        dialog.open()

    def _kinds(self) -> dict[Form, str]:
        """The forms as the file dialog names them, PDF first."""
        words: dict[Form, str] = {
            "pdf": self.tr("PDF"),
            "html": self.tr("HTML"),
            "markdown": self.tr("Markdown"),
            "docx": self.tr("Word document"),
        }
        return {form: f"{name} (*{SUFFIXES[form]})" for form, name in words.items()}

    def _take(self, order: Order, path: Path, asked: Form) -> None:
        """Go on with the form that the name says; a name that says none gets the ending of the form asked for."""
        form = form_of(path.name)
        if form is None:
            form, path = asked, path.with_name(path.name + SUFFIXES[asked])
            if path.exists():
                sentence = self.tr("There is a file “{name}” already; nothing was written. Choose it, or another name.")
                self._bench.notices.tell(Notice(sentence.format(name=path.name), "must", key="export"))
                return
        self.write(replace(order, form=form), path)

    def _folder(self) -> Path:
        """Where the last export went; else beside the dossier."""
        last = Path(str(self._bench.settings.value(_FOLDER, "")) or ".")
        return last if last.is_absolute() and last.is_dir() else folder_beside(self._bench.session.path)

    def write(self, order: Order, path: Path) -> None:
        """Render and write, with a bar that can stop it."""
        self._bench.settings.setValue(_FOLDER, str(path.parent))
        self._begin(path, self.tr("is being exported."))
        render = self._bench.rendering.render
        self._run(
            lambda job: carry_out(order, path, job, render),
            self._tell,
            lambda refused: self._tell_pages(order, refused),
        )

    def _tell_pages(self, order: Order, refused: PagesRefused) -> None:
        """Say what the pages have told only now, as what preflight finds is said."""
        self._decide(replace(order, findings=(*refused.findings, *order.findings), forced=True))

    def cancel(self) -> None:
        """Stop what is under way; nothing is written."""
        if self._task is not None:
            self._task.cancel()

    # ------------------------------------------------------------------------------------------------ ends

    def _run(
        self,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        refused: Callable[[PagesRefused], None] = lambda _: None,
    ) -> None:
        def then(result: T) -> None:
            self._end()
            done(result)

        def fail(error: Exception) -> None:
            self._end()
            if isinstance(error, PagesRefused):
                refused(error)
            elif isinstance(error, BriefgenError):
                self._bench.notices.tell(Notice(error.message, "must", key="export"))
            else:
                self._bench.tasks.troubled.emit(error)

        task = self._bench.tasks.run(work, done=then, failed=fail, progressed=self._progress)
        self._task = task
        task.finished.connect(lambda: self._end() if self._task is task else None)
        self._bench.actions.refresh_soon()

    def _begin(self, path: Path, doing: str) -> None:
        """Show a bar for what is done to a file."""
        self._bar = self._bench.notices.busy(doing, lead=path.name, stop=self.cancel, key="export")

    def _progress(self, done: int, total: int, text: str) -> None:
        if self._bar is not None and isValid(self._bar):
            self._bar.progress(done, total, text)

    def _end(self) -> None:
        self._task = None
        bar, self._bar = self._bar, None
        if bar is not None and isValid(bar):  # “Stop” has closed it already
            bar.close_bar()
        self._bench.actions.refresh_soon()

    def _tell(self, exported: Exported) -> None:
        """Note the issue, and say that it is done."""
        session, path = self._bench.session, exported.path
        standards = () if exported.conformance is None else (in_words(exported.conformance),)
        inside = self.tr("Attached to it: {names}.").format(names=", ".join(exported.attached))
        held = (inside,) if exported.attached else ()
        detail = " ".join(filter(None, (proof_words(exported.proof), *standards, *held, *exported.warnings)))
        if session.read_only:
            note = self.tr("The dossier is read-only, so it has no record of this.")
            detail = f"{note} {detail}".strip()
        else:
            noted = session.record(
                self.tr("Export {name}").format(name=path.name),
                lambda dossier: operations.record_issue(dossier, exported.issue.record)[0],
                exported.issue.originals,
            )
            if noted:
                session.keep_version(version_name(session.dossier.issues[-1]))
        sentence = self.tr("Exported {name}.").format(name=path.name)
        self._bench.notices.tell(Notice(sentence, "done", _to_see(path), detail=detail, key="export"))


def _form_of_kind(kinds: Mapping[Form, str], kind: str) -> Form:
    return next((form for form, name in kinds.items() if name == kind), "pdf")


def _to_see(path: Path) -> tuple[Remedy, ...]:
    """The buttons that open a file that was written, and its folder."""
    return (
        Remedy(QCoreApplication.translate("export", "Open"), lambda: open_in_system(path), stays=True),
        Remedy(QCoreApplication.translate("export", "Show in folder"), lambda: open_in_system(path.parent), stays=True),
    )


def open_in_system(path: Path) -> bool:
    """Open a file or folder in whatever the system opens it with; tells whether it has something."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
