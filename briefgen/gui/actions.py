"""Everything that can be done in a window, declared once: menus, toolbar, palette and shortcut sheet all ask here.

    actions.add("point.risk", tr("Make risk"), self._make_risk, menu="point", group="make",
                shortcut="1", icon="…", when=lambda: …, scope=self.reader)

What is not declared is in no menu: a menu never offers what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from briefgen.gui.icons import Icons

Run = Callable[[], object]
When = Callable[[], bool]
Shortcuts = str | QKeySequence.StandardKey | Iterable[str]

GROUPS: dict[str, tuple[str, ...]] = {
    "file": ("dossier", "recent", "copy", "export", "print", "preferences", "close"),
    "edit": ("undo", "clipboard", "find", "spelling", "change", "remove", "bin"),
    "view": ("workspace", "panels", "preview", "size", "palette", "theme"),
    "go": ("trail", "passage", "source", "point", "brief", "page"),
    "source": ("add", "read", "edit", "text", "remove"),
    "point": ("make", "passage", "edit", "link", "order", "remove"),
    "brief": ("new", "point", "section", "template", "check", "compare", "remove"),
    "templates": ("show", "use", "make", "folder"),
    "help": ("keys", "sample", "log", "about"),
}
"""The menus in their order, and the groups of each, between which stands a line."""
_PLACES = {place: number for number, place in enumerate((menu, group) for menu in GROUPS for group in GROUPS[menu])}


@dataclass(frozen=True, slots=True)
class Declared:
    """An action as declared. `short` is its text where space is scarce, `words` other words that find it."""

    id: str
    action: QAction
    menu: str = ""
    group: str = ""
    short: str = ""
    words: str = ""
    icon: str = ""
    role: str = "ink_2"
    when: When | None = None
    checked: When | None = None
    scope: QWidget | None = None
    listed: bool = True
    submenu: QMenu | None = None


class Actions(QObject):
    """The registry of one window.

    Args:
        window: What shortcuts without a scope of their own work in.
        icons: Where icons come from.
    """

    declared = Signal()
    """The menus have other entries than before; once for all that is declared in one go."""

    def __init__(self, window: QWidget, icons: Icons) -> None:
        super().__init__(window)
        self._window, self._icons = window, icons
        self._all: dict[str, Declared] = {}
        self._refreshing = QTimer(self, singleShot=True, interval=0)
        self._refreshing.timeout.connect(self.refresh)
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self.declared)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch up on asking before a key is taken for a shortcut.

        Keys that were typed ahead come before the timer: what they ask for would still be off, or be something else.
        """
        if event.type() is QEvent.Type.ShortcutOverride and self._refreshing.isActive():
            self.refresh()
        return super().eventFilter(watched, event)

    def add(  # noqa: PLR0913  an action has many sides, and each is named where it is declared
        self,
        id: str,  # noqa: A002  the plain word for what it is
        text: str,
        run: Run,
        *,
        menu: str = "",
        group: str = "",
        shortcut: Shortcuts = (),
        icon: str = "",
        tip: str = "",
        short: str = "",
        words: str = "",
        when: When | None = None,
        checked: When | None = None,
        scope: QWidget | None = None,
        listed: bool = True,
        exclusive: QActionGroup | None = None,
    ) -> QAction:
        """Declare an action.

        Args:
            id: Its name, by menu and act: point.risk.
            text: As in the menu, with “…” where it asks something first; a “&” marks the letter for Alt.
            run: Does it.
            menu: A key of `GROUPS`; without one it is in no menu, but in the palette.
            group: One of that menu's groups.
            shortcut: One or several; a standard key where there is one.
            icon: A shipped icon.
            tip: What it does, where the text does not say it.
            short: The text of its button, where that is narrow.
            words: Other words that find it in the palette.
            when: Whether it can be done now; asked after every change, so it is quick and looks at nothing slow.
            checked: Whether it is on; makes it an action with a tick.
            scope: The widget in which alone, with its children, its shortcut works; the whole window without one.
            listed: Whether the palette and the shortcut sheet have it.
            exclusive: Group of which one action is on.
        """
        if id in self._all:
            raise ValueError(f"There are two actions {id!r}.")
        if menu and group not in GROUPS[menu]:
            raise ValueError(f"The menu {menu!r} has no group {group!r}.")
        action = QAction(text, self)
        action.setObjectName(id)
        keys = [QKeySequence(key) for key in shortcut] if isinstance(shortcut, tuple | list) else None
        if keys is None and shortcut:
            keys = (
                QKeySequence.keyBindings(shortcut)
                if isinstance(shortcut, QKeySequence.StandardKey)
                else [QKeySequence(str(shortcut))]
            )
        if keys:
            action.setShortcuts(keys)
            action.setShortcutContext(
                Qt.ShortcutContext.WindowShortcut if scope is None else Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        if icon:
            action.setIcon(self._icons.icon(icon))
        action.setToolTip(_hint(tip or text.replace("&", "").removesuffix("…"), action))
        action.setCheckable(checked is not None)
        if exclusive is not None:
            exclusive.addAction(action)
        action.triggered.connect(lambda _checked=False: self._run(id, run))
        (scope or self._window).addAction(action)
        self._all[id] = Declared(
            id, action, menu, group, short, words, icon, when=when, checked=checked, scope=scope, listed=listed
        )
        self._set(self._all[id])
        self._telling.start()
        return action

    def add_submenu(
        self,
        id: str,  # noqa: A002  as above
        text: str,
        fill: Callable[[QMenu], None],
        *,
        menu: str,
        group: str,
        when: When | None = None,
    ) -> QMenu:
        """Declare a menu in a menu, whose entries `fill` puts in each time that it opens."""
        if id in self._all:
            raise ValueError(f"There are two actions {id!r}.")
        submenu = QMenu(text, self._window)

        def refill() -> None:
            submenu.clear()  # they are its own
            fill(submenu)

        submenu.aboutToShow.connect(refill)
        submenu.menuAction().setObjectName(id)
        self._all[id] = Declared(id, submenu.menuAction(), menu, group, when=when, listed=False, submenu=submenu)
        self._telling.start()
        return submenu

    def remove(self, id: str) -> None:  # noqa: A002  as above
        """Take an action back: what it belongs to is gone."""
        gone = self._all.pop(id)
        for widget in gone.action.associatedObjects():
            if isinstance(widget, QWidget):
                widget.removeAction(gone.action)
        gone.action.deleteLater()
        self._telling.start()

    def __getitem__(self, id: str) -> QAction:  # noqa: A002  as above
        """An action by its id. Raises `KeyError`."""
        return self._all[id].action

    def __contains__(self, id: object) -> bool:  # noqa: A002  as above
        """Whether an action was declared."""
        return id in self._all

    def all(self) -> tuple[Declared, ...]:
        """All that was declared, in the order of the menus; what is in no menu comes last."""
        return tuple(sorted(self._all.values(), key=_place))

    def declaration(self, id: str) -> Declared:  # noqa: A002  as above
        """How an action was declared. Raises `KeyError`."""
        return self._all[id]

    def refresh_soon(self) -> None:
        """Ask every action again whether it can be done, when the present event is through."""
        self._refreshing.start()

    def refresh(self) -> None:
        """Ask every action again whether it can be done and whether it is on."""
        self._refreshing.stop()
        for item in self._all.values():
            self._set(item)

    def rename(self, id: str, text: str) -> None:  # noqa: A002  as above
        """Give an action another text, as undo has with every act."""
        action = self._all[id].action
        action.setText(text)
        action.setToolTip(_hint(text.replace("&", "").removesuffix("…"), action))

    def show_icon(self, id: str, icon: str, role: str = "ink_2") -> None:  # noqa: A002  as above
        """Give an action another icon: what it does, or what is on, is another."""
        item = self._all[id]
        if (item.icon, item.role) != (icon, role):
            self._all[id] = replace(item, icon=icon, role=role)
            item.action.setIcon(self._icons.icon(icon, role))

    def recolour(self) -> None:
        """Draw the icons again, in the colours of another theme."""
        for item in self._all.values():
            if item.icon:
                item.action.setIcon(self._icons.icon(item.icon, item.role))

    def fill(self, menu: QMenu, name: str) -> None:
        """Put the actions of a menu into it."""
        for old in menu.actions():  # clear() would make PySide take them for deleted
            menu.removeAction(old)
            if old.isSeparator():
                old.deleteLater()
        last, taken = "", set[str]()
        for item in sorted((item for item in self._all.values() if item.menu == name), key=_place):
            text, letter = with_letter(item.action.text(), taken)
            taken.add(letter)
            item.action.setText(text)
            if last and item.group != last:
                menu.addSeparator()
            menu.addAction(item.action)
            last = item.group

    def _run(self, id: str, run: Run) -> None:  # noqa: A002  as above
        run()
        if id in self._all:
            self._set(self._all[id])
        self.refresh_soon()

    def _set(self, item: Declared) -> None:
        item.action.setEnabled(item.when is None or item.when())
        if item.checked is not None:
            item.action.setChecked(item.checked())


def _place(item: Declared) -> int:
    """Where an action stands among the groups of all menus; what is in no menu comes last."""
    return _PLACES.get((item.menu, item.group), len(_PLACES))


def with_letter(text: str, taken: set[str]) -> tuple[str, str]:
    """Mark a letter of a menu's entry for Alt that no other entry has: its own, if that is free, else the next best.

    Gives the text and the letter; where none is free, the text has none.
    """
    plain = text.replace("&", "")
    marked = text.find("&")
    begins = [place for place in range(len(plain)) if place == 0 or plain[place - 1] == " "]
    for place in (*([marked] if marked >= 0 else []), *begins, *range(len(plain))):
        letter = plain[place : place + 1].lower()
        if letter.isalnum() and letter not in taken:
            return f"{plain[:place]}&{plain[place:]}", letter
    return plain, ""


def _hint(text: str, action: QAction) -> str:
    """What a button's tip says: what it does, and the key that does it too."""
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({key})" if key else text
