"""Editors of links between points: what a recommendation mitigates, settles and depends on; and the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier, kind_of
from briefgen.domain.operations import Relation
from briefgen.domain.points import Dilemma, Mitigation, Point, Recommendation, Settlement
from briefgen.domain.terms import Kind
from briefgen.gui.bench import Bench
from briefgen.gui.controls import ElidedLabel, icon_button, label, push_button, tight
from briefgen.gui.kinds import kind_icon, kind_pixmap, kind_word
from briefgen.gui.points.editors import BoxEditor, Editor, Row
from briefgen.gui.points.finder import Finder, Found
from briefgen.gui.points.words import point_name, title_of
from briefgen.workflows import now


def found_points(bench: Bench, points: Iterable[Point]) -> list[Found]:
    """Offer points to be picked by typing."""
    return [
        Found(point.id, title_of(point), point_name(point), kind_icon(point.kind, bench.theme, size=12))
        for point in points
    ]


class _Linked(QWidget):
    """One linked point: its symbol, its title, a button that goes there, one that takes the link away."""

    def __init__(self, bench: Bench, point: Point, drop: Callable[[], object] | None, *extra: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, spacing=4)
        line = QHBoxLayout()
        tight(line, spacing=8)
        column.addLayout(line)
        symbol = QLabel()
        size = bench.theme.px(12)
        symbol.setPixmap(
            kind_pixmap(point.kind, bench.theme, size=size, ratio=self.devicePixelRatioF(), ground="panel")
        )
        line.addWidget(symbol)
        line.addWidget(label(bench.theme, str(point.number), ink="ink_2"))
        line.addWidget(ElidedLabel(bench.theme, title_of(point)), 1)
        show = push_button(bench.theme, self.tr("Show"), lambda: bench.selection.go(point=point.id), look="text")
        show.setAccessibleName(self.tr("Show {point}").format(point=point_name(point)))
        line.addWidget(show)
        if drop is not None:
            words = self.tr("Take away the link to {point}").format(point=point_name(point))
            line.addWidget(icon_button(bench.theme, bench.icons, "x", words, drop, size=14))
        for widget in extra:
            column.addWidget(widget)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A row as it is shown: the widget, what it says of the point, and how it shows the link."""

    widget: QWidget
    about: tuple[object, ...]
    show: Callable[[Any], object]


class LinksEditor(Editor):
    """The points that one is linked to, and a field to find another."""

    follows_dossier = True

    def __init__(self, bench: Bench, hint: str) -> None:
        super().__init__(bench)
        self._dossier, self._point_id = Dossier(), ""
        self._read_only = False
        self._shown: dict[str, _Shown] = {}
        column = QVBoxLayout(self)
        tight(column, spacing=4)
        self._rows = QVBoxLayout()
        tight(self._rows, spacing=4)
        column.addLayout(self._rows)
        self.finder = Finder(bench, hint, self._offers)
        self.finder.picked.connect(self._add)
        column.addWidget(self.finder)
        self._none = label(bench.theme, self.tr("None"), ink="ink_3")
        self._none.hide()
        column.addWidget(self._none)
        self.setFocusProxy(self.finder)

    def regard(self, dossier: Dossier, point: Point) -> None:
        """See the other points."""
        self._dossier, self._point_id = dossier, point.id

    def _offers(self) -> Sequence[Found]:
        taken = {point.id for point, _ in self._linked()} | {self._point_id}
        return found_points(self.bench, (p for p in self._candidates() if p.id not in taken))

    def _candidates(self) -> Iterable[Point]:
        raise NotImplementedError

    def _linked(self) -> list[tuple[Point, Any]]:
        """The linked points, each with what else belongs to its link."""
        raise NotImplementedError

    def _add(self, point_id: str) -> None:
        raise NotImplementedError

    def _drop(self, point_id: str) -> None:
        raise NotImplementedError

    def _extra(self, point: Point) -> tuple[tuple[QWidget, ...], Callable[[Any], object]]:
        """Make what is shown of a link under its point, and what shows the link in it."""
        return (), lambda _link: None

    def _fill(self) -> None:
        """Show the links. A row that is about the same point stays, and with it the focus."""
        linked = self._linked()
        self._none.setVisible(self._read_only and not linked)
        wanted = {point.id: (point.title, getattr(point, "options", ()), self._read_only) for point, _ in linked}
        for point_id in [known for known, row in self._shown.items() if wanted.get(known) != row.about]:
            gone = self._shown.pop(point_id).widget
            gone.hide()
            gone.deleteLater()
        for place, (point, link) in enumerate(linked):
            row = self._shown.get(point.id)
            if row is None:
                drop = None if self._read_only else partial(self._drop, point.id)
                extra, show = self._extra(point)
                row = _Shown(_Linked(self.bench, point, drop, *extra), wanted[point.id], show)
                self._shown[point.id] = row
            if self._rows.indexOf(row.widget) != place:
                self._rows.insertWidget(place, row.widget)
            row.show(link)

    def forget(self) -> None:
        """Draw every row anew the next time: the theme is another."""
        for row in self._shown.values():
            row.widget.hide()
            row.widget.deleteLater()
        self._shown.clear()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show the links alone."""
        if read_only != self._read_only:
            self._read_only = read_only
            self.finder.setVisible(not read_only)
            self._fill()

    def name(self, text: str) -> None:
        """Name the field in which one finds a point."""
        self.finder.setAccessibleName(f"{text}: {self.finder.placeholderText()}")


class MitigatesEditor(LinksEditor):
    """The risks that a recommendation mitigates, each with its steps on likelihood and impact."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, self.tr("Find a risk to mitigate"))
        self._value: tuple[Mitigation, ...] = ()

    def _candidates(self) -> Iterable[Point]:
        return (point for point in self._dossier.points if point.kind is Kind.RISK)

    def _linked(self) -> list[tuple[Point, Any]]:
        return [(self._dossier.point(m.risk), m) for m in self._value]

    def _add(self, point_id: str) -> None:
        self.edited.emit((*self._value, Mitigation(risk=point_id)))

    def _drop(self, point_id: str) -> None:
        self.edited.emit(tuple(m for m in self._value if m.risk != point_id))

    def _extra(self, point: Point) -> tuple[tuple[QWidget, ...], Callable[[Any], object]]:
        holder = QWidget()
        grid = QGridLayout(holder)
        tight(grid, spacing=4)
        boxes: dict[str, BoxEditor] = {}
        for column, (name, words) in enumerate(
            (("likelihood_steps", self.tr("Likelihood")), ("impact_steps", self.tr("Impact")))
        ):
            box = boxes[name] = BoxEditor(self.bench)
            box.offer(self._steps())
            box.set_read_only(self._read_only)
            box.name(f"{point_name(point)}: {words}")
            box.edited.connect(partial(self._step, point.id, name))
            grid.addWidget(label(self.bench.theme, words, face="meta", ink="ink_2"), 0, column)
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 1)

        def show(link: Mitigation) -> None:
            for name, box in boxes.items():
                box.show_value(getattr(link, name))

        return (holder,), show

    def _steps(self) -> list[Row]:
        down = (self.tr("{n} steps down").format(n=n) for n in (2, 3, 4))
        return [Row(-n, words) for n, words in enumerate((self.tr("no step"), self.tr("1 step down"), *down))]

    def _step(self, risk: str, name: str, value: int) -> None:
        changes: dict[str, Any] = {name: value}
        self.edited.emit(tuple(replace(m, **changes) if m.risk == risk else m for m in self._value))

    def show_value(self, value: Any) -> None:
        """Show the mitigations."""
        self._value = value
        self._fill()


class SettlesEditor(LinksEditor):
    """The dilemmas that a recommendation settles, each with the option that it settles it by."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, self.tr("Find a dilemma to settle"))
        self._value: tuple[Settlement, ...] = ()

    def _candidates(self) -> Iterable[Point]:
        return (point for point in self._dossier.points if point.kind is Kind.DILEMMA)

    def _linked(self) -> list[tuple[Point, Any]]:
        return [(self._dossier.point(s.dilemma), s) for s in self._value]

    def _add(self, point_id: str) -> None:
        self.edited.emit((*self._value, Settlement(dilemma=point_id)))

    def _drop(self, point_id: str) -> None:
        self.edited.emit(tuple(s for s in self._value if s.dilemma != point_id))

    def _extra(self, point: Point) -> tuple[tuple[QWidget, ...], Callable[[Any], object]]:
        box = BoxEditor(self.bench)
        options = point.options if isinstance(point, Dilemma) else ()
        by = [Row(o.letter, self.tr("by option {letter}").format(letter=o.letter), o.name) for o in options]
        box.offer([Row("", self.tr("by no option alone")), *by])
        box.set_read_only(self._read_only)
        box.name(self.tr("{point}: settled by").format(point=point_name(point)))
        box.edited.connect(partial(self._choose, point.id))
        return (box,), lambda link: box.show_value(link.option)

    def _choose(self, dilemma: str, letter: str) -> None:
        self.edited.emit(tuple(replace(s, option=letter) if s.dilemma == dilemma else s for s in self._value))

    def show_value(self, value: Any) -> None:
        """Show the settlements."""
        self._value = value
        self._fill()


class IdsEditor(LinksEditor):
    """Points of one kind by their ids: what a recommendation depends on, the risks that an option raises."""

    def __init__(self, bench: Bench, kind: Kind) -> None:
        super().__init__(bench, self.tr("Find a {kind}").format(kind=kind_word(kind).lower()))
        self._kind = kind
        self._value: tuple[str, ...] = ()

    def _candidates(self) -> Iterable[Point]:
        return (point for point in self._dossier.points if point.kind is self._kind)

    def _linked(self) -> list[tuple[Point, Any]]:
        wanted = set(self._value)
        points = {point.id: point for point in self._dossier.points if point.id in wanted}
        return [(points[point_id], None) for point_id in self._value if point_id in points]

    def _add(self, point_id: str) -> None:
        self.edited.emit((*self._value, point_id))

    def _drop(self, point_id: str) -> None:
        self.edited.emit(tuple(other for other in self._value if other != point_id))

    def show_value(self, value: Any) -> None:
        """Show the points."""
        self._value = value
        self._fill()


class LinkedHereEditor(LinksEditor):
    """The recommendations that lead to this point: they hold the link, and are changed by what is done here."""

    def __init__(self, bench: Bench, kind: Kind) -> None:
        hint = self.tr("Find a recommendation that mitigates this")
        super().__init__(bench, hint if kind is Kind.RISK else self.tr("Find a recommendation that settles this"))

    def _candidates(self) -> Iterable[Point]:
        return (point for point in self._dossier.points if point.kind is Kind.RECOMMENDATION)

    def _linked(self) -> list[tuple[Point, Any]]:
        return [(p, None) for p in self._dossier.points if isinstance(p, Recommendation) and self._leads_here(p)]

    def _leads_here(self, point: Recommendation) -> bool:
        here = self._point_id
        return any(m.risk == here for m in point.mitigates) or any(s.dilemma == here for s in point.settles)

    def _add(self, point_id: str) -> None:
        here = self._point_id
        if kind_of(here) is Kind.RISK:
            self.bench.session.apply(
                self.tr("Link points"), lambda d: operations.link(d, point_id, Relation.MITIGATES, here, at=now())
            )
        else:
            self.bench.session.apply(self.tr("Link points"), lambda d: _settle(d, point_id, here))

    def _drop(self, point_id: str) -> None:
        here = self._point_id
        self.bench.session.apply(
            self.tr("Take link away"), lambda d: operations.unlink(d, point_id, Relation.ADDRESSES, here, at=now())
        )

    def show_value(self, value: Any) -> None:
        """Show who leads here; the point itself holds nothing of it."""
        self._fill()


class RaisedBy(LinksEditor):
    """The options of dilemmas that raise or reduce a risk: to be seen and gone to; they are changed at the dilemma."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "")
        self.finder.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _candidates(self) -> Iterable[Point]:
        return ()

    def _linked(self) -> list[tuple[Point, Any]]:
        found: list[tuple[Point, Any]] = []
        for point in self._dossier.points:
            if isinstance(point, Dilemma):
                words = [
                    template.format(letter=option.letter)
                    for option in point.options
                    for template, risks in (
                        (self.tr("option {letter} raises this risk"), option.raises),
                        (self.tr("option {letter} reduces this risk"), option.reduces),
                    )
                    if self._point_id in risks
                ]
                if words:
                    found.append((point, ", ".join(words)))
        return found

    def _extra(self, point: Point) -> tuple[tuple[QWidget, ...], Callable[[Any], object]]:
        words = label(self.bench.theme, face="meta", ink="ink_2", wraps=True)
        return (words,), words.setText

    def _fill(self) -> None:
        super()._fill()
        self._none.setVisible(not self._linked())

    def show_value(self, value: Any) -> None:
        """Show the options."""
        self._fill()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """It always is."""
        self._read_only = True
        self._fill()

    def name(self, text: str) -> None:
        """Name the list."""
        self.setAccessibleName(text)


def _settle(dossier: Dossier, recommendation: str, dilemma: str) -> Dossier:
    point = dossier.point(recommendation)
    settles = (*getattr(point, "settles", ()), Settlement(dilemma=dilemma))
    return operations.edit_point(dossier, recommendation, at=now(), values={"settles": settles})
