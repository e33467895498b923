"""Documents come in by the window: archives, e-mails with what is attached to them, and what is nearly the same."""

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from briefgen.dossier_file import open_dossier
from briefgen.gui.coded.mapping_sheet import MappingSheet
from briefgen.gui.main_window import MainWindow
from briefgen.gui.references.review_sheet import ReviewSheet
from briefgen.gui.sources.importing import documents_filter
from briefgen.gui.sources.panel import SourcesPanel
from tests.gui.conftest import until
from tests.gui.test_sources_panel import drop, notices
from tests.importers.batches import GOOD, REFUSED, TWICE, hundred
from tests.importers.coded.projects import MONEY, qde, qdpx, selection, text_source
from tests.importers.office.word_documents import NAMES, docx, p


@pytest.fixture
def panel(window: MainWindow) -> SourcesPanel:
    """The panel, on an empty dossier."""
    window.bench.selection.go(workspace="read")
    found = window.findChild(SourcesPanel)
    assert found is not None
    return found


def test_an_archive_and_an_email_are_taken_in_and_what_is_attached_is_offered(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path
) -> None:
    """An archive gives its documents; a button adds what is attached to an e-mail."""
    message = EmailMessage()
    message["From"] = "engineer@harbour.example"
    message["Subject"] = "The bearings"
    message.set_content("The offer ends in February.")
    message.add_attachment("The price is £2.4 million.", filename="price.txt")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("letter.eml", message.as_bytes())
        archive.writestr("notes/one.txt", "One thing.")
    drop(panel, tmp_path / "all.zip")
    until(lambda: len(window.session.dossier.sources) == 2)
    assert [source.title for source in window.session.dossier.sources] == ["The bearings", "one.txt"]
    (offer,) = [notice for notice in window.bench.notices.shown() if "attached" in notice.plain]
    assert offer.plain == "2 sources added. “The bearings” has 1 file attached to it."
    offer.remedies[0].run()
    until(lambda: len(window.session.dossier.sources) == 3)
    assert "£2.4 million" in window.session.dossier.sources[2].text


def test_what_is_nearly_the_same_is_pointed_out(panel: SourcesPanel, window: MainWindow, tmp_path: Path) -> None:
    """Within one drop as well; the same document twice is taken in once."""
    words = " ".join(f"word{number} of the wall" for number in range(200))
    (tmp_path / "one.txt").write_text(words, encoding="utf-8")
    (tmp_path / "same.txt").write_text(words, encoding="utf-8")
    (tmp_path / "two.txt").write_text(f"{words} And one sentence more.", encoding="utf-8")
    drop(panel, tmp_path / "one.txt", tmp_path / "same.txt", tmp_path / "two.txt")
    until(lambda: len(window.session.dossier.sources) == 2)
    assert "2 sources added. 1 document already here. “two.txt” is nearly the same as “one.txt”." in notices(window)


def test_who_went_on_working_is_left_there_and_offered_the_new_source(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path
) -> None:
    """What they look at stays; a press on the report's button shows the source, unless it was taken away again."""
    (tmp_path / "one.txt").write_text("The wall is old.", encoding="utf-8")
    (tmp_path / "two.txt").write_text("The ferry is new.", encoding="utf-8")
    drop(panel, tmp_path / "one.txt")
    until(lambda: window.bench.selection.place.source == "source-1")
    panel.importing.reading.connect(lambda _: window.bench.selection.select(offset=4))
    drop(panel, tmp_path / "two.txt")
    until(lambda: len(window.session.dossier.sources) == 2)
    assert window.bench.selection.place.source == "source-1"
    (offer,) = (each for bar in window.bench.notices.shown() for each in bar.remedies if each.text == "Show it")
    window.session.undo()
    offer.run()
    assert window.bench.selection.place.source == "source-1"
    window.session.redo()
    offer.run()
    assert window.bench.selection.place.source == window.session.dossier.sources[1].id


def test_the_dialog_lets_one_choose_what_can_be_read() -> None:
    """Every kind of document, and archives of them; or any file at all."""
    told = documents_filter("Documents", "All files")
    assert told.startswith("Documents (*.atom *.")
    assert all(f"*.{ending}" in told for ending in ("html", "mhtml", "epub", "md", "txt", "zip"))
    assert told.endswith(";;All files (*)")
    assert "*.zip" not in documents_filter("Documents", "All files", archives=False)


def test_stopping_leaves_nothing_behind(panel: SourcesPanel, window: MainWindow, tmp_path: Path) -> None:
    """A batch that is stopped adds no source, not even those that were read; the next one is read as ever."""
    (tmp_path / "a quick.txt").write_text("One thing.", encoding="utf-8")
    slow = "<p>words, and more words, and still more of them</p>" * 30_000
    for number in range(20):
        (tmp_path / f"b slow {number}.html").write_text(f"<html><i>{number}</i>{slow}", encoding="utf-8")
    names: list[str] = []
    panel.importing.reading.connect(names.append)
    drop(panel, *sorted(tmp_path.iterdir()))
    until(lambda: any("slow" in name for name in names))
    (under_way,) = [notice for notice in window.bench.notices.shown() if notice.remedies]
    under_way.remedies[0].run()
    assert "Stopped; nothing was added." in notices(window)
    drop(panel, tmp_path / "a quick.txt")
    until(lambda: window.session.dossier.sources)
    assert [source.filename for source in window.session.dossier.sources] == ["a quick.txt"]


def test_an_archive_brings_what_is_no_source_as_well(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once its documents are there a project asks what its codes stand for, and a list is reviewed, one by one."""
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(tmp_path / "settings" / "settings.toml"))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("island.qdpx", qdpx(qde(text_source(selection("force nine", MONEY)))))
        archive.writestr("library.bib", "@book{q, title={The quay that nobody owns}, publisher={Quay Press}}")
        archive.writestr("z.md", "---\ntitle: The quay that nobody owns\n---\nIt leaks.\n")
    asked: list[str] = []

    def look() -> None:
        sheets: list[MappingSheet | ReviewSheet] = [
            *window.findChildren(MappingSheet), *window.findChildren(ReviewSheet),
        ]  # fmt: skip
        for sheet in sheets:
            if sheet.isVisible():
                asked.append(f"{type(sheet).__name__} with {len(window.session.dossier.sources)} sources")
                sheet.accept()
        if len(asked) < 2:
            QTimer.singleShot(20, window, look)

    QTimer.singleShot(20, window, look)
    drop(panel, tmp_path / "all.zip")
    until(lambda: any(source.bibliography.publisher for source in window.session.dossier.sources))
    assert asked == ["MappingSheet with 1 sources", "ReviewSheet with 2 sources"]
    assert [source.title for source in window.session.dossier.sources] == ["The quay that nobody owns", "The ferry"]
    assert [passage.quote for passage in window.session.dossier.passages] == ["force nine"]


def test_a_hundred_mixed_files_show_progress_and_can_be_stopped(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path
) -> None:
    """Each file is named as it is read; stopped in the middle nothing is there; let be, everything is, as one act."""
    folder = hundred(tmp_path)
    path = window.session.path
    names: list[str] = []
    panel.importing.reading.connect(names.append)
    drop(panel, folder)
    until(lambda: len(names) >= 30)
    (under_way,) = [notice for notice in window.bench.notices.shown() if notice.remedies]
    assert under_way.plain.startswith("Reading documents")
    under_way.remedies[0].run()
    assert "Stopped; nothing was added." in notices(window)
    assert saved(path) == (0, ())
    names.clear()
    drop(panel, folder)
    until(lambda: window.session.dossier.sources)
    assert len([name for name in names if name]) == 100
    (told,) = [notice for notice in window.bench.notices.shown() if "added" in notice.plain and "could" in notice.plain]
    assert told.plain.startswith(f"{GOOD} sources added. {TWICE} documents already here.")
    assert told.plain.endswith(f"{REFUSED} documents could not be read.")
    assert saved(path) == (GOOD, ())
    window.session.undo()
    assert window.session.dossier.sources == ()


def saved(path: Path) -> tuple[int, tuple[str, ...]]:
    """How many sources are in the file on disk, and what is wrong with it."""
    with open_dossier(path, read_only=True) as file:
        return len(file.dossier.sources), file.check()


def test_one_report_offers_what_came_with_many_documents(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path
) -> None:
    """Files and comments of all documents together; a button takes its own away, and the others stay."""
    for number in range(2):
        message = EmailMessage()
        message["Subject"] = f"Letter {number}"
        message.set_content(f"The offer of office {number} ends in February.")
        message.add_attachment(f"The price is £{number} million.", filename=f"price {number}.txt")
        (tmp_path / f"{number}.eml").write_bytes(message.as_bytes())
        marked = '<w:commentRangeStart w:id="1"/><w:r><w:t>dear</w:t></w:r><w:commentRangeEnd w:id="1"/>'
        said = f'<w:comments {NAMES}><w:comment w:id="1" w:author="A">{p("Why?")}</w:comment></w:comments>'
        (tmp_path / f"{number}.docx").write_bytes(docx(p(f"Quay {number} is") + p(marked), {"comments.xml": said}))
        (tmp_path / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    drop(panel, *sorted(tmp_path.glob("?.*")))
    until(lambda: len(window.session.dossier.sources) == 4)
    offered = "2 files are attached to them. 2 comments or highlights stand in them."
    assert f"4 sources added. 2 documents could not be read. {offered}" in notices(window)

    def press(words: str) -> None:
        (report,) = [notice for notice in window.bench.notices.shown() if notice.key == "imported"]
        next(remedy for remedy in report.remedies if remedy.text == words).run()

    press("Take them over")
    assert [passage.note for passage in window.session.dossier.passages] == ["A: Why?", "A: Why?"]
    assert "4 sources added. 2 documents could not be read. 2 files are attached to them." in notices(window)
    press("Add them")
    until(lambda: len(window.session.dossier.sources) == 6)
    assert "2 sources added." in notices(window)
    window.session.undo()
    window.session.undo()
    assert window.session.dossier.passages == ()
