"""The words of a text: how many there are, where its sentences end, which abbreviations it uses and explains.

Plain text in, words and sentences out; what is Markdown or a quotation is settled before (`preflight.prose`). The
lists of abbreviations and verbs are English; counting and splitting serve other languages as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def set_of(words: str) -> frozenset[str]:
    """Make a set of the words of a text: a long list is read best as one."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:[’'.,:/&+\-\u2010\u2011]+[^\W_]+)*")

_END = re.compile(r"[.!?…]{1,12}(?:[ \u00a0\u202f]?»|[\"'”’)\]]){0,6}(?=\s|$)|[。！？]+[」』”’]*")
"""Where a sentence may end: Latin end marks before white space, CJK ones anywhere."""

_OPENING = "\"'“‘«„‹([「『 \t\n\u00a0\u202f"

_TITLES = set_of(
    "adm amb brig capt cdr cf cmdr col cpt dr e.g eg fr gen gov hon i.e ie lt maj messrs mr mrs ms mt mx prof rep "
    "rev rt sen sgt st v viz vs"
)
"""Never at the end of a sentence when a full stop follows."""

_BEFORE_NUMBERS = set_of(
    "app approx apr art arts aug avr c ca ch chap cl dec déc eq feb févr fig figs jan janv jul juil jun mar no nos nov "
    "oct p para paras pp "
    "rec recs reg s sec sect sep sept ss tab vol vols"
)
"""Abbreviations when a number follows; else a word at the end of a sentence, as in “They said no.”"""

_MAY_END = set_of("al bros co corp dept dist est etc govt inc jr ltd plc sr")
"""Abbreviations that may end a sentence: they do when a word follows that commonly begins one."""

_STARTERS = set_of(
    "a after all although an and as at because before both but by each either even every few finally first for from "
    "he her here his how however i if in instead it its many meanwhile moreover most my neither no nobody none nor "
    "not now officials on one only or our over second several she since so some still such that the their then there "
    "therefore these they third this those though three thus to today two under until we what when where whether "
    "which while who whoever why with without yet you"
)
"""Words that begin an English sentence more often than they follow an abbreviation with a capital."""

_LETTERED = set_of(
    "annex annexes appendix article category class column option options page part phase plan risk scenario schedule "
    "section stage table tier type vitamin"
)
"""Words after which a single capital is a label, not somebody's initial: “option A.”"""

_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def count_words(text: str) -> int:
    """Count words as a reader would: well-known, 3.5, £42m and and/or are one each, a dash or a sign is none."""
    return sum(1 for _ in _WORD.finditer(text))


def words_of(text: str) -> list[str]:
    """List the words of a text, without the punctuation around them."""
    return [match.group() for match in _WORD.finditer(text)]


def sentences(text: str) -> list[str]:
    """Split one paragraph into its sentences, trimmed; what stands after the last end mark comes last.

    A full stop ends no sentence inside a number, in an abbreviation (“No. 10”, “Mr. Smith”, “U.S. forces”, “J. Doe”) or
    before a small letter.
    """
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_here(text, match, start):
            if sentence := text[start : match.end()].strip():
                found.append(sentence)
            start = match.end()
    if rest := text[start:].strip():
        found.append(rest)
    return found


def is_whole(sentence: str) -> bool:
    """Tell whether a sentence ends as one, with a full stop, question or exclamation mark; else it is a fragment."""
    return bool(re.search(r"[.!?…。！？][\"'”’»)\]」』 \u00a0\u202f]*$", sentence))


def _ends_here(text: str, match: re.Match[str], start: int) -> bool:
    position = match.end()
    while position < len(text) and text[position] in _OPENING:
        position += 1
    if position >= len(text) or match.group()[0] in "。！？":
        return True
    follows = text[position]
    if follows.islower():
        return False
    return match.group().rstrip("\"'”’»)] \u00a0\u202f") != "." or not _abbreviates(
        text, max(start, match.start() - 120), match.start(), position
    )


def _abbreviates(text: str, start: int, stop: int, position: int) -> bool:
    """Tell whether the full stop at `stop` belongs to the word before it; what follows begins at `position`.

    Of the sentence so far only what is after `start` is looked at, a line at most: this keeps long texts quick.
    """
    tail = text[start:stop].split()
    if not tail:
        return False
    word = tail[-1].lstrip(_OPENING)
    if re.match(r"[ld][’']\w", word, re.IGNORECASE):
        word = word[2:]  # a French article: “l’art. 3”
    folded = word.lower()
    following = _WORD.match(text, position)
    begins = following is not None and following.group().lower() in _STARTERS
    if folded in _TITLES:
        return True
    if folded in _BEFORE_NUMBERS and text[position].isdigit():
        return True
    if word.isdigit() and len(tail) == 1:
        return True  # the number of a paragraph: “3. Fund the bridge”
    if len(word) == 1 and word.isalpha() and word.isupper():
        return not begins and (len(tail) < 2 or tail[-2].lower() not in _LETTERED)
    if folded in {"a.m", "p.m"}:
        return False
    return (folded in _MAY_END or bool(_DOTTED.fullmatch(word))) and not begins


# -------------------------------------------------------------------------------------------- abbreviations

_CAPITALS = re.compile(r"(?<![\w&/@#.’'-])([A-Z](?:[a-z]?[A-Z]){1,5})(?:s|’s|'s|s’)?(?![\w&])(?![-/]?\d)")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")

KNOWN = set_of(
    "AD AI AIDS AM BA BBC BC BCE BSc BST CE CEO CET CO DNA EC EEA EU EUR FAQ FBI GBP GDP GMT GPS HIV HM HQ ID IMF IP "
    "IQ ISBN IT JPY KC LGBT MA MBA MEP MP MSc NATO NGO NHS OK PC PDF PhD PIN PM PR QC RAF RSVP TV UAE UK UN UNESCO "
    "UNICEF UPS US USA USB USD USSR UTC VAT VIP WHO WTO"
)
"""Abbreviations that every minister knows (house list); a dossier's settings add to them."""

_SHOUTED = set_of(
    "ALL AND ANY BE BUT BY CAN DO FOR FROM IF IN IS MAY MUST NEVER NO NOT NOW OF ON ONE ONLY OR OUR SHALL SO THE THIS "
    "TO WE WILL YES YOU JAN FEB MAR APR JUN JUL AUG SEP SEPT OCT NOV DEC"
)
"""Common words that somebody set in capitals, and the months."""


def abbreviations(text: str) -> Iterator[str]:
    """Give the abbreviations of a text, in order: two to six capitals, as in HMG, MoD or SMEs (given as SME).

    Left out are Roman numerals, words in capitals, and texts that are all capitals, in which nothing stands out.
    """
    if text.upper() == text:
        return
    for match in _CAPITALS.finditer(text):
        found = match[1]
        if not _ROMAN.fullmatch(found) and found not in _SHOUTED:
            yield found


def expanded(text: str) -> frozenset[str]:
    """Give the abbreviations that a text spells out, as “Ministry of Defence (MoD)” or “MoD (Ministry of Defence)”."""
    found: set[str] = set()
    for match in re.finditer(r"\(([^()]{1,200})\)", text):
        inside = match[1]
        before = text[max(0, match.start() - 160) : match.start()]
        for short in abbreviations(f"{inside} x"):  # never a text in capitals alone
            leads = re.match(rf"(?:the |an? |or )?[“‘\"']?{short}(?:s|[”’\"'])*(?=$|[,;: ])", inside)
            alone = leads is not None and leads.end() == len(inside)
            if leads and _spelled(short, before, alone=alone):
                found.add(short)
        last = re.search(r"(?<![\w&/-])([A-Z](?:[a-z]?[A-Z]){1,5})(?:s|[”’\"'])*\s*$", before)
        if last and _explains(last[1], inside):
            found.add(last[1])
    return frozenset(found)


def _spelled(short: str, before: str, *, alone: bool) -> bool:
    """Tell whether the words before a bracket may be the name that `short` stands for.

    When the bracket holds nothing else, two words are enough: a name abroad need not share its letters. With more in
    it, as in “(OECD, 2024)”, the letters must be found in the last words, in order, the first at a word's beginning.
    """
    words = words_of(before)[-(3 * len(short) + 2) :]
    if alone and len(words) >= 2 and any(word.islower() or word.istitle() for word in words[-3:]):
        return True
    for index, word in enumerate(words):
        if word[0].lower() == short[0].lower():
            letters = iter(" ".join(words[index:]).lower())
            if word != short and all(letter in letters for letter in short.lower()):
                return True
    return False


def _explains(short: str, inside: str) -> bool:
    """Tell whether the words in a bracket after `short` say what it stands for, and are no reference or date."""
    words = words_of(inside)
    while words and words[0].lower() in {"the", "a", "an", "or", "formerly", "i.e"}:
        words = words[1:]
    if not words or all(word.isupper() or word[0].isdigit() for word in words):
        return False
    return words[0][0].lower() == short[0].lower() or bool(re.match(r"\s*(?:the|an?)\s+\w+\s+\w+", inside))


# --------------------------------------------------------------------------------------------------- verbs

_VERBS = set_of(
    "abandon abolish accept accelerate adopt agree allocate allow announce appoint apply approve ask assign authorise "
    "authorize avoid ban begin bring build buy cancel cap carry cease choose clear close collect commission commit "
    "complete conclude confirm convene create cut decide declare defend defer delay delegate deliver deploy develop "
    "direct discuss divert double draft drop end endorse enforce ensure enter establish expand extend fill finance "
    "fix form give go grant halt halve hire hold impose improve increase instruct introduce invest invite join keep "
    "launch leave legislate let lift lower maintain make merge move negotiate note nominate offer open oppose order "
    "pause pay pick postpone prepare prevent proceed procure prohibit propose protect provide publish pursue put "
    "raise ratify recommend reduce reform refuse regulate reject release remove renegotiate renew repair repeal "
    "replace require resolve resume retain return ring-fence save scrap secure seek sell send settle shut sign "
    "simplify speed spend start stay stop strengthen submit suspend take tell terminate test tighten train transfer "
    "treat upgrade use veto vote waive widen withdraw withhold write"
)
_NOUNS_TOO = set_of(
    "back ban build buy cap charge cut delay design draft drop finance form fund grant halt increase invest launch "
    "lift move offer open order pause pay permit pick plan record reform release repair replace report rescue return "
    "review save set shape share speed start stop strike support tax test transfer treat use veto vote"
)
"""Verbs that are nouns as often: they count after “to” and the like, or when they begin a clause with an object."""

_ACTS = "|".join(sorted(_VERBS | _NOUNS_TOO, key=len, reverse=True))
_CLEAR = "|".join(sorted(_VERBS - _NOUNS_TOO, key=len, reverse=True))
_ASKS = re.compile(
    rf"\bwhether\b|\b(?:{_CLEAR})\b(?!-)"
    rf"|\b(?:to|and|or|must|should|will|can|may|let|not)\s+(?:{_ACTS})\b"
    rf"|(?:^|[:;–—]\s*)(?:{_ACTS})\b(?!\s*(?:$|[:;,.–—]|(?:of|for|on|in|by|at|and|to|from)\b))",
    re.IGNORECASE,
)
_THEN_ACTS = re.compile(rf"\b(?:and|then|or|to)\s+(?:{_ACTS})\b", re.IGNORECASE)


def asks_for_an_act(text: str) -> bool:
    """Tell whether an English line has a verb of deciding or doing in it, as a title that asks for a decision has."""
    return bool(_ASKS.search(text))


def goes_on_to_act(text: str) -> bool:
    """Tell whether an English clause leads to an act: “… and publish the result”."""
    return bool(_THEN_ACTS.search(text))


def listed(names: Iterable[str], last: str = "and") -> str:
    """Join names as a sentence does: “a, b and c”."""
    entries = list(names)
    return f" {last} ".join([", ".join(entries[:-1]), entries[-1]]) if len(entries) > 1 else "".join(entries)


def counted(number: int, thing: str) -> str:
    """Say how many of a thing: “1 word”, “34 words”."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
