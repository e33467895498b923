"""Styles of strangers: what is wrong is said with its line; what is read can reach no file and print no markup."""

from __future__ import annotations

import pytest

from briefgen.rendering.citations.finding import SHIPPED, style_bytes
from briefgen.rendering.citations.formatting import Cite, printed, values_of
from briefgen.rendering.citations.reading import MAX_BYTES, StyleRefused, read_style, style_info

STYLE = """\
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><title>Ours</title><id>https://house.example/ours</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <macro name="title"><text variable="title" font-style="italic"/></macro>
  <citation><layout suffix=".">
    <group delimiter=", "><text macro="title"/><text variable="locator"/></group>
  </layout></citation>
</style>
"""


def refusal(text: str) -> str:
    """What is said of a style that can't be used."""
    with pytest.raises(StyleRefused) as refused:
        read_style(text.encode(), "ours", "en-GB")
    return refused.value.message


@pytest.mark.parametrize("name", SHIPPED)
def test_a_style_that_ships_is_read(name: str) -> None:
    """In English and French, and in a language that nothing is known of."""
    data = style_bytes(name, ())
    for language in ("en-GB", "fr-FR", "fr", "xx-Unknown", "../../etc"):
        assert printed(read_style(data, name, language), "citation", Cite(values_of({"type": "book", "title": "A"})))


def test_a_style_says_what_it_is() -> None:
    """Its title and its class."""
    info = style_info(STYLE.encode(), "ours")
    assert (info.title, info.is_note, info.has_entries) == ("Ours", True, False)
    assert not style_info(style_bytes("apa", ()), "apa").is_note


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("</style>", "", "line 9: it is not well-formed XML"),
        ("<style ", "<locale ", "line 8: it is not well-formed XML"),
        ('xmlns="http://purl.org/net/xbiblio/csl"', "", "line 2: its first element is not “style”"),
        ('class="note"', 'class="margin"', "line 2: the attribute “class”"),
        ('<text macro="title"/>', '<text macro="heading"/>', "line 6: it calls a macro “heading”, which there is not"),
        ('<text variable="title" font-style="italic"/>', '<text macro="title"/>', "line 4: the macro “title” calls it"),
        (
            "  <citation>",
            '  <macro name="title"><text value="x"/></macro>\n  <citation>',
            "line 5: there are two macros",
        ),
        (
            'font-style="italic"',
            'font-style="wavy"',
            "is wrong with the element “text” with variable=“title” font-style=“wavy”.",
        ),
        (
            '<text variable="locator"/>',
            '<text variable="shelf"/>',
            "line 6: it does not keep to CSL 1.0.2: something is wrong with the element “text” with variable=“shelf”.",
        ),
        (
            '<?xml version="1.0" encoding="utf-8"?>',
            '<!DOCTYPE style [<!ENTITY all SYSTEM "file:///etc/passwd">]>',
            "line 1: it has a document type",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(before: str, after: str, said: str) -> None:
    """In one sentence that names the style."""
    assert before in STYLE
    message = refusal(STYLE.replace(before, after, 1))
    assert said in message
    assert message.startswith("The citation style “ours” can't be used, ")


def test_a_dependent_style_names_the_one_to_take() -> None:
    """It prints nothing by itself."""
    text = STYLE[: STYLE.index("  <macro")].replace(
        "</info>", '<link href="https://styles.example/apa" rel="independent-parent"/></info>'
    )
    assert "it only says that it looks like “apa”: take that style in its place" in refusal(text + "</style>")


def test_a_huge_style_is_not_parsed() -> None:
    """A thousand times a thousand bytes are enough for every style there is."""
    assert "has more than 1000 kB" in refusal(STYLE + " " * MAX_BYTES)


def test_nothing_that_a_style_or_a_work_says_is_markup() -> None:
    """Neither titles nor affixes; and a macro that is called thousands of times ends in a sentence."""
    style = STYLE.replace('suffix="."', 'suffix="&lt;script&gt;x&lt;/script&gt;"')
    ready = read_style(style.encode(), "ours", "en-GB")
    html = printed(ready, "citation", Cite(values_of({"type": "book", "title": "<b>A & B</b> \ue001i"})))
    assert html == "<i>&lt;b&gt;A &amp; B&lt;/b&gt; i</i>&lt;script&gt;x&lt;/script&gt;"


def test_macros_that_multiply_are_stopped() -> None:
    """Ten calls of ten calls … of one long word are not printed."""
    levels = "".join(
        f'<macro name="m{n}"><group>{f"<text macro=&quot;m{n - 1}&quot;/>" * 10}</group></macro>'.replace("&quot;", '"')
        if n
        else '<macro name="m0"><text variable="title"/></macro>'
        for n in range(7)
    )
    style = STYLE.replace('<macro name="title">', f'{levels}<macro name="title"><text macro="m6"/>', 1)
    ready = read_style(style.encode(), "ours", "en-GB")
    with pytest.raises(OverflowError):
        printed(ready, "citation", Cite(values_of({"type": "book", "title": "A long title of a book " * 4})))
