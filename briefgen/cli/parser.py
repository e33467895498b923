"""What can be typed: commands, options, and an example of each. The names are a contract with scripts that use them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from briefgen import __version__
from briefgen.cli.coded_commands import KIND_WORDS
from briefgen.cli.coded_commands import add_commands as add_coded_commands
from briefgen.cli.reference_commands import add_commands as add_reference_commands
from briefgen.cli.reply_commands import add_commands as add_reply_commands
from briefgen.cli.style_commands import add_commands as add_style_commands
from briefgen.cli.template_parser import add_acts
from briefgen.cli.verify_commands import add_commands as add_verify_commands
from briefgen.domain.operations import Relation
from briefgen.domain.terms import Kind, Paper
from briefgen.exporters.forms import SUFFIXES

_EXIT_CODES = """\
exit codes:
  0 done    1 preflight or verification found errors    2 wrong usage
  3 an input can't be read or is refused    4 something needed is not there    5 internal error (see the log)
"""


WINDOW = "window"
"""The command that opens the window; it is meant where none is typed."""
SELF_CHECK = "self-check"
"""The command that tries everything; also an option, as help desks ask for it."""


class Pair(argparse.Action):
    """Collect `field=value`, where @FILE as the value reads it from a file and @@ begins a value with one @."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Take one pair apart."""
        name, equals, value = str(values).partition("=")
        if not equals or not name.strip():
            parser.error(f"{option_string} takes field=value, not “{values}”")
        if value.startswith("@@"):
            value = value[1:]
        elif value.startswith("@"):
            try:
                value = Path(value[1:]).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                parser.error(f"the value of {name} can't be read from “{value[1:]}”: {error}")
        pairs = [*(getattr(namespace, self.dest, None) or []), (name.strip(), value)]
        setattr(namespace, self.dest, pairs)


class Quote(argparse.Action):
    """Collect quotations; a --source after a quotation is its source, one before all is that of the rest."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Add a quotation, or say whose the last one is."""
        quotes: list[tuple[str, str | None]] = list(getattr(namespace, "quotes", None) or [])
        if option_string == "--quote":
            quotes.append((str(values), None))
        elif not quotes:
            namespace.source = str(values)
        elif quotes[-1][1] is not None:
            parser.error("--source stands once after each --quote")
        else:
            quotes[-1] = (quotes[-1][0], str(values))
        namespace.quotes = quotes


def with_command(argv: Sequence[str]) -> list[str]:
    """Put the window's command before a file's name that stands alone, and where nothing is typed at all."""
    first = argv[0] if argv else ""
    if first == f"--{SELF_CHECK}":
        return [SELF_CHECK, *argv[1:]]
    if not first or (not first.startswith("-") and first not in _names()):
        return [WINDOW, *argv]
    return list(argv)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="briefgen",
        description="Turn evidence into a briefing that a minister can act on.",
        epilog="briefgen [FILE.briefgen] opens the window.\n"
        "briefgen --self-check tries everything on this computer, and prints a report for the help desk.\n"
        "Every command has --help with an example.\n\n" + _EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"briefgen {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for build in (_dossier_commands, _source_commands, _point_commands, _brief_commands):
        build(commands)
    return parser


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - what argparse gives has no public name


def _names() -> set[str]:
    parser = build_parser()
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001 - argparse has no public way
    return {name for action in actions for name in action.choices}


def _add(commands: _Commands, name: str, about: str, example: str, *, dossier: bool = True) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog=f"example:\n  {example}\n\n{_EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if dossier:
        parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="the dossier's file, NAME.briefgen")
        parser.add_argument(
            "--take-over", action="store_true", help="write although another computer left the dossier open"
        )
    return parser


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def _add_set(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--set",
        action=Pair,
        default=[],
        metavar="FIELD=VALUE",
        help=f"{what}; lists and nested values as JSON, @FILE reads the value from a file",
    )


def _dossier_commands(commands: _Commands) -> None:
    window = _add(commands, WINDOW, "open the window", "briefgen harbour.briefgen", dossier=False)
    window.add_argument("dossier", metavar="FILE.briefgen", nargs="?", type=Path)

    new = _add(commands, "new", "make an empty dossier", 'briefgen new harbour.briefgen --title "Harbour dues"')
    new.add_argument("--title", default="", help="the dossier's title; else the file's name")

    about = "try everything on this computer, and print a report for the help desk"
    _add(commands, SELF_CHECK, about, "briefgen --self-check", dossier=False)

    about = "save, list or restore versions of a dossier"
    version = _add(commands, "version", about, "briefgen version d.briefgen save 'sent out'")
    version.add_argument("act", choices=("save", "list", "restore"))
    version.add_argument("name", metavar="NAME", nargs="?", help="the version's name, or its number in the list")
    _add_json(version)

    recover = _add(
        commands,
        "recover",
        "write what can still be read of a damaged dossier to a new file",
        "briefgen recover damaged.briefgen -o rescued.briefgen",
        dossier=False,
    )
    recover.add_argument("damaged", metavar="DAMAGED", type=Path)
    recover.add_argument("-o", "--output", metavar="NEW", type=Path, required=True)

    edit = _add(
        commands,
        "edit",
        "change fields of a source, a point, a brief or a passage",
        "briefgen edit d.briefgen risk-1 --set likelihood='highly likely'",
    )
    edit.add_argument("id", metavar="ID", help="an id such as source-1, risk-2, passage-3, or a brief's name")
    _add_set(edit, "a field and its new value")

    delete = _add(
        commands, "delete", "put a source, a point or a brief into the bin", "briefgen delete d.briefgen risk-3"
    )
    delete.add_argument("id", metavar="ID", help="an id such as source-1 or risk-2, or a brief's name")
    delete.add_argument(
        "--with-consequences", action="store_true", help="although points rest on the source's passages"
    )


def _source_commands(commands: _Commands) -> None:
    add = _add(
        commands,
        "import",
        "bring documents into a dossier; prints one source id a line",
        "briefgen import d.briefgen article.txt --set publisher='The Saltgate Mercury' --set issued=2026-10-30",
    )
    add.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a document, a folder, or a ZIP file of them")
    add.add_argument("--attachments", action="store_true", help="import what is attached to the documents as well")
    add.add_argument("--comments", action="store_true", help="take comments and marks in them over as passages")
    _add_ocr(add)
    add.add_argument("--references", action="store_true", help="fill in from lists of references among the files")
    add.add_argument(
        "--map",
        action=Pair,
        default=[],
        metavar="CODE=KIND",
        help=f"what a code of a REFI-QDA project, or a tag of annotations, stands for: {KIND_WORDS}; remembered",
    )
    _add_set(add, "a bibliographic field (CSL-JSON name) of the documents")
    _add_limit(add)

    add_coded_commands(_add, commands)
    add_reference_commands(_add, commands)

    extract = _add(
        commands,
        "extract",
        "print the canonical text that an import would keep",
        "briefgen extract article.txt",
        dossier=False,
    )
    extract.add_argument("file", metavar="FILE", type=Path)
    extract.add_argument("--left-out", action="store_true", help="print the lines left out instead")
    _add_limit(extract)

    _add_json(_add(commands, "sources", "list the sources", "briefgen sources d.briefgen"))

    text = _add(commands, "text", "print a stored source's canonical text", "briefgen text d.briefgen source-1")
    text.add_argument("source", metavar="SOURCE")
    text.add_argument("--left-out", action="store_true", help="print the lines left out instead, numbered")

    back = _add(
        commands, "put-back", "put a left-out line back into a source's text", "briefgen put-back d.briefgen source-1 0"
    )
    back.add_argument("source", metavar="SOURCE")
    back.add_argument("number", metavar="NUMBER", type=int, help="its number in “text --left-out”")

    again = _add(
        commands,
        "reimport",
        "import a source's document again; prints the passages that were lost",
        "briefgen reimport d.briefgen source-1 article-corrected.txt",
    )
    again.add_argument("source", metavar="SOURCE")
    again.add_argument("file", metavar="FILE", type=Path)
    _add_ocr(again)
    _add_limit(again)


def _add_ocr(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ocr", action="store_true", help="recognise words in PDFs that are pictures, by Tesseract")
    parser.add_argument(
        "--ocr-language",
        action="append",
        default=[],
        metavar="TAG",
        help="a language that they may be in, as “de”; may be repeated (else the system's, and English)",
    )


def _add_limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size-limit", metavar="MB", type=int, help="largest document, in megabytes (else the setting; 100)"
    )
    parser.add_argument(
        "--password", metavar="WORD", default="", help="for documents that ask for one; it is used once and not kept"
    )


def _point_commands(commands: _Commands) -> None:
    point = _add(
        commands,
        "point",
        "make a point from quotations; prints its id",
        "briefgen point d.briefgen --kind risk --title 'The pier fails' --quote 'the pier was rated poor'",
    )
    point.add_argument("--kind", required=True, choices=[str(kind) for kind in Kind])
    point.add_argument("--title", required=True)
    point.add_argument("--quote", action=Quote, metavar="WORDS", help="exact words of a source; may be repeated")
    point.add_argument("--source", action=Quote, metavar="ID", help="the source of the quotation before it")
    point.set_defaults(quotes=[], source=None)
    _add_set(point, "a field of the point")

    _add_json(_add(commands, "points", "list the points", "briefgen points d.briefgen"))

    for name, about in (("link", "link a point to another"), ("unlink", "take a link away")):
        parser = _add(commands, name, about, f"briefgen {name} d.briefgen rec-1 mitigates risk-2")
        parser.add_argument("origin", metavar="FROM", help="a point's id; dilemma-1:A for an option")
        parser.add_argument("relation", metavar="RELATION", help=", ".join(Relation))
        parser.add_argument("target", metavar="TO", help="a point's id; dilemma-1:A for an option")
        if name == "link":
            parser.add_argument(
                "--steps",
                metavar="L,I",
                default="0,0",
                help="steps by which likelihood and impact fall, as in --steps=-1,-2",
            )


def _brief_commands(commands: _Commands) -> None:
    brief = _add(
        commands,
        "brief",
        "make a brief, or fill one that is there",
        "briefgen brief d.briefgen submission --template ministerial-submission --set to='Minister for Ports'",
    )
    brief.add_argument("name", metavar="NAME")
    brief.add_argument("--template", metavar="T", help="the house template's name")
    brief.add_argument("--paper", choices=[str(paper) for paper in Paper], help="else the setting; A4")
    brief.add_argument("--style", metavar="S", help="the citation style of its notes; see “briefgen styles”")
    _add_set(brief, "a field of the brief, a section of the template, or a field of the template")
    brief.add_argument("--points", metavar="ID,ID,...", help="the points in their order; else all")

    _add_json(_add(commands, "briefs", "list the briefs", "briefgen briefs d.briefgen"))

    check = _add(commands, "check", "preflight: say what is wrong with a brief", "briefgen check d.briefgen submission")
    check.add_argument("name", metavar="NAME", nargs="?", help="the brief; else all of them")
    check.add_argument(
        "--accept", nargs=3, action="append", default=[], metavar=("RULE", "PLACE", "REASON"),
        help="accept what the rule finds at the place, as it is now; rules and places are those of --json",
    )  # fmt: skip
    check.add_argument(
        "--take-back", nargs=2, action="append", default=[], metavar=("RULE", "PLACE"), help="accept it no more"
    )
    _add_json(check)

    render = _add(
        commands,
        "render",
        "write a brief as a PDF, or in another form",
        "briefgen render d.briefgen submission -o submission.pdf",
    )
    render.add_argument("name", metavar="NAME", nargs="?", help="the brief; may be left out where there is but one")
    render.add_argument("--template", metavar="T", help="another house template than the brief's own, for this once")
    render.add_argument(
        "--paper", choices=[str(paper) for paper in Paper], help="other paper than the brief's own, for this once"
    )
    render.add_argument("-o", "--output", metavar="OUT.pdf", type=Path, required=True)
    names = [suffix.removeprefix(".") for suffix in SUFFIXES.values()]
    render.add_argument("--format", choices=names, help="the form; else the ending of OUT says it, and is pdf without")
    render.add_argument(
        "--issue", action="store_true", help="note in the dossier that it leaves the house, and keep what it is made of"
    )
    render.add_argument("--issued", metavar="N", help="make again, exactly, what was issued as number N; see “issues”")
    render.add_argument(
        "--attach-data", action="store_true", help="put what the pages are made from into the PDF, for programs (JSON)"
    )
    render.add_argument("--force", action="store_true", help="although preflight finds errors; prints DRAFT")
    render.add_argument(
        "--also", action="append", default=[], choices=(*names, "markdown"), help="write this beside OUT too"
    )

    issues = _add(commands, "issues", "list what was issued, with hashes", "briefgen issues d.briefgen 3 -o record.txt")
    issues.add_argument("record", metavar="N", nargs="?", help="say all that is known of this one")
    issues.add_argument("-o", "--output", metavar="FILE", type=Path, help="write the records there; .json as JSON")
    _add_json(issues)

    add_reply_commands(_add, commands)
    add_verify_commands(_add, commands)

    add_style_commands(_add, commands)

    about = "list the house templates, or make, check, show, pack, install and remove them"
    templates = _add(commands, "templates", about, "briefgen templates check our-submission", dossier=False)
    _add_json(templates)
    add_acts(templates, _EXIT_CODES)
