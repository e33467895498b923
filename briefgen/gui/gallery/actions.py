"""What can be done in the gallery, declared with the window: the gallery itself is made when it is asked for first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from briefgen.gui.actions import Actions
from briefgen.gui.gallery.acts import open_file
from briefgen.gui.gallery.page import Gallery
from briefgen.gui.shelf import is_own
from briefgen.rendering.template_places import FoundTemplate, PlaceKind


def _tr(text: str) -> str:
    return QCoreApplication.translate("gallery", text)


def add_gallery_actions(actions: Actions, made: Callable[[], Gallery | None]) -> None:
    """Declare the acts of the gallery, which is `made` or not yet; they can be done while it is in view."""
    add = actions.add

    def there() -> Gallery | None:
        gallery = made()
        return gallery if gallery is not None and gallery.isVisible() else None

    def chosen() -> FoundTemplate | None:
        gallery = there()
        return gallery.chosen() if gallery is not None else None

    def at(act: Callable[[Gallery], object]) -> None:
        gallery = there()
        if gallery is not None:
            act(gallery)

    def on(act: Callable[[Gallery, FoundTemplate], object]) -> None:
        gallery, found = there(), chosen()
        if gallery is not None and found is not None:
            act(gallery, found)

    def may_use() -> bool:
        gallery = there()
        return gallery is not None and gallery.chosen() is not None and gallery.may_use()

    def may_make() -> bool:
        gallery = there()
        return gallery is not None and gallery.chosen() is not None and gallery.may_make_brief()

    add(
        "templates.large", _tr("&Large pages"), partial(at, Gallery.enlarge), menu="templates", group="show",
        icon="maximize-2", when=lambda: chosen() is not None,
    )  # fmt: skip
    add(
        "templates.use", _tr("&Use for this brief"), partial(at, Gallery.use), menu="templates", group="use",
        icon="check", when=may_use,
    )  # fmt: skip
    add(
        "templates.new_brief", _tr("&New brief with it…"), partial(at, Gallery.make_brief_with), menu="templates",
        group="use", icon="file-plus", when=may_make,
    )  # fmt: skip
    add(
        "templates.duplicate", _tr("&Duplicate as our own…"), partial(on, lambda g, found: g.acts.duplicate(found)),
        menu="templates", group="make", icon="copy", words=_tr("new template extends"),
        when=lambda: chosen() is not None,
    )  # fmt: skip
    add(
        "templates.edit", _tr("&Edit its page"), partial(on, _edit), menu="templates", group="make", icon="pencil",
        when=lambda: (found := chosen()) is not None and is_own(found),
    )  # fmt: skip
    add(
        "templates.check", _tr("&Check it"), partial(on, Gallery.check_it), menu="templates", group="make",
        icon="list-checks", words=_tr("lint"), when=lambda: chosen() is not None,
    )  # fmt: skip
    add(
        "templates.pack", _tr("&Pack…"), partial(on, lambda gallery, found: gallery.acts.pack(found)),
        menu="templates", group="make", icon="package", when=lambda: chosen() is not None,
    )  # fmt: skip
    add(
        "templates.folder", _tr("&Open its folder"), partial(at, Gallery.open_folder), menu="templates",
        group="folder", icon="folder-open",
        when=lambda: (gallery := there()) is not None and gallery.folder() is not None,
    )  # fmt: skip
    add(
        "templates.remove", _tr("&Remove…"), partial(at, Gallery.remove), menu="templates", group="folder",
        icon="trash-2", when=lambda: (found := chosen()) is not None and found.place.kind is not PlaceKind.SHIPPED,
    )  # fmt: skip


def _edit(_gallery: Gallery, found: FoundTemplate) -> None:
    open_file(found.opened.folder / found.opened.page)
