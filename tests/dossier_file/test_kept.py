"""Files of every version that was ever released open for ever, and hold what they held.

`kept/version-1.0.briefgen` was made by version 1.0: `example()` committed, a version “sent out”, an edit, another
version. `kept/version-1.1.briefgen`, by version 1.1: `example()`, a version “sent out”, the brief to the minister
issued with a house template as PDF and as HTML, a version “issued”, an edit. The JSON beside each has the plain data
that it held. None is ever made anew.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefgen import issuing
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import to_plain
from briefgen.dossier_file import open_dossier
from briefgen.dossier_file.records import LISTS, SINGLES

KEPT = sorted((Path(__file__).parent / "kept").glob("*.briefgen"))


def as_plain(dossier: Dossier) -> dict[str, Any]:
    """A dossier as plain data."""
    singles = {name: to_plain(getattr(dossier, name)) for name in SINGLES}
    return singles | {name: [to_plain(record) for record in getattr(dossier, name)] for name in LISTS}


def test_there_are_files() -> None:
    """The folder has not been lost."""
    assert [path.name for path in KEPT] == ["version-1.0.briefgen", "version-1.1.briefgen"]


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
@pytest.mark.parametrize("read_only", [False, True])
def test_it_opens_and_holds_what_it_held(kept: Path, read_only: bool, tmp_path: Path) -> None:
    """The dossier, its versions and its documents; for reading and for writing."""
    path = Path(shutil.copy(kept, tmp_path))
    expected = json.loads(kept.with_suffix(".json").read_text("utf-8"))
    with open_dossier(path, read_only=read_only) as file:
        assert as_plain(file.dossier) == expected["dossier"]
        assert {version.name: as_plain(file.load_version(version.number)) for version in file.versions()} == expected[
            "versions"
        ]
        for source in file.dossier.sources:
            assert len(file.original(source.sha256)) == source.size
        assert [hit.source for hit in file.search("同盟")] == ["source-2"]
        assert file.check() == ()
        if not read_only:
            file.commit(replace(file.dossier, settings=replace(file.dossier.settings, title="Edited")))
    with open_dossier(path) as file:
        assert (file.dossier.settings.title == "Edited") is not read_only


def test_what_was_issued_is_made_again() -> None:
    """With the template and the data that the dossier of version 1.1 keeps, however much both have changed since."""
    with open_dossier(KEPT[1], read_only=True) as file:
        pdf, page = (issuing.made_again(file, issuing.find_issue(file.dossier, which)) for which in ("2", "3"))
    assert pdf.data.startswith(b"%PDF-")
    said = page.data.decode()
    for words in ("<h1>Repair the wall</h1>", "OFFICIAL", "<strong>1931</strong>", "Approve the repair of the wall"):
        assert words in said
