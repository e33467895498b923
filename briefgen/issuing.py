"""Issuing a brief: the record of what left the house, with all that makes it again; and what a new template changes.

A record of issue names the file by its hash. Beside it the dossier keeps the house template, as a package, and the data
that were printed; so `made_again` gives the same file when template, dossier and house have long gone on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from briefgen import __version__, workflows
from briefgen.domain.briefs import Brief, IssueRecord
from briefgen.domain.dossier import Dossier, UnknownId
from briefgen.domain.fields import as_id
from briefgen.domain.preflight import Finding, acceptance, blocks
from briefgen.domain.template_switch import unused_parts
from briefgen.dossier_file import DossierFile
from briefgen.errors import NotThere
from briefgen.exporters.forms import form_of
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from briefgen.rendering.kept_data import job_again, kept_data, made_with_then
from briefgen.rendering.made_with import changed_since, made_with
from briefgen.rendering.template_packages import pack, read_package
from briefgen.rendering.template_places import find_template, kept_copy
from briefgen.settings import Preferences, kept_templates_folder


@dataclass(frozen=True, slots=True)
class Issue:
    """A record of issue, and what the dossier keeps for it, by hash: see `DossierFile.commit`."""

    record: IssueRecord
    originals: Mapping[str, bytes]


def issue_of(
    brief: Brief, template: OpenTemplate, job: RenderJob, *, filename: str, data: bytes, findings: Iterable[Finding]
) -> Issue:
    """The record of a file that was made of a brief and has left, or leaves, the house; its id is given by the dossier.

    Args:
        brief: As it was rendered.
        template: With which it was rendered.
        job: What was rendered.
        filename: The file's name, without its folder.
        data: The file's bytes.
        findings: What preflight and the pages told of it. Those that are accepted are noted with their reasons; where
            one blocks, the file is issued by force.

    Raises:
        PackageRefused: The template can't be kept, for it has files that no package may hold.
    """
    house = template.template
    package, printed = pack(template), kept_data(job)
    kept = {hashlib.sha256(content).hexdigest(): content for content in (package, printed)}
    kept_template, kept_printed = kept
    told = tuple(findings)
    entries = [acceptance(brief, finding) for finding in told]
    record = IssueRecord(
        id="issue-1",  # the dossier gives it its own
        brief=brief.id,
        name=brief.name,
        at=workflows.now(),
        title=brief.title,
        ref=brief.ref,
        version=brief.version,
        state=str(brief.state),
        marking=" · ".join(part for part in (brief.marking, brief.tlp) if part),
        to=brief.to,
        copy_to=brief.copy_to,
        filename=filename,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        template=house.name,
        template_version=house.version,
        template_sha256=house.sha256,
        kept_template=kept_template,
        kept_data=kept_printed,
        program_version=__version__,
        forced=blocks(told),
        accepted=tuple(entry for entry in brief.accepted if entry in entries),
    )
    return Issue(record, kept)


def find_issue(dossier: Dossier, which: str) -> IssueRecord:
    """Find a record of issue by its id or by its number alone.

    Raises:
        UnknownId: There is no such record.
    """
    wanted = f"issue-{which}" if which.isdecimal() else as_id(which)
    for record in dossier.issues:
        if record.id == wanted:
            return record
    there = ", ".join(record.id for record in dossier.issues)
    raise UnknownId(f"The dossier has no record of issue {which}; it has {there or 'none'}.")


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """An issued file made again: its bytes, whether they are those that were issued, and the rendering's warnings.

    `changed` says in words what that documents are made with has changed since, as far as it was kept.
    """

    data: bytes
    is_the_same: bool
    warnings: tuple[str, ...]
    changed: tuple[str, ...] = ()


def made_again(
    file: DossierFile, record: IssueRecord, rendered: Callable[[RenderJob], RenderedBrief] = render
) -> MadeAgain:
    """Make an issued file again, of the template and the data that the dossier keeps.

    While the version of Briefgen and what it lays out with are the same, so is the file, to the bit. Another version or
    other system libraries may break lines elsewhere: `is_the_same` tells, and `changed` what it may come from.

    Args:
        file: The dossier.
        record: Of the issue.
        rendered: Renders the job: in this process, or in a child.

    Raises:
        NotThere: Nothing was kept, as in dossiers of Briefgen before 0.2.
        DossierDamaged: What was kept is not as it was.
        BriefgenError: What `rendering.job.render` raises.
    """
    template = kept_template(file, record)
    kept = file.kept(record.kept_data)
    job = job_again(kept, template.folder)
    outputs = workflows.Outputs(rendered(job), job.context, template)
    data = workflows.output_bytes(outputs, form_of(record.filename) or "pdf")
    same = hashlib.sha256(data).hexdigest() == record.sha256
    was = record.program_version
    program = (f"Briefgen ({was}, now {__version__})",) if was not in {"", __version__} else ()
    return MadeAgain(data, same, outputs.warnings, (*program, *changed_since(made_with_then(kept), made_with())))


def kept_template(file: DossierFile, record: IssueRecord) -> OpenTemplate:
    """Open the house template that a record of issue keeps.

    Raises:
        NotThere: Nothing was kept.
        DossierDamaged: What was kept is not as it was.
    """
    if not record.can_be_made_again:
        raise NotThere(
            f"{record.id} can't be made again: when it was issued the dossier did not keep its house template. The "
            f"file itself has the SHA-256 {record.sha256}."
        )
    package = read_package(file.kept(record.kept_template), f"{record.template} of {record.id}")
    return kept_copy(package, kept_templates_folder())


def bring_out_templates(file: DossierFile, preferences: Preferences) -> tuple[OpenTemplate, ...]:
    """Put the kept house templates to which the dossier's briefs are pinned where `workflows.template_of` finds them.

    Those that are in one of the folders of house templates anyway are left in the dossier.

    Raises:
        DossierDamaged: What was kept is not as it was.
        InputRefused: There is no place to put one.
    """
    places = workflows.template_places(preferences)
    dossier = file.dossier
    pinned = {(brief.template, brief.template_sha256) for brief in dossier.briefs if brief.template_sha256}
    kept = {record.template_sha256 for record in dossier.issues if record.kept_template and record.kept_data}
    wanted = {sha256 for name, sha256 in pinned if sha256 in kept and not find_template(name, places, sha256=sha256)}
    found: dict[str, OpenTemplate] = {}
    for record in reversed(dossier.issues):
        sha256 = record.template_sha256
        if sha256 in wanted - found.keys() and record.kept_template and record.kept_data:
            found[sha256] = kept_template(file, record)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A brief's pages with the house template that it has, and with another: for both to be looked at side by side."""

    before: RenderedBrief
    after: RenderedBrief
    unused: tuple[str, ...]
    """Labels of fields and titles of sections that are filled and that the other template does not print."""


def upgrade_jobs(
    dossier: Dossier, brief: Brief, before: OpenTemplate, after: OpenTemplate
) -> tuple[RenderJob, RenderJob]:
    """The two renderings of an upgrade, of the same brief as it stands, for a window to have done in its child."""
    # A brief that does not fit is shown all the same: it is to be looked at, not to be sent.
    return (
        workflows.render_job(dossier, brief, before, overfull=True),
        workflows.render_job(dossier, brief, after, overfull=True),
    )


def upgrade(dossier: Dossier, brief: Brief, before: OpenTemplate, after: OpenTemplate) -> Upgrade:
    """Render a brief with two house templates, in this process. Raises what `rendering.job.render` raises."""
    old, new = upgrade_jobs(dossier, brief, before, after)
    return Upgrade(render(old), render(new), unused(brief, before, after))


def unused(brief: Brief, before: OpenTemplate, after: OpenTemplate) -> tuple[str, ...]:
    """What a brief's house template prints and another has no place for, by label or title; the brief keeps it."""
    already = {(part.kind, part.name) for part in unused_parts(brief, before.template)}
    parts = unused_parts(brief, after.template, before.template)
    return tuple(part.title or part.name for part in parts if (part.kind, part.name) not in already)
