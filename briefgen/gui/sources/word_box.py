"""A line of text with known answers that are kept as codes and shown in words: “Report” for report.

What is typed is taken for the code of the answer that it is the words of, else as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from briefgen.gui.theme import Theme

_USUAL = """
en-GB en-US en-IE en-AU en-CA en-NZ cy gd ga fr de es it nl pt da sv nb fi is pl cs sk hu ro bg el hr sl sr et lv lt mt
uk ru tr ar he fa hi bn ur zh ja ko
"""


def type_words() -> dict[str, str]:
    """The kinds of publication that CSL 1.0.2 knows and briefs cite, in words, by their codes; the usual ones first."""
    return {
        "article-newspaper": _tr("Newspaper article"),
        "report": _tr("Report"),
        "webpage": _tr("Web page"),
        "article-journal": _tr("Journal article"),
        "article-magazine": _tr("Magazine article"),
        "book": _tr("Book"),
        "chapter": _tr("Chapter of a book"),
        "speech": _tr("Speech"),
        "legislation": _tr("Legislation"),
        "bill": _tr("Bill"),
        "regulation": _tr("Regulation"),
        "legal_case": _tr("Judgment"),
        "hearing": _tr("Hearing"),
        "treaty": _tr("Treaty"),
        "standard": _tr("Standard"),
        "dataset": _tr("Data set"),
        "interview": _tr("Interview"),
        "broadcast": _tr("Broadcast"),
        "personal_communication": _tr("Letter or message"),
        "post": _tr("Post"),
        "post-weblog": _tr("Blog post"),
        "pamphlet": _tr("Pamphlet"),
        "paper-conference": _tr("Conference paper"),
        "thesis": _tr("Thesis"),
        "review": _tr("Review"),
        "entry-encyclopedia": _tr("Encyclopedia entry"),
        "map": _tr("Map"),
        "document": _tr("Other document"),
    }


def language_words(*tags: str) -> dict[str, str]:
    """Languages in words, as “English (United Kingdom)”, by their BCP 47 tags: those of `tags`, and the usual ones."""
    return {tag: _language(tag) for tag in (*tags, *_USUAL.split()) if tag}


def _language(tag: str) -> str:
    """A language in words; the tag where the system does not know it, or knows it by another tag alone."""
    locale = QLocale(tag.replace("-", "_"))
    parts = tag.split("-")
    if locale.language() is QLocale.Language.C or locale.bcp47Name().split("-")[0] != parts[0].lower():
        return tag
    language = QLocale.languageToString(locale.language())
    if len(parts) == 1:
        return language
    if len(parts) == 2 and QLocale.territoryToCode(locale.territory()) == parts[1].upper():
        return f"{language} ({QLocale.territoryToString(locale.territory())})"
    return tag


class WordBox(QComboBox):
    """The line with its answers. `code` is what is kept."""

    def __init__(self, theme: Theme, known: Mapping[str, str], code: str) -> None:
        super().__init__()
        self._codes = {words.casefold(): kept for kept, words in known.items()}
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.addItems(list(dict.fromkeys(known.values())))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        completer = self.completer()
        if completer is not None:
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.installEventFilter(self)
        theme.dress(self, face="text", high=32)
        self.setCurrentIndex(self.findText(known.get(code, code), Qt.MatchFlag.MatchExactly))
        self.setEditText(known.get(code, code))

    @property
    def line(self) -> QLineEdit:
        """Where it is typed."""
        edit = self.lineEdit()
        assert edit is not None  # noqa: S101  an editable box has one
        return edit

    @property
    def code(self) -> str:
        """What is kept of what stands there: the code of a known answer, else the text."""
        text = self.currentText().strip()
        return self._codes.get(text.casefold(), text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the form: it scrolls, and changes nothing that it passes over."""
        if watched is self and event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WordBox", text)
