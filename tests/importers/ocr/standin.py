"""A program that answers as Tesseract does, for machines that have none: it “recognises” the words that it is told.

It takes the command line that Tesseract documents, checks the picture that it is given, and writes a PDF of unseen
words and a table of how sure it is.
"""

import os
import sys
from pathlib import Path

import pytest

from tests.importers.pdf.making import handmade

SCRIPT = """#!{python}
import pathlib, sys, time
here = pathlib.Path(__file__).parent
if sys.argv[1:] == ["--list-langs"]:
    print('List of available languages in "/somewhere/" (3):\\ndeu\\neng\\nosd')
    raise SystemExit
with (here / "asked.txt").open("a") as file:
    print(" ".join(sys.argv[1:]), file=file)
picture, base, *options = sys.argv[1:]
data = pathlib.Path(picture).read_bytes()
kind, width, height, depth = data.split(None, 4)[:4]
if kind != b"P5" or len(data) < int(width) * int(height):
    sys.exit("Error in pixReadStream: this is no picture")
does = (here / "does.txt").read_text() if (here / "does.txt").exists() else ""
if does == "fails":
    sys.exit("Error opening data file eng.traineddata")
if does == "hangs":
    time.sleep(600)
pathlib.Path(base + ".pdf").write_bytes((here / "layer.pdf").read_bytes())
rows = ["level\\tconf\\ttext", "5\\t{sure}\\tquay", "5\\t-1\\t"]
pathlib.Path(base + ".tsv").write_text("\\n".join(rows))
"""


def put_tesseract(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: str, *, sure: float = 93.5, size: tuple[int, int] = (400, 500)
) -> Path:
    """Put the program on the search path, alone; it finds `words` at the middle of a page of that size in points."""
    folder.mkdir()
    program = folder / "tesseract"
    program.write_text(SCRIPT.replace("{python}", sys.executable).replace("{sure}", str(sure)), encoding="utf-8")
    program.chmod(0o755)
    unseen = f"BT 3 Tr /F1 12 Tf 60 {size[1] // 2} Td ({words}) Tj ET"
    layer = handmade([unseen], page=f"/MediaBox [0 0 {size[0]} {size[1]}]")
    (folder / "layer.pdf").write_bytes(layer)
    put_on_path(monkeypatch, folder)
    return folder


def put_on_path(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have programs looked for in a folder, before the system's."""
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def scanned(pages: int = 1, page: str = "") -> bytes:
    """A PDF of pages that have a grey picture on them and no text."""
    return handmade(["0.8 g 50 50 300 400 re f"] * pages, page=page)
