"""Tool tips of words that came with a document: shown as they are written, never as HTML that they may look like."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Text for a tool tip. Qt takes what looks like HTML for that, and would show a picture that a title names."""
    return f"<qt>{escape(text)}</qt>" if "<" in text else text
