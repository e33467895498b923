"""Files of every version that was ever released open for ever, and hold what they held.

`kept/version-1.0.briefgen` was made by version 1.0: `example()` committed, a version “sent out”, an edit, another
version. The JSON beside it has the plain data that it held. Neither is ever made anew.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

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
    assert [path.name for path in KEPT] == ["version-1.0.briefgen"]


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
