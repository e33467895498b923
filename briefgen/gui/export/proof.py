"""What the gate found of a file's quotations, in plain words: `rendering.gate` lets no other file be written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from briefgen.domain.verification import Proof


def proof_words(proof: Proof | None) -> str:
    """A sentence, such as “All 14 quotations are verbatim.”; "" for a file that quotes nothing."""
    if proof is None or not proof.total:
        return ""
    if proof.total == 1:
        return (
            _tr("Its quotation is verbatim.") if proof.verbatim else _tr("Its quotation is verbatim but for its marks.")
        )
    if not proof.edited:
        return _tr("All {n} quotations are verbatim.").format(n=proof.total)
    return _tr(
        "All {n} quotations are their sources’ words: {verbatim} verbatim, {edited} with every change marked."
    ).format(n=proof.total, verbatim=proof.verbatim, edited=proof.edited)


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
