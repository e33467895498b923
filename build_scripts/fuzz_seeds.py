"""What the fuzzer begins with: documents of our own, and small ones of the corpora where they are."""

# ruff: noqa: E501 - the documents are as they are
from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

_OURS = {
    "text": b"A HEADING\n\n1. One\n2. Two\n\n> Quoted\n\n  a    b    c\n  1    2    3\n\nhttps://gazette.example/x\n",
    "markdown": (
        b"---\ntitle: Dues\nauthor: [A, B]\ndate: 2026-01-02\n---\n# H\n\n- a\n  1. b\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        b"> q[^1]\n\n[^1]: note\n\nTerm\n: meaning\n\n```x\ncode\n```\n<div>html</div>\n"
    ),
    "html": (
        b'<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>T</title><meta property="og:title" content="T">'
        b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"T","author":{"name":"A"},'
        b'"datePublished":"2026-01-02"}</script></head><body><nav><a href=/x>Menu</a></nav><article><h1>T</h1><p>Words of'
        b" the article, long enough to be told from a menu, with a comma.</p><ul><li>One<ol><li>Two</ol></ul><table><tr>"
        b"<th>a<td rowspan=2>b<tr><td>c</table><blockquote>q</blockquote><figure><img src=x alt=y><figcaption>c"
        b"</figcaption></figure><pre>x</pre><dl><dt>a<dd>b</dl></article><footer>f</footer></html>"
    ),
    "mhtml": (
        b"From: <Saved>\r\nSnapshot-Content-Location: https://gazette.example/x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; '
        b"charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://gazette.example/x"
        b"\r\n\r\n<html><title>T</title><p>Caf=C3=A9 words=\r\n go on.</p></html>\r\n--b\r\nContent-Type: image/png\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    ),
    "mail": (
        b"From: A <a@b.example>\r\nTo: =?utf-8?b?w6k=?= <c@d.example>, e@f.example\r\nSubject: =?iso-8859-1?q?S=E9?=\r\n"
        b"Date: Fri, 2 Jan 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; format=flowed; "
        b"delsp=yes\r\n\r\n> quoted \r\n> on\r\nWords\r\n-- \r\nSig\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>Words"
        b"\r\n--c--\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\nSubject: In\r\n\r\nInner\r\n--b\r\n"
        b'Content-Type: application/pdf; name="x.pdf"\r\nContent-Disposition: attachment; filename*=utf-8\'\'x%20y.pdf'
        b"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--b--\r\n"
    ),
    "rtf": (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset204 A;}{\f2\fcharset2 Symbol;}}{\stylesheet{\s1\outlinelevel0"
        rb" heading 1;}}{\*\listtable{\list{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}}\listid1}}"
        rb"{\*\listoverridetable{\listoverride\listid1\ls1}}{\info{\title T}{\author A}{\creatim\yr2026\mo1\dy2}}"
        rb"\pard\s1 Head\par\pard\ls1\ilvl0 Item\par\trowd\cellx100\cellx200\intbl a\cell b\cell\row\pard"
        rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\footnote\pard note}\u233?\'e9{\deleted gone}{\v hid}"
        rb"{\*\annotation c}\uc2\u8364 xx{\upr{a}{\*\ud{b}}}\par}"
    ),
    "feed": (
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><item><title>I</title><description>&lt;p&gt;W'
        b"&lt;/p&gt;</description><pubDate>Fri, 02 Jan 2026 10:00:00 GMT</pubDate></item></channel></rss>"
    ),
    "references": (
        b'@string{j = "Journal"}\n@article{a, author = {Quay, A. and {The Office}}, title = {{D}ues \\"o \\& $x$}, journal '
        b"= j # { II}, year = 2026, month = jan, pages = {1--2}, doi = {10.1/x}, crossref = {b}}\n@comment{x}\n"
        b"@book{b, title = {T}, editor = {B, C, D}, date = {2026-01/2026-02}}\n"
    ),
}  # fmt: skip
_RIS = b"TY  - JOUR\nAU  - Quay, A.\nTI  - Dues\nPY  - 2026/01/02/\nSP  - 1\nEP  - 2\nDO  - 10.1/x\nER  - \n"
_CSL = json.dumps(
    [{"type": "book", "title": "T", "author": [{"family": "Q", "given": "A"}, {"literal": "O"}],
      "issued": {"date-parts": [[2026, 1], [2026, 2]]}, "DOI": "10.1/x", "page": "1-2"}]
).encode()  # fmt: skip
_ANNOTATIONS = json.dumps(
    {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [{
        "type": "Annotation", "motivation": "tagging",
        "body": [{"type": "TextualBody", "value": "Risk", "purpose": "tagging"}, {"value": "n"}],
        "target": {"source": "https://gazette.example/x", "selector": [
            {"type": "TextQuoteSelector", "exact": "words", "prefix": "a ", "suffix": " b"},
            {"type": "TextPositionSelector", "start": 1, "end": 6}]}}]}
).encode()  # fmt: skip
_FOLDERS = {
    "text": (".txt",), "markdown": (".md",), "html": (".html", ".htm"), "mail": (".eml",), "epub": (".epub",),
    "docx": (".docx",), "odt": (".odt",), "rtf": (".rtf",), "pdf": (".pdf",), "feed": (".rss", ".atom"),
    "references": (".bib", ".ris", ".json"), "qda": (".qdpx", ".qde", ".qdc"),
}  # fmt: skip
_MOST = 60


def seeds(kind: str, root: Path, longest: int) -> Iterator[bytes]:
    """Documents of a kind that come in, none longer than so many bytes."""
    yield from _made(kind)
    corpora = Path(os.environ.get("BRIEFGEN_CORPORA") or root.parent / "shared" / "corpora")
    if kind in _FOLDERS and corpora.is_dir():
        files = [path for path in corpora.rglob("*") if path.suffix.lower() in _FOLDERS[kind] and path.is_file()]
        small = [path for path in files if path.stat().st_size <= longest]
        if kind == "references":
            small = [path for path in small if path.parent.parent.name == "bib"]
        for path in sorted(small, key=lambda path: path.stat().st_size)[:_MOST]:
            yield path.read_bytes()


def _made(kind: str) -> Iterator[bytes]:
    if kind in _OURS:
        yield _OURS[kind]
    match kind:
        case "references":
            yield _RIS
            yield _CSL
        case "annotations":
            yield _ANNOTATIONS
        case "epub":
            from tests.importers.books import book

            yield book()
        case "docx":
            from tests.importers.office import word_documents as word

            table = word.table(("a", "b"), ("c", "d"))
            body = word.p("Head", "berschrift1") + word.item("One", 1) + word.item("Two", 1, 1) + table
            noted = word.p('<w:r><w:t>Noted</w:t><w:footnoteReference w:id="2"/></w:r><w:ins><w:r><w:t>in</w:t></w:r>'
                           '</w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del><w:commentRangeStart w:id="1"/>'
                           '<w:r><w:t>words</w:t></w:r><w:commentRangeEnd w:id="1"/>')  # fmt: skip
            field = word.p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r>'
                           '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r>'
                           '<w:fldChar w:fldCharType="end"/></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>')  # fmt: skip
            notes = f'<w:footnotes {word.NAMES}><w:footnote w:id="2">{word.p("A note")}</w:footnote></w:footnotes>'
            said = (
                f'<w:comments {word.NAMES}><w:comment w:id="1" w:author="A">{word.p("Why?")}</w:comment></w:comments>'
            )
            yield word.docx(body + noted + field, {"footnotes.xml": notes, "comments.xml": said})
            yield word.docx(body + noted, {"footnotes.xml": notes}, strict=True)
        case "odt":
            from tests.importers.office.open_documents import flat, odt

            body = (
                '<text:h text:outline-level="1">Head</text:h><text:list text:style-name="L1"><text:list-item><text:p>One'
                '</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell '
                'table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell></table:table-row></table:table>'
                '<text:p text:style-name="P1">Words<text:note text:note-class="footnote"><text:note-citation>1'
                "</text:note-citation><text:note-body><text:p>Note</text:p></text:note-body></text:note><text:s text:c="
                '"3"/><office:annotation><dc:creator>A</dc:creator><text:p>Why?</text:p></office:annotation><draw:frame>'
                "<draw:text-box><text:p>Box</text:p></draw:text-box></draw:frame></text:p>"
            )  # fmt: skip
            yield odt(body)
            yield flat(body)
        case "pdf":
            from tests.importers.pdf.making import handmade, words_at

            lines = words_at((50, 450, "A heading"), (50, 430, "Words of a paragraph that"), (50, 418, "goes on."))
            yield handmade([lines, words_at((50, 450, "More words")), ""])
        case "qda":
            from tests.importers.coded.projects import NOTE, RISK, WIND, note, qde, qdpx, selection, text_source

            spans = selection("nine hundred cars", RISK, named=True) + selection("wind", WIND, number=2, note=NOTE)
            yield qdpx(qde(text_source(spans), notes=note("Why?")))
            yield qde(text_source(spans), notes=note("Why?"))
            from briefgen.exporters.qda import to_qdpx
            from tests.domain.builders import harbour

            yield to_qdpx(harbour(), lambda _sha256: b"")
        case "archive":
            from tests.importers.coded.projects import qdpx

            yield qdpx(b"x", {"a.txt": b"One", "b/c.txt": b"Two"}, name="d.txt")
