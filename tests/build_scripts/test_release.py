"""What a release refuses, compares and writes down; the builds themselves are `release.py --rehearse`."""

import datetime as dt
import json
from importlib import resources
from pathlib import Path

import cyclonedx.schema
import jsonschema
import pytest
from referencing import Registry, Resource
from release import differences, not_ready
from sbom import bill_of_materials

from briefgen.licences import Component, components

CHANGELOG = "# Changelog\n\n## 1.2.3\n\nSomething.\n\n## 1.2.2\n"


@pytest.mark.parametrize(
    ("version", "changelog", "status", "said"),
    [
        ("1.2.3", CHANGELOG, "", []),
        ("1.2.3", CHANGELOG, " M briefgen/cli.py\n?? notes.txt\n", ["briefgen/cli.py, notes.txt"]),
        ("1.2.4", CHANGELOG, "", ["“1.2.3”, and the version is 1.2.4"]),
        ("1.2.3", CHANGELOG.replace("## 1.2.3", "## Unreleased"), "", ["“Unreleased”"]),
        ("1.2.3", "## 1.2.3\n", "", ["says nothing about 1.2.3"]),
        ("1.2.3", "", "?? x", ["not clean: x.", "“nothing”"]),
    ],
)
def test_a_tree_that_is_not_ready_is_told_why(version: str, changelog: str, status: str, said: list[str]) -> None:
    """Changes that are not committed, and a changelog that is of another version or empty."""
    reasons = not_ready(version, changelog, status)
    assert len(reasons) == len(said)
    assert all(words in reason for words, reason in zip(said, reasons, strict=True))


def test_two_builds_are_compared_file_by_file(tmp_path: Path) -> None:
    """What is only in one, what has other bytes, and a link that leads elsewhere."""
    for name, words, target in (("one", "as it was", "same"), ("other", "as it is", "changed")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "same").write_text("the same")
        (folder / "changed").write_text(words)
        (folder / "link").symlink_to(target)
    (tmp_path / "one" / "gone").write_text("")
    assert differences(tmp_path / "one", tmp_path / "other") == ["changed", "gone", "link"]
    assert differences(tmp_path / "one", tmp_path / "one") == []


def test_the_bill_of_materials_is_valid_and_the_same_each_time() -> None:
    """Every part is in it with version and licence, by the address under which vulnerabilities are listed."""
    parts = [
        *components(),
        Component(
            name="libpango-1.0-0", version="1.50.12", kind="system library", licence="LGPL-2.1-or-later", text=""
        ),
    ]
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    written = bill_of_materials(parts, "1.2.3", at, [("briefgen_1.2.3_amd64.deb", "ab" * 32)])
    assert written == bill_of_materials(parts, "1.2.3", at, [("briefgen_1.2.3_amd64.deb", "ab" * 32)])
    bill = json.loads(written)
    folder = resources.files(cyclonedx.schema) / "_res"
    schema, spdx, signatures = (
        json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text("utf-8"))
        for name in ("bom-1.6", "spdx", "jsf-0.82")
    )
    beside = schema["$id"].rpartition("/")[0]
    registry = Registry().with_resources(
        (f"{beside}/{name}.SNAPSHOT.schema.json", Resource.from_contents(other))
        for name, other in (("spdx", spdx), ("jsf-0.82", signatures))
    )
    jsonschema.Draft7Validator(schema, registry=registry).validate(bill)
    assert {part["name"] for part in bill["components"]} == {part.name for part in parts}
    addresses = {part.get("purl") for part in bill["components"]}
    assert any(address and address.startswith("pkg:pypi/weasyprint@") for address in addresses)
    assert "pkg:deb/debian/libpango-1.0-0@1.50.12" in addresses
    assert all(part["licenses"] for part in bill["components"])
    assert bill["metadata"]["component"]["components"][0]["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
