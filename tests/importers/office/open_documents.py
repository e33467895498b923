"""OpenDocument texts made for the tests, from their parts."""

import io
import zipfile
from collections.abc import Mapping

_NAMES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "draw": "drawing",
    "style": "style",
    "meta": "meta",
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
}
NAMES = (
    " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in _NAMES.items())
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
AUTOMATIC = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="P2" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
<style:style style:name="P3" style:family="paragraph">
<style:paragraph-properties fo:margin-left="1cm" fo:margin-right="0.5in"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
<text:list-level-style-number text:level="3" style:num-format="I" text:display-levels="3" text:start-value="4"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
"""
STYLES = f"""<office:document-styles {NAMES}><office:styles>
<style:default-style style:family="paragraph">
<style:text-properties fo:language="en" fo:country="GB"/></style:default-style>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph" style:display-name="Quotations"/>
<style:style style:name="Preformatted_20_Text" style:display-name="Preformatted Text" style:family="paragraph"/>
<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/>
<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>
</office:styles><office:master-styles><style:master-page>
<style:header><text:p>Port Authority</text:p></style:header><style:footer><text:p>Page 1</text:p></style:footer>
<style:footer-left><text:p>Page 1</text:p></style:footer-left></style:master-page></office:master-styles>
</office:document-styles>"""
META = f"""<office:document-meta {NAMES}><office:meta><dc:title>Harbour dues</dc:title>
<meta:initial-creator>Harbour Office</meta:initial-creator><dc:creator>Someone</dc:creator>
<meta:creation-date>2024-01-02T10:00:00</meta:creation-date><dc:date>2025-03-10T10:00:00.5</dc:date>
<dc:language>fr-FR</dc:language><dc:description>What ships pay.</dc:description>
<meta:user-defined meta:name="Publisher">Quay Press</meta:user-defined></office:meta></office:document-meta>"""


def content(body: str) -> str:
    """The part with the text."""
    return (
        f"<office:document-content {NAMES}><office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def odt(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """An OpenDocument text of that body, and of other parts by their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, part in {"content.xml": content(body), **(parts or {})}.items():
            archive.writestr(name, part)
    return file.getvalue()


def flat(body: str) -> bytes:
    """The same in one file of XML."""
    inner = content(body).replace("document-content", "document")
    kind = ' office:mimetype="application/vnd.oasis.opendocument.text"'
    return f'<?xml version="1.0"?>{inner.replace("<office:document ", f"<office:document{kind} ", 1)}'.encode()
