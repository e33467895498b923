"""The published schemas: current, sound, and of one mind with the program."""

import importlib.util
import json
import tomllib
import types
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from briefgen.rendering.house_templates import open_template
from briefgen.rendering.template_errors import TemplateError
from briefgen.resources import assets_folder, templates_folder

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = assets_folder() / "schemas"
SHIPPED = sorted(templates_folder().glob("*/template.toml"))
LEAST = 'title = "T"\nversion = "1"\npage = "p.jinja"\n'


def script() -> types.ModuleType:
    """The script, which lies outside the package."""
    spec = importlib.util.spec_from_file_location("schemas", ROOT / "build_scripts" / "make_template_schemas.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def errors(name: str, text: str) -> list[str]:
    """What a schema has against a text."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    return [error.message for error in Draft202012Validator(schema).iter_errors(tomllib.loads(text))]


def test_they_are_as_the_code_has_them(tmp_path: Path) -> None:
    """Whoever changes what a manifest or a brand may say runs make_template_schemas.py and commits."""
    for path in script().write_schemas(tmp_path):
        assert (SCHEMAS / path.name).read_text("utf-8") == path.read_text("utf-8")


@pytest.mark.parametrize("name", ["template", "brand"])
def test_they_are_schemas(name: str) -> None:
    """By the rules of JSON Schema, 2020-12."""
    Draft202012Validator.check_schema(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")))


@pytest.mark.parametrize("manifest", SHIPPED, ids=lambda path: path.parent.name)
def test_they_take_what_ships(manifest: Path) -> None:
    """Every manifest that the program opens."""
    assert errors("template", manifest.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        (LEAST, True),
        ('extends = "ministerial-submission"\n', True),
        ('extends = "ministerial-submission"\n[arrange]\norder = ["risks"]\nwithout-fields = ["annexes"]\n', True),
        ('extends = "ministerial-submission"\n[arrange]\nodd = ["risks"]\n', False),
        (LEAST + '[arrange]\norder = ["risks"]\n', False),
        (LEAST + 'paper = ["Letter"]\norientation = "landscape"\n[fit]\nsteps = [11, 10.5]\n[pages]\nstop = 2\n', True),
        (LEAST + 'context-version = 1\n[marking-scheme]\nname = "a"\ntitle = "A"\nmarkings = ["OPEN"]\n', True),
        (LEAST + '[[fields]]\nname = "a"\ntype = "lines"\ndefault = ["x"]\n', True),
        ('title = "T"\n', False),
        (LEAST + 'titel = "x"\n', False),
        (LEAST + "decides = 3\n", False),
        (LEAST + 'paper = ["A5"]\n', False),
        (LEAST + '[colours]\nink = "black"\n', False),
        (LEAST + "[pages]\nam = 2\n", False),
        (LEAST + '[[sections]]\nid = "a"\n', False),
        (LEAST + '[[sections]]\nid = "a"\ntitle = "A"\nshows = "risks"\n', False),
        (LEAST + 'sha256 = "0"\n', False),
        (LEAST + "[fit]\nsteps = [3]\n", False),
        (LEAST + "[brand]\n", False),
    ],
)
def test_schema_and_program_are_of_one_mind(text: str, sound: bool, tmp_path: Path) -> None:
    """What the schema takes opens, and what it refuses does not."""
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "template.toml").write_text(text, encoding="utf-8")
    (folder / "p.jinja").write_text("", encoding="utf-8")
    assert (errors("template", text) == []) is sound
    if sound:
        assert open_template(folder).template.name == "made"
    else:
        with pytest.raises(TemplateError):
            open_template(folder)


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("", True),
        ('[logo]\nfile = "a.svg"\nalt = "A"\n[type]\ntext = "House Sans"\n[labels.fr]\npage = "p"\n', True),
        ('[logo]\nfile = "a.svg"\n', False),
        ('[colours]\nink = "#000"\n', False),
        ("[colors]\n", False),
    ],
)
def test_a_brand_is_held_to_its_schema(text: str, sound: bool) -> None:
    """Its tables and keys, and colours as six digits."""
    assert (errors("brand", text) == []) is sound


def test_a_kind_of_field_without_a_schema_is_a_fault() -> None:
    """Rather than a hole in what is published."""

    class Odd:
        """No kind of field."""

    with pytest.raises(TypeError, match="no schema"):
        script()._of(Odd(), "odd", {})  # noqa: SLF001 - what it does inside is what is tried


def test_every_key_says_what_it_is() -> None:
    """An editor shows the descriptions; those of records come from their docstrings."""
    schema: dict[str, Any] = json.loads((SCHEMAS / "template.schema.json").read_text("utf-8"))
    assert all(record["description"] for record in schema["$defs"].values())
