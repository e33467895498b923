"""XML parsed so that it can do no harm: no entities of its own, nothing fetched, nothing huge, nothing too deep."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from briefgen.errors import InputRefused

_ENTITY = re.compile(rb"<!\s*ENTITY|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", re.IGNORECASE)
_DOCTYPE_WITHIN = 100_000
"""Bytes at the beginning in which a document type can stand; after the first element there is none."""


def options() -> dict[str, Any]:
    """What every parser of XML is made with."""
    return {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "attribute_defaults": False,
        "huge_tree": False,
        "remove_comments": True,
        "remove_pis": True,
    }


def refuse_entities(data: bytes, what: str) -> None:
    """Refuse XML that declares entities: nothing that a program saves needs them, and much that does harm.

    Raises:
        InputRefused: It does; the sentence begins with `what`, such as “The file “x.docx””.
    """
    if _ENTITY.search(data[:_DOCTYPE_WITHIN]):
        raise InputRefused(
            f"{what} declares entities of its own, as files made to do harm do: "
            "open it in its own program and save it anew."
        )


def parse_xml(data: bytes, what: str) -> Any:
    """The root element of XML.

    Raises:
        InputRefused: It is broken, too deep, or declares entities; the sentence begins with `what`.
    """
    refuse_entities(data, what)
    try:
        return etree.fromstring(data, etree.XMLParser(**options()))
    except etree.XMLSyntaxError as error:
        raise InputRefused(
            f"{what} is damaged, or no XML where it should be ({error.msg}): "
            "open it in its own program and save it anew."
        ) from error
    except (ValueError, LookupError) as error:
        raise InputRefused(
            f"{what} can't be read as XML ({error}): open it in its own program and save it anew."
        ) from error
