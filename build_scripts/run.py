"""The main job on the sample dossier: the window where there is one, else the brief as a PDF.

The sample is copied to ``build/sample/`` first, so that trying things out never changes what is shipped.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from briefgen.resources import assets_folder

BUILD = Path(__file__).resolve().parent.parent / "build"


def sample_dossier() -> Path:
    """The dossier that ships with Briefgen."""
    return assets_folder() / "sample" / "sample.briefgen"


def why_no_window() -> str | None:
    """The reason for which no window can be opened here, or None when it can."""
    if importlib.util.find_spec("briefgen.gui") is None:
        return "Briefgen has no window yet"
    draws_itself = sys.platform in {"darwin", "win32"}
    if not draws_itself and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "There is no display here"
    return None


def main() -> int:
    """Open the window, or render the sample's submission and say where it is."""
    own_copy = BUILD / "sample" / "sample.briefgen"
    own_copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sample_dossier(), own_copy)
    briefgen = [sys.executable, "-m", "briefgen"]
    reason = why_no_window()
    if reason is None:
        return subprocess.run([*briefgen, str(own_copy)], check=False).returncode
    pdf = BUILD / "sample-brief.pdf"
    render = [*briefgen, "render", str(own_copy), "Submission to the Minister", "-o", str(pdf)]
    done = subprocess.run(render, check=False)
    if done.returncode == 0:
        print(f"{reason}, so the sample dossier's brief was rendered to PDF:\n{pdf}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
