"""What a PDF says of itself: from the brief's data and the page's head, equal in both places, never by the clock."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.rendering.metadata import Metadata, Said, information, metadata_of, pdf_date, xmp

CONTEXT = {
    "brief": {
        "ref": "MIN/2026/07", "title": "Sea walls", "licence": "CC BY 4.0", "date": {"iso": "2026-04-07"},
        "version": "0.3", "state": "FOR CLEARANCE",
    },
    "marking": {"text": "OFFICIAL-SENSITIVE", "tlp": "TLP:AMBER"},
    "template": {"name": "submission", "title": "Ministerial submission"},
    "brand": {"organisation": {"name": "Coast Office"}},
}  # fmt: skip
SAID = Said(
    title="Sea walls: decide by June", authors=("A. Post", "B. Post"), description="A submission", generator="Briefgen"
)


def made(context: object = None, said: Said = SAID, html: str = "<p>") -> Metadata:
    """What is said of a document."""
    data = CONTEXT if context is None else context
    assert isinstance(data, dict)
    return metadata_of(data, said, language="en-GB", producer="The engine", html=html)


def test_what_is_known_is_said_equally_in_both_places() -> None:
    """Title, author, subject, keywords, marking, reference and version, under the names that programs look for."""
    found = made()
    assert information(found) == {
        "Title": "Sea walls: decide by June",
        "Author": "A. Post; B. Post",
        "Subject": "A submission",
        "Keywords": "Ministerial submission, MIN/2026/07, OFFICIAL-SENSITIVE TLP:AMBER",
        "Creator": "Briefgen",
        "Producer": "The engine",
        "Marking": "OFFICIAL-SENSITIVE TLP:AMBER",
        "Reference": "MIN/2026/07",
        "Version": "0.3 FOR CLEARANCE",
    }
    packet = xmp(found, archival="3a", accessible=1).decode()
    texts = {element.tag.rpartition("}")[2]: "".join(element.itertext()) for element in ET.fromstring(packet).iter()}  # noqa: S314 - our own
    assert texts["title"] == "Sea walls: decide by June"
    assert texts["creator"] == "A. Post; B. Post"
    assert texts["description"] == "A submission" or "A submission" in packet
    assert texts["Keywords"] == information(found)["Keywords"]
    assert texts["Marking"] == "OFFICIAL-SENSITIVE TLP:AMBER"
    assert texts["Reference"] == texts["identifier"] == "MIN/2026/07"
    assert texts["VersionID"] == "0.3 FOR CLEARANCE"
    assert texts["publisher"] == "Coast Office"
    assert texts["rights"] == "CC BY 4.0"
    assert texts["CreateDate"] == texts["ModifyDate"] == texts["MetadataDate"] == "2026-04-07T00:00:00Z"
    assert pdf_date(found.created) == "D:20260407000000Z"


@pytest.mark.parametrize(
    ("archival", "accessible", "claimed"),
    [
        ("3a", 1, ["pdfaid:part>3<", "pdfaid:conformance>A<", "pdfuaid:part>1<", "pdfaExtension:schemas"]),
        ("2u", 0, ["pdfaid:part>2<", "pdfaid:conformance>U<"]),
        ("4u", 0, ["pdfaid:part>4<", "pdfaid:rev>2020<"]),
        ("4f", 0, ["pdfaid:part>4<", "pdfaid:rev>2020<", "pdfaid:conformance>F<"]),
        ("", 2, ["pdfuaid:part>2<", "pdfuaid:rev>2024<"]),
        ("", 0, []),
    ],
)
def test_it_claims_what_it_is_asked_to_and_no_more(archival: str, accessible: int, claimed: list[str]) -> None:
    """The parts of both standards; what PDF/A does not know is described."""
    packet = xmp(made(), archival=archival, accessible=accessible).decode()
    assert all(claim in packet for claim in claimed)
    assert ("pdfaid:" in packet) == bool(archival)
    assert ("pdfaid:conformance" in packet) == (archival not in {"", "4u"})
    assert ("<pdfuaid:part" in packet) == bool(accessible)


def test_ids_are_stable_where_the_document_is_the_same_and_differ_where_it_is_not() -> None:
    """A new version is another instance of one document; another reference is another document."""
    one, again, later = made(), made(), made(html="<p>more")
    assert one == again
    assert one.document_id == later.document_id
    assert one.instance_id != later.instance_id
    other = made({**CONTEXT, "brief": {"ref": "MIN/2026/08"}})
    assert other.document_id != one.document_id


def test_dates_are_those_of_the_page_else_of_the_brief_else_none() -> None:
    """Never the day on which the file is made."""
    assert made(said=Said(created="2025-01-02T10:00:00Z")).created == "2025-01-02"
    assert made(said=Said(created="2025")).created == "2026-04-07"
    nothing = made({}, Said())
    assert (nothing.created, nothing.modified, nothing.title) == ("", "", "")
    assert b"Date" not in xmp(nothing)


@given(st.text(max_size=40))
def test_whatever_words_there_are_the_packet_can_be_read(words: str) -> None:
    """Law: it is XML, and gives the words back on one line."""
    found = made({"brief": {"ref": words}}, Said(title=words))
    root = ET.fromstring(xmp(found, archival="3a", accessible=1))  # noqa: S314 - our own
    titles = [element.text for element in root.iter() if element.tag.endswith("}li")]
    assert found.title == "" or found.title in titles
    assert "\n" not in found.title
