"""Plain text becomes blocks: paragraphs rejoined, lists, headings and quotations told, noise left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.sources import Block, LeftOut
from briefgen.domain.terms import BlockKind
from briefgen.importers import text
from briefgen.importers.characters import clean
from briefgen.importers.document import assemble
from briefgen.importers.noise import reason_to_leave_out


def blocks(written: str) -> list[tuple[str, str]]:
    """The blocks of a text: kind (and level, where it has one) and words."""
    draft = text.read(written.encode(), reason_to_leave_out)
    return [
        (f"{piece.kind} {piece.level}".removesuffix(" 0"), piece.text) for piece in draft.pieces if not piece.left_out
    ]


def words(written: str) -> list[str]:
    """The words of the blocks alone."""
    return [block for _, block in blocks(written)]


def left_out(written: str) -> list[tuple[str, str]]:
    """What was left out, and why."""
    draft = text.read(written.encode(), reason_to_leave_out)
    return [(piece.text, piece.left_out) for piece in draft.pieces if piece.left_out]


WRAPPED = """
By delaying the review of the northern bases the ministry has saved
nothing: the repairs that it put off in 2021 now cost twice as much, and the
contractor knows it.  A second delay would be a third bill, which nobody has
budgeted for.

The committee found that no owner was named, which in such a programme is
the surest sign of trouble to come.
"""


FIRST = (
    "By delaying the review of the northern bases the ministry has saved nothing: the repairs that it put off in 2021 "
    "now cost twice as much, and the contractor knows it. A second delay would be a third bill, which nobody has "
    "budgeted for."
)


class TestParagraphs:
    """Lines broken to fit are rejoined, lines broken on purpose stay."""

    def test_wrapped_lines_are_rejoined(self) -> None:
        """Text wrapped to a width becomes one line a paragraph, with single spaces."""
        second = "The committee found that no owner was named, which in such a programme is the surest sign of trouble"
        assert words(WRAPPED) == [FIRST, f"{second} to come."]

    @pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85"])
    def test_line_ends_of_any_kind_wrap(self, end: str) -> None:
        """Which line ends the file has makes no difference."""
        assert words(WRAPPED.replace("\n", end)) == words(WRAPPED)

    def test_one_paragraph_a_line_stays_so(self) -> None:
        """An article pasted with a paragraph a line and no blank lines has a block a line."""
        lines = [
            "The first paragraph of the article is a long line that goes on and on, since nobody wrapped it anywhere.",
            "The second is as long, and like the first it ends where the paragraph ends, with a full stop after it.",
            "A short third.",
            "The fourth goes on again for longer than anyone would let a line be, if lines were what it was made of.",
        ]
        assert words("\n".join(lines)) == lines

    def test_a_wrapped_paragraph_in_an_unwrapped_text_is_rejoined(self) -> None:
        """One wrapped letter quoted in an unwrapped article is a paragraph, too."""
        long = (
            "This article has long lines, each a paragraph of its own, as pages that are copied mostly have them all."
        )
        letter = (
            "We regret that the delivery of the second pump has been\n"
            "delayed by the storm and will not take place before May,\n"
            "or June if the weather does not change."
        )
        found = words(f"{long}\n\n{long}\n\n{long}\n\n{letter}")
        assert found[-1] == letter.replace("\n", " ")

    def test_a_newspapers_column_is_rejoined(self) -> None:
        """Many narrow lines that are full and go on in the middle of sentences are a column, no verse."""
        column = (
            "The ministry has saved nothing\nby delaying the review of the\nnorthern bases: the repairs\nthat it put "
            "off two years ago\nnow cost twice as much as then,\nand the contractor knows it."
        )
        assert words(column) == [column.replace("\n", " ")]

    def test_a_first_line_indent_begins_a_paragraph(self) -> None:
        """In a wrapped text without blank lines, an indented line begins a paragraph."""
        written = (
            "By delaying the review of the northern bases the ministry has saved\n"
            "nothing: the repairs that it put off in 2021 now cost twice as much.\n"
            "   The committee found that no owner was named, which in such a case\n"
            "is the surest sign of trouble to come, and of a bill that comes late.\n"
        )
        assert [block[:13] for block in words(written)] == ["By delaying t", "The committee"]

    def test_hanging_entries_are_told_apart(self) -> None:
        """A list of references with hanging indents has a block an entry."""
        written = (
            "Abbot, J. The wall and the water: a history of the harbour works in\n"
            "    the nineteenth century, second edition, at the press of the town.\n"
            "Baker, K. Who pays for the peace? On the cost of bases, and on what it\n"
            "    is that they are said to buy, a collection of essays.\n"
        )
        assert [block[:9] for block in words(written)] == ["Abbot, J.", "Baker, K."]

    @pytest.mark.parametrize(
        "kept",
        [
            "Ministry of Works\n12 King Street\nPort Harbour",
            "Roses are red,\nviolets are blue,\nthe budget is short\nand so are you",
            "The tide goes out beyond the wall,\nit leaves the boats on sand,\nand none who hear it\nhave much in hand",
        ],
    )
    def test_short_lines_are_kept(self, kept: str) -> None:
        """The lines of an address or a verse stay lines, of one block, within a wrapped text as well."""
        assert kept in words(kept)
        assert kept in words(f"{WRAPPED}\n{kept}\n\n{WRAPPED}")

    def test_short_sentences_are_paragraphs(self) -> None:
        """Short lines that are sentences are paragraphs, no verse."""
        assert words("The wall is old.\nIt leaks.\nNobody knows why.") == [
            "The wall is old.",
            "It leaks.",
            "Nobody knows why.",
        ]

    def test_japanese_lines_join_without_a_space(self) -> None:
        """Where a script sets no spaces, none is put in."""
        line = "政府は新しい規則が来年から適用されると発表した。大臣によれば、それより前に十"
        assert words(f"{line}\n{line}\n{line}") == [line * 3]

    def test_invisible_edges_are_trimmed(self) -> None:
        """Fixed and zero-width spaces at the ends of lines are no words; a line of them is blank."""
        assert words("\u3000One.\u00a0\n\u200b\n\ufeffTwo.\u2003") == ["One.", "Two."]


class TestHyphens:
    """A hyphen at the end of a line goes only where it is certain that it should."""

    @pytest.mark.parametrize(
        ("first", "second", "elsewhere", "joined"),
        [
            ("It was the govern-", "ment of the day", "The government fell.", "the government of"),
            ("It was the govern-", "ment of the day", "", "the govern-ment of"),
            ("This is a well-", "known fact to all", "", "a well-known fact"),
            ("This is a re-", "form of the reform", "The re-form was no reform.", "a re-form of"),
            ("Both short-", "and long-term plans", "", "Both short- and long-term"),
            ("The govern\u00ad", "ment of the day", "", "The government of"),
        ],
    )
    def test_only_certain_hyphens_go(self, first: str, second: str, elsewhere: str, joined: str) -> None:
        """A divided word is made whole where the text has it whole; a compound keeps its hyphen."""
        filler = "and the report goes on, with words that fill the line up to its"
        written = (
            f"{filler} end.\n{'x' * (66 - len(first))} {first}\n{second} {filler[:40]}\n{filler} end\n\n{elsewhere}"
        )
        assert joined in " ".join(words(written))


class TestStructure:
    """Lists, headings, quotations, tables."""

    def test_bullets_make_list_items(self) -> None:
        """Items lose their bullets, keep their depth, and their wrapped lines are joined."""
        written = (
            "The committee found that:\n\n- costs had doubled,\n- no owner was named, which in such a programme is\n"
            "  the surest sign of trouble, and\n    * nobody minded\n- the date was missed.\n"
        )
        assert blocks(written)[1:] == [
            ("list item 1", "costs had doubled,"),
            ("list item 1", "no owner was named, which in such a programme is the surest sign of trouble, and"),
            ("list item 2", "nobody minded"),
            ("list item 1", "the date was missed."),
        ]

    @pytest.mark.parametrize("bullet", ["• ", "•\t", "\uf0b7 ", "•\n", "▪", "– "])
    def test_bullets_of_many_kinds(self, bullet: str) -> None:
        """Bullets as word processors paste them, also on a line of their own, make items."""
        assert blocks(f"{bullet}One thing\n{bullet}Another thing") == [
            ("list item 1", "One thing"),
            ("list item 1", "Another thing"),
        ]

    def test_numbers_are_words(self) -> None:
        """The numbers of a list stay in its items."""
        assert blocks("1. First\n2. Second\n\n(a) the Minister;\n(b) the Secretary.") == [
            ("list item 1", "1. First"),
            ("list item 1", "2. Second"),
            ("list item 1", "(a) the Minister;"),
            ("list item 1", "(b) the Secretary."),
        ]

    @pytest.mark.parametrize("line", ["– No, said the minister.", "3. March was the date.", "* p < 0.05"])
    def test_one_mark_alone_is_no_list(self, line: str) -> None:
        """A dash, number or star alone may be a dialogue's, a date's, a note's: it stays as it stands."""
        assert blocks(f"It was said.\n\n{line}\n\nThat was all.")[1] == ("paragraph", line)

    def test_a_number_within_wrapped_text_begins_no_item(self) -> None:
        """A line of a paragraph that happens to begin with a number goes on with it."""
        written = WRAPPED.replace(
            "the surest", "the committee said, and repeated at length in what it wrote, version\n8. the surest"
        )
        assert "in what it wrote, version 8. the surest sign" in words(written)[-1]

    def test_underlined_lines_are_headings(self) -> None:
        """A line underlined with = or - is a heading; the rule is none of its words."""
        assert blocks(f"Findings\n========\n{WRAPPED}\nMethod\n------\n{WRAPPED}")[0] == ("heading 1", "Findings")
        assert ("heading 2", "Method") in blocks(f"Findings\n========\n{WRAPPED}\nMethod\n------\n{WRAPPED}")

    def test_capitals_and_numbers_make_headings_before_longer_text(self) -> None:
        """A line in capitals, or a numbered one, is a heading where a longer paragraph follows."""
        found = blocks(f"{WRAPPED}\nTHE NORTHERN BASES\n{WRAPPED}\n2.1 Costs of the wall\n\n{WRAPPED}")
        assert ("heading 2", "THE NORTHERN BASES") in found
        assert ("heading 3", "2.1 Costs of the wall") in found

    def test_rules_only_divide(self) -> None:
        """Lines of dashes or stars are no words."""
        assert words("One thing.\n* * *\nAnother.\n\n________\n\n--") == ["One thing.", "Another."]

    def test_quoted_mail_is_a_quotation(self) -> None:
        """Lines marked with > are quotations without the marks; “>50 %” is no mark."""
        assert blocks("> It was said.\n> On a Monday.\n>> Who said so?\n\n>50 % disagree.") == [
            ("quote 1", "It was said."),
            ("quote 1", "On a Monday."),
            ("quote 2", "Who said so?"),
            ("paragraph", ">50 % disagree."),
        ]

    @pytest.mark.parametrize("gap", ["\t", "      "])
    def test_columns_make_a_table(self, gap: str) -> None:
        """Words in columns are a table: a line a row, a tab between cells, its rules gone."""
        rows = [["Country", "2019", "2020"], ["Japan", "5.1", "5.4"], ["South Korea", "2.5", "2.9"]]
        written = "\n".join(gap.join(row) for row in rows)
        assert blocks(written) == [("table", "\n".join("\t".join(row) for row in rows))]

    def test_a_rule_under_the_head_belongs_to_the_table(self) -> None:
        """The rule that underlines a table's head makes no heading of it."""
        assert blocks("Name     Cost\n--------------\nWall     4.2\nBridge   1.5") == [
            ("table", "Name\tCost\nWall\t4.2\nBridge\t1.5")
        ]


class TestTitle:
    """The title is read only where it clearly is one."""

    @pytest.mark.parametrize("rest", [WRAPPED, WRAPPED.strip().replace("\n", " ")])
    def test_a_short_first_line_is_the_title(self, rest: str) -> None:
        """A first line that is short and no sentence, with text after it, is the title and a heading."""
        draft = text.read(f"The cost of waiting\n\n{rest}".encode(), reason_to_leave_out)
        assert draft.bibliography.title == "The cost of waiting"
        assert draft.pieces[0].kind is BlockKind.HEADING

    @pytest.mark.parametrize(
        "first",
        [
            "The wall was built in 1911.",
            "Dear Minister,",
            "Sehr geehrte Frau Ministerin",
            "To: the Minister",
            "https://example.org/article",
            "• An item",
            "and so it goes on",
            "1",
        ],
    )
    def test_other_first_lines_are_not(self, first: str) -> None:
        """A sentence, a salutation, an address or an item is no title."""
        assert text.read(f"{first}\n\n{WRAPPED}".encode(), reason_to_leave_out).bibliography.title == ""

    def test_a_line_alone_is_no_title(self) -> None:
        """Where nothing longer follows, there is nothing for a title to stand over."""
        assert text.read(b"Hello world\n\nBye", reason_to_leave_out).bibliography.title == ""


class TestNoise:
    """Noise is left out where it stands, and told."""

    def test_noise_between_paragraphs(self) -> None:
        """Lines of noise are left out of a text with a paragraph a line."""
        long = "A paragraph that is long enough to stand for itself, and ends with a full stop like all the others do."
        assert words(f"{long}\nAdvertisement\n{long}\nRead more: Why walls fall") == [long, long]
        assert left_out(f"{long}\nAdvertisement\n{long}\nRead more: Why walls fall") == [
            ("Advertisement", "advertisement"),
            ("Read more: Why walls fall", "link to more"),
        ]

    def test_noise_in_wrapped_text(self) -> None:
        """Noise that was wrapped with the text is told when its lines are joined, and noise among lines before."""
        sign_up = "Sign up for our newsletter, the weekly letter about walls, harbours and\nall that floats."
        written = f"{WRAPPED}\n{sign_up}\n\n• Advertisement\n• More walls\n"
        assert [reason for _, reason in left_out(written)] == ["newsletter", "advertisement"]
        assert words(written)[-1] == "More walls"

    def test_it_has_its_place(self) -> None:
        """What is left out is placed at the start of the block that follows it, or at the end of the text."""
        draft = text.read(b"Share\nThe wall is old.\nAdvertisement\nIt leaks.\nPrint", reason_to_leave_out)
        whole = assemble(draft.pieces)
        canonical, spans, noise = whole.text, whole.blocks, whole.left_out
        assert canonical == "The wall is old.\n\nIt leaks."
        assert spans == (Block(BlockKind.PARAGRAPH, 0, 16), Block(BlockKind.PARAGRAPH, 18, 27))
        assert noise == (
            LeftOut(at=0, text="Share", reason="sharing"),
            LeftOut(at=18, text="Advertisement", reason="advertisement"),
            LeftOut(at=27, text="Print", reason="sharing"),
        )


MARKS = "- |• |* |+ |– |1. |2) |(a) |> |>|---|===|* * *|  |    |\t|.|:|?|ii. |•|=|…|#|-"
INVISIBLE = "\u00a0|\u200b|\u3000|\u0301|\u3099|\ufeff|\u00ad|\x0c|\x85|\u202e"
SOME = "Advertisement|Read more|Sign up for|our newsletter|the budget|was|well-|known|govern-|ment|政府|は|か|A."
FRAGMENTS = st.sampled_from([part for group in (MARKS, INVISIBLE, SOME) for part in group.split("|")])
PROSE = "the minister said that alliance budget review would cost more than five million and no decision".split()  # noqa: SIM905  reads better
LINES = st.lists(FRAGMENTS, max_size=12).map("".join) | st.lists(st.sampled_from(PROSE), min_size=8, max_size=16).map(
    " ".join
)
TEXTS = st.lists(LINES, max_size=12).map("\n".join) | st.text(max_size=200)


def canonical(written: str) -> tuple[str, tuple[Block, ...], tuple[LeftOut, ...]]:
    """The canonical text of a plain text, its blocks, and what was left out of it."""
    whole = assemble(tuple(text.pieces_of(clean(written).text, reason_to_leave_out)))
    return whole.text, whole.blocks, whole.left_out


@given(TEXTS)
def test_blocks_cover_the_text(written: str) -> None:
    """Blocks stand in order, one blank line apart, with words in each and white space at the ends of none."""
    whole, spans, noise = canonical(written)
    parts = [whole[span.start : span.end] for span in spans]
    assert "\n\n".join(parts) == whole
    assert all(part and part == part.strip() and "\n\n" not in part for part in parts)
    assert all(line.at in {*(span.start for span in spans), len(whole)} for line in noise)
    assert [line.at for line in noise] == sorted(line.at for line in noise)


@given(TEXTS)
def test_a_canonical_text_stays_as_it_is(written: str) -> None:
    """Imported again, the canonical text of a text is the same text, with nothing more to leave out."""
    whole, _, _ = canonical(written)
    again, _, noise = canonical(whole)
    assert again == whole
    assert noise == ()


@given(st.lists(st.lists(st.sampled_from(PROSE), min_size=1, max_size=30).map(" ".join), min_size=1, max_size=6))
def test_no_word_is_lost(paragraphs: list[str]) -> None:
    """All words of a text, wrapped or not, are in its canonical text, in order."""
    written = "\n\n".join(paragraphs)
    assert canonical(written)[0].split() == written.split()
