"""House templates made for one test."""

import gc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

PLAIN = Path(__file__).parent / "templates" / "plain"

MANIFEST = 'title = "Made for a test"\nversion = "1"\npage = "brief.html.jinja"\n'

MakeTemplate = Callable[..., Path]


@pytest.fixture(autouse=True)
def _no_foreign_code_in_the_collector() -> Iterator[None]:
    """Keep the test library's own callback out of Python's collector.

    A rendering is stopped by an exception from outside, which lands wherever Python is just then. Where that is such a
    callback, Python can only report the exception as one that nobody could take; the watch then asks again.
    """
    held = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks[:] = [*held, *(new for new in gc.callbacks if new not in held)]


@pytest.fixture
def plain() -> Path:
    """The folder of a small template that uses a macro, a style sheet and their shared folder."""
    return PLAIN


@pytest.fixture
def make_template(tmp_path: Path) -> MakeTemplate:
    """Make a template's folder from its page, or from the page's body alone, its manifest and other files."""

    def make(
        body: str = "",
        *,
        page: str = "",
        name: str = "made",
        manifest: str = MANIFEST,
        files: Mapping[str, str | bytes] | None = None,
    ) -> Path:
        folder = tmp_path / "templates" / name
        content = {
            "template.toml": manifest,
            "brief.html.jinja": page
            or f'<!DOCTYPE html><html lang="en"><head><title>T</title></head>\n{body}\n</html>',
            **(files or {}),
        }
        for file_name, text in content.items():
            path = folder / file_name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return make
