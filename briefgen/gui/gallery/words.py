"""What the gallery says of a house template: its pages, its languages, where it lies."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from briefgen.domain.house_template import HouseTemplate, PageLimits
from briefgen.domain.template_switch import Part
from briefgen.domain.terms import Kind, Orientation
from briefgen.gui.brief_words import brief_label
from briefgen.rendering.template_places import PlaceKind


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("gallery", text, None, count)


def pages_words(limits: PageLimits) -> str:
    """How long a brief is meant to be, by the template's limits; empty where it sets none."""
    most = limits.stop - 1 if limits.stop else 0
    if most and limits.aim and most != limits.aim:
        return _tr("{aim} to {most} pages").format(aim=limits.aim, most=most)
    if limits.aim or most:
        return _tr("%n page(s)", limits.aim or most)
    return ""


def place_word(kind: PlaceKind) -> str:
    """Whose a template is."""
    return {
        PlaceKind.SHIPPED: _tr("shipped"),
        PlaceKind.USER: _tr("yours"),
        PlaceKind.SHARED: _tr("shared"),
        PlaceKind.KEPT: _tr("kept by the dossier"),
    }[kind]


def about_line(template: HouseTemplate, kind: PlaceKind, *, packaged: bool) -> str:
    """The line under a card's title and description."""
    landscape = _tr("landscape") if template.orientation is Orientation.LANDSCAPE else ""
    version = _tr("version {version}").format(version=template.version)
    place = _tr("installed") if packaged and kind is PlaceKind.USER else place_word(kind)
    parts = (pages_words(template.pages) or landscape, ", ".join(map(str, template.paper)), version, place)
    return " · ".join(part for part in parts if part)


def hash_words(template: HouseTemplate) -> str:
    """The beginning of a template's hash, by which two of one name and version are told apart; never broken."""
    shown = f"{template.sha256[:4]} {template.sha256[4:8]}"
    return _tr("hash {hash}").format(hash=shown).replace(" ", "\N{NO-BREAK SPACE}")


def language_name(tag: str) -> str:
    """What a language is called in itself, as “Français”; the tag where the system does not know it."""
    if tag.split("-", maxsplit=1)[0].lower() == "en":
        return "English"  # not “British English”: which one, its dates and quotation marks show
    name = QLocale(tag.replace("-", "_")).nativeLanguageName()
    return f"{name[:1].upper()}{name[1:]}" if name else tag


def languages_of(template: HouseTemplate) -> tuple[str, ...]:
    """The languages that a template's own words are there in, its own first."""
    own = template.language.split("-")[0].lower()
    others = (one.language for one in template.translations if one.language.split("-")[0].lower() != own)
    return (template.language, *others)


def part_name(part: Part) -> str:
    """What a part of a brief is called in the window."""
    if part.kind == "brief":
        return brief_label(part.name)
    return part.title or part.name.replace("_", " ").replace("-", " ").capitalize()


def listed(names: list[str], most: int = 5) -> str:
    """Some names, and how many more there are."""
    shown, more = names[:most], len(names) - most
    if more <= 0:
        return ", ".join(shown)
    return _tr("{names} and {count} more").format(names=", ".join(shown), count=more)


def left_out_words(kind: Kind, count: int) -> str:
    """How many points of a kind are not printed."""
    return {
        Kind.RISK: _tr("%n risk(s)", count),
        Kind.DILEMMA: _tr("%n dilemma(s)", count),
        Kind.RECOMMENDATION: _tr("%n recommendation(s)", count),
    }[kind]


def file_and_line(file: str, line: int) -> str:
    """A place in a template, in words."""
    return _tr("{file}, line {line}").format(file=file, line=line) if line else file
