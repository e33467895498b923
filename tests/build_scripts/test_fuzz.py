"""The fuzzer: it begins with documents that come in, changes them by what they are made of, and knows a fault."""

import importlib
import random
import sys
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = (
    "text", "markdown", "html", "mhtml", "mail", "epub", "docx", "odt", "rtf", "pdf", "feed", "references", "qda",
    "annotations", "archive",
)  # fmt: skip


@pytest.fixture(scope="module")
def fuzz() -> types.ModuleType:
    """The script as a module."""
    sys.path.insert(0, str(ROOT / "build_scripts"))
    return importlib.import_module("fuzz")


@pytest.fixture(autouse=True)
def no_corpora(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It begins with our own documents alone."""
    monkeypatch.setenv("BRIEFGEN_CORPORA", str(tmp_path / "none"))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_begins_with_what_comes_in_and_changes_it(fuzz: types.ModuleType, kind: str) -> None:
    """Our own documents are read; what becomes of them by a few changes is another document, and no fault."""
    assert tuple(fuzz.TARGETS) == KINDS
    target = fuzz.TARGETS[kind]
    seeds = list(fuzz.seeds.seeds(kind, ROOT, fuzz.LONGEST))
    assert seeds
    for seed in seeds:
        target.read(seed, target.filename)
        chances = map(random.Random, range(8))
        changed = [target.change(seed, chance) for chance in chances]
        assert len({*changed, seed}) > 4
        for data in changed:
            assert not (data and fuzz.tried(target, data)), data


def test_a_fault_is_told_and_kept_once(fuzz: types.ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that is no refusal, a refusal that names no file, a text out of order; with the document."""
    from briefgen.errors import InputRefused
    from briefgen.importers.document import ReadDocument

    def read(data: bytes, _name: str) -> object:
        if data == b"refused":
            raise InputRefused("No.")
        if data == b"out of order":
            return ReadDocument(text="\x01", blocks=())
        return int(data)

    target = fuzz.Target("fuzz.txt", read, fuzz.changes.of_words)
    assert fuzz.tried(target, b"1") is None
    assert "does not name the file" in str(fuzz.tried(target, b"refused"))
    assert "the text is in order" in str(fuzz.tried(target, b"out of order"))
    fault = fuzz.tried(target, b"a")
    assert isinstance(fault, ValueError)
    monkeypatch.setattr(fuzz, "ROOT", tmp_path)
    fuzz.keep("text", b"a", fault)
    fuzz.keep("text", b"b", fault)
    found = sorted((tmp_path / "build" / "fuzz" / "text" / "findings").iterdir())
    assert [path.suffix for path in found] == [".data", ".txt"]
    assert found[0].read_bytes() == b"a"
    assert "ValueError" in found[1].read_text(encoding="utf-8")
