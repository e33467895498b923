"""Step 5 of a rendering: what the layout engine leaves out or says otherwise is put into the PDF before it is written.

Metadata, labels of pages, attachments. Given pydyf's PDF; without the layout engine.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

import pydyf

from briefgen.domain.house_template import LabelStyle, PageLabels
from briefgen.rendering.metadata import Metadata, information, pdf_date, xmp
from briefgen.rendering.pages import Attachment, Conformance, PdfOptions
from briefgen.rendering.slim_fonts import OddFont, numbered

log = logging.getLogger(__name__)

_PRINT_COLOURS = ("/DeviceCMYK", b"/DeviceCMYK", b"/DeviceCMYK cs", b"/DeviceCMYK CS")
_STYLES = {LabelStyle.DECIMAL: "/D", LabelStyle.ROMAN: "/r", LabelStyle.LETTERS: "/A", LabelStyle.NONE: ""}


def put_metadata(pdf: Any, metadata: Metadata, options: PdfOptions, conformance: Conformance) -> None:
    """Have the file say of itself what is known, the same in both places; nothing of what the engine said is left.

    Standards that the file is known not to follow it does not claim.
    """
    # PDF/A-4 forbids the document's information but for what it alone can hold, and the engine has left it out.
    if options.archival[:1] != "4":
        pdf.info.clear()
        pdf.info.update({name: pydyf.String(value) for name, value in information(metadata).items()})
        for name, date in (("CreationDate", metadata.created), ("ModDate", metadata.modified)):
            if date:
                pdf.info[name] = pydyf.String(pdf_date(date))
    if options.variant is None:
        return
    packet = xmp(
        metadata,
        archival="" if conformance.archival_faults else options.archival,
        accessible=0 if conformance.accessible_faults else options.accessible,
    )
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    # In the clear, for programs that look for it without reading the file.
    stream.stream, stream.compress = [packet], False


def conformance_of(pdf: Any, metadata: Metadata, options: PdfOptions, tag_faults: Sequence[str]) -> Conformance:
    """What a painted file follows of the standards that it is to follow, and what keeps it from the others."""
    accessible = list(tag_faults) if options.accessible else []
    if options.accessible and not metadata.title:
        accessible.append("The document has no title: give the brief one, or have the house template's page say it.")
    if options.accessible and not metadata.language:
        accessible.append("The page does not say its language: write it as the lang of its html.")
    archival = []
    if options.archival and any(map(_is_in_print_colours, pdf.objects)):
        archival.append(
            "An image or a colour is made for printing (CMYK), and the file for screens: save the image as RGB, and "
            "name colours as RGB."
        )
    return Conformance(options.standards, tuple(accessible), tuple(archival))


def _is_in_print_colours(entry: Any) -> bool:
    extra = getattr(entry, "extra", None)
    if isinstance(extra, dict) and extra.get("ColorSpace") == "/DeviceCMYK":
        return True
    operators = getattr(entry, "stream", None)
    return isinstance(operators, list) and any(operator in _PRINT_COLOURS for operator in operators)


def slim_fonts(pdf: Any) -> None:
    """Have embedded fonts without the names of their glyphs; one that is made in another way is left as it is."""
    for entry in list(pdf.objects):
        if not isinstance(entry, dict) or entry.get("Type") != "/FontDescriptor" or "FontFile3" not in entry:
            continue
        stream = pdf.objects[int(entry["FontFile3"].split()[0])]
        if stream.extra.get("Subtype") != "/OpenType":
            continue
        try:
            slim = numbered(b"".join(stream.stream))
        except OddFont as odd:
            log.debug("The font %s is embedded as it is: %s.", entry.get("FontName"), odd)
            continue
        stream.stream = [slim]
        stream.extra["Subtype"] = "/CIDFontType0C"
        stream.extra.pop("Length1", None)


def label_pages(pdf: Any, labels: Sequence[tuple[int, PageLabels]], count: int) -> None:
    """Give pages the labels that readers show for them and go to (ISO 32000-1, 12.4.2).

    Args:
        pdf: The PDF.
        labels: From which page on, counted from 0, which labels; in this order. Pages before are numbered from 1.
        count: How many pages there are.
    """
    by_page = {0: PageLabels(at="start")} | {page: label for page, label in labels if page < count}
    numbers = pydyf.Array()
    for page, label in sorted(by_page.items()):
        entry = pydyf.Dictionary()
        if style := _STYLES[label.style]:
            entry["S"] = style
        if label.prefix:
            entry["P"] = pydyf.String(label.prefix)
        if label.first != 1:
            entry["St"] = label.first
        numbers.extend([page, entry])
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})


def attach(pdf: Any, attachments: Sequence[Attachment], date: str) -> None:
    """Put files into the PDF, as associated with the document as a whole (ISO 19005-3, 6.8).

    Args:
        pdf: The PDF.
        attachments: The files; no two of one name.
        date: The document's date, as YYYY-MM-DD, for those that have none; "" if it has none either.
    """
    if not attachments:
        return
    names = pydyf.Array()
    associated = pydyf.Array()
    for attachment in sorted(attachments, key=lambda file: file.name):
        modified = attachment.modified or date
        params = pydyf.Dictionary(
            {
                "CheckSum": f"<{hashlib.md5(attachment.content, usedforsecurity=False).hexdigest()}>",
                "Size": len(attachment.content),
            }
        )
        if modified:
            params |= {"ModDate": pydyf.String(pdf_date(modified)), "CreationDate": pydyf.String(pdf_date(modified))}
        subtype = attachment.media_type.replace("/", "#2F").replace("+", "#2B")
        content = pydyf.Stream(
            [attachment.content],
            {"Type": "/EmbeddedFile", "Subtype": f"/{subtype}", "Params": pydyf.Dictionary(params)},
            compress=True,
        )
        pdf.add_object(content)
        specification = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": pydyf.String(attachment.name),
                "UF": pydyf.String(attachment.name),
                "EF": pydyf.Dictionary({"F": content.reference, "UF": content.reference}),
                "Desc": pydyf.String(attachment.description),
                "AFRelationship": f"/{attachment.relationship}",
            }
        )
        pdf.add_object(specification)
        names.extend([pydyf.String(attachment.name), specification.reference])
        associated.append(specification.reference)
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
    pdf.catalog["AF"] = associated
