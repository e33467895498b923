"""Rules about the colours of the house template and of its brand: those that meet on the page can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.domain.colours import contrast_ratio, is_colour
from briefgen.domain.house_template import ContrastPair, HouseTemplate
from briefgen.domain.preflight.findings import Finding, found, in_template
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Check every pair of colours that the template says meet on its pages."""
    template, colours = subject.template, dict(subject.template.colours)
    for pair in template.contrast:
        unreadable = [name for name in (pair.text, pair.on) if not is_colour(colours.get(name, name))]
        if unreadable:
            yield found(
                Rule.COLOUR,
                in_template(template.title, "contrast", f"{pair.text} on {pair.on}"),
                f"The house template names the colour “{unreadable[0]}”, which is not written #RRGGBB.",
                "Mend the template's manifest.",
            )
    for pair, ratio in too_alike(template):
        yield found(
            Rule.CONTRAST,
            in_template(template.title, "contrast", f"{pair.text} on {pair.on}"),
            f"“{pair.text}” on “{pair.on}” has too little contrast to be read by everybody.",
            "Darken one of the two colours or lighten the other, in the template's manifest or in brand.toml.",
            # Cut, not rounded: 4.496 is not 4.5.
            f"{int(ratio * 100) / 100:.2f}; at least {pair.tenths / 10:.1f}",
        )


def too_alike(template: HouseTemplate) -> Iterator[tuple[ContrastPair, float]]:
    """Give the pairs of colours that have less contrast than their template asks for, with what they have."""
    colours = dict(template.colours)
    for pair in template.contrast:
        one, other = (str(colours.get(name, name)) for name in (pair.text, pair.on))
        if is_colour(one) and is_colour(other) and (ratio := contrast_ratio(one, other)) < pair.tenths / 10:
            yield pair, ratio
