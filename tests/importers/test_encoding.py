"""Bytes become text, whatever encoding they were written in."""

import codecs
import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.importers.encoding import SAMPLE, decode, wide_encoding
from tests.importers.languages import CODECS, TEXTS

PAIRS = [(language, codec) for language, names in CODECS.items() for codec in names]


def in_codec(text: str, codec: str) -> str:
    """The text without the few marks that the codec lacks."""
    return "".join(char for char in text if char.encode(codec, "ignore"))


@pytest.mark.parametrize(("language", "codec"), PAIRS, ids=[f"{language}-{codec}" for language, codec in PAIRS])
def test_old_encodings_are_told_by_the_words(language: str, codec: str) -> None:
    """A text of three sentences in any encoding that its language is met in is read as it was written."""
    text = in_codec(TEXTS[language], codec)
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("language", [name for name in TEXTS if any(codec == "cp1252" for codec in CODECS[name])])
def test_one_sentence_is_enough_for_western_europe(language: str) -> None:
    """Single sentences in the Windows encoding of Western Europe are read right."""
    for sentence in re.split(r"(?<=[.!?…]) ", TEXTS[language]):
        assert decode(sentence.encode("cp1252")).text == sentence


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_unicode_encodings_need_no_mark(language: str, codec: str) -> None:
    """UTF-8, UTF-16 and UTF-32 are read right with a byte order mark, which is no part of the text, and without one."""
    text = f"{TEXTS[language]}\n"
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.warnings == ()


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_BE, "utf-32-be"), (b"\x84\x31\x95\x33", "gb18030")],
)
def test_byte_order_marks_are_believed(mark: bytes, codec: str) -> None:
    """What a byte order mark says is believed, and the codec is named."""
    decoded = decode(mark + "短い文。".encode(codec))
    assert (decoded.text, decoded.encoding) == ("短い文。", codec)


def test_ascii_is_ascii() -> None:
    """Plain ASCII needs no judgement, and braces with tildes do not make it Chinese."""
    assert decode(b"a ~{b~} c").encoding == "ascii"
    assert decode(b"").text == ""


def test_a_unit_cut_off_at_the_end_is_counted() -> None:
    """A file cut in the middle of a character is read up to there, and a warning says so."""
    decoded = decode("\ufeffIssue".encode("utf-16-le") + b"\x41")
    assert decoded.text == "Issue\ufffd"
    assert decoded.warnings == (
        "1 place in the file can't be read as utf-16-le; a replacement character (\ufffd) stands there.",
    )


def test_a_stray_windows_byte_does_not_spoil_utf8() -> None:
    """In a UTF-8 file a few bytes of another encoding are read as what they mostly are, with a warning."""
    sound = "Les députés ont jugé que l’accord était déjà scellé, à l’été. " * 4
    decoded = decode(sound.encode() + b"It\x92s done.")
    assert decoded.text == f"{sound}It’s done."
    assert decoded.encoding == "utf-8"
    assert "1 place is not" in decoded.warnings[0]


def test_a_character_cut_at_the_end_does_not_spoil_utf8() -> None:
    """UTF-8 cut in the middle of its last character stays UTF-8."""
    decoded = decode(("é" * 100).encode()[:-1])
    assert decoded.text == "é" * 99 + "\ufffd"


def test_paired_surrogates_in_utf8_are_one_character() -> None:
    """Some programs write a character beyond the first plane as two surrogates: read, they are that character again."""
    decoded = decode(b"caf\xc3\xa9 \xed\xa0\xbd\xed\xb8\x80")
    assert (decoded.text, decoded.warnings) == ("café 😀", ())


def test_half_a_pair_in_utf8_is_counted() -> None:
    """One half of such a pair is no character."""
    decoded = decode(b"caf\xc3\xa9 \xed\xa0\xbd.")
    assert decoded.text == "café \ufffd."
    assert len(decoded.warnings) == 1


def test_what_a_sender_declares_is_believed_where_bytes_leave_it_open() -> None:
    """A declared encoding decides for a legacy text; Latin-1 means the Windows encoding; nonsense is passed over."""
    assert decode("标题".encode("gbk"), declared="GBK").text == "标题"
    assert decode(b"\x93A\x94", declared="iso-8859-1").text == "“A”"
    assert decode("Viele Grüße aus Straßburg".encode("cp1252"), declared="nonsense").text == "Viele Grüße aus Straßburg"
    assert decode("é".encode(), declared="koi8-r").text == "é"
    for no_name in ("\0", "é", "hex", "idna", "punycode", "unicode_escape", "x" * 10_000, " "):
        assert decode("Viele Grüße aus Straßburg".encode("cp1252"), declared=no_name).encoding == "cp1252"


def test_unassigned_bytes_are_read_by_another_codec_than_windows() -> None:
    """Bytes that the Windows encoding lacks do not stop the reading."""
    decoded = decode(b"na\xefve \x81 caf\xe9")
    assert "caf" in decoded.text


def test_a_late_first_accent_is_judged() -> None:
    """Where a long file begins in plain ASCII, the part with other bytes is what is judged."""
    text = "The record follows.\n" * (2 * SAMPLE // 20) + TEXTS["Polish"]
    assert decode(text.encode("iso8859_2")).text == text


def test_a_long_text_is_judged_by_its_beginning() -> None:
    """A text longer than the sample is read right to its end."""
    text = f"{TEXTS['Japanese']}\n" * 1000
    assert decode(text.encode("cp932")).text == text


@pytest.mark.parametrize("data", [b"hello\0world and all", b"\0" * 40, bytes(range(256)) * 4, b"\0"])
def test_zero_bytes_alone_do_not_make_utf16(data: bytes) -> None:
    """Zero bytes that do not stand as in UTF-16 or UTF-32 are not taken for it."""
    assert wide_encoding(data) == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    """No bytes make the decoder fail."""
    assert isinstance(decode(data).text, str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1b\ufeff"), max_size=200))
def test_utf8_comes_back(text: str) -> None:
    """Whatever was written as UTF-8 is read as it was written (seven-bit switches apart)."""
    if not re.search(r"~\{", text):
        assert decode(text.encode()).text == text


def test_borrowed_texts_are_read_exactly(corpora: Path) -> None:
    """Every plain text of the borrowed documents whose encoding is known is read as with that encoding."""
    wrong: list[str] = []
    tried = 0
    with (corpora / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE):
            path = corpora / row["path"]
            stated = (
                re.search(r"with Python ([\w-]+)", row["expected"])
                or re.search(r"encoding=([\w-]+)", row["expected"])
                or re.search(r"decodes as (\w+)", row["expected"])
            )
            # A document that declares its encoding inside is another importer's.
            if row["category"] != "encoding" or stated is None or "declared" in row["expected"]:
                continue
            data = path.read_bytes()
            tried += 1
            if decode(data).text != data.decode(stated[1]).removeprefix("\ufeff"):
                wrong.append(row["path"])
    assert tried > 30
    assert wrong == []
