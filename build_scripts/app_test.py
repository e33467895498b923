"""Tries the Debian package as a user's computer would have it: in a bare Debian, without Python, Pango and fonts.

    make app-test          # after make app; as root

The package is installed, the window opened and a brief exported with keys, the command line used, the exported pages
held against those that the checkout makes; then all is tried that goes wrong on other people's computers; then the
package is removed, and only the user's files may be left. Times and memory are measured on the way.

Exit codes: 0 all of it held; 1 something did not, each with what came instead.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pypdfium2
from app_screen import Screen, screen
from bare_root import UID, USER, BareRoot, bare_root, enter_own_mounts
from PIL import ImageChops

from briefgen.resources import assets_folder
from tests.gui.x_display import CTRL

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "app-test"
MIRROR = "http://deb.debian.org/debian"
BRIEF = "Submission to the Minister"
COLD, WARM = 3, 5
"""How often is started: with nothing in the system's memory, and again."""
_ENTER, _ESCAPE = 0xFF0D, 0xFF1B


class Trials:
    """What is tried, one after the other; what fails is told and does not stop the rest."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def check(self, what: str, trial: Callable[[], str | None]) -> None:
        """Try something; it says what was found, or raises `AssertionError` or `SystemExit` with what is wrong."""
        try:
            found = trial() or ""
        except (AssertionError, SystemExit, OSError, subprocess.SubprocessError) as error:
            self.failed.append(what)
            print(f"FAILED {what}: {error}", flush=True)
        else:
            print(f"ok     {what}{': ' if found else ''}{found}", flush=True)


def wants(condition: object, message: object) -> None:
    """Go on if the condition holds.

    Raises:
        AssertionError: It does not; the message says what came instead.
    """
    if not condition:
        raise AssertionError(str(message).strip())


class Installed:
    """The program in the bare root, run as its user."""

    def __init__(self, root: BareRoot) -> None:
        self.root = root

    def run(
        self, *words: str, code: int | None = 0, before: tuple[str, ...] = (), **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of it.

        Raises:
            AssertionError: It ends otherwise than with `code`, or shows a traceback.
        """
        done = subprocess.run(
            self.root.command("briefgen", *words, before=before),
            env=self.root.environment(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        wants("Traceback" not in done.stdout + done.stderr, done.stderr)
        wants(code is None or done.returncode == code, f"ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    @contextmanager
    def window(self, shown: Screen, *words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """Open the window; close it by a signal, as a session that ends does."""
        process = subprocess.Popen(
            self.root.command("briefgen", *words),
            env=self.root.environment({"DISPLAY": shown.display} | environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def put(self, source: Path, name: str) -> Path:
        """Put a file into the user's home; gives where it is, as seen from outside."""
        target = self.root.home / name
        shutil.copyfile(source, target)
        os.chown(target, UID, UID)
        return target


# ------------------------------------------------------------------------------------------------- trials


def is_bare(root: BareRoot) -> str:
    """Nothing is there of what the program brings."""
    there = [
        str(path.relative_to(root.folder))
        for place, pattern in (("usr", "**/python3*"), ("usr", "**/libpango*"), ("usr/share", "fonts/**/*.?tf"))
        for path in (root.folder / place).glob(pattern)
    ]
    wants(not there, f"the root is not bare: {there}")
    return "no Python, no Pango, no fonts"


def installs(root: BareRoot, package: Path) -> str:
    """The package installs with what it depends on."""
    shutil.copyfile(package, root.folder / "tmp" / package.name)
    root.as_root("apt-get", "update", "-q")
    told = root.as_root("apt-get", "install", "-y", "-q", "--no-install-recommends", f"/tmp/{package.name}")  # noqa: S108  the root's own
    (root.folder / "tmp" / package.name).unlink()
    wants((root.folder / "usr/bin/briefgen").is_symlink(), "there is no command")
    return next((line for line in told.splitlines() if "newly installed" in line), "")


def pages_are_right(made: Path, expected: Path) -> str:
    """Each page says and shows what the checkout's page does."""
    with pypdfium2.PdfDocument(made) as ours, pypdfium2.PdfDocument(expected) as theirs:
        wants(len(ours) == len(theirs), f"{len(ours)} pages instead of {len(theirs)}")
        for number, (page, other) in enumerate(zip(ours, theirs, strict=True), 1):
            words = [one.get_textpage().get_text_bounded() for one in (page, other)]
            wants(words[0] == words[1], f"page {number} says something else")
            pictures = [one.render(scale=1).to_pil().convert("L") for one in (page, other)]
            apart = ImageChops.difference(*pictures).getextrema()
            wants(apart == (0, 0), f"page {number} looks different")
        same = "the same bytes" if made.read_bytes() == expected.read_bytes() else "in other bytes"
        return f"{len(ours)} pages, in words and looks those of the checkout, {same}"


def _version(program: Installed) -> str:
    return program.run("--version").stdout.strip()


def command_line_works(program: Installed) -> str:
    """A dossier is made from a document, and says what was picked."""
    program.put(assets_folder() / "sample" / "sources" / "the-ledger-opinion.txt", "Überblick.txt")
    home = f"/home/{USER}"
    program.run("new", f"{home}/eigen.briefgen", "--title", "Kühle Räume")
    wants("source-1" in program.run("import", f"{home}/eigen.briefgen", f"{home}/Überblick.txt").stdout, "no source")
    quote = "a law by June is a law that I cannot obey"
    point = ["point", f"{home}/eigen.briefgen", "--kind", "risk", "--title", "A law too early", "--quote", quote]
    wants(program.run(*point).stdout.strip() == "risk-1", "no point")
    wants("A law too early" in program.run("points", f"{home}/eigen.briefgen").stdout, "the point is gone")
    refused = program.run(*point[:-1], "words that nobody wrote", code=3).stderr
    wants(refused.startswith("briefgen: ") and refused.count("\n") == 1, refused)
    return "made, imported, quoted; wrong words refused"


def window_exports(program: Installed, shown: Screen, expected: Path) -> str:
    """The window comes up on the sample, and a brief is exported with keys alone."""
    program.put(assets_folder() / "sample" / "sample.briefgen", "sample.briefgen")
    before = set(program.root.home.rglob("*.pdf"))
    with program.window(shown, f"/home/{USER}/sample.briefgen") as process:
        shown.wait(lambda: shown.colours() > 100, "a window")
        shown.wait_calm()
        shown.keyboard.key(ord("2"), [CTRL])
        shown.wait_calm()
        shown.keyboard.key(ord("e"), [CTRL])
        shown.wait_calm()
        shown.keyboard.key(_ENTER)
        try:
            shown.wait(lambda: set(program.root.home.rglob("*.pdf")) - before, "an exported PDF")
            shown.wait_calm()
        finally:
            shown.picture().save(WORK / "window.png")
        wants(process.poll() is None, "the window went away")
        memory = _memory(process.pid)
    (made,) = set(program.root.home.rglob("*.pdf")) - before
    return f"{made.name}; {pages_are_right(made, expected)}; memory {memory}"


def _memory(pid: int) -> str:
    """What the window and its processes hold, each share counted once (proportional set size)."""
    window = psutil.Process(pid)
    held = [(p.memory_full_info().pss, p) for p in (window, *window.children(recursive=True))]
    whole = sum(pss for pss, _process in held)
    return f"{whole / 1e6:.0f} MB in {len(held)} processes, {held[0][0] / 1e6:.0f} MB of it the window's"


def measured(what: str, start: Callable[[], float]) -> str:
    """The median of several starts: after the system has forgotten the files, and again."""
    cold = []
    for _ in range(COLD):
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3")
        cold.append(start())
    warm = [start() for _ in range(WARM)]
    return f"{what} {statistics.median(cold):.1f} s cold, {statistics.median(warm):.1f} s warm"


def start_to_window(program: Installed, shown: Screen) -> float:
    """Seconds until the start page is drawn and answers: the list of keys comes up when F1 is pressed."""
    begun = time.monotonic()
    with program.window(shown):
        shown.wait(lambda: shown.colours() > 100, "a window")
        drawn = shown.wait_calm()
        before = shown.picture()
        shown.keyboard.key(0xFFBE)  # F1
        shown.wait(lambda: ImageChops.difference(shown.picture(), before).getbbox(), "an answer to F1")
        return drawn - begun


def start_to_pdf(program: Installed) -> float:
    """Seconds from the command to the PDF."""
    begun = time.monotonic()
    _render(program, "measured.pdf")
    return time.monotonic() - begun


def _render(
    program: Installed, name: str, code: int | None = 0, before: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Render the sample's brief to a file, in the home unless told."""
    place = name if name.startswith("/") else f"/home/{USER}/{name}"
    words = ("render", f"/home/{USER}/sample.briefgen", BRIEF, "-o", place)
    return program.run(*words, code=code, before=before, **environment)


def _rendered(program: Installed, name: str) -> Path:
    """The same; gives where it is, as seen from outside."""
    _render(program, name)
    return program.root.home / name


def without_network(program: Installed) -> str:
    """In a namespace that has no network at all, everything works."""
    program.run("--self-check", before=("unshare", "--net"))
    _render(program, "alone.pdf", before=("unshare", "--net"))
    return "checked and rendered"


def home_read_only(program: Installed, shown: Screen) -> str:
    """Where nothing can be kept the brief is made all the same, elsewhere; the window opens; the check says why."""
    root = program.root
    root.mount(str(root.home), f"/home/{USER}", "--bind")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", root.home], check=True)
        _render(program, "/tmp/read-only.pdf")  # noqa: S108  the root's own
        refused = _render(program, "refused.pdf", code=3).stderr
        wants(refused.count("\n") == 1, refused)
        told = program.run("--self-check", code=4).stdout
        wants("FAILED places to write" in told and told.count("FAILED") == 1, told)
        with program.window(shown, f"/home/{USER}/sample.briefgen") as process:
            shown.wait(lambda: shown.colours() > 100, "a window")
            shown.wait_calm()
            wants(process.poll() is None, "the window went away")
    finally:
        root.unmount_last()
    return refused.strip()


def disk_full(program: Installed) -> str:
    """On a full disk nothing half is left, and one sentence says why."""
    root = program.root
    root.mount("tmpfs", "/full", "-t", "tmpfs", "-o", f"size=64k,uid={UID}")
    try:
        (root.folder / "full" / "filler").write_bytes(b"x" * 40_000)
        refused = _render(program, "/full/brief.pdf", code=3).stderr
        wants(refused.count("\n") == 1, refused)
        left = [path.name for path in (root.folder / "full").iterdir() if path.name != "filler"]
        wants(not left, f"left behind: {left}")
        again = program.run("new", "/full/new.briefgen", code=3).stderr
        wants(again.count("\n") == 1, again)
        no_room = _render(program, "elsewhere.pdf", code=None, TMPDIR="/full")
        wants(no_room.returncode == 0 or no_room.stderr.count("\n") == 1, no_room.stderr)
    finally:
        root.unmount_last()
    return refused.strip()


def slow_share(program: Installed) -> str:
    """Where each write, sync and change of a folder takes 20 ms longer, as on a share that is far away, it works."""
    calls = "fsync,fdatasync,pwrite64,rename,renameat2,unlink,ftruncate"
    slowly = (
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={calls}",
        "-e",
        f"inject={calls}:delay_exit=20000",
    )
    begun = time.monotonic()
    program.run("import", f"/home/{USER}/eigen.briefgen", f"/home/{USER}/Überblick.txt", before=slowly)
    return f"an import took {time.monotonic() - begun:.0f} s"


def other_locales(program: Installed) -> str:
    """Without UTF-8 in the locale names and texts are the same."""
    for locale in ("C", "POSIX", "en_GB.ISO-8859-1"):
        told = program.run("text", f"/home/{USER}/eigen.briefgen", "source-1", LANG=locale, LC_ALL=locale).stdout
        wants("£" in told or "“" in told or "’" in told, f"in {locale} letters are lost: {told[:200]}")
        name = f"Brief für {locale}.pdf"
        _render(program, name, LANG=locale, LC_ALL=locale)
        wants((program.root.home / name).is_file(), f"in {locale} “{name}” is not there")
    return "C, POSIX, and one that is not installed"


def removes(root: BareRoot) -> str:
    """Removing leaves the user's files, and nothing else of it."""
    root.as_root("apt-get", "purge", "-y", "-q", "briefgen")
    systems_own = ("lib/apt", "lib/dpkg", "log", "cache")
    left = [
        str(path.relative_to(root.folder))
        for place in ("etc", "opt", "tmp", "usr", "var", "root")
        for path in (root.folder / place).rglob("*briefgen*")
        if not str(path).startswith(tuple(f"{root.folder}/var/{own}" for own in systems_own))
    ]
    wants(not left, f"left behind: {left}")
    listed = root.as_root("dpkg", "-l")
    wants("briefgen" not in listed, "dpkg still knows it")
    kept = sorted(path.name for path in root.home.glob("*.briefgen"))
    wants(kept == ["eigen.briefgen", "sample.briefgen"], f"of the user's dossiers there are {kept}")
    return f"the user's files are there: {', '.join(kept)}"


def _expected(into: Path) -> Path:
    """The sample's brief as the checkout makes it."""
    sample, pdf = into / "sample.briefgen", into / "expected.pdf"
    shutil.copyfile(assets_folder() / "sample" / "sample.briefgen", sample)
    subprocess.run([sys.executable, "-m", "briefgen", "render", sample, BRIEF, "-o", pdf], cwd=ROOT, check=True)
    return pdf


def try_all(root: BareRoot, package: Path, folder: Path, *, measure: bool) -> list[str]:
    """Try everything; gives what did not hold."""
    trials = Trials()
    expected = _expected(folder)
    program = Installed(root)
    trials.check("the root is bare", lambda: is_bare(root))
    trials.check("the package installs", lambda: installs(root, package))
    Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)  # noqa: S108  X's own place
    root.mount("/tmp/.X11-unix", "/tmp/.X11-unix", "--bind")  # noqa: S108  X's own place
    trials.check("the version", lambda: _version(program))
    trials.check("everything works by --self-check", lambda: program.run("--self-check").stdout.splitlines()[-1])
    trials.check("the command line", lambda: command_line_works(program))
    with screen(folder) as shown:
        trials.check("the window exports", lambda: window_exports(program, shown, expected))
        trials.check(
            "the command renders",
            lambda: pages_are_right(_rendered(program, "brief.pdf"), expected),
        )
        if measure:
            trials.check("speed", lambda: measured("to the window", lambda: start_to_window(program, shown)))
            trials.check("speed", lambda: measured("to a PDF", lambda: start_to_pdf(program)))
        trials.check("without a network", lambda: without_network(program))
        trials.check("a home that can't be written", lambda: home_read_only(program, shown))
    trials.check("a full disk", lambda: disk_full(program))
    trials.check("a slow share", lambda: slow_share(program))
    trials.check("locales without UTF-8", lambda: other_locales(program))
    root.unmount_last()
    trials.check("removal", lambda: removes(root))
    return trials.failed


def main() -> int:
    """Try the package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, nargs="?", help="else the newest in dist/")
    parser.add_argument("--suite", default="bookworm", help="the Debian to try it in")
    parser.add_argument("--no-measurements", action="store_true", help="leave out what takes long and proves nothing")
    arguments = parser.parse_args()
    package = arguments.package or max((ROOT / "dist").glob("briefgen_*.deb"), key=os.path.getmtime, default=None)
    if package is None:
        raise SystemExit("There is no package in dist/: “make app” makes it.")
    enter_own_mounts()
    WORK.mkdir(parents=True, exist_ok=True)
    print(f"Trying {package.name} in a bare Debian {arguments.suite}, on {platform.platform()}.")
    with (
        tempfile.TemporaryDirectory(prefix="briefgen-app-test-") as folder,
        bare_root(WORK / "root", WORK / f"base-{arguments.suite}", arguments.suite, MIRROR) as root,
    ):
        failed = try_all(root, package, Path(folder), measure=not arguments.no_measurements)
    print(f"Did not hold: {', '.join(failed)}." if failed else "All of it held.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
