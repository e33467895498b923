"""The window: a start page, then one dossier in two workspaces. Menus, notices and shortcuts are its own."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from briefgen import workflows
from briefgen.domain.dossier import Dossier
from briefgen.dossier_file import SUFFIX, DossierFile, DossierRefused
from briefgen.errors import BriefgenError
from briefgen.gui.actions import GROUPS, Actions
from briefgen.gui.background import Tasks
from briefgen.gui.bench import Bench
from briefgen.gui.beside import folder_beside
from briefgen.gui.bin_dialog import BinDialog
from briefgen.gui.controls import tight
from briefgen.gui.focus_ring import FocusRing
from briefgen.gui.gallery.actions import add_gallery_actions
from briefgen.gui.gallery.page import Gallery
from briefgen.gui.house import House
from briefgen.gui.icons import app_icon
from briefgen.gui.in_bites import InBites
from briefgen.gui.last_place import note_place, place_in
from briefgen.gui.menu_bar import MenuBar
from briefgen.gui.newer_state import NewerState
from briefgen.gui.notices import Notice, Notices, Remedy
from briefgen.gui.palette_box import PaletteBox
from briefgen.gui.palette_providers import commands, points, sources, words_in_sources
from briefgen.gui.panel import Panel
from briefgen.gui.panels import LAYOUTS
from briefgen.gui.program_actions import ProgramActs, add_program_actions
from briefgen.gui.selection import Place, Selection, WorkspaceName
from briefgen.gui.session import Session, Trouble
from briefgen.gui.shelf import Shelf
from briefgen.gui.shortcut_sheet import ShortcutSheet
from briefgen.gui.start_page import StartPage
from briefgen.gui.status import Status
from briefgen.gui.toolbar import Toolbar
from briefgen.gui.versions_dialog import VersionsDialog
from briefgen.gui.window_actions import (
    DossierActs,
    add_dossier_actions,
    add_history_actions,
    add_workspace_actions,
)
from briefgen.gui.window_drops import documents_in, dossiers_in, dropped_files, give_to, packages_in
from briefgen.gui.workspace import Workspace
from briefgen.settings import log_file

_SMALLEST = (880, 600)


class MainWindow(QMainWindow):
    """One window. It begins with the start page; `show_dossier` turns it into the window of a dossier, for good.

    That is done in steps, between which the window answers; when all is there, so is `session`, and `came` is emitted.
    """

    wants_new = Signal()
    wants_path = Signal(object)
    """A path to be opened; None when the user is to be asked for it."""
    wants_sample = Signal()
    wants_located = Signal(object)
    wants_taken_over = Signal(object)
    """The path of a dossier that another computer left open: the user knows that it is closed there."""
    wants_read_again = Signal(object)
    """The path of a read-only dossier that somebody else has changed since."""
    wants_to_quit = Signal()
    came = Signal()
    gone = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*_SMALLEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.session: Session | None = None
        self._coming: Session | None = None
        self._steps = InBites(self, first_ms=0, between_ms=0)
        self.selection = Selection(self)
        self.tasks = Tasks(self)
        self.shelf = Shelf(house.choices, self.tasks, self)
        self.notices = Notices(house.theme, house.icons)
        self.actions_ = Actions(self, house.icons)
        self.status = Status(house.theme)
        self.workspaces: dict[WorkspaceName, Workspace] = {}
        self.toolbar: Toolbar | None = None
        self._to_bring: list[Path] = []
        self.setAcceptDrops(True)
        self._last_focus: dict[WorkspaceName, QWidget] = {}

        self._declare()
        self.start_page = StartPage(house, self.actions_, self.tasks)
        self.start_page.chosen.connect(self.wants_path)
        self.start_page.lost.connect(self.wants_located)
        self._gallery: Gallery | None = None
        add_gallery_actions(self.actions_, lambda: self._gallery)
        self._build_pages()
        self._menus: dict[str, QMenu] = {}
        self._build_menus()
        self.actions_.declared.connect(self._menus_changed)
        self.palette_box = PaletteBox(house.theme, house.icons, self)
        titles = {name: menu.title() for name, menu in self._menus.items()}
        self.palette_box.add_provider(commands(self.actions_, titles, house.theme, house.icons))
        self.ring = FocusRing(house.theme, self)

        self.tasks.troubled.connect(lambda error: self.tell_trouble(Trouble("", error)))
        self.selection.changed.connect(self._follow)
        self.selection.jumped.connect(self._arrive)
        self.selection.trail_changed.connect(self.actions_.refresh_soon)
        house.theme.changed.connect(self.actions_.recolour)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  a window needs one
        app.focusChanged.connect(self._note_focus)
        self._restore()
        self._name()

    def _build_pages(self) -> None:
        """Put the start page, the place of the workspaces, notices and status over each other."""
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start_page)
        self._desk = QWidget()
        self._inside = QStackedWidget()
        self._desk_layout = QVBoxLayout(self._desk)
        tight(self._desk_layout)
        self._pages.addWidget(self._desk)
        centre = QWidget()
        down = QVBoxLayout(centre)
        tight(down)
        down.addWidget(self._pages, 1)
        down.addWidget(self.notices)
        down.addWidget(self.status)
        self.status.hide()
        self.setCentralWidget(centre)

    # ------------------------------------------------------------------------------------------- the dossier

    @property
    def is_free(self) -> bool:
        """Whether it has no dossier, and none is on its way into it."""
        return self.session is None and self._coming is None

    def show_dossier(self, file: DossierFile) -> None:
        """Show an open dossier in this window, which is free; the window closes it."""
        self.start_page.retire()
        self._coming = Session(file, self)
        self.shelf.looked.connect(self._begin, Qt.ConnectionType.SingleShotConnection)
        self.shelf.look(file.dossier.briefs)

    def _begin(self) -> None:
        """Take the dossier in: the house templates of its briefs are at hand."""
        if self._coming is not None:
            self._steps.add(self._take_in(self._coming))

    def _take_in(self, session: Session) -> Iterator[None]:
        """Build what shows a dossier, panel by panel; a step is what holds the window up at a time."""
        self.bench = Bench(
            session=session,
            selection=self.selection,
            theme=self.house.theme,
            icons=self.house.icons,
            actions=self.actions_,
            notices=self.notices,
            tasks=self.tasks,
            choices=self.house.choices,
            status=self.status,
            settings=self.house.settings,
            shelf=self.shelf,
        )
        self._declare_for_dossier(session)
        for provider in (points, sources, words_in_sources):
            self.palette_box.add_provider(provider(self.bench))
        self.toolbar = Toolbar(self.house.theme, self.house.icons, self.actions_, self.open_palette)
        self._desk_layout.addWidget(self.toolbar)
        self._desk_layout.addWidget(self._inside, 1)
        yield
        self._begin_at(session)
        place = self.selection.place
        built: dict[WorkspaceName, Workspace] = {}
        for name, layout in LAYOUTS.items():
            made: dict[str, Panel] = {}
            for side, make in layout.panels.items():
                made[side] = make(self.bench)
                yield
            workspace = Workspace(self.bench, name, layout, made)
            workspace.sides_changed.connect(self._sides_changed)
            self._inside.addWidget(workspace)
            built[name] = workspace
            for panel in workspace.panels:
                yield
                yield from panel.take_in(session.dossier)
                panel.follow(replace(place, passage="", point="", section=""), place)
            yield
        self._refill_menus()
        yield
        self.workspaces = built
        session.dossier_changed.connect(self._pass_on)
        session.writing_changed.connect(self._say_disk)
        session.troubled.connect(self.tell_trouble)
        if not self._shows_gallery:
            self._pages.setCurrentWidget(self._desk)
        self.status.show()
        self._switch()
        yield
        self.session, self._coming = session, None
        if self._gallery is not None:
            self._gallery.set_bench(self.bench)
        self._say_disk()
        self._name()
        self.actions_.refresh()
        self.house.recent.opened(session.path)
        self.house.recent.note(session.path, session.dossier, workflows.now())
        if session.read_only:
            self._say_read_only()
            again = partial(self.wants_read_again.emit, session.path)
            NewerState(session.file, self.tasks, self.notices, again, self)
        documents, self._to_bring = self._to_bring, []
        self._bring(documents)
        self.came.emit()

    def _pass_on(self, before: Dossier, after: Dossier) -> None:
        self.selection.keep_to(after)
        for workspace in self.workspaces.values():
            workspace.show_dossier(before, after)
        self._name()
        self.actions_.refresh_soon()

    def _follow(self, before: Place, now: Place) -> None:
        if before.workspace != now.workspace:
            self.close_gallery()
            self._switch()
        for workspace in self.workspaces.values():
            workspace.follow(before, now)
        self.actions_.refresh_soon()

    @property
    def gallery(self) -> Gallery:
        """The house templates; made when they are asked for first."""
        if self._gallery is None:
            self._gallery = Gallery(self.house, self.actions_, self.tasks, self.notices, self.shelf)
            self._gallery.closed.connect(self.close_gallery)
            if self.session is not None:
                self._gallery.set_bench(self.bench)
            self._pages.addWidget(self._gallery)
        return self._gallery

    @property
    def _shows_gallery(self) -> bool:
        return self._gallery is not None and self._pages.currentWidget() is self._gallery

    def open_gallery(self) -> None:
        """Show the house templates, in place of what is in view."""
        if not self._shows_gallery:
            self._pages.setCurrentWidget(self.gallery)
            self.gallery.come()
            self.actions_.refresh_soon()

    def close_gallery(self) -> None:
        """Go back from the house templates to the dossier, or to the start page."""
        if not self._shows_gallery:
            return
        self.gallery.go()
        if self.session is None:
            self._pages.setCurrentWidget(self.start_page)
        else:
            self._pages.setCurrentWidget(self._desk)
            self._switch()
        self.actions_.refresh()

    def install_template(self, path: Path) -> None:
        """Show what a package of a house template contains, and install it if the user agrees."""
        self.open_gallery()
        self.gallery.acts.install(path)

    def _arrive(self, place: Place) -> None:
        self.close_gallery()
        workspace = self.workspaces.get(place.workspace)
        if workspace is not None:
            workspace.arrive(place)

    def _begin_at(self, session: Session) -> None:
        """Begin where one was when the dossier was last closed, else at its first source and brief."""
        dossier = session.dossier
        left = place_in(self.house.settings, dossier.settings.id)
        self.selection.select(
            workspace=left.workspace, source=left.source, point=left.point, brief=left.brief, section=left.section
        )
        self.selection.keep_to(dossier)
        place = self.selection.place
        self.selection.select(
            source=place.source or next((source.id for source in dossier.sources), ""),
            brief=place.brief or next((brief.id for brief in dossier.briefs), ""),
            section=place.section if place.brief else "",
        )

    def _switch(self) -> None:
        """Bring the workspace of the present place into view, with the focus where it was in it."""
        name = self.selection.place.workspace
        if not self.workspaces or self.toolbar is None:
            return
        workspace = self.workspaces[name]
        self._paint_later()
        last = self._last_focus.get(name)  # before Qt gives the focus to whatever comes first in the page
        workspace.catch_up()
        self._inside.setCurrentWidget(workspace)
        self.toolbar.offer(workspace.primary, filled=workspace.filled)
        if last is not None and last.isVisible():
            last.setFocus()
        else:
            workspace.centre.focus_first()
        self._sides_changed()
        self.actions_.refresh()

    def _paint_later(self) -> None:
        """Paint the desk when its panels have been laid out and what came in meanwhile has had its turn."""
        self._desk.setUpdatesEnabled(False)
        QTimer.singleShot(0, self._desk, lambda: self._desk.setUpdatesEnabled(True))

    @property
    def workspace(self) -> Workspace | None:
        """The workspace in view; None on the start page."""
        return self.workspaces.get(self.selection.place.workspace)

    # ----------------------------------------------------------------------------------------------- actions

    def _declare(self) -> None:
        """Declare what a window can do without a dossier."""
        acts = ProgramActs(
            new=self.wants_new.emit,
            open=self.wants_path.emit,
            quit=self.wants_to_quit.emit,
            sample=self.wants_sample.emit,
            gallery=self.open_gallery,
            package=self._ask_package,
            palette=self.open_palette,
            shortcuts=self.show_shortcuts,
            log=self.show_log,
        )
        add_program_actions(self.actions_, self, self.house, self.notices, acts)

    def _declare_for_dossier(self, session: Session) -> None:
        """Declare what a window can do with a dossier, whatever its panels."""
        acts = DossierActs(
            copy=self.save_copy,
            versions=lambda: VersionsDialog(self, self.bench).open(),
            bin=lambda: BinDialog(self, self.bench).open(),
            gallery=self.open_gallery,
        )
        add_dossier_actions(self.actions_, session, acts)
        add_history_actions(self.actions_, session, self.selection)
        add_workspace_actions(self.actions_, self.selection, self._toggle_side, self._shows, self._step)

    def _step(self, step: int) -> None:
        if self.workspace is not None:
            self.workspace.focus_panel(step)

    def _shows(self, side: str) -> bool:
        return self.workspace is not None and self.workspace.shows(side)

    def _toggle_side(self, side: str) -> None:
        if self.workspace is not None:
            self.workspace.toggle(side)

    def _sides_changed(self) -> None:
        for side in ("left", "right"):
            self.actions_.show_icon(f"view.{side}", f"panel-{side}-on" if self._shows(side) else f"panel-{side}", "ink")
        self.status.refresh()
        self.actions_.refresh_soon()

    def _ask_package(self) -> None:
        self.open_gallery()
        self.gallery.acts.ask_package()

    # ------------------------------------------------------------------------------------------------- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, wherever on the window they come in, and show where they would go."""
        if not dropped_files(event.mimeData()):
            return
        event.acceptProposedAction()
        if documents_in(dropped_files(event.mimeData())):
            self._light(lit=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """What was over the window is gone."""
        self._light(lit=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dossiers, bring in the documents; without a dossier to bring them into, begin one first."""
        self._light(lit=False)
        event.acceptProposedAction()
        paths = dropped_files(event.mimeData())
        documents = documents_in(paths)
        if documents and self.session is None:
            self._to_bring = documents
            if self.is_free:
                self.wants_new.emit()
        else:
            self._bring(documents)
        for path in dossiers_in(paths):
            self.wants_path.emit(path)
        for path in packages_in(paths):
            self.install_template(path)

    def forget_dropped(self) -> None:
        """No dossier was begun for what was dropped."""
        self._to_bring = []

    def _bring(self, documents: list[Path]) -> None:
        if documents and give_to(self._panels(), documents):
            self.selection.select(workspace="read")

    def _light(self, *, lit: bool) -> None:
        for panel in self._panels():
            panel.light_drop(lit=lit)

    def _panels(self) -> list[Panel]:
        return [panel for workspace in self.workspaces.values() for panel in workspace.panels]

    def open_palette(self) -> None:
        """Open the palette, over everything."""
        self.palette_box.open()

    def show_shortcuts(self) -> None:
        """Show every key there is."""
        titles = {name: menu.title() for name, menu in self._menus.items()}
        ShortcutSheet(self, self.house.theme, self.house.icons, self.actions_, titles).open()

    def save_copy(self, path: Path | None = None, *, go_on: bool = False) -> None:
        """Write a copy of the dossier where the user says; with `go_on` it is opened too, else the window says so."""
        session = self.session
        if session is None:
            return
        if path is None:
            near = folder_beside(session.path) / f"{session.path.stem} copy{SUFFIX}"
            chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save a copy"), str(near), f"(*{SUFFIX})")
            if not chosen:
                return
            path = Path(chosen)
        target = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)

        def tell(_none: None) -> None:
            if go_on:
                self.wants_path.emit(target)
                return
            open_it = Remedy(self.tr("Open the copy"), partial(self.wants_path.emit, target))
            self.notices.tell(Notice(self.tr("is a copy of this dossier."), "done", (open_it,), lead=target.name))

        # Whoever chose a name that is taken was asked by the system's own dialog.
        self.tasks.run(lambda _job: session.file.copy_to(target, overwrite=True), done=tell)

    # ------------------------------------------------------------------------------------------------- menus

    def _build_menus(self) -> None:
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "view": self.tr("&View"),
            "go": self.tr("&Go"),
            "source": self.tr("&Source"),
            "point": self.tr("&Point"),
            "brief": self.tr("&Brief"),
            "templates": self.tr("&Templates"),
            "help": self.tr("&Help"),
        }
        self.setMenuBar(MenuBar(self))
        for name in GROUPS:
            menu = self.menuBar().addMenu(titles[name])
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.actions_.refresh)
            self._menus[name] = menu
        self._refill_menus()

    def _menus_changed(self) -> None:
        if self._coming is None:  # while a dossier is taken in they change panel by panel: once will do, at its end
            self._refill_menus()

    def _refill_menus(self) -> None:
        for name, menu in self._menus.items():
            self.actions_.fill(menu, name)
            menu.menuAction().setVisible(not menu.isEmpty())

    def menu(self, name: str) -> QMenu:
        """One of the menus of `actions.GROUPS`."""
        return self._menus[name]

    # --------------------------------------------------------------------------------------------- what is said

    def tell_trouble(self, trouble: Trouble) -> None:
        """Say why something did not work: in its own words, where it has any."""
        if isinstance(trouble.error, BriefgenError):
            if self.session is not None and self.session.read_only:
                return self._say_read_only()
            remedies: tuple[Remedy, ...] = ()
            if isinstance(trouble.error, DossierRefused) and self.session is not None:
                remedies = (Remedy(self.tr("Save a copy elsewhere…"), self.save_copy),)
            self.notices.tell(Notice(trouble.error.message, "must", remedies))
            return None
        show = Remedy(self.tr("Show the log"), self.show_log)
        where = self.tr("Why is in the log, {path}.").format(path=log_file())
        sentence = self.tr("That did not work, and nothing was changed.")
        self.notices.tell(Notice(sentence, "must", (show,), detail=where, key="defect"))
        return None

    def show_log(self) -> None:
        """Open the log in whatever the system shows text with."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file())))

    def _say_read_only(self) -> None:
        assert self.session is not None  # noqa: S101  only a dossier can be read-only
        path, holder = self.session.path, self.session.file.holder
        remedies = [Remedy(self.tr("Work on a copy…"), partial(self.save_copy, go_on=True), stays=True)]
        if holder is not None and holder.host not in {"", platform.node()}:
            remedies.append(Remedy(self.tr("Take it over"), partial(self.wants_taken_over.emit, path)))
        self.notices.tell(
            Notice(
                self.tr("Read-only: {why}").format(why=self.session.why_read_only),
                "lock",
                tuple(remedies),
                key="read-only",
                lasting=True,
            )
        )

    def _say_disk(self) -> None:
        session = self.session
        if session is None:
            return
        if session.read_only:
            self.status.say_disk(self.tr("Read-only"))
        elif session.writing:
            self.status.say_disk(self.tr("Writing to disk…"))
        else:
            self.status.say_disk(self.tr("Every change is on disk"))

    def _name(self) -> None:
        if self.session is None:
            self.setWindowTitle("Briefgen")
            return
        self.setWindowTitle(f"{self.session.title} – Briefgen")
        self.setWindowFilePath(str(self.session.path))

    def _note_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        for name, workspace in self.workspaces.items():
            if new is not None and workspace.isAncestorOf(new):
                self._last_focus[name] = new
                new.destroyed.connect(lambda _=None, name=name: self._last_focus.pop(name, None))
        self.actions_.refresh_soon()

    # ------------------------------------------------------------------------------------------- coming, going

    def _restore(self) -> None:
        geometry = self.house.settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1280, 800)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the tick at “Full screen” right."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_.refresh_soon()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the dossier, once all of it is on disk; a window whose last act failed stays, and says so."""
        if self.session is not None and not self.session.finish():
            event.ignore()
            return
        self._steps.stop()
        self.house.settings.setValue("window/geometry", self.saveGeometry())
        self.start_page.retire()
        if self._gallery is not None:
            self._gallery.close_all()
        self.tasks.close()
        if self.session is not None:
            with contextlib.suppress(BriefgenError):
                self.house.recent.note(self.session.path, self.session.dossier, workflows.now())
            note_place(self.house.settings, self.session.dossier.settings.id, self.selection.place)
            self.session.close()
            self.house.recent.closed(self.session.path)
        if self._coming is not None:
            self._coming.close()
        event.accept()
        self.gone.emit()
        self.deleteLater()
