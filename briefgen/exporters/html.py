"""The laid-out document's HTML as one file for the screen: styles within, marking at head and foot, no fonts."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Callable, Mapping
from typing import Any

_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)">\n?')
_IMPORT = re.compile(r"""@import\s+(?:url\()?\s*["']?([^"')\s;]+)["']?\s*\)?\s*;""")
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")

_SCREEN = """
@media screen {
  html { background: #fff; }
  body { max-width: 50rem; margin: 0 auto !important; padding: 1rem; }
  .screen-marking { text-align: center; font-weight: 700; letter-spacing: .06em; margin: 1rem 0; }
}
@media print { .screen-marking { display: none; } }
"""


def to_single_file(html: str, context: Mapping[str, Any], read_style: Callable[[str], str]) -> str:
    """Make one file of a document's HTML.

    Args:
        html: The document as it went to layout, its styles linked.
        context: The brief's plain data; its marking, handling and TLP label are shown at head and foot, where on
            paper the pages' margins show them.
        read_style: Gives a style sheet's text by the name under which the document links it.
    """

    def inlined(name: str) -> str:
        text = _IMPORT.sub(lambda found: inlined(found[1]), read_style(name))
        return _FONT_FACE.sub("", text)

    styles = "".join(inlined(markup.unescape(name)) for name in _LINK.findall(html))
    page = _LINK.sub("", html)
    page = page.replace("</head>", f"<style>\n{styles}{_SCREEN}</style>\n</head>", 1)
    marking = context["marking"]
    lines = [line for line in (marking["text"], marking["handling"], marking["tlp"]) if line]
    if not lines:
        return page
    shown = f'<p class="screen-marking">{"<br>".join(markup.escape(line) for line in lines)}</p>\n'
    page = re.sub(r"(<body[^>]*>)", lambda found: found[1] + "\n" + shown, page, count=1)
    return page.replace("</body>", f"{shown}</body>", 1)
