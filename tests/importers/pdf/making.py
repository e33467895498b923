"""PDFs for the tests: printed from HTML, or written by hand where a page must be just so."""

import zlib
from collections.abc import Sequence

from weasyprint import HTML


def printed(html: str, css: str = "", **metadata: str) -> bytes:
    """A PDF of HTML, in the fonts that the system has; `metadata` is for the document's head."""
    head = "".join(f'<meta name="{name}" content="{value}">' for name, value in metadata.items())
    style = "@page { size: A5; margin: 20mm } body { font: 10pt/1.4 serif; text-align: justify } p { margin: 0 0 6pt }"
    page = f'<!DOCTYPE html><html lang="en"><head>{head}<style>{style}{css}</style></head><body>{html}</body></html>'
    return bytes(HTML(string=page).write_pdf())


def handmade(
    contents: Sequence[str],
    *,
    catalog: str = "",
    page: str = "",
    font: str = "/Subtype /Type1 /BaseFont /Helvetica",
    more: Sequence[str] = (),
    info: str = "",
) -> bytes:
    """A PDF of pages with the given content streams, in Helvetica as /F1; `more` are objects from number 4 on.

    `catalog`, `page` and `info` are added to the dictionaries. Pages are 400 × 500 points unless `page` says otherwise.
    """
    first = 4 + len(more)
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(contents)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        f"<< /Type /Font {font} >>",
        *more,
    ]
    box = "" if "/MediaBox" in page else "/MediaBox [0 0 400 500]"
    resources = "/Resources << /Font << /F1 3 0 R >> >>"
    for index, content in enumerate(contents):
        stream = zlib.compress(content.encode("latin-1"))
        objects += [
            f"<< /Type /Page /Parent 2 0 R {box} /Contents {first + 2 * index + 1} 0 R {resources} {page} >>",
            f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n{stream.decode('latin-1')}\nendstream",
        ]
    if info:
        objects.append(f"<< {info} >>")
    data = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    told = f"/Info {len(objects)} 0 R" if info else ""
    trailer = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {told} >>"
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}{trailer}"
    return data + f"{end}\nstartxref\n{len(data)}\n%%EOF".encode("latin-1")


def words_at(*placed: tuple[float, float, str], size: float = 10) -> str:
    """A content stream that sets words at places, in points from the lower left corner."""
    return "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET" for x, y, words in placed)
