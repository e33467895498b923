"""`template.toml` and `brand.toml`: their text → what the domain makes of it, each mistake with its key and line.

A manifest that says `extends = "NAME"` is laid over that template's: what it does not say is as it is there. Of tables
(`pages`, `colours` …) the single keys count; sections, fields and contrasts are added, and one that has the id, the
name or the colours of one that is there takes its place, key by key. `[arrange]` then puts the sections in another
order, and does without some of them and of the fields.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefgen.domain.brand import Brand
from briefgen.domain.colours import contrast_ratio, is_colour
from briefgen.domain.fields import Checked, FieldError, Many, Record, Text, from_plain, holds
from briefgen.domain.house_template import (
    CONTEXT_VERSION,
    ContrastPair,
    HouseTemplate,
    TemplateField,
    TemplateSection,
    Translation,
)
from briefgen.rendering.fenced_folder import FencedFolder, NotServed
from briefgen.rendering.pages import VARIANTS
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.toml_lines import line_of, lines_of
from briefgen.rendering.wording import label_names

MANIFEST = "template.toml"
BRAND = "brand.toml"

_MAX_BYTES = 500_000
"""The largest of the two files: a hundred times as large as those that ship."""

_OF_FILES = {"page", "styles", "arrange"}
"""What a manifest says of its files, and of the manifest that it is laid over: not for the domain."""

COMPUTED = {
    "sha256": "“sha256” is computed, not declared",
    "brand": "what a brand says stands in a file of its own, brand.toml",
}
"""What a template has that its manifest can't say, and what is said to those who try."""

_LISTS: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "sections": (TemplateSection, ("id",)),
    "fields": (TemplateField, ("name",)),
    "contrast": (ContrastPair, ("text", "on")),
    "translations": (Translation, ("language",)),
}
"""The lists of tables: what an entry is, and the keys by which two entries are the same."""


_ID = Text(one_line=True, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement(Checked):
    """How a manifest that is laid over another one arranges what is there."""

    order: tuple[str, ...] = holds(
        Many(_ID), (), about="Ids of sections in their order; those that it does not name follow, in the order they had"
    )
    without: tuple[str, ...] = holds(Many(_ID), (), about="Ids of sections of the other template that this one lacks")
    without_fields: tuple[str, ...] = holds(
        Many(_ID), (), about="Names of fields of the other template that this one lacks"
    )


class Manifest:
    """The values of one of the two files, and where in its text they stand."""

    def __init__(self, template: str, file: str, text: str) -> None:
        """Read the text.

        Raises:
            TemplateError: It is not valid TOML, or made to keep its reader busy.
        """
        self.template = template
        self.file = file
        self.text = text
        if line := _line_with_a_long_key(text):
            raise TemplateError("a key has too many parts", template=template, file=file, line=line)
        try:
            self.values: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _not_toml(template, file, text, error) from None
        except RecursionError:
            reason = "its lists or tables are nested hundreds deep"
            raise TemplateError(reason, template=template, file=file) from None
        except ValueError as error:  # a number of thousands of digits
            reason = f"a value can't be read ({error})"
            raise TemplateError(reason, template=template, file=file) from None

    @property
    def extends(self) -> str:
        """The name of the template that it is laid over; "" for none."""
        return self._text_of("extends", "the name of a house template")

    @property
    def page(self) -> str:
        """The file in which the document begins; "" where it says none."""
        return self._text_of("page", "the file in which the document begins, as “brief.html.jinja”")

    @property
    def styles(self) -> tuple[str, ...]:
        """The style sheets that it links."""
        styles = self.values.get("styles", [])
        if not isinstance(styles, list) or not all(isinstance(style, str) for style in styles):
            raise self.error("styles", '“styles” is a list of style sheets, as ["brief.css"]')
        return tuple(styles)

    def error(self, field: str, reason: str) -> TemplateError:
        """Say what is wrong with a key, with its line and that line's text."""
        line = line_of(lines_of(self.text), field)
        return TemplateError(reason, template=self.template, file=self.file, line=line, field=field)

    def _text_of(self, key: str, what: str) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str) or (key in self.values and not value.strip()):
            raise self.error(key, f"“{key}” names {what}")
        return value


_IN_QUOTES = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_MOST_DOTS = 60


def _line_with_a_long_key(text: str) -> int:
    """The line, from 1, of a key such as `a.b.c` that is far longer than any of a manifest; 0 where there is none.

    Manifests come from strangers, and a key of n parts costs the standard library's parser n² of time and memory.
    """
    lines = _IN_QUOTES.sub('""', text).split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.count(".") > _MOST_DOTS), 0)


def read_manifest(template: str, folder: FencedFolder, file: str) -> Manifest:
    """Read one of the two files of a folder.

    Raises:
        TemplateError: It is not there, too large, no text, or not valid TOML.
    """
    try:
        content = folder.read(file)
        if len(content) > _MAX_BYTES:
            reason = f"it has more than {_MAX_BYTES // 1000} kB, and a manifest has a few"
            raise TemplateError(reason, template=template, file=file)
        return Manifest(template, file, content.decode("utf-8-sig"))
    except NotServed as error:
        raise TemplateError(str(error), template=template) from None
    except UnicodeDecodeError:
        raise TemplateError("it is not text in UTF-8", template=template, file=file) from None


def declared(manifest: Manifest, below: Sequence[Manifest] = ()) -> HouseTemplate:
    """Make of a manifest, and of those that it is laid over (the nearest first), what it declares.

    Raises:
        TemplateError: It says something impossible.
    """
    for key, reason in COMPUTED.items():
        if key in manifest.values:
            raise manifest.error(key, reason)
    plain: dict[str, Any] = {}
    for layer in reversed(below):
        plain = _arranged(layer, _laid_over(_of_domain(layer), plain))
    _check_entries(manifest, plain)
    plain = _arranged(manifest, _laid_over(_of_domain(manifest), plain))
    plain["name"] = manifest.values.get("name", manifest.template)
    if plain["name"] != manifest.template:
        raise manifest.error("name", f"“name” is the folder's name, {manifest.template}, and can be left out")
    try:
        template = from_plain(HouseTemplate, plain)
    except FieldError as error:
        raise manifest.error(error.field, error.message) from None
    _check_colours(manifest, template)
    if template.context_version > CONTEXT_VERSION:
        raise manifest.error(
            "context-version",
            f"it is written for version {template.context_version} of the data that pages are given, and this "
            f"Briefgen gives version {CONTEXT_VERSION}: a newer Briefgen is needed",
        )
    if template.pdf.variant and template.pdf.variant not in VARIANTS:
        raise manifest.error("pdf.variant", f"“pdf.variant” is one of: {', '.join(sorted(VARIANTS))}; or empty")
    return template


def branded(template: HouseTemplate, manifest: Manifest) -> HouseTemplate:
    """Give the template with the brand of a `brand.toml`: its colours, and its marking scheme where it has one.

    Colours that can't be told apart are not refused here: preflight finds them, and `templates check` does.

    Raises:
        TemplateError: The brand says something impossible, or words for a label that there is not.
    """
    try:
        brand = from_plain(Brand, manifest.values)
    except FieldError as error:
        raise manifest.error(error.field, error.message) from None
    for name, colour in brand.colours:
        if not is_colour(colour) or len(str(colour)) != len("#RRGGBB"):
            raise manifest.error(f"colours.{name}", f"the colour “{name}” is written #RRGGBB")
    _check_labels(manifest)
    colours = dict(template.colours) | dict(brand.colours)
    return replace(
        template,
        brand=brand,
        colours=tuple(sorted(colours.items())),
        marking_scheme=brand.marking_scheme or template.marking_scheme,
    )


def _of_domain(manifest: Manifest) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in manifest.values.items() if key not in _OF_FILES}


def _laid_over(own: Mapping[str, Any], below: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(below)
    for key, value in own.items():
        under = below.get(key)
        if key in _LISTS and isinstance(value, list) and isinstance(under, list):
            found[key] = _entries_over(value, under, _LISTS[key][1])
        elif isinstance(value, dict) and isinstance(under, dict):
            found[key] = {**under, **value}
        else:
            found[key] = value
    return found


def _entries_over(own: Sequence[Any], below: Sequence[Any], keys: tuple[str, ...]) -> list[Any]:
    found = list(below)
    for entry in own:
        place = _same(entry, found, keys)
        if place is None:
            found.append(entry)
        else:
            found[place] = {**found[place], **entry}
    return found


def _arranged(manifest: Manifest, plain: dict[str, Any]) -> dict[str, Any]:
    """Do without the sections and fields that a manifest does not want, and put the sections in its order."""
    if "arrange" not in manifest.values:
        return plain
    told = manifest.values["arrange"]
    if not manifest.extends:
        reason = "“arrange” is for a template that is made from another one: put the sections themselves in order"
        raise manifest.error("arrange", reason)
    if not isinstance(told, dict):
        raise manifest.error("arrange", "“arrange” is a table, [arrange]")
    try:
        wanted = from_plain(Arrangement, told, where="arrange")
    except FieldError as error:
        raise manifest.error(error.field, error.message) from None
    left = {}
    for key, names, what, name in (
        ("without", wanted.without, "sections", "id"),
        ("without_fields", wanted.without_fields, "fields", "name"),
    ):
        _check_named(manifest, f"arrange.{key}", names, [entry[name] for entry in plain.get(what, [])], what)
        left[what] = [entry for entry in plain.get(what, []) if entry[name] not in names]
    places = [section["id"] for section in left["sections"]]
    _check_named(manifest, "arrange.order", wanted.order, places, "sections")
    order = [*wanted.order, *(place for place in places if place not in wanted.order)]
    translated = [
        entry | {"sections": {place: title for place, title in entry.get("sections", {}).items() if place in places}}
        for entry in plain.get("translations", [])
    ]
    sections = sorted(left["sections"], key=lambda section: order.index(section["id"]))
    return plain | {"sections": sections, "fields": left["fields"], "translations": translated}


def _check_named(manifest: Manifest, key: str, names: Sequence[str], there: Sequence[str], what: str) -> None:
    for number, name in enumerate(names):
        if name not in there:
            raise manifest.error(
                key, f"“{key}” names “{name}”, which is not among the {what} here: {', '.join(there) or 'none'}"
            )
        if name in names[:number]:
            raise manifest.error(key, f"“{key}” names “{name}” twice")


def _same(entry: Any, others: Sequence[Any], keys: tuple[str, ...]) -> int | None:
    if not isinstance(entry, dict):
        return None
    named = tuple(entry.get(key) for key in keys)
    return next(
        (n for n, other in enumerate(others) if isinstance(other, dict) and tuple(map(other.get, keys)) == named), None
    )


def _check_entries(manifest: Manifest, below: Mapping[str, Any]) -> None:
    """Refuse an impossible section, field or contrast by its number in this manifest, not among all that there are."""
    if not below:
        return
    for key, (cls, names) in _LISTS.items():
        entries = manifest.values.get(key, [])
        if not isinstance(entries, list):
            raise manifest.error(key, f"“{key}” is a list of tables, [[{key}]]")
        for number, entry in enumerate(entries, 1):
            under = below.get(key, [])
            place = _same(entry, under, names)
            whole = entry if place is None else {**under[place], **entry}
            try:
                Record(cls, optional=False).read(f"{key}[{number}]", whole)
            except FieldError as error:
                raise manifest.error(error.field, error.message) from None


def _check_colours(manifest: Manifest, template: HouseTemplate) -> None:
    colours = dict(template.colours)
    for name, colour in colours.items():
        if not is_colour(colour) or len(str(colour)) != len("#RRGGBB"):
            raise manifest.error(f"colours.{name}", f"the colour “{name}” is written #RRGGBB")
    own = manifest.values.get("contrast", [])
    for number, pair in enumerate(template.contrast, 1):
        place = number - 1 if not manifest.extends else _same({"text": pair.text, "on": pair.on}, own, ("text", "on"))
        key = f"colours.{pair.text}" if place is None else f"contrast[{place + 1}]"
        for name in (pair.text, pair.on):
            if name not in colours:
                raise manifest.error(key, f"“contrast” names “{name}”, which is not among the colours")
        # Cut, not rounded: what just misses a limit has not reached it.
        tenths = int(contrast_ratio(str(colours[pair.text]), str(colours[pair.on])) * 10)
        if tenths < pair.tenths:
            raise manifest.error(
                key,
                f"the colour “{pair.text}” on “{pair.on}” has a contrast of {tenths / 10} to 1 "
                f"where at least {pair.tenths / 10} is wanted",
            )


def _check_labels(manifest: Manifest) -> None:
    known = label_names()
    for language, labels in manifest.values.get("labels", {}).items():
        where = f"labels.{language}"
        if not isinstance(labels, dict):
            raise manifest.error(where, f"“labels” has a table for each language, as [labels.en]; “{language}” is none")
        for name, words in _flat(labels):
            if name not in known:
                raise manifest.error(f"{where}.{name}", f"there is no label “{name}”")
            if not isinstance(words, str):
                raise manifest.error(f"{where}.{name}", f"the label “{name}” is text")


def _flat(labels: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, words in labels.items():
        found += _flat(words, f"{before}{name}.") if isinstance(words, dict) else [(f"{before}{name}", words)]
    return found


def _not_toml(template: str, file: str, text: str, error: tomllib.TOMLDecodeError) -> TemplateError:
    # tomllib gives the place in its message only: “… (at line 3, column 5)” or “… (at end of document)”.
    place = re.search(r"\(at (?:line (\d+), column \d+|end of document)\)", str(error))
    reason = str(error)[: place.start()].strip() if place else str(error)
    lines = text.splitlines()
    line = int(place[1]) if place and place[1] else len(lines)
    source_line = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return TemplateError(
        f"it is not valid TOML: {reason}", template=template, file=file, line=line, source_line=source_line
    )
