"""What the check of a house template finds: the breach of a rule, in which file and line, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from briefgen.domain.terms import Severity

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT


class LintRule(StrEnum):
    """A rule that house templates keep; `severity` is how much a breach of it matters, `words` what it asks."""

    severity: Severity
    words: str

    def __new__(cls, value: str, severity: Severity, words: str) -> Self:
        """Make the rule `value`."""
        rule = str.__new__(cls, value)
        rule._value_ = value
        rule.severity = severity
        rule.words = words
        return rule

    MANIFEST = "manifest", _E, "the manifest can be read and says nothing impossible"
    REQUIRES = "requires", _E, "what the manifest requires is a field that briefs have"
    SYNTAX = "syntax", _E, "every page can be compiled"
    UNDEFINED = "undefined", _E, "a page asks only for what it is given"
    FILLING = "filling", _E, "every page can be filled, with much, little and nothing"
    LAYOUT = "layout", _E, "every page can be laid out, within the limits of time and memory"
    FIELD_UNUSED = "field-unused", _W, "every field of the manifest is printed"
    SECTION_UNUSED = "section-unused", _W, "every section of the manifest is printed"
    FILE_MISSING = "file-missing", _E, "every file that is named is in the template"
    FONT_MISSING = "font-missing", _E, "every typeface that is asked for comes with the template or with Briefgen"
    REMOTE = "remote", _E, "nothing is fetched from outside the template"
    SCRIPT = "script", _W, "there is no script: it would never run"
    ALT = "alt", _E, "every picture says in words what it shows"
    HEADINGS = "headings", _W, "no level of headings is skipped"
    TABLE_HEADS = "table-heads", _E, "every table has header cells"
    FILL_IN = "fill-in", _E, "what is to be filled in says what it is, of which recommendation, and in words"
    CONTRAST = "contrast", _E, "text stands out from what is behind it"
    MARKING = "marking", _E, "the marking is at head and foot of every page"
    OFF_PAGE = "off-page", _E, "no text runs off the page"
    CLIPPED = "clipped", _E, "no text is cut off by the box that it is in"
    OVERFLOW = "overflow", _E, "no text runs out of its box over what is beside or below it"
    LOST = "lost", _W, "all text of the page is somewhere on the sheets"
    GLYPHS = "glyphs", _H, "an installed typeface has every character"
    STYLE = "style", _W, "the layout engine knows every style"


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """One breach.

    Attributes:
        rule: Of which rule.
        message: What is wrong, in a sentence.
        remedy: What to do, in a sentence.
        file: The file in the template's folder, `_shared/…` for one that is shared; empty where none is at fault.
        line: Its line, from 1; 0 where it is not known.
        case: With what data it showed, as “normal, A4, en-GB”; empty where it shows without any.
    """

    rule: LintRule
    message: str
    remedy: str
    file: str = ""
    line: int = 0
    case: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.rule.severity

    @property
    def place(self) -> str:
        """File and line, as `brief.css:12`."""
        return f"{self.file}:{self.line}" if self.line else self.file


def once(findings: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    """Each breach once, by rule, place and words: of several cases the first; errors first, then by place."""
    first: dict[tuple[str, str, int, str], LintFinding] = {}
    for finding in findings:
        # Where a line is known, every case that shows the breach is the same breach.
        words = "" if finding.line and finding.case else finding.message
        first.setdefault((finding.rule, finding.file, finding.line, words), finding)
    order = list(Severity)
    return tuple(sorted(first.values(), key=lambda found: (order.index(found.severity), found.file, found.line)))
