"""Writes the JSON Schemas of `template.toml` and `brand.toml` to `assets/schemas/`, from the records that they become.

They are for editors, which offer keys and underline mistakes while a manifest is being written. The program itself
reads a manifest by the records' own rules: these say more than a schema can, in one plain sentence, with key and line.

    python build_scripts/make_template_schemas.py [FOLDER]
"""

import dataclasses
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefgen.domain import fields
from briefgen.domain.brand import Brand
from briefgen.domain.house_template import AnyDefault, HouseTemplate, Measure
from briefgen.rendering.manifests import COMPUTED, Arrangement
from briefgen.resources import assets_folder

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_COLOUR: Schema = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}
_WORDS: Schema = {"type": "string", "minLength": 1}
_VALUES: Mapping[str, Schema] = {
    "colours": {"type": "object", "additionalProperties": _COLOUR},
    "sections": {"type": "object", "additionalProperties": _WORDS},
    "labels": {"type": "object", "additionalProperties": {"type": "object"}},
}
"""What the mappings hold, by the names of their fields."""

_ABOUT = {
    "page": "The file in which the document begins, as brief.html.jinja",
    "styles": "The style sheets that are linked in its head, in order",
    "arrange": "Of the sections and fields of the template that it is made from: their order, and those that it lacks",
}


def template_schema() -> Schema:
    """The schema of `template.toml`."""
    definitions: dict[str, Schema] = {}
    schema = _record(HouseTemplate, definitions, without=set(COMPUTED))
    schema["properties"]["page"] = {"type": "string", "minLength": 1, "description": _ABOUT["page"]}
    schema["properties"]["styles"] = {"type": "array", "items": {"type": "string"}, "description": _ABOUT["styles"]}
    schema["properties"]["arrange"] = {
        **_of(fields.Record(Arrangement, optional=False), "arrange", definitions),
        "description": _ABOUT["arrange"],
    }
    schema["dependentRequired"] = {"arrange": ["extends"]}
    del schema["required"]
    schema["anyOf"] = [{"required": ["extends"]}, {"required": ["title", "version", "page"]}]
    return _named("Briefgen house template (template.toml)", schema, definitions)


def brand_schema() -> Schema:
    """The schema of `brand.toml`."""
    definitions: dict[str, Schema] = {}
    return _named("Briefgen brand (brand.toml)", _record(Brand, definitions), definitions)


def _named(title: str, schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    return {"$schema": _DIALECT, "title": title, **schema, "$defs": dict(sorted(definitions.items()))}


def _record(cls: type[fields.Checked], definitions: dict[str, Schema], without: set[str] | None = None) -> Schema:
    properties: Schema = {}
    required = []
    about = {field.name: field.metadata["about"] for field in dataclasses.fields(cls)}
    for name, spec, default in fields.specs(cls):
        key = name.rstrip("_")
        if key in (without or set()) or (cls is HouseTemplate and key == "name"):
            continue
        found = _of(spec, key, definitions)
        properties[key] = {**found, "description": about[name]} if about[name] else found
        if "_" in key:  # either way of writing is taken
            properties[key.replace("_", "-")] = properties[key]
        if default is dataclasses.MISSING:
            required.append(key)
    if cls is HouseTemplate:
        properties["name"] = {**_WORDS, "description": "The folder's name; can be left out"}
    first = (cls.__doc__ or "").strip().split("\n\n")[0]
    return {
        "type": "object",
        "description": " ".join(first.split()),
        "properties": dict(sorted(properties.items())),
        "required": required,
        "additionalProperties": False,
    }


def _of(spec: fields.Spec, name: str, definitions: dict[str, Schema]) -> Schema:  # noqa: PLR0911 - one line a kind
    match spec:
        case fields.Text():
            return {"type": "string"} | ({"minLength": 1, "pattern": "\\S"} if spec.required else {})
        case fields.ExactText():
            return {"type": "string"}
        case fields.Flag():
            return {"type": "boolean"}
        case fields.Number():
            return {"type": "integer", "minimum": spec.least, "maximum": spec.most}
        case Measure():
            return {"type": "number", "minimum": spec.least, "maximum": spec.most}
        case fields.Choice():
            return {"enum": [str(term) for term in spec.terms]}
        case fields.Many():
            return {"type": "array", "items": _of(spec.item, name, definitions)}
        case fields.Values():
            return dict(_VALUES[name])
        case AnyDefault():
            return {"type": ["string", "boolean", "integer", "array"], "items": {"type": "string"}}
        case fields.Record():
            cls = spec.classes[0]
            if cls.__name__ not in definitions:
                definitions[cls.__name__] = {}
                definitions[cls.__name__] = _record(cls, definitions)
            found: Schema = {"$ref": f"#/$defs/{cls.__name__}"}
            return {"anyOf": [found, {"type": "string"}]} if hasattr(cls, "parse") else found
    raise TypeError(f"no schema is known for {type(spec).__name__}")


def write_schemas(folder: Path) -> list[Path]:
    """Write both schemas into a folder; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in (("template", template_schema()), ("brand", brand_schema())):
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
        written.append(path)
    return written


if __name__ == "__main__":
    for made in write_schemas(Path(sys.argv[1]) if len(sys.argv) > 1 else assets_folder() / "schemas"):
        print(made)
