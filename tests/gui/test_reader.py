"""The reader as a person works with it: read, select, tag, move ends, find, jump; what they see and what is kept."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from briefgen.domain import operations
from briefgen.domain.bibliography import Bibliography, PartialDate
from briefgen.domain.dossier import Dossier
from briefgen.domain.sources import Block, Source
from briefgen.domain.terms import BlockKind, Kind, PassageKind
from briefgen.dossier_file import open_dossier
from briefgen.gui.app import Program
from briefgen.gui.kinds import kind_role
from briefgen.gui.main_window import MainWindow
from briefgen.gui.points.rows import PASSAGE_MIME
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.gui.reader.spans import suggested_title
from tests.domain.builders import AT, source_of
from tests.gui.conftest import settle, until

PARAGRAPHS = (
    "# What the sea costs",
    "The wall 😀 was built in 1911. Two of its caissons are rated poor! A third was not inspected.",
    "# Who pays",
    "The ferry company pays dues by tonnage, and the fishing fleet by length. Nobody pays for sand.",
    *(f"Paragraph {n} says that the harbour {'is old and will be older. ' * 12}".strip() for n in range(1, 40)),
    "# The end",
    "The last words of all.",
)
TEXT = "\n\n".join(PARAGRAPHS)


def article(text: str = TEXT, title: str = "The harbour") -> Source:
    """A source whose paragraphs that begin with “# ” are headings."""
    source = source_of(text)
    blocks = tuple(
        Block(BlockKind.HEADING, b.start, b.end, 2) if text.startswith("# ", b.start) else b for b in source.blocks
    )
    known = Bibliography(title=title, publisher="Harbour Office", issued=PartialDate(year=2025, month=3, day=1))
    return replace(source, blocks=blocks, bibliography=known)


def add(window: MainWindow, source: Source) -> str:
    """Bring a source into the window's dossier; gives its id."""
    assert window.session is not None
    originals = {source.sha256: source.text.encode()}
    before = {s.id for s in window.session.dossier.sources}
    assert window.session.apply("Add", lambda d: operations.add_source(d, source)[0], originals=originals)
    return next(s.id for s in window.session.dossier.sources if s.id not in before)


@pytest.fixture
def reader(window: MainWindow, application: QApplication) -> ReaderPanel:
    """The reader with an article in it and the focus in its text."""
    add(window, article())
    panel = window.findChild(ReaderPanel)
    assert panel is not None
    panel.bench.selection.go(workspace="read", source="source-1")
    settle(application)
    panel.text.setFocus()
    until(panel.text.hasFocus, "the text has no focus")
    return panel


def dossier_of(reader: ReaderPanel) -> Dossier:
    """The dossier as it is now."""
    return reader.bench.session.dossier


def middle(reader: ReaderPanel, words: str, part: float = 0.5) -> QPoint:
    """A place in the viewport within words, which are brought into view."""
    start = TEXT.index(words)
    reader.text.scroll_to(start, at_once=True, needed=True)
    box = reader.text.span_box(start, start + len(words))[-1 if part > 0.5 else 0]
    return QPointF(box.left() + part * box.width(), box.center().y()).toPoint()


def drag(viewport: QWidget, start: QPoint, end: QPoint) -> None:
    """Press at one place, move to the other, and let go."""
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for place in ((start + end) / 2, end):
        moved = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            QPointF(place),
            viewport.mapToGlobal(QPointF(place)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, moved)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


def select(reader: ReaderPanel, words: str) -> None:
    """Select words with the mouse, from their first letter to their last."""
    drag(reader.text.viewport(), middle(reader, words, 0.0), middle(reader, words, 1.0))
    assert reader.span() == (TEXT.index(words), TEXT.index(words) + len(words))
    QApplication.processEvents()


def tag(reader: ReaderPanel, words: str, key: str = "1") -> None:
    """Select words and press a key."""
    select(reader, words)
    QTest.keyClick(reader.text, key)


def colours(widget: QWidget, box: QRect) -> set[str]:
    """The colours that are painted in a part of a widget."""
    image: QImage = widget.grab(box).toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


# ------------------------------------------------------------------------------------------------- reading


def test_a_source_is_shown_under_its_title_with_what_is_known_of_it(reader: ReaderPanel) -> None:
    """Title, publisher and date stand over the text; the text itself is whole, and can't be changed."""
    lines = reader.text.toPlainText().split("\n")
    assert lines[:2] == ["The harbour", "Harbour Office · 1 March 2025"]
    assert tuple(lines[2:]) == PARAGRAPHS
    assert reader.text.accessibleName() == "Text of The harbour"
    QTest.keyClicks(reader.text, "xyz")
    assert tuple(reader.text.toPlainText().split("\n")[2:]) == PARAGRAPHS


def test_a_heading_that_is_the_title_is_not_said_twice(window: MainWindow, reader: ReaderPanel) -> None:
    """Where the text begins with its own title, that heading is the title."""
    second = add(window, article("# Sand\n\nIt moves.", "# Sand"))
    reader.bench.selection.go(source=second)
    assert reader.text.toPlainText() == "# Sand\nHarbour Office · 1 March 2025\nIt moves."
    assert reader.text.map is not None
    assert [reader.text.map.offset(reader.text.map.position(n)) for n in (0, 6, 8, 17)] == [0, 6, 8, 17]


def test_without_sources_the_reader_says_how_to_bring_them(window: MainWindow) -> None:
    """The empty reader has the sentence that tells what to do."""
    panel = window.findChild(ReaderPanel)
    assert panel is not None
    said = [child.text() for child in panel.findChildren(QLabel) if child.isVisible()]
    assert "Drop files or a folder here, or paste an article with Ctrl+Shift+V." in said


def test_without_points_the_header_says_how_to_make_them(reader: ReaderPanel) -> None:
    """The hint is there until the first point is, and passages are counted then."""
    assert reader.hint.isVisible()
    assert reader.hint.text() == "No points yet. Select words in the text, then press 1, 2 or 3."
    tag(reader, "Two of its caissons")
    assert not reader.hint.isVisible()
    assert reader.passage_number.text() == "Passage 1 of 1"


def test_the_status_bar_says_where_one_is(window: MainWindow, reader: ReaderPanel) -> None:
    """Paragraph, words and length of line stand at the foot of the window."""

    def shown() -> list[str]:
        return [label.text() for label in window.bench.status._labels if label.text()]  # noqa: SLF001  what is seen

    until(lambda: "70 characters a line" in shown() and any("words" in text for text in shown()))
    assert "Paragraph 1 of 42" in shown()


def test_the_outline_names_the_heading_and_jumps_to_others(reader: ReaderPanel, application: QApplication) -> None:
    """The button in the header has the heading one is under; its menu has all, and goes there; Alt+Left comes back."""
    QTest.mouseClick(reader.outline, Qt.MouseButton.LeftButton)
    menus = [m for m in reader.findChildren(QMenu) if m.isVisible()]
    assert [action.text().strip() for action in menus[0].actions()] == [
        "# What the sea costs",
        "# Who pays",
        "# The end",
    ]
    menus[0].actions()[2].trigger()
    menus[0].close()
    until(lambda: reader.outline.text() == "# The end")
    assert reader.text.caret() == TEXT.index("# The end")
    assert reader.bench.selection.can_go_back


def test_the_wheel_scrolls_beside_the_text_too(window: MainWindow, reader: ReaderPanel) -> None:
    """The room left of the column is part of what can be scrolled."""
    window.resize(1900, 900)
    beside = QPoint(2, 300)
    assert reader.text.childAt(beside) is None
    wheel = QWheelEvent(
        QPointF(beside),
        QPointF(reader.text.mapToGlobal(beside)),
        QPoint(0, -240),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(reader.text, wheel)
    assert reader.text.bar.value() > 0


def test_size_and_length_of_lines_can_be_changed(reader: ReaderPanel) -> None:
    """Larger text and wider lines hold at once, and are written down."""
    reader.bench.selection.go(source="source-1", offset=TEXT.index("Paragraph 20"))
    until(lambda: reader.text.bar.value() > 0)
    scene = reader.text.scene
    assert scene is not None
    column, size = scene.text.column, scene.text.size
    top = reader.text.first_visible()
    reader.bench.actions["reader.larger"].trigger()
    reader.bench.actions["reader.narrower"].trigger()
    scene = reader.text.scene
    assert scene is not None
    assert scene.text.size == size + 1
    assert scene.text.column < column
    assert reader.bench.choices.preferences.reader_width == 65
    assert abs(reader.text.first_visible() - top) < 120
    reader.bench.actions["reader.usual"].trigger()
    assert reader.text.scene is not None
    assert reader.text.scene.text.column == column


# ------------------------------------------------------------------------------------------------- tagging


@pytest.mark.parametrize(
    ("key", "kind", "point"),
    [("1", Kind.RISK, "risk-1"), ("2", Kind.DILEMMA, "dilemma-1"), ("3", Kind.RECOMMENDATION, "rec-1")],
)
def test_a_key_makes_a_point_of_the_selected_words(reader: ReaderPanel, key: str, kind: Kind, point: str) -> None:
    """Select with the mouse, press a key: the point is there with its quote and a draft title; the focus stays."""
    words = "Two of its caissons are rated poor"
    tag(reader, words, key)
    made = dossier_of(reader).point(point)
    passage = dossier_of(reader).passage(made.evidence[0].passage)
    assert (made.kind, made.title, made.title_is_draft) == (kind, words, True)
    assert (passage.quote, passage.kind) == (words, PassageKind(kind.value))
    assert TEXT[passage.start : passage.end] == words
    assert reader.bench.selection.place.point == point
    assert reader.bench.selection.place.passage == passage.id
    assert reader.text.hasFocus()
    assert reader.span() is None


def test_an_act_of_the_reader_can_be_undone(window: MainWindow, reader: ReaderPanel) -> None:
    """Undo takes the point, its passage and its tint away; the menu names the act."""
    tag(reader, "pays dues by tonnage")
    assert window.session is not None
    act = window.session.trail.to_undo
    assert act is not None
    assert act.label == "Make risk"
    window.session.undo()
    assert (dossier_of(reader).points, dossier_of(reader).passages) == ((), ())
    assert reader.text.scene is not None
    assert reader.text.scene.marks.all == []


def test_words_are_selected_and_tagged_by_keys_alone(reader: ReaderPanel) -> None:
    """Ctrl+Home, arrows and Shift select; the bar comes by itself; the key makes the point."""
    QTest.keyClick(reader.text, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(3):
        QTest.keyClick(reader.text, Qt.Key.Key_Down)
    QTest.keyClick(reader.text, Qt.Key.Key_Home)
    for _ in range(2):
        QTest.keyClick(
            reader.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
    assert reader.span() == (TEXT.index("The wall"), TEXT.index("The wall") + 8)
    until(reader.bar.isVisible, "the bar did not come")
    QTest.keyClick(reader.text, "2")
    assert [p.quote for p in dossier_of(reader).passages] == ["The wall"]
    assert not reader.bar.isVisible()


def test_a_double_click_takes_the_sentence_a_third_the_paragraph(reader: ReaderPanel) -> None:
    """Beyond an astral character too, the sentence and the paragraph are exactly theirs."""
    viewport, place = reader.text.viewport(), middle(reader, "caissons")
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert reader.text.textCursor().selectedText() == "Two of its caissons are rated poor!"
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert reader.text.textCursor().selectedText() == PARAGRAPHS[1]
    assert reader.span() == (TEXT.index("The wall"), TEXT.index("The wall") + len(PARAGRAPHS[1]))


def test_the_bar_stands_beside_the_words_and_esc_hides_it(reader: ReaderPanel) -> None:
    """It is in the viewport, never over the selected words; Esc takes it away, and the keys still work."""
    select(reader, "pays dues by tonnage")
    until(reader.bar.isVisible, "the bar did not come")
    assert reader.bar.parentWidget() is reader.text.viewport()
    card = reader.bar.geometry().marginsRemoved(reader.bar.layout().contentsMargins())
    start, end = reader.span() or (0, 0)
    assert not any(box.toAlignedRect().intersects(card) for box in reader.text.span_box(start, end))
    assert [b.accessibleName() for b in reader.bar.buttons] == [
        "Make risk",
        "Make dilemma",
        "Make recommendation",
        "Cite in a point…",
    ]
    QTest.keyClick(reader.text, Qt.Key.Key_Escape)
    assert not reader.bar.isVisible()
    assert reader.span() is not None
    QTest.keyClick(reader.text, "3")
    assert [p.id for p in dossier_of(reader).points] == ["rec-1"]


def test_a_button_of_the_bar_does_what_its_key_does(reader: ReaderPanel) -> None:
    """Clicking a button makes the point, and the focus never leaves the text."""
    select(reader, "pays dues by tonnage")
    until(reader.bar.isVisible, "the bar did not come")
    QTest.mouseClick(reader.bar.buttons[1], Qt.MouseButton.LeftButton)
    assert [p.id for p in dossier_of(reader).points] == ["dilemma-1"]
    assert reader.text.hasFocus()


def test_words_are_cited_in_a_point_that_is_found_by_typing(reader: ReaderPanel) -> None:
    """0 asks where; some letters of the title find the point; Enter cites; the focus is back in the text."""
    tag(reader, "Two of its caissons are rated poor")
    tag(reader, "Nobody pays for sand")
    select(reader, "pays dues by tonnage")
    QTest.keyClick(reader.text, "0")
    assert reader.picker.field.hasFocus()
    QTest.keyClicks(reader.picker.field, "SAND nobody")
    assert reader.picker.list.model().rowCount() == 1
    QTest.keyClick(reader.picker.field, Qt.Key.Key_Return)
    point = dossier_of(reader).point("risk-2")
    assert [dossier_of(reader).passage(c.passage).quote for c in point.evidence][-1] == "pays dues by tonnage"
    assert not reader.picker.isVisible()
    assert reader.text.hasFocus()


def test_leaving_the_picker_cites_nothing(reader: ReaderPanel) -> None:
    """Esc puts it away and keeps the selection."""
    tag(reader, "Nobody pays for sand")
    select(reader, "pays dues by tonnage")
    QTest.keyClick(reader.text, "0")
    QTest.keyClick(reader.picker.field, Qt.Key.Key_Escape)
    assert not reader.picker.isVisible()
    assert reader.text.hasFocus()
    assert reader.span() is not None
    assert len(dossier_of(reader).passages) == 1


def test_the_chosen_passage_can_become_another_kind_of_point_once(reader: ReaderPanel) -> None:
    """With nothing selected a key is for the chosen passage; a second press of the same makes no second point."""
    tag(reader, "Nobody pays for sand", "1")
    settle(QApplication.instance())  # type: ignore[arg-type]  # there is one
    QTest.keyClick(reader.text, "1")
    assert [p.id for p in dossier_of(reader).points] == ["risk-1"]
    QTest.keyClick(reader.text, "3")
    assert [p.id for p in dossier_of(reader).points] == ["risk-1", "rec-1"]
    assert len(dossier_of(reader).passages) == 1


# ------------------------------------------------------------------------------------------------ passages


def test_tints_and_stripes_are_painted(reader: ReaderPanel) -> None:
    """Under tagged words lies the kind's tint, in the margin its stripe; two kinds share the height of a line."""
    tag(reader, "Two of its caissons are rated poor", "1")
    reader.bench.selection.select(passage="")
    start = TEXT.index("Two of its")
    box = reader.text.span_box(start, start + 30)[0].toAlignedRect()
    theme, viewport = reader.bench.theme, reader.text.viewport()
    tint = theme.color("risk_tint").name()
    assert tint in colours(viewport, box)
    margin = QRect(0, box.top(), min(88, box.left()), box.height())
    assert theme.color("risk").name() in colours(viewport, margin)
    before = reader.text.span_box(0, 5)[0].toAlignedRect()
    assert tint not in colours(viewport, before)
    select(reader, "Two of its caissons are rated poor")
    QTest.keyClick(reader.text, "2")
    reader.bench.selection.select(passage="")
    upper = QRect(box.left(), box.top() + 1, box.width(), box.height() // 2 - 2)
    lower = QRect(box.left(), box.center().y() + 2, box.width(), box.height() // 2 - 3)
    second = theme.color(kind_role(Kind.DILEMMA, tint=True)).name()
    assert tint in colours(viewport, upper)
    assert second not in colours(viewport, upper)
    assert second in colours(viewport, lower)
    assert tint not in colours(viewport, lower)


def test_clicking_a_passage_chooses_it_and_its_point(reader: ReaderPanel) -> None:
    """A click on tagged words, or on their stripe, chooses; a click elsewhere lets go."""
    tag(reader, "Two of its caissons are rated poor", "1")
    tag(reader, "pays dues by tonnage", "2")
    viewport = reader.text.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle(reader, "caissons"))
    assert (reader.bench.selection.place.passage, reader.bench.selection.place.point) == ("passage-1", "risk-1")
    assert reader.passage_number.text() == "Passage 1 of 2"
    QTest.qWait(QApplication.doubleClickInterval() + 20)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle(reader, "Nobody pays"))
    assert reader.bench.selection.place.passage == ""
    assert reader.text.scene is not None
    (stripe,) = [s for s in reader.text.scene.stripes(0, 2_000) if s.mark.passage == "passage-2"]
    at = stripe.box.center().toPoint() - QPoint(0, reader.text.bar.value())
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert reader.bench.selection.place.point == "dilemma-1"


def test_the_keys_go_from_passage_to_passage(reader: ReaderPanel) -> None:
    """Alt+Down and Alt+Up choose the next and the one before, round about; the card says what rests on it."""
    for words in ("The wall", "pays dues by tonnage", "The last words"):
        tag(reader, words)
    reader.bench.selection.select(passage="")
    reader.text.put_caret(0)
    seen = []
    for _ in range(4):
        QTest.keyClick(reader.text, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        seen.append(reader.bench.selection.place.passage)
    assert seen == ["passage-1", "passage-2", "passage-3", "passage-1"]
    QTest.keyClick(reader.text, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert reader.bench.selection.place.passage == "passage-3"
    until(reader.card.isVisible, "the card did not come")
    assert reader.card.accessibleName() == "Risk 3: The last words"
    QTest.keyClick(reader.text, Qt.Key.Key_Escape)
    assert not reader.card.isVisible()
    QTest.keyClick(reader.text, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    until(reader.card.isVisible, "the card did not come again")
    QTest.keyClick(
        reader.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert not reader.card.isVisible(), "it stands over words that are being selected"


def test_resting_on_a_passage_shows_its_points(reader: ReaderPanel) -> None:
    """The mouse over tagged words brings the card after a moment; leaving takes it away."""
    tag(reader, "Two of its caissons are rated poor", "3")
    reader.bench.selection.select(passage="")
    QTest.mouseMove(reader.text.viewport(), middle(reader, "caissons"))
    QTest.mouseMove(reader.text.viewport(), middle(reader, "caissons") + QPoint(2, 0))
    until(reader.card.isVisible, "the card did not come")
    assert reader.card.accessibleName() == "Recommendation 1: Two of its caissons are rated poor"
    QTest.mouseMove(reader.text.viewport(), middle(reader, "Nobody pays for sand"))
    assert not reader.card.isVisible()


def test_a_dragged_passage_gives_its_id_to_points_and_its_words_to_others(reader: ReaderPanel) -> None:
    """What is dragged by its stripe has the form that the list of points takes."""
    tag(reader, "Two of its caissons", "1")
    data = reader.text.passage_data("passage-1")
    assert data.data(PASSAGE_MIME).data() == b"passage-1"
    assert data.text() == "Two of its caissons"


def test_an_end_is_dragged(reader: ReaderPanel) -> None:
    """The handle at a passage's end moves it to the end of the word where it is let go, and the quote with it."""
    tag(reader, "Two of its caissons", "1")
    assert reader.text.scene is not None
    start, end = TEXT.index("Two of"), TEXT.index(" are rated poor")
    boxes = reader.text.span_box(start, end)
    handle = QPointF(boxes[-1].right(), boxes[-1].bottom() + 2).toPoint()
    drag(reader.text.viewport(), handle, middle(reader, "poor!", 0.7))
    assert dossier_of(reader).passage("passage-1").quote == "Two of its caissons are rated poor"
    boxes = reader.text.span_box(start, end)
    handle = QPointF(boxes[0].left(), boxes[0].top() - 2).toPoint()
    drag(reader.text.viewport(), handle, middle(reader, "its caissons", 0.02))
    assert dossier_of(reader).passage("passage-1").quote == "its caissons are rated poor"
    act = reader.bench.session.trail.to_undo
    assert act is not None
    assert act.label == "Move the ends of a passage"


@pytest.mark.parametrize(
    ("key", "quote"),
    [
        (Qt.Key.Key_Right, "of its caissons are"),
        (Qt.Key.Key_Left, "of its"),
        (Qt.Key.Key_Up, "Two of its caissons"),
        (Qt.Key.Key_Down, "its caissons"),
    ],
)
def test_ends_are_moved_by_keys(reader: ReaderPanel, key: Qt.Key, quote: str) -> None:
    """Alt+Shift with an arrow moves an end of the chosen passage by a word; several in a row are one undo."""
    tag(reader, "of its caissons", "1")
    settle(QApplication.instance())  # type: ignore[arg-type]  # there is one
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(reader.text, key, both)
    assert dossier_of(reader).passage("passage-1").quote == quote
    point = dossier_of(reader).point("risk-1")
    assert (point.title, point.title_is_draft) == (suggested_title(quote), True)  # the draft follows its passage
    QTest.keyClick(reader.text, key, both)
    reader.bench.session.undo()
    assert dossier_of(reader).passage("passage-1").quote == "of its caissons"
    reader.bench.session.apply("Name", lambda d: operations.edit_point(d, "risk-1", at=AT, values={"title": "Mine"}))
    QTest.keyClick(reader.text, key, both)
    assert dossier_of(reader).point("risk-1").title == "Mine"


def test_a_passage_is_dropped_with_a_way_back(window: MainWindow, reader: ReaderPanel) -> None:
    """Delete takes the chosen passage and the evidence that it is; the notice says of what, and undoes it."""
    tag(reader, "Nobody pays for sand")
    settle(QApplication.instance())  # type: ignore[arg-type]  # there is one
    QTest.keyClick(reader.text, Qt.Key.Key_Delete)
    assert dossier_of(reader).passages == ()
    assert dossier_of(reader).point("risk-1").evidence == ()
    (notice,) = [n for n in window.notices.shown() if n.key == "passage dropped"]
    assert notice.sentence == "The passage is gone, and with it evidence of Risk 1."
    notice.remedies[0].run()
    assert len(dossier_of(reader).passages) == 1


def test_the_scroll_bar_marks_where_the_passages_are(reader: ReaderPanel) -> None:
    """A passage at the end has its mark near the foot of the scroll bar, in its kind."""
    tag(reader, "The last words", "2")
    ((part, kind),) = reader.text.bar.marks
    assert part > 0.8
    assert kind is Kind.DILEMMA
    strip = QRect(0, round(part * reader.text.bar.height()) - 4, reader.text.bar.width(), 9)
    assert reader.bench.theme.color("dilemma").name() in colours(reader.text.bar, strip)


def lose(reader: ReaderPanel, *passages: str) -> None:
    """Make passages lost, as an import does that does not find them again."""

    def losing(dossier: Dossier) -> Dossier:
        kept = tuple(replace(p, lost=True) if p.id in passages else p for p in dossier.passages)
        return replace(dossier, passages=kept)

    reader.bench.session.apply("Lose", losing)


def test_a_lost_passage_is_placed_or_dropped(reader: ReaderPanel) -> None:
    """Lost passages stand in a list over the text: select the new words and place them, or drop them."""
    tag(reader, "Two of its caissons")
    tag(reader, "Nobody pays for sand")
    lose(reader, "passage-1", "passage-2")
    assert reader.lost.isVisible()
    model = reader.lost.list.model()
    assert [model.index(n, 0).data() for n in range(model.rowCount())] == [
        "“Two of its caissons”",
        "“Nobody pays for sand”",
    ]
    assert "evidence of Risk 1" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert not reader.lost.place.isEnabled()
    select(reader, "A third was not inspected")
    assert reader.lost.place.isEnabled()
    QTest.mouseClick(reader.lost.place, Qt.MouseButton.LeftButton)
    placed = dossier_of(reader).passage("passage-1")
    assert (placed.quote, placed.lost) == ("A third was not inspected", False)
    QTest.mouseClick(reader.lost.drop, Qt.MouseButton.LeftButton)
    assert [p.id for p in dossier_of(reader).passages] == ["passage-1"]
    assert not reader.lost.isVisible()


# ---------------------------------------------------------------------------------------- finding and places


def test_words_are_found(reader: ReaderPanel) -> None:
    """Ctrl+F opens the bar; it counts while one types, Enter and F3 go on, Shift+F3 back, Esc closes it."""
    QTest.keyClick(reader.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = reader.finding.bar.field
    assert field.hasFocus()
    QTest.keyClicks(field, "PAYS")
    assert reader.finding.bar.count.text() == "1 of 3"
    assert reader.text.textCursor().selectedText() == "pays"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert reader.finding.bar.count.text() == "2 of 3"
    settle(QApplication.instance())  # type: ignore[arg-type]  # there is one
    QTest.keyClick(field, Qt.Key.Key_F3)
    assert reader.finding.bar.count.text() == "3 of 3"
    QTest.keyClick(field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert reader.finding.bar.count.text() == "2 of 3"
    QTest.keyClicks(field, "xyz")
    assert reader.finding.bar.count.text() == "Not in this text"
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "last words")
    until(lambda: reader.text.bar.value() > 0)
    QTest.mouseClick(reader.text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 20))
    QTest.keyClick(reader.text, Qt.Key.Key_Escape)
    assert not reader.finding.bar.isVisible()
    assert reader.text.hasFocus()


def test_a_place_is_remembered_for_each_source(
    program: Program, window: MainWindow, reader: ReaderPanel, application: QApplication
) -> None:
    """Going to another source and back, the text stands where it stood; so it does when the dossier is opened again."""
    second = add(window, article("# Sand\n\nIt moves.", "Sand"))
    wanted = TEXT.index("Paragraph 25 says")
    reader.text.scroll_to(wanted, part=0.0, at_once=True)
    reader.bench.selection.go(source=second)
    assert reader.text.first_visible() <= 8
    reader.bench.selection.go(source="source-1")
    assert abs(reader.text.first_visible() - wanted) < 100
    path = reader.bench.session.path
    window.close()
    settle(application)
    again = program.open_first(path)
    again.resize(1440, 900)
    until(lambda: again.session is not None)
    panel = again.findChild(ReaderPanel)
    assert panel is not None
    again.bench.selection.go(workspace="read", source="source-1")
    assert abs(panel.text.first_visible() - wanted) < 100


def test_a_jump_brings_a_passage_into_view(reader: ReaderPanel) -> None:
    """Who sends the user to a passage or an offset finds it in view, with the caret there."""
    tag(reader, "The last words")
    reader.text.scroll_to(0, at_once=True)
    reader.bench.selection.go(workspace="read", source="source-1", passage="passage-1")

    def in_view(words: str) -> bool:
        box = reader.text.span_box(TEXT.index(words), TEXT.index(words) + 3)[0]
        return box.top() >= 0 and box.bottom() <= reader.text.viewport().height()

    until(lambda: in_view("The last words"))
    assert reader.text.caret() == TEXT.index("The last words")
    reader.bench.selection.back()
    reader.bench.selection.go(workspace="read", source="source-1", offset=TEXT.index("Paragraph 9 says"))
    until(lambda: in_view("Paragraph 9 says"))


def test_another_theme_changes_colours_and_keeps_the_place(reader: ReaderPanel) -> None:
    """In the dark the words are light, and one is still where one was."""
    tag(reader, "Nobody pays for sand")
    top = reader.text.first_visible()
    theme = reader.bench.theme
    theme.set("dark", 1.0)
    try:
        settle(QApplication.instance())  # type: ignore[arg-type]  # there is one
        assert reader.text.first_visible() == top
        box = reader.text.span_box(TEXT.index("Nobody"), TEXT.index("Nobody") + 10)[0].toAlignedRect()
        assert theme.color("risk_tint").name() in colours(reader.text.viewport(), box)
    finally:
        theme.set("light", 1.0)


def test_a_read_only_dossier_is_read_and_not_tagged(
    program: Program, window: MainWindow, reader: ReaderPanel, application: QApplication
) -> None:
    """In a dossier that someone else has open words can be selected and found, but no key makes anything of them."""
    tag(reader, "Nobody pays for sand")
    path = reader.bench.session.path
    window.close()
    settle(application)
    holder = open_dossier(path)
    try:
        other = program.open_first(path)
        other.resize(1440, 900)
        until(lambda: other.session is not None)
        assert other.session is not None
        assert other.session.read_only
        other.activateWindow()
        other.bench.selection.go(workspace="read", source="source-1")
        panel = other.findChild(ReaderPanel)
        assert panel is not None
        panel.text.setFocus()
        settle(application)
        select(panel, "The wall")
        QTest.keyClick(panel.text, "1")
        QTest.qWait(250)
        assert len(dossier_of(panel).points) == 1
        assert not panel.bar.isVisible()
        assert not other.bench.actions["point.risk"].isEnabled()
    finally:
        holder.close()


def test_every_control_of_the_reader_has_a_name(reader: ReaderPanel) -> None:
    """Whatever takes the focus or the mouse says what it is."""
    reader.open_find()
    controls = [w for w in reader.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus and w.isVisible()]
    assert len(controls) > 6
    for control in controls:
        assert control.accessibleName() or control.objectName() == "qt_scrollarea_viewport", control
