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

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..graph.model import Edge, Evidence
from ..graph.records import claims_of
from ..graph.report import and_more
from ..graph.schema import Sign
from .style import UNMEASURED, LegendItem, color_of, scale_legend

__all__ = ["Added", "added", "carrying", "claims_of", "joints", "supports"]

if TYPE_CHECKING:
    from ..graph.stores.base import Store
    from ..queries.answer import Answer

Pair = tuple[str, str, Sign | None]
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


@dataclass(frozen=True)
class Added:
    """What the rows of an answer add to their claims, to be printed in its picture.

    Parameters
    ----------
    nodes
        Words by id of the entity: falls, increased in serum.
    edges
        Words by step: which of two cancers claims it.
    key
        What the words on edges stand for.
    fills
        Fills of nodes by id of the entity.
    fill
        That of every other node, where it is not the one of its type.
    scale
        From the ids of the drawn nodes to what the fills mean.
    """

    nodes: Mapping[str, str] = field(default_factory=dict)
    edges: Mapping[Pair, str] = field(default_factory=dict)
    key: str | None = None
    fills: Mapping[str, str] = field(default_factory=dict)
    fill: str | None = None
    scale: Callable[[Collection[str]], tuple[LegendItem, ...]] | None = None


_MOVES = {1: "rises", -1: "falls", 0: "rises and falls"}
_SET = {"silence": "silenced", "raise": "raised"}
_GAPS = {"cargo-without-target": "no target", "target-without-pathway": "no pathway"}
_BOTH = {"common": "A = B", "opposite": "A ≠ B", "only-first": "A", "only-second": "B"}
_NODES: Mapping[str, Callable[[Any], tuple[str, str]]] = {
    "what_if": lambda row: (row.node.id, _MOVES[row.direction]),
    "gaps": lambda row: (row.entity.id, _GAPS[row.kind]),
    "therapy": lambda row: (row.entity.id, row.angle.replace("-", " ")),
    "biomarkers": lambda row: (row.biomarker.id, _level(row)),
}
"""By question: the node that a row is about, and what it says of it."""


def _level(row: Any) -> str:
    """Say what a biomarker's level is, with its papers where no arrow carries them."""
    level = " in ".join(filter(None, (row.level or "level not given", row.fluid)))
    papers = [] if row.edges else [reference.number for reference in row.references]
    return " ".join([level, *papers])


def added(answer: Answer[Any], store: Store) -> Added:
    """Return what the rows of an answer add to their claims.

    Parameters
    ----------
    answer
        Any answer; most add nothing.
    store
        Names are looked up in it.

    Returns
    -------
    Added

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> words = added(g.what_if(["miR-340-5p"]), g.store)
    >>> words.nodes[g.entity("KLF10").id], words.nodes[g.entity("miR-340-5p").id]
    ('rises', 'silenced')
    """
    if answer.name == "overlay":
        return _measured(answer)
    nodes: dict[str, dict[str, None]] = {}
    edges: dict[Pair, dict[str, None]] = {}
    key = None
    if answer.name == "what_if":
        for id in answer.parameters["names"]:
            nodes[id] = {_SET[answer.parameters["change"]]: None}
    if read := _NODES.get(answer.name):
        for row in answer.rows:
            id, word = read(row)
            nodes.setdefault(id, {})[word] = None
    if answer.name == "coherence":
        for row in answer.rows:
            begun = {edge.subject for edge in row.edges}
            for edge in (e for e in row.edges if e.object not in begun):  # the last one
                pair = (edge.subject, edge.object, edge.sign)
                edges.setdefault(pair, {})[row.verdict] = None
        key = "Words on arrows: whether the chain that ends there multiplies to the stated effect"
    if answer.name == "contradictions":
        key = _chains(answer)
    if answer.name == "compare_cancers":
        for row in answer.rows:
            for edge in row.edges:
                pair = (edge.subject, edge.object, edge.sign)
                edges.setdefault(pair, {})[_BOTH[row.status]] = None
        one, other = (store.entity(answer.parameters[name]).name for name in ("one", "other"))
        key = f"A: {one}, B: {other}; A = B: both claim it, A ≠ B: they claim the opposite"
    return Added(
        {id: "; ".join(words) for id, words in nodes.items()},
        {pair: "; ".join(words) for pair, words in edges.items()},
        key,
    )


def _chains(answer: Answer[Any]) -> str | None:
    """Name the opposites that are chains, whose arrows have no mark of their own."""
    pairs = [
        f"{row.subject.name} to {row.object.name}" for row in answer.rows if row.level == "path"
    ]
    if not pairs:
        return None
    return f"Opposite through chains, which no ! marks: {and_more(pairs, _MOST_PAIRS, '; ')}"


_MOST_PAIRS = 5
"""The most pairs of ends that a picture of contradictions names."""


def _measured(answer: Answer[Any]) -> Added:
    """Return the values that a table has for entities, and the fills that show them."""
    words: dict[str, dict[str, None]] = {}
    changes: dict[str, float] = {}
    for row in answer.rows:
        if row.value is not None:
            shown = f"{row.value:+.2g}".replace("-", "−")
            words.setdefault(row.entity.id, {})[shown] = None
        if row.tested:
            change = row.value if row.change else 0.0
            if changes.setdefault(row.entity.id, change) * change < 0:
                changes[row.entity.id] = 0.0  # several rows, which go both ways
    most = max(map(abs, changes.values()), default=0.0)

    def scale(drawn: Collection[str]) -> tuple[LegendItem, ...]:
        values = [changes[id] for id in drawn if id in changes]
        return tuple(
            scale_legend(
                values,
                most,
                unchanged=0.0 in values,
                unmeasured=any(id not in changes for id in drawn),
            )
        )

    what = answer.parameters["value"] or "rank-biserial correlation"
    return Added(
        {id: "; ".join(found) for id, found in words.items()},
        {},
        f"Colors and numbers: {what}, as measured; arrows: what papers report",
        {id: color_of(value, most) for id, value in changes.items()},
        UNMEASURED,
        scale,
    )
