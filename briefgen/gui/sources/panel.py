"""The panel of sources: the list, its filter and order, and the ways by which documents come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.preflight.findings import point_name
from briefgen.domain.sources import Source
from briefgen.gui.bench import Bench
from briefgen.gui.beside import folder_beside
from briefgen.gui.coded.exporting import PickingExporter
from briefgen.gui.coded.taking_over import TakingOver
from briefgen.gui.controls import icon_button, label, search_field, tight
from briefgen.gui.menu_bar import focused
from briefgen.gui.panel import Panel
from briefgen.gui.questions import ConsequenceSheet
from briefgen.gui.references.filling_in import FillingIn
from briefgen.gui.selection import Place
from briefgen.gui.sources.about_dialog import AboutSource
from briefgen.gui.sources.drop_target import DropTarget
from briefgen.gui.sources.importing import Importing, documents_filter
from briefgen.gui.sources.importing_again import ImportingAgain
from briefgen.gui.sources.lines_dialog import LinesDialog
from briefgen.gui.sources.row_delegate import UNIFORM_ABOVE, SourceDelegate
from briefgen.gui.sources.rows import ROW, Order, RowMaker, SourceRow, SourceRows, arranged
from briefgen.gui.sources.search_view import SearchView
from briefgen.importers.batch import Document, document_at
from briefgen.importers.references.forms import ENDINGS as REFERENCES


class SourcesPanel(Panel):
    """Lists the dossier's sources; files, folders and text dropped or pasted on it become sources."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "", icon="library")
        self.title = self.tr("Sources")
        self.setAccessibleName(self.title)
        self.setAcceptDrops(True)
        self._order: Order = "added"
        self._rows: list[SourceRow] = []
        self._maker = RowMaker()
        self._showing = False
        self._reading = ""
        self.importing = Importing(bench, self._show_refused, self)
        self.importing_again = ImportingAgain(bench, self)
        self.taking_over = TakingOver(bench, self, self._show_sentences)
        self.exporting = PickingExporter(bench, self)
        self.filling_in = FillingIn(bench, self, self._show_sentences)
        self.importing.reading.connect(self._show_reading)
        self.importing.beside.connect(self._take_beside)
        self.importing.scanned.connect(self.importing_again.recognise)
        self.search = SearchView(bench)
        self._declare()
        self._build()

    # ------------------------------------------------------------------------------------------- make-up

    def _build(self) -> None:
        theme, icons = self.bench.theme, self.bench.icons
        sort = icon_button(theme, icons, "arrow-down-wide-narrow", self.tr("Order of the sources"), self._choose_order)
        self._sort = sort
        self.header.add(sort)
        self.header.add(
            icon_button(theme, icons, "plus", self.tr("Add sources"), self.bench.actions["source.add"].trigger)
        )
        self.filter = search_field(theme, icons, self.tr("Filter by title, publisher, year"))
        self.filter.textChanged.connect(lambda _text: self._arrange())
        held = QWidget()
        theme.dress(held, ground="panel")
        top = QVBoxLayout(held)
        tight(top, margins=(16, 0, 16, 8))
        top.addWidget(self.filter)
        self._filter_row = held
        self.body.addWidget(held)

        self.model = SourceRows()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.title)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        theme.dress(self.list, ground="panel")
        self._delegate = SourceDelegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.selectionModel().currentChanged.connect(self._tell_chosen)

        self._empty = label(theme, ink="ink_2", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(16, 8, 16, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)

        self._target = DropTarget(
            theme,
            self.tr("Drop files or a whole folder here, or press Ctrl+Shift+V to make a source of what you copied."),
        )
        foot = QVBoxLayout()
        tight(foot, margins=(16, 8, 16, 16))
        foot.addWidget(self._target)
        self._target.setVisible(not self.bench.session.read_only)
        self.body.addLayout(foot)
        outer = self.layout()
        assert outer is not None  # noqa: S101  a panel has one
        outer.addWidget(self.search)
        self.search.closed.connect(lambda: self._show_search(on=False))

    def _declare(self) -> None:
        add, session = self.bench.actions.add, self.bench.session

        def writable() -> bool:
            return not session.read_only

        def chosen() -> bool:
            return self._chosen() is not None

        def can_edit() -> bool:
            return writable() and chosen()

        add(
            "source.add", self.tr("&Add sources…"), self._choose_files, menu="source", group="add",
            shortcut="Ctrl+Shift+O", icon="file-plus-corner", short=self.tr("Add"), words=self.tr("import open file"),
            when=writable,
        )  # fmt: skip
        add(
            "source.add_folder", self.tr("Add a &folder…"), self._choose_folder, menu="source", group="add",
            icon="folder-plus", when=writable,
        )  # fmt: skip
        add(
            "source.references", self.tr("Fill in from a list of re&ferences…"), self._choose_references, menu="source",
            group="edit", words=self.tr("BibTeX RIS CSL-JSON Zotero EndNote Mendeley bibliography DOI"),
            when=lambda: writable() and bool(session.dossier.sources),
        )  # fmt: skip
        add(
            "source.paste", self.tr("Make a source of what was &copied"), self._paste, menu="source", group="add",
            shortcut="Ctrl+Shift+V", icon="clipboard-paste", when=writable,
        )  # fmt: skip
        add(
            "source.about", self.tr("A&bout this source…"), self._edit, menu="source", group="edit",
            shortcut="Ctrl+I", icon="pencil", words=self.tr("bibliography title author date"), when=can_edit,
        )  # fmt: skip
        add(
            "source.left_out", self.tr("&Lines left out…"), self._show_left_out, menu="source", group="text",
            icon="eye-off", words=self.tr("advertisement put back"), when=chosen,
        )  # fmt: skip
        add(
            "source.again", self.tr("&Import again…"), self._again, menu="source", group="text", icon="refresh-cw",
            when=can_edit,
        )  # fmt: skip
        add(
            "source.remove", self.tr("&Remove this source…"), self._remove, menu="source", group="remove",
            icon="trash-2", when=can_edit,
        )  # fmt: skip

        self._declare_search()

    def _declare_search(self) -> None:
        add, search, actions = self.bench.actions.add, self.search, self.bench.actions
        add(
            "go.search_sources", self.tr("Search in all &sources…"), self._open_search, menu="edit", group="find",
            shortcut="Ctrl+Shift+F", icon="text-search", words=self.tr("find full text everywhere"),
            when=lambda: bool(self._rows),
        )  # fmt: skip

        def can_step() -> bool:
            # F3 belongs to the find bar while that has found something: both at once would be neither.
            found = actions.declaration("reader.find_next").when if "reader.find_next" in actions else None
            return search.isVisibleTo(self) and search.has_places and not (found is not None and found())

        for name, text, step, key in (
            ("go.next_found", self.tr("Next place &found"), 1, "F3"),
            ("go.previous_found", self.tr("Previous place fou&nd"), -1, "Shift+F3"),
        ):
            add(name, text, partial(search.step, step), menu="edit", group="find", shortcut=key, when=can_step)

    def _open_search(self) -> None:
        """Show the search in place of the list, wherever one is in the window; for words that the action was given."""
        action = self.bench.actions["go.search_sources"]
        words = action.data()
        action.setData(None)
        before = focused()
        self.bench.selection.select(workspace="read")
        self._show_search(on=True)
        self.wanted.emit()
        self.search.open_search(before, words if isinstance(words, str) else "")

    def _show_search(self, *, on: bool) -> None:
        self.search.setVisible(on)
        self.header.setVisible(not on)
        held = self.body.parentWidget()
        assert held is not None  # noqa: S101  the body lies in it
        held.setVisible(not on)
        self.bench.actions.refresh_soon()

    def rail_buttons(self) -> tuple[QWidget, ...]:
        """The plus, for the rail of a narrow window."""
        add = self.bench.actions["source.add"]
        return (icon_button(self.bench.theme, self.bench.icons, "plus", self.tr("Add sources"), add.trigger),)

    # ------------------------------------------------------------------------------------------- contract

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show the sources, and how many points rest on them."""
        parts = ("sources", "passages", "points")
        if before is not None and all(getattr(before, part) is getattr(after, part) for part in parts):
            return
        if before is not None and before.sources is not after.sources:
            self.search.search_again()
        self._rows = self._maker.rows_of(after)
        self.set_count(len(self._rows))
        self._arrange()
        if before is None and self._rows and not self.bench.selection.place.source:
            self.bench.selection.select(source=self._rows[0].id)

    def take_in(self, dossier: Dossier) -> Iterator[None]:
        """Make the rows, then show them: a thousand sources are a moment's work either way."""
        yield from self._maker.take_in(dossier)
        self.show_dossier(None, dossier)

    def follow(self, before: Place, now: Place) -> None:
        """Mark the source that is read."""
        if now.source != before.source:
            self._mark(now.source)

    def restyle(self) -> None:
        """Measure the rows anew."""
        self._delegate.forget()
        self.list.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the titles anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():  # a notice that comes takes height alone
            self.list.doItemsLayout()

    def focus_first(self) -> None:
        """Give the list the keys, or the button that adds where there is nothing; the search, while that is open."""
        if self.search.isVisibleTo(self):
            self.search.field.setFocus(Qt.FocusReason.TabFocusReason)
            return
        (self.list if self._rows else self.filter).setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------------------------------- the list

    def _arrange(self) -> None:
        rows = arranged(self._rows, self.bench.session.dossier, self.filter.text(), self._order)
        if self._reading:
            rows.append(SourceRow("", self._reading, self.tr("being read…")))
        self.list.setUniformItemSizes(len(rows) > UNIFORM_ABOVE)
        self._showing = True  # a view whose current row goes makes its neighbour that: nobody selected it
        self.model.show(rows)
        self._showing = False
        self._mark(self.bench.selection.place.source)
        if self._rows or self._reading:
            self._empty.setText(self.tr("No source matches “{words}”.").format(words=self.filter.text()))
        else:
            self._empty.setText(self.tr("No sources yet."))  # the box below says how they come in
        self._filter_row.setVisible(bool(self._rows))
        self._stack.setCurrentWidget(self.list if rows else self._empty)

    def _mark(self, source_id: str) -> None:
        index = self.model.place(source_id)
        chosen = self.list.selectionModel()
        if index.isValid() and index != chosen.currentIndex():
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
        elif not index.isValid():
            chosen.clear()

    def _tell_chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.data(ROW) if now.isValid() and not self._showing else None
        if isinstance(row, SourceRow) and row.id and row.id != self.bench.selection.place.source:
            self.bench.selection.select(source=row.id, passage="")
        self.bench.actions.refresh_soon()

    def _chosen(self) -> Source | None:
        source_id = self.bench.selection.place.source
        return by_id(self.bench.session.dossier.sources).get(source_id)

    def _show_reading(self, name: str) -> None:
        self._reading = name
        self._arrange()

    def _choose_order(self) -> None:
        """Offer the orders in a menu under the button."""
        menu, group = QMenu(self), QActionGroup(self)
        orders: tuple[tuple[Order, str], ...] = (
            ("added", self.tr("As added")),
            ("title", self.tr("By title")),
            ("publisher", self.tr("By publisher")),
            ("date", self.tr("By date")),
        )
        for order, text in orders:
            action = QAction(text, menu, checkable=True, checked=order == self._order)
            action.triggered.connect(lambda _checked, wanted=order: self.sort_by(wanted))
            group.addAction(action)
            menu.addAction(action)
        menu.exec(self._sort.mapToGlobal(QPoint(0, self._sort.height())))

    def sort_by(self, order: Order) -> None:
        """Put the list in another order; the dossier's own stays."""
        self._order = order
        self._arrange()

    def _show_menu(self, at: QPoint) -> None:
        if not self.list.indexAt(at).isValid():
            return
        menu = QMenu(self)
        for name in ("about", "left_out", "again", "remove"):
            menu.addAction(self.bench.actions[f"source.{name}"])
        menu.exec(self.list.viewport().mapToGlobal(at))

    # ------------------------------------------------------------------------------------------- coming in

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self.window(), self.tr("Add sources"), "", documents_filter(self.tr("Documents"), self.tr("All files"))
        )
        if names:
            self._bring([Path(name) for name in names])

    def _bring(self, paths: list[Path]) -> None:
        """Bring in documents; then what others have picked, and lists of references, that were among them."""
        self.importing.bring(paths)

    def _take_beside(self, picking: list[Document], references: list[Document]) -> None:
        """Take over what others have picked, then fill in from lists of references: both of sources that are there."""
        self.taking_over.bring(picking, lambda: self.filling_in.bring(references))

    def _choose_references(self) -> None:
        lists = " ".join(f"*.{ending}" for ending in sorted(REFERENCES))
        names, _ = QFileDialog.getOpenFileNames(
            self.window(), self.tr("Fill in from a list of references"), "",
            f"{self.tr('Lists of references')} ({lists});;{self.tr('All files')} (*)",
        )  # fmt: skip
        limits = workflows.import_limits(self.bench.choices.preferences)
        self.filling_in.bring([document_at(Path(name), limits) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), self.tr("Add a folder"))
        if name:
            self.importing.bring([Path(name)])

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.importing.paste(text)
        else:
            self.bench.notices.say(self.tr("There is no text to paste: copy the article first."), "note")

    def bring_files(self, paths: list[Path]) -> bool:
        """Bring in files that were dropped elsewhere on the window."""
        self._bring(paths)
        return True

    def light_drop(self, *, lit: bool) -> None:
        """Show where files that are over the window would go."""
        self._target.set_lit(lit=lit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and text."""
        if self.bench.session.read_only:
            return
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()
            self._target.set_lit(lit=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """What was over the panel is gone."""
        self._target.set_lit(lit=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring in what was dropped."""
        self._target.set_lit(lit=False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self._bring(paths)
        elif event.mimeData().hasText():
            self.importing.paste(event.mimeData().text())
        event.acceptProposedAction()

    def _show_refused(self, sentences: list[str]) -> None:
        self._show_sentences(self.tr("Documents that could not be read"), sentences)

    def _show_sentences(self, title: str, sentences: list[str]) -> None:
        LinesDialog(self.bench, title, self.window(), lambda: [(sentence, "") for sentence in sentences]).ask()

    # ------------------------------------------------------------------------------------------- one source

    def _edit(self) -> None:
        source = self._chosen()
        if source is None:
            return
        dialog = AboutSource(self.bench, source, self.window())
        if dialog.ask() and (given := dialog.given()):
            label_ = self.tr("edit “{title}”").format(title=source.title)
            self.bench.session.apply(label_, lambda dossier: workflows.edit_source(dossier, source.id, given))

    def _show_left_out(self) -> None:
        source = self._chosen()
        if source is None:
            return
        source_id = source.id

        def lines() -> list[tuple[str, str]]:
            return [(line.text, line.reason) for line in self.bench.session.dossier.source(source_id).left_out]

        def put_back(number: int) -> None:
            self.bench.session.apply(
                self.tr("put a line back"), lambda dossier: operations.put_back(dossier, source_id, number)
            )

        act: tuple[str, Callable[[int], object]] | None = (self.tr("Put back"), put_back)
        title = self.tr("Lines left out")
        LinesDialog(self.bench, title, self.window(), lines, None if self.bench.session.read_only else act).ask()

    def _again(self) -> None:
        source = self._chosen()
        if source is None:
            return
        title = self.tr("The document to import again")
        kinds = documents_filter(self.tr("Documents"), self.tr("All files"), archives=False)
        near = str(folder_beside(self.bench.session.path) / source.filename)
        name, _ = QFileDialog.getOpenFileName(self.window(), title, near, kinds)
        if name:
            self.importing_again.bring(source.id, Path(name))

    def _remove(self) -> None:
        source = self._chosen()
        if source is None:
            return
        if self._agrees_to_removing(source):
            self.bench.session.apply(
                self.tr("remove “{title}”").format(title=source.title),
                lambda dossier: operations.remove_source(
                    dossier, source.id, at=workflows.now(), with_consequences=True
                ),
            )

    def _agrees_to_removing(self, source: Source) -> bool:
        """Ask, where points rest on the source, whether it is to go with what that means."""
        told = operations.consequences_of_removing(self.bench.session.dossier, source.id)
        if not told.citing:
            return True
        parts = [self.tr("Removing this source drops %n passage(s)", "", len(told.passages))]
        if told.left_without_evidence:
            bare = ", ".join(point_name(point) for point in told.left_without_evidence)
            parts.append(self.tr("leaves {points} without evidence").format(points=bare))
        sentence = self.tr(" and ").join(parts) + "."
        question = ConsequenceSheet(
            self.window(),
            self.bench.theme,
            self.tr("Remove this source?"),
            sentence,
            self.tr("“{title}” lies in the bin until that is emptied.").format(title=source.title),
            (self.tr("Remove"), self.tr("Keep")),
        )
        return question.ask()
