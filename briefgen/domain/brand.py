"""A house's brand: colours, typefaces, logo, organisation, marking scheme and wording, for all its templates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefgen.domain.fields import Checked, Choice, FieldError, Many, Number, Plain, Record, Term, Text, Values, holds
from briefgen.domain.markings import MarkingScheme

_LINE = Text(one_line=True)
_NAME = Text(one_line=True, required=True)
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,59}")
_FILE = re.compile(r"[\w-][\w .-]*(?:/[\w-][\w .-]*)*")

LANGUAGES = ("en", "fr")
"""The languages in which Briefgen has the words that house templates print by themselves, by primary subtag."""

SHIPPED_FAMILIES = ("House Serif", "House Serif Display", "House Serif Caption", "House Sans")
"""The families of the typefaces that ship with Briefgen, as style sheets call them."""


class FontStyle(Term):
    """Upright or slanted."""

    NORMAL = "normal"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandFont(Checked):
    """A font file of the house: its family, as `type` calls it, its weight (400 regular, 700 bold) and its style."""

    family: str = holds(_NAME)
    file: str = holds(_NAME)
    weight: int = holds(Number(1, 1000, optional=False), 400)
    style: FontStyle = holds(Choice(FontStyle, optional=False), FontStyle.NORMAL)

    def check_together(self) -> None:
        """Refuse names that would mean something else in a style sheet."""
        if not _FAMILY.fullmatch(self.family) or self.family in SHIPPED_FAMILIES:
            raise FieldError("family", "letters, digits and spaces, and no name of a shipped typeface", self.family)
        if not _FILE.fullmatch(self.file):
            raise FieldError("file", "the name of a file beside the brand, as “fonts/Ours-Regular.otf”", self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typefaces(Checked):
    """Which family is used for what; empty for the template's own: running text, titles, small print, all else."""

    text: str = holds(_LINE, "")
    title: str = holds(_LINE, "")
    notes: str = holds(_LINE, "")
    labels: str = holds(_LINE, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo(Checked):
    """A picture of the house: its file, the words that stand for it, and its height on the page in millimetres."""

    file: str = holds(_NAME)
    alt: str = holds(_NAME)
    height: int = holds(Number(4, 60, optional=False), 10)

    def check_together(self) -> None:
        """Refuse a name that is no plain file's."""
        if not _FILE.fullmatch(self.file):
            raise FieldError("file", "the name of a picture beside the brand, as “logo.svg”", self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Checked):
    """The house: its name, a short form of it, what it is in a few sentences, where it is found."""

    name: str = holds(_LINE, "")
    short_name: str = holds(_LINE, "")
    about: str = holds(Text(), "")
    address: str = holds(Text(), "")
    contact: str = holds(_LINE, "")
    website: str = holds(_LINE, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand(Checked):
    """What `brand.toml` says.

    `colours` take the place of the template's of the same names; `labels` have a table for each language (`en`, `fr`)
    with words in the place of the usual ones.
    """

    organisation: Organisation = holds(Record(Organisation, optional=False), Organisation())
    logo: Logo | None = holds(Record(Logo), None)
    colours: tuple[tuple[str, Plain], ...] = holds(Values(), (), about="Name to #RRGGBB")
    type: Typefaces = holds(Record(Typefaces, optional=False), Typefaces())
    fonts: tuple[BrandFont, ...] = holds(Many(Record(BrandFont, optional=False)), ())
    marking_scheme: MarkingScheme | None = holds(Record(MarkingScheme), None, about="The house's own, lowest first")
    labels: tuple[tuple[str, Plain], ...] = holds(Values(), (), about="By language: name to words")

    def check_together(self) -> None:
        """Refuse a typeface that neither ships nor is among the fonts."""
        known = [*SHIPPED_FAMILIES, *dict.fromkeys(font.family for font in self.fonts)]
        for use in ("text", "title", "notes", "labels"):
            family = getattr(self.type, use)
            if family and family not in known:
                raise FieldError(f"type.{use}", f"one of: {', '.join(known)}", family)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it names."""
        logo = (self.logo.file,) if self.logo is not None else ()
        return tuple(dict.fromkeys((*logo, *(font.file for font in self.fonts))))

    @property
    def css(self) -> str:
        """The style sheet that gives pages its typefaces; "" where it has none of its own."""
        faces = "".join(
            f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; font-style: {font.style}; '
            f'src: url("briefgen:/brand/{font.file}"); }}\n'
            for font in self.fonts
        )
        uses = [(use, family) for use in ("text", "title", "notes", "labels") if (family := getattr(self.type, use))]
        chosen = "".join(f'--face-{use}: "{family}"; ' for use, family in uses)
        return faces + (f":root {{ {chosen}}}\n" if chosen else "")
