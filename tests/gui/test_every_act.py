"""Undo of each kind of act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.terms import Kind
from briefgen.gui.main_window import MainWindow
from tests.domain.builders import AT
from tests.gui.hands import CTRL, press
from tests.gui.test_brief_fields import show_harbour

ACTS: dict[str, Callable[[Dossier], Dossier]] = {
    "make a point": lambda d: operations.make_point(d, Kind.RISK, title="New", at=AT)[0],
    "edit a point": lambda d: operations.edit_point(d, "risk-1", at=AT, values={"title": "Other"}),
    "delete a point": lambda d: operations.delete_point(d, "risk-1", at=AT),
    "convert a point": lambda d: operations.convert_point(d, "risk-1", Kind.DILEMMA, at=AT)[0],
    "link": lambda d: operations.link(d, "rec-2", operations.Relation("mitigates"), "risk-1", at=AT),
    "drop a passage": lambda d: operations.drop_passage(d, d.passages[0].id, with_citations=True),
    "remove a source": lambda d: operations.remove_source(d, "source-1", at=AT, with_consequences=True),
    "make a brief": lambda d: operations.make_brief(d, "Another", template="ministerial-submission")[0],
    "edit a brief": lambda d: operations.edit_brief(d, "brief-1", {"title": "Other"}),
    "write a section": lambda d: operations.write_section(d, "brief-1", "issue", "Whether."),
    "take a point out": lambda d: operations.deselect_point(d, "brief-1", "risk-1"),
    "switch a point off": lambda d: operations.switch_point(d, "brief-1", "risk-1", shown=False),
    "delete a brief": lambda d: operations.delete_brief(d, "brief-1", at=AT),
}


def test_every_kind_of_act_is_undone_and_done_again(window: MainWindow) -> None:
    """With the keys, by its name in the menu; the panels are there at every step and the disk has each."""
    show_harbour(window)
    session = window.session
    assert session is not None
    before = session.dossier
    for name, act in ACTS.items():
        assert session.apply(name, act), name
        after = session.dossier
        assert after != before, name
        window.setFocus()
        for _ in range(2):
            press(Qt.Key.Key_Z, CTRL)
            assert session.dossier == before, name
            assert session.finish(), name
            assert session.file.dossier == before, name
            press(Qt.Key.Key_Y, CTRL)
            assert session.dossier == after, name
        assert window.actions_["edit.undo"].text().replace("&", "") == f"Undo {name}"
        press(Qt.Key.Key_Z, CTRL)
