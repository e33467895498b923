"""What the command line and the window both do with PDFs that are pictures: their words are recognised, and read."""

from __future__ import annotations

import locale
from collections.abc import Callable, Iterable
from dataclasses import replace

from briefgen.domain.sources import Source
from briefgen.domain.terms import HowObtained
from briefgen.domain.wording import listed
from briefgen.importers.limits import ImportLimits
from briefgen.importers.ocr.programs import HOW_TO_GET_ONE, needed, recogniser
from briefgen.importers.ocr.recognising import recognise
from briefgen.workflows import READER, Given, NewSource, source_of_bytes


def how_to_get_one() -> str:
    """What to install for words to be recognised; empty where it is there."""
    return "" if recogniser() is not None else HOW_TO_GET_ONE


def is_pdf(data: bytes) -> bool:
    """Whether a document is a PDF, for which alone there is something to recognise."""
    return b"%PDF-" in data[:1_024]


def pages_without_words(source: Source) -> int:
    """How many pages of a PDF have no words, where others have: they may be pictures of some, or empty.

    Of one whose words were recognised the rest is taken for empty.
    """
    if source.format != "PDF" or source.how_obtained is HowObtained.OCR:
        return 0
    return sum(not source.text[page.start : page.end].strip() for page in source.pages)


def likely_languages(*known: str) -> tuple[str, ...]:
    """The languages that a document may be in: those known of (BCP 47, empty for none), the system's, English."""
    system = (locale.getlocale()[0] or "").replace("_", "-")
    tags = [tag for tag in (*known, system, "en") if tag and tag.lower() not in {"c", "posix"}]
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag.split("-")[0].lower(), tag)
    return tuple(found.values())


def recognised_source(  # noqa: PLR0913  each is for the caller to say, most by name
    data: bytes,
    filename: str,
    limits: ImportLimits,
    given: Given = (),
    *,
    languages: Iterable[str],
    again: Source | None = None,
    password: str = "",
    is_wanted: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> NewSource:
    """Read a PDF of pictures into a source: its words are recognised by a program of the user's, see `importers.ocr`.

    The source's document is the PDF with the words laid unseen over its pages; one that has its text is read as it is.

    Args:
        data: The PDF.
        filename: Its name.
        limits: What reading it may cost.
        given: Bibliographic fields that the user gives.
        languages: That it may be in (BCP 47), the likeliest first.
        again: The source that is imported again from it: lines that editors put back into its text stay there.
        password: For one that asks for it.
        is_wanted: Asked now and then whether to go on.
        progress: Told how many pages are done, of how many.

    Raises:
        NotThere: No such program is on the machine.
        InputRefused: It can't be read, or the program fails or finds no words.
        Stopped: `is_wanted` said no.
    """
    program = needed()
    found = recognise(
        READER,
        data,
        filename,
        program,
        languages=languages,
        password=password,
        is_wanted=is_wanted,
        progress=progress,
    )
    if found is None:
        return source_of_bytes(data, filename, limits, given, again=again, password=password, is_wanted=is_wanted)
    new = source_of_bytes(found.data, filename, limits, given, again=again, is_wanted=is_wanted)
    told = [f"Recognised by {program.kind.value}, in {listed(found.languages)}."]
    if found.unsure:
        pages = listed([f"{index + 1}" for index in found.unsure])
        where = "page" if len(found.unsure) == 1 else "pages"
        told.append(f"It was unsure of many words on {where} {pages}.")
    return replace(new, source=replace(new.source, warnings=(*told, *new.source.warnings)))
