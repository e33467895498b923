"""Signs of the typefaces Symbol and Wingdings, which word processors keep by their place in the typeface, in Unicode.

Symbol is after Adobe's encoding of that name; of Wingdings there are those that stand for something in a text.
"""

from __future__ import annotations

_SYMBOL_FROM_21 = "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SYMBOL_FROM_A0 = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\0⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
_SYMBOL = {
    **dict(enumerate(_SYMBOL_FROM_21, 0x21)),
    **{at: sign for at, sign in enumerate(_SYMBOL_FROM_A0, 0xA0) if sign != "\0"},
}
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x36: "⌛", 0x41: "✌", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟",
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x51: "✈", 0x52: "☼", 0x53: "💧", 0x54: "❄", 0x6C: "●", 0x6E: "■", 0x6F: "□",
    0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA1: "○", 0xA7: "▪",
    0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨",
    0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS |= {0x80 + number: sign for number, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0)}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x97: "●", 0x98: "●"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def sign(font: str, place: int) -> str:
    """The sign at a place of a typeface; of a place in the private area, the one that it stands for.

    U+FFFD for a sign of which nothing is known; the character itself where the typeface is an ordinary one.
    """
    known = _FONTS.get(font.strip().lower())
    at = place - 0xF000 if 0xF000 <= place <= 0xF0FF else place
    if known is not None and at < 0x100:
        return known.get(at, " " if at == 0x20 else "\ufffd")
    if 0xE000 <= place <= 0xF8FF or not 0 < place < 0x110000 or 0xD800 <= place <= 0xDFFF:
        return "\ufffd"
    return chr(place)
