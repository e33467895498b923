"""Other people's picking, from a file on disk to passages of real documents, and back."""

import io
import zipfile
from pathlib import Path

import pytest

from briefgen import coded_workflows
from briefgen.coded_workflows import code_kinds_file, exported, read_picking, remember_kinds, remembered_kinds
from briefgen.domain import operations
from briefgen.domain.coded import Code, CodedProject, suggested_map
from briefgen.domain.dossier import Dossier
from briefgen.domain.terms import PassageKind
from briefgen.errors import InputRefused
from briefgen.importers.batch import document_at
from briefgen.importers.limits import USUAL
from briefgen.workflows import source_of_bytes
from tests.importers.coded.projects import MONEY, SOURCE, WIND, qde, qdpx, selection
from tests.importers.office.word_documents import docx, p
from tests.importers.pdf.making import printed

TITLE, WHO, COST = "The ferry and the tunnel", "Nobody has said who pays.", "A tunnel costs four years of budget."
WORD = docx(p(TITLE, "Heading1") + p(f"It is old. {WHO}") + p(COST))
PDF = printed(f"<h1>{TITLE}</h1><p>It is old. {WHO}</p><p>{COST}</p>")


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of codes is the test's own."""
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(tmp_path / "settings" / "settings.toml"))


def into(dossier: Dossier, data: bytes, folder: Path) -> tuple[Dossier, coded_workflows.ReadPicking]:
    """The dossier with a project, each code as is suggested."""
    path = folder / "project.qdpx"
    path.write_bytes(data)
    picking = read_picking(document_at(path, USUAL), dossier, USUAL)
    after, _ = coded_workflows.taken_over(dossier, picking, suggested_map(picking.project, {}))
    return after, picking


@pytest.mark.parametrize(("name", "data"), [("ferry.docx", WORD), ("ferry.pdf", PDF)])
def test_documents_go_out_and_come_back_as_they_are(name: str, data: bytes, tmp_path: Path) -> None:
    """A Word document and a PDF are in the project with their bytes; passages come back to the character."""
    source = source_of_bytes(data, name, USUAL).source
    dossier, _ = operations.add_source(Dossier(), source)
    for words in (WHO, COST):
        start = source.text.index(words)
        dossier, _ = operations.pick_passage(dossier, "source-1", start, start + len(words), note="Since when?")
    after, picking = into(Dossier(), exported(dossier, "qdpx", lambda _: data), tmp_path)
    assert picking.originals == {source.sha256: data}
    assert (after.sources[0].sha256, after.sources[0].blocks) == (source.sha256, source.blocks)
    assert after.passages == dossier.passages


def test_a_document_of_another_program_is_read_and_its_passages_are_found_in_it(tmp_path: Path) -> None:
    """Although that program's text of it has other line ends, and a page header that this one leaves out."""
    text = f"{TITLE}\r\nIsland Council, page 2\r\nIt is old. {WHO}\r\n{COST}\r\n"
    marks = selection(WHO, WIND, text=text, number=1) + selection(COST, MONEY, text=text, number=2)
    source = (
        f'<TextSource guid="{SOURCE}" name="Ferry" richTextPath="internal://f.docx" plainTextPath="internal://f.txt">'
    )
    files = {"Sources/f.docx": WORD, "Sources/f.txt": text.encode()}
    after, picking = into(Dossier(), qdpx(qde(f"{source}{marks}</TextSource>"), files), tmp_path)
    assert picking.unplaced == ()
    assert after.sources[0].format == "Word document"
    assert [(passage.quote, passage.lost) for passage in after.passages] == [(WHO, False), (COST, False)]


def test_where_the_document_cant_be_read_its_text_comes_in(tmp_path: Path) -> None:
    """A broken document beside a good text is no loss; without a text it is told."""
    marks = selection(WHO, WIND, text=f"{TITLE}\n\n{WHO}", number=1)
    source = (
        f'<TextSource guid="{SOURCE}" name="Ferry" richTextPath="internal://f.docx" plainTextPath="internal://f.txt">'
    )
    files = {"Sources/f.docx": b"PK\x03\x04broken", "Sources/f.txt": f"{TITLE}\n\n{WHO}".encode()}
    after, _ = into(Dossier(), qdpx(qde(f"{source}{marks}</TextSource>"), files), tmp_path)
    assert [(s.format, s.title) for s in after.sources] == [("text", "Ferry")]
    assert after.passages[0].quote == WHO
    _, picking = into(Dossier(), qdpx(qde(f"{source}</TextSource>"), {"Sources/f.docx": b"PK\x03\x04x"}), tmp_path)
    assert len(picking.unplaced) == 1
    assert "Ferry" in picking.unplaced[0]


def test_annotations_are_placed_by_hash_by_address_or_by_their_words(tmp_path: Path) -> None:
    """In the source that they are on, whatever it is called there."""
    source = source_of_bytes(WORD, "ferry.docx", USUAL).source
    dossier, _ = operations.add_source(Dossier(), source)
    before = dossier
    start = source.text.index(WHO)
    dossier, _ = operations.pick_passage(dossier, "source-1", start, start + len(WHO))
    told = exported(dossier, "annotations", lambda _: WORD)
    foreign = told.replace(b"ni:///sha-256;", b"urn:elsewhere:")
    for data in (told, foreign):
        (tmp_path / "notes.jsonld").write_bytes(data)
        picking = read_picking(document_at(tmp_path / "notes.jsonld", USUAL), before, USUAL)
        assert picking.unplaced == ()
        after, _ = coded_workflows.taken_over(before, picking, suggested_map(picking.project, {}))
        assert after.passages == dossier.passages


def test_what_codes_stand_for_is_remembered_by_key_and_name() -> None:
    """Nothing at first; a damaged file is told, and no code is guessed from it."""
    assert remembered_kinds() == {}
    project = CodedProject(codes=(Code(key="a", name="Money"), Code(key="b", name="Weather")))
    remember_kinds(project, {"a": PassageKind.DILEMMA, "b": None})
    again = CodedProject(codes=(Code(key="x", name="money"), Code(key="b", name="Rain")))
    assert suggested_map(again, remembered_kinds()) == {"x": PassageKind.DILEMMA, "b": None}
    code_kinds_file().write_text("{", encoding="utf-8")
    with pytest.raises(InputRefused, match="delete the file"):
        remembered_kinds()


def test_the_files_of_a_project_are_named_as_the_specification_says() -> None:
    """One project.qde and a folder of sources."""
    source = source_of_bytes(PDF, "ferry.pdf", USUAL).source
    dossier, _ = operations.add_source(Dossier(), source)
    with zipfile.ZipFile(io.BytesIO(exported(dossier, "qdpx", lambda _: PDF))) as archive:
        first, *rest = archive.namelist()
    assert first == "project.qde"
    assert sorted(name.rpartition(".")[2] for name in rest) == ["pdf", "txt"]
    assert all(name.startswith("Sources/") for name in rest)
