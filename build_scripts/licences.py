"""Checks the licences of everything that the lock files name.

What is shipped with Briefgen, or installed with it, must leave it free to be MIT: permissive licences pass,
and so does MPL-2.0, which stays within its own files. GPL and AGPL never pass. A package that says something
else than one plain licence is named below, with its exact words, the choice made, and why; when the words
change, the check fails until somebody has looked again.

Exit codes: 0 all accepted; 1 at least one is not, each with what it says of itself.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = {
    "Apache 2.0",
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-2-Clause-Views",
    "BSD-3-Clause",
    "MIT License",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "MPL-2.0",
    "PSF-2.0",
}
GPL2 = "GNU General Public License v2 or later (GPLv2+)"
LGPL2 = "GNU Lesser General Public License v2 or later (LGPLv2+)"
QT = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"
GPL2_ONLY = "GNU General Public License v2 (GPLv2)"
LOOKED_AT = {
    # The licence of Python, by its older name.
    ("defusedxml", "Python Software Foundation License"),
    # A tool for building. What of it gets into a download is its starter, to which its exception holds, and what its
    # hooks run when a program starts, which is under the Apache License 2.0.
    ("pyinstaller", GPL2_ONLY),
    ("pyinstaller-hooks-contrib", f"Apache Software License; {GPL2_ONLY}"),
    # Its metadata are silent; the file LICENSE in it is the Apache License 2.0.
    ("atheris", "nothing"),
    # Used under the LGPL: the libraries stay apart, unchanged and replaceable, also in a bundle.
    ("pyside6-essentials", QT),
    ("shiboken6", QT),
    # PDFium's and the binding's own licences, and those of the parts PDFium is built from, all permissive.
    ("pypdfium2", "BSD-3-Clause, Apache-2.0, dependency licenses"),
    # A choice of three, taken under the MPL.
    ("pyphen", f"{GPL2}; {LGPL2}; Mozilla Public License 1.1 (MPL 1.1)"),
}
SOURCES = ("License-Expression", "License-Classifier", "License-Metadata")
"""What a package may say of its licence, the most exact first."""


def normalized(name: str) -> str:
    """A package's name in the one spelling that names are compared in (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(path: Path) -> set[str]:
    """The names of the packages that a lock file holds."""
    return {normalized(name) for name in re.findall(r"(?m)^([A-Za-z0-9._-]+)==", path.read_text("utf-8"))}


def stated(package: dict[str, str]) -> str:
    """What the installed package says of its licence."""
    return next((package[source] for source in SOURCES if package[source] != "UNKNOWN"), "nothing")


def accepts(statement: str) -> bool:
    """Tell whether a licence, or an SPDX choice (OR) of all that hold together (AND), leaves us free."""
    return any(
        all(part.strip() in ACCEPTED for part in alternative.split(" AND ")) for alternative in statement.split(" OR ")
    )


def main() -> int:
    """Look at every locked package that this platform installs."""
    command = [sys.executable, "-m", "piplicenses", "--with-system", "--from=all", "--format=json"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    installed = {normalized(package["Name"]): stated(package) for package in json.loads(told)}
    runtime = locked(ROOT / "requirements" / "runtime.lock")
    everything = runtime | locked(ROOT / "requirements" / "dev.lock")
    refused = [
        (name, installed[name])
        for name in sorted(everything & installed.keys())
        if not accepts(installed[name]) and (name, installed[name]) not in LOOKED_AT
    ]
    for name, statement in refused:
        use = "at run time" if name in runtime else "for building and testing"
        print(f"The licence of {name}, needed {use}, is not accepted; it says: {statement}", file=sys.stderr)
    elsewhere = sorted(everything - installed.keys())
    print(
        f"Licences: {len(everything & installed.keys())} packages looked at, {len(refused)} refused; "
        f"of other platforms, so not looked at here: {', '.join(elsewhere) or 'none'}."
    )
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
