"""Word documents made for the tests, from their parts."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:wps="wps" xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = f"""<w:styles {NAMES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our own"/><w:basedOn w:val="berschrift1"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop3"><w:name w:val="Kop 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="HTML Preformatted"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="Listed"/>
<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""


def level(number: int, form: str, text: str, more: str = "") -> str:
    """A level of a list."""
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'
    return f'<w:lvl w:ilvl="{number}">{inner}</w:lvl>'


NUMBERING = (
    f"<w:numbering {NAMES}><w:abstractNum w:abstractNumId='7'>"
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "(%2)")
    + level(2, "upperRoman", "%1.%3", "<w:isLgl/>")
    + "</w:abstractNum>"
    + f"<w:abstractNum w:abstractNumId='8'>{level(0, 'bullet', '')}{level(1, 'none', '')}</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='7'/>"
    "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/></w:lvlOverride>"
    "</w:num></w:numbering>"
)
CORE = """<cp:coreProperties xmlns:cp="core" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="terms">
<dc:title>Harbour dues</dc:title><dc:creator>Harbour Office; Quay, A.</dc:creator>
<dcterms:created>2024-01-02T10:00:00Z</dcterms:created><dcterms:modified>2025-03-10T10:00:00Z</dcterms:modified>
<dc:description>What ships pay.</dc:description></cp:coreProperties>"""
APP = "<Properties xmlns='app'><Company>Port Authority of Ostmark</Company></Properties>"
KINDS = {
    "styles.xml": "styles",
    "numbering.xml": "numbering",
    "footnotes.xml": "footnotes",
    "endnotes.xml": "endnotes",
    "comments.xml": "comments",
    "settings.xml": "settings",
    "header1.xml": "header",
    "header2.xml": "header",
    "footer1.xml": "footer",
    "chunk.html": "aFChunk",
    "chunk.mht": "aFChunk",
    "data1.xml": "diagramData",
}


def docx(
    body: str, parts: Mapping[str, str] | None = None, main: str = "word/document.xml", *, strict: bool = False
) -> bytes:
    """A Word document: the XML of its body, and parts of `word/` by their names, or others by their paths."""
    parts = {"styles.xml": STYLES, "numbering.xml": NUMBERING, **(parts or {})}
    related = "".join(
        f'<Relationship Id="{name}" Type="{R}/{KINDS[name]}" Target="{name}"/>' for name in parts if name in KINDS
    )
    rels = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'{rels}<Relationship Id="1" Type="{R}/officeDocument" Target="/{main}"/>'
            '<Relationship Id="2" Type="x/core-properties" Target="docProps/core.xml"/></Relationships>',
        )
        archive.writestr(f"word/_rels/{main.rpartition('/')[2]}.rels", f"{rels}{related}</Relationships>")
        document = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        archive.writestr(main, "\ufeff" + document.replace(W, STRICT_W).replace(R, STRICT_R) if strict else document)
        for name, content in parts.items():
            written = content.replace(W, STRICT_W).replace(R, STRICT_R) if strict else content
            archive.writestr(name if "/" in name else f"word/{name}", written)
    return file.getvalue()


def p(inner: str, style: str = "", more: str = "") -> str:
    """A paragraph; `inner` is the XML of runs, or plain words."""
    runs = inner if inner.startswith("<") else r(inner)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{runs}</w:p>"


def r(words: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def item(words: str, number: int, at: int = 0) -> str:
    """A paragraph in a list."""
    return p(words, "", f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell is plain words, or the XML of its paragraphs, after the properties of the cell if it has any."""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/>{cells}</w:tbl>"
