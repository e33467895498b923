"""House wording: every word that a template prints and that is not a brief's own, in the brief's language.

The words are data, so that a translation (`wording_fr`) or a house's brand file can put others in their place without
touching a template. Three groups hold what the points' fields choose from: `terms`, by the list and the term's key;
`scales`, the likelihood scales with their titles and terms; `impacts`, by number. A language that is not here gets the
words in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from briefgen.domain.brand import Brand
from briefgen.domain.fields import Term, thaw
from briefgen.domain.terms import (
    IMPACTS,
    SCALES,
    BriefState,
    Category,
    Confidence,
    CostBand,
    Decision,
    DilemmaStatus,
    Direction,
    Effort,
    Funding,
    Horizon,
    ImpactArea,
    ImplementationStatus,
    LeanStrength,
    Mark,
    Priority,
    Proximity,
    Rating,
    Response,
    Reversibility,
    RiskStatus,
    Theme,
    Trend,
    Verb,
)
from briefgen.rendering.wording_fr import FRENCH, FRENCH_READ_ALOUD

TERMS: dict[str, type[Term]] = {
    "category": Category,
    "confidence": Confidence,
    "cost_band": CostBand,
    "decision": Decision,
    "direction": Direction,
    "effort": Effort,
    "funding": Funding,
    "horizon": Horizon,
    "impact_on": ImpactArea,
    "implementation_status": ImplementationStatus,
    "lean_strength": LeanStrength,
    "mark": Mark,
    "priority": Priority,
    "proximity": Proximity,
    "rating": Rating,
    "response": Response,
    "reversibility": Reversibility,
    "risk_status": RiskStatus,
    "dilemma_status": DilemmaStatus,
    "state": BriefState,
    "theme": Theme,
    "trend": Trend,
    "verb": Verb,
}
"""The lists that the fields of points and briefs choose from, by the names that they have among the labels."""

_GROUPS = {terms: name for name, terms in TERMS.items()}

_ENGLISH: dict[str, Any] = {
    # Points, by kind: the name before a number, and the heading over several.
    "point": {"risk": "Risk", "dilemma": "Dilemma", "recommendation": "Rec."},
    "points": {"risk": "Risks", "dilemma": "Dilemmas", "recommendation": "Recommendations"},
    # Punctuation after a label: French has a space before it.
    "colon": ":",
    # Between the units and the tenths of a number.
    "decimal": ".",
    # Page furniture and title block.
    "page": "Page",
    "page_of": "of",
    "version": "v",
    "to": "To",
    "from": "From",
    "date": "Date",
    "cleared_by": "Cleared by",
    "copy_to": "Copy",
    "decision_by": "Decision by",
    "contact": "Contact",
    "author": "Author",
    "interests": "Interests",
    "funders": "Funded by",
    "licence": "Licence",
    "bottom_line": "Bottom line",
    # Sections.
    "none_identified": "None identified.",
    "to_be_written": "To be written.",
    "see": "see",
    "annex": "Annex",
    "annexes": "Annexes",
    "particulars": "Particulars",
    "further": "Further",
    "line_to_take": "Line to take",
    "lines_to_take": "Lines to take",
    "parliament": "Parliament",
    "press_officer": "Press officer",
    "comments": "Comments",
    "signature": "Signature",
    "signed_on": "Date of the signature",
    "key": "Key",
    "and": "and",
    # Recommendations.
    "that_you": "That you:",
    "agree": "Agree",
    "disagree": "Disagree",
    "discuss": "Discuss",
    "noted": "Noted",
    "ticked": "ticked",
    "not_ticked": "not ticked",
    "owner": "Owner",
    "deadline": "By",
    "deadline_reason": "Reason for the date",
    "priority": "Priority",
    "cost": "Cost",
    "effort": "Effort",
    "funded_by": "from",
    "mitigates": "Mitigates",
    "settles": "Settles",
    "depends_on": "Depends on",
    "success_measure": "Done when",
    "legal_basis": "Legal",
    "consultation": "Consultation",
    "equality_impact": "Equality",
    "effect_in_steps": "Expected effect, in steps",
    "implementation": "Implementation",
    "dissent": "Dissent",
    "decided": "Decision",
    "confidence_in_recommendation": {
        "high": "We have high confidence in this recommendation.",
        "moderate": "We have moderate confidence in this recommendation.",
        "low": "We have low confidence in this recommendation.",
    },
    "confidence_in_cost": {
        "high": "We have high confidence in this estimate.",
        "moderate": "We have moderate confidence in this estimate.",
        "low": "We have low confidence in this estimate.",
    },
    # Risks.
    "statement": "Statement",
    "because": "Because",
    "so": "so",
    "not_assessed": "not assessed",
    "response": "Response",
    "controls": "Controls",
    "mitigated_by": "Mitigated by",
    "review_by": "Review by",
    "rating_reason": "Rating set by judgement",
    "category": "Category",
    "horizon": "Horizon",
    "proximity": "How soon",
    "proximity_words": {
        "imminent": "imminent",
        "within-3-months": "within three months",
        "within-a-year": "within a year",
        "longer": "in more than a year",
    },
    "impact_on": "Bears on",
    "now": "As it stands now",
    "inherent": "Without controls",
    "target": "Target",
    "trend_signs": {"rising": "↑", "steady": "→", "falling": "↓", "new": ""},
    "confidence_in_risk": {
        "high": "We have high confidence in the evidence.",
        "moderate": "We have moderate confidence in the evidence.",
        "low": "We have low confidence in the evidence.",
    },
    # Dilemmas.
    "against": "against",
    "summary": "What it is",
    "gains": "Gains",
    "costs": "Costs",
    "who_gains": "Who gains",
    "who_bears": "Who bears it",
    "reversibility": "Reversible?",
    "time_to_effect": "Time to effect",
    "cost_band": "Cost",
    "status_quo": "as now",
    "raises": "Raises",
    "reduces": "Reduces",
    "value_judgement": "What choosing it says we value",
    "lean": "Our lean",
    "lean_words": {
        "slight": "We slightly favour this",
        "clear": "We clearly favour this",
        "strong": "We strongly favour this",
        "": "We favour this",
    },
    "no_view": "We favour none of the options.",
    "weight": "weight",
    "no_status_quo_because": "Doing nothing is not an option",
    "value": "What choosing means one values more",
    "change_our_mind": "What would change our mind",
    "decision_point": "To be decided",
    "settled_by": "Settled by",
    "confidence": "Confidence",
    # Notes.
    "see_note": "note",
    "number": "no.",
    "volume": "vol.",
    "and_others": "and others",
    "editor": "ed.",
    "untitled_source": "Untitled source",
    # Evidence annex.
    "evidence_annex": "Evidence annex",
    "evidence_of": "Evidence {number}",
    "evidence_about": "Each passage that is cited, in the words around it, with what tells the document that it was "
    "taken from. The SHA-256 is computed from the document’s bytes: a copy that has the same is the same document.",
    "note_of": "Note {number}",
    "sha256": "SHA-256",
    "obtained": "Obtained",
    "accessed": "Accessed",
    "how_obtained": {
        "native": "read from the document itself",
        "ocr": "recognised from pictures of its pages",
        "pasted": "pasted",
    },
    "not_found_again": "Its place was not found again when the document was imported anew.",
    # Policy brief.
    "key_points": "Key points",
    "in_brief": "Recommendations in brief",
    "reading_time": "Reading time",
    "minute": "minute",
    "minutes": "minutes",
    "contents": "Contents",
    "number_head": "No.",
    "point_head": "Point",
    "for": "For",
    "answers": "Answers",
    "choosing_values": "What choosing {letter} says we value",
    "register_caption": "All risks, the highest rating first",
    "trend": "Trend",
    "raised_by": "Raised by",
    "reduced_by": "Reduced by",
    "about_author": "About the author",
    "about_authors": "About the authors",
    "acknowledgements": "Acknowledgements",
    "funding_and_interests": "Funding and interests",
    "about_institution": "About the institution",
    "about_this_brief": "About this brief",
    "reference": "Reference",
    "isbn": "ISBN",
    "doi": "DOI",
    # Risk and options annex.
    "data_of": "Data of",
    "scale": "Scale",
    "matrix_caption": "Where each risk stands with its controls: the residual position",
    "in_words": "The same in words",
    "none_selected": "None is chosen for this annex.",
    "id": "ID",
    "inherent_position": "Inherent",
    "residual_position": "Residual",
    "theme": "Theme",
    "action": "Action",
    "due": "Due",
    "status": "Status",
    "method": "Ratings are looked up from likelihood and impact in the house table; they are not the product of the "
    "two. Inherent is the position without controls, residual that with the present controls; a risk without a "
    "residual position is shown as it stands now. “–” says that nothing applies, “not assessed” that "
    "nobody has said yet.",
    "last_issued": "Last issued on",
    "new_since": "New since then",
    "changed_since": "Edited since then",
    "nothing_since": "No point has been added or edited since then.",
    "no_font": "[{count} characters that no installed font has]",
    # Heard in place of signs; and a word between two that share a cell.
    "said_nothing": "not stated",
    "said_inapplicable": "not applicable",
    "said_no": "no",
    "said_matrix": "Likelihood across, impact down",
    "said_symbols": {"risk": "triangle", "dilemma": "diamond", "recommendation": "disc"},
    "or": "or",
    # Key.
    "symbols": "Signs",
    "likelihood": "Likelihood",
    "impact": "Impact",
    "rating": "Rating",
    "marks": "Marks",
    "up_to": "up to {most} %",
    "or_more": "{least} % or more",
    "from_to": "{least} to {most} %",
    "on_decision": "on decision",
    "place_page": "p. {number}",
    "place_pages": "pp. {number}",
    "place_paragraph": "para. {number}",
    "ratings": "low, medium, high, very high, looked up from likelihood and impact",
}

READ_ALOUD = {
    "note": "Note {number}",
    "back": "Back to where note {number} is called",
}
"""What a screen reader says of links that show a number only; no page prints it, so it is no label."""


def read_aloud(language: str) -> dict[str, str]:
    """Give the words of `READ_ALOUD` in a language (BCP 47)."""
    return FRENCH_READ_ALOUD if re.split("[-_]", language.lower())[0] == "fr" else READ_ALOUD


def key_of(words: str) -> str:
    """Turn words into a key: “very high” into very-high."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def words_of(value: Term, labels_: Mapping[str, Any]) -> str:
    """Give the printed words of a term of one of the lists in `TERMS`."""
    return str(labels_["terms"][_GROUPS[type(value)]][key_of(value)])


def labels(language: str = "en-GB", brand: Brand | None = None) -> dict[str, Any]:
    """Give the house wording in a language (BCP 47): labels by name, some in groups.

    A fresh copy each time, for the context to own. What a brand says for the language (its primary subtag, `fr`, or
    the whole of it, `fr-CA`) takes the place of the usual words.
    """
    tag = language.lower().replace("_", "-")
    primary = tag.split("-")[0]
    found = deepcopy(_french() if primary == "fr" else _english())
    if brand is not None:
        said = {str(name).lower(): words for name, words in ((n, thaw(w)) for n, w in brand.labels)}
        for name in dict.fromkeys((primary, tag)):
            _put(found, said.get(name, {}))
    return found


def label_names() -> frozenset[str]:
    """The names of all labels, those in groups with dots: `point.risk`, `terms.rating.very-high`."""
    return frozenset(name for name, _ in flat(_english()))


def flat(labels_: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Give labels one after another, those in groups by names with dots."""
    for name, words in labels_.items():
        if isinstance(words, Mapping):
            yield from flat(words, f"{before}{name}.")
        else:
            yield f"{before}{name}", words


def _put(found: dict[str, Any], said: Mapping[str, Any]) -> None:
    for name, words in said.items():
        if isinstance(words, Mapping):
            _put(found[name], words)
        else:
            found[name] = words


@cache
def _english() -> dict[str, Any]:
    return _ENGLISH | {
        "terms": {name: {key_of(term): str(term) for term in terms} for name, terms in TERMS.items()},
        "scales": {
            scale.id.value: {
                "title": scale.title,
                "terms": {key_of(meaning.words): meaning.words for meaning in scale.terms},
            }
            for scale in SCALES.values()
        },
        "impacts": {str(number): words for number, words in enumerate(IMPACTS, 1)},
    }


@cache
def _french() -> dict[str, Any]:
    """What is not translated yet stands in English; a test sees to it that nothing is left."""
    found = deepcopy(_english())
    _put(found, FRENCH)
    return found
