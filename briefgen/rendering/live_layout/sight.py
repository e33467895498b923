"""What the selectors of style sheets see of an element beside itself and those that it is in.

An element's style holds while all that its selectors see stays as it is. Most selectors that look at an element's
neighbours look at those of their subject, so that trying them once more on one element tells whether its style holds.
A few look at the neighbours of elements around it (`li:first-child p`): for these an element has a *view*, what they
can see of its neighbours, and all within it holds while that is the same.

What selectors ask for is read off the functions that cssselect2 compiles them to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from briefgen.rendering.live_layout.refusal import NotHandled
from briefgen.rendering.live_layout.source import REFUSED

_AROUND = frozenset({"ancestors", "parent"})
_CONTENT = frozenset({"etree_children", "iter_children", "iter_subtree"})
_ALL = frozenset({"iter_siblings", "previous_siblings"})

View = tuple[Any, ...]
"""What is seen of an element's neighbours; equal views, equal styles of all that is in the element."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What selectors see of the neighbours of elements around their subject, and within their subject.

    Attributes:
        before: How many siblings before an element.
        numbers: Whether an element is the one with such a number among its siblings, from 0.
        last: Whether it is the last.
        everything: All of its siblings.
        inside: Tests of what their subject holds.
    """

    before: int
    numbers: frozenset[int]
    last: bool
    everything: bool
    inside: tuple[Callable[[Any], bool], ...]

    def views(self, tags: Sequence[str]) -> list[View]:
        """What is seen of each of the elements that stand beside one another: `tags` are their start tags."""
        if self.everything:
            return [(number, *tags) for number in range(len(tags))]
        final = len(tags) - 1
        return [
            (
                number if number in self.numbers else -1,
                self.last and number == final,
                *tags[max(0, number - self.before) : number],
            )
            for number in range(len(tags))
        ]


def sight_of(sheets: Iterable[Any]) -> Sight:
    """What the selectors of the engine's style sheets see.

    Raises:
        NotHandled: A selector asks for the content of an element that is not its subject.
    """
    before, last, everything = 0, False, False
    numbers: set[int] = set()
    inside: list[Callable[[Any], bool]] = []
    for test in (test for sheet in sheets for test in _tests(sheet.matcher)):
        if "in_disabled_fieldset" in test.__code__.co_names:
            continue  # forms, which are not divided
        deep = list(_below_others(test.__code__))
        before = max(before, sum(code.co_names.count("previous") for code in deep))
        for code in deep:
            everything = everything or not _ALL.isdisjoint(code.co_names)
            if "index" in code.co_names or "etree_siblings" in code.co_names:
                everything = everything or not {"divmod", "sum", "all", "enumerate"}.isdisjoint(code.co_names)
                numbers |= {value for value in code.co_consts if isinstance(value, int)}
                last = last or "etree_siblings" in code.co_names
        names = {name for code in _codes(test.__code__) for name in code.co_names}
        if not _CONTENT.isdisjoint(names) or "iter_next_siblings" in names:
            if _CONTENT.isdisjoint(test.__code__.co_names) or "iter_next_siblings" in names:
                raise NotHandled("a style depends on what is in another element")
            inside.append(test)
    return Sight(before, frozenset(numbers), last, everything, tuple(inside))


def _tests(matcher: Any) -> Iterator[Any]:
    by_name = (matcher.id_selectors, matcher.class_selectors, matcher.namespace_selectors)
    for entries in (
        *(entries for name, entries in matcher.lower_local_name_selectors.items() if name not in REFUSED),
        *(entries for named in by_name for entries in named.values()),
        matcher.lang_attr_selectors,
        matcher.other_selectors,
    ):
        for test, *_ in entries:
            yield test


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _below_others(code: CodeType) -> Iterator[CodeType]:
    """The parts of a test that are tried on elements around its subject."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _below_others(constant) if _AROUND.isdisjoint(code.co_names) else _codes(constant)
