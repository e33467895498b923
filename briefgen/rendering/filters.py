"""The filters and tests that a house template may use in its pages. What is not listed here is not there.

Jinja's own are taken where nothing in them can run away (a filter that pads text to a given width can fill the
memory in one step) and nothing can switch escaping off (`safe` is left out: what is HTML arrives as such). The rest
are Briefgen's, for what briefs print:

| filter | makes |
|---|---|
| `longdate` | “3 March 2025” of a date or of its ISO form, in the brief's language; other text is left as it is |
| `number` | “12,500” of 12500, grouped as the brief's language does |
| `unbroken` | the same text with spaces and hyphens at which no line ends, as in “Risk 1” |
| `join`, `replace`, `round`, `sum`, `batch` | what Jinja's do, within bounds |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, Literal

from jinja2 import Environment, pass_environment
from jinja2.filters import FILTERS, do_batch, do_round, make_attrgetter
from jinja2.runtime import Undefined
from jinja2.tests import TESTS
from markupsafe import escape, soft_str

from briefgen.rendering import dates

MAX_LENGTH = 5_000_000
"""The longest text or list that a filter or an operator may make in one step."""

_FROM_JINJA = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int",
    "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "slice", "sort", "string", "striptags", "title", "trim", "truncate", "unique", "upper", "urlencode",
    "wordcount",
)  # fmt: skip

_TESTS_FROM_JINJA = (
    "!=", "<", "<=", "==", ">", ">=", "boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "float",
    "ge", "greaterthan", "gt", "in", "integer", "iterable", "le", "lessthan", "lower", "lt", "mapping", "ne", "none",
    "number", "odd", "sequence", "string", "true", "undefined", "upper",
)  # fmt: skip

# What stands between groups of three digits (CLDR): a comma, a point, a space at which no line ends.
_GROUPING = {"en": ",", "ja": ",", "zh": ",", "de": ".", "es": ".", "it": ".", "nl": ".", "pt": ".", "fr": "\u202f"}


class TooMuch(ValueError):
    """A step of a template would make more text or more entries than any brief needs."""


def filters_for(language: str) -> dict[str, Callable[..., Any]]:
    """All filters by name; those that depend on it write in `language` (BCP 47, as `en-GB`)."""
    ours: dict[str, Callable[..., Any]] = {
        "batch": _batch,
        "join": join,
        "longdate": partial(long_date, language=language),
        "number": partial(grouped_number, language=language),
        "replace": replace,
        "round": _round,
        "sum": _sum,
        "unbroken": unbroken,
    }
    return ours | _chosen(FILTERS, _FROM_JINJA)


def page_tests() -> dict[str, Callable[..., Any]]:
    """All tests (what may follow `is` in a page) by name."""
    return _chosen(TESTS, _TESTS_FROM_JINJA)


def _chosen(every: Mapping[str, Any], names: Iterable[str]) -> dict[str, Callable[..., Any]]:
    return {name: every[name] for name in names}


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
        piece = escape(entry)
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
