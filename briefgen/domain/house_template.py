"""What a house template asks of a brief: its sections, fields, points, limits and colours; read from its manifest.

The template's files are `rendering`'s business; this is the part that preflight and the front ends need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from briefgen.domain.brand import LANGUAGES, Brand
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
    dashed,
    freeze,
    holds,
    specs,
    thaw,
)
from briefgen.domain.markings import SHIPPED, Markings, MarkingScheme
from briefgen.domain.points import POINT_CLASSES, Option
from briefgen.domain.terms import Kind, Orientation, Paper

CONTEXT_VERSION = 1
"""The version of the data that a page is given (`rendering.context`).

Raised when a key goes away or changes its meaning; a new key alone does not raise it.
"""

_LINE = Text(one_line=True)
_NAME = Text(one_line=True, required=True)
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


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


class Measure(Spec):
    """A number, whole or with a fraction, from `least` to `most`, both included."""

    def __init__(self, least: float, most: float) -> None:
        """Take numbers from `least` to `most`."""
        self.least = least
        self.most = most
        self.takes = f"a number from {least:g} to {most:g}"

    def check(self, field: str, value: object) -> None:
        """Refuse what is no number or out of range."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.least <= value <= self.most:
            raise FieldError(field, self.takes, value)


class AnyDefault(Spec):
    """A value of a field of any type, as a manifest writes it: text, true or false, a number, a list of lines."""

    takes = "text, true or false, a number, or a list of lines"

    def check(self, field: str, value: object) -> None:
        """Refuse what no field can hold."""
        entries = value if isinstance(value, tuple) else (value,)
        if not all(isinstance(entry, str | int) for entry in entries):
            raise FieldError(field, self.takes, value)

    def read(self, field: str, plain: Plain) -> object:
        """Turn a list into a tuple, and a date, which TOML has a form of its own for, into its ISO text."""
        return plain.isoformat() if hasattr(plain, "isoformat") else freeze(plain)

    def plain(self, value: Plain) -> Plain:
        """Give a list back as a list."""
        return thaw(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateField(Checked):
    """A field that a template asks for beyond those every brief has.

    `name` is what pages call it by (`fields.name`), so it is a word of letters, digits and `_`. `group` is the heading
    under which forms have it. `default` is of the field's own type, and is printed where the brief gives nothing.
    """

    name: str = holds(_NAME)
    type: FieldType = holds(Choice(FieldType, optional=False), FieldType.LINE)
    label: str = holds(_LINE, "")
    help: str = holds(_LINE, "")
    required: bool = holds(Flag(), False)
    group: str = holds(_LINE, "")
    choices: tuple[str, ...] = holds(Many(_LINE), ())
    default: Plain = holds(AnyDefault(), "")

    def check_together(self) -> None:
        """Refuse a name that no page can write, a choice without choices, and a default that the field can't hold."""
        if not _IDENTIFIER.fullmatch(self.name):
            raise FieldError("name", "letters, digits and “_”, beginning with a letter", self.name)
        if self.type is FieldType.CHOICE and not self.choices:
            raise FieldError("choices", "at least one choice")
        if self.choices and self.type is not FieldType.CHOICE:
            raise FieldError("choices", "nothing where “type” is not “choice”")
        try:
            self.read(thaw(self.default))
        except FieldError as error:
            raise FieldError("default", error.takes, thaw(self.default)) from None

    @property
    def default_text(self) -> str:
        """The default as a form shows it; "" for none."""
        value = thaw(self.default)
        if isinstance(value, bool):
            return "true" if value else "false"
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value)

    @property
    def spec(self) -> Spec:
        """What the field takes, in the form that the brief keeps it: a date as its ISO text."""
        return _SPECS[self.type]

    def read(self, text: Plain) -> Plain:
        """Read a value as a person typed it, or as plain data; gives plain data, None for nothing.

        Raises:
            FieldError: the field can't hold it.
        """
        if isinstance(text, str) and not text.strip():
            return None
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
    `may_be_none` says that “None identified” is an answer. `headings` is the level that the highest heading in its
    text gets: 2 where the text brings the headings of the document's own parts. `asides` says that notes are printed
    in the page's margin and that quotations which stand by themselves are set apart, some of them pulled out.
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
    headings: int = holds(Number(2, 6, optional=False), 3)
    asides: bool = holds(Flag(), False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits(Checked):
    """The pages that it is made for at least, to aim at, to warn from, and to refuse from; annexes apart; 0: no limit.

    `contents` is the number of pages of the whole file from which a list of contents is printed; 0 for never.
    `bluf_lines` is the most lines that the bottom line should take as it is printed.
    """

    least: int = holds(Number(0, 1000, optional=False), 0)
    aim: int = holds(Number(0, 1000, optional=False), 0)
    warn: int = holds(Number(0, 1000, optional=False), 0)
    stop: int = holds(Number(0, 1000, optional=False), 0)
    contents: int = holds(Number(0, 1000, optional=False), 0)
    bluf_lines: int = holds(Number(0, 100, optional=False), 0)

    def check_together(self) -> None:
        """Refuse limits that contradict one another."""
        given = [number for number in (self.least, self.aim, self.warn, self.stop) if number]
        if given != sorted(given):
            raise FieldError("pages", "“least”, “aim”, “warn” and “stop” in rising order", given)


_MOST = Number(0, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLimits(Checked):
    """The most points of each kind that the whole document has room for; more of them is an error in preflight.

    0 says that the template prints none of that kind. Where nothing is said, all that are chosen are printed, if the
    template has a section that shows the kind.
    """

    risk: int | None = holds(_MOST, None)
    dilemma: int | None = holds(_MOST, None)
    recommendation: int | None = holds(_MOST, None)

    def of(self, kind: Kind) -> int | None:
        """The most points of a kind; None for no limit."""
        most: int | None = getattr(self, kind.value)
        return most


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFields(Checked):
    """The fields of points that the template prints, where it does not print all: preflight tells what it leaves out.

    Names are written as people type them (review-by); of a dilemma's options each field can be named by itself, as
    options.gains. An empty list says that all are printed.
    """

    risk: tuple[str, ...] = holds(Many(_NAME), ())
    dilemma: tuple[str, ...] = holds(Many(_NAME), ())
    recommendation: tuple[str, ...] = holds(Many(_NAME), ())

    def check_together(self) -> None:
        """Refuse what is no field of such a point."""
        for kind in Kind:
            there = {dashed(name) for name, _, _ in specs(POINT_CLASSES[kind])}
            if kind is Kind.DILEMMA:
                there |= {f"options.{dashed(name)}" for name, _, _ in specs(Option)}
            for name in self.of(kind):
                if name not in there:
                    raise FieldError(kind.value, f"names of fields of a {kind}, as owner", name)

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The fields that are printed of a kind; none where all are."""
        names: tuple[str, ...] = getattr(self, kind.value)
        return names


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit(Checked):
    """How a document is made to fill the pages that it may have, without losing or clipping anything.

    Attributes:
        steps: Sizes of the text in points, the largest first. The largest at which the document keeps to
            `pages.stop` is taken; where none does, it is refused. Empty for a document of one size.
        full: Per cent of the last page below which the lines are opened.
        leading: The greatest distance of lines, as a multiple of the text's size, to which they are opened.
    """

    steps: tuple[float, ...] = holds(Many(Measure(6, 24), most=20), ())
    full: int = holds(Number(0, 100, optional=False), 70)
    leading: float = holds(Measure(1, 2), 1.45)

    def check_together(self) -> None:
        """Refuse steps that do not go down."""
        if any(one <= other for one, other in pairwise(self.steps)):
            raise FieldError("steps", "sizes in points, each smaller than the one before", list(self.steps))


class LabelStyle(Term):
    """How the number in a page's label is written."""

    DECIMAL = "decimal"
    ROMAN = "roman"
    LETTERS = "letters"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLabels(Checked):
    """How a reader's program names the pages from one on: as they are printed, or it leads its user astray.

    Attributes:
        at: The id of an element on the first of these pages.
        style: How their numbers are written.
        prefix: What stands before, as “A-”.
        first: The number of the first.
    """

    at: str = holds(_NAME)
    style: LabelStyle = holds(Choice(LabelStyle, optional=False), LabelStyle.DECIMAL)
    prefix: str = holds(_LINE, "")
    first: int = holds(Number(1, 10_000, optional=False), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfWanted(Checked):
    """The kind of PDF that the template is made for: standards that the file claims, or "" for plain PDF.

    Without `labels` pages are numbered from 1 on. With `forms` the file has fields to fill in where the pages ask for
    them with `data-field`; they are for screen readers too, so only a tagged file has them.
    """

    variant: str = holds(_LINE, "pdf/a-3a+ua-1")
    tagged: bool = holds(Flag(), True)
    forms: bool = holds(Flag(), False, about="Boxes and lines that the pages mark can be filled in on a screen")
    labels: tuple[PageLabels, ...] = holds(Many(Record(PageLabels, optional=False)), ())

    def check_together(self) -> None:
        """Refuse fields in a file without tags: nobody who hears it would find them."""
        if self.forms and not self.tagged:
            raise FieldError("forms", "false where “pdf.tagged” is false")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastPair(Checked):
    """Two colours of the template that meet on the page, and the least contrast (WCAG 2.x ratio, in tenths)."""

    text: str = holds(_NAME)
    on: str = holds(_NAME)
    tenths: int = holds(Number(10, 210, optional=False), 45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation(Checked):
    """What the template's own words are in another language: those that its pages print.

    `language` is a primary subtag, as fr; `sections` has the titles of sections by their ids.
    """

    language: str = holds(_NAME)
    title: str = holds(_LINE, "")
    sections: tuple[tuple[str, Plain], ...] = holds(Values(), (), about="Section id to title")

    def check_together(self) -> None:
        """Refuse titles that are no text."""
        for name, words in self.sections:
            if not isinstance(words, str) or not words.strip():
                raise FieldError(f"sections.{name}", "the section's title", words)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseTemplate(Checked):
    """A house template as its manifest declares it.

    `requires` lists fields of the brief that must be filled. `words` is the most words that its sections should have
    together, 0 for no limit.
    """

    name: str = holds(_NAME, about="Its folder's name, as in `--template`")
    title: str = holds(_NAME)
    version: str = holds(_NAME)
    description: str = holds(Text(), "")
    licence: str = holds(_LINE, "")
    language: str = holds(_LINE, "en-GB")
    context_version: int = holds(Number(1, 1000, optional=False), 1, about="Of the data that its pages are given")
    paper: tuple[Paper, ...] = holds(
        Many(Choice(Paper, optional=False)), (Paper.A4,), about="What it can be laid out for"
    )
    orientation: Orientation = holds(Choice(Orientation, optional=False), Orientation.PORTRAIT)
    requires: tuple[str, ...] = holds(Many(_LINE), ())
    words: int = holds(Number(0, 1_000_000, optional=False), 0)
    decides: bool = holds(Flag(), False, about="The title must name a decision and its date")
    sections: tuple[TemplateSection, ...] = holds(Many(Record(TemplateSection, optional=False)), ())
    fields: tuple[TemplateField, ...] = holds(Many(Record(TemplateField, optional=False)), ())
    translations: tuple[Translation, ...] = holds(Many(Record(Translation, optional=False)), ())
    points: PointLimits = holds(Record(PointLimits, optional=False), PointLimits())
    prints: PrintedFields = holds(Record(PrintedFields, optional=False), PrintedFields())
    pages: PageLimits = holds(Record(PageLimits, optional=False), PageLimits())
    fit: Fit = holds(Record(Fit, optional=False), Fit())
    citation_style: str = holds(_LINE, "", about="Of the notes of briefs that choose none, by its file's name")
    evidence_annex: bool = holds(Flag(), False, about="Prints an evidence annex where a brief wants one")
    pdf: PdfWanted = holds(Record(PdfWanted, optional=False), PdfWanted())
    samples: tuple[str, ...] = holds(Many(_NAME), ("least", "normal", "most"), about="What it is shown and tried with")
    colours: tuple[tuple[str, Plain], ...] = holds(Values(), (), about="Name to #RRGGBB")
    contrast: tuple[ContrastPair, ...] = holds(Many(Record(ContrastPair, optional=False)), ())
    marking_scheme: MarkingScheme | None = holds(Record(MarkingScheme), None, about="The house's own, lowest first")
    extends: str = holds(
        _LINE, "", about="The template that it is made from: all that it does not say itself is said there"
    )
    brand: Brand | None = holds(Record(Brand), None, about="From brand.toml, beside its folder's files or above")
    sha256: str = holds(ExactText(), "", about="Hash over its files")

    def check_together(self) -> None:
        """Refuse sections, fields or translations of the same name, no paper, and fitting without a limit."""
        for what, names in (
            ("sections", [section.id for section in self.sections]),
            ("fields", [field.name for field in self.fields]),
            ("translations", [translation.language for translation in self.translations]),
        ):
            if len(set(names)) != len(names):
                raise FieldError(what, "different names", ", ".join(names))
        known = {section.id for section in self.sections}
        for number, translation in enumerate(self.translations, 1):
            for name, _ in translation.sections:
                if name not in known:
                    raise FieldError(f"translations[{number}].sections.{name}", "the id of a section that there is")
        if not self.paper or len(set(self.paper)) != len(self.paper):
            raise FieldError("paper", f"one or more of: {', '.join(Paper)}", list(self.paper))
        if self.fit.steps and not self.pages.stop:
            raise FieldError("fit.steps", "nothing where “pages.stop” does not say how many pages there may be")

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of point that it prints: those that a section shows or that `points` gives room to."""
        shown = {section.shows for section in self.sections}
        return frozenset(kind for kind in Kind if (most := self.points.of(kind)) != 0 and (most or kind in shown))

    @property
    def markings(self) -> Markings:
        """The marking schemes that hold for its briefs: the house's own, and those that ship with Briefgen."""
        return SHIPPED.and_house(self.marking_scheme)

    def has_words_in(self, language: str) -> bool:
        """Whether what it prints by itself can be had in `language` (BCP 47): from Briefgen or from its brand."""
        tag = language.lower().replace("_", "-")
        said = {str(name).lower() for name, _ in self.brand.labels} if self.brand is not None else set()
        return not {tag, tag.split("-")[0]}.isdisjoint({*LANGUAGES, *said})

    def printed_title(self, language: str) -> str:
        """The title as a brief in `language` (BCP 47) prints it."""
        translation = self._translation(language)
        return (translation.title if translation else "") or self.title

    def section_title(self, section: TemplateSection, language: str) -> str:
        """The title of a section as a brief in `language` (BCP 47) prints it."""
        translation = self._translation(language)
        return str(dict(translation.sections).get(section.id, section.title)) if translation else section.title

    def _translation(self, language: str) -> Translation | None:
        primary = language.lower().replace("_", "-").split("-")[0]
        return next((found for found in self.translations if found.language.lower() == primary), None)

    def section(self, section_id: str) -> TemplateSection | None:
        """Find a section; None where the template has no such one."""
        return next((section for section in self.sections if section.id == section_id), None)

    def field(self, name: str) -> TemplateField | None:
        """Find a field; None where the template has no such one."""
        return next((field for field in self.fields if field.name == name), None)
