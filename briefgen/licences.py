"""What Briefgen is made of beside its own code, and under which licences: for the about box, and for every download.

In a download the build has written it all down (`components.json`, with what no package tells: Python itself and the
system's libraries). Elsewhere each library was installed by itself, and is asked.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from briefgen.errors import NotThere
from briefgen.resources import assets_folder, find_shipped, places

FOLDER = "licences"
"""The folder of a download, beside its assets, in which the components are written down."""
FILE = "components.json"
_TEXTS = re.compile(r"(?i)^(licen[cs]e|copying|notice|ofl|mpl|lgpl|gpl|apache)")
_CLASSIFIER = "License :: OSI Approved :: "
_LONGEST_STATEMENT = 80
"""Letters; some packages put the whole text where its name belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Something that is used, and its licence.

    Attributes:
        name: As it calls itself.
        version: Empty where it has none.
        kind: library, system library, language, typeface, icons, word list, citation styles.
        licence: What it says of its licence: an SPDX expression, or words.
        text: The licence itself; empty where the package does not bring it.
        package: Its name on the index of Python packages; empty for what is none.
    """

    name: str
    version: str
    kind: str
    licence: str
    text: str
    package: str = ""


_ASSETS = (
    ("Source Sans 3", "typeface", "OFL-1.1", "fonts/source-sans-3/LICENSE.md"),
    ("Source Serif 4", "typeface", "OFL-1.1", "fonts/source-serif-4/LICENSE.md"),
    ("Lucide", "icons", "ISC", "icons/lucide/LICENSE.md"),
    ("English word list (British), SCOWL", "word list", "SCOWL, permissive", "dictionaries/en-GB.LICENSE"),
    ("English word list (American), SCOWL", "word list", "SCOWL, permissive", "dictionaries/en-US.LICENSE"),
    ("Citation styles of the Citation Style Language", "citation styles", "CC-BY-SA-3.0", "citation-styles/LICENSE"),
)


def components() -> tuple[Component, ...]:
    """All that is used here, in the order of the names.

    Raises:
        NotThere: The installation lacks its assets.
    """
    found = _written_down()
    if found is None:
        found = tuple(installed_libraries())
    return tuple(sorted((*found, *_assets()), key=lambda component: component.name.lower()))


def _written_down() -> tuple[Component, ...] | None:
    """What the build of a download has written down; None where this is no download."""
    try:
        file = find_shipped(FOLDER, places()) / FILE
    except NotThere:
        return None
    return tuple(Component(**entry) for entry in json.loads(file.read_text("utf-8")))


def write_down(found: Iterable[Component]) -> str:
    """Give the content of `components.json`."""
    return json.dumps([asdict(component) for component in found], ensure_ascii=False, indent=1) + "\n"


def installed_libraries(of: str = "briefgen") -> Iterator[Component]:
    """The Python packages that a package needs at run time, and those that they need, as far as they are installed."""
    waiting, seen = [of], {_normal(of)}
    while waiting:
        try:
            distribution = importlib.metadata.distribution(waiting.pop())
        except importlib.metadata.PackageNotFoundError:
            continue  # it is for another system
        if _normal(distribution.name) != _normal(of):
            yield _library(distribution)
        for requirement in distribution.requires or ():
            name = re.match(r"[A-Za-z0-9._-]+", requirement)
            if name is not None and "extra ==" not in requirement and _normal(name.group()) not in seen:
                seen.add(_normal(name.group()))
                waiting.append(name.group())


def as_text(found: Iterable[Component]) -> str:
    """Write all licences one after the other, for people."""
    parts = [
        "Briefgen is made with the work of others. Each part is listed with its licence.\n",
        *(_heading(component) + (component.text.strip() or component.licence) + "\n" for component in found),
    ]
    return "\n".join(parts)


def _heading(component: Component) -> str:
    title = f"{component.name} {component.version}".strip()
    line = f"{title} ({component.kind}): {component.licence}"
    return f"{'=' * 100}\n{line}\n{'=' * 100}\n\n"


def _library(distribution: importlib.metadata.Distribution) -> Component:
    return Component(
        name=distribution.name,
        version=distribution.version,
        kind="library",
        licence=_statement(distribution),
        text=_texts(distribution),
        package=_normal(distribution.name),
    )


def _statement(distribution: importlib.metadata.Distribution) -> str:
    """What a package says of its licence, the most exact first."""
    told = distribution.metadata
    if expressions := told.get_all("License-Expression"):
        return str(expressions[0])
    classified = [
        value.removeprefix(_CLASSIFIER) for value in told.get_all("Classifier") or () if value.startswith(_CLASSIFIER)
    ]
    stated = "".join(told.get_all("License") or ()).strip()
    if stated and len(stated) <= _LONGEST_STATEMENT:
        return stated
    return "; ".join(classified) or "see its text"


def _texts(distribution: importlib.metadata.Distribution) -> str:
    """The texts of the licences that a package brings."""
    files = [file for file in distribution.files or () if _TEXTS.match(file.name) and not file.name.endswith(".py")]
    texts = []
    for file in sorted(files, key=str):
        path = Path(str(file.locate()))
        if path.is_file():
            texts.append(path.read_text("utf-8", errors="replace").strip())
    return "\n\n".join(dict.fromkeys(texts))


def _assets() -> Iterator[Component]:
    for name, kind, licence, file in _ASSETS:
        text = (assets_folder() / file).read_text("utf-8", errors="replace")
        yield Component(name=name, version="", kind=kind, licence=licence, text=text)


def _normal(name: str) -> str:
    """A package's name in the one spelling that names are compared in (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
