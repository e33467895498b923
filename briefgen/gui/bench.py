"""What every panel of a window gets to work with."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QSettings

from briefgen.gui.actions import Actions
from briefgen.gui.background import Tasks
from briefgen.gui.choices import Choices
from briefgen.gui.drafts import Drafts
from briefgen.gui.icons import Icons
from briefgen.gui.layout_findings import LayoutFindings
from briefgen.gui.notices import Notices
from briefgen.gui.rendering_child import RenderingChild
from briefgen.gui.selection import Selection
from briefgen.gui.session import Session
from briefgen.gui.shelf import Shelf
from briefgen.gui.status import Status
from briefgen.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Bench:
    """A dossier's session and the window around it. Panels know these, and not each other."""

    session: Session
    selection: Selection
    theme: Theme
    icons: Icons
    actions: Actions
    notices: Notices
    tasks: Tasks
    choices: Choices
    status: Status
    settings: QSettings
    """Where a window remembers widths and places."""
    shelf: Shelf
    """The house templates that there are."""
    layout_findings: LayoutFindings = field(default_factory=LayoutFindings)
    rendering: RenderingChild = field(default_factory=RenderingChild)
    """Lays out; the preview ends it."""
    drafts: Drafts = field(default_factory=Drafts)
