"""The command that tries everything on this computer, and prints a report that a help desk can read."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from briefgen.child_process.messages import Trade
from briefgen.errors import NotThere
from briefgen.self_check import heading, look_at_all
from briefgen.settings import log_file

_INDENT = " " * 25
_WIDTH = 110


def self_check(try_window: Callable[[None], str] | None) -> int:
    """Try everything, and say of each part how it fares; the exit code is 4 where something needed is not there."""
    trade = None if try_window is None else Trade(name="window", work=try_window, warm=_nothing)
    print(f"{heading()}\n", flush=True)
    failed = []
    for outcome in look_at_all(trade):
        state = "ok    " if outcome.works else "FAILED"
        lead = f"{state} {outcome.part:<17} "
        for line in outcome.words.splitlines():
            wrap = textwrap.TextWrapper(_WIDTH, initial_indent=lead, subsequent_indent=_INDENT, break_on_hyphens=False)
            print(wrap.fill(line), flush=True)
            lead = _INDENT
        if not outcome.works:
            failed.append(outcome.part)
    print(f"\nThe log is {log_file()}.")
    if not failed:
        print("Everything works.")
        return 0
    print(f"What does not work: {', '.join(failed)}. The first is the likeliest cause of those after it.")
    return NotThere.exit_code


def _nothing() -> None:
    """The window loads what it needs when it is opened."""
