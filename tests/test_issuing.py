"""What was issued can be made again exactly, though template and dossier went on; an upgrade shows both first."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from briefgen import __version__, issuing, workflows
from briefgen.domain import operations
from briefgen.domain.briefs import IssueRecord, Section
from briefgen.domain.dossier import UnknownId
from briefgen.domain.preflight import Finding, Rule, judged
from briefgen.domain.preflight.findings import found, in_brief
from briefgen.dossier_file import DossierFile, open_dossier
from briefgen.errors import NotThere
from briefgen.exporters.issue_records import records_as_text
from briefgen.rendering.brief_data import data_attachment
from briefgen.rendering.citations.finding import style_bytes
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.rendering.made_with import changed_since, made_with
from briefgen.resources import assets_folder, templates_folder
from briefgen.settings import Preferences, kept_templates_folder, user_templates_folder


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(place, str(tmp_path / place))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[DossierFile]:
    """The sample dossier, open, with its brief pinned to a template of the house's own."""
    shutil.copy(assets_folder() / "sample" / "sample.briefgen", tmp_path)
    with open_dossier(tmp_path / "sample.briefgen") as opened:
        yield opened


@pytest.fixture
def own() -> OpenTemplate:
    """A template of the house's own, made from one that ships."""
    folder = user_templates_folder() / "ours"
    shutil.copytree(templates_folder() / "ministerial-submission", folder)
    return open_template(folder)


def issue(file: DossierFile, template: OpenTemplate, findings: Iterable[Finding] = ()) -> tuple[IssueRecord, bytes]:
    """Issue the sample's brief, with what it is made from attached."""
    brief = replace(file.dossier.briefs[0], **workflows.pinned_to(template.template))
    job = workflows.render_job(file.dossier, brief, template)
    job = replace(job, attachments=(data_attachment(job.context),))
    outputs = workflows.Outputs(workflows.render(job), job.context, template)
    data = workflows.output_bytes(outputs, "pdf")
    made = issuing.issue_of(brief, template, job, filename="out.pdf", data=data, findings=findings)
    after = operations.edit_brief(file.dossier, brief.id, dict(workflows.pinned_to(template.template)))
    after, _ = operations.record_issue(after, made.record)
    file.commit(after, made.originals)
    return file.dossier.issues[-1], data


def test_it_is_made_again_exactly(file: DossierFile, own: OpenTemplate) -> None:
    """The same bytes, after the template and the citation style are gone, the brief rewritten, the dossier closed."""
    style = user_templates_folder() / "house.csl"
    style.write_bytes(style_bytes("oscola", ()).replace(b'term="ibid"', b'value="as above"'))
    wanted = {"citation_style": "house", "evidence_annex": True}
    file.commit(operations.edit_brief(file.dossier, file.dossier.briefs[0].id, wanted))
    record, data = issue(file, own)
    assert b"as above" in file.kept(record.kept_data)
    shutil.rmtree(own.folder)
    style.unlink()
    after = operations.edit_brief(file.dossier, record.brief, {"title": "Another title"})
    file.commit(after)
    path = file.path
    file.close()
    with open_dossier(path, read_only=True) as again:
        made = issuing.made_again(again, issuing.find_issue(again.dossier, "1"))
    assert made.is_the_same
    assert made.data == data
    assert b"pdfuaid:part" in data
    assert b"pdfaid:conformance" in data
    with pypdfium2.PdfDocument(data) as document:
        assert document.count_attachments() == 1


def test_the_record_says_what_it_was_and_what_was_accepted(file: DossierFile, own: OpenTemplate) -> None:
    """Only what was found: an acceptance that nothing needed is none of this issue."""
    brief = file.dossier.briefs[0]
    one, other = (found(rule, in_brief("title"), f"{rule}.", "Mend it.") for rule in (Rule.TITLE_LONG, Rule.TITLE_VERB))
    after = operations.edit_brief(file.dossier, brief.id, {"marking": "OFFICIAL", "copy_to": ("Director of Ports",)})
    for finding in (one, other):
        after = operations.accept_finding(
            after, brief.id, finding.rule, "brief.title", "So be it.", matter=finding.matter, said=finding.message
        )
    file.commit(after)
    record, _ = issue(file, own, judged(after.briefs[0], [one]))
    assert [(entry.rule, entry.said, entry.reason) for entry in record.accepted] == [
        ("title-long", "title-long.", "So be it.")
    ]
    text = records_as_text((record,), {"issue-1, out.pdf": 4})
    for words in (record.title, record.ref, "Director of Ports", "OFFICIAL", "version 4", "So be it.", record.sha256):
        assert words in text
    assert "DRAFT:" not in text
    blocking = found(Rule.FIELD_REQUIRED, in_brief("to"), "Empty.", "Fill it.")
    assert issue(file, own, [blocking])[0].forced


def test_another_version_of_the_program_is_told(file: DossierFile, own: OpenTemplate) -> None:
    """The same bytes or not: it is said that they were made by another."""
    record, _ = issue(file, own)
    assert issuing.made_again(file, replace(record, program_version="0.0.1")).changed == (
        f"Briefgen (0.0.1, now {__version__})",
    )


def test_what_differs_is_told(file: DossierFile, own: OpenTemplate) -> None:
    """By the hash of the record, which stands whatever is made again."""
    record, _ = issue(file, own)
    other = issuing.made_again(file, replace(record, sha256="0" * 64))
    assert not other.is_the_same
    assert other.changed == ()


def test_what_has_changed_since_is_told() -> None:
    """The typefaces, by the hash over their files, and the engines, by version; what was not kept is not told."""
    then = made_with()
    assert then.keys() == {"typefaces", "citation styles", "citeproc-py", "WeasyPrint", "Pango"}
    assert changed_since(then, then) == changed_since({}, then) == ()
    now = then | {"typefaces": "0", "citation styles": "0", "Pango": "0.1"}
    assert changed_since(then, now) == (
        "the typefaces that ship with Briefgen",
        "the citation styles that ship with Briefgen",
        f"Pango ({then['Pango']}, now 0.1)",
    )


def test_html_is_made_again_as_html(file: DossierFile, own: OpenTemplate) -> None:
    """The form is that of the file that was issued."""
    record, _ = issue(file, own)
    made = issuing.made_again(file, replace(record, filename="out.html"))
    assert made.data.startswith(b"<!DOCTYPE html>")


def test_records_of_before_say_so(file: DossierFile) -> None:
    """A record that keeps nothing can't be made again, and has its hash."""
    record = IssueRecord(id="issue-1", brief="brief-1", sha256="ab" * 32)
    with pytest.raises(NotThere, match="abab"):
        issuing.made_again(file, record)


def test_finding_a_record(file: DossierFile, own: OpenTemplate) -> None:
    """By number or by id."""
    record, _ = issue(file, own)
    assert issuing.find_issue(file.dossier, "issue-1") == issuing.find_issue(file.dossier, "1") == record
    with pytest.raises(UnknownId, match="it has issue-1"):
        issuing.find_issue(file.dossier, "7")


def test_a_brief_goes_on_with_its_template(file: DossierFile, own: OpenTemplate) -> None:
    """A changed template is not taken silently: the one that the dossier keeps is, under the same name."""
    record, _ = issue(file, own)
    brief = file.dossier.brief(record.brief)
    assert issuing.bring_out_templates(file, Preferences()) == ()  # it is there anyway
    with (own.folder / "brief.css").open("a", encoding="utf-8") as style:
        style.write("h1 { letter-spacing: 1px }\n")
    changed = workflows.template_of(brief, Preferences())
    assert not kept_templates_folder().exists()
    assert changed.template.sha256 != brief.template_sha256
    (kept,) = issuing.bring_out_templates(file, Preferences())
    assert kept.template.sha256 == brief.template_sha256
    assert workflows.template_of(brief, Preferences()).folder == kept.folder
    assert kept.folder.is_relative_to(kept_templates_folder().resolve())
    assert workflows.template_of(brief, Preferences(), "ours").template == changed.template


def test_a_brief_that_is_not_pinned_takes_what_there_is(file: DossierFile, own: OpenTemplate) -> None:
    """Its name alone decides; nothing is brought out for it."""
    brief = replace(file.dossier.briefs[0], template="ours", template_version="", template_sha256="")
    assert workflows.template_of(brief, Preferences()).folder == own.folder
    assert issuing.bring_out_templates(file, Preferences()) == ()


def test_an_upgrade_shows_both(file: DossierFile, own: OpenTemplate) -> None:
    """Pages with the old and with the new; what the old prints and the new has no place for is named."""
    brief = file.dossier.briefs[0]
    new = user_templates_folder() / "newer"
    shutil.copytree(own.folder, new)
    manifest = new / "template.toml"
    text = manifest.read_text("utf-8").replace("next-steps", "steps")
    manifest.write_text(text, "utf-8")
    with (new / "brief.css").open("a", encoding="utf-8") as style:
        style.write("h1 { font-size: 40pt; line-height: 50pt }\n")
    brief = replace(
        brief,
        fields=(("empty", ""), ("gone_before", "x"), ("if_missed", "Nothing.")),
        sections=(Section(id="next-steps", text="We act."), Section(id="issue", text="Whether to act.")),
    )
    shown = issuing.upgrade(file.dossier, brief, own, open_template(new))
    assert hashlib.sha256(shown.before.pdf).digest() != hashlib.sha256(shown.after.pdf).digest()
    assert shown.before.pages
    assert shown.after.pages
    assert shown.unused == ("Next steps",)
