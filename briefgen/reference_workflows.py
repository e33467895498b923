"""What both front ends do with lists of references: read one, and tell what it says of a dossier's sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefgen.domain.dossier import Dossier
from briefgen.domain.references import Matched, match_references
from briefgen.domain.references import References as ReadReferences
from briefgen.importers.batch import Document
from briefgen.importers.limits import ImportLimits
from briefgen.importers.references.forms import ReferencesJob
from briefgen.workflows import READER


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A list of references beside a dossier: what it says of its sources, and sentences on what could not be read."""

    name: str
    matched: Matched
    unread: tuple[str, ...]


def review_references(
    document: Document, dossier: Dossier, limits: ImportLimits, is_wanted: Callable[[], bool] | None = None
) -> Reviewed:
    """Read a list of references (BibTeX, RIS, CSL-JSON) and match it with a dossier's sources; changes nothing.

    Raises:
        InputRefused: It can't be read, or has no references.
        Stopped: `is_wanted` said no.
    """
    data = document.load()
    found = READER.have_done(ReferencesJob(data, document.name), limits, len(data), is_wanted, ReadReferences)
    return Reviewed(document.name, match_references(dossier, found.entries), found.unread)
