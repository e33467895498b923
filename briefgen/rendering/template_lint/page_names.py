"""Jinja pages, read without being filled: names and fields that there are not, files that are not there.

The tree of a page is gone through as Jinja would, with the shape of every value in place of the value. Where that can't
be known, in the arguments of a macro for instance, nothing is said; filling the page finds what is left.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from briefgen.rendering.sandbox import METHODS_OF_MAPPINGS, METHODS_OF_TEXT
from briefgen.rendering.template_lint.findings import LintFinding, LintRule
from briefgen.rendering.template_lint.shapes import ANY, LIST, PLAIN, TEXT, Shape, merged

_GLOBALS = ("range", "namespace", "cycler", "joiner")
_SAME_LIST = frozenset({"list", "sort", "unique", "reverse", "select", "reject", "selectattr", "rejectattr"})
_ONE_OF_LIST = frozenset({"first", "last", "min", "max"})
_ASKS_AN_ATTRIBUTE = {
    "groupby": 0, "join": 1, "map": None, "max": 1, "min": 1, "rejectattr": 0, "selectattr": 0, "sort": 2, "sum": 0,
    "unique": 1,
}  # fmt: skip
"""Filters that ask each entry of a list for an attribute, and at which place of their arguments its name stands."""
_FORGIVES = frozenset({"default", "d"})
_ASKS_WHETHER = frozenset({"defined", "undefined"})

Names = dict[str, Shape]


@dataclass(slots=True)
class Asked:
    """What all pages of a template ask for by name: to tell which fields and sections of the manifest are printed.

    `fields` and `sections` are names; `all_fields` and `all_sections` say that some page goes through all of them.
    """

    fields: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    all_fields: bool = False
    all_sections: bool = False


@dataclass(slots=True)
class PageReader:
    """Goes through one page.

    Attributes:
        file: The page's name.
        context: The shapes of what it is given; None for a file of macros that is given nothing.
        is_there: Tells whether there is a page of a name.
        asked: What is asked for is noted there.
        exported: Gives the macros and variables that another page can take from the page of a name; None where that
            is not known.
    """

    file: str
    context: Mapping[str, Shape] | None
    is_there: Callable[[str], bool]
    asked: Asked
    exported: Callable[[str], frozenset[str] | None] = lambda _page: None
    findings: list[LintFinding] = field(default_factory=list)
    _silent: int = 0
    _whether: set[str] = field(default_factory=set)

    def read(self, tree: nodes.Template) -> list[LintFinding]:
        """Give the findings of the page with this tree."""
        names: Names = dict.fromkeys(_GLOBALS, ANY)
        names["self"] = names["super"] = ANY
        if self.context is not None:
            names |= self.context
        for test in tree.find_all(nodes.Test):
            if test.name in _ASKS_WHETHER and isinstance(test.node, nodes.Name):
                self._whether.add(test.node.name)
        for name in _assigned(tree):
            names.setdefault(name, ANY)
        self._body(tree.body, names)
        return self.findings

    # ------------------------------------------------------------------------------------------------ statements

    def _body(self, body: list[nodes.Node], names: Names) -> None:
        for node in body:
            self._statement(node, names)

    def _statement(self, node: nodes.Node, names: Names) -> None:  # noqa: C901, PLR0912 - a branch for each statement
        match node:
            case nodes.For():
                self._for(node, names)
            case nodes.If():
                self._shape(node.test, names)
                self._body([*node.body, *node.elif_, *node.else_], names)
            case nodes.Assign():
                shape = self._shape(node.node, names)
                self._assign(node.target, shape, names)
            case nodes.AssignBlock():
                self._body(node.body, dict(names))
                self._assign(node.target, ANY, names)
            case nodes.Macro():
                self._routine(node.args, node.defaults, node.body, names)
                names[node.name] = ANY
            case nodes.CallBlock():
                self._shape(node.call, names)
                self._routine(node.args, node.defaults, node.body, names)
            case nodes.With():
                inner = dict(names)
                for target, value in zip(node.targets, node.values, strict=True):
                    self._assign(target, self._shape(value, names), inner)
                self._body(node.body, inner)
            case nodes.FilterBlock() | nodes.Block() | nodes.Scope():
                self._body(node.body, dict(names))
            case nodes.Import():
                self._page(node.template, names)
                there = self._exported(node.template)
                names[node.target] = ANY if there is None else Shape(keys=dict.fromkeys(there, ANY))
            case nodes.FromImport():
                self._page(node.template, names)
                self._taken(node, self._exported(node.template))
                names.update((name if isinstance(name, str) else name[1], ANY) for name in node.names)
            case nodes.Extends():
                self._page(node.template, names)
            case nodes.Include():
                if not node.ignore_missing:
                    self._page(node.template, names)
            case nodes.TemplateData():
                pass
            case nodes.Output():
                for inner_node in node.nodes:
                    self._shape(inner_node, names)
            case nodes.Expr():
                self._shape(node, names)
            case _:
                for child in node.iter_child_nodes():
                    self._statement(child, names)

    def _for(self, node: nodes.For, names: Names) -> None:
        through = self._shape(node.iter, names)
        inner = dict(names)
        inner["loop"] = ANY
        self._assign(node.target, through.item if through.item is not None else ANY, inner)
        if node.test is not None:
            self._shape(node.test, inner)
        self._body(node.body, inner)
        self._body(node.else_, dict(names))

    def _routine(
        self, args: list[nodes.Name], defaults: list[nodes.Expr], body: list[nodes.Node], outer: Names
    ) -> None:
        for default in defaults:
            self._shape(default, outer)
        inner = dict(outer) | dict.fromkeys(("caller", "varargs", "kwargs", *(arg.name for arg in args)), ANY)
        self._body(body, inner)

    def _assign(self, target: nodes.Node, shape: Shape, names: Names) -> None:
        match target:
            case nodes.Name(name=name):
                # A loop may come back to an earlier line with this value: both are possible from here on.
                names[name] = shape if name not in names or names[name] == ANY else merged([names[name], shape])
                if shape == ANY:
                    names[name] = ANY
            case nodes.Tuple(items=[grouper, entries]) if set(shape.keys or ()) == {"grouper", "list"}:
                # What `groupby` gives can be asked by name, and taken apart.
                assert shape.keys is not None  # noqa: S101 - it has the two
                self._assign(grouper, shape.keys["grouper"], names)
                self._assign(entries, shape.keys["list"], names)
            case nodes.Tuple(items=items):
                for item in items:
                    self._assign(item, ANY, names)
            case _:
                pass

    def _page(self, template: nodes.Expr, names: Names) -> None:
        self._shape(template, names)
        if isinstance(template, nodes.Const) and isinstance(template.value, str) and not self.is_there(template.value):
            self._found(
                LintRule.FILE_MISSING,
                template.lineno,
                f"The page takes in “{template.value}”, which is not there.",
                "Put the file into the template, or mend its name.",
            )

    def _exported(self, template: nodes.Expr) -> frozenset[str] | None:
        return self.exported(str(template.value)) if isinstance(template, nodes.Const) else None

    def _taken(self, node: nodes.FromImport, there: frozenset[str] | None) -> None:
        """Tell of names that a page takes from another that does not have them."""
        for name in node.names:
            taken = name if isinstance(name, str) else name[0]
            if there is not None and taken not in there:
                near = difflib.get_close_matches(taken, sorted(there), n=1)
                self._found(
                    LintRule.UNDEFINED,
                    node.lineno,
                    f"The page takes “{taken}” from a page that does not have it.",
                    f"Did you mean “{near[0]}”?" if near else "Mend the name, or write that macro there.",
                )

    # ----------------------------------------------------------------------------------------------- expressions

    def _shape(self, node: nodes.Node, names: Names) -> Shape:  # noqa: C901, PLR0911, PLR0912 - one for each expression
        match node:
            case nodes.TemplateData():
                return TEXT
            case nodes.Const(value=value):
                return TEXT if isinstance(value, str) else ANY if value is None else PLAIN
            case nodes.Name():
                return self._name(node, names)
            case nodes.Getattr(attr=attr):
                return self._part(node.node, attr, node.lineno, names)
            case nodes.Getitem(arg=nodes.Const(value=str(key))):
                return self._part(node.node, key, node.lineno, names)
            case nodes.Getitem():
                whole = self._shape(node.node, names)
                self._shape(node.arg, names)
                self._note_whole(node.node)
                if whole.item is not None and not isinstance(node.arg, nodes.Slice):
                    return whole.item
                return whole if whole.item is not None or whole.text else ANY
            case nodes.Filter():
                return self._filter(node, names)
            case nodes.Call(node=nodes.Getattr(attr="get") as asked, args=[nodes.Const(value=str(key)), *rest]):
                for other in rest:
                    self._shape(other, names)
                self._silent += bool(rest)  # who gives a value in its place knows that it may not be there
                shape = self._part(asked.node, key, node.lineno, names)
                self._silent -= bool(rest)
                return ANY if rest else shape
            case nodes.Test():
                with_silence = node.name in _ASKS_WHETHER
                self._silent += with_silence
                self._shape(node.node, names)
                self._silent -= with_silence
                self._arguments(node, names)
                return PLAIN
            case nodes.CondExpr():
                self._shape(node.test, names)
                otherwise = self._shape(node.expr2, names) if node.expr2 is not None else ANY
                return _either(self._shape(node.expr1, names), otherwise)
            case nodes.And() | nodes.Or():
                return _either(self._shape(node.left, names), self._shape(node.right, names))
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return Shape(item=_either(*(self._shape(item, names) for item in items))) if items else LIST
            case nodes.Dict(items=items):
                pairs = [(pair.key, self._shape(pair.value, names)) for pair in items]
                if all(isinstance(key, nodes.Const) for key, _ in pairs):
                    return Shape(keys={str(key.value): shape for key, shape in pairs if isinstance(key, nodes.Const)})
                return ANY
            case _:
                for child in node.iter_child_nodes():
                    self._shape(child, names)
                return TEXT if isinstance(node, nodes.Concat) else ANY

    def _name(self, node: nodes.Name, names: Names) -> Shape:
        if node.name in names:
            return names[node.name]
        if node.name not in self._whether:
            self._missing(node.name, node.name, node.lineno, list(names))
        return ANY

    def _part(self, whole: nodes.Expr, name: str, line: int, names: Names) -> Shape:
        shape = self._shape(whole, names)
        if isinstance(whole, nodes.Name) and whole.name in {"fields", "section"} and self._is_given(whole.name, names):
            (self.asked.fields if whole.name == "fields" else self.asked.sections).add(name)
        dotted = f"{_dotted(whole)}.{name}"
        if shape.keys is not None:
            if name in shape.keys:
                return shape.keys[name]
            if name in METHODS_OF_MAPPINGS:
                self._note_whole(whole)
                return ANY
            self._missing(name, dotted, line, list(shape.keys))
        elif (
            (shape.text and name not in METHODS_OF_TEXT)
            or (shape.item is not None and name not in {"count", "index"})
            or shape.plain
        ):
            self._missing(name, dotted, line, [])
        return ANY

    def _is_given(self, name: str, names: Names) -> bool:
        return self.context is not None and names.get(name) is self.context.get(name)

    def _note_whole(self, node: nodes.Node) -> None:
        """Note that a page goes through all fields or sections, or asks for one whose name it computes."""
        if isinstance(node, nodes.Name):
            self.asked.all_fields |= node.name == "fields"
            self.asked.all_sections |= node.name in {"section", "sections"}

    def _filter(self, node: nodes.Filter, names: Names) -> Shape:
        forgives = node.name in _FORGIVES
        self._silent += forgives
        whole = self._shape(node.node, names) if node.node is not None else TEXT
        self._silent -= forgives
        if node.node is not None:
            self._note_whole(node.node)
        self._arguments(node, names)
        if node.name in _ASKS_AN_ATTRIBUTE and whole.item is not None:
            found = self._attribute(node, whole.item)
            if node.name == "map" and found != ANY:
                return Shape(item=found)
            if node.name == "groupby":
                return Shape(item=Shape(keys={"grouper": found, "list": whole}))
        if node.name in _SAME_LIST:
            return whole if whole.item is not None else ANY
        if node.name in _ONE_OF_LIST:
            return whole.item if whole.item is not None else ANY
        return _either(whole, ANY) if forgives else ANY

    def _attribute(self, node: nodes.Filter, entry: Shape) -> Shape:
        """The shape of the attribute that a filter asks each entry for; tells of one that there is not."""
        asked = next((keyword.value for keyword in node.kwargs if keyword.key == "attribute"), None)
        place = _ASKS_AN_ATTRIBUTE[node.name]
        if asked is None and place is not None and place < len(node.args):
            asked = node.args[place]
        if not isinstance(asked, nodes.Const) or not isinstance(asked.value, str):
            return ANY
        found = ANY
        for way in asked.value.split(","):  # `sort` takes several
            dotted, found = f"{_dotted(node.node or node)}[…]", entry
            for name in way.split("."):
                dotted = f"{dotted}.{name}"
                if name.isdecimal() or found == ANY:
                    found = ANY
                elif found.keys is not None and name in found.keys:
                    found = found.keys[name]
                else:
                    self._missing(name, dotted, node.lineno, list(found.keys or ()))
                    return ANY
        return found

    def _arguments(self, node: nodes.Filter | nodes.Test, names: Names) -> None:
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._shape(argument, names)

    # -------------------------------------------------------------------------------------------------- findings

    def _missing(self, name: str, dotted: str, line: int, there: list[str]) -> None:
        near = difflib.get_close_matches(name, [other for other in there if other not in _GLOBALS], n=1)
        hint = f"Did you mean “{dotted.removesuffix(name)}{near[0]}”?" if near else ""
        self._found(
            LintRule.UNDEFINED,
            line,
            f"The page asks for “{dotted}”, which it is not given.",
            hint or "Mend the name, or declare it: fields of your own stand under [[fields]] in template.toml.",
        )

    def _found(self, rule: LintRule, line: int, message: str, remedy: str) -> None:
        if not self._silent:
            self.findings.append(LintFinding(rule=rule, message=message, remedy=remedy, file=self.file, line=line))


def exports(tree: nodes.Template) -> frozenset[str] | None:
    """The names that another page can take from this one; None where it is laid over a page that may have more."""
    if next(tree.find_all(nodes.Extends), None) is not None:
        return None
    return frozenset(name for name in _assigned(tree) if not name.startswith("_"))


def note_loops(tree: nodes.Template, asked: Asked) -> None:
    """Note which of `fields` and `sections` are gone through, or handed on, as a whole."""
    inside = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    inside |= {id(node.node) for node in tree.find_all(nodes.Getitem) if isinstance(node.arg, nodes.Const)}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and id(name) not in inside:
            asked.all_fields |= name.name == "fields"
            asked.all_sections |= name.name in {"section", "sections"}


def _assigned(tree: nodes.Template) -> Iterator[str]:
    """Names that the page itself gives a value anywhere, which its macros may use before they stand there."""
    for node in tree.find_all((nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock)):
        match node:
            case nodes.Macro(name=name) | nodes.Import(target=name):
                yield name
            case nodes.FromImport(names=names):
                yield from (name if isinstance(name, str) else name[1] for name in names)
            case nodes.Assign(target=nodes.Name(name=name)) | nodes.AssignBlock(target=nodes.Name(name=name)):
                yield name


def _either(*shapes: Shape) -> Shape:
    """The shape of what may have one of these; anything where one of them may be anything."""
    return merged(shapes) if all(shape != ANY for shape in shapes) else ANY


def _dotted(node: nodes.Node) -> str:
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(attr=attr):
            return f"{_dotted(node.node)}.{attr}"
        case nodes.Getitem(arg=nodes.Const(value=key)):
            return f"{_dotted(node.node)}.{key}" if isinstance(key, str) else f"{_dotted(node.node)}[{key}]"
        case _:
            return "…"
