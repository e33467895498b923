"""The whole road on a real article, as somebody new to Briefgen goes it: with commands alone, from text to PDF."""

import datetime as dt
import json
import re
from pathlib import Path

import pypdfium2
import pytest

from briefgen.cli import run

WARN = 3
"""More pages than these before the annex nobody puts in a minister's box."""

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905  reads better
)


class Shell:
    """Gives commands to the command line in this process and keeps what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> str:
        """Give a command that must succeed; its standard output comes back."""
        self._capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = self._capsys.readouterr()
        assert code == 0, f"{arguments[0]}: {said.out}{said.err}"
        return said.out

    def line(self, *arguments: object) -> str:
        """Give a command that prints one line."""
        return self(*arguments).strip()


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The command line of a user without settings of their own."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    return Shell(capsys)


@pytest.fixture(scope="session")
def article(sources_folder: Path) -> Path:
    """A newspaper article as saved from its page."""
    found = sources_folder / "japan-us-alliance.txt"
    if not found.is_file():
        pytest.skip(f"no such article: {found}")
    return found


def sentence_with(text: str, words: str) -> str:
    """The one sentence of `text` in which `words` stand, whole."""
    (paragraph,) = (line for line in text.splitlines() if words in line)
    (found,) = (s for s in re.split(r"(?<=[.?!])\s+(?=[A-Z“])", paragraph) if words in s)
    return found


def printed(day: dt.date) -> str:
    """A date as it is printed, without its year."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def test_noise_of_the_page_is_left_out(article: Path, shell: Shell) -> None:
    """The lines “Advertisement” are no part of the text, and everything else is."""
    raw = article.read_text(encoding="utf-8")
    assert raw.splitlines().count("Advertisement") == 2
    text = shell("extract", article)
    assert "Advertisement" not in text
    wanted = [line.split() for line in raw.splitlines() if line.strip() and line.strip() != "Advertisement"]
    assert [line.split() for line in text.splitlines() if line.strip()] == wanted


def _fields(**values: object) -> list[str]:
    """Fields as options of a command; what is no text is given as JSON."""
    pairs = ((name.rstrip("_").replace("_", "-"), value) for name, value in values.items())
    return [
        argument
        for name, value in pairs
        for argument in ("--set", f"{name}={value if isinstance(value, str) else json.dumps(value)}")
    ]


def _make_dossier(shell: Shell, article: Path, dossier: Path) -> None:
    """Make a dossier of the article: three risks, a dilemma and three recommendations from its own sentences."""
    today = dt.datetime.now().astimezone().date()
    due = today + dt.timedelta(days=60)
    shell("new", dossier, "--title", "The alliance with the United States")
    source = shell.line(
        "import",
        dossier,
        article,
        *_fields(
            type="article-newspaper",
            title="The treaty in question",
            container_title="A newspaper of record",
            issued="2025-03",
            language="en-GB",
            how_obtained="pasted",
        ),
    )
    assert source == "source-1"
    text = shell("text", dossier, source)

    def point(kind: str, title: str, words: str, **values: object) -> str:
        quote = sentence_with(text, words)
        return shell.line(
            "point", dossier, "--kind", kind, "--title", title, "--quote", quote, "--source", source, *_fields(**values)
        )

    assert (
        point(
            "risk",
            "Washington reopens or leaves the treaty",
            "unilaterally withdrawing",
            cause="the President calls the treaty one-sided",
            event="Washington asks to reopen the treaty or leaves it",
            effect="Japan loses its guarantee",
            category="strategy",
            theme="geographic and diplomatic",
            likelihood="unlikely",
            impact="catastrophic",
            horizon="5 years",
            impact_on=["security", "international standing"],
            residual={"likelihood": "unlikely", "impact": 5},
            response="treat",
            proximity="longer",
            trend="rising",
            confidence="moderate",
            owner="Director-General, North American Affairs",
            review_by=(due + dt.timedelta(days=90)).isoformat(),
            controls=["Standing consultations at the level of ministers"],
        )
        == "risk-1"
    )
    assert (
        point(
            "risk",
            "Support comes with conditions",
            "neither unconditional nor guaranteed",
            cause="Washington weighs its allies by what they pay",
            event="help in a crisis is made to wait for concessions",
            effect="adversaries grow bolder",
            category="security",
            likelihood="realistic possibility",
            impact="significant",
            horizon="this parliament",
            response="treat",
            trend="rising",
            confidence="moderate",
            owner="Director-General, Defence Policy",
        )
        == "risk-2"
    )
    assert (
        point(
            "risk",
            "Demands are made in public",
            "brace itself",
            cause="the President prefers a public stage",
            event="demands for spending and purchases are made before cameras",
            effect="the Government answers under pressure and trust suffers",
            category="reputational",
            likelihood="likely or probable",
            impact="moderate",
            horizon="this year",
            response="treat",
            trend="steady",
            confidence="high",
            owner="Chief Cabinet Secretary",
        )
        == "risk-3"
    )
    assert (
        point(
            "dilemma",
            "Bind the ally closer or lean on it less",
            "faces the dilemma",
            question="Should Tokyo bind Washington closer, or prepare to need it less?",
            tension="trust in the ally against strength of one's own",
            why_unavoidable="Money and political capital spent on one course are missing from the other.",
            options=[
                {
                    "letter": "A",
                    "name": "Bind closer, as now",
                    "is_status_quo": True,
                    "gains": "The guarantee is worth most while it holds.",
                    "costs": "Each new demand is met from a weaker position.",
                    "who_bears": ["Taxpayers"],
                    "reversibility": "reversible",
                    "reduces": ["risk-3"],
                },
                {
                    "letter": "B",
                    "name": "Prepare to need it less",
                    "gains": "Japan can hold out longer by itself.",
                    "costs": "Washington reads it as doubt.",
                    "who_bears": ["Taxpayers", "Host communities"],
                    "reversibility": "reversible at cost",
                    "reduces": ["risk-2"],
                },
            ],
            value_judgement="Choosing B puts freedom to act before calm with the ally.",
            lean="B",
            lean_strength="slight",
        )
        == "dilemma-1"
    )
    recommendation = {"priority": "essential", "confidence": "moderate", "effort": "medium"} | dict.fromkeys(
        ("legal_none", "consultation_none", "equality_none"), True
    )
    assert (
        point(
            "recommendation",
            "Prepare one account of what Japan pays",
            "In exchange for hosting",
            verb="approve",
            action="Approve one published account of what Japan pays for the alliance.",
            owner="Director-General, North American Affairs",
            deadline=(due + dt.timedelta(days=20)).isoformat(),
            deadline_reason="it must be ready when the leaders meet",
            cost={"amount": "none", "band": "none", "funding": "cost-neutral"},
            success_measure="Both governments cite the same figures.",
            **recommendation,
        )
        == "rec-1"
    )
    assert (
        point(
            "recommendation",
            "Plan for a crisis without early help",
            "heavily reliant",
            verb="direct",
            action="Direct the Ministry of Defence to plan for thirty days without outside help.",
            owner="Vice-Minister of Defence",
            deadline=(due + dt.timedelta(days=120)).isoformat(),
            deadline_reason="the plan feeds the next budget",
            cost={"amount": "¥0.4bn", "band": "unknown", "funding": "funded"},
            success_measure="The plan is exercised within a year.",
            **recommendation,
        )
        == "rec-2"
    )
    assert (
        point(
            "recommendation",
            "Keep talks out of the cameras",
            "invested heavily",
            verb="agree",
            action="Agree to propose a closed channel for talks about burden-sharing.",
            owner="Chief Cabinet Secretary",
            deadline=(due + dt.timedelta(days=10)).isoformat(),
            deadline_reason="the next public meeting follows soon after",
            cost={"amount": "none", "band": "none", "funding": "cost-neutral"},
            success_measure="The first closed meeting has taken place.",
            **recommendation,
        )
        == "rec-3"
    )
    for origin, relation, target, steps in (
        ("rec-1", "mitigates", "risk-1", "-1,0"),
        ("rec-2", "mitigates", "risk-2", "0,-1"),
        ("rec-3", "mitigates", "risk-3", "-1,-1"),
        ("rec-2", "settles", "dilemma-1:B", "0,0"),
    ):
        shell("link", dossier, origin, relation, target, f"--steps={steps}")
    _make_brief(shell, dossier, today, due)


def _make_brief(shell: Shell, dossier: Path, today: dt.date, due: dt.date) -> None:
    shell(
        "brief",
        dossier,
        "submission",
        "--template",
        "ministerial-submission",
        *_fields(
            ref="NAA-12",
            title=f"The alliance: decide by {printed(due)} how to prepare for harder terms",
            short_title="The alliance on harder terms",
            to="Minister for Foreign Affairs",
            from_="North American Affairs Bureau",
            copy_to=["Minister of Defence"],
            date=today.isoformat(),
            decision_by=due.isoformat(),
            decision_by_reason="the leaders meet soon",
            marking="OFFICIAL-SENSITIVE",
            handling="RECIPIENTS ONLY",
            state="FINAL",
            version="1.0",
            bluf="Approve three steps that make Japan safer whether or not Washington changes its terms.",
            cleared_by=["Director of Legal Affairs"],
            contact="Alliance desk",
            issue="How to prepare for harder terms before the leaders meet.",
            timing=f"A reply by {printed(due)} lets the Bureau brief the leaders.",
            background="The President has again called the treaty one-sided.[@passage-1] "
            "Japan hosts more than 50,000 troops and pays for much of their stay.[@passage-5]",
            considerations="Steps that serve both courses come first.",
            finance="Only the plan for a crisis has a cost of its own, and it is funded.",
            legal="None identified",
            equality="None identified",
            presentation="The steps are not announced. The press desk answers questions on the account alone.",
            next_steps="The Bureau drafts the account in the first month.",
        ),
    )


def test_article_becomes_a_submission(article: Path, shell: Shell, tmp_path: Path) -> None:
    """A clean check, then a PDF that holds every point, its own words from the article, and the marking all over."""
    dossier, pdf = tmp_path / "alliance.briefgen", tmp_path / "submission.pdf"
    _make_dossier(shell, article, dossier)
    points = json.loads(shell("points", dossier, "--json"))
    assert [point["kind"] for point in points] == ["risk"] * 3 + ["dilemma"] + ["recommendation"] * 3

    findings = json.loads(shell("check", dossier, "submission", "--json"))
    assert [(finding["place"], finding["message"], finding["measured"]) for finding in findings] == []
    assert shell("check", dossier).strip() == "Nothing to fix: all checks pass."

    assert shell.line("render", dossier, "submission", "-o", pdf) == str(pdf)
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()
    assert next(at for at, page in enumerate(pages) if "Annex A. Particulars" in page) <= WARN
    assert len(pages) <= WARN + 1
    assert all(page.count("OFFICIAL-SENSITIVE") == 2 for page in pages)
    whole = " ".join(pages)
    assert "Advertisement" not in whole
    for point in points:
        shown = point["action"] if point["kind"] == "recommendation" else point.get("event") or point["question"]
        quoted = [quote["quote"] for quote in point["quotes"]]
        assert [text for text in (shown, *quoted) if _squeezed(text) not in _squeezed(whole)] == []


def _squeezed(text: str) -> str:
    """Text without spaces, hyphens at line ends and the shapes of quotation marks: what a page keeps of it."""
    return re.sub(r"[\s\x02\u00ad\u2010\ufffe-]+", "", text.translate({0x2018: "'", 0x2019: "'"})).casefold()
