"""Bytes become text: the encoding is read from the file's own signs, else told by what the bytes say.

From the surest sign to the weakest: byte order mark; zero bytes in the pattern of UTF-16 or UTF-32; escape sequences
of the seven-bit encodings; UTF-8, which hardly anything else happens to be; and only then a judgement on the words.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from charset_normalizer import from_bytes

from briefgen.importers import east_asian
from briefgen.importers.latin import best_codecs, looks_latin

SAMPLE = 65_536
"""How many bytes are judged where a judgement is needed; the whole is then decoded, and judged again if it can't be."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_WIDER = {
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "tis_620": "cp874",
    "iso8859_11": "cp874",
    "iso8859_8": "cp1255",
}
"""What files called so really hold: the narrower encoding with its maker's additions."""

_OTHER_SCRIPTS = (
    "cp1251",
    "koi8_r",
    "koi8_u",
    "iso8859_5",
    "cp866",
    "cp855",
    "mac_cyrillic",
    "cp1253",
    "iso8859_7",
    "mac_greek",
    "cp1255",
    "iso8859_8",
    "cp1256",
    "iso8859_6",
    "tis_620",
    "cp1258",
    "shift_jis",
    "cp932",
    "euc_jp",
    "shift_jisx0213",
    "euc_jisx0213",
    "gb2312",
    "gb18030",
    "big5",
    "big5hkscs",
    "euc_kr",
    "cp949",
    "johab",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the codec it was read with (Python's name), and what went wrong on the way, in sentences."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str = "") -> Decoded:
    """Turn bytes into text; the byte order mark is no part of it.

    `declared` is the encoding that the file or its sender states. It is believed where the bytes do not say
    otherwise and can be read so. Nothing is refused: what can't be read becomes U+FFFD and is counted in a warning.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    if b"\0" in data and (wide := wide_encoding(data)):
        return _decode_as(data, wide)
    if data.isascii():
        return _decode_seven_bit(data)
    utf8 = _decode_utf8(data)
    if utf8 is not None:
        return utf8
    if declared and (found := _as_declared(data, declared)):
        return found
    return _decode_judged(data)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode, with U+FFFD for what can't be."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, (_unreadable(text.count("\ufffd"), encoding),))


def _unreadable(count: int, encoding: str) -> str:
    places = "1 place" if count == 1 else f"{count} places"
    return f"{places} in the file can't be read as {encoding}; a replacement character (\ufffd) stands there."


def wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32 without a byte order mark, by where the zero bytes stand; empty where they fit neither."""
    if len(data) % 2 and len(data) < SAMPLE:
        return ""
    sample = data[: min(len(data) // 2 * 2, SAMPLE)]
    zeros = sample.count(0)
    # Of UTF-32 three bytes in four are zero or nearly so; no other text has so many.
    if len(data) % 4 == 0 and 2 * zeros >= len(sample):
        for encoding in ("utf-32-le", "utf-32-be"):
            if _reads_as_text(sample, encoding):
                return encoding
    # Nearly half of Latin text in UTF-16 is zeros. Few zeros in what else is plain ASCII are stray ones.
    if 10 * zeros < 3 * len(sample) and re.fullmatch(rb"[\x00\t\n\r\x20-\x7e]*", sample):
        return ""
    # A text has fewer different high bytes than low ones; those of one short Latin word are all zero.
    low_first = len(set(sample[0::2])) - len(set(sample[1::2])) or sample[1::2].count(0) - sample[0::2].count(0)
    encoding = "utf-16-le" if low_first > 0 else "utf-16-be"
    return encoding if _reads_as_text(sample, encoding) else ""


def _reads_as_text(sample: bytes, encoding: str) -> bool:
    """Whether the sample, cut at any unit, decodes to characters that a text is written with."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    odd = sum(count for char, count in Counter(text).items() if unicodedata.category(char) in _UNWRITTEN)
    return bool(text) and odd - sum(map(text.count, "\t\n\r\f\v\x85")) <= len(text) // 100


_UNWRITTEN = {"Cc", "Cn", "Co", "Cs"}


def _decode_seven_bit(data: bytes) -> Decoded:
    """ASCII, or one of the encodings that switch alphabets by escape sequences."""
    candidates: tuple[str, ...] = ()
    if b"\x1b$)C" in data:
        candidates = ("iso2022_kr",)
    elif b"\x1b$" in data or b"\x1b(" in data:
        candidates = ("iso2022_jp", "iso2022_jp_1", "iso2022_jp_3", "iso2022_jp_2004", "iso2022_jp_2", "iso2022_jp_ext")
    elif re.search(rb"~\{[!-~]{2,}?~\}", data):
        candidates = ("hz",)
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.isascii():
            return Decoded(text, encoding)
    return Decoded(data.decode("ascii"), "ascii")


_ODD_BYTES = 0.02
"""The share of characters beyond ASCII that may be broken in what is still taken for UTF-8."""


def _decode_utf8(data: bytes) -> Decoded | None:
    """UTF-8, also with a few broken places; None when it is something else."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    try:
        # Some programs write the two halves of a character beyond the first plane apart.
        text = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    except UnicodeDecodeError:
        pass
    else:
        broken = text.count("\ufffd")
        return Decoded(text, "utf-8", (_unreadable(broken, "utf-8"),) if broken else ())
    # A UTF-8 sequence by chance is rare: several of them, and hardly a byte outside one, are no chance.
    sound = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", data))
    parts: list[str] = []
    at = broken = 0
    while at < len(data):
        try:
            parts.append(data[at:].decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            broken += 1
            if broken > 1 + sound * _ODD_BYTES or broken > sound or broken > 1000:
                return None
            parts += [data[at : at + error.start].decode("utf-8"), _odd_bytes(data[at + error.start : at + error.end])]
            at += error.end
    places = "1 place is" if broken == 1 else f"{broken} places are"
    return Decoded(
        "".join(parts),
        "utf-8",
        (f"The file is UTF-8, but {places} not; there it was read as Windows-1252, or \ufffd stands there.",),
    )


def _odd_bytes(odd: bytes) -> str:
    """A stray byte in UTF-8 is mostly from text in the Windows encoding that was pasted in; a cut sequence is lost."""
    if len(odd) == 1 and (odd[0] < 0xA0 or odd[0] in b"\xa0\xa3\xa7\xab\xb0\xb7\xbb"):
        return odd.decode("cp1252", "replace")
    return "\ufffd"


_NO_ENCODINGS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
"""What Python has codecs for and no text is written in; some take a long time over a long text."""


def _as_declared(data: bytes, declared: str) -> Decoded | None:
    try:
        encoding = codecs.lookup(declared.strip()).name.replace("-", "_")
        encoding = _WIDER.get(encoding, encoding)
        # On the web, and in mail, Latin-1 has always meant the Windows encoding.
        encoding = {"iso8859_1": "cp1252", "latin_1": "cp1252", "iso8859_9": "cp1254"}.get(encoding, encoding)
        return None if encoding in _NO_ENCODINGS else Decoded(data.decode(encoding), encoding)
    except (LookupError, ValueError):
        return None


def _decode_judged(data: bytes) -> Decoded:
    """Decode by the codec that makes most sense of the words."""
    sample = _sample(data)
    choices = _judge(sample)
    for encoding in choices:
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return _decode_as(data, choices[0] if choices else "cp1252")


def _judge(sample: bytes) -> list[str]:
    """List the codecs that can read the sample, the one that makes most sense of it first."""
    latin = best_codecs(sample)
    if latin and looks_latin(sample) and latin[0][1] > 0:
        return [encoding for encoding, _ in latin]
    matches = from_bytes(sample, cp_isolation=list(_OTHER_SCRIPTS), threshold=0.35)
    others = [_WIDER.get(match.encoding, match.encoding) for match in matches]
    if not others or others[0] in east_asian.CODECS:
        # The library tells East Asian from the rest; which of them it is, the characters' commonness tells better.
        others = [encoding for encoding, fit in east_asian.best_codecs(sample) if fit > _COMMON_ENOUGH] + others
    return [*dict.fromkeys(others), *(encoding for encoding, _ in latin)]


_COMMON_ENOUGH = 0.5


def _sample(data: bytes) -> bytes:
    """The beginning of the data, cut at the end of a line, with more of what is not ASCII where that begins late."""
    if len(data) <= SAMPLE:
        return data
    first = re.search(rb"[\x80-\xff]", data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first and first.start() > SAMPLE // 2 else 0
    end = data.find(b"\n", start + SAMPLE)
    return data[start : end if 0 <= end < start + 2 * SAMPLE else start + SAMPLE]
