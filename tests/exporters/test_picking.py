"""A dossier's picking goes out in forms that others read, and comes back as it went."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from briefgen import coded_workflows
from briefgen.coded_workflows import FORMS, exported, placed_picking
from briefgen.domain.coded import suggested_map
from briefgen.domain.dossier import Dossier, integrity_problems
from briefgen.importers.coded.reading import read_picking
from briefgen.importers.limits import USUAL
from tests.domain.builders import HARBOUR, harbour
from tests.strategies import dossiers

Q = "{urn:QDA-XML:project:1.0}"


def original(_sha256: str) -> bytes:
    """A stand-in for a document's bytes."""
    return b"%PDF-1.7"


def bare(dossier: Dossier) -> Dossier:
    """The same sources, with nothing picked from them."""
    return Dossier(settings=dossier.settings, sources=dossier.sources, counters=dossier.counters)


def back(dossier: Dossier, form: str, into: Dossier) -> Dossier:
    """What was written of a dossier, taken into another."""
    project = read_picking(exported(dossier, form, original), "out")
    picking = placed_picking(project, "out", into, USUAL)
    after, told = coded_workflows.taken_over(into, picking, suggested_map(project, {}))
    assert picking.unplaced == ()
    assert told.lost == ()
    assert integrity_problems(after) == ()
    return after


@pytest.mark.parametrize("form", FORMS)
def test_passages_points_and_evidence_come_back(form: str) -> None:
    """Into the dossier itself nothing new; into one with the same sources everything, by kind, words and place."""
    dossier = harbour()
    same = back(dossier, form, dossier)
    assert (same.sources, same.passages) == (dossier.sources, dossier.passages)
    after = back(dossier, form, bare(dossier))
    assert [(p.start, p.end, p.kind, p.note) for p in after.passages] == [
        (p.start, p.end, p.kind, p.note) for p in dossier.passages
    ]

    def evidence(one: Dossier) -> set[tuple[str, str, tuple[str, ...]]]:
        return {(p.kind, p.title, tuple(one.passage(c.passage).quote for c in p.evidence)) for p in one.points}

    gone = {point for point in evidence(dossier) if form == "annotations" and not point[2]}
    assert evidence(after) == evidence(dossier) - gone
    assert not any(point.title_is_draft for point in after.points)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(dossier=dossiers())
def test_every_passage_of_any_dossier_comes_back(dossier: Dossier) -> None:
    """Through a REFI-QDA project: each place that is not lost, with its kind."""
    after = back(dossier, "qdpx", bare(dossier))
    sources = {source.sha256: source.id for source in after.sources}
    first: dict[tuple[str, int, int], str] = {}
    for p in dossier.passages:
        if not p.lost and p.quote.strip() == p.quote:
            first.setdefault((sources[dossier.source(p.source).sha256], p.start, p.end), p.kind)
    found = {(p.source, p.start, p.end): p.kind for p in after.passages}
    assert first.items() <= found.items()


def schema(corpora: Path) -> etree.XMLSchema:
    """The published schema, where somebody has laid it ready."""
    path = corpora / "qda" / "refi-schemas" / "Project.xsd"
    if not path.is_file():
        pytest.skip("the schema is not there")
    return etree.XMLSchema(etree.parse(path))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(dossier=dossiers())
def test_a_project_is_valid_by_the_published_schema(dossier: Dossier, corpora: Path) -> None:
    """Whatever is in the dossier."""
    with zipfile.ZipFile(io.BytesIO(exported(dossier, "qdpx", original))) as archive:
        schema(corpora).assertValid(etree.fromstring(archive.read("project.qde")))


def test_a_project_holds_each_text_once_and_every_reference_leads_somewhere() -> None:
    """GUIDs are unique, references are to what is there, positions are those of the words; the bytes are repeatable."""
    dossier = harbour()
    data = exported(dossier, "qdpx", original)
    assert data == exported(dossier, "qdpx", original)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        texts = {name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    assert {e.get("targetGUID") for e in root.iter() if e.get("targetGUID")} <= set(guids)
    (source,) = root.iter(f"{Q}TextSource")
    text = texts[source.get("plainTextPath").removeprefix("internal://")]
    assert text == HARBOUR
    words = [text[int(s.get("startPosition")) : int(s.get("endPosition"))] for s in root.iter(f"{Q}PlainTextSelection")]
    assert words == [passage.quote for passage in dossier.passages]


def test_annotations_say_their_words_place_and_document() -> None:
    """By the data model's own names."""
    dossier = harbour()
    collection = json.loads(exported(dossier, "annotations", original))
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["total"] == len(dossier.passages)
    target = collection["first"]["items"][0]["target"]
    quote, place = target["selector"]
    assert HARBOUR[place["start"] : place["end"]] == quote["exact"] == dossier.passages[0].quote
    assert target["source"]["id"].startswith("ni:///sha-256;")
