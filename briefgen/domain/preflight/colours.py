"""Rules about the colours of the house template and of its brand: those that meet on the page can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.domain.colours import contrast_ratio, is_colour
from briefgen.domain.preflight.findings import Finding, found, in_template
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Check every pair of colours that the template says meet on its pages."""
    template, colours = subject.template, dict(subject.template.colours)
    for pair in template.contrast:
        place = in_template(template.title, "contrast", f"{pair.text} on {pair.on}")
        values = [colours.get(name, name) for name in (pair.text, pair.on)]
        unreadable = [name for name, value in zip((pair.text, pair.on), values, strict=True) if not is_colour(value)]
        if unreadable:
            yield found(
                Rule.COLOUR,
                place,
                f"The house template names the colour “{unreadable[0]}”, which is not written #RRGGBB.",
                "Mend the template's manifest.",
            )
            continue
        ratio, least = contrast_ratio(*values), pair.tenths / 10
        if ratio < least:
            yield found(
                Rule.CONTRAST,
                place,
                f"“{pair.text}” on “{pair.on}” has too little contrast to be read by everybody.",
                "Darken one of the two colours or lighten the other, in the template's manifest or in brand.toml.",
                # Cut, not rounded: 4.496 is not 4.5.
                f"{int(ratio * 100) / 100:.2f}; at least {least:.1f}",
            )
