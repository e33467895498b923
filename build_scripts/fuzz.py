"""Tries each importer on documents that nobody would write, led by which of our lines they reach.

    python build_scripts/fuzz.py [--minutes 8] KIND…

LLVM's fuzzer (atheris) keeps what reaches new lines, and changes it further. It begins with documents of our own, and
with small ones of the corpora where they lie beside the checkout. Half of the changes are of bytes; the other half are
of what the kind is made of: elements and attributes of XML, also in ZIP files, and words elsewhere.

A finding is whatever a user must never meet: an exception that is no refusal, a document whose parts don't fit each
other, work that never ends, or the end of the process. Findings go to ``build/fuzz/KIND/findings``, one for each place
in our code, with the document that led there; the corpus is kept beside them, and a later run goes on from it.

Ends with 0 when nothing was found, 1 when something was, 4 where atheris is not to be had.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "build_scripts")]

import fuzz_changes as changes  # noqa: E402 - what is imported stands beside this script
import fuzz_seeds as seeds  # noqa: E402 - this too

LONGEST = 60_000
"""Bytes of a document that is tried: small ones are many."""
SECONDS = 20
"""Processor time at which so small a document is given up, as one that never ends."""
MEGABYTES = 3_000


@dataclass(frozen=True, slots=True)
class Target:
    """An importer: the name that its documents get, what reads them, and how they are changed."""

    filename: str
    read: Callable[[bytes, str], object]
    change: changes.Change


def _document(data: bytes, name: str) -> object:
    from briefgen.importers.reading import read_document

    return read_document(data, name)


def _references(data: bytes, name: str) -> object:
    from briefgen.importers.references.reading import read_references

    return read_references(data, name)


def _picking(data: bytes, name: str) -> object:
    from briefgen.importers.coded.reading import read_picking

    return read_picking(data, name)


def _archive(data: bytes, name: str) -> object:
    from briefgen.importers.archives import documents_in

    return list(documents_in(data, name))


TARGETS = {
    "text": Target("fuzz.txt", _document, changes.of_words),
    "markdown": Target("fuzz.md", _document, changes.of_words),
    "html": Target("fuzz.html", _document, changes.of_words),
    "mhtml": Target("fuzz.mhtml", _document, changes.of_words),
    "mail": Target("fuzz.eml", _document, changes.of_words),
    "epub": Target("fuzz.epub", _document, changes.of_archives),
    "docx": Target("fuzz.docx", _document, changes.of_archives),
    "odt": Target("fuzz.odt", _document, changes.of_archives),
    "rtf": Target("fuzz.rtf", _document, changes.of_words),
    "pdf": Target("fuzz.pdf", _document, changes.of_words),
    "feed": Target("fuzz.xml", _document, changes.of_xml),
    "references": Target("fuzz.bib", _references, changes.of_words),
    "qda": Target("fuzz.qdpx", _picking, changes.of_archives),
    "annotations": Target("fuzz.jsonld", _picking, changes.of_words),
    "archive": Target("fuzz.zip", _archive, changes.of_words),
}


# ------------------------------------------------------------------------------------------- one document


def tried(target: Target, data: bytes) -> BaseException | None:
    """Read a document; gives what a user must never meet, or None."""
    from briefgen.errors import InputRefused

    begun = time.process_time()
    try:
        read = target.read(data, target.filename)
        complain_of(read)
    except InputRefused as refused:
        if target.filename not in refused.message:
            return AssertionError(f"the refusal does not name the file: {refused.message}")
    except (MemoryError, RecursionError):
        return None  # these the child process turns into a refusal
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return error
    if time.process_time() - begun > SECONDS:
        return TimeoutError(f"it took more than {SECONDS} s")
    return None


def hold(law: str, holds: bool) -> None:  # noqa: FBT001 - the whole question
    """Complain where a law does not hold."""
    if not holds:
        raise AssertionError(law)


def complain_of(read: object) -> None:
    """Hold what was read to what is said of it.

    Raises:
        AssertionError: It does not hold.
    """
    from briefgen.domain.coded import CodedProject
    from briefgen.domain.sources import Source
    from briefgen.importers.characters import clean
    from briefgen.importers.document import BETWEEN_BLOCKS, ReadDocument

    if isinstance(read, CodedProject):
        keys = {text.key for text in read.texts}
        hold("passages are of documents", all(span.source in keys for span in read.spans))
    if not isinstance(read, ReadDocument):
        return
    text = read.text
    hold("the text is in order", clean(text).text == text)
    hold("there are words", bool(text.strip()))
    words = [text[block.start : block.end] for block in read.blocks]
    hold("the blocks are the text", BETWEEN_BLOCKS.join(words) == text)
    hold("a block has words, and no blank line", all(word.strip() and BETWEEN_BLOCKS not in word for word in words))
    hold("comments are in the text", all(0 <= one.start <= one.end <= len(text) for one in read.remarks))
    Source(
        id="source-1",
        sha256="",
        text=text,
        blocks=read.blocks,
        pages=read.pages,
        left_out=read.left_out,
        bibliography=read.bibliography,
        warnings=read.warnings,
    )


# ------------------------------------------------------------------------------------------- a run


def folder_of(kind: str, what: str) -> Path:
    """A folder of a kind's run, made if need be."""
    folder = ROOT / "build" / "fuzz" / kind / what
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep(kind: str, data: bytes, error: BaseException) -> None:
    """Keep a finding under the place in our code where it was met, unless there is one already."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "briefgen" in Path(frame.filename).parts]
    place = f"{Path(ours[-1].filename).stem}-{ours[-1].lineno}" if ours else sha256(str(error).encode()).hexdigest()[:8]
    found = folder_of(kind, "findings") / f"{type(error).__name__}-{place}"
    if not found.with_suffix(".txt").exists():
        found.with_suffix(".data").write_bytes(data)
        found.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


def run_inside(kind: str, seconds: int) -> None:
    """Fuzz in this process until the time is over; it may end earlier, by what it finds."""
    import atheris

    with atheris.instrument_imports(include=["briefgen"], enable_loader_override=False):
        import briefgen.importers.coded.annotations
        import briefgen.importers.coded.qda
        import briefgen.importers.reading
        import briefgen.importers.references.reading  # noqa: F401 - it is loaded to be watched
    target = TARGETS[kind]

    def one(data: bytes) -> None:
        if error := tried(target, data):
            keep(kind, data, error)

    def change(data: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 - it need not be secret
        if chance.random() < 0.5 and (changed := target.change(data, chance)) is not None and len(changed) <= longest:
            return changed
        return bytes(atheris.Mutate(data, longest))

    arguments = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={4 * SECONDS}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-artifact_prefix={folder_of(kind, 'findings')}/",
        f"-report_slow_units={4 * SECONDS}",  # by the clock, which a busy machine slows; work is measured above
        "-print_final_stats=1",
        str(folder_of(kind, "corpus")),
        str(folder_of(kind, "seeds")),
    ]
    atheris.Setup([sys.argv[0], *arguments], one, custom_mutator=change)
    atheris.Fuzz()


def run(kind: str, minutes: float) -> Iterator[Path]:
    """Fuzz an importer for so long, in processes that may end; gives what has been found, now or before."""
    for number, data in enumerate(seeds.seeds(kind, ROOT, LONGEST)):
        (folder_of(kind, "seeds") / f"{number:04}").write_bytes(data)
    end = time.monotonic() + 60 * minutes
    with (folder_of(kind, "log") / "last.txt").open("wb") as log:
        while (left := int(end - time.monotonic())) > 0:
            command = [sys.executable, __file__, "--inside", str(left), kind]
            subprocess.run(command, stdout=log, stderr=log, check=False)
            time.sleep(1)  # should it end at once, it does not do so a thousand times
    yield from sorted(folder_of(kind, "findings").iterdir())


def main() -> int:
    """Fuzz the kinds that are asked for; gives the exit code."""
    parser = argparse.ArgumentParser(description="Try importers on documents that nobody would write.")
    parser.add_argument("kinds", nargs="+", metavar="KIND", choices=TARGETS, help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=8.0, help="for each kind (default: 8)")
    parser.add_argument("--inside", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("There is no atheris for this system: it is to be had on Linux (x86-64) alone.", file=sys.stderr)
        return 4
    if arguments.inside:
        run_inside(arguments.kinds[0], arguments.inside)
        return 0
    found = 0
    for kind in arguments.kinds:
        for path in run(kind, arguments.minutes):
            print(f"{kind}: {path.relative_to(ROOT)}")
            found += 1
        print(f"{kind}: {arguments.minutes:g} minutes", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
