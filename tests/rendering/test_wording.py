"""What is printed and is no brief's own: complete in each language, and nothing of another language beside it."""

import re
from dataclasses import replace

import nh3
import pytest

from briefgen.domain.brand import LANGUAGES, Brand
from briefgen.domain.fields import from_plain
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.terms import SCALES, Rating, ScaleId
from briefgen.rendering.context_points import range_words
from briefgen.rendering.fitting import Step
from briefgen.rendering.house_templates import OpenTemplate, list_templates
from briefgen.rendering.job import RenderJob, make_html
from briefgen.rendering.samples import sample_context
from briefgen.rendering.wording import TERMS, flat, key_of, label_names, labels, words_of
from briefgen.rendering.wording_fr import FRENCH

ENGLISH = dict(flat(labels("en-GB")))
SHIPPED = list_templates().opened
ALIKE = {
    "action", "commercial", "consultation", "contact", "cyber", "date", "doi", "effort", "horizon", "gains", "imminent",
    "impact", "isbn", "licence", "minute", "minutes", "note", "p. {number}", "page", "point", "signature", "v", "vol.",
    "annexes", "note {number}", "sha-256", "triangle", "", "↑", "→", "↓",
}  # fmt: skip
"""Words that are the same in both languages."""


def test_french_is_complete() -> None:
    """Each label and term of the English wording has its own words, but for those that are the same; and no more."""
    french = dict(flat(FRENCH))
    assert french.keys() == ENGLISH.keys() == label_names()
    assert {words.lower() for name, words in french.items() if words == ENGLISH[name]} <= ALIKE


def test_every_term_of_every_list_has_words() -> None:
    """In both languages, under keys that do not collide."""
    for language in ("en-GB", "fr-FR"):
        wording = labels(language)
        for terms in TERMS.values():
            assert len({key_of(term) for term in terms}) == len(list(terms))
            assert all(words_of(term, wording) for term in terms)
    assert words_of(Rating.VERY_HIGH, labels("fr")) == "très élevé"
    assert words_of(Rating.VERY_HIGH, labels("en-US")) == "very high"


def test_what_is_filled_in_is_the_same_in_each_language() -> None:
    """A label that has a place for a number or a letter has it in every language."""
    for name, words in flat(FRENCH):
        assert re.findall(r"\{\w+\}", words) == re.findall(r"\{\w+\}", ENGLISH[name]), name


def test_a_language_that_is_not_there_gets_english() -> None:
    """So that nothing is missing; a brand can say its own."""
    assert labels("de") == labels("en-GB")
    brand = from_plain(Brand, {"labels": {"de": {"page": "Seite"}, "fr": {"page": "P"}, "fr-CA": {"page": "Pg"}}})
    assert labels("de-AT", brand)["page"] == "Seite"
    assert (labels("fr-FR", brand)["page"], labels("fr-CA", brand)["page"]) == ("P", "Pg")


def test_labels_are_the_askers_own() -> None:
    """Whoever changes them changes nobody else's."""
    mine = labels("fr")
    mine["point"]["risk"] = "x"
    assert labels("fr")["point"]["risk"] == "Risque"


@pytest.mark.parametrize("scale", ScaleId)
def test_ranges_are_written_as_the_language_does(scale: ScaleId) -> None:
    """In English as the terms say it themselves; in French with a comma, and a narrow space before the sign."""
    for meaning in SCALES[scale].terms:
        assert range_words(meaning, labels("en")) == meaning.range
        french = range_words(meaning, labels("fr"))
        assert "." not in french
        assert "\u202f%" in french


def french_text(opened: OpenTemplate, name: str) -> str:
    """What the pages of a French sample say, without quotations from other languages and without addresses."""
    context = sample_context(opened, name, language="fr-FR")
    if opened.template.fit.steps:
        context["fit"] = Step(opened.template.fit.steps[0]).plain()
    html = make_html(RenderJob(template=str(opened.folder), context=context, language="fr-FR"), opened)
    assert '<html lang="fr-FR">' in html
    body = html[html.index("<body") :]
    titles = re.findall(r"<title>(.*?)</title>|alt=\"(.*?)\"|data-(?:page|of)=\"(.*?)\"", body)
    body = re.sub(r"<title>.*?</title>", "", body)
    body = re.sub(r'<span[^>]* lang="(?!fr)[^>]*>.*?</span>', " ", body, flags=re.DOTALL)
    words = nh3.clean(body.replace("<", " <"), tags=set())
    return (
        " ".join([words, *(part for title in titles for part in title)]).replace("\u202f", " ").replace("&nbsp;", " ")
    )


@pytest.mark.parametrize("name", ["least", "normal"])
@pytest.mark.parametrize("opened", SHIPPED, ids=lambda opened: opened.template.name)
def test_a_french_brief_has_no_english_word(opened: OpenTemplate, name: str) -> None:
    """Of all labels, terms and titles that there are in English, none is on its pages."""
    text = french_text(opened, name)
    french = " ".join(words for _, words in flat(FRENCH)).lower()
    titles = [opened.template.title, *(section.title for section in opened.template.sections)]
    left = [
        words
        for words in {*ENGLISH.values(), *titles}
        if words.lower() not in ALIKE
        and "{" not in words
        and len(words) > 2
        and not re.search(rf"(?<![\w’]){re.escape(words.lower())}(?!\w)", french)
        and re.search(rf"(?<![\w’]){re.escape(words)}(?!\w)", text)
    ]
    assert [words for words in left if words not in FRENCH_TOO] == []


FRENCH_TOO = {"Conclusion", "Introduction", "Options", "Sources", "Notes", "PROJET", "legal", "important", "security"}
"""Titles that are the same in both languages, and words that are French as well."""


def test_dates_and_quotation_marks_are_french() -> None:
    """“1er avril 2026”; « … » with narrow spaces at which no line ends; a colon after a label has one before it."""
    submission = next(opened for opened in SHIPPED if opened.template.name == "ministerial-submission")
    context = sample_context(submission, "normal", language="fr-FR")
    assert context["brief"]["date"]["long"] == "1er avril 2026"
    assert context["recommendations"][0]["action_verb"] == "Convenir"
    assert context["recommendations"][0]["action_rest"].startswith("\u202f: l’eau potable")
    assert context["risks"][0]["evidence"][0]["html"].startswith('<span class="quotation" data-quotation="6">«\u202f')
    assert context["risks"][0]["statement"].startswith("Comme rien ne dit")
    assert context["notes"][0]["place"] == "par.\u00a01"
    html = make_html(RenderJob(template=str(submission.folder), context=context, language="fr-FR"), submission)
    assert re.search(r'<span class="label">Responsable\u202f:</span>', html)


def test_a_template_without_translation_prints_its_own_titles() -> None:
    """In whatever language the brief is."""
    template = from_plain(
        HouseTemplate,
        {
            "name": "a",
            "title": "A",
            "version": "1",
            "sections": [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}],
            "translations": [{"language": "fr", "title": "Â", "sections": {"x": "Ixe"}}],
        },
    )
    x, y = template.sections
    assert [template.section_title(x, tag) for tag in ("fr", "fr-CA", "en", "de")] == ["Ixe", "Ixe", "X", "X"]
    assert (template.section_title(y, "fr"), template.printed_title("fr-FR"), template.printed_title("en")) == (
        "Y",
        "Â",
        "A",
    )
    assert replace(template, translations=()).printed_title("fr") == "A"


def test_each_language_that_is_promised_has_words_of_its_own() -> None:
    """Preflight relies on the list of languages."""
    assert len({labels(language)["page_of"] for language in LANGUAGES}) == len(LANGUAGES)
