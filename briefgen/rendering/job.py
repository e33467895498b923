"""A brief's plain data + a house template → PDF: `render`, a function of one small picklable value.

The command line and the tests call it directly; the window sends the same job to a child process (`worker`). So this
module can be imported without the engines that `render` uses, which take a second to load.
"""

from __future__ import annotations

import importlib
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from briefgen.domain.preflight.findings import Finding
from briefgen.domain.replies import FormStamp
from briefgen.domain.verification import Proof
from briefgen.errors import BriefgenError, InputRefused, InternalError, NotThere
from briefgen.rendering.drawing_numbers import too_large_in_page
from briefgen.rendering.fenced_folder import FencedFolder, NotServed
from briefgen.rendering.fitting import Fitted, Overfull, Step, fit
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.rendering.kept_layouts import Kept, KeptLayouts
from briefgen.rendering.limits import LimitReached, Limits, within
from briefgen.rendering.page_limits import page_findings
from briefgen.rendering.pages import Attachment, Conformance, PageSize, PdfOptions, Place
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.uncovered import Uncovered, found_in, replaced, uncovered_by, without_such_warnings
from briefgen.resources import assets_folder

if TYPE_CHECKING:
    from briefgen.rendering.pdf import Finish, LaidOut, SealedFetcher

log = logging.getLogger(__name__)

_MAX_DEPTH = 50
"""How deep lists and mappings of a context may be nested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """All that a rendering depends on. Picklable.

    Attributes:
        template: Path of the house template's folder.
        context: Plain data for its pages: what JSON can hold, and `markupsafe.Markup` for text that is HTML already.
        language: BCP 47.
        images: The dossier's images by name, served to the document as `briefgen:/dossier/NAME`.
        options: The kind of PDF.
        attachments: Files to put into the PDF; none unless somebody has chosen them.
        form: Where the fields come from that are to be filled in; None for boxes and lines that are only drawn.
        quotations: The words that each quotation of the pages is to have, by its key, and those of its source without
            an editor's marks: no file leaves in which they are others (`gate`).
        html: Whether the HTML is wanted, too.
        overfull: Whether a document that its template wants to fit its pages, and that does not, is rendered all the
            same, on as many pages as it takes: so that its editors see what is too long. It is to be looked at, not to
            be sent: its quotations are not held against their sources.
        limits: Time, memory and text that it may take.
    """

    template: str
    context: Mapping[str, Any]
    language: str = "en-GB"
    images: Mapping[str, bytes] = field(default_factory=dict)
    options: PdfOptions = field(default_factory=PdfOptions)
    attachments: tuple[Attachment, ...] = ()
    form: FormStamp | None = None
    quotations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    html: bool = False
    overfull: bool = False
    limits: Limits = field(default_factory=Limits)

    @property
    def template_name(self) -> str:
        """The house template's name."""
        return Path(self.template).name


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedBrief:
    """What a job became. Picklable.

    Attributes:
        pdf: The file's bytes. The same job gives the same bytes, on any day and in any folder.
        html: The document before layout, if the job asked for it, else empty.
        pages: The pages' sizes.
        fit: How it was made to fit its pages, where its template wants that.
        places: Where each element with an id lies, on each page that shows a part of it.
        warnings: What was not as the template or the brief wanted it, in sentences: resources that were refused,
            styles that the layout engine does not know.
        timings: Seconds that each step took, in order.
        uncovered: Characters that no installed font has, if there are any: a note is printed in their places.
        conformance: Which standards the file follows, and what keeps it from others that its template asks for.
        found: What the pages tell of the brief beyond that: its length against the template's limits, text cut off.
        proof: How many quotations were found on the pages in the words of their sources; None if nobody looked.
    """

    pdf: bytes
    html: str
    pages: tuple[PageSize, ...]
    fit: Fitted | None
    places: Mapping[str, tuple[Place, ...]]
    warnings: tuple[str, ...]
    timings: tuple[tuple[str, float], ...]
    uncovered: Uncovered | None = None
    conformance: Conformance = field(default_factory=Conformance)
    found: tuple[Finding, ...] = ()
    proof: Proof | None = None


class LayoutFailed(InternalError):
    """The layout engine gave up on a document (exit code 5)."""


class NotPlain(TypeError):
    """A job's context holds something that is no plain data: a fault of the program, not of the user."""


class Steps:
    """Names the step being done, and keeps how long each took."""

    def __init__(self, template_name: str) -> None:
        self.now = ""
        self.timings: list[tuple[str, float]] = []
        self._template_name = template_name
        self._begun = 0.0

    def begin(self, number: int, name: str) -> None:
        """End the step before, if there was one, and begin this."""
        self.end()
        self.now = f"{number} {name}"
        self._begun = time.perf_counter()

    def end(self) -> None:
        """End the step being done."""
        if self.now:
            seconds = time.perf_counter() - self._begun
            self.timings.append((self.now.partition(" ")[2], seconds))
            log.info("Step %s of a brief in “%s” took %.1f ms.", self.now, self._template_name, seconds * 1000)
            self.now = ""


# The layout engine's fonts and log are the process's: one rendering at a time.
_engine = threading.Lock()


@dataclass(frozen=True, slots=True)
class Looked:
    """A document between its layout and its painting, for those who measure it. It holds the engine's own objects."""

    _laid_out: LaidOut
    _layouter: Layouter
    _step: Step | None

    def boxes(self) -> tuple[Any, ...]:
        """The engine's boxes of the pages."""
        return tuple(self._laid_out.page_boxes())

    def root(self) -> Any:
        """The root of the tree that was laid out; None for a document without pages."""
        return self._laid_out.root()

    def marked_tree(self) -> Any:
        """The root of the same document, filled anew so that its elements say where they were written."""
        from briefgen.rendering.pdf import tree_of

        return tree_of(self._layouter.html(self._step, marked=True))


def render(
    job: RenderJob, look: Callable[[Looked], None] | None = None, *, kept: KeptLayouts | None = None
) -> RenderedBrief:
    """Make a PDF; `look`, if given, is shown the document before it is painted. Layouts are taken from `kept`.

    1. context: the data are checked to be plain
    2. template: the house template's page is filled with them, which gives HTML
    3. layout: the HTML is broken into lines and pages; where the template wants the document to fit its pages, again
       and again in other sizes of type (`fitting`); where it has as many pages as make a list of contents of use, once
       more with that
    4. paint: the pages are drawn
    5. finish: what the layout engine lacks is added, and the file is written
    6. gate: the file is read back, and each quotation held against the words of its source

    May be called from any thread; of several calls in one process one is worked on at a time.

    Raises:
        NotThere: The template's folder is not there.
        TemplateError: The template is at fault; names file, line and field.
        LimitReached: It took more time, memory or text than the job allows.
        LayoutFailed: The layout engine gave up.
        Overfull: The template wants the document to fit its pages, and it does not; not if the job is `overfull`.
        QuotationAltered: A quotation on the pages is not what its source says.
        NotPlain: The job's context is no plain data.
    """
    steps = Steps(job.template_name)
    return under_limits(job, steps, lambda: _render(job, steps, look, kept))


T = TypeVar("T")


def under_limits(job: RenderJob, steps: Steps, work: Callable[[], T]) -> T:
    """Do a part of the work on a job, under its limits, alone in this process; what goes wrong is told as by `render`.

    Raises:
        BriefgenError: What `render` raises.
        NotPlain: The job's context is no plain data.
    """
    load_engine()
    from briefgen.rendering.pdf import forget_fonts

    def stopped(reason: str) -> LimitReached:
        return LimitReached(
            f"Rendering with the house template “{job.template_name}” was stopped {reason}, in step "
            f"{steps.now or '5 finish'}: look for an endless loop or a huge image, or allow more."
        )

    with _engine:
        try:
            return within(job.limits, work, stopped=stopped)
        except LimitReached:
            forget_fonts()
            raise
        except (BriefgenError, NotPlain):
            raise
        except NotServed as refusal:
            raise TemplateError(f"{refusal}", template=job.template_name) from None
        except RecursionError:
            raise LayoutFailed(
                f"The document made with the house template “{job.template_name}” is nested too deeply to be laid "
                "out: look for lists or quotations within one another, hundreds deep."
            ) from None
        except Exception as error:
            forget_fonts()
            log.debug("Step %s failed.", steps.now, exc_info=True)
            raise LayoutFailed(
                f"The layout engine failed in step {steps.now} on a document made with the house template "
                f"“{job.template_name}” ({type(error).__name__}: {str(error) or 'no more is known'})."
            ) from error


def load_engine() -> None:
    """Load the layout engine and the sandbox, which takes half a second.

    Raises:
        NotThere: A library of the system that the engine needs is missing.
    """
    try:
        for module in ("sandbox", "pdf"):
            importlib.import_module(f"briefgen.rendering.{module}")
    except OSError as error:
        raise NotThere(
            "A library that the layout engine needs can't be loaded: install Pango and HarfBuzz (on Debian and "
            "Ubuntu libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0; with Homebrew pango). "
            f"The system says: {error}"
        ) from error


def _render(
    job: RenderJob, steps: Steps, look: Callable[[Looked], None] | None, kept: KeptLayouts | None
) -> RenderedBrief:
    from briefgen.rendering.gate import hold_to_sources
    from briefgen.rendering.pdf import engine_says, paint

    steps.begin(1, "context")
    check_plain(job.context)
    check_attachments(job)
    steps.begin(2, "template")
    template = open_template(Path(job.template))
    layouter = Layouter(job, template, kept)
    layouter.html(layouter.first_step)
    steps.begin(3, "layout")
    found: list[str] = []
    with engine_says(found):
        laid_out, fitted = layouter.lay_out_to_fit()
        found.extend(said for said in layouter.said if said not in found)
        step = fitted.step if fitted else None
        if look is not None:
            look(Looked(laid_out, layouter, step))
        steps.begin(4, "paint")
        painted = paint(laid_out, lambda _document, _pdf: steps.begin(5, "finish"), finish=layouter.finish(step))
        uncovered = None
        if characters := uncovered_by(found):
            uncovered = found_in(layouter.html(step), characters)
            layouter.leave_out(characters)
            steps.begin(3, "layout")
            laid_out = layouter.lay_out(step)
            steps.begin(4, "paint")
            painted = paint(laid_out, lambda _document, _pdf: steps.begin(5, "finish"), finish=layouter.finish(step))
        proof = None
        if job.quotations and not job.overfull:
            steps.begin(6, "gate")
            proof = hold_to_sources(
                painted.pdf,
                layouter.html(step),
                job.quotations,
                tagged=job.options.tagged,
                left_out=characters,
                labels=job.context.get("labels", {}),
            )
        steps.end()
    fetcher = layouter.fetcher
    return RenderedBrief(
        pdf=painted.pdf,
        conformance=painted.conformance,
        html=layouter.html(step) if job.html else "",
        pages=laid_out.page_sizes(),
        fit=fitted,
        uncovered=uncovered,
        found=page_findings(template.template, laid_out.page_boxes(), laid_out.places()),
        proof=proof,
        places=laid_out.places(),
        warnings=(
            *fetcher.refused,
            *painted.conformance.faults,
            # The engine repeats a refusal in its own words.
            *((uncovered.message,) if uncovered else ()),
            *(said for said in without_such_warnings(found) if not any(told in said for told in fetcher.refused)),
            *(
                f"The link to “{address}” leads nowhere: write its whole address, with https:// at its beginning."
                for address in laid_out.dead_links()
            ),
        ),
        timings=tuple(steps.timings),
    )


class Layouter:
    """Fills a template's page and lays it out: once or at several steps of type, with a list of contents or without."""

    def __init__(self, job: RenderJob, template: OpenTemplate, kept: KeptLayouts | None = None) -> None:
        self.fetcher = _fetcher(template, job.images)
        self._job = job
        self._template = template
        self._kept = kept
        self.said: list[str] = []
        self._contents: dict[str, Any] = {}
        self._filled: dict[Step | None, str] = {}
        self._left_out: frozenset[str] = frozenset()

    def print_contents(self) -> None:
        """From now on the page is filled with its list of contents."""
        self._contents = {"contents": True}
        self._filled.clear()

    def leave_out(self, characters: frozenset[str]) -> None:
        """From now on a note is laid out in place of these characters."""
        self._left_out = characters

    def html(self, step: Step | None, *, marked: bool = False) -> str:
        """The page, filled with the job's data and the step of type; `marked` as for `make_html`."""
        context = {**self._job.context, **self._contents, **({} if step is None else {"fit": step.plain()})}
        if marked:
            return make_html(replace(self._job, context=context), self._template, marked=True)
        if step not in self._filled:
            self._filled[step] = make_html(replace(self._job, context=context), self._template)
        return self._filled[step]

    def finish(self, step: Step | None) -> Finish:
        """What is put into the file beside the pages that were laid out at a step."""
        from briefgen.rendering.pdf import Finish

        return Finish(
            context=self._job.context,
            html=self.html(step),
            attachments=self._job.attachments,
            labels=self._template.template.pdf.labels,
            form=self._job.form,
        )

    @property
    def has_contents(self) -> bool:
        """Whether the page is filled with its list of contents."""
        return bool(self._contents)

    @property
    def first_step(self) -> Step | None:
        """The largest step of type, where there are steps."""
        sizes = self._template.template.fit.steps
        return Step(sizes[0]) if sizes else None

    @property
    def fonts_key(self) -> str:
        """Names the fonts that are loaded for it."""
        return self._template.template.sha256

    def page(self, step: Step | None) -> str:
        """The page as it is laid out: filled, and without the characters that are left out."""
        html = self.html(step)
        return replaced(html, self._left_out, self._job.context.get("labels", {})) if self._left_out else html

    def lay_out_to_fit(self) -> tuple[LaidOut, Fitted | None]:
        """Lay the page out at the step that fits, or with a list of contents where it has the pages for one.

        Raises:
            Overfull: It fits at no step; not if the job is `overfull`.
        """
        template = self._template.template
        if self.first_step is None:
            laid_out = self.lay_out()
            if 0 < template.pages.contents <= len(laid_out.page_sizes()):
                self.print_contents()
                laid_out = self.lay_out()
            return laid_out, None
        laid_out, fitted = fit(template, self.lay_out)
        if fitted.overflow is not None and not self._job.overfull:
            raise Overfull(fitted.overflow)
        return laid_out, fitted

    def lay_out(self, step: Step | None = None, sheet: PageSize | None = None) -> LaidOut:
        """Lay the page out, on pages of its own size or on such a sheet; or take such a layout from those kept."""
        from briefgen.rendering.pdf import engine_says, lay_out

        html, options = self.page(step), self._job.options

        def make() -> LaidOut:
            return lay_out(html, self.fetcher, options=options, fonts_key=self.fonts_key, sheet=sheet)

        if self._kept is None:
            return make()

        def make_to_keep() -> Kept:
            said: list[str] = []
            with engine_says(said):
                return Kept(make(), tuple(said), tuple(self.fetcher.refused))

        images = tuple(sorted(self._job.images.items()))
        kept = self._kept.get((html, options, self.fonts_key, images, sheet), make_to_keep)
        self.fetcher.refused[:] = dict.fromkeys([*self.fetcher.refused, *kept.refused])
        self.said.extend(kept.said)
        return kept.laid_out


def first_filled(job: RenderJob, template: OpenTemplate) -> str:
    """The page as it is filled for its first layout: at the largest step of type, without a list of contents.

    Raises what `make_html` raises.
    """
    layouter = Layouter(job, template)
    return layouter.html(layouter.first_step)


def make_html(job: RenderJob, template: OpenTemplate, *, marked: bool = False) -> str:
    """Fill the template's page, and link its style sheets in the head where the page does not do so itself.

    Raises:
        TemplateError: The template is at fault, for instance by making a page without `</head>`, or with a drawing
            that no page has room for.
        LimitReached: The page gets longer than the job allows.
    """
    from briefgen.rendering.citations.cited_notes import cited
    from briefgen.rendering.citations.finding import style_bytes
    from briefgen.rendering.sandbox import fill

    # Here, so that a style is read wherever pages are filled: in the rendering process, within the job's limits.
    context = cited(job.context, lambda name: style_bytes(name, (template.folder, *template.parents)))
    html = fill(template, context, language=job.language, output_characters=job.limits.output_characters, marked=marked)
    head_ends = re.search("</head>", html, re.IGNORECASE)
    if head_ends is None:
        raise TemplateError(
            "its page has no “</head>”, before which its style sheets are linked",
            template=template.template.name,
            file=template.page,
        )
    if number := too_large_in_page(html):
        raise TemplateError(
            f"a drawing in it has the number {number}, and no page is that large",
            template=template.template.name,
            file=template.page,
        )
    head = html[: head_ends.start()]
    links = "".join(
        f'<link rel="stylesheet" href="{escape(style)}">\n'
        for style in template.styles
        if f'"{escape(style)}"' not in head
    )
    brand = template.template.brand
    faces = f"<style>\n{brand.css}</style>\n" if brand is not None and brand.css else ""
    return head + links + faces + html[head_ends.start() :]


def _fetcher(template: OpenTemplate, images: Mapping[str, bytes]) -> SealedFetcher:
    from briefgen.rendering.pdf import SealedFetcher

    fonts = assets_folder() / "fonts"
    return SealedFetcher(
        template.files(),
        shared=FencedFolder(template.shared) if template.shared else None,
        fonts=FencedFolder(fonts) if fonts.is_dir() else None,
        brand=FencedFolder(template.brand) if template.brand else None,
        images=images,
    )


def check_attachments(job: RenderJob) -> None:
    """Refuse files that the kind of PDF can't hold, and two of one name.

    Raises:
        InputRefused: Says which, and what to do.
    """
    names = [attachment.name for attachment in job.attachments]
    if names and not job.options.may_hold_files:
        raise InputRefused(
            f"“{names[0]}” can't be attached: the house template “{job.template_name}” makes "
            f"PDF/A-{job.options.archival}, which holds no other files. Attach nothing, or have its manifest ask for "
            "pdf/a-3a+ua-1."
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise InputRefused(f"Two files to attach are called “{twice}”: give one of them another name.")


def check_plain(value: object, where: str = "context", depth: int = 0) -> None:
    """Refuse data that a template must not be given: objects with a life of their own.

    Raises:
        NotPlain: The caller passed something else than None, bool, int, float, str (Markup included), and lists,
            tuples and string-keyed mappings of these; the message says where.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return
    if depth > _MAX_DEPTH:
        raise NotPlain(f"{where} is nested more than {_MAX_DEPTH} deep")
    if isinstance(value, dict):
        for key, entry in value.items():
            if not isinstance(key, str):
                raise NotPlain(f"{where} has a key that is no string: {key!r}")
            check_plain(entry, f"{where}.{key}", depth + 1)
    elif isinstance(value, list | tuple):
        for number, entry in enumerate(value):
            check_plain(entry, f"{where}[{number}]", depth + 1)
    else:
        raise NotPlain(f"{where} is no plain data but {type(value).__name__}")
