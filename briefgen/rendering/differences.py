"""A sketch that differs from the full layout is a defect: what is needed to repeat it is kept beside the log.

Two files a difference: the page when both agreed last, and the page on which they differ. Laying out the first, then
the second on top of it, and the second by itself shows the defect again. They hold the words of a brief, so nobody but
the user can read them, and there are few of them.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger(__name__)

MOST_KEPT = 5
"""Differences that are kept; the oldest go."""
MOST_BYTES = 2_000_000
"""The longest page that is kept; of a longer one the log tells that there was one."""

_NAME = "layout-differs-"


def keep_difference(folder: Path, before: str, now: str, pages: Sequence[int]) -> None:
    """Log a difference, and keep what is needed to repeat it.

    Args:
        folder: Where the log is.
        before: The page when sketch and full layout agreed last; "" if they never did.
        now: The page of which they differ.
        pages: The indexes of the pages that differ; none where only places on them do.
    """
    where = f"page {', '.join(str(page + 1) for page in pages[:8])}" if pages else "the places of elements"
    name = _NAME + hashlib.sha256(f"{before}\0{now}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    log.error(
        "Laid out bit by bit, a brief differed from its full layout in %s; the full layout is shown. "
        "To repeat it: %s-before.html, then %s-now.html, in %s.",
        where,
        name,
        name,
        folder,
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part, html in (("before", before), ("now", now)):
            content = html.encode("utf-8", "surrogatepass")
            path = folder / f"{name}-{part}.html"
            if len(content) <= MOST_BYTES:
                path.touch(mode=0o600)
                path.write_bytes(content)
        kept = sorted(folder.glob(f"{_NAME}*-now.html"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[MOST_KEPT:]:
            for path in folder.glob(old.name.removesuffix("now.html") + "*.html"):
                path.unlink()
    except OSError as error:
        log.warning("The difference can't be kept in %s: %s", folder, error)
