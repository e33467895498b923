"""What a reader of the repository relies on: that its pages, locks and modules say the same."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import briefgen

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LONGEST_MODULE = 600


def normalized(requirement: str) -> str:
    """The name that a requirement begins with, in the spelling that names are compared in (PEP 503)."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def runtime_dependencies() -> set[str]:
    """The packages that pyproject.toml declares for run time."""
    return {normalized(requirement) for requirement in PROJECT["project"]["dependencies"]}


def tools() -> set[str]:
    """The packages that pyproject.toml declares for building and testing."""
    groups = PROJECT["dependency-groups"].values()
    return {normalized(entry) for group in groups for entry in group if isinstance(entry, str)}


def lock(name: str) -> dict[str, str]:
    """From each line of a lock file that names a package (with its version and platforms) to its hashes."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    pinned = re.findall(r"(?m)^(\S+==[^\\\n]+?) \\\n((?:    --hash=\S+(?: \\)?\n)+)", text)
    assert sum(len(line) + len(hashes) + 3 for line, hashes in pinned) == len(text), "a line was not understood"
    return dict(pinned)


def table(heading: str) -> dict[str, str]:
    """From each row's first cell to its last, in CONTRIBUTING.md's table whose first head this is."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = re.search(rf"(?m)^\| {re.escape(heading)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text)
    assert found, f"no table “{heading}”"
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in found.group(1).splitlines()]
    return {row[0]: row[-1] for row in rows}


def tracked_texts() -> dict[str, str]:
    """From the path of each tracked text file to its text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a Git checkout")
    texts = {}
    for name in listed.stdout.decode().split("\0"):
        file = ROOT / name
        if name and file.is_file() and b"\0" not in (content := file.read_bytes()):
            texts[name] = content.decode("utf-8")
    return texts


def modules(*folders: str) -> list[Path]:
    """The Python files below these folders."""
    return [module for folder in folders for module in sorted((ROOT / folder).rglob("*.py"))]


def test_the_changelog_begins_with_this_version() -> None:
    """The newest entry of the changelog is the version that the package says it is."""
    entries = re.findall(r"(?m)^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert entries[0] == briefgen.__version__


def test_the_installed_package_has_this_version_and_entry_point() -> None:
    """The version stands in one place, and what is installed was made from it."""
    installed = importlib.metadata.distribution("briefgen")
    assert installed.version == briefgen.__version__
    assert [(e.name, e.value) for e in installed.entry_points] == [("briefgen", "briefgen.__main__:main")]


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_a_lock_says_what_and_not_from_where(name: str) -> None:
    """Every locked package has hashes, and no index, address or folder of one machine stands in the lock."""
    assert all("--hash=sha256:" in hashes for hashes in lock(name).values())
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    assert not re.search(r"://|--(?:extra-)?index|--find-links|file:|^#", text, re.MULTILINE)


def test_the_locks_hold_every_declared_dependency() -> None:
    """What pyproject.toml asks for is locked: for run time, and with the tools for development."""
    runtime = {normalized(line) for line in lock("runtime")}
    development = {normalized(line) for line in lock("dev")}
    assert runtime_dependencies() <= runtime
    assert runtime_dependencies() | tools() <= development


def test_both_locks_hold_the_same_versions() -> None:
    """What is tested is what is shipped: the development lock repeats the run-time lock to the letter."""
    assert lock("runtime").items() <= lock("dev").items()


@pytest.mark.parametrize(
    ("heading", "declared"),
    [("at run time", runtime_dependencies()), ("for building and testing", tools())],
)
def test_every_dependency_has_its_reason(heading: str, declared: set[str]) -> None:
    """CONTRIBUTING.md gives a reason for each declared dependency, and for no other."""
    reasons = table(heading)
    assert set(reasons) == declared
    assert all(reasons.values())


def test_nothing_is_left_to_be_done_later() -> None:
    """No tracked file carries a note about work that somebody else should do."""
    left = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    # Citation styles are other people's, and published as they are.
    ours = {name: text for name, text in tracked_texts().items() if not name.endswith(".csl")}
    assert [name for name, text in ours.items() if left.search(text)] == []


def test_every_silenced_check_has_its_reason() -> None:
    """Where a line silences a tool, it says why, after the code that it silences."""
    codes = r"(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*|\[[\w, -]+\])?"
    bare = re.compile(r"#\s*(?:no" + r"qa|type:\s*ig" + rf"nore){codes}[\s#]*$", re.MULTILINE)
    python = {name: text for name, text in tracked_texts().items() if name.endswith(".py")}
    assert [name for name, text in python.items() if bare.search(text)] == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    """What is tracked holds on every machine: no home folder stands in it."""
    home = re.compile(r"/(?:ro" + r"ot|ho" + r"me|Us" + r"ers)/\w")
    assert [name for name, text in tracked_texts().items() if home.search(text)] == []


@pytest.mark.parametrize("module", modules("briefgen", "build_scripts"), ids=lambda path: path.name)
def test_no_module_outgrows_its_purpose(module: Path) -> None:
    """A module stays so short that it can be read at one go."""
    assert len(module.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("module", modules("briefgen/domain"), ids=lambda path: path.name)
def test_the_domain_stands_on_the_standard_library_alone(module: Path) -> None:
    """The domain imports itself, the errors below it, and Python; and it never asks the clock."""
    tree = ast.parse(module.read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in imported if name.split(".")[0] == "briefgen"}
    assert {name.split(".")[0] for name in imported - ours} <= sys.stdlib_module_names
    assert {name.split(".")[1] for name in ours if "." in name} <= {"domain", "errors"}
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not asked & {"now", "utcnow", "today"}


def test_what_is_run_on_every_change_is_make_test() -> None:
    """`.ci/run` calls `make test` and nothing else, so that a developer runs the same."""
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    commands = [line for line in script if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]


def test_the_locked_qt_keeps_its_references_to_none() -> None:
    """Void calls into Qt leave None's reference count alone; PySide6 6.12.0 on Python 3.11 loses one a call."""
    calls = (
        "import sys; from PySide6.QtCore import QObject; it = QObject(); before = sys.getrefcount(None)\n"
        "for _ in range(2000): it.setObjectName('x')\n"
        "print(before - sys.getrefcount(None))"
    )
    done = subprocess.run([sys.executable, "-c", calls], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 200
