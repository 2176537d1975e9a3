"""Every question as a method of `Graph`: signature and documentation are read off the declaration.

The type checker reads the same from ``methods.pyi``, which ``python -m radexo.docs.make.stubs``
writes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from inspect import Parameter as Argument
from inspect import Signature
from typing import Any

from .catalogue import find, names
from .declare import Question, filter_parameters
from .kinds import KINDS, Parameter
from .rows import columns_of

__all__ = ["Questions", "call_of", "documentation", "signature", "stub"]


_ONLY_NAMED = Argument.KEYWORD_ONLY


class _Method:
    """A question as a method; its module is imported when somebody looks at it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, graph: Any, owner: type[Any]) -> Callable[..., Any]:
        method = _function(self.name)
        return method if graph is None else method.__get__(graph, owner)


class Questions:
    """Base of graphs: a method for each question of the catalogue."""


for _name in names():
    setattr(Questions, _name, _Method(_name))


@cache
def _function(name: str) -> Callable[..., Any]:
    question = find(name)
    shown = signature(question)

    def method(self: Any, *arguments: Any, **given: Any) -> Any:
        try:
            bound = shown.bind(self, *arguments, **given).arguments
        except TypeError as error:  # it names what is wrong, and not of which method
            raise TypeError(f"Graph.{name}() {error}") from None
        return self.query(name, **{key: value for key, value in bound.items() if key != "self"})

    method.__name__, method.__qualname__ = name, f"Graph.{name}"
    method.__module__ = "radexo"
    method.__doc__ = documentation(question)
    method.__signature__ = shown  # type: ignore[attr-defined]
    return method


def signature(question: Question) -> Signature:
    """Return the signature of a question's method."""
    arguments = [Argument("self", Argument.POSITIONAL_OR_KEYWORD)]
    positional = [p for p in question.parameters if p.positional]
    many = any(p.kind == "entities" for p in positional)
    for p in positional:
        kind = Argument.VAR_POSITIONAL if p.kind == "entities" else Argument.POSITIONAL_OR_KEYWORD
        arguments.append(_argument(p, kind))
    assert not many or len(positional) == 1, question.name
    arguments += [_argument(p, _ONLY_NAMED) for p in question.parameters if p not in positional]
    if "budget" in question.takes:
        arguments.append(Argument("budget", _ONLY_NAMED, default=None, annotation="Budget | None"))
    return Signature(arguments, return_annotation=f"Answer[{question.row.__name__}]")


def _argument(p: Parameter, kind: Any) -> Argument:
    annotation = KINDS[p.kind].annotation
    if p.choices:
        annotation = f"Literal[{', '.join(map(repr, p.choices))}]"
    if kind is Argument.VAR_POSITIONAL:
        return Argument(p.name, kind, annotation=annotation)
    if p.required:
        return Argument(p.name, kind, annotation=annotation)
    optional = annotation if p.default is not None else f"{annotation} | None"
    return Argument(p.name, kind, default=p.default, annotation=optional)


def call_of(question: Question) -> str:
    """Return the Python call of a question's example.

    Examples
    --------
    >>> call_of(find("what_if"))
    "g.what_if('NORAD', change='silence')"
    """
    example = dict(question.example)
    arguments = []
    for p in question.parameters:
        if p.positional and p.name in example:
            value = example.pop(p.name)
            arguments += map(repr, value) if isinstance(value, (list, tuple)) else [repr(value)]
    arguments += [f"{name}={value!r}" for name, value in example.items()]
    return f"g.{question.name}({', '.join(arguments)})"


_RAISED = (
    "UnknownNameError, AmbiguousNameError",
    "    When no entity has a name that was given, or several do.",
    "UsageError",
    "    When a value cannot be read, or the graph is too large for what was asked.",
    "StoreError, DataError",
    "    When the server or file that holds the graph cannot be read.",
)
"""What every question raises: all take names, if only those of filters."""


def documentation(question: Question) -> str:
    """Return the docstring of a question's method, in numpydoc's sections."""
    doc = question.doc
    lines = [f"{doc.summary}.", ""]
    if doc.details:
        lines += [doc.details, ""]
    lines += ["Parameters", "----------"]
    for p in question.parameters:
        star = "*" if p.positional and p.kind == "entities" else ""
        choices = f" One of {', '.join(p.choices)}." if p.choices else ""
        lines += [f"{star}{p.name}", f"    {p.help[:1].upper()}{p.help[1:]}.{choices}"]
    if "budget" in question.takes:
        lines += ["budget", "    When the search stops."]
    columns = ", ".join(column.name for column in columns_of(question.row))
    lines += [
        "",
        "Returns",
        "-------",
        f"Answer of {question.row.__name__}",
        f"    Columns: {columns}.",
    ]
    lines += ["", "Raises", "------", *_RAISED]
    lines += ["", "Examples", "--------", ">>> import radexo", ">>> g = radexo.load()"]
    lines += [f">>> answer = {call_of(question)}", ">>> answer.status", "'complete'", ""]
    return "\n".join(lines)


def stub() -> str:
    """Return the content of ``methods.pyi``."""
    questions = [find(name) for name in names()]
    rows = sorted({(q.row.__module__.removeprefix("radexo."), q.row.__name__) for q in questions})
    lines = [
        '"""Written by ``python -m radexo.docs.make.stubs``; do not edit."""',
        "",
        "from collections.abc import Iterable, Sequence",
        "from inspect import Signature",
        "from typing import Literal, TypedDict",
        "",
        "from ..graph.model import Entity",
        "from ..graph.schema import PredicateName, Sign, TypeName",
    ]
    local = [("answer", "Answer"), ("declare", "Question"), ("paths.search", "Budget")]
    local += [(module.removeprefix("queries."), name) for module, name in rows]
    lines += [f"from .{module} import {name}" for module, name in sorted(local)]
    lines += [
        "",
        "Name = str | Entity",
        "Names = Name | Iterable[Name]",
        "",
        "def call_of(question: Question) -> str: ...",
        "def documentation(question: Question) -> str: ...",
        "def signature(question: Question) -> Signature: ...",
        "def stub() -> str: ...",
        "",
        "class FilterWords(TypedDict, total=False):",
        *(f"    {p.name}: {_argument(p, _ONLY_NAMED).annotation}" for p in filter_parameters()),
        "",
        "class Questions:",
    ]
    lines += [f"    def {q.name}{_code(q)}: ..." for q in questions]
    return "\n".join(lines) + "\n"


def _code(question: Question) -> str:
    """Return a question's signature as code."""
    parts = []
    for argument in signature(question).parameters.values():
        star = "*" if argument.kind is Argument.VAR_POSITIONAL else ""
        note = "" if argument.annotation is Argument.empty else f": {argument.annotation}"
        default = "" if argument.default is Argument.empty else f" = {argument.default!r}"
        if argument.kind is _ONLY_NAMED and not any(p[0] == "*" for p in parts):
            parts.append("*")
        parts.append(f"{star}{argument.name}{note}{default}")
    return f"({', '.join(parts)}) -> {signature(question).return_annotation}"
