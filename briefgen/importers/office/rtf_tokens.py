"""Rich Text Format (1.9.1) as tokens: groups, control words, bytes. No word is understood here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>.)"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)

OPEN, CLOSE, WORD, TEXT, BYTE = range(5)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: a brace; a control word or sign in `word`, with its number; or bytes of text, one where it was hex."""

    kind: int
    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a document. Raw bytes that it announces are passed over."""
    at = 0
    while match := _TOKEN.search(data, at):
        at = match.end()
        match match.lastgroup:
            case "brace":
                yield Token(OPEN if match["brace"] == b"{" else CLOSE)
            case "text":
                yield Token(TEXT, data=match["text"])
            case "hex":
                yield Token(BYTE, data=bytes.fromhex(match["hex"].decode("ascii")))
            case "sign":
                yield Token(WORD, match["sign"].decode("latin-1"))
            case _:
                number = int(match["number"]) if match["number"] else None
                word = match["word"].decode("ascii")
                if word == "bin":
                    at += max(0, number or 0)
                else:
                    yield Token(WORD, word, number)
