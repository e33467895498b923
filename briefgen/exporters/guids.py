"""Names for a dossier's records that hold in other programs, and stay the same whenever they are written."""

from __future__ import annotations

import uuid

from briefgen.domain.dossier import Dossier


def guid_of(dossier: Dossier, record: str) -> str:
    """The GUID of a record of a dossier, or of what else `record` names: the same one for ever."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"briefgen:{dossier.settings.id}:{record}"))
