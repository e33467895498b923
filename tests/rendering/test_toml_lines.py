"""The line of each key of a TOML text."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.rendering.toml_lines import Path, line_of, lines_of

TEXT = """\
a = 1
b.c = 2
[t]
d = {e = 1, f = [1,
  2, {g = 3}]}  # f has three entries

[[s]]
x = '''
over = "several lines"
'''
[s.sub]
y = 1
[[s]]
x-y = 2
"q z" = 1
[["odd" . 'k']]
z = 1
"""


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("a", 1), ("b.c", 2), ("t", 3), ("t.d", 4), ("t.d.f[1]", 4), ("t.d.f[3].g", 5), ("s", 7), ("s[1].x", 8),
        ("s[1].sub.y", 12), ("s[2]", 13), ("s[2].x-y", 14), ("s[2].x_y", 14), ("s[2].q z", 15), ("odd.k[1].z", 17),
    ],
)  # fmt: skip
def test_each_key_has_its_line(field: str, line: int) -> None:
    """Whether it stands in a table, in a list of tables, in braces, or quoted; `-` and `_` are the same."""
    assert line_of(lines_of(TEXT), field) == line


@pytest.mark.parametrize(
    ("field", "line"), [("s[2].none", 13), ("t.none.deeper", 3), ("t.d.f[9]", 4), ("none", 0), ("over", 0), ("", 0)]
)
def test_what_is_not_there_has_the_line_of_its_table(field: str, line: int) -> None:
    """The nearest that there is; 0 where there is no such table either."""
    assert line_of(lines_of(TEXT), field) == line


def test_text_that_is_no_toml_has_lines_as_far_as_it_can_be_read() -> None:
    """An editor shows the place of a mistake while another is being typed."""
    assert lines_of("a = 1\n[t\nb = \nc = 3\n")[("a",)] == 1
    assert lines_of("") == {}


NAMES = st.sampled_from(["a", "b_b", "c-c", "d d", "é"])
VALUES = st.recursive(
    st.integers(0, 9) | st.sampled_from(["x", "a = 1", "[[b]]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any) -> str:
    """A value in TOML, lists over several lines."""
    match value:
        case dict():
            return "{" + ", ".join(f'"{name}" = {written(entry)}' for name, entry in value.items()) + "}"
        case list():
            return "[\n" + "".join(f"  {written(entry)},\n" for entry in value) + "]"
        case str():
            return f"'{value}'"
        case _:
            return str(value)


def paths(value: Any, at: Path = ()) -> list[Path]:
    """The ways to all values, as the parser of the standard library finds them."""
    match value:
        case dict():
            found = [((*at, name.replace("-", "_")), entry) for name, entry in value.items()]
        case list():
            found = [((*at, number), entry) for number, entry in enumerate(value, 1)]
        case _:
            found = []
    return [way for path, entry in found for way in (path, *paths(entry, path))]


@given(st.dictionaries(NAMES, VALUES, max_size=3), st.lists(st.dictionaries(NAMES, VALUES, max_size=3), max_size=3))
def test_every_key_that_the_parser_finds_has_a_line(table: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    """Of any manifest; and lines never go back within a table."""
    text = "".join(f'"{name}" = {written(value)}\n' for name, value in table.items())
    for entry in entries:
        text += "[[many]]\n" + "".join(f'"{name}" = {written(value)}\n' for name, value in entry.items())
    lines = lines_of(text)
    there = paths(tomllib.loads(text))
    assert set(there) == set(lines)
    assert [lines[path] for path in there if path[0] != "many"] == sorted(
        lines[path] for path in there if path[0] != "many"
    )
