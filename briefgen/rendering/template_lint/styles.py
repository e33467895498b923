"""Style sheets, read without being used: what they name, and the typefaces that they ask for and bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from briefgen.rendering.template_lint.files import TemplateFiles, is_inline, is_remote
from briefgen.rendering.template_lint.findings import LintFinding, LintRule
from briefgen.rendering.template_lint.markup import REMEDY_REMOTE

_GENERIC = frozenset(
    {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit", "initial", "unset", "revert"}
)
_ALIASES = frozenset({"sans", "mono", "times", "arial", "helvetica"})
"""Names that font systems replace by whatever they like."""


@dataclass(slots=True)
class Styles:
    """Reads one style sheet after another, and tells at the end which typefaces none of them brings."""

    files: TemplateFiles
    findings: list[LintFinding] = field(default_factory=list)
    _brought: set[str] = field(default_factory=set)
    _variables: dict[str, tuple[str, bool, str, int]] = field(default_factory=dict)
    _asked_by: set[str] = field(default_factory=set)
    _asked: list[tuple[str, str, int]] = field(default_factory=list)

    def read(self, text: str, file: str, first_line: int = 1) -> None:
        """Read a style sheet; `first_line` is the line of the file in which it begins."""
        rules = tinycss2.parse_stylesheet(text.replace("\x00", " "), skip_comments=True, skip_whitespace=True)
        self._rules(rules, _Where(file, first_line - 1))

    def read_attribute(self, name: str, value: str, file: str, line: int) -> None:
        """Read an attribute that holds what a style sheet does: `style`, or a single value, as `fill` in a drawing."""
        text = value.replace("\x00", "x")
        where = _Where(file, line - 1)
        for part in tinycss2.parse_blocks_contents(text if name == "style" else f"{name}: {text}"):
            if part.type == "declaration":
                self._declaration(part, where)

    def missing_fonts(self) -> Iterator[LintFinding]:
        """The typefaces that are asked for first and that no style sheet brings, each once in a file."""
        seen: set[tuple[str, str]] = set()
        by_variables = (self._variables[variable] for variable in self._asked_by if variable in self._variables)
        named = [(name, file, line) for name, quoted, file, line in by_variables if quoted or not _is_generic(name)]
        for name, file, line in [*self._asked, *sorted(named)]:
            key = name.casefold()
            if key in self._brought or (key, file) in seen:
                continue
            seen.add((key, file))
            yield LintFinding(
                rule=LintRule.FONT_MISSING,
                message=f"The typeface “{name}” does not come with the template: each machine would put another in its "
                "place.",
                remedy="Bring it with @font-face, or take one that _shared/fonts.css brings, such as “House Serif”.",
                file=file,
                line=line,
            )

    def _rules(self, rules: Iterable[Any], where: _Where) -> None:
        for rule in rules:
            if rule.type == "at-rule":
                self._at_rule(rule, where)
            elif rule.type == "qualified-rule":
                self._declarations(rule.content, where)
            elif rule.type == "error":
                self._broken(rule, where)

    def _broken(self, error: Any, where: _Where) -> None:
        self._add(
            LintRule.STYLE,
            where.line(error),
            f"The style sheet can't be read here ({error.message}).",
            "Mend the line; look for a bracket, a colon or a semicolon that is missing.",
            where,
        )

    def _at_rule(self, rule: Any, where: _Where) -> None:
        keyword = rule.lower_at_keyword
        if keyword == "import":
            for token in rule.prelude:
                if token.type in {"string", "url"}:
                    self._address(token.value, token, where, "style sheet")
                    break
                if token.type == "function" and token.lower_name == "url":
                    self._addresses([token], where)
                    break
            return
        self._addresses(rule.prelude, where)
        if rule.content is None:
            return
        if keyword == "font-face":
            self._font_face(rule, where)
        elif keyword in {"media", "supports", "layer"}:
            self._rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), where)
        else:
            self._declarations(rule.content, where)

    def _font_face(self, rule: Any, where: _Where) -> None:
        """Note the typeface that a rule brings: from a file, not from what the machine has under that name."""
        brings = False
        names: list[str] = []
        for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            if declaration.type == "declaration":
                if declaration.lower_name == "font-family":
                    names = [name.casefold() for name, _ in _families(declaration.value)]
                brings |= declaration.lower_name == "src" and any(map(_is_address, declaration.value))
                self._addresses(declaration.value, where, "font")
        self._brought.update(names if brings else ())

    def _declarations(self, content: Sequence[Any], where: _Where) -> None:
        for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if part.type == "declaration":
                self._declaration(part, where)
            elif part.type == "qualified-rule":
                self._declarations(part.content, where)
            elif part.type == "at-rule":
                self._at_rule(part, where)
            elif part.type == "error":
                self._broken(part, where)

    def _declaration(self, part: Any, where: _Where) -> None:
        if part.lower_name in {"font-family", "font"}:
            self._ask(part, where)
        elif part.name.startswith("--"):
            for name, quoted in _families(part.value)[:1]:
                self._variables.setdefault(part.name, (name, quoted, where.file, where.line(part)))
        self._addresses(part.value, where)

    def _ask(self, declaration: Any, where: _Where) -> None:
        for name, quoted in _families(declaration.value, short=declaration.lower_name == "font")[:1]:
            plain = name.casefold()
            if name.startswith("var("):
                variables = (token for token in declaration.value if getattr(token, "lower_name", "") == "var")
                self._asked_by.update(part.value for token in variables for part in token.arguments[:1])
                continue
            if not plain or (not quoted and _is_generic(name)):
                continue
            if plain in _ALIASES:
                self._brought.discard(plain)
            self._asked.append((name, where.file, where.line(declaration)))

    def _addresses(self, tokens: Iterable[Any], where: _Where, what: str = "file") -> None:
        for token in tokens:
            if token.type == "url":
                self._address(token.value, token, where, what)
            elif token.type == "function":
                if token.lower_name in {"url", "src"}:
                    for argument in token.arguments:
                        if argument.type == "string":
                            self._address(argument.value, token, where, what)
                elif token.lower_name in {"image-set", "-webkit-image-set", "image"}:
                    for argument in token.arguments:
                        if argument.type == "string":
                            self._address(argument.value, token, where, what)
                    self._addresses(token.arguments, where, what)
                else:
                    self._addresses(token.arguments, where, what)
            elif token.type in {"() block", "[] block", "{} block"}:
                self._addresses(token.content, where, what)

    def _address(self, address: str, token: Any, where: _Where, what: str) -> None:
        if is_inline(address):
            return
        if is_remote(address):
            message = f"“{address[:120]}” lies outside the template."
            self._add(LintRule.REMOTE, where.line(token), message, REMEDY_REMOTE, where)
        elif not self.files.is_there(address, where.file):
            rule = LintRule.FONT_MISSING if what == "font" else LintRule.FILE_MISSING
            self._add(
                rule,
                where.line(token),
                f"The style sheet names the {what} “{address}”, which is not there.",
                "Put the file into the template, or mend its name.",
                where,
            )

    def _add(self, rule: LintRule, line: int, message: str, remedy: str, where: _Where) -> None:
        self.findings.append(LintFinding(rule=rule, message=message, remedy=remedy, file=where.file, line=line))


@dataclass(frozen=True, slots=True)
class _Where:
    file: str
    lines_before: int

    def line(self, token: Any) -> int:
        """The line of a token in the file."""
        return self.lines_before + int(token.source_line)


def _is_generic(name: str) -> bool:
    return name.casefold() in _GENERIC


def _is_address(token: Any) -> bool:
    return token.type == "url" or (token.type == "function" and token.lower_name in {"url", "src"})


def _families(tokens: Iterable[Any], *, short: bool = False) -> list[tuple[str, bool]]:
    """Names of typefaces in a declaration, and whether each stands in quotation marks. `short`: that of `font`."""
    found: list[tuple[str, bool]] = []
    words: list[str] = []
    sized = not short

    def end() -> None:
        if words:
            found.append((" ".join(words), False))
            words.clear()

    for token in tokens:
        if token.type in {"dimension", "percentage"} or (token.type == "literal" and token.value == "/"):
            sized = True
            words.clear()
        elif token.type == "string" and sized:
            found.append((token.value, True))
        elif token.type == "ident" and sized:
            words.append(token.value)
        elif token.type == "function":
            words.append(f"{token.lower_name}(")
        elif token.type == "literal" and token.value == ",":
            end()
    end()
    return found
