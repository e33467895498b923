"""The live preview: real pages of the real layout, which follow every act and can be clicked."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.preflight import Finding, PageRule
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.preview.panel import PreviewPanel
from tests.domain.builders import AT, harbour
from tests.gui.conftest import until


@pytest.fixture
def preview(window: MainWindow) -> PreviewPanel:
    """The preview of the harbour's submission, drawn."""
    made = harbour()

    def take(dossier: Dossier) -> Dossier:
        return operations.restore_version(dossier, made)

    source = made.sources[0]
    assert window.session.apply("Fill", take, originals={source.sha256: source.text.encode()})
    window.bench.selection.go(workspace="brief", brief="brief-1")
    panel = window.findChild(PreviewPanel)
    assert panel is not None
    until(lambda: panel.is_settled, "the pages were not drawn")
    return panel


def words(panel: PreviewPanel) -> str:
    """What the pages say."""
    return "\n".join(panel.page_texts())


def test_pages_show_the_brief_and_follow_an_act(preview: PreviewPanel, window: MainWindow) -> None:
    """A title typed elsewhere is on the page a moment later; undo takes it off again."""
    assert "A caisson fails" in words(preview)
    assert window.session.apply(
        "Rename", lambda d: operations.edit_point(d, "risk-1", at=AT, values={"title": "The sea wall gives way"})
    )
    until(lambda: "The sea wall gives way" in words(preview) and preview.is_settled)
    window.session.undo()
    until(lambda: "A caisson fails" in words(preview))


def test_pages_follow_what_is_typed(preview: PreviewPanel, window: MainWindow) -> None:
    """While one types, before it is written, without losing a key, and taken back by hand; a full layout agrees."""
    window.bench.selection.go(workspace="brief", brief="brief-1", section="background")
    panel = window.findChild(SectionPanel)
    assert panel is not None
    text = panel.text
    text.setFocus()
    before = text.toPlainText()
    seen: set[str] = set()
    typed = " ".join(f"word{number}" for number in range(12)) + " "
    for key in typed:
        QTest.keyClicks(text, key)
        QTest.qWait(15)
        seen.add(words(preview).partition("word0")[2][:200])
    assert text.toPlainText() == typed + before
    until(lambda: "word11" in words(preview) and preview.is_settled)
    assert len(seen) > 2, "the pages stood still"
    until(lambda: window.session.dossier.brief("brief-1").section("background").text == typed + before)
    until(lambda: preview.is_proved)
    assert "word11" in words(preview)
    for _ in typed:
        QTest.keyClick(text, Qt.Key.Key_Backspace)
    until(lambda: "word" not in words(preview) and preview.is_settled)
    assert text.toPlainText() == before


def test_a_click_on_a_point_selects_it(preview: PreviewPanel, window: MainWindow) -> None:
    """And selecting it elsewhere puts the ring there: the pixels at its edge are the ring's."""
    view = preview.view
    rect = view.rect_of("rec-1")
    before = view.viewport().grab().toImage()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert window.bench.selection.place.point == "rec-1"
    after = view.viewport().grab().toImage()
    edge = QPoint(round(rect.left()) - 6, round(rect.center().y()))
    ratio = after.devicePixelRatio()
    assert before.pixelColor(edge * ratio).name() == "#ffffff"
    assert after.pixelColor(edge * ratio).name() != "#ffffff"


def test_the_place_is_kept_when_the_pages_change(preview: PreviewPanel, window: MainWindow) -> None:
    """No jump to the top while one writes."""
    view = preview.view
    window.bench.actions["view.zoom_in"].trigger()
    assert view.fit == "free"
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    held, zoom = bar.value(), view.zoom
    assert held > 0
    window.session.apply("Write", lambda d: operations.edit_brief(d, "brief-1", {"title": "Another title"}))
    until(lambda: "Another title" in words(preview) and preview.is_settled)
    assert (bar.value(), view.zoom) == (held, zoom)


def test_keys_zoom_and_turn_pages(preview: PreviewPanel, window: MainWindow, application: QApplication) -> None:
    """From the keyboard alone; “Page 1 of 2” says where one is."""
    assert "Page 1 of" in preview.page_text
    view = preview.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    application.processEvents()
    assert view.current == view.pages - 1
    window.bench.actions["view.fit_page"].trigger()
    assert view.fit == "page"
    assert view.rect_of_page(0).height() <= view.viewport().height()
    window.bench.actions["view.fit_width"].trigger()
    assert abs(view.rect_of_page(0).width() + 32 - view.viewport().width()) <= 2


def test_a_missing_template_keeps_the_last_good_pages(preview: PreviewPanel, window: MainWindow) -> None:
    """And says under them what is wrong."""
    pages = preview.view.pages
    window.session.apply("Spoil", lambda d: operations.edit_brief(d, "brief-1", {"template": "no-such-house"}))
    until(lambda: "no-such-house" in preview.trouble_text)
    assert preview.view.pages == pages
    window.session.undo()
    until(lambda: preview.trouble_text == "")


def test_a_brief_that_does_not_fit_is_shown_and_told(preview: PreviewPanel, window: MainWindow) -> None:
    """All of it, under it by how much it is too long, and the same among the findings; until it fits."""
    fields = window.findChild(FieldsPanel)
    assert fields is not None
    window.session.apply("Change", lambda d: operations.edit_brief(d, "brief-1", {"template": "one-page-brief"}))
    long = "\n".join(f"- The harbour was built {year} years ago." for year in range(80))
    window.session.apply("Write", lambda d: operations.write_section(d, "brief-1", "why-now", long))
    until(lambda: "too long for one page" in preview.trouble_text)
    assert preview.view.pages > 1
    until(lambda: "79 years ago" in words(preview))

    def told() -> list[Finding]:
        return [
            r.found.finding for r in fields.preflight.list.rows.rows if r.found.finding.rule == PageRule.PAGES_OVERFULL
        ]

    until(lambda: len(told()) == 1)
    fields.preflight.go_to(told()[0])
    assert window.bench.selection.place.section == "why-now"
    window.session.undo()
    until(lambda: preview.trouble_text == "" and preview.view.pages == 1)
    until(lambda: not told())


def test_the_preview_can_be_torn_off_and_brought_back(
    preview: PreviewPanel, window: MainWindow, application: QApplication
) -> None:
    """To another monitor; it goes on following there."""
    window.bench.actions["view.tear_off"].trigger()
    until(lambda: preview.view.window() is not window)
    window.session.apply("Write", lambda d: operations.edit_brief(d, "brief-1", {"title": "Seen from afar"}))
    until(lambda: "Seen from afar" in words(preview) and preview.is_settled)
    preview.view.window().close()
    until(lambda: preview.view.window() is window)
    application.processEvents()
    assert preview.view.isVisible()


def test_the_pages_can_be_read_as_text(preview: PreviewPanel, window: MainWindow, application: QApplication) -> None:
    """For those who hear rather than see; the dialog has a name and the words in order."""
    from PySide6.QtCore import QTimer

    seen: list[str] = []

    def look() -> None:
        dialog = application.activeModalWidget()
        assert dialog is not None
        text = dialog.findChild(QPlainTextEdit)
        assert text is not None
        seen.append(text.toPlainText())
        dialog.close()

    QTimer.singleShot(100, look)
    window.bench.actions["view.pages_text"].trigger()
    assert "Page 1 of" in seen[0]
    assert "A caisson fails" in seen[0]


def test_nothing_is_left_of_a_window_that_was_closed(
    preview: PreviewPanel, window: MainWindow, application: QApplication
) -> None:
    """Neither its layout process nor its drawing thread."""

    def ours() -> list[str]:
        return [t.name for t in threading.enumerate() if t.name in {"briefgen-pages", "rendering-worker"}]

    assert preview.is_settled
    assert len(ours()) >= 2
    window.close()
    until(lambda: not ours(), "threads of the closed window are still there")


def test_a_click_on_a_quotation_leads_to_its_evidence(preview: PreviewPanel, window: MainWindow) -> None:
    """A bar says what it is quoted from; its button shows the passage in the source, and the card of the evidence."""
    view, passage = preview.view, window.session.dossier.passages[0]
    view.go_to("quotation-1")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rect_of("quotation-1").center().toPoint())
    until(lambda: any(notice.key == "quoted" for notice in window.bench.notices.shown()), "nothing was said of it")
    (notice,) = (notice for notice in window.bench.notices.shown() if notice.key == "quoted")
    assert passage.quote[:30] in notice.plain
    assert window.session.dossier.sources[0].title in notice.plain
    (remedy,) = notice.remedies
    remedy.run()
    place = window.bench.selection.place
    assert (place.workspace, place.source, place.passage) == ("read", passage.source, passage.id)
    assert any(citation.passage == passage.id for citation in window.session.dossier.point(place.point).evidence)
    until(lambda: passage.quote[:20] in str(getattr(QApplication.focusWidget(), "accessibleName", str)()))
