"""A brief rendered and written, in a thread: laid out in a child process, which a cancel does not wait for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from briefgen import workflows
from briefgen.domain.briefs import Brief, IssueRecord
from briefgen.domain.dossier import Dossier
from briefgen.domain.preflight import Finding, PageRule, blocks, judged
from briefgen.domain.verification import Proof
from briefgen.dossier_file import DossierFile
from briefgen.errors import PreflightFailed
from briefgen.exporters.files import write_atomically
from briefgen.exporters.forms import Form
from briefgen.gui.background import Cancelled, Job
from briefgen.issuing import Issue, MadeAgain, issue_of, made_again
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.job import RenderedBrief, RenderJob
from briefgen.rendering.layout_findings import layout_findings
from briefgen.rendering.pages import Conformance
from briefgen.rendering.worker import Worker

_STEPS = 3
_ASK_EVERY = 0.05
"""Seconds between two looks whether the user has stopped it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported, as it stood when the user asked: nothing that is typed meanwhile gets into it."""

    dossier: Dossier
    brief: Brief
    template: OpenTemplate
    findings: tuple[Finding, ...]
    form: Form
    forced: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where, and the record of it with what the dossier keeps for it."""

    path: Path
    issue: Issue
    warnings: tuple[str, ...]
    conformance: Conformance | None = None
    """Of a PDF: which standards it follows."""
    proof: Proof | None = None
    """Of a PDF: how its quotations were found on its pages."""
    attached: tuple[str, ...] = ()
    """Of a PDF: the names of the files in it."""


class PagesRefused(PreflightFailed):
    """A brief that passed preflight, and whose pages told errors that preflight can't see; nothing was written."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.message for finding in findings))
        self.findings = findings


Render = Callable[[RenderJob], Future[RenderedBrief]]
"""Has a brief rendered in a child process that goes on when it is done."""


def carry_out(order: Order, path: Path, job: Job, render: Render | None = None) -> Exported:
    """Render and write a brief, in a child process of its own or by `render`.

    Raises:
        PagesRefused: its pages are not in order, and the order is not forced.
        BriefgenError: it can't be rendered, or the file can't be written; what was there is unchanged.
        Cancelled: the user stopped it; nothing was written.
    """
    _tell(job, 0, _tr("laying out the pages…"))
    render_job = workflows.render_job(order.dossier, order.brief, order.template, forced=order.forced)
    if render is not None:
        rendered = _wait(render(render_job), job)
    else:
        with Worker() as worker:
            rendered = _wait(worker.submit(render_job), job)
    told = judged(order.brief, layout_findings(rendered))
    if blocks(told) and not order.forced:
        raise PagesRefused(told)
    _tell(job, 1, _tr("making the file…"))
    outputs = workflows.Outputs(rendered, render_job.context, order.template)
    data = workflows.output_bytes(outputs, order.form)
    before = (finding for finding in order.findings if finding.rule not in set(PageRule))
    issue = issue_of(order.brief, order.template, render_job, filename=path.name, data=data, findings=(*told, *before))
    _tell(job, 2, _tr("writing it…"))
    write_atomically(path, data)
    conformance = rendered.conformance if order.form == "pdf" else None
    proof = rendered.proof if order.form == "pdf" else None
    attached = tuple(file.name for file in render_job.attachments) if order.form == "pdf" else ()
    return Exported(path, issue, outputs.warnings, conformance, proof, attached)


def make_again(file: DossierFile, record: IssueRecord, path: Path, job: Job, render: Render) -> MadeAgain:
    """Make an issued file again and write it, whether or not it has become the same.

    Raises:
        BriefgenError: nothing was kept of it, it can't be rendered, or the file can't be written.
        Cancelled: the user stopped it; nothing was written.
    """
    _tell(job, 0, _tr("laying out the pages…"))
    again = made_again(file, record, lambda render_job: _wait(render(render_job), job))
    _tell(job, 2, _tr("writing it…"))
    write_atomically(path, again.data)
    return again


def _tell(job: Job, done: int, what: str) -> None:
    """Say which step it is at. How long the layout takes nobody knows, so while it lasts the bar only moves."""
    text = _tr("Step {step} of {steps}: {what}").format(step=done + 1, steps=_STEPS, what=what)
    job.report(done, _STEPS if done else 0, text)


def _wait(future: Future[RenderedBrief], job: Job) -> RenderedBrief:
    while True:
        try:
            job.check()
        except Cancelled:
            future.cancel()  # where it has not begun
            raise
        try:
            return future.result(timeout=_ASK_EVERY)
        except NotYet:
            if future.done():
                raise


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
