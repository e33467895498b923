"""What the check of a template finds, in a list; each finding leads to its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefgen import template_workflows
from briefgen.domain.terms import Severity
from briefgen.gui.background import Job, Task, Tasks
from briefgen.gui.brief_words import severity_sign, severity_words
from briefgen.gui.controls import ElidedLabel, label, push_button, rule, tight
from briefgen.gui.gallery.words import file_and_line
from briefgen.gui.icons import Icons
from briefgen.gui.notices import Notices
from briefgen.gui.preview.own_file import open_at
from briefgen.gui.theme import Theme
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.template_lint import LintFinding
from briefgen.settings import Preferences


@dataclass(frozen=True, slots=True)
class Checked:
    """A template's folder, its hash when it was checked, and what was found."""

    folder: Path
    sha256: str
    findings: tuple[LintFinding, ...]


class CheckView(QWidget):
    """Checks one template, in the background, and shows what is to be mended."""

    def __init__(
        self, theme: Theme, icons: Icons, tasks: Tasks, notices: Notices, go_back: Callable[[], object]
    ) -> None:
        super().__init__()
        self._theme, self._icons, self._tasks, self._notices = theme, icons, tasks, notices
        self._task: Task | None = None
        self._template: OpenTemplate | None = None
        self._preferences: Preferences | None = None
        self.checked: Checked | None = None
        self.rows: list[FindingRow] = []
        theme.dress(self, ground="surface")
        down = QVBoxLayout(self)
        tight(down)
        bar = QWidget()
        theme.dress(bar, ground="panel", high=40)
        line = QHBoxLayout(bar)
        tight(line, spacing=12, margins=(12, 0, 16, 0))
        self.back = push_button(theme, self.tr("All templates"), go_back, look="text")
        self._title = ElidedLabel(theme, face="strong")
        self._counts = label(theme, face="meta", ink="ink_2")
        self.again = push_button(theme, self.tr("Check again"), self._check, look="small")
        line.addWidget(self.back)
        line.addWidget(self._title, 1)
        line.addWidget(self._counts)
        line.addWidget(self.again)
        down.addWidget(bar)
        down.addWidget(rule(theme))
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        down.addWidget(self._progress)
        self._says = label(theme, ink="ink_2", wraps=True)
        self._says.setContentsMargins(24, 16, 24, 8)
        down.addWidget(self._says)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        tight(self._list)
        self._list.addStretch(1)
        self._area.setWidget(inside)
        down.addWidget(self._area, 1)

    @property
    def said(self) -> str:
        """What stands over the list."""
        return self._says.text()

    @property
    def is_checking(self) -> bool:
        """Whether a check is under way."""
        return self._task is not None

    def check(self, template: OpenTemplate, preferences: Preferences) -> None:
        """Check a template, in place of the one before."""
        self._template, self._preferences = template, preferences
        self._title.say(self.tr("Check of {title}").format(title=template.template.title))
        self._check()

    def follow(self, template: OpenTemplate) -> None:
        """Say that the files are others now than when they were checked, if they are."""
        self._template = template
        checked = self.checked
        if checked is not None and checked.folder == template.folder and not self.is_checking:
            self._tell(stale=checked.sha256 != template.template.sha256)

    def stop(self) -> None:
        """Give a check up."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._progress.hide()

    def _check(self) -> None:
        template, preferences = self._template, self._preferences
        if template is None or preferences is None:
            return
        self.stop()
        self._show(())
        self.checked = None
        self._counts.setText("")
        self._says.setText(self.tr("It is laid out with every sample, on every paper, with too much and with nothing…"))
        self._progress.setRange(0, 0)
        self._progress.show()
        self.again.setEnabled(False)
        sha256 = template.template.sha256

        def work(job: Job) -> Checked:
            def tell(words: str) -> None:
                job.check()
                job.report(0, 0, words)

            found = template_workflows.check_template(str(template.folder), preferences, tell=tell)
            return Checked(template.folder, sha256, found)

        task = self._tasks.run(work, done=self._take, failed=self._fail, progressed=self._tell_case, owner=self)
        self._task = task

    def _tell_case(self, _done: int, _total: int, words: str) -> None:
        self._says.setText(self.tr("Trying it with {case}…").format(case=words))

    def _take(self, checked: Checked) -> None:
        self._task = None
        self.checked = checked
        self._show(checked.findings)
        self._tell(stale=False)

    def _fail(self, error: Exception) -> None:
        self._task = None
        self._progress.hide()
        self.again.setEnabled(True)
        self._says.setText(str(error))

    def _tell(self, *, stale: bool) -> None:
        checked = self.checked
        if checked is None:
            return
        self._progress.hide()
        self.again.setEnabled(True)
        counts = [
            f"{count} {severity_words(severity).lower()}"
            for severity in Severity
            if (count := sum(finding.severity is severity for finding in checked.findings))
        ]
        self._counts.setText(" · ".join(counts) if checked.findings else "")
        if stale:
            self._says.setText(self.tr("Its files have changed since this check."))
        elif checked.findings:
            self._says.setText("")
        else:
            self._says.setText(self.tr("Nothing to fix: all checks pass."))
        self._says.setVisible(bool(self._says.text()))

    def _show(self, findings: tuple[LintFinding, ...]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        self._says.show()
        for place, finding in enumerate(findings):
            assert self._template is not None  # noqa: S101  findings are of a template
            row = FindingRow(self._theme, self._icons, self._notices, finding, _file_of(self._template, finding))
            self.rows.append(row)
            self._list.insertWidget(place, row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the cards."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.click()
            return
        super().keyPressEvent(event)


class FindingRow(QWidget):
    """One finding: how much it matters, what is wrong, where, what to do; `go` opens the file, and the line is said."""

    def __init__(self, theme: Theme, icons: Icons, notices: Notices, finding: LintFinding, file: Path | None) -> None:
        super().__init__()
        self.finding, self.file, self._notices = finding, file, notices
        outer = QVBoxLayout(self)
        tight(outer)
        line = QHBoxLayout()
        tight(line, spacing=12, margins=(24, 12, 20, 12))
        icon, role = severity_sign(finding.severity)
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon, role, size=theme.px(16), ratio=self.devicePixelRatioF()))
        sign.setContentsMargins(0, theme.px(2), 0, 0)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        tight(words, spacing=2)
        words.addWidget(label(theme, finding.message, wraps=True))
        words.addWidget(label(theme, finding.remedy, face="meta", ink="ink_2", wraps=True))
        place = QHBoxLayout()
        tight(place, spacing=8)
        place.addWidget(label(theme, severity_words(finding.severity), face="meta_strong", ink=role))
        seen = self.tr("seen with {case}").format(case=finding.case) if finding.case else ""
        where = " · ".join(part for part in (file_and_line(finding.file, finding.line), seen) if part)
        shown = ElidedLabel(theme, where, face="meta", ink="ink_2")
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        place.addWidget(shown, 1)
        words.addLayout(place)
        line.addLayout(words, 1)
        self.setAccessibleName(f"{severity_words(finding.severity)}: {finding.message} {where}")
        if file is not None:
            self.go = push_button(theme, self.tr("Go there"), self._go, look="text")
            self.go.setToolTip(self.tr("Open {path}").format(path=file))
            line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(line)
        outer.addWidget(rule(theme))

    def _go(self) -> None:
        if self.file is not None:
            open_at(self._notices, self.file, self.finding.line)


def _file_of(template: OpenTemplate, finding: LintFinding) -> Path | None:
    """The file that a finding names, where it is the template's own; its folder where it names none."""
    if not finding.file:
        return template.folder
    path = template.folder / finding.file
    return path if path.is_file() else None
