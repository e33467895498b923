"""A fenced folder gives out its own files and no other."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.rendering.fenced_folder import FencedFolder, NotServed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, a folder in it, and a secret beside it."""
    inside = tmp_path / "inside"
    (inside / "images").mkdir(parents=True)
    (inside / "page.html").write_text("page")
    (inside / "images" / "crest.svg").write_text("crest")
    (inside / ".hidden").write_text("hidden")
    (tmp_path / "secret").write_text("secret")
    return inside


def test_gives_out_its_files(folder: Path) -> None:
    """A file is read by its name, in folders below by names with “/”."""
    fence = FencedFolder(folder)
    assert fence.read("page.html") == b"page"
    assert fence.read("images/crest.svg") == b"crest"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../secret",
        "images/../../secret",
        "images/../page.html",
        "./page.html",
        "/etc/passwd",
        "//etc/passwd",
        "images//crest.svg",
        "..\\secret",
        "images\\crest.svg",
        "C:/secret",
        "page.html:stream",
        "page.html\0",
        "images",
        "absent",
        "x" * 5000,
        "\ud800",
    ],
)
def test_refuses_names_that_lead_out_or_nowhere(folder: Path, name: str) -> None:
    """Every way of naming something else than a file inside is refused, the harmless ones too."""
    with pytest.raises(NotServed):
        FencedFolder(folder).read(name)


@given(parts=st.lists(st.sampled_from(["..", ".", "", "secret", "images", "page.html", "\\", "%2e%2e"]), max_size=6))
def test_no_path_reaches_the_secret(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    """However the parts of a path are put together, the file beside the folder is not given out."""
    root = tmp_path_factory.getbasetemp() / "fence-law"
    (root / "inside" / "images").mkdir(parents=True, exist_ok=True)
    (root / "inside" / "page.html").write_text("page")
    (root / "secret").write_text("secret")
    try:
        content = FencedFolder(root / "inside").read("/".join(parts))
    except NotServed:
        return
    assert content == b"page"


def test_refuses_a_link_that_leads_out(folder: Path) -> None:
    """A symbolic link to a file outside, or through a folder outside, is not followed."""
    (folder / "link").symlink_to(folder.parent / "secret")
    (folder / "up").symlink_to(folder.parent)
    fence = FencedFolder(folder)
    with pytest.raises(NotServed, match="leads out"):
        fence.read("link")
    with pytest.raises(NotServed, match="leads out"):
        fence.read("up/secret")


def test_follows_a_link_inside(folder: Path) -> None:
    """A symbolic link from one of the folder's files to another is as good as a file."""
    (folder / "link").symlink_to(folder / "page.html")
    assert FencedFolder(folder).read("link") == b"page"


def test_the_fence_itself_may_be_reached_by_a_link(folder: Path) -> None:
    """A template folder that is itself a link, as on a shared drive, works."""
    (folder.parent / "alias").symlink_to(folder)
    assert FencedFolder(folder.parent / "alias").read("page.html") == b"page"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_does_not_wait_at_a_pipe(folder: Path) -> None:
    """A named pipe, which would be waited at for ever, is refused."""
    os.mkfifo(folder / "pipe")
    with pytest.raises(NotServed, match="not a file"):
        FencedFolder(folder).read("pipe")


def test_refuses_what_is_too_large(folder: Path) -> None:
    """A file is read up to the fence's limit."""
    assert FencedFolder(folder, max_bytes=4).read("page.html") == b"page"
    with pytest.raises(NotServed, match="larger than"):
        FencedFolder(folder, max_bytes=3).read("page.html")


def test_lists_names_without_hidden_ones(folder: Path) -> None:
    """Names come sorted, with “/”, without hidden files and links that lead out."""
    (folder / "link").symlink_to(folder.parent / "secret")
    (folder / "up").symlink_to(folder.parent)
    assert list(FencedFolder(folder).names()) == ["images/crest.svg", "page.html"]


def test_the_digest_tells_contents_and_names_apart(folder: Path) -> None:
    """The digest changes with a content, a name or the prefix, and with nothing else."""
    fence = FencedFolder(folder)
    first = fence.digest()
    (folder / ".hidden").write_text("changed")
    assert fence.digest() == first
    assert fence.digest("p/") != first
    (folder / "page.html").rename(folder / "other.html")
    renamed = fence.digest()
    assert renamed != first
    (folder / "other.html").write_text("changed")
    assert fence.digest() not in {first, renamed}
