"""The styles of elements, found one after another in a document that is there already.

`StyleFor` of the engine finds those of a whole document at once. Here the same is done for a part of it, with the same
style sheets and the styles that the elements around it have.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes, preprocess_declarations

_MOST_SHARED = 5_000
"""Styles that are kept to be shared."""

Key = tuple[Any, ...]
"""Which rules apply to an element."""


class Stylist:
    """Finds styles, and keeps them in the engine's `StyleFor`.

    Args:
        style_for: The engine's, of the document's shell.
        root: The document's root.
        base_url: The document's.
        targets: Collects anchors.
    """

    def __init__(self, style_for: StyleFor, root: Any, base_url: str, targets: Any) -> None:
        self.style_for = style_for
        self.root = root
        self._base_url = base_url
        self.targets = targets
        self._sheets = style_for._sheets  # noqa: SLF001 - the engine has no public name for it
        # Elements alike in all that counts share a style, as in the engine; it is what makes memos find them again.
        self._shared: dict[Any, tuple[Any, Any]] = {}

    def rules(self, wrapper: Any) -> Key:
        """Which rules apply to an element, as it stands."""
        return tuple(
            (order, pseudo) for sheet, _, _ in self._sheets for _, order, pseudo, _ in sheet.matcher.match(wrapper)
        )

    def style(self, wrapper: Any, *, alone: bool = False) -> list[tuple[Any, Any]]:
        """Find the styles of an element and, unless it is to be `alone`, of all in it; gives their keys."""
        computed, cascaded = self.style_for.get_computed_styles(), self.style_for.get_cascaded_styles()
        if len(self._shared) > _MOST_SHARED:
            self._shared.clear()
        cascaded.clear()
        element = wrapper.etree_element
        declared: dict[Any, Any] = {}
        for specificity, owner, declarations, base_url in find_style_attributes(element, base_url=self._base_url):
            if alone and owner is not element:
                continue
            style = cascaded.setdefault((owner, None), {})
            declared[owner] = tuple(declarations)
            for name, values, importance in preprocess_declarations(base_url, declarations):
                weight = declaration_precedence("author", importance), inf, specificity
                _put(style, name, values, weight)
        keys = []
        applied: dict[Any, list[Any]] = {}
        for inner in (wrapper,) if alone else wrapper.iter_subtree():
            keys.append((inner.etree_element, None))
            self._style_one(inner, declared.get(inner.etree_element), applied)
        for owner, pseudo in cascaded:
            if pseudo:
                keys.append((owner, pseudo))
                self._style_part(owner, pseudo, tuple(applied[owner, pseudo]))
        cascaded.clear()
        assert all(key in computed for key in keys)  # noqa: S101 - the engine keeps them there
        return keys

    def _style_one(self, wrapper: Any, declared: Any, applied_to: dict[Any, list[Any]]) -> None:
        """Find the style of an element, and in `applied_to` the rules that apply to it and to its parts."""
        computed, cascaded = self.style_for.get_computed_styles(), self.style_for.get_cascaded_styles()
        element, parent = wrapper.etree_element, wrapper.parent.etree_element
        applied: list[Any] = []
        for sheet, origin, sheet_specificity in self._sheets:
            for own_specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(wrapper):
                layer_order = inf if layer is None else sheet.layers.index(layer)
                rule = sheet, own_specificity, id(declarations), layer_order
                applied.append(rule)
                applied_to.setdefault((element, pseudo), []).append(rule)
                specificity = sheet_specificity or own_specificity
                style = cascaded.setdefault((element, pseudo), {})
                for name, values, importance in declarations:
                    weight = declaration_precedence(origin, importance), layer_order, specificity
                    _put(style, name, values, weight)
        above = computed[parent, None]
        key = id(above), tuple(applied)
        if declared is None and key in self._shared:
            computed[element, None] = self._shared[key][1]
            return
        self.style_for.set_computed_styles(
            element, root=self.root, parent=parent, base_url=self._base_url, target_collector=self.targets
        )
        if declared is None:
            self._shared[key] = above, computed[element, None]

    def _style_part(self, owner: Any, pseudo: str, applied: tuple[Any, ...]) -> None:
        """Find the style of a part of an element, such as what stands before it."""
        computed = self.style_for.get_computed_styles()
        above = computed[owner, None]
        key = id(above), pseudo, applied
        if key in self._shared:
            computed[owner, pseudo] = self._shared[key][1]
            return
        self.style_for.set_computed_styles(
            owner,
            pseudo_type=pseudo,
            root=self.root,
            parent=owner,
            base_url=self._base_url,
            target_collector=self.targets,
        )
        self._shared[key] = above, computed[owner, pseudo]


def _put(style: dict[str, Any], name: str, values: Any, weight: Any) -> None:
    known = style.get(name)
    if known is None or known[1] <= weight:
        style[name] = values, weight
