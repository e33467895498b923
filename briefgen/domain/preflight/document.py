"""Rules about the document itself: the fields that its template asks for, its title, dates, bottom line, key points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from briefgen.domain.briefs import Brief
from briefgen.domain.fields import Plain, dashed, specs
from briefgen.domain.house_template import FieldType, TemplateField
from briefgen.domain.preflight.dates import days_in, names_a_date, printed_day
from briefgen.domain.preflight.findings import Finding, found, in_brief, in_template
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject
from briefgen.domain.wording import asks_for_an_act, count_words, counted, listed

TITLE_LETTERS = 110
"""Two lines of a title at 20 points over the full measure of an A4 page hold about this many characters."""

RUNNING_LETTERS = 60
"""What fits the head of a page beside the marking, at 9 points."""

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def check(subject: Subject) -> Iterator[Finding]:
    """Check the document's own fields."""
    yield from _required(subject)
    yield from _own_fields(subject)
    yield from _title(subject)
    yield from _dates(subject)
    yield from _summary(subject)
    brief = subject.brief
    for number, author in enumerate(brief.authors, 1):
        if (words := count_words(author.note)) > 60:
            yield found(
                Rule.AUTHOR_NOTE_LONG,
                in_brief("authors", str(number)),
                f"The note about {author.name or 'an author'} has {words} words.",
                "Cut it to 60 words.",
                f"{words} words; at most 60",
            )
    if not _TAG.fullmatch(brief.language):
        yield found(
            Rule.LANGUAGE_TAG,
            in_brief("language"),
            f"“{brief.language}” is not a language tag." if brief.language else "The brief has no language.",
            "Write a tag such as en-GB or fr: it sets hyphenation, quotation marks and the voice of screen readers.",
        )
    elif not subject.template.has_words_in(brief.language):
        yield found(
            Rule.LANGUAGE_WORDS,
            in_brief("language"),
            f"The house template has no words of its own in “{brief.language}”: it prints its labels in English.",
            "Give them in brand.toml, in a table for the language under “labels”.",
        )
    if brief.paper not in subject.template.paper:
        made_for = listed(subject.template.paper)
        yield found(
            Rule.PAPER,
            in_brief("paper"),
            f"The brief is to be on {brief.paper}, and the house template “{subject.template.title}” is made for "
            f"{made_for}.",
            f"Choose {listed(subject.template.paper, 'or')}, or another house template.",
        )
    if brief.provenance:
        yield _provenance(subject)
    if brief.attach_data:
        yield found(
            Rule.DATA_REVEALS,
            in_brief("attach-data"),
            "The PDF gets the file brief.json with what its pages are made from: every field of the brief and of the "
            "points that it prints, also those that the house template leaves out, the words that are cited and what "
            "is known of their sources. Points that are switched off, notes to yourself, other sources, and names of "
            "files, folders and users are not in it.",
            "Attach it for those who file or read the data by program; without it they get what the pages show.",
        )
    if brief.evidence_annex:
        yield _annex(subject)
    if brief.template_version and brief.template_version != subject.template.version:
        yield found(
            Rule.TEMPLATE_VERSION,
            in_brief("template-version"),
            f"The brief was made with version {brief.template_version} of its house template.",
            f"Look at every page: it will be printed with version {subject.template.version}.",
        )
    elif brief.template_sha256 and brief.template_sha256 != subject.template.sha256:
        yield found(
            Rule.TEMPLATE_VERSION,
            in_brief("template-version"),
            "The files of the house template have changed since the brief was made with it.",
            "Look at every page, then choose the template again for the brief: that pins it to the files as they are.",
        )


_HOW: dict[str, str] = {
    "title": "Say what is to be decided, or what the brief finds.",
    "to": "Name the post that the brief goes to.",
    "from": "Name the post that the brief comes from.",
    "date": "Give the date of the brief.",
    "decision-by": "Give the date by which the decision is needed, with the reason.",
    "bluf": "Write the bottom line in at most 60 words.",
    "cleared-by": "Name who cleared the brief.",
    "contact": "Say whom to ask.",
}


_CALLED: dict[str, str] = {"ref": "Ref.", "tlp": "TLP", "bluf": "The bottom line"}
"""What forms call the fields of every brief whose own name, with a capital, would not do."""

_SEVERAL = frozenset({"authors", "funders", "key-points"})
"""Fields whose label is a plural."""


def _annex(subject: Subject) -> Finding:
    """An evidence annex that is wanted is not printed by every template; one that is tells what else does not."""
    place, title = in_brief("evidence-annex"), subject.template.title
    if not subject.template.evidence_annex:
        return found(
            Rule.ANNEX_NOT_PRINTED,
            place,
            f"The brief is to have an evidence annex, and the house template “{title}” prints none.",
            "Choose another house template, or do without the annex.",
        )
    return found(
        Rule.ANNEX_REVEALS,
        place,
        "The evidence annex prints the paragraphs around each passage that is cited, the day on which its source was "
        "imported, and the source's hash.",
        "Read it as whoever gets the brief will; without it only what is quoted leaves the house.",
    )


def _provenance(subject: Subject) -> Finding:
    """What is attached for whoever checks quotations tells what their marks of omission do not."""
    citations = [citation for point in subject.printed for citation in point.evidence]
    elided = sum(any(edit.end > edit.start for edit in citation.edits) for citation in citations)
    hidden = f" So it tells what was left out of {counted(elided, 'quotation')}." if elided else ""
    return found(
        Rule.PROVENANCE_REVEALS,
        in_brief("provenance"),
        "The PDF gets a file with the exact words of each quotation, their place in the source, and the source's "
        f"title, address and hash.{hidden}",
        "Attach it for those who may check the quotations; without it nothing is inside the PDF.",
        f"{elided} shortened" if elided else "",
    )


def _required(subject: Subject) -> Iterator[Finding]:
    brief, template = subject.brief, subject.template
    attributes = {dashed(name): name for name, _, _ in specs(Brief)}
    own = {dashed(field.name): field for field in template.fields}
    values = dict(brief.fields)
    wanted = dict.fromkeys(["title", *map(dashed, template.requires)])
    wanted |= dict.fromkeys(name for name, field in own.items() if field.required)
    for name in wanted:
        # Rules of their own see to these: a marking or a label may stand alone, and a date's reason goes with its date.
        if name in {"marking", "tlp"} or (name == "decision-by-reason" and brief.decision_by):
            continue
        if name in own:
            field = own[name]
            value: object = values.get(field.name) or field.default
            label = field.label or field.name.replace("_", " ").capitalize()
            filled = value is False or field.type is FieldType.FLAG or not _blank(value)
        elif name in attributes:
            label = _CALLED.get(name, name.replace("-", " ").capitalize())
            filled = not _blank(getattr(brief, attributes[name]))
        else:
            yield found(
                Rule.FIELD_UNKNOWN,
                in_template(template.title, "requires", name),
                f"The house template asks for “{name}”, which no brief has.",
                "Mend the template's manifest.",
            )
            continue
        if not filled:
            yield found(
                Rule.FIELD_REQUIRED,
                in_brief(name),
                # That the template asks for it goes without saying: a new brief has a row of these.
                f"{label} {'are' if name in _SEVERAL and name not in own else 'is'} empty.",
                _HOW.get(name, "Fill it."),
            )


def _blank(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, tuple):
        return all(_blank(entry) for entry in value)
    return value is None


def _own_fields(subject: Subject) -> Iterator[Finding]:
    values = dict(subject.brief.fields)
    for name, value in values.items():
        if subject.template.field(name) is None and not _blank(value):
            yield found(
                Rule.FIELD_NOT_PRINTED,
                in_brief(name),
                f"The field “{name}” is filled, and the house template “{subject.template.title}” does not print it.",
                "Move it to a field or section that is printed, or leave it for another template.",
            )
    for field in subject.template.fields:
        value = values.get(field.name)
        if value is not None and value != "" and not _fits(field, value):
            takes = f"one of {listed(field.choices, 'or')}" if field.type is FieldType.CHOICE else field.type.meaning
            yield found(
                Rule.FIELD_VALUE,
                in_brief(field.name),
                f"The field “{field.label or field.name}” takes {takes}, and holds something else.",
                f"Give it {takes}.",
            )


def _fits(field: TemplateField, value: Plain) -> bool:
    match field.type:
        case FieldType.FLAG:
            return isinstance(value, bool) or str(value).strip().lower() in {"true", "false", "yes", "no"}
        case FieldType.NUMBER:
            return not isinstance(value, bool) and re.fullmatch(r"\s*-?\d{1,15}\s*", str(value)) is not None
        case FieldType.DATE:
            return _is_date(value)
        case FieldType.CHOICE:
            return value in field.choices
        case FieldType.LINES:
            return isinstance(value, str) or (
                isinstance(value, list | tuple) and all(isinstance(line, str) for line in value)
            )
        case _:
            return isinstance(value, str)


def _is_date(value: Plain) -> bool:
    try:
        date.fromisoformat(str(value).strip())
    except ValueError:
        return False
    return True


def _title(subject: Subject) -> Iterator[Finding]:
    title = subject.brief.title.strip()
    place = in_brief("title")
    if not title:
        return
    if len(title) > TITLE_LETTERS:
        yield found(
            Rule.TITLE_LONG,
            place,
            "The title is longer than two lines.",
            "Keep the decision and its date; move the rest to the first section.",
            f"{len(title)} characters; at most {TITLE_LETTERS}",
        )
    running = subject.brief.short_title.strip()
    if len(running or title) > RUNNING_LETTERS:
        yield found(
            Rule.SHORT_TITLE,
            in_brief("short-title"),
            "The short title is too long for the head of a page."
            if running
            else "The title is too long for the head of a page, and there is no short title.",
            "Give a short title of a few words.",
            f"{len(running or title)} characters; at most {RUNNING_LETTERS}",
        )
    if subject.template.decides and subject.english:
        yield from _deciding_title(subject, title)


def _deciding_title(subject: Subject, title: str) -> Iterator[Finding]:
    place, due = in_brief("title"), subject.brief.decision_by
    by = printed_day(due, year=False) if due else "14 March"
    if not asks_for_an_act(title):
        yield found(
            Rule.TITLE_VERB,
            place,
            "The title names a subject, not what is to be decided.",
            f"Write what is asked, as in “… decide by {by} whether to …”.",
        )
    if not names_a_date(title):
        yield found(
            Rule.TITLE_DATE,
            place,
            "The title does not say by when the decision is needed.",
            f"Write the date, as in “… decide by {by} whether to …”.",
        )
    days = list(days_in(title))
    if due and days and not any(day.may_be(due) for day in days):
        yield found(
            Rule.TITLE_DATE_DIFFERS,
            place,
            f"The date in the title is not the date of the decision, {printed_day(due)}.",
            "Make the two agree.",
        )


def _dates(subject: Subject) -> Iterator[Finding]:
    brief, due = subject.brief, subject.brief.decision_by
    if due and not brief.decision_by_reason.strip():
        yield found(
            Rule.DECISION_REASON,
            in_brief("decision-by-reason"),
            f"Nothing says why the decision is needed by {printed_day(due)}: a date needs its reason.",
            f"Say why {printed_day(due, year=False)}, and what happens if it is missed.",
        )
    if brief.decision_by_reason.strip() and not due and "decision-by" not in subject.asked:
        yield found(
            Rule.DECISION_DATE,
            in_brief("decision-by"),
            "There is a reason for the date of the decision, but no date.",
            "Give the date by which the decision is needed.",
        )
    if due and brief.date and due < brief.date:
        yield found(
            Rule.DECISION_ORDER,
            in_brief("decision-by"),
            f"The decision is needed by {printed_day(due)}, before the brief's own date, {printed_day(brief.date)}.",
            "Correct one of the two dates.",
        )
    if due and subject.as_of and due < subject.as_of:
        yield found(
            Rule.DATE_PAST,
            in_brief("decision-by"),
            f"The date of the decision, {printed_day(due)}, has passed.",
            "Give a date to come.",
        )


def _summary(subject: Subject) -> Iterator[Finding]:
    brief = subject.brief
    if (words := count_words(brief.bluf)) > 60:
        yield found(
            Rule.BLUF_LONG,
            in_brief("bluf"),
            f"The bottom line has {words} words.",
            f"Cut {counted(words - 60, 'word')}: it must be read at a glance.",
            f"{words} words; at most 60",
        )
    if "key-points" not in subject.asked and subject.template.section("key-points") is None:
        return
    number = len(brief.key_points)
    if brief.key_points and not 3 <= number <= 7:
        yield found(
            Rule.KEY_POINTS,
            in_brief("key-points"),
            f"There {'is' if number == 1 else 'are'} {counted(number, 'key point')}.",
            "Give three to seven, each a full sentence.",
            f"{counted(number, 'key point')}; 3 to 7",
        )
    for index, key_point in enumerate(brief.key_points, 1):
        if (words := count_words(key_point)) > 30:
            yield found(
                Rule.KEY_POINT_LONG,
                in_brief("key-points", str(index)),
                f"Key point {index} has {words} words.",
                "Cut it to 30 words.",
                f"{words} words; at most 30",
            )
