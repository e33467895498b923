"""The form of one kind of point: built once, filled with whichever point of its kind is selected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import FieldError, spec_of, thaw
from briefgen.domain.points import POINT_CLASSES, Point
from briefgen.domain.terms import Kind
from briefgen.errors import UsageError
from briefgen.gui.bench import Bench
from briefgen.gui.controls import icon_button, label, rule, tight
from briefgen.gui.kinds import kind_pixmap, kind_role
from briefgen.gui.points.editors import TermEditor
from briefgen.gui.points.evidence import Evidence
from briefgen.gui.points.field import Field
from briefgen.gui.points.fold import Fold
from briefgen.gui.points.layouts import FIRST, GROUPS, STATUS, Group, Line, group_title
from briefgen.gui.points.links import LinksEditor
from briefgen.gui.points.make_editor import make_editor
from briefgen.gui.points.side_by_side import SideBySide
from briefgen.gui.points.words import about_field, field_label, point_name, refusal
from briefgen.workflows import now

_LABELS_OF_OWN = {"rating", "mitigated_by", "settled_by", "raised_by"}
_UNSET, _NO_MORE = object(), object()


class PointForm(QWidget):
    """All fields of a point of one kind, its evidence and links.

    It begins with its head alone; `build_on` adds one part after the other, and showing a point adds all that is left.
    """

    menu_wanted = Signal(QPoint)
    """The menu of the point is to open here, in the screen's coordinates."""
    split_off = Signal(str)
    """A passage of the point's evidence is to become that of a point of its own."""

    def __init__(self, bench: Bench, kind: Kind) -> None:
        super().__init__()
        self._bench, self._kind = bench, kind
        self._dossier: Dossier | None = None
        self._point: Point | None = None
        self._shown: dict[str, object] = {}
        self._read_only = False
        self.fields: dict[str, Field] = {}
        self.folds: dict[str, Fold] = {}
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(self._head())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self._scroll, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, spacing=8, margins=(16, 0, 16, 16))
        self._scroll.setWidget(inside)
        self._column = column
        self._scroll.verticalScrollBar().rangeChanged.connect(self._leave_room)
        self.evidence = Evidence(bench, kind)
        self.evidence.hide()  # until `_build` comes to it; without a parent it would outlive a window closed before
        self.evidence.setParent(inside)
        self.evidence.split_off.connect(self.split_off)
        self._aside = label(bench.theme, ink="ink_2", wraps=True)
        self._aside.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        outer.addWidget(self._help())
        self._parts = self._build()
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  widgets need one
        app.focusChanged.connect(self._follow_focus)
        self.restyle()

    # -------------------------------------------------------------------------------------------- building

    def build_on(self) -> bool:
        """Add the next part; gives whether there was one."""
        return next(self._parts, _NO_MORE) is not _NO_MORE

    def _build(self) -> Iterator[None]:
        """Build the form from top to bottom, a part at each step."""
        bench, kind, column = self._bench, self._kind, self._column
        for number, line in enumerate(FIRST[kind]):
            if number and line.placement == "left" and FIRST[kind][number - 1].placement == "left":
                column.addSpacing(-4)
            self._add_line(column, line)
            yield
        column.addWidget(self.evidence)
        self.evidence.show()
        for group in GROUPS[kind]:
            self.folds[group.id] = self._fold(group, column)
        aside = Fold(bench, group_title("aside"), lambda: self._aside)
        self.folds["aside"] = aside
        column.addWidget(aside)
        column.addStretch(1)
        if self._read_only:
            self._say_read_only()
        yield

    def _head(self) -> QWidget:
        bench = self._bench
        head = QWidget()
        line = QHBoxLayout(head)
        tight(line, spacing=8, margins=(16, 0, 12, 0))
        self._symbol = QLabel()
        self._title = label(bench.theme, face="strong", ink=kind_role(self._kind))
        line.addWidget(self._symbol)
        line.addWidget(self._title)
        line.addStretch(1)
        name = STATUS[self._kind]
        status = make_editor(bench, name, spec_of(POINT_CLASSES[self._kind], name))
        assert isinstance(status, TermEditor)  # noqa: S101  every kind's status is a term
        bench.theme.dress(status.box, face="meta", ink="ink_2", look="bare")
        status.box.hug()
        status.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        field = Field(bench, field_label(name), status, placement="bare")
        field.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._adopt(name, field)
        line.addWidget(field)
        self.link_button = icon_button(
            bench.theme, bench.icons, "link", self.tr("Link to another point"), self.find_link
        )
        self.more_button = icon_button(bench.theme, bench.icons, "ellipsis", self.tr("More for this point"), self._more)
        line.addWidget(self.link_button)
        line.addWidget(self.more_button)
        bench.theme.dress(head, high=40)
        return head

    def _help(self) -> QWidget:
        """The foot, where it says what the field is for in which one is: nothing moves when that changes."""
        self._foot = QWidget()
        column = QVBoxLayout(self._foot)
        tight(column)
        column.addWidget(rule(self._bench.theme))
        self._about = label(self._bench.theme, face="meta", ink="ink_2")
        self._about.setContentsMargins(16, 0, 16, 0)
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bench.theme.dress(self._about, high=24)
        column.addWidget(self._about)
        self._foot.hide()
        return self._foot

    def _fold(self, group: Group, column: QVBoxLayout) -> Fold:
        def build() -> QWidget:
            body = QWidget()
            lines = QVBoxLayout(body)
            tight(lines, spacing=4)
            for number, line in enumerate(group.lines):
                if number and line.placement == "above":
                    lines.addSpacing(4)
                self._add_line(lines, line)
            return body

        fold = Fold(self._bench, group_title(group.id), build)
        fold.built.connect(self._fill)
        column.addWidget(fold)
        return fold

    def _add_line(self, column: QVBoxLayout, line: Line) -> None:
        made = [self._field(name, line) for name in line.names]
        if len(made) == 1:
            column.addWidget(made[0])
            return
        side = SideBySide(self._bench.theme, line.shares or (1,) * len(made))
        for field in made:
            side.addWidget(field)
        column.addLayout(side)

    def _field(self, name: str, line: Line) -> Field:
        cls = POINT_CLASSES[self._kind]
        own = name in _LABELS_OF_OWN
        editor = make_editor(self._bench, name, None if own else spec_of(cls, name))
        about = "" if own else about_field(cls.__dataclass_fields__[name].metadata["about"])
        words = self._own_label(name) if own else field_label(name)
        field = Field(self._bench, words, editor, placement=line.placement, about=about)
        self._adopt(name, field)
        return field

    def _own_label(self, name: str) -> str:
        return {
            "rating": self.tr("Rating"),
            "mitigated_by": self.tr("Mitigated by"),
            "settled_by": self.tr("Settled by"),
            "raised_by": self.tr("In dilemmas"),
        }[name]

    def _adopt(self, name: str, field: Field) -> None:
        self.fields[name] = field
        editor = field.editor
        editor.edited.connect(lambda value: self._write(name, {name: value}))
        editor.edited_together.connect(lambda values: self._write(name, values))
        editor.refused.connect(field.say_wrong)

    def _leave_room(self, _least: int, most: int) -> None:
        """Let the scroll bar stand in the right margin, so that nothing moves when it comes."""
        bar = self._scroll.verticalScrollBar().sizeHint().width() if most else 0
        self._column.setContentsMargins(16, 0, max(0, 16 - bar), 16)

    # --------------------------------------------------------------------------------------------- showing

    @property
    def point_id(self) -> str:
        """Which point is shown; empty before the first."""
        return self._point.id if self._point is not None else ""

    def show_point(self, dossier: Dossier, point: Point) -> None:
        """Show a point, or what has become of it."""
        while self.build_on():
            pass
        if self._point is not None and self._point.id != point.id:
            self._shown.clear()
            self._scroll.verticalScrollBar().setValue(0)
            for field in self.fields.values():
                field.say_wrong("")
        if self._dossier is not None and self._dossier.settings is not dossier.settings:
            self._shown.clear()
        self._dossier, self._point = dossier, point
        self._title.setText(point_name(point))
        self._fill()
        self.evidence.show_point(dossier, point)
        self._show_aside()

    def _fill(self) -> None:
        """Show in each editor what its field holds, where that is another value than it shows already."""
        dossier, point = self._dossier, self._point
        if dossier is None or point is None:
            return
        for name, field in self.fields.items():
            value = getattr(point, name, None)
            editor = field.editor
            fresh = self._shown.get(name, _UNSET)
            if name != "rating" and fresh is value and not editor.follows_dossier:
                continue
            editor.regard(dossier, point)
            editor.show_value(value)
            if fresh is _UNSET:
                editor.set_read_only(self._read_only)
            elif fresh != value:
                field.say_wrong("")
            self._shown[name] = value

    def _show_aside(self) -> None:
        held = self._point.set_aside if self._point is not None else ()
        self.folds["aside"].setVisible(bool(held))
        lines = []
        for name, value in held:
            lines.append(f"{name}: {_spelled(thaw(value))}")
        self._aside.setText("\n".join(lines))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show every field as text."""
        if read_only == self._read_only:
            return
        self._read_only = read_only
        self._say_read_only()

    def _say_read_only(self) -> None:
        read_only = self._read_only
        for field in self.fields.values():
            field.editor.set_read_only(read_only)
        self.evidence.set_read_only(read_only)
        self.link_button.setVisible(not read_only)
        self.more_button.setVisible(not read_only)

    def restyle(self) -> None:
        """Draw the symbol anew, and what is drawn by hand elsewhere."""
        size = self._bench.theme.px(12)
        self._symbol.setPixmap(
            kind_pixmap(self._kind, self._bench.theme, size=size, ratio=self.devicePixelRatioF(), ground="panel")
        )
        self.evidence.restyle()
        for field in self.fields.values():
            if isinstance(field.editor, LinksEditor):
                field.editor.forget()
        self._fill()

    # ---------------------------------------------------------------------------------------------- acting

    def _write(self, name: str, values: dict[str, Any]) -> None:
        """Change the point; what it refuses is said beside the field, at once."""
        point = self._point
        if point is None:
            return
        field, refused = self.fields[name], [""]

        def edit(dossier: Dossier) -> Dossier:
            try:
                return operations.edit_point(dossier, point.id, at=now(), values=values)
            except FieldError as error:
                refused[0] = refusal(error)
            except UsageError as error:
                refused[0] = str(error)
            return dossier

        merge = f"{point.id}/{name}" if field.editor.typed else ""
        act = self.tr("Edit {field}").format(field=field.words.lower())
        if not self._bench.session.apply(act, edit, merge=merge):
            self._shown.pop(name, None)  # it went wrong, and a notice says so: show what is still so
            self._fill()
            return
        field.say_wrong(refused[0])

    def _more(self) -> None:
        self.menu_wanted.emit(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def find_link(self) -> None:
        """Open the group of the links, and the field in which one finds another point."""
        self.reveal(next(iter(n for line in _group(self._kind, "links").lines for n in line.names)))

    def focus_title(self) -> None:
        """Take the focus at the title, all of it selected: a new point wants its own."""
        editor = self.fields["title"].editor
        editor.setFocus()
        field = editor.focusProxy()
        if field is not None and hasattr(field, "selectAll"):
            field.selectAll()

    def reveal(self, name: str) -> None:
        """Unfold, scroll to and enter a field, by its attribute's name."""
        for group in GROUPS[self._kind]:
            if any(name in line.names for line in group.lines):
                self.folds[group.id].unfold()
        if name == "evidence":
            self._scroll.ensureWidgetVisible(self.evidence)
            self.evidence.cite.setFocus()
        elif name in self.fields:
            field = self.fields[name]
            field.editor.setFocus()
            QTimer.singleShot(0, field, lambda: self._scroll.ensureWidgetVisible(field, 0, 40))

    def reveal_evidence(self, passage_id: str) -> None:
        """Scroll to a passage among the evidence, and enter it; to the evidence where it is not among it."""
        card = self.evidence.card_of(passage_id)
        if card is None:
            self.reveal("evidence")
            return
        card.show_button.setFocus()
        QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card, 0, 40))

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep the field in view in which one is, and say at the foot what it is for."""
        if new is None or not self.isAncestorOf(new):
            self._foot.hide()
            return
        inside = self._scroll.widget()
        if inside is not None and inside.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, 24)
        about = next((f.about for f in self.fields.values() if f.about and f.isAncestorOf(new)), "")
        self._about.setText(about)
        self._foot.setVisible(bool(about))


def _group(kind: Kind, group_id: str) -> Group:
    return next(group for group in GROUPS[kind] if group.id == group_id)


def _spelled(value: Any) -> str:
    """Plain data in words: “cause: …; event: …”."""
    if isinstance(value, dict):
        return "; ".join(f"{field_label(name).lower()}: {_spelled(entry)}" for name, entry in value.items())
    if isinstance(value, list):
        return ", ".join(map(_spelled, value))
    return str(value)
