"""A brief that was just made: empty, and not wrong yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.main_window import MainWindow
from tests.gui.conftest import until
from tests.gui.hands import agree, answer, awake, press, the


def test_a_new_brief_is_empty_and_not_wrong(window: MainWindow) -> None:
    """The keys are in its first field; what it lacks is said by preflight, and beside a field that one has left."""
    wrong = answer(agree)
    window.actions_["brief.new"].trigger()
    assert not wrong
    awake(window)
    panel = the(window, FieldsPanel)
    form = panel.form
    assert form.fields["title"].isAncestorOf(QApplication.focusWidget())
    until(lambda: "must fix" in panel.preflight.counts, "preflight found nothing")
    assert [name for name, field in form.fields.items() if field.remarks] == []
    press(Qt.Key.Key_Tab)
    assert {name for name, field in form.fields.items() if field.remarks} == {"title"}
    panel.bench.selection.go(workspace="brief", field="ref")
    assert form.fields["ref"].remarks
