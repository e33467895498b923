"""The command line, called as a script would call it, in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefgen.cli import run

ARTICLE = """\
The quay that nobody owns

Advertisement

The eastern quay has carried no crane since 2019. Two of its piles are rated poor, and the third was not inspected.

Read more: How the fleet sees it

The harbour trust says that “repair cannot wait for another winter”. The county says that it can.

Dues could be raised on users, or the county could pay for everyone.
"""


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()


Briefgen = Callable[..., Said]


@pytest.fixture
def briefgen(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Briefgen:
    """Call the command line in a folder and with settings of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(tmp_path / "settings.toml"))
    for place in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(place, str(tmp_path / "home" / place))

    def call(*words: object) -> Said:
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article with lines that are none of it."""
    path = tmp_path / "quay.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def dossier(briefgen: Briefgen, article: Path) -> str:
    """A dossier with the article as source-1."""
    assert briefgen("new", "quay.briefgen", "--title", "The quay").code == 0
    assert (
        briefgen("import", "quay.briefgen", article, "--set", "publisher=Quay News", "--set", "issued=2026-10-30").code
        == 0
    )
    return "quay.briefgen"
