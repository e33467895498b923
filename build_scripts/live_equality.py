"""Holds live layouts to full ones: after each of many random edits the same file, byte for byte, or it is a defect.

    python build_scripts/live_equality.py [MINUTES [SEED]]

Every document is made by a shipped house template, with little, usual and far too much in it, or uses what house
templates may use beyond that. Edits are those of `live_edits`; some are abandoned half way, and documents take turns,
as when a template is switched and back. What differs is written to build/live-equality: both files, and the documents
before and after the edit. Ends with 0 if nothing differs, else with 1.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from live_edits import EDITS, features

from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.rendering.job import RenderJob, make_html
from briefgen.rendering.live_layout import LiveLayout, NotHandled
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import LaidOut, SealedFetcher, engine_says, lay_out, paint
from briefgen.rendering.samples import sample_context
from briefgen.resources import assets_folder

TEMPLATES = ("ministerial-submission", "one-page-brief", "policy-brief", "risk-and-options-annex")
REPORT = Path(__file__).resolve().parents[1] / "build" / "live-equality"

_ABANDONED = 0.2
"""How many of the updates are given up half way."""

_LONGEST = 60
"""Edits after which a document is begun again, so that it does not grow or wither."""


@dataclass(slots=True)
class Subject:
    """A document that is edited."""

    name: str
    original: str
    fetcher: SealedFetcher
    fonts_key: str
    html: str = ""
    live: LiveLayout | None = None
    edits: int = 0

    def fresh(self) -> LiveLayout:
        """A live layout of nothing yet."""
        return LiveLayout(self.fetcher, options=PdfOptions(), fonts_key=self.fonts_key)

    def full(self) -> LaidOut:
        """The full layout of the document as it is."""
        return lay_out(self.html, self.fetcher, options=PdfOptions(), fonts_key=self.fonts_key)


def subject(template: OpenTemplate, sample: str) -> Subject:
    """A template's document with a sample; at the largest size of type, and with its list of contents."""
    context = dict(sample_context(template, sample, program_version="0"))
    if template.template.fit.steps:
        context["fit"] = {"size": template.template.fit.steps[0], "leading": 1.36}
    if template.template.pages.contents:
        context["contents"] = True
    html = make_html(RenderJob(template=str(template.folder), context=context), template)
    fetcher = SealedFetcher(
        template.files(),
        shared=FencedFolder(template.shared) if template.shared else None,
        fonts=FencedFolder(assets_folder() / "fonts"),
    )
    return Subject(f"{template.template.name}, {sample}", html, fetcher, template.template.sha256)


def subjects(samples: tuple[str, ...] = ("least", "normal", "most")) -> list[Subject]:
    """All documents that are tried."""
    found = [subject(open_template(name), sample) for name in TEMPLATES for sample in samples]
    more = features(random.Random(1))  # noqa: S311 - no secret
    return [*found, Subject("what others may use", more, found[0].fetcher, "features")]


def written(laid_out: LaidOut) -> bytes:
    """The file of a layout, tagged and uncompressed."""
    return paint(replace(laid_out, options={**laid_out.options, "uncompressed_pdf": True})).pdf


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edit: its name, and whether it was compared, refused, or differs."""

    subject: str
    edit: str
    is_compared: bool = False
    refused: str = ""
    differs: bool = False


def edited(rng: random.Random, one: Subject, *, compare: bool = True) -> Outcome:
    """Make one edit of a document, and hold the live layout against a full one."""
    if one.live is None or one.edits >= _LONGEST:
        one.live, one.html, one.edits = one.fresh(), one.original, 0
        for _ in one.live.update(one.html):
            pass
    edit = rng.choice(EDITS)
    before, one.html = one.html, edit(rng, one.html)
    one.edits += 1
    name = edit.__name__
    is_abandoned = rng.random() < _ABANDONED
    try:
        update = one.live.update(one.html, first=rng.randrange(max(1, one.live.page_count)))
        for _ in update:
            if is_abandoned and rng.random() < 0.5:
                update.close()
                return Outcome(one.name, name)
    except NotHandled as refusal:
        return Outcome(one.name, name, refused=str(refusal))
    if not compare:
        return Outcome(one.name, name)
    live, full = written(one.live.laid_out()), written(one.full())
    if live == full:
        return Outcome(one.name, name, is_compared=True)
    REPORT.mkdir(parents=True, exist_ok=True)
    stem = f"{one.name.replace(', ', '-').replace(' ', '-')}-{name}-{one.edits}"
    for ending, content in (("live.pdf", live), ("full.pdf", full), ("before.html", before), ("after.html", one.html)):
        data = content if isinstance(content, bytes) else content.encode()
        (REPORT / f"{stem}.{ending}").write_bytes(data)
    one.live = None
    return Outcome(one.name, name, is_compared=True, differs=True)


def outcomes(seconds: float, seed: int, tried: list[Subject] | None = None) -> Iterator[Outcome]:
    """Edit documents in turn for so long."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    until = time.monotonic() + seconds
    all_of_them = tried or subjects()
    with engine_says([]):
        while time.monotonic() < until:
            one = rng.choice(all_of_them)
            for _ in range(rng.randint(1, 8)):
                if time.monotonic() < until:
                    yield edited(rng, one)


def rows(minutes: float = 8.0, seed: int = 20) -> list[tuple[str, float, str, str]]:
    """For `make bench`: how many edits differ, of how many."""
    found = list(outcomes(minutes * 60, seed))
    compared = sum(outcome.is_compared for outcome in found)
    different = sum(outcome.differs for outcome in found)
    refused = sum(bool(outcome.refused) for outcome in found)
    return [
        (f"live layouts that differ from full ones, of {compared} compared", different, "edits", "= 0"),
        (f"edits that a live layout refuses, of {len(found)}", refused, "edits", ""),
    ]


def main() -> int:
    """Try for as long as is asked, and tell."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    compared = different = number = 0
    for number, outcome in enumerate(outcomes(minutes * 60, seed), 1):
        compared += outcome.is_compared
        different += outcome.differs
        if outcome.differs or outcome.refused:
            told = f"refused: {outcome.refused}" if outcome.refused else f"DIFFERS: see {REPORT}"
            print(f"edit {number}, {outcome.edit} in {outcome.subject}: {told}", flush=True)
    print(f"{number} edits, {compared} compared, {different} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
