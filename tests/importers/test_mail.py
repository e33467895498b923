"""E-mails give their text, sender and date; what is attached is offered. Saved pages in one file give their article."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.document import Attachment, ReadDocument
from briefgen.importers.reading import read_document
from tests.importers.webpage.page import ARTICLE, PAGE

TEXT = """\
Dear colleagues,

The contractor holds the offer until 28 February. Then the price is £2.4 million.

> When does the offer end?

Yours,
the harbour engineer
"""


def letter(text: str = TEXT, **headers: str) -> EmailMessage:
    """An e-mail as a program writes it."""
    message = EmailMessage()
    message["From"] = "The harbour engineer <engineer@harbour.example>"
    message["To"] = "bridge@council.example, clerk@council.example"
    message["Subject"] = "The bearings: a price until February"
    message["Date"] = "Tue, 02 Feb 2027 17:10:00 +0000"
    for name, value in headers.items():
        del message[name]
        message[name] = value
    message.set_content(text)
    return message


def read(message: EmailMessage | MIMEMultipart | bytes, name: str = "letter.eml") -> ReadDocument:
    """Read an e-mail."""
    return read_document(message if isinstance(message, bytes) else message.as_bytes(), name)


def blocks(document: ReadDocument) -> list[tuple[BlockKind, str]]:
    """The kind and words of each block."""
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_a_letter_gives_subject_text_sender_and_date() -> None:
    """The subject is a heading above the text; quoted lines are quotations; the sender is the author."""
    document = read(letter())
    assert blocks(document) == [
        (BlockKind.HEADING, "The bearings: a price until February"),
        (BlockKind.PARAGRAPH, "Dear colleagues,"),
        (
            BlockKind.PARAGRAPH,
            "The contractor holds the offer until 28 February. Then the price is £2.4 million.",
        ),
        (BlockKind.QUOTE, "When does the offer end?"),
        (BlockKind.PARAGRAPH, "Yours,\nthe harbour engineer"),
    ]
    about = document.bibliography
    assert (about.title, about.type) == ("The bearings: a price until February", "personal_communication")
    assert [name.shown for name in about.author] == ["The harbour engineer"]
    assert about.issued is not None
    assert about.issued.iso == "2027-02-02"
    assert about.note == "To: bridge@council.example; clerk@council.example"
    assert (document.format, document.encoding) == ("e-mail", "utf-8")


def test_of_two_forms_the_plain_one_is_read() -> None:
    """A page beside the same text is not read; it is where there is no other text."""
    both = letter()
    both.add_alternative("<html><body><p>The page.</p></body></html>", subtype="html")
    assert "The page" not in read(both).text
    page = letter()
    page.set_content("<html><body><p>Only <b>the</b> page.</p><ul><li>One</li></ul></body></html>", subtype="html")
    assert blocks(read(page))[1:] == [(BlockKind.PARAGRAPH, "Only the page."), (BlockKind.LIST_ITEM, "One")]
    empty = letter("")
    empty.add_alternative("<p>The page.</p>", subtype="html")
    assert blocks(read(empty))[1:] == [(BlockKind.PARAGRAPH, "The page.")]


def test_attached_documents_are_offered() -> None:
    """Documents come under their own names, without folders; pictures and signatures are not offered."""
    message = letter()
    message.add_attachment(b"%PDF-1.7 ...", maintype="application", subtype="pdf", filename="../../etc/offer.pdf")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="C:\\plans\\drawings.zip")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment("A note.", filename="=?utf-8?q?na=C3=AFve.txt?=")
    message.add_attachment(letter("Forwarded."))
    document = read(message)
    assert document.attachments[:3] == (
        Attachment("offer.pdf", b"%PDF-1.7 ...", "application/pdf"),
        Attachment("drawings.zip", b"PK", "application/zip"),
        Attachment("naïve.txt", b"A note.\n", "text/plain"),
    )
    forwarded = document.attachments[3]
    assert forwarded.name == "attachment-4.eml"
    assert read(forwarded.data).text.endswith("Forwarded.")
    assert "A note." not in document.text


def test_text_that_was_sent_as_an_attachment_is_read_where_there_is_no_other() -> None:
    """Some programs send the letter itself so."""
    message = EmailMessage()
    message["From"] = "engineer@harbour.example"
    message.add_attachment("The whole letter.", filename="letter.txt")
    assert read(message).text == "The whole letter."


def test_a_digest_gives_each_message_under_its_heading() -> None:
    """Messages within a message are read, each under who sent it, when and about what."""
    digest = MIMEMultipart("digest")
    digest["From"] = "list@harbour.example"
    for number in (1, 2):
        inner = MIMEText(f"Message number {number}.")
        inner["Subject"] = f"Part {number}"
        inner["From"] = "a@harbour.example"
        whole = EmailMessage()
        whole["Content-Type"] = "message/rfc822"
        whole.set_payload([inner])
        digest.attach(whole)
    assert [words for _, words in blocks(read(digest))] == [
        "Part 1 · a@harbour.example",
        "Message number 1.",
        "Part 2 · a@harbour.example",
        "Message number 2.",
    ]


def test_text_that_flows_is_rejoined() -> None:
    """Lines that the sender's program broke are whole again (RFC 3676)."""
    message = (
        b"From: a@harbour.example\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
        b"The offer \r\nholds.\r\nThe price\r\ndoes not.\r\n> When does \r\n> it end?\r\n"
    )
    assert read(message).text == "The offer holds.\n\nThe price\n\ndoes not.\n\nWhen does it end?"


@pytest.mark.parametrize("charset", ["no-such-charset", "iso-8859-1", "us-ascii", "utf-8"])
def test_a_wrong_charset_costs_no_word(charset: str) -> None:
    """What a letter says of its encoding is believed only where the bytes can be read so."""
    head = f"From: a@harbour.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n"
    message = head.encode() + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + "Die Brücke trägt nicht.".encode()
    assert read(message).text == "Die Brücke trägt nicht."


def test_headers_are_read_however_they_are_written() -> None:
    """Encoded words, bytes that nobody encoded, and words that can't be decoded."""
    message = (
        "From: =?utf-8?q?Br=C3=BCcke?= <a@harbour.example>\r\n"
        "Subject: Die Brücke =?utf-8?q?tr=C3=A4gt_?= =?x?q?so?=\r\n"
        "Date: the day before yesterday\r\nMIME-Version: 1.0\r\n\r\nText."
    ).encode()
    document = read(message)
    assert document.bibliography.author[0].shown == "Brücke"
    assert document.bibliography.title == "Die Brücke trägt so"
    assert document.bibliography.issued is None


def test_it_is_known_by_its_headers() -> None:
    """Whatever it is called, if a program wrote its headers; a memo with From and To is none."""
    message = letter().as_bytes()
    assert read_document(b"Received: from a by b\n" + message, "x.txt").format == "e-mail"
    assert read_document(message, "x.eml").format == "e-mail"
    memo = b"From: the clerk\nTo: the council\nSubject: the bridge\n\nIt is closed."
    assert read_document(memo, "memo.txt").format == "text"
    assert read_document(b"Dear all: it is closed.\n\nYours", "x.eml").format == "text"


def test_a_letter_without_text_is_refused_with_what_is_attached() -> None:
    """The sentence names the files to save."""
    message = EmailMessage()
    message["From"] = "a@harbour.example"
    message.add_attachment(b"%PDF-1.7 ...", maintype="application", subtype="pdf", filename="offer.pdf")
    with pytest.raises(InputRefused, match=r"“letter\.eml” has no text: save what is attached to it \(“offer\.pdf”\)"):
        read(message)


@given(st.binary(max_size=300))
def test_any_bytes_behind_headers_are_read_or_refused(body: bytes) -> None:
    """However a message is broken, it comes in or is refused."""
    head = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
    for start in (head, head + b"Content-Type: message/rfc822\n\n", head + b"Content-Transfer-Encoding: base64\n\n"):
        try:
            assert read(start + body).text
        except InputRefused as refused:
            assert "letter.eml" in refused.message  # noqa: PT017 - either outcome is right


def test_messages_nested_without_end_are_read_or_refused() -> None:
    """A thousand messages within one another are no trouble."""
    deep = b"From: a@b.example\nMIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * 1_000 + b"\n\nText."
    try:
        assert read(deep).format == "e-mail"
    except InputRefused as refused:
        assert "letter.eml" in refused.message  # noqa: PT017 - likewise


# -------------------------------------------------------------------------------------- pages in one file


def archive(page: str = PAGE) -> bytes:
    """A page as a browser saves it in one file."""
    whole = MIMEMultipart("related", type="text/html")
    whole["From"] = "<Saved by a browser>"
    whole["Snapshot-Content-Location"] = "https://gazette.example/bridge?from=mail"
    whole["Subject"] = "Close the bridge"
    whole["Date"] = "Wed, 03 Feb 2027 08:00:00 +0000"
    part = MIMEText(page, "html", "utf-8")
    part["Content-Location"] = "https://gazette.example/bridge?from=mail"
    whole.attach(part)
    frame = MIMEText("<html><body>An advertisement in a frame.</body></html>", "html", "utf-8")
    whole.attach(frame)
    return whole.as_bytes()


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page.eml", "page.txt"])
def test_a_page_in_one_file_gives_its_article(name: str) -> None:
    """It is read as the page itself would be; when it was saved is when it was seen."""
    document = read_document(archive(), name)
    page = read_document(PAGE.encode(), "page.html")
    assert document.text == page.text
    assert ARTICLE[0] in document.text
    assert document.left_out == page.left_out
    assert document.format == "web archive"
    assert document.bibliography.URL == "https://gazette.example/bridge"
    assert document.bibliography.accessed is not None
    assert document.bibliography.accessed.iso == "2027-02-03"


def test_where_it_was_saved_from_is_known_from_the_file() -> None:
    """A page that says no address has the one that the browser noted."""
    document = read_document(archive("<html><body><p>Closed.</p></body></html>"), "page.mhtml")
    assert document.bibliography.URL == "https://gazette.example/bridge?from=mail"


def test_a_file_without_a_page_is_refused() -> None:
    """An archive of pictures alone holds no page."""
    data = b"From: x\nSnapshot-Content-Location: https://a.example/\nMIME-Version: 1.0\nContent-Type: image/png\n\nx"
    with pytest.raises(InputRefused, match=r"“page\.mhtml” holds no web page"):
        read_document(data, "page.mhtml")


def test_a_charset_in_an_odd_form_costs_no_word() -> None:
    """A charset given in the form of RFC 2231, in which nobody gives it, trips nothing."""
    message = (
        "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset*=x'en'utf-8\r\n\r\nDie Brücke."
    )
    assert read(message.encode()).text == "Die Brücke."


HEAD = "From: engineer@harbour.example\nSubject: The bearings\nMIME-Version: 1.0\n"


@pytest.mark.parametrize(
    "kind",
    [
        "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB",
        "Content-Type: multipart/encrypted; boundary=a\n\n--a\nContent-Type: application/pgp-encrypted\n\nx\n--a--\n",
    ],
)
def test_an_encrypted_letter_is_refused_with_what_to_do(kind: str) -> None:
    """Its subject alone is no source."""
    with pytest.raises(InputRefused, match=r"“a\.eml” is encrypted: open it in your mail program"):
        read_document((HEAD + kind).encode(), "a.eml")


def test_headers_that_nobody_encoded_are_in_the_letters_own_encoding() -> None:
    """As old programs wrote them; UTF-8 is seen in any case."""
    for encoding in ("cp1252", "cp1251", "utf-8"):
        words = "Ökonomie für Köln" if encoding != "cp1251" else "Вода и дороги области"
        data = (
            f"From: Zoë <z@b.example>\nSubject: {words}\nMIME-Version: 1.0\n\n{words}, sagt der Rat. {words}.".replace(
                "Zoë", "Zoe" if encoding == "cp1251" else "Zoë"
            )
        )
        assert read_document(data.encode(encoding), "a.eml").bibliography.title == words


def test_a_letter_of_apple_mail_is_read_without_its_frame() -> None:
    """A number before it, and a list of properties behind it, are none of its words."""
    message = f"{HEAD}\nThe offer ends in February.\n"
    framed = f'{len(message)}      \n{message}<?xml version="1.0"?><plist version="1.0"></plist>'
    read = read_document(framed.encode(), "a.emlx")
    assert (read.format, read.text) == ("e-mail", "The bearings\n\nThe offer ends in February.")


def test_rich_parts_are_read_as_words_or_offered() -> None:
    """Enriched text loses its commands; RTF comes as a document of its own."""
    enriched = f"{HEAD}Content-Type: text/enriched\n\nThe <bold>offer</bold> is <<5 million.\n"
    assert read_document(enriched.encode(), "a.eml").text == "The bearings\n\nThe offer is <5 million."
    rtf = f"{HEAD}Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/rtf\n\n{{\\rtf1 Rich.}}\n--a--"
    (attached,) = read_document(rtf.encode(), "a.eml").attachments
    assert read_document(attached.data, attached.name).text == "Rich."
