"""What a house template asks of a brief: its sections, fields, points, limits and colours; read from its manifest.

The template's files are `rendering`'s business; this is the part that preflight and the front ends need.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.domain.fields import (
    Checked,
    Choice,
    Day,
    ExactText,
    FieldError,
    Flag,
    Many,
    Number,
    Plain,
    Record,
    Spec,
    Term,
    Text,
    Values,
    holds,
)
from briefgen.domain.terms import Kind

_LINE = Text(one_line=True)
_NAME = Text(one_line=True, required=True)


class FieldType(Term):
    """What a template's own field holds."""

    LINE = "line", "one line of text"
    TEXT = "text", "plain text"
    MARKDOWN = "markdown", "text in Markdown"
    FLAG = "flag", "yes or no"
    NUMBER = "number", "a whole number"
    DATE = "date", "a date"
    CHOICE = "choice", "one of the choices"
    LINES = "lines", "a list of lines"


_SPECS: dict[FieldType, Spec] = {
    FieldType.LINE: Text(one_line=True),
    FieldType.TEXT: Text(),
    FieldType.MARKDOWN: Text(),
    FieldType.FLAG: Flag(),
    FieldType.NUMBER: Number(-(2**31), 2**31),
    FieldType.DATE: Day(),
    FieldType.CHOICE: Text(one_line=True),
    FieldType.LINES: Many(Text(one_line=True)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateField(Checked):
    """A field that a template asks for beyond those every brief has."""

    name: str = holds(_NAME)
    type: FieldType = holds(Choice(FieldType, optional=False), FieldType.LINE)
    label: str = holds(_LINE, "")
    help: str = holds(_LINE, "")
    required: bool = holds(Flag(), False)
    group: str = holds(_LINE, "")
    choices: tuple[str, ...] = holds(Many(_LINE), ())
    default: str = holds(Text(), "")

    def check_together(self) -> None:
        """Refuse a choice without choices."""
        if self.type is FieldType.CHOICE and not self.choices:
            raise FieldError("choices", "at least one choice")

    @property
    def spec(self) -> Spec:
        """What the field takes, in the form that the brief keeps it: a date as its ISO text."""
        return _SPECS[self.type]

    def read(self, text: str) -> Plain:
        """Read a value as a person typed it; gives plain data, None for nothing.

        Raises:
            FieldError: the field can't hold it.
        """
        value = self.spec.read(self.name, text)
        self.spec.check(self.name, value)
        if self.type is FieldType.CHOICE and value and value not in self.choices:
            raise FieldError(self.name, f"one of: {', '.join(self.choices)}", text)
        plain = self.spec.plain(value)
        return None if plain in ("", []) else plain


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSection(Checked):
    """A section, in the template's order: narrative (Markdown), or made of the points of `shows`, or both.

    `words` is the most words it should have, 0 for no limit; `points` the most points, 0 for no limit.
    `may_be_none` says that “None identified” is an answer.
    """

    id: str = holds(_NAME)
    title: str = holds(_NAME)
    help: str = holds(_LINE, "")
    narrative: bool = holds(Flag(), True)
    required: bool = holds(Flag(), False)
    may_be_none: bool = holds(Flag(), False)
    words: int = holds(Number(0, 100_000, optional=False), 0)
    paragraphs: int = holds(Number(0, 1000, optional=False), 0)
    shows: Kind | None = holds(Choice(Kind), None)
    points: int = holds(Number(0, 1000, optional=False), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits(Checked):
    """Pages to aim at, to warn from, and to refuse from; annexes apart; 0 for no limit."""

    aim: int = holds(Number(0, 1000, optional=False), 0)
    warn: int = holds(Number(0, 1000, optional=False), 0)
    stop: int = holds(Number(0, 1000, optional=False), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastPair(Checked):
    """Two colours of the template that meet on the page, and the least contrast (WCAG 2.x ratio, in tenths)."""

    text: str = holds(_NAME)
    on: str = holds(_NAME)
    tenths: int = holds(Number(10, 210, optional=False), 45)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseTemplate(Checked):
    """A house template as its manifest declares it. `requires` lists fields of the brief that must be filled."""

    name: str = holds(_NAME, about="Its folder's name, as in `--template`")
    title: str = holds(_NAME)
    version: str = holds(_NAME)
    description: str = holds(Text(), "")
    licence: str = holds(_LINE, "")
    language: str = holds(_LINE, "en-GB")
    context_version: int = holds(Number(1, 1000, optional=False), 1)
    requires: tuple[str, ...] = holds(Many(_LINE), ())
    decides: bool = holds(Flag(), False, about="The title must name a decision and its date")
    sections: tuple[TemplateSection, ...] = holds(Many(Record(TemplateSection, optional=False)), ())
    fields: tuple[TemplateField, ...] = holds(Many(Record(TemplateField, optional=False)), ())
    pages: PageLimits = holds(Record(PageLimits, optional=False), PageLimits())
    colours: tuple[tuple[str, Plain], ...] = holds(Values(), (), about="Name to #RRGGBB")
    contrast: tuple[ContrastPair, ...] = holds(Many(Record(ContrastPair, optional=False)), ())
    sha256: str = holds(ExactText(), "", about="Hash over its files")

    def check_together(self) -> None:
        """Refuse sections or fields of the same name."""
        for what, names in (
            ("sections", [section.id for section in self.sections]),
            ("fields", [field.name for field in self.fields]),
        ):
            if len(set(names)) != len(names):
                raise FieldError(what, "different names", ", ".join(names))

    def section(self, section_id: str) -> TemplateSection | None:
        """Find a section; None where the template has no such one."""
        return next((section for section in self.sections if section.id == section_id), None)

    def field(self, name: str) -> TemplateField | None:
        """Find a field; None where the template has no such one."""
        return next((field for field in self.fields if field.name == name), None)
