"""Which standards an exported file follows, in plain words: who can read it, and where it can be filed.

What keeps a file from them stands among its rendering's warnings, in the preview before it is exported, too.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from briefgen.rendering.pages import Conformance


def in_words(conformance: Conformance) -> str:
    """A sentence, such as “Accessible (PDF/UA-1) and archivable (PDF/A-3a).”, and whether more was asked for."""
    kept = {name[:6]: name for name in conformance.claimed}
    accessible, archivable = kept.get("PDF/UA"), kept.get("PDF/A-")
    if accessible and archivable:
        sentence = _tr("Accessible ({ua}) and archivable ({a}).").format(ua=accessible, a=archivable)
    elif accessible:
        sentence = _tr("Accessible ({ua}), but not made for filing (PDF/A).").format(ua=accessible)
    elif archivable:
        sentence = _tr("Archivable ({a}), but not accessible (PDF/UA).").format(a=archivable)
    else:
        sentence = _tr("A plain PDF: neither accessible (PDF/UA) nor archivable (PDF/A).")
    if conformance.wanted and not conformance.faults and len(conformance.wanted) < 2:
        sentence += " " + _tr("Its house template asks for no more.")
    if not conformance.wanted:
        sentence += " " + _tr("Its house template asks for no standard.")
    return sentence


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
