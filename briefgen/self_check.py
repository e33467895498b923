"""Tries everything that Briefgen needs on this machine, and says of each part whether it works: for the help desk.

Nothing is changed: what is tried is made in a temporary folder, and is gone afterwards. Each part is tried by itself,
so that one that fails hides no other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import importlib.metadata
import io
import locale
import logging
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pypdfium2
from pypdf import PdfReader

from briefgen import __version__, workflows
from briefgen.child_process.child import Child, ChildDied, OutOfTime
from briefgen.child_process.messages import Allowance, Trade
from briefgen.dossier_file import open_dossier
from briefgen.errors import BriefgenError, NotThere
from briefgen.rendering.citations.finding import SHIPPED, style_bytes
from briefgen.rendering.made_with import STYLES, TYPEFACES, made_with
from briefgen.rendering.worker import Worker
from briefgen.resources import assets_folder, templates_folder
from briefgen.settings import (
    DICTIONARIES,
    Preferences,
    kept_templates_folder,
    log_file,
    read_preferences,
    settings_file,
    user_templates_folder,
)
from briefgen.spelling import SpellingProcess

log = logging.getLogger(__name__)

CONTENTS = "contents.sha256"
"""In a download, the list of its files with their SHA-256, as `sha256sum` writes it."""
_SAMPLE_BRIEF = "Submission to the Minister"
_FACES = ("House-Sans", "House-Serif")
"""What the names of the typefaces that ship begin with in a PDF: a style sheet calls them so, and no system does."""
_PATIENCE = 300.0
"""Seconds after which a part that does not answer is taken for broken."""
_LEAST_FREE = 200_000_000
"""Bytes that should be free where dossiers and temporary files are written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one part fares. `words` say what was found, or what is wrong and what to do; they may be several lines."""

    part: str
    works: bool
    words: str


Check = Callable[[Path], str]
"""Tries a part, with a temporary folder; gives what was found, or raises `BriefgenError` with what is wrong."""


def look_at_all(window: Trade | None) -> Iterable[Outcome]:
    """Try one part after the other.

    `window` opens a window in a process of its own and says on what; None where the program has none.
    """
    # In the order in which one rests on the other: the first that fails is the cause of those that follow.
    parts: tuple[tuple[str, Check], ...] = (
        ("program files", _files),
        ("places to write", _places),
        ("settings", _settings),
        ("layout engine", lambda _folder: ", ".join(f"{name} {version}" for name, version in _engines().items())),
        ("citation styles", _styles),
        ("sample brief", _sample),
        ("reading documents", _reading),
        ("dossiers", _dossier),
        ("spelling", _spelling),
        *((("window", lambda _folder: _window(window)),) if window is not None else ()),
    )
    for part, check in parts:
        try:
            with tempfile.TemporaryDirectory(prefix="briefgen-check-", ignore_cleanup_errors=True) as folder:
                yield Outcome(part, works=True, words=check(Path(folder)))
        except BriefgenError as error:
            yield Outcome(part, works=False, words=error.message)
        except Exception as error:
            # A broken installation can fail in any way, and each is told.
            log.info("The part “%s” failed its check.", part, exc_info=error)
            yield Outcome(part, works=False, words=f"{type(error).__name__}: {error}")


def heading() -> str:
    """Say what is checked, on what machine, when."""
    frozen = getattr(sys, "_MEIPASS", None)
    where = f"the download in {Path(sys.executable).parent}" if frozen else f"the package in {Path(__file__).parent}"
    when = dt.datetime.now(dt.UTC)
    texts = locale.getpreferredencoding(do_setlocale=False)
    return "\n".join(
        (
            f"Briefgen {__version__}, {where}",
            f"Python {platform.python_version()} on {platform.platform()}, {platform.machine()}",
            f"files' names in {sys.getfilesystemencoding()}, texts in {texts}",
            f"checked on {when:%Y-%m-%d at %H:%M} UTC",
        )
    )


# --------------------------------------------------------------------------------------------------- parts


def _files(_folder: Path) -> str:
    """All that ships is there; in a download, each file is as it was built."""
    templates = [folder for folder in templates_folder().iterdir() if (folder / "template.toml").is_file()]
    fonts = list((assets_folder() / "fonts").glob("*/*.otf"))
    missing = [
        name
        for name, there in (
            ("house templates", templates),
            ("typefaces", fonts),
            ("the sample", (assets_folder() / "sample" / "sample.briefgen").is_file()),
            *((f"the dictionary {tag}", (assets_folder() / "dictionaries" / f"{tag}.dic").is_file())
              for tag in DICTIONARIES),
        )
        if not there
    ]  # fmt: skip
    if missing:
        raise NotThere(f"Missing: {', '.join(missing)}. Install Briefgen again.")
    found = f"{len(templates)} house templates, {len(fonts)} typefaces, {len(DICTIONARIES)} dictionaries, the sample"
    root = getattr(sys, "_MEIPASS", None)
    if root is None or sys.platform == "darwin":  # there the program's signature covers its files
        return found
    listed = Path(root, CONTENTS)
    wrong = _changed_files(listed)
    if wrong:
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        raise NotThere(
            f"Missing or changed: {', '.join(wrong[:5])}{more}. Install Briefgen again; if they vanish once more, ask "
            "whoever looks after the virus scanner."
        )
    return f"{found}; all {len(listed.read_text('utf-8').splitlines())} files are as they were built"


def _changed_files(listed: Path) -> list[str]:
    """The files of a list that are missing, or are not what they were."""
    wrong = []
    for line in listed.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        try:
            with (listed.parent / name).open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            same = False
        if not same:
            wrong.append(name)
    return wrong


def _places(folder: Path) -> str:
    """What the program keeps can be written, where it keeps it."""
    wanted = {
        "settings": settings_file().parent,
        "house templates": user_templates_folder(),
        "log": log_file().parent,
        "pictures that are kept": kept_templates_folder().parent,
        "temporary files": folder.parent,
        "documents": platformdirs.user_documents_path(),
    }
    said, refused = [], []
    for what, place in wanted.items():
        there = next((above for above in (place, *place.parents) if above.exists()), place)
        try:
            with tempfile.TemporaryFile(dir=there, prefix=".briefgen-") as file:
                file.write(b"Briefgen tries whether it can write here." * 100)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            refused.append(f"{what} can't be written in “{place}” ({error.strerror or error})")
            continue
        free = shutil.disk_usage(there).free
        if free < _LEAST_FREE:
            refused.append(f"there are only {free / 1e6:,.0f} MB free for {what} in “{place}”")
        said.append(f"{what}: {place}")
    if refused:
        raise NotThere(f"{'; '.join(refused)}. Make room, or ask who looks after this computer for the right to write.")
    return "\n".join(said)


def _settings(_folder: Path) -> str:
    """The settings are readable."""
    preferences = read_preferences()
    if not settings_file().is_file():
        return "as they come"
    gone = [str(folder) for folder in preferences.template_folders if not folder.is_dir()]
    if gone:
        raise NotThere(f"The settings name folders of house templates that are not there: {', '.join(gone)}.")
    return f"read from {settings_file()}"


def _engines() -> dict[str, str]:
    # The preview has more of the engine's inside in its hands than an export: it is loaded by itself.
    importlib.import_module("briefgen.rendering.live_pages")
    engines = {name: version for name, version in made_with().items() if name not in {TYPEFACES, STYLES}}
    return engines | {name: importlib.metadata.version(name) for name in ("jinja2", "pypdfium2")}


def _styles(_folder: Path) -> str:
    """Each citation style that ships prints a work, in English and in French."""
    from briefgen.rendering.citations.formatting import Cite, printed, values_of
    from briefgen.rendering.citations.reading import read_style

    work = values_of({"type": "book", "title": "Rivers", "author": [{"family": "Marsh"}]})
    for name in SHIPPED:
        for language in ("en-GB", "fr-FR"):
            if "Marsh" not in printed(read_style(style_bytes(name, ()), name, language), "citation", Cite(work)):
                raise NotThere(f"The citation style {name} does not do its work: install Briefgen again.")
    return ", ".join(SHIPPED)


def _sample(folder: Path) -> str:
    """The sample's brief is laid out in a process of its own, as for the window, in the typefaces that ship."""
    copy = folder / "sample.briefgen"
    copy.write_bytes((assets_folder() / "sample" / "sample.briefgen").read_bytes())
    with open_dossier(copy, read_only=True) as file:
        dossier = file.dossier
    brief = workflows.find_brief(dossier, _SAMPLE_BRIEF)
    job = workflows.render_job(dossier, brief, workflows.template_of(brief, Preferences()))
    with Worker() as worker:
        try:
            made = worker.submit(job).result(timeout=_PATIENCE)
        except TooLate:
            raise NotThere("The process that lays pages out does not answer.") from None
    wrong = [*made.warnings, *made.conformance.faults]
    if made.uncovered is not None:
        wrong.append("The typefaces that ship lack characters that the sample prints.")
    faces = sorted({face for page in PdfReader(io.BytesIO(made.pdf)).pages for face in _faces_of(page)})
    if strange := [face for face in faces if not face.partition("+")[2].startswith(_FACES)]:
        wrong.append(f"Other typefaces than those that ship are in it: {', '.join(strange)}.")
    with pypdfium2.PdfDocument(made.pdf) as pdf:
        if any(page.render().to_pil().convert("L").getextrema()[0] > 60 for page in pdf):
            wrong.append("A page of it is empty.")
    if wrong:
        raise NotThere(" ".join(wrong))
    seconds = sum(spent for _step, spent in made.timings)
    kept = ", ".join(made.conformance.claimed)
    return (
        f"{len(made.pages)} pages in {seconds:.1f} s, {len(made.pdf) / 1000:.0f} kB, {kept}; {len(faces)} fonts inside"
    )


def _faces_of(page: object) -> set[str]:
    """The names of the fonts that a page of a PDF uses."""
    resources = page["/Resources"].get_object()  # type: ignore[index]  # a page is a dictionary of PDF objects
    fonts = resources.get("/Font", {}).get_object() if "/Font" in resources else {}
    return {str(fonts[name].get_object()["/BaseFont"]).removeprefix("/") for name in fonts}


def _reading(_folder: Path) -> str:
    """A document is read in the process that has no network and no files."""
    sources = sorted((assets_folder() / "sample" / "sources").iterdir())
    limits = workflows.import_limits(Preferences())
    read = [workflows.extract(path, limits) for path in sources]
    letters = sum(len(document.text) for document in read)
    return f"{len(read)} documents with {letters:,} letters read in a process without network and files"


def _dossier(folder: Path) -> str:
    """A dossier is written, and is what was written when it is read again."""
    path = folder / "Überprüfung.briefgen"
    with workflows.new_dossier(path, "Check") as file:
        before = file.dossier
    with open_dossier(path, read_only=True) as file:
        if file.dossier != before:
            raise NotThere("A dossier is not what was written. Check the disk that temporary files are on.")
    return "written and read again"


def _spelling(_folder: Path) -> str:
    """Each dictionary knows a word, and not another."""
    process = SpellingProcess()
    try:
        for tag in DICTIONARIES:
            spans = process.misspelt(tag, "A brief for the minnister").result(timeout=_PATIENCE)
            if spans != ((16, 25),):
                raise NotThere(f"The dictionary {tag} does not do its work: install Briefgen again.")
    except (BrokenExecutor, TooLate):
        raise NotThere("The process that checks spelling does not answer.") from None
    finally:
        process.close()
    return ", ".join(DICTIONARIES)


def _window(trade: Trade) -> str:
    """A window comes up, in a process of its own: where Qt finds no display it ends the process."""
    child = Child(trade)
    try:
        child.wait_ready()
        return str(child.do(None, Allowance(megabytes=2000), _PATIENCE, "opening a window"))
    except ChildDied as died:
        raise NotThere(f"No window can be opened: the process {died.how}. The log has what Qt says.") from None
    except OutOfTime:
        raise NotThere("No window came up in time.") from None
    finally:
        child.end()
