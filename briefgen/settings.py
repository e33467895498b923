"""What a user sets once for all dossiers, kept in `settings.toml` in the user's configuration folder."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from briefgen.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings: the largest document imported (megabytes of 10^6 bytes), and more folders of house templates."""

    size_limit_mb: int = 100
    template_folders: tuple[Path, ...] = ()


def settings_file() -> Path:
    """Where the settings are read from; the environment's BRIEFGEN_SETTINGS names another place."""
    if named := os.environ.get("BRIEFGEN_SETTINGS"):
        return Path(named)
    return platformdirs.user_config_path("briefgen", appauthor=False) / "settings.toml"


def user_templates_folder() -> Path:
    """Where the user's own house templates lie."""
    return platformdirs.user_data_path("briefgen", appauthor=False) / "templates"


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
    limit = found.pop("size_limit_mb", Preferences().size_limit_mb)
    folders = found.pop("template_folders", [])
    if found:
        raise InputRefused(f"“{path}” sets {', '.join(found)}, which there is not: take it out.")
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= 10_000:
        raise InputRefused(f"size_limit_mb in “{path}” is a whole number from 1 to 10000.")
    if not isinstance(folders, list) or not all(isinstance(folder, str) for folder in folders):
        raise InputRefused(f"template_folders in “{path}” is a list of folders.")
    return Preferences(limit, tuple(Path(folder).expanduser() for folder in folders))
