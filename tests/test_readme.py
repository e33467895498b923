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


def commands() -> list[list[str]]:
    """Every `briefgen …` line of the README's shell blocks, as words."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("briefgen ")]


def test_the_walk_from_an_article_to_a_submission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command does what the README says, the preflight is clean of errors, and the PDF holds the quotation."""
    shutil.copytree(ROOT / "assets" / "sample" / "sources", tmp_path / "assets" / "sample" / "sources")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(tmp_path / "settings.toml"))
    for place in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(place, str(tmp_path / place))
    said = []
    for words in commands():
        code = run(words)
        said.append(capsys.readouterr())
        assert code == 0, (words, said[-1])
    assert "Advertisement" not in said[2].out
    pdf = pypdfium2.PdfDocument("submission.pdf")
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    assert "a law by June is a law that I cannot obey" in " ".join(text.split())
    assert (tmp_path / "submission.html").exists()
    assert (tmp_path / "submission.md").exists()


def test_the_pictures_and_links_are_there() -> None:
    """Every relative one."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
