"""The panel of the points: their list, and under it the form of the one that is selected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.points import Point
from briefgen.domain.terms import Kind
from briefgen.gui.bench import Bench
from briefgen.gui.controls import icon_button, label, search_field, tight
from briefgen.gui.in_bites import InBites
from briefgen.gui.kinds import KINDS, kind_icon, kind_pixmap
from briefgen.gui.panel import Panel
from briefgen.gui.points.commands import PointCommands
from briefgen.gui.points.finder import Finder, Found
from briefgen.gui.points.form import PointForm
from briefgen.gui.points.links import found_points
from briefgen.gui.points.rows import PointRows
from briefgen.gui.points.tree import PointTree
from briefgen.gui.selection import Place
from briefgen.gui.splitter import Splitter

_LIST, _LEAST, _LOW = 344, 200, 720
_HEIGHT = "points/list_height"


class PointsPanel(Panel):
    """Points: list above, form below."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, self.tr("Points"), icon="list-checks")
        self._selecting = False
        self.rows = PointRows(self)
        self.tree = PointTree(bench, self.rows)
        self.forms: dict[str, PointForm] = {}
        self.filter = search_field(bench.theme, bench.icons, self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Filter points"))
        bench.theme.dress(self.filter, high=28)
        self.filter.setFixedWidth(bench.theme.px(176))
        self.filter.textChanged.connect(self._filter)
        self.add_button = icon_button(bench.theme, bench.icons, "plus", self.tr("New point"))
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.header.add(self.filter, self.add_button)

        self._splitter = Splitter(Qt.Orientation.Vertical)
        self.body.addWidget(self._splitter)
        self._top, self._bottom = self._list_half(), self._form_half()
        self._splitter.addWidget(self._top)
        self._splitter.addWidget(self._bottom)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._fit()

        self.commands = PointCommands(bench, self.tree, self, self._ask_merge, self._name_new)
        menu = QMenu(self.add_button)
        menu.aboutToShow.connect(lambda: self._fill_add(menu))
        self.add_button.setMenu(menu)
        self.merge_finder.picked.connect(self._merge)
        self.merge_finder.left.connect(self._leave_merge)
        self.tree.selectionModel().currentChanged.connect(self._current_changed)
        self.tree.dropped_passage.connect(self._dropped)
        self.tree.dropped_point.connect(self.commands.move)
        self.tree.customContextMenuRequested.connect(self._context_menu)
        self.tree.activated.connect(lambda _: self._enter_form())
        self.setTabOrder(self.filter, self.add_button)
        self._ahead = InBites(self)
        self._ahead.add(self._prepare())

    def _list_half(self) -> QWidget:
        """The list, or the words in its place."""
        half = QWidget()
        column = QVBoxLayout(half)
        tight(column)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.tree)
        self._empty = _Empty(self.bench)
        self._lists.addWidget(self._empty)
        self._no_match = self._words()
        self._lists.addWidget(self._no_match)
        column.addWidget(self._lists)
        return half

    def _form_half(self) -> QWidget:
        """The forms, of which one is shown, and over them the field that asks what to merge with."""
        half = QWidget()
        column = QVBoxLayout(half)
        tight(column)
        self.merge_finder = Finder(self.bench, self.tr("Merge with: type words of the other point"), self._fellows)
        self._merge_holder = QWidget()
        inner = QVBoxLayout(self._merge_holder)
        tight(inner, margins=(16, 8, 16, 0))
        inner.addWidget(self.merge_finder)
        self._merge_holder.hide()
        column.addWidget(self._merge_holder)
        self._pages = QStackedWidget()
        self._pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        column.addWidget(self._pages, 1)
        self._nothing = self._words(self.tr("Select a point to see its fields and its evidence."))
        self._pages.addWidget(self._nothing)
        return half

    def _words(self, text: str = "") -> QLabel:
        made = label(self.bench.theme, text, ink="ink_2", wraps=True)
        made.setAlignment(Qt.AlignmentFlag.AlignTop)
        made.setContentsMargins(16, 12, 16, 12)
        return made

    # --------------------------------------------------------------------------------------------- contract

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show the points of a dossier."""
        self.add_button.setVisible(not self.bench.session.read_only)
        self._selecting = True
        self.rows.show_dossier(before, after)
        self._selecting = False
        if before is None or before.points is not after.points:
            self._arrange(after)
        self._follow_point(self.bench.selection.place.point)
        self._show_form(after)

    def follow(self, before: Place, now: Place) -> None:
        """Select the point that was selected elsewhere."""
        if before.point != now.point:
            self._follow_point(now.point)
            self._show_form(self.bench.session.dossier)
            self._leave_merge(keep_focus=True)

    def arrive(self, place: Place) -> None:
        """Bring the point into view, and the field of it that is meant."""
        if not place.point:
            return
        if not self.rows.find(place.point).isValid():
            self.filter.clear()
        index = self.rows.find(place.point)
        if index.isValid():
            self.tree.scrollTo(index)
        form = self._form()
        if form is not None and place.field == "evidence" and place.passage:
            form.reveal_evidence(place.passage)
        elif form is not None and place.field:
            form.reveal(place.field.replace("-", "_").partition("[")[0].partition(".")[0])

    def restyle(self) -> None:
        """Measure and paint again."""
        self.tree.restyle()
        for form in self.forms.values():
            form.restyle()
        self._empty.restyle()
        self.filter.setFixedWidth(self.bench.theme.px(176))

    def focus_first(self) -> None:
        """Begin at the list."""
        if self._lists.currentWidget() is self.tree:
            self.tree.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().focus_first()

    # ------------------------------------------------------------------------------------------------- list

    def _arrange(self, dossier: Dossier) -> None:
        """Show the list, or the words in its place; and how many points there are."""
        total = len(dossier.points)
        self.tree.fit_rows()
        self.set_count(f"{self.rows.count:,} / {total:,}" if self.rows.needle else f"{total:,}")
        if not self.rows.count and self.tree.hasFocus():
            (self.filter if total else self.add_button).setFocus()
        if not total:
            self._lists.setCurrentWidget(self._empty)
        elif not self.rows.count:
            words = self.tr("No point has “{words}” in it.").format(words=self.filter.text().strip())
            self._no_match.setText(words)
            self._lists.setCurrentWidget(self._no_match)
        else:
            self._lists.setCurrentWidget(self.tree)
        self.filter.setEnabled(bool(total))
        self._bottom.setVisible(bool(total))

    def _filter(self, text: str) -> None:
        self._selecting = True
        self.rows.set_filter(text)
        self._selecting = False
        self._arrange(self.bench.session.dossier)
        self._follow_point(self.bench.selection.place.point)

    def _follow_point(self, point_id: str) -> None:
        index = self.rows.find(point_id) if point_id else QModelIndex()
        current = self.rows.point_at(self.tree.currentIndex())
        if index.isValid() and (current is None or current.id != point_id):
            self._selecting = True
            self.tree.show_row(index)
            self._selecting = False
        elif not index.isValid() and (current is not None):
            self._selecting = True
            self.tree.setCurrentIndex(QModelIndex())
            self.tree.clearSelection()
            self._selecting = False

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        point = self.rows.point_at(index)
        if point is not None and not self._selecting:
            self.bench.selection.select(point=point.id)

    def _dropped(self, passage_id: str, point_id: str) -> None:
        self.commands.cite(passage_id, point_id)
        self.bench.selection.select(point=point_id)

    def _context_menu(self, at: QPoint) -> None:
        index = self.tree.indexAt(at) if at.y() >= 0 else self.tree.currentIndex()
        point = self.rows.point_at(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if point is None:
            self._fill_add(menu)
        else:
            self.tree.setCurrentIndex(index)
            self.fill_menu(menu)
        if not menu.isEmpty():
            menu.popup(self.tree.viewport().mapToGlobal(at))

    def fill_menu(self, menu: QMenu) -> None:
        """Offer what can be done with the selected point."""
        actions = self.bench.actions
        actions.refresh()
        convert = menu.addMenu(self.tr("Convert to"))
        self.commands.fill_convert(convert)
        convert.setEnabled(not self.bench.session.read_only)
        menu.addAction(actions["point.merge"])
        menu.addSeparator()
        menu.addAction(actions["point.up"])
        menu.addAction(actions["point.down"])
        menu.addSeparator()
        menu.addAction(actions["point.delete"])

    def _fill_add(self, menu: QMenu) -> None:
        menu.clear()
        for kind in KINDS:
            action = self.bench.actions[f"point.new-{kind.value}"]
            action.setIcon(kind_icon(kind, self.bench.theme, size=14))
            menu.addAction(action)

    # ------------------------------------------------------------------------------------------------- form

    def _selected(self) -> Point | None:
        wanted = self.bench.selection.place.point
        return by_id(self.bench.session.dossier.points).get(wanted)

    def _form(self) -> PointForm | None:
        shown = self._pages.currentWidget()
        return shown if isinstance(shown, PointForm) else None

    def _show_form(self, dossier: Dossier) -> None:
        point = self._selected()
        if point is None:
            self._pages.setCurrentWidget(self._nothing)
            return
        form = self._form_for(point.kind)
        fresh = not form.point_id
        form.set_read_only(self.bench.session.read_only)
        form.show_point(dossier, point)
        for name, fold in form.folds.items() if fresh else ():
            fold.remember(f"{point.kind}/{name}")
        self._pages.setCurrentWidget(form)

    def _form_for(self, kind: Kind) -> PointForm:
        """The form of a kind; made when it is asked for first."""
        form = self.forms.get(kind)
        if form is None:
            form = self.forms[kind] = PointForm(self.bench, kind)
            form.menu_wanted.connect(self._form_menu)
            form.split_off.connect(self.commands.split_off)
            self._pages.addWidget(form)
        return form

    def _prepare(self) -> Iterator[None]:
        """Build the forms of all kinds, and read what the filter looks in, before they are needed."""
        for kind in KINDS:
            form = self._form_for(kind)
            yield
            while form.build_on():
                yield
            form.resize(self._pages.size())
            form.grab(QRect(0, 0, 1, 1))  # has all of it styled and laid out, as Qt else does when it is first shown
            yield
        yield from self.rows.read_ahead()

    @property
    def is_preparing(self) -> bool:
        """Whether what will be needed, forms above all, is still being made."""
        return self._ahead.busy

    def _form_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(at)

    def _enter_form(self) -> None:
        form = self._form()
        if form is not None:
            form.focus_title()

    def _name_new(self, _point_id: str) -> None:
        """Go to the title of a new point, which wants one of its own."""
        self._enter_form()

    # ------------------------------------------------------------------------------------------------ merge

    def _ask_merge(self) -> None:
        self._merge_holder.show()
        self.merge_finder.setFocus()

    def _fellows(self) -> Sequence[Found]:
        here = self._selected()
        if here is None:
            return ()
        fellows = (p for p in self.bench.session.dossier.points if p.kind is here.kind and p.id != here.id)
        return found_points(self.bench, fellows)

    def _merge(self, other_id: str) -> None:
        self._leave_merge()
        self.commands.merge(other_id)

    def _leave_merge(self, *, keep_focus: bool = False) -> None:
        self._merge_holder.hide()
        if not keep_focus:
            self.tree.setFocus()

    # ------------------------------------------------------------------------------------------------- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window one kind is open at a time."""
        super().resizeEvent(event)
        self.tree.one_open(self.window().height() < self.bench.theme.px(_LOW))

    def _fit(self) -> None:
        px = self.bench.theme.px
        for half in (self._top, self._bottom):
            half.setMinimumHeight(px(_LEAST))
        kept = int(str(self.bench.settings.value(_HEIGHT, px(_LIST))))
        self._splitter.setSizes([kept, px(10_000)])
        self._splitter.splitterMoved.connect(lambda *_: self.bench.settings.setValue(_HEIGHT, self._top.height()))


class _Empty(QWidget):
    """What stands in place of the list while there are no points."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._symbols = [QLabel() for _ in KINDS]
        column = QVBoxLayout(self)
        tight(column, spacing=8, margins=(16, 16, 16, 16))
        line = QHBoxLayout()
        tight(line, spacing=8)
        for symbol in self._symbols:
            line.addWidget(symbol)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(label(bench.theme, self.tr("No points yet"), face="strong"))
        words = self.tr("Select words in the text, then press 1, 2 or 3.")
        column.addWidget(label(bench.theme, words, ink="ink_2", wraps=True))
        column.addStretch(1)
        self.restyle()

    def restyle(self) -> None:
        """Draw the symbols anew."""
        for symbol, kind in zip(self._symbols, KINDS, strict=True):
            size = self._bench.theme.px(14)
            symbol.setPixmap(
                kind_pixmap(kind, self._bench.theme, size=size, ratio=self.devicePixelRatioF(), ground="panel")
            )
