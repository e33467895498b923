"""Names of people and bodies, as a style has them. Written anew: citeproc-py's way is one long function.

What it does otherwise than CSL 1.0.2: it makes initials also where a style says `initialize="false"`; it passes over
`et-al-subsequent-min`, over the delimiters that a name inherits, over `delimiter-precedes-last="after-inverted-name"`,
and over roles with a hyphen in their name; it divides the names of bodies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from citeproc import model
from citeproc.source import VariableError
from citeproc.string import String

from briefgen.rendering.citations.searching import Searching, kind, upwards

# mypy: disable-error-code="misc"
# citeproc-py has no types, so every class here is made of what is not known.

_INHERITED = {"form": "name-form", "delimiter": "name-delimiter"}
_USUAL: Mapping[str, str] = {
    "form": "long",
    "delimiter": ", ",
    "delimiter-precedes-et-al": "contextual",
    "delimiter-precedes-last": "contextual",
    "initialize": "true",
    "initialize-with-hyphen": "true",
    "sort-separator": ", ",
    "et-al-min": "0",
    "et-al-use-first": "1",
    "et-al-use-last": "false",
    "demote-non-dropping-particle": "display-and-sort",
    "names-delimiter": "",
}
_IDEOGRAPHS = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Names(Searching, model.Names):
    """The names of one or several roles, or what stands in their place."""

    def process(self: Any, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any) -> Any:
        """The names as text. Raises VariableError where there are none."""
        context = self if context is None else context
        form = self if names_context is None else names_context
        output = []
        for role, label_role in self._roles(item):
            people = item.read(role)
            text = form.name.text_of(people, item, context, kwargs.get("sort_options"))
            label = form.label
            if label is not None and (word := label.render(item, label_role, len(people) > 1)) is not None:
                first = next(child for child in form if kind(child) in {"name", "label"})
                text = word + text if first is label else text + word
            output.append(text)
        item.called(*self.get("variable").split(), printed=bool(output))
        if output:
            return self.join(output, _option(form, "names-delimiter", context))
        substitute = self.substitute()
        if substitute is None:
            raise VariableError
        return substitute.render(item, context=context, **kwargs)

    def _roles(self: Any, item: Any) -> list[tuple[str, str]]:
        """The roles that somebody has; who edited and translated is both at once, where there is a word for that."""
        roles = [role for role in self.get("variable").split() if item.read(role)]
        if set(roles) == {"editor", "translator"} and item.read("editor") == item.read("translator"):
            both = self.get_term("editortranslator")
            if both is not None and len(both):
                return [("editor", "editortranslator")]
        return [(role, role) for role in roles]


class Substitute(model.Substitute):
    """What stands in the place of names that are not there; it is printed once, and not again further on."""

    def render(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """The first that gives something; None where none does."""
        for child in self:
            printed = item.begin()
            text = None
            try:
                if isinstance(child, model.Names) and child.name is None:
                    text = child.render(item, names_context=self.getparent(), context=context, **kwargs)
                else:
                    text = child.render(item, context=context, **kwargs)
            except VariableError:
                continue
            finally:
                item.end(printed, suppress=bool(text))
            if text:
                return text
        return None


class Name(Searching, model.Name):
    """How each name is written, and what stands between them."""

    def text_of(self: Any, people: Sequence[Mapping[str, str]], item: Any, context: Any, over: Any = None) -> Any:
        """All names of a role on one line."""

        def option(name: str) -> str:
            return str((over or {}).get(name) or _option(self, name, context))

        form = option("form")
        least, first = int(option("et-al-min")), int(option("et-al-use-first"))
        if "subsequent" in item.positions:
            least = int(_option(self, "et-al-subsequent-min", context) or least)
            first = int(_option(self, "et-al-subsequent-use-first", context) or first)
        cut = bool(least) and len(people) >= least and first < len(people)
        if form == "count":
            return str(min(len(people), first) if cut else len(people))
        shown = list(people[:first] if cut else people)
        inverted = _option(self, "name-as-sort-order", context) or (over or {}).get("name-as-sort-order")
        turned = [inverted == "all" or (inverted == "first" and number == 0) for number in range(len(shown))]
        texts = [self._one(one, form, turn, context) for one, turn in zip(shown, turned, strict=True)]
        delimiter = option("delimiter")
        if cut:
            return self._cut(texts, people, turned, form, delimiter, context)
        word = {"text": self.get_single_term(name="and"), "symbol": self.preformat("&")}.get(
            _option(self, "and", context)
        )
        if word is None or len(texts) < 2:
            return String(delimiter.join(texts))
        before = {
            "always": True,
            "never": False,
            "after-inverted-name": turned[-2],
        }.get(option("delimiter-precedes-last"), len(texts) > 2)
        return String(f"{delimiter.join(texts[:-1])}{delimiter if before else ' '}{word} {texts[-1]}")

    def _cut(
        self: Any,
        texts: list[str],
        people: Sequence[Mapping[str, str]],
        turned: list[bool],
        form: str,
        delimiter: str,
        context: Any,
    ) -> Any:
        """The first names and “et al.”, or the first names, an ellipsis and the last."""
        if _option(self, "et-al-use-last", context) == "true" and len(people) >= len(texts) + 2:
            last = self._one(people[-1], form, turned[-1] and turned[0] and len(texts) > 1, context)
            return String(f"{delimiter.join(texts)}{delimiter}… {last}")
        others = self.et_al()
        before = {
            "always": True,
            "never": False,
            "after-inverted-name": turned[-1],
        }.get(_option(self, "delimiter-precedes-et-al", context), len(texts) > 1)
        return String(delimiter.join(texts)) + (delimiter if before else " ") + others

    def _one(self: Any, name: Mapping[str, str], form: str, turned: bool, context: Any) -> str:  # noqa: FBT001  one of the facts
        if "literal" in name:
            return str(self._parts("", name["literal"])[1])
        family, given = name.get("family", ""), name.get("given", "")
        dropping, fixed = name.get("dropping-particle", ""), name.get("non-dropping-particle", "")
        suffix = name.get("suffix", "")
        if _IDEOGRAPHS.search(family):
            return str(self._parts("", family if form == "short" else family + given)[1])
        if form == "short":
            return str(self._parts("", _spaced(fixed, family))[1])
        marks = _option(self, "initialize-with", context)
        if marks is not None and given:
            given = self.initials(given, marks, context)
        if not turned:
            given, family = self._parts(given, _spaced(dropping, fixed, family))
            return _spaced(given, family, suffix)
        if _option(self, "demote-non-dropping-particle", context) in {"never", "sort-only"}:
            given, family = self._parts(_spaced(given, dropping), _spaced(fixed, family))
        else:
            given, family = self._parts(_spaced(given, dropping, fixed), family)
        return str(_option(self, "sort-separator", context)).join(part for part in (family, given, suffix) if part)

    def initials(self: Any, given: str, marks: str, context: Any) -> str:
        """Given names as initials, each followed by `marks`; where a style says so only those that are one already."""
        hyphens = _option(self, "initialize-with-hyphen", context) == "true"
        all_of_them = _option(self, "initialize", context) != "false"
        written, whole = "", False
        for word in given.replace(".-", "-").replace(".", ". ").split():
            parts = [part for part in word.split("-") if part]
            if word[0].isupper() and (all_of_them or all(re.fullmatch(r"[^\W\d_]\.?", part) for part in parts)):
                between = f"{marks.rstrip()}-" if hyphens else marks
                written += (" " if whole else "") + between.join(part[0] for part in parts) + marks
                whole = False
            else:
                written += (" " if written and not written.endswith(" ") else "") + word
                whole = True
        return written.strip()

    def _parts(self: Any, given: str, family: str) -> tuple[str, str]:
        for part in self:
            if kind(part) != "name-part":
                continue
            if part.get("name") == "given" and given:
                given = str(part.wrap(part.format(part.case(String(given)))))
            elif part.get("name") == "family" and family:
                family = str(part.wrap(part.format(part.case(String(family)))))
        return given, family


def _spaced(*parts: str) -> str:
    """Parts of a name with a space between, but for particles that end in an apostrophe or a hyphen."""
    text = ""
    for part in parts:
        if part:
            text += part if not text or text[-1] in "'’-" else f" {part}"
    return text


def _option(element: Any, name: str, context: Any) -> Any:
    """An option of names: of the element, else of the part of the style that prints, else of the style."""
    value = element.get(name)
    if value is not None:
        return value
    inherited = _INHERITED.get(name, name)
    for above in upwards(context):
        if kind(above) in {"citation", "bibliography", "style"} and (value := above.get(inherited)) is not None:
            return value
    return _USUAL.get(name)
