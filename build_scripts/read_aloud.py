"""Says a PDF as a screen reader would: its tags in order, and nothing that is not in them.

    python build_scripts/read_aloud.py FILE.pdf…

Furniture is not said, for it is marked as such; links, headings, lists, tables and notes are announced, as is each
change of language. Read it from top to bottom without looking at the pages: what makes no sense here makes none to
those who listen.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from pdf_structure import Drawn, FieldArea, LinkArea, Node, Structure, joined

_SAID_WHOLE = frozenset(
    {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "Caption", "LBody", "TH", "TD", "Note", "TOCI"}
)


def said(structure: Structure) -> Iterator[str]:
    """The lines that are said of a PDF."""
    info = structure.reader.metadata
    yield f"document “{info.title if info else ''}”, {len(structure.reader.pages)} pages, language {structure.language}"
    yield from _said(structure.root, 0)


def _said(node: Node, depth: int) -> Iterator[str]:
    space = "  " * depth
    announced = _announced(node)
    run: list[Drawn | Node | LinkArea | FieldArea] = []
    if node.role in _SAID_WHOLE:
        blocks = [kid for kid in node.kids if isinstance(kid, Node) and _is_block(kid)]
        first = next((index for index, kid in enumerate(node.kids) if kid in blocks), len(node.kids))
        run = node.kids[:first]
        yield f"{space}{announced} {_line(run)}".rstrip()
        for kid in node.kids[first:]:
            if isinstance(kid, Node) and _is_block(kid):
                yield from _said(kid, depth + 1)
            else:
                yield f"{space}  {_line([kid])}"
        return
    if announced:
        yield f"{space}{announced}"
    inner = depth + 1 if announced else depth
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _said(kid, inner) if _is_block(kid) else iter((f"{space}  {_line([kid])}",))
        else:
            yield f"{space}  LOOSE {_line([kid])}"


def _is_block(node: Node) -> bool:
    return node.role not in {"Link", "Span", "Reference", "Quote", "Code", "Figure", "Form"}


def _announced(node: Node) -> str:  # noqa: PLR0911 - a case each
    language = f" [in {node.own_language}]" if node.own_language else ""
    match node.role:
        case "Document" | "Part" | "Div" | "Sect" | "Art" | "TBody" | "LI":
            return language.strip()
        case "P":
            return f"¶{language}"
        case "L":
            items = sum(isinstance(kid, Node) and kid.role == "LI" for kid in node.kids)
            return f"list of {items}, {node.attributes.get('ListNumbering', '')}{language}"
        case "Table":
            rows = [found for found in node.nodes() if found.role == "TR"]
            return f"table of {len(rows)} rows{language}"
        case "TH":
            return f"{node.attributes.get('Scope', '?').lower()} header{_spans(node)}{language}:"
        case "TD":
            return f"cell{_spans(node)}{language}:"
        case "Lbl" | "LBody" | "Note" | "Caption" | "TOC" | "TOCI":
            return {"Lbl": "label", "LBody": "–", "TOC": "contents", "TOCI": "entry"}.get(
                node.role, node.role.lower()
            ) + language
        case "TR" | "THead" | "TFoot":
            return {"TR": "row", "THead": "head", "TFoot": "foot"}[node.role]
        case role if role[:1] == "H" and role[1:].isdigit():
            return f"heading {role[1:]}{language}:"
    return node.role


def _spans(node: Node) -> str:
    return "".join(f", {name} {node.attributes[name]}" for name in ("ColSpan", "RowSpan") if name in node.attributes)


def _line(kids: list[Node | Drawn | LinkArea | FieldArea]) -> str:
    """What stands in a line: text as it is, in-line tags in brackets with their names."""
    parts: list[str] = []
    run: list[Drawn] = []
    for kid in kids:
        if isinstance(kid, Drawn):
            run.append(kid)
            continue
        if run:
            parts.append(joined(run))
            run = []
        if isinstance(kid, FieldArea):
            parts.append(kid.tooltip)
        if isinstance(kid, Node):
            language = f" in {kid.own_language}" if kid.own_language else ""
            inside = kid.alternative or _line(kid.kids)
            if kid.role == "Reference":
                parts.append(inside)
                continue
            name = {"Link": "link", "Figure": "image", "Form": "to fill in", "Span": ""}.get(kid.role, kid.role.lower())
            areas = sorted({area.contents for area in kid.kids if isinstance(area, LinkArea)})
            more = f" → {'; '.join(areas)}" if areas and areas != [inside] else ""
            parts.append(f"[{f'{name}{language}: '.lstrip() if name or language else ''}{inside}{more}]")
    if run:
        parts.append(joined(run))
    return " ".join(part for part in parts if part)


def main() -> int:
    """Say the files that are named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf")
    for file in parser.parse_args().files:
        for line in said(Structure(file.read_bytes())):
            print(line)
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
