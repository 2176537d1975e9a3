"""What a picture draws of the rows: the evidence that carries them, and where studies change.

Examples
--------
>>> import radexo
>>> answer = radexo.load().mechanism("miR-340-5p", "KLF10")
>>> drawn = claims_of(e for row in answer for e in carrying(row))
>>> sorted({e.finding.id for edge in drawn for e in edge.evidence})
['sun2022:29a']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ..graph.model import Edge, Evidence
from ..graph.records import claims_of

__all__ = ["carrying", "claims_of", "joints", "supports"]

Pair = tuple[str, str, int | None]
"""Subject, object and sign of a step."""


def _steps(edges: Iterable[Edge]) -> Iterator[tuple[Pair, list[Evidence]]]:
    """Gather neighboring parallel edges into steps, each with its evidence."""
    for pair, parallel in groupby(edges, key=lambda e: (e.subject, e.object, e.sign)):
        yield pair, [evidence for edge in parallel for evidence in edge.evidence]


def _carrying(row: Any) -> Iterator[tuple[Pair, list[Evidence]]]:
    findings = frozenset(getattr(row, "findings", ()) or ())
    for pair, evidence in _steps(getattr(row, "edges", ())):
        carried = [e for e in evidence if e.finding.id in findings]
        yield pair, carried or evidence


def carrying(row: Any) -> list[Evidence]:
    """List the evidence that carries a row: of each of its steps, that of the findings it names.

    Parameters
    ----------
    row
        A row of any answer; without ``findings`` all evidence of its edges carries it.

    Returns
    -------
    list of Evidence
    """
    return [e for _, evidence in _carrying(row) for e in evidence]


def joints(row: Any) -> frozenset[Pair]:
    """Return the steps of a row's path before which the study changes.

    Parameters
    ----------
    row
        A row of any answer.

    Returns
    -------
    frozenset of tuple
        Subject, object and sign of each such step; none where one study, or one finding, carries
        the whole path.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> [len(joints(path)) for path in g.mechanism("miR-340-5p", "KLF10")]
    [0]
    """
    if not hasattr(row, "support"):
        return frozenset()
    found, shared, before = set(), None, None
    for pair, evidence in _carrying(row):
        contexts = {
            context
            for e in evidence
            for context in (e.finding.id, *((s, e.finding.cancer) for s in e.finding.studies))
        }
        if shared is not None and before == pair[0] and not shared & contexts:
            found.add(pair)
            shared = contexts
        else:
            shared = contexts if shared is None or before != pair[0] else shared & contexts
        before = pair[1]
    return frozenset(found)


def supports(rows: Iterable[Any]) -> dict[str, int]:
    """Count rows by their support, strongest first.

    Parameters
    ----------
    rows
        Rows of one answer.

    Returns
    -------
    dict
        Counts by the schema's words; empty where rows have no support.
    """
    from ..graph.schema import SUPPORTS

    found = [row.support for row in rows if getattr(row, "support", None)]
    return {level: found.count(level) for level in SUPPORTS if level in found}
