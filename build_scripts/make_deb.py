"""Makes the Debian package of a download: the folder under /opt, the command, and what the desktop is told.

The package depends on nothing but what the folder does not bring and no desktop lacks: the C library, and those that
come with the graphics card's driver. Which they are is read from the files themselves.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from elf import is_elf, needed_by

ROOT = Path(__file__).resolve().parent.parent
UNDER = Path("opt/briefgen")
DESCRIPTION = """\
turn evidence into a briefing document
 Briefgen turns evidence into a briefing that a minister can act on. Articles,
 reports and notes come in; passages are picked from them and become risks,
 dilemmas and recommendations, each tied to the words of its source. The brief is
 checked, and laid out as an accessible and archivable PDF in the house's template.
 .
 Nothing leaves the computer: the program makes no network call at all. Python, Qt
 and all other libraries are in the package."""


def foreign_libraries(folder: Path) -> set[str]:
    """The names of the libraries that files in a folder ask the loader for, and that are not in it."""
    files = [file for file in folder.rglob("*") if file.is_file() and is_elf(file)]
    wanted = {name for file in files for name in needed_by(file.read_bytes())}
    return wanted - {file.name for file in folder.rglob("*")}


def least_glibc(contents: Iterable[bytes]) -> str:
    """The oldest C library that has all that programs and libraries ask of it, as “2.36”."""
    asked = {match.groups() for content in contents for match in re.finditer(rb"GLIBC_(\d+)\.(\d+)", content)}
    return ".".join(map(str, max((int(major), int(minor)) for major, minor in asked)))


def dependencies(folder: Path) -> list[str]:
    """The packages of Debian that a folder's files want and do not bring.

    Raises:
        SystemExit: No package of this system has one of the libraries.
    """
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    packages = set()
    for name in sorted(foreign_libraries(folder)):
        found = re.search(rf"\s{re.escape(name)} \(libc6[^)]*\) => (\S+)", listed)
        if found is None:
            raise SystemExit(f"“{name}” is asked for, and is neither in the download nor on this system.")
        real = str(Path(found[1]).resolve())
        for path in (found[1], real, real.removeprefix("/usr")):
            told = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False).stdout
            if told:
                packages.add(told.partition(":")[0])
                break
        else:
            raise SystemExit(f"No package has “{found[1]}”.")
    files = (file.read_bytes() for file in folder.rglob("*") if file.is_file() and is_elf(file))
    return [f"libc6 (>= {least_glibc(files)})", *sorted(packages - {"libc6"})]


def architecture() -> str:
    """The kind of processor, as Debian calls it."""
    told = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def control(version: str, depends: Iterable[str], installed_bytes: int) -> str:
    """The description of the package, as dpkg reads it."""
    return f"""\
Package: briefgen
Version: {version}
Architecture: {architecture()}
Maintainer: The Briefgen authors <briefgen@example.org>
Installed-Size: {-(-installed_bytes // 1024)}
Depends: {", ".join(depends)}
Suggests: tesseract-ocr
Section: editors
Priority: optional
Description: {DESCRIPTION}
"""


def make_deb(folder: Path, into: Path, share: Path, work: Path, version: str) -> Path:
    """Make the package.

    Args:
        folder: The download's folder, which becomes /opt/briefgen.
        into: Where the package goes.
        share: What goes to /usr/share.
        work: A folder to lay the package out in; what is in it goes.
        version: The program's.
    """
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work / UNDER, symlinks=True)
    shutil.copytree(share, work / "usr" / "share")
    command = work / "usr" / "bin" / "briefgen"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("/", UNDER, "briefgen"))
    documents = work / "usr" / "share" / "doc" / "briefgen"
    documents.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", documents / "copyright")
    for source in (ROOT / "CHANGELOG.md", folder / "THIRD-PARTY-LICENCES.txt"):
        name = "changelog.gz" if source.name == "CHANGELOG.md" else f"{source.name}.gz"
        (documents / name).write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))
    size = sum(file.lstat().st_size for file in work.rglob("*") if not file.is_dir())
    about = work / "DEBIAN" / "control"
    about.parent.mkdir()
    about.write_text(control(version, dependencies(folder), size), "utf-8")
    even_out(work)
    package = into / f"briefgen_{version}_{architecture()}.deb"
    # One thread: several cut the data otherwise, and each number of them its own way.
    build: list[str | Path] = [
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "-z9",
        "--threads-max=1",
        "--build",
        work,
        package,
    ]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return package


def even_out(folder: Path) -> None:
    """Give all files the rights and the time that do not depend on who builds, and when."""
    at = int(os.environ["SOURCE_DATE_EPOCH"])
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            os.utime(path, (at, at))
        elif os.utime in os.supports_follow_symlinks:
            os.utime(path, (at, at), follow_symlinks=False)
