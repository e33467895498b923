"""Feeds give their entries, each with its heading and text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.document import ReadDocument
from briefgen.importers.reading import read_document

RSS = """<?xml version="1.0" encoding="windows-1251"?>
<!-- made by a program -->
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Мосты и порты</title><link>https://gazette.example/</link><language>ru-RU</language>
<image><title>A picture</title><link>https://gazette.example/picture</link></image>
<item><title>Мост &amp; порт</title><description>Короткий текст.</description>
<content:encoded><![CDATA[<p>Полный <b>текст</b>.</p><ul><li>Один</li></ul>]]></content:encoded></item>
<item><description>&lt;p&gt;Без заголовка.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
<title type="html">Quay &lt;b&gt;blog&lt;/b&gt;</title>
<link rel="self" href="https://gazette.example/atom"/><link href="https://gazette.example/blog"/>
<entry><title>The bridge</title><author><name>x</name></author><summary>Short.</summary>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>It opens.</p><p>Advertisement</p></div></content></entry>
</feed>"""


def blocks(document: ReadDocument) -> list[tuple[BlockKind, str]]:
    """The kind and words of each block."""
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.php", "feed.txt"])
def test_rss_gives_its_entries(name: str) -> None:
    """Each with its heading, and the fullest of its texts; in the encoding that the feed declares."""
    document = read_document(RSS.encode("cp1251"), name)
    assert blocks(document) == [
        (BlockKind.HEADING, "Мосты и порты"),
        (BlockKind.HEADING, "Мост & порт"),
        (BlockKind.PARAGRAPH, "Полный текст."),
        (BlockKind.LIST_ITEM, "Один"),
        (BlockKind.PARAGRAPH, "Без заголовка."),
    ]
    about = document.bibliography
    assert (about.title, about.URL, about.language) == ("Мосты и порты", "https://gazette.example/", "ru-RU")
    assert (document.format, document.encoding) == ("feed", "cp1251")


def test_atom_gives_its_entries() -> None:
    """Atom as well, with text right in the feed; noise is left out as on a page."""
    document = read_document(ATOM.encode(), "atom.xml")
    assert [words for _, words in blocks(document)] == ["Quay blog", "The bridge", "It opens."]
    assert [line.text for line in document.left_out] == ["Advertisement"]
    assert document.bibliography.URL == "https://gazette.example/blog"


def test_entities_of_its_own_are_refused() -> None:
    """No feed needs them."""
    hostile = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
    with pytest.raises(InputRefused, match=r"“feed\.xml” declares entities"):
        read_document(hostile.encode(), "feed.xml")


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_feed_is_read_or_refused(one: str, other: str) -> None:
    """However a feed is broken, it comes in or is refused by its name."""
    feed = f"<rss><channel><title>{one}</title><item><description>{other}".encode("utf-8", "replace")
    try:
        assert read_document(feed, "feed.xml").text
    except InputRefused as refused:
        assert "feed.xml" in refused.message  # noqa: PT017 - either outcome is right
