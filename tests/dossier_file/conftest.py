"""A dossier file to try things on, and a place that others may not write."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.dossier_file import DossierFile, create
from tests.dossier_file.example import example, originals


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the example's file is; it is closed."""
    where = tmp_path / "lower-town.briefgen"
    with create(where, example().settings) as file:
        file.commit(example(), originals())
    return where


@pytest.fixture
def file(tmp_path: Path) -> Iterator[DossierFile]:
    """The example's file, open."""
    with create(tmp_path / "lower-town.briefgen", example().settings) as opened:
        opened.commit(example(), originals())
        yield opened


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that every user of the machine reaches, which `tmp_path` is not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)
