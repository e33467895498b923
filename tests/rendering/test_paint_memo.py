"""Pages drawn from memory are the pages that the engine draws."""

import weasyprint

from briefgen.rendering.paint_memo import PaintMemo
from briefgen.rendering.pdf import engine_says
from briefgen.rendering.text_memo import TextMemo

PAGE = """<style>
@page { size: A6 } p { hyphens: auto; width: 60mm; font-family: serif } .justified { text-align: justify }
.cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.spaced { letter-spacing: 1pt; word-spacing: 3pt }
u { text-decoration: underline overline line-through }
</style><html lang="en"><body>
<p>Plain words, and plain words again, of the <b>same</b> <i>family</i>; <u>lines</u> around some. Office affluent.</p>
<p style="font-size: 9.3pt">Plain words, and plain words again, in another size.</p>
<p class="justified">Words that are spread over the whole line, however long or short the line may happen to be.</p>
<p class="cut">Words that are cut off where the line has no room for all of them, with three dots in their place.</p>
<p class="spaced">Words with room between them.</p><p>Without a font: \U00010c80 \U0001f9ed. مرحبا بالعالم</p>
"""


def test_what_is_played_back_is_what_the_engine_draws() -> None:
    """The file is the same the first time, when it is noted down, and from then on; other text does not mind it."""
    other = PAGE.replace("plain words", "simple terms")
    with engine_says([]):
        pages, others = (weasyprint.HTML(string=html).render() for html in (PAGE, other))
        plain = pages.write_pdf(uncompressed_pdf=True)
        plain_other = others.write_pdf(uncompressed_pdf=True)
        memo = PaintMemo()
        with memo.used():
            assert pages.write_pdf(uncompressed_pdf=True) == plain
            assert pages.write_pdf(uncompressed_pdf=True) == plain
            assert others.write_pdf(uncompressed_pdf=True) == plain_other
        assert pages.write_pdf(uncompressed_pdf=True) == plain


def test_lines_broken_from_memory_are_those_that_the_engine_breaks() -> None:
    """Text that was broken once is broken the same in another document with the same fonts."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    memo = TextMemo()
    with engine_says([]):
        plain = weasyprint.HTML(string=PAGE).render(font_config=fonts).write_pdf(uncompressed_pdf=True)
        for _ in range(2):
            with memo.used():
                pages = weasyprint.HTML(string=PAGE).render(font_config=fonts)
            assert pages.write_pdf(uncompressed_pdf=True) == plain
