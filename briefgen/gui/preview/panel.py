"""The preview panel: the brief's real pages, always a moment behind the text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefgen import workflows
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.preflight import Finding, blocks, judged
from briefgen.errors import BriefgenError
from briefgen.gui.bench import Bench
from briefgen.gui.controls import ElidedLabel, icon_button, label, push_button, rule, tight
from briefgen.gui.panel import Panel
from briefgen.gui.preview.drawing import Drawing
from briefgen.gui.preview.layout import LaidOut, Layouter, View
from briefgen.gui.preview.own_file import open_at, own_file
from briefgen.gui.preview.pages_view import PagesView
from briefgen.gui.preview.quoted import Quoted, is_quoted
from briefgen.gui.preview.shown_pages import ShownPages
from briefgen.gui.preview.thumbnails import Thumbnails
from briefgen.gui.preview.trouble import TroubleBar
from briefgen.gui.selection import Place
from briefgen.gui.sheet import Sheet
from briefgen.rendering.live_pages import LivePage, Proved
from briefgen.rendering.template_errors import TemplateError

_WARM_AFTER_MS = 1500
_NO_THUMBNAILS_BELOW = 560
"""Pixels of the panel's width under which the thumbnails go, so that the page stays legible."""
_NO_ZOOM_BELOW, _NO_FITS_BELOW = 460, 320
"""Pixels, before scaling, under which the bar leaves to menu and keys what they have too."""


class PreviewPanel(Panel):
    """Shows the selected brief, and follows every act. Clicking a point on a page selects it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "", ground="canvas", headed=False)
        self.setAccessibleName(self.tr("Preview"))
        self._brief = ""
        self._wants_thumbnails = True
        self._laying_out = self._failed = self._is_whole = self._is_proved = False
        self._drawing = Drawing(self)
        self._shown = ShownPages(self._drawing)
        self._quoted = Quoted(bench, self._the_brief, self)
        self.view = PagesView(bench.theme, self._drawing)
        self._layouter = Layouter(bench.choices, bench.rendering, self._in_view, self)
        self._thumbnails = Thumbnails(bench.theme)
        self._torn: _TornOff | None = None
        self._declare()
        self._build()
        self._draw_signs()
        self._arrange()
        self._layouter.laid_out.connect(self._take)
        self._layouter.failed.connect(self._fail)
        self._layouter.working.connect(self._tell_working)
        self.view.clicked.connect(self._click)
        self.view.page_changed.connect(lambda _page: self._tell_page())
        self.view.zoom_changed.connect(self._tell_zoom)
        self.view.drawn_page.connect(self._take_thumbnail)
        self._thumbnails.chosen.connect(self.view.go_to_page)
        bench.choices.changed.connect(self._lay_out)
        bench.shelf.changed.connect(self._lay_out)
        bench.drafts.typed.connect(self._lay_out_as)
        self.destroyed.connect(self._layouter.close)
        self.destroyed.connect(self._drawing.close)
        # Ready before it is needed, and not in the way of the window's own start.
        QTimer.singleShot(_WARM_AFTER_MS, self._layouter, self._layouter.warm)

    # ------------------------------------------------------------------------------------------- make-up

    def _build(self) -> None:
        theme = self.bench.theme
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        tight(column)
        bar = self._build_bar()
        self._content.setProperty("focus_header", bar)
        self.view.setProperty("ring", "none")
        column.addWidget(bar)
        column.addWidget(rule(theme))
        pages = QHBoxLayout()
        tight(pages)
        pages.addWidget(self._thumbnails)
        pages.addWidget(self.view, 1)
        column.addLayout(pages, 1)
        self._trouble = TroubleBar(theme, self.bench.icons, self._go_to_trouble)
        self._trouble_place = Place()
        self._own_file: tuple[Path, int] | None = None
        column.addWidget(self._trouble)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._content)
        self._stack.addWidget(self._build_nothing())
        self.body.addWidget(self._stack)

    def _build_bar(self) -> QWidget:
        """Make the bar over the pages."""
        theme, icons = self.bench.theme, self.bench.icons

        def button(icon: str, tip: str, action: str) -> QToolButton:
            return icon_button(theme, icons, icon, tip, self.bench.actions[action].trigger)

        bar = QWidget()
        theme.dress(bar, ground="panel", high=40)
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(bar)
        tight(line, spacing=4, margins=(12, 0, 12, 0))
        self._page = label(theme, face="strong")
        self._aim = label(theme, face="meta", ink="ink_3")
        self._sign = ElidedLabel(theme, face="meta", ink="ink_2")
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent = label(theme, "100 %", face="meta", ink="ink_2")
        self._percent.setMinimumWidth(theme.px(44))
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fits = {
            "width": button("move-horizontal", self.tr("Fit width"), "view.fit_width"),
            "page": button("maximize", self.tr("Fit page"), "view.fit_page"),
        }
        for fit in self._fits.values():
            fit.setCheckable(True)
            fit.clicked.connect(lambda _checked=False: self._tell_zoom(self.view.zoom))
        closer, farther = (
            button("plus", self.tr("Zoom in"), "view.zoom_in"),
            button("minus", self.tr("Zoom out"), "view.zoom_out"),
        )
        self._zooming = (farther, self._percent, closer)
        parts: tuple[QWidget | int, ...] = (
            button("gallery-vertical-end", self.tr("Page thumbnails"), "view.thumbnails"),
            8,
            button("chevron-up", self.tr("Page before"), "view.page_before"),
            self._page,
            button("chevron-down", self.tr("Next page"), "view.page_next"),
            8,
            self._aim,
            self._sign,
            *self._fits.values(),
            8,
            *self._zooming,
            8,
            button("picture-in-picture-2", self.tr("Preview in a window of its own"), "view.tear_off"),
        )
        for part in parts:
            if isinstance(part, int):
                line.addSpacing(part)
            else:
                line.addWidget(part, 1 if part is self._sign else 0)
        return bar

    def _build_nothing(self) -> QWidget:
        """Make what stands where there are no pages."""
        theme = self.bench.theme
        nothing = QWidget()
        theme.dress(nothing, ground="canvas")
        middle = QVBoxLayout(nothing)
        tight(middle, spacing=8, margins=(32, 32, 32, 32))
        centred = Qt.AlignmentFlag.AlignHCenter
        self._nothing_sign = QLabel()
        self._nothing_title = label(theme, face="strong")
        self._nothing_text = label(theme, ink="ink_2")
        self._fetch = push_button(theme, self.tr("Bring it back"), self.bring_back)
        self._make = push_button(theme, self.tr("New brief…"), self._ask_for_brief, look="primary")
        middle.addStretch(2)
        for widget in (self._nothing_sign, self._nothing_title, self._nothing_text):
            middle.addWidget(widget, 0, centred)
        middle.addSpacing(8)
        for button in (self._fetch, self._make):
            middle.addWidget(button, 0, centred)
        middle.addStretch(3)
        self._nothing = nothing
        return nothing

    def _declare(self) -> None:
        add = self.bench.actions.add

        def there() -> bool:
            return self.view.pages > 0

        def zoom(factor: float) -> None:
            self.view.set_zoom(self.view.zoom * factor)

        def step(pages: int) -> None:
            self.view.go_to_page(self.view.current + pages)

        add(
            "view.zoom_in",
            self.tr("Zoom in"),
            lambda: zoom(1.1),
            menu="view",
            group="size",
            shortcut="Ctrl++",
            icon="plus",
            when=there,
        )
        add(
            "view.zoom_out",
            self.tr("Zoom out"),
            lambda: zoom(1 / 1.1),
            menu="view",
            group="size",
            shortcut="Ctrl+-",
            icon="minus",
            when=there,
        )
        add(
            "view.fit_width",
            self.tr("Fit width"),
            lambda: self.view.set_fit("width"),
            menu="view",
            group="size",
            shortcut="Ctrl+0",
            icon="move-horizontal",
            when=there,
        )
        add(
            "view.fit_page",
            self.tr("Fit page"),
            lambda: self.view.set_fit("page"),
            menu="view",
            group="size",
            shortcut="Ctrl+9",
            icon="maximize",
            when=there,
        )
        add(
            "view.page_before",
            self.tr("Page before"),
            lambda: step(-1),
            menu="go",
            group="page",
            shortcut="Ctrl+PgUp",
            icon="chevron-up",
            when=there,
        )
        add(
            "view.page_next",
            self.tr("Next page"),
            lambda: step(1),
            menu="go",
            group="page",
            shortcut="Ctrl+PgDown",
            icon="chevron-down",
            when=there,
        )
        add(
            "view.thumbnails",
            self.tr("Page thumbnails"),
            self._toggle_thumbnails,
            menu="view",
            group="preview",
            icon="gallery-vertical-end",
            checked=lambda: self._wants_thumbnails,
        )
        add(
            "view.tear_off",
            self.tr("Preview in a window of its own"),
            self._toggle_torn,
            menu="view",
            group="preview",
            icon="picture-in-picture-2",
            words=self.tr("detach tear off second monitor"),
            checked=lambda: self._torn is not None,
        )
        add(
            "view.pages_text",
            self.tr("Pages as text…"),
            self._show_text,
            menu="view",
            group="preview",
            words=self.tr("screen reader"),
            when=there,
        )

    # ------------------------------------------------------------------------------------------- contract

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Lay the brief out anew after anything that it may print."""
        if before is None:
            self._choose(self.bench.selection.place)
            return
        if not any(brief.id == self._brief for brief in after.briefs):
            self._choose(self.bench.selection.place)
            return
        parts = ("briefs", "points", "passages", "sources", "settings")
        if any(getattr(before, part) is not getattr(after, part) for part in parts):
            self._lay_out()

    def follow(self, before: Place, now: Place) -> None:
        """Show the brief that is selected, and ring its point."""
        if now.brief != before.brief:
            self._choose(now)
        self._ring(now)

    def arrive(self, place: Place) -> None:
        """Bring a point, a section or the title block into view."""
        self._ring(place)
        for element in (place.point, f"section-{place.section}", "title" if place.field else ""):
            if element:
                self.view.go_to(element)

    def focus_first(self) -> None:
        """Give the pages the keys; where there are none, what brings them."""
        shown = next((button for button in (self._fetch, self._make) if button.isVisible()), self.view)
        shown.setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------------------------------- layout

    def page_texts(self) -> list[str]:
        """The words of each page that is shown."""
        return self._shown.texts()

    @property
    def shown(self) -> tuple[str, ...]:
        """What is on the pages that are shown, by digests: equal ones look alike."""
        return self._shown.digests

    @property
    def page_text(self) -> str:
        """What the bar says of the page in view."""
        return self._page.text()

    @property
    def trouble_text(self) -> str:
        """What is said under the last good pages; empty while nothing is wrong."""
        return self._trouble.said

    @property
    def is_settled(self) -> bool:
        """Whether all pages are there, and what is in view of them is drawn as it was last laid out."""
        return self._is_whole and self.view.pages > 0 and self.view.is_settled()

    @property
    def is_proved(self) -> bool:
        """Whether the pages that are shown are those of a full layout."""
        return self._is_proved

    @property
    def is_laying_out(self) -> bool:
        """Whether pages are on their way that are newer than those in view."""
        return self._laying_out

    def _the_brief(self) -> Brief | None:
        return next((brief for brief in self.bench.session.dossier.briefs if brief.id == self._brief), None)

    def _choose(self, place: Place) -> None:
        briefs = self.bench.session.dossier.briefs
        there = {brief.id for brief in briefs}
        chosen = place.brief if place.brief in there else next((brief.id for brief in briefs), "")
        if chosen != self._brief:
            self._brief, self._is_whole, self._is_proved = chosen, False, False
            self._shown.clear()
            self.view.clear()
            self._thumbnails.set_pages(())
        self._arrange()
        self._lay_out()

    def _lay_out(self) -> None:
        self._lay_out_as(self.bench.session.dossier)

    def _lay_out_as(self, dossier: Dossier) -> None:
        if any(brief.id == self._brief for brief in dossier.briefs):
            self._layouter.want(dossier, self._brief)

    def _in_view(self) -> View:
        """What is in view, for whom it is laid out first."""
        current = self.view.current
        return View((current, *(page for page in self.view.in_view() if page != current)), self._shown.known)

    def _take(self, laid_out: LaidOut) -> None:
        """Show what is new of the pages."""
        if laid_out.brief != self._brief:
            return
        if self._failed:
            self._failed = False
            self._trouble.hide()
        part = laid_out.part
        if isinstance(part, LivePage):
            if self._shown.take_page(part):
                self._is_whole = self._is_proved = False
                self._show()
            return
        # What is told of pages that are not at hand any more is asked for again.
        if not self._shown.take_all(part.pages if isinstance(part, Proved) else part):
            self._lay_out()
            return
        self._show()
        self._is_whole, self._is_proved = True, isinstance(part, Proved)
        if isinstance(part, Proved):
            self._trouble.hide()
            self._tell_findings(part.findings)

    def _show(self) -> None:
        """Show the pages that there are now."""
        shown = self._shown
        self.view.show_pages(shown.documents, shown.sizes, shown.places)
        self._thumbnails.set_pages(shown.documents)
        self._ring(self.bench.selection.place)
        self._tell_page()
        self.bench.actions.refresh_soon()

    def _tell_findings(self, findings: tuple[Finding, ...]) -> None:
        """Say under the pages what is wrong with them, and to preflight, which leads to the place."""
        self.bench.layout_findings.tell(self._brief, findings)
        brief = self._the_brief()
        wrong = [found for found in (judged(brief, findings) if brief else findings) if blocks([found])]
        if wrong:
            self._trouble.say(" ".join(f"{finding.message} {finding.remedy}" for finding in wrong))

    def _fail(self, error: BriefgenError) -> None:
        """Keep the last good pages, and say what is wrong under them."""
        self._failed = True
        section = getattr(error, "field", "") if isinstance(error, TemplateError) else ""
        brief = self._the_brief()
        known = {s.id for s in brief.sections} if brief is not None else set()
        self._trouble_place = Place("brief", brief=self._brief, section=section if section in known else "")
        found = own_file(error, workflows.template_folders(self.bench.choices.preferences))
        self._own_file = (found, error.line) if found is not None and isinstance(error, TemplateError) else None
        leads = None if found is None else self.tr("Open {path}").format(path=found)
        if self._trouble_place.section:
            leads = ""
        self._trouble.say_error(error, pages_stay=self.view.pages > 0, leads=leads)

    def _draw_signs(self) -> None:
        icons, ratio = self.bench.icons, self.devicePixelRatioF()
        self._trouble.draw()
        self._nothing_sign.setPixmap(icons.pixmap("file-text", "ink_2", size=self.bench.theme.px(24), ratio=ratio))

    def restyle(self) -> None:
        """Draw the signs anew."""
        self._draw_signs()
        self._arrange()

    def _go_to_trouble(self) -> None:
        place = self._trouble_place
        if not place.section:
            if self._own_file is not None:
                open_at(self.bench.notices, *self._own_file)
            return
        self.bench.selection.go(workspace="brief", brief=place.brief, section=place.section)

    # ------------------------------------------------------------------------------------------- what it says

    def _tell_working(self, working: bool) -> None:  # noqa: FBT001 - what the signal brings
        self._laying_out = working
        self._sign.say(self.tr("Laying out…") if working else "")
        self.bench.status.say(self, self.tr("Pages are one change behind") if working else "")

    def _tell_page(self) -> None:
        pages = self.view.pages
        shown = self.tr("Page {page} of {pages}").format(page=self.view.current + 1, pages=pages) if pages else ""
        self._page.setText(shown)
        self._aim.setText(self._limit(self.view.body_pages))
        self._thumbnails.set_current(self.view.current)

    def _tell_zoom(self, zoom: float) -> None:
        """Say how large the pages are, and whether that follows the panel's width or height."""
        self._percent.setText(f"{round(zoom * 100)} %")
        for fit, button in self._fits.items():
            button.setChecked(self.view.fit == fit)

    def _limit(self, pages: int) -> str:
        """What the template says of the number of pages."""
        brief = self._the_brief()
        if brief is None or not pages:
            return ""
        try:
            limits = self.bench.shelf.template_of(brief).template.pages
        except BriefgenError:
            return ""
        if limits.stop and pages >= limits.stop:
            return self.tr("over the limit of {pages}").format(pages=limits.stop - 1)
        return self.tr("aim for {pages}").format(pages=limits.aim) if limits.aim else ""

    def _take_thumbnail(self, page: int) -> None:
        image = self.view.image_of(page)
        if image is not None:
            self._thumbnails.set_image(page, image)

    # ------------------------------------------------------------------------------------------- points

    def _point_ids(self) -> set[str]:
        brief = self._the_brief()
        return {selected.point for selected in brief.points} if brief is not None else set()

    def _ring(self, place: Place) -> None:
        self.view.ring(place.point if place.point in self._point_ids() else "")

    def _click(self, page: int, x: float, y: float) -> None:
        point = self.view.element_at(page, x, y, self._point_ids())
        if point:
            self.bench.selection.select(point=point, brief=self._brief, section="", field="")
        quoted = self.view.element_at(page, x, y, {name for name in self._shown.places if is_quoted(name)})
        if quoted:
            self._quoted.clicked(quoted, point)

    # ------------------------------------------------------------------------------------------- views

    def _toggle_thumbnails(self) -> None:
        self._wants_thumbnails = not self._wants_thumbnails
        self._arrange()

    def resizeEvent(self, event: object) -> None:
        """Let the thumbnails go where they would take the page's room."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt passes a resize event
        self._arrange()

    def _arrange(self) -> None:
        width = self._torn.width() if self._torn is not None else self.width()
        px = self.bench.theme.px
        self._aim.setVisible(width >= px(_NO_THUMBNAILS_BELOW))
        for widget in self._zooming:
            widget.setVisible(width >= px(_NO_ZOOM_BELOW))
        for fit in self._fits.values():
            fit.setVisible(width >= px(_NO_FITS_BELOW))
        wide = self._torn is not None or self.width() >= px(_NO_THUMBNAILS_BELOW)
        self._thumbnails.setVisible(self._wants_thumbnails and wide)
        torn, none = self._torn is not None, not self._brief
        self._nothing_title.setText(self.tr("Torn off") if torn else self.tr("No briefs yet"))
        self._nothing_text.setText(
            self.tr("The preview is in a window of its own.")
            if torn
            else self.tr("A brief is made from a house template; its pages show here as you write.")
        )
        self._fetch.setVisible(torn)
        self._make.setVisible(not torn)
        self._make.setEnabled(not self.bench.session.read_only)
        self._stack.setCurrentWidget(self._nothing if torn or none else self._content)

    def _ask_for_brief(self) -> None:
        self.bench.actions["brief.new"].trigger()

    def _toggle_torn(self) -> None:
        if self._torn is None:
            title = self.tr("Preview – {title}").format(title=self.bench.session.title)
            self._torn = _TornOff(self, self._content, title)
            self._torn.show()
        else:
            self.bring_back()
        self._arrange()
        self.bench.actions.refresh_soon()

    def bring_back(self) -> None:
        """Put the preview back into the workspace."""
        torn, self._torn = self._torn, None
        if torn is not None:
            self._stack.insertWidget(0, self._content)
            self._content.show()
            torn.close()
            torn.deleteLater()
        self._arrange()
        self.bench.actions.refresh_soon()

    def _show_text(self) -> None:
        """Show the words of the pages, in the order in which they are read aloud."""
        theme = self.bench.theme
        dialog = Sheet(self.window(), theme, self.tr("Pages as text"), (640, 720))
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setAccessibleName(self.tr("Pages as text"))
        theme.dress(text, face="text", ground="surface", look="sheet_text")
        text.document().setDocumentMargin(theme.px(12))
        pages = self.page_texts()
        heads = (self.tr("Page {page} of {pages}").format(page=n, pages=len(pages)) for n in range(1, len(pages) + 1))
        text.setPlainText("\n\n\n".join(f"{head}\n\n{words}" for head, words in zip(heads, pages, strict=True)))
        dialog.body.addWidget(text, 1)
        dialog.add_button(push_button(theme, self.tr("Close"), dialog.accept), default=True)
        text.setFocus()
        dialog.ask()


class _TornOff(QWidget):
    """The window that the preview was torn off into; closing it brings the preview back."""

    def __init__(self, panel: PreviewPanel, content: QWidget, title: str) -> None:
        super().__init__(panel.window(), Qt.WindowType.Window)
        self._panel = panel
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(content)
        content.show()
        self.resize(760, 960)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the preview back."""
        self._panel.bring_back()
        super().closeEvent(event)
