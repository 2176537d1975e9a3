"""Paths and their hops as rows: entities, signs, support, certainty, papers and ranking columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log2
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from ...graph.model import Edge, Entity, Evidence, Reference, natural_key, weakest_certainty
from ...graph.schema import CERTAINTIES, Certainty, Support, multiply
from ...graph.stores.base import Store
from ..rows import Hidden, Key, Row, derived, row
from .support import support_of

if TYPE_CHECKING:
    from .explain import Step

__all__ = ["ARROWS", "Hop", "Path", "evidence_cells", "make_path", "papers", "sign_word"]

ARROWS = {1: "->", -1: "-|", 0: "~>", None: "=>"}
"""How a hop's sign is written: raises, lowers, acts without a given direction, carries."""


@row
class Hop(Row):
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

    id: str = derived(lambda hop: hop.edges[0].id)
    subject: str
    predicate: str = derived(lambda hop: hop.edges[0].predicate)
    predicates: tuple[str, ...] = derived(lambda hop: tuple(e.predicate for e in hop.edges))
    object: str
    sign: int | None
    causal: bool = derived(lambda hop: any(edge.causal for edge in hop.edges))
    certainty: Certainty = derived(
        lambda hop: min((e.statement.certainty for e in hop.evidence), key=CERTAINTIES.index)
    )
    findings: tuple[str, ...] = derived(
        lambda hop: tuple(sorted({e.finding.id for e in hop.evidence}, key=natural_key))
    )
    sources: tuple[str, ...] = derived(
        lambda hop: tuple(sorted({id.partition(":")[0] for id in hop.findings}))
    )
    edges: Hidden[tuple[Edge, ...]]

    @property
    def evidence(self) -> Iterator[Evidence]:
        """Iterate over the evidence of all its edges."""
        return (e for edge in self.edges for e in edge.evidence)


@row
class Path(Row):
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
        What the studies carry; what the weakest hop's text says.
    cancers, findings, references
        Of the carrying findings.
    length, citations, hub_penalty
        Ranking columns: hops; independent citations; the sum of log2(edges) of the nodes passed
        through.
    """

    shown_as = "chain"

    nodes: tuple[Entity, ...]
    hops: Annotated[tuple[Hop, ...], Key("edges")]
    sign: int | None
    support: Support
    certainty: Certainty
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
        1. miR-340-5p lowers KLF10 (stated; esophageal squamous cell carcinoma; [29] doi:10.1186/s13046-021-01834-9).
        2. KLF10 raises radiosensitivity (inferred, not stated as such; esophageal squamous cell carcinoma; [29] doi:...).
        In all (net -1): if every step holds, more miR-340-5p gives less radiosensitivity. Reported: ...
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
            **evidence_cells(self),
            "not stated as such": "; ".join(weak) or "-",
        }


def sign_word(sign: int | None) -> str:
    """Write a sign as a person reads it."""
    return {1: "+1", -1: "-1", 0: "0", None: "-"}[sign]


def papers(references: Iterable[Reference]) -> str:
    """Write papers as a person reads them: ``[29] doi:10.1186/...``."""
    return ", ".join(reference.cited for reference in references) or "-"


class Evidenced(Protocol):
    """A row with the cancers and papers of its evidence."""

    @property
    def cancers(self) -> Sequence[Entity]: ...
    @property
    def references(self) -> Sequence[Reference]: ...


def evidence_cells(row: Evidenced) -> dict[str, str]:
    """Return the cancers and papers of a row as a person reads them."""
    return {
        "cancers": ", ".join(cancer.name for cancer in row.cancers) or "general",
        "papers": papers(row.references),
    }


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
