"""What names may mean, as an answer: `lookup` and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .graph.errors import UsageError
from .graph.model import Entity
from .graph.names import fold
from .graph.schema import TypeName
from .graph.stores.base import Store
from .loaders.registries import How
from .queries.answer import Answer
from .queries.rows import Row, row

__all__ = ["Identifier", "lookup"]


Matched = Literal[How, "name"]


@row
class Identifier(Row):
    """One entity that a name may mean, a row of `lookup`.

    Parameters
    ----------
    asked
        The name, as typed.
    id, name, type
        Of the entity.
    matched
        How: id, approved name, name (of the graph), previous name, synonym, without its arm.
    source
        Where it was found: graph, or the name list.
    """

    asked: str
    id: str
    name: str
    type: TypeName
    matched: Matched
    source: str


def lookup(store: Store, names: Sequence[str]) -> Answer[Identifier]:
    """Look identifiers up in a graph, then in lists of registries; see `radexo.Graph.lookup`.

    Parameters
    ----------
    store
        The graph.
    names
        In any spelling.

    Returns
    -------
    Answer of Identifier

    Raises
    ------
    UsageError
        When there is no name.

    Examples
    --------
    >>> import radexo
    >>> [row.id for row in lookup(radexo.load().store, ["KLF10"])]
    ['hgnc:11810']
    """
    from .loaders.registries import nearest_first, registries

    if not any(name.strip() for name in names):
        raise UsageError("lookup: name at least one; such as VEGF")
    rows: list[Identifier] = []
    missing = []
    for asked in dict.fromkeys(names):
        found = [
            Identifier(asked, e.id, e.name, e.type, _matched(e, asked), "graph")
            for e in store.names.candidates(asked)
        ]
        known = {row.id for row in found}
        found += [
            Identifier(asked, m.entity.id, m.entity.name, m.entity.type, m.how, m.source)
            for m in registries().find(asked)
            if m.entity.id not in known
        ]
        if not found:
            near = [*store.names.nearest(asked, limit=3), *registries().nearest(asked)]
            near = nearest_first(asked, near)
            shown = ", ".join(dict.fromkeys(entity.name for entity in near))
            missing.append(f"{asked} (nearest: {shown})" if near else asked)
        rows += found
    return Answer(
        "lookup",
        {"names": list(names)},
        tuple(rows),
        Identifier,
        store.version,
        reason=f"not found: {', '.join(missing)}" if missing else None,
    )


def _matched(entity: Entity, asked: str) -> Matched:
    """Return which of an entity's names or ids was asked for."""
    if ":" in asked and asked.casefold() in {id.casefold() for id in (entity.id, *entity.xrefs)}:
        return "id"
    if fold(asked) == fold(entity.name):
        return "name"
    return "synonym" if fold(asked) in map(fold, entity.synonyms) else "without its arm"
