"""How the window looks, where that can be measured: what is cut, what stands in line, what overlaps."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from briefgen.domain.bibliography import PartialDate
from briefgen.domain.colours import contrast_ratio
from briefgen.domain.terms import Kind
from briefgen.dossier_file import open_dossier
from briefgen.gui.app import Program
from briefgen.gui.main_window import MainWindow
from briefgen.gui.moments import date_typed, date_words
from briefgen.gui.outline.new_brief import NewBrief
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.outline.tabs import BriefTabs
from briefgen.gui.points.editors import ChoiceBox, GrowingText
from briefgen.gui.points.panel import PointsPanel
from briefgen.gui.points.side_by_side import shared
from briefgen.gui.preferences_dialog import PreferencesDialog
from briefgen.gui.sheet import Sheet
from briefgen.gui.tokens import DARK, LIGHT, Tokens
from briefgen.resources import assets_folder
from tests.gui.conftest import settle, until


@pytest.fixture
def dossier_of_the_sample(tmp_path: Path) -> Path:
    """A copy of the sample dossier, closed."""
    return shutil.copyfile(assets_folder() / "sample" / "sample.briefgen", tmp_path / "sample.briefgen")


@pytest.fixture
def program(shared_program: Program, errors: list[BaseException], application: QApplication) -> Iterator[Program]:
    """The program that all tests here share; a window that one opened is closed after it."""
    windows = tuple(shared_program.windows)
    yield shared_program
    for window in tuple(shared_program.windows):
        if windows and window not in windows:
            window.close()
    settle(application)


@pytest.fixture(scope="module", params=[100, 200], ids=["100 %", "200 %"])
def size(request: pytest.FixtureRequest) -> int:
    """A size of text; tests of one size come after each other, for to change it takes longer than most of them."""
    assert isinstance(request.param, int)
    return request.param


@pytest.fixture(scope="module")
def shown_sample(shared_program: Program, tmp_path_factory: pytest.TempPathFactory) -> MainWindow:
    """A window on a copy of the sample dossier, for all tests here."""
    copied = shutil.copyfile(
        assets_folder() / "sample" / "sample.briefgen", tmp_path_factory.mktemp("looks") / "sample.briefgen"
    )
    made = shared_program.open_first(copied)
    until(lambda: made.session is not None, "the sample was not opened")
    return made


@pytest.fixture
def sample(shown_sample: MainWindow, program: Program, application: QApplication) -> MainWindow:
    """That window, 1280 × 800, in the Read workspace, in the light, with no notice."""
    show(shown_sample, application)
    return shown_sample


@pytest.fixture
def sized_sample(shown_sample: MainWindow, program: Program, application: QApplication, size: int) -> MainWindow:
    """The same, its text as large as `size` says."""
    show(shown_sample, application, size)
    return shown_sample


def show(window: MainWindow, application: QApplication, size: int = 100) -> None:
    """Bring a window back to how every test finds it."""
    window.house.choices.change(theme="system", text_size=size)
    window.resize(1280, 800)
    window.selection.go(workspace="brief", section="")
    window.selection.go(workspace="read")
    window.activateWindow()
    settle(application)


def left_of(widget: QWidget, window: QWidget) -> int:
    """Where a widget begins, in its window."""
    return widget.mapTo(window, QPoint(0, 0)).x()


def titled(window: QWidget, words: str) -> QLabel:
    """The label that says `words`."""
    return next(label for label in window.findChildren(QLabel) if label.text() == words and label.isVisible())


# ---------------------------------------------------------------------------------------------- what is cut


@given(st.data())
def test_who_shares_a_line_gets_what_it_wants(data: st.DataObject) -> None:
    """Where all fit together, each has at least what its words need, and no more is given than there is."""
    wanted = data.draw(st.lists(st.integers(1, 300), min_size=1, max_size=5))
    shares = data.draw(st.lists(st.integers(0, 9), min_size=len(wanted), max_size=len(wanted)))
    width = sum(wanted) + data.draw(st.integers(0, 500))
    widths = shared(width, wanted, shares)
    assert all(wide >= want for wide, want in zip(widths, wanted, strict=True))
    assert sum(widths) <= width


def test_the_words_of_a_rating_are_whole(sized_sample: MainWindow, application: QApplication) -> None:
    """Likelihood and impact are read whole beside each other or one under the other, at every size of text."""
    sample = sized_sample
    points = sample.findChild(PointsPanel)
    assert points is not None
    risks = [point for point in sample.bench.session.dossier.points if point.kind is Kind.RISK]
    for point in risks[:3]:
        sample.selection.select(point=point.id)
        settle(application)
        form = points.forms[Kind.RISK]
        for name in ("likelihood", "impact"):
            box = form.fields[name].findChild(ChoiceBox)
            assert box is not None
            box.grab()
            assert box.toolTip() == "", f"“{box.currentText()}” is cut"


@pytest.mark.parametrize("workspace", ["read", "brief"])
def test_panels_stand_beside_each_other(sized_sample: MainWindow, application: QApplication, workspace: str) -> None:
    """None lies on another or beyond the window's edge, however large the text is."""
    sample = sized_sample
    sample.bench.actions[f"view.{workspace}"].trigger()
    settle(application)
    shown = sample.workspace
    assert shown is not None
    panels = [panel for panel in (shown.left, shown.centre, shown.right) if panel.isVisible()]
    edges = [(left_of(panel, sample), left_of(panel, sample) + panel.width()) for panel in panels]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(edges))
    assert edges[-1][1] <= sample.width()


def test_icons_grow_with_the_text(sized_sample: MainWindow, size: int) -> None:
    """A button's icon is as large against its words at 200 % as it was."""
    assert sized_sample.toolbar is not None
    buttons = [button for button in sized_sample.toolbar.findChildren(QToolButton) if button.isVisible()]
    assert {button.iconSize().width() for button in buttons} == {18 * size // 100}


# ------------------------------------------------------------------------------------- what stands in line


def test_a_section_s_text_begins_under_its_heading(sample: MainWindow, application: QApplication) -> None:
    """The first letter and the heading's stand in one line, to the pixel."""
    sample.selection.go(workspace="brief", brief=sample.bench.session.dossier.briefs[0].id, section="background")
    settle(application)
    panel = sample.findChild(SectionPanel)
    assert panel is not None
    text = panel.text
    until(lambda: text.isVisible() and text.toPlainText())
    cursor = text.textCursor()
    cursor.setPosition(0)
    first = text.viewport().mapTo(sample, text.cursorRect(cursor).topLeft()).x()
    assert abs(first - left_of(titled(panel.header, "Background"), sample)) <= 1


def test_headings_of_the_preferences_stand_in_line(sample: MainWindow, application: QApplication) -> None:
    """The dialog's title, its headings and its labels begin at one edge."""
    dialog = PreferencesDialog(sample, sample.house)
    dialog.show()
    settle(application)
    edges = {left_of(titled(dialog, words), dialog) for words in ("Preferences", "Looks", "Theme", "Author")}
    assert len(edges) == 1
    dialog.close()
    settle(application)


# ------------------------------------------------------------------------------------ what can be made out


@pytest.mark.parametrize(("theme", "used"), [("light", LIGHT), ("dark", DARK)])
def test_the_chosen_tab_can_be_told(
    sample: MainWindow, program: Program, application: QApplication, theme: str, used: Tokens
) -> None:
    """Its upper edge has a line of at least 3:1 against the window; the other tabs have none."""
    program.house.choices.change(theme=theme)
    sample.bench.actions["view.brief"].trigger()
    settle(application)
    tabs = sample.findChild(BriefTabs)
    assert tabs is not None
    assert contrast_ratio(used.mark, used.window) >= 3
    picture = tabs.tabs.grab().toImage()
    ratio = picture.devicePixelRatio()

    def upper_edge(index: int) -> set[str]:
        box = tabs.tabs.tabRect(index)
        middle = round(box.center().x() * ratio)
        return {picture.pixelColor(middle, y).name() for y in range(round(6 * ratio))}

    assert QColor(used.mark).name() in upper_edge(0)
    assert QColor(used.mark).name() not in upper_edge(1)


def test_every_command_of_the_palette_has_an_icon(sample: MainWindow, application: QApplication) -> None:
    """And a source's date is written as people write dates."""
    sample.palette_box.open("")
    settle(application)
    entries = [row for row in sample.palette_box.model.rows if not isinstance(row, str)]
    assert entries
    assert all(not entry.icon.isNull() for entry in entries)
    sample.palette_box.open("Cool rooms first")

    def dated() -> bool:
        rows = sample.palette_box.model.rows
        return any(not isinstance(row, str) and "24 November 2026" in row.detail for row in rows)

    until(dated)
    sample.palette_box.shut()


# --------------------------------------------------------------------------------------------------- dialogs


def test_a_new_brief_s_dialog_shows_where_the_keys_are(sample: MainWindow, application: QApplication) -> None:
    """The ring stands around the field that has the focus; the dialog is as high as what it shows."""
    seen: list[tuple[bool, int]] = []

    def look() -> None:
        dialog = application.activeModalWidget()
        assert isinstance(dialog, NewBrief)
        settle(application)
        field, box = dialog.findChild(QLineEdit), dialog.findChild(QComboBox)
        assert field is not None
        assert box is not None
        inside = dialog.layout()
        assert inside is not None
        field.setFocus()
        ring = dialog.ring.ring()
        around = ring.contains(field.geometry().translated(field.parentWidget().mapTo(dialog, QPoint(0, 0))))
        seen.append((around, dialog.height() - inside.totalHeightForWidth(dialog.width())))
        dialog.reject()

    QTimer.singleShot(100, look)
    sample.bench.actions["brief.new"].trigger()
    assert seen == [(True, 0)]


def test_the_theme_can_change_after_dialogs(sample: MainWindow, program: Program, application: QApplication) -> None:
    """What closed dialogs had in them hears of themes no more; nothing is said to have gone wrong."""
    for action in ("help.about", "file.preferences", "edit.bin"):
        sample.bench.actions[action].trigger()
        settle(application)
        dialog = next(child for child in sample.findChildren(Sheet) if child.isVisible())
        dialog.close()
        settle(application)
    QTest.qWait(1)
    program.house.choices.change(theme="dark", text_size=110)
    settle(application)
    assert sample.notices.shown() == ()


def test_an_empty_list_is_not_shown_as_a_box(sample: MainWindow, application: QApplication) -> None:
    """The bin and the folders of house templates say in words that there is nothing in them."""
    dialog = PreferencesDialog(sample, sample.house)
    dialog.show()
    settle(application)
    assert not dialog.folders.isVisible()
    assert any(button.text() == "Add a folder…" for button in dialog.findChildren(QPushButton))
    dialog.close()
    settle(application)


# ----------------------------------------------------------------------------------------------------- dates


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_date_in_words_is_read_back(day: dt.date) -> None:
    """What is shown in a field can be left in it: it is the same date, known as far."""
    for iso in (f"{day}", f"{day:%Y-%m}", f"{day:%Y}"):
        date = PartialDate.parse("date", iso)
        assert PartialDate.parse("date", date_typed(date_words(date))) == date


# ----------------------------------------------------------------------------------------------------- focus


def test_the_main_button_comes_with_the_toolbar(sample: MainWindow, application: QApplication) -> None:
    """Tab reaches it after the buttons left of it, before any panel; and a way through the outline opens nothing."""
    assert sample.toolbar is not None
    for workspace, words in (("read", "Add sources…"), ("brief", "Export PDF…")):
        sample.bench.actions[f"view.{workspace}"].trigger()
        settle(application)
        sample.toolbar.search_box.setFocus()
        for _ in range(3):
            focused = application.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        main = application.focusWidget()
        assert main is not None
        assert main.accessibleName() == words
    outline = sample.findChild(OutlinePanel)
    assert outline is not None
    outline.list.setFocus(Qt.FocusReason.TabFocusReason)
    settle(application)
    assert sample.selection.place.section == ""


def test_the_state_of_a_point_is_read_in_one_line(
    program: Program, dossier_of_the_sample: Path, application: QApplication
) -> None:
    """In a dossier that can't be changed it is text, and has room for its word."""
    with open_dossier(dossier_of_the_sample):
        window = program.open_first(dossier_of_the_sample)
        window.resize(1280, 800)
        until(lambda: window.session is not None, "the sample was not opened")
        window.selection.go(workspace="read", point="risk-1")
        settle(application)
        points = window.findChild(PointsPanel)
        assert points is not None
        words = points.forms[Kind.RISK].fields["status"].findChild(GrowingText)
        assert words is not None
        assert words.document().size().height() == 1
