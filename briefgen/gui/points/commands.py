"""What can be done with a point as a whole, declared for menus, palette and keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import repeat
from operator import is_

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.points import Point
from briefgen.domain.terms import Kind
from briefgen.gui.bench import Bench
from briefgen.gui.kinds import KINDS, kind_word
from briefgen.gui.notices import Remedy
from briefgen.gui.points.words import point_name, title_of
from briefgen.workflows import now


class PointCommands(QObject):
    """The acts of the Point menu.

    Args:
        bench: The window's.
        tree: The list, in which alone some keys work.
        panel: The panel, in which others do.
        merge: Asks with which other point the present one is to be merged.
        new: Is told the id of a new point, so that its title can be typed.
    """

    def __init__(
        self, bench: Bench, tree: QWidget, panel: QWidget, merge: Callable[[], object], new: Callable[[str], object]
    ) -> None:
        super().__init__(panel)
        self._bench, self._new = bench, new
        self._found: tuple[tuple[Point, ...], Point, int] | None = None
        add = bench.actions.add
        for number, kind in enumerate(KINDS, 1):
            add(
                f"point.new-{kind.value}",
                self.tr("New {kind}").format(kind=kind_word(kind).lower()),
                partial(self.make, kind),
                menu="point",
                group="make",
                shortcut=f"Ctrl+Alt+{number}",
                tip=self.tr("A point without a passage yet"),
                when=self._can_write,
            )
        convert = bench.actions.add_submenu(
            "point.convert", self.tr("&Convert to"), self.fill_convert, menu="point", group="edit", when=self._has_point
        )
        convert.setAccessibleName(self.tr("Convert to"))
        for kind in KINDS:
            add(
                f"point.convert-{kind.value}",
                self.tr("Convert to {kind}").format(kind=kind_word(kind).lower()),
                partial(self.convert, kind),
                when=partial(self._can_become, kind),
            )
        add(
            "point.merge",
            self.tr("&Merge with…"),
            merge,
            menu="point",
            group="edit",
            icon="merge",
            when=lambda: self._has_point() and self._has_fellow(),
            words=self.tr("join unite"),
        )
        add(
            "point.up",
            self.tr("Move &up"),
            lambda: self.step(-1),
            menu="point",
            group="order",
            icon="arrow-up",
            shortcut="Ctrl+Shift+Up",
            scope=tree,
            when=lambda: self._has_point() and self._place_after(-1) is not None,
        )
        add(
            "point.down",
            self.tr("Move &down"),
            lambda: self.step(1),
            menu="point",
            group="order",
            icon="arrow-down",
            shortcut="Ctrl+Shift+Down",
            scope=tree,
            when=lambda: self._has_point() and self._place_after(1) is not None,
        )
        add(
            "point.delete",
            self.tr("D&elete point"),
            self.delete,
            menu="point",
            group="remove",
            icon="trash-2",
            shortcut=("Del", "Backspace"),
            scope=tree,
            when=self._has_point,
            tip=self.tr("Put the point into the bin"),
        )

    # ------------------------------------------------------------------------------------------------ state

    def _point(self) -> Point | None:
        wanted = self._bench.selection.place.point
        return by_id(self._bench.session.dossier.points).get(wanted)

    def _kind(self) -> Kind | None:
        point = self._point()
        return point.kind if point is not None else None

    def _can_write(self) -> bool:
        return not self._bench.session.read_only

    def _has_point(self) -> bool:
        return self._can_write() and self._point() is not None

    def _has_fellow(self) -> bool:
        point = self._point()
        # Asked after every change: looked for at C's speed, for the first of its kind has none among ten thousand.
        return point is not None and list(map(type, self._bench.session.dossier.points)).count(type(point)) > 1

    def _can_become(self, kind: Kind) -> bool:
        return self._has_point() and self._kind() is not kind

    def _place_after(self, step: int) -> int | None:
        """The index among all points to which the point goes by a step among those of its kind; None at the end."""
        point = self._point()
        if point is None:
            return None
        points = self._bench.session.dossier.points
        if self._found is None or self._found[0] is not points or self._found[1] is not point:
            # Asked after every change, for several actions: looked for once, at C's speed.
            self._found = points, point, list(map(is_, points, repeat(point))).index(True)
        place = self._found[2] + step
        while 0 <= place < len(points):
            if points[place].kind is point.kind:
                return place
            place += step
        return None

    # ------------------------------------------------------------------------------------------------- acts

    def make(self, kind: Kind) -> None:
        """Make a point without evidence; its title is a draft."""
        word = kind_word(kind).lower()
        title = self.tr("New {kind}").format(kind=word)
        author = self._bench.choices.preferences.author
        made = self._bench.session.make(
            self.tr("Make {kind}").format(kind=word),
            lambda d: operations.make_point(
                d, kind, title=title, at=now(), values={"title_is_draft": True, "author": author}
            ),
        )
        if made:
            self._bench.selection.select(point=made)
            self._new(made)

    def convert(self, kind: Kind) -> None:
        """Make another kind of the present point."""
        point = self._point()
        if point is None or point.kind is kind:
            return
        made = self._bench.session.make(
            self.tr("Convert to {kind}").format(kind=kind_word(kind).lower()),
            lambda d: operations.convert_point(d, point.id, kind, at=now()),
        )
        if made:
            self._bench.selection.select(point=made)

    def fill_convert(self, menu: QMenu) -> None:
        """Offer the other kinds."""
        for kind in KINDS:
            if kind is not self._kind():
                menu.addAction(kind_word(kind), partial(self.convert, kind))

    def merge(self, other_id: str) -> None:
        """Merge another point into the present one."""
        point = self._point()
        if point is not None:
            self._bench.session.apply(
                self.tr("Merge points"), lambda d: operations.merge_points(d, point.id, [other_id], at=now())
            )

    def split_off(self, passage_id: str) -> None:
        """Make a point of its own of a passage that the present one cites; it takes a copy of the fields."""
        point = self._point()
        if point is None:
            return
        title = self.tr("{title} (split off)").format(title=title_of(point))

        def split(dossier: Dossier) -> tuple[Dossier, str]:
            after, made = operations.split_point(dossier, point.id, passages=[passage_id], title=title, at=now())
            drafted = {"title": title, "title_is_draft": True}
            return operations.edit_point(after, made, at=now(), values=drafted), made

        made = self._bench.session.make(self.tr("Split point"), split)
        if made:
            self._bench.selection.select(point=made)
            self._new(made)

    def step(self, step: int) -> None:
        """Move the present point one place up (-1) or down (1) among those of its kind."""
        point, place = self._point(), self._place_after(step)
        if point is not None and place is not None:
            self.move(point.id, place)

    def move(self, point_id: str, place: int) -> None:
        """Move a point to an index among all points."""
        self._bench.session.apply(self.tr("Move point"), lambda d: operations.move_point(d, point_id, place))

    def cite(self, passage_id: str, point_id: str) -> None:
        """Cite a passage as evidence of a point."""
        self._bench.session.apply(self.tr("Cite passage"), lambda d: operations.cite(d, point_id, passage_id, at=now()))

    def delete(self) -> None:
        """Put the present point into the bin; the one after it is selected."""
        point = self._point()
        if point is None:
            return
        beside = self._place_after(1)
        if beside is None:
            beside = self._place_after(-1)
        next_one = self._bench.session.dossier.points[beside].id if beside is not None else ""
        label = self.tr("Delete {point}").format(point=point_name(point))
        # Selected first: else all panels would show that nothing is selected, and then this.
        self._bench.selection.select(point=next_one)
        if not self._bench.session.apply(label, lambda d: operations.delete_point(d, point.id, at=now())):
            self._bench.selection.select(point=point.id)
        else:
            words = self.tr("{point} is in the bin.").format(point=point_name(point))
            self._bench.notices.say(
                words, "done", Remedy(self.tr("Undo"), self._bench.session.undo), key="point.delete"
            )
