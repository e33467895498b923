"""Tidies a found article of what stands in it without being of it: lists of links, forms, share buttons, asides.

The measures are those of Mozilla's Readability (Apache-2.0).
"""

from __future__ import annotations

import re

from briefgen.importers.webpage.measures import (
    BLOCKS,
    commas_in,
    is_footnote,
    link_density,
    mark_data_tables,
    text_density,
    text_of,
    weight_of_names,
)
from briefgen.importers.webpage.tree import Element

_GONE = ("object", "embed", "footer", "link", "aside")
_GONE_LATER = ("iframe", "input", "textarea", "select", "button")
_SHARING = re.compile(r"(?:\b|_)(?:share|sharedaddy)(?:\b|_)", re.IGNORECASE)
_SHORT = 500
"""Characters up to which a part that is called a share button is one."""
_ONLY_ADVERTISEMENT = re.compile(
    r"(?:ad(?:vertising|vertisement)?|pub(?:licité)?|werb(?:ung)?|广告|реклама|anuncio)", re.IGNORECASE
)
_ONLY_LOADING = re.compile(r"(?:loading|正在加载|загрузка|chargement|cargando)(?:…|\.\.\.)?", re.IGNORECASE)
_VIDEO = re.compile(
    r"//(?:www\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\.vimeo|v\.qq|bilibili|live\.bilibili)\.com"
    r"|(?:archive|upload\.wikimedia)\.org|player\.twitch\.tv)",
    re.IGNORECASE,
)
_TEXTISH = ("span", "li", "td", *sorted(BLOCKS))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def tidy(article: Element, *, doubtful: bool, by_names: bool) -> None:
    """Take out of an article what is not of it. `doubtful` parts are judged by measures; without, they stay."""
    mark_data_tables(article)
    judge = _Judge(by_names=by_names)
    if doubtful:
        judge.clear(article, "form")
        judge.clear(article, "fieldset")
    for element in article.inner(*_GONE):
        if not is_footnote(element):
            element.remove()
    for part in article.elements:
        _take_out_sharing(part)
    for element in article.inner(*_GONE_LATER):
        element.remove()
    for heading in article.inner("h1", "h2"):
        if by_names and weight_of_names(heading) < 0:
            heading.remove()
    if doubtful:
        judge.clear(article, "table")
        judge.clear(article, "ul")
        judge.clear(article, "ol")
        judge.clear(article, "div")


def _take_out_sharing(part: Element) -> None:
    for element in list(part.walk()):
        if element is not part and _SHARING.search(element.names) and len(element.words) < _SHORT:
            element.remove()


class _Judge:
    """Tells which forms, lists, tables and divisions of an article are not of it."""

    def __init__(self, *, by_names: bool) -> None:
        self._by_names = by_names

    def clear(self, article: Element, tag: str) -> None:
        """Take out all elements of a name that are not of the article, the last first."""
        for element in reversed(article.inner(tag)):
            if self._is_out(element):
                element.remove()

    def _is_out(self, element: Element) -> bool:
        is_list = element.tag in {"ul", "ol"} or _is_nearly_all_lists(element)
        around = list(element.ancestors())
        if (
            element.is_data_table
            or any(ancestor.is_data_table or ancestor.tag == "code" for ancestor in around)
            or any(table.is_data_table for table in element.inner("table"))
        ):
            return False
        weight = weight_of_names(element) if self._by_names else 0
        if weight < 0:
            return True
        text = text_of(element)
        if commas_in(text) >= 10:
            return False
        embeds = element.inner("object", "embed", "iframe")
        if any(_VIDEO.search(value) for embed in embeds for value in embed.attributes.values()):
            return False
        if _ONLY_ADVERTISEMENT.fullmatch(text) or _ONLY_LOADING.fullmatch(text):
            return True
        return self._looks_out(element, text, weight, is_list=is_list, embeds=len(embeds)) and not (
            is_list and _is_list_of_pictures(element)
        )

    def _looks_out(self, element: Element, text: str, weight: int, *, is_list: bool, embeds: int) -> bool:
        paragraphs = len(element.inner("p"))
        pictures = len(element.inner("img"))
        items = len(element.inner("li")) - 100
        inputs = len(element.inner("input"))
        in_figure = any(ancestor.tag == "figure" for ancestor in element.ancestors())
        links = link_density(element)
        return (
            (not in_figure and pictures > 1 and paragraphs / pictures < 0.5)
            or (not is_list and items > paragraphs)
            or inputs > paragraphs // 3
            or (
                not is_list
                and not in_figure
                and len(text) < 25
                and (pictures == 0 or pictures > 2)
                and links > 0
                and text_density(element, _HEADINGS) < 0.9
            )
            or (not is_list and weight < 25 and links > 0.2)
            or (weight >= 25 and links > 0.5)
            or ((embeds == 1 and len(text) < 75) or embeds > 1)
            or (pictures == 0 and text_density(element, _TEXTISH) == 0)
        )


def _is_nearly_all_lists(element: Element) -> bool:
    length = len(text_of(element))
    return bool(length) and sum(len(text_of(inner)) for inner in element.inner("ul", "ol")) / length > 0.9


def _is_list_of_pictures(element: Element) -> bool:
    return all(len(child.elements) <= 1 for child in element.elements) and len(element.inner("img")) == len(
        element.inner("li")
    )
