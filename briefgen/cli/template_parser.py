"""What can be typed after `briefgen templates`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TypeAlias

from briefgen.domain.terms import Paper

_Acts: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - what argparse gives has no public name


def add_acts(templates: argparse.ArgumentParser, exit_codes: str) -> None:
    """Add what can be done with house templates; without any of it they are listed."""
    acts = templates.add_subparsers(dest="act", metavar="ACT")
    _looking(acts, exit_codes)
    _making(acts, exit_codes)
    _packages(acts, exit_codes)


def _add(
    acts: _Acts, name: str, about: str, example: str, exit_codes: str, *, json: bool = False
) -> argparse.ArgumentParser:
    parser = acts.add_parser(
        name,
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog=f"example:\n  {example}\n\n{exit_codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if json:
        # Where it stands before the act too, that one counts as well.
        parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON for programs")
    return parser


def _looking(acts: _Acts, exit_codes: str) -> None:
    every = _add(acts, "list", "list the house templates", "briefgen templates list --all", exit_codes, json=True)
    every.add_argument("--all", action="store_true", help="also those that another of the same name goes before")

    show = _add(
        acts,
        "show",
        "say what a template asks for",
        "briefgen templates show ministerial-submission",
        exit_codes,
        json=True,
    )
    show.add_argument("template", metavar="TEMPLATE", help="its name, its folder, or a package")
    show.add_argument("--data", metavar="SAMPLE", help="print, as JSON, all that its pages are given with that sample")

    check = _add(
        acts,
        "check",
        "check a template: its files, and its pages with samples",
        "briefgen templates check our-submission",
        exit_codes,
        json=True,
    )
    check.add_argument("template", metavar="TEMPLATE", help="its name, its folder, or a package")
    check.add_argument(
        "--sample", action="append", default=[], metavar="SAMPLE", help="with this alone; may be repeated"
    )
    check.add_argument("--every", action="store_true", help="each sample on each paper and in each language")

    sample = _add(
        acts,
        "render-sample",
        "render a template with its samples; prints the files that it wrote",
        "briefgen templates render-sample our-submission --sample normal -o pages",
        exit_codes,
    )
    sample.add_argument("template", metavar="TEMPLATE", help="its name, its folder, or a package")
    sample.add_argument("--sample", action="append", metavar="SAMPLE", help="else each; may be repeated")
    sample.add_argument("--paper", action="append", choices=[str(paper) for paper in Paper], help="else each it has")
    sample.add_argument(
        "--language",
        action="append",
        type=_language_tag,
        metavar="TAG",
        help="as en-GB or fr; else the template's own",
    )
    sample.add_argument("-o", "--output", metavar="FOLDER", type=Path, required=True, help="made if it is not there")


def _language_tag(typed: str) -> str:
    """A tag that has the form of BCP 47's; it becomes a part of files' names, too."""
    if re.fullmatch("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", typed):
        return typed
    raise argparse.ArgumentTypeError(f"“{typed}” is no language tag, such as en-GB or fr")


def _making(acts: _Acts, exit_codes: str) -> None:
    new = _add(
        acts,
        "new",
        "begin a template of your own from another; prints its folder",
        "briefgen templates new our-submission --from ministerial-submission --title 'Our submission'",
        exit_codes,
    )
    new.add_argument("name", metavar="NAME", help="letters, digits and “-”; it is the folder's name")
    new.add_argument(
        "--from", dest="base", metavar="TEMPLATE", default="ministerial-submission", help="begin from this"
    )
    new.add_argument("--title", default="", help="as lists and documents show it; else made of the name")
    new.add_argument("--whole", action="store_true", help="copy all files, in place of changing some (extends)")
    new.add_argument("--in", dest="folder", metavar="FOLDER", type=Path, help="else your own templates' folder")


def _packages(acts: _Acts, exit_codes: str) -> None:
    pack = _add(
        acts,
        "pack",
        "write a template as one file; prints its name",
        "briefgen templates pack our-submission",
        exit_codes,
    )
    pack.add_argument("template", metavar="TEMPLATE", help="its name or its folder")
    pack.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        type=Path,
        help="a file, or a folder for NAME-VERSION.briefgen-template; else here",
    )

    install = _add(
        acts,
        "install",
        "install a package, beside other versions and never over one; prints its folder",
        "briefgen templates install our-submission-1.0.briefgen-template",
        exit_codes,
    )
    install.add_argument("package", metavar="PACKAGE", type=Path)
    install.add_argument("--in", dest="folder", metavar="FOLDER", type=Path, help="else your own templates' folder")
    install.add_argument("--look", action="store_true", help="say what it holds, and install nothing")

    remove = _add(
        acts,
        "remove",
        "remove an installed package, if no dossier given uses it",
        "briefgen templates remove our-submission --version 1.0 --dossiers work/",
        exit_codes,
    )
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--version", default="", help="else the one that the name alone means of those installed")
    remove.add_argument(
        "--dossiers", metavar="PATH", nargs="+", type=Path, default=[Path()], help="files or folders to ask; else here"
    )
    remove.add_argument("--even-if-used", action="store_true", help="although briefs go on with it")
