"""The tag tree of a PDF: what a screen reader reads, in order. Our own, in place of the layout engine's.

WeasyPrint 70 tags boxes, so that a table over two pages becomes two tables, running heads are read aloud on every page,
notes are no notes, and `lang` is lost. Here tags are made of the *elements* that were laid out. A page's road is

    `links`    before it is painted: one link an area, and a way back from each note to where it is called
    `growing`  the engine's boxes → a tree of `tree.Tag`, by the roles that `roles` gives to elements
    `tree`     what the standard wants of that tree: lists of items, tables of rows, no text without a paragraph
    `marks`    what is drawn is marked as content of a tag, or as an artifact: furniture, leaders, decoration
    `writing`  the tree → objects of the PDF
    `engine`   the one place where all this is put in the engine's way, and only for the version it was made for
"""
