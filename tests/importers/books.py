"""Books made for the tests."""

import io
import zipfile
from collections.abc import Mapping

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:isbn:978-0-00-000000-2</dc:identifier>
<dc:title id="t">Bridges that Open</dc:title><meta refines="#t" property="title-type">main</meta>
<dc:title id="s">A History of Waiting</dc:title><meta refines="#s" property="title-type">subtitle</meta>
<dc:creator id="a">A harbour historian</dc:creator><meta refines="#a" property="role" scheme="marc:relators">aut</meta>
<dc:contributor id="e">An editor</dc:contributor><meta refines="#e" property="role" scheme="marc:relators">edt</meta>
<dc:publisher>Quay Press</dc:publisher><dc:date>2025-09-01</dc:date><dc:language>en_gb</dc:language>
<dc:description>&lt;p&gt;On &lt;i&gt;bridges&lt;/i&gt;.&lt;/p&gt;</dc:description>
</metadata>
<manifest>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one%20.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="style.css" media-type="text/css"/>
</manifest>
<spine><itemref idref="one"/><itemref idref="two"/><itemref idref="css"/><itemref idref="none"/></spine>
</package>"""
ONE = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><script src="x.js"/></head><body><h1>One&nbsp;bridge</h1>'
    '<p><a id="p1"/>It opens at ten.</p><aside epub:type="footnote"><p>It did not in 1987.</p></aside></body></html>'
)
TWO = "<html><body><h2>Another</h2><p>It opens<br>never.<p>Advertisement</body></html>"
PARTS = {"OEBPS/book.opf": PACKAGE, "OEBPS/text/one .xhtml": ONE, "OEBPS/text/two.xhtml": TWO}


def book(parts: Mapping[str, str | bytes] = PARTS, container: str = CONTAINER, **more: str) -> bytes:
    """An EPUB of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", container)
        for name, content in {**parts, **more}.items():
            archive.writestr(name, content)
    return file.getvalue()
