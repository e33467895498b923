"""Edits a dossier without pause until it is killed; after each commit has returned it writes the edit's number.

Called with the file's path. Every edit changes a point, adds one, adds and removes a source or keeps a version, so
that a kill can hit any kind of transaction; the settings' title carries the number of the last edit.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
from dataclasses import replace

from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Risk
from briefgen.domain.sources import Source
from briefgen.dossier_file import open_dossier


def edited(dossier: Dossier, number: int) -> tuple[Dossier, dict[str, bytes]]:
    """The dossier after edit `number`: what it holds is told by the number alone."""
    text = f"Source of edit {number}. " * 400
    data = text.encode()
    source = Source(id="source-1", sha256=hashlib.sha256(data).hexdigest(), size=len(data), text=text)
    risks = tuple(Risk(id=f"risk-{n}", title=f"{n} at {number}") for n in range(max(1, number - 20), number + 1))
    settings = replace(dossier.settings, title=str(number))
    after = replace(dossier, settings=settings, points=risks, sources=(source,) if number % 3 else ())
    return after, {source.sha256: data}


def main() -> None:
    """Edit for ever."""
    with open_dossier(sys.argv[1]) as file:
        for number in itertools.count(int(file.dossier.settings.title or 0) + 1):
            after, originals = edited(file.dossier, number)
            file.commit(after, originals, label=f"edit {number}")
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            if number % 7 == 0:
                file.save_version(f"version {number}")


if __name__ == "__main__":
    main()
