"""The README is true: its commands are run as they stand."""

import re
import shlex
import shutil
from pathlib import Path

import pypdfium2
import pytest

from briefgen.cli import run

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


CHAPTER = "## A house template of your own"
BEFORE, CHAPTER_TEXT = README.split(CHAPTER)
CHAPTER_TEXT = CHAPTER_TEXT.split("\n## ")[0]


def commands(text: str) -> list[list[str]]:
    """Every `briefgen …` line of the shell blocks, as words."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("briefgen ")]


def follow(text: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Do what a chapter says, in its order: run its commands, write its files; gives what the commands printed."""
    said = []
    for block in re.finditer(r"```(\w+)\n(.*?)```", text, re.DOTALL):
        if block[1] == "sh":
            for words in commands(block[0]):
                code = run(words)
                printed = capsys.readouterr()
                said.append(printed.out)
                assert code == 0, (words, printed)
        else:
            file = re.findall(r"at the end of `([^`]+)`", text[: block.start()])[-1]
            with Path(file).open("a", encoding="utf-8") as opened:
                opened.write(block[2])
    return said


def words_of(pdf: str) -> str:
    """The text of a PDF, with single spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join("\n".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_the_walk_from_an_article_to_a_submission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command does what the README says, from a text to a brief that was issued in a template of one's own.

    The preflight is clean of errors, the PDF holds the quotation; the template of one's own, made by following its
    chapter to the letter, prints what was asked for; and what was issued is made again to the byte.
    """
    shutil.copytree(ROOT / "assets" / "sample" / "sources", tmp_path / "assets" / "sample" / "sources")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(tmp_path / "settings.toml"))
    for place in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(place, str(tmp_path / place))
    said = []
    for words in commands(BEFORE):
        code = run(words)
        said.append(capsys.readouterr())
        assert code == 0, (words, said[-1])
    assert "Advertisement" not in said[2].out
    assert "a law by June is a law that I cannot obey" in words_of("submission.pdf")
    assert (tmp_path / "submission.html").exists()
    assert (tmp_path / "submission.md").exists()
    printed = follow(CHAPTER_TEXT, capsys)
    assert "0 must fix, 0 should fix" in printed[1] or "Nothing to fix" in printed[1]
    assert all(Path(line).exists() for line in printed[2].splitlines())
    assert "Summer readiness" in words_of("issued.pdf")
    assert "Summer readiness" not in words_of("submission.pdf")
    assert Path("made-again.pdf").read_bytes() == Path("issued.pdf").read_bytes()


def test_what_came_in_can_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The chapter on what comes in shows how: what was left out is listed with its number, and comes back by it."""
    chapter = README.split("## What comes in")[1].split("\n## ")[0]
    shutil.copytree(ROOT / "assets" / "sample" / "sources", tmp_path / "assets" / "sample" / "sources")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(tmp_path / "settings.toml"))
    assert run(["new", "homes.briefgen"]) == 0
    assert run(["import", "homes.briefgen", "assets/sample/sources/the-ledger-opinion.txt"]) == 0
    capsys.readouterr()
    imported, listed, left_out, _, extracted = follow(chapter, capsys)
    assert len(set(imported.split())) == len(listed.splitlines()) - 1 == 4
    line = left_out.splitlines()[0].removeprefix("0  ").rpartition("    (")[0]
    assert "Technical Note 14" in extracted
    assert run(["text", "homes.briefgen", "source-1"]) == 0
    assert line in capsys.readouterr().out


def test_the_pictures_and_links_are_there() -> None:
    """Every relative one."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
