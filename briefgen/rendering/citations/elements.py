"""citeproc-py's elements of a style, each mended where it does otherwise than CSL 1.0.2; a style's bytes → their tree.

citeproc-py makes an object of each element of a style, which prints itself. It knows most of the standard; what it
lacks, or does otherwise, stands here, in `names` and in `dates` as a class of the same name whose docstring says what.
Whether a mend is wanted is told by `tests/rendering/citations`: the examples of the four styles fail without it.

What an element prints is asked of it with a *cite* (`formatting.Cite`), which knows by itself whether its work was
cited before: so a note can be printed alone, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from citeproc import LANGUAGE_NAMES, LOCALES_PATH, PRIMARY_DIALECTS, model
from citeproc.source import VariableError
from citeproc.string import String
from lxml import etree

from briefgen.rendering.citations import dates, names
from briefgen.rendering.citations.searching import NAMESPACE, Searching, kind, upwards
from briefgen.rendering.citations.title_case import title_case

# mypy: disable-error-code="misc"
# citeproc-py has no types, so every class here is made of what is not known.

OPEN, CLOSE = "\ue010", "\ue011"
"""Stand for the quotation marks of a style until a note is whole: only then is known which are within others."""

_NUMERIC = re.compile(r"[^\W\d_]*\d+[^\W\d_]*(?:\s*[,&–-]\s*[^\W\d_]*\d+[^\W\d_]*)*")
_PRINTED_ATTRIBUTES = (
    "delimiter", "initialize-with", "name-delimiter", "names-delimiter", "prefix", "range-delimiter", "sort-separator",
    "suffix",
)  # fmt: skip
"""What a style has printed as it stands in it: citeproc-py takes it for markup."""

_MOST_WORDS = 20_000
"""Characters that one part of a note may have: macros that call each other a thousand times make a million."""


class _Cased:
    """Title case as the appendix of CSL has it; citeproc-py's knows neither compounds nor the last word."""

    def case(self: Any, text: Any, language: str | None = None) -> Any:
        """Set a text in the case that the style wants; title case is for English alone."""
        if self.get("text-case") == "title":
            return String(title_case(str(text))) if language in {None, "en"} else text
        return super().case(text, language)


class Text(_Cased, Searching, model.Text):
    """A variable, a macro, a word or fixed text.

    citeproc-py takes its variables unescaped, and prints no page but the one called `page`.
    """

    def process(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """The text and the language that it is in. Raises VariableError where the variable is not there."""
        context = self if context is None else context
        if "variable" in self.attrib:
            text = self._variable(item, context)
        elif "macro" in self.attrib:
            text = self.get_macro(self.get("macro")).render(item, context)
        elif "term" in self.attrib:
            text = self._term(item)
        else:
            text = String(self.preformat(self.get("value", "")))
        if text is not None and len(str(text)) > _MOST_WORDS:
            raise OverflowError
        return text, item.language

    def _variable(self: Any, item: Any, context: Any) -> Any:
        name = self.get("variable")
        if name == "locator":
            value = item.place(self)
        else:
            value = (item.read(f"{name}-short") if self.get("form") == "short" else None) or item.read(
                "page" if name == "page-first" else name
            )
        if name != "year-suffix" or value is not None:  # it is made for the note, and no variable of the work
            item.called(name, printed=value is not None)
        if value is None:
            raise VariableError
        return self._process(value, name) if name.startswith("page") else String(value)

    def quote(self: Any, string: Any) -> Any:
        """Marks are set when the whole note is known: see `formatting`."""
        return OPEN + string + CLOSE if self.get("quotes", "false").lower() == "true" else string


class Number(_Cased, Searching, model.Number):
    """A number. citeproc-py finds none whose variable has a hyphen in its name."""

    def process(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """The number as text. Raises VariableError where it is not there."""
        name = self.get("variable")
        value = item.place(self) if name == "locator" else item.read("page" if name == "page-first" else name)
        item.called(name, printed=value is not None)
        if value is None:
            raise VariableError
        return String(value) if name == "locator" else self._process(value, name)


class Label(_Cased, Searching, model.Label):
    """The word for what is counted.

    citeproc-py prints it also where nothing is counted, and takes “iv–vii” for one.
    """

    def process(self: Any, item: Any, variable: str | None = None, plural: Any = None, **kwargs: Any) -> Any:
        """The word; None where there is nothing that it is the word for."""
        name = variable or self.get("variable")
        if variable is None:
            if name == "locator":
                if item.locator is None:
                    return None
                name, plural = item.locator.label, item.locator.first != item.locator.last
            else:
                value = item.read("page" if name == "page-first" else name)
                if value is None:
                    return None
                # A hyphen is a part of a report's number, “18-2059”, and no span.
                text = value.replace("-", "") if name == "number" else value
                several = self.RE_MULTIPLE_NUMBERS.search(text) is not None
                plural = value.strip() not in {"0", "1"} if name.startswith("number-of") else several
        wanted = self.get("plural", "contextual")
        many = wanted == "always" or (wanted == "contextual" and plural)
        find = self.get_plural_term if many else self.get_single_term
        return find(name=name, form=self.get("form", "long"))


class Group(Searching, model.Group):
    """A group is left out where it calls variables and none of them is there.

    citeproc-py asks which of its parts *could* print one, and so prints words beside macros that found nothing.
    """

    def process(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """Its parts with the delimiter between. Raises VariableError where it is left out."""
        delimiter = self.get("delimiter", "")
        before = item.begin()
        output = []
        try:
            for child in self:
                more = {"delimiter": delimiter} if isinstance(child, model.Choose) else {}
                try:
                    text = child.render(item, context=context, **more, **kwargs)
                except VariableError:
                    continue
                if text is not None and text != "":
                    output.append(text)
        finally:
            left_out = item.end(before)
        if not output or left_out:
            raise VariableError
        return self.join(output)


def _is_numeric(text: str) -> bool:
    return bool(_NUMERIC.fullmatch(text.strip()))


class _Conditions(Searching):
    """A condition. `disambiguate` and `position` are the cite's to tell.

    citeproc-py takes `disambiguate` for always true, knows the position only of notes that it has printed before, and
    takes “12–14”, “2, 3” and “2nd” for no numbers.
    """

    def render(self: Any, item: Any, context: Any = None, delimiter: str = "", **kwargs: Any) -> Any:
        """What is in it. Raises ConditionFailed where the condition does not hold."""
        around = self if context is None else context
        in_entries = any(kind(element) == "bibliography" for element in upwards(around))
        tests: dict[str, Callable[[str], bool]] = {
            "type": lambda word: bool(word == item.type),
            "variable": lambda word: item.locator is not None if word == "locator" else bool(item.has(word)),
            "is-numeric": lambda word: item.has(word) and _is_numeric(str(item.values[word])),
            "is-uncertain-date": lambda _word: False,
            "locator": lambda word: item.locator is not None and item.locator.label == word.replace("-", " "),
            "position": lambda word: not in_entries and word in item.positions,
            "disambiguate": lambda _word: bool(item.disambiguate),
        }
        results = [test(word) for name, test in tests.items() for word in self.get(name, "").split()]
        wanted = self.get("match", "all")
        holds = any(results) if wanted == "any" else not any(results) if wanted == "none" else all(results)
        if not holds:
            raise model.ConditionFailed
        return self.render_children(item, context=context, delimiter=delimiter, **kwargs)


class If(_Conditions, model.If):
    """A condition."""


class ElseIf(_Conditions, model.Else_If):
    """A condition that is asked where those before do not hold."""


class Layout(Searching, model.Layout):
    """What prints a whole note or a whole entry of the list of sources."""

    def printed(self: Any, item: Any) -> str:
        """One note or entry; "" where the style prints nothing of it."""
        text = self.render_children(item)
        return "" if text is None else str(self.format(self.wrap(text)))


class Style(Searching, model.Style):
    """The whole style; `macros`, `locales` and `formatter` are set when it is made ready."""

    def prints(self: Any, part: str, item: Any) -> str:
        """Print a note (`citation`) or an entry (`bibliography`)."""
        return str(self.find(f"cs:{part}", self.nsmap).layout.printed(item))


class Macro(Searching, model.Macro):
    """A part of a style that has a name."""


class EtAl(Searching, model.Et_Al):
    """How “and others” is written."""


_CLASSES: dict[str, Any] = {
    **{
        made.__name__.replace("_", "-").lower(): made
        for made in model.CitationStylesElement.__subclasses__()
        if made.__module__ == model.__name__
    },
    "date": dates.Date,
    "else-if": ElseIf,
    "et-al": EtAl,
    "group": Group,
    "if": If,
    "label": Label,
    "layout": Layout,
    "macro": Macro,
    "name": names.Name,
    "names": names.Names,
    "number": Number,
    "style": Style,
    "substitute": names.Substitute,
    "text": Text,
}


def tree_of(data: bytes) -> Any:
    """Parse a style or the words of a language, with the classes of this module; gives its root."""
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(NAMESPACE)
    namespace[None] = model.CitationStylesElement
    namespace.update(_CLASSES)
    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    parser.set_element_class_lookup(lookup)
    return etree.fromstring(data, parser)


def ready(root: Any, language: str, formatter: Any) -> Any:
    """Make a style ready to print in a language (BCP 47); gives its root.

    The words come from the style itself, in that language, in its primary language and for all; then from those that
    ship with citeproc-py, in the same order, and last in American English, which has them all.
    """
    root.formatter = formatter
    for element in root.iter(etree.Element):
        for name in _PRINTED_ATTRIBUTES:
            if (text := element.get(name)) is not None:
                element.set(name, formatter.preformat(text))
    root.macros = {macro.get("name"): macro for macro in root.findall(f"{{{NAMESPACE}}}macro")}
    own: dict[str, Any] = {}
    for locale in root.findall(f"{{{NAMESPACE}}}locale"):
        own.setdefault(locale.get("{http://www.w3.org/XML/1998/namespace}lang", ""), locale)
    primary = language.split("-", maxsplit=1)[0].lower()
    tag = next((known for known in LANGUAGE_NAMES if known.lower() == language.lower()), "")
    wanted = dict.fromkeys([tag, PRIMARY_DIALECTS.get(primary, ""), "en-US"])
    inside = dict.fromkeys([tag, primary, ""])
    root.locales = [
        *(_with_tables(own[name], root, name) for name in inside if name in own),
        *(_with_tables(tree_of(_words(name)), root, name) for name in wanted if name),
    ]
    for element in root.iter(f"{{{NAMESPACE}}}names"):
        if element.name is None and kind(element.getparent()) != "substitute":
            element.insert(0, element.makeelement(f"{{{NAMESPACE}}}name"))
    # What lxml gives for an element lives as long as somebody holds it, and with it what was written on it.
    root.held = [element for top in (root, *root.locales) for element in top.iter()]
    return root


@lru_cache(maxsize=8)
def _words(language: str) -> bytes:
    return (Path(LOCALES_PATH) / f"locales-{language}.xml").read_bytes()


def _with_tables(locale: Any, style: Any, language: str) -> Any:
    locale.style, locale.language = style, language
    locale.table = {}
    for term in locale.iter(f"{{{NAMESPACE}}}term"):
        locale.table.setdefault((term.get("name"), term.get("form")), []).append(term)
    locale.dates = {date.get("form"): date for date in locale.iterchildren(f"{{{NAMESPACE}}}date")}
    return locale
