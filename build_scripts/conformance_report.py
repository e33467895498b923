"""Holds PDFs against their standards: every house template with every sample, on every paper and in both languages.

    python build_scripts/conformance_report.py [--to FOLDER] [--only TEXT] [--verapdf COMMAND | --without-verapdf]

Each brief is made, then judged by three: the structure rules (`structure_rules.py`), page-validation (PDF/UA-1 and
PDF/A-3a), and veraPDF, which has the last word. The briefs of the sample dossier are judged too. The report is written
as `conformance.md` and `conformance.json` to FOLDER (`build/conformance`), beside the PDFs.

COMMAND, else the environment's `BRIEFGEN_VERAPDF`, is a program that is called with the profiles (`ua1,3a`) and then
the files, as one would wrap veraPDF's library or its own command: for each profile and file it prints a line
`FILE PROFILE … compliant=true …`, or with false, and below it what failed, indented.

Ends with 0 when all hold, 1 when something does not, 4 when veraPDF is not at hand and was not waived.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import page as page_validation
from pdf_structure import Structure
from structure_rules import broken_rules

from briefgen.dossier_file import open_dossier
from briefgen.rendering.house_templates import OpenTemplate, list_templates
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from briefgen.rendering.limits import Limits
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.samples import sample_context, sample_form, sample_names
from briefgen.resources import assets_folder
from briefgen.settings import Preferences
from briefgen.workflows import render_job, template_of

ROOT = Path(__file__).resolve().parent.parent
PROFILES = {"ua1": page_validation.ValidationProfile.PDF_UA_1, "3a": page_validation.ValidationProfile.PDF_A_3A}
_ENDS_OF_STREAMS = "PDFA3A-STREAM-LENGTH-001"
"""Takes the last byte of compressed data for a part of the line's end where it is 13; veraPDF reads by the length."""

LANGUAGES = ("en-GB", "fr-FR")
PATIENT = Limits(seconds=900)
"""The greatest samples take their time on a machine that does other things besides."""

SMALL = 150_000
"""Bytes that a submission of four pages has at most."""


class Case(NamedTuple):
    """A brief to be judged: its name, and what it is rendered from."""

    name: str
    job: RenderJob


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a case: what each judge has against it, nothing where all is well."""

    name: str
    pages: int
    size: int
    seconds: float
    own: list[str]
    structure: list[str]
    page_validation: list[str]
    verapdf: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """What all judges have against it."""
        return [*self.own, *self.structure, *self.page_validation, *self.verapdf]


def template_cases(
    templates: Iterable[OpenTemplate], languages: Sequence[str] = LANGUAGES, only: str = ""
) -> Iterator[Case]:
    """Every template with each sample, on each of its papers, in each language, where the name has `only` in it."""
    for opened in templates:
        for sample in sample_names(opened):
            for paper in opened.template.paper:
                for language in languages:
                    name = f"{opened.template.name}-{sample}-{paper}-{language}"
                    if only not in name:
                        continue
                    context = sample_context(opened, sample, paper=paper, language=language)
                    wanted = opened.template.pdf
                    options = PdfOptions(variant=wanted.variant or None, tagged=wanted.tagged)
                    job = RenderJob(
                        template=str(opened.folder),
                        context=context,
                        language=language,
                        options=options,
                        form=sample_form(opened.template),
                        overfull=True,
                        limits=PATIENT,
                    )
                    yield Case(name, job)


def dossier_cases() -> Iterator[Case]:
    """The briefs of the sample dossier, each with the template that it is written for."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sample.briefgen"
        shutil.copyfile(assets_folder() / "sample" / "sample.briefgen", copy)
        with open_dossier(copy) as file:
            for brief in file.dossier.briefs:
                template = template_of(brief, Preferences())
                job = render_job(file.dossier, brief, template, overfull=True)
                yield Case(f"dossier-{brief.id}", replace(job, limits=PATIENT))


def judge(name: str, made: RenderedBrief, seconds: float = 0.0) -> Judged:
    """Hold a PDF against our rules and the quick validators."""
    failures = []
    for profile, which in PROFILES.items():
        report = page_validation.validate_pdf_bytes(made.pdf, profile=which)
        failures += [
            f"{profile} {failure.rule_id}: {failure.message}"
            for failure in report.failures
            if not (failure.rule_id == _ENDS_OF_STREAMS and re.search(rb"\r\nendstream", made.pdf))
        ]
    structure = [f"{broken.rule}: {broken.where}" for broken in broken_rules(Structure(made.pdf))]
    own = [*made.conformance.faults, *(f"not asked for: {name}" for name in _unclaimed(made))]
    return Judged(name, len(made.pages), len(made.pdf), round(seconds, 2), own, structure, sorted(set(failures)))


def _unclaimed(made: RenderedBrief) -> list[str]:
    return [name for name in ("PDF/UA-1", "PDF/A-3a") if name not in made.conformance.wanted]


def verapdf_command(given: str = "") -> list[str]:
    """The words of the command that runs veraPDF; none where there is none."""
    return shlex.split(given or os.environ.get("BRIEFGEN_VERAPDF", ""))


def verapdf_says(command: Sequence[str], files: Sequence[Path]) -> dict[str, list[str]]:
    """What veraPDF has against files, by their names; a file that it says nothing of is a fault, too."""
    found: dict[str, list[str]] = {file.stem: [] for file in files}
    heard = dict.fromkeys(found, 0)
    done = subprocess.run([*command, ",".join(PROFILES), *map(str, files)], capture_output=True, text=True, check=False)
    name = ""
    for line in done.stdout.splitlines():
        if match := re.match(r"(\S.*?\.pdf) (\S+) .*compliant=(true|false)", line):
            name = Path(match[1]).stem
            heard[name] += 1
            if match[3] == "false":
                found[name].append(f"{match[2]}: does not conform")
        elif name and line.startswith(" "):
            found[name].append(line.strip()[:300])
    for name, count in heard.items():
        if count != len(PROFILES):
            found[name].append(f"veraPDF judged {count} of {len(PROFILES)} profiles: {done.stderr.strip()[-200:]}")
    return found


def run(cases: Iterable[Case], folder: Path, command: Sequence[str]) -> list[Judged]:
    """Make and judge all cases, one line each on the way."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.pdf"):
        old.unlink()
    found = []
    for case in cases:
        begun = time.perf_counter()
        made = render(case.job)
        judged = judge(case.name, made, time.perf_counter() - begun)
        (folder / f"{case.name}.pdf").write_bytes(made.pdf)
        size = f"{judged.pages} pages, {judged.size / 1000:.0f} kB"
        print(f"{case.name}: {size}, {len(judged.faults) or 'no'} faults", flush=True)
        found.append(judged)
    if command and found:
        said = verapdf_says(command, [folder / f"{judged.name}.pdf" for judged in found])
        for judged in found:
            judged.verapdf.extend(said[judged.name])
    return found


def as_markdown(found: Sequence[Judged], *, with_verapdf: bool) -> str:
    """The report, for people."""
    right = sum(not judged.faults for judged in found)
    lines = [
        "# Conformance",
        "",
        f"{right} of {len(found)} briefs hold: PDF/UA-1 and PDF/A-3a by page-validation "
        + ("and veraPDF" if with_verapdf else "(veraPDF was not at hand)")
        + ", and our structure rules.",
        "",
        "| brief | pages | kB | structure | page-validation | veraPDF |",
        "|---|---|---|---|---|---|",
    ]
    for judged in found:
        vera = _mark(judged.verapdf) if with_verapdf else "–"
        own, quick = _mark([*judged.own, *judged.structure]), _mark(judged.page_validation)
        lines.append(f"| {judged.name} | {judged.pages} | {judged.size / 1000:.0f} | {own} | {quick} | {vera} |")
    for judged in found:
        if judged.faults:
            lines += ["", f"## {judged.name}", "", *(f"- {fault}" for fault in judged.faults)]
    return "\n".join(lines) + "\n"


def _mark(faults: Sequence[str]) -> str:
    return f"{len(faults)} faults" if faults else "holds"


def rows() -> Iterator[tuple[str, float, str, str | None]]:
    """For `make bench`: the sample *normal* of each template, on its first paper, in English."""
    wanted = [case for case in template_cases(list_templates().opened, ("en-GB",)) if "-normal-A4-" in case.name]
    command = verapdf_command()
    with tempfile.TemporaryDirectory() as folder:
        found = run(wanted, Path(folder), command)
    yield "conformance, faults of our structure rules", sum(len(j.own) + len(j.structure) for j in found), "", "= 0"
    yield "conformance, faults by page-validation", sum(len(j.page_validation) for j in found), "", "= 0"
    if command:
        yield "conformance, faults by veraPDF", sum(len(j.verapdf) for j in found), "", "= 0"
    for judged in found:
        if judged.name.startswith("ministerial-submission"):
            yield f"size of a submission of {judged.pages} pages", judged.size / 1000, "kB", f"≤ {SMALL / 1000:.0f}"


def main() -> int:
    """Make, judge and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "conformance", metavar="FOLDER")
    parser.add_argument("--only", default="", metavar="TEXT", help="those alone that have TEXT in their names")
    parser.add_argument("--verapdf", default="", metavar="COMMAND", help="what runs veraPDF")
    parser.add_argument("--without-verapdf", action="store_true", help="do without veraPDF, knowingly")
    options = parser.parse_args()
    command = [] if options.without_verapdf else verapdf_command(options.verapdf)
    if command and shutil.which(command[0]) is None:
        print(f"veraPDF's command “{command[0]}” is not there.", file=sys.stderr)
        return 4
    cases = [*template_cases(list_templates().opened, only=options.only), *dossier_cases()]
    found = run((case for case in cases if options.only in case.name), options.to, command)
    markdown = options.to / "conformance.md"
    markdown.write_text(as_markdown(found, with_verapdf=bool(command)), encoding="utf-8")
    plain = json.dumps([asdict(judged) for judged in found], ensure_ascii=False, indent=1)
    (options.to / "conformance.json").write_text(plain + "\n", encoding="utf-8")
    wrong = [judged for judged in found if judged.faults]
    print(f"{len(found) - len(wrong)} of {len(found)} briefs hold; the report is {markdown}.")
    if wrong or not found:
        return 1
    if not command and not options.without_verapdf:
        print(
            "veraPDF is not at hand, and it has the last word: give its command with --verapdf or BRIEFGEN_VERAPDF, "
            "or do without it knowingly, with --without-verapdf.",
            file=sys.stderr,
        )
        return 4
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
