"""What can be done in the reader, declared: menus, palette, shortcut sheet and context menu have it from here."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from briefgen.domain.dossier import Dossier
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import Kind
from briefgen.gui.panel import Panel
from briefgen.gui.reader.finding import Finding
from briefgen.gui.reader.lost_passages import LostPassages
from briefgen.gui.reader.text_view import TextView
from briefgen.gui.reader.views import Views

_KEYS = {Kind.RISK: "1", Kind.DILEMMA: "2", Kind.RECOMMENDATION: "3"}
_SIZES = (12, 40)
_PAGE_SIZES = ("reader.zoom_in", "reader.zoom_out", "reader.fit_width", "reader.fit_page")
_WIDTHS = (40, 120)


class ActingReader(Panel):
    """What the actions need of the reader."""

    text: TextView
    views: Views
    lost: LostPassages
    finding: Finding
    size_button: QToolButton
    dossier: Dossier
    source: Source | None

    @abstractmethod
    def span(self) -> tuple[int, int] | None:
        """The selected words, as code points."""

    @abstractmethod
    def taggable(self, kind: Kind | None = None) -> tuple[int, int] | None:
        """What would become evidence of a point."""

    @abstractmethod
    def make(self, kind: Kind) -> None:
        """Make a point of it."""

    @abstractmethod
    def ask_where_to_cite(self) -> None:
        """Cite it in a point that the user finds."""

    @abstractmethod
    def chosen(self) -> Passage | None:
        """The chosen passage."""

    @abstractmethod
    def step_passage(self, step: int) -> None:
        """Choose another passage."""

    @abstractmethod
    def move_end(self, *, start: bool, later: bool) -> None:
        """Move an end of the chosen passage."""

    @abstractmethod
    def place_lost(self, passage: str = "") -> None:
        """Set a lost passage on the selected words."""

    @abstractmethod
    def drop_passage(self, passage: str = "") -> None:
        """Drop a passage."""

    @abstractmethod
    def open_find(self) -> None:
        """Begin to find."""

    @abstractmethod
    def open_outline(self) -> None:
        """Show the headings."""

    @abstractmethod
    def show_as(self, *, pages: bool) -> None:
        """Show the source as its real pages or as text."""

    @abstractmethod
    def has_headings(self) -> bool:
        """Whether there are any."""


def declare(reader: ActingReader) -> tuple[tuple[str, ...], ...]:
    """Declare the reader's actions; gives the ids of those for its context menu, in groups."""
    add, tr = reader.bench.actions.add, reader.tr
    for kind, (name, tip) in {
        Kind.RISK: (tr("Make &risk"), tr("Make a risk of the selected words")),
        Kind.DILEMMA: (tr("Make &dilemma"), tr("Make a dilemma of the selected words")),
        Kind.RECOMMENDATION: (tr("Make re&commendation"), tr("Make a recommendation of the selected words")),
    }.items():
        add(
            f"point.{kind.value}",
            name,
            partial(reader.make, kind),
            menu="point",
            group="make",
            shortcut=_KEYS[kind],
            tip=tip,
            words=tr("tag passage point"),
            when=partial(_can_make, reader, kind),
            scope=reader.views,
        )
    add(
        "point.cite",
        tr("C&ite in a point…"),
        reader.ask_where_to_cite,
        menu="point",
        group="make",
        shortcut="0",
        tip=tr("Cite the selected words as evidence of a point that is there"),
        when=lambda: reader.taggable() is not None and bool(reader.dossier.points),
        scope=reader.views,
    )
    _declare_passages(reader)
    _declare_finding(reader)
    _declare_size(reader)
    _declare_views(reader)
    return (
        ("point.risk", "point.dilemma", "point.recommendation", "point.cite"),
        ("passage.drop",),
        ("reader.find", "reader.size"),
    )


def _can_make(reader: ActingReader, kind: Kind) -> bool:
    return reader.taggable(kind) is not None


def _declare_passages(reader: ActingReader) -> None:
    add, tr = reader.bench.actions.add, reader.tr

    def can_change() -> bool:
        return reader.chosen() is not None and not reader.bench.session.read_only

    for name, words, step, key, icon in (
        ("passage.previous", tr("&Previous passage"), -1, "Alt+Up", "chevron-up"),
        ("passage.next", tr("&Next passage"), 1, "Alt+Down", "chevron-down"),
    ):
        add(
            name,
            words,
            partial(reader.step_passage, step),
            menu="go",
            group="passage",
            shortcut=key,
            icon=icon,
            when=lambda: reader.text.scene is not None and bool(reader.text.scene.marks.all),
            scope=reader,
        )
    for name, words, start, later, key in (
        ("passage.end_later", tr("Passage ends one word &later"), False, True, "Alt+Shift+Right"),
        ("passage.end_sooner", tr("Passage ends one word &sooner"), False, False, "Alt+Shift+Left"),
        ("passage.start_sooner", tr("Passage begins one word soo&ner"), True, False, "Alt+Shift+Up"),
        ("passage.start_later", tr("Passage begins one word l&ater"), True, True, "Alt+Shift+Down"),
    ):
        add(
            name,
            words,
            partial(reader.move_end, start=start, later=later),
            menu="point",
            group="passage",
            shortcut=key,
            words=tr("widen narrow ends"),
            when=can_change,
            scope=reader,
        )
    add(
        "passage.place",
        tr("&Place lost passage here"),
        reader.place_lost,
        menu="point",
        group="passage",
        tip=tr("Set the lost passage chosen above the text on the selected words"),
        when=lambda: bool(reader.lost.current()) and reader.span() is not None and not reader.bench.session.read_only,
    )
    add(
        "passage.drop",
        tr("Dr&op passage"),
        reader.drop_passage,
        menu="point",
        group="passage",
        shortcut="Delete",
        icon="trash-2",
        tip=tr("Drop the chosen passage, and the evidence that it is"),
        when=can_change,
        scope=reader.views,
    )


def _declare_finding(reader: ActingReader) -> None:
    add, tr = reader.bench.actions.add, reader.tr
    add(
        "reader.find",
        tr("&Find in text…"),
        reader.open_find,
        menu="edit",
        group="find",
        shortcut="Ctrl+F",
        icon="search",
        tip=tr("Find in this text"),
        when=lambda: reader.source is not None,
        scope=reader,
    )
    for name, words, step, key in (
        ("reader.find_next", tr("Find &next"), 1, "F3"),
        ("reader.find_previous", tr("Find pre&vious"), -1, "Shift+F3"),
    ):
        add(
            name,
            words,
            partial(reader.finding.step, step),
            menu="edit",
            group="find",
            shortcut=key,
            when=lambda: bool(reader.finding.hits),
            scope=reader,
        )
    add(
        "reader.headings",
        tr("&Headings…"),
        reader.open_outline,
        menu="go",
        group="page",
        shortcut="Ctrl+Shift+H",
        words=tr("outline contents"),
        when=reader.has_headings,
        scope=reader,
    )


def _declare_views(reader: ActingReader) -> None:
    add, tr, views = reader.bench.actions.add, reader.tr, reader.views

    def show(*, pages: bool) -> None:
        reader.show_as(pages=pages)
        views.take_focus()

    def shown(*, pages: bool) -> bool:
        return views.as_pages is pages

    def is_pdf() -> bool:
        return views.has_pages

    def are_shown() -> bool:
        return views.now is views.pages

    add(
        "reader.pages",
        tr("PDF as its real &pages"),
        lambda: show(pages=not views.as_pages),
        menu="view",
        group="workspace",
        shortcut="Ctrl+Shift+L",
        tip=tr("Show the PDF as it looks, or as text"),
        words=tr("layout original view"),
        when=is_pdf,
        checked=lambda: views.as_pages,
    )
    for name, words, run in (
        (
            "reader.zoom_in",
            tr("Pages of the PDF larger (Ctrl++)"),
            lambda: views.pages.set_zoom(views.pages.zoom * 1.1),
        ),
        (
            "reader.zoom_out",
            tr("Pages of the PDF smaller (Ctrl+-)"),
            lambda: views.pages.set_zoom(views.pages.zoom / 1.1),
        ),
        (
            "reader.fit_width",
            tr("Pages of the PDF as wide as the reader (Ctrl+0)"),
            lambda: views.pages.set_fit("width"),
        ),
        ("reader.fit_page", tr("Whole pages of the PDF (Ctrl+9)"), lambda: views.pages.set_fit("page")),
    ):
        add(name, words, run, menu="view", group="size", when=are_shown)
    both = QActionGroup(reader)
    for name, words, tip, pages in (
        ("reader.as_text", tr("Text"), tr("The PDF's text (Ctrl+Shift+L)"), False),
        ("reader.as_pages", tr("Pages"), tr("The PDF as it looks (Ctrl+Shift+L)"), True),
    ):
        add(
            name,
            words,
            partial(show, pages=pages),
            tip=tip,
            when=is_pdf,
            checked=partial(shown, pages=pages),
            listed=False,
            exclusive=both,
        )


def _declare_size(reader: ActingReader) -> None:
    add, tr, choices = reader.bench.actions.add, reader.tr, reader.bench.choices

    def within(name: str, by: int, limits: tuple[int, int]) -> bool:
        return limits[0] <= int(getattr(choices.preferences, name)) + by <= limits[1]

    def change(name: str, by: int) -> None:
        choices.change(**{name: getattr(choices.preferences, name) + by})

    made = []
    for name, words, setting, by, limits in (
        ("reader.larger", tr("&Larger reading text"), "reader_size", 1, _SIZES),
        ("reader.smaller", tr("S&maller reading text"), "reader_size", -1, _SIZES),
        ("reader.wider", tr("&Wider lines"), "reader_width", 5, _WIDTHS),
        ("reader.narrower", tr("&Narrower lines"), "reader_width", -5, _WIDTHS),
    ):
        add(
            name,
            words,
            partial(change, setting, by),
            menu="view",
            group="size",
            when=partial(within, setting, by, limits),
        )
        made.append(name)
    add(
        "reader.usual",
        tr("&Usual reading text and lines"),
        lambda: choices.change(reader_size=18, reader_width=70),
        menu="view",
        group="size",
    )
    made.append("reader.usual")

    def open_menu() -> None:
        menu = QMenu(reader)
        on_pages = reader.views.now is reader.views.pages
        for name in _PAGE_SIZES if on_pages else made:
            menu.addAction(reader.bench.actions[name])
        menu.aboutToHide.connect(menu.deleteLater)
        button = reader.size_button
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    add(
        "reader.size",
        tr("Reading &text…"),
        open_menu,
        icon="a-large-small",
        tip=tr("Size of the reading text and length of its lines"),
        listed=False,
    )
