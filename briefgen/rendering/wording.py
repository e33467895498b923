"""House wording: every word that a template prints and that is not a brief's own.

The words are data, so that a translation or a house's brand file can put others in their place without touching a
template.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

_ENGLISH: dict[str, Any] = {
    # Points, by kind: the name before a number, and the heading over several.
    "point": {"risk": "Risk", "dilemma": "Dilemma", "recommendation": "Rec."},
    "points": {"risk": "Risks", "dilemma": "Dilemmas", "recommendation": "Recommendations"},
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
    "further": "Further",
    "further_both": "Further dilemmas and risks",
    "further_dilemmas": "Further dilemmas",
    "further_risks": "Further risks",
    "lines_to_take": "Lines to take",
    "parliament": "Parliament",
    "press_officer": "Press officer",
    "comments": "Comments",
    "signature": "Signature",
    "key": "Key",
    "and": "and",
    # Recommendations.
    "that_you": "That you:",
    "action": "Action",
    "agree": "Agree",
    "disagree": "Disagree",
    "discuss": "Discuss",
    "noted": "Noted",
    "ticked": "ticked",
    "not_ticked": "not ticked",
    "owner": "Owner",
    "deadline": "By",
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
        "slight": "We lean to this slightly",
        "clear": "We lean to this clearly",
        "strong": "We lean to this strongly",
        "": "We lean to this",
    },
    "no_view": "We lean to none of the options.",
    "no_status_quo_because": "Doing nothing is not an option",
    "value": "What choosing means one values more",
    "change_our_mind": "What would change our mind",
    "decision_point": "To be decided",
    "settled_by": "Settled by",
    "confidence": "Confidence",
    # Notes.
    "see_note": "note",
    "and_others": "and others",
    "editor": "ed.",
    "untitled_source": "Untitled source",
    # Key.
    "likelihood": "Likelihood",
    "impact": "Impact",
    "rating": "Rating",
    "ratings": "low, medium, high, very high, looked up from likelihood and impact",
}


def labels() -> dict[str, Any]:
    """Give the house wording: labels by name, some in groups. A fresh copy each time, for the context to own."""
    return deepcopy(_ENGLISH)
