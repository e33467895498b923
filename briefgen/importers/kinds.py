"""The kinds of document that come in, and the file endings that they go by: known without loading any parser."""

from __future__ import annotations

ENDINGS: dict[str, frozenset[str]] = {
    "text": frozenset({"txt", "text"}),
    "markdown": frozenset({"md", "markdown", "mdown", "mkd", "mkdn", "mdwn", "qmd", "rmd"}),
    "web page": frozenset({"html", "htm", "xhtml", "xht", "shtml"}),
    "web archive": frozenset({"mhtml", "mht"}),
    "Safari web archive": frozenset({"webarchive"}),
    "e-mail": frozenset({"eml", "emlx"}),
    "book": frozenset({"epub"}),
    "Word document": frozenset({"docx", "docm", "dotx", "dotm"}),
    "OpenDocument text": frozenset({"odt", "ott", "fodt"}),
    "RTF": frozenset({"rtf"}),
    "PDF": frozenset({"pdf"}),
    "feed": frozenset({"rss", "atom", "xml", "rdf"}),
}
"""Lower-case endings without the dot, by the kind's name. A kind's module is in `reading.KINDS` under the same name."""

ARCHIVES = frozenset({"zip"})
"""Endings of files that hold documents."""
