"""Two briefs of a dossier side by side, for whoever wonders what the one has that the other has not."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTextBrowser, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.controls import push_button, tight
from briefgen.gui.outline.comparison import compared
from briefgen.gui.sheet import Sheet


class Comparison(Sheet):
    """Shows what two briefs contain: what both have, what one alone."""

    def __init__(self, bench: Bench, window: QWidget) -> None:
        theme = bench.theme
        super().__init__(window, theme, self.tr("Compare two briefs"), (720, 600))
        self._dossier = bench.session.dossier
        line = QHBoxLayout()
        tight(line, spacing=12)
        self._boxes = (QComboBox(), QComboBox())
        briefs = self._dossier.briefs
        names = (self.tr("First brief"), self.tr("Second brief"))
        for box, name in zip(self._boxes, names, strict=True):
            box.setAccessibleName(name)
            theme.dress(box, face="text", high=32)
            for brief in briefs:
                box.addItem(brief.name, brief.id)
            line.addWidget(box, 1)
        self.body.addLayout(line)
        self.told = QTextBrowser()
        self.told.setAccessibleName(self.tr("What the two briefs contain"))
        theme.dress(self.told, face="text", ground="surface", look="sheet_text")
        self.told.document().setIndentWidth(theme.px(16))
        self.told.document().setDocumentMargin(theme.px(12))
        self.told.document().setDefaultStyleSheet(
            f"h3 {{ font-size: {theme.px(14)}px; font-weight: 600; margin: {theme.px(12)}px 0 {theme.px(4)}px 0; }}"
            f"th {{ text-align: left; font-weight: 600; }} .quiet {{ color: {theme.tokens.ink_2}; }}"
        )
        self.body.addWidget(self.told, 1)
        self.add_button(push_button(theme, self.tr("Close"), self.accept), default=True)
        here = bench.selection.place.brief
        at = next((number for number, brief in enumerate(briefs) if brief.id == here), 0)
        self._boxes[0].setCurrentIndex(at)
        self._boxes[1].setCurrentIndex((at + 1) % len(briefs))
        for box in self._boxes:
            box.currentIndexChanged.connect(lambda _index: self._show())
        self._show()
        self._boxes[0].setFocus()

    def _show(self) -> None:
        one, other = (self._dossier.brief(str(box.currentData())) for box in self._boxes)
        self.told.setHtml(compared(self._dossier, one, other))
