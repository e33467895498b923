"""Which of the Chinese, Japanese and Korean codecs a text was written in, told by how common its characters are.

Their byte ranges overlap almost wholly, so that one reads the other's text without an error, as characters that
hardly anyone writes. The national standards put the common characters into ranges of their own (JIS X 0208 and
GB 2312 level 1, Big5 level 1, the syllables of KS X 1001), which makes a list of characters unnecessary.
"""

from __future__ import annotations

_JAPANESE = ("cp932", "euc_jp", "shift_jisx0213", "euc_jisx0213")
_CHINESE = ("gb18030", "big5hkscs")
_KOREAN = ("cp949", "johab")
CODECS = (*_JAPANESE, *_CHINESE, *_KOREAN)
"""The codecs tried, the likelier of each language first."""

_COMMON = {"jp": ("euc_jp", 0xB0, 0xCF), "gb18030": ("gb2312", 0xB0, 0xD7), "big5hkscs": ("big5", 0xA4, 0xC6)}
"""A standard, and the first and last lead byte of its common characters."""


def best_codecs(data: bytes) -> list[tuple[str, float]]:
    """Order the codecs that can read `data` by how common the characters are that they read, the best first.

    The number is the share of common characters among those beyond ASCII: 0.9 and more for an ordinary text.
    """
    fits: list[tuple[str, float]] = []
    for place, codec in enumerate(CODECS):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        beyond = [char for char in text if char > "\x7f"]
        if beyond:
            fits.append((codec, sum(_worth(char, codec) for char in beyond) / len(beyond) - place * 0.001))
    return sorted(fits, key=lambda pair: -pair[1])


def _worth(char: str, codec: str) -> float:
    """1 for a character that is common in the codec's language, 0 for one that is not, less for a foreign one."""
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e" or char in "“”‘’…—·":
        return 0.8
    kana = "\u3041" <= char <= "\u30ff"
    if codec in _KOREAN:
        if "\uac00" <= char <= "\ud7a3":
            return 1.0 if _lead(char, "euc_kr") else 0.3
        return 0.3 if "\u4e00" <= char <= "\u9fff" else -0.5
    if codec in _JAPANESE:
        return 1.0 if kana else 0.9 * _is_common(char, "jp")
    # Korean syllables lie where GB 2312 has its common characters, and are hardly ever anything else.
    return -0.5 if kana else 0.9 * _is_common(char, codec)


def _is_common(char: str, standard: str) -> bool:
    encoding, first, last = _COMMON[standard]
    return first <= _lead(char, encoding) <= last


def _lead(char: str, encoding: str) -> int:
    """The first byte of the character in the standard; 0 when it has none there."""
    encoded = char.encode(encoding, "ignore")
    return encoded[0] if encoded else 0
