"""The Cypher of questions: templates beside their modules, rendered with the schema's lists.

A template is Cypher with ``<< expression >>`` and ``<% statement %>``. What it may name is in
`WORDS`: the predicates and types of the schema, and what writes patterns of several hops. Values of
users are ``$parameters``, never part of the text.

Examples
--------
>>> WORDS["different"](["a", "n1", "b"])
'a <> n1 AND a <> b AND n1 <> b'
>>> WORDS["path"](["a", "n1", "b"], "CARRIES|REPRESSES")
'(a:Entity)-[r1:CARRIES|REPRESSES]->(n1:Entity)-[r2:CARRIES|REPRESSES]->(b:Entity)'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..graph.schema import (
    ENTITY_TYPES,
    PREDICATES,
    RADIOSENSITIVITY,
    WALKABLE,
    WALKED,
    Predicate,
    PredicateClass,
    subtypes,
)
from ..graph.stores.base import LARGE
from .kinds import MOST_HOPS, MOST_LISTED, MOST_WAYS

__all__ = ["WORDS", "render"]

FOLDER = Path(__file__).parent / "questions"


def _names(predicates: Iterable[Predicate]) -> str:
    return "|".join(row.name for row in predicates)


def _of(*classes: PredicateClass) -> str:
    return _names(row for row in PREDICATES.values() if row.cls in classes)


def _types(*names: str) -> str:
    covered = (type for name in names for type in sorted(subtypes(name)))
    return "|".join(dict.fromkeys(covered))


def _between(hops: int) -> list[str]:
    """Return the names of the nodes between the ends of a pattern."""
    return [f"n{i}" for i in range(1, hops)]


def _path(names: Sequence[str], predicates: str, *, either_way: bool = False) -> str:
    """Return a pattern through nodes; claims lead forward, or either way."""
    nodes = [name if ":" in name else f"{name}:Entity" for name in names]
    arrow = "-" if either_way else "->"
    hops = (f"-[r{i}:{predicates}]{arrow}({node})" for i, node in enumerate(nodes[1:], 1))
    return "".join((f"({nodes[0]})", *hops))


def _different(names: Iterable[str]) -> str:
    return " AND ".join(f"{a} <> {b}" for a, b in combinations(names, 2))


def _passable(names: Iterable[str]) -> str:
    return "".join(f" AND {name}.passable" for name in names)


_PASSING = {
    "cancer_ids": "f.cancer IN $cancer_ids",
    "exposure_ids": (
        "(any(id IN f.recipient_exposure WHERE id IN $exposure_ids) OR "
        "EXISTS { (f)-[:OF_EXOSOME]->(:Entity)-[:AFTER_EXPOSURE]->(e:Entity) "
        "WHERE e.id IN $exposure_ids })"
    ),
    "system": "f.system = $system",
    "source": "f.source = $source",
    "source_check": "f.source_check = $source_check",
}
"""What each filter asks of a finding; of statements and of other claims a server asks nothing."""


def _passing(claims: str, given: Mapping[str, Any]) -> str:
    """Return that each claim has a finding that passes the filters, in a large graph.

    Of a smaller one, what is left out is counted.
    """
    asked = [text for name, text in _PASSING.items() if given.get("large") and given.get(name)]
    parts = (
        " AND ".join((f"EXISTS {{ MATCH (f:Finding) WHERE f.id IN {claim}.findings", *asked))
        for claim in claims.split(", ")
    )
    return "".join(f" AND {part} }}" for part in parts) if asked else ""


def _labels(types: Iterable[str]) -> str:
    """Return a label expression of types; those of the schema alone reach Cypher as text."""
    return "|".join(ENTITY_TYPES[type].name for type in types)


def _end(name: str, parameter: str, given: Mapping[str, Any]) -> str:
    """Return what makes a node an end, as an id or as one of a type.

    Where the parameters are known, only what applies: a server estimates how many ends there are,
    and begins where it expects few.
    """
    ids, types = f"{parameter}_ids", f"{parameter}_types"
    some = given.get(types, True)
    parts = [f"{name}.id IN ${ids}"] if given.get(ids, True) or not some else []
    if some:
        label = f"{name}:{_labels(given[types])} AND " if types in given else ""
        parts.append(f"{label}{name}.type IN ${types}")
    return f"({' OR '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _typed(names: Sequence[str], parameter: str, given: Mapping[str, Any]) -> str:
    """Return that each node has one of the types at its place of a parameter."""
    parts = []
    for place, name in enumerate(names):
        label = f"{name}:{_labels(given[parameter][place])} AND " if parameter in given else ""
        parts.append(f"{label}{name}.type IN ${parameter}[{place}]")
    return " AND ".join(parts)


def _claims(hops: int) -> str:
    return ", ".join(f"r{i}" for i in range(1, hops + 1))


_C = PredicateClass
WORDS: Mapping[str, Any] = {
    "every": "|".join(PREDICATES),
    "causal": _of(_C.CAUSAL),
    "directed": _of(_C.CAUSAL, _C.TRANSPORT),
    "denial": _of(_C.DENIAL),
    "membership": _of(_C.MEMBERSHIP),
    "location": _of(_C.LOCATION),
    "walked": _of(*WALKED),
    "walkable": _of(*WALKABLE),
    "signed": _names(row for row in PREDICATES.values() if row.causal and row.sign),
    "moving": _names(
        row
        for row in PREDICATES.values()
        if (row.causal and row.sign) or row.cls is PredicateClass.TRANSPORT
    ),
    "transport": ", ".join(
        repr(row.name) for row in PREDICATES.values() if row.cls is PredicateClass.TRANSPORT
    ),
    "aside": ", ".join(
        repr(row.name)
        for row in PREDICATES.values()
        if row.cls in WALKABLE and row.cls not in WALKED
    ),
    "symmetric": ", ".join(repr(row.name) for row in PREDICATES.values() if row.symmetric),
    "radiosensitivity": repr(RADIOSENSITIVITY),
    "hops": range(1, MOST_HOPS + 1),
    "listed": MOST_LISTED,
    "most_claims": LARGE,
    "most_ways": MOST_WAYS,
    "types": _types,
    "between": _between,
    "path": _path,
    "different": _different,
    "end": _end,
    "typed": _typed,
    "passable": _passable,
    "passing": _passing,
    "labels": _labels,
    "claims": _claims,
}
"""What templates may name."""


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(  # noqa: S701 (Cypher, not HTML)
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(WORDS)
    return environment


def render(
    file: Path,
    constants: Mapping[str, Any] = MappingProxyType({}),
    hops: Sequence[int] = WORDS["hops"],
    given: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """Return a question's Cypher.

    Parameters
    ----------
    file
        Its template in the folder of questions.
    constants
        What its module declares for it.
    hops
        The numbers of hops that are written out: a server plans each, asked for or not.
    given
        Parameters, where they are known: what does not apply is left out, and types of the schema
        are also written as labels, which a server counts. All other values stay parameters.
    """
    context = {**constants, "hops": hops, "given": given}
    text: str = _environment().get_template(file.name).render(context)
    return text
