"""No PDF is made in which a quotation is not its source's: whatever a page, a style sheet or the engine does to it."""

from html import escape
from pathlib import Path

import pytest

from briefgen.domain.verification import Proof
from briefgen.rendering.gate import QuotationAltered, keys_in
from briefgen.rendering.job import render
from briefgen.rendering.pages import PdfOptions
from tests.read_back.doctor import ELIDED, FLOODS, HARBOUR, job, quoted

SCRIPTS = {
    "en-GB": "Internationalisation of well-being, the office’s first fjord: 1,140 flats — or 12.5% — of 2027–28.",
    "fr-FR": "L’office a constaté : « une insuffisance », c’est-à-dire 38 % des établissements ; que faire ?",
    "de-DE": "Die Donaudampfschifffahrtsgesellschaft begrüßt außerordentlich die Verwaltungsvorschriften.",
    "el": "Η επιτροπή διαπίστωσε ότι οι υπηρεσίες δεν επαρκούν για την αντιμετώπιση της κρίσης.",
    "ru": "Комитет установил, что программы благополучия недостаточны.",
    "ar": "وجدت اللجنة أن 1,140 شخصًا توفوا في صيف 2026 (انظر الملحق).",
    "he": "הוועדה מצאה כי 1,140 אנשים מתו בקיץ 2026 (ראו נספח).",
    "zh": "委員會發現,二〇二六年夏季的死亡人數估計為1,140人,其中大部分是老年人。",
    "vi": "Ủy ban nhận thấy rằng khoảng 1.140 người đã tử vong vào mùa hè năm 2026.",
}
NARROW = "p { width: 34mm; text-align: justify }"


def test_words_hold_in_every_script_and_over_every_line_end(tmp_path: Path) -> None:
    """Hyphens, ligatures, soft hyphens, French spaces, writing from right to left; over pages, and once more below."""
    body, words = "", {}
    for number, (language, text) in enumerate(SCRIPTS.items(), 1):
        inner = escape(text)
        if language in {"ar", "he"}:
            inner = f'<span lang="{language}" dir="rtl">{inner}</span>'
        body += f'<p>Of it <span lang="{language}">{quoted(str(number), inner)}</span> is said.</p>'
        words[str(number)] = [text, text]
    soft = "inter\u00adnational co\u00adoperation of an extra\u00adordinary kind"
    body += f"<p>{quoted('10', soft)}</p><p>{quoted('10', soft)} {quoted('11', ELIDED)}</p>"
    words |= {"10": [soft, soft], "11": [ELIDED, FLOODS]}
    body += "".join(f'<p id="note-{number}">A note.</p>' for number in range(1, 12))
    rendered = render(job(tmp_path, body, NARROW, quotations=words))
    assert rendered.proof == Proof(len(SCRIPTS) + 2, 1)
    assert len(rendered.pages) > 1


@pytest.mark.parametrize(
    ("style", "printed", "says"),
    [
        ("", HARBOUR.replace("2031", "2013"), "On page 1, .*2013.* stands for .*2031"),
        ("", HARBOUR.replace("can be", "cannot be"), "cannot"),
        ("", f"{HARBOUR} Not.", "is not what the source says"),
        (".quotation { text-transform: uppercase }", HARBOUR, "THE HARBOUR"),
        (".quotation { display: none }", HARBOUR, "is not on the pages"),
        (".quotation { color: white }", HARBOUR, "in the colour of what it lies on"),
        (".quotation { font-size: 2px }", HARBOUR, "too small to be read"),
        ("p { position: relative; left: -200mm }", HARBOUR, "outside what is shown"),
    ],
)
def test_what_alters_or_hides_a_quotation_stops_the_file(tmp_path: Path, style: str, printed: str, says: str) -> None:
    """Nothing is written, and it is said which quotation, on which page, and how."""
    body = f'<p>It is said: {quoted("1", printed)}</p><p id="note-1">A note.</p>'
    with pytest.raises(QuotationAltered, match=says) as refused:
        render(job(tmp_path, body, style, quotations={"1": [HARBOUR, HARBOUR]}))
    assert refused.value.exit_code == 1


def test_a_passage_that_is_lost_is_not_quoted(tmp_path: Path) -> None:
    """Its words may have stood in the source once; whether they do nobody can say."""
    body = f'<p>It is said: {quoted("1", HARBOUR)}</p><p id="note-1">A note.</p>'
    with pytest.raises(QuotationAltered, match="not found in its source any more"):
        render(job(tmp_path, body, quotations={"1": ["", ""]}))


def test_without_tags_the_words_are_looked_for(tmp_path: Path) -> None:
    """A house template that wants no tags gets no altered quotation either."""
    body = f'<p>It is said: {quoted("1", HARBOUR)}</p><p id="note-1">A note.</p>'
    plain = PdfOptions(variant=None, tagged=False)
    assert render(job(tmp_path, body, quotations={"1": [HARBOUR, HARBOUR]}, options=plain)).proof == Proof(1, 0)
    with pytest.raises(QuotationAltered, match="is not on the pages in these words"):
        render(job(tmp_path, body, quotations={"1": [ELIDED, FLOODS]}, options=plain))


def test_pages_that_are_only_looked_at_are_not_held_up(tmp_path: Path) -> None:
    """A preview shows what there is; and where nothing is quoted there is nothing to hold."""
    body = f'<p>It is said: {quoted("1", HARBOUR)}</p><p id="note-1">A note.</p>'
    assert render(job(tmp_path, body, quotations={"1": ["", ""]}, overfull=True)).proof is None
    assert render(job(tmp_path, body)).proof is None


def test_the_keys_of_a_page() -> None:
    """Each as often as it is printed; those of the evidence annex, too."""
    page = f'{quoted("2-2", "a")} {quoted("2-2", "a")} <mark data-quotation="e1-2">b</mark> <b data-quotation="x">c</b>'
    assert keys_in(page) == ["2-2", "2-2", "e1-2"]
