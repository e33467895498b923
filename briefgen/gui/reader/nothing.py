"""What stands where there is no text to read: a sentence on what to do, and where one begins a button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from briefgen.domain.sources import Source
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, tight


class NothingToRead(QWidget):
    """What stands where there is no text: one sentence on what to do."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        outer = QVBoxLayout(self)
        tight(outer, spacing=8, margins=(88, 72, 48, 24))
        self._icon = QLabel()
        self._title = label(bench.theme, face="strong", wraps=True)
        self._text = label(bench.theme, ink="ink_2", wraps=True)
        for widget in (self._icon, self._title, self._text):
            outer.addWidget(widget)
        outer.addSpacing(8)
        self.add = push_button(
            bench.theme,
            self.tr("Add sources…"),
            lambda: bench.actions["source.add"].trigger(),  # noqa: PLW0108  the action may come after the reader
            look="primary",
        )
        outer.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addStretch(1)
        bench.theme.changed.connect(self._draw)

    def tell(self, source: Source | None, *, has_sources: bool) -> None:
        """Say why there is nothing to read."""
        self.add.setVisible(not has_sources and not self._bench.session.read_only)
        if source is not None:
            self._title.setText(source.title)
            name = source.filename or source.title
            sentence = self.tr("{file} is pictures of pages: it has no words to select.").format(file=name)
            self._text.setText(
                sentence if source.format == "pdf" else self.tr("{file} has no words.").format(file=name)
            )
        elif not has_sources:
            self._title.setText(self.tr("No sources yet"))
            self._text.setText(self.tr("Drop files or a folder here, or paste an article with Ctrl+Shift+V."))
        self._draw()

    def _draw(self) -> None:
        size = self._bench.theme.px(24)
        self._icon.setPixmap(self._bench.icons.pixmap("file-plus", "ink_2", size=size, ratio=self.devicePixelRatioF()))
