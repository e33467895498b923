"""A PDF read back: what it quotes, what its notes say, and whether what is drawn is what programs read.

Used before a PDF is written, on our own bytes, and by `briefgen verify`, on anybody's: then in a child process that
can do nothing else (`child`). A file's road is

    `tokens`   a content stream → operators with their operands
    `fonts`    a font → letters and widths of its codes, and outlines to hold against the typefaces that ship
    `drawing`  operators → what is drawn, in order: glyphs with their boxes, areas, images
    `covering` which glyphs cannot be seen, and why
    `tags`     the tag tree → quotations and notes, by the content that belongs to them
    `revisions` what was appended to a file after it was written
    `reading`  all of it together → `domain.proof.ReadBack`
"""
