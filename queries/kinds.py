"""The kinds of parameters that questions take: how each is read, echoed, and passed to Cypher.

A question's signature names them by annotation: ``names: Sequence[Entity]``, ``depth: Count``,
``support: Support`` (a Literal is a choice). This table is the only place that knows a kind.

Examples
--------
>>> KINDS["sign"].read(Parameter("sign", "sign", ""), "-", None)
-1
>>> KINDS["entities"].echo([Entity("hgnc:11810", "KLF10", "Gene")])
['hgnc:11810']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from math import inf
from numbers import Real
from typing import Annotated, Any, Protocol

from ..graph import schema
from ..graph.errors import UsageError
from ..graph.model import Entity, closure
from ..graph.schema import entity_type, predicate, subtypes
from ..graph.values import frozen

__all__ = [
    "FORMER",
    "KINDS",
    "MOST_HOPS",
    "MOST_LISTED",
    "MOST_WAYS",
    "Cancer",
    "Count",
    "End",
    "Exposure",
    "Kind",
    "Limit",
    "LookUp",
    "Paper",
    "Papers",
    "Parameter",
    "Pattern",
    "PredicateName",
    "Predicates",
    "Sign",
    "Sources",
    "TypeName",
    "as_name",
    "cut_repr",
    "read_limit",
    "read_number",
    "several",
]

Cancer = Annotated[Entity, "cancer"]
Exposure = Annotated[Entity, "exposure"]
End = Annotated[Entity | schema.TypeName, "end"]
"""An entity, or the name of a type: all entities of it."""
TypeName = Annotated[schema.TypeName, "type"]
Sign = Annotated[schema.Sign, "sign"]
Count = Annotated[int, "count", 1]
Limit = Annotated[int, "count", 0]
"""The most rows; 0 for all."""
Paper = Annotated[str, "finding"]
"""A finding by its id, or a paper by its citation."""
Papers = Annotated[Sequence[str], "papers"]
Sources = Annotated[Sequence[str], "sources"]
"""Ids of sources; on the command line ``--with``."""
Pattern = Annotated[Sequence[schema.TypeName], "pattern"]
PredicateName = Annotated[schema.PredicateName, "predicate"]
Predicates = Annotated[Sequence[schema.PredicateName], "predicates"]

_QUOTED = 60
"""The most characters of a wrong value in a message."""
MOST_LISTED = 50_000
"""The most findings that are listed without a restriction."""
MOST_WAYS = 1_000_000
"""The most paths of one number of hops that a server looks at."""
MOST_HOPS = 6
"""The most hops that a question's Cypher writes out."""


class LookUp(Protocol):
    """Finds the entity that a name, of some types, stands for."""

    def __call__(self, name: str, *types: schema.TypeName) -> Entity: ...


@frozen
class Parameter:
    """One parameter of a question.

    Parameters
    ----------
    name
        As it is written in ``key=value``.
    kind
        A key of `KINDS`.
    help
        What it means.
    default
        Its value when it is not given; a required one has none.
    choices
        Of a choice.
    required
        Whether the question cannot be asked without it.
    minimum
        Of a count.
    positional
        Whether it is given by position: on the command line an argument, not an option.
    """

    name: str
    kind: str
    help: str
    default: Any = None
    choices: tuple[str, ...] = ()
    required: bool = False
    minimum: int = 1
    positional: bool = False


Read = Callable[[Parameter, Any, Any], Any]


@frozen
class Kind:
    """One kind of parameter.

    Parameters
    ----------
    annotation
        How the methods of `Graph` are annotated.
    read
        From what was given (text, or a Python value) and a `LookUp` to the value.
    echo
        From the value to what ``query.parameters`` shows.
    cypher
        From the name, the value and the known entities to the parameters of Cypher.
    schema
        The JSON schema of its text.
    names
        Whether its values name entities.
    many
        Whether it takes several values.
    quiet
        Whether a parameter without a default is echoed only where it is given.
    """

    annotation: str
    read: Read
    echo: Callable[[Any], Any] = lambda value: value
    cypher: Callable[[str, Any, Sequence[Entity]], dict[str, Any]] = lambda name, value, known: {
        name: value
    }
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    names: bool = False
    many: bool = False
    quiet: bool = False

    def echoes(self, parameter: Parameter, value: Any) -> bool:
        """Return whether ``query.parameters`` shows a value."""
        return bool(value) or not self.quiet or parameter.default is not None


def several(value: Any) -> list[Any]:
    """Return the items of a list parameter: a list already, one item, or text joined by ``|``."""
    if isinstance(value, str):
        return [part.strip() for part in value.split("|") if part.strip()]
    return list(value) if isinstance(value, Iterable) and not isinstance(value, bytes) else [value]


def as_name(value: Any) -> str:
    """Return a name as text: that of an entity is its id.

    Parameters
    ----------
    value
        As given.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        When it is neither text nor an entity.

    Examples
    --------
    >>> as_name("KLF10"), as_name(Entity("hgnc:11810", "KLF10", "Gene"))
    ('KLF10', 'hgnc:11810')
    """
    if isinstance(value, Entity):
        return value.id
    if not isinstance(value, str):
        raise UsageError(
            f"{cut_repr(value)} is not a name; give text, such as 'KLF10', or an Entity"
        )
    return value


def cut_repr(value: Any) -> str:
    """Return the `repr` of a value as messages quote it: at most 60 characters."""
    shown = repr(value)
    return shown if len(shown) <= _QUOTED else f"{shown[: _QUOTED - 4]} ..."


def _as_text(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{parameter.name} {cut_repr(value)}: text is needed")
    return value.strip()


def _as_paper(parameter: Parameter, value: Any) -> str:
    """Return a paper or finding without the brackets that rows show it in: [29] is 29."""
    text = _as_text(parameter, value)
    return text[1:-1] if text[:1] == "[" and text[-1:] == "]" else text


def _texts(parameter: Parameter, value: Any) -> tuple[str, ...]:
    return tuple(_as_text(parameter, item) for item in several(value))


def _papers(parameter: Parameter, value: Any) -> tuple[str, ...]:
    return tuple(_as_paper(parameter, item) for item in several(value))


def _found(value: Any, look_up: LookUp, *types: schema.TypeName) -> Entity:
    return value if isinstance(value, Entity) else look_up(as_name(value), *types)


def _entities(value: Any, look_up: LookUp) -> list[Entity]:
    flat = [item for part in several(value) for item in several(part)]
    return list({(entity := _found(item, look_up)).id: entity for item in flat}.values())


def _end(value: Any, look_up: LookUp) -> Entity | str:
    kind, colon, type = str(value).partition(":") if isinstance(value, str) else ("", "", "")
    if colon and kind.strip().casefold() == "type":
        return entity_type(type).name
    return _found(value, look_up)


def _count(parameter: Parameter, value: Any, look_up: Any) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        text = ""
    if not text or int(text) < parameter.minimum:
        name = parameter.name.replace("_", "-")
        raise UsageError(
            f"{name} {cut_repr(str(value))}: a whole number from {parameter.minimum} is needed"
        )
    return int(text)


def read_limit(value: Any) -> int:
    """Return the most rows of an answer; 0 for all.

    Parameters
    ----------
    value
        As given: a number, or its text.

    Returns
    -------
    int

    Raises
    ------
    UsageError
        When it is not a whole number from 0.

    Examples
    --------
    >>> read_limit("25")
    25
    """
    return _count(Parameter("limit", "count", "", minimum=0), value, None)


def read_number(name: str, value: Any, least: float = -inf, most: float = inf) -> float:
    """Return a number within bounds.

    Parameters
    ----------
    name
        What the message calls it.
    value
        As given.
    least, most
        The bounds.

    Returns
    -------
    float

    Raises
    ------
    UsageError
        When it is not a number, or out of bounds.

    Examples
    --------
    >>> read_number("max-fdr", 0.1, 0, 1)
    0.1
    """
    if isinstance(value, Real) and least <= float(value) <= most:
        return float(value)
    bounds = f" from {least:g}" if least > -inf else ""
    if most < inf:
        bounds = f" between {least:g} and {most:g}"
    raise UsageError(f"{name} {cut_repr(value)}: a number{bounds} is needed")


FORMER = {"reported": "one-passage"}
"""Words of earlier versions that are still read."""

_SIGNS = {"+": 1, "-": -1, "0": 0, "1": 1, "+1": 1, "-1": -1}
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _sign(parameter: Parameter, value: Any, look_up: Any) -> int:
    if (text := str(value).strip()) not in _SIGNS:
        raise UsageError(f"{parameter.name} {text!r}: one of +, -, 0", ["+", "-", "0"])
    return _SIGNS[text]


def _flag(parameter: Parameter, value: Any, look_up: Any) -> bool:
    if (text := str(value).strip().casefold()) not in _FLAGS:
        raise UsageError(f"{parameter.name} {text!r}: yes or no", ["yes", "no"])
    return _FLAGS[text]


def _choice(parameter: Parameter, value: Any, look_up: Any) -> str:
    text = FORMER.get(str(value).strip(), str(value).strip())
    if text not in parameter.choices:
        raise UsageError(
            f"{parameter.name} {text!r}: one of {', '.join(parameter.choices)}", parameter.choices
        )
    return text


def _pattern(parameter: Parameter, value: Any, look_up: Any) -> tuple[str, ...]:
    names = value.split("-") if isinstance(value, str) else _texts(parameter, value)
    if not 2 <= len(names) <= MOST_HOPS + 1:
        raise UsageError(
            f"{parameter.name} {value!r}: two to {MOST_HOPS + 1} types joined by dashes"
        )
    return tuple(entity_type(name.strip()).name for name in names)


def _with_subtypes(entity: Entity, known: Iterable[Entity]) -> list[str]:
    narrower: dict[str, list[str]] = {}
    for other in known:
        for parent in other.subtype_of:
            narrower.setdefault(parent, []).append(other.id)
    return sorted(closure(entity.id, lambda wider: narrower.get(wider, ())))


def _id(value: Any) -> Any:
    return value.id if isinstance(value, Entity) else value


def _ids(value: Any) -> list[str]:
    return [entity.id for entity in value or ()]


def _context(type: schema.TypeName) -> Kind:
    """Return a kind: an entity of a type that stands for itself and its subtypes."""
    return Kind(
        "Name",
        lambda parameter, value, look_up: _found(value, look_up, type),
        _id,
        lambda name, value, known: {
            name: _id(value),
            f"{name}_ids": _with_subtypes(value, known) if value else [],
        },
        names=True,
    )


KINDS: dict[str, Kind] = {
    "entity": Kind(
        "Name",
        lambda parameter, value, look_up: _found(value, look_up),
        _id,
        lambda name, value, known: {name: _id(value)},
        names=True,
    ),
    "entities": Kind(
        "Names",
        lambda parameter, value, look_up: _entities(value, look_up),
        _ids,
        lambda name, value, known: {name: _ids(value)},
        names=True,
        many=True,
    ),
    "end": Kind(
        "Name",
        lambda parameter, value, look_up: _end(value, look_up),
        lambda value: value.id if isinstance(value, Entity) else f"type:{value}",
        lambda name, value, known: {
            f"{name}_ids": [value.id] if isinstance(value, Entity) else [],
            f"{name}_types": [] if isinstance(value, Entity) else sorted(subtypes(value)),
        },
        names=True,
    ),
    "cancer": _context("Cancer"),
    "exposure": _context("Exposure"),
    "type": Kind(
        "TypeName",
        lambda parameter, value, look_up: entity_type(str(value)).name,
        cypher=lambda name, value, known: {
            f"{name}_labels": sorted(subtypes(value)) if value else []
        },
    ),
    "finding": Kind("str", lambda parameter, value, look_up: _as_paper(parameter, value)),
    "sign": Kind("Sign", _sign, schema={"type": "string", "enum": list(_SIGNS)}),
    "count": Kind("int", _count, schema={"type": "integer", "maximum": 999_999_999}),
    "text": Kind("str", lambda parameter, value, look_up: _as_text(parameter, value)),
    "flag": Kind("bool", _flag, schema={"type": "boolean"}, quiet=True),
    "choice": Kind("str", _choice),
    "pattern": Kind(
        "str | Sequence[TypeName]",
        _pattern,
        "-".join,
        lambda name, value, known: {f"{name}_labels": [sorted(subtypes(type)) for type in value]},
    ),
    "predicate": Kind(
        "PredicateName", lambda parameter, value, look_up: predicate(str(value)).name
    ),
    "predicates": Kind(
        "Sequence[PredicateName]",
        lambda parameter, value, look_up: tuple(
            predicate(name).name for name in _texts(parameter, value)
        ),
        lambda value: list(value or ()),
        lambda name, value, known: {name: list(value or ())},
        many=True,
    ),
    "sources": Kind(
        "Sequence[str]",
        lambda parameter, value, look_up: tuple(
            id for text in _texts(parameter, value) for id in text.replace(",", " ").split()
        ),
        lambda value: list(value or ()),
        lambda name, value, known: {name: list(value or ())},
        many=True,
        quiet=True,
    ),
    "papers": Kind(
        "Sequence[str]",
        lambda parameter, value, look_up: _papers(parameter, value),
        lambda value: list(value or ()),
        lambda name, value, known: {name: list(value or ())},
        many=True,
    ),
}
"""Every kind by name."""
