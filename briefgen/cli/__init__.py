"""The command line: a thin front end over `workflows`. Results go to standard output, all else to standard error."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from briefgen.cli.commands import COMMANDS
from briefgen.cli.parser import SELF_CHECK, WINDOW, build_parser, with_command
from briefgen.errors import BriefgenError, InternalError, NotThere
from briefgen.settings import log_file

OpenWindow = Callable[[Path | None], int]
TryWindow = Callable[[None], str]

_LOG = logging.getLogger("briefgen")


def run(argv: Sequence[str], *, open_window: OpenWindow | None = None, try_window: TryWindow | None = None) -> int:
    """Carry out one command; gives its exit code. No traceback ever reaches the user: the log file keeps it.

    `open_window` opens the window on a dossier, or without one, for the command that asks for it; a caller without
    one has no window to open. `try_window` opens one for a moment, in a child process, which must be able to import it.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = build_parser().parse_args(with_command(argv))
    except SystemExit as stop:  # argparse ends the process itself, with 0 after --help and 2 after wrong usage
        return stop.code if isinstance(stop.code, int) else 2
    handler = _open_log()
    try:
        if arguments.command == WINDOW:
            if open_window is None:
                raise NotThere("There is no window here: see “briefgen --help” for what works without one.")
            return open_window(arguments.dossier)
        if arguments.command == SELF_CHECK:
            from briefgen.cli.checking import self_check

            return self_check(try_window)
        return COMMANDS[arguments.command](arguments)
    except BriefgenError as error:
        print(f"briefgen: {error.message}", file=sys.stderr)
        _LOG.info("refused: %s", error.message, exc_info=error.exit_code == InternalError.exit_code)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("briefgen: stopped; what was done before is kept.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets a sentence and the log the traceback
        _LOG.exception("a defect")
        place = f"the log is “{log_file()}”" if handler else "no log could be written"
        what = f"That did not work, and nothing was changed ({type(error).__name__})"
        print(f"briefgen: {what}; {place}.", file=sys.stderr)
        return InternalError.exit_code
    finally:
        if handler is not None:
            logging.getLogger().removeHandler(handler)
            handler.close()


def _open_log() -> logging.Handler | None:
    """Let everything from INFO on go to the log file, of 1 MB and one before it; None where no file can be written."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    logging.getLogger("briefgen").setLevel(logging.INFO)
    return handler
