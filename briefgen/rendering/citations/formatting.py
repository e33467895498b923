"""A work and where in it, in a style → a note, or an entry of the list of sources, as HTML that is safe to print.

What stands around the parts of a note meets only here: quotation marks within quotation marks, the comma that American
English puts before the closing mark, and the full stop that falls away behind a question mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markupsafe import Markup

from briefgen.domain.citing import Locator
from briefgen.domain.fields import Plain
from briefgen.rendering.citations.elements import CLOSE, OPEN

_GUARDED = {"&": "\ue000", "<": "\ue001", ">": "\ue002"}
_UNGUARDED = {guard: escape(char) for char, guard in _GUARDED.items()}
_GUARD = str.maketrans(_GUARDED)
_OURS = re.compile("[\ue000-\ue0ff]")
"""Characters that stand for others here, and in no text of anybody's: they have no meaning in Unicode."""

_SITES = frozenset({"post", "post-weblog", "webpage"})
_STRAIGHT = re.compile(r"(?<![\w\u2019])[\"\u201c\u201e\u00ab]\s?(.+?)\s?[\"\u201d\u00bb](?!\w)")
"""Words between quotation marks within a text of CSL-JSON."""


def guarded(text: object) -> str:
    """A text in which nothing is markup, nor one of the characters that stand for others here."""
    return _OURS.sub("", str(text)).translate(_GUARD)


def _marked_by(tag: str, attributes: str = "") -> Callable[[Any], str]:
    return lambda text: f"<{tag}{attributes}>{text}</{tag}>"


class Formatter:
    """What citeproc-py asks for to mark parts of a text, by its names: elements of HTML. Texts are guarded before."""

    preformat = staticmethod(guarded)
    Italic = Oblique = staticmethod(_marked_by("i"))
    Bold = staticmethod(_marked_by("b"))
    Light = staticmethod(str)
    Underline = staticmethod(_marked_by("u"))
    Superscript = staticmethod(_marked_by("sup"))
    Subscript = staticmethod(_marked_by("sub"))
    SmallCaps = staticmethod(_marked_by("span", ' class="small-caps"'))


@dataclass(slots=True)
class Cite:
    """A work that is cited: its variables, the place in it, and how the note stands to those before it.

    Attributes:
        values: CSL-JSON: texts, names (lists of mappings) and dates, guarded.
        locator: The place; None for the whole work.
        positions: What CSL calls it: first; or subsequent, ibid, ibid-with-locator, near-note.
        disambiguate: Whether its short form could be taken for that of another work.
    """

    values: Mapping[str, Any]
    locator: Locator | None = None
    positions: frozenset[str] = frozenset({"first"})
    disambiguate: bool = False
    _suppressed: set[str] = field(default_factory=set)
    _printed: set[str] = field(default_factory=set)
    _called: bool = False

    @property
    def type(self) -> str:
        """The type of CSL that it is of."""
        return str(self.values.get("type", "document"))

    @property
    def language(self) -> str:
        """Its language's primary subtag; English where it is not known, as the styles assume."""
        return str(self.values.get("language", "en"))[:2].lower()

    def has(self, name: str) -> bool:
        """Whether a variable is there."""
        return name in self.values

    def read(self, name: str) -> Any:
        """A variable; None where it is not there, or was printed already in the place of names that are not."""
        return None if name in self._suppressed else self.values.get(name)

    def place(self, element: Any) -> str | None:
        """The place, as an element of the style prints it; None for the whole work."""
        at = self.locator
        if at is None:
            return None
        if at.first == at.last:
            return guarded(at.first)
        if at.label == "page" and at.first.isdecimal() and at.last.isdecimal():
            # FormatNumber shortens spans as the style wants it: 315–16.
            return str(type(element)._process(element, f"{at.first}-{at.last}", "page"))  # noqa: SLF001  the library's way
        return guarded(f"{at.first}–{at.last}")

    # What a group asks: whether anything in it called variables, and whether one of them was there.

    def called(self, *names: str, printed: bool) -> None:
        """An element called variables, and printed one of them or not."""
        self._called = True
        if printed:
            self._printed.update(names)

    def begin(self) -> tuple[bool, set[str]]:
        """A group begins."""
        before = (self._called, self._printed)
        self._called, self._printed = False, set()
        return before

    def end(self, before: tuple[bool, set[str]], *, suppress: bool = False) -> bool:
        """A group ends; gives whether it is left out. `suppress`: what was printed in it is not printed again."""
        left_out = self._called and not self._printed
        if suppress:
            self._suppressed |= self._printed
        self._called, self._printed = before[0] or self._called, before[1] | self._printed
        return left_out


def values_of(item: Mapping[str, Plain], **more: str) -> dict[str, Any]:
    """A CSL-JSON item as a `Cite` takes it: every text guarded, page spans whole; `more` are variables of the note."""
    values: dict[str, Any] = {}
    for name, value in {**item, **{name.replace("_", "-"): text for name, text in more.items()}}.items():
        if isinstance(value, str):
            values[name] = _marked(guarded(value)) if "title" in name else guarded(value)
        elif isinstance(value, list):
            values[name] = [
                {part: guarded(str(text)) for part, text in person.items()}
                for person in value
                if isinstance(person, Mapping)
            ]
        else:
            values[name] = value
    _say_once(values)
    if "page" in values:
        values["page"] = _whole_span(values["page"])
    if "event-title" in values:
        values.setdefault("event", values["event-title"])
    elif "event" in values:
        values["event-title"] = values["event"]
    return values


def _say_once(values: dict[str, Any]) -> None:
    """Leave out what would be said twice: a site that has its author's name, and the year in the title of a law."""
    authors = [str(name.get("literal", "")).casefold() for name in values.get("author", ())]
    if values.get("type") in _SITES and str(values.get("container-title", "")).casefold() in authors:
        del values["container-title"]
    issued = values.get("issued", {}).get("date-parts", ())
    if values.get("type") in {"bill", "legislation", "regulation"} and issued:
        year = str(issued[0][0])
        for name in ("title", "title-short"):
            if re.search(rf"\D {year}$", values.get(name, "")):
                values[name] = values[name].removesuffix(year).rstrip(" ,")


def _marked(title: str) -> str:
    """A title in which quotation marks are those of the style, one within the other."""
    return _STRAIGHT.sub(lambda found: f"{OPEN}{found[1]}{CLOSE}", title)


def _whole_span(pages: str) -> str:
    """“315–16” is a span to 316: CSL shortens it again where a style wants that."""

    def whole(found: re.Match[str]) -> str:
        first, last = found[1], found[2]
        return f"{first}-{first[: len(first) - len(last)]}{last}" if len(last) < len(first) else f"{first}-{last}"

    return re.sub(r"(?<![\w-])(\d+)\s*[-–—]+\s*(\d+)(?![\w-])", whole, pages)


def printed(style: Any, part: str, cite: Cite) -> str:
    """Print a note (`citation`) or an entry (`bibliography`) of a style that is ready; "" where it prints nothing."""
    raw = style.prints(part, cite)
    outer = _marks(style, "open-quote", "close-quote")
    inner = _marks(style, "open-inner-quote", "close-inner-quote")
    inside = str(style.get_locale_option("punctuation-in-quote")).lower() == "true"
    return _unguarded(tidied(_quoted(raw, outer, inner), closing=outer[1] + inner[1] if inside else ""))


def place_words(style: Any, at: Locator) -> str:
    """A place as the language of a style names it: “p. 12”, “pp. 12–14”, “para. 4”."""
    find = style.get_single_term if at.first == at.last else style.get_plural_term
    word = str(find(name=at.label, form="short"))
    return _unguarded(f"{word} {guarded(at.first)}{f'–{guarded(at.last)}' if at.first != at.last else ''}".strip())


def _marks(style: Any, opening: str, closing: str) -> tuple[str, str]:
    return str(style.get_single_term(name=opening)), str(style.get_single_term(name=closing))


def _quoted(text: str, outer: tuple[str, str], inner: tuple[str, str]) -> str:
    """Put quotation marks in: those within others are the inner ones, and those within these the outer again."""
    depth = 0
    found = []
    for char in text:
        if char == OPEN:
            found.append((outer, inner)[depth % 2][0])
            depth += 1
        elif char == CLOSE:
            depth = max(0, depth - 1)
            found.append((outer, inner)[depth % 2][1])
        else:
            found.append(char)
    return "".join(found)


_TAG = r"(?:</?\w[^>]*>)*"
_DOUBLED = (
    # A mark that ends a sentence, or an abbreviation, does for the one behind it.
    (re.compile(rf"([?!…])((?:{_TAG}|[”’»\s]*)*)\.(?!\.)"), r"\1\2"),
    (re.compile(rf"(?<!\.)\.((?:{_TAG}))\.(?!\.)"), r".\1"),
    (re.compile(rf",({_TAG})\s*,"), r",\1"),
    (re.compile(rf";({_TAG})\s*([;,])"), r";\1"),
    (re.compile(rf":({_TAG})\s*([:.,])"), r":\1"),
    (re.compile(rf"([,;])({_TAG})\."), r"\2."),
    (re.compile(rf" ({_TAG}) +"), r" \1"),
    (re.compile(rf" ({_TAG})([,;.])(?=[\s<]|$)"), r"\1\2"),
)


def tidied(text: str, *, closing: str = "") -> str:
    """A note in which no mark stands twice where two parts meet; `closing` are quotation marks that take . and , in."""
    if closing:
        text = re.sub(rf"((?:[{re.escape(closing)}]|{_TAG})*[{re.escape(closing)}](?:{_TAG}))([.,])", r"\2\1", text)
    for pattern, instead in _DOUBLED:
        text = pattern.sub(instead, text)
    return " ".join(text.split(" ")).strip()


def _unguarded(text: str) -> str:
    for guard, char in _UNGUARDED.items():
        text = text.replace(guard, char)
    return text


def without_stop(html: str) -> str:
    """A note without the full stop at its end, so that something can follow; that of an abbreviation stays."""
    return re.sub(rf"(?<!\b[A-Z])(?<!\bed)(?<!\bal)\.({_TAG})$", r"\1", html)


def linked(html: str, addresses: Iterable[str]) -> Markup:
    """Make links of addresses where they are printed, of the text as it stands there."""
    for address in sorted({escape(address, quote=False) for address in addresses if address}, key=len, reverse=True):
        at = html.find(address)
        if at < 0 or html.rfind("<a ", 0, at) > html.rfind("</a>", 0, at):
            continue
        link = f'<a href="{escape(address.replace("&amp;", "&"))}">{address}</a>'
        html = html[:at] + link + html[at + len(address) :]
    return Markup(html)  # noqa: S704  texts are escaped, tags are ours
