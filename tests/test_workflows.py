"""What both front ends do with documents, beside reading them."""

from briefgen import workflows
from briefgen.importers.document import Remark
from briefgen.importers.limits import ImportLimits
from tests.domain.builders import HARBOUR, with_source


def test_comments_become_passages_with_notes() -> None:
    """On the words that they stand on; a note on no words is one on its paragraph; who and when is in the note."""
    dossier = with_source()
    words = HARBOUR.index("built in 1911")
    remarks = (
        Remark(words, words + 13, "Check the year.", "the clerk", "2027-02-01"),
        Remark(HARBOUR.index("A third"), HARBOUR.index("A third"), "Which?"),
        Remark(0, 3),
    )
    after, count = workflows.take_remarks(dossier, "source-1", remarks)
    assert count == 3
    assert [(passage.quote, passage.note) for passage in after.passages] == [
        ("built in 1911", "the clerk, 2027-02-01: Check the year."),
        ("Two of its caissons are rated poor. A third was not inspected.", "Which?"),
        ("The", ""),
    ]


def test_a_comment_before_any_words_is_passed_over() -> None:
    """There is no passage without words."""
    dossier = with_source("")
    assert workflows.take_remarks(dossier, "source-1", [Remark(0, 0, "Why?")]) == (dossier, 0)


def test_a_files_name_is_cleaned_as_a_text_is() -> None:
    """What breaks a layout, or can't be written at all, does not come in by the name."""
    new = workflows.source_of_bytes(b"Words.", "a\u202ename\udcff\n.txt", ImportLimits())
    assert new.source.filename == "aname\ufffd .txt"
