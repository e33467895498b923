"""Coverage that does not follow the layout engine: a plugin of coverage.py's, named in `pyproject.toml`.

Python 3.11 tells of every call or of none, and to be told of WeasyPrint's, millions a document, takes as long as they
do. So nothing is told from where our code calls the engine until the engine calls ours: to fetch an address, to tag
and to finish a document. In the child processes that lay pages out it is the same. Nor is anything told of how
Hypothesis makes its examples, which is most of what a law's test does: only of the test that is given them.
"""

from __future__ import annotations

import functools
import importlib.abc
import importlib.util
import itertools
import sys
import threading
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

ENGINE = "weasyprint"

_paused = threading.local()


def coverage_init(_registry: object, _options: object) -> None:
    """What coverage.py calls when it starts, in this process and in each of its children."""
    if ENGINE not in sys.modules and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _nothing() -> None:
    """The first call that a tracer is told of puts it back in its place."""


def untraced(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, of whose calls no tracer is told."""

    @functools.wraps(function)
    def run(*args: Any, **named: Any) -> Any:
        tracer = sys.gettrace()
        if tracer is None:
            return function(*args, **named)
        _paused.tracer = tracer
        sys.settrace(None)
        try:
            return function(*args, **named)
        finally:
            _paused.tracer = None
            sys.settrace(tracer)
            _nothing()

    return run


def traced(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, told of again where an `untraced` one calls it."""

    @functools.wraps(function)
    def run(*args: Any, **named: Any) -> Any:
        tracer = getattr(_paused, "tracer", None)
        if tracer is None or sys.gettrace() is not None:
            return function(*args, **named)
        sys.settrace(tracer)
        try:
            return function(*args, **named)
        finally:
            sys.settrace(None)

    return run


TOLD = 25
"""Of so many examples of a law a tracer is told; what the others reach, these have reached."""


def spare_examples(core: Any) -> None:
    """Change `hypothesis.core`, so that a tracer is told of a test's first examples, and of the making of none."""
    laws = core.StateForActualGivenExecution
    begin = laws.__init__

    @functools.wraps(begin)
    def prepare(self: object, stuff: object, test: Callable[..., Any], *args: Any, **named: Any) -> None:
        begin(self, stuff, _first_traced(test), *args, **named)

    laws.__init__ = prepare
    laws.run_engine = untraced(laws.run_engine)


def _first_traced(test: Callable[..., Any]) -> Callable[..., Any]:
    told = itertools.count()
    followed = traced(test)

    @functools.wraps(test)
    def run(*args: Any, **named: Any) -> Any:
        return (followed if next(told) < TOLD else test)(*args, **named)

    return run


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the engine as everybody does, and changes its entries when it has been loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != ENGINE:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        if spec is None or spec.loader is None:
            return spec
        load = untraced(spec.loader.exec_module)

        def load_and_change(module: ModuleType) -> None:
            load(module)
            _change(module)

        spec.loader.exec_module = load_and_change  # type: ignore[method-assign]  # of this one loader
        return spec


def _change(engine: ModuleType) -> None:
    for name in ("HTML", "CSS"):
        engine.__dict__[name].__init__ = _with_traced_fetcher(engine.__dict__[name].__init__)
    engine.HTML.render = untraced(engine.HTML.render)
    engine.Document.write_pdf = _with_traced_finisher(engine.Document.write_pdf, engine)


def _with_traced_fetcher(init: Callable[..., None]) -> Callable[..., None]:
    run = untraced(init)

    @functools.wraps(init)
    def prepare(self: object, *args: Any, **named: Any) -> None:
        kind: Any = type(named.get("url_fetcher"))
        if (fetch := vars(kind).get("fetch")) is not None and not hasattr(fetch, "__wrapped__"):
            kind.fetch = traced(fetch)
        run(self, *args, **named)

    return prepare


def _with_traced_finisher(write: Callable[..., Any], engine: ModuleType) -> Callable[..., Any]:
    run = untraced(write)

    @functools.wraps(write)
    def prepare(self: object, *args: Any, **named: Any) -> Any:
        if named.get("finisher") is not None:
            named["finisher"] = traced(named["finisher"])
        tagger = engine.pdf.add_tags
        engine.pdf.add_tags = traced(tagger)
        try:
            return run(self, *args, **named)
        finally:
            engine.pdf.add_tags = tagger

    return prepare
