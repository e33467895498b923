"""A brief's data → a file to attach to its PDF: what its pages were made from, for programs. Attached only when chosen.

It is the context that the house template was given (docs/template-context.md), less what is the template's own:
wording, colours, layout. So it holds nothing that a page could not have printed: no note to self, no path, no other
source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from briefgen.rendering.pages import Attachment, Relationship

NAME = "brief.json"

_TEMPLATES_OWN = frozenset({"citing", "labels", "colours", "page", "fit", "contents", "problems", "today", "forced"})


def data_attachment(context: Mapping[str, Any]) -> Attachment:
    """The file, the same for the same data."""
    told = {name: value for name, value in context.items() if name not in _TEMPLATES_OWN}
    content = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return Attachment(
        name=NAME,
        content=content + b"\n",
        media_type="application/json",
        description="What the pages were made from, for programs",
        relationship=Relationship.SOURCE,
    )
