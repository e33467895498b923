"""The files of a house template as its check reads them: text with lines, by the names that pages call them by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from briefgen.rendering.fenced_folder import FencedFolder, LayeredFolder, NotServed
from briefgen.rendering.house_templates import SHARED, OpenTemplate
from briefgen.resources import assets_folder

_JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FONTS_AREA = "briefgen:/fonts/"
_BRAND_AREA = "briefgen:/brand/"
_TEMPLATE_AREA = "briefgen:/template/"
_DOSSIER_AREA = "briefgen:/dossier/"


@dataclass(frozen=True)
class TextFile:
    """One text file: its name, beginning with `_shared/` where it is shared, and its text."""

    name: str
    text: str

    def line_at(self, offset: int) -> int:
        """The line of a place in the text, from 1."""
        return self.text.count("\n", 0, offset) + 1

    @cached_property
    def markup(self) -> str:
        """The text with all that is Jinja, and comments, blank: places stay where they are."""
        return _COMMENT.sub(_blank, _JINJA.sub(_blank, self.text))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\x00", match[0])


class TemplateFiles:
    """All files of a template and of what it shares."""

    def __init__(self, template: OpenTemplate) -> None:
        self._own = template.files()
        self._brand = FencedFolder(template.brand) if template.brand else None
        self._shared = FencedFolder(template.shared) if template.shared else None
        self._fonts = FencedFolder(assets_folder() / "fonts")
        self.page = template.page
        self.styles = template.styles

    def with_suffix(self, *suffixes: str) -> Iterator[TextFile]:
        """The text files whose names end so; what is no text in UTF-8 is passed over: other rules find it."""
        areas: list[tuple[str, FencedFolder | LayeredFolder]] = [("", self._own)]
        areas += [(f"{SHARED}/", self._shared)] if self._shared else []
        for prefix, fence in areas:
            for name in fence.names():
                if name.lower().endswith(suffixes):
                    try:
                        yield TextFile(prefix + name, fence.read(name).decode("utf-8-sig"))
                    except (NotServed, UnicodeDecodeError):
                        continue

    def is_there(self, name: str, beside: str = "") -> bool:
        """Whether there is a file at an address, as a page, or a style sheet named `beside`, writes it."""
        name = name.partition("#")[0].partition("?")[0]
        fence: FencedFolder | LayeredFolder | None = self._own
        if name.startswith(_DOSSIER_AREA):
            return True
        if name.startswith(_FONTS_AREA):
            fence, name = self._fonts, name.removeprefix(_FONTS_AREA)
        elif name.startswith(_BRAND_AREA):
            fence, name = self._brand, name.removeprefix(_BRAND_AREA)
        elif name.startswith(_TEMPLATE_AREA):
            name = name.removeprefix(_TEMPLATE_AREA)
        else:
            name = _joined(PurePosixPath(beside).parent, name)
        if fence is self._own and name.startswith(f"{SHARED}/"):
            fence, name = self._shared, name.removeprefix(f"{SHARED}/")
        if fence is None:
            return False
        try:
            fence.find(name)
        except NotServed:
            return False
        return True


def _joined(folder: PurePosixPath, name: str) -> str:
    """A relative address, from the folder of the file that it stands in."""
    parts: list[str] = list(folder.parts)
    for part in name.split("/"):
        if part == "..":
            if not parts:
                return name  # leads out: no file is found there
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


_IGNORED = re.compile(r"[\t\n\r]")
"""Characters that an address may have anywhere, to no effect (WHATWG URL Standard, 4.4)."""


def is_remote(address: str) -> bool:
    """Whether an address leads to another machine or outside the template's folder: anything with a scheme but ours."""
    address = _IGNORED.sub("", address).strip().casefold()
    if address.startswith(("//", "/", "\\")):
        return True
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", address)
    return scheme is not None and scheme[1] not in {"briefgen", "data"}


def is_inline(address: str) -> bool:
    """Whether an address holds the thing itself, or a place in the same document."""
    return address.strip().casefold().startswith(("data:", "#")) or not address.strip()
