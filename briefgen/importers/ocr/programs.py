"""Which program for recognising letters is on the machine, and which languages it knows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from briefgen.errors import NotThere

_PLACES = (r"C:\Program Files\Tesseract-OCR", "/opt/homebrew/bin", "/usr/local/bin")
"""Where installers put the programs without telling the search path."""
_SECONDS = 30
_OF_LANGUAGE = {
    "ar": "ara", "bg": "bul", "bs": "bos", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "el": "ell",
    "en": "eng", "es": "spa", "et": "est", "eu": "eus", "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "he": "heb",
    "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ka": "kat",
    "ko": "kor", "lt": "lit", "lv": "lav", "mk": "mkd", "mt": "mlt", "nb": "nor", "nl": "nld", "nn": "nor", "no": "nor",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe",
    "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "chi_sim", "zh-hant": "chi_tra", "zh-tw": "chi_tra",
    "zh-hk": "chi_tra",
}  # fmt: skip
"""Tesseract's names of languages (ISO 639-2/T, mostly) by BCP 47 tag."""


class Kind(Enum):
    """Which of the two programs it is."""

    TESSERACT = "tesseract"
    OCRMYPDF = "ocrmypdf"


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A program on this machine, and the languages that it has, by its own names for them."""

    kind: Kind
    path: str
    languages: tuple[str, ...]

    def choose(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Its names of the languages wanted (BCP 47 tags), as far as it has them; for want of any, English, or one."""
        codes = [_OF_LANGUAGE.get(tag.lower()) or _OF_LANGUAGE.get(tag.split("-")[0].lower(), tag) for tag in wanted]
        there = tuple(dict.fromkeys(code for code in codes if code in self.languages))
        if there:
            return there
        rest = [language for language in self.languages if language != "osd"]
        return ("eng",) if "eng" in rest else tuple(rest[:1])


def recogniser() -> Recogniser | None:
    """The program that is there: Tesseract, else OCRmyPDF; None where there is neither, or none with a language."""
    tesseract = _found("tesseract")
    languages = _languages(tesseract) if tesseract else ()
    if tesseract and languages:
        return Recogniser(Kind.TESSERACT, tesseract, languages)
    other = _found("ocrmypdf")
    return Recogniser(Kind.OCRMYPDF, other, languages or ("eng",)) if other else None


def needed() -> Recogniser:
    """The program that is there.

    Raises:
        NotThere: There is none.
    """
    found = recogniser()
    if found is None:
        raise NotThere(HOW_TO_GET_ONE)
    return found


HOW_TO_GET_ONE = (
    "No program that recognises letters is on this machine: install Tesseract with the languages that you need "
    "(package tesseract-ocr; on macOS “brew install tesseract-lang”), then try again."
)


def _found(name: str) -> str:
    path = shutil.which(name) or shutil.which(name, path=os.pathsep.join(_PLACES))
    return str(Path(path).resolve().parent / Path(path).name) if path else ""


def _languages(path: str) -> tuple[str, ...]:
    """What the program lists: a line to begin with, then a language a line."""
    try:
        told = subprocess.run(  # noqa: S603 - a program that the user installed, with arguments of ours
            [path, "--list-langs"], capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()  # it is broken: the same as none
    lines = (told.stdout or told.stderr).decode("utf-8", "replace").splitlines()
    return tuple(line.strip() for line in lines[1:] if line.strip() and " " not in line.strip())


def joined(languages: Sequence[str]) -> str:
    """Several languages as the programs take them."""
    return "+".join(languages)
