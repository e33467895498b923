"""An entry finds its source by DOI, address, or title and year, and says what it would change."""

from dataclasses import replace

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.dossier import Dossier
from briefgen.domain.operations import add_source
from briefgen.domain.references import Reference, match_references, shown, take_references
from briefgen.domain.sources import Source

YEAR = PartialDate(year=2024)
TITLE = "Who pays for the harbour wall in winter"


def dossier(*about: Bibliography) -> Dossier:
    """A dossier with sources of which that is known."""
    found = Dossier()
    for number, bibliography in enumerate(about):
        found, _ = add_source(
            found, Source(id="source-1", sha256=f"{number}", text="Words.", bibliography=bibliography)
        )
    return found


def matched(sources: Dossier, *entries: Bibliography) -> list[tuple[str, str, str]]:
    """Source, key of the entry, and by what."""
    found = match_references(sources, [Reference(f"e{number}", entry) for number, entry in enumerate(entries)])
    return [(match.source, match.reference.key, match.by) for match in found.matches]


def test_a_doi_tells_it_however_it_is_written() -> None:
    """With an address around it, in capitals; another DOI is another work, whatever the title."""
    sources = dossier(
        Bibliography(DOI="10.1234/WALL.5"),
        Bibliography(URL="https://doi.org/10.1234/pier"),
        Bibliography(title=TITLE, DOI="10.1234/other"),
    )
    entries = (
        Bibliography(title=TITLE, DOI="https://doi.org/10.1234/wall.5"),
        Bibliography(title="B", DOI="doi:10.1234/pier."),
    )
    assert matched(sources, *entries) == [("source-1", "e0", "DOI"), ("source-2", "e1", "DOI")]


def test_title_and_year_tell_it() -> None:
    """Without regard to case, accents and punctuation; a year apart for long titles; not with other years."""
    entry = Bibliography(title=TITLE, issued=YEAR)
    for about, by in (
        (
            Bibliography(title="WHO PAYS, for the Hárbour-Wall: in winter?", issued=PartialDate(year=2024, month=3)),
            "title and year",
        ),
        (Bibliography(title=TITLE), "title"),
        (Bibliography(title=TITLE, issued=PartialDate(year=2025)), "title"),
        (Bibliography(title=TITLE, issued=PartialDate(year=2026)), ""),
        (Bibliography(title="Who pays", issued=YEAR), ""),
    ):
        assert matched(dossier(about), entry) == ([("source-1", "e0", by)] if by else [])
    assert (
        matched(dossier(Bibliography(title="Who pays", issued=YEAR)), Bibliography(title="Who pays", issued=YEAR)) == []
    )


def test_an_address_tells_it() -> None:
    """Scheme, www, fragment and final slash make no difference; a bare host is no address."""
    sources = dossier(Bibliography(URL="http://www.Example.org/wall/#top"), Bibliography(URL="https://example.org/"))
    entries = (
        Bibliography(title="A", URL="https://example.org/wall"),
        Bibliography(title="B", URL="https://example.org"),
    )
    assert matched(sources, *entries) == [("source-1", "e0", "address")]


def test_the_best_entry_is_taken() -> None:
    """A DOI before a title; two sources of one work both have it; the rest is told."""
    sources = dossier(Bibliography(title=TITLE, DOI="10.1234/a"), Bibliography(title=TITLE, issued=YEAR))
    entries = [
        Reference("title", Bibliography(title=TITLE, issued=YEAR)),
        Reference("doi", Bibliography(title=TITLE, issued=YEAR, DOI="10.1234/a")),
        Reference("none", Bibliography(title="Of something quite different")),
    ]
    found = match_references(sources, entries)
    assert [(match.source, match.reference.key) for match in found.matches] == [
        ("source-1", "doi"),
        ("source-2", "title"),
    ]
    assert [entry.key for entry in found.others] == ["none"]


def test_changes_are_told_and_taken_as_one() -> None:
    """Old and new, field by field; what is empty in the entry, the same, or known better, is no change."""
    before = Bibliography(
        title="WHO PAYS for the wall", issued=PartialDate(year=2024, month=3), publisher="P", URL="u", DOI="10.1234/a"
    )
    entry = Bibliography(
        title="Who pays for the wall",
        issued=YEAR,
        publisher="Quay Press",
        DOI="10.1234/a",
        author=(Name(literal="Office"),),
    )
    sources = dossier(before)
    (match,) = match_references(sources, [Reference("e", entry)]).matches
    assert [(c.field, shown(c.before), shown(c.after), c.is_wise) for c in match.changes] == [
        ("title", "WHO PAYS for the wall", "Who pays for the wall", False),
        ("author", "", "Office", True),
        ("publisher", "P", "Quay Press", True),
    ]
    after = take_references(sources, {match.source: [change for change in match.changes if change.is_wise]})
    assert after.sources[0].bibliography == replace(before, publisher="Quay Press", author=entry.author)
    assert take_references(sources, {match.source: []}) is sources
    assert shown(PartialDate(year=2024, month=3)) == "2024-03"
