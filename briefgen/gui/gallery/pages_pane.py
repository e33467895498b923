"""The pages of the chosen template: small over what is known of it, or large in place of the cards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from briefgen.errors import BriefgenError
from briefgen.gui.controls import ElidedLabel, icon_button, label, push_button, tight
from briefgen.gui.icons import Icons
from briefgen.gui.notices import Notices
from briefgen.gui.preview.drawing import Drawing
from briefgen.gui.preview.own_file import open_at
from briefgen.gui.preview.pages_view import PagesView
from briefgen.gui.preview.trouble import TroubleBar
from briefgen.gui.theme import Theme
from briefgen.rendering.job import RenderedBrief
from briefgen.rendering.template_errors import TemplateError


class PagesPane(QWidget):
    """Pages with a bar over them while they are large, and under them the reason why there are no newer ones."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        notices: Notices,
        go_back: Callable[[], object],
        enlarge: Callable[[], object],
    ) -> None:
        super().__init__()
        self._theme, self._icons, self._notices = theme, icons, notices
        self._drawing = Drawing(self)
        self._shown = b""
        self.view = PagesView(theme, self._drawing)
        self.view.setAccessibleName(self.tr("Pages of the template"))
        self.view.setProperty("ring", "none")
        down = QVBoxLayout(self)
        tight(down)
        self._bar = self._build_bar(go_back)
        down.addWidget(self._bar)
        self.setProperty("focus_header", self._bar)
        down.addWidget(self.view, 1)
        self._own_file: tuple[Path, int] | None = None
        self._trouble = TroubleBar(theme, icons, self._go_to_trouble, narrow=True)
        down.addWidget(self._trouble)
        self._enlarge = icon_button(theme, icons, "maximize-2", self.tr("Large pages"), enlarge)
        self._enlarge.setParent(self.view)
        theme.dress(self._enlarge, ground="raised", high=32, least=32)
        self._enlarge.setObjectName("floating_button")
        self.view.installEventFilter(self)
        self.view.page_changed.connect(lambda _page: self._tell())
        self.view.zoom_changed.connect(lambda _zoom: self._tell())
        self.set_large(large=False)

    def _build_bar(self, go_back: Callable[[], object]) -> QWidget:
        theme, icons = self._theme, self._icons
        bar = QWidget()
        theme.dress(bar, ground="panel", high=40)
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(bar)
        tight(line, spacing=4, margins=(12, 0, 12, 0))
        self.back = push_button(theme, self.tr("All templates"), go_back, look="text")
        self._title = ElidedLabel(theme, face="strong")
        self._page = label(theme, face="meta", ink="ink_2")
        self._percent = label(theme, face="meta", ink="ink_2")
        parts: tuple[QWidget, ...] = (
            self.back,
            self._title,
            self._page,
            icon_button(theme, icons, "move-horizontal", self.tr("Fit width"), lambda: self.view.set_fit("width")),
            icon_button(theme, icons, "maximize", self.tr("Fit page"), lambda: self.view.set_fit("page")),
            icon_button(theme, icons, "minus", self.tr("Zoom out"), lambda: self.view.set_zoom(self.view.zoom / 1.1)),
            self._percent,
            icon_button(theme, icons, "plus", self.tr("Zoom in"), lambda: self.view.set_zoom(self.view.zoom * 1.1)),
        )
        for part in parts:
            line.addWidget(part, 1 if part is self._title else 0)
            if part in (self.back, self._title, self._page):
                line.addSpacing(8)
        return bar

    # ------------------------------------------------------------------------------------------- what is shown

    @property
    def pdf(self) -> bytes:
        """The PDF that is shown; empty while there is none."""
        return self._shown

    @property
    def trouble_text(self) -> str:
        """Why there are no newer pages; empty while nothing is wrong."""
        return self._trouble.said

    def show_pages(self, rendered: RenderedBrief) -> None:
        """Show other pages in place; those of before stay until these are drawn."""
        self._trouble.hide()
        if rendered.pdf != self._shown:
            self._shown = rendered.pdf
            self.view.show_pages(self._drawing.open(rendered.pdf), rendered.pages, rendered.places)
        self._tell()

    def show_trouble(self, error: BriefgenError, own_file: Path | None) -> None:
        """Say why there are no newer pages, under the last good ones; `own_file` can be gone to, and mended."""
        line = error.line if isinstance(error, TemplateError) else 0
        self._own_file = (own_file, line) if own_file is not None else None
        leads = self.tr("Open {path}").format(path=own_file) if own_file is not None else None
        self._trouble.say_error(error, pages_stay=self.view.pages > 0, leads=leads)

    def _go_to_trouble(self) -> None:
        if self._own_file is not None:
            open_at(self._notices, *self._own_file)

    def restyle(self) -> None:
        """Draw the sign of what is wrong anew."""
        self._trouble.draw()

    def clear(self, title: str) -> None:
        """Show no pages: those of another template are to come, which is called `title`."""
        self._shown = b""
        self._title.say(title)
        self._trouble.hide()
        self.view.clear()
        self._tell()

    def close_drawing(self) -> None:
        """End the thread that draws."""
        self._drawing.close()

    def set_large(self, *, large: bool) -> None:
        """Be large, with the bar; or small, with the button that enlarges."""
        self._bar.setVisible(large)
        self._enlarge.setVisible(not large)
        self.view.set_fit("width")

    def _tell(self) -> None:
        pages = self.view.pages
        told = self.tr("Page {page} of {pages}").format(page=self.view.current + 1, pages=pages) if pages else ""
        self._page.setText(told)
        self._percent.setText(f"{round(self.view.zoom * 100)} %")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the button in its corner; Esc leads back to the cards."""
        if watched is self.view and event.type() == QEvent.Type.Resize:
            px = self._theme.px
            self._enlarge.move(self.view.width() - px(32) - px(16), self.view.height() - px(32) - px(8))
        if watched is self.view and event.type() == QEvent.Type.KeyPress and not self._bar.isHidden():
            assert isinstance(event, QKeyEvent)  # noqa: S101 - what the type says
            if event.key() == Qt.Key.Key_Escape:
                self.back.click()
                return True
        return super().eventFilter(watched, event)
