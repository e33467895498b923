"""A web page that Safari has saved as one file (.webarchive): a list of properties with the page and its pictures."""

from __future__ import annotations

import plistlib
from typing import Any
from xml.parsers.expat import ExpatError

from briefgen.errors import InputRefused
from briefgen.importers.document import Asked, DocumentKind, Draft
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.webpage import saved

_NAME = "Safari web archive"
_MAIN = b"WebMainResource"
_SNIFFED = 16_384


def read(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of such a file into pieces: those of the page in it.

    Raises:
        InputRefused: It is damaged, or holds no page.
    """
    try:
        main = plistlib.loads(data)["WebMainResource"]
        page, kind = main["WebResourceData"], main.get("WebResourceMIMEType", "text/html")
    except (plistlib.InvalidFileException, ExpatError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise InputRefused(f"The file “{asked.filename}” is damaged: save the page from the browser anew.") from None
    if not isinstance(page, bytes) or kind not in {"text/html", "application/xhtml+xml"}:
        raise InputRefused(f"The file “{asked.filename}” holds no web page: save the document itself.")
    address = _text(main.get("WebResourceURL"))
    return saved.read(
        page,
        asked,
        declared=_text(main.get("WebResourceTextEncodingName")),
        address=address if address.startswith(("http://", "https://")) else "",
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _claims(data: bytes, ending: str) -> int:
    # The names stand in a binary list wherever its writer put them, mostly in front.
    is_one = data.startswith(b"bplist00") and _MAIN in data
    is_one = is_one or (data.lstrip().startswith(b"<?xml") and b"<plist" in data[:_SNIFFED] and _MAIN in data)
    return 2 + (ending in ENDINGS[_NAME]) if is_one else 0


KIND = DocumentKind(name=_NAME, endings=ENDINGS[_NAME], claims=_claims, read=read)
"""A web archive of Safari: by the name of its first property."""
