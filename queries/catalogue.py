"""The catalogue of canned questions: each is declared once, and everything that shows questions reads the declaration.

A question is a function over a store. Its declaration names it, sums it up, types its parameters
with defaults and an example, and points at its Cypher, a file of its own that a person can paste
into Neo4j Browser.

Examples
--------
>>> find("regulators").summary
'What regulates X'
>>> [parameter.name for parameter in find("regulators").parameters][:2]
['names', 'depth']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ..graph.errors import UnknownNameError, UsageError
from ..graph.model import Entity
from ..graph.schema import entity_type, predicate, subtypes

if TYPE_CHECKING:
    from .answer import Answer

__all__ = [
    "FURTHEST",
    "MODULES",
    "NAMING",
    "Parameter",
    "Question",
    "QuestionRow",
    "catalogue",
    "cypher_parameters",
    "find",
    "question",
    "read",
    "several",
]

MODULES: dict[str, str] = {
    "info": "overview",
    "findings": "findings",
    "regulators": "regulation",
    "targets": "regulation",
    "paths": "routes",
    "metapath": "routes",
    "mechanism": "routes",
    "biomarkers": "biomarkers",
    "contradictions": "contradictions",
    "coherence": "coherence",
    "sponges": "routes",
    "shared_targets": "shared",
    "shared_regulators": "shared",
    "shared_pathways": "shared",
    "compare_cancers": "shared",
    "therapy": "therapy",
    "gaps": "quality",
    "hubs": "quality",
    "depends_on": "quality",
    "papers_on": "quality",
    "relation": "relations",
    "evidence": "relations",
    "cargo_of": "carriage",
    "carriers_of": "carriage",
    "exosomes_of": "carriage",
    "exposure_effects": "carriage",
    "cargo_by_effect": "effects",
    "pathways_of": "effects",
    "what_if": "effects",
}
"""Every question's name and the module that declares it; a module is imported when its question is asked."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    Parameters
    ----------
    name
        As it is written in ``key=value``.
    kind
        What its text is read as: entity, entities, end (an entity, or ``type:MiRNA``), cancer,
        exposure, type, finding, sign, count, text, flag, choice, pattern (types joined by dashes),
        predicates or papers (joined by ``|``).
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
    """

    name: str
    kind: str
    help: str
    default: Any = None
    choices: tuple[str, ...] = ()
    required: bool = False
    minimum: int = 1

    KINDS: ClassVar[tuple[str, ...]] = (
        "entity",
        "entities",
        "end",
        "cancer",
        "exposure",
        "type",
        "finding",
        "sign",
        "count",
        "text",
        "flag",
        "choice",
        "pattern",
        "predicates",
        "papers",
    )


@dataclass(frozen=True, slots=True)
class Question:
    """One canned question.

    Parameters
    ----------
    name, summary
        How it is called, and what it asks, in one line.
    parameters
        Typed, with defaults.
    example
        Parameters for which the packaged graph has an answer.
    columns
        The JSON keys of its rows.
    answer
        The row key that holds the answering entity.
    run
        The function over a store; parameters come resolved.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, Any]
    columns: tuple[str, ...]
    answer: str | None
    run: Callable[..., Answer[Any]] = field(repr=False)

    @property
    def cypher(self) -> str:
        """The question in Cypher, with ``$parameters``."""
        return (Path(__file__).parent / "cypher" / f"{self.name}.cypher").read_text(
            encoding="utf-8"
        )


_DECLARED: dict[str, Question] = {}


def question(
    name: str,
    summary: str,
    *parameters: Parameter,
    example: Mapping[str, Any],
    row: Any,
    answer: str | None = None,
) -> Callable[[Callable[..., Answer[Any]]], Callable[..., Answer[Any]]]:
    """Declare a function to be a question.

    Parameters
    ----------
    name, summary, *parameters, example, answer
        As `Question` has them.
    row
        The type of its rows.

    Returns
    -------
    Callable
        A decorator that leaves the function as it is.
    """
    columns = tuple(column.rstrip("*").partition(":")[0] for column in row.FIELDS)

    def declare(function: Callable[..., Answer[Any]]) -> Callable[..., Answer[Any]]:
        _DECLARED[name] = Question(name, summary, parameters, example, columns, answer, function)
        return function

    return declare


def find(name: str) -> Question:
    """Find a question by name; dashes count as underscores.

    Raises
    ------
    UnknownNameError
        When there is none; the candidates are the nearest names.
    """
    known = name.strip().replace("-", "_").casefold()
    if known not in MODULES:
        from rapidfuzz import process

        near = [
            found for found, _, _ in process.extract(known, list(MODULES), score_cutoff=50, limit=3)
        ]
        hint = f" Nearest: {', '.join(near)}." if near else ""
        raise UnknownNameError(
            f"{name!r} is no question of the catalogue.{hint} 'radexo queries' lists them", near
        )
    import_module(f".{MODULES[known]}", __package__)
    return _DECLARED[known]


def catalogue() -> list[Question]:
    """List every question, in the order of `MODULES`."""
    return [find(name) for name in MODULES]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question, a row of `queries`."""

    FIELDS: ClassVar[tuple[str, ...]] = (
        "name",
        "summary",
        "parameters:name,type,default,example",
        "example",
        "columns*",
    )

    question: Question

    def to_dict(self) -> dict[str, Any]:
        q = self.question
        parameters = [
            {"name": p.name, "type": p.kind, "default": p.default, "example": q.example.get(p.name)}
            for p in q.parameters
        ]
        return {
            "name": q.name,
            "summary": q.summary,
            "parameters": parameters,
            "example": dict(q.example),
            "columns": list(q.columns),
        }

    def cells(self) -> dict[str, str]:
        shown = " ".join(f"{name}={_shown(value)}" for name, value in self.question.example.items())
        return {
            "question": self.question.name,
            "asks": self.question.summary,
            "example": f"{self.question.name} {shown}".strip(),
        }


def _shown(value: Any) -> str:
    text = "|".join(value) if isinstance(value, (list, tuple)) else str(value)
    return f'"{text}"' if " " in text else text


def read(parameter: Parameter, value: Any) -> Any:
    """Read the text of a parameter that names no entity: a number, a sign, a flag, one of some words.

    Raises
    ------
    UsageError
        When the text cannot be read so.
    """
    if value is None or value == "":
        return parameter.default
    text = str(value).strip()
    if parameter.kind == "count":
        if not (
            text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= parameter.minimum
        ):
            name = parameter.name.replace("_", "-")
            raise UsageError(
                f"{name} {text[:40]!r}: a whole number from {parameter.minimum} is needed"
            )
        return int(text)
    if parameter.kind == "sign":
        signs = {"+": 1, "-": -1, "0": 0, "1": 1, "+1": 1, "-1": -1}
        if text not in signs:
            raise UsageError(f"{parameter.name} {text!r}: one of +, -, 0", ["+", "-", "0"])
        return signs[text]
    if parameter.kind == "pattern":
        types = tuple(entity_type(name.strip()).name for name in text.split("-"))
        if not 2 <= len(types) <= FURTHEST + 1:
            raise UsageError(
                f"{parameter.name} {text!r}: two to {FURTHEST + 1} types joined by dashes"
            )
        return types
    if parameter.kind == "predicates":
        return tuple(predicate(name).name for name in several(value))
    if parameter.kind == "papers":
        return tuple(several(value))
    if parameter.kind == "flag":
        flags = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if text.casefold() not in flags:
            raise UsageError(f"{parameter.name} {text!r}: yes or no", ["yes", "no"])
        return flags[text.casefold()]
    if parameter.kind == "choice" and text not in parameter.choices:
        raise UsageError(
            f"{parameter.name} {text!r}: one of {', '.join(parameter.choices)}",
            list(parameter.choices),
        )
    return text


NAMING = frozenset({"entity", "entities", "end", "cancer", "exposure"})
"""The kinds of parameters whose values name entities."""

FURTHEST = 6
"""The most hops that a question's Cypher writes out."""


def cypher_parameters(
    question: Question, resolved: Mapping[str, Any], entities: Iterable[Entity]
) -> dict[str, Any]:
    """Give a question's parameters as its Cypher takes them.

    Parameters
    ----------
    question, resolved
        What is asked; names are entities by now.
    entities
        The entities named, and their subtypes.

    Returns
    -------
    dict
        An entity is its id; a cancer or exposure also gives ``NAME_ids``, itself and its subtypes;
        an end gives ``NAME_ids`` and ``NAME_types``; a type gives ``NAME_labels``; all else is as
        it was read.

    Raises
    ------
    UsageError
        When more hops are asked for than the Cypher writes out.
    """
    parameters: dict[str, Any] = {}
    known = list(entities)
    for parameter in question.parameters:
        name, value = parameter.name, resolved[parameter.name]
        if parameter.kind in ("cancer", "exposure"):
            parameters[name] = value.id if value else None
            parameters[f"{name}_ids"] = sorted(_with_subtypes(value, known)) if value else []
        elif parameter.kind == "end":
            is_entity = isinstance(value, Entity)
            parameters[f"{name}_ids"] = [value.id] if is_entity else []
            parameters[f"{name}_types"] = [] if is_entity else sorted(subtypes(value))
        elif parameter.kind == "type":
            parameters[f"{name}_labels"] = sorted(subtypes(value)) if value else []
        elif parameter.kind == "pattern":
            parameters[f"{name}_labels"] = [sorted(subtypes(type)) for type in value]
        elif parameter.kind in ("predicates", "papers"):
            parameters[name] = list(value or ())
        elif parameter.kind == "entities":
            parameters[name] = [entity.id for entity in value or ()]
        else:
            parameters[name] = value.id if isinstance(value, Entity) else value
        if name in ("depth", "max_hops") and value > FURTHEST:
            shown = name.replace("_", "-")
            raise UsageError(
                f"{shown} {value}: on a server at most {FURTHEST} hops; ask the embedded graph for more"
            )
    return parameters


def _with_subtypes(entity: Entity, known: Iterable[Entity]) -> set[str]:
    found, size = {entity.id}, 0
    while len(found) > size:
        size = len(found)
        found |= {e.id for e in known if not found.isdisjoint(e.subtype_of)}
    return found


def several(value: Any) -> Sequence[str]:
    """Split a list parameter: a list already, or text joined by ``|``."""
    if isinstance(value, str):
        return [part.strip() for part in value.split("|") if part.strip()]
    return list(value)
