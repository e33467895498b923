"""Makes the sample dossier, ``assets/sample/sample.briefgen``, from the texts and the editors' work beside it.

It goes the way of a user: the command line's own commands import the sources, make and link the points and fill the
briefs; what the command line has no way for, marks in a quotation, the domain's operations do. Then every time and
id that depends on the moment is replaced by a fixed one, so that the same sources make the same dossier, and the
result is written as a file of its own, without the traces of how it came to be.

    python build_scripts/make_sample.py [FILE]
"""

import contextlib
import dataclasses
import datetime as dt
import io
import json
import re
import sys
import tempfile
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefgen import workflows
from briefgen.cli import run
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Edit
from briefgen.dossier_file import create, open_dossier
from briefgen.resources import assets_folder

Plain = Any
"""What TOML gives."""

_NAMED = re.compile(r"\[@(?P<name>[a-z-]+)(?P<rest>[^\]]*)\]")
"""A citation by the name that the editors' work gives a quotation."""


class SampleFailed(Exception):
    """A command of the command line refused what the sample's texts say; the message is the command's own."""


def sample_folder() -> Path:
    """Where the sample's texts lie, and the dossier beside them."""
    return assets_folder() / "sample"


def make_sample(into: Path) -> Path:
    """Make the sample dossier at `into`, in place of what is there; gives its path.

    Raises:
        SampleFailed: the sample's texts and the program no longer fit each other.
    """
    folder = sample_folder()
    work = tomllib.loads((folder / "editors-work.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "sample.briefgen"
        _command("new", made, "--title", work["title"])
        _import_sources(made, folder / "sources", work["source"])
        passages = _make_points(made, work["point"])
        for link in work["links"]:
            steps = ",".join(map(str, link.get("steps", [0, 0])))
            _command("link", made, link["from"], link["relation"], link["to"], f"--steps={steps}")
        for brief in work["brief"]:
            _make_brief(made, brief, passages)
        with open_dossier(made, read_only=True) as file:
            dossier = file.dossier
    originals = {source.sha256: (folder / "sources" / source.filename).read_bytes() for source in dossier.sources}
    into.unlink(missing_ok=True)
    fixed = with_fixed_times(dossier, created=work["created"], edited=work["edited"])
    with create(into, fixed.settings, clock=lambda: work["edited"]) as file:
        file.commit(fixed, originals=originals, label="Make the sample")
        file.compact()
    return into


def with_fixed_times(dossier: Dossier, *, created: dt.datetime, edited: dt.datetime) -> Dossier:
    """Replace the dossier's id and every moment of its making by given ones."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"briefgen:sample:{dossier.settings.title}")
    return dataclasses.replace(
        dossier,
        settings=dataclasses.replace(dossier.settings, id=str(name), created=created),
        sources=tuple(dataclasses.replace(source, imported=created) for source in dossier.sources),
        points=tuple(dataclasses.replace(point, created=created, updated=edited) for point in dossier.points),
    )


def _command(*arguments: object) -> list[str]:
    """Give one command to the command line, in this process; its lines on standard output come back."""
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        code = run([str(argument) for argument in arguments])
    if code != 0:
        raise SampleFailed(f"briefgen {arguments[0]} ended with {code}: {complained.getvalue().strip()}")
    return said.getvalue().splitlines()


def _given(values: Mapping[str, Plain]) -> Iterator[str]:
    """Write values as the options of a command; what is no text goes as JSON, as a user would type it."""
    for name, value in values.items():
        yield "--set"
        yield f"{name}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"


def _import_sources(made: Path, folder: Path, sources: list[Plain]) -> None:
    for source in sources:
        _command("import", made, folder / source["file"], *_given(source["set"]))


def _make_points(made: Path, points: list[Plain]) -> dict[str, str]:
    """Make the points; gives the passage that each named quotation became."""
    named: dict[str, str] = {}
    with open_dossier(made, read_only=True) as file:
        source_ids = {source.filename: source.id for source in file.dossier.sources}
    for point in points:
        quotes = [
            argument
            for quote in point["quote"]
            for argument in ("--quote", quote["words"], "--source", source_ids[quote["source"]])
        ]
        values = point["set"] | ({"options": point["option"]} if "option" in point else {})
        (point_id,) = _command(
            "point", made, "--kind", point["kind"], "--title", point["title"], *quotes, *_given(values)
        )
        with open_dossier(made, read_only=True) as file:
            evidence = file.dossier.point(point_id).evidence
        for quote, citation in zip(point["quote"], evidence, strict=True):
            named[quote["name"]] = citation.passage
            _mark_quotation(made, point_id, citation.passage, quote)
    return named


def _mark_quotation(made: Path, point_id: str, passage_id: str, quote: Plain) -> None:
    """Make the elisions and insertions of a point's quotation, and write down the editors' note to it."""
    if "note" in quote:
        _command("edit", made, passage_id, "--set", f"note={quote['note']}")
    if "cuts" in quote or "insertions" in quote:
        with open_dossier(made) as file:
            edits = edits_of(quote, file.dossier.passage(passage_id).quote)
            after = operations.edit_citation(file.dossier, point_id, passage_id, at=workflows.now(), edits=edits)
            file.commit(after, label=f"Mark {passage_id}")


def edits_of(quote: Plain, words: str) -> tuple[Edit, ...]:
    """Turn what the editors' work says of a quotation into edits of its `words`, in order."""
    edits = [Edit(start=words.index(cut), end=words.index(cut) + len(cut)) for cut in quote.get("cuts", ())]
    for insertion in quote.get("insertions", ()):
        if "after" in insertion:
            start = words.index(insertion["after"]) + len(insertion["after"])
            # The space that follows is taken along, so that the inserted words stand free on either side.
            end = start + words[start : start + 1].isspace()
        else:
            start = words.index(insertion["instead-of"])
            end = start + len(insertion["instead-of"])
        edits.append(Edit(start=start, end=end, insertion=insertion["words"]))
    return tuple(sorted(edits, key=lambda edit: edit.start))


def _make_brief(made: Path, brief: Plain, passages: Mapping[str, str]) -> None:
    def cited(match: re.Match[str]) -> str:
        return f"[@{passages[match['name']]}{match['rest']}]"

    sections = {name: _NAMED.sub(cited, text.strip()) for name, text in brief["sections"].items()}
    _command(
        "brief",
        made,
        brief["name"],
        "--template",
        brief["template"],
        "--points",
        ",".join(brief["points"]),
        *_given(brief["set"] | sections),
    )
    with open_dossier(made) as file:
        made_id = workflows.find_brief(file.dossier, brief["name"]).id
        # Pinned to its template's version alone: what ships together may change together, unannounced.
        dossier = operations.edit_brief(file.dossier, made_id, {"template_sha256": ""})
        for point in brief.get("off", ()):
            dossier = operations.switch_point(dossier, made_id, point, shown=False)
        file.commit(dossier, label="Finish the brief")


def main() -> int:
    """Make the sample where the first argument says, else where it ships from; say where."""
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else sample_folder() / "sample.briefgen"
    try:
        made = make_sample(into)
    except SampleFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{made}  {made.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
