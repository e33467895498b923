"""What a document's look depends on beside its template and its data: shipped typefaces and styles, and the engines.

They are not kept with what was issued (the typefaces alone are larger than most dossiers). Their names and hashes are,
so that whoever makes an old document again is told what has changed since.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.resources import assets_folder

TYPEFACES = "typefaces"
"""The key of the hash over the files of the typefaces that ship."""

STYLES = "citation styles"
"""The key of the hash over the files of the citation styles that ship."""

_WORDS = {
    TYPEFACES: "the typefaces that ship with Briefgen",
    STYLES: "the citation styles that ship with Briefgen",
}


def made_with() -> dict[str, str]:
    """Give what documents are made with here: versions by engine, and the hash of the typefaces that ship.

    Raises:
        NotThere: A library of the system that the layout engine needs is missing.
    """
    from briefgen.rendering.job import load_engine

    load_engine()
    import citeproc
    import weasyprint
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return {
        TYPEFACES: FencedFolder(assets_folder() / "fonts").digest().hex(),
        STYLES: FencedFolder(assets_folder() / "citation-styles").digest().hex(),
        "citeproc-py": citeproc.__version__,
        "WeasyPrint": weasyprint.__version__,
        "Pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
    }


def changed_since(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Say in words what of `then` is another `now`; what only one of the two knows of is passed over."""
    return tuple(
        _WORDS.get(name) or f"{name} ({was}, now {now[name]})"
        for name, was in then.items()
        if now.get(name, was) != was
    )
