"""Which panels a window has, and where: the one place that knows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefgen.gui.bench import Bench
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.gui.outline.side import BriefSide
from briefgen.gui.outline.tabs import BriefTabs
from briefgen.gui.panel import Panel
from briefgen.gui.points.panel import PointsPanel
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.gui.selection import WorkspaceName
from briefgen.gui.sources.panel import SourcesPanel


@dataclass(frozen=True, slots=True)
class Layout:
    """The three panels of a workspace, from left to right: how each is made, and its width in pixels (usual, least)."""

    left: Callable[[Bench], Panel]
    centre: Callable[[Bench], Panel]
    right: Callable[[Bench], Panel]
    left_width: tuple[int, int]
    centre_least: int
    right_width: tuple[int, int]
    top: Callable[[Bench], Panel] | None = None
    """A strip over all three: the tabs of the briefs."""
    primary: str = ""
    """Id of the action that has a button of its own in the toolbar."""
    filled: bool = False
    """That button is the one filled one of the window."""

    @property
    def panels(self) -> dict[str, Callable[[Bench], Panel]]:
        """How each panel is made, by its side: left, centre, right, and top where there is one."""
        made = {"left": self.left, "centre": self.centre, "right": self.right}
        return made if self.top is None else {**made, "top": self.top}


def _empty(title: str, ground: str = "panel", icon: str = "") -> Callable[[Bench], Panel]:
    return lambda bench: Panel(bench, title, ground=ground, icon=icon)


LAYOUTS: dict[WorkspaceName, Layout] = {
    "read": Layout(
        left=SourcesPanel,
        centre=ReaderPanel,
        right=PointsPanel,
        left_width=(272, 224),
        centre_least=480,
        right_width=(384, 336),
        primary="source.add",
    ),
    "brief": Layout(
        left=OutlinePanel,
        centre=PreviewPanel,
        right=lambda bench: BriefSide(bench, FieldsPanel),
        left_width=(320, 256),
        centre_least=480,
        right_width=(384, 336),
        top=BriefTabs,
        primary="brief.export",
        filled=True,
    ),
}
"""The workspaces of a window. Whoever finishes a panel puts it here in place of the empty one."""
