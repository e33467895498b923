"""What a Linux desktop is told of the program: menu entry, kinds of files, icons, manual page, software centre."""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import shutil
from pathlib import Path

from briefgen.cli.parser import build_parser

HERE = Path(__file__).resolve().parent / "linux"
METAINFO = "org.briefgen.Briefgen.metainfo.xml"


def write_share(into: Path, icons: Path, version: str, day: dt.date) -> None:
    """Write the tree that belongs into `/usr/share`.

    Args:
        into: The folder that stands for `/usr/share`.
        icons: The tree of the icon theme, made by make_icons.py.
        version: The program's.
        day: On which this version was made.
    """
    for file, place in (
        ("briefgen.desktop", "applications"),
        ("briefgen.xml", "mime/packages"),
        (METAINFO, "metainfo"),
    ):
        target = into / place / file
        target.parent.mkdir(parents=True, exist_ok=True)
        words = (HERE / file).read_text("utf-8").replace("@VERSION@", version).replace("@DATE@", f"{day}")
        target.write_text(words, "utf-8")
    shutil.copytree(icons, into / "icons" / "hicolor", dirs_exist_ok=True)
    page = into / "man" / "man1" / "briefgen.1.gz"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(gzip.compress(manual_page(version, day).encode(), mtime=0))


def manual_page(version: str, day: dt.date) -> str:
    """The manual page, whose commands are those that the program has."""
    commands = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001  argparse has no public way
    listed = "\n".join(
        f".TP\n.B {_roff(choice.dest)}\n{_roff((choice.help or '').capitalize())}."
        for choice in commands._choices_actions  # noqa: SLF001  as above
    )
    return f"""\
.TH BRIEFGEN 1 "{day}" "Briefgen {version}" "User Commands"
.SH NAME
briefgen \\- turn evidence into a briefing document
.SH SYNOPSIS
.B briefgen
.RI [ FILE.briefgen ]
.br
.B briefgen
.I COMMAND
.RI [ ARGUMENTS ]
.SH DESCRIPTION
Without a command, the window is opened, on a dossier where one is named.
A dossier is one file with sources, the passages picked from them, the points made on the strength of those (risks,
dilemmas, recommendations), and the briefs that are issued as PDF in a house's template.
.PP
Each command has
.B \\-\\-help
with an example.
.SH OPTIONS
.TP
.B \\-\\-self\\-check
Try everything on this computer, change nothing, and print a report for the help desk.
.TP
.B \\-\\-version
Print the version.
.TP
.B \\-h, \\-\\-help
List the commands.
.SH COMMANDS
{listed}
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Preflight or verification found errors.
.TP
.B 2
Wrong usage.
.TP
.B 3
An input can't be read or is refused.
.TP
.B 4
Something needed is not there.
.TP
.B 5
Internal error; the message says where the log is.
.SH ENVIRONMENT
.TP
.B BRIEFGEN_SETTINGS
Names another settings file than the one below.
.SH FILES
.TP
.I ~/.config/briefgen/settings.toml
Settings; the house dictionary lies beside them.
.TP
.I ~/.local/share/briefgen/templates
One's own house templates.
.TP
.I ~/.local/state/briefgen/log/briefgen.log
What went wrong.
.SH NOTES
The program makes no network call, and looks for no updates.
"""


def _roff(words: str) -> str:
    """Words as roff prints them literally."""
    return words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
