"""What the palette finds: the window's commands, the dossier's points and sources, and words in the sources' texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from briefgen.domain.points import Point
from briefgen.domain.sources import Source
from briefgen.domain.terms import Kind
from briefgen.dossier_file import Hit
from briefgen.gui.actions import Actions, Declared
from briefgen.gui.bench import Bench
from briefgen.gui.finding import rank
from briefgen.gui.icons import Icons
from briefgen.gui.kinds import kind_icon, kind_word
from briefgen.gui.moments import date_words
from briefgen.gui.palette_box import Answer, Entry, Provider
from briefgen.gui.theme import Theme

_BEFORE = 24
"""Characters shown before the words that were looked for."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("palette", text)


_MENU_SIGNS = {
    "file": "file",
    "edit": "square-pen",
    "view": "eye",
    "go": "arrow-right",
    "source": "library",
    "point": "list-checks",
    "brief": "file-text",
    "templates": "layout-template",
    "help": "info",
}
"""The icons of the menus, for their actions that have none of their own."""


def commands(actions: Actions, titles: dict[str, str], theme: Theme, icons: Icons) -> Provider:
    """Everything that can be done; `titles` names the menus."""

    def sign(item: Declared) -> QIcon:
        """The action's own icon, its kind's symbol, or its menu's icon: no row stands without."""
        if item.icon:
            return icons.icon(item.icon, size=16)
        kind = next((kind for kind in Kind if item.id.partition(".")[0] == "point" and item.id.endswith(kind)), None)
        if kind is not None:
            return kind_icon(kind, theme, size=theme.px(14))
        return icons.icon(_MENU_SIGNS.get(item.menu, "corner-down-left"), size=16)

    def entry(item: Declared) -> Entry:
        action = item.action
        return Entry(
            _plain(action.text()),
            action.trigger,
            detail=_plain(titles.get(item.menu, "")),
            keys=action.shortcut().toString(),
            icon=sign(item),
            enabled=action.isEnabled(),
        )

    def find(query: str, answer: Answer) -> None:
        actions.refresh()
        ranked = []
        for place, item in enumerate(actions.all()):
            if not item.listed:
                continue
            menu = _plain(titles.get(item.menu, ""))
            fit = rank(query, _plain(item.action.text()), f"{item.words} {menu} {item.action.toolTip()}")
            if fit is not None:
                ranked.append((not item.action.isEnabled(), fit, place, item))
        answer([entry(item) for _, _, _, item in sorted(ranked, key=lambda found: found[:3])])

    return Provider(_tr("Commands"), find)


def points(bench: Bench) -> Provider:
    """The dossier's points, by their titles."""

    def find(query: str, answer: Answer) -> None:
        ranked = []
        for place, point in enumerate(bench.session.dossier.points):
            fit = rank(query, point.title, f"{kind_word(point.kind)} {point.id}")
            if fit is not None and query:
                ranked.append((fit, place, point))
        answer([_point(bench, point) for _, _, point in sorted(ranked, key=lambda found: found[:2])])

    return Provider(_tr("Points"), find)


def _point(bench: Bench, point: Point) -> Entry:
    number = point.id.rpartition("-")[2]
    return Entry(
        point.title,
        lambda: bench.selection.go(workspace="read", point=point.id),
        detail=f"{kind_word(point.kind)} {number}",
        icon=kind_icon(point.kind, bench.theme, size=bench.theme.px(14)),
    )


def sources(bench: Bench) -> Provider:
    """The dossier's sources, by title, publisher and year."""

    def find(query: str, answer: Answer) -> None:
        ranked = []
        for place, source in enumerate(bench.session.dossier.sources):
            fit = rank(query, source.title, _known(source))
            if fit is not None and query:
                ranked.append((fit, place, source))
        answer(
            [
                Entry(
                    source.title,
                    partial(bench.selection.go, workspace="read", source=source.id),
                    detail=_known(source),
                    icon=bench.icons.icon("file-text"),
                )
                for _, _, source in sorted(ranked, key=lambda found: found[:2])
            ]
        )

    return Provider(_tr("Sources"), find)


def words_in_sources(bench: Bench) -> Provider:
    """Words in the sources' texts, by the dossier's own search."""

    def find(query: str, answer: Answer) -> None:
        file = bench.session.file
        bench.tasks.run(lambda _job: file.search(query, 20), done=lambda hits: answer(_hits(bench, hits)))

    def everywhere(query: str) -> Entry:
        action = bench.actions["go.search_sources"]

        def search() -> None:
            action.setData(query)
            action.trigger()

        words = _tr("Search all sources for “{words}”…").format(words=query)
        return Entry(words, search, keys=action.shortcut().toString(), icon=bench.icons.icon("text-search"))

    return Provider(_tr("In the text of sources"), find, slow=True, everywhere=everywhere)


def _hits(bench: Bench, hits: Sequence[Hit]) -> list[Entry]:
    titles = {source.id: source.title for source in bench.session.dossier.sources}
    found = []
    for hit in hits:
        for snippet in hit.snippets[:2]:
            first, last = snippet.marks[0] if snippet.marks else (0, 0)
            start, end = snippet.start + first, snippet.start + last
            place = partial(bench.selection.go, workspace="read", source=hit.source, offset=start, end=end)
            icon = bench.icons.icon("text-search")
            found.append(Entry(_around(snippet.text, first), place, detail=titles.get(hit.source, ""), icon=icon))
    return found


def _around(text: str, place: int) -> str:
    """A quotation from a few words before a place on: the words that were looked for are in its first half."""
    start = text.rfind(" ", 0, max(0, place - _BEFORE)) + 1
    return f"“{'… ' if start else ''}{text[start:].strip()}…”"


def _known(source: Source) -> str:
    about = source.bibliography
    return ", ".join(part for part in (about.publisher, date_words(about.issued)) if part)


def _plain(text: str) -> str:
    return text.replace("&", "")
