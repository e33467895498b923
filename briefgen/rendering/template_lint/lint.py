"""The whole check of a house template: first its files, then its pages with every sample, paper and language.

`lint_files` fills no page and lays nothing out; `lint_pages` does one case. Both are made for a child process
(`worker.Worker(work=lint)`), because a template comes from a stranger: the limits of the job hold.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefgen.domain.briefs import Brief
from briefgen.domain.fields import dashed, specs
from briefgen.domain.preflight.colours import too_alike
from briefgen.errors import BriefgenError
from briefgen.rendering.citations.reading import StyleRefused
from briefgen.rendering.house_templates import SHARED, OpenTemplate, open_template
from briefgen.rendering.job import Looked, RenderJob, render
from briefgen.rendering.limits import LimitReached, within
from briefgen.rendering.manifests import BRAND, MANIFEST
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.template_lint.files import TemplateFiles
from briefgen.rendering.template_lint.findings import LintFinding, LintRule, once
from briefgen.rendering.template_lint.markup import check_markup, style_blocks, styled_attributes
from briefgen.rendering.template_lint.page_names import Asked, PageReader, exports, note_loops
from briefgen.rendering.template_lint.page_tree import NOWHERE, Written, check_tree, parents, written_at
from briefgen.rendering.template_lint.shapes import Shape, merged, shape_of
from briefgen.rendering.template_lint.sheets import Sheets
from briefgen.rendering.template_lint.styles import Styles


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(RenderJob):
    """One rendering of the check; `words` say with what data, as “normal, A4, en-GB”.

    `shows_filling` asks for findings of filling the page and laying it out alone: with no data at all a document may
    leave out its headings and markings.
    """

    words: str
    shows_filling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesCase(Case):
    """The check of the files; `contexts`, of samples with much and with little, tell what pages are given."""

    contexts: tuple[Mapping[str, Any], ...] = ()


def lint(case: Case) -> tuple[LintFinding, ...]:
    """Do one part of a check: the files, or a rendering. Raises what `lint_pages` and `open_template` raise."""
    if not isinstance(case, FilesCase):
        return lint_pages(case)
    template = open_template(Path(case.template))

    def stopped(reason: str) -> LimitReached:
        return LimitReached(f"The check of the files was stopped {reason}: look for one that is huge.")

    try:
        return within(case.limits, lambda: lint_files(template, case.contexts), stopped=stopped)
    except RecursionError:
        return (
            LintFinding(
                rule=LintRule.LAYOUT,
                message="The files could not be read to their end: something in them is nested hundreds deep.",
                remedy="Look for brackets, braces or elements that are never closed.",
            ),
        )


# ------------------------------------------------------------------------------------------------------------ files


def lint_files(template: OpenTemplate, contexts: Sequence[Mapping[str, Any]]) -> tuple[LintFinding, ...]:
    """Check a template's files; `contexts`, of samples with much and with little, tell what pages are given."""
    from briefgen.rendering.job import load_engine

    load_engine()
    files = TemplateFiles(template)
    findings = [*_requires(template), *_brand_colours(template)]
    asked = Asked()
    findings += _pages(template, files, merged(map(shape_of, contexts)), asked)
    findings += _unused(template, asked)
    styles = Styles(files)
    for style in files.with_suffix(".css"):
        styles.read(style.text, style.name)
    for page in files.with_suffix(".jinja", ".html", ".svg"):
        findings += check_markup(page, files)
        for text, line in style_blocks(page):
            styles.read(text, page.name, line)
        for name, value, line in styled_attributes(page):
            styles.read_attribute(name, value, page.name, line)
    findings += styles.findings
    findings += styles.missing_fonts()
    return once(findings)


def _brand_colours(template: OpenTemplate) -> list[LintFinding]:
    """Pairs of colours that a brand made too alike; those of a manifest itself keep a template from being opened."""
    return [
        LintFinding(
            rule=LintRule.CONTRAST,
            message=f"The colour “{pair.text}” on “{pair.on}” has a contrast of {int(ratio * 10) / 10} to 1, where at "
            f"least {pair.tenths / 10} is wanted.",
            remedy="Darken one of the two in brand.toml, or lighten the other.",
            file=BRAND,
        )
        for pair, ratio in too_alike(template.template)
    ]


def _requires(template: OpenTemplate) -> list[LintFinding]:
    known = {dashed(name) for name, _, _ in specs(Brief)}
    return [
        LintFinding(
            rule=LintRule.REQUIRES,
            message=f"The manifest requires “{name}”, which is no field of a brief.",
            remedy="Mend the name, or take it out; a field of your own has required = true under [[fields]].",
            file=MANIFEST,
            line=_line_with(template, name),
        )
        for name in template.template.requires
        if name.replace("_", "-") not in known
    ]


def _pages(template: OpenTemplate, files: TemplateFiles, given: Shape, asked: Asked) -> list[LintFinding]:
    from jinja2 import nodes

    from briefgen.rendering.sandbox import page_tree

    findings: list[LintFinding] = []
    trees: dict[str, nodes.Template] = {}
    for file in files.with_suffix(".jinja"):
        try:
            trees[file.name] = page_tree(template, file.name)
        except TemplateError as error:
            findings.append(_of_error(error, LintRule.SYNTAX, ""))
    used, given_context = _used(template, trees)
    names = {name: exports(tree) for name, tree in trees.items()}
    chosen_late = any(_taken_in_late(trees[name]) for name in used)
    for name, tree in trees.items():
        # A shared page that this template does not use may be made for other data.
        if name in used or not name.startswith(f"{SHARED}/"):
            context = (given.keys or {}) if name in given_context or name not in used else None
            # What a page asks for that no other takes in is never printed.
            noted = asked if name in used or chosen_late else Asked()
            findings += PageReader(name, context, files.is_there, noted, names.get).read(tree)
            if context is not None:
                note_loops(tree, noted)
    return findings


def _taken_in_late(tree: Any) -> bool:
    """Whether a page takes in another whose name it works out when it is filled."""
    from jinja2 import nodes

    taken_in = tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends))
    return any(not isinstance(node.template, nodes.Const) for node in taken_in)


def block_names(template: OpenTemplate, page: str) -> tuple[str, ...]:
    """The blocks of a page, which a template that is made from this one can write anew, in their order.

    Raises:
        TemplateError: There is a mistake in the page's syntax.
    """
    from jinja2 import nodes

    from briefgen.rendering.sandbox import page_tree

    return tuple(dict.fromkeys(block.name for block in page_tree(template, page).find_all(nodes.Block)))


def _used(template: OpenTemplate, trees: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The pages that the first takes in, and so on; and those of them that are given the data, too.

    A page of a template that this one is made from, which `trees` lacks because this one has its own of that name, is
    added to them.
    """
    from jinja2 import nodes

    from briefgen.rendering.sandbox import page_tree

    used: set[str] = set()
    given: set[str] = set()
    waiting = [(template.page, True)]
    while waiting:
        name, with_context = waiting.pop()
        if name not in trees and "/" in name:
            with contextlib.suppress(TemplateError):  # found where it is taken in
                trees[name] = page_tree(template, name)
        if name not in trees or name in (given if with_context else used):
            continue
        used.add(name)
        if with_context:
            given.add(name)
        taken_in = trees[name].find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends))
        # Only what is given the data itself can hand them on.
        waiting += [
            (str(node.template.value), with_context and getattr(node, "with_context", True))
            for node in taken_in
            if isinstance(node.template, nodes.Const)
        ]
    return used, given


def _unused(template: OpenTemplate, asked: Asked) -> list[LintFinding]:
    house = template.template
    fields = () if asked.all_fields else (own.name for own in house.fields if own.name not in asked.fields)
    sections = () if asked.all_sections else (part.id for part in house.sections if part.id not in asked.sections)
    return [
        *(
            LintFinding(
                rule=LintRule.FIELD_UNUSED,
                message=f"The field “{name}” is asked of editors, and no page prints it.",
                remedy=f"Print {{{{ fields.{name} }}}} on a page, or take the field out of the manifest.",
                file=MANIFEST,
                line=_line_with(template, f'"{name}"'),
            )
            for name in fields
        ),
        *(
            LintFinding(
                rule=LintRule.SECTION_UNUSED,
                message=f"The section “{name}” is asked of editors, and no page prints it.",
                remedy="Go through “sections” on a page, or print that one; or take it out of the manifest.",
                file=MANIFEST,
                line=_line_with(template, f'"{name}"'),
            )
            for name in sections
        ),
    ]


def _line_with(template: OpenTemplate, words: str) -> int:
    lines = (template.folder / MANIFEST).read_text(encoding="utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if words in line), 0)


# ------------------------------------------------------------------------------------------------------------ pages


@dataclass(slots=True)
class _Looker:
    """Looks at a document between its layout and its painting."""

    case: Case
    marking: Mapping[str, Any]
    findings: list[LintFinding] = field(default_factory=list)

    def look(self, looked: Looked) -> None:
        """Measure the pages, and go through the tree."""
        marked = looked.marked_tree()
        above = parents(marked)
        self.findings += check_tree(marked, self.case.words)
        written = _places(looked.root(), marked, above)
        sheets = Sheets(lambda element: written.get(element, NOWHERE), self.case.words)
        self.findings += sheets.measure(looked.boxes(), self.marking)


def _places(root: Any, marked: Any, above: Mapping[Any, Any]) -> dict[Any, Written]:
    """Where each element was written: found in the marked twin of the document, at the same place in the order."""
    one, other = list(root.iter()) if root is not None else [], list(marked.iter())
    if [element.tag for element in one] != [element.tag for element in other]:
        return {}  # the marks made a page decide otherwise, by the length of what it holds
    return {element: written_at(twin, above) for element, twin in zip(one, other, strict=True)}


def lint_pages(case: Case) -> tuple[LintFinding, ...]:
    """Render one case, and check what comes of it.

    Raises:
        NotThere: The template's folder, or a library, is not there.
    """
    looker = _Looker(case, case.context.get("marking") or {})
    look: Callable[[Looked], None] | None = None if case.shows_filling else looker.look
    try:
        rendered = render(case, look)
    except TemplateError as error:
        return (_of_error(error, LintRule.FILLING, case.words),)
    except LimitReached as error:
        return (_of_trouble(error, case),)
    except BriefgenError as error:
        if error.exit_code == 4 and not isinstance(error, StyleRefused):
            raise
        return (_of_trouble(error, case),)
    # What keeps readers who listen out is found with its place in the page.
    told = rendered.conformance.accessible_faults
    warnings = [warning for warning in rendered.warnings if warning not in told]
    return once((*looker.findings, *_of_warnings(warnings, case.words)))


_NO_GLYPH = "No installed font has"


def _of_warnings(warnings: Sequence[str], case: str) -> list[LintFinding]:
    """What the rendering complained of; characters without a glyph are no fault of the template's."""
    findings = []
    for warning in warnings:
        if warning.startswith(_NO_GLYPH):
            rule, remedy = LintRule.GLYPHS, "Install a font for that script, or bring one with the template."
        elif "was not used" in warning:
            rule, remedy = LintRule.REMOTE, "Mend the address in the page or the style sheet."
        else:
            rule, remedy = LintRule.STYLE, "Mend the style sheet."
        findings.append(LintFinding(rule=rule, message=warning, remedy=remedy, case=case))
    return findings


def _of_error(error: TemplateError, rule: LintRule, case: str) -> LintFinding:
    shown = f" (“{error.source_line[:120]}”)" if error.source_line else ""
    return LintFinding(
        rule=rule,
        message=f"{error.reason[:1].upper()}{error.reason[1:].rstrip('.')}{shown}.",
        remedy="Mend the line." if error.line else "Mend the file, or put it there.",
        file=error.file,
        line=error.line,
        case=case,
    )


def _of_trouble(error: BriefgenError, case: Case) -> LintFinding:
    huge = "Look for an endless loop, a huge picture, or elements nested hundreds deep."
    return LintFinding(
        rule=LintRule.LAYOUT,
        message=error.message,
        remedy="Mend the style’s file, or take another." if isinstance(error, StyleRefused) else huge,
        case=case.words,
    )


def manifest_finding(error: BriefgenError) -> LintFinding:
    """The finding of a template whose manifest can't be used at all."""
    if isinstance(error, TemplateError):
        return _of_error(error, LintRule.MANIFEST, "")
    return LintFinding(rule=LintRule.MANIFEST, message=error.message, remedy="Mend the manifest.", file=MANIFEST)
