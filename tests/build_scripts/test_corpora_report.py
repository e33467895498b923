"""The scoreboard: what is right, refused, wrong or crashed, and what can't be imported yet."""

import importlib.util
import sys
import types
from pathlib import Path

import pytest

from tests.importers.coded.projects import WIND, qde, qdpx, selection, text_source

SCRIPT = Path(__file__).resolve().parents[2] / "build_scripts" / "corpora_report.py"
HEAD = "path\tcategory\texpected\tother_files\n"
PAGE = "<html><title>T</title><body><p>The bridge is closed to lorries since October.</p></body></html>"
MAIL = "From: a@b.example\nMIME-Version: 1.0\n\n"


@pytest.fixture(scope="module")
def script() -> types.ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("corpora_report", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpora_report"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def corpora(script: types.ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few documents with what is expected of them; one expectation is wrong on purpose."""
    files = {
        "html/a/source.html": PAGE,
        "html/a/expected.html": "<p>The bridge is closed to lorries since October.</p>",
        "html/b/source.html": PAGE,
        "html/b/expected.html": "<p>Something else entirely was written on this page.</p>",
        "eml/c/c.eml": f"{MAIL}The letter.",
        "eml/d/d.eml": MAIL,
        "hostile/html-xss/x.htm": "<html><script>alert(1)</script></html>",
        "encoding/e/e.txt": "Die Brücke trägt nicht.",
        "qda/f/f.qdpx": "PK",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    lines = [
        "html/a/source.html\thtml\t\texpected.html",
        "html/b/source.html\thtml\t\texpected.html",
        "eml/c/c.eml\teml\t\t",
        "eml/d/d.eml\teml\t\t",
        "hostile/html-xss/x.htm\thostile\t\t",
        "encoding/e/e.txt\tencoding\tencoding=utf-8\t",
        "qda/f/f.qdpx\tqda\t\t",
    ]
    (tmp_path / "MANIFEST.tsv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setenv("BRIEFGEN_CORPORA", str(tmp_path))
    monkeypatch.setattr(script, "PICKING", frozenset())  # one kind that can't be imported yet
    return tmp_path


def test_each_kind_has_its_line(script: types.ModuleType, corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Right, refused and wrong are counted; what is wrong is listed; what can't be imported is said."""
    assert script.main([]) == 1
    lines = capsys.readouterr().out.splitlines()
    told = {line[:28].strip(): line[28:].split()[:5] for line in lines if not line.startswith(("─", "wrong"))}
    assert told["web pages"] == ["2", "1", "0", "1", "0"]
    assert told["e-mail"] == ["2", "1", "1", "0", "0"]
    assert told["hostile"] == ["1", "0", "1", "0", "0"]
    assert told["encodings"] == ["1", "1", "0", "0", "0"]
    assert "can't be imported yet" in " ".join(lines)
    assert [line for line in lines if line.startswith("wrong: html/b/source.html: F1 ")]


def test_one_kind_alone(script: types.ModuleType, corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A kind that is named is tried alone; nothing wrong there is no failure."""
    assert script.main(["e-mail"]) == 0
    assert "web pages" not in capsys.readouterr().out


def test_it_gives_measurements(script: types.ModuleType, corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same figures with their goals, for the table of all measurements, under the scoreboard itself."""
    figures = {name: (figure, goal) for name, figure, _, goal in script.rows()}
    assert "refused properly" in capsys.readouterr().out.splitlines()[0]
    assert figures["web pages: right or refused properly"] == (1, "= 2")
    assert figures["e-mail: right or refused properly"] == (2, "= 2")
    assert figures["e-mail: crashed"] == (0, "= 0")
    assert figures["coded projects (REFI-QDA): not importable yet"] == (1, "")
    assert figures["web pages: worst F1 of the main text"][0] < 0.5


def test_projects_are_judged_by_what_is_stated_of_them(
    script: types.ModuleType, corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As many codes and passages as the manifest says; a broken one is refused by its name."""
    monkeypatch.setattr(script, "PICKING", frozenset({"qdpx"}))
    (corpora / "qda/f/g.qdpx").write_bytes(qdpx(qde(text_source(selection("A tunnel", WIND)))))
    lines = ["qda/f/f.qdpx\tqda\t\t", "qda/f/g.qdpx\tqda\tCode=3, PlainTextSelection=1\t"]
    (corpora / "MANIFEST.tsv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    assert script.main([]) == 0
    (corpora / "MANIFEST.tsv").write_text(HEAD + lines[1].replace("Code=3", "Code=4") + "\n", encoding="utf-8")
    assert script.main([]) == 1
    assert "(3, 1) codes and passages, (4, 1) stated" in capsys.readouterr().out


def test_without_documents_it_says_so(
    script: types.ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to try is told, and is no success."""
    monkeypatch.setenv("BRIEFGEN_CORPORA", str(tmp_path))
    assert script.main([]) == 4
    assert "no documents to try" in capsys.readouterr().err
    assert script.rows() == [("documents of others", 0, "here", "")]


def test_words_of_pandocs_native_form_are_found(script: types.ModuleType) -> None:
    """Text and code, with what Haskell escapes; the metadata are left aside."""
    native = (
        'Pandoc\n  Meta { unMeta = fromList [ ( "title" , MetaInlines [ Str "Not" ] ) ] }\n'
        '  [ Para [ Str "Br\\252cke" , Space , Code ( "" , [] , [] ) "x = 1" ]\n'
        '  , CodeBlock ( "" , [ "a" ] , [] ) "two\\nlines" ]\n'
    )
    assert script.words(script.native_words(native)) == script.words("Brücke x = 1 two lines")


def test_words_in_several_parts_are_one_and_deletions_none(script: types.ModuleType) -> None:
    """Nothing stands between parts but where a space is written; what was deleted or remarked is not expected."""
    native = (
        '[ Para [ Str "m" , Superscript [ Str "2" ] , Space , '
        'Span ( "" , [ "deletion" ] , [ ( "author" , "[x" ) ] ) [ Str "gone" , Emph [ Str "too" ] ] , Str "here" ] '
        ', Plain [ Str "on" ] ]'
    )
    assert script.native_words(native).split() == ["m2", "here", "on"]
