"""The outline panel: what stands in the brief, in which order, and what does not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QRect, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStackedWidget

from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.house_template import HouseTemplate
from briefgen.errors import BriefgenError
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label
from briefgen.gui.outline.row_delegate import UNIFORM_ABOVE, OutlineDelegate
from briefgen.gui.outline.rows import ROW, OutlineRow, OutlineRows, Row, rows_of
from briefgen.gui.panel import Panel
from briefgen.gui.selection import Place
from briefgen.rendering.template_errors import TemplateError


class OutlinePanel(Panel):
    """Shows the brief in view as its template orders it; points are switched, moved, taken out and put in."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "", icon="list-tree")
        self.title = self.tr("Outline")
        self.setAccessibleName(self.title)
        self._brief = ""
        self._template: HouseTemplate | None = None
        self.model = OutlineRows()
        self._showing = False
        self.model.dropped.connect(self._drop)
        self._build()
        self._declare()
        bench.choices.changed.connect(self._show)
        bench.shelf.changed.connect(self._show)

    def _build(self) -> None:
        theme = self.bench.theme
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.title)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setDropIndicatorShown(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.dress(self.list, ground="panel")
        self._delegate = OutlineDelegate(self.bench, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.clicked.connect(lambda index: self._tell(index, index))
        self.list.viewport().installEventFilter(self)
        self.list.installEventFilter(self)
        self._nothing = label(theme, ink="ink_2", wraps=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setContentsMargins(16, 12, 16, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        self.body.addWidget(self._stack, 1)
        self._foot = label(
            theme,
            self.tr("Drag a point into a section, or press Enter to add it."),
            face="meta",
            ink="ink_3",
            wraps=True,
        )
        self._foot.setContentsMargins(16, 8, 16, 12)
        self.body.addWidget(self._foot)

    def _declare(self) -> None:
        add = self.bench.actions.add

        def on(*sorts: str) -> bool:
            row = self._row()
            return row is not None and row.sort in sorts and not self.bench.session.read_only

        add(
            "brief.point_switch", self.tr("&Switch the point on or off"), self._switch, menu="brief", group="point",
            icon="eye-off", when=lambda: on("point"),
        )  # fmt: skip
        add(
            "brief.point_in", self.tr("&Add the point to this brief"), self._put_in, menu="brief", group="point",
            icon="plus", when=lambda: on("spare"),
        )  # fmt: skip
        add(
            "brief.point_out", self.tr("&Take the point out of this brief"), self._take_out, menu="brief",
            group="point", icon="minus", when=lambda: on("point"),
        )  # fmt: skip
        add(
            "brief.point_up", self.tr("Move the point &up"), lambda: self._step(-1), menu="brief", group="point",
            shortcut="Alt+Up", icon="arrow-up", scope=self, when=lambda: on("point"),
        )  # fmt: skip
        add(
            "brief.point_down", self.tr("Move the point &down"), lambda: self._step(1), menu="brief", group="point",
            shortcut="Alt+Down", icon="arrow-down", scope=self, when=lambda: on("point"),
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------- contract

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show the brief's sections and points."""
        parts = ("briefs", "points")
        if before is None or any(getattr(before, part) is not getattr(after, part) for part in parts):
            self._show()

    def follow(self, before: Place, now: Place) -> None:
        """Show the brief that is selected; mark its point or section."""
        if now.brief != before.brief:
            self._show()
        elif (now.point, now.section) != (before.point, before.section):
            self._mark(now)

    def restyle(self) -> None:
        """Measure anew."""
        self.list.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break titles anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():  # a notice that comes takes height alone
            self.list.doItemsLayout()

    def box_of(self, index: QModelIndex) -> QRect:
        """Where the check box of a point's row lies in the list's view."""
        return self._delegate.box_of(self.list.visualRect(index))

    # ------------------------------------------------------------------------------------------- rows

    def _the_brief(self) -> Brief | None:
        briefs = self.bench.session.dossier.briefs
        wanted = self.bench.selection.place.brief
        return next((b for b in briefs if b.id == wanted), briefs[0] if briefs else None)

    def _show(self) -> None:
        brief = self._the_brief()
        if brief is None:
            self._say_nothing(self.tr("No briefs yet."))
            return
        try:
            template = self.bench.shelf.template_of(brief).template
        except BriefgenError as error:
            shown = self._template.name if self._template is not None and self._brief == brief.id else ""
            if not (isinstance(error, TemplateError) and shown == brief.template):
                self._say_nothing(error.message)
            return  # one that somebody is at work on stays as it was, like the pages, which say what is wrong
        self._brief, self._template = brief.id, template
        self.model.movable = not self.bench.session.read_only
        self.header.say(self.title, f"{template.title} {template.version}")
        self.model.points = by_id(self.bench.session.dossier.points)
        rows = rows_of(self.bench.session.dossier, brief, template)
        self.list.setUniformItemSizes(len(rows) > UNIFORM_ABOVE)
        self._show_rows(rows)
        self._stack.setCurrentWidget(self.list)
        self._foot.setVisible(self.model.has_spare and self.model.movable)
        self._mark(self.bench.selection.place)
        self.bench.actions.refresh_soon()

    def _show_rows(self, rows: list[Row]) -> None:
        """Show these rows; the one that was the current one stays it, if it is still there."""
        held = self._row()
        self._showing = True  # a view whose current row goes makes its neighbour that: nobody selected it
        self.model.show(rows)
        now = self._row()
        if held is not None and (now is None or now.key != held.key):
            chosen = self.list.selectionModel()
            index = self.model.index_of(held.key)
            chosen.clear()
            if index.isValid():
                chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._showing = False

    def _say_nothing(self, sentence: str) -> None:
        self._brief = ""
        self.header.say(self.title)
        self._show_rows([])
        self._nothing.setText(sentence)
        self._stack.setCurrentWidget(self._nothing)
        self._foot.hide()

    def _mark(self, place: Place) -> None:
        index = self.model.place(section=place.section) if place.section else self.model.place(point=place.point)
        chosen = self.list.selectionModel()
        if index.isValid() and index != chosen.currentIndex():
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)

    def _begin(self) -> None:
        """Stand on the first row when the focus comes and nothing is chosen: Qt would choose it, and open its text."""
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            chosen = self.list.selectionModel()
            with QSignalBlocker(chosen):
                chosen.setCurrentIndex(self.model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.list.viewport().update()

    def _row(self) -> OutlineRow | None:
        index = self.list.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _tell(self, _now: QModelIndex, _before: QModelIndex) -> None:
        """Let everybody know what was selected here."""
        row = self._row()
        if row is None or row.sort == "aside" or self._showing:
            return
        place = self.bench.selection.place
        if row.sort == "section":
            if place.section != row.id:
                section = row.id if row.narrative else ""
                self.bench.selection.select(brief=self._brief, section=section, point="", field="")
        elif place.point != row.id:
            self.bench.selection.select(brief=self._brief, point=row.id, section="", field="")
        self.bench.actions.refresh_soon()

    # ------------------------------------------------------------------------------------------- acts

    def _switch(self) -> None:
        row = self._row()
        if row is not None and row.sort == "point":
            name = self.tr("switch a point off") if row.shown else self.tr("switch a point on")
            self.bench.session.apply(
                name, lambda d: operations.switch_point(d, self._brief, row.id, shown=not row.shown)
            )

    def _put_in(self) -> None:
        row = self._row()
        if row is not None and row.sort == "spare":
            self.bench.session.apply(
                self.tr("add a point to the brief"), lambda d: operations.select_point(d, self._brief, row.id)
            )

    def _take_out(self) -> None:
        row = self._row()
        if row is not None and row.sort == "point":
            self.bench.session.apply(
                self.tr("take a point out of the brief"), lambda d: operations.deselect_point(d, self._brief, row.id)
            )

    def _step(self, by: int) -> None:
        """Move the point one place among those of its kind."""
        row = self._row()
        if row is None or row.sort != "point":
            return
        kin = [other for other in self.model.inside if other.sort == "point" and other.kind is row.kind]
        at = next(number for number, other in enumerate(kin) if other.id == row.id) + by
        if 0 <= at < len(kin):
            self.bench.session.apply(
                self.tr("move a point"), lambda d: operations.move_selected(d, self._brief, row.id, kin[at].place)
            )

    def _drop(self, point_id: str, before: int) -> None:
        """Do what dropping a point before a row means: move it, put it in, or take it out."""
        moved = self.model.place(point=point_id)
        inside = self.model.inside
        if not moved.isValid() or self.bench.session.read_only:
            return
        row = self.model.row(moved.row())
        if before > len(inside):
            if row.sort == "point":
                self.bench.session.apply(
                    self.tr("take a point out of the brief"),
                    lambda d: operations.deselect_point(d, self._brief, point_id),
                )
            return
        follower = next((other for other in inside[before:] if other.sort == "point" and other.kind is row.kind), None)
        brief = self.bench.session.dossier.brief(self._brief)
        place = follower.place if follower is not None else len(brief.points)
        if row.sort == "spare":
            self.bench.session.apply(
                self.tr("add a point to the brief"),
                lambda d: operations.select_point(d, self._brief, point_id, to=place),
            )
        else:
            target = place - 1 if place > row.place else place
            self.bench.session.apply(
                self.tr("move a point"), lambda d: operations.move_selected(d, self._brief, point_id, target)
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Boxes are clicked, and Space, Enter and Delete do what they say on the row."""
        if watched is self.list.viewport() and event.type() == QEvent.Type.MouseButtonPress:
            assert isinstance(event, QMouseEvent)  # noqa: S101 - what the type says
            index = self.list.indexAt(event.position().toPoint())
            row = index.data(ROW) if index.isValid() else None
            if isinstance(row, OutlineRow) and row.sort == "point" and not self.bench.session.read_only:
                box = self.box_of(index).adjusted(-4, -4, 4, 4)
                if box.contains(event.position().toPoint()):
                    self.list.setCurrentIndex(index)
                    self._switch()
                    return True
        if watched is self.list and event.type() == QEvent.Type.FocusIn:
            self._begin()
        if watched is self.list and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)  # noqa: S101 - what the type says
            acts = {
                Qt.Key.Key_Space: "brief.point_switch",
                Qt.Key.Key_Return: "brief.point_in",
                Qt.Key.Key_Enter: "brief.point_in",
                Qt.Key.Key_Delete: "brief.point_out",
            }
            name = acts.get(Qt.Key(event.key()))
            if name is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self.bench.actions.refresh()
                action = self.bench.actions[name]
                if action.isEnabled():
                    action.trigger()
                    return True
                if name == "brief.point_in":
                    self._tell(self.list.currentIndex(), self.list.currentIndex())
        return super().eventFilter(watched, event)
