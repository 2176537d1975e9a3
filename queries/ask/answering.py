"""Answer a plain question: its reading, and what to try next where that reading finds nothing.

A relation that no claim states is looked for as paths, then as findings that name both ends; a
direction that nothing has is reported beside what has no direction. Each step is noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

from ..answer import Answer
from ..catalogue import find
from .papers import References
from .router import route
from .sentence import Reading
from .terms import Carriers, Nearest, Releases

__all__ = ["Query", "answer_plainly"]


class Query(Protocol):
    """Asks a question of the catalogue."""

    def __call__(self, name: str, /, **parameters: Any) -> Answer[Any]: ...


def answer_plainly(
    text: str,
    query: Query,
    carriers: Carriers,
    nearest: Nearest,
    references: References,
    releases: Releases,
) -> Answer[Any]:
    """Answer a plain question.

    Parameters
    ----------
    text
        The question.
    query
        Ask a question of the catalogue.
    carriers, nearest, references, releases
        As `route` takes them.

    Returns
    -------
    Answer
        Its details hold ``asked``: the text, the reading, unused words and notes.

    Raises
    ------
    NotUnderstoodError, UnknownNameError, AmbiguousNameError
        As `route` raises them.
    """
    reading = route(text, carriers, nearest, references, releases)
    found = query(reading.question, **reading.parameters)
    notes = list(reading.notes)
    if not len(found) and reading.question in ("relation", "papers_on"):
        for other in _instead(reading):
            instead = query(other.question, **other.parameters)
            if len(instead):
                notes.append(f"{reading}: {found.reason}; answered as {other}")
                reading, found = other, instead
                break
    if not len(found) and reading.parameters.get("sign"):
        notes += _without_direction(reading, query)
    asked = {"text": text, "reading": str(reading), "unused": list(reading.unused), "notes": notes}
    return replace(found, details={**found.details, "asked": asked})


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
    rows = query(reading.question, **parameters).to_dict()["rows"]
    key = find(reading.question).answer
    names = [row[key]["name"] for row in rows if key and row.get("sign") == 0]
    if names:
        yield f"direction not given for: {', '.join(dict.fromkeys(names))}"
    elif rows:
        yield f"{len(rows)} rows with another sign: {replace(reading, parameters=parameters)}"
