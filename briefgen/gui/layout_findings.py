"""What a brief’s pages tell that preflight, which has no pages, can’t; from the preview to the list of findings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from briefgen.domain.preflight import Finding


class LayoutFindings(QObject):
    """The findings of each brief's newest layout. `changed(brief)` comes when they are others than before."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, tuple[Finding, ...]] = {}

    def of(self, brief: str) -> tuple[Finding, ...]:
        """What the brief's pages told when they were last laid out."""
        return self._found.get(brief, ())

    def tell(self, brief: str, findings: tuple[Finding, ...]) -> None:
        """Keep what the brief's pages tell now."""
        if findings != self.of(brief):
            self._found[brief] = findings
            self.changed.emit(brief)
