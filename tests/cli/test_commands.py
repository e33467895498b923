"""Every command of the contract: what it prints, what it keeps, and how it ends."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from briefgen.cli.parser import _names
from briefgen.resources import assets_folder
from briefgen.settings import log_file
from tests.cli.conftest import Briefgen

COMMANDS = sorted(_names())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(briefgen: Briefgen, command: str) -> None:
    """And the exit codes."""
    said = briefgen(command, "--help")
    assert said.code == 0
    assert "example:\n  briefgen" in said.out
    assert "3 an input can't be read" in said.out


def test_help_names_every_command(briefgen: Briefgen) -> None:
    """And the version is the package's."""
    said = briefgen("--help")
    assert all(command in said.out for command in COMMANDS)
    assert briefgen("--version").out.startswith("briefgen ")


@pytest.mark.parametrize("words", [["nonsense", "--what"], ["new"], ["import", "d"], ["point", "d", "--kind", "idea"]])
def test_wrong_usage_ends_with_2(briefgen: Briefgen, words: list[str]) -> None:
    """With the usage on standard error, nothing on standard output."""
    said = briefgen(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err


@pytest.mark.parametrize("words", [[], ["some.briefgen"]])
def test_without_a_display_there_is_no_window(tmp_path: Path, words: list[str]) -> None:
    """Exit code 4, and a sentence: something needed is not there."""
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", *words],
        capture_output=True,
        env={"PATH": "", "HOME": str(tmp_path)},
        check=False,
    )
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"display" in done.stderr


class TestDossiers:
    """Making dossiers, their versions, and rescuing them."""

    def test_an_existing_file_is_never_overwritten(self, briefgen: Briefgen, dossier: str) -> None:
        """It stays byte for byte."""
        before = Path(dossier).read_bytes()
        said = briefgen("new", dossier)
        assert said.code == 3
        assert "quay.briefgen" in said.err
        assert Path(dossier).read_bytes() == before

    def test_a_missing_or_foreign_dossier_is_refused(self, briefgen: Briefgen, article: Path) -> None:
        """In a sentence, with exit code 3."""
        for path in ("nowhere.briefgen", article):
            said = briefgen("sources", path)
            assert (said.code, said.out) == (3, "")
            assert Path(path).name in said.err
            assert "Traceback" not in said.err

    def test_versions_are_saved_listed_and_restored(self, briefgen: Briefgen, dossier: str) -> None:
        """Restoring keeps the state before as a version of its own."""
        assert briefgen("version", dossier, "save", "sent out").code == 0
        assert briefgen("point", dossier, "--kind", "risk", "--title", "Later").out == "risk-1\n"
        assert briefgen("version", dossier, "restore", "sent out").code == 0
        assert "No points yet" in briefgen("points", dossier).out
        listed = json.loads(briefgen("version", dossier, "list", "--json").out)
        assert "sent out" in [version["name"] for version in listed]
        assert any("before going back" in version["name"] for version in listed)
        assert briefgen("point", dossier, "--kind", "risk", "--title", "Latest").out == "risk-2\n"
        assert briefgen("version", dossier, "save").code == 2
        assert briefgen("version", dossier, "restore", "never made").code == 2

    def test_recovering_writes_a_new_dossier(self, briefgen: Briefgen, dossier: str) -> None:
        """And leaves the damaged one as it is."""
        damaged = Path("damaged.briefgen")
        content = bytearray(Path(dossier).read_bytes())
        content[-3000:-2000] = b"\xff" * 1000
        damaged.write_bytes(content)
        said = briefgen("recover", damaged, "-o", "rescued.briefgen")
        assert said.code == 0
        assert said.out
        assert damaged.read_bytes() == bytes(content)
        assert briefgen("sources", "rescued.briefgen").code == 0
        assert briefgen("recover", damaged, "-o", "rescued.briefgen").code == 3


class TestSources:
    """Importing, listing and reading sources."""

    def test_an_import_prints_one_id_a_line(self, briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
        """A document that is there keeps its id; the noise is told on standard error."""
        other = tmp_path / "note.md"
        other.write_text("# A note\n\nThe quay is old.\n", encoding="utf-8")
        again = tmp_path / "copy of quay.txt"
        again.write_bytes((tmp_path / "quay.txt").read_bytes())
        said = briefgen("import", dossier, other, again)
        assert said.lines == ["source-2", "source-1"]
        assert "already" in said.err

    def test_a_file_that_is_refused_does_not_keep_others_out(
        self, briefgen: Briefgen, dossier: str, tmp_path: Path
    ) -> None:
        """The exit code tells that there was one."""
        (tmp_path / "empty.txt").write_bytes(b"")
        (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
        (tmp_path / "good.txt").write_text("Words that count.", encoding="utf-8")
        said = briefgen("import", dossier, "empty.txt", "picture.png", "missing.txt", "good.txt")
        assert (said.code, said.lines) == (3, ["source-2"])
        assert all(name in said.err for name in ("empty.txt", "picture.png", "missing.txt"))

    def test_the_noise_is_left_out_and_can_be_put_back(self, briefgen: Briefgen, dossier: str) -> None:
        """The canonical text is the article's own."""
        text = briefgen("text", dossier, "source-1").out
        assert "Advertisement" not in text
        assert "Read more" not in text
        left_out = briefgen("text", dossier, "source-1", "--left-out").lines
        assert left_out[0].startswith("0  Advertisement")
        assert briefgen("put-back", dossier, "source-1", "0").code == 0
        assert "Advertisement" in briefgen("text", dossier, "source-1").out
        assert briefgen("put-back", dossier, "source-1", "7").code == 2

    def test_extracting_is_what_an_import_keeps(self, briefgen: Briefgen, dossier: str, article: Path) -> None:
        """Without any dossier."""
        assert briefgen("extract", article).out == briefgen("text", dossier, "source-1").out
        assert "Advertisement" in briefgen("extract", article, "--left-out").out

    def test_bibliographic_fields_are_given_and_edited(self, briefgen: Briefgen, dossier: str) -> None:
        """By their CSL-JSON names."""
        assert (
            briefgen("edit", dossier, "source-1", "--set", "author=Quay, Mary", "--set", "URL=https://x.example").code
            == 0
        )
        source = json.loads(briefgen("sources", dossier, "--json").out)[0]
        assert source["bibliography"]["publisher"] == "Quay News"
        assert source["bibliography"]["author"] == [{"family": "Quay", "given": "Mary"}]
        assert source["bibliography"]["issued"] == {"year": 2026, "month": 10, "day": 30}
        said = briefgen("edit", dossier, "source-1", "--set", "colour=red")
        assert said.code == 2
        assert "colour" in said.err

    def test_the_size_limit_is_a_setting(self, briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
        """And an option; both in megabytes."""
        big = tmp_path / "big.txt"
        big.write_text("Many words. " * 100_000, encoding="utf-8")
        assert briefgen("extract", big, "--size-limit", "1").code == 3
        assert briefgen("extract", big).code == 0
        (tmp_path / "settings.toml").write_text("size_limit_mb = 1\n", encoding="utf-8")
        assert briefgen("import", dossier, big).code == 3
        (tmp_path / "settings.toml").write_text("size_limit = 1\n", encoding="utf-8")
        said = briefgen("import", dossier, big)
        assert said.code == 3
        assert "settings.toml" in said.err

    def test_importing_again_lists_what_was_lost(self, briefgen: Briefgen, dossier: str, article: Path) -> None:
        """The others move with their words."""
        briefgen("point", dossier, "--kind", "risk", "--title", "A", "--quote", "Two of its piles are rated poor")
        briefgen("point", dossier, "--kind", "risk", "--title", "B", "--quote", "Dues could be raised on users")
        text = article.read_text(encoding="utf-8")
        article.write_text("Corrected.\n\n" + text.replace("are rated poor", "were mended"), encoding="utf-8")
        said = briefgen("reimport", dossier, "source-1", article)
        assert said.code == 0
        assert said.lines == ["passage-1  Two of its piles are rated poor"]

    def test_removing_a_source_on_which_points_rest(self, briefgen: Briefgen, dossier: str) -> None:
        """Is refused with the list, or done when told."""
        briefgen("point", dossier, "--kind", "risk", "--title", "A", "--quote", "rated poor")
        said = briefgen("delete", dossier, "source-1")
        assert said.code == 2
        assert "risk-1" in said.err
        assert briefgen("delete", dossier, "source-1", "--with-consequences").code == 0
        assert "No sources" in briefgen("sources", dossier).out


class TestPoints:
    """Making points from quotations, and linking them."""

    def test_a_quotation_keeps_the_sources_own_words(self, briefgen: Briefgen, dossier: str) -> None:
        """White space and quote marks alone are forgiven."""
        said = briefgen(
            "point", dossier, "--kind", "recommendation", "--title", "Repair",
            "--quote", 'that  "repair cannot wait\nfor another winter"',
        )  # fmt: skip
        assert said.out == "rec-1\n"
        point = json.loads(briefgen("points", dossier, "--json").out)[0]
        assert point["quotes"][0]["quote"] == "that “repair cannot wait for another winter”"

    def test_other_words_are_refused_with_the_nearest_place(self, briefgen: Briefgen, dossier: str) -> None:
        """And no point is made."""
        said = briefgen("point", dossier, "--kind", "risk", "--title", "A", "--quote", "Two of its piles are rated bad")
        assert (said.code, said.out) == (3, "")
        assert "Two of its piles are rated poor" in said.err
        assert "No points yet" in briefgen("points", dossier).out

    def test_words_that_stand_twice_are_not_guessed(self, briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
        """The source tells which are meant; in one source, more words do."""
        (tmp_path / "other.txt").write_text("It says: rated poor, and the rest is fine.", encoding="utf-8")
        briefgen("import", dossier, "other.txt")
        words = ("point", dossier, "--kind", "risk", "--title", "A", "--quote", "rated poor")
        said = briefgen(*words)
        assert said.code == 3
        assert "--source" in said.err
        assert briefgen(*words, "--source", "source-2").code == 0
        assert briefgen("point", dossier, "--kind", "risk", "--title", "B", "--quote", "says that").code == 3

    def test_fields_are_set_as_typed_or_from_files(self, briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
        """Nested ones as JSON, several kinds of them."""
        (tmp_path / "body.md").write_text("It *fails*.", encoding="utf-8")
        said = briefgen(
            "point", dossier, "--kind", "risk", "--title", "A pile fails", "--quote", "rated poor",
            "--set", "likelihood=highly likely", "--set", "impact=significant", "--set", 'controls=["a watch"]',
            "--set", "body=@body.md", "--set", "owner=@@home",
        )  # fmt: skip
        assert said.code == 0
        point = json.loads(briefgen("points", dossier, "--json").out)[0]
        assert point["likelihood"] == {"term": "highly likely"}
        assert (point["impact"], point["body"], point["owner"]) == (4, "It *fails*.", "@home")
        assert "high" in briefgen("points", dossier).lines[1]
        assert briefgen("edit", dossier, "risk-1", "--set", "impact=9").code == 2
        assert briefgen("edit", dossier, "Risk 1", "--set", "impact=1").code == 0
        assert briefgen("edit", dossier, "passage-1", "--set", "note=look again").code == 0

    def test_links_lead_where_they_may(self, briefgen: Briefgen, dossier: str) -> None:
        """With the letter of an option, and steps."""
        briefgen("point", dossier, "--kind", "risk", "--title", "R")
        options = '[{"letter": "A", "name": "Users"}, {"letter": "B", "name": "Everyone"}]'
        briefgen("point", dossier, "--kind", "dilemma", "--title", "D", "--set", f"options={options}")
        briefgen("point", dossier, "--kind", "recommendation", "--title", "M")
        assert briefgen("link", dossier, "rec-1", "mitigates", "risk-1", "--steps=-1,-2").code == 0
        assert briefgen("link", dossier, "rec-1", "settles", "dilemma-1:B").code == 0
        assert briefgen("link", dossier, "dilemma-1:A", "raises", "risk-1").code == 0
        points = {point["id"]: point for point in json.loads(briefgen("points", dossier, "--json").out)}
        assert points["rec-1"]["mitigates"] == [{"risk": "risk-1", "likelihood_steps": -1, "impact_steps": -2}]
        assert points["rec-1"]["settles"] == [{"dilemma": "dilemma-1", "option": "B"}]
        assert points["dilemma-1"]["options"][0]["raises"] == ["risk-1"]
        assert briefgen("link", dossier, "risk-1", "mitigates", "rec-1").code == 2
        assert briefgen("link", dossier, "rec-1", "likes", "risk-1").code == 2
        assert briefgen("link", dossier, "rec-1", "mitigates", "risk-9").code == 2
        assert briefgen("unlink", dossier, "rec-1", "mitigates", "risk-1").code == 0
        assert briefgen("delete", dossier, "rec-1").code == 0


@pytest.fixture
def brief(briefgen: Briefgen, dossier: str) -> str:
    """A dossier with a brief of one risk, that is not ready."""
    briefgen("point", dossier, "--kind", "risk", "--title", "A pile fails", "--quote", "rated poor")
    said = briefgen(
        "brief", dossier, "submission", "--template", "ministerial-submission",
        "--set", "title=The quay: decide by 1 March whether to mend it", "--set", "to=Minister for Ports",
        "--set", "marking=OFFICIAL", "--set", "background=The quay is **old**. {{ 7 + 7 }}",
    )  # fmt: skip
    assert said.out == "brief-1\n"
    return dossier


class TestBriefs:
    """Making, filling, checking and rendering briefs."""

    def test_a_brief_is_made_with_all_points_and_filled_later(self, briefgen: Briefgen, brief: str) -> None:
        """By its name."""
        assert briefgen("brief", brief, "Submission", "--set", "legal=None identified").out == "brief-1\n"
        found = json.loads(briefgen("briefs", brief, "--json").out)[0]
        assert [selected["point"] for selected in found["points"]] == ["risk-1"]
        assert {"id": "legal", "none_identified": True} in found["sections"]
        assert briefgen("edit", brief, "submission", "--set", "ref=Q-1").code == 0
        assert briefgen("brief", brief, "other", "--template", "no-such").code == 4
        assert briefgen("brief", brief, "other").code == 2
        assert briefgen("brief", brief, "submission", "--set", "weather=fine").code == 2

    def test_check_fails_while_there_are_errors(self, briefgen: Briefgen, brief: str) -> None:
        """And gives findings with place, remedy and measure."""
        said = briefgen("check", brief)
        assert said.code == 1
        assert "must fix" in said.out
        findings = json.loads(briefgen("check", brief, "submission", "--json").out)
        assert {"brief", "rule", "severity", "place", "message", "remedy", "measured", "accepted"} == set(findings[0])
        assert any(finding["severity"] == "error" for finding in findings)

    def test_a_finding_is_accepted_and_taken_back(self, briefgen: Briefgen, brief: str) -> None:
        """With a reason, by rule and place; what is not there or may never be is refused, and nothing is written."""
        given = ("check", brief, "submission", "--accept", "recommendation-owner", "Rec. 1, owner", "Named on Monday")
        assert "has no finding" in briefgen(*given).err
        told = json.loads(briefgen("check", brief, "submission", "--json").out)
        rule, place = next((f["rule"], f["place"]) for f in told if f["severity"] == "error")
        accepting = ("check", brief, "submission", "--accept", rule, place)
        assert briefgen(*accepting, " ").code == 2
        said = briefgen(*accepting, "The office asked for it.")
        assert "accepted: The office asked for it." in said.out
        (entry,) = json.loads(briefgen("briefs", brief, "--json").out)[0]["accepted"]
        assert (entry["rule"], entry["place"], len(entry["matter"])) == (rule, place, 16)
        assert entry["said"] in {finding["message"] for finding in told}
        assert briefgen("check", brief, "submission", "--take-back", rule, place.upper()).code == 1
        assert "accepted" not in json.loads(briefgen("briefs", brief, "--json").out)[0]
        said = briefgen("check", brief, "submission", "--take-back", rule, place)
        assert (said.code, "it accepts: nothing" in said.err) == (2, True)
        briefgen("brief", brief, "submission", "--set", "marking=")
        said = briefgen("check", brief, "submission", "--accept", "marking-missing", "brief.marking", "It is open.")
        assert (said.code, "No reason can excuse" in said.err) == (2, True)

    def test_without_a_name_every_brief_is_checked(self, briefgen: Briefgen, brief: str) -> None:
        """Each under its name; one with errors makes the whole fail."""
        briefgen("brief", brief, "short", "--template", "ministerial-submission", "--points", "risk-1")
        said = briefgen("check", brief)
        assert said.code == 1
        assert "submission:" in said.lines
        assert "short:" in said.lines
        assert {f["brief"] for f in json.loads(briefgen("check", brief, "--json").out)} == {"submission", "short"}

    def test_a_brief_that_does_not_fit_its_page_is_refused(self, briefgen: Briefgen, brief: str) -> None:
        """Check and render say by how much and what is longest; not even --force cuts it or lets it run on."""
        why = "\n".join(f"- The harbour was built {year} years ago." for year in range(80))
        briefgen("brief", brief, "page", "--template", "one-page-brief", "--set", f"why-now={why}")
        first = json.loads(briefgen("check", brief, "page", "--json").out)[0]
        assert (first["rule"], first["place"]) == ("pages-overfull", "section.why-now")
        said = briefgen("render", brief, "page", "-o", "out.pdf", "--force")
        assert said.code == 1
        assert "too long for one page, even in letters of 9.5 points; shorten what takes the most room" in said.err
        assert not Path("out.pdf").exists()

    def test_rendering_stops_at_errors_unless_forced(self, briefgen: Briefgen, brief: str) -> None:
        """Forced, the title block says DRAFT; source text is printed literally."""
        said = briefgen("render", brief, "-o", "out.pdf")
        assert said.code == 1
        assert not Path("out.pdf").exists()
        said = briefgen(
            "render", brief, "submission", "-o", "out.pdf", "--force", "--also", "html", "--also", "markdown"
        )
        assert (said.code, said.lines) == (0, ["out.pdf", "out.html", "out.md"])
        pdf = pypdfium2.PdfDocument("out.pdf")
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
        assert pdf.count_attachments() == 0
        pdf.close()
        for form in (text, Path("out.html").read_text(encoding="utf-8"), Path("out.md").read_text(encoding="utf-8")):
            assert "OFFICIAL" in form
            assert "DRAFT" in form
            assert "{{ 7 + 7 }}" in form
            assert "Minister for Ports" in form

    def test_the_form_is_said_by_the_ending_or_by_format(self, briefgen: Briefgen, brief: str) -> None:
        """Only that form is written; a name that says another, or none, is refused before anything is made."""
        said = briefgen("render", brief, "submission", "-o", "out.md", "--force")
        assert (said.code, said.lines) == (0, ["out.md"])
        assert Path("out.md").read_text(encoding="utf-8").startswith("**OFFICIAL")
        assert not Path("out.pdf").exists()
        for options, sentence in (
            (["-o", "out.rtf"], "“out.rtf” says no form: end it with .pdf"),
            (["-o", "out.pdf", "--format", "md"], "--format md and “out.pdf” say two forms"),
            (["-o", "out", "--format", "html", "--attach-data"], "no other form takes it"),
            (["-o", "out.md", "--issued", "1", "--format", "md"], "it takes no --format"),
        ):
            name = () if "--issued" in options else ("submission",)
            said = briefgen("render", brief, *name, *options)
            assert said.code == 2
            assert sentence in said.err

    def test_what_the_pages_are_made_from_is_attached_only_when_asked_for(self, briefgen: Briefgen, brief: str) -> None:
        """As JSON, without a note to self, and the same whenever it is made."""
        told = briefgen("edit", brief, "risk-1", "--set", "note=Nobody else reads this")
        assert told.code == 0, told.err
        assert briefgen("render", brief, "submission", "-o", "out.pdf", "--force", "--attach-data").code == 0
        with pypdfium2.PdfDocument("out.pdf") as pdf:
            attached = pdf.get_attachment(0)
            assert attached.get_name() == "brief.json"
            content = bytes(attached.get_data())
        data = json.loads(content)
        assert data["brief"]["to"] == "Minister for Ports"
        assert "labels" not in data
        assert b"Nobody else" not in content

    def test_the_paper_is_the_setting_the_briefs_own_or_asked_for_once(self, briefgen: Briefgen, brief: str) -> None:
        """A new brief begins with the setting; “render --paper” changes no brief."""

        def size() -> tuple[float, float]:
            assert briefgen("render", brief, "tall", "-o", "out.pdf", "--force").code == 0
            with pypdfium2.PdfDocument("out.pdf") as pdf:
                found = pdf[0].get_size()
            return (round(found[0]), round(found[1]))

        Path("settings.toml").write_text('paper = "Letter"\n', encoding="utf-8")
        assert briefgen("brief", brief, "tall", "--template", "ministerial-submission").code == 0
        assert size() == (612, 792)
        assert briefgen("brief", brief, "tall", "--paper", "A4").code == 0
        assert size() == (595, 842)
        assert briefgen("render", brief, "tall", "-o", "once.pdf", "--force", "--paper", "Letter").code == 0
        with pypdfium2.PdfDocument("once.pdf") as pdf:
            assert round(pdf[0].get_width()) == 612
        assert size() == (595, 842)
        assert briefgen("render", brief, "tall", "-o", "once.pdf", "--paper", "A5").code == 2

    def test_characters_that_no_font_has_stop_an_issue(self, briefgen: Briefgen) -> None:
        """With their place; forced, words stand for them, and it is a draft though preflight had nothing against it."""
        shutil.copyfile(assets_folder() / "sample" / "sample.briefgen", "sample.briefgen")
        name = json.loads(briefgen("briefs", "sample.briefgen", "--json").out)[0]["name"]
        assert briefgen("edit", "sample.briefgen", name, "--set", "contact=Desk \U0010fff0").code == 0
        said = briefgen("render", "sample.briefgen", name, "-o", "out.pdf")
        assert said.code == 1
        assert "U+10FFF0" in said.err
        assert not Path("out.pdf").exists()
        said = briefgen("render", "sample.briefgen", name, "-o", "out.pdf", "--force")
        assert said.code == 0
        with pypdfium2.PdfDocument("out.pdf") as pdf:
            text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
        assert "Desk [U+10FFF0]" in " ".join(text.split())
        assert "DRAFT" in text

    def test_rendering_needs_to_know_which_brief(self, briefgen: Briefgen, brief: str) -> None:
        """The names are listed."""
        briefgen("brief", brief, "short", "--template", "ministerial-submission", "--points", "risk-1")
        said = briefgen("render", brief, "-o", "out.pdf", "--force")
        assert said.code == 2
        assert "“submission”, “short”" in said.err
        assert briefgen("render", brief, "nobody", "-o", "out.pdf").code == 2

    def test_a_place_that_can_not_be_written_to(self, briefgen: Briefgen, brief: str) -> None:
        """Is told, and what was there stays."""
        said = briefgen("render", brief, "-o", "no/such/folder/out.pdf", "--force")
        assert said.code == 3
        assert "folder" in said.err

    def test_templates_are_listed(self, briefgen: Briefgen) -> None:
        """Those that ship at least."""
        assert "ministerial-submission" in briefgen("templates").out
        listed = json.loads(briefgen("templates", "--json").out)
        assert "background" in [s["id"] for t in listed for s in t["sections"]]


def test_a_defect_is_told_in_a_sentence_and_kept_in_the_log(
    briefgen: Briefgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 5, and no traceback for the user."""

    def broken(_: object) -> int:
        raise ZeroDivisionError("a defect made for this test")

    monkeypatch.setitem(__import__("briefgen.cli", fromlist=["COMMANDS"]).COMMANDS, "templates", broken)
    said = briefgen("templates")
    assert said.code == 5
    assert "Traceback" not in said.err
    assert str(log_file()) in said.err
    assert "a defect made for this test" in log_file().read_text(encoding="utf-8")


test_a_defect_is_told_in_a_sentence_and_kept_in_the_log = pytest.mark.expected_log("a defect")(
    test_a_defect_is_told_in_a_sentence_and_kept_in_the_log
)


def test_the_installed_command_runs(tmp_path: Path) -> None:
    """As a process of its own, in a terminal that knows ASCII only."""
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "templates"],
        capture_output=True,
        cwd=tmp_path,
        env={"PATH": "", "LC_ALL": "C", "HOME": str(tmp_path), "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Ministerial submission" in done.stdout.decode()


def test_a_reader_that_stops_reading_is_no_error(briefgen: Briefgen, dossier: str) -> None:
    """As with “briefgen text … | head -1”."""
    script = f"{sys.executable} -m briefgen text {dossier} source-1 | true"
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_dossier_that_another_process_has_is_only_read(briefgen: Briefgen, dossier: str) -> None:
    """Writing is refused with who has it; reading goes on."""
    opens = f"from briefgen.dossier_file import open_dossier; file = open_dossier({dossier!r})"
    script = f"import sys; {opens}; print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        said = briefgen("point", dossier, "--kind", "risk", "--title", "Too late")
        assert said.code == 3
        assert "since" in said.err
        assert briefgen("sources", dossier).code == 0
        assert briefgen("version", dossier, "list").code == 0
        assert other.stdin is not None
        other.stdin.close()
    assert briefgen("point", dossier, "--kind", "risk", "--title", "In time").code == 0


def test_a_dossier_that_another_computer_left_open_can_be_taken_over(briefgen: Briefgen, dossier: str) -> None:
    """It can't be seen from here whether it is in use there: the user decides."""
    record = Path(dossier).with_name(f".{Path(dossier).name}.lock")
    words = ("point", dossier, "--kind", "risk", "--title", "A")
    holder = {"host": "desk-14", "user": "editor", "since": "2026-11-02T09:12:00+00:00", "process": 4711}
    record.write_text(json.dumps(holder), encoding="utf-8")
    said = briefgen(*words)
    assert said.code == 3
    assert "desk-14" in said.err
    assert briefgen(*words, "--take-over").code == 0
    assert briefgen(*words).code == 0
