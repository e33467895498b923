"""What a brief quotes: the words that its pages must have, and the file that says where each quotation stands."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen import __version__
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.proof import evidence_key, evidence_pieces
from briefgen.domain.quotations import PrintedQuotation, shown_quote
from briefgen.exporters import provenance
from briefgen.rendering.context import build
from briefgen.rendering.gate import keys_in
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.job import RenderJob, first_filled
from briefgen.rendering.pages import Attachment, Relationship


def provenance_of(
    dossier: Dossier, job: RenderJob, template: OpenTemplate, quoted: Iterable[PrintedQuotation]
) -> Attachment | None:
    """The file that says where each printed quotation stands in its source; None for pages that quote nothing."""
    if not job.quotations:
        return None
    printed = frozenset(keys_in(first_filled(job, template)))
    quotations = [quotation for quotation in quoted if quotation.key in printed]
    return Attachment(
        name=provenance.NAME,
        content=provenance.to_provenance(dossier, quotations, job.quotations),
        media_type=provenance.MEDIA_TYPE,
        description="Where each quotation stands in its source, for programs",
        relationship=Relationship.DATA,
    )


def quoted_by(dossier: Dossier, brief: Brief, template: OpenTemplate) -> dict[str, PrintedQuotation]:
    """The quotations that a brief's pages may print, by their keys on them."""
    built = build(dossier, brief, template.template, today=None, forced=False, program_version=__version__)
    return {quotation.key: quotation for quotation in built.quotations}


def words_of(dossier: Dossier, quotations: Iterable[PrintedQuotation], *, annex: bool) -> dict[str, list[str]]:
    """The words that quotations are to have, by key: of the source's own text, with and without an editor's marks.

    A passage that is not where it was picked has none. With the evidence `annex` its passages are quotations, too.
    """
    passages = {passage.id: passage for passage in dossier.passages}
    texts = {source.id: source.text for source in dossier.sources}
    found = {}
    for quotation in quotations:
        passage = passages[quotation.passage]
        stands = not passage.lost and texts[passage.source][passage.start : passage.end] == passage.quote
        words = passage.quote if stands else ""
        found[quotation.key] = [shown_quote(words, quotation.edits) if stands else "", shown_quote(words)]
        if annex and quotation.key.isdecimal():
            for piece, said in enumerate(map(shown_quote, evidence_pieces(words)), 1):
                found[evidence_key(int(quotation.key), piece)] = [said, said]
    return found
