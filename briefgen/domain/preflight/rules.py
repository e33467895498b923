"""The rules of preflight: the stable id of each, how much a breach matters, and what it asks.

Must be mended (error): the brief would be wrong, misleading, or without what makes it a brief. Should be mended
(warning): it would be worse than it need be. May be mended (hint): worth a look. Sources: the conventions collected for
Briefgen from the UK, US, New Zealand, Australian and Canadian guidance on submissions and Cabinet papers, PHIA and ICD
203 on words of likelihood, FIRST's TLP 2.0, the UK's GSCP, structured decision making, WCAG 2.2.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from briefgen.domain.terms import Severity

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT


class AnyRule(StrEnum):
    """A rule; its value is its stable id, by which an editor accepts a finding. `about` says what the rule asks."""

    severity: Severity
    about: str

    def __new__(cls, value: str, severity: Severity, about: str) -> Self:
        """Make the rule `value`."""
        rule = str.__new__(cls, value)
        rule._value_ = value
        rule.severity = severity
        rule.about = about
        return rule


class Rule(AnyRule):
    """A rule that preflight holds a brief against before anything is laid out."""

    # The document
    FIELD_REQUIRED = "field-required", _E, "every field that the house template asks for is filled"
    FIELD_VALUE = "field-value", _W, "a template's own field holds what it takes"
    FIELD_NOT_PRINTED = "field-not-printed", _H, "every field filled is one of the house template"
    FIELD_UNKNOWN = "field-unknown", _W, "the house template asks only for fields that a brief has"
    TITLE_VERB = "title-verb", _W, "the title of a brief that decides has a verb"
    TITLE_DATE = "title-date", _W, "the title of a brief that decides has a date"
    TITLE_DATE_DIFFERS = "title-date-differs", _W, "the date in the title is the date of the decision"
    TITLE_LONG = "title-long", _W, "the title fits two lines"
    SHORT_TITLE = "short-title", _H, "a running title fits the head of a page"
    DECISION_REASON = "decision-reason", _E, "the date of a decision has its reason"
    DECISION_DATE = "decision-date", _W, "the reason for a date has its date"
    DECISION_ORDER = "decision-order", _W, "the decision falls on or after the brief's own date"
    DATE_PAST = "date-past", _W, "no deadline has passed"
    BLUF_LONG = "bluf-long", _W, "the bottom line has at most 60 words"
    KEY_POINTS = "key-points", _W, "there are three to seven key points"
    KEY_POINT_LONG = "key-point-long", _W, "a key point has at most 30 words"
    AUTHOR_NOTE_LONG = "author-note-long", _H, "a note about an author has at most 60 words"
    PAPER = "paper", _E, "the house template is made for the brief's paper"
    LANGUAGE_TAG = "language-tag", _W, "the language is a tag such as en-GB"
    LANGUAGE_WORDS = "language-words", _W, "the house template has its own words in the brief's language"
    ANNEX_NOT_PRINTED = "annex-not-printed", _W, "the house template prints the evidence annex that is wanted"
    ANNEX_REVEALS = "annex-reveals", _H, "an evidence annex says no more of the sources than is meant"
    PROVENANCE_REVEALS = "provenance-reveals", _H, "what is attached to the PDF says no more than is meant"
    DATA_REVEALS = "data-reveals", _H, "what the pages are made from says no more than is meant"
    TEMPLATE_VERSION = "template-version", _H, "the brief was made with this version of the house template"
    ACCEPTANCE_UNUSED = "acceptance-unused", _H, "what was accepted is still found"

    # Markings
    MARKING_MISSING = "marking-missing", _E, "the brief has a marking or a TLP label"
    MARKING_TEXT = "marking-text", _E, "a known marking is written exactly"
    MARKING_CAPITALS = "marking-capitals", _H, "a marking is in capitals"
    MARKING_IS_TLP = "marking-is-tlp", _H, "a TLP label stands in its own field"
    MARKING_CONTRADICTION = "marking-contradiction", _W, "marking, TLP label and handling agree"
    HANDLING_INCOMPLETE = "handling-incomplete", _E, "an embargo says until when"
    HANDLING_MISSING = "handling-missing", _H, "OFFICIAL-SENSITIVE comes with a handling instruction"
    MARKING_ABOVE = "marking-above", _E, "no point or source printed is marked above the brief"
    MARKING_INCOMPARABLE = "marking-incomparable", _W, "markings of points and sources can be compared with the brief's"

    # The points of a brief
    POINT_MISSING = "point-missing", _E, "every point selected is in the dossier"
    POINT_NOT_PRINTED = "point-not-printed", _W, "the house template prints every point selected"
    POINT_OFF = "point-off", _H, "no point is switched off"
    POINT_NOT_MEANT = "point-not-meant", _W, "every point selected is meant for this house template"
    POINTS_OVER = "points-over", _W, "a section has room for its points"
    POINTS_OVER_TEMPLATE = "points-over-template", _E, "the house template has room for every point selected"
    POINT_FIELDS_LEFT_OUT = "point-fields-left-out", _H, "what is filled in of a point is printed"
    POINT_TITLE = "point-title", _W, "a point has a title"
    POINT_TITLE_LONG = "point-title-long", _W, "a point's title has at most 12 words"
    POINT_TITLE_DRAFT = "point-title-draft", _H, "a suggested title was looked at"
    POINT_EVIDENCE = "point-evidence", _W, "a point rests on at least one passage"
    OWNER_VAGUE = "owner-vague", _W, "an owner is a post or body that can act"
    LINK_OUTSIDE = "link-outside", _H, "a point's links lead to points of the brief"

    # Risks
    RISK_STATEMENT = "risk-statement", _E, "a risk has cause, event and effect"
    RISK_ONE_WORD = "risk-one-word", _W, "a risk is more than one word"
    RISK_UNRATED = "risk-unrated", _W, "a risk has likelihood and impact"
    RISK_HORIZON = "risk-horizon", _W, "a band of the National Risk Register has its horizon"
    RISK_RESPONSE = "risk-response", _E, "a high risk has a response"
    RISK_OWNER = "risk-owner", _E, "a high risk has an owner"
    RISK_TREATMENT = "risk-treatment", _W, "a risk that is treated has a recommendation in the brief that does so"
    RISK_POSITIONS = "risk-positions", _W, "controls never make a risk graver"
    RISK_CLOSED = "risk-closed", _H, "a risk of the brief is open"
    RATING_LOWERED = "rating-lowered", _H, "a rating is not below the table's"
    LIKELIHOOD_SCALE = "likelihood-scale", _E, "a likelihood is of the brief's scale"
    POSITION_SCALE = "position-scale", _W, "inherent, residual and target positions are of the brief's scale"

    # Dilemmas
    DILEMMA_QUESTION = "dilemma-question", _E, "a dilemma has a question"
    DILEMMA_QUESTION_MARK = "dilemma-question-mark", _W, "the question ends in a question mark"
    DILEMMA_TENSION = "dilemma-tension", _W, "a dilemma names the two values that pull apart"
    DILEMMA_TENSION_LONG = "dilemma-tension-long", _W, "each of the two values has at most six words"
    DILEMMA_OPTIONS = "dilemma-options", _E, "a dilemma has at least two options"
    OPTION_NAME = "option-name", _W, "an option has a name of at most six words"
    OPTION_ONE_SIDED = "option-one-sided", _W, "an option has gains and costs"
    OPTION_DOMINATED = "option-dominated", _W, "no option is dominated by another"
    STATUS_QUO_DOMINATED = "status-quo-dominated", _H, "doing nothing is not dominated"
    STATUS_QUO = "status-quo", _W, "doing nothing is among the options, once, or its absence is explained"
    DILEMMA_CELLS = "dilemma-cells", _W, "every option has an outcome and a mark on every criterion"
    DILEMMA_LEAN = "dilemma-lean", _W, "a dilemma says which way we lean, or that we have no view"
    DILEMMA_SETTLED = "dilemma-settled", _H, "a dilemma of the brief is open"

    # Recommendations
    RECOMMENDATION_VERB = "recommendation-verb", _E, "a recommendation says what is asked: agree, note …"
    RECOMMENDATION_ACTION = "recommendation-action", _E, "a recommendation has an action"
    RECOMMENDATION_OTHER_VERB = "recommendation-other-verb", _E, "the action does not begin with another verb"
    RECOMMENDATION_FIRST_WORD = "recommendation-first-word", _W, "the action begins with its verb"
    RECOMMENDATION_LONG = "recommendation-long", _W, "an action has at most 40 words"
    RECOMMENDATION_SENTENCES = "recommendation-sentences", _H, "an action is one sentence"
    RECOMMENDATION_WEAK = "recommendation-weak", _W, "an action is more than considering or reviewing"
    RECOMMENDATION_OWNER = "recommendation-owner", _E, "a recommendation has an owner"
    RECOMMENDATION_DEADLINE = "recommendation-deadline", _E, "a recommendation has a deadline"
    RECOMMENDATION_REASON = "recommendation-reason", _W, "a deadline has its reason"
    RECOMMENDATION_EARLY = "recommendation-early", _W, "nothing is due before it can be decided or begun"
    RECOMMENDATION_MEASURE = "recommendation-measure", _H, "a recommendation says how one would see it done"
    RECOMMENDATION_COST = "recommendation-cost", _H, "a recommendation says what it costs"
    RECOMMENDATION_UNSAID = "recommendation-unsaid", _H, "legal basis, consultation and equality are said or ticked"
    NONE_CONTRADICTED = "none-contradicted", _W, "what is ticked as “none identified” is empty"
    CONSULTATION_LONG = "consultation-long", _W, "a note on consultation has at most 120 words"
    DISSENT_LONG = "dissent-long", _W, "dissent has at most 40 words"
    DEPENDS_OUTSIDE = "depends-outside", _W, "what a recommendation depends on is in the brief"
    SETTLES_OPTION = "settles-option", _E, "a recommendation settles a dilemma by an option that it has"
    SETTLES_AGAINST_LEAN = "settles-against-lean", _W, "a recommendation follows the option that we lean to"
    SETTLES_CONFLICT = "settles-conflict", _W, "two recommendations settle a dilemma alike"

    # Evidence
    PASSAGE_MISSING = "passage-missing", _E, "every passage cited is in the dossier, with its source"
    PASSAGE_LOST = "passage-lost", _E, "every passage cited stands in its source"
    PASSAGE_ALTERED = "passage-altered", _E, "every quotation is its source's own words"
    SINGLE_SOURCE = "single-source", _H, "what weighs most rests on more than one source, where there are several"
    OPINION_ONLY = "opinion-only", _W, "a point rests on more than opinion"
    CONTRADICTION = "contradiction", _W, "points that cite the same passage do not contradict each other"
    CITATION_EDIT = "citation-edit", _E, "an elision or insertion lies within the quotation"
    SOURCE_BIBLIOGRAPHY = "source-bibliography", _W, "a source cited has author or publisher, title and date"
    SOURCE_OCR = "source-ocr", _H, "words recognised from pictures were compared with them"

    # Narrative sections
    SECTION_EMPTY = "section-empty", _E, "no section that the house template asks for is empty"
    SECTION_NONE = "section-none", _W, "“none identified” stands where it may, and alone"
    DOCUMENT_WORDS = "document-words", _W, "the sections together keep to the document's words"
    SECTION_WORDS = "section-words", _W, "a section keeps to its words"
    NOTE_LONG = "note-long", _H, "a note in the margin has at most 30 words"
    SECTION_PARAGRAPHS = "section-paragraphs", _W, "a section keeps to its paragraphs"
    SECTION_NOT_PRINTED = "section-not-printed", _H, "every section written is printed"
    CITATION_UNKNOWN = "citation-unknown", _E, "a citation in the text names a passage"
    QUOTATION_UNCITED = "quotation-uncited", _W, "a quotation in the text has its source number"
    QUOTATION_ALTERED = "quotation-altered", _E, "a quotation in the text is the passage's own words"

    # Language
    SENTENCE_MEAN = "sentence-mean", _W, "sentences have at most 20 words on average"
    SENTENCE_OVER_35 = "sentence-over-35", _W, "no sentence has more than 35 words"
    SENTENCE_OVER_25 = "sentence-over-25", _H, "a sentence has at most 25 words"
    ABBREVIATION = "abbreviation", _W, "an abbreviation is spelled out once"
    LIKELIHOOD_WORD = "likelihood-word", _W, "the text uses no other scale's words of likelihood"
    LIKELIHOOD_CONFIDENCE = "likelihood-confidence", _W, "likelihood and confidence stand in two sentences"
    PLACEHOLDER = "placeholder", _W, "nothing is left to be filled in"

    # The house template
    CONTRAST = "contrast", _E, "colours that meet on the page can be read"
    COLOUR = "colour", _W, "a colour of the house template is written #RRGGBB"


class PageRule(AnyRule):
    """A rule that only the laid-out pages can be held against."""

    PAGES_OVERFULL = "pages-overfull", _E, "a document that must fit its pages does, at one of its sizes of type"
    PAGES_STOP = "pages-stop", _E, "the document keeps below the pages from which the house template refuses it"
    PAGES_OVER = "pages-over", _W, "the document keeps below the pages from which the house template warns"
    PAGES_AIM = "pages-aim", _H, "the document keeps to the pages at which the house template aims"
    PAGES_FEW = "pages-few", _H, "the document has the pages that the house template is made for"
    BLUF_LINES = "bluf-lines", _W, "the bottom line takes no more lines than the house template gives it"
    TEXT_CUT = "text-cut", _E, "no text runs off its page or is cut off by its box"
    TEXT_OVER = "text-over", _W, "no text runs out of its box"
    HEADING_STRANDED = "heading-stranded", _W, "no heading stands at a page's foot without what it heads"
    SIGNATURE_ALONE = "signature-alone", _W, "where one signs there is something of what is signed on the page"
    CHARACTERS_UNCOVERED = "characters-uncovered", _E, "an installed font has every character"


NEVER_ACCEPTED: frozenset[str] = frozenset(
    {
        # A quotation that nobody said, and evidence that is not there, are wrong whatever the reason.
        Rule.QUOTATION_ALTERED,
        Rule.PASSAGE_ALTERED,
        Rule.PASSAGE_LOST,
        Rule.PASSAGE_MISSING,
        Rule.CITATION_EDIT,
        Rule.CITATION_UNKNOWN,
        # Who gets a page without a marking can't know how to keep it.
        Rule.MARKING_MISSING,
        # There is nothing to print, or no room on the paper.
        Rule.POINT_MISSING,
        PageRule.PAGES_OVERFULL,
        Rule.ACCEPTANCE_UNUSED,
    }
)
"""The ids of the rules whose breach no reason excuses; it can still be issued as a DRAFT, by force."""
