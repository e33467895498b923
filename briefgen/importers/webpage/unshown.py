"""What a page holds and shows by a script alone: then its article is looked for where machines read it.

In this order: linked data, which say the whole article (`articleBody`, schema.org); what browsers show without scripts
(`noscript`), or attach by a template (declarative shadow roots).
"""

from __future__ import annotations

import html
import re

from briefgen.importers.webpage.metadata import article_body
from briefgen.importers.webpage.tree import Page, parse

_WRAPS = re.compile(r"</?(?:noscript|template)\b[^<>]{0,2000}>", re.IGNORECASE)
_FRAMES = re.compile(r"</?(?:noframes|frameset|frame)\b[^<>]{0,2000}>", re.IGNORECASE)
_PLEASE = re.compile(r"\b(?:enable|activate|turn on|requires?|needs?)\b[^.]{0,40}\bjavascript\b", re.IGNORECASE)
_ENOUGH = 200
"""Characters from which on it is an article, and not a request to allow scripts."""
_SCRIPT = re.compile(r"<script[\s>]", re.IGNORECASE)


def without_frames(text: str) -> str:
    """A page of frames as browsers without frames show it; any other as it is."""
    return _FRAMES.sub("", text) if re.search(r"<frameset\b", text, re.IGNORECASE) else text


def builds_by_script(text: str) -> bool:
    """Whether a page has a script at all."""
    return _SCRIPT.search(text) is not None


def unshown(page: Page, text: str) -> Page | None:
    """The page with what only machines would see; None where there is none."""
    body = article_body(page)
    if len(body) >= _ENOUGH:
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in re.split(r"\s*\n\s*", body) if line.strip())
        inner = body if re.search(r"<p[\s>]", body, re.IGNORECASE) else paragraphs
        return parse(f"<article>{inner}</article>")
    if _WRAPS.search(text) is None:
        return None
    unwrapped = parse(_WRAPS.sub("", text))
    words = _PLEASE.sub("", " ".join(unwrapped.root.words.split()))
    return unwrapped if len(words) >= _ENOUGH else None
