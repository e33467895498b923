"""The text of one narrative section: Markdown with a few buttons, citations by choice, a count against the limit."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.house_template import TemplateSection
from briefgen.domain.wording import count_words
from briefgen.errors import BriefgenError
from briefgen.gui.bench import Bench
from briefgen.gui.controls import icon_button, label, push_button, rule, tight
from briefgen.gui.panel import Panel
from briefgen.gui.selection import Place
from briefgen.gui.session import Operation
from briefgen.gui.spelling.marks import SpellMarks, declare_spelling
from briefgen.gui.theme import Theme

_WRITE_AFTER_MS = 150
"""Typing is written to the dossier when it pauses for so long: each write is one transaction on the disk."""
_WRITE_AT_LAST_MS = 1000
"""… and when it has not paused for so long: what is typed without a pause gets to the disk, too."""
_MOST_PASSAGES = 30


class SectionPanel(Panel):
    """Edits the section that is selected; what is typed is on disk and on the page a moment later."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "", icon="pencil")
        self.setAccessibleName(self.tr("Text of the section"))
        self._place = Place()
        self._section: TemplateSection | None = None
        self._pause = QTimer(self, singleShot=True, interval=_WRITE_AFTER_MS)
        self._pause.timeout.connect(self.write)
        self._at_last = QTimer(self, singleShot=True, interval=_WRITE_AT_LAST_MS)
        self._at_last.timeout.connect(self.write)
        bench.shelf.changed.connect(self._load_late)
        self._build()

    def _build(self) -> None:
        theme, icons = self.bench.theme, self.bench.icons
        self.header.add(
            push_button(theme, self.tr("Back to the fields"), self._leave, look="text"),
        )
        self._bar = bar = QWidget()
        theme.dress(bar, high=36)
        line = QHBoxLayout(bar)
        tight(line, spacing=2, margins=(12, 0, 12, 0))
        buttons: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("bold", self.tr("Bold (Ctrl+B)"), lambda: self._wrap("**")),
            ("italic", self.tr("Italic (Ctrl+I)"), lambda: self._wrap("*")),
            ("list", self.tr("List"), lambda: self._begin_lines("- ")),
            ("list-ordered", self.tr("Numbered list"), lambda: self._begin_lines("1. ")),
            ("text-quote", self.tr("Quotation"), lambda: self._begin_lines("> ")),
        )
        self._tools: list[QWidget] = []
        for icon, tip, run in buttons:
            self._tools.append(icon_button(theme, icons, icon, tip, run))
            line.addWidget(self._tools[-1])
        line.addSpacing(8)
        self._cite = push_button(theme, self.tr("Cite a passage…"), self._offer_passages, look="text")
        self._cite.setAccessibleName(self.tr("Cite a passage"))
        self._tools.append(self._cite)
        line.addWidget(self._cite)
        line.addStretch(1)
        self._count = label(theme, face="meta", ink="ink_2")
        line.addWidget(self._count)
        self.body.addWidget(bar)
        self.body.addWidget(rule(theme))
        self.text = SectionText(theme)
        SpellMarks(self.bench, self.text)
        declare_spelling(self.bench, self)
        self.text.setAccessibleName(self.tr("Text of the section, in Markdown"))
        self.text.textChanged.connect(self._typed)
        self.text.wrapped.connect(self._wrap)
        self.body.addWidget(self.text, 1)
        foot = QVBoxLayout()
        tight(foot, spacing=6, margins=(16, 8, 16, 12))
        self._none = QCheckBox(self.tr("None identified"))
        theme.dress(self._none, face="text")
        self._none.toggled.connect(lambda _on: self.write())
        self._help = label(theme, face="meta", ink="ink_3", wraps=True)
        foot.addWidget(self._none)
        foot.addWidget(self._help)
        self.body.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the button for passages as briefly as there is room."""
        super().resizeEvent(event)
        self._cite.setText(self.tr("Cite a passage…"))
        if self._bar.minimumSizeHint().width() > self.width():
            self._cite.setText(self.tr("Cite…"))

    # ------------------------------------------------------------------------------------------- contract

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show the section as it is, after an undo above all; what is being typed is left alone."""
        if before is None or before.briefs is not after.briefs:
            self._load()

    def follow(self, before: Place, now: Place) -> None:
        """Edit another section; what was typed in the one before is written first."""
        if (now.brief, now.section) != (before.brief, before.section):
            self.write()
            self._place = now
            self._load()

    def focus_first(self) -> None:
        """Give the text the keys."""
        self.text.setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------------------------------- text

    def _brief(self) -> Brief | None:
        return next((b for b in self.bench.session.dossier.briefs if b.id == self._place.brief), None)

    def _load_late(self) -> None:
        """Show the section if its template was not at hand; what is being typed in it is left alone."""
        if self._section is None:
            self._load()

    def _load(self) -> None:
        brief = self._brief()
        self._section = None
        if brief is None or not self._place.section:
            return
        try:
            template = self.bench.shelf.template_of(brief).template
        except BriefgenError:
            return
        self._section = template.section(self._place.section)
        if self._section is None:
            return
        written = brief.section(self._section.id)
        self.header.say(self._section.title)
        self._help.setText(self._section.help)
        if self.text.toPlainText() != written.text:
            with QSignalBlocker(self.text):
                self.text.setPlainText(written.text)
        with QSignalBlocker(self._none):
            self._none.setChecked(written.none_identified)
        self._none.setVisible(self._section.may_be_none)
        free = not self.bench.session.read_only
        self.text.setReadOnly(not free)
        self._none.setEnabled(free)
        for tool in self._tools:
            tool.setEnabled(free)
        self._say_count()

    def _typed(self) -> None:
        self._say_count()
        self._pause.start()
        if not self._at_last.isActive():
            self._at_last.start()
        # The page follows each keystroke, and waits for no disk.
        written, dossier = self._written(), self.bench.session.dossier
        self.bench.drafts.tell(dossier if written is None else written(dossier))

    def _say_count(self) -> None:
        words = count_words(self.text.toPlainText())
        limit = self._section.words if self._section is not None else 0
        said = self.tr("{words} / {limit} words").format(words=words, limit=limit) if limit else str(words)
        self._count.setText(said)
        self.bench.theme.dress(self._count, ink="should_fix" if limit and words > limit else "ink_2")

    @property
    def count_text(self) -> str:
        """What is said of the number of words."""
        return self._count.text()

    def write(self) -> None:
        """Write what was typed to the dossier; a pause in typing calls this, and leaving the section."""
        self._pause.stop()
        self._at_last.stop()
        written = self._written()
        if written is None or self._section is None:
            return
        self.bench.session.apply(
            self.tr("write “{title}”").format(title=self._section.title),
            written,
            merge=f"section {self._place.brief} {self._section.id}",
        )

    def _written(self) -> Operation | None:
        """What writes what was typed to a dossier; None where nothing was typed, or nothing can be written."""
        brief, section = self._brief(), self._section
        if brief is None or section is None or self.bench.session.read_only:
            return None
        text, none = self.text.toPlainText(), self._none.isChecked() and section.may_be_none
        before = brief.section(section.id)
        if (text, none) == (before.text, before.none_identified):
            return None
        return partial(
            operations.write_section, brief_id=brief.id, section_id=section.id, text=text, none_identified=none
        )

    def _leave(self) -> None:
        self.write()
        self.bench.selection.select(section="")

    # ------------------------------------------------------------------------------------------- tools

    def _wrap(self, mark: str) -> None:
        """Put a mark around what is selected, or take it away."""
        cursor = self.text.textCursor()
        chosen = cursor.selectedText()
        if chosen.startswith(mark) and chosen.endswith(mark) and len(chosen) > 2 * len(mark):
            cursor.insertText(chosen[len(mark) : -len(mark)])
        else:
            start = cursor.selectionStart()
            cursor.insertText(f"{mark}{chosen}{mark}")
            cursor.setPosition(start + len(mark))
            cursor.setPosition(start + len(mark) + len(chosen), QTextCursor.MoveMode.KeepAnchor)
            self.text.setTextCursor(cursor)
        self.text.setFocus()

    def _begin_lines(self, mark: str) -> None:
        """Begin each selected line with a mark."""
        cursor = self.text.textCursor()
        document = self.text.document()
        first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
        cursor.beginEditBlock()
        block = first
        while block.isValid():
            at = QTextCursor(block)
            if not block.text().startswith(mark):
                at.insertText(mark)
            if block == last:
                break
            block = block.next()
        cursor.endEditBlock()
        self.text.setFocus()

    def _offer_passages(self) -> None:
        """Offer the passages in a menu: their number alone, or their words with it."""
        dossier = self.bench.session.dossier
        cited = {citation.passage for point in dossier.points for citation in point.evidence}
        passages = sorted(dossier.passages, key=lambda passage: passage.id not in cited)[:_MOST_PASSAGES]
        menu = QMenu(self)
        if not passages:
            menu.addAction(self.tr("No passages yet: pick some in the Read workspace.")).setEnabled(False)
        titles = {source.id: source.title for source in dossier.sources}
        for passage in passages:
            words = " ".join(passage.quote.split())
            shown = f"{words[:60]}…" if len(words) > 60 else words
            one = menu.addMenu(f"“{shown}” – {titles[passage.source][:30]}".replace("&", "&&"))
            one.addAction(self.tr("Quote it"), partial(self._insert, f"[@{passage.id} quote]"))
            one.addAction(self.tr("Put its number here"), partial(self._insert, f"[@{passage.id}]"))
        menu.exec(self._cite.mapToGlobal(QPoint(0, self._cite.height())))

    def _insert(self, token: str) -> None:
        self.text.textCursor().insertText(token)
        self.text.setFocus()


class _Marks(QSyntaxHighlighter):
    """Shows Markdown's marks paler, emphasis as it will print, and citations in the colour of links."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Format one line."""
        bold, italic, link, pale = (QTextCharFormat() for _ in range(4))
        bold.setFontWeight(QFont.Weight.DemiBold)
        italic.setFontItalic(True)
        link.setForeground(self._theme.color("link"))
        pale.setForeground(self._theme.color("ink_3"))
        for pattern, form in (
            (r"\*\*[^*]+\*\*", bold),
            (r"(?<!\*)\*[^*\s][^*]*\*(?!\*)", italic),
            (r"\[@[^\]]+\]", link),
            (r"^\s*(?:[-*+>]|\d+\.|#{1,6})\s", pale),
        ):
            for found in re.finditer(pattern, text):
                # Qt counts UTF-16 units; a character beyond them counts twice.
                before = len(text[: found.start()].encode("utf-16-le")) // 2
                self.setFormat(before, len(found.group().encode("utf-16-le")) // 2, form)


class SectionText(QPlainTextEdit):
    """The text itself; Ctrl+B and Ctrl+I ask for marks, as in any editor."""

    wrapped = Signal(str)
    """A mark to be put around what is selected."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setProperty("ring", "none")  # the line under the header shows where the keys are
        theme.dress(self, face="text", ground="panel")
        self._theme = theme
        self._marks = _Marks(self.document(), theme)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Begin the lines where the heading over them begins, 16 pixels in: the sheet has padding and an edge too."""
        self.document().setDocumentMargin(max(4, 16 - self._theme.px(4) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys for bold and italic; the rest is typing."""
        marks = {Qt.Key.Key_B: "**", Qt.Key.Key_I: "*"}
        mark = marks.get(Qt.Key(event.key()))
        if mark is not None and event.modifiers() == Qt.KeyboardModifier.ControlModifier and not self.isReadOnly():
            self.wrapped.emit(mark)
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+I from the window, which has another use for it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ours = event.key() in {Qt.Key.Key_B, Qt.Key.Key_I}
            if ours and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                event.accept()
                return True
        return super().event(event)
