"""`briefgen verify` on what the house issued, on what was done to it, and on what is none of its own."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from briefgen.cli import run
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Citation
from briefgen.domain.proof import Verdict
from briefgen.domain.verification import Held
from briefgen.dossier_file import open_dossier
from briefgen.resources import assets_folder
from briefgen.verifying import Against, Verified, summary
from tests.read_back import doctor

NAME = "Note on publishing readings"
SECRETS = {
    "note of a point": "zwetschge",
    "note of a passage": "mirabelle",
    "note of a source": "reineclaude",
    "note of a citation": "damassine",
    "text of a point that is switched off": "quitte",
    "file of a source": "mispel",
    "title of a source that is not cited": "speierling",
    "author of a point": "holunder",
    "tag of a point": "schlehe",
    "name of the brief": "kornelkirsche",
}
"""What must not leave, each a word that no other text has."""


def _with_secrets(dossier: Dossier) -> Dossier:
    """The sample with something withheld in every place that is not for readers."""
    said = SECRETS
    brief = next(one for one in dossier.briefs if one.name == NAME)
    shown = {selected.point for selected in brief.points}
    first = next(point.id for point in dossier.points if point.id in shown)

    def of_point(point: Any) -> Any:
        if point.id == first:
            evidence = tuple(replace(citation, note=said["note of a citation"]) for citation in point.evidence) or (
                Citation(passage="passage-1", note=said["note of a citation"]),
            )
            return replace(
                point, note=said["note of a point"], author=said["author of a point"], tags=(said["tag of a point"],),
                evidence=evidence,
            )  # fmt: skip
        return replace(point, body=said["text of a point that is switched off"]) if point.id == "risk-4" else point

    extra = replace(
        dossier.sources[0], id="source-90", filename=f"{said['file of a source']}.txt",
        bibliography=replace(dossier.sources[0].bibliography, title=said["title of a source that is not cited"]),
    )  # fmt: skip
    sources = tuple(
        replace(source, note=said["note of a source"], filename=f"{said['file of a source']}-{source.id}.txt")
        for source in dossier.sources
    )
    off = next(selected for one in dossier.briefs for selected in one.points if selected.point == "risk-4")
    ours = replace(brief, name=said["name of the brief"], points=(*brief.points, off), provenance=True)
    return replace(
        dossier,
        sources=(*sources, extra),
        passages=tuple(replace(passage, note=said["note of a passage"]) for passage in dossier.passages),
        points=tuple(map(of_point, dossier.points)),
        briefs=tuple(ours if one.id == brief.id else one for one in dossier.briefs),
    )


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The dossier, and the PDF that was issued of it, with where its quotations stand attached."""
    folder = tmp_path_factory.mktemp("issued")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(variable, str(folder / variable))
        dossier = shutil.copyfile(assets_folder() / "sample" / "sample.briefgen", folder / "sample.briefgen")
        with open_dossier(dossier, read_only=False) as file:
            file.commit(_with_secrets(file.dossier), label="Withhold")
        pdf = folder / "issued.pdf"
        assert (
            run(["render", str(dossier), SECRETS["name of the brief"], "-o", str(pdf), "--issue", "--attach-data"]) == 0
        )
        yield dossier, pdf


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    """What verification says of a file, for programs, with its exit code."""
    capsys.readouterr()
    code = run(["verify", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_what_was_issued_holds(issued: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Every quotation, its source's bytes, the file itself; without the dossier, against what is attached."""
    dossier, pdf = issued
    code, found = said(capsys, pdf, dossier)
    assert (code, found["holds"], found["identical"], found["against"]) == (0, True, True, "the dossier")
    assert len(found["quotations"]) > 1
    assert {one["is"] for one in found["quotations"]} <= {"verbatim", "elided"}
    assert all(source["intact"] for source in found["sources"])
    code, alone = said(capsys, pdf)
    assert (code, alone["holds"], alone["against"]) == (0, True, "what is attached to the file")
    assert {source["sha256"] for source in alone["sources"]} == {source["sha256"] for source in found["sources"]}
    assert any("only the dossier" in remark for remark in alone["remarks"])
    assert run(["verify", str(pdf), str(dossier)]) == 0
    assert "verbatim" in capsys.readouterr().out


def test_what_was_taken_out_is_missed(
    issued: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By what the record of issue keeps: a quotation whose tag is gone, a note too, a mark on the page.

    A program that only wrote the file anew has done nothing of that.
    """
    dossier, pdf = issued
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf.read_bytes())))
    anew, doctored = tmp_path / "anew.pdf", tmp_path / "doctored.pdf"
    writer.write(anew)
    code, found = said(capsys, anew, dossier)
    assert (code, found["faults"], found["identical"]) == (0, [], False)
    content = DecodedStreamObject()
    contents = writer.pages[0].get_contents()
    assert contents is not None
    content.set_data(contents.get_data() + b" q 0 0 1 rg 20 20 9 9 re f Q")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001 - as below
    tags = [one for one in writer._objects if isinstance(one, DictionaryObject) and "/S" in one and "/ID" in one]  # noqa: SLF001 - as below
    named = {str(tag["/ID"]): tag for tag in tags}
    del next(tag for name, tag in named.items() if name.startswith("quotation-1:"))["/ID"]
    named["note-1"][NameObject("/ID")] = TextStringObject("note-77")
    writer.write(doctored)
    code, found = said(capsys, doctored, dossier)
    assert (code, found["holds"], found["identical"]) == (1, False, False)
    assert any("taken out" in fault and "note 1" in fault for fault in found["faults"])
    assert any("Note 1 is not in the file" in fault for fault in found["faults"])
    assert "On page 1 something is drawn otherwise than it was issued." in found["faults"]
    assert "not that file to the byte" in found["made_from"]


def test_what_was_put_behind_the_end_of_what_was_issued_is_told(
    issued: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As filling in does it: the pages below are as they were, and it is said; without the dossier nobody can tell."""
    dossier, pdf = issued
    writer = PdfWriter(BytesIO(pdf.read_bytes()), incremental=True)
    writer.add_metadata({"/Title": "Signed"})
    signed = tmp_path / "signed.pdf"
    writer.write(signed)
    code, found = said(capsys, signed, dossier)
    assert (code, found["holds"], found["identical"]) == (0, True, False)
    assert any("put behind its end" in remark for remark in found["remarks"])
    code, alone = said(capsys, signed)
    assert code == 1
    assert any("changed after it was written" in fault for fault in alone["faults"])


def test_a_source_whose_bytes_have_changed_is_told(
    issued: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The quotations may hold, and what they are quoted from is not what was brought in."""
    dossier, pdf = issued
    other = shutil.copyfile(dossier, tmp_path / "other.briefgen")
    connection = sqlite3.connect(other)
    connection.execute("UPDATE original SET bytes = zeroblob(length(bytes))")
    connection.commit()
    connection.close()
    code, found = said(capsys, pdf, other)
    assert code == 1
    assert not any(source["intact"] for source in found["sources"])
    assert any("is not what it was when it was brought in" in fault for fault in found["faults"])


def test_what_could_not_be_checked_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A PDF without dossier and attachment; one that quotes nothing that Briefgen knows; and what is no PDF."""
    pdf = tmp_path / "alone.pdf"
    pdf.write_bytes(doctor.issued())
    code, found = said(capsys, pdf)
    assert (code, found["holds"], found["against"]) == (4, False, "the file itself")
    assert {one["is"] for one in found["quotations"]} == {"not checked"}
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(pdf)
    code, found = said(capsys, pdf)
    assert (code, found["quotations"]) == (4, [])
    assert any("no tags" in remark for remark in found["remarks"])
    pdf.write_bytes(b"%PDF-1.7 and nothing more")
    assert run(["verify", str(pdf)]) == 3
    assert "can't be read" in capsys.readouterr().err


def everything_in(pdf: bytes) -> str:
    """All that a PDF holds: its bytes, every object, every stream unpacked, the words of its pages."""
    reader = PdfReader(BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    found = [pdf.decode("latin-1")]
    for entry in writer._objects:  # noqa: SLF001 - pypdf has no other way to all of them
        found.append(repr(entry))
        if isinstance(entry, StreamObject):
            data = entry.get_data()
            found += [data.decode("latin-1"), data.decode("utf-8", "ignore"), data.decode("utf-16-be", "ignore")]
    found += [page.extract_text() for page in reader.pages]
    return "\n".join(found).casefold()


def test_nothing_more_than_intended_leaves(issued: tuple[Path, Path]) -> None:
    """Not with data and quotations attached, in no text, metadata, attachment, stream or object of the file."""
    dossier, pdf = issued
    content = everything_in(pdf.read_bytes())
    assert "quotations.jsonld" in content
    assert "textquoteselector" in content
    with open_dossier(dossier, read_only=True) as file:
        printed = file.dossier.briefs[1].title
    assert printed.casefold() in content
    for what, word in SECRETS.items():
        assert word not in content, what
    for path in (str(dossier.parent), f"{Path.home()}/", str(assets_folder())):
        assert path.casefold() not in content


@pytest.mark.parametrize(
    ("verdicts", "says"),
    [
        ([], "It quotes nothing."),
        (["verbatim"], "Its one quotation is verbatim."),
        (["elided"], "Its one quotation is verbatim, but for marked changes."),
        (["verbatim"] * 3, "All 3 quotations are verbatim."),
        (["verbatim", "elided", "verbatim"], "All 3 quotations hold: 2 verbatim, 1 with every change marked."),
        (["altered", "verbatim"], "1 of 2 quotations is not what its source says."),
        (["altered", "altered", "elided"], "2 of 3 quotations are not what their source says."),
    ],
)
def test_one_sentence_says_how_it_is(verdicts: list[str], says: str) -> None:
    """For people, whatever else there is to be said."""
    found = tuple(
        Held(
            id="",
            note=1,
            page=1,
            words="Words",
            verdict=Verdict(verdict),
            faults=("Altered.",) * (verdict == "altered"),
        )
        for verdict in verdicts
    )
    assert summary(Verified(quotations=found, against=Against.DOSSIER)) == says
