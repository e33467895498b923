"""The text of a document is divided into blocks that are parsed alone as they are parsed within."""

import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.rendering.live_layout.refusal import NotHandled
from briefgen.rendering.live_layout.source import Piece, Reader, divided, pieces_of

INLINE = st.recursive(
    st.sampled_from(["word", "two words", "&amp;", "<br>", "x<sup>2</sup>"]),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["em", "strong", "span"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=4,
)
LEAVES = st.builds(
    lambda name, parts: f"<{name}>{''.join(parts)}</{name.split()[0]}>",
    st.sampled_from(["p", "h2", 'ul class="b"', "blockquote", "div", "pre"]),
    st.lists(INLINE, max_size=3),
)
BLOCKS = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda name, parts: f'<{name} class="a">\n{" ".join(parts)}</{name}>',
        st.sampled_from(["div", "section", "main"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


def leaves(pieces: tuple[Piece, ...]) -> list[str]:
    """The sources of the pieces that are not divided."""
    return [
        source for piece in pieces for source in (leaves(piece.pieces) if piece.pieces is not None else [piece.source])
    ]


def test_a_body_is_divided_down_to_blocks_that_hold_more_than_blocks() -> None:
    """Elements that hold nothing but blocks are divided; what is between them is blank."""
    html = (
        '<!DOCTYPE html><html><head><title>a < b</title></head>\n<body class="x">\n<main id="m"><p>a</p>\n'
        "<div><h2>b</h2><svg><path d='M0'/></svg></div>\n<div>text <p>c</p></div><hr></main></body></html>\n"
    )
    shell, (main,) = divided(html)
    assert shell.endswith('<body class="x">')
    assert main.start_tag == '<main id="m">'
    assert leaves((main,)) == [
        "<p>a</p>",
        "<div><h2>b</h2><svg><path d='M0'/></svg></div>",
        "<div>text <p>c</p></div>",
        "<hr>",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p>a<p>b</p>", "<p><div>a</div></p>", "<b><p>a</b></p>", "<p>a</p></div>", "<p>a", "text", "<p>a</p> text",
        "<!-- c --><p>a</p>", "<p class=x>a</p>", "<p>a < b</p>", "<script>a</script>", "<p><a><a>b</a></a></p>",
        "<h2>a<h3>b</h3></h2>", "<div/>", "<p>a</br></p>", "<form><p>a</p></form>", "<p><table></table></p>",
    ],
)  # fmt: skip
def test_what_the_parser_would_mend_is_refused(body: str) -> None:
    """No block of such a document can be parsed alone."""
    with pytest.raises(NotHandled):
        pieces_of(body)


@settings(max_examples=25)
@given(st.lists(BLOCKS, min_size=1, max_size=4))
def test_blocks_are_parsed_alone_as_within(blocks: list[str]) -> None:
    """The elements that the leaves give, each parsed alone, are those of the whole document, in order."""

    def shape(element: object) -> object:
        return (element.tag, element.text, [(shape(child), child.tail) for child in element])  # type: ignore[attr-defined]  # the parser has no types

    parse = weasyprint.tinyhtml5.parse
    try:
        pieces = pieces_of("".join(blocks))
    except NotHandled:
        return
    alone = [
        shape(child)
        for source in leaves(pieces)
        for child in parse(f"<!DOCTYPE html><body>{source}", namespace_html_elements=False).find("body")
    ]
    whole = parse(f"<!DOCTYPE html><body>{''.join(blocks)}", namespace_html_elements=False).find("body")

    def within(element: object, of: tuple[Piece, ...]) -> list[object]:
        found = []
        for child, piece in zip(element, of, strict=True):  # type: ignore[call-overload]  # the parser has no types
            found += [shape(child)] if piece.pieces is None else within(child, piece.pieces)
        return found

    assert alone == within(whole, pieces)


@settings(max_examples=25)
@given(st.lists(st.lists(BLOCKS, min_size=1, max_size=3), min_size=2, max_size=5), st.data())
def test_what_is_read_again_is_what_is_read_anew(versions: list[list[str]], data: st.DataObject) -> None:
    """A reader that knows a document as it was gives the blocks that one gives who does not."""
    reader = Reader()
    texts = ["".join(blocks) for blocks in versions]
    texts += [
        text[:at] + data.draw(st.sampled_from(["x", "<p>x</p>", "</p><p>", "</div><div>", "<", "<b>", ""])) + text[at:]
        for text in texts
        for at in [data.draw(st.integers(0, len(text)))]
    ]
    for text in (text for known in texts for text in (texts[0], known)):
        html = f"<!DOCTYPE html><html><head><title>t</title></head><body>{text}</body></html>"
        try:
            anew = divided(html)
        except NotHandled:
            with pytest.raises(NotHandled):
                reader.divided(html)
        else:
            assert reader.divided(html) == anew
