"""Makes the samples that house templates are shown and tried with: ``templates/_shared/samples/NAME[.LANGUAGE].json``.

Each is a dossier with one brief, as plain data, and beside it texts and values for the sections and fields that a
template may ask for. What is said stands in ``template_samples/LANGUAGE.toml``; this makes three of it:

- *least*: a title, and nothing else; no marking;
- *normal*: a brief as editors would write it;
- *most*: far too much: forty points, every text several times over, words and addresses that fit no line, the longest
  marking, sources quoted in scripts that are written from right to left or without spaces.

What stands in ``template_samples/TEMPLATE.LANGUAGE.toml`` makes the sample *normal* that one template has for itself,
``templates/TEMPLATE/samples/normal[.LANGUAGE].json``: it says what is said otherwise there.

The records are built and checked by the domain, so that a sample that no longer fits the program is found here.

    python build_scripts/make_template_samples.py [FOLDER]
"""

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from briefgen.domain.bibliography import from_csl
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Settings, read_point
from briefgen.domain.fields import from_plain, to_plain
from briefgen.domain.sources import CONTEXT, Block, Passage, Source
from briefgen.domain.terms import BlockKind, PassageKind
from briefgen.resources import templates_folder

Plain = Any

TEXTS = Path(__file__).with_name("template_samples")
LANGUAGES = {"en": "", "fr": ".fr"}
"""Each language with what its samples' names have before their suffix."""

OWN = ("ministerial-submission", "one-page-brief", "policy-brief", "risk-and-options-annex")
"""The templates that have a sample *normal* of their own."""

_KINDS = {"risk": "risk", "dilemma": "dilemma", "recommendation": "rec"}
_LINKS = {"mitigates": "risk", "settles": "dilemma"}
_MANY = {"risk": 14, "dilemma": 8, "recommendation": 18}
"""Forty points, as the sample that holds far too much has them."""


def make_samples(into: Path) -> list[Path]:
    """Write the samples that all templates share into a folder; gives their paths."""
    into.mkdir(parents=True, exist_ok=True)
    foreign = tomllib.loads((TEXTS / "foreign.toml").read_text(encoding="utf-8"))["source"]
    written = []
    for language, ending in LANGUAGES.items():
        told = _told(language)
        samples = {"least": _least(told), "normal": _normal(told), "most": _most(told, foreign)}
        for name, sample in samples.items():
            written.append(_write(into / f"{name}{ending}.json", sample))
    return written


def make_own_samples(into: Path) -> list[Path]:
    """Write the samples that templates have for themselves into the folder of templates; gives their paths."""
    return [
        _write(into / template / "samples" / f"normal{ending}.json", _own(_told(language), _told(language, template)))
        for template in OWN
        for language, ending in LANGUAGES.items()
    ]


def _told(language: str, template: str = "") -> Plain:
    name = f"{template}.{language}" if template else language
    told = tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))
    return _spaced_as_in_french(told) if language == "fr" else told


def _write(path: Path, sample: Plain) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sample, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def _spaced_as_in_french(value: Plain) -> Plain:
    """Put the narrow space at which no line ends before “; : ! ? % »” and after “«” (Imprimerie nationale)."""
    if isinstance(value, str):
        return re.sub(r"(?<=«) | (?=[;:!?%»])", "\u202f", value)
    if isinstance(value, list):
        return [_spaced_as_in_french(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _spaced_as_in_french(entry) for name, entry in value.items()}
    return value


def _least(told: Plain) -> Plain:
    brief = {"title": told["brief"]["title"], "language": told["language"], "version": ""}
    return _sample(told, brief, sources=[], passages=[], points=[], narrative=[], values={})


def _normal(told: Plain) -> Plain:
    brief = told["brief"] | {
        "marking": told["marking"],
        "handling": told["handling"],
        "language": told["language"],
        "state": "FOR CLEARANCE",
    }
    points = [(kind, point) for kind in _KINDS for point in told[kind]]
    return _sample(
        told,
        brief,
        sources=told["source"],
        passages=told["passage"],
        points=points,
        narrative=told["narrative"],
        values=told["values"],
    )


def _own(told: Plain, own: Plain) -> Plain:
    """Give the sample that one template has for itself: what it says, over what all say.

    `without` names fields of the brief that it does without, `options` the options that its dilemmas keep, `points` how
    many of a kind of point it has: the first, and no link to the others.
    """
    passages = told["passage"] + own.get("passage", [])
    bodies = own.get("bodies", {})
    few = {kind: told[kind][: own.get("points", {}).get(kind)] for kind in _KINDS}
    there = {f"{prefix}-{number}" for kind, prefix in _KINDS.items() for number, _ in enumerate(few[kind], 1)}
    points = [
        (kind, _with_links(_with_options(point, own.get("options", "")), there) | {"body": body})
        for kind in _KINDS
        for point, body in zip_longest(few[kind], bodies.get(kind, []), fillvalue="")
    ]
    ids = {passage["key"]: f"passage-{number}" for number, passage in enumerate(passages, 1)}
    brief = (
        told["brief"]
        | own["brief"]
        | {
            "language": told["language"],
            "sections": [{"id": name, "text": _named(text.strip(), ids)} for name, text in own["sections"].items()],
            "fields": own.get("fields", {}),
        }
    )
    for name in own["without"]:
        del brief[name]
    return _sample(told, brief, sources=told["source"], passages=passages, points=points, narrative=[], values={})


def _with_options(point: Plain, kept: str) -> Plain:
    """Keep these options of a dilemma, lettered anew; all, if none is named."""
    if not kept or "options" not in point:
        return point
    letters = dict(zip(kept, "ABCD", strict=False))
    return point | {
        name: [entry | {key: letters[entry[key]]} for entry in point[name] if entry[key] in letters]
        for name, key in (("options", "letter"), ("cells", "option"))
    }


def _with_links(point: Plain, there: set[str]) -> Plain:
    """Keep the links to points that are there."""
    kept = {name: [link for link in point.get(name, []) if link[key] in there] for name, key in _LINKS.items()}
    return point | {name: links for name, links in kept.items() if name in point}


def _most(told: Plain, foreign: list[Plain]) -> Plain:
    passages = told["passage"] + [
        {"key": source["key"], "source": source["key"], "quote": source["quote"]} for source in foreign
    ]
    word, address = told["long_word"], told["long_address"]
    whole: dict[str, Any] = told["brief"]
    brief = whole | {
        "title": f"{whole['title']} {word} {whole['deck']}",
        "ref": f"{whole['ref']}/{word[:40]}",
        "deck": " ".join([whole["deck"]] * 4),
        "bluf": " ".join([whole["bluf"]] * 4),
        "key_points": [*whole["key_points"], word, address, *whole["key_points"]],
        "copy_to": whole["copy_to"] * 12,
        "cleared_by": whole["cleared_by"] * 6,
        "authors": [whole["authors"][0] | {"note": " ".join([whole["authors"][0]["note"]] * 8)}] * 4,
        "funders": [*whole["funders"] * 6, word],
        "contact": f"{whole['contact']}, {address}",
        "marking": told["longest_marking"],
        "tlp": "TLP:AMBER+STRICT",
        "handling": told["longest_handling"],
        "language": told["language"],
    }
    cited = "\n\n".join(f"{told['narrative'][0]} [@{source['key']} quote]" for source in foreign)
    narrative = [
        f"{cited}\n\n{word}\n\n<{address}>",
        *("\n\n".join([text] * 4) + f"\n\n{word}" for text in told["narrative"]),
    ]
    values = {name: _swollen(value, word, address) for name, value in told["values"].items()}
    return _sample(
        told,
        brief,
        sources=told["source"] + foreign,
        passages=passages,
        points=list(_many(told, [source["key"] for source in foreign])),
        narrative=narrative,
        values=values,
    )


def _swollen(value: Plain, word: str, address: str) -> Plain:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f"{value} {word} {address} {value}"
    return [*value * 10, word, address] if isinstance(value, list) else value


def _many(told: Plain, foreign: list[str]) -> Iterator[tuple[str, Plain]]:
    """Give forty points made of the few: each a little different, some of them without end."""
    word, address = told["long_word"], told["long_address"]
    for kind, wanted in _MANY.items():
        for number in range(wanted):
            made = json.loads(json.dumps(told[kind][number % len(told[kind])]))
            if number >= len(told[kind]):
                made["title"] = f"{made['title']} ({number + 1})"
                made["cites"] = [*made["cites"], foreign[number % len(foreign)]]
            if number % 4 == 3:
                made["body"] = "\n\n".join(told["narrative"][1:3]) + f"\n\n- {word}\n- <{address}>\n"
                made["marking"] = told["point_marking"]
            if number % 5 == 4:
                made["title"] = word
                for name in ("cause", "effect", "question", "action", "owner", "why_unavoidable", "dissent"):
                    if made.get(name):
                        end = "?" if name == "question" else ""
                        made[name] = f"{' '.join([made[name].rstrip('? ')] * 5)} {word} {address}{end}"
                for option in made.get("options", ()):
                    option["gains"] = f"{option['gains']} {word} {address}"
                    option["costs"] = " ".join([option["costs"]] * 9)
            yield kind, made


def _sample(
    told: Plain,
    brief: Plain,
    *,
    sources: list[Plain],
    passages: list[Plain],
    points: list[tuple[str, Plain]],
    narrative: list[str],
    values: Plain,
) -> Plain:
    """Give one sample as plain data, each record built by the domain on the way."""
    source_of = {source["key"]: _source(number, source) for number, source in enumerate(sources, 1)}
    passage_of = {
        passage["key"]: _passage(number, source_of[passage["source"]], passage)
        for number, passage in enumerate(passages, 1)
    }
    ids = {key: passage.id for key, passage in passage_of.items()}
    made = [_point(kind, number, point, ids) for kind, number, point in _numbered(points)]
    order = {"recommendation": 0, "risk": 1, "dilemma": 2}
    chosen = [point.id for point in sorted(made, key=lambda point: order[point.kind])]
    filled = from_plain(Brief, {"id": "brief-1", "name": "sample", "points": chosen} | brief)
    return {
        "settings": to_plain(Settings(title=told["brief"]["short_title"])),
        "sources": [to_plain(source) for source in source_of.values()],
        "passages": [to_plain(passage) for passage in passage_of.values()],
        "points": [to_plain(point) for point in made],
        "briefs": [to_plain(filled)],
        "narrative": [_named(text, ids) for text in narrative],
        "values": {name: _named(value, ids) if isinstance(value, str) else value for name, value in values.items()},
    }


def _numbered(points: Iterable[tuple[str, Plain]]) -> Iterator[tuple[str, int, Plain]]:
    last: dict[str, int] = {}
    for kind, point in points:
        last[kind] = last.get(kind, 0) + 1
        yield kind, last[kind], point


def _source(number: int, told: Plain) -> Source:
    text = "\n\n".join(told["paragraphs"])
    blocks, at = [], 0
    for paragraph in told["paragraphs"]:
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph)))
        at += len(paragraph) + 2
    about = told["about"] | {"issued": {"date-parts": [[int(part) for part in told["about"]["issued"].split("-")]]}}
    return Source(
        id=f"source-{number}",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        size=len(text.encode()),
        filename=f"{told['key']}.txt",
        text=text,
        blocks=tuple(blocks),
        bibliography=from_csl(about),
    )


def _passage(number: int, source: Source, told: Plain) -> Passage:
    quote = told["quote"]
    start = source.text.index(quote)
    end = start + len(quote)
    return Passage(
        id=f"passage-{number}",
        source=source.id,
        start=start,
        end=end,
        quote=quote,
        prefix=source.text[max(0, start - CONTEXT) : start],
        suffix=source.text[end : end + CONTEXT],
        kind=PassageKind(told.get("kind", "evidence")),
    )


def _point(kind: str, number: int, told: Plain, ids: Mapping[str, str]) -> Any:
    plain = {name: value for name, value in told.items() if name != "cites"}
    plain["id"] = f"{_KINDS[kind]}-{number}"
    plain["evidence"] = [{"passage": ids[key]} for key in told["cites"]]
    plain["body"] = _named(plain.get("body", ""), ids)
    return read_point(plain)


def _named(text: str, ids: Mapping[str, str]) -> str:
    """Put the passages' ids in place of the names that the texts cite them by."""
    return re.sub(r"\[@([a-z-]+)(?=[\s\]])", lambda match: f"[@{ids[match[1]]}", text)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else templates_folder()
    for made_at in (*make_samples(folder / "_shared" / "samples"), *make_own_samples(folder)):
        print(made_at)
