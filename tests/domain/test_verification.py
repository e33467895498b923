"""What a quotation of a file is, by the passages and sources that are known."""

from briefgen.domain.proof import QuotationId, ReadBack, ReadPage, ReadQuotation, Verdict, evidence_pieces, quotation_id
from briefgen.domain.verification import (
    Expected,
    Held,
    Known,
    KnownSource,
    Passages,
    gate,
    held,
    missing,
    other_notes,
    other_pages,
)

WORDS = "The harbour wall can be repaired in 2031, if work is begun by March."
SHORT = "The harbour wall can be repaired […]."
KNOWN = Known("passage-1", "source-1", "Report", WORDS, (SHORT,))


def printed(words: str, was: str = "", key: str = "1") -> ReadQuotation:
    """A quotation on a page, with the fingerprint of what it was written as."""
    return ReadQuotation(quotation_id(key, 1, f"“{was or words}”"), 1, (f"“{words}”",))


def judged(quotation: ReadQuotation, *known: Known, sources: tuple[KnownSource, ...] = ()) -> Held:
    """What it is held to be."""
    (found,) = held(ReadBack(tagged=True, pages=1, quotations=(quotation,)), Passages(known or (KNOWN,), sources))
    return found


def test_words_of_a_passage_that_was_dropped_still_stand_in_their_source() -> None:
    """The source is known, the passage no more; and what was written otherwise is no such case."""
    text = KnownSource("source-7", "Diary", "It rained. Then the ferry was late again. So we left.")
    found = judged(printed("the ferry was late again"), sources=(text,))
    assert (found.verdict, found.source, found.passage, found.holds) == (Verdict.VERBATIM, "source-7", "", True)
    other = judged(printed("the ferry was late again", was="the ferry was early"), sources=(text,))
    assert not other.holds


def test_altered_words_are_led_to_what_they_were_meant_to_be() -> None:
    """By the fingerprint; where that was forged too, by likeness; else to nothing."""
    altered = WORDS.replace("2031", "2013")
    for was in (WORDS, altered):
        found = judged(printed(altered, was=was))
        assert (found.verdict, found.passage, found.expected) == (Verdict.ALTERED, "passage-1", WORDS)
        assert "2013" in found.faults[-1]
        assert "2031" in found.faults[-1]
    nowhere = judged(printed("Nobody has ever said this of anything"))
    assert (nowhere.verdict, nowhere.source) == (Verdict.ALTERED, "")
    assert "stand in no source" in nowhere.faults[-1]


def test_marks_that_no_citation_has_are_an_alteration() -> None:
    """An elision that is known shows as such; another one, or another insertion, is none of the editor's."""
    assert judged(printed(SHORT)).verdict is Verdict.ELIDED
    assert judged(printed("The harbour wall can be […] in 2031.")).verdict is Verdict.ALTERED
    assert judged(printed("The harbour wall can [not] be repaired […].")).verdict is Verdict.ALTERED


def test_of_two_sources_with_the_same_words_the_one_it_was_made_with_comes_first() -> None:
    """And any of them makes it true."""
    twin = Known("passage-2", "source-2", "Copy", WORDS)
    assert judged(printed(WORDS), KNOWN, twin).source == "source-1"
    assert judged(printed(WORDS), KNOWN, twin).holds


def test_words_without_quotation_marks_are_told_but_in_the_evidence_annex() -> None:
    """There colour marks them, and each paragraph is a piece of its own."""
    bare = ReadQuotation(quotation_id("1", 1, WORDS), 1, (WORDS,))
    assert any("quotation marks" in fault for fault in judged(bare).faults)
    pieces = evidence_pieces("One.\n\n \n\nTwo.")
    assert pieces == ("One.", "Two.")
    known = Known("passage-3", "source-1", "Report", "One. Two.", (), pieces)
    annex = ReadQuotation(quotation_id("e1-2", 1, "Two."), 3, ("Two.",))
    assert (judged(annex, known).verdict, judged(annex, known).holds) == (Verdict.VERBATIM, True)
    name = QuotationId.of(annex.id)
    assert name is not None
    assert (name.key, name.number, name.has_marks) == ("e1-2", 1, False)
    assert QuotationId.of("note-1") is None


def test_letters_that_are_put_together_are_said_to_be_unsure() -> None:
    """Nobody is told that they were compared."""
    words = "समिति ने पाया"
    found = judged(printed(words), Known("passage-4", "source-1", "Report", words))
    assert found.holds
    assert any("compare them by eye" in said for said in found.unsure)


def test_the_gate_knows_what_was_to_be_printed() -> None:
    """Each as often as it was; none that nobody knows; none that is drawn so that it can't be read."""
    read = ReadBack(
        tagged=True, pages=1, quotations=(printed(WORDS), printed(SHORT, key="1-2"), printed("Other", key="9"))
    )
    expected = {"1": Expected(WORDS, WORDS), "1-2": Expected(SHORT, WORDS)}
    proof, faults = gate(read, expected, ["1", "1", "1-2"])
    assert (proof.verbatim, proof.edited, proof.total) == (1, 1, 2)
    assert ["no passage is known" in faults[0], "is not on the pages" in faults[1], len(faults)] == [True, True, 2]
    hidden = ReadQuotation(quotation_id("1", 1, f"“{WORDS}”"), 2, (f"“{WORDS}”",), ("something is drawn over it",))
    proof, faults = gate(ReadBack(tagged=True, pages=2, quotations=(hidden,)), expected, ["1"])
    assert (proof.total, len(faults)) == (0, 1)
    assert faults[0].startswith("On page 2")


def test_what_was_put_in_or_added_is_told() -> None:
    """A quotation too many, a note too many, another page, another number of pages."""
    read = ReadBack(tagged=True, pages=1, quotations=(printed(WORDS),))
    assert missing(read, [], {}) == ("A quotation was put in, under the name of note 1.",)
    assert other_notes(read, {2: "Report."}) == ("Note 2 is not in the file.",)
    one, other = ReadPage("All is well.", "a"), ReadPage("All is not well.", "b")
    assert other_pages([one], [one]) == ()
    assert "not well" in other_pages([other], [one])[0]
    assert other_pages([ReadPage(one.text, "c"), other], [one]) == (
        "On page 1 something is drawn otherwise than it was issued.",
        "The file has 2 pages, and 1 were issued.",
    )
