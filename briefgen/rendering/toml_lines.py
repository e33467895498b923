"""TOML text → the line of each of its keys: to lead an author to the place of a mistake.

The standard library's parser gives values without places. So the text is parsed a second time, by tree-sitter's grammar
of TOML, into a tree whose nodes know where they stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
"""The way to a value: names of keys, and numbers of entries in lists, from 1: ("sections", 2, "words")."""

_PARSER = Parser(Language(tree_sitter_toml.language()))
_KEYS = {"bare_key", "quoted_key", "dotted_key"}


def lines_of(text: str) -> dict[Path, int]:
    """Give the line, from 1, on which each key, table and entry of a list begins; names are written with `_`.

    Of text that is not valid TOML the lines of what could be made out are given.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    for node in _PARSER.parse(text.encode()).root_node.named_children:
        match node.type:
            case "pair":
                _pair(node, (), found)
            case "table" | "table_array_element":
                path = _resolved(counts, _names(node))
                if node.type == "table_array_element":
                    found.setdefault(path, _line(node))
                    counts[path] = counts.get(path, 0) + 1
                    path = (*path, counts[path])
                for depth in range(1, len(path) + 1):
                    found.setdefault(path[:depth], _line(node))
                for child in node.named_children:
                    if child.type == "pair":
                        _pair(child, path, found)
    return found


def line_of(lines: Mapping[Path, int], field: str) -> int:
    """Give the line of a field such as `sections[2].words`; of a key that is not there, that of its table; else 0."""
    path = tuple(
        int(number) if number else name.replace("-", "_")
        for name, number in re.findall(r"([^.\[\]]+)(?=[.\[]|$)|\[(\d+)\]", field)
    )
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def _pair(node: Node, table: Path, found: dict[Path, int]) -> None:
    path = (*table, *_names(node))
    for depth in range(len(table) + 1, len(path) + 1):
        found.setdefault(path[:depth], _line(node))
    for child in node.named_children:
        if child.type not in _KEYS:
            _value(child, path, found)


def _value(node: Node, path: Path, found: dict[Path, int]) -> None:
    if node.type == "inline_table":
        for child in node.named_children:
            if child.type == "pair":
                _pair(child, path, found)
    elif node.type == "array":
        entries = [child for child in node.named_children if child.type != "comment"]
        for number, entry in enumerate(entries, 1):
            found.setdefault((*path, number), _line(entry))
            _value(entry, (*path, number), found)


def _names(node: Node) -> list[str]:
    """The names that a key is made of, in the first child that is one: three for `a.b.c`."""
    key = next((child for child in node.named_children if child.type in _KEYS), None)
    return [] if key is None else _parts(key)


def _parts(key: Node) -> list[str]:
    if key.type == "dotted_key":
        return [name for child in key.named_children for name in _parts(child)]
    text = (key.text or b"").decode()
    if key.type == "quoted_key":
        try:
            text = json.loads(text) if text.startswith('"') else text[1:-1]
        except ValueError:  # an escape that TOML has and JSON lacks
            text = text[1:-1]
    return [text.replace("-", "_")]


def _resolved(counts: Mapping[Path, int], names: Sequence[str]) -> Path:
    """The way to a table: where a name on it is that of a list of tables, its last entry so far is meant."""
    path: Path = ()
    for depth, name in enumerate(names):
        path = (*path, name)
        if path in counts and depth < len(names) - 1:
            path = (*path, counts[path])
    return path


def _line(node: Node) -> int:
    return node.start_point[0] + 1
