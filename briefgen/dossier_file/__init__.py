"""The dossier on disk: one SQLite file, `NAME.briefgen`; the only package with SQL.

`create` makes one, `open_dossier` opens one; `recover` saves what is left of a damaged one. What each table holds is
written in CONTRIBUTING.md, “Dossier file schema”.
"""

from briefgen.dossier_file.failures import DossierDamaged, DossierReadOnly, DossierRefused
from briefgen.dossier_file.lock import Holder, open_elsewhere
from briefgen.dossier_file.recovery import RecoveryReport, recover
from briefgen.dossier_file.schema import SUFFIX
from briefgen.dossier_file.search import Hit, Snippet
from briefgen.dossier_file.store import DossierFile, create, open_dossier
from briefgen.dossier_file.versions import Version

__all__ = [
    "SUFFIX",
    "DossierDamaged",
    "DossierFile",
    "DossierReadOnly",
    "DossierRefused",
    "Hit",
    "Holder",
    "RecoveryReport",
    "Snippet",
    "Version",
    "create",
    "open_dossier",
    "open_elsewhere",
    "recover",
]
