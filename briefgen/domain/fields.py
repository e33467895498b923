"""What a field takes: each field of a dossier's records is described once, and the description does the rest.

A *spec* stands in the metadata of a dataclass field. From it come the check when a record is built, the reading of
a value typed by a person (command line, form) or kept in a dossier file, the plain value that is written there, and
the sentence that tells a person what the field takes.
"""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from itertools import starmap
from operator import attrgetter
from typing import Any, Self, TypeVar, cast

from briefgen.errors import UsageError

Plain = Any
"""What JSON can hold: None, bool, int, float, str, and lists and string-keyed mappings of these."""

MAX_TEXT = 1_000_000
"""Longest text that a field holds, in code points: far beyond any brief, small enough to lay out."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class FieldError(UsageError):
    """A value that a field can't hold.

    `field` is the field's dotted name as a person would type it, `takes` what it does take.
    """

    def __init__(self, field: str, takes: str, got: object = None) -> None:
        """Say which `field` was given `got`, and what it `takes`."""
        shown = "" if got is None else f", not {_shorten(got)}"
        super().__init__(f"The field “{field}” takes {takes}{shown}.")
        self.field = field
        self.takes = takes

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Survive the road between processes, which Exception's own way of pickling would not."""
        return (type(self), (self.field, self.takes))


class Term(StrEnum):
    """One word of a fixed list; `meaning` says in plain words what choosing it says."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Make the term `value`, explained by `meaning`."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.meaning = meaning
        return term


class Spec(ABC):
    """What a field takes. The methods raise `FieldError` naming the field."""

    takes = "a value"

    @abstractmethod
    def check(self, field: str, value: object) -> None:
        """Refuse a `value` that the field can't hold."""

    def read(self, field: str, plain: Plain) -> object:
        """Turn a plain value, typed or kept, into the field's own kind of value."""
        return plain

    def plain(self, value: Any) -> Plain:
        """Turn the field's value into plain data that `read` turns back into an equal value."""
        return value


class Text(Spec):
    """Text of several lines, NFC as typed, without control characters; empty when not given."""

    def __init__(self, *, one_line: bool = False, required: bool = False) -> None:
        """Take text; of `one_line` only, and not blank when `required`."""
        self.one_line = one_line
        self.required = required
        self.takes = "one line of text" if one_line else "text"
        if required:
            self.takes += " that is not blank"

    def check(self, field: str, value: object) -> None:
        """Refuse what is no text, control characters, and line ends where one line is wanted."""
        if not isinstance(value, str):
            raise FieldError(field, self.takes, value)
        if not value.isprintable() and _FORBIDDEN.search(value):
            raise FieldError(field, f"{self.takes}, without control characters")
        if len(value) > MAX_TEXT:
            raise FieldError(field, f"at most {MAX_TEXT:,} characters")
        if self.one_line and ("\n" in value or "\r" in value):
            raise FieldError(field, self.takes, value)
        if self.required and not value.strip():
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Compose to NFC, unify line ends, and trim a single line."""
        if not isinstance(plain, str):
            return plain
        text = plain if plain.isascii() else unicodedata.normalize("NFC", plain)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text.strip() if self.one_line else text


class ExactText(Spec):
    """Text kept to the code point, as a quotation is: nothing is trimmed or composed."""

    takes = "text, kept word for word"

    def check(self, field: str, value: object) -> None:
        """Refuse what is no text or holds an unpaired surrogate, which no file could keep."""
        if not isinstance(value, str):
            raise FieldError(field, self.takes, value)
        try:
            value.encode()
        except UnicodeEncodeError:
            raise FieldError(field, self.takes) from None


class Flag(Spec):
    """Yes or no."""

    takes = "true or false"

    def check(self, field: str, value: object) -> None:
        """Refuse what is not a bool."""
        if not isinstance(value, bool):
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Read the words true, yes, false, no."""
        if isinstance(plain, str):
            return {"true": True, "yes": True, "false": False, "no": False}.get(plain.strip().lower(), plain)
        return plain


class Number(Spec):
    """A whole number from `least` to `most`, both included; `optional` allows None."""

    def __init__(self, least: int, most: int, *, optional: bool = True) -> None:
        """Take whole numbers from `least` to `most`."""
        self.least = least
        self.most = most
        self.optional = optional
        self.takes = f"a whole number from {least} to {most}"

    def check(self, field: str, value: object) -> None:
        """Refuse what is no whole number or out of range."""
        if value is None and self.optional:
            return
        if not isinstance(value, int) or isinstance(value, bool) or not self.least <= value <= self.most:
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Read digits; blank means not given."""
        if isinstance(plain, str):
            if not plain.strip() and self.optional:
                return None
            try:
                return int(plain)
            except ValueError:
                return plain
        return plain


class Choice(Spec):
    """One term of an enumeration, or None where `optional`; read without regard to case, `_` and `-`."""

    def __init__(self, terms: type[Term], *, optional: bool = True) -> None:
        """Take one of `terms`."""
        self.terms = terms
        self.optional = optional
        self.takes = "one of: " + ", ".join(terms)
        self._by_name = {_fold(term): term for term in terms}

    def check(self, field: str, value: object) -> None:
        """Refuse what is not a term of the enumeration."""
        if value is None and self.optional:
            return
        if not isinstance(value, self.terms):
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Find the term by its words; blank means not given."""
        if isinstance(plain, str):
            if not plain.strip() and self.optional:
                return None
            return self._by_name.get(_fold(plain), plain)
        return plain

    def plain(self, value: Any) -> Plain:
        """Give the term's words."""
        return None if value is None else str(value)


class Day(Spec):
    """A calendar date, or None; `word` is text allowed in its place, such as “on decision”."""

    def __init__(self, *, word: str = "") -> None:
        """Take a date, or the one `word` allowed instead."""
        self.word = word
        self.takes = "a date written 2026-03-14" + (f", or “{word}”" if word else "")

    def check(self, field: str, value: object) -> None:
        """Refuse what is neither a date nor the word allowed."""
        if value is None or (self.word and value == self.word):
            return
        if not isinstance(value, date) or isinstance(value, datetime):
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Read an ISO 8601 calendar date; blank means not given."""
        if isinstance(plain, str):
            if not plain.strip():
                return None
            if self.word and _fold(plain) == _fold(self.word):
                return self.word
            try:
                return date.fromisoformat(plain.strip())
            except ValueError:
                return plain
        return plain

    def plain(self, value: Any) -> Plain:
        """Give the ISO date."""
        return value.isoformat() if isinstance(value, date) else value


class Moment(Spec):
    """A point in time with its offset from UTC, or None."""

    takes = "a time written 2026-03-14T09:30:00+00:00"

    def check(self, field: str, value: object) -> None:
        """Refuse what is no time, and times without an offset."""
        if value is None:
            return
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Read ISO 8601."""
        if isinstance(plain, str):
            try:
                return datetime.fromisoformat(plain)
            except ValueError:
                return plain
        return plain

    def plain(self, value: Any) -> Plain:
        """Give ISO 8601."""
        return None if value is None else value.isoformat()


class Id(Spec):
    """The id of a record: a prefix, a hyphen, a number, as in risk-1; empty where `optional`."""

    def __init__(self, *prefixes: str, optional: bool = False) -> None:
        """Take ids with one of `prefixes`."""
        self.prefixes = prefixes
        self.optional = optional
        self.takes = "an id such as " + " or ".join(f"{prefix}-1" for prefix in prefixes)
        self._pattern = re.compile(rf"(?:{'|'.join(map(re.escape, prefixes))})-[1-9][0-9]{{0,8}}")

    def check(self, field: str, value: object) -> None:
        """Refuse what does not have the form of an id."""
        if self.optional and value == "":
            return
        if not isinstance(value, str) or not self._pattern.fullmatch(value):
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Read an id as a person writes it: “Risk 1”, “risk-1”."""
        return as_id(plain) if isinstance(plain, str) else plain


class Record(Spec):
    """A record of its own class; None where `optional`. Read from a mapping, from JSON, or as its `parse` says."""

    def __init__(self, *classes: type[Checked], optional: bool = True) -> None:
        """Take a record of one of `classes`; only the first is read from plain data."""
        self.classes = classes
        self.optional = optional
        self.takes = getattr(classes[0], "takes", "") or (
            "a JSON object with " + ", ".join(dashed(name) for name, _, _ in specs(classes[0]))
        )

    def check(self, field: str, value: object) -> None:
        """Refuse what is not such a record."""
        if value is None and self.optional:
            return
        if not isinstance(value, self.classes):
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Build the record; an error inside it names the inner field with this one before it."""
        if isinstance(plain, str):
            if not plain.strip() and self.optional:
                return None
            parse = getattr(self.classes[0], "parse", None)
            if parse is not None and not plain.lstrip().startswith("{"):
                return parse(field, plain)
            plain = _json(field, self.takes, plain)
        if isinstance(plain, Mapping):
            return from_plain(self.classes[0], plain, where=field)
        return plain

    def plain(self, value: Any) -> Plain:
        """Give the record's own plain data."""
        return None if value is None else to_plain(value)


class Many(Spec):
    """A list, held as a tuple, of what `item` takes; at most `most` of them."""

    def __init__(self, item: Spec, *, most: int = 100_000) -> None:
        """Take a list of at most `most` values of `item`."""
        self.item = item
        self.most = most
        self.takes = f"a JSON list, each entry {item.takes}"

    def check(self, field: str, value: object) -> None:
        """Refuse what is no tuple, what is too long, and any entry that `item` refuses."""
        if not isinstance(value, tuple):
            raise FieldError(field, self.takes, value)
        if len(value) > self.most:
            raise FieldError(field, f"at most {self.most} entries, not {len(value)}")
        for number, entry in enumerate(value, 1):
            self.item.check(f"{field}[{number}]", entry)

    def read(self, field: str, plain: Plain) -> object:
        """Read a list, its JSON, or a single entry given alone."""
        if isinstance(plain, str):
            if not plain.strip():
                return ()
            plain = _json(field, self.takes, plain) if plain.lstrip().startswith("[") else [plain]
        if isinstance(plain, Mapping):
            plain = [plain]
        if isinstance(plain, list | tuple):
            return tuple(self.item.read(f"{field}[{number}]", entry) for number, entry in enumerate(plain, 1))
        return plain

    def plain(self, value: Any) -> Plain:
        """Give the list of the entries' plain data."""
        return [self.item.plain(entry) for entry in value]


class Rows(Spec):
    """A long tuple of one small dataclass, kept as a list of lists without names: compact, and quick to read.

    The values are passed to the row as JSON gives them; a row with terms turns them into such itself.
    """

    def __init__(self, row: type[Any]) -> None:
        """Take rows of the dataclass `row`, whose fields stand in order of declaration."""
        self.row = row
        self.takes = f"a list of {row.__name__} rows"
        self._names = tuple(field.name for field in dataclasses.fields(row))

    def check(self, field: str, value: object) -> None:
        """Refuse what is not a tuple of such rows."""
        row = self.row
        if not isinstance(value, tuple) or not all(type(entry) is row for entry in value):
            raise FieldError(field, self.takes)

    def read(self, field: str, plain: Plain) -> object:
        """Build the rows."""
        if isinstance(plain, list):
            try:
                return tuple(starmap(self.row, plain))
            except TypeError:
                raise FieldError(field, self.takes, plain) from None
        return plain

    def plain(self, value: Any) -> Plain:
        """Give the rows' values in order."""
        return [[getattr(entry, name) for name in self._names] for entry in value]


class Values(Spec):
    """Named plain values, held as a tuple of (name, value) pairs sorted by name, lists within them as tuples."""

    takes = "a JSON object"

    def check(self, field: str, value: object) -> None:
        """Refuse what is not a sorted tuple of pairs with distinct names."""
        if not isinstance(value, tuple) or not all(
            isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in value
        ):
            raise FieldError(field, self.takes, value)
        names = [pair[0] for pair in value]
        if names != sorted(set(names)):
            raise FieldError(field, "names in order, each once", names)

    def read(self, field: str, plain: Plain) -> object:
        """Read a mapping or its JSON."""
        if isinstance(plain, str):
            plain = _json(field, self.takes, plain)
        if isinstance(plain, Mapping):
            return tuple(sorted((str(name), freeze(value)) for name, value in plain.items()))
        return plain

    def plain(self, value: Any) -> Plain:
        """Give the mapping back."""
        return {name: thaw(entry) for name, entry in value}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A frozen record whose fields are checked against their specs when it is built."""

    def __post_init__(self) -> None:
        """Refuse values that the fields can't hold."""
        values_of, checks = _checks.get(type(self)) or _prepare_checks(type(self))
        for value, (name, check, default) in zip(values_of(self), checks, strict=True):
            if value is not default:
                check(name, value)
        self.check_together()

    def check_together(self) -> None:
        """Refuse fields that contradict each other; a record that has such rules overrides this."""


T = TypeVar("T", bound=Checked)


def holds(spec: Spec, default: Any = dataclasses.MISSING, *, label: str = "", about: str = "") -> Any:
    """Declare a dataclass field that takes `spec`; `label` names it in forms, `about` explains it there."""
    metadata = {"spec": spec, "label": label, "about": about}
    return dataclasses.field(default=default, metadata=metadata)


_specs: dict[object, tuple[tuple[str, Spec, object], ...]] = {}
_names: dict[object, dict[str, tuple[str, Spec]]] = {}


def specs(cls: type[Checked]) -> tuple[tuple[str, Spec, object], ...]:
    """List (name, spec, default) of every field of a record class, in order of declaration."""
    found = _specs.get(cls)
    if found is None:
        found = _specs[cls] = tuple(
            (field.name, cast("Spec", field.metadata["spec"]), field.default) for field in dataclasses.fields(cls)
        )
    return found


_Check = tuple[str, Callable[[str, object], None], object]
_checks: dict[object, tuple[Callable[[object], tuple[object, ...]], tuple[_Check, ...]]] = {}


def _prepare_checks(cls: type[Checked]) -> tuple[Callable[[object], tuple[object, ...]], tuple[_Check, ...]]:
    """Look up once what is asked each time a record is built: an opened dossier builds tens of thousands."""
    described = specs(cls)
    names = [name for name, _, _ in described]
    # With a single name attrgetter gives the bare value.
    values_of = attrgetter(*names) if len(names) > 1 else lambda record: tuple(getattr(record, name) for name in names)
    found = _checks[cls] = (values_of, tuple((dashed(name), spec.check, default) for name, spec, default in described))
    return found


def _spec_by_name(cls: type[Checked]) -> dict[str, tuple[str, Spec]]:
    found = _names.get(cls)
    if found is None:
        found = _names[cls] = {}
        for name, spec, _ in specs(cls):
            found[name] = found[dashed(name)] = found[dashed(name).lower()] = (name, spec)
    return found


def spec_of(cls: type[Checked], name: str) -> Spec:
    """Find the spec of field `name` (with `_` or `-`).

    Raises:
        FieldError: the record has no such field; the message lists those it has.
    """
    return _find(cls, name, "")[1]


def read_field(cls: type[Checked], name: str, plain: Plain) -> tuple[str, object]:
    """Read the value of one field as a person typed it; gives the attribute's name and the checked value.

    Raises:
        FieldError: no such field, or a value that it can't hold.
    """
    attribute, spec = _find(cls, name, "")
    value = spec.read(dashed(attribute), plain)
    spec.check(dashed(attribute), value)
    return attribute, value


def to_plain(record: Checked) -> dict[str, Plain]:
    """Turn a record into plain data; fields that hold their default are left out."""
    plain: dict[str, Plain] = {}
    for name, spec, default in specs(type(record)):
        value = getattr(record, name)
        if value is not default and value != default:
            plain[name] = spec.plain(value)
    return plain


def from_plain(cls: type[T], plain: Mapping[str, Plain], *, where: str = "", lenient: bool = False) -> T:
    """Build a record from plain data; `lenient` passes over unknown names (a newer program's).

    Raises:
        FieldError: an unknown name, a missing or impossible value; `where` stands before the field's name.
    """
    known = _spec_by_name(cls)
    values: dict[str, object] = {}
    for name, entry in plain.items():
        if name not in known:
            if lenient:
                continue
            _find(cls, name, where)
        attribute, spec = known[name]
        values[attribute] = spec.read(_under(where, dashed(attribute)), entry)
    try:
        return cls(**values)
    except FieldError as error:
        if not where:
            raise
        raise FieldError(_under(where, error.field), error.takes) from None
    except TypeError:
        missing = next(name for name, _, default in specs(cls) if default is dataclasses.MISSING and name not in values)
        raise FieldError(_under(where, dashed(missing)), "a value: it must be given") from None


def freeze(plain: Plain) -> Plain:
    """Make plain data immutable: lists and mappings become tuples, a mapping's tagged by a leading dict marker."""
    if isinstance(plain, Mapping):
        return (_MAPPING, *sorted((str(name), freeze(value)) for name, value in plain.items()))
    if isinstance(plain, list | tuple):
        return tuple(freeze(value) for value in plain)
    return plain


def thaw(frozen: Plain) -> Plain:
    """Undo `freeze`."""
    if isinstance(frozen, tuple):
        if frozen and frozen[0] == _MAPPING:
            return {name: thaw(value) for name, value in frozen[1:]}
        return [thaw(value) for value in frozen]
    return frozen


_MAPPING = "\x00mapping"


def as_id(text: str) -> str:
    """Turn an id as a person may write it (“Risk 1”, “rec. 2”, “recommendation-2”) into its exact form."""
    folded = text.strip().lower().replace("_", "-")
    match = re.fullmatch(r"([a-z]+)\.?[\s-]*([0-9]+)", folded)
    if not match:
        return text.strip()
    prefix = {"recommendation": "rec"}.get(match[1], match[1])
    return f"{prefix}-{int(match[2])}"


def dashed(name: str) -> str:
    """Write an attribute's name as a person types it: `why_unavoidable` becomes why-unavoidable."""
    return name.rstrip("_").replace("_", "-")


def _find(cls: type[Checked], name: str, where: str) -> tuple[str, Spec]:
    found = _spec_by_name(cls).get(name)
    if found is None:
        names: Iterable[str] = (dashed(attribute) for attribute, _, _ in specs(cls))
        raise FieldError(_under(where, name), f"nothing: there is no such field; there are {', '.join(names)}")
    return found


def _under(where: str, field: str) -> str:
    return f"{where}.{field}" if where else field


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[_\-–]", " ", text.lower()).split())


def _json(field: str, takes: str, text: str) -> Plain:
    try:
        return json.loads(text)
    except ValueError:
        raise FieldError(field, takes, text) from None


def _shorten(got: object) -> str:
    text = got if isinstance(got, str) else repr(got)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
