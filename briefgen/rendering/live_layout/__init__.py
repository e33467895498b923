"""A document laid out again and again while it is edited: only the pages that an edit reaches are laid out anew.

`LiveLayout.update(html)` is given the whole page each time, as `pdf.lay_out` is, and tells which pages changed;
`laid_out` then holds all of them, to be painted, and gives the file that a full layout gives, byte for byte. What can't
be laid out like that is refused with `NotHandled`, and the caller makes a full layout.
"""

from briefgen.rendering.live_layout.live import ChangedPage, LiveLayout
from briefgen.rendering.live_layout.refusal import NotHandled

__all__ = ["ChangedPage", "LiveLayout", "NotHandled"]
