"""A dossier's picking goes out in forms that others read, and comes back as it went."""

import datetime as dt
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from briefgen import coded_workflows
from briefgen.coded_workflows import FORMS, exported, placed_picking
from briefgen.domain import operations
from briefgen.domain.carried import carried
from briefgen.domain.coded import suggested_map
from briefgen.domain.dossier import Dossier, integrity_problems
from briefgen.domain.operations.links import links_from
from briefgen.domain.points import (
    ON_DECISION,
    Cell,
    Cost,
    Criterion,
    Edit,
    Likelihood,
    Point,
    Position,
    RatingOverride,
    Risk,
    Tension,
)
from briefgen.domain.terms import Category, Rating
from briefgen.importers.characters import clean_line
from briefgen.importers.coded.reading import read_picking
from briefgen.importers.limits import USUAL
from briefgen.workflows import edit_source
from tests.domain.builders import HARBOUR, LATER, harbour
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


def full() -> Dossier:
    """A dossier whose points have ratings, options with cells, costs, links and marks in quotations."""
    dossier = harbour()
    risk = {
        "cause": "Salt.", "event": "A caisson fails", "likelihood": Likelihood(term="highly likely"), "impact": 4,
        "category": Category.OPERATIONS, "controls": ("Two dives a year", "[a list]"),
        "residual": Position(likelihood=Likelihood(term="unlikely"), impact=3), "review_by": dt.date(2027, 3, 1),
        "rating_override": RatingOverride(rating=Rating.HIGH, reason="The ferry."), "tags": ("quay",), "marking": "",
    }  # fmt: skip
    dossier = operations.edit_point(dossier, "risk-1", at=LATER, values=risk)
    options = dossier.point("dilemma-1").options  # type: ignore[attr-defined]  # it is a dilemma
    dilemma = {
        "options": tuple(replace(option, costs="£2m; “much”\n- more", who_bears=("Crews",)) for option in options),
        "criteria": (Criterion(name="Cost", weight=3),), "cells": (Cell(option="A", criterion="Cost", outcome="Dear"),),
        "lean": "A", "tension": Tension(one="thrift", other="safety"),
    }  # fmt: skip
    dossier = operations.edit_point(dossier, "dilemma-1", at=LATER, values=dilemma)
    rec = {"cost": Cost(amount="£2m"), "deadline": ON_DECISION, "legal_none": True, "title": "", "note": "{not JSON"}
    dossier = operations.edit_point(dossier, "rec-1", at=LATER, values=rec)
    dossier = operations.cite(dossier, "risk-1", dossier.passages[1].id, at=LATER)
    edits = (Edit(start=0, end=3, insertion="The"), Edit(start=5, end=7))
    dossier = operations.edit_citation(dossier, "risk-1", dossier.passages[1].id, at=LATER, edits=edits)
    about = [
        ("title", "The wall"),
        ("author", "Ada Quay; {Port Office}"),
        ("issued", "2026-05"),
        ("marking", "OFFICIAL"),
    ]
    return edit_source(dossier, "source-1", about)


def test_what_points_say_beyond_passages_comes_back() -> None:
    """Ratings, options, costs, links, order, evidence with an editor's marks; what is known of the sources."""
    dossier = full()
    after = back(dossier, "qdpx", Dossier())
    assert after.points == dossier.points
    (source,), (before,) = after.sources, dossier.sources
    assert (source.text, source.bibliography, source.marking) == (before.text, before.bibliography, before.marking)
    assert [(p.quote, p.kind) for p in after.passages] == [(p.quote, p.kind) for p in dossier.passages]
    again = back(after, "qdpx", Dossier())
    assert again.points == after.points
    assert back(dossier, "qdpx", dossier).points == dossier.points


def test_others_read_ratings_and_links() -> None:
    """As variables of cases with names and types, and as links with what they are."""
    with zipfile.ZipFile(io.BytesIO(exported(full(), "qdpx", original))) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    variables = {one.get("guid"): (one.get("name"), one.get("typeOfVariable")) for one in root.iter(f"{Q}Variable")}
    (case,) = [one for one in root.iter(f"{Q}Case") if one.get("name") == "A caisson fails"]
    values = {variables[value[0].get("targetGUID")]: value[1].text for value in case.iter(f"{Q}VariableValue")}
    assert values["risk: likelihood", "Text"] == "phia: highly likely"
    assert values["risk: impact", "Integer"] == "4"
    assert values["risk: rating", "Text"] == "high"
    names = {code.get("guid"): code.get("name") for code in root.iter(f"{Q}Code")}
    links = {
        (names[link.get("originGUID")], link.get("name"), names[link.get("targetGUID")])
        for link in root.iter(f"{Q}Link")
    }
    assert ("Who pays?", "raises (option B)", "A caisson fails") in links
    assert ("Raise dues", "settles (option A)", "Who pays?") in links


def test_fields_that_can_not_be_are_told() -> None:
    """A project that somebody has changed by hand brings the point without them."""
    data = exported(full(), "qdpx", original)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(changed, "w") as out:
        for name in archive.namelist():
            words = (
                archive.read(name)
                .replace(b">phia: highly likely<", b">phia: perhaps<")
                .replace(b">A</TextValue", b">Z</TextValue")
            )
            out.writestr(name, words.replace(b">OFFICIAL<", b">OFFICIAL\n2<"))
    project = read_picking(changed.getvalue(), "out")
    picking = placed_picking(project, "out", Dossier(), USUAL)
    assert picking.unplaced == ("“The wall”: what is said of it can't be read (marking).",)
    after, told = coded_workflows.taken_over(Dossier(), picking, suggested_map(project, {}))
    assert told.unfilled == ("risk-1", "dilemma-1")
    assert integrity_problems(after) == ()
    risk = after.point("risk-1")
    assert isinstance(risk, Risk)
    assert (risk.likelihood, risk.impact) == (None, 4)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(dossier=dossiers())
def test_every_passage_of_any_dossier_comes_back(dossier: Dossier) -> None:
    """Through a REFI-QDA project: each place that is not lost, with its kind. Titles are cleaned as any stranger's."""
    after = back(dossier, "qdpx", bare(dossier))
    sources = {source.sha256: source.id for source in after.sources}
    first: dict[tuple[str, int, int], str] = {}
    for p in dossier.passages:
        if not p.lost and p.quote.strip() == p.quote:
            first.setdefault((sources[dossier.source(p.source).sha256], p.start, p.end), p.kind)
    found = {(p.source, p.start, p.end): p.kind for p in after.passages}
    assert first.items() <= found.items()
    said_by_codes = ("id", "title", "body", "note", "evidence", "set_aside", "created", "updated", *_LINKED)
    assert [(p.kind, p.title, carried(p, said_by_codes)) for p in after.points] == [
        (p.kind, clean_line(p.title), carried(p, said_by_codes)) for p in dossier.points
    ]
    assert [links(p, {p.id: n for n, p in enumerate(after.points)}) for p in after.points] == [
        links(p, {p.id: n for n, p in enumerate(dossier.points)}) for p in dossier.points
    ]


_LINKED = ("options", "mitigates", "settles", "depends_on")


def links(point: Point, places: dict[str, int]) -> list[tuple[object, ...]]:
    """A point's links, with the places of the points that they lead to."""
    return [(link.relation, places[link.target], link.letter, link.steps, link.option) for link in links_from(point)]


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
