"""Builds the download for this system from the lock file, and says how large it is and of what.

    make app

One folder, made by PyInstaller from what is installed in .venv, which is what the lock file names. On Linux a Debian
package and an archive are made of it, in dist/; on Windows and macOS the guides in windows/ and macos/ say how it goes
on.

The same commit gives the same bytes: times are those of the commit, files are in order, and nothing of the machine gets
in but the libraries that it has.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path

from elf import is_elf, without_strange_paths
from linux_desktop import write_share
from make_deb import even_out, make_deb
from third_party import all_components

from briefgen import __version__
from briefgen.licences import FILE, FOLDER, Component, as_text, components, write_down
from briefgen.self_check import CONTENTS

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "app"
DIST = ROOT / "dist"
LICENCES = "THIRD-PARTY-LICENCES.txt"
MOST_UNPACKED, MOST_PACKED = 190, 60
"""Megabytes (10⁶ bytes) that the download may take, on the disk and on the wire."""
COMMON_LICENCES = Path(os.environ.get("BRIEFGEN_COMMON_LICENCES", "/usr/share/common-licenses"))
"""A folder with the licences that packages refer to and do not bring: LGPL-2.1, LGPL-3 and GPL-3."""
PARTS = (
    ("Qt's data on characters (ICU)", ("PySide6/Qt/lib/libicudata",)),
    ("Qt", ("PySide6/", "shiboken6/", "libQt6", "libxcb", "libX11", "libxkb")),
    ("PDFium", ("pypdfium2",)),
    ("pictures (Pillow)", ("PIL/", "pillow.libs/")),
    ("Python", ("libpython", "python3", "base_library.zip", "libcrypto", "libssl", "libsqlite3", "libstdc")),
    ("hyphenation and citation data", ("pyphen/", "citeproc/")),
    ("typefaces", ("briefgen/_shipped/assets/fonts/",)),
    ("templates, word lists, sample, icons", ("briefgen/",)),
    ("the starter with Python's modules", ("../briefgen",)),
)
"""What is counted together, by how the places of its files in the folder begin; the first that fits."""
REST = "layout, text and markup libraries"


def commit_time() -> int:
    """When the commit was made that is built, in seconds since 1970; the time of the changelog outside a checkout."""
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(asked.stdout) if asked.stdout.strip() else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def build_folder(into: Path) -> Path:
    """Have PyInstaller make the folder; gives where it is."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    subprocess.run([sys.executable, ROOT / "build_scripts" / "make_icons.py", "--into", into / "icons"], check=True)
    environment = {
        **os.environ,
        "BRIEFGEN_BUILD": str(into),
        "PYTHONHASHSEED": "0",  # the order of names in a set gets into what is compiled
        "PYINSTALLER_CONFIG_DIR": str(into / "cache"),
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(into / "made"), "--workpath", str(into / "work")]
    subprocess.run([*command, ROOT / "build_scripts" / "app" / "briefgen.spec"], env=environment, check=True)
    return into / "made" / ("Briefgen.app" if sys.platform == "darwin" else "briefgen")


def inside(folder: Path) -> Path:
    """Where the program finds its files: the folder that it calls `sys._MEIPASS`."""
    return folder / "Contents" / "Frameworks" if sys.platform == "darwin" else folder / "_internal"


def slim(folder: Path) -> None:
    """Take out of libraries what only debuggers read, and the paths of this machine.

    Those that have been changed after they were linked, as Qt's in its wheel, would be damaged by the former.
    """
    for file in sorted(inside(folder).rglob("*")):
        if file.is_symlink() or not file.is_file() or not is_elf(file):
            continue
        place = file.relative_to(inside(folder)).parts
        if place[0] not in {"PySide6", "shiboken6"} and not place[0].endswith(".libs"):
            subprocess.run(["strip", "--strip-unneeded", file], check=True)
        file.write_bytes(without_strange_paths(file.read_bytes()))


def write_licences(folder: Path, binaries: Path) -> None:
    """Write down all that is in the folder, for the about box; and their licences at its top, for people."""
    found = [*all_components(json.loads(binaries.read_text("utf-8"))), *_common_licences()]
    place = inside(folder) / "briefgen" / "_shipped" / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    (place / FILE).write_text(write_down(found), "utf-8")
    top = folder / "Contents" / "Resources" if sys.platform == "darwin" else folder
    assets = [component for component in components() if not component.package]
    (top / LICENCES).write_text(as_text(sorted((*found, *assets), key=lambda c: c.name.lower())), "utf-8")
    shutil.copyfile(ROOT / "LICENSE", top / "LICENSE.txt")


def _common_licences() -> list[Component]:
    """The licences that packages refer to.

    Raises:
        SystemExit: They are not there.
    """
    names = {"LGPL-2.1": "LGPL-2.1-only", "LGPL-3": "LGPL-3.0-only", "GPL-3": "GPL-3.0-only"}
    missing = [name for name in names if not (COMMON_LICENCES / name).is_file()]
    if missing:
        raise SystemExit(f"{COMMON_LICENCES} lacks {', '.join(missing)}: see BRIEFGEN_COMMON_LICENCES in the guide.")
    return [
        Component(
            name=f"{name}, to which others refer",
            version="",
            kind="licence",
            licence=spdx,
            text=(COMMON_LICENCES / name).read_text("utf-8"),
        )
        for name, spdx in names.items()
    ]


def write_contents(folder: Path) -> None:
    """List the files with their SHA-256, as `sha256sum` does: the self-check finds what is missing or changed."""
    root = inside(folder)
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root).as_posix()}" for path in files]
    (root / CONTENTS).write_text("\n".join(lines) + "\n", "utf-8")


def write_read_me(folder: Path) -> None:
    """Say, at the top of the archive, how it is started, installed and removed."""
    (folder / "READ-ME.txt").write_text(
        f"""\
Briefgen {__version__}

Start “briefgen” in this folder: it needs nothing to be installed. “./briefgen --self-check” tries everything.
It runs on Linux with glibc {platform.libc_ver()[1]} or newer, and libGL and libEGL, which every desktop has.

For a menu entry and icons, put this folder to where it is to stay, put a link to “briefgen” into ~/.local/bin, and copy
what is in “share” to ~/.local/share. To remove it, delete these. Your dossiers are where you keep them; settings are in
~/.config/briefgen, your house templates in ~/.local/share/briefgen, the log in ~/.local/state/briefgen.

Briefgen is under the MIT licence (LICENSE.txt); what it is made with, and on what terms, is in {LICENCES}.
""",
        "utf-8",
    )


def make_archive(folder: Path, into: Path, share: Path) -> Path:
    """Pack the folder, with what the desktop is told beside it, as a .tar.xz."""
    name = f"briefgen-{__version__}"
    at = int(os.environ["SOURCE_DATE_EPOCH"])
    archive = into / f"{name}-linux-{platform.machine()}.tar"

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = at
        return entry

    with tarfile.open(archive, "w", format=tarfile.GNU_FORMAT) as tar:
        for source, place in ((folder, name), (share, f"{name}/share")):
            for path in (source, *sorted(source.rglob("*"))):
                inner = path.relative_to(source)
                tar.add(path, str(Path(place, inner)), recursive=False, filter=plain)
    subprocess.run(["xz", "-9", "-T1", "--force", archive], check=True)
    return archive.with_suffix(".tar.xz")


def sizes(folder: Path) -> Counter[str]:
    """How many bytes each part of the folder takes."""
    root = inside(folder)
    counted: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            place = path.relative_to(root).as_posix() if path.is_relative_to(root) else f"../{path.name}"
            part = next((name for name, begins in PARTS if place.startswith(begins)), REST)
            counted[part] += path.stat().st_size
    return counted


def report(folder: Path, packed: list[Path]) -> None:
    """Print how large the download is, and of what.

    Raises:
        SystemExit: It is larger than it may be.
    """
    counted = sizes(folder)
    whole = counted.total()
    print(f"{whole / 1e6:6.1f} MB  unpacked, of which")
    for part, size in counted.most_common():
        print(f"{size / 1e6:6.1f} MB    {part}")
    for file in packed:
        print(f"{file.stat().st_size / 1e6:6.1f} MB  {file.relative_to(ROOT)}")
    if whole > MOST_UNPACKED * 1e6 or any(file.stat().st_size > MOST_PACKED * 1e6 for file in packed):
        raise SystemExit(f"That is too large: at most {MOST_UNPACKED} MB unpacked and {MOST_PACKED} MB packed.")


def main() -> None:
    """Build the download."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=DIST, help="where packages go (else dist/)")
    parser.add_argument("--folder-alone", action="store_true", help="make no packages of it")
    arguments = parser.parse_args()
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(commit_time()))
    folder = build_folder(BUILD)
    if sys.platform == "linux":
        slim(folder)
    write_licences(folder, BUILD / "binaries.json")
    if sys.platform == "linux":
        write_read_me(folder)
    if sys.platform != "darwin":
        write_contents(folder)
    even_out(folder)
    packed = []
    if sys.platform == "linux" and not arguments.folder_alone:
        share = BUILD / "share"
        day = dt.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), dt.UTC).date()
        write_share(share, BUILD / "icons" / "hicolor", __version__, day)
        even_out(share)
        arguments.into.mkdir(parents=True, exist_ok=True)
        packed = [
            make_deb(folder, arguments.into, share, BUILD / "deb", __version__),
            make_archive(folder, arguments.into, share),
        ]
    print(f"The download is in {folder.relative_to(ROOT)}.")
    report(folder, packed)


if __name__ == "__main__":
    main()
