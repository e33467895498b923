"""A brief's pages with the version of its template that it has, and with another, side by side, before it changes."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QVBoxLayout, QWidget

from briefgen import workflows
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.errors import BriefgenError
from briefgen.gui.controls import ElidedLabel, label, push_button, rule, tight
from briefgen.gui.gallery.studio import Studio
from briefgen.gui.gallery.words import hash_words, listed
from briefgen.gui.preview.drawing import Drawing
from briefgen.gui.preview.pages_view import PagesView
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme
from briefgen.issuing import unused
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.job import RenderedBrief

_BEFORE, _AFTER = "before", "after"


class UpgradeSheet(Sheet):
    """Asks whether a brief is to go on with `after`; what it would lose its place for is named, too."""

    def __init__(
        self, window: QWidget, theme: Theme, dossier: Dossier, brief: Brief, before: OpenTemplate, after: OpenTemplate
    ) -> None:
        room = window.size()
        size = (max(720, min(1400, room.width() - 80)), max(480, min(1000, room.height() - 80)))
        super().__init__(window, theme, self.tr("Before and after"), size)
        self._linked = True
        # Two of one version are told apart by their hashes alone.
        same = before.template.version == after.template.version
        self.sides = {
            name: _Side(
                theme,
                self.tr("{when}: {version}").format(when=when, version=_version(template)),
                hash_words(template.template) if same else "",
            )
            for name, when, template in (
                (_BEFORE, self.tr("Now"), before),
                (_AFTER, self.tr("Then"), after),
            )
        }
        line = QHBoxLayout()
        tight(line, spacing=12)
        for side in self.sides.values():
            line.addWidget(side, 1)
        self.body.setSpacing(8)
        self.body.addLayout(line, 1)
        gone = list(unused(brief, before, after))
        words = self.tr("Not used any more: {names}. It stays with the brief.").format(names=listed(gone, 8))
        self.note = label(theme, words if gone else "", ink="ink_2", wraps=True)
        self.note.setVisible(bool(gone))
        self.body.addWidget(self.note)
        self.add_button(push_button(theme, self.tr("Leave it as it is"), self.reject))
        take = self.tr("Use version {version}").format(version=after.template.version)
        if same:
            take = self.tr("Use it")
        self.take = self.add_button(push_button(theme, take, self.accept, look="primary"))
        self._bind(self.sides[_BEFORE].view.verticalScrollBar(), self.sides[_AFTER].view.verticalScrollBar())
        self._bind(self.sides[_AFTER].view.verticalScrollBar(), self.sides[_BEFORE].view.verticalScrollBar())
        self._studio = Studio(self)
        self._studio.rendered.connect(lambda name, rendered: self.sides[name].show_pages(rendered))
        self._studio.failed.connect(lambda name, error: self.sides[name].show_error(error))
        self._studio.order(_BEFORE, lambda: workflows.render_job(dossier, brief, before, overfull=True))
        self._studio.order(_AFTER, lambda: workflows.render_job(dossier, brief, after, overfull=True))
        self.finished.connect(lambda _result: self._close())

    def _bind(self, one: QScrollBar, other: QScrollBar) -> None:
        """Let one side follow the other, by the share of its length."""

        def follow(value: int) -> None:
            if self._linked and one.maximum():
                self._linked = False
                other.setValue(round(value / one.maximum() * other.maximum()))
                self._linked = True

        one.valueChanged.connect(follow)

    def _close(self) -> None:
        self._studio.close()
        for side in self.sides.values():
            side.close_drawing()


class _Side(QWidget):
    """Pages under a line that names them."""

    def __init__(self, theme: Theme, title: str, about: str) -> None:
        super().__init__()
        self._about = about
        self._drawing = Drawing(self)
        self.pdf = b""
        self.view = PagesView(theme, self._drawing)
        self.view.setAccessibleName(title)
        self.view.setProperty("ring", "none")
        self._head = ElidedLabel(theme, title, face="strong")
        self._sign = label(theme, self.tr("Laying out…"), face="meta", ink="ink_2", wraps=True)
        down = QVBoxLayout(self)
        tight(down, spacing=4)
        down.addWidget(self._head)
        down.addWidget(self._sign)
        down.addWidget(rule(theme))
        down.addWidget(self.view, 1)

    @property
    def said(self) -> str:
        """What stands under the title: how many pages there are, or what is wrong."""
        return self._sign.text()

    def show_pages(self, rendered: RenderedBrief) -> None:
        """Show the pages."""
        self.pdf = rendered.pdf
        said = (self.tr("%n page(s)", None, len(rendered.pages)), self._about)
        self._sign.setText(" · ".join(part for part in said if part))
        self.view.show_pages(self._drawing.open(rendered.pdf), rendered.pages, rendered.places)

    def show_error(self, error: BriefgenError) -> None:
        """Say why there are no pages."""
        self._sign.setText(error.message)

    def close_drawing(self) -> None:
        """End the thread that draws."""
        self._drawing.close()


def _version(template: OpenTemplate) -> str:
    return f"{template.template.title} {template.template.version}"
