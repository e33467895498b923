"""Citation styles by the command line: which there are, and which a brief is to have."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from briefgen import workflows
from briefgen.cli.show import print_columns, print_json
from briefgen.domain.citing import PLAIN
from briefgen.domain.dossier import Dossier
from briefgen.rendering.citations.finding import FoundStyle, list_styles, style_bytes
from briefgen.rendering.citations.reading import read_style
from briefgen.settings import Preferences, read_preferences


def styles(arguments: argparse.Namespace) -> int:
    """List the citation styles that a brief can choose by name; files that are none are told on standard error."""
    found = list_styles(workflows.template_folders(read_preferences()))
    if arguments.json:
        print_json([{"name": style.name, "title": style.title, "from": _home(style)} for style in found.styles])
    else:
        rows = [(style.name, style.title, _home(style)) for style in found.styles]
        print_columns(("name", "title", "from"), rows, empty="No styles.")
    for refused in found.refused:
        print(refused.message, file=sys.stderr)
    return 0


def check_style(dossier: Dossier, brief_id: str, preferences: Preferences) -> None:
    """Make sure that the style which a brief was given is there and can print.

    Raises:
        NoSuchStyle: There is none of that name; says which there are.
        StyleRefused: It can't be used; says why, and in which line.
    """
    brief = dossier.brief(brief_id)
    if brief.citation_style in {"", PLAIN}:
        return
    template = workflows.template_of(brief, preferences)
    folders = (template.folder, *template.parents, *workflows.template_folders(preferences))
    read_style(style_bytes(brief.citation_style, folders), brief.citation_style, brief.language)


def _home(style: FoundStyle) -> str:
    return "Briefgen" if style.path is None or style.is_shipped else str(style.path.parent)


def add_commands(add: Callable[..., argparse.ArgumentParser], commands: object) -> None:
    """Declare the command; `add` makes one as the parser makes all."""
    about = "list the citation styles that briefs can have, a house's own among them"
    listed = add(commands, "styles", about, "briefgen styles", dossier=False)
    listed.add_argument("--json", action="store_true", help="print JSON for programs")
