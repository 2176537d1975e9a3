"""How a question is declared: one typed function; everything that shows questions is read off it.

A question is a function over a store. Its name, its docstring (the summary, the parameters'
meaning) and its signature (kinds, defaults, what is positional) are the declaration; `question`
adds an example, the key that holds the answering entity and the group in which it is listed.
Filters and a limit are added to every question's parameters.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType, NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Generic,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

from ..graph.model import Entity
from ..graph.schema import SUPPORTS
from ..graph.values import frozen
from .filters import Filters
from .kinds import KINDS, MOST_HOPS, Parameter
from .rows import columns_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "GROUPS",
    "Doc",
    "Question",
    "Rows",
    "RowsToMake",
    "filter_parameters",
    "parse_doc",
    "question",
    "restricted",
]

RowT = TypeVar("RowT")
Group = Literal["mechanisms", "regulation", "exosomes", "clinic", "evidence", "graph"]
GROUPS: dict[Group, str] = {
    "mechanisms": "Mechanisms and paths",
    "regulation": "What acts on what",
    "exosomes": "Exosomes and cargo",
    "clinic": "Biomarkers and therapy",
    "evidence": "Evidence and disagreement",
    "graph": "The graph as a whole",
}
"""The groups in which questions are listed, with their headings."""


class RowsToMake(Sequence[RowT]):
    """Rows that are made when they are looked at: an answer makes only those that it shows.

    Parameters
    ----------
    keys
        What each row is made of, in the final order of the rows.
    make
        Makes the rows of some keys; as many as there are keys.

    Examples
    --------
    >>> rows = RowsToMake([1, 2, 3], lambda keys: [key * 10 for key in keys])
    >>> len(rows), rows[1], rows[:2]
    (3, 20, [10, 20])
    """

    def __init__(
        self, keys: Sequence[Any], make: Callable[[Sequence[Any]], Sequence[RowT]]
    ) -> None:
        self._keys, self._make = keys, make

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> RowT: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[RowT]: ...

    def __getitem__(self, place: int | slice) -> RowT | Sequence[RowT]:
        if isinstance(place, slice):
            return self._make(self._keys[place])
        return self._make([self._keys[place]])[0]

    def __iter__(self) -> Iterator[RowT]:
        return iter(self._make(self._keys))


@frozen
class Rows(Generic[RowT]):
    """What a question's function returns.

    Parameters
    ----------
    rows
        In their final order; those that are yet to be made are `RowsToMake`.
    whole
        How many there were before the question's own restrictions (sign, type, support): as many
        as there are rows when not given.
    what
        What one row is called.
    none
        Why there is nothing, where there is nothing.
    by
        The question's own restrictions that are set, in words.
    notes
        Further remarks.
    total
        How many rows there were before the limit, where the question applied it itself.
    details
        Further keys of the JSON object.
    at_least
        Whether there may have been more than `whole` says.
    unfiltered
        Whether `whole` also counts what the filters leave out.
    scope
        What to ask for where a search stopped, if it is not fewer hops.
    counted
        Whether `total` is exact even where the search stopped, which then only ranked them in part.
    """

    rows: Sequence[RowT]
    whole: int | None = None
    what: str = "row"
    none: str | None = None
    by: str = ""
    notes: Sequence[str] = ()
    total: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    at_least: bool = False
    unfiltered: bool = False
    scope: str = ""
    counted: bool = False


@dataclass(frozen=True, eq=False)
class Question:
    """One canned question.

    Parameters
    ----------
    run
        The function over a store; parameters come resolved.
    example
        Parameters for which the packaged graph has an answer.
    answer
        The row key that holds the answering entity.
    group
        A key of `GROUPS`.
    limit
        The most rows by default; 0 for all.
    constants
        What its Cypher names beside the words of all templates.
    """

    run: Callable[..., Rows[Any]] = field(repr=False)
    example: Mapping[str, Any]
    answer: str | None
    group: Group
    limit: int
    constants: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """How it is called."""
        return self.run.__name__

    @cached_property
    def doc(self) -> Doc:
        """Its docstring, in parts."""
        return parse_doc(self.run.__doc__ or "")

    @property
    def summary(self) -> str:
        """What it asks, in one line."""
        return self.doc.summary

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its own parameters, then the filters, then the limit."""
        limit = Parameter("limit", "count", "the most rows; 0 for all", self.limit, minimum=0)
        taken = {p.name for p in self.own}
        shared = [p for p in filter_parameters() if p.name not in taken] if self.filtered else []
        return (*self.own, *shared, limit)

    @cached_property
    def own(self) -> tuple[Parameter, ...]:
        """The parameters of its function."""
        return tuple(
            _parameter(p, self._hints[p.name], self.doc.parameters)
            for p in inspect.signature(self.run).parameters.values()
            if p.name not in ("store", "budget", "limit")
        )

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.run, include_extras=True)

    @property
    def filtered(self) -> bool:
        """Whether it takes filters."""
        return self.name not in ("define", "info")

    @property
    def takes(self) -> frozenset[str]:
        """Which of ``budget`` and ``limit`` its function takes itself."""
        return frozenset({"budget", "limit"} & self._hints.keys())

    @cached_property
    def row(self) -> type[Any]:
        """The type of its rows."""
        made: type[Any] = get_args(self._hints["return"])[0]
        return made

    @property
    def columns(self) -> tuple[str, ...]:
        """The JSON keys of its rows."""
        return tuple(column.name for column in columns_of(self.row))

    @property
    def command(self) -> str:
        """Its name on the command line."""
        return self.name.replace("_", "-")

    @property
    def file(self) -> Path:
        """Where its Cypher lies: beside its module."""
        from pathlib import Path

        return Path(inspect.getfile(self.run)).with_suffix(".cypher")

    @property
    def cypher(self) -> str:
        """The question in Cypher, with ``$parameters``."""
        from .cypher import render

        return render(self.file, self.constants)

    def cypher_for(self, parameters: Mapping[str, Any]) -> str:
        """Return its Cypher with only what parameters ask for, quicker to plan and to run.

        Parameters
        ----------
        parameters
            Of Cypher, as `radexo.queries.catalogue.cypher_parameters` returns them.

        Returns
        -------
        str

        Examples
        --------
        >>> from radexo.queries.catalogue import find
        >>> find("regulators").cypher_for({"depth": 1}).count("MATCH (n)<-")
        1
        >>> find("regulators").cypher.count("MATCH (n)<-")
        6
        """
        from .cypher import render

        most = parameters.get("depth", parameters.get("max_hops", MOST_HOPS))
        hops: Sequence[int] = range(1, most + 1)
        if labels := parameters.get("pattern_labels"):
            hops = (len(labels) - 1,)
        return render(self.file, self.constants, hops, parameters)


def question(
    *,
    example: Mapping[str, Any],
    group: Group,
    answer: str | None = None,
    limit: int = 0,
    constants: Mapping[str, Any] = MappingProxyType({}),
) -> Callable[[Callable[..., Rows[Any]]], Callable[..., Rows[Any]]]:
    """Declare a function to be a question.

    Parameters
    ----------
    example, group, answer, limit, constants
        As `Question` has them.

    Returns
    -------
    Callable
        A decorator that leaves the function as it is; its attribute ``question`` is the
        declaration.
    """

    def declare(function: Callable[..., Rows[Any]]) -> Callable[..., Rows[Any]]:
        declared = Question(function, example, answer, group, limit, constants)
        function.question = declared  # type: ignore[attr-defined]
        return function

    return declare


def restricted(**given: Any) -> str:
    """Return a question's own restrictions that are set, in words.

    Examples
    --------
    >>> restricted(sign=-1, type=None, max_hops=2, support="one-passage")
    'sign -1, max-hops 2, support below one-passage'
    """
    none: tuple[Any, ...] = (None, (), [], False, SUPPORTS[-1])  # nothing is less support
    words = ((n.replace("_", "-"), v) for n, v in given.items() if v not in none)
    return ", ".join(
        name
        if value is True
        else f"{name} {value:+d}"
        if name == "sign"
        else f"{name} below {value}"  # it is what is left out
        if name == "support"
        else f"{name} {', '.join(map(str, value)) if isinstance(value, (list, tuple)) else value}"
        for name, value in words
    )


_filters: list[Parameter] = []


def filter_parameters() -> Sequence[Parameter]:
    """Return the parameters of `Filters`, which every question takes."""
    if not _filters:
        hints = get_type_hints(Filters, include_extras=True)
        doc = parse_doc(Filters.__doc__ or "").parameters
        for name in Filters.__annotations__:
            kind, choices, minimum = _kind(hints[name])
            _filters.append(Parameter(name, kind, doc[name], None, choices, minimum=minimum))
    return _filters


def _parameter(p: inspect.Parameter, hint: Any, doc: Mapping[str, str]) -> Parameter:
    kind, choices, minimum = _kind(hint)
    required = p.default is p.empty
    default = None if required or p.default == () else p.default
    positional = p.kind is p.POSITIONAL_OR_KEYWORD
    return Parameter(
        p.name, kind, doc.get(p.name, ""), default, choices, required, minimum, positional
    )


_PLAIN = {Entity: "entity", bool: "flag", int: "count", str: "text"}


def _kind(hint: Any) -> tuple[str, tuple[str, ...], int]:
    """Return the kind that an annotation names, with the choices and the minimum."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (hint, *others) = (part for part in get_args(hint) if part is not NoneType)
        assert not others, hint
        return _kind(hint)
    if origin is Annotated:
        kind = next(m for m in hint.__metadata__ if isinstance(m, str))
        minimum = next((m for m in hint.__metadata__ if isinstance(m, int)), 1)
        assert kind in KINDS, kind
        return kind, (), minimum
    if origin is Literal:
        return "choice", get_args(hint), 1
    if isinstance(origin, type) and issubclass(origin, Sequence) and get_args(hint)[0] is Entity:
        return "entities", (), 1
    return _PLAIN[hint], (), 1


@frozen
class Doc:
    """A numpydoc docstring in parts.

    Parameters
    ----------
    summary
        The first line, without its full stop.
    details
        What follows it, up to the first section.
    parameters
        Meaning by name, on one line each.
    """

    summary: str
    details: str
    parameters: Mapping[str, str]


_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}$", re.MULTILINE)


def parse_doc(text: str) -> Doc:
    """Take a numpydoc docstring apart.

    Examples
    --------
    >>> doc = parse_doc('''Return it.
    ...
    ...     Parameters
    ...     ----------
    ...     a, b
    ...         What is
    ...         asked.
    ...     ''')
    >>> doc.summary, doc.parameters
    ('Return it', {'a': 'what is asked', 'b': 'what is asked'})
    """
    parts = _SECTION.split(inspect.cleandoc(text))
    summary, _, details = parts[0].partition("\n\n")
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    parameters: dict[str, str] = {}
    names: list[str] = []
    for line in sections.get("Parameters", "").splitlines():
        if line and not line.startswith(" "):
            names = [name.strip(" *") for name in line.split(":")[0].split(",")]
        elif line.strip():
            for name in names:
                parameters[name] = f"{parameters.get(name, '')} {line.strip()}".strip()
    plain = {name: f"{text[0].lower()}{text[1:]}".rstrip(".") for name, text in parameters.items()}
    return Doc(" ".join(summary.split()).rstrip("."), details.strip(), plain)
