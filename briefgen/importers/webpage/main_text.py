"""Which of a page's texts are its article.

The way is that of Mozilla's Readability (Apache-2.0; itself after arc90's): what cannot be main text by its name or
role is taken away; paragraphs give points to the elements around them; the element with the most points, and what
stands beside it and is like it, is the article; and that is tidied of lists of links, forms and the like (`tidying`).
Where little is left, it is tried again with more patience. All is done on copies; the answer is numbers of texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefgen.importers.webpage.measures import (
    MAYBE_AFTER_ALL,
    UNLIKELY,
    base_score,
    commas_in,
    has_block_inside,
    holds_only,
    is_blank,
    is_byline,
    is_phrase,
    is_visible,
    is_without_content,
    likeness,
    link_density,
    text_of,
)
from briefgen.importers.webpage.tidying import tidy
from briefgen.importers.webpage.tree import Element, Text

_ENOUGH = 500
"""Characters of main text with which the search is content."""
_LEAST = 25
"""Characters that a paragraph has at least to give points."""
_CANDIDATES = 5
_SCORED = frozenset({"section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre"})
_UNLIKELY_ROLES = frozenset({"menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"})
_EMPTY_WITHOUT_CONTENT = frozenset({"div", "section", "header", "h1", "h2", "h3", "h4", "h5", "h6"})
_SENTENCE_END = re.compile(r"\.( |$)")


@dataclass(frozen=True, slots=True)
class Patience:
    """What a search trusts: names that make an element unlikely, names as weights, and the tidying of what it found."""

    drop_unlikely: bool = True
    weigh_names: bool = True
    tidy_doubtful: bool = True


_ATTEMPTS = (
    Patience(),
    Patience(drop_unlikely=False),
    Patience(drop_unlikely=False, weigh_names=False),
    Patience(drop_unlikely=False, weigh_names=False, tidy_doubtful=False),
)


def find_main_text(page: Element, title: str, *, has_author: bool) -> frozenset[int]:
    """Give the numbers of the texts that are the page's article; empty where there is none.

    Args:
        page: The whole page; it is left as it is.
        title: The page's title: a heading that repeats it is left out.
        has_author: Whether the page's metadata name the author, so that no byline is looked for.
    """
    best: tuple[int, Element] | None = None
    for patience in _ATTEMPTS:
        article = _Search(page.copy(), title, patience, has_author=has_author).article()
        length = len(text_of(article))
        if best is None or length > best[0]:
            best = length, article
        if length >= _ENOUGH:
            best = length, article
            break
    assert best is not None  # noqa: S101 - there is at least one attempt
    return frozenset(text.number for text in best[1].texts())


class _Search:
    """One attempt on a copy of the page."""

    def __init__(self, page: Element, title: str, patience: Patience, *, has_author: bool) -> None:
        self._page = page
        self._body = next((element for element in page.elements if element.tag == "body"), page)
        self._title = title
        self._patience = patience
        self._byline_found = has_author
        self._title_found = False

    def article(self) -> Element:
        """Find the article: a `div` with its parts, tidied."""
        _paragraphs_of_breaks(self._body)
        candidates = self._candidates(self._paragraphs())
        ranked = sorted(candidates, key=self._final_score, reverse=True)[:_CANDIDATES]
        top, whole_page = self._top(ranked)
        article = Element("div")
        for part in [top] if whole_page else self._with_siblings(top):
            if part.tag not in {"div", "article", "section", "p", "ol", "ul"}:
                part.tag = "div"
            article.append(part)
        tidy(article, doubtful=self._patience.tidy_doubtful, by_names=self._patience.weigh_names)
        return article

    def _paragraphs(self) -> list[Element]:
        """Take away what can't be main text, make paragraphs of text that stands bare, and list what gives points."""
        paragraphs: list[Element] = []
        node: Element | None = self._page
        while node is not None:
            if node is not self._page and self._is_out(node):
                following = _after(node)
                node.remove()
                node = following
                continue
            if node.tag in _SCORED:
                paragraphs.append(node)
            if node.tag == "div":
                _wrap_phrases(node)
                if holds_only(node, "p") and link_density(node) < 0.25:
                    inner = node.elements[0]
                    above = node.parent
                    if above is not None:
                        above.replace(node, inner)
                        node = inner
                    paragraphs.append(node)
                elif not has_block_inside(node):
                    node.tag = "p"
                    paragraphs.append(node)
            node = _next(node)
        return paragraphs

    def _is_out(self, node: Element) -> bool:
        if not is_visible(node) or (node.get("aria-modal") == "true" and node.get("role") == "dialog"):
            return True
        if not self._byline_found and is_byline(node):
            self._byline_found = True
            return True
        if not self._title_found and node.tag in {"h1", "h2"} and likeness(self._title, text_of(node)) > 0.75:
            self._title_found = True
            return True
        if self._patience.drop_unlikely:
            names = node.names
            if (
                node.tag not in {"body", "a"}
                and UNLIKELY.search(names)
                and not MAYBE_AFTER_ALL.search(names)
                and not _stands_in(node, "table", "code")
            ):
                return True
            if node.get("role") in _UNLIKELY_ROLES:
                return True
        return node.tag in _EMPTY_WITHOUT_CONTENT and is_without_content(node)

    def _candidates(self, paragraphs: list[Element]) -> list[Element]:
        """Let each paragraph give points to the elements around it; those that got any."""
        candidates: list[Element] = []
        for paragraph in paragraphs:
            text = text_of(paragraph)
            if paragraph.parent is None or len(text) < _LEAST:
                continue
            points = 2 + commas_in(text) + min(len(text) // 100, 3)
            for level, around in enumerate(paragraph.ancestors()):
                if level == 5 or around.parent is None:
                    break
                if around.score is None:
                    candidates.append(around)
                self._score(around)
                around.score = (around.score or 0) + points / ((1, 2)[level] if level < 2 else level * 3)
        return candidates

    @staticmethod
    def _final_score(candidate: Element) -> float:
        candidate.score = (candidate.score or 0) * (1 - link_density(candidate))
        return candidate.score

    def _top(self, ranked: list[Element]) -> tuple[Element, bool]:
        """Choose the element that holds the article; True when that is the whole page for want of any."""
        if not ranked or ranked[0].tag == "body":
            whole = Element("div")
            for child in self._body.children:
                whole.append(child)
            self._body.append(whole)
            return whole, True
        top = _around_all(ranked)
        self._score(top)
        top = _where_points_rise(top)
        for around in _below_body(top):
            if len(around.elements) != 1:
                break
            top = around
        self._score(top)
        return top, False

    def _score(self, element: Element) -> None:
        if element.score is None:
            element.score = base_score(element, by_names=self._patience.weigh_names)

    def _with_siblings(self, top: Element) -> list[Element]:
        """The article's parts: the top element, and what stands beside it and is like it."""
        if top.parent is None:
            return [top]
        score = top.score or 0.0
        least = max(10.0, score * 0.2)
        parts = []
        for sibling in top.parent.elements:
            same_class = sibling.get("class") and sibling.get("class") == top.get("class")
            bonus = score * 0.2 if same_class else 0.0
            if sibling is top or (sibling.score is not None and sibling.score + bonus >= least):
                parts.append(sibling)
            elif sibling.tag == "p":
                text, density = text_of(sibling), link_density(sibling)
                if (len(text) > 80 and density < 0.25) or (
                    0 < len(text) < 80 and not density and _SENTENCE_END.search(text)
                ):
                    parts.append(sibling)
        return parts


def _around_all(ranked: list[Element]) -> Element:
    """The best candidate, or what is around it and three others that are nearly as good."""
    top = ranked[0]
    best = top.score or 0.0
    near = [list(other.ancestors()) for other in ranked[1:] if best and (other.score or 0) / best >= 0.75]
    if len(near) >= 3:
        for around in _below_body(top):
            if sum(around in ancestors for ancestors in near) >= 3:
                return around
    return top


def _where_points_rise(top: Element) -> Element:
    """What is around an element and has more points: they halve with each level, unless the article goes on beside."""
    last = top.score or 0.0
    least = last / 3
    for around in _below_body(top):
        if around.score is None:
            continue
        if around.score < least:
            break
        if around.score > last:
            return around
        last = around.score
    return top


def _below_body(element: Element) -> list[Element]:
    """The elements around one, without the body and what is around that."""
    around = []
    for ancestor in element.ancestors():
        if ancestor.tag in {"body", "html"}:
            break
        around.append(ancestor)
    return around


def _stands_in(element: Element, *tags: str) -> bool:
    """Whether one of the three elements next around it has one of these names."""
    for depth, around in enumerate(element.ancestors()):
        if depth > 3:
            return False
        if around.tag in tags:
            return True
    return False


def _next(node: Element) -> Element | None:
    """The next element in the order of the page."""
    return _first_element(node.first) or _after(node)


def _after(node: Element) -> Element | None:
    """The next element that is not in this one."""
    while node.parent is not None:
        found = _first_element(node.following)
        if found is not None:
            return found
        node = node.parent
    return None


def _first_element(node: Element | Text | None) -> Element | None:
    """This node, or the first behind it that is an element."""
    while node is not None and not isinstance(node, Element):
        node = node.following
    return node


def _wrap_phrases(div: Element) -> None:
    """Put runs of bare text, and what belongs into lines, into paragraphs of their own."""
    paragraph: Element | None = None
    for child in div.children:
        if is_phrase(child):
            if paragraph is not None:
                paragraph.append(child)
            elif not is_blank(child):
                paragraph = Element("p")
                div.replace(child, paragraph)
                paragraph.append(child)
        elif paragraph is not None:
            _trim(paragraph)
            paragraph = None
    if paragraph is not None:
        _trim(paragraph)


def _trim(paragraph: Element) -> None:
    while paragraph.last is not None and is_blank(paragraph.last):
        paragraph.last.remove()


def _paragraphs_of_breaks(body: Element) -> None:
    """Make paragraphs of text that is divided by two line breaks and more."""
    for element in list(body.walk()):
        children = element.children
        if any(isinstance(child, Element) and child.tag == "br" for child in children):
            _divide_at_breaks(element, children)


def _divide_at_breaks(element: Element, children: list[Element | Text]) -> None:
    place = 0
    while place < len(children):
        end, count = _past_breaks(children, place)
        if count < 2:
            place = max(end, place + 1)
            continue
        paragraph = Element("p")
        element.replace(children[place], paragraph)
        for gone in children[place + 1 : end]:
            gone.remove()
        place = end
        while place < len(children) and is_phrase(children[place]):
            if _past_breaks(children, place)[1] > 1:
                break
            paragraph.append(children[place])
            place += 1
        _trim(paragraph)
        if element.tag == "p":
            element.tag = "div"


def _past_breaks(children: list[Element | Text], place: int) -> tuple[int, int]:
    """Where a run of line breaks with white space between them ends, and how many there are; it begins at a break."""
    first = children[place]
    if not (isinstance(first, Element) and first.tag == "br"):
        return place, 0
    count = 0
    end = place
    for index in range(place, len(children)):
        child = children[index]
        if isinstance(child, Element) and child.tag == "br":
            count += 1
            end = index + 1
        elif not (isinstance(child, Text) and not child.words.strip()):
            break
    return end, count
