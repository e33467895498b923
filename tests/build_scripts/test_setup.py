"""Set-up finds a Python that runs and tells plainly what is missing."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "build_scripts"


@pytest.fixture(scope="module")
def libraries() -> dict[str, Any]:
    """The names that build_scripts/system_libraries.py defines."""
    return runpy.run_path(str(SCRIPTS / "system_libraries.py"))


def find_python(names: Path, wish: str = "") -> subprocess.CompletedProcess[str]:
    """Run find_python.sh with only the programs in `names` on its path, asking for the Python `wish`."""
    shell = next(place for place in ("/bin/sh", "/usr/bin/sh") if Path(place).exists())
    return subprocess.run(
        [shell, str(SCRIPTS / "find_python.sh")],
        env={"PATH": str(names), "PYTHON": wish},
        capture_output=True,
        text=True,
        check=False,
    )


def program(folder: Path, name: str, does: str) -> None:
    """Put a shell script on the path."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)


def test_a_name_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    """A version switcher's empty name, and a Python that is too old, do not hide one that will do."""
    program(tmp_path, "python3.13", "echo 'python3.13: command not found' >&2; exit 127")
    program(tmp_path, "python3.12", "exit 0")
    program(tmp_path, "python3", f'exec "{sys.executable}" "$@"')
    found = find_python(tmp_path)
    assert found.returncode == 0, found.stderr
    assert Path(found.stdout.strip()) == Path(sys.executable)


def test_without_a_python_set_up_says_what_it_needs(tmp_path: Path) -> None:
    """The sentence names the version, a command that gets it, and the way to name one."""
    none = find_python(tmp_path)
    assert none.returncode == 4
    assert none.stdout == ""
    assert "Python 3.11 or newer" in none.stderr
    assert "apt-get install python3" in none.stderr


def test_a_wish_that_will_not_do_is_not_replaced(tmp_path: Path) -> None:
    """Who asks for a certain Python gets that or a refusal, never another one."""
    program(tmp_path, "python3", f'exec "{sys.executable}" "$@"')
    refused = find_python(tmp_path, wish="python3.1")
    assert refused.returncode == 4
    assert "“python3.1”" in refused.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="names of Linux libraries")
def test_a_library_is_there_when_it_loads(libraries: dict[str, Any]) -> None:
    """What counts is the loader's word, not a package database's."""
    library = libraries["Library"]("testing", "libc.so.6", "", "libc6", "glibc", "glibc", "")
    assert libraries["is_there"](library)
    assert not libraries["is_there"](library._replace(linux="libof-nobody.so.7"))


@pytest.mark.skipif(sys.platform != "linux", reason="names of Linux libraries")
def test_a_program_is_there_when_it_can_be_found(libraries: dict[str, Any]) -> None:
    """The display that tests of the window run on is a program, not a library."""
    program = libraries["Library"]("testing", "sh", "", "dash", "dash", "dash", "")
    assert libraries["is_there"](program)
    assert not libraries["is_there"](program._replace(linux="no-such-shell"))
    assert [library.apt for library in libraries["LIBRARIES"] if library.linux == "Xvfb"] == ["xvfb"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of Linux libraries")
def test_what_is_missing_is_named_with_the_command_that_gets_it(
    libraries: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """The user reads what it is for, which files, and one command to copy; each package once."""
    missing = [library for library in libraries["LIBRARIES"] if library.purpose == "laying out text"]
    libraries["report"](missing, ["python3.11-venv"], "apt")
    told = capsys.readouterr().err
    assert "Missing for laying out text: libgobject-2.0.so.0, libpango-1.0.so.0" in told
    assert told.rstrip().endswith(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        "libglib2.0-0 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libfontconfig1 python3.11-venv"
    )
    libraries["report"](missing, [], "dnf")
    assert capsys.readouterr().err.rstrip().endswith("sudo dnf install -y glib2 pango harfbuzz fontconfig")
    libraries["report"](missing, [], None)
    assert "your system's package manager" in capsys.readouterr().err
