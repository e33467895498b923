"""The forms in which a brief leaves the house, and how their files are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Literal

Form = Literal["pdf", "html", "markdown", "docx"]

SUFFIXES: Mapping[Form, str] = {"pdf": ".pdf", "html": ".html", "markdown": ".md", "docx": ".docx"}
"""The suffix of each form's files."""

_OTHER_SUFFIXES: Mapping[str, Form] = {".htm": "html", ".markdown": "markdown"}


def form_of(name: str) -> Form | None:
    """Tell a file's form by its name's suffix; None where that is of no form."""
    suffix = PurePath(name).suffix.lower()
    return next((form for form, own in SUFFIXES.items() if own == suffix), _OTHER_SUFFIXES.get(suffix))


def form_named(name: str) -> Form:
    """Give the form that is called so, or whose files' suffix it is, without its dot: “md” is Markdown.

    Raises:
        ValueError: There is no such form.
    """
    for form, suffix in SUFFIXES.items():
        if name in {form, suffix.removeprefix(".")}:
            return form
    raise ValueError(f"A brief has no form {name!r}.")
