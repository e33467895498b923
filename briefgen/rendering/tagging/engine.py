"""The one place where our tags are put in the engine's way: while it paints, `weasyprint.pdf.add_tags` is ours.

What the engine tags wrongly, and what all this is for, is told in `briefgen.rendering.tagging`. It is made for the
versions in `MADE_FOR` and refuses any other: boxes, streams and the place of the function are the engine's own affair
and may change with any release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint.pdf.stream import Stream

from briefgen.domain.replies import FormStamp
from briefgen.errors import InternalError
from briefgen.rendering.tagging.faults import faults_of
from briefgen.rendering.tagging.fields import Fields, put_fields
from briefgen.rendering.tagging.growing import FURNITURE, Grower
from briefgen.rendering.tagging.links import Links, mended
from briefgen.rendering.tagging.marks import Mark, remarked
from briefgen.rendering.tagging.tree import Content, Tag
from briefgen.rendering.tagging.writing import Writer

MADE_FOR = frozenset({"70.0"})
"""The versions of WeasyPrint whose boxes are known to be as `growing` and `links` take them."""

_NAMESPACE = "http://iso.org/pdf2/ssn"
"""Of PDF 2's own tags; ours are those of PDF 1.7, which need none."""


class OtherEngine(InternalError):
    """The layout engine is of a version that the tags are not made for (exit code 5)."""


@contextmanager
def our_tags(document: Any, form: FormStamp | None = None) -> Iterator[list[str]]:
    """Have a document tagged by us while it is painted; what is given holds, from then on, the faults of its tags.

    With a `form` it gets fields where its pages ask for them.

    Raises:
        OtherEngine: WeasyPrint is of another version than those that this is made for.
    """
    check_version(weasyprint.__version__)
    root = document._html.etree_element  # noqa: SLF001 - the engine has no public name for it
    parents = {child: parent for parent in root.iter() for child in parent}
    language = root.get("lang") or "en"
    engines_own = weasyprint.pdf.add_tags
    faults: list[str] = []
    fields = Fields()
    with mended(document, parents, language) as links:

        def add_tags(pdf: Any, painted: Any, version: Any, streams: Any) -> None:
            nonlocal fields
            namespace = _NAMESPACE if str(version) >= "2.0" else ""
            if form is not None:
                fields = put_fields(pdf, painted, parents, form)
                faults.extend(fields.faults)
            root = _add_tags(pdf, painted, streams, _Found(links, parents, language, namespace))
            faults.extend(faults_of(root))

        weasyprint.pdf.add_tags = add_tags
        try:
            yield faults
        finally:
            weasyprint.pdf.add_tags = engines_own
            fields.clear()


def check_version(version: str) -> None:
    """Refuse a version of the engine that our tags are not made for.

    Raises:
        OtherEngine: It is another.
    """
    if version not in MADE_FOR:
        raise OtherEngine(
            f"The layout engine is WeasyPrint {version}, and the tags for screen readers are made for "
            f"{', '.join(sorted(MADE_FOR))}: install that version, which the lock file of Briefgen names."
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found out of a document before it was painted, and the namespace of its root's tag."""

    links: Links
    parents: Mapping[Any, Any]
    language: str
    namespace: str


def _add_tags(pdf: Any, document: Any, page_streams: Any, found: _Found) -> Tag:
    links = found.links
    streams = [*page_streams, *_groups(pdf, page_streams)]
    drawn = _drawn(streams, page_streams)
    grower = Grower(found.parents, links.notes, drawn, found.language)
    for number, page in enumerate(document.pages):
        for *_, box in page.links:
            if box.link_annotation is not None and box in links.contents:
                box.link_annotation["Contents"] = pydyf.String(links.contents[box])
        grower.add(number, page._page_box)  # noqa: SLF001 - the engine has no public name for it
    grown = grower.finish()
    kinds = {drawn[box]: kind for box, kind in grown.artifacts.items()}
    renumbered = _renumbered(grown.root)
    for index, stream in enumerate(streams):
        page = next((content.page for content in drawn.values() if content.stream == index), index)

        def mark_of(number: int, page: int = page, index: int = index) -> Mark | None:
            place = Content(page, index, number)
            if place in renumbered:
                role, new = renumbered[place]
                return Mark(role, {"MCID": new})
            # What no tag of ours has taken up is drawn again on a page, as what stands on all of them.
            kind = kinds.get(place, FURNITURE)
            return None if kind is None else Mark("Artifact", kind)

        stream.stream = remarked(stream.stream, mark_of, make=pydyf.Dictionary)
    for tag in grown.root.tags():
        tag.kids = [
            Content(kid.page, kid.stream, renumbered[kid][1]) if isinstance(kid, Content) else kid for kid in tag.kids
        ]
    _drop(pdf, {f"{annotation.object} 0 R".encode() for annotation in grown.dropped})
    Writer(pdf, streams, len(page_streams)).write(grown.root, namespace=found.namespace)
    return grown.root


def _groups(pdf: Any, page_streams: Any) -> list[Any]:
    """The streams that are drawn as a whole, such as what is half transparent, with content in them."""
    known = {id(stream._tags) for stream in page_streams}  # noqa: SLF001 - the engine has no public name for it
    return [
        entry
        for entry in pdf.objects
        if isinstance(entry, Stream)
        and entry not in page_streams
        and id(entry._tags) in known  # noqa: SLF001 - the engine has no public name for it
        and any(_numbers_in(entry))
    ]


def _drawn(streams: Any, page_streams: Any) -> dict[Any, Content]:
    """What was drawn of each box: on which page, in which stream, under which number."""
    stream_of = {
        (id(stream._tags), number): index  # noqa: SLF001 - the engine has no public name for it
        for index, stream in enumerate(streams)
        for number in _numbers_in(stream)
    }
    return {
        box: Content(page, stream_of[id(stream._tags), mark["mcid"]], mark["mcid"])  # noqa: SLF001 - as above
        for page, stream in enumerate(page_streams)
        for box, mark in stream._tags.items()  # noqa: SLF001 - as above
    }


def _numbers_in(stream: Any) -> Iterator[int]:
    return (entry["MCID"] for entry in stream.stream if isinstance(entry, dict) and "MCID" in entry)


def _renumbered(root: Tag) -> dict[Content, tuple[str, int]]:
    """The content of the tree, with the role of the tag that it is in and a number without gaps in its stream."""
    roles = {kid: tag.role for tag in root.tags() for kid in tag.kids if isinstance(kid, Content)}
    next_of: dict[int, int] = {}
    found = {}
    for content in sorted(roles, key=lambda content: (content.stream, content.number)):
        number = next_of.get(content.stream, 0)
        next_of[content.stream] = number + 1
        found[content] = (roles[content], number)
    return found


def _drop(pdf: Any, annotations: set[bytes]) -> None:
    """Take annotations off their pages; what is left of them is empty."""
    if not annotations:
        return
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Page" and "Annots" in entry:
            entry["Annots"] = pydyf.Array(entry for entry in entry["Annots"] if entry not in annotations)
    for reference in annotations:
        pdf.objects[int(reference.split()[0])].clear()
