"""The colours, sizes and fonts of the window, as plain values: one set for light, one for dark.

Ratios of contrast between them are held by a test: 4.5:1 for text, 3:1 for the edges of controls (WCAG 2.2, 1.4.3 and
1.4.11). Kind colours only ever mean a kind; what acts is navy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Every colour of one theme, as #RRGGBB."""

    dark: bool

    window: str
    panel: str
    surface: str
    """The reader, cards."""
    raised: str
    """What floats over the rest."""
    canvas: str
    """Behind pages."""
    field: str
    well: str
    """Search boxes, the segmented switch."""
    quiet: str
    """A button that is not the main one."""
    hover: str
    pressed: str
    line: str

    control: str
    """Edges of fields and boxes."""
    ink: str
    ink_2: str
    """Labels, what is known of a thing."""
    ink_3: str
    """Hints, counts, placeholders."""
    disabled: str

    accent: str
    on_accent: str
    accent_hover: str
    accent_pressed: str
    mark: str
    """The bar at a selected row, the chosen part of a switch: the accent where it shows on this theme's ground."""
    link: str
    focus: str

    selected: str
    selected_idle: str
    """A selected row of a panel that has not the focus."""
    selected_text: str

    risk: str
    risk_tint: str
    dilemma: str
    dilemma_tint: str
    recommendation: str
    recommendation_tint: str

    must_fix: str
    should_fix: str

    @property
    def grounds(self) -> tuple[str, ...]:
        """What text may stand on."""
        return (self.window, self.panel, self.surface, self.raised, self.hover, self.selected)


LIGHT = Tokens(
    dark=False,
    window="#ECEFF3",
    panel="#F5F7F9",
    surface="#FFFFFF",
    raised="#FFFFFF",
    canvas="#DBE0E6",
    field="#FFFFFF",
    well="#E6EAEF",
    quiet="#DCE3EA",
    hover="#E6EBF0",
    pressed="#D8E0E8",
    line="#DAE0E6",
    control="#717D89",
    ink="#1A1F24",
    ink_2="#4A5560",
    ink_3="#59636E",
    disabled="#95A0AA",
    accent="#12355B",
    on_accent="#FFFFFF",
    accent_hover="#1D4C7E",
    accent_pressed="#0B2542",
    mark="#12355B",
    link="#0B4F8A",
    focus="#1467B8",
    selected="#DCE7F2",
    selected_idle="#E4E9EE",
    selected_text="#B7D2EF",
    risk="#B3370B",
    risk_tint="#FADFD2",
    dilemma="#5B2A86",
    dilemma_tint="#E7DBF3",
    recommendation="#00695C",
    recommendation_tint="#CFE9E4",
    must_fix="#A1123B",
    should_fix="#7A5200",
)

DARK = Tokens(
    dark=True,
    window="#13181D",
    panel="#181D23",
    surface="#1E242B",
    raised="#29313A",
    canvas="#0C0F12",
    field="#181D22",
    well="#242B33",
    quiet="#2D3741",
    hover="#252C34",
    pressed="#303A45",
    line="#2B333C",
    control="#76838F",
    ink="#E8ECEF",
    ink_2="#B4BEC8",
    ink_3="#9CA7B2",
    disabled="#66727D",
    accent="#2F6CB0",
    on_accent="#FFFFFF",
    accent_hover="#3A78BE",
    accent_pressed="#285D99",
    mark="#7DB6F4",
    link="#9CC6F2",
    focus="#7DB6F4",
    selected="#22384F",
    selected_idle="#2A323B",
    selected_text="#2F567F",
    risk="#FF9C75",
    risk_tint="#482C21",
    dilemma="#CDA9F2",
    dilemma_tint="#3B2F54",
    recommendation="#62CDBB",
    recommendation_tint="#1C453F",
    must_fix="#FF8FA8",
    should_fix="#E9BF6A",
)

PAPER = replace(LIGHT, window="#FFFFFF", panel="#FFFFFF")
"""What is drawn on a page stays light in both themes."""


SANS = "Source Sans 3"
SERIF = "Source Serif 4"
DISPLAY = "Source Serif 4 Display"


@dataclass(frozen=True, slots=True)
class Face:
    """A size of type: family, pixels, weight, height of its line in pixels; all times the text scale."""

    family: str
    size: int
    weight: int
    line: int


FACES = {
    "text": Face(SANS, 14, 400, 20),
    "strong": Face(SANS, 14, 600, 20),
    "meta": Face(SANS, 12, 400, 16),
    "meta_strong": Face(SANS, 12, 600, 16),
    "large": Face(SANS, 18, 400, 24),
    "title": Face(SANS, 20, 600, 28),
    "name": Face(DISPLAY, 39, 600, 48),
    "reader": Face(SERIF, 18, 400, 28),
    "reader_title": Face(DISPLAY, 30, 600, 36),
    "quote": Face(SERIF, 14, 400, 20),
}
"""The sizes of type, by name. Only 400 and 600 are used."""
