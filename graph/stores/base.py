"""What every store offers, and what is the same in each: `Store`, `Census`.

A question knows a store only by `Store`: everything that implements it answers every question.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypedDict, Unpack

from ..errors import UsageError
from ..model import Edge, Entity, Evidence, Finding, Reference, Source
from ..records import Records
from ..schema import PREDICATES, Certainty, PredicateClass, Sign, confirming
from ..values import frozen

if TYPE_CHECKING:
    from ..names import NameIndex

__all__ = [
    "LARGE",
    "SCHEMES",
    "TOTALS",
    "ById",
    "Census",
    "Claim",
    "Counts",
    "EdgeKinds",
    "Fan",
    "Kind",
    "Node",
    "Pair",
    "SignedClaim",
    "Store",
    "Trace",
    "agreed_at",
    "finding_id",
    "holds_many",
    "is_address",
    "is_large",
    "matching",
    "named_by_review",
    "refuse_large",
]

SCHEMES = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")
"""The URL schemes of a Neo4j server."""

Pair = tuple[str, str]
"""Subject and object of claims."""

Node = Any
"""What stands for an entity in a search, a str or an int: see `Store.node`."""

Counts = Callable[[Evidence, int], bool]
"""Whether a piece of evidence counts, by it and by its number: see `Store.traces`."""

Trace = tuple[Node, str, Evidence, int]
"""The other end of a claim, its predicate, and a piece of evidence, see `Store.traces`."""

Fan = tuple[Any, Any]
"""What steps weigh, a number or an array, and an array of the nodes they lead to; 0 for none."""

Kind = frozenset[str]
"""Predicates whose claims confirm each other, as `radexo.graph.schema.confirming` returns them."""

SignedClaim = tuple[str, str, Sign]
"""Subject, object and sign (+1, -1 or 0) of a causal claim."""

TOTALS = ("entities", "edges", "findings", "statements", "biomarker claims", "papers", "cancers")
"""The totals of a census, in order."""


LARGE = 100_000
"""The most edges of a graph in which everything is counted and compared."""


def is_large(store: Store) -> bool:
    """Return whether a graph has so many edges that a question must not look at all of them."""
    return store.count_all_edges() > LARGE


def holds_many(store: Store) -> bool:
    """Return whether a graph is large, or what a server selected of one would be by itself."""
    return store.census().totals["edges"] > LARGE


def refuse_large(store: Store, what: str) -> None:
    """Refuse to read a large graph whole.

    Parameters
    ----------
    store
        The graph.
    what
        What would read it, and what to ask for instead: ``drawing it: draw an answer``.

    Raises
    ------
    UsageError
        When the graph is large.
    """
    if is_large(store):
        edges = store.census().totals["edges"]
        raise UsageError(f"the graph has {edges} claims, too many for {what}")


def named_by_review(store: Store, id: str) -> bool:
    """Return whether a review names an entity, or only resources do."""
    return bool(store.findings(sources=store.reviews(), naming=id))


def is_address(text: str) -> bool:
    """Return whether a text is the address of a server.

    Examples
    --------
    >>> is_address("neo4j://127.0.0.1:7687"), is_address("my-graph")
    (True, False)
    """
    return text.startswith(SCHEMES)


def refuse_address(text: str) -> None:
    """Refuse an address that is not that of a server of Neo4j.

    Raises
    ------
    UsageError
        For an address with another scheme, such as http://.
    """
    if "://" in text and not is_address(text):
        raise UsageError(
            f"{text!r} is not an address; those of servers begin with {', '.join(SCHEMES)}"
        )


def finding_id(evidence: Evidence, number: int) -> str:
    """Return the id of the finding of a piece of evidence that `Store.traces` gave.

    Examples
    --------
    >>> from radexo.graph.model import Finding, Statement
    >>> shared = Evidence(Finding("mirtarbase:"), Statement("", "", ""))
    >>> finding_id(shared, 7)
    'mirtarbase:7'
    """
    return f"{evidence.finding.id}{number}" if number else evidence.finding.id


class EdgeKinds(TypedDict, total=False):
    """Filters of edges by the class, the name and the sign of their predicates."""

    classes: Collection[PredicateClass]
    predicates: Collection[str]
    signs: Collection[Sign | None]


def matching(
    classes: Collection[PredicateClass] | None = None,
    predicates: Collection[str] | None = None,
    signs: Collection[Sign | None] | None = None,
) -> frozenset[str] | None:
    """Return the predicates that match filters of edges; None when there is no filter.

    Examples
    --------
    >>> sorted(matching(signs={-1}))
    ['ANTICORRELATES', 'DECREASES', 'REPRESSES', 'SPONGES']
    """
    if classes is None and predicates is None and signs is None:
        return None
    return frozenset(
        name
        for name, row in PREDICATES.items()
        if (classes is None or row.cls in classes)
        and (predicates is None or name in predicates)
        and (signs is None or row.sign in signs)
    )


def agreed_at(
    store: ById | Store,
    node: Node,
    kinds: Collection[Kind],
    *,
    forward: bool,
    ends: Set[Node] | None = None,
) -> dict[Kind, set[Node]]:
    """Return what `Store.agreed` returns, of some ends, as claims are read one by one."""
    of = {name: kind for kind in kinds for name in kind}
    both = [name for name in of if confirming(name, reverse=True)]
    first: dict[tuple[Kind, Node], str] = {}
    found: dict[Kind, set[Node]] = {kind: set() for kind in kinds}
    for names, way in ((list(of), forward), (both, not forward)):
        read = store.traces(node, predicates=names, ends=ends, forward=way) if names else ()
        for other, predicate, evidence, _ in read:
            kind, source = of[predicate], evidence.finding.source
            if first.setdefault((kind, other), source) != source:
                found[kind].add(other)
    return found


@frozen
class Census:
    """How much a graph holds.

    Parameters
    ----------
    totals
        Counts of entities, edges, findings, statements, biomarker claims, papers cited, cancers.
    entities, edges
        Counts by type and by predicate, zero counts omitted.
    """

    totals: dict[str, int]
    entities: dict[str, int]
    edges: dict[str, int]


class Claim(NamedTuple):
    """What is written of an edge to a server.

    Parameters
    ----------
    subject, predicate, object
        The claim.
    certainty
        The best that any evidence gives.
    findings
        Ids of the findings behind it.
    """

    subject: str
    predicate: str
    object: str
    certainty: Certainty | None
    findings: tuple[str, ...]


class ById:
    """Base of stores in which ids are the nodes, and which nobody else writes to."""

    is_part = False

    def reading(self) -> AbstractContextManager[None]:
        return nullcontext()

    def node(self, id: str) -> Node:
        return id

    def id_of(self, node: Node) -> str:
        return str(node)

    def ids_of(self, nodes: Iterable[Node]) -> Mapping[Node, str]:
        return {node: str(node) for node in nodes}

    def fans(
        self,
        nodes: Any,
        weights: Any,
        kinds: Sequence[frozenset[str]],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Iterator[Fan] | None:
        return None

    def samples(
        self,
        node: Node,
        predicates: frozenset[str],
        ends: Set[Node],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Iterable[tuple[Node, Evidence, int]] | None:
        return None

    def traces(
        self,
        node: Node,
        *,
        predicates: Collection[str] | None = None,
        ends: Set[Node] | None = None,
        forward: bool = True,
    ) -> Iterable[Trace]:
        raise NotImplementedError

    def agreed(
        self, node: Node, kinds: Collection[Kind], *, forward: bool = True
    ) -> Mapping[Kind, Set[Node]]:
        return agreed_at(self, node, kinds, forward=forward)

    def claims_apart(
        self, after: Store, papers: Collection[tuple[str, str | None]]
    ) -> Iterator[tuple[Sequence[Edge], Sequence[Edge]]] | None:
        return None

    def each_finding(self) -> Iterator[Finding]:
        raise NotImplementedError

    def each_kind(self) -> Iterator[tuple[Finding, int]]:
        return ((finding, 1) for finding in self.each_finding())

    def entity(self, id: str) -> Entity:
        raise NotImplementedError

    def entities(self, types: Collection[str] | None = None) -> Collection[Entity]:
        raise NotImplementedError

    def general(self, types: Collection[str]) -> Sequence[Entity]:
        return [entity for entity in self.entities(types) if entity.general]

    def entities_of(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        return {id: self.entity(id) for id in ids}


class Store(Protocol):
    """A graph that can be queried; every method is documented here, once.

    Filters are keywords that default to None, "no filter"; several filters must all match.
    """

    @property
    def version(self) -> str:
        """A hash of the content."""

    @property
    def is_part(self) -> bool:
        """Whether this is a part of a graph, so that only `edges_joining` sees all claims of it."""

    @property
    def names(self) -> NameIndex:
        """The index of names: ``find``, ``candidates``, ``nearest``, ``suggest``."""

    def reading(self) -> AbstractContextManager[None]:
        """Return a context in which the graph stays as it is, whatever others write meanwhile."""

    def census(self) -> Census:
        """Count everything."""

    def whole(self) -> Records:
        """Return all records; a store that is not in memory reads them all."""

    # -- sources and papers -----------------------------------------------------------------------

    def sources(self) -> Sequence[Source]:
        """Return the sources."""

    def reviews(self) -> Set[str]:
        """Return the ids of the sources that are reviews.

        All others are resources, whose findings are rows: see `radexo.graph.records.is_row`.
        """

    def references(self) -> Sequence[Reference]:
        """Return all papers."""

    def reference(self, source: str, citation: str | None) -> Reference:
        """Return a paper; an unknown one has no fields but its key."""

    # -- entities ---------------------------------------------------------------------------------

    def entities(self, types: Collection[str] | None = None) -> Collection[Entity]:
        """Return entities in canonical order: all, or those of some types and their subtypes."""

    def by_degree(self, types: Collection[str] | None = None) -> Iterator[Entity]:
        """Iterate over entities, those with the most edges first, then by id."""

    def entity(self, id: str) -> Entity:
        """Return the entity of an id.

        Raises
        ------
        UnknownNameError
            When no entity has the id.
        """

    def entities_of(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        """Return a mapping that holds what `entity` returns for some ids, read at once."""

    def general(self, types: Collection[str]) -> Sequence[Entity]:
        """Return the classes without named members among the entities of some types."""

    def subtypes(self, id: str) -> frozenset[str]:
        """Return the ids of an entity and of all its subtypes, direct or not."""

    def supertypes(self, id: str) -> frozenset[str]:
        """Return the ids of an entity and of all its supertypes, direct or not."""

    def exosomes_of(self, ids: Collection[str]) -> Sequence[Entity]:
        """Return the exosomes that have one of the ids, or have it as a donor or exposure."""

    # -- findings ---------------------------------------------------------------------------------

    def findings(
        self,
        *,
        naming: str | None = None,
        cancers: Collection[str | None] | None = None,
        citing: str | None = None,
        cargo: str | None = None,
        sources: Collection[str] | None = None,
        marked: bool = False,
    ) -> Sequence[Finding]:
        """Return findings in natural order of their ids.

        Parameters
        ----------
        naming
            Id of an entity that the finding names anywhere: a statement, biomarker, its context.
        cancers
            Ids of cancers; None among them stands for findings without a cancer.
        citing
            A citation (``29``), with or without its source (``sun2022:29``); ``sun2022:`` for the
            source's own sentences.
        cargo
            Id of an entity in the finding's cargo.
        sources
            Ids of sources.
        marked
            Whether only findings with an effect or a biomarker are returned.
        """

    def each_finding(self) -> Iterator[Finding]:
        """Yield every finding; a store on disk holds none of them, and has an order of its own."""

    def each_kind(self) -> Iterator[tuple[Finding, int]]:
        """Yield findings, and how many are like each, which come but once.

        On disk those that are alike are rows of a resource that differ in number and claim alone.
        """

    def finding(self, id: str) -> Finding | None:
        """Return the finding of an id, or None."""

    def count_findings(self) -> int:
        """Return the number of findings."""

    def count_all_edges(self) -> int:
        """Return the number of edges of the whole graph, also where a part of it is seen."""

    def findings_by_cancer(self) -> Mapping[str | None, int]:
        """Return the number of findings in each cancer; None counts those without one."""

    def cargo(self) -> Set[str]:
        """Return the ids of everything that some finding has as cargo."""

    # -- edges ------------------------------------------------------------------------------------

    def edges(
        self, *, findings: Collection[Finding] | None = None, **kinds: Unpack[EdgeKinds]
    ) -> Collection[Edge]:
        """Return edges ordered by claim.

        Parameters
        ----------
        findings
            Of the graph; an edge matches when one of them is behind it.
        **kinds
            Of the edges, see `EdgeKinds`.
        """

    def each_edge(self) -> Iterator[Edge]:
        """Yield every edge, ordered by claim; a store on disk holds those of one subject."""

    def claims_apart(
        self, after: Store, papers: Collection[tuple[str, str | None]]
    ) -> Iterator[tuple[Sequence[Edge], Sequence[Edge]]] | None:
        """Return the claims that may differ in another store, one subject after the other.

        Parameters
        ----------
        after
            The other store.
        papers
            Keys of papers that differ; a claim that cites one may differ.

        Returns
        -------
        iterator of tuple, or None
            Claims of either store, without those known to be the same. None where it is not known
            without comparing all.
        """

    def out_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        """Return the edges that leave an entity, filtered as by `edges`."""

    def in_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        """Return the edges that enter an entity, filtered as by `edges`."""

    def edges_between(
        self, pairs: Collection[Pair], *, predicates: Collection[str] | None = None
    ) -> Sequence[Edge]:
        """Return the edges from the first to the second of some pairs, ordered by claim."""

    def edges_joining(self, pairs: Collection[Pair]) -> Sequence[Edge]:
        """Return what `edges_between` returns for the whole graph, also if this is a part of it."""

    def traces(
        self,
        node: Node,
        *,
        predicates: Collection[str] | None = None,
        ends: Set[Node] | None = None,
        forward: bool = True,
    ) -> Iterable[Trace]:
        """Return the evidence at a node without an object for each piece, in any order.

        Rows of a resource that differ in claim and number alone share one piece of evidence: its
        finding's id ends where the number belongs, and its statement has no ends.

        Parameters
        ----------
        node
            As `node` returns it.
        predicates
            Of the claims.
        ends
            Nodes of which one is at the other end.
        forward
            Whether the claims leave the node, or enter it.

        Returns
        -------
        iterable of tuple
            Node at the other end, predicate, evidence, and the number of the finding where the
            evidence is shared, else 0.
        """

    def opposed(self) -> Sequence[tuple[str, str]]:
        """Return the pairs of entities between which causal edges of both signs lead, in order."""

    def node(self, id: str) -> Node:
        """Return what stands for an entity in a search; for an unknown one, what joins nothing."""

    def id_of(self, node: Node) -> str:
        """Return the id of the entity that a node stands for."""

    def ids_of(self, nodes: Iterable[Node]) -> Mapping[Node, str]:
        """Return a mapping that holds what `id_of` returns for some nodes, read at once."""

    def nodes(self, types: Collection[str]) -> set[Node]:
        """Return the nodes of the entities of some concrete types."""

    def neighbors(
        self,
        node: Node,
        predicates: frozenset[str],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Collection[Node]:
        """Return the nodes at the other end of edges of some predicates; some may come twice.

        Parameters
        ----------
        node, predicates, forward
            As of `traces`.
        counts
            Whether a piece of evidence counts, by it and by its number as `traces` returns them;
            an edge matches when some of its evidence does.
        """

    def fans(
        self,
        nodes: Any,
        weights: Any,
        kinds: Sequence[frozenset[str]],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Iterator[Fan] | None:
        """Return the steps from many nodes to others, as arrays, part by part.

        Parameters
        ----------
        nodes
            An array of int64.
        weights
            What a step of each kind weighs at each node, an array of int64: a row for each node.
        kinds
            Sets of predicates, apart from each other. Edges of one kind are one step.
        forward, counts
            As of `neighbors`.

        Returns
        -------
        iterator of tuple, or None
            See `Fan`; None where nodes are not numbers, or there are no arrays of them. No step
            leads to the node where it begins.
        """

    def samples(
        self,
        node: Node,
        predicates: frozenset[str],
        ends: Set[Node],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Iterable[tuple[Node, Evidence, int]] | None:
        """Return what `traces` returns, without predicates, once for all rows that share evidence.

        Parameters
        ----------
        node, predicates, ends, forward
            As of `traces`.
        counts
            As of `neighbors`.

        Returns
        -------
        iterable of tuple, or None
            The node at the other end, evidence, and 1 where rows share it, else 0. None where it
            is not known without reading.
        """

    def agreed(
        self, node: Node, kinds: Collection[Kind], *, forward: bool = True
    ) -> Mapping[Kind, Set[Node]]:
        """Return the nodes at the other end of claims that more than one source makes, by kind.

        Parameters
        ----------
        node, forward
            As of `traces`; an association is one claim, whichever end is the subject.
        kinds
            Of the claims.
        """

    def count_at(
        self, id: str, classes: Collection[PredicateClass], *, forward: bool = True
    ) -> int:
        """Return the number of edges of some classes that leave (or enter) an entity."""

    def evidence(self, edge: Edge) -> Sequence[Evidence]:
        """Return every statement behind an edge, with its finding."""

    def degree(self, id: str) -> int:
        """Return the number of edges at an entity, both ways."""

    # -- parts ------------------------------------------------------------------------------------

    def around(self, ids: Collection[str]) -> Store:
        """Return a store that holds at least some entities and every edge at them.

        To draw or explain a few entities, ask the part: a store in memory returns itself, a store
        on a server reads the part in one round trip. Unknown ids are ignored.
        """

    def among(self, ids: Collection[str]) -> Store:
        """Return a store that holds at least some entities and every edge between them."""
