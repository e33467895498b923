"""Citation styles by the command line: listed, chosen for a brief, and printed in its notes."""

import json
import re
from pathlib import Path

from briefgen.rendering.citations.finding import style_bytes
from tests.cli.conftest import Briefgen


def test_styles_are_listed_and_chosen(briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
    """A house's own file among those that ship; an unknown or a broken one changes nothing and says why."""
    house = tmp_path / "house"
    house.mkdir()
    ours = style_bytes("oscola", ()).replace(b"OSCOLA 4th edition", b"Our notes").replace(b'term="ibid"', b'value="ib"')
    (house / "ours.csl").write_bytes(ours)
    (house / "broken.csl").write_bytes(ours.replace(b'macro="title"', b'macro="titel"', 1))
    (tmp_path / "settings.toml").write_text(
        f'template_folders = ["{house.as_posix()}"]\ncitation_style = "ours"\n', encoding="utf-8"
    )
    listed = json.loads(briefgen("styles", "--json").out)
    assert {"name": "ours", "title": "Our notes", "from": str(house)} in listed
    assert [style["name"] for style in listed if style["from"] == "Briefgen"] == [
        "apa",
        "chicago-notes",
        "harvard",
        "oscola",
        "plain",
    ]
    assert "Cite Them Right" in briefgen("styles").out

    point = ("point", dossier, "--kind", "risk", "--title", "The quay fails", "--quote")
    assert briefgen(*point, "The eastern quay has carried no crane since 2019.").code == 0
    assert briefgen(*point, "The county says that it can.").code == 0
    new = ("brief", dossier, "note", "--template", "risk-and-options-annex")
    said = briefgen(*new, "--style", "oscolla")
    assert said.code == 4
    assert "did you mean “oscola”?" in said.err
    said = briefgen(*new, "--style", "broken")
    assert said.code == 3
    assert re.search(r"“broken” can't be used, line \d+: it calls a macro “titel”", said.err)
    assert json.loads(briefgen("briefs", dossier, "--json").out) == []

    assert briefgen(*new, "--set", "evidence-annex=yes").code == 0
    (made,) = json.loads(briefgen("briefs", dossier, "--json").out)
    assert (made["citation_style"], made["evidence_annex"]) == ("ours", True)
    assert briefgen("render", dossier, "note", "--force", "-o", "note.html").code == 0
    html = Path("note.html").read_text("utf-8")
    assert "Quay News" in html
    assert "ib para 2." in html
    assert 'id="evidence-1"' in html
    assert briefgen("brief", dossier, "note", "--style", "plain").code == 0
    assert briefgen("render", dossier, "note", "--force", "-o", "note.md").code == 0
    assert "(note\u00a01), para.\u00a02." in Path("note.md").read_text("utf-8")
