"""The HTML form of a brief: one file that fetches nothing, with landmarks, named tables, notes that lead both ways."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from lxml import html as markup

from briefgen.domain.colours import contrast_ratio
from briefgen.exporters.html import to_single_file, turned_over
from briefgen.rendering.house_templates import open_template
from tests.rendering import coast
from tests.rendering.coast import BRIEF, DOSSIER, TEMPLATE


@cache
def text() -> str:
    """The full brief, with everything in its margins."""
    brief = replace(BRIEF, tlp="TLP:AMBER", handling="RECIPIENTS ONLY")
    context = coast.context_of(DOSSIER, brief)
    return to_single_file(coast.rendered(DOSSIER, brief).html, context, open_template(TEMPLATE).linked)


@cache
def page() -> markup.HtmlElement:
    """The same, read."""
    return markup.document_fromstring(text())


def test_the_file_fetches_and_runs_nothing() -> None:
    """Styles are within, typefaces have others in their places, and a policy forbids what is not there anyway."""
    assert page().xpath("//script | //link | //iframe | //object | //*[@onload or @onclick]") == []
    assert [part for part in ("url(", "@import", "@font-face", "briefgen:") if part in text()] == []
    (policy,) = page().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert '"House Sans", system-ui' in text()
    assert [link for link in page().xpath("//@src") if not link.startswith("data:")] == []


def test_all_that_is_read_stands_in_the_main_landmark() -> None:
    """Between the marking at head and foot; the link that skips to it is the first thing in the file."""
    body = page().body
    assert [element.tag for element in body] == ["a", "header", "main", "footer"]
    skip, head, main, foot = body
    assert skip.get("href") == f"#{main.get('id')}"
    assert page().get("lang") == "en-GB"
    lines = ["OFFICIAL-SENSITIVE", "TLP:AMBER", "RECIPIENTS ONLY"]
    assert [line.text for line in head] == [line.text for line in foot] == lines
    assert '@top-center { content: "OFFICIAL-SENSITIVE · TLP:AMBER · RECIPIENTS ONLY"' in text()
    assert main.xpath(".//*[contains(@class, 'page-head') or contains(@class, 'page-foot')]") == []


def test_headings_go_down_one_level_at_a_time() -> None:
    """From the one title."""
    levels = [int(element.tag[1]) for element in page().iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_a_name_and_scopes() -> None:
    """A table without a caption is named by the heading that it stands under."""
    tables = list(page().iter("table"))
    assert [table.find("caption").text for table in tables[:3]] == [
        "Recommendations", "Background", "Dilemma 1 · Safety against local choice",
    ]  # fmt: skip
    assert all(cell.get("scope") in {"col", "row"} for cell in page().iter("th"))


def test_notes_lead_both_ways() -> None:
    """Each number to its note, each note back to all its numbers; all links within the file lead somewhere."""
    ids = page().xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in page().xpath("//a/@href") if target.startswith("#")} <= set(ids)
    references = page().xpath("//a[@role='doc-noteref']")
    back = page().xpath("//a[@role='doc-backlink']")
    assert {link.get("id") for link in references} == {link.get("href")[1:] for link in back}
    first, second = page().xpath("//li[@id='note-1']/a[@role='doc-backlink']")
    assert [first.get("aria-label"), second.get("aria-label")] == ["Back to the text (1)", "Back to the text (2)"]
    assert page().xpath("//*[@role='doc-endnotes']/@id") == ["section-sources"]


@pytest.mark.parametrize(("ink", "ground"), [("#1A1F24", "#F2C75C"), ("#FFFFFF", "#7D1512"), ("#4A5560", "#FFFFFF")])
def test_a_dark_screen_has_the_same_contrasts(ink: str, ground: str) -> None:
    """Words stand out from what they stand on as they do on paper, up to a rounding of the colours."""
    assert contrast_ratio(turned_over(ink), turned_over(ground)) == pytest.approx(contrast_ratio(ink, ground), rel=0.08)
    assert "@media screen and (prefers-color-scheme: dark) { :root { --" in text()


def test_a_picture_that_is_not_there_is_left_out() -> None:
    """Its words stand in its place; one that is there is in the file."""
    html = '<html><title>t</title><body><p><img src="a.png" alt="A">, <img src="b.svg" alt="B"></p></body></html>'
    context = coast.context_of(DOSSIER, replace(BRIEF, language="fr"))
    made = markup.document_fromstring(to_single_file(html, context, {"b.svg": b"<svg/>"}.get))
    assert [picture.get("src") for picture in made.iter("img")] == ["data:image/svg+xml;base64,PHN2Zy8+"]
    assert made.find(".//p").text_content() == "A, "
    assert made.xpath("//a[@class='skip-link']")[0].text == "Aller au texte"
