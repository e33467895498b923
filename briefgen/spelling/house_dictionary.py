"""The house dictionary: words that the user's house writes and no other does, one a line in a file of their own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from briefgen.errors import InputRefused
from briefgen.settings import house_words_file


def word_order(word: str) -> tuple[str, str]:
    """Sort words as a dictionary does."""
    return word.casefold(), word


class HouseDictionary:
    """The words in the file; what is added is written at once. The file may be edited by hand, or be missing.

    Args:
        path: The file; the user's own without one.

    Raises:
        InputRefused: The file can't be read.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or house_words_file()
        self._words = self._read()

    @property
    def words(self) -> frozenset[str]:
        """The words."""
        return self._words

    def add(self, word: str) -> None:
        """Keep a word, after whatever is in the file by now.

        Raises:
            InputRefused: It is no single word, or the file can't be written; what was in it still is.
        """
        word = word.strip()
        if not word or len(word.split()) != 1:
            raise InputRefused(f"“{word}” is not one word.")
        self._write(self._read() | {word})

    def remove(self, word: str) -> None:
        """Strike a word out, and leave whatever else is in the file by now; one that is not there is no matter.

        Raises:
            InputRefused: The file can't be written; what was in it still is.
        """
        self._write(self._read() - {word})

    def _write(self, kept: frozenset[str]) -> None:
        words = sorted(kept, key=word_order)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self.path.parent, prefix=".house-words-", delete=False
            ) as new:
                try:
                    new.write("".join(f"{one}\n" for one in words))
                    new.close()
                    Path(new.name).replace(self.path)
                except BaseException:
                    Path(new.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise InputRefused(
                f"The house dictionary can't be written to “{self.path}” ({error.strerror or error})."
            ) from error
        self._words = frozenset(words)

    def _read(self) -> frozenset[str]:
        try:
            text = self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError) as error:
            raise InputRefused(
                f"The house dictionary “{self.path}” can't be read ({error}): mend the file or delete it."
            ) from error
        return frozenset(line.strip() for line in text.splitlines() if line.strip())
