"""Random edits of a document's HTML, such as editors make of a brief: for trying that a live layout gives a full one's.

An edit takes the text of the document and gives the text after it; all that it makes is well formed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from briefgen.rendering.live_layout.source import Piece, divided

WORDS = (
    "estuary", "harbour", "tariff", "levy", "subsidy", "ferry", "quarry", "reservoir", "licence", "inspectorate",
    "parish", "borough", "precept", "turbine", "catchment", "dredging", "moorings", "abstraction", "consultation",
    "moratorium", "embankment",
)  # fmt: skip

Edit = Callable[[random.Random, str], str]


def sentence(rng: random.Random, words: int) -> str:
    """A sentence of so many words."""
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def _leaves(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if piece.pieces is None:
            yield piece
        else:
            yield from _leaves(piece.pieces)


def _body(html: str) -> tuple[str, list[str]]:
    """The shell, and the blocks that an edit may take away or move: those without an id, in the order of the text."""
    shell, pieces = divided(html)
    return shell, [
        piece.source
        for piece in _leaves(pieces)
        if "id=" not in piece.source and not piece.start_tag.startswith(("<div", "<header", "<footer", "<nav"))
    ]


def _at(html: str, block: str, rng: random.Random) -> int:
    """Where a block begins; one of its places, if the same text stands in several."""
    start = html.index("<body")
    return rng.choice([match.start() for match in re.finditer(re.escape(block), html[start:])]) + start


def word(rng: random.Random, html: str) -> str:
    """Put another word in the place of one."""
    start = html.index("<main" if "<main" in html else "<body")
    found = [match.span() for match in re.finditer(r"(?<=[ >])[a-z]{4,}(?=[ <.,])(?![^<]*>)", html[start:])]
    if not found:
        return html
    begin, end = rng.choice(found)
    return html[: start + begin] + rng.choice(WORDS) + html[start + end :]


def grow(rng: random.Random, html: str) -> str:
    """Write on in a paragraph, a cell or an item."""
    start = html.index("<body")
    ends = [match.start() + start for match in re.finditer(r"</p>|</td>|</li>|</dd>", html[start:])]
    at = rng.choice(ends) if ends else len(html)
    return html if not ends else f"{html[:at]} {sentence(rng, rng.choice((3, 12, 60)))}{html[at:]}"


def shrink(rng: random.Random, html: str) -> str:
    """Take words away."""
    start = html.index("<body")
    found = list(re.finditer(r"(?<=[a-z])(?: [a-z]+){4,}(?![^<]*>)", html[start:]))
    if not found:
        return html
    match = rng.choice(found)
    return html[: start + match.start()] + html[start + match.end() :]


def add(rng: random.Random, html: str) -> str:
    """Add a block before another."""
    _, blocks = _body(html)
    if not blocks:
        return html
    at = _at(html, rng.choice(blocks), rng)
    rows = "".join(
        f"<tr><td>{sentence(rng, 9)}</td><td>{sentence(rng, 2)}</td></tr>" for _ in range(rng.choice((2, 8, 30)))
    )
    made = rng.choice(
        (
            f"<p>{sentence(rng, rng.choice((5, 50, 250)))}</p>",
            f"<h3>{sentence(rng, 5)}</h3>",
            f"<ul>{''.join(f'<li>{sentence(rng, rng.randint(2, 30))}</li>' for _ in range(6))}</ul>",
            f"<ol><li>{sentence(rng, 5)}</li><li>{sentence(rng, 20)}</li></ol>",
            f"<table><thead><tr><th>Risk</th><th>Level</th></tr></thead><tbody>{rows}</tbody></table>",
            f"<blockquote><p>{sentence(rng, 40)}</p></blockquote>",
            f'<div class="narrative"><p>{sentence(rng, 30)}</p><p>{sentence(rng, 10)}</p></div>',
        )
    )
    return html[:at] + made + html[at:]


def remove(rng: random.Random, html: str) -> str:
    """Take a block away."""
    _, blocks = _body(html)
    if len(blocks) < 4:
        return html
    block = rng.choice(blocks)
    at = _at(html, block, rng)
    return html[:at] + html[at + len(block) :]


def move(rng: random.Random, html: str) -> str:
    """Put a block before another."""
    _, blocks = _body(html)
    if len(blocks) < 4:
        return html
    block = rng.choice(blocks)
    at = _at(html, block, rng)
    html = html[:at] + html[at + len(block) :]
    _, blocks = _body(html)
    to = _at(html, rng.choice(blocks), rng)
    return html[:to] + block + html[to:]


def heading(rng: random.Random, html: str) -> str:
    """Write a heading otherwise, and what the list of contents says of it."""
    start = html.index("<body")
    titles = [match.group(1) for match in re.finditer(r"<h[23][^>]*>([^<]+)</h[23]>", html[start:])]
    if not titles:
        return html
    title = rng.choice(titles)
    return html[:start] + html[start:].replace(f">{title}<", f">{sentence(rng, rng.choice((2, 5, 14)))}<")


def row(rng: random.Random, html: str) -> str:
    """Add a row to a table, or take one away."""
    rows = [match.group() for match in re.finditer(r"<tr>(?:(?!</?tr|\bid=).)*</tr>", html, re.DOTALL)]
    if not rows:
        return html
    chosen = rng.choice(rows)
    return html.replace(chosen, rng.choice((chosen * 2, "", chosen * 5)), 1)


def footnote(rng: random.Random, html: str) -> str:
    """Add a footnote, or take one away."""
    start = html.index("<body")
    notes = re.findall(r'<span class="footnote">[^<]*</span>', html[start:])
    if notes and rng.random() < 0.4:
        return html.replace(rng.choice(notes), "", 1)
    ends = [match.start() + start for match in re.finditer(r"</p>", html[start:])]
    at = rng.choice(ends) if ends else len(html)
    made = f'<span class="footnote">{sentence(rng, rng.choice((3, 20, 60)))}</span>'
    return html if not ends else html[:at] + made + html[at:]


def furniture(rng: random.Random, html: str) -> str:
    """Write otherwise what stands on all pages: the running title and the reference."""
    text = sentence(rng, rng.choice((1, 3)))
    return re.sub(r'(<div class="(?:running-title|reference)">)[^<]*', lambda match: match.group(1) + text, html)


def title(rng: random.Random, html: str) -> str:
    """Write the title otherwise, in the head and on the page."""
    text = sentence(rng, rng.choice((3, 9)))
    html = re.sub(r"<title>[^<]*", f"<title>{text}", html, count=1)
    return re.sub(r"(<h1[^>]*>)[^<]*", lambda match: match.group(1) + text, html, count=1)


EDITS: tuple[Edit, ...] = (
    word, word, word, grow, grow, shrink, add, add, remove, move, heading, row, footnote, furniture, title,
)  # fmt: skip
"""All edits; such as are made more often stand there more often."""

_FEATURES = """
@page { size: A6; margin: 12mm 10mm; @top-center { content: string(section) } @bottom-left { content: element(foot) }
  @bottom-right { content: "Page " counter(page) " of " counter(pages) }
  @footnote { border-top: 0.5pt solid #000; padding-top: 2pt } }
@page wide { size: A6 landscape }
@page :first { margin-top: 20mm }
body { font: 8pt/1.4 serif; hyphens: auto; orphans: 2; widows: 2; counter-reset: chapter item }
h2 { string-set: section content(); break-after: avoid; counter-increment: chapter }
h2::before { content: counter(chapter) ". " }
.foot { position: running(foot) }
.footnote { float: footnote; font-size: 6pt }
nav a { display: block } nav a::after { content: leader(".") target-counter(attr(href), page) }
.see::after { content: " (“" target-text(attr(href)) "”, page " target-counter(attr(href), page) ")" }
.margin { float: right; width: 18mm; font-size: 6pt; border-left: 1pt solid red }
.wide { page: wide; break-before: page }
table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid #888; padding: 2pt }
.grid { display: grid; grid-template-columns: 1fr 2fr }
.flex { display: flex } .flex p { flex: 1 }
.cols { columns: 2 }
.rel { position: relative; padding-left: 15mm } .abs { position: absolute; left: 0; top: 0; width: 14mm }
.num p { counter-increment: item } .num p::before { content: counter(item) " " }
p + h3 { margin-top: 8pt } p:first-child { color: #111 } .narrative > p:last-child { margin-bottom: 10pt }
h2 ~ p { color: #222 } section:first-of-type p { color: #333 }
.box { border: 1pt solid; padding: 4pt; margin: 4pt 0; break-inside: avoid }
.low { color: rgba(0, 0, 0, 0.5); opacity: 0.5 }
"""


def features(rng: random.Random, chapters: int = 3) -> str:
    """A document that uses what the shipped templates do not: footnotes, named pages, leaders, words quoted."""

    def said(words: int) -> str:
        return sentence(rng, words)

    made = []
    for number in range(chapters):
        parts = [f'<h2 id="s{number}">{said(4)}</h2>']
        for _ in range(2):
            note = f'<span class="footnote">{said(rng.choice((5, 25)))}</span>'
            link = f'<a class="see" href="#s{rng.randrange(chapters)}">there</a>'
            parts.append(f"<p>{said(30)} {note} {said(10)} {link}</p>")
            parts.append(f'<p><span class="margin">{said(5)}</span>{said(40)}</p>')
        rows = "".join(f"<tr><td>{said(4)}</td><td>{said(rng.choice((4, 20)))}</td></tr>" for _ in range(6))
        parts += [
            f'<div class="num"><p>{said(10)}</p><p>{said(20)}</p></div>',
            f'<div class="rel"><div class="abs"><p>{said(2)}</p></div>',
            f"<div><p>{said(30)}</p><p>{said(9)}</p></div></div>",
            f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>",
            f'<div class="grid"><p>{said(12)}</p><p>{said(50)}</p></div>',
            f'<div class="flex"><p>{said(9)}</p><p>{said(20)}</p></div>',
            f'<div class="cols"><p>{said(30)}</p><p>{said(30)}</p></div>',
            f'<div class="box"><h3>{said(3)}</h3><p class="low">{said(20)}</p></div>',
            f"<ol><li>{said(5)}</li><li>{said(20)}</li></ol>",
        ]
        made.append(f'<section class="{"wide" if number == 1 else "narrative"}">{"".join(parts)}</section>')
    contents = "".join(f'<a href="#s{number}">{said(3)}</a>' for number in range(chapters))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{said(3)}</title><style>{_FEATURES}</style></head><body>'
        f'<div class="foot"><div class="reference">{said(1)}</div></div><main><h1>{said(3)}</h1>'
        f'<nav id="contents">{contents}</nav>{"".join(made)}</main></body></html>'
    )
