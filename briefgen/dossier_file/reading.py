"""From the plain data of a file to the domain's values, exactly as they were: the inverse of `fields.to_plain`.

`fields.from_plain` reads what a person typed: it trims, composes and forgives. A file must give back what was
committed to it, to the code point, and quickly; so each record's class is turned once into a chain of small functions,
by the specs of its fields. The class checks its values itself when it is built.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import starmap
from typing import Any

from briefgen.domain.dossier import AnyPoint, kind_of
from briefgen.domain.fields import (
    Checked,
    Choice,
    Day,
    ExactText,
    Flag,
    Id,
    Many,
    Moment,
    Number,
    Plain,
    Record,
    Rows,
    Spec,
    Text,
    Values,
    dashed,
    freeze,
    specs,
)
from briefgen.domain.points import POINT_CLASSES, Likelihood


class Unreadable(Exception):
    """Plain data that gives no value; the text says what is wrong, for the end of a sentence."""


class _UnknownTerm(Unreadable):
    """A word that is not in the list of a field that chooses from one."""


@dataclass
class Reading:
    """What is known while reading, and what came of it.

    `newer`: a newer Briefgen wrote the file, which may choose from longer lists. `missed`: something was passed over,
    and must be carried over when the record is written again.
    """

    newer: bool = False
    missed: bool = False


_Read = Callable[[Any, Reading], Any]

_AS_IT_IS = (Text, ExactText, Flag, Number, Id)


def read_record(cls: type[Checked], plain: Mapping[str, Plain], reading: Reading) -> Any:
    """Build a record of `cls` (a point's own class where `cls` is `Point`'s place) from plain data.

    Names that the class does not have are passed over and noted in `reading`.

    Raises:
        Unreadable: a value that the field can't hold, or one that is missing.
        FieldError: the class refuses the values.
    """
    return _record_reader(cls)(plain, reading)


def read_any_point(plain: Mapping[str, Plain], reading: Reading) -> Any:
    """Build a point of the class that its id tells. Raises as `read_record` does."""
    return _record_reader(POINT_CLASSES[kind_of(str(plain.get("id", "")))])(plain, reading)


def plain_of(record: Checked, *, without: tuple[str, ...] = ()) -> dict[str, Plain]:
    """Turn a record into plain data as `fields.to_plain` does, leaving out some of its fields."""
    plain: dict[str, Plain] = {}
    for name, spec, default in specs(type(record)):
        if name in without:
            continue
        value = getattr(record, name)
        if value is not default and value != default:
            plain[name] = spec.plain(value)
    return plain


_record_readers: dict[type[Checked], _Read] = {}


def _record_reader(cls: type[Checked]) -> _Read:
    found = _record_readers.get(cls)
    if found is None:
        found = _record_readers[cls] = _made_record_reader(cls)
    return found


def _made_record_reader(cls: type[Checked]) -> _Read:
    known: dict[str, tuple[str, _Read | None]] = {}
    for name, spec, _ in specs(cls):
        known[name] = known[dashed(name)] = (name, None if isinstance(spec, _AS_IT_IS) else _reader(spec))

    def read(plain: Any, reading: Reading) -> Any:
        if not isinstance(plain, dict):
            raise Unreadable(f"{plain!r} stands where the fields of a {cls.__name__} are expected")
        values: dict[str, Any] = {}
        for name, entry in plain.items():
            if name not in known:
                reading.missed = True
                continue
            attribute, reader = known[name]
            if reader is None:
                values[attribute] = entry
                continue
            try:
                values[attribute] = reader(entry, reading)
            except _UnknownTerm:
                if not reading.newer:
                    raise
                reading.missed = True
        try:
            return cls(**values)
        except TypeError as error:
            raise Unreadable(f"a {cls.__name__} is not whole: {error}") from error

    return read


def _reader(spec: Spec) -> _Read:
    """Choose how the values of a spec are read; a kind of spec that is not known here is read as it says itself."""
    if isinstance(spec, _AS_IT_IS):
        return lambda plain, _: plain
    for kind, build in _BUILDERS.items():
        if isinstance(spec, kind):
            return build(spec)
    return lambda plain, _: spec.read("", plain)


def _choice(spec: Choice) -> _Read:
    terms: dict[Any, Any] = {str(term): term for term in spec.terms} | {None: None}

    def read(plain: Any, _: Reading) -> Any:
        try:
            return terms[plain]
        except (KeyError, TypeError):
            raise _UnknownTerm(f"{plain!r} is not {spec.takes}") from None

    return read


def _day(spec: Day) -> _Read:
    def read(plain: Any, _: Reading) -> Any:
        if plain is None or (spec.word and plain == spec.word):
            return plain
        return _by(dt.date.fromisoformat, plain)

    return read


def _moment(_: Moment) -> _Read:
    return lambda plain, _: None if plain is None else _by(dt.datetime.fromisoformat, plain)


def _by(function: Callable[[str], Any], plain: Any) -> Any:
    try:
        return function(plain)
    except (TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def _any_point(_: AnyPoint) -> _Read:
    return lambda plain, reading: None if plain is None else read_any_point(plain, reading)


def _record(spec: Record) -> _Read:
    cls = spec.classes[0]
    if cls is Likelihood:
        return _likelihood

    def read(plain: Any, reading: Reading) -> Any:
        return None if plain is None else _record_reader(cls)(plain, reading)

    return read


_likelihoods: dict[tuple[Any, Any], Likelihood] = {}


def _likelihood(plain: Any, reading: Reading) -> Any:
    """Share the few likelihoods that there are among the many risks that have them."""
    if not isinstance(plain, dict) or not plain.keys() <= {"scale", "term"}:
        return None if plain is None else _record_reader(Likelihood)(plain, reading)
    key = (plain.get("scale"), plain.get("term"))
    found = _likelihoods.get(key)
    if found is None:
        found = _likelihoods[key] = _record_reader(Likelihood)(plain, reading)
    return found


def _many(spec: Many) -> _Read:
    item = _reader(spec.item)

    def read(plain: Any, reading: Reading) -> Any:
        if not isinstance(plain, list):
            raise Unreadable(f"{plain!r} stands where a list is expected")
        try:
            return tuple([item(entry, reading) for entry in plain])
        except _UnknownTerm:
            if not reading.newer:
                raise
        reading.missed = True
        return tuple(_understood(item, plain, reading))

    return read


def _understood(item: _Read, plain: list[Any], reading: Reading) -> list[Any]:
    found = []
    for entry in plain:
        try:
            found.append(item(entry, reading))
        except _UnknownTerm:
            continue
    return found


def _rows(spec: Rows) -> _Read:
    width = len(spec.row.__slots__)

    def read(plain: Any, reading: Reading) -> Any:
        try:
            if reading.newer and any(len(row) > width for row in plain):
                reading.missed = True
                plain = [row[:width] for row in plain]
            return tuple(starmap(spec.row, plain))
        except (TypeError, ValueError) as error:
            raise Unreadable(f"a row is no {spec.row.__name__}: {error}") from error

    return read


def _values(_: Values) -> _Read:
    def read(plain: Any, _: Reading) -> Any:
        if not isinstance(plain, dict):
            raise Unreadable(f"{plain!r} stands where named values are expected")
        return tuple(sorted((name, freeze(value)) for name, value in plain.items()))

    return read


_BUILDERS: dict[type[Spec], Callable[[Any], _Read]] = {
    AnyPoint: _any_point,  # before Record, whose kind it is
    Record: _record,
    Choice: _choice,
    Day: _day,
    Moment: _moment,
    Many: _many,
    Rows: _rows,
    Values: _values,
}
