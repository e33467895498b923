"""A PDF as it looks: the same passages on its real pages as in its text, picked and pointed at with the mouse."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.terms import Kind
from briefgen.dossier_file import open_dossier
from briefgen.gui.kinds import kind_role
from briefgen.gui.main_window import MainWindow
from briefgen.gui.reader.ends import handle_centres
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.gui.sources.importing import Importing
from briefgen.gui.tokens import PAPER
from briefgen.importers.batch import Document
from briefgen.importers.limits import USUAL
from tests.gui import pdf_sources
from tests.gui.conftest import settle, until
from tests.gui.hands import answer, button, draw, press, the, write


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of some pages."""
    return pdf_sources.pages(tmp_path_factory.mktemp("pdf") / "wall.pdf")


@pytest.fixture
def reader(dossier_path: Path, pdf: Path, request: pytest.FixtureRequest, application: QApplication) -> ReaderPanel:
    """The reader with a PDF in it, shown as its real pages, whose words can be selected."""
    with open_dossier(dossier_path) as file:
        workflows.import_document(file, Document(pdf.name, pdf.name, pdf.read_bytes), USUAL)
    panel = the(request.getfixturevalue("window"), ReaderPanel)
    until(lambda: panel.source is not None, "no source is shown")
    panel.text.setFocus()
    settle(application)
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    ready(panel)
    return panel


def ready(reader: ReaderPanel) -> None:
    """Wait until the pages are shown and their words can be selected."""
    until(lambda: reader.views.now is reader.views.pages, "the pages are not shown")
    until(lambda: reader.views.placed, "it is not known where the words are")
    until(reader.views.pages.is_settled, "the pages are not drawn")


def dossier_of(reader: ReaderPanel) -> Dossier:
    """The dossier as it is now."""
    return reader.bench.session.dossier


def text_of(reader: ReaderPanel) -> str:
    """The text of the source."""
    assert reader.source is not None
    return reader.source.text


def span_of(reader: ReaderPanel, words: str) -> tuple[int, int]:
    """Where words stand in the text."""
    start = text_of(reader).index(words)
    return start, start + len(words)


def ends(reader: ReaderPanel, start: int, end: int) -> tuple[QPoint, QPoint]:
    """The places, on the pages, of the edges of a span's first and last letter."""
    pages = reader.views.pages
    first, last = pages.span_box(start, start + 1)[0], pages.span_box(end - 1, end)[-1]
    return (
        QPointF(first.left() + 0.2 * first.width(), first.center().y()).toPoint(),
        QPointF(last.right() - 0.2 * last.width(), last.center().y()).toPoint(),
    )


def select(reader: ReaderPanel, words: str) -> None:
    """Select words on the page with the mouse, from their first letter to their last."""
    start, end = span_of(reader, words)
    reader.views.pages.scroll_to(start)
    draw(reader.views.pages.viewport(), *ends(reader, start, end))
    assert reader.span() == (start, end)


def test_words_picked_on_a_page_are_those_of_the_text(reader: ReaderPanel) -> None:
    """A passage picked with mouse and key on a page has the text's words: ligatures and divided words among them."""
    select(reader, pdf_sources.FIRST)
    press(Qt.Key.Key_1)
    select(reader, "administrative responsibilities were redistributed after the inundation")
    press(Qt.Key.Key_2)
    passages = dossier_of(reader).passages
    assert [passage.quote for passage in passages] == [
        pdf_sources.FIRST,
        "administrative responsibilities were redistributed after the inundation",
    ]
    assert [point.kind for point in dossier_of(reader).points] == [Kind.RISK, Kind.DILEMMA]
    assert reader.views.pages.hasFocus()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_span_picked_on_a_page_is_the_same_in_the_text(reader: ReaderPanel, data: st.DataObject) -> None:
    """Whatever is drawn over with the mouse between two letters is, in the text, from the one letter to the other."""
    text, pages = text_of(reader), reader.views.pages
    letters = [offset for offset, letter in enumerate(text[:900]) if not letter.isspace()]
    one, other = sorted(data.draw(st.tuples(st.sampled_from(letters), st.sampled_from(letters)), label="from, to"))
    pages.set_fit("page")
    pages.go_to_page(0)
    reader.text.put_caret(0)
    draw(pages.viewport(), *ends(reader, one, other + 1))
    assert reader.span() == (one, other + 1)
    boxes = pages.span_box(one, other + 1)
    assert boxes
    assert pages.caret_at(ends(reader, one, other + 1)[0]) == one


def test_both_views_keep_the_place(reader: ReaderPanel) -> None:
    """From the pages to the text and back, what is at the top stays there."""
    start, _ = span_of(reader, pdf_sources.LAST)
    place = span_of(reader, "Paragraph 9.")[0]
    reader.views.pages.scroll_to(place, part=0.0)
    top = reader.views.pages.first_visible()
    assert abs(top - place) < 900
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    until(lambda: reader.views.now is reader.text, "the text is not shown")
    assert reader.text.hasFocus()
    shown = reader.text.span_box(top, top + 1)
    assert shown
    assert 0 <= shown[0].center().y() < reader.text.viewport().height()
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    ready(reader)
    assert reader.views.first_visible() == top
    reader.bench.selection.go(workspace="read", source="source-1", offset=start)
    boxes = reader.views.pages.span_box(start, start + 3)
    assert 0 <= boxes[0].top() < reader.views.pages.viewport().height()
    assert reader.views.now is reader.views.pages


def test_a_place_is_kept_while_it_is_still_being_found(reader: ReaderPanel) -> None:
    """Whoever goes to a place and changes to the text, before it is known where on the page it is, is there."""
    pages = reader.views.pages
    offset = span_of(reader, pdf_sources.LAST)[0]
    pages.show_places({})
    pages.scroll_to(offset)
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert reader.views.now is reader.text
    assert reader.views.first_visible() == offset
    assert 0 <= reader.text.span_box(offset, offset + 1)[0].center().y() < reader.text.viewport().height()


def test_passages_are_tinted_on_the_page_and_chosen_by_a_click(reader: ReaderPanel) -> None:
    """A passage made in the text is tinted on its page with a stripe beside it; a click on either chooses it."""
    start, end = span_of(reader, pdf_sources.FIRST)
    reader.text.put_caret(end, start)
    reader.make(Kind.RISK)
    reader.bench.selection.select(passage="")
    pages = reader.views.pages
    pages.scroll_to(start)
    until(pages.is_settled, "the pages are not drawn")
    box = pages.span_box(start, end)[0].toRect()
    picture = pages.viewport().grab(box).toImage()
    colours = {QColor(picture.pixel(x, y)).name() for x in range(picture.width()) for y in range(picture.height())}
    assert QColor(getattr(PAPER, kind_role(Kind.RISK, tint=True))).name() in colours
    QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert reader.bench.selection.place.passage == "passage-1"
    reader.bench.selection.select(passage="")
    beside = next(
        QPoint(x, box.center().y())
        for x in range(box.left(), 0, -1)
        if pages.passages_at(QPoint(x, box.center().y())) and x < pages.rect_of_page(0).left()
    )
    QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert reader.bench.selection.place.passage == "passage-1"


def test_the_ends_of_a_passage_are_dragged_on_the_page(reader: ReaderPanel) -> None:
    """From one word to another, on the page as in the text; Esc lets go, and an act is undone as one."""
    pages = reader.views.pages
    select(reader, pdf_sources.FIRST)
    press(Qt.Key.Key_1)
    passage = dossier_of(reader).passages[0]

    def handle(which: int) -> QPoint:
        boxes = pages.span_box(passage.start, passage.end)
        return handle_centres(boxes)[which].toPoint()

    words = pdf_sources.FIRST.split()
    fewer = text_of(reader).index(words[1], passage.start)
    QTest.mouseMove(pages.viewport(), handle(0))
    assert pages.viewport().cursor().shape() is Qt.CursorShape.SizeHorCursor
    draw(pages.viewport(), handle(0), ends(reader, fewer, fewer + len(words[1]))[0])
    assert dossier_of(reader).passages[0].quote == " ".join(words[1:])
    reader.bench.session.undo()
    assert dossier_of(reader).passages == (passage,)
    last = passage.end - len(words[-1]) - 1
    draw(pages.viewport(), handle(1), ends(reader, last - 2, last)[1])
    assert dossier_of(reader).passages[0].quote == " ".join(words[:-1])
    assert reader.span() is None  # nothing was selected by it


def test_the_pages_scroll_bar_has_a_mark_for_each_passage(reader: ReaderPanel) -> None:
    """Where it stands on the pages, in its kind's colour."""
    pages = reader.views.pages
    assert pages.bar.marks == ()
    for words, key in ((pdf_sources.FIRST, Qt.Key.Key_1), (pdf_sources.LAST, Qt.Key.Key_3)):
        select(reader, words)
        press(key)
    (first, one), (second, other) = pages.bar.marks
    assert (one, other) == (Kind.RISK, Kind.RECOMMENDATION)
    assert 0 < first < 1 / pages.pages
    assert (pages.pages - 1) / pages.pages < second < 1


def test_resting_on_a_passage_shows_its_points(reader: ReaderPanel) -> None:
    """Where the mouse rests on a tinted passage, a card names the points that rest on it."""
    start, end = span_of(reader, pdf_sources.FIRST)
    reader.text.put_caret(end, start)
    reader.make(Kind.RECOMMENDATION)
    pages = reader.views.pages
    pages.scroll_to(start)
    QTest.mouseMove(pages.viewport(), QPoint(2, 2))
    QTest.mouseMove(pages.viewport(), pages.span_box(start, end)[0].center().toPoint())
    until(reader.card.isVisible, "no card is shown")
    assert "Recommendation 1" in reader.card.accessibleName()
    assert reader.card.parentWidget() is pages.viewport()


def test_words_are_found_on_the_pages(reader: ReaderPanel) -> None:
    """Finding in a PDF shows each place on its page, also on the last."""
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write("last sentence")
    start, end = span_of(reader, "last sentence")
    assert reader.finding.hits == [(start, end)]
    assert reader.span() == (start, end)
    box = reader.views.pages.span_box(start, end)[0]
    assert 0 <= box.top() < reader.views.pages.viewport().height()
    assert reader.views.pages.current == reader.views.pages.pages - 1


def test_words_are_selected_on_a_page_by_keys(reader: ReaderPanel) -> None:
    """Left and Right move the caret on the page, with Shift they select, Esc lets go."""
    start, _ = span_of(reader, "difficult office")
    reader.text.put_caret(start)
    reader.views.take_focus()
    ctrl_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(Qt.Key.Key_Right, ctrl_shift)
    press(Qt.Key.Key_Right, ctrl_shift)
    assert reader.span() == span_of(reader, "difficult office")
    press(Qt.Key.Key_Escape)
    assert reader.span() is None
    before = reader.views.pages.verticalScrollBar().value()
    press(Qt.Key.Key_PageDown)
    assert reader.views.pages.verticalScrollBar().value() > before


def test_a_double_click_takes_the_sentence_a_third_the_paragraph(reader: ReaderPanel) -> None:
    """As in the text."""
    start, end = span_of(reader, pdf_sources.SECOND)
    pages = reader.views.pages
    pages.scroll_to(start)
    at = pages.span_box(start, start + 6)[0].center().toPoint()
    QTest.mouseDClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert reader.span() == (start, end)
    QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=at)
    span = reader.span()
    assert span is not None
    assert text_of(reader)[span[0] :].startswith("Paragraph 2.")
    assert span[1] == end


def test_the_view_is_remembered_and_is_there_for_pdfs_alone(reader: ReaderPanel, article: Path) -> None:
    """A PDF is opened as it was last read; a text has no pages, and no switch."""
    assert reader.switch.isVisible()
    importing = reader.window().findChild(Importing)
    assert importing is not None
    importing.bring([article])
    until(lambda: reader.source is not None and reader.source.id == "source-2", "the article is not shown")
    assert reader.views.now is reader.text
    assert not reader.switch.isVisible()
    until(lambda: not reader.bench.actions["reader.pages"].isEnabled(), "the switch to pages stays on")
    reader.bench.selection.go(workspace="read", source="source-1")
    ready(reader)
    settings_ = reader.bench.settings
    assert isinstance(settings_, QSettings)
    assert "source-1" in str(settings_.value("reader/as_pages"))


def test_what_is_known_of_a_source_changes_nothing_of_its_pages(reader: ReaderPanel) -> None:
    """A note on the source while its pages are shown leaves them, their place and their words as they are."""
    pages = reader.views.pages
    pages.verticalScrollBar().setValue(300)
    assert reader.source is not None
    noted = replace(reader.source, note="Ask who wrote it.")
    assert reader.bench.session.apply("Note", lambda dossier: replace(dossier, sources=(noted,)))
    assert reader.source.note
    assert reader.views.now is pages
    assert reader.views.placed
    assert pages.verticalScrollBar().value() == 300
    select(reader, pdf_sources.FIRST)


def test_other_themes_leave_the_paper_white(reader: ReaderPanel) -> None:
    """In the dark theme the page is as it was printed."""
    reader.bench.theme.set("dark", 1.0)
    pages = reader.views.pages
    until(pages.is_settled, "the pages are not drawn")
    corner = pages.rect_of_page(0).topLeft().toPoint() + QPoint(12, 12)
    picture = pages.viewport().grab().toImage()
    assert QColor(picture.pixel(corner)).name() == "#ffffff"


def test_the_pages_have_a_name_that_points_to_the_text(reader: ReaderPanel) -> None:
    """Who does not see the pages is told where the same words can be heard."""
    assert pdf_sources.TITLE in reader.views.pages.accessibleName()
    assert "Text" in reader.views.pages.accessibleName()


def test_a_protected_pdf_asks_once_for_its_password(window: MainWindow, pdf: Path, application: QApplication) -> None:
    """Its text is there; its pages ask for the password, refuse a wrong one, and know the right one afterwards."""
    data = pdf_sources.protected(pdf, "sesame")
    assert window.session is not None
    new = workflows.source_of_bytes(data, "secret.pdf", USUAL, password="sesame")  # noqa: S106  a test's own
    assert window.session.apply("Add", lambda d: operations.add_source(d, new.source)[0], originals=new.originals)
    reader = the(window, ReaderPanel)
    until(lambda: reader.source is not None, "no source is shown")
    settle(application)
    reader.show_as(pages=True)
    field = next(line for line in reader.views.findChildren(QLineEdit) if "Password" in line.accessibleName())
    until(field.isVisible, "no password is asked for")
    for word in ("wrong", "sesame"):
        field.setFocus()
        write(word)
        press(Qt.Key.Key_Return)
        if word == "wrong":
            until(lambda: not field.text(), "the wrong password is not refused")
    ready(reader)
    select(reader, pdf_sources.FIRST)
    reader.show_as(pages=False)
    reader.show_as(pages=True)
    ready(reader)


def test_highlights_of_a_pdf_are_taken_over_as_passages(window: MainWindow, pdf: Path, tmp_path: Path) -> None:
    """What somebody highlighted is offered after the import, and becomes passages with its note, in one act."""
    marked = tmp_path / "marked.pdf"
    marked.write_bytes(pdf_sources.highlighted(pdf, "office of the flood warden", "Which office?"))
    importing = window.findChild(Importing)
    assert importing is not None
    importing.bring([marked])
    reader = the(window, ReaderPanel)
    until(lambda: any(b.isVisible() and b.text() == "Take them over" for b in window.findChildren(QPushButton)))
    button(window, "Take them over").click()
    passage = dossier_of(reader).passages[0]
    assert (passage.quote, passage.note) == ("office of the flood warden", "Which office?")
    reader.show_as(pages=True)
    ready(reader)
    box = reader.views.pages.span_box(passage.start, passage.end)[0]
    assert reader.views.pages.passages_at(box.center().toPoint()) == ["passage-1"]
    assert reader.bench.session.undo()
    assert not dossier_of(reader).passages


def test_the_password_given_at_the_import_opens_the_pages(window: MainWindow, pdf: Path, tmp_path: Path) -> None:
    """A password is asked for once: what let the document in shows its pages too."""
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(pdf_sources.protected(pdf, "sesame"))
    importing = window.findChild(Importing)
    assert importing is not None
    wrong = answer(_give("sesame"))
    importing.bring([secret])
    reader = the(window, ReaderPanel)
    until(lambda: reader.source is not None, "the document did not come in")
    assert not wrong
    reader.show_as(pages=True)
    ready(reader)
    assert pdf_sources.FIRST in text_of(reader)


def _give(word: str) -> Callable[[QDialog], None]:
    """Give a password to the sheet that asks for it."""

    def act(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.setText(word)
        dialog.accept()

    return act
