"""Which editor a field gets: by what its spec says it takes, and for a few by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Checked, Choice, Day, Flag, Id, Many, Record, Spec, Text
from briefgen.domain.points import NO_VIEW, Cost, Dilemma, Impact, Likelihood, Point, Position, RatingOverride, Tension
from briefgen.domain.terms import Kind
from briefgen.gui.bench import Bench
from briefgen.gui.points.criteria import CriteriaEditor
from briefgen.gui.points.day_editor import DayEditor
from briefgen.gui.points.editors import (
    BoxEditor,
    Editor,
    FlagEditor,
    LinesEditor,
    Row,
    TermEditor,
    TermsEditor,
    TextEditor,
)
from briefgen.gui.points.judgement import ImpactEditor, LikelihoodEditor, OverrideEditor, PositionEditor, RatingShown
from briefgen.gui.points.links import IdsEditor, LinkedHereEditor, MitigatesEditor, RaisedBy, SettlesEditor
from briefgen.gui.points.options import OptionsEditor
from briefgen.gui.points.record_editors import CostEditor, MarkingEditor, TensionEditor
from briefgen.gui.points.words import field_label

_LIMITS = {"title": 12, "action": 40, "dissent": 40, "name": 6}
"""Words at most (BRIEFS conventions); more are counted out loud, never refused."""
_NAMES = frozenset(("author", "funded_by", "include_in", "owner", "tags"))
"""Fields of names and codes, which no dictionary has: their spelling is not checked."""


def make_editor(bench: Bench, name: str, spec: Spec | None) -> Editor:  # noqa: C901, PLR0911, PLR0912  one line a sort of field, in one place
    """Make the editor of a field of a point, an option or a cost; `spec` is None for what a point holds no field for.

    Raises:
        KeyError: nothing edits such a field.
    """
    if name == "rating":
        return RatingShown(bench)
    if name == "mitigated_by":
        return LinkedHereEditor(bench, Kind.RISK)
    if name == "settled_by":
        return LinkedHereEditor(bench, Kind.DILEMMA)
    if name == "raised_by":
        return RaisedBy(bench)
    if name == "mitigates":
        return MitigatesEditor(bench)
    if name == "settles":
        return SettlesEditor(bench)
    if name == "options":
        return OptionsEditor(bench, make_editor)
    if name == "criteria":
        return CriteriaEditor(bench)
    if name == "lean":
        return LeanEditor(bench)
    if name == "marking":
        return MarkingEditor(bench)
    match spec:
        case Text():
            face = "strong" if name == "title" else "text"
            text = TextEditor(bench, spec, one_line=spec.one_line, face=face, limit=_LIMITS.get(name, 0))
            return text if name in _NAMES else text.check_spelling()
        case Flag():
            return FlagEditor(bench, field_label(name))
        case Impact():
            return ImpactEditor(bench)
        case Day():
            return DayEditor(bench, spec)
        case Choice():
            capitals = name in {"status", "implementation_status"}
            return TermEditor(bench, spec.terms, optional=spec.optional, capitals=capitals)
        case Many(item=Choice() as item):
            return TermsEditor(bench, item.terms)
        case Many(item=Id() as item):
            return IdsEditor(bench, next(kind for kind in Kind if kind.prefix in item.prefixes))
        case Many(item=Text()):
            lines = LinesEditor(bench, spec)
            return lines if name in _NAMES else lines.check_spelling()
        case Record():
            return _record_editor(bench, spec)
    raise KeyError(name)


def _record_editor(bench: Bench, spec: Record) -> Editor:
    cls = spec.classes[0]
    if cls is Cost:
        return CostEditor(bench, make_editor)
    made: dict[type[Checked], Callable[[Bench], Editor]] = {
        Likelihood: LikelihoodEditor,
        Position: PositionEditor,
        RatingOverride: OverrideEditor,
        Tension: TensionEditor,
    }
    return made[cls](bench)


class LeanEditor(BoxEditor):
    """The option that the editors lean to, or that they have no view."""

    def regard(self, dossier: Dossier, point: Point) -> None:
        """Offer the options there are."""
        options = point.options if isinstance(point, Dilemma) else ()
        rows = [Row(o.letter, self.tr("option {letter}").format(letter=o.letter), o.name) for o in options]
        value = self.box.value
        self.offer([Row("", "–"), *rows, Row(NO_VIEW, self.tr("no view"))])
        self.box.choose(value)

    def show_value(self, value: Any) -> None:
        """Show the lean."""
        super().show_value(value or "")
