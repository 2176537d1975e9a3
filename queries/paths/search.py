"""Mechanism paths: simple in biological nodes, signed, and honest about what supports them.

A hop gathers the parallel edges of one sign between two nodes; opposite signs make two paths. A
path is ``reported`` when the findings of one study in one cancer carry every hop, ``same-cancer``
when every hop has a finding in one common cancer, else ``stitched`` together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise, product
from math import log2
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from ...graph.model import (
    Edge,
    Entity,
    Evidence,
    Reference,
    best_certainty,
    natural_key,
    weakest_certainty,
)
from ...graph.schema import (
    CERTAINTIES,
    PREDICATES,
    RADIOSENSITIVITY,
    SUPPORTS,
    PredicateClass,
    multiply,
)
from ...graph.stores.base import Store
from ..filters import Context

if TYPE_CHECKING:
    from .explain import Step

__all__ = [
    "ARROWS",
    "Budget",
    "Hop",
    "Path",
    "Support",
    "Walk",
    "attach",
    "make_path",
    "node_paths",
    "rank",
    "simple_paths",
    "support_of",
]

ARROWS = {1: "->", -1: "-|", 0: "~>", None: "=>"}
"""How a hop's sign is written: raises, lowers, acts without a given direction, carries."""

_CAUSES = (PredicateClass.CAUSAL, PredicateClass.TRANSPORT, PredicateClass.MEMBERSHIP)
_GENERAL = ""
"""Stands for the missing cancer of a general finding."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path: the parallel edges of one sign between two nodes.

    Parameters
    ----------
    subject, object
        Entity ids.
    sign
        +1, -1, 0; None for transport.
    edges
        Most specific predicate first, each with the evidence that passed the filters.
    """

    subject: str
    object: str
    sign: int | None
    edges: tuple[Edge, ...]

    @property
    def evidence(self) -> Iterator[Evidence]:
        """Iterate over the evidence of all its edges."""
        return (e for edge in self.edges for e in edge.evidence)

    @property
    def certainty(self) -> str:
        """The best certainty that any evidence gives."""
        best = best_certainty(e.statement.certainty for e in self.evidence)
        assert best is not None  # an edge has evidence
        return best

    def to_dict(self) -> dict[str, Any]:
        """Give the hop as an edge of a path's JSON."""
        findings = sorted({e.finding.id for e in self.evidence}, key=natural_key)
        return {
            "id": self.edges[0].id,
            "subject": self.subject,
            "predicate": self.edges[0].predicate,
            "predicates": [edge.predicate for edge in self.edges],
            "object": self.object,
            "sign": self.sign,
            "causal": any(edge.causal for edge in self.edges),
            "certainty": self.certainty,
            "findings": findings,
            "sources": sorted({id.partition(":")[0] for id in findings}),
        }


class Budget:
    """A limit on a search; what it ends, it says.

    Parameters
    ----------
    paths, expansions, seconds
        The most paths found, nodes expanded and seconds spent.
    """

    def __init__(
        self, paths: int = 200_000, expansions: int = 5_000_000, seconds: float = 30.0
    ) -> None:
        self.paths, self.expansions, self.seconds = paths, expansions, seconds
        self.spent: str | None = None
        self._paths = self._expansions = 0
        self._end = time.monotonic() + seconds

    def expand(self) -> bool:
        """Count an expansion; False when the search must end."""
        self._expansions += 1
        if self._expansions > self.expansions:
            self.spent = f"the search ended after {self.expansions} expansions"
        elif self._expansions % 1024 == 0 and time.monotonic() > self._end:
            self.spent = f"the search ended after {self.seconds:g} seconds"
        return self.spent is None

    def found(self) -> bool:
        """Count a path; False when the search must end."""
        self._paths += 1
        if self._paths >= self.paths:
            self.spent = f"the search ended after {self.paths} paths"
        return self.spent is None


@dataclass
class Walk:
    """What a search may walk: the edges of some predicate classes, with the evidence that passes.

    Parameters
    ----------
    store
        The graph.
    context
        Which findings count.
    classes
        Predicate classes walked.
    accept
        A further test of an edge's evidence, for a walk within one study or one cancer.
    predicates
        Only edges of these.
    through
        Only nodes of these concrete types lie between the ends of a path.
    """

    store: Store
    context: Context
    classes: Sequence[PredicateClass] = _CAUSES
    accept: Callable[[Evidence], bool] | None = None
    predicates: Set[str] | None = None
    through: Set[str] | None = None
    _hops: dict[tuple[str, bool], tuple[Hop, ...]] = field(default_factory=dict)
    _hubs: dict[str, bool] = field(default_factory=dict)
    _between: dict[str, dict[str, list[Hop]]] = field(default_factory=dict)

    def hops(self, id: str, *, forward: bool = True) -> tuple[Hop, ...]:
        """List the hops that leave (or enter) a node; none leave Radiosensitivity."""
        key = (id, forward)
        if key not in self._hops:
            self._hops[key] = (
                () if forward and id == RADIOSENSITIVITY else self._gather(id, forward)
            )
        return self._hops[key]

    def neighbors(self, id: str, *, forward: bool = True) -> Set[str]:
        """Give the ids of the nodes that hops lead to (or come from)."""
        if forward and id == RADIOSENSITIVITY:
            return frozenset()
        if not (self.context or self.accept or self.predicates):
            return self.store.neighbors(id, self.classes, forward=forward)
        return frozenset(
            hop.object if forward else hop.subject for hop in self.hops(id, forward=forward)
        )

    def between(self, subject: str, object: str) -> tuple[Hop, ...]:
        """List the hops from one node to another, one for each sign."""
        if subject not in self._between:
            self._between[subject] = {}
            for hop in self.hops(subject):
                self._between[subject].setdefault(hop.object, []).append(hop)
        return tuple(self._between[subject].get(object, ()))

    def _gather(self, id: str, forward: bool) -> tuple[Hop, ...]:
        edges = (self.store.out_edges if forward else self.store.in_edges)(
            id, classes=self.classes, predicates=self.predicates
        )
        pairs: dict[tuple[str, int | None], list[Edge]] = {}
        for edge in edges:
            selected = self.context.select(edge)
            if selected and self.accept:
                evidence = tuple(e for e in selected.evidence if self.accept(e))
                selected = (
                    Edge(edge.subject, edge.predicate, edge.object, evidence) if evidence else None
                )
            if selected and edge.subject != RADIOSENSITIVITY:
                pairs.setdefault((edge.object if forward else edge.subject, edge.sign), []).append(
                    selected
                )
        order = {None: 0, 1: 1, -1: 2, 0: 3}
        return tuple(
            Hop(
                *((id, other) if forward else (other, id)),
                sign,
                tuple(sorted(found, key=_specific_first)),
            )
            for (other, sign), found in sorted(
                pairs.items(), key=lambda item: (item[0][0], order[item[0][1]])
            )
        )

    def passable(self, id: str) -> bool:
        """Whether a path may lead through a node: not through exosomes in general."""
        if id not in self._hubs:
            entity = self.store.entity(id)
            self._hubs[id] = entity.general_exosome or (
                self.through is not None and entity.type not in self.through
            )
        return not self._hubs[id]


def _specific_first(edge: Edge) -> tuple[int, str]:
    return (-PREDICATES[edge.predicate].specificity, edge.predicate)


def node_paths(
    walk: Walk, sources: Iterable[str], targets: Iterable[str], max_hops: int, budget: Budget
) -> Iterator[tuple[str, ...]]:
    """Search the simple paths from any source to any target, as sequences of nodes.

    The search goes half the hops from each end: what lies within half the hops of a target is found
    first, and the way from a source must step into it in time. Parallel edges are one step;
    `attach` gives them back.

    Parameters
    ----------
    walk
        What may be walked.
    sources, targets
        Entity ids.
    max_hops
        The most hops of a path, from 1.
    budget
        When to end; it holds the reason if it did.

    Yields
    ------
    tuple of str
        Ids, no node twice; a node between the ends may itself be a source or a target.

    Examples
    --------
    >>> import radexo
    >>> from radexo.queries.filters import Context
    >>> store = radexo.load().store
    >>> walk = Walk(store, Context(store))
    >>> list(node_paths(walk, ["mirbase.mature:MIMAT0000764"], ["hgnc:1725"], 3, Budget()))
    [('mirbase.mature:MIMAT0000764', 'hgnc:1725')]
    """
    goal = frozenset(targets)
    starts = sorted(frozenset(sources))
    within = _within(walk, goal, max_hops, sum(len(walk.neighbors(source)) for source in starts))
    for source in starts:
        path, seen = [source], {source}
        stack = [iter(sorted(_steps(walk, source, max_hops, within)))]
        while stack:
            id = next(stack[-1], None)
            if id is None:
                stack.pop()
                seen.discard(path.pop())
                continue
            if id in seen:
                continue
            if not budget.expand():
                return
            if id in goal:
                yield (*path, id)
                if not budget.found():
                    return
            left = max_hops - len(path)
            if left and walk.passable(id):
                path.append(id)
                seen.add(id)
                stack.append(iter(sorted(_steps(walk, id, left, within))))


def _steps(walk: Walk, id: str, left: int, within: Sequence[Set[str]]) -> Set[str]:
    """Where a way with some hops left may step: anywhere, until the target's half begins."""
    neighbors = walk.neighbors(id)
    if left - 1 < len(within):
        return neighbors & within[left - 1]
    return neighbors


def _within(walk: Walk, goal: Set[str], max_hops: int, fan: int) -> list[Set[str]]:
    """The nodes within 0, 1, 2 ... hops of a target, the target counted in.

    Half the hops are gone from the target's end; more only while that is cheaper than going from
    the other (its fan).
    """
    within: list[Set[str]] = [goal]
    edge = set(goal)
    for distance in range(1, max_hops):
        if distance > max_hops // 2 and len(edge) > fan:
            break
        from_here = (
            walk.neighbors(id, forward=False) for id in edge if distance == 1 or walk.passable(id)
        )
        edge = set().union(*from_here) - within[-1]
        within.append(within[-1] | edge)
    return within


def attach(walk: Walk, nodes: Sequence[str]) -> Iterator[tuple[Hop, ...]]:
    """Give a sequence of nodes its hops: one path for each choice of signs.

    Parameters
    ----------
    walk
        What was walked.
    nodes
        Ids along the path.

    Yields
    ------
    tuple of Hop
    """
    return product(*(walk.between(one, other) for one, other in pairwise(nodes)))


def simple_paths(
    walk: Walk, sources: Iterable[str], targets: Iterable[str], max_hops: int, budget: Budget
) -> Iterator[tuple[Hop, ...]]:
    """Search the simple paths from any source to any target, one for each choice of signs; see `node_paths`.

    Yields
    ------
    tuple of Hop
    """
    for nodes in node_paths(walk, sources, targets, max_hops, budget):
        yield from attach(walk, nodes)


@dataclass(frozen=True, slots=True)
class Support:
    """What carries a path: one study, one cancer, or neither.

    Parameters
    ----------
    level
        reported, same-cancer or stitched.
    cancers
        Ids: of the carrying findings the shared cancers, or the union.
    evidence
        The carrying evidence, hop by hop.
    """

    level: str
    cancers: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def support_of(hops: Sequence[Hop]) -> Support:
    """Find what supports a path.

    Parameters
    ----------
    hops
        The path.

    Returns
    -------
    Support
        ``reported`` when the findings of one study in one cancer carry every hop (a general
        finding's missing cancer counts as one), ``same-cancer`` when every hop has a finding in one
        and the same cancer, else ``stitched``.
    """
    carried = [list(hop.evidence) for hop in hops]
    studies = set.intersection(
        *(
            {(study, e.finding.cancer or _GENERAL) for e in found for study in e.finding.studies}
            for found in carried
        )
    )
    if studies:
        level = "reported"
        carrying = [
            e
            for found in carried
            for e in found
            if any((study, e.finding.cancer or _GENERAL) in studies for study in e.finding.studies)
        ]
    elif cancers := set.intersection(
        *({e.finding.cancer for e in found} - {None} for found in carried)
    ):
        level = "same-cancer"
        carrying = [e for found in carried for e in found if e.finding.cancer in cancers]
    else:
        level, carrying = "stitched", [e for found in carried for e in found]
    shared = sorted({e.finding.cancer for e in carrying if e.finding.cancer})
    return Support(level, tuple(shared), tuple(carrying))


@dataclass(frozen=True, slots=True)
class Path:
    """One mechanism path, a row of `paths` and `mechanism`.

    Parameters
    ----------
    nodes
        The entities along it.
    hops
        ``hops[i]`` joins ``nodes[i]`` to ``nodes[i + 1]``.
    sign
        Product over all but transport; None when there is nothing else.
    support, certainty
        What the studies carry; what the weakest hop's text says.
    cancers, findings, references
        Of the carrying findings.
    length, citations, hub_penalty
        Ranking columns: hops; independent citations; the sum of log2(edges) of the nodes passed
        through.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "nodes:entity*",
        "edges:id,subject,predicate,predicates*,object,sign,causal,certainty,findings*,sources*",
        "sign",
        "support",
        "certainty",
        "cancers:entity*",
        "findings*",
        "references:reference*",
        "length",
        "citations",
        "hub_penalty",
    )

    nodes: tuple[Entity, ...]
    hops: tuple[Hop, ...]
    sign: int | None
    support: str
    certainty: str
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    length: int
    citations: int
    hub_penalty: float

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(edge for hop in self.hops for edge in hop.edges)

    @property
    def chain(self) -> str:
        """The path on one line, such as ``miR-340-5p -| KLF10``."""
        return self.nodes[0].name + "".join(
            f" {ARROWS[hop.sign]} {node.name}"
            for hop, node in zip(self.hops, self.nodes[1:], strict=True)
        )

    def __iter__(self) -> Iterator[Step]:
        """Iterate over its steps, each with the evidence that carries the path there."""
        from .explain import steps

        return steps(self)

    def explain(self) -> str:
        """Tell the path in English.

        Returns
        -------
        str
            One sentence for each step, with certainty, cancers and papers; one for the whole; and
            what is disputed.

        Examples
        --------
        >>> import radexo
        >>> print(radexo.load().paths("miR-340-5p", "radiosensitivity")[1].explain())
        1. miR-340-5p represses KLF10 (stated; esophageal squamous cell carcinoma; [29] doi:10.1186/s13046-021-01834-9).
        2. KLF10 raises radiosensitivity (inferred, not stated as such; esophageal squamous cell carcinoma; [29] doi:...).
        In all (net -1): if every step holds, more miR-340-5p gives less radiosensitivity. Reported: ...
        """
        from .explain import explain

        return explain(self)

    def __repr__(self) -> str:
        return f"Path({self.chain}; net {sign_word(self.sign)}; {self.support}; {self.certainty}; {papers(self.references)})"

    def to_dict(self) -> dict[str, Any]:
        return {
            "nodes": [node.to_dict() for node in self.nodes],
            "edges": [hop.to_dict() for hop in self.hops],
            "sign": self.sign,
            "support": self.support,
            "certainty": self.certainty,
            **behind(self),
            "length": self.length,
            "citations": self.citations,
            "hub_penalty": self.hub_penalty,
        }

    def cells(self) -> dict[str, str]:
        names = {node.id: node.name for node in self.nodes}
        weak = [
            f"{names[hop.subject]} {ARROWS[hop.sign]} {names[hop.object]} ({hop.certainty})"
            for hop in self.hops
            if hop.certainty != "stated"
        ]
        return {
            "chain": self.chain,
            "net": sign_word(self.sign),
            "support": self.support,
            "certainty": self.certainty,
            **behind_cells(self),
            "not stated as such": "; ".join(weak) or "-",
        }


def sign_word(sign: int | None) -> str:
    """Write a sign as a person reads it."""
    return {1: "+1", -1: "-1", 0: "0", None: "-"}[sign]


def papers(references: Iterable[Reference]) -> str:
    """Write papers as a person reads them: ``[29] doi:10.1186/...``."""
    return ", ".join(reference.cited for reference in references) or "-"


class Behind(Protocol):
    """A row that says what is behind it: cancers, ids of findings, papers."""

    @property
    def cancers(self) -> Sequence[Entity]: ...
    @property
    def findings(self) -> Sequence[str]: ...
    @property
    def references(self) -> Sequence[Reference]: ...


def behind(row: Behind) -> dict[str, Any]:
    """Give what is behind a row as its JSON has it."""
    return {
        "cancers": [cancer.to_dict() for cancer in row.cancers],
        "findings": list(row.findings),
        "references": [reference.to_dict() for reference in row.references],
    }


def behind_cells(row: Behind) -> dict[str, str]:
    """Give what is behind a row as a person reads it."""
    return {
        "cancers": ", ".join(cancer.name for cancer in row.cancers) or "general",
        "papers": papers(row.references),
    }


def make_path(walk: Walk, hops: tuple[Hop, ...]) -> Path:
    """Turn a path's hops into a row: entities, support, certainty and ranking columns.

    Parameters
    ----------
    walk
        What was walked.
    hops
        The path, at least one hop.

    Returns
    -------
    Path
    """
    store, support = walk.store, support_of(hops)
    ids = (hops[0].subject, *(hop.object for hop in hops))
    keys = sorted(
        {key for e in support.evidence for key in e.finding.reference_keys}, key=_key_order
    )
    certainty = weakest_certainty(hop.certainty for hop in hops)
    assert certainty is not None  # a path has a hop
    return Path(
        nodes=tuple(map(store.entity, ids)),
        hops=hops,
        sign=multiply(hop.sign for hop in hops),
        support=support.level,
        certainty=certainty,
        cancers=tuple(map(store.entity, support.cancers)),
        findings=tuple(sorted({e.finding.id for e in support.evidence}, key=natural_key)),
        references=tuple(store.reference(*key) for key in keys),
        length=len(hops),
        citations=len(keys),
        hub_penalty=round(sum(log2(max(store.degree(id), 1)) for id in ids[1:-1]), 3),
    )


def _key_order(key: tuple[str, str | None]) -> tuple[Any, ...]:
    return (key[0], natural_key(key[1] or ""))


def rank(path: Path) -> tuple[Any, ...]:
    """Sort key of paths, best first.

    Support, then certainty, then fewer hops, more citations, a lower hub penalty, and last the
    names.
    """
    return (
        SUPPORTS.index(path.support),
        CERTAINTIES.index(path.certainty),
        path.length,
        -path.citations,
        path.hub_penalty,
        tuple(node.id for node in path.nodes),
        tuple(ARROWS[hop.sign] for hop in path.hops),
    )
