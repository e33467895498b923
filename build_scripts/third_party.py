"""What a download holds that is not Briefgen's own: every library, typeface and list, with version and licence.

The libraries of the system that builds are looked up in its packages: Debian's, MSYS2's on Windows, Homebrew's on
macOS. Each has been looked at; one that is not in the table stops the build until somebody has, for its licence must
leave Briefgen free to be MIT: permissive, or the LGPL for libraries that lie apart and can be replaced. Never the GPL.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

from briefgen.licences import Component, installed_libraries

LGPL = "LGPL-2.1-or-later"
LICENCES = {
    "blkid": LGPL,
    "brotli": "MIT",
    "bz2": "bzip2-1.0.6",
    "cairo": "LGPL-2.1-only OR MPL-1.1",
    "cap": "BSD-3-Clause OR GPL-2.0-only",
    "datrie": LGPL,
    "dbus": "AFL-2.1 OR GPL-2.0-or-later",
    "expat": "MIT",
    "ffi": "MIT",
    "fontconfig": "HPND-sell-variant",
    "freetype": "FTL OR GPL-2.0-only",
    "fribidi": LGPL,
    "gcc": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "gcrypt": LGPL,
    "gettext": LGPL,
    "glib": LGPL,
    "gpg-error": LGPL,
    "graphite2": "LGPL-2.1-or-later OR MPL-2.0",
    "harfbuzz": "MIT-Modern-Variant",
    "iconv": LGPL,
    "intl": LGPL,
    "lz4": "BSD-2-Clause",
    "lzma": "public domain",
    "mount": LGPL,
    "pango": LGPL,
    "pcre2": "BSD-3-Clause",
    "png": "libpng-2.0",
    "selinux": "libselinux-1.0",
    "sqlite": "blessing",
    "ssl": "Apache-2.0",
    "stdc": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "systemd": LGPL,
    "thai": LGPL,
    "uuid": "BSD-3-Clause",
    "winpthread": "MIT",
    "x11": "MIT",
    "xcb": "MIT",
    "xkbcommon": "MIT",
    "z": "Zlib",
    "zstd": "BSD-3-Clause OR GPL-2.0-only",
}
"""Licences by the names of packages, less what differs between systems (`_plain`). Of a choice, never the GPL."""


class Owner(NamedTuple):
    """The system's package that a library was taken from, its version, and the text of its licence."""

    package: str
    version: str
    text: str


def all_components(binaries: Mapping[str, str]) -> tuple[Component, ...]:
    """All that a download holds beside Briefgen and what lies among its assets.

    Args:
        binaries: From each library's place in the download to the file that it was taken from.

    Raises:
        SystemExit: A library's package is not known, or its licence has not been looked at.
    """
    system = _system_components(owner_of(Path(source)) for source in _of_system(binaries.values()))
    return (_python(), _starter(), *system, *installed_libraries())


def _of_system(sources: Iterable[str]) -> list[str]:
    """The files that come neither with a Python package nor with Python itself."""
    ours = [Path(path).resolve() for path in (sys.prefix, sys.base_prefix)]
    return sorted({s for s in sources if not any(Path(s).resolve().is_relative_to(folder) for folder in ours)})


def _system_components(owners: Iterable[Owner]) -> list[Component]:
    return [
        Component(
            name=owner.package,
            version=owner.version,
            kind="system library",
            licence=licence_of(owner.package),
            text=owner.text,
        )
        for owner in sorted(set(owners))
    ]


def licence_of(package: str) -> str:
    """The licence of a package of the system.

    Raises:
        SystemExit: Nobody has looked at it yet.
    """
    licence = LICENCES.get(_plain(package))
    if licence is None:
        raise SystemExit(f"The licence of “{package}” has not been looked at: see LICENCES in third_party.py.")
    return licence


def _plain(package: str) -> str:
    """A package's name without what systems put around it: “libpangoft2-1.0-0” and “pango” are one."""
    name = re.sub(r"^(mingw-w64-(ucrt-)?x86_64-)", "", package.lower())
    name = re.sub(r"^lib(?=.)", "", name)
    for whole in ("pcre2", "graphite2", "gpg-error", "xkbcommon", "x11", "lz4", "brotli", "sqlite", "harfbuzz", "bz2"):
        if name.startswith(whole):
            return whole
    alike = {"zlib": "z", "zlib1g": "z", "xz": "lzma", "openssl": "ssl", "bzip2": "bz2", "util-linux": "uuid"}
    name = alike.get(name, name)
    return re.sub(r"(?<=[a-z])(ft2)?[-+]*\d.*$|-(libs|s1).*$|-(cursor|icccm|image|keysyms|r|s|u|x).*$", "", name)


def owner_of(library: Path) -> Owner:
    """The package that a library was taken from, on the system that builds.

    Raises:
        SystemExit: No package has it.
    """
    find = {"linux": _debian, "darwin": _homebrew, "win32": _msys2}[sys.platform]
    owner = find(library)
    if owner is None:
        raise SystemExit(f"No package of this system has “{library}”: take it from one, so that its licence is known.")
    return owner


def _debian(library: Path) -> Owner | None:
    real = library.resolve()
    # Debian's packages say /lib for what has been moved to /usr/lib.
    for path in (str(real), str(real).removeprefix("/usr"), str(library)):
        told = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False).stdout
        if told:
            package = told.partition(":")[0]
            asked = ["dpkg-query", "-W", "-f=${Version}", package]
            version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
            text = Path("/usr/share/doc", package, "copyright").read_text("utf-8", errors="replace")
            return Owner(package, version.split()[0], text)
    return None


def _homebrew(library: Path) -> Owner | None:
    """Homebrew keeps a package in …/Cellar/NAME/VERSION, with its licence at the top."""
    parts = library.resolve().parts
    if "Cellar" not in parts:
        return None
    at = parts.index("Cellar")
    keg = Path(*parts[: at + 3])
    return Owner(parts[at + 1], parts[at + 2], _texts_in(keg))


def _msys2(library: Path) -> Owner | None:
    """MSYS2 keeps the licences of a package in …/share/licenses/NAME, without what its names begin with."""
    if "ucrt64" not in library.parts:
        return None
    # pacman knows files by their place under MSYS2's own root.
    place = "/" + "/".join(library.parts[library.parts.index("ucrt64") :])
    told = subprocess.run(["pacman", "-Qo", place], capture_output=True, text=True, check=False).stdout
    found = re.search(r"is owned by (\S+) (\S+)", told)
    if found is None:
        return None
    package, version = found.groups()
    name = re.sub(r"^mingw-w64-(ucrt-)?x86_64-", "", package)
    return Owner(package, version, _texts_in(library.parent.parent / "share" / "licenses" / name))


def _texts_in(folder: Path) -> str:
    files = [file for file in sorted(folder.glob("*")) if re.match(r"(?i)licen|copying", file.name) and file.is_file()]
    return "\n\n".join(file.read_text("utf-8", errors="replace").strip() for file in files)


def _python() -> Component:
    """Python itself, with what is in it."""
    file = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    if not file.is_file():  # on Windows it lies at the top
        file = Path(sys.base_prefix, "LICENSE.txt")
    text = file.read_text("utf-8", errors="replace")
    return Component(name="Python", version=platform.python_version(), kind="language", licence="PSF-2.0", text=text)


def _starter() -> Component:
    """The program's starter, which PyInstaller puts in."""
    found = distribution("pyinstaller")
    texts = [file for file in found.files or () if file.name == "COPYING.txt"]
    return Component(
        name="PyInstaller's starter",
        version=found.version,
        kind="library",
        licence="GPL-2.0-or-later WITH Bootloader-exception",
        text="\n".join(Path(str(file.locate())).read_text("utf-8", errors="replace") for file in texts),
        package="pyinstaller",
    )
