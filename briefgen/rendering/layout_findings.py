"""What only a brief's pages tell → findings, such as preflight gives for what it can see without them."""

from __future__ import annotations

from briefgen.domain.preflight import Finding
from briefgen.rendering.fitting import Fitted
from briefgen.rendering.job import RenderedBrief
from briefgen.rendering.uncovered import Uncovered


def layout_findings(rendered: RenderedBrief) -> tuple[Finding, ...]:
    """Tell where the pages do not hold the brief or its template's limits, and of characters that no font has."""
    return findings_of_pages(rendered.fit, rendered.found, rendered.uncovered)


def findings_of_pages(
    fitted: Fitted | None, found: tuple[Finding, ...], uncovered: Uncovered | None
) -> tuple[Finding, ...]:
    """Tell the same of pages of which no file was made; the arguments are those of a `RenderedBrief`."""
    overflow = fitted.overflow if fitted is not None else None
    lacking = uncovered.findings if uncovered is not None else ()
    return (*(() if overflow is None else (overflow.finding,)), *found, *lacking)
