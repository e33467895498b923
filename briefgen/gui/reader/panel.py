"""The reader's panel: what the parts of the reader show, and what comes of what is done in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget

from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.sources import Passage, Source, page_at, paragraph_number
from briefgen.domain.terms import BlockKind, Kind
from briefgen.domain.wording import listed
from briefgen.gui.bench import Bench
from briefgen.gui.controls import action_button, label, rule, tight
from briefgen.gui.kinds import kind_word
from briefgen.gui.notices import Remedy
from briefgen.gui.reader import spans, tagging
from briefgen.gui.reader.acts import ActingReader, declare
from briefgen.gui.reader.description import about
from briefgen.gui.reader.finding import Finding
from briefgen.gui.reader.lost_passages import LostPassages
from briefgen.gui.reader.marks import Citing, MarkBook
from briefgen.gui.reader.outline_button import OutlineButton
from briefgen.gui.reader.passage_card import CardPoint, PassageCard, point_name
from briefgen.gui.reader.point_picker import PointPicker
from briefgen.gui.reader.positions import Positions
from briefgen.gui.reader.selection_bar import SelectionBar
from briefgen.gui.reader.typesetting import Setting, column_width, typeset
from briefgen.gui.reader.views import Views
from briefgen.gui.reader.word_count import WordCount
from briefgen.gui.selection import Place
from briefgen.gui.toolbar import Segments

_SETTLED = 150
"""Milliseconds after which a width, a place or a selection counts as reached."""


class ReaderPanel(ActingReader):
    """Shows one source at a time, the selected one."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, self.tr("Reader"), ground="surface")
        self.dossier = Dossier()
        self.source: Source | None = None
        self._citing = Citing()
        self._book = MarkBook("", self._citing)
        self._headings: list[tuple[int, int, str]] = []
        self._paragraphs = 0
        self._counting = WordCount(self)
        self._positions = Positions(bench.settings, bench.session.dossier.settings.id)

        self.views = Views(bench)
        self.text = self.views.text
        self.finding = Finding(bench.theme, bench.icons, self.views)
        self.lost = LostPassages(bench.theme, bench.icons)
        self.actions_ = declare(self)
        self._fill_header()
        for widget in (self.finding.bar, self.lost):
            self.body.addWidget(widget)
        self.body.addWidget(self.views, 1)
        makes = [(kind, bench.actions[f"point.{kind.value}"], kind_word(kind)) for kind in Kind]
        self.bar = SelectionBar(bench.theme, bench.icons, self.text.viewport(), makes, bench.actions["point.cite"])
        self.card = PassageCard(bench.theme, self.text.viewport())
        self.picker = PointPicker(bench.theme, bench.icons, self.text.viewport())

        self._bar_soon = self._timer(self._show_bar)
        self._settled = self._timer(self._reached)
        self._rewrap = self._timer(self._wrap_again)
        self._connect()

    def _timer(self, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=_SETTLED)
        timer.timeout.connect(run)
        return timer

    def _fill_header(self) -> None:
        bench = self.bench
        self.header.say("")
        inside = self.header.layout()
        assert inside is not None  # noqa: S101  a header has one
        inside.setContentsMargins(0, 0, 12, 0)  # the outline's button stands where a title would
        self.outline = OutlineButton(bench.theme, bench.icons)
        self.outline.clicked.connect(lambda _checked=False: self.open_outline())
        self.header.add_left(self.outline)
        self.hint = label(bench.theme, face="meta", ink="ink_3")
        self.hint.setText(self.tr("No points yet. Select words in the text, then press 1, 2 or 3."))
        self.passage_number = label(bench.theme, face="meta", ink="ink_2")
        self.previous = action_button(bench.theme, bench.actions["passage.previous"], size=16)
        self.next = action_button(bench.theme, bench.actions["passage.next"], size=16)
        self.size_button = action_button(bench.theme, bench.actions["reader.size"], size=18)
        self.find_button = action_button(bench.theme, bench.actions["reader.find"], size=16)
        for button in (self.previous, self.next, self.size_button, self.find_button):
            bench.theme.dress(button, high=28)
            button.setMinimumWidth(bench.theme.px(28))
        divider = rule(bench.theme, upright=True)
        divider.setFixedHeight(20)
        self._steps = QWidget()
        line = QHBoxLayout(self._steps)
        tight(line, spacing=4)
        for widget in (self.previous, self.passage_number, self.next):
            line.addWidget(widget)
        line.addSpacing(4)
        line.addWidget(divider)
        shown = [(bench.actions["reader.as_text"], "file-text"), (bench.actions["reader.as_pages"], "file")]
        self.switch = Segments(bench.theme, bench.icons, shown)
        self.switch.setAccessibleName(self.tr("How the PDF is shown"))
        self.header.add(self.hint, self.switch, self._steps, self.size_button, self.find_button)

    def _connect(self) -> None:
        bench, text = self.bench, self.text
        self._counting.counted.connect(self._settled.start)
        for view in (text, self.views.pages):
            view.passage_clicked.connect(self._choose)
            view.rested.connect(self._show_card)
            view.moved.connect(self._settled.start)
            view.escaped.connect(self._escape)
            view.menu_wanted.connect(self._open_menu)
            view.ends_moved.connect(lambda passage, start, end: tagging.move_ends(bench.session, passage, start, end))
        text.selectionChanged.connect(self._selection_changed)
        text.cursorPositionChanged.connect(self._settled.start)
        text.width_changed.connect(self._rewrap.start)
        self.views.changed.connect(self._view_changed)
        self.views.places_known.connect(self._settled.start)
        self.views.place_lost.connect(self._say_unplaced)
        self.views.pages.zoom_changed.connect(lambda _: self._settled.start())
        self.finding.shown.connect(self._bar_soon.stop)
        self.lost.place_wanted.connect(self.place_lost)
        self.lost.drop_wanted.connect(self.drop_passage)
        self.picker.picked.connect(self._cite_in)
        self.picker.left.connect(self.views.take_focus)
        bench.choices.changed.connect(self._wrap_again)

    # ---------------------------------------------------------------------------------------------- what is shown

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show what changed in the source that is shown."""
        self.dossier = after
        wanted = self.bench.selection.place.source
        source = by_id(after.sources).get(wanted) or next(iter(after.sources), None)
        if source is not self.source or before is None:
            self._show_source(source)
        elif before.passages is not after.passages or before.points is not after.points:
            self._show_marks()
        if source is not None and not wanted:
            self.bench.selection.select(source=source.id)

    def follow(self, before: Place, now: Place) -> None:
        """Show another source, another chosen passage."""
        if now.source and (self.source is None or now.source != self.source.id):
            self._show_source(by_id(self.dossier.sources).get(now.source, self.source))
        if before.passage != now.passage or before.source != now.source:
            self.views.choose(now.passage)
            self._say_number()
        elif before.point != now.point and now.point:
            self._choose_of_point(now.point)
        self.bench.actions.refresh_soon()

    def arrive(self, place: Place) -> None:
        """Bring an offset or a passage into view."""
        if self.source is None or place.workspace != "read" or place.source not in {"", self.source.id}:
            return
        passage = self._book.passages.get(place.passage)
        if place.offset >= 0:
            found = place.end > place.offset
            self.text.put_caret(place.end if found else place.offset, place.offset if found else None)
            self.views.scroll_to(place.offset)
            if found:
                self._bar_soon.stop()  # what was found is to be read first
                self.views.take_focus()
        elif passage is not None:
            self.text.put_caret(passage.start)
            self.views.scroll_to(passage.start)

    def restyle(self) -> None:
        """Set the text again in the colours and sizes of now."""
        if self.source is not None:
            self._set_text(self.source, self.text.first_visible(), self.text.caret())

    def focus_first(self) -> None:
        """The text is where one begins."""
        self.views.take_focus()
        focus: QWidget | None = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            super().focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Say in the status bar where one is."""
        super().showEvent(event)
        self._settled.start()

    def _show_source(self, source: Source | None) -> None:
        """Show a source where it was last left; one that changed its text, where its reader is."""
        before, self.source = self.source, source
        same = before is not None and source is not None and before.id == source.id
        if before is not None and not same:
            self._remember(before)
        as_pages = self._positions.as_pages(source.id) if source is not None else False
        self.views.show_source(source, has_sources=bool(self.dossier.sources), as_pages=as_pages)
        self._headings, self._paragraphs = [], 0
        if not same:
            self._book = MarkBook(source.id if source is not None else "", self._citing)
        if source is not None:
            self._headings = [
                (block.start, block.level, " ".join(source.text[block.start : block.end].split()))
                for block in source.blocks
                if block.kind is BlockKind.HEADING
            ]
            self._paragraphs = sum(block.kind is not BlockKind.HEADING for block in source.blocks)
            self.text.setAccessibleName(self.tr("Text of {title}").format(title=source.title))
            if not same:
                where = self._positions.of(source.id)
                self._set_text(source, where, where)
            elif before is not None and before.text == source.text and before.blocks == source.blocks:
                self._set_text(source, self.text.first_visible(), self.text.caret())
            else:
                self._set_text(source, min(self.text.first_visible(), len(source.text)), 0)
            self._counting.count(source)
        else:
            self._show_marks()
        self.finding.look_in(source.text if source else "")
        self._view_changed()

    def _view_changed(self) -> None:
        """Let what floats float over the view that is shown."""
        for floating in (self.bar, self.card, self.picker):
            floating.hide()
            floating.setParent(self.views.now.viewport())
        self.switch.setVisible(self.views.has_pages)
        self.bench.actions.refresh_soon()
        self._say_number()
        self._settled.start()

    def show_as(self, *, pages: bool) -> None:
        """Show the source as its real pages or as text, now and whenever it is opened again."""
        if self.source is not None:
            self._positions.remember_as_pages(self.source.id, as_pages=pages)
            self.views.switch(as_pages=pages)

    def _say_unplaced(self, sentence: str) -> None:
        text = self.tr("Words can't be selected on these pages; read them as text. {why}").format(why=sentence)
        self.bench.notices.say(text, "should", key="pages")

    def _set_text(self, source: Source, top: int, caret: int) -> None:
        set_text = typeset(self.bench.theme, source, about(source), self._setting(), max(0, top))
        self.text.read_only = self.views.pages.read_only = self.bench.session.read_only
        self.text.show_text(source.text, set_text)
        self.views.choose(self.bench.selection.place.passage)
        self._show_marks()
        self.views.show_hits(self.finding.hits)
        self.text.put_caret(caret)
        if top > 0:
            self.text.scroll_to(top, part=0.0, at_once=True)
        else:
            self.text.bar.setValue(0)
        self._bar_soon.stop()
        self._hide_cards()

    def _setting(self) -> Setting:
        wanted = self.bench.choices.preferences
        return Setting(wanted.reader_size, wanted.reader_width, max(200, self.text.room()))

    def _wrap_again(self) -> None:
        """Set the text again when its lines would be of another length."""
        scene = self.text.scene
        if self.source is None or scene is None:
            return
        if column_width(self.bench.theme, self._setting()) != scene.text.column or self._size_changed():
            self.restyle()

    def _size_changed(self) -> bool:
        size = self.bench.theme.px(self.bench.choices.preferences.reader_size)
        return self.text.scene is not None and self.text.scene.text.size != size

    def _show_marks(self) -> None:
        book = self._book
        book.follow(self.dossier)
        self.views.show_marks(book.marks)
        on = {passage.id: listed(map(point_name, book.points_on(passage.id))) for passage in book.lost}
        evidence = self.tr("evidence of {points}")
        rows = [(passage, evidence.format(points=on[passage.id]) if on[passage.id] else "") for passage in book.lost]
        self.lost.tell(rows, can_change=not self.bench.session.read_only)
        self.lost.can_place(can=self.span() is not None)
        self._say_number()

    def _say_number(self) -> None:
        chosen = self.bench.selection.place.passage
        order = self._book.order
        number = order.index(chosen) + 1 if chosen in self._book.passages else 0
        total = len(order)
        if number:
            text = self.tr("Passage {number} of {total}").format(number=f"{number:,}", total=f"{total:,}")
            short = self.tr("{number} of {total}").format(number=f"{number:,}", total=f"{total:,}")
        else:
            text = short = (
                self.tr("1 passage") if total == 1 else self.tr("{total} passages").format(total=f"{total:,}")
            )
        room = self.width() - (self.switch.sizeHint().width() if self.views.has_pages else 0)
        self.passage_number.setText(text if room >= self.bench.theme.px(620) else short)
        self.passage_number.setVisible(room >= self.bench.theme.px(340))
        self._steps.setVisible(total > 0)
        empty = not self.dossier.points and not self.dossier.passages and self.source is not None
        self.hint.setVisible(empty and room >= self.bench.theme.px(560))

    # ------------------------------------------------------------------------------------------- where one is

    def _reached(self) -> None:
        """Say where one is, and remember it."""
        source = self.source
        if source is None or not self.isVisible():
            self.outline.setVisible(bool(self._headings))
            self.bench.status.say(self)
            return
        top = self.views.first_visible()
        caret_boxes = self.views.span_box(self.text.caret(), self.text.caret() + 1)
        in_view = bool(caret_boxes) and 0 <= caret_boxes[0].top() < self.views.now.viewport().height()
        place = self.text.caret() if in_view else top
        at = bisect_right(self._headings, place, key=lambda heading: heading[0]) - 1
        self.outline.say(self._headings[at][2] if at >= 0 else "")
        self.outline.setVisible(bool(self._headings))
        counted = self._counting.words
        said = [self.tr("{letters} characters a line").format(letters=self.bench.choices.preferences.reader_width)]
        if self.views.now is self.views.pages:
            said = [f"{round(100 * self.views.pages.zoom)} %"]
        if not self.views.placed:
            said.append(self.tr("Finding the words on the pages…"))
        if counted is not None:
            said.insert(0, self.tr("{count} words").format(count=f"{counted:,}"))
        page = page_at(source, place)
        if page is not None:
            said.insert(
                0,
                self.tr("Page {label} of {total}").format(label=page.label or page.index + 1, total=len(source.pages)),
            )
        elif self._paragraphs:
            number = f"{paragraph_number(source, place):,}"
            said.insert(
                0, self.tr("Paragraph {number} of {total}").format(number=number, total=f"{self._paragraphs:,}")
            )
        self.bench.status.say(self, *said)
        self._remember(source)
        self._card_at_caret()

    def _remember(self, source: Source) -> None:
        self._positions.remember(source.id, 0 if self.views.is_at_top() else self.views.first_visible())

    def open_outline(self) -> None:
        """Open the menu of headings under its button."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Headings"))
        least = min((level for _, level, _ in self._headings), default=1)
        for start, level, words in self._headings:
            shown = menu.fontMetrics().elidedText("    " * (level - least) + words, Qt.TextElideMode.ElideRight, 480)
            action = menu.addAction(shown.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, offset=start: self._go_to(offset))
            if words == self.outline.text():
                menu.setActiveAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.outline.mapToGlobal(QPoint(0, self.outline.height() + 2)))

    def has_headings(self) -> bool:
        """Whether there is an outline."""
        return bool(self._headings)

    def _go_to(self, offset: int) -> None:
        if self.source is not None:
            self.bench.selection.go(workspace="read", source=self.source.id, offset=offset)
            self.views.take_focus()

    # ---------------------------------------------------------------------------------------------- passages

    def chosen(self) -> Passage | None:
        """The chosen passage, where it stands in this source."""
        return self._book.passages.get(self.bench.selection.place.passage)

    def _choose(self, passage: str) -> None:
        """The user chose a passage, or none."""
        scene = self.text.scene
        marks = scene.marks.of(passage) if scene is not None else []
        points = [point for mark in marks for point in mark.points]
        parts: dict[str, object] = {"passage": passage}
        if points and self.bench.selection.place.point not in points:
            parts["point"] = points[0]
        self.bench.selection.select(**parts)

    def _choose_of_point(self, point: str) -> None:
        """Another point was selected elsewhere: choose its first passage here, without moving the text."""
        scene = self.text.scene
        if scene is None:
            return
        chosen = self.bench.selection.place.passage
        of_point = [mark.passage for mark in scene.marks.all if point in mark.points]
        if chosen not in of_point:
            self.views.choose(of_point[0] if of_point else "")

    def step_passage(self, step: int) -> None:
        """Choose the next passage (1) or the one before (-1), and bring it into view."""
        book, chosen = self._book, self.chosen()
        if not book.order:
            return
        if chosen is not None:
            number = book.order.index(chosen.id) + step
        else:
            number = bisect_right(book.order, self.text.caret(), key=lambda name: book.passages[name].start)
            number = number if step > 0 else number - 1
        passage = book.passages[book.order[number % len(book.order)]]
        self._choose(passage.id)
        self.text.put_caret(passage.start)
        self.views.scroll_to(passage.start, needed=True)

    def move_end(self, *, start: bool, later: bool) -> None:
        """Move one end of the chosen passage by a word."""
        passage, source = self.chosen(), self.source
        if passage is None or source is None:
            return
        begins, ends = passage.start, passage.end
        if start:
            begins = (spans.next_start if later else spans.previous_start)(source.text, begins)
        else:
            ends = (spans.next_end if later else spans.previous_end)(source.text, ends)
        begins, ends = spans.trimmed(source.text, begins, ends)
        if begins < ends:
            tagging.move_ends(self.bench.session, passage.id, begins, ends, merge=f"ends of {passage.id}")
            self.views.scroll_to(begins if start else ends - 1, needed=True)

    def drop_passage(self, passage: str = "") -> None:
        """Drop a passage, the chosen one where none is named; what lost its evidence by it is said, with a way back."""
        passage = passage or self.bench.selection.place.passage
        points = self._book.points_on(passage)
        if passage and tagging.drop(self.bench.session, passage) and points:
            self.bench.notices.say(
                self.tr("The passage is gone, and with it evidence of {points}.").format(
                    points=listed(map(point_name, points))
                ),
                "note",
                Remedy(self.tr("Undo"), self.bench.session.undo),
                key="passage dropped",
            )

    def place_lost(self, passage: str = "") -> None:
        """Set a lost passage, the one chosen in the list where none is named, on the selected words."""
        passage, span = passage or self.lost.current(), self.span()
        if passage and span is not None and tagging.place(self.bench.session, passage, span):
            self._forget_selection(span[1])
            self.bench.selection.select(passage=passage)

    # ----------------------------------------------------------------------------------------------- tagging

    def span(self) -> tuple[int, int] | None:
        """The selected words, as code points."""
        return self.text.selected_span() if self.source is not None else None

    def taggable(self, kind: Kind | None = None) -> tuple[int, int] | None:
        """What a key would make a point of: the selected words; else the chosen passage, once for each kind."""
        if self.source is None or self.bench.session.read_only:
            return None
        if (span := self.span()) is not None:
            return span
        passage, scene = self.chosen(), self.text.scene
        if passage is None or scene is None:
            return None
        kinds = {mark.kind for mark in scene.marks.of(passage.id)}
        return None if kind is not None and kind in kinds else (passage.start, passage.end)

    def make(self, kind: Kind) -> None:
        """Make a point of the selected words; the focus stays in the text."""
        span, source = self.taggable(kind), self.source
        if span is None or source is None:
            return
        point = tagging.make_point(self.bench.session, source.id, span, kind)
        if point:
            passage = self.bench.session.dossier.point(point).evidence[0].passage
            self._forget_selection(span[1])
            self.bench.selection.select(point=point, passage=passage)
        self.views.take_focus()

    def ask_where_to_cite(self) -> None:
        """Let the user type to find the point that the selected words are evidence of."""
        span = self.taggable()
        if span is None:
            return
        self._hide_cards()
        if boxes := self.views.span_box(*span):
            self.picker.ask(self.dossier.points, boxes[0], boxes[-1])

    def _cite_in(self, point: str) -> None:
        span, source = self.taggable(), self.source
        self.views.take_focus()
        if span is None or source is None:
            return
        passage = tagging.cite(self.bench.session, source.id, span, point)
        if passage:
            self._forget_selection(span[1])
            self.bench.selection.select(point=point, passage=passage)

    def _forget_selection(self, offset: int) -> None:
        self.text.put_caret(offset)
        self._bar_soon.stop()
        self.bar.hide()

    def _selection_changed(self) -> None:
        self.bar.hide()
        span = self.span()
        self.lost.can_place(can=span is not None)
        if span is None:
            self._bar_soon.stop()
        else:
            self.card.hide()  # it would stand over the words that are selected now
            self._bar_soon.start()
        self.bench.actions.refresh_soon()

    def _show_bar(self) -> None:
        """Show the bar once the selection stands still and the mouse lets go of it."""
        span = self.span()
        if span is None or self.bench.session.read_only or self.picker.isVisible():
            return
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._bar_soon.start()
            return
        boxes = self.views.span_box(*span)
        if boxes and boxes[-1].bottom() > 0 and boxes[0].top() < self.views.now.viewport().height():
            self.card.hide()
            self.bar.fit(self.views.now.viewport().width())
            self.bar.beside(
                boxes[0], boxes[-1], centre=(min(b.left() for b in boxes) + max(b.right() for b in boxes)) / 2
            )

    def _escape(self) -> None:
        """Esc puts away what floats; then the find bar; then the selection; then the choice."""
        if self.bar.isVisible() or self.card.isVisible():
            self._bar_soon.stop()
            self._hide_cards()
        elif self.finding.bar.isVisible():
            self.finding.close()
        elif self.text.textCursor().hasSelection():
            self.text.put_caret(self.text.caret())
        else:
            self.bench.selection.select(passage="")

    def _hide_cards(self) -> None:
        self.bar.hide()
        self.card.hide()

    # -------------------------------------------------------------------------------------------------- card

    def _show_card(self, passage_id: str) -> None:
        """Show which points rest on a passage."""
        passage = self._book.passages.get(passage_id)
        source = self.source
        if passage is None or source is None or self.bar.isVisible() or self.picker.isVisible():
            self.card.hide()
            return
        cited = set(self._book.points_on(passage_id))
        points = [
            CardPoint(p.kind, p.id.rpartition("-")[2], p.title, p.title_is_draft)
            for p in self.dossier.points
            if p.id in cited
        ]
        page = page_at(source, passage.start)
        place = self.tr("Paragraph {number}").format(number=paragraph_number(source, passage.start))
        if page is not None:
            place = self.tr("Page {label}").format(label=page.label or page.index + 1)
        boxes = self.views.span_box(passage.start, passage.end)
        high = self.views.now.viewport().height()
        shown = [box for box in boxes if box.bottom() > 0 and box.top() < high]
        if shown:
            self.card.tell(points, place, shown[0], shown[-1])

    def _card_at_caret(self) -> None:
        """Show the points of the passage that the keyboard's caret is in."""
        scene = self.text.scene
        if scene is None or not self.views.now.hasFocus() or self.span() is not None or self.views.hovered():
            return
        chosen = self.chosen()
        caret = self.text.caret()
        if chosen is not None and chosen.start <= caret <= chosen.end and self.text.keys_last:
            self._show_card(chosen.id)
        elif self.text.keys_last:
            found = sorted(scene.marks.between(caret, caret + 1), key=lambda mark: mark.end - mark.start)
            self._show_card(found[0].passage if found else "")

    def _open_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        for group in self.actions_:
            for name in group:
                if self.bench.actions[name].isEnabled():
                    menu.addAction(self.bench.actions[name])
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def open_find(self) -> None:
        """Open the find bar; selected words on one line are looked for."""
        span, source = self.span(), self.source
        words = source.text[span[0] : span[1]] if span and source else ""
        self.finding.open(words if len(words) <= 80 and "\n" not in words else "")
