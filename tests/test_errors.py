"""Every error carries a sentence for the user and the exit code of the command line's contract."""

import pytest

from briefgen import errors


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.PreflightFailed, 1),
        (errors.UsageError, 2),
        (errors.InputRefused, 3),
        (errors.NotThere, 4),
        (errors.InternalError, 5),
        (errors.BriefgenError, 5),
    ],
)
def test_exit_codes_are_the_contract(error: type[errors.BriefgenError], code: int) -> None:
    """Scripts rely on these numbers: they never change."""
    raised = error("The file is empty: choose another one.")
    assert raised.exit_code == code
    assert raised.message == str(raised) == "The file is empty: choose another one."


@pytest.mark.parametrize("nothing", ["", " ", "\n"])
def test_an_error_without_a_sentence_cannot_be_made(nothing: str) -> None:
    """An empty message would leave the user with nothing."""
    with pytest.raises(ValueError, match="sentence"):
        errors.BriefgenError(nothing)
