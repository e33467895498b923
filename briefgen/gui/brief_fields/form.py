"""The form of a brief: the fields that every brief has, and those that its house template asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefgen.domain import operations
from briefgen.domain.briefs import TLP_LABELS, Author, Brief, Clearance
from briefgen.domain.citing import PLAIN
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Choice, Day, FieldError, Flag, Many, Text, dashed, spec_of
from briefgen.domain.house_template import HouseTemplate, TemplateField
from briefgen.domain.markings import HANDLING, SHIPPED, TLP, Markings
from briefgen.domain.template_switch import Part
from briefgen.errors import UsageError
from briefgen.gui.bench import Bench
from briefgen.gui.brief_fields.editors import (
    ChosenEditor,
    ListEditor,
    OfferingEditor,
    ShortDayEditor,
    StyleEditor,
    shown_value,
    template_editor,
)
from briefgen.gui.brief_fields.field import BriefField, Remark
from briefgen.gui.brief_fields.layout import FIRST, Group, asked, groups, is_filled, required
from briefgen.gui.brief_fields.people import PeopleEditor
from briefgen.gui.brief_fields.unused import UnusedParts
from briefgen.gui.brief_words import brief_hint, brief_label
from briefgen.gui.controls import label, rule, tight
from briefgen.gui.points.day_editor import DayEditor
from briefgen.gui.points.editors import Editor, FlagEditor, LinesEditor, TermEditor, TextEditor
from briefgen.gui.points.fold import Fold
from briefgen.gui.points.words import about_field, refusal

_LANGUAGES = ("en-GB", "en-US", "en-AU", "en-CA", "en-IE", "en-NZ", "cy", "de", "es", "fr", "ga", "it", "nl", "pt")
_BOTTOM_LINE_WORDS = 60
_PROSE = frozenset(("title", "short_title", "deck", "bluf", "key_points", "decision_by_reason"))
"""Fields whose spelling is checked; the others take names and references, which no dictionary has."""
_UNSET = object()


class BriefForm(QWidget):
    """All fields of one brief; writes what is typed, and says beside each field what is wrong with it."""

    counted = Signal()
    """How many fields are filled may be another."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._brief: Brief | None = None
        self._template: HouseTemplate | None = None
        self._built_for: object = _UNSET
        self._shown: dict[str, object] = {}
        self._found: Mapping[str, Sequence[Remark]] = {}
        self._read_only = False
        self._only_missing = False
        self._kept: tuple[str, ...] = ()
        self._seen_to: set[tuple[str, str]] = set()
        """Fields, by brief and name, that somebody has been at: one left empty is wrong only then."""
        self.fields: dict[str, BriefField] = {}
        self._lines: list[tuple[QWidget, tuple[str, ...]]] = []
        self._folds: list[tuple[Fold, Group]] = []
        outer = QVBoxLayout(self)
        tight(outer)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._leave_room)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._help())
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  widgets need one
        app.focusChanged.connect(self._follow_focus)

    # -------------------------------------------------------------------------------------------- building

    def _help(self) -> QWidget:
        """The foot, where it says what the field is for in which one is: nothing moves when that changes."""
        self._foot = QWidget()
        column = QVBoxLayout(self._foot)
        tight(column)
        column.addWidget(rule(self._bench.theme))
        self._about = label(self._bench.theme, face="meta", ink="ink_2", wraps=True)
        self._about.setContentsMargins(16, 0, 16, 0)
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._bench.theme.dress(self._about, high=40)
        column.addWidget(self._about)
        self._foot.hide()
        return self._foot

    def build_ahead(self, template: HouseTemplate | None) -> Iterator[None]:
        """Make the fields in steps, before a brief with this template is shown."""
        self._template = template
        yield from self._building()
        self._built_for = _key(template)

    def _build(self) -> None:
        for _ in self._building():
            pass

    def _building(self) -> Iterator[None]:
        """Make the fields that the template and every brief have, a line or a group at a time."""
        self.fields, self._lines, self._folds = {}, [], []
        self._shown.clear()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        tight(self._column, spacing=8, margins=(16, 12, 16, 16))
        for names in FIRST:
            self._add_line(self._column, names)
            yield
        self._complete = label(self._bench.theme, self.tr("Every field that is required is filled."), ink="ink_2")
        self._complete.hide()
        self._column.addWidget(self._complete)
        self._column.addSpacing(4)
        wanted = set(asked(self._template))
        for group in groups(self._template):
            fold = self._fold(group)
            self._folds.append((fold, group))
            self._column.addWidget(fold)
            fold.remember(f"brief/{group.names[0]}", unfolded=group.own or not wanted.isdisjoint(group.names))
            yield
        self.unused = UnusedParts(self._bench)
        self.unused.cleared.connect(self._clear_unused)
        self._column.addWidget(self.unused)
        self._column.addStretch(1)
        self._scroll.setWidget(inside)

    def _fold(self, group: Group) -> Fold:
        def build() -> QWidget:
            body = QWidget()
            lines = QVBoxLayout(body)
            tight(lines, spacing=8, margins=(0, 0, 0, 8))
            for name in group.names:
                self._add_line(lines, (name,))
            return body

        fold = Fold(self._bench, group.title, build)
        fold.built.connect(self._fill)
        return fold

    def _add_line(self, column: QVBoxLayout, names: tuple[str, ...]) -> None:
        made = [self._field(name, hugged=place > 0) for place, name in enumerate(names)]
        held: QWidget = made[0]
        if len(made) > 1:
            held = QWidget()
            side = QHBoxLayout(held)
            tight(side, spacing=12)
            for place, field in enumerate(made):
                side.addWidget(field, 3 if place else 4, Qt.AlignmentFlag.AlignTop)
        column.addWidget(held)
        self._lines.append((held, names))

    def _field(self, name: str, *, hugged: bool) -> BriefField:
        own = None if self._template is None else self._template.field(name)
        if own is not None:
            words, about = own.label or own.name.replace("_", " ").capitalize(), own.help
            editor = template_editor(self._bench, own)
        else:
            words = brief_label(name)
            about = about_field(Brief.__dataclass_fields__[name].metadata["about"])
            editor = self._own_editor(name)
        shown = "" if isinstance(editor, FlagEditor) else words
        field = BriefField(self._bench, shown, editor, about=about, hugged=hugged)
        field.words = words
        editor.name(self.tr("{field}, required").format(field=words) if name in required(self._template) else words)
        editor.set_read_only(self._read_only)
        editor.edited.connect(lambda value: self._write(name, value))
        editor.refused.connect(field.say_refused)
        self.fields[name] = field
        return field

    def _own_editor(self, name: str) -> Editor:  # noqa: C901, PLR0911, PLR0912  one line a sort of field, in one place
        bench, spec = self._bench, spec_of(Brief, name)
        match name:
            case "marking":
                return OfferingEditor(bench, _markings(self, self._template.markings if self._template else SHIPPED))
            case "tlp":
                return ChosenEditor(bench, [(text, _tlp_meaning(self, text)) for text in TLP_LABELS])
            case "handling":
                return OfferingEditor(bench, [("", HANDLING)])
            case "language":
                return OfferingEditor(bench, [("", _LANGUAGES)])
            case "citation_style":
                return StyleEditor(bench)
            case "date":
                return ShortDayEditor(bench, Day())
            case "cleared_by":
                return PeopleEditor(bench, Clearance)
            case "authors":
                return PeopleEditor(bench, Author)
            case "copy_to" | "funders":
                return ListEditor(bench, spec, hint=brief_hint(name))
        match spec:
            case Day():
                return DayEditor(bench, spec)
            case Flag():
                return FlagEditor(bench, brief_label(name))
            case Choice():
                return TermEditor(bench, spec.terms, optional=spec.optional)
            case Many():
                lines = LinesEditor(bench, spec)
                return lines.check_spelling() if name in _PROSE else lines
            case Text():
                limit = _BOTTOM_LINE_WORDS if name == "bluf" else 0
                text = TextEditor(bench, spec, one_line=spec.one_line, limit=limit, hint=brief_hint(name))
                return text.check_spelling() if name in _PROSE else text
        raise KeyError(name)

    def _leave_room(self, _least: int, most: int) -> None:
        """Let the scroll bar stand in the right margin, so that nothing moves when it comes."""
        bar = self._scroll.verticalScrollBar().sizeHint().width() if most else 0
        self._column.setContentsMargins(16, 12, max(0, 16 - bar), 16)

    # --------------------------------------------------------------------------------------------- showing

    def show_brief(self, brief: Brief, template: HouseTemplate | None) -> None:
        """Show a brief with the fields of its template; None where that can't be had."""
        other = self._brief is None or self._brief.id != brief.id
        self._brief, self._template = brief, template
        key = _key(template)
        if key != self._built_for:
            self._built_for = key
            self._build()
        elif other:
            self._shown.clear()
            self._scroll.verticalScrollBar().setValue(0)
        if other:
            self._found = {}
            for field in self.fields.values():
                field.say_refused("")
        self._fill()
        self.unused.show_brief(brief, template, read_only=self._read_only)
        self._arrange()
        self.counted.emit()

    def _fill(self) -> None:
        """Show in each editor what its field holds, where that is another value than it shows already."""
        brief = self._brief
        if brief is None:
            return
        kept = dict(brief.fields)
        if "citation_style" in self.fields:
            self._offer_styles(brief)
        for name, field in self.fields.items():
            own = self._own(name)
            value = kept.get(name) if own is not None else getattr(brief, name)
            before = self._shown.get(name, _UNSET)
            if before is value:
                continue
            field.editor.show_value(shown_value(own, value) if own is not None else value)
            if before is not _UNSET and before != value:
                field.say_refused("")
            self._shown[name] = value
        self._say_found()

    def _offer_styles(self, brief: Brief) -> None:
        editor = self.fields["citation_style"].editor
        assert isinstance(editor, StyleEditor)  # noqa: S101  that is what it was made as
        usual = self._template.citation_style if self._template is not None else ""
        editor.offer_styles([(s.name, s.title) for s in self._bench.shelf.styles_of(brief)], usual or PLAIN)

    def show_found(self, found: Mapping[str, Sequence[Remark]]) -> None:
        """Show under each field what is said of it, by the form's names."""
        self._found = found
        self._say_found()

    def _say_found(self) -> None:
        """Say what is found; that a required field is empty where somebody was in it, else preflight alone says so."""
        brief = self._brief.id if self._brief is not None else ""
        for name, field in self.fields.items():
            seen = (brief, name) in self._seen_to
            field.say_found([one for one in self._found.get(name, ()) if seen or not one.waits])

    def _see_to(self, name: str) -> None:
        """Somebody has been at a field."""
        if self._brief is not None and (self._brief.id, name) not in self._seen_to:
            self._seen_to.add((self._brief.id, name))
            self._say_found()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show every field as text."""
        self._read_only = read_only
        for field in self.fields.values():
            field.editor.set_read_only(read_only)

    # --------------------------------------------------------------------------------------------- counting

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields that the template asks for."""
        return asked(self._template)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that are required and empty."""
        brief, template = self._brief, self._template
        if brief is None:
            return ()
        return tuple(name for name in required(template) if not is_filled(brief, template, name))

    @property
    def filled(self) -> int:
        """How many of the fields that the template asks for are filled."""
        brief, template = self._brief, self._template
        return 0 if brief is None else sum(is_filled(brief, template, name) for name in self.asked)

    @property
    def only_missing(self) -> bool:
        """Whether nothing but the empty required fields is shown."""
        return self._only_missing

    def set_only_missing(self, only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show the required fields that are empty now, and no others; what is filled meanwhile stays till the end."""
        self._only_missing = only
        self._kept = self.missing if only else ()
        self._arrange()

    def _arrange(self) -> None:
        if self._brief is None:
            return
        wanted = {*self._kept, *self.missing}
        for fold, group in self._folds:
            has = bool(wanted.intersection(group.names))
            if self._only_missing and has:
                fold.unfold()
            fold.setVisible(has or not self._only_missing)
        for held, names in self._lines:
            for name in names:
                self.fields[name].setVisible(not self._only_missing or name in wanted)
            held.setVisible(not self._only_missing or bool(wanted.intersection(names)))
        self._complete.setVisible(self._only_missing and not wanted)
        self.unused.setVisible(bool(self.unused.parts) and not self._only_missing)

    # ---------------------------------------------------------------------------------------------- acting

    def _own(self, name: str) -> TemplateField | None:
        return None if self._template is None else self._template.field(name)

    def _write(self, name: str, value: Any) -> None:
        """Change the brief; what it refuses is said beside the field, at once."""
        brief = self._brief
        if brief is None:
            return
        field, own, refused = self.fields[name], self._own(name), [""]
        self._see_to(name)

        def edit(dossier: Dossier) -> Dossier:
            try:
                if own is None:
                    return operations.edit_brief(dossier, brief.id, {name: value})
                own.spec.check(dashed(name), value)
                plain = own.spec.plain(value)
                kept = None if plain in ("", []) else plain
                if kept is None and name not in dict(brief.fields):
                    return dossier
                return operations.set_template_field(dossier, brief.id, name, kept)
            except FieldError as error:
                refused[0] = refusal(error)
            except UsageError as error:
                refused[0] = str(error)
            return dossier

        merge = f"{brief.id}/{name}" if field.editor.typed else ""
        act = self.tr("Edit {field}").format(field=field.words.rstrip(".").lower())
        if not self._bench.session.apply(act, edit, merge=merge):
            self._shown.pop(name, None)  # it went wrong, and a notice says so: show what is still so
            self._fill()
            return
        field.say_refused(refused[0])

    def _clear_unused(self, part: Part) -> None:
        """Take out of the brief what its template has no place for."""
        brief = self._brief
        if brief is None:
            return

        def clear(dossier: Dossier) -> Dossier:
            if part.kind == "section":
                return operations.write_section(dossier, brief.id, part.name, "")
            return operations.set_template_field(dossier, brief.id, part.name, None)

        self._bench.session.apply(self.tr("clear what is not used"), clear)

    def reveal(self, name: str, *, faulty: bool = False) -> bool:
        """Unfold, scroll to and enter a field, by the form's name; gives whether there is one.

        `faulty` says that somebody wants to see what is wrong with it.
        """
        if self._only_missing and name not in {*self._kept, *self.missing}:
            self.set_only_missing(False)
        for fold, group in self._folds:
            if name in group.names:
                fold.unfold()
        field = self.fields.get(name)
        if field is None:
            return False
        if faulty:
            self._see_to(name)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, field, lambda: self._scroll.ensureWidgetVisible(field, 0, 40))
        return True

    def focus_first(self) -> None:
        """Enter the first field that is shown."""
        for field in self.fields.values():
            if field.isVisible():
                field.editor.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Keep the field in view in which one is, and say at the foot what it is for."""
        if old is not None and new is not None and self.isAncestorOf(old):
            left = next((n for n, field in self.fields.items() if field.isAncestorOf(old)), "")
            if left and not self.fields[left].isAncestorOf(new):
                self._see_to(left)
        if new is None or not self.isAncestorOf(new):
            self._foot.hide()
            return
        inside = self._scroll.widget()
        if inside is not None and inside.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, 24)
        about = next((f.about for f in self.fields.values() if f.about and f.isAncestorOf(new)), "")
        self._about.setText(about)
        self._foot.setVisible(bool(about))


def _key(template: HouseTemplate | None) -> tuple[str, str] | None:
    """What decides which fields there are."""
    return None if template is None else (template.name, template.sha256)


def _markings(form: BriefForm, markings: Markings) -> list[tuple[str, list[str]]]:
    """The known markings by scheme; labels of the Traffic Light Protocol have a field of their own."""
    titles = {"uk": form.tr("United Kingdom"), "nz": form.tr("New Zealand"), "think-tank": form.tr("Think tanks")}
    schemes = [scheme for scheme in markings.schemes if scheme is not TLP]
    return [(titles.get(scheme.name, scheme.title), list(scheme.texts)) for scheme in schemes]


def _tlp_meaning(form: BriefForm, text: str) -> str:
    return {
        "TLP:CLEAR": form.tr("for everybody"),
        "TLP:GREEN": form.tr("for the community"),
        "TLP:AMBER": form.tr("for the recipient’s organisation and clients"),
        "TLP:AMBER+STRICT": form.tr("for the recipient’s organisation alone"),
        "TLP:RED": form.tr("for the recipients in person"),
    }[text]
