"""Dates, as a style or a language has them. Written anew.

citeproc-py writes what a style says of a date's part into the language's own form of dates, from where it appears in
every date that is printed later; and it fails on parts that are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from citeproc import model
from citeproc.source import VariableError
from citeproc.string import String

from briefgen.rendering.citations.searching import Searching

# mypy: disable-error-code="misc"
# citeproc-py has no types, so every class here is made of what is not known.

_PARTS = ("year", "month", "day")


class Date(Searching, model.Date):
    """A date: of a known precision, a span of two, or words."""

    def render(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """The date with what the style puts around it. Raises VariableError where it is not known."""
        name = self.get("variable")
        date = item.read(name)
        text = self._text(date) if date else None
        item.called(name, printed=bool(text))
        if not text:
            raise VariableError
        return self.wrap(self.format(String(text)))

    def process(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """The same, for those that ask for the text alone."""
        return self.render(item, context=context, **kwargs)

    def format(self: Any, text: Any) -> Any:
        """In the type that the style gives to dates."""
        return model.Formatted.format(self, text)

    def _text(self: Any, date: Mapping[str, Any]) -> str:
        if "literal" in date:
            return str(self.preformat(date["literal"]))
        days = [dict(zip(_PARTS, day, strict=False)) for day in date["date-parts"]]
        begin = days[0]
        if len(days) == 1:
            return str(self._one(begin, _PARTS))
        end = days[1]
        shared = begin.get("year") == end.get("year") and len(begin) > 1
        first = self._one(begin, ("month", "day") if shared else _PARTS)
        return f"{first.rstrip(' ,')}–{self._one(end, _PARTS)}"

    def _one(self: Any, day: Mapping[str, int], shown: tuple[str, ...]) -> str:
        own = {part.get("name"): part for part in self}
        form = self.get("form")
        if form is None:
            parts, delimiter = list(self), self.get("delimiter", "")
        else:
            general = self._general(form)
            parts, delimiter = list(general), general.get("delimiter", "")
            wanted = self.get("date-parts", "year-month-day").split("-")
            shown = tuple(part for part in shown if part in wanted)
        texts = []
        for part in parts:
            name = part.get("name")
            if name in shown and day.get(name):
                # A style says the form of a part; what stands around it is the language's own.
                texts.append((part, self._part(name, day[name], own.get(name) if form is not None else None, part)))
        written = ""
        for number, (part, text) in enumerate(texts):
            last = number == len(texts) - 1
            # What stands behind a part leads to the next one, and goes where that is not known.
            suffix = part.get("suffix", "")
            written += part.get("prefix", "") if number or not part.get("prefix", "").isspace() else ""
            written += text + ("" if last and not suffix.strip(" ,") else suffix) + ("" if last else delimiter)
        return written

    def _general(self: Any, form: str) -> Any:
        for locale in self.get_root().locales:
            if (found := locale.dates.get(form)) is not None:
                return found
        raise VariableError

    def _part(self: Any, name: str, number: int, own: Any, part: Any) -> str:
        def said(option: str, usual: str) -> str:
            return str((own.get(option) if own is not None else None) or part.get(option) or usual)

        text = String("")
        if name == "day":
            form = said("form", "numeric")
            ordinal = form == "ordinal" and (
                number == 1 or str(self.get_locale_option("limit-day-ordinals-to-day-1")).lower() != "true"
            )
            text = String(f"{number:02}" if form == "numeric-leading-zeros" else str(number))
            if ordinal:
                text = String(model.to_ordinal(number, self))
        elif name == "month":
            form = said("form", "long")
            if form.startswith("numeric"):
                text = String(f"{number:02}" if form == "numeric-leading-zeros" else str(number))
            else:
                text = self.get_single_term(name=f"month-{number:02}", form="short" if form == "short" else None)
        else:
            text = String(f"{number % 100:02}" if said("form", "long") == "short" else str(abs(number)))
            if number < 0:
                text = text + self.get_single_term(name="bc")
            elif number < 1000:
                text = text + self.get_single_term(name="ad")
        if said("strip-periods", "false") == "true":
            text = text.replace(".", "")
        dressed = own if own is not None and own.get("text-case") else part
        return str(part.format(dressed.case(text)))
