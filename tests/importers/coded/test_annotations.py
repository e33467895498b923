"""Web annotations are read by what the data model says, whoever wrote them."""

import json
from typing import Any

from briefgen.domain.coded import CodedProject
from briefgen.importers.coded.reading import read_picking


def read(value: Any) -> CodedProject:
    """Annotations as a file would hold them."""
    return read_picking(json.dumps(value).encode(), "notes.jsonld")


def annotation(selector: Any, body: Any = None) -> dict[str, Any]:
    """One annotation."""
    target = {"source": "https://island.example/ferry", "selector": selector}
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": target, "body": body}


QUOTE = {"type": "TextQuoteSelector", "exact": "the wind", "prefix": "when ", "suffix": " is above"}


def test_quotes_places_tags_and_notes_are_read() -> None:
    """A tag is a code, a comment a note; HTML in it becomes words."""
    bodies = [
        {"type": "TextualBody", "purpose": "tagging", "value": "Weather"},
        {"type": "TextualBody", "purpose": "commenting", "value": "<p>Since <b>when</b>?</p>", "format": "text/html"},
    ]
    project = read(annotation([QUOTE, {"type": "TextPositionSelector", "start": 4, "end": 12}], bodies))
    (span,) = project.spans
    assert (span.quote, span.prefix, span.suffix, span.start, span.end) == ("the wind", "when ", " is above", 4, 12)
    assert span.note == "Since when?"
    assert [code.name for code in project.codes] == ["Weather"]
    assert project.texts[0].address == "https://island.example/ferry"


def test_lists_pages_collections_and_refined_selectors_are_read() -> None:
    """In every form in which a server gives them."""
    refined = {"type": "FragmentSelector", "value": "p2", "refinedBy": QUOTE}
    one = annotation(refined)
    for whole in ([one, one], {"type": "AnnotationPage", "items": [one, one]}, {"first": {"items": [one, one]}}):
        assert [span.quote for span in read(whole).spans] == ["the wind", "the wind"]


def test_what_quotes_no_words_is_said_and_what_is_no_string_passed_over() -> None:
    """An annotation on a whole page has no place; impossible values are none; half characters are replaced."""
    odd = annotation({**QUOTE, "prefix": 3}, [{"purpose": [{}], "value": "A\ud800b"}, 7, None])
    project = read([{"type": "Annotation", "target": "https://island.example/"}, odd])
    assert project.unread == ("Annotations that quote no words of a text, and can't be placed: 1, left out.",)
    assert [(span.prefix, span.note) for span in project.spans] == [("", "A\ufffdb")]
