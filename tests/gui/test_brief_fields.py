"""The form of a brief: what is typed is written, what is wrong is said beside the field, a jump enters a field."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from briefgen import template_workflows, workflows
from briefgen.domain import operations
from briefgen.domain.briefs import Author, Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.house_template import FieldType, TemplateField
from briefgen.dossier_file import open_dossier
from briefgen.gui.app import Program
from briefgen.gui.brief_fields.editors import shown_value, template_editor
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.main_window import MainWindow
from briefgen.gui.points.editors import Editor
from briefgen.rendering.citations.finding import style_bytes
from briefgen.rendering.house_templates import open_template
from briefgen.settings import user_templates_folder
from tests.domain.builders import harbour
from tests.gui.conftest import settle, until


def show_harbour(window: MainWindow) -> FieldsPanel:
    """The harbour's submission in the Brief workspace."""
    made = harbour()

    def take(dossier: Dossier) -> Dossier:
        return operations.restore_version(dossier, made)

    source = made.sources[0]
    assert window.session.apply("Fill", take, originals={source.sha256: source.text.encode()})
    window.bench.selection.go(workspace="brief", brief="brief-1")
    panel = window.findChild(FieldsPanel)
    assert panel is not None
    until(lambda: panel.preflight.counts, "preflight said nothing")
    return panel


@pytest.fixture
def panel(window: MainWindow) -> FieldsPanel:
    """The panel, with a brief that nobody has filled."""
    return show_harbour(window)


def brief_of(window: MainWindow) -> Brief:
    """The brief as it is on disk."""
    return window.session.dossier.brief("brief-1")


def named(where: QWidget, name: str) -> QPlainTextEdit | QLineEdit | QComboBox:
    """The control in view that a person finds by this name, whether required or not; else one out of view."""
    hidden = None
    for control in (
        *where.findChildren(QPlainTextEdit),
        *where.findChildren(QLineEdit),
        *where.findChildren(QComboBox),
    ):
        if control.accessibleName() in {name, f"{name}, required"}:
            if control.isVisible():
                return control
            hidden = control
    assert hidden is not None, f"no control is called {name}"
    return hidden


def test_what_is_typed_is_written_as_one_act(panel: FieldsPanel, window: MainWindow) -> None:
    """Letter by letter on disk; one undo takes the words back, and the menu names it."""
    title = named(panel, "Title")
    title.setFocus()
    QTest.keyClicks(title, "Decide by 14 March")
    assert brief_of(window).title == "Decide by 14 March"
    assert window.bench.actions["edit.undo"].text() == "&Undo edit title"
    window.session.undo()
    assert brief_of(window).title == ""
    assert isinstance(title, QPlainTextEdit)
    assert title.toPlainText() == ""


def test_the_head_counts_what_the_template_asks_for(panel: FieldsPanel, window: MainWindow) -> None:
    """And the button beside it leaves only what is required and empty, till the button is pressed again."""
    assert panel.count == "0 of 14 filled"
    QTest.keyClicks(named(panel, "To"), "Minister for Ports")
    assert panel.count == "1 of 14 filled"
    window.bench.actions["brief.missing"].trigger()
    assert not named(panel, "To").isVisible()
    assert not named(panel, "Copy to").isVisible()
    assert not named(panel, "Press officer").isVisible()
    reference = named(panel, "Ref.")
    assert reference.isVisible()
    QTest.keyClicks(reference, "P-1")
    assert reference.isVisible(), "a field that is being filled must not vanish under the typist"
    window.bench.actions["brief.missing"].trigger()
    assert named(panel, "To").isVisible()


def test_a_day_that_is_none_is_refused_beside_its_field(panel: FieldsPanel, window: MainWindow) -> None:
    """The brief keeps what it had; the sentence goes when the day is one."""
    field = panel.form.fields["decision_by"]
    edit = named(panel, "Decision by")
    QTest.keyClicks(edit, "31 February 2027")
    assert field.remarks == ("February has 28 days.",)
    assert "February has 28 days." in edit.accessibleDescription()
    assert brief_of(window).decision_by is None
    edit.clear()
    QTest.keyClicks(edit, "26 February 2027")
    assert brief_of(window).decision_by == dt.date(2027, 2, 26)
    assert field.refused == ""


def test_what_preflight_finds_stands_under_the_field(panel: FieldsPanel, window: MainWindow) -> None:
    """A date without its reason says so under the reason, and falls silent when it is given."""
    QTest.keyClicks(named(panel, "Decision by"), "14 March 2999")
    field = panel.form.fields["decision_by_reason"]
    until(lambda: field.remarks == ("Say why 14 March, and what happens if it is missed.",))
    assert named(panel, "Reason").property("wrong") is True
    QTest.keyClicks(named(panel, "Reason"), "The grant lapses")
    until(lambda: field.remarks == ())
    assert named(panel, "Reason").property("wrong") is False


def test_fields_of_the_template_are_kept_by_their_own_names(panel: FieldsPanel, window: MainWindow) -> None:
    """With help from the manifest; emptied they are gone from the brief."""
    officer = named(panel, "Press officer")
    assert officer.isVisible()
    QTest.keyClicks(officer, "Press Office, 020")
    assert dict(brief_of(window).fields) == {"press_officer": "Press Office, 020"}
    lines = named(panel, "Lines to take")
    QTest.keyClicks(lines, "We act")
    QTest.keyClick(lines, Qt.Key.Key_Return)
    QTest.keyClicks(lines, "We listen")
    assert dict(brief_of(window).fields)["lines_to_take"] == ("We act", "We listen")
    officer.setFocus()
    QTest.keyClick(officer, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(officer, Qt.Key.Key_Delete)
    assert dict(brief_of(window).fields) == {"lines_to_take": ("We act", "We listen")}


def test_lists_take_semicolons(panel: FieldsPanel, window: MainWindow) -> None:
    """As in the address line of a letter; a comma belongs to a name."""
    QTest.keyClicks(named(panel, "Copy to"), "Director, Finance; Press Office;")
    assert brief_of(window).copy_to == ("Director, Finance", "Press Office")


def test_markings_are_offered_and_any_text_may_stand(panel: FieldsPanel, window: MainWindow) -> None:
    """By scheme, with labels of the TLP in a box of their own."""
    box = named(panel, "Marking")
    assert isinstance(box, QComboBox)
    offered = [box.itemText(row) for row in range(box.count())]
    assert {"OFFICIAL", "IN CONFIDENCE", "CHATHAM HOUSE RULE"} <= set(offered)
    assert not any(text.startswith("TLP") for text in offered)
    box.setCurrentIndex(offered.index("OFFICIAL-SENSITIVE"))
    assert brief_of(window).marking == "OFFICIAL-SENSITIVE"
    edit = box.lineEdit()
    assert edit is not None
    edit.selectAll()
    QTest.keyClicks(edit, "HOUSE SECRET")
    assert brief_of(window).marking == "HOUSE SECRET"
    labels = named(panel, "TLP")
    assert isinstance(labels, QComboBox)
    labels.setCurrentIndex(labels.findText("TLP:AMBER"))
    assert brief_of(window).tlp == "TLP:AMBER"


def test_a_source_forces_a_marking(panel: FieldsPanel, window: MainWindow) -> None:
    """Under the marking it says which, and why."""
    window.session.apply("Mark", lambda d: operations.edit_source(d, "source-1", {"marking": "OFFICIAL"}))
    until(lambda: any("At least OFFICIAL" in text for text in panel.form.fields["marking"].remarks))


def test_a_house_has_markings_of_its_own(panel: FieldsPanel, window: MainWindow) -> None:
    """Those of its brand.toml are offered under its title; a source's may be higher, and the picker puts that right."""
    ours = template_workflows.new_template(open_template("ministerial-submission"), "ours", user_templates_folder())
    scheme = '[marking-scheme]\nname = "house"\ntitle = "Harbour Institute"\nmarkings = ["OPEN", "MEMBERS", "BOARD"]\n'
    (ours.folder / "brand.toml").write_text(scheme, encoding="utf-8")
    pinned = workflows.pinned_to(open_template(ours.folder).template)
    window.session.apply("Use", lambda d: operations.edit_brief(d, "brief-1", {**pinned, "marking": "OPEN"}))
    until(lambda: "BOARD" in offered(named(panel, "Marking")))
    assert {"Harbour Institute", "OPEN", "MEMBERS"} <= set(offered(named(panel, "Marking")))
    window.session.apply("Mark", lambda d: operations.edit_source(d, "source-1", {"marking": "BOARD"}))
    field = panel.form.fields["marking"]
    until(lambda: any("At least BOARD" in text for text in field.remarks))
    box = named(panel, "Marking")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(offered(box).index("MEMBERS"))
    assert brief_of(window).marking == "MEMBERS"
    until(lambda: any("marked MEMBERS, below what it prints" in text for text in field.remarks))
    assert box.property("wrong") is True
    box.setCurrentIndex(offered(box).index("BOARD"))
    assert brief_of(window).marking == "BOARD"
    until(lambda: box.property("wrong") is False, "the right marking is refused")


def offered(box: QWidget) -> list[str]:
    """What a list of choices has, headings too."""
    assert isinstance(box, QComboBox)
    return [box.itemText(row) for row in range(box.count())]


def test_a_jump_unfolds_scrolls_to_and_enters_a_field(
    panel: FieldsPanel, window: MainWindow, application: QApplication
) -> None:
    """Also one that was folded away and never built."""
    assert "licence" not in panel.form.fields
    window.bench.selection.go(workspace="brief", brief="brief-1", field="licence")
    settle(application)
    licence = named(panel, "Licence")
    assert window.focusWidget() is licence
    assert not licence.visibleRegion().isEmpty()


def test_people_are_cards(panel: FieldsPanel, window: MainWindow, application: QApplication) -> None:
    """An empty card is no author yet; the button on a card takes it out, and undo puts it back."""
    window.bench.selection.go(workspace="brief", brief="brief-1", field="authors")
    settle(application)
    button = window.focusWidget()
    assert button is not None
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert brief_of(window).authors == ()
    typed = window.focusWidget()
    assert typed is not None
    assert typed.accessibleName() == "Authors 1: Name"
    QTest.keyClicks(typed, "Harbour Office")
    assert brief_of(window).authors == (Author(name="Harbour Office"),)
    remove = next(w for w in panel.findChildren(QWidget) if w.accessibleName() == "Remove Authors 1")
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert brief_of(window).authors == ()
    window.session.undo()
    settle(application)
    assert brief_of(window).authors == (Author(name="Harbour Office"),)
    assert named(panel, "Authors 1: Name").isVisible()


def test_another_brief_shows_its_own_values(panel: FieldsPanel, window: MainWindow) -> None:
    """Nothing of the brief before stays behind, and undo there changes what is shown here."""
    QTest.keyClicks(named(panel, "To"), "Minister")
    made = window.session.make(
        "New brief", lambda d: operations.make_brief(d, "Second", template="ministerial-submission")
    )
    window.bench.selection.go(workspace="brief", brief=made)
    to = named(panel, "To")
    assert isinstance(to, QPlainTextEdit)
    assert to.toPlainText() == ""
    window.bench.selection.go(workspace="brief", brief="brief-1")
    to = named(panel, "To")
    assert isinstance(to, QPlainTextEdit)
    assert to.toPlainText() == "Minister"


def test_a_missing_template_leaves_the_document_s_own_fields(panel: FieldsPanel, window: MainWindow) -> None:
    """And preflight says which template is not there."""
    window.session.apply("Spoil", lambda d: operations.edit_brief(d, "brief-1", {"template": "no-such-house"}))
    until(lambda: "no-such-house" in panel.preflight.said)
    assert "press_officer" not in panel.form.fields
    assert named(panel, "Title").isVisible()


def test_without_a_brief_it_says_so(window: MainWindow, application: QApplication) -> None:
    """And offers no export."""
    window.bench.selection.go(workspace="brief")
    settle(application)
    panel = window.findChild(FieldsPanel)
    assert panel is not None
    assert not panel.form.isVisible()
    assert not window.bench.actions["brief.export"].isEnabled()


def test_a_read_only_dossier_shows_text(program: Program, dossier_path: Path) -> None:
    """That can be selected, and can't be changed."""
    made = harbour()
    with open_dossier(dossier_path) as holder:
        source = made.sources[0]
        holder.commit(operations.restore_version(holder.dossier, made), {source.sha256: source.text.encode()}, "Fill")
        window = program.open_first(dossier_path)
        until(lambda: window.session is not None)
        assert window.session.read_only
        window.bench.selection.go(workspace="brief", brief="brief-1")
        panel = window.findChild(FieldsPanel)
        assert panel is not None
        title = named(panel, "Title")
        assert isinstance(title, QPlainTextEdit)
        assert title.isReadOnly()
        QTest.keyClicks(title, "x")
        assert title.toPlainText() == ""
        until(lambda: panel.preflight.counts)
        assert all(button.act == "show" for row in panel.preflight.list.rows.rows for button in row.buttons)
        window.close()


@pytest.mark.parametrize(
    ("field", "kept", "typed", "told"),
    [
        (TemplateField(name="a"), "old", "new", "new"),
        (TemplateField(name="a", type=FieldType.TEXT), "old", "new", "new"),
        (TemplateField(name="a", type=FieldType.NUMBER), 3, "42", 42),
        (TemplateField(name="a", type=FieldType.LINES), ("old",), "new", ("new",)),
        (TemplateField(name="a", type=FieldType.DATE), "2027-02-26", "1 May 2027", dt.date(2027, 5, 1)),
    ],
)
def test_each_type_of_field_has_its_editor(
    window: MainWindow, field: TemplateField, kept: object, typed: str, told: object
) -> None:
    """Which shows what the brief keeps and tells what is typed in its place."""
    editor = template_editor(window.bench, field)
    editor.show_value(shown_value(field, kept))
    values = told_by(editor)
    text = next(iter((*editor.findChildren(QPlainTextEdit), *editor.findChildren(QLineEdit))))
    shown = text.toPlainText() if isinstance(text, QPlainTextEdit) else text.text()
    assert shown in {"old", "3", "26 February 2027"}
    text.selectAll()
    QTest.keyClicks(text, typed)
    assert values[-1] == told


def test_a_number_is_refused_while_it_is_none(window: MainWindow) -> None:
    """And told when it is one."""
    editor = template_editor(window.bench, TemplateField(name="a", type=FieldType.NUMBER))
    values, refused = told_by(editor), []
    editor.refused.connect(refused.append)
    text = editor.findChildren(QPlainTextEdit)[0]
    QTest.keyClicks(text, "x")
    assert values == []
    assert "whole number" in refused[-1]
    QTest.keyClick(text, Qt.Key.Key_Backspace)
    QTest.keyClicks(text, "7")
    assert refused[-1] == ""
    assert values[-1] == 7


def test_a_choice_and_a_flag(window: MainWindow) -> None:
    """A choice that the template no longer has is still shown; a flag follows its default until it is set."""
    field = TemplateField(name="a", type=FieldType.CHOICE, choices=("red", "blue"))
    editor = template_editor(window.bench, field)
    editor.show_value(shown_value(field, "green"))
    box = editor.findChildren(QComboBox)[0]
    assert box.currentText() == "green"
    values = told_by(editor)
    box.setCurrentIndex(box.findText("blue"))
    assert values == ["blue"]
    flag = TemplateField(name="b", type=FieldType.FLAG, default="yes", label="Print it")
    ticked = template_editor(window.bench, flag)
    ticked.show_value(shown_value(flag, None))
    tick = ticked.findChildren(QCheckBox)[0]
    assert tick.isChecked()
    assert tick.text() == "Print it"


def told_by(editor: Editor) -> list[object]:
    """What an editor tells from now on."""
    values: list[object] = []
    editor.edited.connect(values.append)
    return values


def test_a_citation_style_is_chosen_by_its_title(
    program: Program, window: MainWindow, tmp_path: Path, application: QApplication
) -> None:
    """Those that ship and the house's own; the first row leaves it to the template, one that is gone stays named."""
    house = tmp_path / "house"
    house.mkdir()
    ours = style_bytes("oscola", ()).replace(b"OSCOLA 4th edition", b"Our house notes")
    (house / "ours.csl").write_bytes(ours)
    program.house.choices.change(template_folders=(house,))
    panel = show_harbour(window)
    until(lambda: any(s.name == "ours" for s in window.bench.shelf.styles_of(brief_of(window))), "no style is found")
    assert panel.form.reveal("citation_style")
    box = named(panel, "Citations")
    assert isinstance(box, QComboBox)
    rows = [box.itemText(row) for row in range(box.count())]
    assert rows[0] == "As the house template: Plain notes"
    assert {"APA Style 7th edition", "OSCOLA 4th edition", "Our house notes"} <= set(rows)
    box.setCurrentIndex(rows.index("Our house notes"))
    assert brief_of(window).citation_style == "ours"
    assert window.bench.actions["edit.undo"].text() == "&Undo edit citations"
    (house / "ours.csl").unlink()
    program.house.choices.change(template_folders=())
    until(lambda: box.currentText() == "ours", "a style that is gone is not shown by its name")
    window.session.undo()
    assert brief_of(window).citation_style == ""
    (tick,) = [t for t in panel.findChildren(QCheckBox) if t.text().startswith("Evidence annex")]
    tick.click()
    assert brief_of(window).evidence_annex
    until(lambda: panel.form.fields["evidence_annex"].remarks, "nobody says what the annex reveals")
    (attach,) = [t for t in panel.findChildren(QCheckBox) if t.text().startswith("Attach the places")]
    attach.click()
    assert brief_of(window).provenance
    until(lambda: panel.form.fields["provenance"].remarks, "nobody says what is attached")
    (attach,) = [t for t in panel.findChildren(QCheckBox) if t.text() == "Attach what pages are made from"]
    attach.click()
    assert brief_of(window).attach_data
    until(lambda: panel.form.fields["attach_data"].remarks, "nobody says what is attached")
