"""Words are found in a text; passages are found again when their text has changed, or are lost, but never moved."""

import random
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefgen.domain.anchoring import Span, find_quote, reanchor
from briefgen.domain.operations.passages import span_of
from briefgen.domain.sources import CONTEXT, Passage, Source
from tests.domain.builders import source_of


def passage_at(source: Source, start: int, end: int) -> Passage:
    """A passage of that span."""
    return Passage(id="passage-1", source=source.id, **span_of(source, start, end))


def passage_of(text: str, words: str, time: int = 1) -> tuple[Source, Passage]:
    """A source, and the passage of the first (or a later) place of the words in it."""
    source, start = source_of(text), -1
    for _ in range(time):
        start = text.index(words, start + 1)
    return source, passage_at(source, start, start + len(words))


def again(before: str, words: str, after: str, time: int = 1) -> Passage:
    """What becomes of the passage of `words` when the text `before` is imported again as `after`."""
    source, passage = passage_of(before, words, time)
    (found,) = reanchor([passage], source, source_of(after))
    return found


class TestFindingWords:
    """`find_quote`: white space and quotation marks are forgiven, nothing else."""

    TEXT = (
        "The treaty “protects them”, he said.\n\nIt doesn’t protect us: more than 50,000 troops are there, and the "
        "costs of the bases\nrise. The bases stay."
    )

    @pytest.mark.parametrize(
        ("words", "own"),
        [
            ("protects them", "protects them"),
            ("“protects them”, he said.", "“protects them”, he said."),
            ('The treaty "protects them", he said.', "The treaty “protects them”, he said."),
            ("It doesn't protect us", "It doesn’t protect us"),
            ("It doesn`t  protect\nus", "It doesn’t protect us"),
            ("the costs of the bases rise", "the costs of the bases\nrise"),
            ("he said. It doesn’t", "he said.\n\nIt doesn’t"),
            ("  he said.\n", "he said."),
            ("the costs of thebases rise", "the costs of the bases\nrise"),
            ("« protects them », he said", "“protects them”, he said"),
        ],
    )
    def test_white_space_and_quotation_marks_are_forgiven(self, words: str, own: str) -> None:
        """The span found holds the text's own words, whatever marks and spaces were typed."""
        (span,) = find_quote(self.TEXT, words).spans
        assert self.TEXT[span.start : span.end] == own

    @pytest.mark.parametrize(
        "words",
        [
            "It does not protect us",
            "protects Them",
            "protect us – more",
            "it doesn’t protect us",
            "the cost of the bases",
        ],
    )
    def test_other_words_are_not_found(self, words: str) -> None:
        """Another word, case or dash is another quotation."""
        assert find_quote(self.TEXT, words).spans == ()

    def test_every_place_is_given(self) -> None:
        """Words that stand several times have several spans, in order."""
        assert find_quote(self.TEXT, "bases").spans == (
            Span(self.TEXT.index("bases"), self.TEXT.index("bases") + 5),
            Span(self.TEXT.rindex("bases"), self.TEXT.rindex("bases") + 5),
        )

    def test_whole_words_come_before_parts_of_words(self) -> None:
        """“war” in “toward” and “wars” does not count where “war” stands by itself."""
        text = "Moving toward war, not wars."
        assert find_quote(text, "war").spans == (Span(14, 17),)

    def test_a_number_is_no_part_of_a_larger_one(self) -> None:
        """“more than 50” is not what the text says where it says “more than 50,000” and, elsewhere, “more than 50”."""
        text = "It costs more than 50,000 now; it had been more than 50, then."
        assert find_quote(text, "more than 50").spans == (Span(43, 55),)

    def test_part_of_a_word_is_found_where_it_stands_nowhere_whole(self) -> None:
        """What stands character for character is found, even within a word."""
        assert find_quote("unavoidable", "avoid").spans == (Span(2, 7),)

    def test_forgiven_white_space_makes_no_part_of_a_word_a_quotation(self) -> None:
        """Without its space, “art is” would stand in “artists”."""
        assert find_quote("The artists left.", "art is").spans == ()

    def test_exact_words_count_before_forgiven_ones(self) -> None:
        """Where one place is exact and another differs in its marks, the exact one is meant."""
        text = "It's over. It’s over."
        assert find_quote(text, "It’s over").spans == (Span(11, 20),)

    def test_lines_of_japanese_need_no_space(self) -> None:
        """In scripts without spaces words are found over the end of a line, and within it."""
        text = "政府は新しい規則を\n発表した。"
        assert find_quote(text, "規則を発表した").spans == (Span(6, 14),)
        assert find_quote(text, "新しい").spans == (Span(3, 6),)

    def test_composed_and_decomposed_letters_are_the_same(self) -> None:
        """Words typed on a system that decomposes letters are found."""
        assert find_quote("Le coût élevé", unicodedata.normalize("NFD", "coût élevé")).spans == (Span(3, 13),)

    def test_characters_without_width_are_passed_over(self) -> None:
        """Zero-width spaces that a page put into a word do not hide it."""
        (span,) = find_quote("the govern\u200bment said", "the government").spans
        assert span == Span(0, 15)

    @pytest.mark.parametrize("words", ["", "   ", "\n", "\u200b"])
    def test_no_words_stand_nowhere(self, words: str) -> None:
        """Blank words have no place, near or far."""
        assert find_quote(self.TEXT, words) == find_quote("", words)
        assert find_quote(self.TEXT, words).spans == ()

    def test_the_empty_text_has_nothing_near(self) -> None:
        """Nothing is near to words in an empty text."""
        assert find_quote("", "words").nearest is None

    @given(st.text("ab “”’'\n\u00a0.", max_size=60), st.data())
    def test_any_piece_of_a_text_is_found_in_it(self, text: str, data: st.DataObject) -> None:
        """Any words copied from a text are found, and what is found differs from them in space and marks alone."""
        start = data.draw(st.integers(0, len(text)))
        words = text[start : data.draw(st.integers(start, len(text)))]
        assume(words.strip())
        spans = find_quote(text, words).spans
        assert spans
        assert all(bare(text[span.start : span.end]) == bare(words) for span in spans)

    @given(st.lists(st.sampled_from(["the", "bases’", "“rise”", "costs,", "war"]), min_size=1, max_size=8), st.data())
    def test_respaced_words_are_found(self, words: list[str], data: st.DataObject) -> None:
        """However the spaces between words are typed, and with typewriter marks, a sentence is found as it stands."""
        gap = st.sampled_from([" ", "\n", "  ", "\u00a0", "\n\n"])
        text = "Before it. " + "".join(word + data.draw(gap) for word in words) + "After it."
        typed = "".join(word + data.draw(gap) for word in words).translate({0x2019: "'", 0x201C: '"', 0x201D: '"'})
        spans = find_quote(text, typed).spans
        assert [bare(text[span.start : span.end]) for span in spans] == [bare(typed)] * len(spans)
        assert 11 in [span.start for span in spans]


def bare(text: str) -> str:
    """The characters of words alone."""
    return "".join(char for char in text if not char.isspace() and char not in "“”‘’\"'")


class TestTheNearestPlace:
    """Where words stand nowhere, the nearest place is shown."""

    TEXT = (
        "The harbour wall was built in 1911.\n\nTwo of its caissons are rated poor, and a third was not inspected. "
        "The ferry company pays dues by tonnage, the fishing fleet by length."
    )

    @pytest.mark.parametrize(
        ("words", "nearest"),
        [
            ("Two of its caissons were rated poor", "Two of its caissons are rated poor"),
            ("Two of its cassions are rated poor", "Two of its caissons are rated poor"),
            ("a third was inspected.", "a third was not inspected."),
            ("The ferry companies pay dues by tonnage", "The ferry company pays dues by tonnage"),
            ("the harbor wall was build in 1911", "The harbour wall was built in 1911"),
            ("cassons", "caissons"),
        ],
    )
    def test_it_is_given_in_the_texts_own_words(self, words: str, nearest: str) -> None:
        """The nearest place is that with most words in common, also where they are misspelled."""
        found = find_quote(self.TEXT, words)
        assert found.spans == ()
        assert found.nearest is not None
        assert found.nearest.words == nearest
        assert self.TEXT[found.nearest.span.start : found.nearest.span.end] == nearest
        assert 0.5 < found.nearest.similarity < 1

    def test_a_better_place_is_more_alike(self) -> None:
        """How alike the nearest places of two texts are tells which of them is meant."""
        worse, better = "The wall was built of brick.", self.TEXT
        asked = "The harbour wall was rebuilt in 1911"
        near = [find_quote(text, asked).nearest for text in (worse, better)]
        assert near[0] is not None
        assert near[1] is not None
        assert near[0].similarity < near[1].similarity

    def test_nothing_is_near_to_other_words(self) -> None:
        """Words of which the text has none have no nearest place."""
        assert find_quote(self.TEXT, "Quarterly inflation exceeded expectations").nearest is None

    def test_it_is_found_among_characters_without_spaces(self) -> None:
        """In a script without spaces each character counts."""
        found = find_quote("政府は新しい規則を発表した。大臣は説明した。", "新しい規制を発表した")
        assert found.nearest is not None
        assert found.nearest.words == "新しい規則を発表した"

    def test_it_is_found_in_a_million_characters(self) -> None:
        """The nearest place in a very long text is found, too."""
        text = f"{LONG}\n\nThe minister would not say what the second bridge had cost.\n\n{LONG}"
        found = find_quote(text, "The minister wouldn’t say what the second bridge has cost.")
        assert found.nearest is not None
        assert found.nearest.words == "The minister would not say what the second bridge had cost."


def _long_text(characters: int) -> str:
    """Paragraphs of made-up words, some of them as common as those of a language."""
    chance = random.Random(5)  # noqa: S311  the same text in each run, not a secret
    words = ["".join(chance.choices("abcdefghiklmnoprstu", k=chance.randint(2, 9))) for _ in range(4_000)]
    weights = [1 / (place + 1) for place in range(len(words))]
    paragraphs, size = [], 0
    while size < characters:
        paragraphs.append(" ".join(chance.choices(words, weights, k=chance.randint(30, 110))).capitalize() + ".")
        size += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)


LONG = _long_text(500_000)

ARTICLE = (
    "Tokyo pays for the bases. The alliance has kept the peace for decades, most experts agree.\n\n"
    "Yet the costs of the bases have doubled since the last agreement was signed in the capital.\n\n"
    "A new government may ask for more. It may also ask for less, and get it before the summer."
)


class TestFindingPassagesAgain:
    """`reanchor`, by examples."""

    def test_a_text_that_did_not_change_leaves_passages_as_they_are(self) -> None:
        """The same text gives the same passages."""
        source, passage = passage_of(ARTICLE, "have doubled")
        assert reanchor([passage], source, source) == (passage,)

    @pytest.mark.parametrize(
        "words", ["Tokyo", "have doubled", "before the summer.", "The alliance has kept the peace for decades"]
    )
    def test_a_paragraph_before_it_moves_a_passage(self, words: str) -> None:
        """Text put in before moves the offsets, and nothing else."""
        found = again(ARTICLE, words, f"A first paragraph.\n\n{ARTICLE}")
        assert not found.lost
        assert found.quote == words
        assert found.start == ARTICLE.index(words) + len("A first paragraph.\n\n")

    def test_new_context_is_kept(self) -> None:
        """A passage found again has the new text's context."""
        after = ARTICLE.replace("Yet the costs", "The costs").replace("since", "after")
        found = again(ARTICLE, "of the bases have doubled", after)
        assert (found.prefix, found.suffix) == (
            after[max(0, found.start - CONTEXT) : found.start],
            after[found.end : found.end + CONTEXT],
        )

    @pytest.mark.parametrize(
        "after",
        [
            ARTICLE.replace("Yet the costs of", "We read that the price of"),
            ARTICLE.replace("since the last", "after the"),
            ARTICLE.replace("Yet the costs of", "The price of").replace("since the last", "after the"),
            ARTICLE.replace("the bases have", "the bases, it is said, have").replace("since", "twice over since"),
            ARTICLE.replace("since the last agreement was signed in the capital", "at last"),
        ],
    )
    def test_words_changed_around_it_do_not_lose_a_passage(self, after: str) -> None:
        """Edits before, after and right beside it leave a passage where it stands."""
        found = again(ARTICLE, "have doubled", after)
        assert not found.lost
        assert after[found.start : found.end] == "have doubled"

    def test_a_changed_word_loses_a_passage(self) -> None:
        """Words that are no longer those picked are not the passage; it keeps what it was."""
        source, passage = passage_of(ARTICLE, "have doubled")
        (found,) = reanchor([passage], source, source_of(ARTICLE.replace("doubled", "trebled")))
        assert found == replace(passage, lost=True)

    def test_changed_white_space_and_marks_are_followed(self) -> None:
        """A quote broken into other lines, or set with other marks, is the same; it takes the text's own form."""
        before = 'He said "it doesn\'t pay" and left the room with the others.\n\nNothing else was said.'
        after = "He said “it doesn’t\npay” and left the room with the others.\n\nNothing else was said."
        found = again(before, '"it doesn\'t pay"', after)
        assert found.quote == "“it doesn’t\npay”"
        assert not found.lost

    def test_a_passage_over_two_paragraphs_is_found(self) -> None:
        """A passage that runs over a blank line is found where it moved."""
        words = "most experts agree.\n\nYet the costs"
        found = again(ARTICLE, words, f"New. {ARTICLE}")
        assert (found.quote, found.lost) == (words, False)

    def test_a_passage_that_is_the_whole_text_is_found_within_a_longer_one(self) -> None:
        """Without any context, words that stand once are enough."""
        found = again("The end.", "The end.", "It is over. The end. Nothing follows.")
        assert (found.start, found.lost) == (12, False)


class TestLookAlikes:
    """A passage never attaches itself to other words that look like it."""

    def test_a_copy_in_another_context_takes_nothing(self) -> None:
        """The same words put in elsewhere do not move a passage whose own context stands."""
        after = f"Prices have doubled everywhere.\n\n{ARTICLE}\n\nNo other costs have doubled."
        found = again(ARTICLE, "have doubled", after)
        assert found.start == after.index("bases have doubled") + 6

    def test_twice_with_equal_context_is_lost(self) -> None:
        """Where the words stand twice with the same context, either may be meant: the passage is lost."""
        paragraph = "It is noted here that the costs have doubled since the year before, as was foreseen."
        found = again(
            f"First.\n\n{paragraph}\n\nLast.", "have doubled", f"First.\n\n{paragraph}\n\nAnd. {paragraph}\n\nLast."
        )
        assert found.lost

    def test_twice_in_both_texts_is_lost(self) -> None:
        """Equal places in the old text stay equal in the new one."""
        line = "Noted: the costs of the harbour have doubled since the year before, as was foreseen by all who asked."
        text = f"One. {line} Two.\n\nThree. {line} Four."
        assert again(text, "have doubled", f"{text} Five.", time=2).lost
        assert again(text, "have doubled", text.replace("One.", "Once."), time=1).lost

    def test_the_survivor_of_two_equals_is_not_taken(self) -> None:
        """When one of two equal places is deleted, the passage may have stood in either."""
        line = "Noted: the costs of the harbour have doubled since the year before, as was foreseen by all who asked."
        text = f"One. {line} Two.\n\nThree. {line} Four."
        assert again(text, "have doubled", f"Nothing. {line} More.").lost

    def test_the_same_words_elsewhere_do_not_replace_deleted_ones(self) -> None:
        """When its paragraph is deleted, a passage does not go over to the same words in another."""
        before = f"{ARTICLE}\n\nWages have doubled as well, and so have the rents in most of the larger towns."
        after = before.replace(ARTICLE.split("\n\n")[1] + "\n\n", "")
        assert again(before, "have doubled", after).lost

    def test_few_words_are_not_moved_to_an_unrelated_place(self) -> None:
        """Two words that come up in other surroundings, after their own paragraph went, are not the passage."""
        after = ARTICLE.replace(
            "Yet the costs of the bases have doubled since the last agreement was signed in the capital.",
            "This paragraph is about the weather in the northern islands, which has been mild.",
        ).replace("It may also ask for less", "Its own wages have doubled, but it may also ask for less")
        assert again(ARTICLE, "have doubled", after).lost

    def test_many_words_may_move(self) -> None:
        """A sentence of its own that stands once in either text is found, wherever it went."""
        sentence = "The alliance has kept the peace for decades"
        after = f"Summary. Nothing of the rest is left as it was.\n\nAs one paper puts it: {sentence}; others doubt it."
        assert again(ARTICLE, sentence, after).start == after.index(sentence)

    def test_a_word_is_not_found_within_another(self) -> None:
        """“war” is not what stands in “toward”, though the paragraphs around are the same."""
        before = "A first paragraph that stays.\n\nThe war is over.\n\nA last paragraph that stays."
        after = "A first paragraph that stays.\n\nWe move toward peace.\n\nA last paragraph that stays."
        assert again(before, "war", after).lost

    def test_a_word_between_the_same_paragraphs_is_found(self) -> None:
        """A word that stands once is found in its rewritten paragraph when the paragraphs around it stay."""
        before = "A first paragraph that stays.\n\nThe war is over.\n\nA last paragraph that stays."
        after = "A first paragraph that stays.\n\nAt length war came to an end.\n\nA last paragraph that stays."
        assert again(before, "war", after).start == after.index("war")

    def test_a_look_alike_that_comes_closer_takes_nothing(self) -> None:
        """A place that shared much of the context before, and shares a little more now, is still another place."""
        first = "In the spring of 2024 the minister agreed to the plan of the northern ports at once."
        second = "In the spring of 2023 the minister agreed to the plan of the southern ports as well."
        before = f"Start.\n\n{first}\n\nMiddle of it all.\n\n{second}\n\nEnd."
        after = f"Start.\n\nMiddle of it all.\n\n{second.replace('2023', '2024')}\n\nEnd."
        assert again(before, "the minister agreed", after).lost


class TestLostPassages:
    """A passage that was lost is looked for again."""

    def test_it_comes_back_with_its_words_and_context(self) -> None:
        """When the text from before comes back, so does the passage."""
        source, passage = passage_of(ARTICLE, "have doubled")
        other = source_of("Quite another text.")
        (lost,) = reanchor([passage], source, other)
        assert lost.lost
        assert reanchor([lost], other, source) == (passage,)

    def test_it_does_not_take_words_that_stood_there_when_it_was_lost(self) -> None:
        """Words that were there already when it could not be found are not the passage."""
        source, passage = passage_of(ARTICLE, "have doubled")
        other = source_of("The wages have doubled.")
        (lost,) = reanchor([passage], source, other)
        assert lost.lost
        (still,) = reanchor([lost], other, source_of("The wages have doubled, we hear."))
        assert still == lost


WORDS = st.sampled_from("the costs of a base rise and fall war peace minister said that 5 per cent".split())  # noqa: SIM905  reads better


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Paragraphs of few different words, so that many stand often."""
    paragraph = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
    return "\n\n".join(draw(st.lists(paragraph, min_size=1, max_size=6)))


@given(texts(), texts(), st.data())
def test_a_passage_is_never_other_words(before: str, after: str, data: st.DataObject) -> None:
    """What is found are the passage's words with the new text's context; what is lost is as it was."""
    source = source_of(before)
    start = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(start + 1, len(before)))
    assume(before[start:end].strip())
    passage = passage_at(source, start, end)
    (found,) = reanchor([passage], source, source_of(after))
    if found.lost:
        assert found == replace(passage, lost=True)
    else:
        assert found.quote == after[found.start : found.end]
        assert found.quote.split() == passage.quote.split()
        assert found == replace(passage, **span_of(source_of(after), found.start, found.end))


@st.composite
def edited_outside(draw: st.DrawFn, *, spared: int) -> tuple[str, int, int, str, int]:
    """A text, a passage's span, the text edited anywhere but in it and `spared` words beside it, and its new start.

    What is put in may be the passage's own words.
    """
    words = draw(texts()).replace("\n\n", " ¶ ").split()
    assume(len(words) > 2)
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, min(len(words) - 1, first + 4)))
    quote = words[first : last + 1]
    assume("¶" not in (quote[0], quote[-1]))
    before, after = list(words[:first]), list(words[last + 1 :])
    inserted = st.lists(WORDS, max_size=6) | st.just(quote) | st.just(["¶", *quote, "¶"])
    for _ in range(draw(st.integers(1, 3))):
        for side, high in ((before, len(before) - spared), (after, len(after))):
            low = 0 if side is before else min(spared, len(after))
            at = draw(st.integers(low, max(low, high)))
            if at <= high:
                side[at : draw(st.integers(at, max(at, high)))] = draw(inserted)
    old, start = spelled(words, first)
    new, new_start = spelled([*before, *quote, *after], len(before))
    return old, start, start + len(spelled(quote, 0)[0]), new, new_start


def spelled(words: list[str], place: int) -> tuple[str, int]:
    """Write words with paragraphs at ¶; gives also the offset of the word at `place`."""
    parts: list[str] = []
    offset = 0
    for index, word in enumerate(words):
        if index == place:
            offset = len("".join(parts))
        if word == "¶":
            parts.append("\n\n" if parts and index + 1 < len(words) and not parts[-1].endswith("\n\n") else "")
        else:
            parts.append(word + (" " if index + 1 < len(words) and words[index + 1] != "¶" else ""))
    return "".join(parts), offset


def windows(text: str, start: int, end: int) -> int:
    """How often the words from `start` to `end` stand in the text with the context they have there."""
    window = " ".join(text[max(0, start - CONTEXT) : end + CONTEXT].split())
    folded = " ".join(text.split())
    return sum(folded.startswith(window, at) for at in range(len(folded)))


@given(edited_outside(spared=18))
def test_edits_beyond_its_context_never_lose_a_passage(case: tuple[str, int, int, str, int]) -> None:
    """A passage whose context stands is found just there, copies of its words or not, if its context is unique."""
    old, start, end, new, new_start = case
    source = source_of(old)
    passage = passage_at(source, start, end)
    same = (
        new[max(0, new_start - CONTEXT) : new_start + end - start + CONTEXT]
        == f"{passage.prefix}{passage.quote}{passage.suffix}"
    )
    assume(same and len(passage.prefix) + len(passage.suffix) >= CONTEXT)
    (found,) = reanchor([passage], source, source_of(new))
    if windows(old, start, end) == windows(new, new_start, new_start + end - start) == 1:
        assert not found.lost
    assert found.lost or found.start == new_start


@st.composite
def distinct_words(draw: st.DrawFn) -> tuple[list[str], int, int, list[str], int]:
    """Words that stand once each, a passage among them, and the words with others put in or taken out outside it."""
    count = draw(st.integers(12, 60))
    words = [f"{'bcdfghklmn'[n % 10]}{'aeiou'[n % 5]}{'prstvwxzjq'[n // 10]}word" for n in range(count)]
    first = draw(st.integers(0, count - 1))
    last = draw(st.integers(first, min(count - 1, first + 7)))
    before, after = words[:first], words[last + 1 :]
    for number in range(draw(st.integers(1, 4))):
        side = draw(st.sampled_from([before, after]))
        at = draw(st.integers(0, len(side)))
        side[at : at + draw(st.integers(0, 2))] = [f"new{number}x{n}" for n in range(draw(st.integers(0, 3)))]
    return words, first, last, [*before, *words[first : last + 1], *after], len(before)


@given(distinct_words())
def test_edits_beside_a_unique_passage_never_lose_it(case: tuple[list[str], int, int, list[str], int]) -> None:
    """Words that stand once in both texts are found, also when up to four edits fall right beside them."""
    words, first, last, edited, place = case
    old, new = " ".join(words), " ".join(edited)
    source = source_of(old)
    start = len(" ".join([*words[:first], ""]))
    passage = passage_at(source, start, start + len(" ".join(words[first : last + 1])))
    (found,) = reanchor([passage], source, source_of(new))
    assert (found.lost, found.start) == (False, len(" ".join([*edited[:place], ""])))


def test_thousands_of_passages_in_a_very_long_text_are_found() -> None:
    """Of five thousand passages in half a million characters with edits all over, none is lost whose words stand."""
    chance = random.Random(7)  # noqa: S311  the same edits in each run, not a secret
    source = source_of(LONG)
    starts = sorted(LONG.index(" ", chance.randrange(len(LONG) - 400)) + 1 for _ in range(5_000))
    passages = [
        replace(passage_at(source, start, LONG.index(" ", start + 40)), id=f"passage-{number}")
        for number, start in enumerate(starts, 1)
    ]
    cuts = sorted(chance.sample([start - 1 for start in starts], 200))
    new = (
        "".join(f"{LONG[a:b]} inserted, as it were," for a, b in zip([0, *cuts], cuts, strict=False)) + LONG[cuts[-1] :]
    )
    found = reanchor(passages, source, source_of(new))
    for passage, now in zip(passages, found, strict=True):
        added = len(" inserted, as it were,")
        moved = [added * sum(cut < at for cut in cuts) for at in (passage.start, passage.end)]
        if moved[0] == moved[1]:
            assert (now.lost, now.start) == (False, passage.start + moved[0])
        else:
            assert now.lost
