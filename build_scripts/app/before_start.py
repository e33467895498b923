"""What a download arranges before Briefgen's own code runs. PyInstaller runs it in every process of the program."""

import os
import sys

_UNPACKED = sys._MEIPASS  # type: ignore[attr-defined]  # noqa: SLF001  PyInstaller's own, and public in all but name

# The typefaces of the system and ours; the system's own list may be of another version of fontconfig, or absent.
os.environ.setdefault("FONTCONFIG_FILE", os.path.join(_UNPACKED, "fonts.conf"))  # noqa: PTH118  pathlib costs 5 ms here

# The starter has Linux' loader look into this folder. By now it has; programs that are not ours (a file manager, a
# text recogniser) would get our libraries instead of their own.
if sys.platform == "linux":
    _before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    if _before:
        os.environ["LD_LIBRARY_PATH"] = _before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
    # Our own child processes are to arrange the folder anew for themselves, and not to take it for arranged.
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
