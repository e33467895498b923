"""Opening a PDF with PDFium: the one engine that draws its pages, too. Scripts, actions and forms are not in it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from briefgen.errors import InputRefused
from briefgen.importers.document import Attachment, PasswordNeeded

MOST_PAGES = 20_000
"""A file that says that it has more is made to do harm."""

_MOST_ENTRIES = 5_000
_DEEPEST = 12
_MOST_ATTACHMENTS = 200
_LARGEST_ATTACHMENT = 50_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the outline: its words, its depth from 1, the index of its page (−1 for none), and how far down.

    `top` is in points from the top of the page as it is shown, or None.
    """

    title: str
    level: int
    page: int
    top: float | None


@contextmanager
def opened(data: bytes, filename: str, password: str) -> Iterator[Any]:
    """Open a PDF; gives pypdfium2's document.

    Raises:
        PasswordNeeded: it asks for a password, and the one given is none or not right.
        InputRefused: it can't be opened, or says that it has no pages, or far too many.
    """
    try:
        document = pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise PasswordNeeded(_password_sentence(filename, password)) from None
        if code == pdfium.FPDF_ERR_SECURITY or "security" in str(error).lower():
            raise InputRefused(
                f"The PDF “{filename}” is protected in a way that Briefgen can't open: save it without protection, in "
                "the program that it was made for."
            ) from None
        raise InputRefused(
            f"The PDF “{filename}” is too damaged to be opened: get it anew, or open it in a PDF viewer and print it "
            "to a new PDF."
        ) from None
    try:
        count = len(document)
        if not 0 < count <= MOST_PAGES:
            what = "no pages" if count < 1 else f"more than {MOST_PAGES:,} pages"
            raise InputRefused(f"The PDF “{filename}” has {what}: it may be damaged; get it anew, or part of it.")
        yield document
    finally:
        document.close()


def _password_sentence(filename: str, password: str) -> str:
    if password:
        return f"The password given for the PDF “{filename}” is not the right one: try another."
    return f"The PDF “{filename}” is protected by a password: give it with --password, or where the window asks for it."


def labels_of(document: Any) -> tuple[str, ...]:
    """The labels of the pages that the file itself declares; empty where it declares none."""
    return tuple((document.get_page_label(index) or "").strip()[:50] for index in range(len(document)))


def outline_of(document: Any) -> list[Entry]:
    """The outline in its order, as far as it makes sense."""
    found: list[Entry] = []
    try:
        for item in document.get_toc(max_depth=_DEEPEST):
            title = " ".join((item.get_title() or "").replace("\0", "").split())[:500]
            target = item.get_dest()
            page = target.get_index() if target is not None else None
            top = None
            if page is not None and 0 <= page < len(document):
                top = _top(document, page, target)
            if title:
                found.append(Entry(title, item.level + 1, -1 if page is None else page, top))
            if len(found) >= _MOST_ENTRIES:
                break
    except pypdfium2.PdfiumError:
        return found  # the rest of the outline is broken; the text is not
    return found


def _top(document: Any, page: int, target: Any) -> float | None:
    """How far down on a page as it is shown a target lies; told of upright pages only."""
    mode, numbers = target.get_view()
    place = {pdfium.PDFDEST_VIEW_XYZ: 1, pdfium.PDFDEST_VIEW_FITH: 0, pdfium.PDFDEST_VIEW_FITBH: 0}.get(mode)
    if place is None or len(numbers) <= place or not numbers[place]:
        return None
    size = pdfium.FS_SIZEF()
    if not pdfium.FPDF_GetPageSizeByIndexF(document.raw, page, size):
        return None
    return float(size.height - numbers[place])


def attachments_of(document: Any) -> tuple[list[Attachment], int]:
    """The files within the file, and how many of them can't be taken out."""
    found: list[Attachment] = []
    lost = 0
    for index in range(min(document.count_attachments(), _MOST_ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            name = PurePath(attachment.get_name().replace("\\", "/").replace("\0", "")).name.strip()[:200]
            size = ctypes.c_ulong()
            pdfium.FPDFAttachment_GetFile(attachment.raw, None, 0, size)
            if size.value > _LARGEST_ATTACHMENT:
                lost += 1
                continue
            data = bytes(attachment.get_data())
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            lost += 1
            continue
        if data:
            found.append(Attachment(name or f"attachment {index + 1}", data))
    return found, lost
