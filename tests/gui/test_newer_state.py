"""A dossier that is shown for reading only, while another program goes on writing it."""

import subprocess
import sys
from pathlib import Path

from briefgen.gui.app import Program
from briefgen.gui.main_window import MainWindow
from tests.gui.conftest import until
from tests.gui.hands import begun, button, click

_WRITES = """
import sys
from dataclasses import replace
from pathlib import Path
from briefgen.dossier_file import open_dossier
with open_dossier(Path(sys.argv[1])) as file:
    print("open", flush=True)
    for line in sys.stdin:
        settings = replace(file.dossier.settings, title=line.strip())
        file.commit(replace(file.dossier, settings=settings))
        print("written", flush=True)
"""


def notices(window: MainWindow) -> list[str]:
    """What the bars say."""
    return [notice.plain for notice in window.notices.shown()]


def test_a_reader_is_told_when_the_writer_moves_on_and_reads_again(program: Program, dossier_path: Path) -> None:
    """Nothing is said while nothing is written; then a bar with a button, which shows the newer state in its place."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITES, str(dossier_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline().strip() == "open"
        window = begun(program.open_first(dossier_path))
        assert window.session is not None
        assert window.session.read_only
        assert not window.session.file.is_behind()
        assert not any("changed elsewhere" in said for said in notices(window))
        other.stdin.write("Tides and quays\n")
        other.stdin.flush()
        assert other.stdout.readline().strip() == "written"
        until(lambda: any("changed elsewhere" in said for said in notices(window)), "nobody said that it was changed")
        assert window.session.dossier.settings.title == "Coastal flood defence funding"
        click(button(window, "Read it again"))
        until(lambda: program.windows[-1] is not window and program.windows[-1].session is not None)
        (again,) = program.windows
        assert again.windowTitle().startswith("Tides and quays")
        assert again.session is not None
        assert again.session.read_only
        other.stdin.close()
