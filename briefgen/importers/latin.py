"""Which of the old Latin codecs a text was written in, told by the letters that its language is written with.

Most codecs of one byte a character can read any bytes, and read each other's letters as other letters. What gives
them away is the language: its commonest words are mostly plain ASCII, the same in every codec, and say which letters
beyond ASCII to expect. Alphabets and words are general knowledge of each language, not a copied list.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_WEST = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_CENTRE = ("cp1250", "iso8859_2", "iso8859_16", "cp852", "mac_latin2")
_TURKISH = ("cp1254",)
_BALTIC = ("cp1257", "iso8859_13")

_PRIORS = {
    "cp1252": 0.0,
    "iso8859_15": 0.01,
    "cp1250": 0.02,
    "iso8859_2": 0.03,
    "cp1254": 0.04,
    "cp1257": 0.05,
    "iso8859_13": 0.06,
    "iso8859_16": 0.07,
    "mac_roman": 0.12,
    "cp850": 0.2,
    "cp852": 0.21,
    "mac_latin2": 0.22,
}
"""The codecs tried, and how much better than the first a reading must be: DOS and the old Macintosh are long gone."""

CODECS = tuple(_PRIORS)


@dataclass(frozen=True, slots=True)
class _Language:
    """What tells a language: its letters beyond ASCII, those it seldom uses, its commonest words, its codecs."""

    letters: frozenset[str]
    seldom: frozenset[str]
    words: frozenset[str]
    codecs: tuple[str, ...]


def _language(codecs: tuple[str, ...], letters: str, seldom: str, words: str) -> _Language:
    both = [frozenset(part + "".join(c for c in map(str.upper, part) if len(c) == 1)) for part in (letters, seldom)]
    return _Language(both[0], both[1], frozenset(words.split()), codecs)


_LANGUAGES = (
    _language(
        CODECS, "", "éèïçñöüáíóôâêäø", "the of and to in that is for on with as by was are it be this from have not"
    ),
    _language(
        _WEST,
        "éèêàçù",
        "ëâîïôûüœæÿ",
        "le la les de des du et en un une dans pour que qui sur par est au plus pas avec ce il",
    ),
    _language(
        _WEST, "äöüß", "éàè", "der die das und ist nicht ein eine den dem mit von auf sich zu im wird hat es auch an"
    ),
    _language(_WEST, "áéíóúñ¿¡", "üªº", "el la los las de del que y en un una por con para no se es su al como lo"),
    _language(_WEST, "àèéìòù", "îª°", "il la di che e un una per non con del della sono gli le al alla si ha da i nel"),
    _language(_WEST, "ãõáéíóúâêôàç", "ªºü", "o a os as de do da que e em um uma para com no na se por mais dos das"),
    _language(_WEST, "ëéïöü", "èêóáàç", "de het een van en in is dat op te niet voor met zijn er aan ook door om dit"),
    _language(_WEST, "åäö", "éü", "och att det i en som av inte den till med ett de har vill ska kan om"),
    _language(_WEST, "æøå", "éòôöü", "og at det i en er af av til som ikke den med et de har vil for kan om"),
    _language((*_WEST, *_BALTIC), "äö", "åšž", "ja on ei se oli ovat kun niin mutta ole ett joka kuin sen"),
    _language(_WEST, "áéíóúýðþæö", "", "og er ekki sem til hann hefur var um en var ekki"),
    _language(_CENTRE, "ąćęłńóśźż", "é", "i w na z do nie jest to przez od oraz jak ale za o ma po co by"),
    _language(_CENTRE, "áčďéěíňóřšťúůýž", "öü", "a v na se je do s o za pro jako ale podle by k z to od"),
    _language(_CENTRE, "áäčďéíĺľňóôŕšťúýž", "öü", "a v na sa je do s o za pre ako ale by k z to od aby"),
    _language(_CENTRE, "áéíóöőúüű", "", "a az hogy nem is egy ez de meg csak van volt el ki be"),
    _language(_CENTRE, "čćđšž", "", "i u na je se da za od su ne o a iz bi to ali"),
    _language(_CENTRE, "čšž", "ćđ", "in je na v da se za so ne pa ki z bi po kot"),
    _language(_CENTRE, "ăâîşţșț", "", "de la nu cu un o din pe ca sau mai care este a se va fi sunt pentru"),
    _language(_TURKISH, "çğıöşü", "âîûİ", "ve bir bu da de ile daha ise ancak olan ne o kadar"),
    _language(_BALTIC, "ąčęėįšųūž", "", "ir kad yra bet apie jis dar kaip tik o su iki"),
    _language(_BALTIC, "āčēģīķļņšūž", "", "un ka ir no par ar bet tikai kas to"),
    _language((*_BALTIC, *_WEST), "äöõü", "šž", "ja on ei et see kui oli ka ning aga mis"),
    _language(_WEST, "àèéíïòóúüç·", "", "el la els les de que i per amb una un no es del al"),
    _language(_WEST, "ëç", "", "dhe e i se me nga nuk ka u do"),
    _language(_WEST, "áéíóú", "", "an na agus ar is le go sa do"),
)
_SELDOM = 0.4
_ELSEWHERE = 0.5
"""What a reading loses when the codec is not one that the language is written in."""
_MARKS = frozenset("’‘“”„‚«»‹›–—…•€£§°\u00a0·¿¡")
_ODD_MARKS = frozenset("½¼¾©®™±×²³ªº†‡´¨¸¶")
_WORD = re.compile(r"[A-Za-z]+")

_FOREIGN = -1.5
_ODD = -0.5
_WRONG = -3.0
_RUN_INTO = -1.5


def looks_latin(data: bytes) -> bool:
    """Tell bytes in which accented letters stand among ASCII ones from those of another script.

    In a Latin alphabet letters beyond ASCII stand alone or in twos and are far fewer than the plain ones; in any
    other script they come in runs.
    """
    runs = [len(match.group()) for match in re.finditer(rb"[\x80-\xff]+", data)]
    beyond = sum(runs)
    in_long_runs = sum(length for length in runs if length > 2)
    plain = len(re.findall(rb"[A-Za-z]", data))
    return 2 * beyond <= plain and 2 * in_long_runs <= beyond


def best_codecs(data: bytes) -> list[tuple[str, float]]:
    """Order the codecs that can read `data` by how well the reading fits a language, the best first.

    The number is the fit: about 1 for letters that all belong to the language of the words around them, below 0 for
    a reading that fits none.
    """
    known = _words_known(data)
    fits: list[tuple[str, float]] = []
    for codec, prior in _PRIORS.items():
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        fits.append((codec, _fit(text, known, codec) - prior))
    return sorted(fits, key=lambda pair: -pair[1])


def _words_known(data: bytes) -> tuple[float, ...]:
    """For each language, the share of the text's words that are among its commonest."""
    text = data.decode("latin-1")
    # A word that touches a letter beyond ASCII is only a part of one.
    words = [
        match.group().lower()
        for match in _WORD.finditer(text)
        if max(text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1], default=" ") < "\x80"
    ]
    counts = Counter(words)
    total = sum(counts.values()) or 1
    return tuple(sum(counts[word] for word in language.words) / total for language in _LANGUAGES)


def _fit(text: str, known: tuple[float, ...], codec: str) -> float:
    """How well the characters beyond ASCII fit the language that fits best."""
    marks, letters, seen = _marks_and_letters(text)
    if not seen:
        return 0.0
    best = max(
        sum(count * _worth(letter, language) for letter, count in letters.items()) / seen
        + 3 * share
        - (0 if codec in language.codecs else _ELSEWHERE)
        for language, share in zip(_LANGUAGES, known, strict=True)
    )
    return best + marks / seen


def _worth(letter: str, language: _Language) -> float:
    if letter in language.letters:
        return 1.0
    return _SELDOM if letter in language.seldom else _FOREIGN


def _marks_and_letters(text: str) -> tuple[float, Counter[str], int]:
    """Score what is no letter, count the letters, and count both."""
    score = 0.0
    letters: Counter[str] = Counter()
    seen = 0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        char, at = match.group(), match.start()
        seen += 1
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if char.isalpha() and char not in "ªº":
            letters[char] += 1
            score += _RUN_INTO * _runs_into(char, before, after)
        elif char in _MARKS:
            score += _mark(char, before, after)
        elif char in _ODD_MARKS:
            score += _ODD
        elif unicodedata.category(char) in {"Sc", "Po", "Pd", "Ps", "Pe", "Sm", "No", "So"}:
            score += _ODD * 2
        else:
            score += _WRONG
    return score, letters, seen


def _runs_into(char: str, before: str, after: str) -> bool:
    """Tell a letter whose case can't be right: a capital within a small word, a small letter between capitals."""
    if char.isupper():
        return before.islower() or (before.isupper() and after.islower())
    return char.islower() and before.isupper() and after.isupper()


def _mark(char: str, before: str, after: str) -> float:
    """Score a mark by where it stands: an apostrophe in a word is right there, any other mark is wrong."""
    within = before.isalpha() and after.isalpha()
    if char in "’·":
        return 1.0
    if char in "–—\u00a0":
        return 0.7
    if char in "…”»›“‘":
        return -1.0 if within else 0.9
    if char in "„«‹‚¿¡":
        return 0.9 if not before.isalnum() or after == "\u00a0" else -1.0
    if char in "€£":
        return 0.9 if (after[:1].isdigit() or before[:1].isdigit() or before.isspace()) else -0.5
    return 0.3 if not within else -1.0
