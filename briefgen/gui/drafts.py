"""What is being typed and not written to the dossier yet, for those who show it meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from briefgen.domain.dossier import Dossier


class Drafts(QObject):
    """Tells with each keystroke the dossier as it will be. The session's own follows when the typing pauses."""

    typed = Signal(object)
    """The dossier with what has been typed."""

    def tell(self, dossier: Dossier) -> None:
        """Tell what has been typed."""
        self.typed.emit(dossier)
