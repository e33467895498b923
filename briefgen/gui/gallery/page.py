"""The gallery: the house templates that there are, as cards; what each looks like, is made for and would change.

    where they lie | cards, or large pages, or what a check found | pages, particulars, use and duplicate

It is a page of the window, in place of the dossier's workspaces, and is there without a dossier too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from briefgen import template_workflows, workflows
from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.template_switch import switch_of
from briefgen.errors import BriefgenError
from briefgen.gui.actions import Actions
from briefgen.gui.background import Tasks
from briefgen.gui.bench import Bench
from briefgen.gui.controls import WordsButton, label, rule, search_field, tight
from briefgen.gui.export.exporting import open_in_system
from briefgen.gui.finding import rank
from briefgen.gui.gallery.acts import TemplateActs
from briefgen.gui.gallery.cards import Card, CardView
from briefgen.gui.gallery.check_view import CheckView
from briefgen.gui.gallery.details import BRIEF, Details, Wanted
from briefgen.gui.gallery.pages_pane import PagesPane
from briefgen.gui.gallery.places_list import ALL, PlacesList
from briefgen.gui.gallery.studio import Studio, picture_key
from briefgen.gui.gallery.upgrade_sheet import UpgradeSheet
from briefgen.gui.gallery.words import about_line, file_and_line
from briefgen.gui.house import House
from briefgen.gui.notices import Notice, Notices, Remedy
from briefgen.gui.outline.new_brief import make_brief
from briefgen.gui.preview.own_file import own_file
from briefgen.gui.shelf import Shelf, is_own
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.job import RenderedBrief, RenderJob
from briefgen.rendering.samples import sample_names
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.template_places import FoundTemplate, PlaceKind

_LEFT, _RIGHT = 200, 378
_NARROW = 1080
"""Below this width, in pixels before scaling, the left side gives its room to the cards."""
_PAGES = "pages"
_SOON_MS = 25
"""Milliseconds after which a gallery that comes into view is filled."""
_REST_MS = 60_000
"""Milliseconds after which the child process of a gallery that is not in view is ended."""


class Gallery(QWidget):
    """The gallery of one window. `closed` when the user goes back to what was in view before."""

    closed = Signal()

    def __init__(self, house: House, actions: Actions, tasks: Tasks, notices: Notices, shelf: Shelf) -> None:
        super().__init__()
        self._house, self._actions, self._shelf = house, actions, shelf
        self._bench: Bench | None = None
        self._wish = ""
        self.studio = Studio(self)
        self.acts = TemplateActs(house, tasks, notices, shelf, self)
        self.acts.made.connect(self._await)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._rest_studio)
        self._showing_soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._showing_soon.timeout.connect(self._show_first)
        self._showing = False
        self._pictured: dict[str, str] = {}
        self._cards_of: dict[str, list[str]] = {}
        self._shown_key = ""
        self._asked: object = None
        self._asked_of: Dossier | None = None
        self._build(tasks, notices)
        shelf.changed.connect(self._show)
        self.studio.pictured.connect(self._take_pictures)
        self.studio.rendered.connect(self._take_pages)
        self.studio.failed.connect(self._take_failure)
        house.theme.changed.connect(self._restyle)

    # ------------------------------------------------------------------------------------------- make-up

    def _build(self, tasks: Tasks, notices: Notices) -> None:
        theme, icons = self._house.theme, self._house.icons
        theme.dress(self, ground="surface")
        self.setAccessibleName(self.tr("House templates"))
        down = QVBoxLayout(self)
        tight(down)
        down.addWidget(self._build_bar())
        down.addWidget(rule(theme))
        across = QHBoxLayout()
        tight(across)
        down.addLayout(across, 1)
        self.places = PlacesList(theme, icons)
        self.places.chosen.connect(lambda _place: self._show())
        self._left_rule = rule(theme, upright=True)
        self.cards = CardView(theme, icons)
        self.cards.wanted.connect(self.enlarge)
        self.cards.selectionModel().currentChanged.connect(self._chosen_changed)
        self._none = label(theme, ink="ink_2", wraps=True)
        self._none.setContentsMargins(24, 24, 24, 24)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.pane = PagesPane(theme, icons, notices, self._go_to_cards, self.enlarge)
        self.check = CheckView(theme, icons, tasks, notices, self._go_to_cards)
        self._large = QWidget()
        self._large_holder = QVBoxLayout(self._large)
        tight(self._large_holder)
        self._centre = QStackedWidget()
        for part in (self.cards, self._none, self._large, self.check):
            self._centre.addWidget(part)
        self.details = Details(theme, icons, self._actions)
        self.details.wanted_changed.connect(self._want_pages)
        self.details.holder.addWidget(self.pane)
        for part in (self.places, self._left_rule, self._centre, rule(theme, upright=True), self.details):
            across.addWidget(part, 1 if part is self._centre else 0)
        self._refit()

    def _build_bar(self) -> QWidget:
        theme, icons = self._house.theme, self._house.icons
        bar = QWidget()
        theme.dress(bar, ground="window", high=48)
        line = QHBoxLayout(bar)
        tight(line, spacing=12, margins=(16, 0, 16, 0))
        self.back = WordsButton(theme, self.tr("Back"), look="plain")
        icons.put(self.back, "arrow-left", size=16)
        self.back.clicked.connect(lambda _checked=False: self.closed.emit())
        line.addWidget(self.back)
        upright = rule(theme, upright=True)
        upright.setFixedHeight(theme.px(24))
        line.addWidget(upright)
        line.addWidget(label(theme, self.tr("House templates"), face="title"))
        line.addStretch(1)
        self.filter = search_field(theme, icons, self.tr("Filter templates"))
        self.filter.setFixedWidth(theme.px(224))
        self.filter.textChanged.connect(lambda _text: self._show())
        line.addWidget(self.filter)
        install = WordsButton(theme, self.tr("Install…"))
        icons.put(install, "package", size=16)
        install.clicked.connect(lambda _checked=False: self._actions["templates.install"].trigger())
        line.addWidget(install)
        return bar

    def set_bench(self, bench: Bench) -> None:
        """The window has a dossier now, whose briefs can be shown and changed."""
        self._bench = bench
        bench.session.dossier_changed.connect(self._follow)
        bench.selection.changed.connect(lambda *_: self._follow())

    def _follow(self, *_: object) -> None:
        if self.isVisible():
            self._show()

    def come(self) -> None:
        """The gallery comes into view."""
        self._rest.stop()
        brief = self._brief()
        self.back.setText(self.tr("Back to the brief") if brief is not None else self.tr("Back"))
        self.back.updateGeometry()
        self._go_to_cards()
        self._shelf.look()
        self._showing_soon.start()
        self.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_first(self) -> None:
        """Fill the page that has just come into view: what that took, and this, would be felt together."""
        self._show()
        brief = self._brief()
        current = self._template_of(brief) if brief is not None else None
        if current is not None and self.cards.chosen is None:
            self.cards.choose(str(current.folder))

    def go(self) -> None:
        """The gallery goes out of view; its child process is kept for a while."""
        self._showing_soon.stop()
        self.check.stop()
        self._rest.start()

    def _rest_studio(self) -> None:
        """End the child process; pictures that it had not come to are asked for again the next time."""
        self.studio.rest()
        for key in chain.from_iterable(self._cards_of.values()):
            self._pictured.pop(key, None)
        self._cards_of.clear()

    def close_all(self) -> None:
        """End what runs beside the window, for good."""
        self._rest.stop()
        self.check.stop()
        self.studio.close()
        self.pane.close_drawing()

    # ------------------------------------------------------------------------------------------- the brief

    def _brief(self) -> Brief | None:
        """The brief that is in view, or was last."""
        if self._bench is None:
            return None
        briefs, wanted = self._bench.session.dossier.briefs, self._bench.selection.place.brief
        return next((brief for brief in briefs if brief.id == wanted), briefs[0] if briefs else None)

    def _template_of(self, brief: Brief) -> OpenTemplate | None:
        try:
            return self._shelf.template_of(brief)
        except BriefgenError:
            return None

    def may_use(self) -> bool:
        """Whether the brief can be changed, and the chosen template is another than it is pinned to."""
        brief, found = self._brief(), self.chosen()
        if brief is None or found is None or self._bench is None or self._bench.session.read_only:
            return False
        pinned = workflows.pinned_to(found.opened.template)
        return any(getattr(brief, name) != value for name, value in pinned.items())

    # ------------------------------------------------------------------------------------------- cards

    def chosen(self) -> FoundTemplate | None:
        """The template whose card is chosen."""
        card = self.cards.chosen
        return card.found if card is not None else None

    def _show(self) -> None:
        """Show the cards that the place and the filter leave; out of view nothing is shown, or laid out for it."""
        if not self.isVisible():
            return
        found = self._shelf.found
        if found is None:
            self._say_none(self.tr("Looking for templates…"))
            return
        held = self.cards.chosen
        brief = self._brief()
        used = self._template_of(brief) if brief is not None else None
        cards = [self._card(one, used) for one in found.templates] + [self._broken(error) for error in found.refused]
        counts = Counter(card.kind.value for card in cards)
        self.places.show_counts({**counts, ALL: len(cards)})
        places = workflows.template_places(self._house.choices.preferences)
        self.places.show_folders(places, found.away)
        wanted, words = self.places.place, self.filter.text()
        shown = [
            card
            for card in cards
            if wanted in {ALL, card.kind.value} and rank(words, card.title, f"{card.text} {card.about}") is not None
        ]
        shown.sort(key=lambda card: list(PlaceKind).index(card.kind))
        self._showing = True
        self.cards.rows.show(shown)
        key = self._wish or (held.key if held is not None else "")
        if self.cards.choose(key):
            self._wish = "" if key == self._wish else self._wish
        elif self.cards.chosen is None and shown:
            self.cards.choose(str(used.folder) if used is not None else "") or self.cards.choose(shown[0].key)
        self._showing = False
        if not shown:
            self._say_none(self._why_none(words))
        elif self._centre.currentWidget() is self._none:
            self._centre.setCurrentWidget(self.cards)
        self._show_chosen()
        for card in shown:  # after the pages that are being looked at
            if card.found is not None:
                self._want_pictures(card.found)

    def _why_none(self, words: str) -> str:
        if words.strip():
            return self.tr("No template matches “{words}”.").format(words=words.strip())
        if self.places.place == PlaceKind.USER.value:
            return self.tr("None of your own yet. Choose one that ships, and duplicate it.")
        return self.tr("No shared folder has templates. Folders that a house shares are named in the preferences.")

    def _say_none(self, sentence: str) -> None:
        self._none.setText(sentence)
        if self._centre.currentWidget() is self.cards:
            self._centre.setCurrentWidget(self._none)

    def _card(self, found: FoundTemplate, used: OpenTemplate | None) -> Card:
        house = found.opened.template
        return Card(
            key=str(found.opened.folder),
            title=house.title,
            text=house.description.replace("\n", " "),
            about=about_line(house, found.place.kind, packaged=found.packaged),
            kind=found.place.kind,
            found=found,
            in_use=used is not None and used.folder == found.opened.folder,
        )

    def _broken(self, error: BriefgenError) -> Card:
        """The card of a template that can't be used as it is: it says why, and leads to its file."""
        name = error.template if isinstance(error, TemplateError) else self.tr("A template")
        found = self._shelf.home_of(error)
        return Card(
            key=f"refused {found[1] if found is not None else error.message}",
            title=name,
            text=self.tr("It can’t be used as it is."),
            about=file_and_line(error.file, error.line) if isinstance(error, TemplateError) else "",
            kind=found[0].kind if found is not None else PlaceKind.USER,
            error=error,
        )

    def _await(self, folder: Path) -> None:
        """Choose a template as soon as it is found."""
        self._wish = str(folder)
        self.filter.clear()
        self.places.choose(ALL)
        self._show()

    # ------------------------------------------------------------------------------------------- pictures, pages

    def _want_pictures(self, found: FoundTemplate) -> None:
        """Have the first pages of a template drawn, if those that its card shows are not those of its files."""
        house, key = found.opened.template, str(found.opened.folder)
        names = sample_names(found.opened)
        sample = "normal" if "normal" in names else next(iter(names), "")
        if not sample or self._pictured.get(key) == house.sha256:
            return
        self._pictured[key] = house.sha256
        name = picture_key(house.sha256, sample, house.paper[0], house.language)
        self._cards_of.setdefault(name, []).append(key)
        self.studio.picture(name, partial(template_workflows.sample_job, found.opened, sample))

    def _take_pictures(self, name: str, pictures: list[QImage]) -> None:
        for key in self._cards_of.pop(name, ()):
            self.cards.rows.set_pictures(key, pictures)

    def _chosen_changed(self, *_: object) -> None:
        if not self._showing:  # `_show` comes to it itself, once
            self._show_chosen()

    def _show_chosen(self) -> None:
        """Show what is known of the chosen template, and its pages."""
        card = self.cards.chosen
        self.details.setEnabled(card is not None)
        if card is None:
            self._actions.refresh_soon()
            return
        brief = self._brief()
        if card.key != self._shown_key:
            self.studio.forget(self._pages_name)  # what is under way of another template is not taken any more
            self._shown_key = card.key
            self._asked = None
            self.pane.clear(card.title)
        self.details.show_card(card, with_brief=brief is not None)
        self._name_use(brief, card.found)
        if card.found is None:
            self.details.show_error(card.error.message if card.error is not None else "")
        else:
            self._show_switch(brief, card.found.opened)
            if self._centre.currentWidget() is self.check:
                self.check.follow(card.found.opened)
            self._want_pages()
        self._actions.refresh_soon()

    def _name_use(self, brief: Brief | None, found: FoundTemplate | None) -> None:
        """Say on the button what it does: a template of the same name is compared first."""
        upgrades = brief is not None and found is not None and brief.template == found.opened.template.name
        words = self.tr("See what changes…") if upgrades and self.may_use() else self.tr("Use for this brief")
        if brief is not None and found is not None and not self.may_use():
            words = self.tr("In use")
        if self._actions["templates.use"].text().replace("&", "") != words:
            self._actions.rename("templates.use", words)

    def _show_switch(self, brief: Brief | None, opened: OpenTemplate) -> None:
        if brief is None or self._bench is None or not self.may_use():
            self.details.show_switch(None)
            return
        before = self._template_of(brief)
        known = before.template if before is not None else None
        self.details.show_switch(switch_of(self._bench.session.dossier, brief, known, opened.template))

    def _want_pages(self) -> None:
        """Have the pages of the chosen template laid out, with what the user wants to see in them."""
        found, wanted = self.chosen(), self.details.wanted
        if found is None or wanted is None or not self.isVisible():
            return
        dossier = self._bench.session.dossier if self._bench is not None else None
        asked = (str(found.opened.folder), found.opened.template.sha256, wanted)
        if self._asked == asked and (wanted.data != BRIEF or dossier is self._asked_of):
            return
        self._asked, self._asked_of = asked, dossier
        self.studio.order(self._pages_name, partial(_job, found.opened, wanted, dossier, self._brief()))

    def _take_pages(self, name: str, rendered: RenderedBrief) -> None:
        if name == self._pages_name:
            self.pane.show_pages(rendered)

    @property
    def _pages_name(self) -> str:
        """The order for the pages of the chosen template."""
        return f"{_PAGES} {self._shown_key}"

    def _take_failure(self, name: str, error: BriefgenError) -> None:
        if name == self._pages_name:
            found = self.chosen()
            folders = [found.opened.folder.parent] if found is not None and is_own(found) else []
            self.pane.show_trouble(error, own_file(error, folders))
        else:
            for key in self._cards_of.pop(name, ()):
                self.cards.rows.set_failed(key)

    # ------------------------------------------------------------------------------------------- what is in view

    def enlarge(self) -> None:
        """Show the pages of the chosen template large, in place of the cards."""
        if self.chosen() is None:
            return
        self._large_holder.addWidget(self.pane)
        self._centre.setCurrentWidget(self._large)
        self.details.hold_pages(held=False)
        self.pane.set_large(large=True)
        self.pane.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._actions.refresh_soon()

    def _go_to_cards(self) -> None:
        """Show the cards again."""
        self.check.stop()
        self.details.holder.addWidget(self.pane)
        self.details.hold_pages(held=True)
        self.pane.set_large(large=False)
        self._centre.setCurrentWidget(self.cards if self.cards.rows.cards else self._none)
        self.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        self._actions.refresh_soon()

    @property
    def nothing_text(self) -> str:
        """Why there are no cards; empty while there are some."""
        return self._none.text() if self._centre.currentWidget() is self._none else ""

    @property
    def is_large(self) -> bool:
        """Whether the pages are shown large."""
        return self._centre.currentWidget() is self._large

    def check_it(self, found: FoundTemplate) -> None:
        """Check a template, and show what was found."""
        if self.is_large:
            self._go_to_cards()
        self._centre.setCurrentWidget(self.check)
        self.check.check(found.opened, self._house.choices.preferences)
        self.check.back.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------- acts

    def use(self) -> None:
        """Let the current brief go on with the chosen template; another version of its own is compared first."""
        found, brief, bench = self.chosen(), self._brief(), self._bench
        if found is None or brief is None or bench is None or not self.may_use():
            return
        house = found.opened.template
        before = self._template_of(brief)
        if brief.template == house.name and before is not None:
            sheet = UpgradeSheet(self.window(), self._house.theme, bench.session.dossier, brief, before, found.opened)
            if not sheet.ask():
                return
        pinned = workflows.pinned_to(house)

        def change(dossier: Dossier) -> Dossier:
            return operations.edit_brief(dossier, brief.id, pinned)

        if bench.session.apply(self.tr("use “{title}”").format(title=house.title), change):
            undo = Remedy(self.tr("Undo"), bench.session.undo)
            words = self.tr("goes on with {title} {version}.").format(title=house.title, version=house.version)
            bench.notices.tell(Notice(words, "done", (undo,), lead=brief.name, key="template used"))
            self.closed.emit()
            bench.selection.go(workspace="brief", brief=brief.id, section="", field="")

    def may_make_brief(self) -> bool:
        """Whether there is a dossier in which a brief can be made."""
        return self._bench is not None and not self._bench.session.read_only

    def make_brief_with(self) -> None:
        """Make a brief with the chosen template."""
        found = self.chosen()
        if found is not None and self._bench is not None:
            brief_id = make_brief(self._bench, self.window(), found.opened.template.name)
            if brief_id:
                self.closed.emit()

    def remove(self) -> None:
        """Remove the chosen template, if the user agrees."""
        found = self.chosen()
        if found is not None:
            self.acts.remove(found, self._go_to_cards)

    def folder(self) -> Path | None:
        """The folder of the chosen template, be it one that can be used or not."""
        card = self.cards.chosen
        if card is None:
            return None
        if card.found is not None:
            return card.found.opened.folder
        home = self._shelf.home_of(card.error)
        return home[1] if home is not None else None

    def open_folder(self) -> None:
        """Show the folder of what is chosen in the system's own way."""
        folder = self.folder()
        if folder is not None:
            open_in_system(folder)

    # ------------------------------------------------------------------------------------------- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to what was in view before."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cards their room."""
        super().resizeEvent(event)
        self._refit()

    def _refit(self) -> None:
        px = self._house.theme.px
        wide = self.width() >= px(_NARROW)
        self.places.setVisible(wide)
        self._left_rule.setVisible(wide)
        self.places.setFixedWidth(px(_LEFT))
        self.details.setFixedWidth(px(_RIGHT) if wide else px(320))

    def _restyle(self) -> None:
        self._refit()
        self.pane.restyle()
        if self.isVisible():
            self._show()


def _job(opened: OpenTemplate, wanted: Wanted, dossier: Dossier | None, brief: Brief | None) -> RenderJob:
    """What is laid out: the current brief as it is now, or a sample."""
    if wanted.data == BRIEF and dossier is not None and brief is not None:
        return workflows.render_job(dossier, replace(brief, paper=wanted.paper), opened, overfull=True)
    return template_workflows.sample_job(opened, wanted.data, paper=wanted.paper, language=wanted.language)
