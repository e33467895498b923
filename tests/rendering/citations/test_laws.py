"""Whatever is known of a work, in whatever state: each style prints something that is whole and safe."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.domain.citing import CSL_TYPES, Locator
from briefgen.rendering.citations.finding import SHIPPED, style_bytes
from briefgen.rendering.citations.formatting import Cite, guarded, printed, values_of
from briefgen.rendering.citations.reading import read_style

WORDS = st.lists(
    st.sampled_from(
        ["the", "Rivers", "of", "«eau»", "<b>", "&", "A/B", "2nd", "who?", "12-14", "mid-to-late", "\ue001"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
NAMES = st.lists(
    st.one_of(
        st.fixed_dictionaries({"literal": WORDS}),
        st.fixed_dictionaries(
            {"family": WORDS},
            optional={"given": st.sampled_from(["Jean-Paul", "J. P.", "ann", "李"]), "suffix": st.just("Jr.")},
        ),
    ),
    min_size=1,
    max_size=9,
)
DATES = st.one_of(
    st.fixed_dictionaries({"literal": WORDS}),
    st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=3), min_size=1, max_size=2).map(
        lambda days: {"date-parts": days}
    ),
)
TEXTS = ("container-title", "publisher", "volume", "issue", "page", "number", "genre", "URL", "edition")
ITEMS = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(CSL_TYPES)), "title": WORDS},
    optional={
        **dict.fromkeys(
            ("container-title", "publisher", "volume", "issue", "page", "number", "genre", "URL", "edition"), WORDS
        ),
        **dict.fromkeys(("author", "editor", "translator", "container-author"), NAMES),
        **dict.fromkeys(("issued", "accessed"), DATES),
        "language": st.sampled_from(["en-GB", "fr", "ar"]),
    },
)


@settings(max_examples=25, deadline=None)
@given(item=ITEMS, style=st.sampled_from(SHIPPED), first=st.booleans(), apart=st.booleans())
def test_every_note_is_whole(item: dict[str, Any], style: str, first: bool, apart: bool) -> None:
    """Tags are closed, nothing of a work is markup, and no sign that stands for another is left."""
    ready = read_style(style_bytes(style, ()), style, "en-US")
    values = values_of(item, first_reference_note_number="2")
    positions = frozenset({"first"} if first else {"subsequent"})
    for part in ("citation", "bibliography"):
        html = printed(ready, part, Cite(values, Locator("page", "iv", "7"), positions, apart))
        tags = re.findall(r"<(/?)(\w+)", html)
        assert {name for _, name in tags} <= {"i", "b", "u", "sup", "sub", "span"}
        for name in {name for _, name in tags}:
            assert tags.count(("", name)) == tags.count(("/", name))
        assert not re.search("[\ue000-\ue0ff]", html)
        assert "  " not in re.sub("<[^>]*>", "", html)


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=40))
def test_what_is_guarded_holds_no_markup(text: str) -> None:
    """Neither signs of markup nor those that stand for them, but for what was put in their place."""
    assert not set("<>&") & set(guarded(text))
