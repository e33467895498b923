"""What both front ends do with a brief's PDF that was filled in: read it, say what it decides, take that over."""

from __future__ import annotations

from collections.abc import Callable, Collection

from briefgen.domain.dossier import Dossier
from briefgen.domain.replies import FilledForm, Review, review_form, take_answers
from briefgen.importers.batch import Document
from briefgen.importers.filled_forms import FilledFormJob
from briefgen.importers.limits import ImportLimits
from briefgen.workflows import READER, now


def review_pdf(
    document: Document, dossier: Dossier, limits: ImportLimits, is_wanted: Callable[[], bool] | None = None
) -> Review:
    """Read a filled-in PDF and hold it against a dossier; changes nothing.

    Raises:
        InputRefused: It can't be read, has no fields of Briefgen's or nothing in them, or is not of this dossier.
        Stopped: `is_wanted` said no.
    """
    data = document.load()
    form = READER.have_done(FilledFormJob(data, document.name), limits, len(data), is_wanted, FilledForm)
    return review_form(dossier, form)


def take_back(dossier: Dossier, review: Review, chosen: Collection[str]) -> Dossier:
    """Set the decisions of the chosen recommendations and keep the reply, as of now: see `replies.take_answers`."""
    return take_answers(dossier, review, chosen, at=now())
