"""The evidence of a point: a card for each passage that it cites, and a field to find another one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Text
from briefgen.domain.points import Citation, Point
from briefgen.domain.quotations import ELLIPSIS, shown_quote
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import Kind
from briefgen.gui.bench import Bench
from briefgen.gui.controls import ElidedLabel, icon_button, label, push_button, tight
from briefgen.gui.kinds import kind_role
from briefgen.gui.points.editors import TextEditor
from briefgen.gui.points.elision import QuoteEditor
from briefgen.gui.points.finder import Finder, Found
from briefgen.gui.points.words import place_in_source
from briefgen.workflows import now


class Card(QWidget):
    """One cited passage: its words as they print, where they stand, and what can be done with them here."""

    split_off = Signal(str)
    """The passage that is to become the evidence of a point of its own."""

    def __init__(self, bench: Bench, kind: Kind) -> None:
        super().__init__()
        self._bench, self._kind = bench, kind
        self._dossier, self._point_id, self._passage_id = Dossier(), "", ""
        self._citation: Citation | None = None
        self._read_only = False
        self._editor: QuoteEditor | None = None
        self._note: TextEditor | None = None
        self._column = QVBoxLayout(self)
        tight(self._column, spacing=2, margins=(15, 6, 12, 4))
        self.quote = QLabel()
        self.quote.setWordWrap(True)
        self.quote.setTextFormat(Qt.TextFormat.RichText)
        self.quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.quote.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        bench.theme.dress(self.quote, face="quote", ink="ink")
        self._column.addWidget(self.quote)
        self._lost = label(
            bench.theme,
            self.tr("Lost: these words no longer stand in the source."),
            face="meta",
            ink="should_fix",
            wraps=True,
        )
        self._lost.hide()
        self._column.addWidget(self._lost)
        line = QHBoxLayout()
        tight(line, spacing=4)
        self._source = ElidedLabel(bench.theme, face="meta", ink="ink_2")
        self._source.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._place = label(bench.theme, face="meta", ink="ink_2")
        line.addWidget(self._source)
        line.addWidget(self._place)
        line.addStretch(1)
        self.more = icon_button(
            bench.theme, bench.icons, "ellipsis", self.tr("More for this quotation"), self._open_menu, size=14
        )
        bench.theme.dress(self.more, high=24)
        line.addWidget(self.more)
        self.show_button = push_button(bench.theme, self.tr("Show"), self._show_in_source, look="text")
        bench.theme.dress(self.show_button, face="meta_strong")
        line.addWidget(self.show_button)
        self._column.addLayout(line)

    # --------------------------------------------------------------------------------------------- showing

    def show_citation(self, dossier: Dossier, point: Point, citation: Citation) -> None:
        """Show a citation as it is now."""
        passage = dossier.passage(citation.passage)
        source = dossier.source(passage.source)
        self._dossier, self._point_id, self._passage_id, self._citation = dossier, point.id, passage.id, citation
        words = shown_quote(passage.quote, citation.edits)
        self._set_quote(words)
        self._lost.setVisible(passage.lost)
        self._source.say(source.title)
        self._place.setText("" if passage.lost else place_in_source(source, passage))
        self.show_button.setAccessibleName(self.tr("Show “{words}” in its source").format(words=_short(words)))
        self.more.setAccessibleName(self.tr("More for “{words}”").format(words=_short(words)))
        self.setAccessibleName(f"{words} {source.title} {self._place.text()}")
        if self._editor is not None:
            self._editor.show_citation(citation)
        if citation.note or self._note is not None:
            self._show_note(citation.note)

    def _set_quote(self, words: str) -> None:
        line = self._bench.theme.line("quote")
        quiet = self._bench.theme.color("ink_2").name()
        body = escape(words).replace(ELLIPSIS, f'<span style="color:{quiet}">{ELLIPSIS}</span>')
        self.quote.setText(f'<p style="margin:0; line-height:{line}px">{body}</p>')
        self.quote.setAccessibleName(words)

    def restyle(self) -> None:
        """Take the colours and sizes of another theme."""
        if self._citation is not None:
            self._set_quote(shown_quote(self._dossier.passage(self._passage_id).quote, self._citation.edits))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Let it be read alone."""
        self._read_only = read_only
        self.more.setVisible(not read_only)
        if self._note is not None:
            self._note.set_read_only(read_only)
        if read_only:
            self._close_editor()

    # ---------------------------------------------------------------------------------------------- acting

    def _show_in_source(self) -> None:
        passage = self._dossier.passage(self._passage_id)
        self._bench.selection.go(workspace="read", source=passage.source, passage=passage.id, point=self._point_id)

    def fill_menu(self, menu: QMenu) -> None:
        """Offer what can be done with the citation."""
        citation = self._citation
        if citation is None:
            return
        menu.addAction(self.tr("Show in source"), self._show_in_source)
        menu.addSeparator()
        if self._editor is None:
            menu.addAction(self.tr("Leave words out…"), self.edit_quote)
        else:
            menu.addAction(self.tr("Close the quotation’s editor"), self._close_editor)
        if self._note is None:
            menu.addAction(self.tr("Add a note"), lambda: self._show_note("", focus=True))
        point = self._dossier.point(self._point_id)
        if len(point.evidence) > 1:
            menu.addAction(self.tr("Split off into a point of its own"), lambda: self.split_off.emit(self._passage_id))
        menu.addSeparator()
        menu.addAction(self.tr("Don’t cite this passage"), self._uncite)

    def _open_menu(self) -> None:
        self._pop_up(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the same menu."""
        if not self._read_only:
            self._pop_up(event.globalPos())

    def _pop_up(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(at)

    def edit_quote(self) -> None:
        """Open the editor of the quotation in place of its words."""
        if self._editor is None and self._citation is not None:
            passage = self._dossier.passage(self._passage_id)
            self._editor = QuoteEditor(self._bench, self._point_id, passage, self._citation)
            done = push_button(self._bench.theme, self.tr("Done"), self._close_editor, look="small")
            line = QHBoxLayout()
            tight(line)
            line.addWidget(done)
            line.addStretch(1)
            layout = self._editor.layout()
            assert isinstance(layout, QVBoxLayout)  # noqa: S101  it made one
            layout.addLayout(line)
            self._column.insertWidget(1, self._editor)
            self.quote.hide()
            self._editor.setFocus()

    @property
    def editor(self) -> QuoteEditor | None:
        """The editor of the quotation, while it is open."""
        return self._editor

    def _close_editor(self) -> None:
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
            self.quote.show()

    def _show_note(self, note: str, *, focus: bool = False) -> None:
        if self._note is None:
            self._note = TextEditor(
                self._bench, Text(), one_line=False, hint=self.tr("Note, never printed")
            ).check_spelling()
            self._note.name(self.tr("Note on this quotation"))
            self._note.set_read_only(self._read_only)
            self._note.edited.connect(lambda words: self._write_note(str(words)))
            self._column.insertWidget(self._column.count() - 1, self._note)
        self._note.show_value(note)
        if focus:
            self._note.setFocus()

    def _write_note(self, note: str) -> None:
        point, passage = self._point_id, self._passage_id
        self._bench.session.apply(
            self.tr("Edit note on quotation"),
            lambda d: operations.edit_citation(d, point, passage, at=now(), note=note),
            merge=f"{point}/{passage}/note",
        )

    def _uncite(self) -> None:
        point, passage = self._point_id, self._passage_id
        self._bench.session.apply(self.tr("Un-cite passage"), lambda d: operations.uncite(d, point, passage, at=now()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and the bar of its kind."""
        del event
        theme = self._bench.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, theme.px(3), self.height(), theme.color(kind_role(self._kind)))


class Evidence(QWidget):
    """All that a point cites."""

    split_off = Signal(str)

    def __init__(self, bench: Bench, kind: Kind) -> None:
        super().__init__()
        self._bench, self._kind = bench, kind
        self._dossier = Dossier()
        self._point: Point | None = None
        self._cards: dict[str, Card] = {}
        self._read_only = False
        column = QVBoxLayout(self)
        tight(column, spacing=4)
        line = QHBoxLayout()
        tight(line, spacing=8, margins=(0, 0, 0, 0))
        line.addWidget(label(bench.theme, self.tr("Evidence"), face="strong"))
        self._count = label(bench.theme, face="meta", ink="ink_3")
        line.addWidget(self._count)
        line.addStretch(1)
        self.cite = push_button(bench.theme, self.tr("Cite a passage"), self.open_finder, look="text")
        self.cite.setProperty("flush", "right")
        line.addWidget(self.cite)
        column.addLayout(line)
        self.finder = Finder(bench, self.tr("Type words of the passage or its source"), self._offers)
        self.finder.picked.connect(self._cite)
        self.finder.left.connect(self._put_finder_away)
        self.finder.hide()
        column.addWidget(self.finder)
        self._none = label(
            bench.theme,
            self.tr("Nothing cited yet. Drag a passage here from the text, or pick one."),
            face="meta",
            ink="ink_2",
            wraps=True,
        )
        column.addWidget(self._none)
        self._stack = QVBoxLayout()
        tight(self._stack, spacing=8)
        column.addLayout(self._stack)

    def show_point(self, dossier: Dossier, point: Point) -> None:
        """Show the evidence of a point."""
        other = self._point is None or self._point.id != point.id
        self._dossier, self._point = dossier, point
        if other:
            for card in self._cards.values():
                card.hide()
                card.deleteLater()
            self._cards.clear()
            self.finder.hide()
        wanted = [citation.passage for citation in point.evidence]
        for passage in [passage for passage in self._cards if passage not in wanted]:
            card = self._cards.pop(passage)
            card.hide()
            card.deleteLater()
        for place, citation in enumerate(point.evidence):
            if citation.passage not in self._cards:
                card = self._cards[citation.passage] = Card(self._bench, self._kind)
                card.split_off.connect(self.split_off)
                card.set_read_only(self._read_only)
            card = self._cards[citation.passage]
            if self._stack.indexOf(card) != place:
                self._stack.insertWidget(place, card)
            card.show_citation(dossier, point, citation)
        self._count.setText(str(len(wanted)) if wanted else "")
        self._none.setVisible(not wanted and not self._read_only)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards in their order."""
        wanted = self._point.evidence if self._point is not None else ()
        return tuple(self._cards[citation.passage] for citation in wanted)

    def card_of(self, passage_id: str) -> Card | None:
        """The card of a passage; None if it is not cited."""
        return self._cards.get(passage_id)

    def open_finder(self) -> None:
        """Open the field in which one finds a passage."""
        self.finder.show()
        self.finder.setFocus()

    def _put_finder_away(self) -> None:
        self.finder.hide()
        self.cite.setFocus()

    def _offers(self) -> Sequence[Found]:
        dossier, point = self._dossier, self._point
        taken = {citation.passage for citation in point.evidence} if point is not None else set()
        sources = {source.id: source for source in dossier.sources}
        return [
            Found(passage.id, _short(" ".join(passage.quote.split()), 200), _where(sources[passage.source], passage))
            for passage in dossier.passages
            if passage.id not in taken and not passage.lost
        ]

    def _cite(self, passage_id: str) -> None:
        if self._point is None:
            return
        point_id = self._point.id
        self._bench.session.apply(self.tr("Cite passage"), lambda d: operations.cite(d, point_id, passage_id, at=now()))
        self._put_finder_away()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Let it be read alone."""
        self._read_only = read_only
        self.cite.setVisible(not read_only)
        if read_only:
            self.finder.hide()
        for card in self._cards.values():
            card.set_read_only(read_only)

    def restyle(self) -> None:
        """Take the colours and sizes of another theme."""
        for card in self._cards.values():
            card.restyle()


def _where(source: Source, passage: Passage) -> str:
    return f"{source.title}  {place_in_source(source, passage)}"


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
