"""What each act of `briefgen templates` does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from briefgen import template_workflows
from briefgen.cli.show import print_columns, print_json
from briefgen.domain.fields import Plain, to_plain
from briefgen.domain.terms import Paper, Severity
from briefgen.errors import InputRefused, PreflightFailed, UsageError
from briefgen.exporters.files import write_atomically
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.samples import sample_names
from briefgen.rendering.template_lint import LintFinding
from briefgen.rendering.template_packages import SUFFIX, Package
from briefgen.rendering.template_places import FoundTemplate, choose
from briefgen.settings import read_preferences, user_templates_folder

Arguments = argparse.Namespace

DONE = 0


def _tell(message: str) -> None:
    print(message, file=sys.stderr)


def templates(arguments: Arguments) -> int:
    """Do something with house templates; list them where nothing is said."""
    return ACTS[arguments.act or "list"](arguments)


def _list(arguments: Arguments) -> int:
    found = template_workflows.found_templates(read_preferences())
    shown = [one for one in found.templates if one.first or getattr(arguments, "all", False)]
    if arguments.json:
        print_json([_plain(one.opened) | _where(one) for one in shown])
    else:
        rows = [
            (
                one.opened.template.name,
                one.opened.template.version,
                one.where,
                one.opened.template.sha256[:12],
                one.opened.template.title,
            )
            for one in shown
        ]
        print_columns(("name", "version", "where", "hash", "title"), rows, empty="No house templates were found.")
    for refusal in found.refused:
        _tell(refusal.message)
    for place in found.away:
        _tell(f"The folder “{place.folder}” does not answer: its house templates are left out.")
    return DONE


def _plain(opened: OpenTemplate) -> dict[str, Plain]:
    house = opened.template
    return {
        "name": house.name,
        "title": house.title,
        "version": house.version,
        "description": house.description,
        "licence": house.licence,
        "folder": str(opened.folder),
        "sha256": house.sha256,
        "paper": [str(paper) for paper in house.paper],
        "samples": list(sample_names(opened)),
        "sections": [to_plain(section) for section in house.sections],
        "fields": [to_plain(field) for field in house.fields],
    }


def _where(one: FoundTemplate) -> dict[str, Plain]:
    return {"where": str(one.place.kind), "package": one.packaged, "first": one.first}


@contextmanager
def _opened(name: str) -> Iterator[tuple[OpenTemplate, Package | None]]:
    """Open a template by name, by folder, or inside a package."""
    if name.endswith(SUFFIX):
        with template_workflows.unpacked(Path(name)) as (package, opened):
            yield opened, package
    else:
        yield template_workflows.named(name, read_preferences()), None


@contextmanager
def _unpacked(name: str) -> Iterator[str]:
    """Give a template's name, or the folder of one that stands in a package."""
    if name.endswith(SUFFIX):
        with template_workflows.unpacked(Path(name)) as (_, opened):
            yield str(opened.folder)
    else:
        yield name


def _show(arguments: Arguments) -> int:
    with _opened(arguments.template) as (opened, package):
        if arguments.data:
            print_json(template_workflows.sample_job(opened, arguments.data).context)
            return DONE
        if arguments.json:
            print_json(_plain(opened) | ({} if package is None else {"package": _package_plain(package)}))
            return DONE
        house = opened.template
        print(f"{house.title} {house.version} ({house.name})")
        if house.description:
            print(house.description)
        print(f"\nlicence  {house.licence or 'not said'}\npaper    {', '.join(house.paper)}\nhash     {house.sha256}")
        if package is None:
            print(f"folder   {opened.folder}")
        else:
            _print_package(package)
        sections = [
            (section.id, "must" if section.required else "", str(section.words or ""), section.title)
            for section in house.sections
            if section.narrative
        ]
        print("\nSections to write:")
        print_columns(("id", "needed", "words", "title"), sections, empty="None.")
        fields = [
            (field.name, str(field.type), "must" if field.required else "", field.label or field.name)
            for field in house.fields
        ]
        print("\nFields of its own:")
        print_columns(("name", "type", "needed", "label"), fields, empty="None.")
        if house.requires:
            print(f"\nA brief must have: {', '.join(house.requires)}.")
    return DONE


def _package_plain(package: Package) -> dict[str, Plain]:
    return {
        "sha256": package.sha256,
        "size": package.size,
        "unpacked_size": package.unpacked_size,
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in package.files],
        "fonts": list(package.fonts),
    }


def _print_package(package: Package) -> None:
    print(f"package  {package.sha256}, {package.size:,} bytes, {len(package.files)} files")
    print(f"fonts    {', '.join(package.fonts) or 'none of its own'}\n")
    print_columns(("bytes", "file"), [(f"{file.size:>10,}", file.name) for file in package.files], empty="")


def _check(arguments: Arguments) -> int:
    tell: Callable[[str], None] = (lambda words: _tell(f"trying {words} …")) if sys.stderr.isatty() else lambda _: None
    with _unpacked(arguments.template) as name:
        found = template_workflows.check_template(
            name, read_preferences(), arguments.sample, every=arguments.every, tell=tell
        )
    if arguments.json:
        print_json([_finding_plain(finding) for finding in found])
    else:
        _print_findings(found)
    failed = any(finding.severity is Severity.ERROR for finding in found)
    return PreflightFailed.exit_code if failed else DONE


def _finding_plain(finding: LintFinding) -> dict[str, Plain]:
    return {
        "rule": finding.rule.value,
        "severity": str(finding.severity),
        "file": finding.file,
        "line": finding.line,
        "case": finding.case,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _print_findings(found: tuple[LintFinding, ...]) -> None:
    if not found:
        print("Nothing to fix: all checks pass.")
        return
    for finding in found:
        place = f"{finding.place}: " if finding.place else ""
        print(f"{finding.severity.meaning:<10}  {place}{finding.message}")
        print(f"{'':<10}  → {finding.remedy}")
        if finding.case:
            print(f"{'':<10}  {finding.rule.value}, seen with {finding.case}")
        else:
            print(f"{'':<10}  {finding.rule.value}")
    counts = {severity: sum(finding.severity is severity for finding in found) for severity in Severity}
    print("\n" + ", ".join(f"{count} {severity.meaning}" for severity, count in counts.items()) + ".")


def _render_sample(arguments: Arguments) -> int:
    with _opened(arguments.template) as (opened, _):
        house = opened.template
        papers = [Paper(paper) for paper in arguments.paper or house.paper]
        if other := [str(paper) for paper in papers if paper not in house.paper]:
            raise UsageError(f"“{house.name}” is not made for {', '.join(other)}, only for {', '.join(house.paper)}.")
        samples = arguments.sample or sample_names(opened)
        languages = arguments.language or [house.language]
        try:
            arguments.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputRefused(
                f"“{arguments.output}” can't be made ({error.strerror}): choose another folder."
            ) from error
        wanted = [(sample, paper, language) for sample in samples for paper in papers for language in languages]
        for name, rendered in template_workflows.render_samples(opened, wanted):
            path = arguments.output / f"{house.name}-{name}.pdf"
            write_atomically(path, rendered.pdf)
            print(path, flush=True)
            for warning in rendered.warnings:
                _tell(f"{path.name}: {warning}")
    return DONE


def _new(arguments: Arguments) -> int:
    base = template_workflows.named(arguments.base, read_preferences())
    made = template_workflows.new_template(
        base,
        arguments.name,
        arguments.folder or user_templates_folder(),
        title=arguments.title,
        whole=arguments.whole,
    )
    print(made.folder)
    return DONE


def _pack(arguments: Arguments) -> int:
    template = template_workflows.named(arguments.template, read_preferences())
    print(template_workflows.pack_template(template, arguments.output))
    return DONE


def _install(arguments: Arguments) -> int:
    if arguments.look:
        with template_workflows.unpacked(arguments.package) as (package, opened):
            house = opened.template
            print(f"{house.title} {house.version} ({house.name})\nlicence  {house.licence or 'not said'}")
            _print_package(package)
        return DONE
    installed = template_workflows.install_package(arguments.package, arguments.folder)
    house = installed.template.template
    print(installed.template.folder)
    if not installed.is_new:
        _tell(f"“{house.name}” {house.version} was there already, the very same.")
    if installed.hidden_by is not None:
        _tell(
            f"“{house.name}” alone goes on meaning “{installed.hidden_by}”; this version is taken by briefs that are "
            "pinned to it."
        )
    return DONE


def _remove(arguments: Arguments) -> int:
    found = template_workflows.found_templates(read_preferences())
    template = choose(found, arguments.name, version=arguments.version, packaged=True)
    uses = template_workflows.uses_of(template, arguments.dossiers)
    for use in uses.found:
        _tell(f"“{use.dossier}” uses it in: {', '.join(use.briefs)}.")
    for trouble in uses.not_asked:
        _tell(f"Could not be asked: {trouble}")
    if uses.found and not arguments.even_if_used:
        raise PreflightFailed(
            f"“{arguments.name}” {template.opened.template.version} is used and was not removed: use --even-if-used; "
            "what was issued keeps its own copy."
        )
    print(template_workflows.remove_template(template))
    return DONE


ACTS: dict[str, Callable[[Arguments], int]] = {
    "list": _list,
    "show": _show,
    "check": _check,
    "render-sample": _render_sample,
    "new": _new,
    "pack": _pack,
    "install": _install,
    "remove": _remove,
}
"""Each act by the name that is typed."""
