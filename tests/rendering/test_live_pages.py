"""A brief that is edited: the page in view comes first, a newer edit ends the rest, and files are a full layout's."""

import logging
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefgen.rendering import live_pages
from briefgen.rendering.differences import MOST_KEPT, keep_difference
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.live_layout import ChangedPage, LiveLayout
from briefgen.rendering.live_pages import AllPages, Desk, LiveJob, LivePage, Proved
from briefgen.rendering.template_errors import TemplateError
from tests.rendering.conftest import MANIFEST, MakeTemplate
from tests.rendering.test_job import text_of

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title><style>@page { size: A6; margin: 1cm }
@page { @bottom-right { content: counter(page) " of " counter(pages) } } p { break-after: page }</style></head><body>
{% if contents %}<p>Contents</p>{% endif %}{% for text in paragraphs %}<p id="p{{ loop.index }}">{{ text }}</p>
{% endfor %}</body></html>"""


class Told:
    """What a desk told, and how long it was let go on."""

    def __init__(self, most: int = 1000, *, rests: bool = True) -> None:
        self.parts: list[Any] = []
        self._most, self._rests = most, rests

    def tell(self, what: Any) -> None:
        """Take a part."""
        self.parts.append(what)

    def is_wanted(self) -> bool:
        """Not when so much was told."""
        return len(self.parts) < self._most

    def rest(self, seconds: float) -> bool:
        """Somebody types again, unless they rest."""
        del seconds
        return self._rests and self.is_wanted()

    @property
    def pages(self) -> list[int]:
        """The indexes of the pages that were told, in their order."""
        return [part.index for part in self.parts if isinstance(part, LivePage)]


@pytest.fixture
def paged(make_template: MakeTemplate) -> Path:
    """A template that puts each paragraph on a page, with a list of contents from five pages on."""
    return make_template(page=PAGE, manifest=MANIFEST + "[pages]\ncontents = 5\n")


def job_of(folder: Path, *paragraphs: str) -> RenderJob:
    """A brief with so many pages."""
    return RenderJob(template=str(folder), context={"paragraphs": list(paragraphs), "contents": False}, overfull=True)


def test_the_page_in_view_comes_first(paged: Path) -> None:
    """Then the others; then what there is; and, when nobody types, that it is a full layout's."""
    desk, told = Desk(), Told()
    desk.show(LiveJob(job=job_of(paged, "One.", "Two.", "Three.", "Four."), in_view=(2, 3)), told)
    assert told.pages[:2] == [2, 3]
    # Those in view come again when it is known how many there are.
    assert set(told.pages) == {0, 1, 2, 3}
    first = [part for part in told.parts if isinstance(part, LivePage) and part.index == 2][-1]
    assert first.pdf is not None
    assert "Three." in text_of(first.pdf)
    assert "3 of 4" in text_of(first.pdf)
    assert set(first.places) == {"p3"}
    sketch, proved = told.parts[-2], told.parts[-1]
    assert isinstance(sketch, AllPages)
    assert isinstance(proved, Proved)
    assert proved.pages == sketch
    assert sketch.places["p3"][0] == first.places["p3"]
    assert [place.page for place in proved.pages.places["p4"]] == [3]


def test_only_pages_that_changed_are_told(paged: Path) -> None:
    """Of a word on one page that page; what the window has is named and not sent again."""
    desk, told = Desk(), Told()
    desk.show(LiveJob(job=job_of(paged, "One.", "Two.", "Three.")), told)
    known = frozenset(part.digest for part in told.parts if isinstance(part, LivePage))
    again = Told(rests=False)
    desk.show(LiveJob(job=job_of(paged, "One.", "Two!", "Three."), known=known), again)
    assert again.pages == [1]
    back = Told()
    desk.show(LiveJob(job=job_of(paged, "One.", "Two.", "Three."), known=known), back)
    assert [(part.index, part.pdf) for part in back.parts if isinstance(part, LivePage)] == [(1, None)]
    # A window that has nothing any more is told all of it.
    anew = Told()
    desk.show(LiveJob(job=job_of(paged, "One.", "Two.", "Three.")), anew)
    assert sorted(anew.pages) == [0, 1, 2]
    assert anew.parts[-1] == back.parts[-1]


def test_a_newer_edit_ends_it_between_pages(paged: Path) -> None:
    """Nothing more is told, and the next job is right all the same; nor is the proof made while somebody types."""
    desk, told = Desk(), Told(most=2)
    desk.show(LiveJob(job=job_of(paged, "One.", "Two.", "Three.", "Four.")), told)
    assert len(told.parts) == 2
    typing = Told(rests=False)
    desk.show(LiveJob(job=job_of(paged, "One!", "Two.", "Three!", "Four.")), typing)
    assert isinstance(typing.parts[-1], AllPages)
    at_rest = Told()
    desk.show(LiveJob(job=job_of(paged, "One!", "Two.", "Three!", "Four."), known=frozenset()), at_rest)
    assert isinstance(at_rest.parts[-1], Proved)
    assert at_rest.parts[-1].pages == typing.parts[-1]


def test_a_full_layout_is_left_between_pages(paged: Path) -> None:
    """Also in the middle of the proof."""

    class Leaves(Told):
        def is_wanted(self) -> bool:
            self.asked = getattr(self, "asked", 0) + any(isinstance(part, AllPages) for part in self.parts)
            return self.asked < 3

    desk, told = Desk(), Leaves()
    desk.show(LiveJob(job=job_of(paged, *"abcdefgh")), told)
    assert isinstance(told.parts[-1], AllPages)


def test_a_list_of_contents_comes_with_the_pages_for_it(paged: Path) -> None:
    """As in the file, before anybody rests; and goes with them."""
    desk = Desk()
    for pages, texts in ((4, "abcd"), (6, "abcde"), (7, "abcdef"), (4, "wxyz")):
        told = Told()
        desk.show(LiveJob(job=job_of(paged, *texts)), told)
        assert isinstance(told.parts[-1], Proved)
        assert len(told.parts[-1].pages.digests) == pages
        assert len(render(job_of(paged, *texts)).pages) == pages


def test_the_file_costs_painting_only_and_is_that_of_the_command_line(
    paged: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After a preview nothing is laid out, the engine's own progress says; bytes and warnings are the same."""
    job = replace(job_of(paged, *"abcde", "A \u0378 that no font has."), html=True)
    desk = Desk()
    desk.show(LiveJob(job=job), Told())
    with caplog.at_level(logging.INFO, logger="weasyprint.progress"):
        file = desk.render(replace(job, overfull=False))
        layouts = [record.message for record in caplog.records if "Creating layout" in record.message]
        alone = render(replace(job, overfull=False))
    assert layouts == []
    assert file.pdf == alone.pdf
    assert replace(file, timings=()) == replace(alone, timings=())
    assert alone.uncovered is not None
    # And once more, with other pages in between.
    desk.show(LiveJob(job=job_of(paged, "Another.")), Told())
    desk.show(LiveJob(job=job), Told())
    assert desk.render(replace(job, overfull=False)).pdf == alone.pdf


def test_what_is_wrong_is_raised_and_gone_over(paged: Path) -> None:
    """An error in a template is told as always; when it is mended the pages are there."""
    desk = Desk()
    desk.show(LiveJob(job=job_of(paged, "One.")), Told())
    (paged / "brief.html.jinja").write_text(PAGE.replace("paragraphs", "paragrafs"))
    with pytest.raises(TemplateError):
        desk.show(LiveJob(job=job_of(paged, "Two.")), Told())
    (paged / "brief.html.jinja").write_text(PAGE)
    told = Told()
    desk.show(LiveJob(job=job_of(paged, "Two.")), told)
    assert isinstance(told.parts[-1], Proved)


class Wrong(LiveLayout):
    """Reads other words than those that it is given: a defect, as there should be none."""

    def update(self, html: str, *, first: int = 0) -> Generator[ChangedPage, None, None]:
        """Lay out something else."""
        return super().update(html.replace("Two", "Tow"), first=first)


@pytest.mark.expected_log("Laid out bit by bit, a brief differed from its full layout in page 2;")
def test_a_difference_is_mended_and_kept(paged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The full layout's page is shown in its place, and both documents are kept beside the log."""
    monkeypatch.setattr(live_pages, "log_file", lambda: tmp_path / "logs" / "briefgen.log")
    monkeypatch.setattr("briefgen.rendering.live_layout.LiveLayout", Wrong)
    desk, told = Desk(), Told()
    desk.show(LiveJob(job=job_of(paged, "One.", "1 2 3")), Told())
    desk.show(LiveJob(job=job_of(paged, "One.", "Two.")), told)
    seen = [text_of(part.pdf or b"") for part in told.parts if isinstance(part, LivePage) and part.index == 1]
    assert ["Tow." in seen[0], "Two." in seen[-1]] == [True, True]
    kept = {path.name.rpartition("-")[2]: path for path in (tmp_path / "logs").iterdir()}
    assert "1 2 3" in kept["before.html"].read_text()
    assert "Two." in kept["now.html"].read_text()
    assert kept["now.html"].stat().st_mode & 0o077 == 0


@pytest.mark.expected_log("differed from its full layout")
def test_few_differences_are_kept(tmp_path: Path) -> None:
    """The oldest go, and what is too long is not kept at all."""
    for number in range(MOST_KEPT + 2):
        keep_difference(tmp_path, "before", f"now {number}", [0])
    assert len(list(tmp_path.iterdir())) == 2 * MOST_KEPT
    keep_difference(tmp_path / "long", "x" * 3_000_000, "now", [])
    assert [path.read_text() for path in (tmp_path / "long").iterdir()] == ["now"]
