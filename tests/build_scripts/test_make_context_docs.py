"""The page that tells template authors what they are given: current, and whole."""

import importlib.util
import types
from pathlib import Path

import pytest
from markupsafe import Markup

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script() -> types.ModuleType:
    """The script, which lies outside the package."""
    spec = importlib.util.spec_from_file_location("context_docs", ROOT / "build_scripts" / "make_context_docs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_as_the_program_gives_it(script: types.ModuleType) -> None:
    """Whoever changes the context says what it holds, runs make_context_docs.py and commits."""
    assert script.PAGE.read_text("utf-8") == script.page()


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('"handling" =', '"handlnig" =', "handling, handlnig"),
        ('name = "marking"', 'name = "markings"', "markings"),
        ("head_style =", "head_styles =", "head_style, head_styles"),
    ],
)
def test_words_and_fields_go_together(
    script: types.ModuleType, before: str, after: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A field without a word is an error, and so is a word without a field, a table or a block."""
    words = script.WORDS.read_text("utf-8")
    assert before in words
    (tmp_path / "words.toml").write_text(words.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setattr(script, "WORDS", tmp_path / "words.toml")
    with pytest.raises(script.Undescribed, match=named):
        script.page()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (["a", ""], "text"),
        (["", Markup("<p>")], "HTML"),
        ([None, {"key": "a", "words": "A"}], "term or null"),
        ([[], [{"id": "risk-1", "label": "Risk 1", "title": ""}]], "list of link"),
        ([True], "true or false"),
        ([1, 0.5], "number"),
        ([{}], "mapping"),
        ([[]], "list"),
    ],
)
def test_types_are_named_as_authors_know_them(script: types.ModuleType, values: list[object], named: str) -> None:
    """From all values that a field was seen with."""
    assert script.type_of(values) == named
