"""Which form a list of references has, told by what is in it; and its entries."""

from __future__ import annotations

import re
from contextlib import suppress

from briefgen.domain.references import References
from briefgen.errors import InputRefused
from briefgen.importers.characters import clean
from briefgen.importers.encoding import decode
from briefgen.importers.references.bibtex import read_bibtex
from briefgen.importers.references.csl_json import read_csl
from briefgen.importers.references.ris import read_ris

_RIS = re.compile(r"^\s*TY  ?- ?", re.MULTILINE)
_BIBTEX = re.compile(r"^\s*@\s*\w+\s*[{(]", re.MULTILINE)
_JSON = re.compile(r"\s*[\[{]")


def read_references(data: bytes, name: str) -> References:
    """Read a list of references, wherever this is called. What form it has is told by what is in it.

    Raises:
        InputRefused: It is in none of the three forms, damaged, or has no entry that could be read.
    """
    text = clean(_decoded(data)).text
    if _JSON.match(text):
        found = read_csl(text, name)
    elif _RIS.search(text):
        found = read_ris(text)
    elif _BIBTEX.search(text):
        found = read_bibtex(text)
    else:
        raise InputRefused(f"The file “{name}” is no list of references: export it anew as BibTeX, RIS or CSL-JSON.")
    if not found.entries:
        raise InputRefused(f"The file “{name}” has no reference that could be read: export it anew.")
    return found


def _decoded(data: bytes) -> str:
    """The text of a list, in which there may be but two words that tell its encoding."""
    found = decode(data)
    if found.encoding == "johab":
        # Hardly anybody has written in it for thirty years; the same few bytes are often Chinese.
        with suppress(UnicodeDecodeError):
            return data.decode("gb18030")
    return found.text
