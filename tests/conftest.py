"""What every test gets: silence in the log, laws that do not depend on the clock, borrowed documents."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis.core
import pytest
from hypothesis import HealthCheck, settings

from tests.untraced import spare_examples

ROOT = Path(__file__).resolve().parent.parent
BORROWED = ROOT.parent / "shared"
"""Documents made by others, for testing only, lie beside the checkout where they are to be had."""

spare_examples(hypothesis.core)
# Examples are not timed: on a busy machine a slow one says nothing about the program.
_untimed = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("developing", **_untimed)
# The same examples in each run, so that a change is judged by what it changes.
settings.register_profile("judging", derandomize=True, print_blob=True, **_untimed)
settings.load_profile("judging" if os.environ.get("CI") else "developing")


class _Collector(logging.Handler):
    """Keeps the records that a run should not have made."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse without having announced it with ``expected_log``.

    What is announced must come, too.
    """
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    try:
        yield
    finally:
        root.removeHandler(collector)
    announced = [text for marker in request.node.iter_markers("expected_log") for text in marker.args]
    said = [record.getMessage() for record in collector.records]
    unexpected = [
        f"{record.name} {record.levelname}: {message}"
        for record, message in zip(collector.records, said, strict=True)
        if not any(text in message for text in announced)
    ]
    missing = [text for text in announced if not any(text in message for message in said)]
    if unexpected:
        pytest.fail("Logged, but not announced with expected_log: " + "; ".join(unexpected), pytrace=False)
    if missing:
        pytest.fail("Announced with expected_log, but not logged: " + "; ".join(missing), pytrace=False)


def _borrowed(name: str, variable: str) -> Path:
    folder = Path(os.environ.get(variable) or BORROWED / name)
    if not folder.is_dir():
        pytest.skip(f"no folder of {name} at {folder}; {variable} can name another place")
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real documents made by others, by kind, with MANIFEST.tsv; without them the test is skipped."""
    return _borrowed("corpora", "BRIEFGEN_CORPORA")


@pytest.fixture(scope="session")
def sources_folder() -> Path:
    """Real articles made by others; without them the test is skipped."""
    return _borrowed("sources", "BRIEFGEN_SOURCES")
