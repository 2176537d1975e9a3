"""Answer a plain question: its reading, and what to try next where that reading finds nothing.

A relation that no claim states is looked for as paths, then as findings that name both ends; a
direction that nothing has is reported beside what has no direction. Each step is noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from ...graph.model import Entity, Reference
from ...graph.names import NameIndex
from ...graph.stores.base import Store
from ..answer import Answer, entity_ids
from ..catalogue import find, noticed
from ..kinds import MOST_LISTED
from .router import route
from .sentence import Reading

__all__ = ["Query", "answer_plainly"]


class Query(Protocol):
    """Asks a question of the catalogue."""

    def __call__(self, name: str, /, **parameters: Any) -> Answer[Any]: ...


_LISTED = 200
"""The most rows of which those without a direction are listed."""


def _cited(store: Store, query: Query) -> list[Reference]:
    """Return the papers that findings cite; of a graph with very many those of its reviews."""
    if store.count_findings() <= MOST_LISTED:
        return query("findings").references()
    reviews = sorted(store.reviews())
    return [paper for id in reviews for paper in query("findings", source=id).references()]


def answer_plainly(text: str, store: Store, query: Query, limit: int | None = None) -> Answer[Any]:
    """Answer a plain question.

    Parameters
    ----------
    text
        The question.
    store
        The graph, where names are looked up.
    query
        Asks a question of the catalogue.
    limit
        The most rows; without one, that of the text or of the question.

    Returns
    -------
    Answer
        Its details hold ``asked``: the text, the reading, unused words and notes.

    Raises
    ------
    NotUnderstoodError, UnknownNameError, AmbiguousNameError
        As `route` raises them.
    """
    notices: dict[str, str] = {}
    reading = route(
        text,
        partial(_carriers, store.names, notices),
        partial(store.names.nearest, limit=3),
        partial(_cited, store, query),
        lambda donor: store.exosomes_of(store.subtypes(donor)),
    )
    more = {} if limit is None else {"limit": limit}
    found = query(reading.question, **{**reading.parameters, **more})
    notes = list(reading.notes)
    if not len(found) and reading.question in ("relation", "papers_on"):
        for other in _instead(reading):
            instead = query(other.question, **{**other.parameters, **more})
            if len(instead):
                notes.append(f"{reading}: {found.reason}; answered as {other}")
                reading, found = other, instead
                break
    if not len(found) and reading.parameters.get("sign"):
        notes += _without_direction(reading, query)
    asked = {"text": text, "reading": str(reading), "unused": list(reading.unused), "notes": notes}
    answered = replace(found, details={**found.details, "asked": asked})
    meant = entity_ids(answered)
    return noticed(answered, [notice for id, notice in notices.items() if id in meant])


def _carriers(
    index: NameIndex, notices: dict[str, str], names: Sequence[str]
) -> Mapping[str, Sequence[Entity]]:
    """Look names up; of one that several carry, keep the entities that it means."""
    found: dict[str, Sequence[Entity]] = dict(index.look_up(names))
    for name, carriers in found.items():
        if len(carriers) > 1:
            found[name] = index.meant(name, carriers)
            if len(found[name]) == 1:
                entity, notice = index.read(name, carriers)
                notices[entity.id] = notice
    return found


def _instead(reading: Reading) -> Iterator[Reading]:
    """Yield paths between the ends of a relation, then findings that name what was asked about."""
    shared = {k: v for k, v in reading.parameters.items() if k not in ("a", "b", "name")}
    if reading.question == "papers_on":
        yield _reading(reading, "findings", {"names": [reading.parameters["name"]], **shared})
        return
    ends = reading.parameters["a"], reading.parameters["b"]
    for context in ("system", "exposure"):
        if shared.pop(context, None):
            yield _reading(reading, "relation", {"a": ends[0], "b": ends[1], **shared})
    cause = reading.entities.get(ends[0])
    for source, target in (ends, ends[::-1]):
        yield _reading(reading, "paths", {"source": source, "target": target, **shared})
        if cause and cause.type == "Exposure" and source == ends[0] and "exposure" not in shared:
            after = {"names": [target], "exposure": source}
            yield _reading(reading, "findings", {**shared, **after})
    yield _reading(reading, "findings", {"names": list(ends), **shared})


def _reading(reading: Reading, question: str, parameters: dict[str, Any]) -> Reading:
    declared = [p.name for p in find(question).parameters]
    ordered = {name: parameters[name] for name in declared if name in parameters}
    return replace(reading, question=question, parameters=ordered)


def _without_direction(reading: Reading, query: Query) -> Iterator[str]:
    """Yield a note where the same question without its sign has rows that give no direction."""
    parameters = {k: v for k, v in reading.parameters.items() if k != "sign"}
    rows = query(reading.question, **parameters | {"limit": _LISTED})
    if (total := rows.total or len(rows)) > _LISTED:  # of a hub
        yield f"{total} rows with another sign: {replace(reading, parameters=parameters)}"
        return
    key = find(reading.question).answer
    names = [row[key]["name"] for row in rows.to_dict()["rows"] if key and row.get("sign") == 0]
    if names:
        yield f"direction not given for: {', '.join(dict.fromkeys(names))}"
    elif total:
        yield f"{total} rows with another sign: {replace(reading, parameters=parameters)}"
