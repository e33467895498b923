"""Makes a release of the commit that is checked out, and refuses what is not ready to be one.

    python build_scripts/release.py              # checks, tests, builds twice, sums
    python build_scripts/release.py --rehearse   # the same without the tests, also on a tree that is not clean

1. The tree is clean, the changelog's newest entry is this version, and “make test” passes.
2. Everything is built from a clone of the commit, so that nothing slips in that is not in it: sdist, wheel, Debian
   package, archive. It is built once more in another folder; what comes out otherwise is named, file by file.
3. Beside them are written, in `dist/`: the list of what the download is made of (CycloneDX), the licences of all of it,
   and the SHA-256 of each file.

Exit codes: 0 released; 1 not ready, or two builds differ.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make_app import LICENCES, commit_time
from sbom import bill_of_materials

from briefgen import __version__
from briefgen.licences import FILE, FOLDER, Component, components

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
SUMS = "SHA256SUMS"
MADE = Path("build", "app", "made", "briefgen")


def not_ready(version: str, changelog: str, status: str) -> list[str]:
    """What keeps a tree from being released, in sentences.

    Args:
        version: The program's.
        changelog: The text of CHANGELOG.md.
        status: What `git status --porcelain` prints.
    """
    reasons = []
    if status.strip():
        names = [line[3:] for line in status.splitlines()]
        reasons.append(
            f"The tree is not clean: {', '.join(names[:5])}{' …' if len(names) > 5 else ''}. Commit it first."
        )
    newest = re.search(r"(?m)^## (.+)$", changelog)
    if newest is None or newest[1].split()[0] != version:
        has = newest[1] if newest else "nothing"
        reasons.append(f"The newest entry of the changelog is “{has}”, and the version is {version}: make them one.")
    elif not changelog[newest.end() :].strip():
        reasons.append(f"The changelog says nothing about {version}.")
    return reasons


def build(into: Path) -> Path:
    """Build everything from a clone of the commit, in a folder; gives the folder with what is given out.

    Raises:
        subprocess.CalledProcessError: A build failed; its own words are on stderr.
    """
    clone = into / "briefgen"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    # The clone's own code is built, with the libraries that are installed here from the same lock.
    environment = {**os.environ, "PYTHONPATH": str(clone), "SOURCE_DATE_EPOCH": str(commit_time())}
    python = [sys.executable, "-c", "from wheel_proof import ROOT, build; build(ROOT / 'dist')"]
    subprocess.run(python, cwd=clone / "build_scripts", env=environment, check=True)
    subprocess.run([sys.executable, clone / "build_scripts" / "make_app.py"], cwd=clone, env=environment, check=True)
    return clone


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file in a folder, by its place there; links by where they lead."""
    return {
        path.relative_to(folder).as_posix(): f"link to {path.readlink()}"
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def differences(one: Path, other: Path) -> list[str]:
    """The files that two folders do not have alike."""
    ours, theirs = digests(one), digests(other)
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def shipped_parts(made: Path) -> list[Component]:
    """What the download holds beside Briefgen: what its build wrote down, and what lies among its assets."""
    file = made / "_internal" / "briefgen" / "_shipped" / FOLDER / FILE
    written = [Component(**entry) for entry in json.loads(file.read_text("utf-8"))]
    return [*written, *(part for part in components() if not part.package)]


def give_out(clone: Path, into: Path) -> None:
    """Put what was built into the folder, with the list of its parts, their licences, and the sums."""
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(clone / "dist", into)
    shutil.copyfile(clone / MADE / LICENCES, into / LICENCES)
    files = [(name, digest) for name, digest in digests(into).items() if name != LICENCES]
    at = dt.datetime.fromtimestamp(commit_time(), dt.UTC)
    bill = bill_of_materials(shipped_parts(clone / MADE), __version__, at, files)
    (into / f"briefgen-{__version__}.cdx.json").write_text(bill, "utf-8")
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests(into).items())
    (into / SUMS).write_text(sums, "utf-8")


def main() -> int:
    """Make the release."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rehearse", action="store_true", help="without the tests, also on a tree that is not clean")
    arguments = parser.parse_args()
    status = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, check=True, capture_output=True, text=True)
    reasons = not_ready(__version__, (ROOT / "CHANGELOG.md").read_text("utf-8"), status.stdout)
    for reason in reasons:
        print(reason, file=sys.stderr)
    if reasons and not arguments.rehearse:
        return 1
    if not arguments.rehearse:
        subprocess.run(["make", "test"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory(prefix="briefgen-release-") as one, tempfile.TemporaryDirectory() as other:
        first, second = build(Path(one)), build(Path(other))
        apart = differences(first / "dist", second / "dist")
        give_out(first, DIST)
        if apart:
            print(f"Two builds of one commit differ in: {', '.join(apart)}; in the download:", file=sys.stderr)
            print("\n".join(differences(first / MADE, second / MADE)), file=sys.stderr)
            return 1
    print(f"Briefgen {__version__} is in {DIST}; two builds gave the same bytes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
