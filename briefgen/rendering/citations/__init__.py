"""What is known of the sources that a brief quotes → its notes, in a style of the Citation Style Language (CSL 1.0.2).

A style is a file `NAME.csl`: one of those that ship (`assets/citation-styles`), or a house's own, in the folder of its
template or beside its templates. `finding` finds it, `reading` makes sure of it, `elements` is the processor
(citeproc-py) with what it does otherwise than CSL mended, `formatting` prints a note or an entry of a list of sources,
and `cited_notes` puts them into the data that a house template prints.

Styles come from strangers. They are parsed where pages are laid out, in the rendering process, within its limits of
time and memory, without entities, other files or the network.
"""
