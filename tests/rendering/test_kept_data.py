"""What was rendered is kept as bytes and comes back the same, HTML as HTML."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefgen.domain.replies import FormStamp
from briefgen.errors import InputRefused
from briefgen.rendering.job import RenderJob
from briefgen.rendering.kept_data import job_again, kept_data
from briefgen.rendering.pages import Attachment, PdfOptions, Relationship

ATTACHED = Attachment(
    name="data.json",
    content=b"\x00{}",
    media_type="application/json",
    description="The data",
    relationship=Relationship.SOURCE,
    modified="2026-04-07",
)
STAMP = FormStamp("0" * 16, "1" * 16, (("rec-1", "2" * 16), ("rec-2", "3" * 16)))

_LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.text().map(Markup)
_PLAIN = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from(["$html", "$base64", "$"]), inner, max_size=3)
    ),
    max_leaves=12,
)


def same(one: Any, other: Any) -> bool:
    """Equal, with the same text as HTML, and in the same order."""
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@given(st.dictionaries(st.text(max_size=5) | st.just("$html"), _PLAIN, max_size=4))
def test_it_comes_back_as_it_was(context: dict[str, Any]) -> None:
    """Law: context, images and options survive, whatever names and text are in them."""
    options = PdfOptions(variant="pdf/a-3a", tagged=False)
    job = RenderJob(
        template="/a",
        context=context,
        language="fr",
        images={"a.png": b"\x00\xff"},
        options=options,
        attachments=(ATTACHED,),
        form=STAMP,
    )
    data = kept_data(job)
    again = job_again(data, Path("/b"))
    assert same(context, dict(again.context))
    assert (again.template, again.language, again.images, again.options) == (
        str(Path("/b")),
        "fr",
        {"a.png": b"\x00\xff"},
        options,
    )
    assert (again.attachments, again.form) == ((ATTACHED,), STAMP)
    assert kept_data(again) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"form": 1}',
        b'{"form": 1, "job": 5}',
        b'{"form": 1, "job": {"options": {}}}',
        b'{"form": 1, "job": {"options": {"no": 1}, "context": {}}}',
        b'{"form": 1, "job": {"options": {"variant": "pdf/x"}, "context": {}}}',
        b"\xff",
    ],
)
def test_what_is_none_is_refused(data: bytes) -> None:
    """In a sentence."""
    with pytest.raises(InputRefused, match="can't be read"):
        job_again(data, Path("/b"))


def test_a_newer_form_is_named() -> None:
    """A newer Briefgen's data are not guessed at."""
    with pytest.raises(InputRefused, match="newer Briefgen"):
        job_again(json.dumps({"form": 2}).encode(), Path("/b"))
