"""What can go wrong, in words for the user, and the exit codes of the command line.

The exit codes are a contract with scripts that call ``briefgen``: 0 done; 1 preflight or verification found
errors; 2 wrong usage; 3 an input can't be read or is refused; 4 something needed is not there; 5 internal
error. Every error that Briefgen raises on purpose is a `BriefgenError` whose class fixes the code.
"""

from typing import ClassVar


class BriefgenError(Exception):
    """Something the user has to know: what happened, where, and what to do, in one plain sentence.

    Args:
        message: The sentence. It is shown as it is, so it names things as the user knows them.

    Raises:
        ValueError: The message is empty: an error that says nothing helps nobody.
    """

    exit_code: ClassVar[int] = 5
    """What the command line ends with when this error reaches it."""

    def __init__(self, message: str) -> None:
        if not message.strip():
            raise ValueError("An error needs a sentence that says what happened.")
        super().__init__(message)
        self.message = message


class PreflightFailed(BriefgenError):
    """A check found errors: a preflight before a brief is issued, or a verification (exit code 1)."""

    exit_code = 1


class UsageError(BriefgenError):
    """The command, an option, a field or a value given to it is wrong (exit code 2)."""

    exit_code = 2


class InputRefused(BriefgenError):
    """An input can't be read, or is refused for what it is or says (exit code 3)."""

    exit_code = 3


class NotThere(BriefgenError):
    """Something needed is not there: a file, a folder, a template, a library, a display (exit code 4)."""

    exit_code = 4


class InternalError(BriefgenError):
    """Briefgen itself failed; the message tells where the log is (exit code 5)."""

    exit_code = 5
