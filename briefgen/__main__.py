"""The entry: `python -m briefgen` and the command `briefgen`. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run the command line; gives the exit code."""
    multiprocessing.freeze_support()
    from briefgen.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
