"""Every screen of the window: how it is reached, in groups that share a window and a dossier.

A group is a function that takes the pictures of its screens one after the other; the names of the pictures begin with
the group's.
"""

import shutil
from collections.abc import Callable
from functools import partial

from camera import Camera, sample
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QScrollArea, QWidget

from briefgen import template_workflows, workflows
from briefgen.domain import operations
from briefgen.dossier_file import open_dossier
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.gallery.page import Gallery
from briefgen.gui.gallery.upgrade_sheet import UpgradeSheet
from briefgen.gui.notices import Notice, Remedy
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.outline.tabs import BriefTabs
from briefgen.gui.points.panel import PointsPanel
from briefgen.gui.preflight.view import PreflightView
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.gui.sources.panel import SourcesPanel
from briefgen.gui.toolbar import Toolbar
from briefgen.rendering.house_templates import open_template
from briefgen.settings import user_templates_folder

ARABIC = """\
الجدار البحري ومن يدفع ثمنه

توزَّع منحة الإصلاح الوطنية وفق عدد السكان، لا وفق حال الجدران. وقد تنال بلدة وراء شاطئ متين ستة أمثال غيرها.

صُنِّف واحد وثلاثون في المئة من المنشآت التي فُحصت في الخريف بأنها ضعيفة. وانهار اثنان منها في يناير.
"""
CHINESE = """\
堤防基金应该先给谁

国家维修补助按人口分配，而不是按堤防的状况分配。一个背靠坚固海滩的小镇，得到的可能是一个守着裂缝海墙的村庄的六倍。

去年秋天检查的建筑物中，有百分之三十一被评为较差。其中两处在一月倒塌。
"""


def start(camera: Camera) -> None:
    """The start page, before and after something is looked for in it."""
    camera.take("start")
    camera.take_popup("start-menu-file", partial(open_menu, camera, "file"))
    field = camera.window.start_page.findChildren(QLineEdit)[0]
    field.setText("nothing like it")
    camera.take("start-filtered")
    field.clear()
    recent = camera.window.house.recent
    for one in recent.list():
        recent.forget(one.path)
    camera.take("start-first-time")


def empty(camera: Camera) -> None:
    """A new dossier: what each panel says while it has nothing."""
    camera.open_empty()
    camera.take("empty-read")
    camera.act("view.brief")
    camera.take("empty-brief")
    for name, action in (("bin", "edit.bin"), ("versions", "file.versions"), ("history", "brief.history")):
        camera.take_dialog(f"empty-{name}", partial(camera.act, action))
    camera.act("view.read")
    QApplication.clipboard().setText("A title alone\n\nAnd one paragraph of an article, which says very little.")
    camera.act("source.paste")
    camera.wait(lambda: camera.dossier.sources, "the pasted source")
    camera.take("empty-first-source")


def read(camera: Camera) -> None:
    """Show the workspace for reading, with a point and its evidence chosen."""
    camera.window.activateWindow()
    camera.window.selection.go(workspace="read", source="source-1", passage="passage-2", point=camera.first("risk"))
    camera.part(ReaderPanel).text.setFocus()


def reading(camera: Camera) -> None:
    """The workspace for reading: tagging, finding, searching."""
    camera.open(sample())
    reader, sources = camera.part(ReaderPanel), camera.part(SourcesPanel)
    read(camera)
    camera.take("read")
    select(reader, "Cool one room in each of those homes before anything else.")
    camera.wait(reader.bar.isVisible, "the bar at the selected words")
    camera.take("read-selection")
    camera.act("point.cite")
    camera.take("read-cite")
    camera.keys(Qt.Key.Key_Escape, times=2)
    camera.act("reader.find")
    find = reader.findChildren(QLineEdit)[0]
    find.setText("room")
    camera.take("read-find")
    camera.keys(Qt.Key.Key_Escape)
    camera.act("go.search_sources")
    sources.search.field.setText("cool room")
    camera.wait(lambda: sources.search.has_places, "places")
    camera.keys(Qt.Key.Key_Return)
    camera.take("read-search")
    sources.search.field.setText("submarine")
    camera.take("read-search-none")
    sources.search.close_search()
    sources.filter.setText("zebra")
    points = camera.part(PointsPanel)
    points.filter.setText("zebra")
    camera.take("read-filters-none")
    sources.filter.clear()
    points.filter.clear()
    camera.take_popup("read-menu-headings", reader.open_outline)
    camera.take_popup("read-menu-size", partial(camera.act, "reader.size"))
    camera.take_popup("read-menu-text", partial(context_menu, reader.text.viewport(), QPoint(200, 200)))
    camera.take_popup("read-menu-source", partial(context_menu, sources.list.viewport(), QPoint(80, 30)))
    camera.take_popup("read-menu-point", partial(context_menu, points.tree.viewport(), QPoint(80, 60)))
    camera.take_popup("read-menu-add-point", points.add_button.showMenu)
    camera.take_popup("read-menu-sort", camera.part(QWidget, "Order of the sources").click)  # type: ignore[attr-defined]  # it is a button


def forms(camera: Camera) -> None:
    """The form of each kind of point, from top to bottom, and what opens in it."""
    camera.open(sample())
    points = camera.part(PointsPanel)
    points._splitter.setSizes([200, 10_000])  # noqa: SLF001  as the user drags it
    for kind in ("risk", "dilemma", "recommendation"):
        read(camera)
        camera.window.selection.select(point=camera.first(kind))
        form = next(form for name, form in points.forms.items() if str(name) == kind)
        for fold in form.folds.values():
            fold.heading.setChecked(True)
        area = form.findChildren(QScrollArea)[0]
        bar = area.verticalScrollBar()
        camera.settle()
        number, at = 0, 0
        while number == 0 or at < bar.maximum():
            at = number * max(200, area.viewport().height() - 60)
            bar.setValue(at)
            camera.take(f"form-{kind}-{number + 1}")
            number += 1
        bar.setValue(0)
        for fold in form.folds.values():
            fold.heading.setChecked(False)
    camera.window.selection.select(point=camera.first("risk"))
    form = next(form for name, form in points.forms.items() if str(name) == "risk")
    box = form.fields["likelihood"].findChildren(QComboBox)[0]
    camera.take_popup("form-likelihood", box.showPopup)
    camera.take_popup("form-menu", partial(form.more_button.click))
    form.evidence.open_finder()
    QTest.keyClicks(form.evidence.finder, "room")
    camera.take_popup("form-cite-finder", lambda: None)
    form.evidence.finder.left.emit()
    card = form.evidence.cards[2]
    card.edit_quote()
    form.findChildren(QScrollArea)[0].ensureWidgetVisible(card)
    card.editor.words.setFocus()  # type: ignore[union-attr]  # just opened
    camera.take("form-elision")
    camera.act("point.merge")
    camera.take("form-merge")
    camera.keys(Qt.Key.Key_Escape)
    form.find_link()
    camera.take("form-link")
    camera.window.selection.select(point=camera.first("recommendation"))
    form = next(form for name, form in points.forms.items() if str(name) == "recommendation")
    form.reveal("deadline")
    field = form.fields["deadline"].findChildren(QLineEdit)[0]
    field.setText("31 February 2027")
    camera.take("form-error")
    camera.session.undo()


def trouble_in_sources(camera: Camera) -> None:
    """Sources that changed, that lost lines, that could not be read; the dialogs about them."""
    camera.open(sample())
    read(camera)
    camera.take_dialog("source-about", partial(camera.act, "source.about"))
    camera.session.apply("Leave lines out", lambda d: operations.leave_out(d, "source-1", 3, reason="advertisement"))
    camera.take_dialog("source-left-out", partial(camera.act, "source.left_out"))
    camera.take_dialog("source-remove", partial(camera.act, "source.remove"))
    text = (sample().parent / "sources" / "cool-rooms-first.md").read_text("utf-8")
    changed = camera.own / "cool-rooms-first.md"
    changed.write_text(text.replace("38 per cent", "forty in a hundred").replace("twice as many", "many"), "utf-8")
    before = camera.dossier
    camera.part(SourcesPanel).importing_again.bring("source-1", changed)
    camera.wait(lambda: camera.dossier is not before, "the source imported again")
    read(camera)
    camera.take("source-lost-passages")
    bad = camera.own / "scans"
    bad.mkdir(exist_ok=True)
    for name in ("annex-a", "annex-b", "annex-c"):
        (bad / f"{name}.docx").write_bytes(bytes(range(256)))
    camera.part(SourcesPanel).importing.bring([bad])
    camera.settle()
    camera.take("source-refused")
    remedy = next(r for n in camera.window.notices.shown() for r in n.remedies if r.text == "Show which")
    camera.take_dialog("source-report", remedy.run)


def languages(camera: Camera) -> None:
    """Texts that run from right to left, and texts without spaces."""
    camera.open_empty()
    for name, text in (("arabic", ARABIC), ("chinese", CHINESE)):
        path = camera.own / f"{name}.txt"
        path.write_text(text, "utf-8")
        known = len(camera.dossier.sources)
        camera.part(SourcesPanel).importing.bring([path])
        camera.wait(partial(more_sources, camera, known), name)
        camera.window.selection.go(workspace="read", source=camera.dossier.sources[-1].id)
        paragraph = text.split("\n\n")[1]
        reader = camera.part(ReaderPanel)
        select(reader, paragraph[: len(paragraph) // 2])
        reader.text.setFocus()
        camera.act("point.risk")
        select(reader, text.split("\n\n")[2].strip()[:30])
        camera.take(f"languages-{name}")


def brief(camera: Camera) -> None:
    """Show the workspace for a brief, with a point chosen."""
    camera.act("view.brief")
    camera.window.selection.select(brief=camera.dossier.briefs[0].id, section="", field="")
    camera.window.selection.select(point=camera.first("recommendation"))
    camera.see_pages()


def briefs(camera: Camera) -> None:
    """The workspace for briefs: outline, section, pages, fields, preflight."""
    camera.open(sample())
    brief(camera)
    camera.take("brief")
    fields, outline = camera.part(FieldsPanel), camera.part(OutlinePanel)
    bar = fields.form.findChildren(QScrollArea)
    area = bar[0] if bar else fields.form
    assert isinstance(area, QScrollArea)  # noqa: S101  a form is one or has one
    fields._splitter.setSizes([10_000, 96])  # noqa: SLF001  as the user drags it
    camera.settle()
    at, number = 0, 1
    while at < area.verticalScrollBar().maximum():
        at = number * max(200, area.viewport().height() - 60)
        area.verticalScrollBar().setValue(at)
        number += 1
        camera.take(f"brief-fields-{number}")
    area.verticalScrollBar().setValue(0)
    fields._splitter.setSizes([100, 10_000])  # noqa: SLF001  as above
    camera.act("check.focus")
    camera.take("brief-preflight")
    fields._splitter.setSizes([10_000, 256])  # noqa: SLF001  as above
    outline.list.setFocus()
    outline.list.verticalScrollBar().setValue(10_000)
    camera.take("brief-outline-end")
    camera.take_popup("brief-menu-tab", partial(context_menu, camera.part(BriefTabs), QPoint(40, 20)))


def pages(camera: Camera) -> None:
    """The pages: fitted, alone, beside a section, torn off, the last good ones."""
    camera.open(sample())
    brief(camera)
    preview = camera.part(PreviewPanel)
    camera.act("view.fit_page")
    camera.see_pages()
    camera.take("brief-fit-page")
    camera.act("view.fit_width")
    for side in ("left", "right"):
        camera.act(f"view.{side}")
    camera.see_pages()
    camera.take("brief-panels-hidden")
    for side in ("left", "right"):
        camera.act(f"view.{side}")
    camera.window.selection.go(workspace="brief", section="background")
    section = camera.part(SectionPanel)
    section.text.setFocus()
    QTest.keyClicks(section.text, "Teh first *line* is **new**. ")
    camera.see_pages()
    camera.take("brief-section")
    camera.take_popup("brief-menu-cite", section._cite.click)  # noqa: SLF001  as the user presses it
    camera.session.undo()
    camera.window.selection.select(section="", field="")
    camera.act("view.tear_off")
    camera.settle()
    camera.take("brief-torn-off")
    torn = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isAncestorOf(preview.view)]
    if torn:
        camera.take("brief-preview-window", alone=torn[0])
    camera.act("view.tear_off")
    first = camera.dossier.briefs[0].id
    camera.session.apply("Spoil", lambda d: operations.edit_brief(d, first, {"template": "no-such-house"}))
    camera.wait(lambda: preview.trouble_text, "a layout that fails")
    camera.take("brief-failed-layout")
    camera.session.undo()


def faults(camera: Camera) -> None:
    """A brief with much to mend."""
    camera.open(sample())
    first = camera.dossier.briefs[0].id
    spoiled = {"decision_by_reason": "", "to": "", "marking": "", "copy_to": ("Perm Sec", "SpAds")}
    camera.session.apply("Spoil", lambda d: operations.edit_brief(d, first, spoiled))
    long = "The Department holds that it is very important to note that homes are hot. " * 12
    camera.session.apply("Spoil", lambda d: operations.write_section(d, first, "timing", long))
    brief(camera)
    fields = camera.part(FieldsPanel)
    camera.wait(lambda: fields.preflight.counts, "findings")
    camera.take("faults")
    fields._splitter.setSizes([100, 10_000])  # noqa: SLF001  as the user drags it
    camera.act("check.focus")
    camera.take("faults-preflight")
    camera.take_popup("faults-menu-finding", partial(context_menu_of_finding, camera))
    camera.take_dialog("faults-accept", partial(camera.act, "check.accept"))
    camera.take_dialog("faults-export-refused", partial(camera.act, "brief.export"))


def dialogs(camera: Camera) -> None:
    """Everything that opens over the window."""
    camera.open(sample())
    brief(camera)
    session = camera.session
    session.apply("Delete a point", lambda d: operations.delete_point(d, camera.first("risk"), at=workflows.now()))
    session.apply(
        "Remove a source",
        lambda d: operations.remove_source(d, "source-2", at=workflows.now(), with_consequences=True),
    )
    for name, action in (
        ("shortcuts", "help.keys"),
        ("preferences", "file.preferences"),
        ("versions", "file.versions"),
        ("bin", "edit.bin"),
        ("about", "help.about"),
        ("history", "brief.history"),
        ("new-brief", "brief.new"),
        ("rename-brief", "brief.rename"),
        ("compare-briefs", "brief.compare"),
        ("pages-as-text", "view.pages_text"),
    ):
        camera.take_dialog(f"dialog-{name}", partial(camera.act, action))

    def down(dialog: QDialog) -> None:
        for area in dialog.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(10_000)

    camera.take_dialog("dialog-preferences-end", partial(camera.act, "file.preferences"), down)


def gallery(camera: Camera) -> None:
    """The house templates: cards, what a switch would come to, large pages, what can be done with one."""
    shown = open_gallery(camera)
    rows = shown.cards.rows
    camera.wait(lambda: rows.cards and all(rows.pictures(card.key) for card in rows.cards), "the pages of the cards")
    see_template(camera)
    camera.take("gallery")
    choose_template(camera, "one-page-brief")
    camera.take("gallery-switch")
    camera.act("templates.large")
    see_template(camera)
    camera.take("gallery-large")
    shown.pane.back.click()
    camera.take_popup("gallery-menu", shown.details.more.click)
    camera.take_dialog("gallery-duplicate", partial(camera.act, "templates.duplicate"))


def gallery_ours(camera: Camera) -> None:
    """Templates of one's own: a check, a package, both sides of an upgrade, a mistake."""
    shown = open_gallery(camera)
    made = template_workflows.new_template(open_template("one-page-brief"), "our-note", user_templates_folder())
    template_workflows.install_package(template_workflows.pack_template(made, camera.own / "n.briefgen-template"))
    choose_template(camera, "templates/our-note")
    camera.take("gallery-ours")
    (made.folder / "own.css").write_text("h1 { background: url('http://far.example/x.png') }\n", "utf-8")
    camera.act("templates.check")
    camera.wait(lambda: shown.check.checked is not None, "the end of the check")
    camera.take("gallery-check")
    shown.check.back.click()
    choose_template(camera, "our-note@")
    camera.take_dialog("gallery-remove", partial(camera.act, "templates.remove"))
    package = camera.own / "n.briefgen-template"
    camera.take_dialog("gallery-install", partial(camera.window.install_template, package))
    first = camera.dossier.briefs[0].id
    own = workflows.pinned_to(made.template)
    camera.session.apply("Use", lambda d: operations.edit_brief(d, first, own))
    choose_template(camera, "templates/our-note")

    def both(dialog: QDialog) -> None:
        assert isinstance(dialog, UpgradeSheet)  # noqa: S101  what the action opens
        camera.wait(lambda: all(side.view.pages and side.view.is_settled() for side in dialog.sides.values()), "both")

    camera.take_dialog("gallery-upgrade", shown.use, both)
    edited = workflows.pinned_to(open_template(made.folder).template)
    camera.session.apply("Use", lambda d: operations.edit_brief(d, first, edited))
    page = made.folder / made.page
    page.write_text(
        '{% extends "one-page-brief/brief.html.jinja" %}\n{% block ask %}{{ fields.nothing }}{% endblock %}', "utf-8"
    )
    camera.wait(lambda: shown.pane.trouble_text, "a mistake")
    camera.take("gallery-mistake")
    shown.back.click()
    camera.wait(lambda: camera.part(PreviewPanel).trouble_text, "a mistake in the preview")
    camera.take("brief-template-mistake")
    shutil.rmtree(made.folder)
    shutil.rmtree(made.folder.parent / "our-note@0.1", ignore_errors=True)


def open_gallery(camera: Camera) -> Gallery:
    """Open the gallery from a brief."""
    camera.open(sample())
    brief(camera)
    camera.act("brief.template")
    return camera.window.gallery


def see_template(camera: Camera) -> None:
    """Wait until the pages of the chosen template are there."""
    camera.settle()
    view = camera.window.gallery.pane.view
    camera.wait(lambda: view.pages and view.is_settled(), "the pages of a template")


def choose_template(camera: Camera, name: str) -> None:
    """Choose the first card whose folder has this in it."""
    cards = camera.window.gallery.cards
    camera.wait(lambda: any(name in card.key for card in cards.rows.cards), f"the card of {name}")
    cards.choose(next(card.key for card in cards.rows.cards if name in card.key))
    see_template(camera)


def menus(camera: Camera) -> None:
    """Each menu, and the palette."""
    camera.open(sample())
    read(camera)
    for name in ("file", "edit", "view", "go", "source", "point", "brief", "templates", "help"):
        camera.take_popup(f"menu-{name}", partial(open_menu, camera, name))
    box = camera.window.palette_box
    for name, words in (("palette", ""), ("palette-words", "room"), ("palette-nothing", "zzzz")):
        box.open(words)
        camera.take(name)
        box.shut()


def notices(camera: Camera) -> None:
    """Notices of each kind, two at a time."""
    camera.open(sample())
    read(camera)
    told = camera.window.notices
    stays = (Remedy("Open", bool), Remedy("Show in folder", bool))
    told.tell(Notice("Exported CARE-2027-014.pdf.", "done", stays))
    told.tell(Notice("This dossier has been open on desk-14 since 09:12.", "lock", (Remedy("Work on a copy…", bool),)))
    camera.take("notices-done-lock")
    told.tell(Notice("2 passages were not found in the new text.", "should", (Remedy("Show them", bool),)))
    told.tell(Notice("There is no text to paste: copy the article first.", "note"))
    camera.take("notices-should-note")
    for bar in told.findChildren(QWidget):
        if hasattr(bar, "close_bar"):
            bar.close_bar()
    busy = told.busy("9 are in, 1 needs you, 2 to go.", lead="Importing 12 files.", stop=bool)
    busy.progress(9, 12, "Reading “shore-plan-2024.pdf”, page 40 of 112")
    said = "is pictures of pages: it has no words to select."
    left = (Remedy("Leave it out", bool),)
    told.tell(Notice(said, "must", left, lead="annex-c-scan.pdf", detail="Nothing was changed."))
    camera.take("notices-busy-must")


def read_only(camera: Camera) -> None:
    """A dossier that is open elsewhere."""
    path = camera.own / "held.briefgen"
    path.write_bytes(sample().read_bytes())
    with open_dossier(path):
        camera.show(path)
        read(camera)
        camera.take("read-only-read")
        camera.act("view.brief")
        camera.see_pages()
        camera.take("read-only-brief")
        camera.window.selection.go(workspace="brief", section="background")
        camera.take("read-only-section")


def small(camera: Camera) -> None:
    """Both workspaces on a small screen, and what comes out of the rail."""
    camera.open(sample())
    camera.window.resize(1024, 640)
    read(camera)
    camera.take("small-read")
    brief(camera)
    camera.take("small-brief")
    camera.act("view.read")
    camera.act("view.left")
    camera.take("small-read-rail-open")


def large(camera: Camera) -> None:
    """Both workspaces and some dialogs with text twice as large."""
    camera.open(sample())
    camera.program.house.choices.change(text_size=200)
    read(camera)
    camera.take("large-read")
    reader = camera.part(ReaderPanel)
    select(reader, "Cool one room in each of those homes before anything else.")
    camera.wait(reader.bar.isVisible, "the bar at the selected words")
    camera.take("large-selection")
    brief(camera)
    camera.take("large-brief")
    camera.window.selection.go(workspace="brief", section="background")
    camera.take("large-section")
    for name, action in (
        ("preferences", "file.preferences"),
        ("new-brief", "brief.new"),
        ("shortcuts", "help.keys"),
        ("about", "help.about"),
        ("source", "source.about"),
    ):
        if name == "source":
            read(camera)
        camera.take_dialog(f"large-{name}", partial(camera.act, action))
    camera.window.palette_box.open("room")
    camera.take("large-palette")
    camera.window.palette_box.shut()
    camera.take_popup("large-menu-view", partial(open_menu, camera, "view"))
    camera.window.notices.tell(Notice("Exported CARE-2027-014.pdf.", "done", (Remedy("Open", bool),)))
    camera.take("large-notice")
    camera.program.house.choices.change(text_size=100)
    camera.take("large-and-back")


def focus(camera: Camera) -> None:
    """Where the focus is as Tab goes round each workspace."""
    camera.open(sample())
    for workspace, stops in (("read", 24), ("brief", 24)):
        camera.act(f"view.{workspace}")
        if workspace == "brief":
            camera.see_pages()
        camera.part(Toolbar).setFocus()
        for number in range(stops):
            camera.keys(Qt.Key.Key_Tab)
            camera.take(f"focus-{workspace}-{number + 1:02}")


# --------------------------------------------------------------------------------------------------- means


def more_sources(camera: Camera, than: int) -> bool:
    """Tell whether a source has come in."""
    return len(camera.dossier.sources) > than


def select(reader: ReaderPanel, words: str) -> None:
    """Select words in the text, as with the mouse."""
    source = reader.source
    assert source is not None  # noqa: S101  a screen shows one first
    start = source.text.index(words)
    reader.text.put_caret(start + len(words), start)
    reader.text.scroll_to(start, at_once=True)
    reader.text.setFocus()


def open_menu(camera: Camera, name: str) -> None:
    """Open a menu of the menu bar."""
    menu = camera.window.menu(name)
    bar = camera.window.menuBar()
    menu.popup(bar.mapToGlobal(bar.actionGeometry(menu.menuAction()).bottomLeft()))


def context_menu(widget: QWidget, at: QPoint) -> None:
    """Ask for a menu with the right button of the mouse."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)


def context_menu_of_finding(camera: Camera) -> None:
    """Ask for the menu of the first finding."""
    context_menu(camera.part(PreflightView).list.viewport(), QPoint(60, 20))


GROUPS: dict[str, Callable[[Camera], None]] = {
    "start": start,
    "empty": empty,
    "read": reading,
    "form": forms,
    "source": trouble_in_sources,
    "languages": languages,
    "brief": briefs,
    "pages": pages,
    "faults": faults,
    "dialog": dialogs,
    "gallery": gallery,
    "gallery-ours": gallery_ours,
    "menu": menus,
    "notices": notices,
    "read-only": read_only,
    "small": small,
    "large": large,
    "focus": focus,
}
"""The groups by name, in the order in which they are taken."""
