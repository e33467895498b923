"""What a filled-in PDF decides, beside what the dossier has, each with a tick; and what else was written in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QPlainTextEdit, QTreeWidget, QTreeWidgetItem, QWidget

from briefgen.domain.dossier import by_id
from briefgen.domain.points import Recommendation
from briefgen.domain.replies import Review, Reviewed, Standing
from briefgen.domain.terms import Kind
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button
from briefgen.gui.kinds import kind_word
from briefgen.gui.points.words import capital, term_word
from briefgen.gui.sheet import Sheet

_LONGEST = 300
"""Characters of a text that a line of the table shows."""


class ReplySheet(Sheet):
    """Lists the recommendations that were decided on. The space bar sets and takes ticks.

    Ticked at first is what nothing speaks against; what can't be taken over, or is so already, has no tick.
    """

    def __init__(self, window: QWidget, bench: Bench, review: Review) -> None:
        title = self.tr("Decisions in “{name}”").format(name=review.form.filename)
        super().__init__(window, bench.theme, title, (880, 560))
        self._review, self._points = review, by_id(bench.session.dossier.points)
        theme, form = bench.theme, review.form
        signed = [self.tr("signed by {name}").format(name=form.signed_by) if form.signed_by else "", form.signed_on]
        words = " · ".join(part for part in (review.brief.name, *signed) if part)
        self.body.addWidget(label(theme, words, ink="ink_2", wraps=True))
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("What was decided"))
        self.tree.setHeaderLabels(
            [self.tr("Recommendation"), self.tr("Decision"), self.tr("In the dossier"), self.tr("Remarks")]
        )
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        theme.dress(self.tree, face="text", look="sheet_list")
        self._items = [(answer, self._item(answer)) for answer in review.answers]
        self.tree.addTopLevelItems([item for _, item in self._items])
        header = self.tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((370, 110, 130)):
            header.resizeSection(column, theme.px(width))
        self.tree.setVisible(bool(self._items))
        self.body.addWidget(self.tree, 1)
        self.details = label(theme, face="meta", ink="ink_2", wraps=True)
        self.details.setAccessibleName(self.tr("About the chosen recommendation"))
        self.details.setVisible(bool(self._items))
        self.body.addWidget(self.details)
        if form.comments:
            self.body.addWidget(label(theme, self.tr("Comments"), face="strong"))
            self.body.addWidget(self._comments(form.comments))
        for remark in review.remarks:
            self.body.addWidget(label(theme, remark, face="meta", ink="should_fix", wraps=True))
        if not self._items:
            self.body.addStretch(1)
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        self.take = self.add_button(push_button(theme, "", self.accept, look="primary"), default=True)
        self.tree.itemChanged.connect(lambda _item, _column: self._count())
        self.tree.currentItemChanged.connect(lambda item, _before: self._tell(item))
        self._count()
        if self._items:
            self.tree.setCurrentItem(self._items[0][1])
            self.tree.setFocus()

    def _comments(self, words: str) -> QPlainTextEdit:
        """What was written as comments: as long as it is, in a few lines' height."""
        text = QPlainTextEdit(words)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(self.tr("Comments"))
        self.theme.dress(text, face="text", ground="surface", look="sheet_text")
        text.document().setDocumentMargin(self.theme.px(8))
        text.setFixedHeight(self.theme.px(96))
        return text

    def chosen(self) -> tuple[str, ...]:
        """The recommendations that are ticked, by id."""
        return tuple(
            answer.point for answer, item in self._items if item.data(0, Qt.ItemDataRole.CheckStateRole) == _TICKED
        )

    def _item(self, answer: Reviewed) -> QTreeWidgetItem:
        point = self._points.get(answer.point)
        name = f"{kind_word(Kind.RECOMMENDATION)} {answer.point.rpartition('-')[2]}"
        now = _decided(point) if isinstance(point, Recommendation) else "–"
        what = capital(term_word(answer.decision)) if answer.decision else "–"
        title = (point.title or point.action) if isinstance(point, Recommendation) else ""
        texts = [f"{name}: {title}" if title else name, what, now, self._standing(answer)]
        item = QTreeWidgetItem([_short(text) for text in texts])
        for column in range(4):
            item.setToolTip(column, item.text(column))
        if answer.may_be_taken:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked if answer.is_clear else Qt.CheckState.Unchecked)
        return item

    def _standing(self, answer: Reviewed) -> str:
        told = {
            Standing.NEW: "",
            Standing.SAME: self.tr("Is so already"),
            Standing.OTHERWISE: self.tr("Decided otherwise"),
            Standing.REWORDED: self.tr("Reworded since"),
            Standing.UNCLEAR: self.tr("Unclear"),
            Standing.GONE: self.tr("No longer there"),
        }[answer.standing]
        return " · ".join(part for part in (told, answer.note) if part)

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        """Say under the table what there is to say of the chosen row."""
        answer = next((answer for answer, each in self._items if each is item), None)
        if answer is None:
            self.details.clear()
            return
        clear = self.tr("Nothing speaks against setting this.") if answer.is_clear else ""
        self.details.setText("\n".join(part for part in (answer.said or clear, _short(answer.note)) if part))

    def _count(self) -> None:
        count = len(self.chosen())
        words = self.tr("Set %n decision(s)", "", count) if count else self.tr("Keep what was written")
        self.take.setText(words)
        self.take.setEnabled(count > 0 or self._review.before is None)


_TICKED = Qt.CheckState.Checked.value


def _decided(rec: Recommendation) -> str:
    """What the dossier has of a recommendation's decision, on a line."""
    return ", ".join(part for part in (capital(term_word(rec.decision or "")), rec.decision_by) if part) or "–"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
