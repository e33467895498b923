"""The four styles that ship, held against the forms that their manuals show: works of our own, printed as theirs are.

The manuals are the Chicago Manual of Style (17th edition, notes and bibliography, in American English), the Publication
Manual of the American Psychological Association (7th edition), Cite Them Right (Harvard) and the Oxford University
Standard for Citation of Legal Authorities (4th edition).
"""

from __future__ import annotations

import pytest

from tests.rendering.citations.works import entry, note

AGAIN = ("subsequent",)
IBID = ("subsequent", "ibid", "ibid-with-locator")

CHICAGO = [
    ("book", "315-316", "Ida Marsh, <i>Dry Rivers</i> (New York: Saltgate Press, 2016), 315–16."),
    (
        "book of two",
        "12",
        (
            "Ben Grant and Clara Fisher, <i>A Cooler Home: The Secret of a Longer Summer</i> (New York: Lamb "
            "&amp; Hart, "
            "2015), 12."
        ),
    ),
    (
        "edition",
        "7",
        (
            "Rhona Peers and Gwyn Shiel, <i>Care by Design: The Essential Guide</i>, 2nd ed. (London: Red Gate "
            "Press, "
            "2019), 7."
        ),
    ),
    (
        "chapter",
        "177-178",
        (
            "Henry David Thorn, “Walking in the Heat,” in <i>The Making of the Northern Essay</i>, ed. John "
            "Agata (Leeds: "
            "Greywold Press, 2016), 177–78."
        ),
    ),
    (
        "translation",
        "146",
        "Jaana Lahti, <i>In Other Rooms</i>, trans. Ann Golding (New York: Alder Knapp, 2016), 146.",
    ),
    (
        "journal",
        "170",
        "Susan Satter, “Levies and the Public Well,” <i>Classical Hydrology</i> 111, no. 2 (April 2016): 170.",
    ),
    (
        "journal with a DOI",
        "9-10",
        (
            "Shao-Hsun Kang, Chun-Hung Lin, and Peter F. Orr, “Expanding Shade in Tavoy, 1978–2014: Effects on "
            "Rents and "
            "Health,” <i>Journal of Human Comfort</i> 11, no. 1 (2017): 9–10, https://doi.org/10.1234/690235."
        ),
    ),
    (
        "four authors",
        "180",
        (
            "Carol Norris et al., “Personal Budgets in One Local Authority,” <i>Working with Older "
            "Residents</i> 18, no. 4 "
            "(2014): 180."
        ),
    ),
    (
        "newspaper",
        "3",
        "Jane Croft, “Cooling Bill Warns on Quality,” <i>Financial Courier</i> (London), July 1, 2010, 3.",
    ),
    (
        "newspaper online",
        "",
        (
            "Farah Manji, “Snug Homes Make a Bet on the Sovereignty of the Fan,” <i>Northern Times</i>, March "
            "8, 2017, "
            "https://times.example/2017/03/08/fan.html."
        ),
    ),
    (
        "web page",
        "",
        "Devon Price, “Laziness in the Heat,” Warm Notes, March 23, 2018, https://notes.example/laziness.",
    ),
    (
        "thesis",
        "99-100",
        "Cynthia Lillian Rutt, “Folktales of the Dry Years” (PhD diss., University of Saltgate, 2013), 99–100.",
    ),
]
CHICAGO_AGAIN = [
    ("book", "320", AGAIN, "Marsh, <i>Dry Rivers</i>, 320."),
    ("book of two", "37", AGAIN, "Grant and Fisher, <i>Cooler Home</i>, 37."),
    ("chapter", "182", AGAIN, "Thorn, “Walking in the Heat,” 182."),
    ("journal with a DOI", "23", AGAIN, "Kang, Lin, and Orr, “Expanding Shade,” 23."),
    ("newspaper online", "", AGAIN, "Manji, “Snug Homes.”"),
    ("four authors", "181", AGAIN, "Norris et al., “Personal Budgets in One Local Authority,” 181."),
    ("book", "321", IBID, "Marsh, 321."),
]

APA = [
    ("book", "Marsh, I. (2016). <i>Dry rivers</i>. Saltgate Press."),
    (
        "edition",
        "Peers, R., &amp; Shiel, G. (2019). <i>Care by design: the essential guide</i> (2nd ed.). Red Gate Press.",
    ),
    (
        "chapter",
        (
            "Thorn, H. D. (2016). Walking in the heat. In J. Agata (Ed.), <i>The making of the northern "
            "essay</i> (pp. "
            "167–195). Greywold Press."
        ),
    ),
    (
        "journal with a DOI",
        (
            "Kang, S.-H., Lin, C.-H., &amp; Orr, P. F. (2017). Expanding shade in Tavoy, 1978–2014: effects on "
            "rents and "
            "health. <i>Journal of Human Comfort</i>, <i>11</i>(1), 1–34. https://doi.org/10.1234/690235"
        ),
    ),
    (
        "four authors",
        (
            "Norris, C., Weiss, J. A., Jonas, R., &amp; Hoode, R. (2014). Personal budgets in one local authority. "
            "<i>Working with Older Residents</i>, <i>18</i>(4), 176–185."
        ),
    ),
    (
        "newspaper online",
        (
            "Manji, F. (2017, March 8). Snug homes make a bet on the sovereignty of the fan. <i>Northern Times</i>. "
            "https://times.example/2017/03/08/fan.html"
        ),
    ),
    (
        "web page",
        "Price, D. (2018, March 23). <i>Laziness in the heat</i>. Warm Notes. https://notes.example/laziness",
    ),
    (
        "web page of a body",
        (
            "World Heat Organization. (2018, March). <i>Questions and answers on heat and safety</i>. "
            "https://who.example/heat"
        ),
    ),
    (
        "report of a department",
        (
            "National Heat Institute. (2019). <i>Taking time: support for residents in summer</i> (NHI "
            "Publication No. "
            "18-2059). Department of Care. https://heat.example/taking-time"
        ),
    ),
]
APA_CITES = [
    ("book", "12", "(Marsh, 2016, p. 12)"),
    ("book", "12-14", "(Marsh, 2016, pp. 12–14)"),
    ("book of two", "3", "(Grant &amp; Fisher, 2015, p. 3)"),
    ("four authors", "", "(Norris et al., 2014)"),
    ("report without an author", "", "(<i>The Dry Years</i>, 2023)"),
    ("web page of a body", "", "(World Heat Organization, 2018)"),
]

HARVARD = [
    ("book", "Marsh, I. (2016) <i>Dry rivers</i>. New York: Saltgate Press."),
    (
        "edition",
        "Peers, R. and Shiel, G. (2019) <i>Care by design: the essential guide</i>. 2nd edn. London: Red Gate Press.",
    ),
    (
        "chapter",
        (
            "Thorn, H.D. (2016) ‘Walking in the heat’, in J. Agata (ed.) <i>The making of the northern "
            "essay</i>. Leeds: "
            "Greywold Press, pp. 167–195."
        ),
    ),
    (
        "four authors",
        (
            "Norris, C. <i>et al.</i> (2014) ‘Personal budgets in one local authority’, <i>Working with Older "
            "Residents</i>, 18(4), pp. 176–185."
        ),
    ),
    (
        "journal with a DOI",
        (
            "Kang, S.-H., Lin, C.-H. and Orr, P.F. (2017) ‘Expanding shade in Tavoy, 1978–2014: effects on rents and "
            "health’, <i>Journal of Human Comfort</i>, 11(1), pp. 1–34. Available at: https://doi.org/10.1234/690235."
        ),
    ),
    ("newspaper", "Croft, J. (2010) ‘Cooling bill warns on quality’, <i>Financial Courier</i>, 1 July, p. 3."),
    (
        "web page of a body",
        (
            "World Heat Organization (2018) <i>Questions and answers on heat and safety</i>. Available at: "
            "https://who.example/heat (Accessed: 19 November 2026)."
        ),
    ),
]
HARVARD_CITES = [
    ("book", "23", "(Marsh, 2016, p. 23)"),
    ("book of two", "3-5", "(Grant and Fisher, 2015, pp. 3–5)"),
    ("journal with a DOI", "9", "(Kang, Lin and Orr, 2017, p. 9)"),
    ("four authors", "180", "(Norris <i>et al.</i>, 2014, p. 180)"),
]

OSCOLA = [
    ("book", "35", "Ida Marsh, <i>Dry Rivers</i> (Saltgate Press 2016) 35."),
    (
        "edition",
        "7",
        "Rhona Peers and Gwyn Shiel, <i>Care by Design: The Essential Guide</i> (2nd edn, Red Gate Press 2019) 7.",
    ),
    (
        "chapter",
        "170",
        (
            "Henry David Thorn, ‘Walking in the Heat’ in John Agata (ed), <i>The Making of the Northern "
            "Essay</i> (Greywold "
            "Press 2016) 170."
        ),
    ),
    ("journal", "170", "Susan Satter, ‘Levies and the Public Well’ (2016) 111 Classical Hydrology 165, 170."),
    ("newspaper", "", "Jane Croft, ‘Cooling Bill Warns on Quality’ <i>Financial Courier</i> (London, 1 July 2010) 3."),
    (
        "web page",
        "",
        (
            "Devon Price, ‘Laziness in the Heat’ (<i>Warm Notes</i>, 23 March 2018) "
            "&lt;https://notes.example/laziness&gt; "
            "accessed 19 November 2026."
        ),
    ),
    ("report", "12", "Law Reform Board, <i>Reforming the Heat Code</i> (Law Reform No 313, 2008) 12."),
    (
        "four authors",
        "180",
        (
            "Carol Norris and others, ‘Personal Budgets in One Local Authority’ (2014) 18 Working with Older "
            "Residents 176, "
            "180."
        ),
    ),
    ("case", "", "<i>Corr v Ibex Vehicles Ltd</i> [2008] UKHL 13, 1 AC 884."),
    ("e-mail", "", "Email from Ida Marsh, ‘Our Offer’ (16 December 2008)."),
    ("document", "3", "‘Minutes of the Wells Board’ (Wells Board 2026) 3."),
    ("law", "", "Human Shade Act 1998."),
]
OSCOLA_AGAIN = [
    ("book", "41", AGAIN, "page", "Marsh (n 3) 41."),
    ("book of two", "2", AGAIN, "page", "Grant and Fisher (n 3) 2."),
    ("book", "42", IBID, "page", "ibid 42."),
    ("web page", "4", IBID, "paragraph", "ibid para 4."),
    ("web page", "4", AGAIN, "paragraph", "Price (n 3) para 4."),
]


@pytest.mark.parametrize(("work", "at", "expected"), CHICAGO)
def test_chicago_prints_a_first_note(work: str, at: str, expected: str) -> None:
    """In full, with the place last."""
    assert note("chicago-notes", work, at, language="en-US") == expected


@pytest.mark.parametrize(("work", "at", "positions", "expected"), CHICAGO_AGAIN)
def test_chicago_shortens_a_later_note(work: str, at: str, positions: tuple[str, ...], expected: str) -> None:
    """Author and short title; right behind a note on the same work the author alone."""
    assert note("chicago-notes", work, at, language="en-US", positions=positions) == expected


@pytest.mark.parametrize(("work", "expected"), APA)
def test_apa_lists_a_work(work: str, expected: str) -> None:
    """As in a list of references."""
    assert entry("apa", work, language="en-US") == expected


@pytest.mark.parametrize(("work", "at", "expected"), APA_CITES)
def test_apa_cites_in_brackets(work: str, at: str, expected: str) -> None:
    """Author, year and place."""
    assert note("apa", work, at, language="en-US") == expected


@pytest.mark.parametrize(("work", "expected"), HARVARD)
def test_harvard_lists_a_work(work: str, expected: str) -> None:
    """As in a list of references."""
    assert entry("harvard", work, language="en-GB") == expected


@pytest.mark.parametrize(("work", "at", "expected"), HARVARD_CITES)
def test_harvard_cites_in_brackets(work: str, at: str, expected: str) -> None:
    """Author, year and place."""
    assert note("harvard", work, at, language="en-GB") == expected


@pytest.mark.parametrize(("work", "at", "expected"), OSCOLA)
def test_oscola_prints_a_first_note(work: str, at: str, expected: str) -> None:
    """Hardly any punctuation, given names in full."""
    assert note("oscola", work, at, language="en-GB") == expected


@pytest.mark.parametrize(("work", "at", "positions", "label", "expected"), OSCOLA_AGAIN)
def test_oscola_leads_back(work: str, at: str, positions: tuple[str, ...], label: str, expected: str) -> None:
    """To the number of the first note; “ibid” right behind one on the same work."""
    printed = note("oscola", work, at, language="en-GB", positions=positions, first=3, label=label)
    assert printed == expected
