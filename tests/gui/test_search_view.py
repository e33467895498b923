"""Search in all sources: what is found, how one walks from place to place, and how one gets back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.gui.main_window import MainWindow
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.gui.sources.panel import SourcesPanel
from briefgen.gui.sources.search_rows import PlaceRow, SearchRow, TitleRow
from briefgen.gui.sources.search_view import SearchView
from tests.domain.builders import source_of
from tests.gui.conftest import settle, until

QUAY = "The eastern quay has no crane.\n\nA crane was ordered in 2019.\n\nNobody paid for it."
LOCK = "The lock keeper saw the crane fall."
TOKYO = "港の予算は削減された。\n\n東京都は𠮷野川の堤防を調べた。"


@pytest.fixture
def search(window: MainWindow, application: QApplication) -> SearchView:
    """The search, not yet opened, in a dossier of three sources."""
    add(window, "quay.txt", QUAY)
    add(window, "lock.txt", LOCK)
    add(window, "tokyo.txt", TOKYO)
    window.bench.selection.go(workspace="read")
    settle(application)
    panel = window.findChild(SourcesPanel)
    assert panel is not None
    return panel.search


def add(window: MainWindow, name: str, text: str) -> None:
    """Add a source to the dossier on disk."""
    source = source_of(text, name)
    assert window.session is not None
    originals = {source.sha256: text.encode()}
    assert window.session.apply("Add", lambda d: operations.add_source(d, source)[0], originals=originals)


def open_search(window: MainWindow) -> None:
    """Press the keys of the search."""
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_F, keys)


def find(window: MainWindow, search: SearchView, words: str) -> None:
    """Open the search, look for words, and wait for what comes."""
    open_search(window)
    assert search.isVisible()
    search.field.clear()
    search.field.insert(words)
    until(lambda: not search.busy and search.shown_for == words)


def rows(search: SearchView) -> list[SearchRow]:
    """The rows that are shown."""
    return [search.model.index(row).data(Qt.ItemDataRole.UserRole) for row in range(search.model.rowCount())]


def reader(window: MainWindow) -> ReaderPanel:
    """The reader."""
    found = window.findChild(ReaderPanel)
    assert found is not None
    return found


def selected(window: MainWindow) -> str:
    """The words that are selected in the reader."""
    panel = reader(window)
    span = panel.text.selected_span()
    return panel.source.text[span[0] : span[1]] if span and panel.source else ""


def test_places_stand_under_their_sources_with_the_words_around_them(window: MainWindow, search: SearchView) -> None:
    """The best source first, each with its count; every place with its paragraph and what was found in it marked."""
    find(window, search, "crane")
    found = rows(search)
    titles = [row for row in found if isinstance(row, TitleRow)]
    assert sorted((row.source.filename, row.count) for row in titles) == [("lock.txt", 1), ("quay.txt", 2)]
    places = [row for row in found if isinstance(row, PlaceRow)]
    assert {row.place() for row in places if row.source.filename == "quay.txt"} == {"¶ 1", "¶ 2"}
    for row in places:
        excerpt = row.excerpt()
        assert [excerpt.text[start:end] for start, end in excerpt.marks] == ["crane"]
    assert search.count.text() == "3 places in 2 sources"
    spoken = search.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "crane" in spoken
    assert "¶" in spoken


def test_enter_goes_there_f3_walks_on_and_the_search_stays(
    window: MainWindow, search: SearchView, application: QApplication
) -> None:
    """The words are selected in the reader, which has the keys; F3 goes round through all sources, Shift+F3 back."""
    find(window, search, "crane")
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    settle(application)
    assert selected(window) == "crane"
    assert QApplication.focusWidget() is reader(window).text
    first = window.bench.selection.place
    been = [(first.source, first.offset)]
    for _ in range(3):
        QTest.keyClick(reader(window).text, Qt.Key.Key_F3)
        settle(application)
        place = window.bench.selection.place
        been.append((place.source, place.offset))
        assert selected(window) == "crane"
    assert len(set(been)) == 3
    assert been[3] == been[0]
    assert search.isVisible()
    QTest.keyClick(reader(window).text, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert (window.bench.selection.place.source, window.bench.selection.place.offset) == been[2]
    assert search.count.text() == "3 of 3 places in 2 sources"
    QTest.keyClick(reader(window).text, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert (window.bench.selection.place.source, window.bench.selection.place.offset) == been[0]


def test_arrows_choose_places_past_titles_while_one_types(
    window: MainWindow, search: SearchView, application: QApplication
) -> None:
    """Down and Up in the field choose places, never titles; Enter goes to the chosen one; the list takes them too."""
    find(window, search, "crane")
    chosen = [search.list.currentIndex().row()]
    for _ in range(2):
        QTest.keyClick(search.field, Qt.Key.Key_Down)
        chosen.append(search.list.currentIndex().row())
    found = rows(search)
    assert all(isinstance(found[row], PlaceRow) for row in chosen)
    assert len(set(chosen)) == 3
    QTest.keyClick(search.field, Qt.Key.Key_Down)
    assert search.list.currentIndex().row() == chosen[-1]
    row = found[chosen[-1]]
    assert isinstance(row, PlaceRow)
    search.list.setFocus()
    QTest.keyClick(search.list, Qt.Key.Key_Return)
    settle(application)
    assert (window.bench.selection.place.source, window.bench.selection.place.offset) == (
        row.source.id,
        row.matches[0][0],
    )


def test_a_click_goes_there(window: MainWindow, search: SearchView, application: QApplication) -> None:
    """A click on a place leads to it; one on a title does nothing."""
    find(window, search, "keeper")
    title, place = (search.list.visualRect(search.model.index(row)).center() for row in (0, 1))
    viewport = search.list.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, title)
    assert selected(window) == ""
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    settle(application)
    assert selected(window) == "keeper"


def test_chinese_and_japanese_are_found_and_selected(
    window: MainWindow, search: SearchView, application: QApplication
) -> None:
    """Single characters are found, also behind one that Qt counts twice."""
    find(window, search, "堤防")
    assert search.count.text() == "1 place in 1 source"
    place = rows(search)[1]
    assert isinstance(place, PlaceRow)
    assert [place.excerpt().text[start:end] for start, end in place.excerpt().marks] == ["堤防"]
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    settle(application)
    assert selected(window) == "堤防"


def test_nothing_found_is_said(window: MainWindow, search: SearchView) -> None:
    """There are no rows, and F3 has nothing to do."""
    find(window, search, "zeppelin")
    assert rows(search) == []
    assert search.count.text() == "Nothing found. Every word must be in the source."
    window.actions_.refresh()
    assert not window.actions_["go.next_found"].isEnabled()
    assert not search.after.isVisible()


def test_esc_gives_back_the_list_and_the_keys(window: MainWindow, search: SearchView) -> None:
    """Esc closes the search; the sources are there again, the keys where they were; the words are kept."""
    panel = window.findChild(SourcesPanel)
    assert panel is not None
    panel.list.setFocus()
    find(window, search, "crane")
    assert not panel.list.isVisible()
    QTest.keyClick(search.field, Qt.Key.Key_Escape)
    assert not search.isVisible()
    assert panel.list.isVisible()
    assert QApplication.focusWidget() is panel.list
    open_search(window)
    assert search.field.text() == "crane"
    assert search.field.selectedText() == "crane"
    assert search.count.text() == "3 places in 2 sources"


def test_it_opens_from_the_brief_and_over_a_narrow_window(
    window: MainWindow, search: SearchView, application: QApplication
) -> None:
    """Wherever one is, the key shows the search; in a narrow window it stands over the reader until one goes there."""
    window.bench.selection.select(workspace="brief")
    window.resize(1000, 700)
    settle(application)
    find(window, search, "crane")
    assert window.bench.selection.place.workspace == "read"
    assert QApplication.focusWidget() is search.field
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    settle(application)
    assert not search.isVisible()
    assert selected(window) == "crane"
    before = window.bench.selection.place
    QTest.keyClick(reader(window).text, Qt.Key.Key_F3)
    assert window.bench.selection.place != before
    open_search(window)
    assert search.isVisible()
    assert search.count.text().startswith("2 of 3 places")


def test_many_places_of_many_sources(window: MainWindow, search: SearchView, application: QApplication) -> None:
    """All sources come, not the first twenty alone; a source with very many places says that there are more."""
    assert window.session is not None
    sources = [source_of(f"Tide table {n}.\n\nHigh tide at {n}.", f"{n}.txt") for n in range(40)]
    sources.append(source_of("tide " * 1500, "many.txt"))

    def add_all(dossier: Dossier) -> Dossier:
        for source in sources:
            dossier, _ = operations.add_source(dossier, source)
        return dossier

    originals = {source.sha256: source.text.encode() for source in sources}
    assert window.session.apply("Add", add_all, originals=originals)
    find(window, search, "tide")
    until(lambda: search.found.sources == 41)
    assert search.count.text() == "1,080+ places in 41 sources"
    many = next(row for row in rows(search) if isinstance(row, TitleRow) and row.source.filename == "many.txt")
    assert (many.count, many.more) == (1000, True)
    search.step(-1)
    settle(application)
    assert selected(window) == "tide"


def test_enter_at_once_goes_to_what_will_be_found(window: MainWindow, search: SearchView) -> None:
    """Who types and presses Enter need not wait for the list."""
    open_search(window)
    QTest.keyClicks(search.field, "keeper")
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    until(lambda: selected(window) == "keeper")


def test_what_is_shown_follows_the_sources(window: MainWindow, search: SearchView) -> None:
    """A source that comes is found without asking again, one that goes is no longer there to go to."""
    find(window, search, "crane")
    add(window, "new.txt", "One more crane.")
    until(lambda: search.count.text() == "4 places in 3 sources")
    assert window.session is not None
    window.session.undo()
    until(lambda: search.count.text() == "3 places in 2 sources")


def test_f3_belongs_to_the_find_bar_while_that_has_found_something(
    window: MainWindow, search: SearchView, application: QApplication
) -> None:
    """With both open the keys are not in doubt: the text that is read goes first."""
    find(window, search, "crane")
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    settle(application)
    panel = reader(window)
    panel.finding.open("the")
    settle(application)
    window.actions_.refresh()
    assert window.actions_["reader.find_next"].isEnabled()
    assert not window.actions_["go.next_found"].isEnabled()
    panel.finding.close()
    window.actions_.refresh()
    assert window.actions_["go.next_found"].isEnabled()
