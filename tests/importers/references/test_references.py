"""Lists of references come in from BibTeX, RIS and CSL-JSON with the fields that each gives."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.bibliography import Bibliography, to_csl
from briefgen.errors import InputRefused
from briefgen.importers.references.forms import holds_references
from briefgen.importers.references.reading import read_references

ARTICLE = {
    "type": "article-journal",
    "title": "Who pays for the wall: Dues & duties",
    "author": [
        {"family": "Quay", "given": "Ada B."},
        {"family": "van der Mole", "given": "Piet Jr."},
        {"literal": "Port Authority of Ostmark"},
    ],
    "container-title": "Journal of Harbours",
    "volume": "7",
    "issue": "2",
    "page": "10-31",
    "issued": {"date-parts": [[2024, 3, 5]]},
    "accessed": {"date-parts": [[2025, 1, 2]]},
    "URL": "https://example.org/wall?a=50%25_b",
    "DOI": "10.1234/Wall.5",
    "ISSN": "1234-5678",
    "language": "de",
    "abstract": "Café owners pay more than 5 %.",
}

GOOD_BIBTEX = r"""
@string{jh = "Journal of Harbours"}
@Article{quay2024,
  author = {Quay, Ada B. and van der Mole, Jr., Piet and {Port Authority of Ostmark} and others},
  title = {Who pays for the {Wall}}, subtitle = "Dues \& duties",
  journal = jh, volume = 7, number = {2}, pages = {10--31}, year = 2024, month = mar, day = 5,
  urldate = {2025-01-02}, url = {https://example.org/wall?a=50%25\_b}, doi = {https://doi.org/10.1234/Wall.5},
  issn = {1234-5678}, langid = {ngerman}, abstract = {Caf{\'e} owners pay more than 5~\%.},
}
"""
RIS = """TY  - JOUR
ID  - quay2024
T1  - Who pays for the wall: Dues & duties
AU  - Quay, Ada B.
A1  - ignored when there are authors
AU  - van der Mole, Piet, Jr.
AU  - Port Authority of Ostmark
T2  - Journal of Harbours
VL  - 7
IS  - 2
SP  - 10
EP  - 31
DA  - 2024/03/05/
Y2  - 2025/01/02
UR  - https://example.org/wall?a=50%25_b
DO  - doi: 10.1234/Wall.5
SN  - 1234-5678
LA  - de
AB  - Café owners pay more
than 5 %.
XX  - who knows
ER  -

"""


def only(data: str | bytes, name: str = "list") -> Bibliography:
    """What the only reference of a list says."""
    found = read_references(data.encode() if isinstance(data, str) else data, name)
    assert len(found.entries) == 1, found
    assert found.unread == ()
    return found.entries[0].bibliography


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([{**ARTICLE, "id": "quay2024", "keyword": "left aside"}]),
        json.dumps({"items": [ARTICLE]}),
        json.dumps({"message": {**ARTICLE, "title": [ARTICLE["title"]], "container-title": ["Journal of Harbours"]}}),
        GOOD_BIBTEX,
        RIS,
        RIS.replace("\n", "\r\n").encode("utf-16"),
        "\ufeff\n" + RIS.replace("ER  -", ""),
    ],
    ids=["csl", "items", "crossref", "bibtex", "ris", "utf-16", "unended"],
)
def test_each_form_gives_the_same_fields(data: str | bytes) -> None:
    """Names by their parts, bodies whole, dates in parts, TeX as words, addresses as they are."""
    found = to_csl(only(data))
    for name, value in ARTICLE.items():
        if name == "title":
            assert str(found[name]).casefold() == str(value).casefold()
        else:
            assert found[name] == value, name


@pytest.mark.parametrize(
    ("tex", "field", "words"),
    [
        (r"@report{a, title={A}, institution={Port Office}, number={12}, address={Ostmark}}", "number", "12"),
        (r"@report{a, title={A}, institution={Port Office}}", "publisher", "Port Office"),
        (r"@misc{a, title={A}, howpublished={\url{https://example.org/a_b}}}", "URL", "https://example.org/a_b"),
        (r"@article{a, title={$e=mc^2$ and \textit{more} ``words''}}", "title", "e=mc^2 and more “words”"),
        (r"@misc{a, title={\href{https://example.org}{Example} \unknown{} end}}", "title", "Example end"),
        (r"@thesis{a, title={A}, type={Doctoral thesis}}", "genre", "Doctoral thesis"),
        (r"@book{a, title={A}, language={british}}", "language", "en-GB"),
    ],
)
def test_fields_of_bibtex(tex: str, field: str, words: str) -> None:
    """By their names in BibTeX and in BibLaTeX."""
    assert getattr(only(tex), field) == words


def test_a_part_takes_over_what_its_whole_says() -> None:
    """By crossref, once; the whole's title is where the part stands."""
    found = read_references(
        b"@incollection{a, title={Part}, crossref={b}} @book{b, title={Whole}, publisher={P}, year=2020, crossref={b}}",
        "list.bib",
    )
    part, whole = (entry.bibliography for entry in found.entries)
    assert (part.title, part.container_title, part.publisher) == ("Part", "Whole", "P")
    assert part.issued == whole.issued
    assert (part.type, whole.title, whole.container_title) == ("chapter", "Whole", "")


def test_a_damaged_entry_keeps_no_other_out() -> None:
    """It is told where it stands."""
    bib = read_references(
        b"@book{a, title={A}}\n@book{b, title={B\n\n@book{c, title={C}}\n@book{a, title={Again}}", "l.bib"
    )
    assert {"A", "C", "Again"} <= {entry.bibliography.title for entry in bib.entries}
    assert len(bib.unread) == 1
    ris = read_references(b"TY  - BOOK\nTI  - A\nDA  - 2024/13/45\nER  - \nTY  - CHAP\nTI  - B\nSN  - 978-1\n", "l.ris")
    assert [entry.bibliography.title for entry in ris.entries] == ["A", "B"]
    assert ris.entries[0].bibliography.issued is not None
    assert ris.entries[0].bibliography.issued.literal == "2024/13/45"
    assert ris.entries[1].bibliography.ISBN == "978-1"
    csl = read_references(b'[{"id": "a", "title": {"no": "words"}}, {"id": "b", "title": "B"}]', "l.json")
    assert [entry.key for entry in csl.entries] == ["b"]
    assert len(csl.unread) == 1


def test_elements_in_titles_are_no_words() -> None:
    """Those of Crossref and of Zotero."""
    about = only('{"title": "The <i>Wall</i> &amp; more", "abstract": "<jats:p>One.</jats:p><jats:p>Two.</jats:p>"}')
    assert (about.title, about.abstract) == ("The Wall & more", "One. Two.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Some words.", "no list of references"),
        (b"[1, 2", "no JSON where it should be"),
        (b"[1, 2]", "no reference that could be read"),
        (b"[" * 100_000, "maximum recursion"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, said: str) -> None:
    """In a sentence with its name; nesting without end is the confined process's to tell."""
    with pytest.raises((InputRefused, RecursionError), match=said):
        read_references(data, "list.json")


def test_lists_are_told_from_documents() -> None:
    """By their ending; plain text by an entry at its beginning, JSON by the names in it; web annotations are none."""
    for name, content, holds in (
        ("a.bib", "", True),
        ("a.RIS", "", True),
        ("a.txt", "\n@Article{a1,\n title={A}}", True),
        ("b.txt", "\ufeffTY  - JOUR\nTI  - A", True),
        ("c.txt", "@article is what they write to us with.", False),
        ("d.html", GOOD_BIBTEX, False),
        ("a.json", '[{"title": "A"}]', True),
        ("b.json", '{"@context": "http://www.w3.org/ns/anno.jsonld", "title" : "x"}', False),
        ("c.json", "{}", False),
    ):
        assert holds_references(name, content.encode) is holds, name


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever stands in a field of any of the forms."""
    bare = text.replace("{", "").replace("}", "")
    item: dict[str, Any] = {"title": text, "author": [{"family": text}], "issued": {"raw": text}}
    for data in (
        f"@book{{a, title={{{bare}}}, author={{{bare}}}, year={{{bare}}}}}",
        f"TY  - BOOK\nTI  - {text}\nAU  - {text}\nDA  - {text}\n",
        json.dumps([item]),
    ):
        with contextlib.suppress(InputRefused):
            assert read_references(data.encode("utf-8", "replace"), "list").entries


def test_lists_of_others_come_in(corpora: Path) -> None:
    """Every list of the corpus that is in one of the three forms gives its entries."""
    for path in sorted((corpora / "bib").rglob("*")):
        if path.is_file() and path.suffix in {".bib", ".ris"} and "wos" not in path.name:
            assert read_references(path.read_bytes(), path.name).entries, path.name
