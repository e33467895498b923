"""The gallery of house templates, by mouse and keys, with the real child process that lays their pages out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeWidget,
    QWidget,
)

from briefgen import template_workflows, workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.gui.app import Program
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.gallery.page import Gallery
from briefgen.gui.gallery.upgrade_sheet import UpgradeSheet
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.new_brief import NewBrief
from briefgen.gui.preview.drawing import page_texts
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.settings import user_templates_folder
from tests.domain.builders import harbour
from tests.gui.conftest import settle

PATIENCE = 180
"""Seconds that a test waits before it fails: a child process has to start, and lay out every template there is."""


def until(true: Callable[[], object], what: str = "") -> None:
    """Let the window work until something has come true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what or "what was waited for did not come"
        QTest.qWait(5)


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    """A window on the harbour's submission."""
    made = harbour()

    def take(dossier: Dossier) -> Dossier:
        return operations.restore_version(dossier, made)

    source = made.sources[0]
    assert window.session.apply("Fill", take, originals={source.sha256: source.text.encode()})
    window.bench.selection.go(workspace="brief", brief="brief-1")
    return window


@pytest.fixture
def gallery(filled: MainWindow) -> Gallery:
    """The gallery of that window, in view, with its cards."""
    return opened(filled)


def opened(window: MainWindow) -> Gallery:
    """Open the gallery by its key."""
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    made = window.gallery
    until(lambda: made.isVisible() and made.cards.rows.cards, "the gallery did not come")
    return made


def titles(gallery: Gallery) -> list[str]:
    """The titles of the cards in view."""
    return [card.title for card in gallery.cards.rows.cards]


def click_card(gallery: Gallery, title: str) -> None:
    """Click on a card."""
    row = titles(gallery).index(title)
    at = gallery.cards.visualRect(gallery.cards.rows.index(row, 0)).center()
    QTest.mouseClick(gallery.cards.viewport(), Qt.MouseButton.LeftButton, pos=at)


def pages(gallery: Gallery) -> str:
    """The words of the pages that are shown of the chosen template."""
    return words_of(gallery.pane.pdf)


def words_of(pdf: bytes) -> str:
    """The words of a PDF, whatever its lines."""
    return " ".join(" ".join(page_texts(pdf)).split()) if pdf else ""


def button(parent: QWidget, words: str) -> QPushButton:
    """The visible button with these words."""
    return next(b for b in parent.findChildren(QPushButton) if b.text().replace("&", "") == words and b.isVisible())


def press(parent: QWidget, words: str) -> None:
    """Click the button with these words."""
    QTest.mouseClick(button(parent, words), Qt.MouseButton.LeftButton)


def own(name: str = "our-note", base: str = "one-page-brief", **said: object) -> OpenTemplate:
    """A template of the user's own, on disk."""
    return template_workflows.new_template(open_template(base), name, user_templates_folder(), **said)  # type: ignore[arg-type]  # what the function takes


def small(name: str) -> Path:
    """A template of the user's own whose pages are quickly laid out: what is checked is laid out time and again."""
    folder = user_templates_folder() / name
    folder.mkdir(parents=True)
    (folder / "template.toml").write_text('title = "Small"\nversion = "1"\npage = "brief.html.jinja"\n', "utf-8")
    style = '<link rel="stylesheet" href="own.css">'
    page = f'<!DOCTYPE html><html lang="en"><head><title>-</title>{style}</head><body><h1>{{{{ brief.title }}}}</h1>'
    (folder / "brief.html.jinja").write_text(f"{page}</body></html>", "utf-8")
    return folder


def package(tmp_path: Path, version: str = "", licence: str = "") -> Path:
    """A package of a template, in a folder of its own."""
    folder = tmp_path / "elsewhere"
    made = template_workflows.new_template(open_template("one-page-brief"), "guest", folder, title="Guest brief")
    manifest = made.folder / "template.toml"
    said = manifest.read_text("utf-8").replace('version = "0.1"', f'version = "{version or "0.1"}"')
    manifest.write_text(f'licence = "{licence}"\n{said}' if licence else said, "utf-8")
    made = open_template(made.folder)
    path = template_workflows.pack_template(made, tmp_path / f"guest-{version}{licence}.briefgen-template")
    shutil.rmtree(folder)
    return path


def answer(act: Callable[[QDialog], object]) -> list[QDialog]:
    """Do something with the next dialog as soon as it is there; the list has it afterwards."""
    answered: list[QDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog.isVisible():
            answered.append(dialog)
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    return answered


# ---------------------------------------------------------------------------------------------- looking


def test_cards_show_the_real_first_pages_and_what_each_is_for(gallery: Gallery) -> None:
    """Title, description, length, paper, version and place of each; in use the one that the brief has."""
    assert titles(gallery) == ["Ministerial submission", "One-page brief", "Policy brief", "Risk and options annex"]
    cards = gallery.cards.rows
    until(lambda: all(cards.pictures(card.key) for card in cards.cards), "the pages were not drawn")
    assert [card.in_use for card in cards.cards] == [True, False, False, False]
    one = cards.cards[1]
    assert one.about == "1 page · A4, Letter · version 1.0 · shipped"
    assert "one page" in one.text
    picture = cards.pictures(one.key)[0]
    ink = sum(
        picture.pixelColor(x, y).lightness() < 128
        for x in range(0, picture.width(), 4)
        for y in range(0, picture.height(), 4)
    )
    assert ink > 100, "the picture of the page is blank"


def test_pages_with_the_brief_with_samples_and_on_other_paper(gallery: Gallery) -> None:
    """First the brief itself; then little and far too much, and Letter is wider and shorter than A4."""
    click_card(gallery, "One-page brief")
    until(lambda: "A caisson fails" in pages(gallery), "the brief is not on the pages")
    gallery.details.choose(data="least")
    until(lambda: pages(gallery) and "A caisson fails" not in pages(gallery))
    tall = gallery.pane.view.rect_of_page(0)
    gallery.details.choose(data="normal", paper="Letter")
    until(lambda: gallery.pane.view.rect_of_page(0).height() < tall.height() - 10, "the paper did not change")


def test_the_filter_and_the_places_narrow_and_say_when_nothing_is_left(gallery: Gallery) -> None:
    """Words of title or description; a place with nothing in it says what to do."""
    QTest.mouseClick(gallery.filter, Qt.MouseButton.LeftButton)
    QTest.keyClicks(gallery.filter, "annex")
    until(lambda: "Risk and options annex" in titles(gallery) and "Policy brief" not in titles(gallery))
    QTest.keyClick(gallery.filter, Qt.Key.Key_Escape)
    until(lambda: len(titles(gallery)) == 4)
    gallery.places.list.setFocus()
    QTest.keyClick(gallery.places.list, Qt.Key.Key_Down)
    QTest.keyClick(gallery.places.list, Qt.Key.Key_Down)
    until(lambda: titles(gallery) == [])
    assert "duplicate" in gallery.nothing_text


def test_keys_alone_choose_enlarge_and_lead_back(gallery: Gallery, filled: MainWindow) -> None:
    """Arrows choose, Enter shows the pages large, Esc leads to the cards and then to the brief."""
    cards = gallery.cards
    assert cards.hasFocus()
    cards.choose(cards.rows.cards[0].key)
    QTest.keyClick(cards, Qt.Key.Key_Right)
    assert cards.chosen is not None
    assert cards.chosen.title == "One-page brief"
    QTest.keyClick(cards, Qt.Key.Key_Return)
    assert gallery.is_large
    until(lambda: gallery.pane.view.is_settled() and gallery.pane.view.pages)
    QTest.keyClick(gallery.pane.view, Qt.Key.Key_Escape)
    assert not gallery.is_large
    assert cards.hasFocus()
    QTest.keyClick(cards, Qt.Key.Key_Escape)
    until(lambda: not gallery.isVisible())
    preview = filled.findChild(PreviewPanel)
    assert preview is not None
    assert preview.isVisible()


def test_the_gallery_is_there_without_a_dossier(start: MainWindow) -> None:
    """Templates can be looked at and made before anything else; what needs a brief is not offered."""
    gallery = opened(start)
    until(lambda: pages(gallery) != "", "no pages of a sample")
    assert not start.actions_["templates.use"].isEnabled()
    assert start.actions_["templates.duplicate"].isEnabled()
    QTest.keyClick(gallery.cards, Qt.Key.Key_Escape)
    until(start.start_page.isVisible)


# ---------------------------------------------------------------------------------------------- switching


def test_a_switch_keeps_every_value_shows_what_is_not_used_and_can_be_undone(
    gallery: Gallery, filled: MainWindow
) -> None:
    """Before: said beside the pages. After: listed under the fields, where it can be cleared. Undo brings all back."""
    session = filled.session
    session.apply("Fill", lambda d: operations.set_template_field(d, "brief-1", "press_officer", "Harbour press desk"))
    before = session.dossier.brief("brief-1")
    click_card(gallery, "One-page brief")
    until(lambda: any("Not used" in said and "Press officer" in said for said in gallery.details.said))
    until(gallery.details.use.isEnabled)
    QTest.mouseClick(gallery.details.use, Qt.MouseButton.LeftButton)
    until(lambda: not gallery.isVisible())
    after = session.dossier.brief("brief-1")
    assert (after.template, after.fields, after.sections) == ("one-page-brief", before.fields, before.sections)
    fields = filled.findChild(FieldsPanel)
    assert fields is not None
    until(lambda: any("Harbour press desk" in part for part in fields.form.unused.parts))
    listed = next(row for row in fields.form.unused.findChildren(QWidget) if "press desk" in row.accessibleName())
    press(listed, "Clear")
    assert "press_officer" not in dict(session.dossier.brief("brief-1").fields)
    session.undo()
    session.undo()
    assert session.dossier.brief("brief-1") == before
    until(lambda: not fields.form.unused.parts)


def test_another_version_is_shown_beside_the_present_pages_first(filled: MainWindow) -> None:
    """The brief goes on with its version until both have been seen, and the other one is taken."""
    made = own(whole=True)
    session = filled.session
    session.apply("Use", lambda d: operations.edit_brief(d, "brief-1", workflows.pinned_to(made.template)))
    shutil.copytree(made.folder, user_templates_folder() / "our-note@0.1" / "our-note")
    page = made.folder / "brief.html.jinja"
    page.write_text(page.read_text("utf-8").replace("</main>", "<p>Printed anew.</p></main>"), "utf-8")
    manifest = made.folder / "template.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('version = "0.1"', 'version = "0.2"'), "utf-8")
    gallery = opened(filled)
    until(lambda: any("version 0.2" in card.about for card in gallery.cards.rows.cards))
    key = str(made.folder)
    assert gallery.cards.choose(key)
    until(lambda: gallery.details.use.text() == "See what changes…" and gallery.details.use.isEnabled())
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, UpgradeSheet)
        sides = dialog.sides
        until(lambda: all(side.pdf for side in sides.values()), "the pages did not come")
        seen.extend(words_of(side.pdf) for side in sides.values())
        press(dialog, "Use version 0.2")

    answer(look)
    QTest.mouseClick(gallery.details.use, Qt.MouseButton.LeftButton)
    until(lambda: not gallery.isVisible())
    assert "Printed anew." not in seen[0]
    assert "Printed anew." in seen[1]
    assert session.dossier.brief("brief-1").template_version == "0.2"


def test_a_new_brief_leads_to_the_gallery_and_the_gallery_to_a_new_brief(filled: MainWindow) -> None:
    """The dialog that asks for a template shows their pages on demand; a card becomes a brief."""
    answer(lambda dialog: press(dialog, "See their pages…"))
    filled.actions_["brief.new"].trigger()
    gallery = filled.gallery
    until(lambda: gallery.isVisible() and gallery.cards.rows.cards)
    click_card(gallery, "Policy brief")
    settle(QApplication.instance())  # type: ignore[arg-type]  # there is one

    def make(dialog: QDialog) -> None:
        assert isinstance(dialog, NewBrief)
        name = dialog.findChildren(QLineEdit)[0]
        name.setText("For the coast")
        press(dialog, "Make")

    answer(make)
    filled.actions_.refresh()
    filled.actions_["templates.new_brief"].trigger()
    brief = filled.session.dossier.briefs[-1]
    assert (brief.name, brief.template) == ("For the coast", "policy-brief")
    assert not gallery.isVisible()


# ---------------------------------------------------------------------------------------------- one's own


def test_a_template_becomes_ours_and_its_pages_follow_the_files_as_they_are_saved(gallery: Gallery) -> None:
    """Duplicated by two clicks; saved in place, or as editors do that put another file there, the pages follow."""
    click_card(gallery, "One-page brief")
    answer(lambda dialog: press(dialog, "Duplicate"))
    until(gallery.details.own.isEnabled)
    QTest.mouseClick(gallery.details.own, Qt.MouseButton.LeftButton)
    until(lambda: "Our one-page brief" in titles(gallery), "it did not come among the cards")
    until(lambda: gallery.cards.chosen is not None and gallery.cards.chosen.title == "Our one-page brief")
    folder = user_templates_folder() / "our-one-page-brief"
    until(lambda: pages(gallery) != "")
    manifest = folder / "template.toml"
    assert 'extends = "one-page-brief"' in manifest.read_text("utf-8")
    page = folder / "brief.html.jinja"
    text = '{% extends "one-page-brief/brief.html.jinja" %}{% block title_block %}WORDS{% endblock %}'
    page.write_text(text.replace("WORDS", "<p>Saved in place</p>"), "utf-8")
    until(lambda: "Saved in place" in pages(gallery), "the pages did not follow")
    beside = folder / ".brief.swp"
    beside.write_text(text.replace("WORDS", "<p>Put there anew</p>"), "utf-8")
    beside.replace(page)
    until(lambda: "Put there anew" in pages(gallery), "the pages did not follow a file that took another's place")
    page.write_text(text.replace("WORDS", "{{ fields.nothing }}"), "utf-8")
    until(lambda: gallery.pane.trouble_text, "the mistake was not told")
    for words in ("brief.html.jinja, line 1", "field “fields.nothing”", "{{ fields.nothing }}", "last good pages"):
        assert words in gallery.pane.trouble_text
    assert button(gallery.pane, "Go there").toolTip() == f"Open {page}"
    assert "Put there anew" in pages(gallery)
    rows = gallery.cards.rows
    until(lambda: rows.has_failed(str(folder)), "the card does not say that its pages can't be laid out")
    assert "can’t be laid out" in rows.data(rows.index(rows.row_of(str(folder)), 0), Qt.ItemDataRole.AccessibleTextRole)
    page.write_text(text.replace("WORDS", "<p>Mended</p>"), "utf-8")
    until(lambda: "Mended" in pages(gallery) and rows.pictures(str(folder)), "it did not come back")
    assert not gallery.pane.trouble_text
    assert not rows.has_failed(str(folder))


def test_a_brief_follows_its_template_and_keeps_its_last_good_pages(filled: MainWindow) -> None:
    """A mistake is told with file, line and the line itself; mended, the pages come again."""
    made = own("our-sheet", "ministerial-submission", whole=True)
    filled.shelf.look()
    pinned = workflows.pinned_to(made.template)
    filled.session.apply("Use", lambda d: operations.edit_brief(d, "brief-1", pinned))
    preview = filled.findChild(PreviewPanel)
    assert preview is not None
    until(lambda: preview.is_settled and "A caisson fails" in " ".join(preview.page_texts()))
    watched = filled.shelf.found
    until(lambda: filled.shelf.found is not None and any(
        one.opened.template.name == "our-sheet" for one in filled.shelf.found.templates
    ), f"the template is not watched: {watched}")  # fmt: skip
    page = made.folder / "brief.html.jinja"
    good = page.read_text("utf-8")
    lines = good.splitlines()
    place = next(number for number, line in enumerate(lines) if "</main>" in line or "</body>" in line)
    lines.insert(place, "{{ fields.no_such_field }}")
    count = preview.view.pages
    page.write_text("\n".join(lines), "utf-8")
    until(lambda: "no_such_field" in preview.trouble_text, "the mistake was not told")
    assert f"brief.html.jinja, line {place + 1}" in preview.trouble_text
    assert "{{ fields.no_such_field }}" in preview.trouble_text
    assert "last good pages" in preview.trouble_text
    assert preview.view.pages == count
    page.write_text(good.replace("</body>", "<p>Mended now.</p></body>"), "utf-8")
    until(lambda: preview.trouble_text == "" and "Mended now." in " ".join(preview.page_texts()))


def test_a_template_that_cannot_be_used_says_why_on_a_card(filled: MainWindow) -> None:
    """It is not hidden: its card leads to its folder, and it is whole again as soon as its file is."""
    made = own()
    manifest = made.folder / "template.toml"
    good = manifest.read_text("utf-8")
    manifest.write_text(good.replace("version =", "versoin ="), "utf-8")
    gallery = opened(filled)
    until(lambda: any(card.error is not None for card in gallery.cards.rows.cards))
    broken = next(card for card in gallery.cards.rows.cards if card.error is not None)
    assert gallery.cards.choose(broken.key)
    until(lambda: any("versoin" in said for said in gallery.details.said))
    filled.actions_.refresh()
    assert filled.actions_["templates.folder"].isEnabled()
    assert not filled.actions_["templates.duplicate"].isEnabled()
    manifest.write_text(good, "utf-8")
    until(lambda: all(card.error is None for card in gallery.cards.rows.cards), "it did not come back")


def test_the_check_lists_what_is_to_be_mended_and_leads_to_the_file(
    filled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each finding with its place; “Go there” opens the file, and the list says when the files are others."""
    folder = small("our-note")
    page = folder / "own.css"
    page.write_text("h1 { background: url('http://far.example/x.png') }\n", "utf-8")
    gallery = opened(filled)
    until(lambda: gallery.cards.choose(str(folder)))
    until(lambda: gallery.chosen() is not None)
    went: list[str] = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: went.append(url.toLocalFile()) or True)
    filled.actions_.refresh()
    filled.actions_["templates.check"].trigger()
    until(lambda: gallery.check.checked is not None, "the check did not end")
    row = next(row for row in gallery.check.rows if "far.example" in row.finding.message)
    until(row.go.isVisible)
    press(row, "Go there")
    assert went == [str(page)]
    assert [notice.plain for notice in filled.notices.shown()] == ["The mistake is in line 1 of own.css."]
    page.write_text("h1 { color: #12355B }\n", "utf-8")
    until(lambda: "have changed" in gallery.check.said)


# ---------------------------------------------------------------------------------------------- packages


def test_a_dropped_package_shows_what_it_contains_and_is_installed(filled: MainWindow, tmp_path: Path) -> None:
    """Title, version, licence, files and sizes come first; nothing is there before the user agrees."""
    path = package(tmp_path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    shown: list[str] = []

    def look(dialog: QDialog) -> None:
        assert not (user_templates_folder() / "guest@0.1").exists()
        files = dialog.findChildren(QTreeWidget)[0]
        shown.extend(files.topLevelItem(row).text(0) for row in range(files.topLevelItemCount()))
        press(dialog, "Install")

    answer(look)
    QApplication.sendEvent(filled, QDragEnterEvent(QPoint(700, 400), copy, data, left, none))
    QApplication.sendEvent(filled, QDropEvent(QPointF(700, 400), copy, data, left, none))
    gallery = filled.gallery
    until(lambda: "Guest brief" in titles(gallery), "it was not installed")
    assert "guest/template.toml" in shown
    assert (user_templates_folder() / "guest@0.1" / "guest" / "template.toml").is_file()
    until(lambda: gallery.cards.chosen is not None and gallery.cards.chosen.title == "Guest brief")

    said: list[str] = []

    def read(dialog: QDialog) -> None:
        said.append(" ".join(words.text() for words in dialog.findChildren(QLabel)))
        assert "Install" not in {button.text() for button in dialog.findChildren(QPushButton)}
        press(dialog, "Close")

    answer(read)
    filled.install_template(path)
    until(lambda: said, "the same package was not shown")
    assert "This very template is installed already." in said[-1]
    answer(read)
    filled.install_template(package(tmp_path, licence="MIT-0"))
    until(lambda: len(said) == 2, "the other package was not shown")
    assert "It can’t be installed: version 0.1 is, with other files" in said[-1]


def test_a_package_that_is_refused_says_why(filled: MainWindow, tmp_path: Path) -> None:
    """Opened by its name like a dossier: the window says what is wrong with it, and installs nothing."""
    bad = tmp_path / "odd.briefgen-template"
    bad.write_bytes(b"PK\x03\x04 no zip at all")
    filled.wants_path.emit(bad)
    until(lambda: any("odd.briefgen-template" in notice.plain for notice in filled.notices.shown()))
    assert any("was not installed" in notice.plain for notice in filled.notices.shown())
    assert not user_templates_folder().exists() or not list(user_templates_folder().iterdir())


def test_a_template_is_packed_where_the_user_says(
    gallery: Gallery, filled: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that is written can be installed."""
    wanted = tmp_path / "packed"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(wanted), ""))
    click_card(gallery, "One-page brief")
    filled.actions_.refresh()
    filled.actions_["templates.pack"].trigger()
    path = tmp_path / "packed.briefgen-template"
    until(path.is_file)
    with template_workflows.unpacked(path) as (made, _):
        assert made.name == "one-page-brief"
    until(lambda: any("can be sent" in notice.plain for notice in filled.notices.shown()))


def test_before_it_is_removed_a_template_says_where_it_is_used(
    filled: MainWindow, program: Program, tmp_path: Path
) -> None:
    """The open dossier and those that were open lately are named; “Keep” keeps it, “Remove” removes it."""
    installed = template_workflows.install_package(package(tmp_path)).template
    pinned = workflows.pinned_to(installed.template)
    filled.session.apply("Use", lambda d: operations.edit_brief(d, "brief-1", pinned))
    name = filled.session.dossier.brief("brief-1").name
    away = tmp_path / "a share that is away" / "Dunes.briefgen"
    for path in (away, tmp_path / "deleted.briefgen"):
        program.house.recent.note(path, filled.session.dossier, workflows.now())
    gallery = opened(filled)
    until(lambda: gallery.cards.choose(str(installed.folder)))
    said: list[str] = []

    def keep(dialog: QDialog) -> None:
        said.append(dialog.sentence)  # type: ignore[attr-defined]  # what a ConsequenceSheet says
        press(dialog, "Keep")

    answer(keep)
    filled.actions_.refresh()
    filled.actions_["templates.remove"].trigger()
    until(lambda: said, "it was not asked")
    assert "Coastal floods" in said[0]
    assert name in said[0]
    assert "Dunes" in said[0]
    assert "deleted" not in said[0]
    assert installed.folder.is_dir()
    answer(lambda dialog: press(dialog, "Remove"))
    filled.actions_["templates.remove"].trigger()
    until(lambda: not installed.folder.exists(), "it was not removed")
    until(lambda: "Guest brief" not in titles(gallery))
    assert program.windows


def test_the_menu_of_a_template_has_only_what_can_be_done(gallery: Gallery, filled: MainWindow) -> None:
    """What ships can't be edited or removed; out of the gallery nothing of a card is offered."""
    click_card(gallery, "Policy brief")
    filled.actions_.refresh()
    offered = {name: filled.actions_[f"templates.{name}"].isEnabled() for name in ("edit", "remove", "pack", "check")}
    assert offered == {"edit": False, "remove": False, "pack": True, "check": True}
    menu: QMenu = filled.menu("templates")
    assert "House templates" in [action.text().replace("&", "") for action in menu.actions()]
    QTest.keyClick(gallery.cards, Qt.Key.Key_Escape)
    until(lambda: not gallery.isVisible())
    filled.actions_.refresh()
    assert not filled.actions_["templates.pack"].isEnabled()
