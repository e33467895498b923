"""What only a brief's pages tell → findings, such as preflight gives for what it can see without them."""

from __future__ import annotations

from briefgen.domain.preflight import Finding
from briefgen.rendering.job import RenderedBrief


def layout_findings(rendered: RenderedBrief) -> tuple[Finding, ...]:
    """Tell where the pages do not hold the brief or its template's limits, and of characters that no font has."""
    overflow = rendered.fit.overflow if rendered.fit is not None else None
    uncovered = rendered.uncovered.findings if rendered.uncovered is not None else ()
    return (*(() if overflow is None else (overflow.finding,)), *rendered.found, *uncovered)
