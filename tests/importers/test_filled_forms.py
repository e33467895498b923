"""What was filled into a brief's PDF is read back, whoever filled it in; what holds nothing of ours is refused."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

from briefgen.domain.replies import stamp_of
from briefgen.errors import InputRefused
from briefgen.importers.filled_forms import FilledFormJob, read_filled_form
from tests.filled_in import BRIEF, DOSSIER, by_hand, by_program, printed, rendered, with_shown, with_values

TICKED = (("rec-1", ("agree",)), ("rec-2", ("discuss",)), ("rec-3", ("noted",)))
BOXES = {"rec-1": "agree", "rec-2": "discuss", "rec-3": "noted"}


def read(pdf: bytes) -> Any:
    """Read a PDF."""
    return FilledFormJob(pdf, "back.pdf").done()


def test_what_a_person_ticks_and_types_is_read() -> None:
    """In a reader's own program: the last box clicked counts, for the others of the recommendation are cleared."""
    filled = by_hand(
        by_hand(rendered().pdf, {"rec-1": 1, "rec-2": 2}, {}),
        {"rec-1": 0, "rec-3": 0},
        {"comments": "Only if it costs no more than £4m.", "signature": "A. Minister", "signed-on": "14 March 2027"},
    )
    form = read(filled)
    assert form.ticked == TICKED
    assert (form.comments, form.signed_by, form.signed_on) == (
        "Only if it costs no more than £4m.",
        "A. Minister",
        "14 March 2027",
    )
    assert form.stamp == stamp_of(DOSSIER, BRIEF)
    assert not form.sealed


def test_values_and_looks_count_alike() -> None:
    """Some programs write what a field says, others how its boxes are shown; both together are two ticks."""
    pdf = rendered().pdf
    assert read(pdf).is_empty
    words = {"comments": "One\rtwo\u202e", "signature": " A.  Minister\n"}
    valued = with_values(pdf, BOXES, words)
    form = read(valued)
    assert (form.ticked, form.comments, form.signed_by) == (TICKED, "One\ntwo", "A. Minister")
    assert read(with_shown(pdf, BOXES)).ticked == TICKED
    assert read(with_shown(valued, {"rec-1": "disagree"})).ticked[0] == ("rec-1", ("agree", "disagree"))


def test_fields_without_their_list_are_found_on_the_pages() -> None:
    """Programs that write the file anew may leave the form's own list out, and with it what is on no page."""

    def lose(_name: str, entry: DictionaryObject) -> None:
        entry[NameObject("/Border")] = ArrayObject()

    writer = PdfWriter(clone_from=BytesIO(by_program(with_values(rendered().pdf, BOXES, {"comments": "Yes"}), lose)))
    del writer.root_object["/AcroForm"]
    saved = BytesIO()
    writer.write(saved)
    form = read(saved.getvalue())
    assert (form.ticked, form.comments, form.stamp.words) == (TICKED, "Yes", ())
    assert (form.stamp.dossier, form.stamp.brief) == (stamp_of(DOSSIER, BRIEF).dossier, stamp_of(DOSSIER, BRIEF).brief)


def test_protection_without_a_password_is_taken_off() -> None:
    """A file that must not be changed can be read; one that asks for a password is refused."""
    for password, refused in (("", False), ("secret", True)):
        writer = PdfWriter(clone_from=BytesIO(with_values(rendered().pdf, BOXES, {})))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        saved = BytesIO()
        writer.write(saved)
        if refused:
            with pytest.raises(InputRefused, match="asks for a password"):
                read(saved.getvalue())
        else:
            assert read(saved.getvalue()).ticked == TICKED


def test_a_digital_signature_is_noticed() -> None:
    """That there is one is told; whether it holds is for others to say."""
    writer = PdfWriter(clone_from=BytesIO(rendered().pdf))
    seal = writer._add_object(  # noqa: SLF001 - pypdf has no public name for it
        DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject("Signature1"),
                NameObject("/V"): DictionaryObject({NameObject("/Type"): NameObject("/Sig")}),
            }
        )
    )
    form: Any = writer.root_object["/AcroForm"]
    form["/Fields"].append(seal)
    saved = BytesIO()
    writer.write(saved)
    assert read(saved.getvalue()).sealed


def test_what_is_no_form_of_ours_is_refused() -> None:
    """Printed or flattened, another program's form, the forms of two briefs, no PDF: each in its own sentence."""
    pdf = rendered().pdf
    with pytest.raises(InputRefused, match="printed, scanned or flattened"):
        read_filled_form(printed(pdf), "back.pdf")
    with pytest.raises(InputRefused, match="none that Briefgen made"):
        read(_renamed(pdf, "name"))
    with pytest.raises(InputRefused, match="one brief at a time"):
        read(_with_another(pdf))
    for broken in (b"no PDF", pdf[:2000]):
        with pytest.raises(InputRefused, match="choose the PDF"):
            read(broken)


def _renamed(pdf: bytes, name: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf))
    form: Any = writer.root_object["/AcroForm"]
    form["/Fields"][0].get_object()[NameObject("/T")] = TextStringObject(name)
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


def _with_another(pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf))
    form: Any = writer.root_object["/AcroForm"]
    name = f"briefgen-{'0' * 16}-{'0' * 16}.comments"
    form["/Fields"].append(
        DictionaryObject({NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject(name)})
    )
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


def test_a_hostile_form_ends() -> None:
    """Fields within themselves, values that are no text, names without end: what can be read of it is read."""
    writer = PdfWriter(clone_from=BytesIO(with_values(rendered().pdf, BOXES, {})))
    form: Any = writer.root_object["/AcroForm"]
    root = form["/Fields"][0]
    kids: Any = root.get_object()["/Kids"]
    kids.append(root)
    kids[3].get_object()[NameObject("/V")] = ArrayObject([BooleanObject(True)])
    kids[4].get_object()[NameObject("/V")] = TextStringObject("x" * 100_000)
    kids[-2].get_object()[NameObject("/V")] = TextStringObject("[" * 50_000)
    saved = BytesIO()
    writer.write(saved)
    read_back = read(saved.getvalue())
    assert read_back.ticked == TICKED
    assert (read_back.comments, len(read_back.signed_by), read_back.stamp.words) == ("", 20_000, ())
