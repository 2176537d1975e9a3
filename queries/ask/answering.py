"""Answer a plain question: its reading, and what to try next where that reading finds nothing.

A relation that no claim states is looked for as paths, then as findings that name both ends; of
what acts on nothing, the findings are listed. Where that finds nothing either, a note says what
there is without one of the filters, or how many findings name it. Each step is noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from ...graph.errors import UsageError
from ...graph.model import Entity, Reference
from ...graph.names import NameIndex
from ...graph.report import how_many
from ...graph.stores.base import Store
from ..answer import Answer, entity_ids
from ..catalogue import find, noticed
from ..kinds import KINDS, MOST_LISTED
from .router import route
from .rules import RADIO
from .sentence import DONORS, Reading

__all__ = ["Query", "answer_plainly"]


class Query(Protocol):
    """Asks a question of the catalogue."""

    def __call__(self, name: str, /, **parameters: Any) -> Answer[Any]: ...


_LISTED = 200
"""The most rows of which those without a direction are listed."""


_CONTEXT = ("cancer", "exposure")
"""Filters that are names."""
_SUBJECTS = ("count", "flag", "finding", "papers")
"""Kinds of parameters that narrow nothing, or are asked about."""
_OF_SOURCES = ("findings", "corroborate", "contradictions")
"""Questions that do not ask for claims on a name."""


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
    if not len(found):
        for other in _instead(reading):
            instead = _tried(query, other, **more)
            if instead is not None and len(instead):
                notes.append(f"{reading}: {found.reason}; answered as {other}")
                reading, found = other, instead
                break
    if not len(found):
        notes += list(_without_one(reading, query)) or _mentions(reading, query)
    elif reading.question == "relation":
        notes += _by_exosomes(reading, found, query)
    if reading.question == "what_if":
        notes += _moved(reading, found, query)
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
    """Yield what else may answer: paths between the ends of a relation, findings on the names."""
    parameters = reading.parameters
    shared = {k: v for k, v in parameters.items() if k not in ("a", "b", "name", "names")}
    if reading.question in ("targets", "regulators") and not {"sign", "type"} & set(shared):
        if "depth" not in shared:
            yield _reading(reading, "findings", parameters)
        return
    if reading.question == "mechanism" and "then" in parameters:
        only = {k: v for k, v in shared.items() if k not in ("then", "max_hops", "support")}
        both = {"a": parameters["name"], "b": parameters["then"]}
        yield _reading(reading, "relation", {**both, **only})
    if reading.question != "relation":
        return
    ends = parameters["a"], parameters["b"]
    for context in ("system", "exposure"):
        if shared.pop(context, None):
            yield _reading(reading, "relation", {"a": ends[0], "b": ends[1], **shared})
    other = next((id for id in ends if id != "exosomes"), RADIO)
    if "exosomes" in ends and other != RADIO:
        yield _reading(reading, "exosomes_of", {"donor": other, **shared})
    cause = reading.entities.get(ends[0])
    for source, target in (ends, ends[::-1]):
        yield _reading(reading, "paths", {"source": source, "target": target, **shared})
        if cause and cause.type == "Exposure" and source == ends[0] and "exposure" not in shared:
            after = {"names": [target], "exposure": source}
            yield _reading(reading, "findings", {**shared, **after})
    yield _reading(reading, "findings", {"names": list(ends), **shared})
    if "exosomes" in ends and (other != RADIO or shared):  # what all findings are about
        yield _reading(reading, "findings", {"names": [other], **shared})


def _reading(reading: Reading, question: str, parameters: Mapping[str, Any]) -> Reading:
    declared = [p.name for p in find(question).parameters]
    ordered = {name: parameters[name] for name in declared if name in parameters}
    return replace(reading, question=question, parameters=ordered)


def _tried(query: Query, reading: Reading, **more: Any) -> Answer[Any] | None:
    """Return the answer to another reading, None where a large graph refuses it."""
    try:
        return query(reading.question, **{**reading.parameters, **more})
    except UsageError:
        return None


def _counted(query: Query, reading: Reading) -> int:
    """Return how many rows another reading has."""
    rows = _tried(query, reading, limit=1)
    return 0 if rows is None else rows.total or len(rows)


def _without_one(reading: Reading, query: Query) -> Iterator[str]:
    """Yield what the same question has without one of its filters."""
    for parameter in find(reading.question).parameters:
        name = parameter.name
        filters = name in _CONTEXT or not (parameter.required or KINDS[parameter.kind].names)
        if name not in reading.parameters or not filters or parameter.kind in _SUBJECTS:
            continue
        others = {k: v for k, v in reading.parameters.items() if k != name}
        wider = replace(reading, parameters=others)
        rows = _tried(query, wider, limit=_LISTED)
        if rows is None:
            continue
        total = rows.total or len(rows)
        if name == "sign" and total <= _LISTED and (unsigned := _unsigned(rows)):  # not of a hub
            yield f"direction not given for: {', '.join(unsigned)}"
        elif total:
            yield f"without {name} {reading.texts[name]}: {how_many(total, 'rows')} ({wider})"


def _by_exosomes(reading: Reading, answer: Answer[Any], query: Query) -> Iterator[str]:
    """Yield how many findings name both ends, where a donor acts by its exosomes too."""
    ends = [reading.parameters["a"], reading.parameters["b"]]
    if not any(reading.entities[id].type in DONORS for id in ends if id in reading.entities):
        return
    others = {k: v for k, v in reading.parameters.items() if k not in ("a", "b")}
    wider = _reading(reading, "findings", {"names": ends, **others})
    shown = {id for row in answer for id in row.findings}
    if (total := _counted(query, wider)) > len(shown):
        yield f"{total} findings name both, or exosomes of one ({wider})"


def _moved(reading: Reading, answer: Answer[Any], query: Query) -> Iterator[str]:
    """Yield how each name moves of which it was asked, beside what is silenced or raised."""
    about = {"Cancer", "Exposure"}
    others = [
        e
        for id, e in reading.entities.items()
        if id not in reading.parameters["names"] and e.type not in about
    ]
    if not others:
        return
    rows = (
        answer
        if answer.status != "truncated"
        else query("what_if", **{**reading.parameters, "limit": 0})
    )
    moves = {row.node.id: f"{row.cells()['moves']} ({row.certainty})" for row in rows}
    for entity in others:
        move = moves.get(entity.id)
        yield f"{entity.name} moves {move}" if move else f"nothing here moves {entity.name}"


def _unsigned(answer: Answer[Any]) -> list[str]:
    """Return the names of what an answer lists without a direction."""
    key = answer.answer
    rows = answer.to_dict()["rows"] if key else []
    return list(dict.fromkeys(row[key]["name"] for row in rows if row.get("sign") == 0))


def _mentions(reading: Reading, query: Query) -> Iterator[str]:
    """Yield how many findings name what was asked about."""
    if reading.question in _OF_SOURCES:
        return
    asked = [v for k, v in reading.parameters.items() if k not in _CONTEXT]
    ids = [id for value in asked for id in (value if isinstance(value, list) else [value])]
    for entity in filter(None, map(reading.entities.get, ids)):
        if entity.type in ("Cancer", "Radiosensitivity"):
            continue
        wider = _reading(reading, "findings", {"names": [entity.id]})
        if total := _counted(query, wider):
            names = "names" if total == 1 else "name"
            yield f"{how_many(total, 'findings')} {names} {entity.name} ({wider})"
