"""What both front ends do with house templates: begin one, check it, show it with samples, pack, install, remove.

Templates come from strangers, so whatever fills their pages or lays them out is done in a child process, under limits.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import textwrap
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefgen import __version__, workflows
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier, Settings
from briefgen.domain.markings import TLP
from briefgen.domain.terms import Paper
from briefgen.dossier_file import SUFFIX as DOSSIER_SUFFIX
from briefgen.dossier_file import open_dossier
from briefgen.errors import BriefgenError, InputRefused, NotThere, UsageError
from briefgen.exporters.files import write_atomically
from briefgen.rendering.context import build_context
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.rendering.job import RenderedBrief, RenderJob, load_engine
from briefgen.rendering.limits import Limits
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.samples import DAY, sample_context, sample_form, sample_names
from briefgen.rendering.template_lint import (
    Case,
    FilesCase,
    LintFinding,
    LintRule,
    block_names,
    lint,
    manifest_finding,
)
from briefgen.rendering.template_lint.findings import once
from briefgen.rendering.template_packages import SUFFIX, Package, pack, read_package_file, refuse_names
from briefgen.rendering.template_places import Found, FoundTemplate, Installed, install, look, remove, unpack
from briefgen.rendering.worker import Worker
from briefgen.settings import Preferences, user_templates_folder

CHECK_LIMITS = Limits(seconds=120.0, megabytes=1_500)
"""For each case of a check, and for a sample: of what is not known yet, less is borne than of one's own."""

_NAME = re.compile(r"[^\W_][\w-]{0,79}")
_QUOTED = re.compile("“(.+?)”")

_LONGEST_MARKING = "TOP SECRET UK EYES ONLY"
_LONGEST_HANDLING = "RECIPIENTS ONLY"
_LONGEST_TLP = max(TLP.markings, key=lambda marking: len(marking.text))


def found_templates(preferences: Preferences) -> Found:
    """Find all house templates, in every place."""
    return look(workflows.template_places(preferences))


def named(name: str, preferences: Preferences) -> OpenTemplate:
    """Open a house template by name, by the path of its folder, or by the file name of a folder here.

    Raises:
        NotThere: There is no such template.
        TemplateError: It can't be used as it is.
    """
    if (Path(name) / "template.toml").is_file():
        return open_template(Path(name))
    return workflows.named_template(name, preferences)


# ------------------------------------------------------------------------------------------------ beginning one


def new_template(base: OpenTemplate, name: str, folder: Path, *, title: str = "", whole: bool = False) -> OpenTemplate:
    """Make a house template of one's own: laid over another one (`extends`), or, `whole`, with a copy of all its files.

    Args:
        base: The template to begin from.
        name: Its name, which is that of its folder.
        folder: In which folder its folder is made.
        title: As lists and documents show it; else made of the name.
        whole: Copy everything: nothing that changes in the other template later changes this one.

    Raises:
        UsageError: The name can't be a template's, or not that of one that is laid over `base`.
        InputRefused: The name is that of a device on some system; there is something of that name already; or nothing
            can be written there.
    """
    target = folder / name
    if not _NAME.fullmatch(name):
        raise UsageError(
            "A template's name is made of letters, digits, “-” and “_”, at most 80 of them, as “our-submission”, not "
            f"“{name[:100]}”."
        )
    refuse_names([name], "The template can't be made")
    if not whole and name in (above := made_from(base)):
        raise UsageError(
            f"A template can't be called “{name}” and be laid over “{above[0]}”, which would then be made from itself: "
            "choose another name, or copy all files (--whole)."
        )
    if target.exists():
        raise InputRefused(f"There is “{target}” already: choose another name, or delete it.")
    title = title or f"{name[:1].upper()}{name[1:]}".replace("-", " ").replace("_", " ")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as making:
            made = Path(making) / name
            if whole:
                _copy_whole(base, made)
                _say(made / "template.toml", title)
            else:
                made.mkdir()
                for file, text in _beginning(base, name, title).items():
                    (made / file).write_text(text, encoding="utf-8", newline="\n")
            made.rename(target)
    except OSError as error:
        raise InputRefused(f"“{target}” can't be made ({error.strerror or error}): choose another folder.") from error
    return open_template(target)


def made_from(base: OpenTemplate) -> tuple[str, ...]:
    """The names of a template and of those that it is made from, which none that is laid over it can have."""
    return (base.template.name, *(parent.name for parent in base.parents))


def _copy_whole(base: OpenTemplate, target: Path) -> None:
    """Copy a template's own files; of what it is made from, what it names is copied into it, too."""
    if base.parents:
        raise UsageError(
            f"“{base.template.name}” is made from “{base.parents[0].name}”: begin from that one with --whole, or leave "
            "--whole out."
        )
    shutil.copytree(base.folder, target, ignore=lambda _, names: [name for name in names if name.startswith(".")])


def _say(manifest: Path, title: str) -> None:
    """Write another title into a manifest, and a version to begin with."""
    lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
    said = {"title": title, "version": "0.1"}
    for number, line in enumerate(lines):
        if line.startswith("["):
            break
        key = line.partition("=")[0].strip()
        if key in said:
            lines[number] = f"{key} = {_quoted(said.pop(key))}\n"
    manifest.write_text("".join(lines), encoding="utf-8", newline="\n")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _beginning(base: OpenTemplate, name: str, title: str) -> dict[str, str]:
    """The files of a template that is laid over another one, with comments that say what can be done."""
    house = base.template
    return {
        "template.toml": f"""\
# The manifest of a house template. What is not said here is as in “{house.name}”, from which it is made.
# “briefgen templates check” says what is wrong with it, “briefgen templates render-sample” shows it.

title = {_quoted(title)}
version = "0.1"          # raise it when you send it to somebody: each version is installed beside the last
description = "Say here what it is for, in a sentence."
extends = {_quoted(house.name)}
styles = ["own.css"]     # linked after those of {house.name}, so that what stands there wins
# The document begins in {base.page}, which is in this folder, too, and says what is otherwise than there.

# Colours by name; the pages and style sheets use them as var(--navy). Those that you do not name stay as they are.
# [colours]
# navy = "#12355B"

# A field of your own: editors are asked for it, and a page prints it as {{{{ fields.programme }}}}.
# [[fields]]
# name = "programme"
# type = "line"           # line, text, markdown, flag, number, date, choice or lines
# label = "Programme"
# help = "The programme that the brief belongs to."
""",
        "own.css": f"""\
/* What looks otherwise than in {house.name}. Nothing is fetched from outside: put pictures and typefaces into this
   folder and name them from here, as url("logo.svg"). */

/* h1 {{ letter-spacing: 0.01em; }} */
""",
        base.page: f"""{{% extends "{house.name}/{base.page}" %}}
{{#- The whole page is that of {house.name}. To change one part of it, write its block anew:

       {{% block NAME %}}…{{% endblock %}}

     where {{{{ super() }}}} prints what stood there before. Its blocks are
{_blocks(base)}
     “briefgen templates show {name} --data normal” prints all that the page is given. -#}}
""",
    }


def _blocks(base: OpenTemplate) -> str:
    """The names of the blocks of a template's page, over lines for a comment."""
    load_engine()
    names = block_names(base, base.page)
    return textwrap.fill(", ".join(names) or "none", 100, initial_indent="     ", subsequent_indent="     ") + "."


# ------------------------------------------------------------------------------------------------ checking


def cases(template: OpenTemplate, samples: Sequence[str] = (), *, every: bool = False) -> Iterator[Case]:
    """The renderings of a check: all samples, *normal* on all paper and in French, the longest marking, nothing.

    `samples`: these only. `every`: each sample on every paper, in the language of the template and in French.

    Raises:
        TemplateError: A sample of the template's own can't be used.
    """
    house = template.template
    names = tuple(samples) or sample_names(template)
    languages = tuple(dict.fromkeys((house.language, "fr" if house.language[:2] != "fr" else "en-GB")))
    middle = "normal" if "normal" in names else "" if samples or not names else names[0]
    for name in names:
        for paper in house.paper:
            for language in languages:
                first = (paper, language) == (house.paper[0], languages[0])
                one_differs = name == middle and (paper == house.paper[0] or language == languages[0])
                if every or first or one_differs:
                    context = sample_context(template, name, paper=paper, language=language)
                    yield _case(template, context, language, f"{name}, {paper}, {language}")
    if samples:
        return
    if middle:
        context = sample_context(template, middle)
        marking = {
            **context["marking"],
            "text": _LONGEST_MARKING,
            "words": _LONGEST_MARKING.split(),
            "handling": _LONGEST_HANDLING,
            "tlp": _LONGEST_TLP.text,
            "tlp_colour": _LONGEST_TLP.colour,
        }
        words = f"{middle} with the longest marking, {house.paper[0]}, {house.language}"
        yield _case(template, {**context, "marking": marking}, house.language, words)
    yield replace(_case(template, empty_context(template), house.language, "no data at all"), shows_filling=True)


def empty_context(template: OpenTemplate) -> dict[str, Any]:
    """What a page is given for a brief in which nothing has been written."""
    brief = Brief(id="brief-1", name="Empty", template=template.template.name, language=template.template.language)
    dossier = Dossier(settings=Settings(), briefs=(brief,))
    return build_context(dossier, brief, template.template, today=DAY, forced=False, program_version=__version__)


def _case(template: OpenTemplate, context: dict[str, Any], language: str, words: str) -> Case:
    return Case(
        template=str(template.folder),
        context=context,
        language=language,
        options=_options(template),
        form=sample_form(template.template),
        overfull=True,
        limits=CHECK_LIMITS,
        words=words,
    )


def _options(template: OpenTemplate) -> PdfOptions:
    wanted = template.template.pdf
    return PdfOptions(variant=wanted.variant or None, tagged=wanted.tagged)


def check_template(
    name: str,
    preferences: Preferences,
    samples: Sequence[str] = (),
    *,
    every: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[LintFinding, ...]:
    """Check a house template wholly; `tell` is told of each case before it is tried.

    `samples`: with these only.

    Raises:
        NotThere: There is no such template, or no such sample.
    """
    try:
        template = named(name, preferences)
        tried = list(cases(template, samples, every=every))
    except NotThere:
        raise
    except BriefgenError as error:
        return (manifest_finding(error),)
    contexts = tuple(case.context for case in tried)
    files = FilesCase(template=str(template.folder), context={}, contexts=contexts, limits=CHECK_LIMITS, words="")
    with ExitStack() as open_workers:
        workers = [open_workers.enter_context(Worker(work=lint)) for _ in range(min(_WORKERS, os.cpu_count() or 1))]
        told = _found(workers[0].submit(files), files)
        if any(finding.rule is LintRule.SYNTAX for finding in told):
            return once(told)  # no page can be filled
        found = _all_found(workers, tried, tell)
    return once([*told, *(finding for part in found for finding in part if not _is_told(finding, told))])


_WORKERS = 2
"""So many cases are laid out at a time: the largest takes about as long as all others together."""


def _all_found(
    workers: Sequence[Worker], tried: Sequence[Case], tell: Callable[[str], None]
) -> list[list[LintFinding]]:
    """What each case finds, in their order; those with the most text are begun first."""
    waiting = deque(sorted(tried, key=lambda case: len(str(case.context)), reverse=True))
    at_work: dict[Future[Any], tuple[Worker, Case]] = {}
    found: dict[str, list[LintFinding]] = {}
    free = list(workers)
    while waiting or at_work:
        while waiting and free:
            worker, case = free.pop(), waiting.popleft()
            tell(case.words)
            at_work[worker.submit(case)] = (worker, case)
        for done in wait(at_work, return_when=FIRST_COMPLETED).done:
            worker, case = at_work.pop(done)
            found[case.words] = _found(done, case)
            free.append(worker)
    return [found[case.words] for case in tried]


def _found(done: Future[Any], case: Case) -> list[LintFinding]:
    """What a part of the check finds; that the child process had to be ended is a finding, too."""
    try:
        return list(done.result())
    except NotThere:
        raise
    except BriefgenError as error:
        return [_of_child(error, case)]


def _is_told(finding: LintFinding, told: Sequence[LintFinding]) -> bool:
    """Whether the files themselves gave away what came up in laying them out: an address that was refused."""
    address = _QUOTED.search(finding.message)
    return finding.rule is LintRule.REMOTE and address is not None and any(address[0] in one.message for one in told)


def _of_child(error: BriefgenError, case: Case) -> LintFinding:
    """The finding where the child process had to be ended, or ended by itself."""
    return LintFinding(
        rule=LintRule.LAYOUT,
        message=error.message,
        remedy="Look for an endless loop, a huge picture, or elements nested hundreds deep.",
        case=case.words,
    )


# ------------------------------------------------------------------------------------------------ samples


def sample_job(
    template: OpenTemplate, sample: str = "normal", *, paper: Paper | None = None, language: str = ""
) -> RenderJob:
    """The rendering of a sample, for `Worker.submit`.

    Raises:
        NotThere: There is no such sample.
        TemplateError: The sample can't be used.
    """
    language = language or template.template.language
    context = sample_context(template, sample, paper=paper, language=language, program_version=__version__)
    return RenderJob(
        template=str(template.folder),
        context=context,
        language=language,
        options=_options(template),
        form=sample_form(template.template),
        overfull=True,
        limits=CHECK_LIMITS,
    )


def render_samples(
    template: OpenTemplate, wanted: Iterable[tuple[str, Paper, str]]
) -> Iterator[tuple[str, RenderedBrief]]:
    """Render samples, each given by its name, paper and language, one after another.

    Gives a name for each, as “normal-a4-en-GB”, and what it became. Raises what `sample_job` and `rendering.job.render`
    raise.
    """
    with Worker() as worker:
        for sample, paper, language in wanted:
            job = sample_job(template, sample, paper=paper, language=language)
            yield f"{sample}-{paper.lower()}-{language}", worker.submit(job).result()


# ------------------------------------------------------------------------------------------------ packages


def pack_template(template: OpenTemplate, output: Path | None = None) -> Path:
    """Write a template's package: to the file `output`, or as NAME-VERSION.briefgen-template into the folder `output`.

    Without it that is the folder here. Gives the file's path.

    Raises:
        UsageError: A package can't be called so.
        PackageRefused: The template can't be packed.
        InputRefused: The file can't be written.
    """
    house = template.template
    path = output or Path()
    if path.is_dir():
        path /= f"{house.name}-{house.version}{SUFFIX}"
    if not path.name.endswith(SUFFIX):
        raise UsageError(
            f"A package is known by the end of its name: call it “{path.stem}{SUFFIX}”, not “{path.name}”."
        )
    write_atomically(path, pack(template))
    return path


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Package, OpenTemplate]]:
    """Open a package to look at it: what it holds, and its template in a folder that goes again.

    Raises:
        NotThere: There is no such file.
        PackageRefused: It is refused; the message says for what.
        TemplateError: The template in it can't be used.
    """
    package = read_package_file(path)
    with tempfile.TemporaryDirectory(prefix="briefgen-package-") as folder:
        yield package, unpack(package, Path(folder))


def install_package(path: Path, folder: Path | None = None) -> Installed:
    """Install a package among the user's house templates, or in another folder of them.

    Raises what `template_packages.read_package_file` and `template_places.install` raise.
    """
    return install(read_package_file(path), folder or user_templates_folder())


# ------------------------------------------------------------------------------------------------ removing


@dataclass(frozen=True, slots=True)
class Use:
    """Where a house template is used: a dossier's file, and the names of its briefs."""

    dossier: Path
    briefs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """The uses of a template, and the dossiers that could not be asked, with the reason."""

    found: tuple[Use, ...]
    not_asked: tuple[str, ...]


def uses_of(template: FoundTemplate, dossiers: Iterable[Path]) -> Uses:
    """Tell which briefs of these dossiers go on with a template: pinned to its hash, or else to its name and version.

    A folder stands for the dossiers in it. Dossiers are only read.
    """
    house = template.opened.template
    found: list[Use] = []
    troubles: list[str] = []
    for path in _dossiers(dossiers):
        try:
            with open_dossier(path, read_only=True) as file:
                briefs = file.dossier.briefs
        except BriefgenError as error:
            troubles.append(error.message)
            continue
        using = tuple(
            brief.name
            for brief in briefs
            if brief.template == house.name
            and (
                brief.template_sha256 == house.sha256
                if brief.template_sha256
                else brief.template_version in {"", house.version}
            )
        )
        if using:
            found.append(Use(path, using))
    return Uses(tuple(found), tuple(troubles))


def _dossiers(paths: Iterable[Path]) -> Sequence[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob(f"*{DOSSIER_SUFFIX}")) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def remove_template(template: FoundTemplate) -> Path:
    """Remove an installed package; gives the folder that is gone. Raises what `template_places.remove` raises."""
    return remove(template)
