"""Paths and their hops as rows: entities, signs, support, certainty, papers and ranking columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from math import log2
from typing import TYPE_CHECKING, Annotated, Any

from ...graph.model import Edge, Entity, Evidence, Reference, natural_key
from ...graph.schema import CERTAINTIES, Certainty, PredicateName, Sign, Support, multiply
from ...graph.stores.base import SignedClaim, Store
from ..arrows import arrow_of
from ..evidence import Evidenced, Piece, papers
from ..rows import Hidden, Key, Row, derived, row
from .support import support_of

if TYPE_CHECKING:
    from .explain import Step

__all__ = ["Hop", "OnPaths", "Path", "make_path", "papers", "sign_word"]


@row
class Hop(Row):
    """One step of a path: the parallel edges of one sign between two nodes.

    Parameters
    ----------
    start, end
        Ids of the entities that it leads from and to.
    sign
        +1, -1, 0; None for transport.
    edges
        Those from its start to its end before those of symmetric predicates the other way, then
        the most specific predicate first; each with the evidence that passed the filters.
    """

    id: str = derived(lambda hop: hop.edges[0].id)
    subject: str = derived(lambda hop: hop.edges[0].subject)
    predicate: PredicateName = derived(lambda hop: hop.edges[0].predicate)
    predicates: tuple[PredicateName, ...] = derived(
        lambda hop: tuple(dict.fromkeys(e.predicate for e in hop.edges))
    )
    object: str = derived(lambda hop: hop.edges[0].object)
    start: Hidden[str]
    end: Hidden[str]
    sign: Sign | None
    causal: bool = derived(lambda hop: any(edge.causal for edge in hop.edges))
    certainty: Certainty = derived(
        lambda hop: min((e.statement.certainty for e in hop.evidence), key=CERTAINTIES.index)
    )
    findings: tuple[str, ...] = derived(
        lambda hop: tuple(sorted({e.finding.id for e in hop.evidence}, key=natural_key))
    )
    sources: tuple[str, ...] = derived(
        lambda hop: tuple(sorted({e.finding.source for e in hop.evidence}))
    )
    edges: Hidden[tuple[Edge, ...]]

    @property
    def arrow(self) -> str:
        """How the step is written: by a causal edge, where it has one."""
        return arrow_of(next((e for e in self.edges if e.causal), self.edges[0]).predicate)

    @property
    def evidence(self) -> Iterator[Evidence]:
        """Iterate over the evidence of all its edges."""
        return (e for edge in self.edges for e in edge.evidence)

    @property
    def pieces(self) -> Iterator[tuple[Evidence, int]]:
        """Iterate over its evidence as a ranking weighs it.

        Returns
        -------
        iterable of tuple
        """
        return ((e, 0) for e in self.evidence)


@row
class Path(Evidenced):
    """One mechanism path, a row of `paths` and `mechanism`; within other rows shown as its chain.

    Parameters
    ----------
    nodes
        The entities along it.
    hops
        ``hops[i]`` joins ``nodes[i]`` to ``nodes[i + 1]``.
    sign
        Product over all but transport; None when there is nothing else.
    support, certainty
        What the studies carry; what the weakest hop's text says, by the findings that carry the
        support.
    cancers, findings, references
        Of the carrying findings.
    length, citations, hub_penalty
        Ranking columns: hops; independent citations; the sum of log2(edges) of the nodes passed
        through.
    starts
        Where several paths begin alike: donors and exposures of the same exosomes.
    carriers
        What carries the path, each on its own, hop by hop.

    Examples
    --------
    >>> import radexo
    >>> path = radexo.load().paths("miR-340-5p", "radiosensitivity")[0]
    >>> path.chain, path.sign
    ('miR-340-5p -| radiosensitivity', -1)
    """

    shown_as = "chain"

    nodes: tuple[Entity, ...]
    hops: Annotated[tuple[Hop, ...], Key("edges")]
    sign: Sign | None
    support: Support
    certainty: Certainty
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    length: int
    citations: int
    hub_penalty: float
    general: bool = derived(lambda path: any(node.general for node in path.nodes))
    starts: tuple[Entity, ...] = ()
    carriers: Hidden[tuple[tuple[tuple[Evidence, ...], ...], ...]] = field(
        default=(), compare=False
    )

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(edge for hop in self.hops for edge in hop.edges)

    @property
    def chain(self) -> str:
        """The path on one line, such as ``miR-340-5p -| KLF10``."""
        start = " / ".join(entity.name for entity in self.starts) or self.nodes[0].name
        return start + "".join(
            f" {hop.arrow} {node.name}" for hop, node in zip(self.hops, self.nodes[1:], strict=True)
        )

    def __iter__(self) -> Iterator[Step]:
        """Iterate over its steps, each with the evidence that carries the path there."""
        from .explain import steps

        return steps(self)

    def explain(self) -> str:
        """Return the path in English.

        Returns
        -------
        str
            One sentence for each step, with certainty, cancers and papers; one for the whole; and
            what is disputed.

        Examples
        --------
        >>> import radexo
        >>> print(radexo.load().paths("miR-340-5p", "radiosensitivity")[1].explain())
        1. miR-340-5p lowers KLF10 (stated; esophageal ...; Chen 2021 [29] doi:...).
        2. KLF10 raises radiosensitivity (inferred, not stated as such; esophageal ...).
        In all (net -1): if every step holds, more miR-340-5p gives less radiosensitivity. ...
        """
        from .explain import explain

        return explain(self)

    def __str__(self) -> str:
        return self.chain

    def __repr__(self) -> str:
        return (
            f"Path({self.chain}; net {sign_word(self.sign)}; {self.support}; {self.certainty}; "
            f"{papers(self.references)})"
        )

    @property
    def acting(self) -> int:
        """The place of the first node that acts; what comes before it only delivers."""
        return next((i for i, hop in enumerate(self.hops) if hop.sign is not None), len(self.hops))

    def signed_claims(self) -> Iterable[SignedClaim]:
        """Return the claims of its steps, and that of its ends.

        Returns
        -------
        iterable of tuple
        """
        yield from Evidenced.signed_claims(self)
        if self.sign:
            yield self.nodes[self.acting].id, self.nodes[-1].id, self.sign

    @property
    def composed(self) -> bool:
        """Whether no single study or passage carries it."""
        return self.support in ("same-cancer", "stitched")

    def carrying(self) -> Iterable[Evidence]:
        return (e for hops in self.carriers for found in hops for e in found)

    def pieces(self) -> Iterable[Piece]:
        """Return the certainty of each carrier, with its findings: its weakest hop's.

        Returns
        -------
        iterable of tuple
        """
        for hops in self.carriers:
            certainty = _weakest(hops)
            yield from ((certainty, e.finding) for found in hops for e in found)

    def cells(self) -> dict[str, str]:
        names = {node.id: node.name for node in self.nodes}
        weak = [
            f"{names[step.subject.id]} {step.hop.arrow} {names[step.object.id]} ({step.certainty})"
            for step in self
            if step.certainty != "stated"
        ]
        cells = self.evidence_cells()
        if self.composed and cells["certainty"] == "stated":  # no text states the whole
            cells["certainty"] = "each step stated"
        return {
            "chain": self.chain,
            "net": sign_word(self.sign),
            "support": f"{self.support}{self._step_sources()}",
            **cells,
            "not stated as such": "; ".join(weak) or "-",
        }

    def _step_sources(self) -> str:
        """Return the sources of each step, where there are several: `` (a, a and b, c)``."""
        steps = [hop.sources for hop in self.hops]
        several = len({source for sources in steps for source in sources}) > 1
        return f" ({', '.join(' and '.join(sources) for sources in steps)})" if several else ""


class OnPaths(Evidenced):
    """Base of rows that rest on paths: claims, evidence and certainties are those of the paths."""

    __slots__ = ()

    @property
    def resting_on(self) -> tuple[Path, ...]:
        """The paths."""
        raise NotImplementedError

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(edge for path in self.resting_on for edge in path.edges)

    def carrying(self) -> Iterable[Evidence]:
        return (e for path in self.resting_on for e in path.carrying())

    def pieces(self) -> Iterable[Piece]:
        return (piece for path in self.resting_on for piece in path.pieces())

    def signed_claims(self) -> Iterable[SignedClaim]:
        return (claim for path in self.resting_on for claim in path.signed_claims())


def _weakest(hops: Iterable[Iterable[Evidence]]) -> Certainty:
    """Return the certainty of a chain: of its weakest hop, each at its best."""
    order = CERTAINTIES.index
    best = [min((e.statement.certainty for e in found), key=order) for found in hops]
    return max(best, key=order)


def sign_word(sign: Sign | None) -> str:
    """Write a sign as a person reads it.

    Parameters
    ----------
    sign
        1, 0, -1 or None.

    Returns
    -------
    str

    Examples
    --------
    >>> sign_word(1), sign_word(0), sign_word(-1)
    ('+1', '0', '-1')
    """
    return {1: "+1", -1: "-1", 0: "0", None: "none"}[sign]


def make_path(store: Store, hops: tuple[Hop, ...]) -> Path:
    """Make a row of a path's hops: entities, support, certainty and ranking columns.

    Parameters
    ----------
    store
        Where entities and papers are looked up.
    hops
        The path, at least one hop.

    Returns
    -------
    Path
    """
    support = support_of(hops)
    ids = (hops[0].start, *(hop.end for hop in hops))
    keys = sorted(
        {key for e in support.evidence for key in e.finding.reference_keys}, key=_key_order
    )
    certainty = min(map(_weakest, support.carriers), key=CERTAINTIES.index)
    return Path(
        store=store,
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
        carriers=support.carriers,
    )


def _key_order(key: tuple[str, str | None]) -> tuple[Any, ...]:
    return (key[0], natural_key(key[1] or ""))
