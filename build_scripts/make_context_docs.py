"""Writes `docs/template-context.md`: every field of the data that a house template's pages are given.

Which fields there are, and of what type, is taken from contexts that the program makes of its samples; what they hold
is said in `context_fields.toml`. A field without a word, or a word without a field, is an error.

    python build_scripts/make_context_docs.py [FILE]
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from briefgen.domain.house_template import CONTEXT_VERSION
from briefgen.rendering.citations.cited_notes import cited
from briefgen.rendering.citations.finding import style_bytes
from briefgen.rendering.context import build_context
from briefgen.rendering.house_templates import OpenTemplate, list_templates
from briefgen.rendering.samples import DAY, read_sample

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "template-context.md"
WORDS = Path(__file__).with_name("context_fields.toml")

Plain = dict[str, Any]

_SHAPES: Mapping[str, frozenset[str]] = {
    "point": frozenset({"id", "label", "title", "evidence"}),
    "term": frozenset({"key", "words"}),
    "date": frozenset({"iso", "long"}),
    "link": frozenset({"id", "label", "title"}),
    "likelihood": frozenset({"range", "scale_title"}),
    "position": frozenset({"likelihood", "impact", "rating", "is_residual"}),
}
"""Shapes that come again and again, by the keys that tell them."""

_HEAD = f"""\
# What a page of a house template is given

Version {CONTEXT_VERSION} (`context_version` in the manifest and in the context). This page is made by
`build_scripts/make_context_docs.py` from what the program really gives.

Every key is always there. What was not given is `""`, `[]` or null (in a page: `none`), so a page asks
`{{% if risk.owner %}}` and never whether a key exists. A key that goes away or changes its meaning raises the version;
a new key does not. Text is plain and escaped by Jinja; *HTML* is sanitized and ready to print. Shapes that come again:

- a *term*, a word of a fixed list: `key` for a class in a style sheet (`very-high`), `words` as printed, in the brief's
  language (`very high`, `très élevé`);
- a *date*: `iso`, and `long` in the brief's language;
- a *link* to another point that the brief prints: `id`, `label` (“Risk 1”), `title`;
- a *mark*: the raised number of a note, as HTML.
"""


_FIELDS = """\
## Fields to fill in

Where the manifest has `[pdf]` with `forms = true`, elements of these attributes become fields of the PDF, over what is drawn there. A
brief can switch that off (`fillable`); then, on paper and in other forms of the brief, the drawing is all there is.

| attribute | says |
|---|---|
| `data-field` | what is filled in: `decision` (a box to tick), `note` (words on one recommendation), `comments`, `signature`, `signed-on` |
| `data-point` | of a decision or a note: the recommendation's `id` |
| `data-box` | of a decision: the box's `key`; the boxes of a recommendation exclude each other |
| `data-tooltip` | what a screen reader says of it, and the mouse shows |

A box to tick is best an `svg`, as the macro `tick_box(box, rec)` of `_shared/points.html.jinja` draws it; space for words is an empty element
of the size wanted, whose `font-size` and `color` are those of what is typed. What is read back sets the recommendation's `decision`.
"""  # noqa: E501 - the row of a table is one line

_BLOCKS = """\
## Blocks

A template that extends a shipped one can put its own in the place of any of these. Its page begins with
`{% extends "ministerial-submission/brief.html.jinja" %}` and goes on with `{% block decision %} … {% endblock %}`;
`{{ super() }}` in a block prints what stood there.
"""


class Undescribed(Exception):
    """A field without a word, or a word without a field; the message says which."""


def tables() -> dict[str, list[Plain]]:
    """Give, for each table, examples of the mapping that it describes."""
    contexts = [
        cited(_with_evidence(opened, name, language), lambda style: style_bytes(style, ()))
        for opened in list_templates().opened
        for name in ("least", "normal", "most")
        for language in ("en-GB", "fr-FR")
    ]

    def every(*path: str) -> list[Plain]:
        found: list[Any] = contexts
        for key in path:
            found = [entry for holder in found for entry in _entries(holder[key])]
        return found

    points = [*every("risks"), *every("dilemmas"), *every("recommendations")]
    shared = set.intersection(*(set(point) for point in points)) - {"confidence", "status", "decision"}

    def own(kind: str) -> list[Plain]:
        return [{key: value for key, value in point.items() if key not in shared} for point in every(kind)]

    return {
        "context": contexts,
        "brief": every("brief"),
        "marking": every("marking"),
        "section": every("sections"),
        "point": [{key: value for key, value in point.items() if key in shared} for point in points],
        "risk": own("risks"),
        "position": every("risks", "stands"),
        "dilemma": own("dilemmas"),
        "option": every("dilemmas", "options"),
        "recommendation": own("recommendations"),
        "evidence": every("risks", "evidence"),
        "note": every("notes"),
        "source": every("sources"),
        "evidence_annex": every("evidence_annex"),
        "matrix": every("matrix"),
        "key": every("key"),
    }


def _with_evidence(opened: OpenTemplate, name: str, language: str) -> Plain:
    sample = read_sample(opened, name, language=language)
    brief = replace(sample.brief, paper=opened.template.paper[0], evidence_annex=opened.template.evidence_annex)
    return build_context(sample.dossier, brief, opened.template, today=DAY, forced=False, program_version="1")


def _entries(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def page() -> str:
    """Make the page.

    Raises:
        Undescribed: The words and the fields do not go together.
    """
    told = tomllib.loads(WORDS.read_text(encoding="utf-8"))["table"]
    found = tables()
    if [table["name"] for table in told] != list(found):
        raise Undescribed(f"the tables are {', '.join(found)}, and words are for {', '.join(t['name'] for t in told)}")
    parts = [_HEAD]
    for table in told:
        examples = found[table["name"]]
        words = {key: text for keys, text in table["fields"].items() for key in keys.split()}
        keys = set().union(*(set(example) for example in examples))
        if odd := sorted(keys ^ words.keys()):
            raise Undescribed(f"“{table['name']}” has fields without words, or words without fields: {', '.join(odd)}")
        rows = [f"| `{key}` | {type_of(example[key] for example in examples)} | {words[key]} |" for key in words]
        parts.append(
            "\n".join(
                part
                for part in (
                    f"## {table['name']}\n",
                    f"{table['before']}\n" if table.get("before") else "",
                    "| key | type | holds |\n|---|---|---|",
                    *rows,
                    f"\n{table['after']}" if table.get("after") else "",
                )
                if part
            )
            + "\n"
        )
    parts.append(_FIELDS)
    parts.append(_blocks(tomllib.loads(WORDS.read_text(encoding="utf-8"))["blocks"]))
    return "\n".join(parts)


def _blocks(told: Mapping[str, Mapping[str, str]]) -> str:
    """Tell of the blocks of the shipped templates' pages, in the order in which they stand there."""
    lines = [_BLOCKS, "| template | block | holds |\n|---|---|---|"]
    for opened in list_templates().opened:
        name = opened.template.name
        there = re.findall(r"{% block (\w+)", (opened.folder / opened.page).read_text(encoding="utf-8"))
        words = told.get(name, {})
        if odd := sorted(set(there) ^ words.keys()):
            raise Undescribed(f"“{name}” has blocks without words, or words without blocks: {', '.join(odd)}")
        lines += [f"| {name} | `{block}` | {words[block]} |" for block in there]
    return "\n".join(lines) + "\n"


def type_of(values: Iterable[Any]) -> str:
    """Name the types that values have: “text”, “list of links”, “date or null”."""
    kinds = dict.fromkeys(_kind(value) for value in values)
    if "list" in kinds and any(kind.startswith("list of") for kind in kinds):
        del kinds["list"]
    if "HTML" in kinds:
        kinds.pop("text", None)
    named = sorted(kind for kind in kinds if kind != "null") + (["null"] if "null" in kinds else [])
    return " or ".join(named)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, Markup):
        return "HTML"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        inner = dict.fromkeys(_kind(entry) for entry in value)
        return f"list of {' or '.join(sorted(inner))}" if inner else "list"
    return next((name for name, keys in _SHAPES.items() if keys <= value.keys()), "mapping")


if __name__ == "__main__":
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(page(), encoding="utf-8", newline="\n")
    print(into)
