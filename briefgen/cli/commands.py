"""What each command does: parsed arguments in, words on standard output, an exit code back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from briefgen import issuing, workflows
from briefgen.cli.coded_commands import export_picking
from briefgen.cli.findings import accept, finding_plain, print_findings, take_back
from briefgen.cli.import_commands import bring_in, import_again
from briefgen.cli.issue_commands import tell_issues
from briefgen.cli.reference_commands import compare_references
from briefgen.cli.reply_commands import read_back
from briefgen.cli.show import print_columns, print_json
from briefgen.cli.style_commands import check_style, styles
from briefgen.cli.template_commands import templates
from briefgen.cli.verify_commands import verify_pdf
from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import as_id, read_field, to_plain
from briefgen.domain.operations import Relation
from briefgen.domain.points import Risk
from briefgen.domain.preflight import Finding, blocks, judged
from briefgen.domain.rating import rating_of
from briefgen.domain.sources import Passage
from briefgen.domain.terms import Kind, Paper, Severity
from briefgen.domain.wording import listed
from briefgen.dossier_file import DossierFile, DossierReadOnly, open_dossier, recover
from briefgen.errors import PreflightFailed, UsageError
from briefgen.exporters.files import write_atomically
from briefgen.exporters.forms import SUFFIXES, Form, form_named, form_of
from briefgen.exporters.issue_records import version_name
from briefgen.rendering.job import render as render_job
from briefgen.rendering.layout_findings import layout_findings
from briefgen.settings import Preferences, read_preferences

Arguments = argparse.Namespace

DONE = 0


def _tell(message: str) -> None:
    """Say something that is no result."""
    print(message, file=sys.stderr)


def _preferences(arguments: Arguments) -> Preferences:
    preferences = read_preferences()
    limit = getattr(arguments, "size_limit", None)
    if limit is None:
        return preferences
    if limit < 1:
        raise UsageError("--size-limit takes a number of megabytes, 1 or more.")
    return Preferences(limit, preferences.template_folders)


def _open(arguments: Arguments, *, to_write: bool) -> DossierFile:
    """Open the dossier; one that another process has is only read, and a command that would write is refused."""
    file = open_dossier(arguments.dossier, read_only=not to_write, take_over=arguments.take_over)
    if to_write and file.read_only:
        file.close()
        raise DossierReadOnly(file.why_read_only)
    return file


def new(arguments: Arguments) -> int:
    """Make an empty dossier."""
    workflows.new_dossier(arguments.dossier, arguments.title).close()
    return DONE


def version(arguments: Arguments) -> int:
    """Save, list or restore versions."""
    if arguments.act != "list" and not arguments.name:
        raise UsageError(f"“briefgen version DOSSIER {arguments.act}” takes the version's name.")
    with _open(arguments, to_write=arguments.act != "list") as file:
        if arguments.act == "save":
            file.save_version(arguments.name)
        elif arguments.act == "restore":
            workflows.restore_version(file, arguments.name)
        else:
            versions = file.versions()
            if arguments.json:
                print_json(
                    [
                        {"number": v.number, "name": v.name, "at": v.at.isoformat(), "automatic": v.automatic}
                        for v in versions
                    ]
                )
            else:
                rows = [
                    (v.number, f"{v.at:%Y-%m-%d %H:%M}", "automatic" if v.automatic else "named", v.name)
                    for v in versions
                ]
                print_columns(("number", "at (UTC)", "kind", "name"), rows, empty="No versions yet.")
    return DONE


def recover_damaged(arguments: Arguments) -> int:
    """Write what can still be read of a damaged dossier to a new file."""
    report = recover(arguments.damaged, arguments.output)
    print(report.text())
    return DONE


def edit(arguments: Arguments) -> int:
    """Change fields of a source, a point, a brief or a passage."""
    if not arguments.set:
        raise UsageError("“briefgen edit” takes at least one --set FIELD=VALUE.")
    with _open(arguments, to_write=True) as file:
        dossier, record = file.dossier, as_id(arguments.id)
        sort = record.rpartition("-")[0]
        if sort == "source":
            after = workflows.edit_source(dossier, record, arguments.set)
        elif sort in {kind.prefix for kind in Kind}:
            values = workflows.point_values(dossier.point(record).kind, arguments.set)
            after = operations.edit_point(dossier, record, at=workflows.now(), values=values)
        elif sort == "passage":
            values = dict(read_field(Passage, name, text) for name, text in arguments.set)
            if other := values.keys() - {"note", "kind"}:
                raise UsageError(f"A passage's note and kind can be set, not {', '.join(sorted(other))}.")
            after = operations.edit_passage(dossier, record, **values)
        else:
            issuing.bring_out_templates(file, _preferences(arguments))
            brief = workflows.find_brief(dossier, arguments.id)
            template = workflows.template_of(brief, _preferences(arguments))
            after = workflows.fill_brief(dossier, brief.id, template.template, arguments.set)
        file.commit(after, label=f"Edit {arguments.id}")
    return DONE


def delete(arguments: Arguments) -> int:
    """Put a source, a point or a brief into the bin."""
    with _open(arguments, to_write=True) as file:
        dossier, record, at = file.dossier, as_id(arguments.id), workflows.now()
        sort = record.rpartition("-")[0]
        if sort == "source":
            after = operations.remove_source(dossier, record, at=at, with_consequences=arguments.with_consequences)
        elif sort in {kind.prefix for kind in Kind}:
            after = operations.delete_point(dossier, record, at=at)
        else:
            after = operations.delete_brief(dossier, workflows.find_brief(dossier, arguments.id).id, at=at)
        file.commit(after, label=f"Delete {arguments.id}")
    return DONE


def import_files(arguments: Arguments) -> int:
    """Bring documents in; one that can't be read does not keep the others out."""
    with _open(arguments, to_write=True) as file:
        return bring_in(file, arguments, workflows.import_limits(_preferences(arguments)))


def export(arguments: Arguments) -> int:
    """Write sources, passages, points and notes for other programs; prints the file."""
    with _open(arguments, to_write=False) as file:
        export_picking(file, arguments.output, arguments.format)
    print(arguments.output)
    return DONE


def references(arguments: Arguments) -> int:
    """Say what a list of references would change of the sources; change it when told to."""
    with _open(arguments, to_write=arguments.apply) as file:
        compare_references(file, arguments, workflows.import_limits(_preferences(arguments)))
    return DONE


def decisions(arguments: Arguments) -> int:
    """Set the decisions that a filled-in PDF makes; or only say what would be set."""
    with _open(arguments, to_write=not arguments.dry_run) as file:
        return read_back(file, arguments, workflows.import_limits(_preferences(arguments)))


def verify(arguments: Arguments) -> int:
    """Say of every quotation in a PDF whether it is what its source says."""
    preferences = _preferences(arguments)
    limits = workflows.import_limits(preferences)
    if arguments.dossier is None:
        return verify_pdf(arguments, limits, preferences, None)
    with _open(arguments, to_write=False) as file:
        issuing.bring_out_templates(file, preferences)
        return verify_pdf(arguments, limits, preferences, file)


def _on_one_line(text: str) -> str:
    """Several lines that were left out together, as one line of a list."""
    return " ¶ ".join(text.split("\n"))


def extract(arguments: Arguments) -> int:
    """Print the canonical text of a document."""
    read = workflows.extract(arguments.file, workflows.import_limits(_preferences(arguments)), arguments.password)
    if arguments.left_out:
        for line in read.left_out:
            print(f"{_on_one_line(line.text)}    ({line.reason})")
    else:
        print(read.text)
    for warning in read.warnings:
        _tell(warning)
    return DONE


def sources(arguments: Arguments) -> int:
    """List the sources."""
    with _open(arguments, to_write=False) as file:
        dossier = file.dossier
    resting = _points_by_source(dossier)
    if arguments.json:
        print_json(
            [
                {
                    "id": s.id,
                    "title": s.title,
                    "format": s.format,
                    "encoding": s.encoding,
                    "sha256": s.sha256,
                    "size": s.size,
                    "characters": len(s.text),
                    "how_obtained": str(s.how_obtained),
                    "imported": s.imported.isoformat() if s.imported else None,
                    "left_out": [to_plain(line) for line in s.left_out],
                    "warnings": list(s.warnings),
                    "bibliography": to_plain(s.bibliography),
                    "points": resting.get(s.id, []),
                }
                for s in dossier.sources
            ]
        )
        return DONE
    rows = [
        (
            s.id,
            s.bibliography.issued.iso if s.bibliography.issued else "",
            len(resting.get(s.id, [])),
            len(s.left_out),
            s.title,
        )
        for s in dossier.sources
    ]
    print_columns(("id", "issued", "points", "left out", "title"), rows, empty="No sources yet.")
    return DONE


def _points_by_source(dossier: Dossier) -> dict[str, list[str]]:
    source_of = {passage.id: passage.source for passage in dossier.passages}
    found: dict[str, list[str]] = {}
    for point in dossier.points:
        for source_id in dict.fromkeys(source_of[c.passage] for c in point.evidence):
            found.setdefault(source_id, []).append(point.id)
    return found


def text(arguments: Arguments) -> int:
    """Print a stored source's canonical text, or what was left out of it."""
    with _open(arguments, to_write=False) as file:
        source = file.dossier.source(as_id(arguments.source))
    if arguments.left_out:
        for number, line in enumerate(source.left_out):
            print(f"{number}  {_on_one_line(line.text)}    ({line.reason})")
    else:
        print(source.text)
    return DONE


def put_back(arguments: Arguments) -> int:
    """Put a left-out line back."""
    with _open(arguments, to_write=True) as file:
        after = operations.put_back(file.dossier, as_id(arguments.source), arguments.number)
        file.commit(after, label="Put a line back")
    return DONE


def reimport(arguments: Arguments) -> int:
    """Import a source's document again; passages that were lost are printed."""
    limits = workflows.import_limits(_preferences(arguments))
    with _open(arguments, to_write=True) as file:
        source_id = as_id(arguments.source)
        imported = import_again(file, source_id, limits, arguments)
        for passage_id in imported.lost:
            print(f"{passage_id}  {file.dossier.passage(passage_id).quote}")
        if imported.lost:
            _tell(f"{len(imported.lost)} passages were not found again in the new text: place them or drop them.")
    return DONE


def point(arguments: Arguments) -> int:
    """Make a point from quotations."""
    general = as_id(arguments.source) if arguments.source else None
    quotes = [(words, as_id(source) if source else general) for words, source in arguments.quotes]
    with _open(arguments, to_write=True) as file:
        after, point_id = workflows.make_point(
            file.dossier, Kind(arguments.kind), arguments.title, quotes, arguments.set
        )
        file.commit(after, label=f"Make {point_id}")
    print(point_id)
    return DONE


def points(arguments: Arguments) -> int:
    """List the points."""
    with _open(arguments, to_write=False) as file:
        dossier = file.dossier
    if arguments.json:
        passages = {passage.id: passage for passage in dossier.passages}
        print_json(
            [
                {"kind": str(p.kind)}
                | to_plain(p)
                | {
                    "quotes": [
                        {"passage": c.passage, "source": passages[c.passage].source, "quote": passages[c.passage].quote}
                        for c in p.evidence
                    ]
                }
                for p in dossier.points
            ]
        )
        return DONE
    table = dossier.settings.rating_table
    rows = [
        (p.id, (rating_of(p, table) or "") if isinstance(p, Risk) else "", len(p.evidence), p.title)
        for p in dossier.points
    ]
    print_columns(("id", "rating", "evidence", "title"), rows, empty="No points yet.")
    return DONE


def link(arguments: Arguments) -> int:
    """Link a point to another."""
    origin, relation, target, letter = _ends(arguments)
    likelihood, _, impact = arguments.steps.partition(",")
    try:
        steps = (int(likelihood), int(impact or 0))
    except ValueError:
        raise UsageError("--steps takes two whole numbers from -4 to 0, as in --steps=-1,-2.") from None
    with _open(arguments, to_write=True) as file:
        after = operations.link(file.dossier, origin, relation, target, at=workflows.now(), letter=letter, steps=steps)
        file.commit(after, label=f"Link {origin} to {target}")
    return DONE


def unlink(arguments: Arguments) -> int:
    """Take a link away."""
    origin, relation, target, letter = _ends(arguments)
    with _open(arguments, to_write=True) as file:
        after = operations.unlink(file.dossier, origin, relation, target, at=workflows.now(), letter=letter)
        file.commit(after, label=f"Unlink {origin} from {target}")
    return DONE


def _ends(arguments: Arguments) -> tuple[str, Relation, str, str]:
    """Read both ends of a link; an option's letter may stand at either."""
    wanted = arguments.relation.strip().lower().replace("_", "-").replace(" ", "-")
    if wanted not in set(Relation):
        raise UsageError(f"A relation is one of: {', '.join(Relation)}, not “{arguments.relation}”.")
    origin, _, letter = arguments.origin.partition(":")
    target, _, other = arguments.target.partition(":")
    return as_id(origin), Relation(wanted), as_id(target), (letter or other).strip().upper()


def brief(arguments: Arguments) -> int:
    """Make a brief, or fill one that is there; prints its id."""
    chosen = None if arguments.points is None else [as_id(p) for p in arguments.points.split(",") if p.strip()]
    named = {"paper": arguments.paper, "citation-style": arguments.style}
    given = [*arguments.set, *((name, value) for name, value in named.items() if value is not None)]
    with _open(arguments, to_write=True) as file:
        issuing.bring_out_templates(file, _preferences(arguments))
        after, brief_id = workflows.make_or_fill_brief(
            file.dossier, arguments.name, arguments.template, chosen, given, _preferences(arguments)
        )
        if arguments.style:
            check_style(after, brief_id, _preferences(arguments))
        file.commit(after, label=f"Fill the brief “{arguments.name}”")
    print(brief_id)
    return DONE


def briefs(arguments: Arguments) -> int:
    """List the briefs."""
    with _open(arguments, to_write=False) as file:
        dossier = file.dossier
    if arguments.json:
        print_json([to_plain(b) for b in dossier.briefs])
        return DONE
    rows = [(b.id, b.name, b.template, str(b.state), len(b.points), b.title) for b in dossier.briefs]
    print_columns(("id", "name", "template", "state", "points", "title"), rows, empty="No briefs yet.")
    return DONE


def check(arguments: Arguments) -> int:
    """Run preflight on a brief, or on every one where none is named; 1 when there are errors.

    Findings are accepted, or acceptances taken back, before it says how the brief stands.
    """
    judging = bool(arguments.accept or arguments.take_back)
    with _open(arguments, to_write=judging) as file:
        issuing.bring_out_templates(file, _preferences(arguments))
        if judging:
            _judge(file, arguments)
        dossier = file.dossier
    several = arguments.name is None and len(dossier.briefs) > 1
    chosen = dossier.briefs if several else (workflows.find_brief(dossier, arguments.name),)
    preferences = _preferences(arguments)
    found = [(b, _findings(dossier, b, preferences)) for b in chosen]
    if arguments.json:
        print_json([{"brief": b.name} | finding_plain(finding) for b, findings in found for finding in findings])
    else:
        for number, (b, findings) in enumerate(found):
            if several:
                print(f"{chr(10) if number else ''}{b.name}:")
            print_findings(findings)
    return PreflightFailed.exit_code if any(blocks(findings) for _, findings in found) else DONE


def _findings(dossier: Dossier, brief: Brief, preferences: Preferences) -> tuple[Finding, ...]:
    """What the brief and its pages tell."""
    template = workflows.template_of(brief, preferences)
    pages = workflows.check_pages(dossier, brief, template)
    return (*pages, *workflows.check_brief(dossier, brief, template.template))


def _judge(file: DossierFile, arguments: Arguments) -> None:
    """Accept what is to be accepted, and take back what is no more."""
    brief = workflows.find_brief(file.dossier, arguments.name)
    after = take_back(file.dossier, brief, arguments.take_back)
    if arguments.accept:
        after = accept(after, brief, _findings(file.dossier, brief, _preferences(arguments)), arguments.accept)
    file.commit(after, label=f"Judge findings of “{brief.name}”")


def render(arguments: Arguments) -> int:
    """Write a brief in one form, and beside it in others; or make again what was issued."""
    if arguments.issued is not None:
        return _render_issued(arguments)
    form = _form(arguments)
    also = [form_named(name) for name in arguments.also]
    with _open(arguments, to_write=arguments.issue) as file:
        issuing.bring_out_templates(file, _preferences(arguments))
        dossier = file.dossier
        chosen = workflows.find_brief(dossier, arguments.name)
        if arguments.paper:
            chosen = replace(chosen, paper=Paper(arguments.paper))
        if arguments.attach_data:
            chosen = replace(chosen, attach_data=True)
        template = workflows.template_of(chosen, _preferences(arguments), arguments.template)
        checked = workflows.check_brief(dossier, chosen, template.template)
        forced = _stopped(chosen, checked, force=arguments.force)
        job = workflows.render_job(dossier, chosen, template, forced=forced)
        rendered = render_job(job)
        told = judged(chosen, layout_findings(rendered))
        if _stopped(chosen, told, force=arguments.force) and not forced:
            forced = True
            job = workflows.render_job(dossier, chosen, template, forced=True)
            rendered = render_job(job)
        outputs = workflows.Outputs(rendered, job.context, template)
        for warning in outputs.warnings:
            _tell(warning)
        data = workflows.output_bytes(outputs, form)
        made = (
            issuing.issue_of(
                chosen, template, job, filename=arguments.output.name, data=data, findings=(*told, *checked)
            )
            if arguments.issue
            else None
        )
        for path in workflows.write_outputs(outputs, arguments.output, form, also):
            print(path)
        if made is not None:
            after, issue_id = operations.record_issue(dossier, made.record)
            file.commit(after, made.originals, label=f"Issue {arguments.output.name}")
            file.save_version(version_name(after.issues[-1]))
            _tell(f"Noted as {issue_id}.")
    return DONE


def _form(arguments: Arguments) -> Form:
    """The form asked for by `--format`, else by the ending of the file's name.

    Raises:
        UsageError: The two contradict each other, the ending is of no form, or an option is for PDFs alone.
    """
    path: Path = arguments.output
    of_name = form_of(path.name)
    chosen = form_named(arguments.format) if arguments.format else of_name
    endings = listed(list(SUFFIXES.values()))
    if chosen is None and path.suffix:
        raise UsageError(f"“{path.name}” says no form: end it with {endings}, or name the form with --format.")
    if arguments.format and of_name is not None and of_name != chosen:
        raise UsageError(f"--format {arguments.format} and “{path.name}” say two forms: leave one out.")
    if arguments.attach_data and (chosen or "pdf") != "pdf":
        raise UsageError("--attach-data puts a file into a PDF: no other form takes it.")
    return chosen or "pdf"


def _stopped(brief: Brief, findings: tuple[Finding, ...], *, force: bool) -> bool:
    """Tell whether findings stop a brief from being issued as it is; if so it is made as a draft, by `force` alone.

    Raises:
        PreflightFailed: They do, and nobody forces it; they have been told one by one.
    """
    if not blocks(findings):
        return False
    if not force:
        for finding in findings:
            if finding.severity is Severity.ERROR and not finding.accepted:
                _tell(f"{finding.place.words}: {finding.message} → {finding.remedy}")
        raise PreflightFailed(
            f"Preflight found errors in “{brief.name}”: mend them, or use --force, which prints DRAFT in the title."
        )
    return True


def _render_issued(arguments: Arguments) -> int:
    given = {"a brief": arguments.name, "--template": arguments.template, "--paper": arguments.paper}
    given |= {"--force": arguments.force, "--issue": arguments.issue, "--also": arguments.also}
    given |= {"--format": arguments.format, "--attach-data": arguments.attach_data}
    if other := [option for option, value in given.items() if value]:
        raise UsageError(f"--issued makes a file as it was: it takes no {' and no '.join(other)}.")
    with _open(arguments, to_write=False) as file:
        record = issuing.find_issue(file.dossier, arguments.issued)
        again = issuing.made_again(file, record)
    for warning in again.warnings:
        _tell(warning)
    write_atomically(arguments.output, again.data)
    print(arguments.output)
    if not again.is_the_same:
        since = f"since then have changed: {listed(again.changed)}" if again.changed else "other libraries lay it out"
        _tell(
            f"It is not byte for byte what was issued: that was made with Briefgen {record.program_version}; "
            f"{since}. The file that was issued has the SHA-256 {record.sha256}."
        )
    return DONE


def issues(arguments: Arguments) -> int:
    """List the records of issue, or say all of one; to a file where one is named, as JSON by its suffix."""
    with _open(arguments, to_write=False) as file:
        records = file.dossier.issues
        versions = {version.name: version.number for version in file.versions()}
        if arguments.record is not None:
            records = (issuing.find_issue(file.dossier, arguments.record),)
    tell_issues(arguments, records, versions)
    return DONE


COMMANDS: dict[str, Callable[[Arguments], int]] = {
    "new": new,
    "import": import_files,
    "export": export,
    "references": references,
    "extract": extract,
    "sources": sources,
    "text": text,
    "put-back": put_back,
    "reimport": reimport,
    "point": point,
    "points": points,
    "link": link,
    "unlink": unlink,
    "brief": brief,
    "briefs": briefs,
    "check": check,
    "render": render,
    "issues": issues,
    "decisions": decisions,
    "verify": verify,
    "styles": styles,
    "templates": templates,
    "version": version,
    "recover": recover_damaged,
    "edit": edit,
    "delete": delete,
}
"""Each command by the name that is typed."""
