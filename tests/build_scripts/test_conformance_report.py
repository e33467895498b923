"""The report on conformance: what it judges, what it says, and how it ends."""

import json
import sys
from pathlib import Path

import conformance_report as report
import pytest
import read_aloud
from pdf_structure import Structure

from briefgen.rendering.house_templates import list_templates
from briefgen.rendering.samples import sample_names

CHECKER = """
import sys
for profile in sys.argv[1].split(","):
    for file in sys.argv[2:]:
        bad = "bad" in file and profile == "ua1"
        if "silent" in file:
            continue
        print(file, profile, "rules=1", "compliant=" + ("false" if bad else "true"), "failedRules=0")
        if bad:
            print("   FAIL 7.1-1 x3: [said of it]")
"""


@pytest.fixture
def checker(tmp_path: Path) -> str:
    """A command that judges files by their names, in the words that veraPDF's wrapper has."""
    script = tmp_path / "checker.py"
    script.write_text(CHECKER)
    return f'"{sys.executable}" "{script}"'


def test_every_template_sample_paper_and_language_is_a_case() -> None:
    """And every brief of the sample dossier."""
    templates = list_templates().opened
    names = [case.name for case in report.template_cases(templates)]
    assert len(names) == len(set(names))
    assert len(names) == sum(len(sample_names(each)) * len(each.template.paper) * 2 for each in templates)
    assert any(case.name.startswith("dossier-brief-") for case in report.dossier_cases())


def test_what_verapdf_says_is_told_by_file_and_silence_is_a_fault(checker: str) -> None:
    """Each profile must have been judged."""
    said = report.verapdf_says(report.verapdf_command(checker), [Path("good.pdf"), Path("bad.pdf"), Path("silent.pdf")])
    assert said["good"] == []
    assert said["bad"] == ["ua1: does not conform", "FAIL 7.1-1 x3: [said of it]"]
    assert said["silent"][0].startswith("veraPDF judged 0 of 2 profiles")


def test_a_report_is_written_and_ends_by_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], checker: str
) -> None:
    """0 when all hold, 1 when something does not, 4 when veraPDF is wanted and not there."""
    monkeypatch.delenv("BRIEFGEN_VERAPDF", raising=False)
    case = next(report.template_cases(list_templates().opened, only="one-page-brief-least"))

    def end(*options: str) -> int:
        arguments = ["conformance_report.py", "--to", str(tmp_path / "out"), "--only", case.name, *options]
        monkeypatch.setattr(sys, "argv", arguments)
        return report.main()

    assert end("--verapdf", checker) == 0
    assert "1 of 1 briefs hold: PDF/UA-1 and PDF/A-3a by page-validation and veraPDF" in (
        tmp_path / "out" / "conformance.md"
    ).read_text("utf-8")
    [judged] = json.loads((tmp_path / "out" / "conformance.json").read_text("utf-8"))
    assert (judged["name"], judged["verapdf"]) == (case.name, [])
    assert end() == 4
    assert "veraPDF is not at hand, and it has the last word" in capsys.readouterr().err
    assert end("--without-verapdf") == 0
    assert end("--verapdf", "/no/such/program") == 4
    lines = list(read_aloud.said(Structure((tmp_path / "out" / f"{case.name}.pdf").read_bytes())))
    assert lines[0].startswith("document “")
    assert any(line.startswith("heading 1: ") for line in lines)
    assert not any("LOOSE" in line for line in lines)
    assert end("--only", "nothing-is-called-so", "--without-verapdf") == 1
