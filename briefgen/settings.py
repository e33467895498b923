"""What a user sets once for all dossiers, kept in `settings.toml` in the user's configuration folder."""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

import platformdirs

from briefgen.domain.terms import Paper
from briefgen.errors import InputRefused

THEMES = ("system", "light", "dark")
DICTIONARIES = ("en-GB", "en-US")


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings. Sizes are in megabytes of 10^6 bytes, per cent, pixels before scaling, and letters to a line.

    `spelling` is whether what is written is checked, `spelling_language` the dictionary for English; empty where the
    brief's own language decides. `author`, `office`, `contact`, `paper`, `language` and
    `citation_style` are what a new brief begins with; empty where nothing is.
    """

    size_limit_mb: int = 100
    template_folders: tuple[Path, ...] = ()
    theme: Literal["system", "light", "dark"] = "system"
    text_size: int = 100
    reader_size: int = 18
    reader_width: int = 70
    author: str = ""
    office: str = ""
    contact: str = ""
    language: str = ""
    paper: str = ""
    citation_style: str = ""
    spelling: bool = True
    spelling_language: str = ""

    def __post_init__(self) -> None:
        """Refuse impossible values, with a sentence that names the setting as the file does."""
        for name, least, most in (
            ("size_limit_mb", 1, 10_000),
            ("text_size", 100, 200),
            ("reader_size", 12, 40),
            ("reader_width", 40, 120),
        ):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
                raise InputRefused(f"{name} is a whole number from {least} to {most}.")
        if not isinstance(self.spelling, bool):
            raise InputRefused("spelling is true or false.")
        for name in (
            "theme",
            "author",
            "office",
            "contact",
            "language",
            "paper",
            "citation_style",
            "spelling_language",
        ):
            if not isinstance(getattr(self, name), str):
                raise InputRefused(f"{name} is text in quotation marks.")
        if self.spelling_language not in ("", *DICTIONARIES):
            raise InputRefused(f"spelling_language is one of {', '.join(DICTIONARIES)}.")
        if self.theme not in THEMES:
            raise InputRefused(f"theme is one of {', '.join(THEMES)}.")
        if self.paper not in ("", *Paper):
            raise InputRefused(f"paper is one of {', '.join(Paper)}.")


def settings_file() -> Path:
    """Where the settings are read from; the environment's BRIEFGEN_SETTINGS names another place."""
    if named := os.environ.get("BRIEFGEN_SETTINGS"):
        return Path(named)
    return platformdirs.user_config_path("briefgen", appauthor=False) / "settings.toml"


def house_words_file() -> Path:
    """Where the words of the house dictionary lie, beside the settings."""
    return settings_file().with_name("house-words.txt")


def user_templates_folder() -> Path:
    """Where the user's own house templates lie."""
    return platformdirs.user_data_path("briefgen", appauthor=False) / "templates"


def kept_templates_folder() -> Path:
    """Where house templates that dossiers keep are unpacked to be used; all of it can be made again."""
    return platformdirs.user_cache_path("briefgen", appauthor=False) / "templates"


def thumbnails_folder() -> Path:
    """Where small pictures of house templates' pages are kept; all of it can be made again."""
    return platformdirs.user_cache_path("briefgen", appauthor=False) / "thumbnails"


def sample_copy() -> Path:
    """Where the user's own copy of the sample dossier lies, in which everything can be tried."""
    return platformdirs.user_data_path("briefgen", appauthor=False) / "sample" / "sample.briefgen"


def log_file() -> Path:
    """Where what went wrong is written down, for whoever helps the user."""
    return platformdirs.user_log_path("briefgen", appauthor=False) / "briefgen.log"


def read_preferences(path: Path | None = None) -> Preferences:
    """Read the settings; the defaults hold for what is not set.

    Raises:
        InputRefused: the file can't be read, or sets what there is not, or to an impossible value.
    """
    path = path or settings_file()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError) as error:
        raise InputRefused(f"The settings in “{path}” can't be read ({error}): mend the file or delete it.") from error
    unknown = found.keys() - {field.name for field in fields(Preferences)}
    if unknown:
        raise InputRefused(f"“{path}” sets {', '.join(sorted(unknown))}, which there is not: take it out.")
    folders = found.pop("template_folders", [])
    if not isinstance(folders, list) or not all(isinstance(folder, str) for folder in folders):
        raise InputRefused(f"In “{path}”, template_folders is a list of folders.")
    try:
        return Preferences(template_folders=tuple(Path(folder).expanduser() for folder in folders), **found)
    except InputRefused as refused:
        raise InputRefused(f"In “{path}”, {refused.message}") from refused


def write_preferences(preferences: Preferences, path: Path | None = None) -> None:
    """Write the settings that differ from the defaults, in place of the file that was there.

    Raises:
        InputRefused: the file can't be written; what was there before still is.
    """
    path = path or settings_file()
    lines = ["# Briefgen's settings. The window writes this file; it can also be edited by hand.\n"]
    for field in fields(Preferences):
        value = getattr(preferences, field.name)
        if value != field.default:
            lines.append(f"{field.name} = {_toml(value)}\n")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=".settings-", delete=False
        ) as new:
            try:
                new.write("".join(lines))
                new.close()
                Path(new.name).replace(path)
            except BaseException:
                Path(new.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise InputRefused(f"The settings can't be written to “{path}” ({error.strerror or error}).") from error


def _toml(value: object) -> str:
    """A number, a truth, text or list of paths in TOML; its strings are those of JSON, all but the character DEL."""
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(str(item)) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
