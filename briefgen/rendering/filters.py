"""The filters and tests that a house template may use in its pages. What is not listed here is not there.

Jinja's own are taken where nothing in them can run away (a filter that pads text to a given width can fill the
memory in one step) and nothing can switch escaping off (`safe` is left out: what is HTML arrives as such). The rest
are Briefgen's, for what briefs print:

| filter | makes |
|---|---|
| `longdate` | “3 March 2025” of a date or of its ISO form, in the brief's language; other text is left as it is |
| `number` | “12,500” of 12500, grouped as the brief's language does |
| `unbroken` | the same text with spaces and hyphens at which no line ends, as in “Risk 1” |
| `days_kept` | the same text with such a space between the day of a month and the word after it, as in “14 March” |
| `join`, `replace`, `round`, `sum`, `batch`, `slice` | what Jinja's do, within bounds |
| `string` | the text of a number; of a list or a mapping, the texts of all that is in it, with commas between |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial, wraps
from typing import Any, Literal

from jinja2 import Environment, pass_environment
from jinja2.filters import FILTERS, do_batch, do_round, make_attrgetter, sync_do_slice
from jinja2.runtime import Undefined
from jinja2.tests import TESTS
from markupsafe import Markup, escape, soft_str

from briefgen.rendering import dates

MAX_LENGTH = 5_000_000
"""The longest text or list that a filter or an operator may make in one step."""

_FROM_JINJA = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int",
    "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "sort", "striptags", "title", "trim", "truncate", "unique", "upper", "urlencode",
    "wordcount",
)  # fmt: skip

_TEXT_FILTERS = (
    "capitalize", "days_kept", "e", "escape", "longdate", "lower", "number", "replace", "striptags", "title", "trim",
    "truncate", "unbroken", "upper", "urlencode", "wordcount",
)  # fmt: skip
"""Those that make text of whatever they are given."""

_TESTS_FROM_JINJA = (
    "!=", "<", "<=", "==", ">", ">=", "boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "float",
    "ge", "greaterthan", "gt", "in", "integer", "iterable", "le", "lessthan", "lower", "lt", "mapping", "ne", "none",
    "number", "odd", "sequence", "string", "true", "undefined", "upper",
)  # fmt: skip

# What stands between groups of three digits (CLDR): a comma, a point, a space at which no line ends.
_GROUPING = {"en": ",", "ja": ",", "zh": ",", "de": ".", "es": ".", "it": ".", "nl": ".", "pt": ".", "fr": "\u202f"}


class NotPrinted(TypeError):
    """A page prints a value that is neither text nor a number."""


class TooMuch(ValueError):
    """A step of a template would make more text or more entries than any brief needs."""


def filters_for(language: str) -> dict[str, Callable[..., Any]]:
    """All filters by name; those that depend on it write in `language` (BCP 47, as `en-GB`)."""
    ours: dict[str, Callable[..., Any]] = {
        "batch": _batch,
        "days_kept": days_kept,
        "join": join,
        "longdate": partial(long_date, language=language),
        "number": partial(grouped_number, language=language),
        "replace": replace,
        "round": _round,
        "slice": _slice,
        "string": as_text,
        "sum": _sum,
        "unbroken": unbroken,
    }
    found = ours | _chosen(FILTERS, _FROM_JINJA)
    for name in _TEXT_FILTERS:
        found[name] = _of_text(found[name])
    return found


def page_tests() -> dict[str, Callable[..., Any]]:
    """All tests (what may follow `is` in a page) by name."""
    return _chosen(TESTS, _TESTS_FROM_JINJA)


def _chosen(every: Mapping[str, Any], names: Iterable[str]) -> dict[str, Callable[..., Any]]:
    return {name: every[name] for name in names}


def printable(value: object) -> object:
    """What a page prints for a value: nothing for None; text and numbers as they are.

    Raises:
        NotPrinted: It is something else. A brief never prints a list as Python writes it; and where each of two
            entries is a list of two entries and so on, writing it would fill any memory, in one step.
    """
    if value is None:
        return ""
    if isinstance(value, str | int | float | Undefined):
        return value
    raise NotPrinted(f"a page prints text and numbers, not a {type(value).__name__}")


def concatenated(values: Iterable[object]) -> str:
    """Put values together as `~` does: as HTML, the rest of them escaped, if one of them is HTML.

    Raises:
        TooMuch: The result would be longer than `MAX_LENGTH`.
        TypeError: One of them is no text and no number.
    """
    pieces = [soft_str(printable(value)) for value in values]
    if sum(map(len, pieces)) > MAX_LENGTH:
        raise TooMuch(f"“~” would make more than {MAX_LENGTH:,} characters")
    if any(hasattr(piece, "__html__") for piece in pieces):
        return Markup("").join(pieces)
    return "".join(pieces)


def _of_text(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same filter, which takes text and numbers only, and None for no text."""

    @wraps(work)
    def careful(*arguments: Any, **named: Any) -> Any:
        given = [value if isinstance(value, Environment) else printable(value) for value in arguments]
        for value in named.values():
            printable(value)
        return work(*given, **named)

    return careful


def as_text(value: object) -> str:
    """The text of a value; of a list or a mapping, the texts of all that is in it, with commas between.

    Raises:
        TypeError: Something in it is no plain value.
        TooMuch: The result would be longer than `MAX_LENGTH`, or made of more than 100,000 pieces.
    """
    if not isinstance(value, list | tuple | dict):
        return soft_str(printable(value))
    pieces: list[str] = []
    length = 0
    for leaf in _leaves(value):
        piece = soft_str(printable(leaf))
        pieces.append(piece)
        length += len(piece) + 2
        if length > MAX_LENGTH or len(pieces) > 100_000:
            raise TooMuch("there is too much in a list to write it as text")
    return ", ".join(pieces)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for entry in value:
            yield from _leaves(entry)
    else:
        yield value


def long_date(value: object, *, language: str) -> str:
    """Write a date out, as “3 March 2025”.

    Args:
        value: A date, a time, or the ISO 8601 text of one. Other text (“on decision”) comes back as it is, and so
            does a date in a language whose custom is not known here: in its ISO form, which all understand.
        language: BCP 47.
    """
    if isinstance(value, Undefined):
        return str(value)  # raises the error that names the missing field
    day = _as_date(value)
    if day is None:
        return "" if value is None else soft_str(value)
    return dates.long_date(day, language)


def _as_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        return None


def grouped_number(value: object, *, language: str) -> str:
    """Write a whole number with its digits in groups of three; anything else comes back as it is."""
    if isinstance(value, bool) or not isinstance(value, int):
        return soft_str(value)
    separator = _GROUPING.get(language.lower().split("-")[0], "\u202f")
    return f"{value:,}".replace(",", separator)


def unbroken(value: object) -> str:
    """Put spaces and hyphens at which no line ends in place of the usual ones."""
    text = soft_str(value)
    return text.replace(" ", "\u00a0").replace("-", "\u2011")


_DAY = re.compile(r"(?<![^\s(“‘«])(\d{1,2}(?:\.|st|nd|rd|th|er)?) (?=[^\W\d_]|°)")


def days_kept(value: object) -> str:
    """Put a space at which no line ends between a number of one or two digits and the word after it: “14 March”."""
    return _DAY.sub("\\1\u00a0", soft_str(value))


@pass_environment
def join(
    environment: Environment, value: Iterable[Any], separator: str = "", attribute: str | int | None = None
) -> str:
    """Put the entries of a list, or their `attribute`, together.

    What is not HTML yet is escaped, as everywhere in a page.

    Raises:
        TooMuch: The result would be longer than `MAX_LENGTH`.
    """
    between = escape(separator)
    chosen = value if attribute is None else map(make_attrgetter(environment, attribute), value)
    pieces: list[str] = []
    length = 0
    for entry in chosen:
        piece = escape(printable(entry))
        length += len(piece) + len(between)
        if length > MAX_LENGTH:
            raise TooMuch(f"joining would make more than {MAX_LENGTH:,} characters")
        pieces.append(piece)
    return between.join(pieces)


def replace(value: object, old: str, new: str, count: int = -1) -> str:
    """Put `new` in place of `old`. What is not HTML yet is escaped first, when one of the three is HTML.

    Raises:
        TooMuch: The result would be longer than `MAX_LENGTH`.
    """
    text = soft_str(value)
    if any(hasattr(part, "__html__") for part in (value, old, new)):
        text, old, new = escape(text), escape(old), escape(new)
    found = text.count(old)
    if count >= 0:
        found = min(found, count)
    if len(text) + found * (len(new) - len(old)) > MAX_LENGTH:
        raise TooMuch(f"replacing would make more than {MAX_LENGTH:,} characters")
    return text.replace(old, new, count)


def _batch(value: Iterable[Any], linecount: int, fill_with: object = None) -> Iterator[list[Any]]:
    if not 0 < linecount <= 10_000:
        raise TooMuch("a batch has 1 to 10,000 entries")
    return do_batch(value, linecount, fill_with)


def _slice(value: Collection[Any], slices: int, fill_with: object = None) -> Iterator[list[Any]]:
    if not 0 < slices <= 10_000:
        raise TooMuch("a list is cut into 1 to 10,000 slices")
    return sync_do_slice(value, slices, fill_with)


def _round(value: float, precision: int = 0, method: Literal["common", "ceil", "floor"] = "common") -> float:
    if not -300 <= precision <= 300:
        raise TooMuch("rounding is to at most 300 digits")
    return do_round(value, precision, method)


@pass_environment
def _sum(environment: Environment, value: Iterable[Any], attribute: str | int | None = None, start: float = 0) -> float:
    chosen = value if attribute is None else map(make_attrgetter(environment, attribute), value)
    total = start
    for entry in chosen:
        if not isinstance(entry, int | float):
            raise TypeError("only numbers are summed")
        total += entry
    return total
