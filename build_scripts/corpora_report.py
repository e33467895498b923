"""How the importers do on documents made by others: a scoreboard, a line for each kind.

    python build_scripts/corpora_report.py [KIND…]

The documents lie beside the checkout, in ``../shared/corpora``, or where ``BRIEFGEN_CORPORA`` says, with a MANIFEST.tsv
that tells what is expected of each. Each is read as a user's would be, in the confined child process. For each kind it
is printed how many were tried; how many came in right; how many were refused, as they should be; how many came in
wrong, or were refused though they should not; how many made the reader crash; and how long the slowest took. What is
wrong is listed. ``make bench`` takes the same figures.

Ends with 0 when nothing is wrong or crashed, 1 when something is, 4 when there are no documents.
"""

from __future__ import annotations

import csv
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from enum import Enum
from pathlib import Path

from briefgen.domain.coded import CodedProject
from briefgen.domain.references import References
from briefgen.errors import InputRefused
from briefgen.importers.coded.reading import ENDINGS as PICKING
from briefgen.importers.coded.reading import PickingJob
from briefgen.importers.document import ReadDocument
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.limits import USUAL
from briefgen.importers.reader import Reader
from briefgen.importers.references.forms import ENDINGS as REFERENCES
from briefgen.importers.references.forms import ReferencesJob

ROOT = Path(__file__).resolve().parent.parent
LEAST_RECALL = 0.99
LEAST_F1 = 0.85
MEAN_F1 = 0.985
LONGEST_SECONDS = 30.0
CRASHED = re.compile(r"what reads it|fault of the program|given up after")
"""What a refusal says when it was the reader that failed, and not the document that was refused."""


class Outcome(Enum):
    """What came of a document."""

    RIGHT = "right"
    REFUSED = "refused properly"
    WRONG = "wrong"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document: its line in the manifest, and what the reader made of it, or said."""

    row: dict[str, str]
    path: Path
    data: bytes
    document: ReadDocument | None
    refusal: str
    entries: int | None = None
    project: CodedProject | None = None

    @property
    def expected(self) -> str:
        """What the manifest says is expected of it."""
        return self.row["expected"]

    def beside(self, *suffixes: str) -> Path | None:
        """A file beside it that ends so and holds what is expected."""
        found = (self.path.parent / name.strip() for name in self.row["other_files"].split(";") if name.strip())
        return next((path for path in found if path.name.endswith(suffixes)), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome, with what is wrong, and a figure where the kind is measured by one."""

    outcome: Outcome
    why: str = ""
    figure: float | None = None


Judge = Callable[[Case], Verdict]


@dataclass(slots=True)
class Score:
    """What came of all documents of a kind."""

    kind: str
    verdicts: list[tuple[str, Verdict]] = field(default_factory=list)
    slowest: float = 0.0

    def count(self, outcome: Outcome) -> int:
        """How many documents had that outcome."""
        return sum(verdict.outcome is outcome for _, verdict in self.verdicts)

    @property
    def figures(self) -> list[float]:
        """The documents' figures, where they have any."""
        return [verdict.figure for _, verdict in self.verdicts if verdict.figure is not None]


# ------------------------------------------------------------------------------------------------ judging


def words(text: str) -> Counter[str]:
    """The words of a text, or its characters where words are not told apart by spaces. A ruled line is no word."""
    pattern = r"[^\W_]" if re.search("[\u3040-\u30ff\u4e00-\u9fff]", text) else r"[^\W_]+"
    return Counter(re.findall(pattern, text.lower()))


def recall(expected: str, got: str) -> float:
    """The share of the expected words that came in, 0 to 1."""
    want = words(expected)
    return (want & words(got)).total() / want.total() if want else 1.0


def f1(expected: str, got: str) -> float:
    """The harmonic mean of the shares of the expected words that came in, and of those in it that were expected."""
    want, have = words(expected), words(got)
    return 2 * (want & have).total() / max(1, want.total() + have.total())


_NATIVE = re.compile(
    r"(?P<aside>Figure\s*\([^()]*\)\s*\(\s*Caption\s+Nothing"
    r'|Span\s*\(\s*"[^"]*"\s*,\s*\[\s*"(?:deletion|comment-start|paragraph-deletion)"\s*\]'
    r'\s*,\s*\[(?:[^]["]|"(?:[^"\\]|\\.)*")*\])'
    r'|\b(?:Str|Code(?:Block)?\s*\((?:[^()]|\([^()]*\))*\)|Math \w+)\s*"(?P<words>(?:[^"\\]|\\.)*)"'
    r'|"(?:[^"\\]|\\.)*"|(?P<apart>\b(?:Space|SoftBreak|LineBreak|Para|Plain|Header|CodeBlock|Note|Image|Cell|Row)\b)'
    r"|(?P<bracket>[\[\]])"
)


def native_words(native: str) -> str:
    """The words of a document in pandoc's native form, without its metadata, deletions and comments.

    Words under a picture are in it twice, as its caption and in the picture's place: they are expected once.
    """
    body = native[native.index("\n  [ ") :] if native.startswith("Pandoc") and "\n  [ " in native else native
    words: list[str] = []
    depth, aside = 0, None
    for match in _NATIVE.finditer(body):
        match match.lastgroup:
            case "aside" if aside is None:
                aside = depth
            case "bracket":
                depth += 1 if match.group() == "[" else -1
                if aside == depth and match.group() == "]":
                    aside = None
            case "apart" if aside is None:
                words.append(" ")
            case "words" if aside is None:
                words.append(f" {match['words']} " if match.group().startswith("CodeBlock") else match["words"])
    joined = "".join(words)
    return re.sub(r"\\(\d+)(?:\\&)?", lambda match: chr(int(match[1])), joined).replace('\\"', '"').replace("\\n", " ")


def right_if(holds: bool, why: str = "", figure: float | None = None) -> Verdict:  # noqa: FBT001 - the whole question
    """Right, or wrong with the reason."""
    return Verdict(Outcome.RIGHT if holds else Outcome.WRONG, "" if holds else why, figure)


def must_be_read(judge: Callable[[Case, ReadDocument], Verdict]) -> Judge:
    """A judge for documents that must not be refused."""

    def judged(case: Case) -> Verdict:
        return Verdict(Outcome.WRONG, case.refusal) if case.document is None else judge(case, case.document)

    return judged


def judge_encoding(case: Case, document: ReadDocument) -> Verdict:
    """Right is the same text as with the stated encoding, whatever the two are called."""
    stated = (
        re.search(r"with Python ([\w-]+)", case.expected)
        or re.search(r"encoding=([\w-]+)", case.expected)
        or re.search(r"decodes as (\w+)", case.expected)
    )
    if stated is None:
        return Verdict(Outcome.RIGHT)
    told = case.data.decode(document.encoding, "replace").removeprefix("\ufeff")
    same = told == case.data.decode(stated[1]).removeprefix("\ufeff")
    return right_if(same, f"read as {document.encoding}, is {stated[1]}")


def judge_page(case: Case, document: ReadDocument) -> Verdict:
    """Right is a main text whose F1 is at least `LEAST_F1`."""
    expected = case.beside("expected.html")
    if expected is None:
        return Verdict(Outcome.RIGHT)
    from briefgen.importers.webpage.tree import parse

    figure = f1(parse(f"<div>{expected.read_text(encoding='utf-8')}</div>").root.words, document.text)
    return right_if(figure >= LEAST_F1, f"F1 {figure:.3f}", figure)


def judge_mail(case: Case) -> Verdict:
    """Right is all of the text parts; a message without any text is refused."""
    written = " ".join(_written_in(message_from_bytes(case.data)))
    if case.document is None:
        return Verdict(Outcome.REFUSED) if not words(written) else Verdict(Outcome.WRONG, case.refusal)
    figure = recall(written, case.document.text)
    return right_if(figure >= LEAST_RECALL, f"recall {figure:.3f}", figure)


def _written_in(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() == "text/plain" and not part.is_multipart():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield content.decode(part.get_content_charset() or "ascii", "replace")


def judge_against_pandoc(case: Case, document: ReadDocument) -> Verdict:
    """Right is all of the words that pandoc finds, notes included; without its reading, that it came in."""
    native, markdown = case.beside(".native"), case.beside(".md")
    if native is not None:
        expected = native_words(native.read_text(encoding="utf-8"))
    elif markdown is not None:
        expected = re.sub(r"!\[([^]]*)\]\([^)]*\)(?:\{[^}]*\})?", r"\1", markdown.read_text(encoding="utf-8"))
    else:
        return Verdict(Outcome.RIGHT)
    figure = recall(expected, document.text)
    return right_if(figure >= LEAST_RECALL, f"recall {figure:.3f}", figure)


def judge_book(case: Case, document: ReadDocument) -> Verdict:
    """Right is all of the words, and a title."""
    if not document.bibliography.title:
        return Verdict(Outcome.WRONG, "no title")
    return judge_against_pandoc(case, document)


def judge_office(case: Case) -> Verdict:
    """Right is all of the words; a document that has none is refused."""
    if case.document is None:
        empty = "no words" in case.refusal or "no text" in case.refusal
        return Verdict(Outcome.REFUSED) if empty else Verdict(Outcome.WRONG, case.refusal)
    return judge_against_pandoc(case, case.document)


_UNREADABLE = ("needs OCR", "blank", "pages=1; observed", "Invalid Root", "nonspace chars=0", "cannot open")
"""What the manifest says of PDFs that have no text to give, or are too damaged to be opened."""


def judge_pdf(case: Case) -> Verdict:
    """Right is all of the characters that are to be found, and what is stated of the text.

    Refused properly is one without text, one so damaged that other programs can't open it either, and one of which it
    is told on which pages the letters can't be known: others count the codes there, spaces too, for letters.
    """
    expected = case.expected
    count = re.search(r"nonspace chars=(\d+)", expected)
    if case.document is None:
        may_be = any(told in expected for told in _UNREADABLE)
        return Verdict(Outcome.REFUSED) if may_be else Verdict(Outcome.WRONG, case.refusal)
    text = case.document.text
    whole = text + "".join(line.text for line in case.document.left_out)
    for how, words in re.findall(r'\b(equals|contains|text) "([^"]+)"', expected):
        if " ".join(words.split()) not in (" ".join(text.split()) if how == "equals" else " ".join(whole.split())):
            return Verdict(Outcome.WRONG, f"“{words}” is not in it")
        if how == "equals":
            return Verdict(Outcome.RIGHT, figure=1.0)
    if labels := re.search(r"page labels|^([ivx]+(?:, [ivx\d]+)+);", expected):
        told = [page.label for page in case.document.pages]
        if labels[1] and told != labels[1].split(", "):
            return Verdict(Outcome.WRONG, f"page labels {told}")
    if any("does not say which letters" in warning for warning in case.document.warnings):
        return Verdict(Outcome.REFUSED)
    want = int(count[1]) if count else 0
    stated = re.search(r'\bcontains "([^"]+)"', expected)
    if stated and len(stated[1]) >= want:
        return Verdict(Outcome.RIGHT, figure=1.0)  # the words stated are all that there is
    # The one that counted puts marks of direction around words that run from right to left, and counts them.
    marks = 2 * len(re.findall(r"[^\W\d_]+", whole)) if re.search("[\u0590-\u08ff]", whole) else 0
    figure = min(1.0, (marks + sum(not char.isspace() for char in whole)) / want) if want else None
    return right_if(figure is None or figure >= LEAST_RECALL, f"{figure or 0:.3f} of the characters", figure)


def judge_any(case: Case) -> Verdict:
    """Right is that it comes in, or that it is refused in a sentence that names it."""
    if case.document is not None:
        return Verdict(Outcome.RIGHT)
    return Verdict(Outcome.REFUSED) if case.path.name in case.refusal else Verdict(Outcome.WRONG, case.refusal)


def judge_references(case: Case) -> Verdict:
    """Right is as many references as are stated, or any; what has none is refused in a sentence that names it."""
    stated = re.search(r"(?:records|entries)=(\d+)", case.expected)
    if case.entries is None:
        proper = case.path.name in case.refusal and (stated is None or stated[1] == "0")
        return Verdict(Outcome.REFUSED) if proper else Verdict(Outcome.WRONG, case.refusal)
    holds = stated is None or int(stated[1]) == case.entries
    return right_if(holds, f"{case.entries} references, {stated[1] if stated else 0} stated")


def judge_picking(case: Case) -> Verdict:
    """Right is as many codes and coded passages as are stated, each with its words; a schema is refused by its name."""
    if case.project is None:
        return judge_any(case)
    codes = re.search(r"Code=(\d+)|(\d+) codes", case.expected)
    spans = re.search(r"PlainTextSelection=(\d+)", case.expected)
    got = (len(case.project.codes), sum(bool(span.quote.strip()) for span in case.project.spans))
    want = (int(codes[1] or codes[2]) if codes else got[0], int(spans[1]) if spans else got[1])
    return right_if(got == want, f"{got} codes and passages, {want} stated")


_CANARIES = ("XXE-CANARY", "root:x:0:0", "canary sings")
_ACTIVE = re.compile(r"<script|javascript:|\son\w+\s*=", re.IGNORECASE)
_MUST_BE_REFUSED = ("docx-bomb", "docx-no-document", "docx-truncated", "ole-doc", "zip-symlink", "qdpx", "svg-")


def judge_hostile(case: Case) -> Verdict:
    """Right is what the manifest says: read without harm, or refused in a sentence that names the file."""
    name = case.row["path"].split("/")[1]
    if case.document is None:
        named = case.path.name in case.refusal
        told = "password-protected" in case.refusal if name.startswith("ole-doc") else named
        return Verdict(Outcome.REFUSED) if named and told else Verdict(Outcome.WRONG, case.refusal)
    text = case.document.text
    if any(canary in text for canary in _CANARIES):
        return Verdict(Outcome.WRONG, "a file was read that is none of its own")
    if name.startswith(_MUST_BE_REFUSED):
        return Verdict(Outcome.WRONG, "it was not refused")
    if "deep" in name:
        return right_if("deep" in text, "the text is not there")
    if case.document.format == "web page":
        return right_if(not _ACTIVE.search(text), "something active is in the text")
    return Verdict(Outcome.RIGHT)


JUDGES: dict[str, tuple[frozenset[str], Judge]] = {
    "encodings": (ENDINGS["text"] | ENDINGS["web page"] | ENDINGS["feed"], must_be_read(judge_encoding)),
    "web pages": (ENDINGS["web page"], must_be_read(judge_page)),
    "e-mail": (ENDINGS["e-mail"], judge_mail),
    "books (EPUB)": (ENDINGS["book"], must_be_read(judge_book)),
    "Word (DOCX)": (frozenset({"docx"}), judge_office),
    "OpenDocument (ODT)": (frozenset({"odt"}), judge_office),
    "RTF": (frozenset({"rtf"}), judge_office),
    "PDF": (frozenset({"pdf"}), judge_pdf),
    "marked-up text": (ENDINGS["text"] | ENDINGS["markdown"], judge_any),
    "references": (REFERENCES, judge_references),
    "coded projects (REFI-QDA)": (PICKING, judge_picking),
    "hostile": (ENDINGS["web page"], judge_hostile),
}
"""For each kind of the scoreboard: the endings of which one must be readable for it to be judged, and the judge."""


def kind_of(row: dict[str, str]) -> str:
    """The scoreboard's kind for a line of the manifest."""
    category, name = row["category"], row["path"].split("/")[1]
    if category == "markup":
        starts = {"epub": "books (EPUB)", "odt": "OpenDocument (ODT)", "rtf": "RTF"}
        found = starts.get(name.partition("-")[0], "marked-up text")
        return "RTF" if row["path"].endswith(".rtf") else found
    return {
        "encoding": "encodings",
        "html": "web pages",
        "eml": "e-mail",
        "docx": "Word (DOCX)",
        "pdf": "PDF",
        "bib": "references",
        "qda": "coded projects (REFI-QDA)",
    }.get(category, category)


# ------------------------------------------------------------------------------------------------ running


def corpora_folder() -> Path | None:
    """Where the documents are; None where there are none."""
    folder = Path(os.environ.get("BRIEFGEN_CORPORA") or ROOT.parent / "shared" / "corpora")
    return folder if (folder / "MANIFEST.tsv").is_file() else None


def manifest(folder: Path) -> list[dict[str, str]]:
    """The lines of the manifest."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def is_importable(kind: str) -> bool:
    """Whether documents of a kind can be imported at all by now."""
    return bool(JUDGES[kind][0] & frozenset().union(REFERENCES, PICKING, *ENDINGS.values()))


def judged(folder: Path, rows: Iterable[dict[str, str]], reader: Reader, judge: Judge, score: Score) -> Score:
    """Read and judge the documents of a kind."""
    for row in rows:
        path = folder / row["path"]
        data = path.read_bytes()
        document, refusal, entries, project = None, "", None, None
        password = re.search(r"password='([^']+)'", row["expected"])
        begun = time.monotonic()
        try:
            if score.kind == "references":
                job = ReferencesJob(data, path.name)
                entries = len(reader.have_done(job, USUAL, len(data), None, References).entries)
            elif score.kind == "coded projects (REFI-QDA)":
                picking = PickingJob(data, path.name)
                project = reader.have_done(picking, USUAL, len(data), None, CodedProject)
            else:
                document = reader.read(data, path.name, password=password[1] if password else "")
        except InputRefused as refused:
            refusal = refused.message
        score.slowest = max(score.slowest, time.monotonic() - begun)
        case = Case(row=row, path=path, data=data, document=document, refusal=refusal, entries=entries, project=project)
        crashed = CRASHED.search(refusal) is not None
        verdict = Verdict(Outcome.CRASHED, refusal) if crashed else judge(case)
        score.verdicts.append((row["path"], verdict))
    return score


def scores(folder: Path, wanted: Sequence[str] = ()) -> list[tuple[Score, int]]:
    """The scores of all kinds that are wanted, each with the number of its documents; none judged if not importable."""
    by_kind: dict[str, list[dict[str, str]]] = {kind: [] for kind in JUDGES}
    for row in manifest(folder):
        by_kind[kind_of(row)].append(row)
    found = []
    with Reader() as reader:
        for kind, rows in by_kind.items():
            if rows and (not wanted or kind in wanted):
                score = Score(kind)
                if is_importable(kind):
                    judged(folder, rows, reader, JUDGES[kind][1], score)
                found.append((score, len(rows)))
    return found


def rows() -> list[tuple[str, float, str, str]]:
    """The figures as measurements for ``bench.py``; the scoreboard itself is printed."""
    folder = corpora_folder()
    if folder is None:
        return [("documents of others", 0, "here", "")]
    board = scores(folder)
    for line in (*report(board), ""):
        print(line)
    found: list[tuple[str, float, str, str]] = []
    for score, count in board:
        if not score.verdicts:
            found.append((f"{score.kind}: not importable yet", count, "documents", ""))
            continue
        found += [
            (f"{score.kind}: right or refused properly", _fine(score), f"of {count}", f"= {count}"),
            (f"{score.kind}: crashed", score.count(Outcome.CRASHED), "documents", "= 0"),
            (f"{score.kind}: slowest", score.slowest, "s", f"≤ {LONGEST_SECONDS:g}"),
        ]
        if score.kind == "web pages" and score.figures:
            found.append(("web pages: mean F1 of the main text", statistics.mean(score.figures), "", f"≥ {MEAN_F1}"))
            found.append(("web pages: worst F1 of the main text", min(score.figures), "", f"≥ {LEAST_F1}"))
    return found


def _fine(score: Score) -> int:
    return score.count(Outcome.RIGHT) + score.count(Outcome.REFUSED)


def report(found: Sequence[tuple[Score, int]]) -> Iterator[str]:
    """The scoreboard, line by line, and what is wrong."""
    yield f"{'kind':<28}{'tried':>7}{'right':>7}{'refused properly':>18}{'wrong':>7}{'crashed':>9}{'slowest':>11}"
    yield "─" * 87
    for score, count in found:
        if not score.verdicts:
            yield f"{score.kind:<28}{count:>7}   can't be imported yet"
            continue
        counts = [score.count(outcome) for outcome in Outcome]
        figures = score.figures
        told = f"   mean {statistics.mean(figures):.4f}, worst {min(figures):.4f}" if figures else ""
        columns = f"{counts[0]:>7}{counts[1]:>18}{counts[2]:>7}{counts[3]:>9}{score.slowest:>9.2f} s"
        yield f"{score.kind:<28}{len(score.verdicts):>7}{columns}{told}"
    for score, _ in found:
        for path, verdict in score.verdicts:
            if verdict.outcome in {Outcome.WRONG, Outcome.CRASHED}:
                yield f"{verdict.outcome.value}: {path}: {verdict.why}"


def main(wanted: Sequence[str]) -> int:
    """Print the scoreboard; gives the exit code."""
    folder = corpora_folder()
    if folder is None:
        print("There are no documents to try: BRIEFGEN_CORPORA names the folder that has them.", file=sys.stderr)
        return 4
    found = scores(folder, wanted)
    for line in report(found):
        print(line)
    return 1 if any(score.count(Outcome.WRONG) + score.count(Outcome.CRASHED) for score, _ in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
