"""What stands above a Markdown text about itself: title, author, date. It becomes bibliographic data.

Read are the block between lines of `---` that most programs write (as far as it is names with plain values or
lists; it is YAML, but nothing here asks for more of it), and pandoc's three lines that begin with `%`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.fields import FieldError

_MOST_LINES = 200
_KEY = re.compile(r"([A-Za-z][\w \-]*?)\s*:(?:\s+(.*))?$")
_ENTRY = re.compile(r"""\s*"[^"]*"|\s*'[^']*'|[^,]+""")
_URL = re.compile(r"https?://\S+")


def split(text: str) -> tuple[Bibliography, str]:
    """Divide a Markdown text (NFC, lines ended by LF) into what its front matter says, and the rest."""
    lines = text.split("\n")
    if lines[0].startswith("% "):
        return _title_block(lines)
    if lines[0].rstrip() != "---":
        return Bibliography(), text
    for end, line in enumerate(lines[1 : _MOST_LINES + 1], 1):
        if line.rstrip() in {"---", "..."}:
            values = _values(lines[1:end])
            return (_bibliography(values), "\n".join(lines[end + 1 :])) if values else (Bibliography(), text)
    return Bibliography(), text


def _title_block(lines: list[str]) -> tuple[Bibliography, str]:
    """Read pandoc's `% title`, `% authors`, `% date`; an indented line goes on with the one before."""
    parts: list[str] = []
    used = 0
    for line in lines:
        if line.startswith("%") and len(parts) < 3:
            parts.append(line[1:].strip())
        elif line.startswith(" ") and line.strip() and parts:
            parts[-1] += "; " * (len(parts) == 2) + " " + line.strip()
        else:
            break
        used += 1
    title, authors, date = (*parts, "", "")[:3]
    values = {"title": [title], "author": authors.split(";"), "date": [date]}
    return _bibliography(values), "\n".join(lines[used:])


def _values(lines: list[str]) -> dict[str, list[str]]:
    """Read names and values; a list has several values, anything deeper only its `name`."""
    values: dict[str, list[str]] = {}
    entries: list[str] = []
    folded = False
    for line in lines:
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        top = line[0] not in " \t-"
        match = _KEY.match(stripped.removeprefix("- ") if not top else line.rstrip())
        if top:
            if not match:
                return {}
            value = (match[2] or "").strip()
            folded = bool(re.fullmatch(r"[|>][+-]?\d?", value))
            entries = values[match[1].lower().replace(" ", "_").replace("-", "_")] = [] if folded else _entries(value)
        elif folded:
            entries[:] = [" ".join([*entries, stripped])]
        elif stripped.startswith("-"):
            entries.append(_unquoted(match[2] or "" if match and match[1] in _NAMES else stripped[1:].strip()))
        elif match:
            if match[1] in _NAMES:
                entries.append(_unquoted(match[2] or ""))
        elif entries:
            entries[-1] = f"{entries[-1]} {stripped}"
    return values


_NAMES = {"name", "literal"}


def _entries(value: str) -> list[str]:
    """Divide an inline list; any other value is one entry."""
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(part) for part in _ENTRY.findall(value[1:-1]) if part.strip()]
    return [_unquoted(value)] if value else []


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"').replace("''", "'")
    return re.sub(r"\s+#.*$", "", value)


def _bibliography(values: dict[str, list[str]]) -> Bibliography:
    """Make bibliographic data of what is known by name; the rest is of no use in a brief."""
    found: dict[str, object] = {}
    for key, entries in values.items():
        words = [entry for entry in (" ".join(entry.split()) for entry in entries) if entry]
        reader = _READERS.get(key)
        if words and reader is not None:
            name, value = reader(words)
            found.setdefault(name, value)
    if subtitle := found.pop("subtitle", ""):
        found["title"] = f"{found['title']}: {subtitle}" if "title" in found else subtitle
    return Bibliography(**found)  # type: ignore[arg-type]  # each reader gives what its field takes


_Reader = Callable[[list[str]], tuple[str, object]]


def _text(field: str) -> _Reader:
    return lambda words: (field, ", ".join(words))


def _names(field: str) -> _Reader:
    return lambda words: (field, tuple(Name.parse(field, name) for entry in words for name in divided_names(entry)))


def divided_names(names: str) -> list[str]:
    """Divide names that stand in one value: by semicolons, “and”, or commas between whole names."""
    parts = [part.strip() for part in re.split(r";|\s+(?:and|und|et|y|&)\s+", names) if part.strip()]
    divided: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        whole = len(pieces) > 1 and all(" " in piece for piece in pieces)
        divided += pieces if whole else [part]
    return divided


def _date(field: str) -> _Reader:
    return lambda words: (field, parse_date(words[0]))


def _source(words: list[str]) -> tuple[str, object]:
    url = _URL.search(words[0])
    return ("URL", url.group()) if url else ("container_title", words[0])


_READERS: dict[str, _Reader] = {
    **dict.fromkeys(("title", "headline"), _text("title")),
    "subtitle": _text("subtitle"),
    **dict.fromkeys(("author", "authors", "by", "byline", "creator"), _names("author")),
    **dict.fromkeys(("editor", "editors"), _names("editor")),
    **dict.fromkeys(("translator", "translators"), _names("translator")),
    **dict.fromkeys(("date", "published", "publication_date", "pubdate", "date_published", "issued"), _date("issued")),
    **dict.fromkeys(("accessed", "retrieved", "date_accessed"), _date("accessed")),
    "publisher": _text("publisher"),
    **dict.fromkeys(("container_title", "publication", "newspaper", "journal", "website"), _text("container_title")),
    **dict.fromkeys(("url", "link", "source", "canonical_url", "source_url"), _source),
    "doi": _text("DOI"),
    "isbn": _text("ISBN"),
    "issn": _text("ISSN"),
    **dict.fromkeys(("lang", "language"), _text("language")),
    **dict.fromkeys(("abstract", "description", "summary", "excerpt"), _text("abstract")),
    "volume": _text("volume"),
    "issue": _text("issue"),
    **dict.fromkeys(("page", "pages"), _text("page")),
}

_MONTHS = (
    "january janvier januar enero gennaio janeiro januari jan",
    "february février februar febrero febbraio fevereiro februari feb",
    "march mars märz marzo março maart mar",
    "april avril abril aprile apr",
    "may mai mayo maggio maio mei",
    "june juin juni junio giugno junho jun",
    "july juillet juli julio luglio julho jul",
    "august août agosto augustus aug",
    "september septembre septiembre settembre setembro sep sept",
    "october octobre oktober octubre ottobre outubro oct okt",
    "november novembre noviembre novembro nov",
    "december décembre dezember diciembre dicembre dezembro dec dez",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def parse_date(text: str) -> PartialDate:
    """Read a date as people write it, in the languages of `_MONTHS`; one that leaves doubt is kept as its words.

    Days written between slashes are in doubt: 3/4/2025 is another day on each side of the Atlantic.
    """
    words = " ".join(text.split())
    if match := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d|$)", words):
        return _day(words, *map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", words):
        day, month, year = map(int, match.groups())
        return _day(words, year, month, day)
    names = re.findall(r"[^\W\d_]+", words.lower())
    numbers = re.findall(r"\d+", words)
    months = [_MONTH[name] for name in names if name in _MONTH]
    plain = all(name in _MONTH or name in {"de", "of", "th", "st", "nd", "rd", "er", "den"} for name in names)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    if len(months) == 1 and plain and len(years) == 1 and len(numbers) == 1 + len(days) and len(days) < 2:
        return _day(words, int(years[0]), months[0], int(days[0]) if days else None)
    try:
        return PartialDate.parse("date", words)
    except FieldError:
        return PartialDate(literal=words)


def _day(words: str, year: int, month: int, day: int | None) -> PartialDate:
    try:
        return PartialDate(year=year, month=month, day=day)
    except FieldError:
        return PartialDate(literal=words)
