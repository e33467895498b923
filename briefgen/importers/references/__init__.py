"""Lists of references, as Zotero, EndNote and Mendeley export them: BibTeX, RIS, CSL-JSON."""
