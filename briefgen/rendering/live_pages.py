"""A brief that is edited → its pages, one after the other, while it goes on: what the preview's child process does.

    LiveJob ─▶ 1 sketch   what the edit reaches is laid out: the page in view is painted and told first, then those
                          beside it, then the others; then `AllPages`
               2 rest     nothing, until nobody has typed for a moment
               3 proof    the whole brief is laid out anew, as for its file; pages that differ are told, then `Proved`

A newer job ends all of it between two pages. What preflight is told of the pages, and what an export paints, are step
3's alone (`KeptLayouts`): step 1 is a sketch for the eye. Should the two ever differ, although nothing but an edit lay
between them, that is a defect of `live_layout`: it is logged, with what is needed to repeat it (`differences`), and the
pages of step 3 are shown.

Pages travel as small PDFs, each of one page, under a digest of its bytes: what the window has is not sent again.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import logging
import time
from collections.abc import Hashable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.child_process.messages import Exchange
from briefgen.domain.preflight.findings import Finding
from briefgen.rendering.differences import keep_difference
from briefgen.rendering.fitting import Step, fit
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.rendering.job import (
    Layouter,
    RenderedBrief,
    RenderJob,
    Steps,
    check_plain,
    load_engine,
    render,
    under_limits,
)
from briefgen.rendering.kept_layouts import KeptLayouts
from briefgen.rendering.layout_findings import findings_of_pages
from briefgen.rendering.leaving import Left, left_when
from briefgen.rendering.limits import Limits
from briefgen.rendering.page_limits import page_findings
from briefgen.rendering.pages import PageSize, Place
from briefgen.rendering.uncovered import found_in, uncovered_by
from briefgen.settings import log_file

if TYPE_CHECKING:
    from briefgen.rendering.live_layout import LiveLayout
    from briefgen.rendering.pdf import LaidOut

log = logging.getLogger(__name__)

REST_SECONDS = 0.7
"""How long nobody must have typed before the whole brief is laid out anew, at least."""
_REST_PART = 0.3
"""… and as a part of the time that this took last: who types again meanwhile waits for the step that it is in."""


_MOST_LEFT = 300_000
"""Objects that sketches may leave before cycles of theirs are cleared away: some ten of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveJob:
    """A brief as it is now.

    Attributes:
        job: The brief.
        in_view: Indexes of the pages in view, the one that matters most first.
        known: Digests of the pages that the window has.
    """

    job: RenderJob
    in_view: tuple[int, ...] = (0,)
    known: frozenset[str] = frozenset()

    @property
    def template_name(self) -> str:
        """The house template's name."""
        return self.job.template_name

    @property
    def limits(self) -> Limits:
        """Those of the brief's rendering."""
        return self.job.limits


@dataclass(frozen=True, slots=True)
class LivePage:
    """A page that is new.

    Attributes:
        index: Its number, from 0.
        digest: Names its content.
        size: Its size.
        places: Where the elements that have an id lie on it.
        pdf: A PDF of this page alone; None if the window has it.
    """

    index: int
    digest: str
    size: PageSize
    places: Mapping[str, Place]
    pdf: bytes | None


@dataclass(frozen=True, slots=True)
class AllPages:
    """All pages as they are now, by their digests."""

    digests: tuple[str, ...]
    sizes: tuple[PageSize, ...]
    places: Mapping[str, tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Proved:
    """All pages as a full layout gives them, and what they tell preflight."""

    pages: AllPages
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a layout only a full one decides: what the last proof found is what the next sketch takes for granted.

    Attributes:
        contents: Whether there is a list of contents.
        left_out: The characters in whose places a note stands.
    """

    contents: bool = False
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Painted:
    """A page as it was painted."""

    pdf: bytes
    digest: str
    uncovered: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page as it was told: the engine's object, its digest, and the characters in it that no font has."""

    page: Any
    digest: str
    uncovered: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What step 1 came to: the pages, of which document, in which shape and at which step of type.

    `is_full` is whether what an edit reaches could not be told, so that it was a full layout.
    """

    pages: AllPages
    html: str
    shape: _Shape
    is_full: bool


def warm_up() -> None:
    """Load all that the first job would have to wait for, and leave clearing up to the desk's rests.

    Raises:
        NotThere: A library that the layout engine needs is missing.
    """
    # Python would look through all boxes of all pages for cycles whenever it likes: in the middle of a keystroke.
    gc.disable()
    load_engine()
    importlib.import_module("briefgen.rendering.live_layout")
    importlib.import_module("briefgen.rendering.gate")
    from briefgen.rendering.pdf import warm_up

    warm_up()


def work(job: LiveJob | RenderJob, exchange: Exchange) -> RenderedBrief | None:
    """Show a brief's pages, or make a file of it: what the preview's child process does."""
    if isinstance(job, RenderJob):
        return _desk.render(job)
    _desk.show(job, exchange)
    if exchange.is_wanted():
        _clear_up()
    return None


class _Told:
    """Paints pages and tells them, for one job."""

    def __init__(self, shown: dict[int, _Shown], wanted: LiveJob, exchange: Exchange) -> None:
        self.wanted = wanted
        self._shown = shown
        self._exchange = exchange
        self._there = set(wanted.known)
        self._painted: dict[Any, _Painted] = {}

    @property
    def first(self) -> int:
        """The page in view that matters most."""
        return self.wanted.in_view[0] if self.wanted.in_view else 0

    def is_unwanted(self) -> bool:
        """Whether something newer waits."""
        return not self._exchange.is_wanted()

    def go_on(self) -> None:
        """See whether the job is still wanted.

        Raises:
            Left: It is not.
        """
        if self.is_unwanted():
            raise Left

    def changed(self, index: int, page: Any, layouter: Layouter) -> None:
        """Take a page that changed while others may still change: it is told at once if it is in view."""
        if index in self.wanted.in_view:
            self.page(index, page, layouter)
        self.go_on()

    def all(self, laid_out: LaidOut, layouter: Layouter) -> AllPages:
        """Tell all pages that are new: those in view, their neighbours, the rest; then what there is.

        Raises:
            Left: The job is not wanted any more.
        """
        pages = laid_out.document.pages
        seen = set(self.wanted.in_view)
        for index in sorted(range(len(pages)), key=lambda index: (index not in seen, abs(index - self.first))):
            self.page(index, pages[index], layouter)
            self.go_on()
        for index in [index for index in self._shown if index >= len(pages)]:
            del self._shown[index]
        digests = tuple(self._shown[index].digest for index in range(len(pages)))
        told = AllPages(digests, laid_out.page_sizes(), laid_out.places())
        self._exchange.tell(told)
        return told

    def uncovered_on(self, laid_out: LaidOut, layouter: Layouter) -> frozenset[str]:
        """The characters on pages that no font has; nothing is told yet.

        Raises:
            Left: The job is not wanted any more.
        """
        found: set[str] = set()
        for index, page in enumerate(laid_out.document.pages):
            before = self._shown.get(index)
            is_shown = before is not None and before.page is page
            found |= before.uncovered if before is not None and is_shown else self._paint(page, layouter).uncovered
            self.go_on()
        return frozenset(found)

    def page(self, index: int, page: Any, layouter: Layouter) -> None:
        """Tell a page, if it is not what was told last of this index."""
        from briefgen.rendering.pdf import page_places, page_size

        before = self._shown.get(index)
        if before is not None and before.page is page and before.digest in self._there:
            return
        painted = self._paint(page, layouter)
        self._shown[index] = _Shown(page, painted.digest, painted.uncovered)
        is_there = painted.digest in self._there
        if is_there and before is not None and before.digest == painted.digest:
            return
        self._there.add(painted.digest)
        pdf = None if is_there else painted.pdf
        self._exchange.tell(LivePage(index, painted.digest, page_size(page), page_places(page, index), pdf))

    def _paint(self, page: Any, layouter: Layouter) -> _Painted:
        from briefgen.rendering.pdf import engine_says, paint_alone

        if page not in self._painted:
            said: list[str] = []
            with engine_says(said):
                pdf = paint_alone(page, layouter.fetcher, fonts_key=layouter.fonts_key)
            digest = hashlib.blake2b(pdf, digest_size=16).hexdigest()
            self._painted[page] = _Painted(pdf, digest, uncovered_by(said))
        return self._painted[page]


class Desk:
    """A brief's pages, kept from job to job.

    Args:
        rest_seconds: How long nobody must have typed before the whole brief is laid out anew, at least.
    """

    def __init__(self, rest_seconds: float = REST_SECONDS) -> None:
        self._rest_seconds = rest_seconds
        self._kept = KeptLayouts()
        self._live: dict[Step | None, LiveLayout] = {}
        self._live_for: Hashable = None
        self._shape = _Shape()
        self._job: RenderJob | None = None
        self._shown: dict[int, _Shown] = {}
        self._proved: Proved | None = None
        self._agreed = ""
        self._proof_took = 0.0

    def render(self, job: RenderJob) -> RenderedBrief:
        """Make a file. What is laid out already is painted only. Raises what `job.render` raises."""
        return render(job, kept=self._kept)

    def show(self, wanted: LiveJob, exchange: Exchange) -> None:
        """Tell the pages of a brief: `LivePage`s, `AllPages`, then `LivePage`s that differ, and `Proved`.

        Raises what `job.render` raises.
        """
        load_engine()
        if wanted.job != self._job:
            self._job, self._proved = wanted.job, None
            self._kept.clear()
        steps = Steps(wanted.template_name)
        told = _Told(self._shown, wanted, exchange)
        try:
            sketch = under_limits(wanted.job, steps, lambda: self._sketch(told, steps))
            if gc.get_count()[0] > _MOST_LEFT:
                gc.collect(1)  # what sketches have left, and no more: somebody may be typing
            if self._proved is None:
                # A full layout waits until nobody types; there is nothing to wait for where it is there already.
                if not exchange.rest(0 if sketch.is_full else max(self._rest_seconds, self._proof_took * _REST_PART)):
                    return
                begun = time.monotonic()
                self._proved = under_limits(wanted.job, steps, lambda: self._prove(told, sketch, steps))
                self._proof_took = time.monotonic() - begun
        except Left:
            return
        except BaseException:
            # What was left in the middle can't be gone on with.
            self._live.clear()
            raise
        exchange.tell(self._proved)

    # ---------------------------------------------------------------------------------------------------- sketch

    def _sketch(self, told: _Told, steps: Steps) -> _Sketch:
        """Step 1 of a `LiveJob`."""
        from briefgen.rendering.pdf import engine_says

        job = told.wanted.job
        steps.begin(1, "context")
        check_plain(job.context)
        steps.begin(2, "template")
        template = open_template(Path(job.template))
        self._begin_anew_for((template.template.sha256, job.options, tuple(sorted(job.images.items()))))
        layouter = self._layouter(job, template, self._shape)
        layouter.html(layouter.first_step)
        steps.begin(3, "layout")
        full: list[bool] = []

        def lay_out(step: Step | None = None, sheet: PageSize | None = None) -> LaidOut:
            laid_out = None if sheet is not None else self._reached(layouter, step, told)
            full.append(laid_out is None)
            return laid_out if laid_out is not None else layouter.lay_out(step, sheet)

        with engine_says([]):
            step = None
            if layouter.first_step is not None:
                laid_out, fitted = fit(template.template, lay_out)
                step = fitted.step
            else:
                laid_out = lay_out()
                contents = template.template.pages.contents
                if not layouter.has_contents and 0 < contents <= len(laid_out.page_sizes()):
                    layouter.print_contents()
                    laid_out = lay_out()
        steps.begin(4, "paint")
        pages = told.all(laid_out, layouter)
        steps.end()
        shape = _Shape(layouter.has_contents, self._shape.left_out)
        return _Sketch(pages, layouter.page(step), shape, is_full=all(full))

    def _layouter(self, job: RenderJob, template: OpenTemplate, shape: _Shape) -> Layouter:
        layouter = Layouter(job, template, self._kept)
        if shape.contents:
            layouter.print_contents()
        layouter.leave_out(shape.left_out)
        return layouter

    def _begin_anew_for(self, what: Hashable) -> None:
        """Keep nothing of another template, or of another kind of PDF."""
        if what != self._live_for:
            self._live_for = what
            self._live.clear()
            self._shape = _Shape()

    def _reached(self, layouter: Layouter, step: Step | None, told: _Told) -> LaidOut | None:
        """Lay out what an edit reaches; None where only a full layout will do."""
        from briefgen.rendering.live_layout import LiveLayout, NotHandled

        live = self._live.get(step)
        if live is None:
            options = told.wanted.job.options
            live = self._live[step] = LiveLayout(layouter.fetcher, options=options, fonts_key=layouter.fonts_key)
        try:
            with closing(live.update(layouter.page(step), first=told.first)) as changes:
                for changed in changes:
                    if step is None:  # at another step all of it may come to nothing
                        told.changed(changed.index, changed.page, layouter)
            return live.laid_out()
        except NotHandled as why:
            log.debug("A brief is laid out as a whole: %s", why)
            return None

    # ----------------------------------------------------------------------------------------------------- proof

    def _prove(self, told: _Told, sketch: _Sketch, steps: Steps) -> Proved:
        """Step 3 of a `LiveJob`."""
        from briefgen.rendering.pdf import engine_says

        job = told.wanted.job
        template = open_template(Path(job.template))
        layouter = self._layouter(job, template, _Shape())
        steps.begin(3, "layout")
        with engine_says([]), left_when(told.is_unwanted):
            laid_out, fitted = layouter.lay_out_to_fit()
            step = fitted.step if fitted is not None else None
            steps.begin(4, "paint")
            uncovered = None
            if characters := told.uncovered_on(laid_out, layouter):
                uncovered = found_in(layouter.html(step), characters)
                layouter.leave_out(characters)
                laid_out = layouter.lay_out(step)
            pages = told.all(laid_out, layouter)
        steps.end()
        self._shape = _Shape(layouter.has_contents, characters)
        html = layouter.page(step)
        if html == sketch.html and not sketch.is_full and pages != sketch.pages:
            pairs = zip(sketch.pages.digests, pages.digests, strict=False)
            keep_difference(log_file().parent, self._agreed, html, [n for n, (a, b) in enumerate(pairs) if a != b])
            self._live.clear()
        self._agreed = html
        found = page_findings(template.template, laid_out.page_boxes(), laid_out.places())
        return Proved(pages, findings_of_pages(fitted, found, uncovered))


def _clear_up() -> None:
    """Clear cycles away, and leave what is in use out of later searches."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


_desk = Desk()
