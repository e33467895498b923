"""The user's preferences while the window is open: read once, changed in one place, written at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from briefgen.settings import Preferences, read_preferences, write_preferences


class Choices(QObject):
    """The preferences in force; `changed` when any of them is another."""

    changed = Signal()
    words_changed = Signal()
    """The house dictionary has other words: whoever read it reads it again."""

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences

    @classmethod
    def read(cls) -> Choices:
        """Read the preferences from the user's settings. Raises `InputRefused`."""
        return cls(read_preferences())

    @property
    def preferences(self) -> Preferences:
        """What the user chose."""
        return self._preferences

    def change(self, **values: object) -> None:
        """Choose something else, by the names in `Preferences`, and write it down.

        Raises:
            InputRefused: a value is impossible, or the settings can't be written; what held before still does.
        """
        preferences = replace(self._preferences, **values)  # type: ignore[arg-type]  # names of the dataclass
        if preferences == self._preferences:
            return
        write_preferences(preferences)
        self._preferences = preferences
        self.changed.emit()
