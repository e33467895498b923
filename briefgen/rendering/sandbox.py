"""A house template's pages + plain data → HTML, by Jinja in a sandbox.

Templates come from other people. What they may do is listed, not what they may not: filters and tests (`filters`),
attributes of each type of value, a few global functions. Nothing reaches Python's inner life, a file outside the
template, or the environment; all text is escaped, and no page can switch that off. A field that a page asks for and
the data do not have is an error with its place, never an empty gap in a brief.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from types import CodeType, TracebackType
from typing import Any, cast

from jinja2 import BaseLoader, BytecodeCache, Environment, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import (
    SecurityError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.runtime import Context, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Cycler, Joiner, Namespace, missing
from jinja2.visitor import NodeTransformer
from markupsafe import escape

from briefgen.rendering.fenced_folder import FencedFolder, LayeredFolder, NotServed
from briefgen.rendering.filters import MAX_LENGTH, NotPrinted, TooMuch, concatenated, filters_for, page_tests, printable
from briefgen.rendering.house_templates import SHARED, OpenTemplate
from briefgen.rendering.limits import LimitReached
from briefgen.rendering.template_errors import TemplateError

log = logging.getLogger(__name__)

MAX_PAGE_BYTES = 2_000_000
"""The largest page or macro file of a template."""

_MAX_BITS = 4096
"""The largest whole number that arithmetic in a page may make, in bits."""

METHODS_OF_TEXT = frozenset({
    "capitalize", "casefold", "count", "endswith", "find", "isalnum", "isalpha", "isdigit", "islower",
    "isspace", "isupper", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rfind",
    "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
})  # fmt: skip
METHODS_OF_MAPPINGS = frozenset({"get", "items", "keys", "values"})

# What a page may ask of each type of plain value, beside the keys of a mapping.
_METHODS: tuple[tuple[type, frozenset[str]], ...] = (
    (str, METHODS_OF_TEXT),
    (dict, METHODS_OF_MAPPINGS),
    # `grouper` and `list` are what the entries of the filter `groupby` are made of.
    (tuple, frozenset({"count", "grouper", "index", "list"})),
    (list, frozenset({"count", "index"})),
    (bool, frozenset()),
    (int, frozenset()),
    (float, frozenset()),
    (bytes, frozenset()),
    (type(None), frozenset()),
)


class FieldMissing(UndefinedError):
    """A page used a name or a field that is not there; `name` is the last part of it."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


class _Missing(StrictUndefined):
    """Stands for what is not there, and fails as soon as it is used, with its name."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        # What stands in brackets may be a list of lists without end: it is not written out.
        shown = str(name) if isinstance(name, str | int) else "…"

        def fail(message: str) -> TemplateRuntimeError:
            return FieldMissing(message, shown) if exc is UndefinedError else exc(message)

        # Jinja only calls it with the message, which a function does as well as a class.
        super().__init__(hint, obj, shown, cast("type[TemplateRuntimeError]", fail))


class _Loader(BaseLoader):
    """Reads pages from the template's folder, and `_shared/…` from the shared one."""

    def __init__(self, template: OpenTemplate) -> None:
        self._template = template.files(MAX_PAGE_BYTES)
        self._shared = FencedFolder(template.shared, max_bytes=MAX_PAGE_BYTES) if template.shared else None

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        try:
            return self.read(template), template, lambda: True
        except NotServed as error:
            raise TemplateNotFound(template, f"{error}") from None

    def read(self, name: str) -> str:
        """The text of a page.

        Raises:
            NotServed: It is not there, or is no UTF-8 text.
        """
        area, _, rest = name.partition("/")
        fence: FencedFolder | LayeredFolder = self._template
        if area == SHARED and self._shared is not None:
            fence, name = self._shared, rest
        try:
            return fence.read(name).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise NotServed(f"“{name}” is not text in UTF-8") from None


class _CompiledPages(BytecodeCache):
    """Keeps the code that pages are compiled to, as compiling takes longer than filling.

    Only the code is kept, never a template object: that would carry a macro file's variables, counters for instance,
    over to the next brief. Entries are found by the name and the text of a page, so a changed page is a new one.
    """

    _MOST = 500
    """Pages: those of some fifty templates."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            if len(self._codes) >= self._MOST:
                self._codes.clear()
            self._codes[bucket.key, bucket.checksum] = bucket.code


_compiled_pages = _CompiledPages()


_CONCATENATE = "~"
"""The filter that does what the operator does. No page can call it: this is no name that a page can write."""


class _BoundConcatenation(NodeTransformer):
    """Turns `a ~ b` into the application of a filter, for Jinja lets no sandbox watch over this operator."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - found by the name of the node
        """Replace one concatenation, after those within it."""
        self.generic_visit(node)
        values = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(values, _CONCATENATE, [], [], None, None, lineno=node.lineno)


MARK = "data-made-at"
"""The attribute by which `fill` tells, when it is asked to, where in the template an element was written."""

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")


class _Marked(NodeTransformer):
    """Writes into every tag that stands in a page as text, in which file and line it stands."""

    def __init__(self, file: str) -> None:
        self._file = file

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.TemplateData:  # noqa: N802 - found by its name
        """Mark the tags of one stretch of text."""

        def marked(tag: re.Match[str]) -> str:
            line = node.lineno + node.data.count("\n", 0, tag.start())
            return f'{tag[0]} {MARK}="{escape(self._file)}:{line}"'

        return nodes.TemplateData(_TAG.sub(marked, node.data), lineno=node.lineno)


class _NothingBeforehand(CodeGenerator):
    """Compiles pages without working out what is constant in them: a page is compiled where no limits are kept.

    Beside, Jinja prints a list worked out in advance as Python writes it, which `printable` refuses.
    """

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class _Sandbox(ImmutableSandboxedEnvironment):
    code_generator_class = _NothingBeforehand
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, loader: _Loader, language: str, *, marked: bool = False) -> None:
        self._marked = marked
        super().__init__(
            loader=loader,
            # Always: Jinja's choice by suffix would pass over “brief.html.jinja”.
            autoescape=True,
            undefined=_Missing,
            finalize=printable,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            optimized=False,
            bytecode_cache=None if marked else _compiled_pages,
        )
        self.filters.clear()
        self.filters.update(filters_for(language), **{_CONCATENATE: concatenated})
        self.tests.clear()
        self.tests.update(page_tests())
        self.globals.clear()
        self.globals.update(range=safe_range, namespace=Namespace, cycler=Cycler, joiner=Joiner)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
            raise TemplateSyntaxError("a page can't switch the escaping of text on or off", node.lineno, name, filename)
        tree = _BoundConcatenation().visit(tree)
        if self._marked:
            tree = _Marked(name or "").visit(tree)
        return cast("nodes.Template", tree.set_environment(self))

    def wrap_str_format(self, value: Any) -> None:
        """No `format`: widths in it could fill the memory, and `is_safe_attribute` refuses it."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        for kind, allowed in _METHODS:
            if isinstance(obj, kind):
                return attr in allowed
        return super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        # A field called `items` or `values` is meant before the method of that name.
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        _BOUNDS[operator](left, right)
        return super().call_binop(context, operator, left, right)


def _bound_sum(left: Any, right: Any) -> None:
    if hasattr(left, "__len__") and hasattr(right, "__len__") and len(left) + len(right) > MAX_LENGTH:
        raise TooMuch(f"“+” would make more than {MAX_LENGTH:,} characters or entries")


def _bound_product(left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        if hasattr(one, "__len__") and isinstance(other, int) and len(one) * other > 10_000:
            raise TooMuch("“*” would make more than 10,000 characters or entries")
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > _MAX_BITS:
        raise TooMuch("“*” would make a number of more than a thousand digits")


def _bound_power(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > _MAX_BITS:
        raise TooMuch("“**” would make a number of more than a thousand digits")


def _bound_remainder(left: Any, _right: Any) -> None:
    if isinstance(left, str | bytes):
        raise TooMuch("“%” takes numbers; text is put together with “~”")


_BOUNDS: Mapping[str, Callable[[Any, Any], None]] = {
    "+": _bound_sum,
    "*": _bound_product,
    "**": _bound_power,
    "%": _bound_remainder,
}


def fill(
    template: OpenTemplate, context: Mapping[str, Any], *, language: str, output_characters: int, marked: bool = False
) -> str:
    """Fill the template's page with `context`.

    Args:
        template: As opened.
        context: Plain data: what JSON can hold, and `markupsafe.Markup` for text that is HTML already.
        language: BCP 47; dates and numbers are written in it.
        output_characters: The longest HTML that is let through.
        marked: Whether every element says in an attribute, `MARK`, in which file and line it was written.

    Raises:
        TemplateError: The template is at fault; names the file, the line and the field.
        LimitReached: The HTML gets longer than `output_characters`.
    """
    loader = _Loader(template)
    sandbox = _Sandbox(loader, language, marked=marked)
    pieces: list[str] = []
    length = 0
    try:
        page = sandbox.get_template(template.page)
        for piece in page.generate(dict(context)):
            length += len(piece)
            if length > output_characters:
                raise LimitReached(
                    f"The house template “{template.template.name}” was stopped when it had made more than "
                    f"{output_characters:,} characters: it may be endless."
                )
            pieces.append(piece)
    except LimitReached:
        raise
    except MemoryError:
        raise
    except Exception as error:  # whatever a template provokes is the template's fault
        log.debug("The template “%s” failed.", template.template.name, exc_info=True)
        raise _explain(error, template, sandbox, loader) from error
    return "".join(pieces)


def check_pages(template: OpenTemplate) -> None:
    """Compile all pages of the template without filling them.

    Raises:
        TemplateError: One of them has a mistake in its syntax, or uses a filter or a test that there is not.
    """
    loader = _Loader(template)
    sandbox = _Sandbox(loader, "en")
    for name in template.files().names():
        if name.endswith(".jinja"):
            try:
                sandbox.get_template(name)
            except Exception as error:
                raise _explain(error, template, sandbox, loader) from error


def page_tree(template: OpenTemplate, name: str) -> nodes.Template:
    """Read a page without filling it; gives Jinja's tree of it.

    Raises:
        TemplateError: There is a mistake in its syntax, or it uses a filter or a test that there is not.
    """
    loader = _Loader(template)
    sandbox = _Sandbox(loader, "en")
    try:
        sandbox.get_template(name)
        return sandbox.parse(loader.read(name), name)
    except Exception as error:
        raise _explain(error, template, sandbox, loader) from error


def _explain(error: Exception, template: OpenTemplate, sandbox: _Sandbox, loader: _Loader) -> TemplateError:
    """Say in the user's words what a page did wrong, and where."""
    places = _places(error, template)
    file, line = places[-1]
    field = ""
    match error:
        case FieldMissing():
            file, line, field = _asked_for(error.name, places, sandbox, loader)
            reason = f"the page asks for “{field}”, which the brief does not have"
        case TemplateNotFound():
            field = str(error.name or "")
            reason = f"the page takes in “{field}”, which can't be read: {error.message}"
        case SyntaxError():
            reason = _TOO_DEEP
        case SecurityError():
            reason = f"the page does what no house template may: {error.message}"
        case TemplateSyntaxError():
            reason = error.message or "there is a mistake in the syntax"
        case RecursionError():
            # It has a line where a page was being filled, and none where it was being compiled.
            reason = "its pages or macros take each other in without end" if line else _TOO_DEEP
        case TemplateRuntimeError() | TooMuch() | NotPrinted():
            reason = str(error)
        case _:
            reason = f"filling the page failed ({type(error).__name__}: {str(error)[:300]})"
    return TemplateError(
        reason,
        template=template.template.name,
        file=file,
        line=line,
        field=field,
        source_line=_source_line(loader, file, line),
    )


_TOO_DEEP = "its brackets, loops or conditions are nested too deeply"


def _places(error: Exception, template: OpenTemplate) -> list[tuple[str, int]]:
    """Files and lines: of the syntax error; or of all pages on the way to the error, the innermost last."""
    if isinstance(error, TemplateSyntaxError):
        return [(error.filename or error.name or template.page, error.lineno)]
    places = [(template.page, 0)]
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        # Jinja puts such frames in place of those of the Python code that a page was compiled to.
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            places.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return places


def _asked_for(
    name: str, places: Sequence[tuple[str, int]], sandbox: _Sandbox, loader: _Loader
) -> tuple[str, int, str]:
    """Where a page asks for what is not there, and its whole name, as `brief.titel` for `titel`.

    It fails where it is used, which may be in a macro that it was handed to; so the innermost place that has the name
    in its line is the one to mend. A statement over several lines is known by its first: the next best is near.
    """
    best = (10, *places[-1], name)
    for file, line in reversed(places[-20:]):
        try:
            tree = sandbox.parse(loader.read(file), file)
        except (NotServed, TemplateSyntaxError):
            continue
        for node in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Name)):
            dotted = _dotted(node)
            if dotted.rpartition(".")[2] == name and abs(node.lineno - line) < best[0]:
                best = (abs(node.lineno - line), file, node.lineno, dotted)
    return best[1:]


def _dotted(node: nodes.Node) -> str:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_dotted(node.node)}.{node.attr}"
        case nodes.Getitem(node=inner, arg=nodes.Const(value=key)):
            return f"{_dotted(inner)}.{key}"
        case _:
            return "…"


def _source_line(loader: _Loader, file: str, line: int) -> str:
    try:
        return loader.read(file).splitlines()[line - 1].strip() if line > 0 else ""
    except (NotServed, IndexError):
        return ""
