"""What other sources say of the claims of a review: they confirm, deny or only mention them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ...graph.report import how_many
from ...graph.schema import PredicateClass, PredicateName, Sign, Strength, Verdict, compare
from ...graph.stores.base import Pair, Store
from ..claims import OnClaim, cancers_of, references_of
from ..declare import Rows, question
from ..evidence import best_strength, uncertain_ends
from ..filters import HOW_TO_MERGE, unfiltered
from ..paths.search import Budget
from ..rows import Hidden, Row, derived, row


@row
class Said(Row):
    """What one source says, with one predicate, of the ends of a claim.

    Parameters
    ----------
    source
        Its id.
    predicate
        How it says it.
    strength
        The best grade of the experiments behind it.
    findings, references
        Of the source.
    """

    source: str
    predicate: PredicateName
    strength: Strength | None
    findings: tuple[str, ...]
    references: tuple[Reference, ...]

    def __str__(self) -> str:
        count = len([paper for paper in self.references if paper.citation])
        papers = how_many(count, "papers") if count else "no paper"
        return (
            f"{self.source} {self.predicate} ({', '.join(filter(None, (self.strength, papers)))})"
        )


@row
class Corroboration(OnClaim):
    """One claim of a review, and what every other source says of the same two entities.

    Parameters
    ----------
    confirmed_by
        Who makes the claim too: a causal one of the same sign, or one of the same predicate.
    denied_by
        Who saw no effect (CAUSES_NO_CHANGE), or claims the opposite sign.
    mentioned_by
        Who says something else of the two; for CARRIES also who has found the cargo in exosomes.
    uncertain
        In words, which of the two has no exact identifier: what is said may be of something else.
    cancers, findings, references
        Of the review.
    edge
        The claim with the review's evidence.
    """

    subject: Entity
    predicate: PredicateName = derived("edge.predicate")
    object: Entity
    sign: Sign | None = derived("edge.sign")
    confirmed_by: tuple[Said, ...]
    denied_by: tuple[Said, ...]
    mentioned_by: tuple[Said, ...]
    uncertain: str | None = derived(lambda row: row.uncertain_join())
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...] = derived("edge.findings")
    references: tuple[Reference, ...]
    edge: Hidden[Edge]

    def uncertain_join(self) -> str | None:
        """Return which end is joined by an identifier that is not exact, if anything is said.

        Returns
        -------
        str or None
        """
        if not (self.confirmed_by or self.denied_by or self.mentioned_by):
            return None
        return uncertain_ends(self.store, (self.edge.subject, self.edge.object))

    def cells(self) -> dict[str, str]:
        by = (self.confirmed_by, self.denied_by, self.mentioned_by)
        caveat = [self.uncertain] if self.uncertain else []
        said = ("; ".join([*map(str, sources), *caveat]) if sources else "-" for sources in by)
        return {
            "claim": self.claim,
            "predicate": self.predicate,
            **dict(zip(("confirmed by", "denied by", "mentioned by"), said, strict=True)),
            **self.evidence_cells(),
        }


@question(example={"names": ["miR-340-5p"]}, group="evidence")
def corroborate(
    store: Store, names: Sequence[Entity] = (), *, budget: Budget
) -> Rows[Corroboration]:
    """What other sources say of the review's claims: confirmed, denied, mentioned.

    The claims of the reviews in the graph (sources with other findings than rows of one claim),
    each with what every other source says of the same two entities. It confirms a causal claim with
    one of the same sign, denies it with one of the opposite sign or with CAUSES_NO_CHANGE, and
    mentions it with any other predicate; of associations the direction does not matter.
    That exosomes CARRY a cargo is mentioned by who found the cargo in any exosomes (EXPRESSED_IN).
    Denied claims first, then those confirmed by strong evidence, other confirmed ones, those
    mentioned, and the rest; each by the names of the ends. Filters select the review's claims, not
    what is said of them.

    Parameters
    ----------
    names
        Only claims that have each of these as an end.
    """
    whole = unfiltered(store)
    reviews = whole.reviews()
    sources = sorted({source.id for source in whole.sources()} | reviews)
    if not reviews or len(sources) < 2:
        return Rows([], what="claim", none=_nothing_to_compare(sources, reviews))
    ids = {e.id for e in names}
    rows = []
    for edges in _claims(store, reviews, ids, budget):
        pairs = {pair for edge in edges for pair in _pairs(edge)}
        beside: dict[Pair, list[Edge]] = {}
        for edge in whole.edges_joining(pairs):
            beside.setdefault((edge.subject, edge.object), []).append(edge)
        rows += [_row(store, edge, _compared(whole, edge, beside)) for edge in edges]
    rows.sort(key=_order)
    shown = ", ".join(e.name for e in names)
    none = f"no review claims anything of {shown or 'anything'}"
    return Rows(rows, what="claim", none=none, scope="two names, or one source or cancer")


def _nothing_to_compare(sources: Sequence[str], reviews: Iterable[str]) -> str:
    held = f"the graph holds one source, {sources[0]}" if sources else "the graph holds no source"
    if sources and not reviews:
        held = f"the graph holds no review, only {', '.join(sources)}"
    return f"{held}: nothing can be compared; {HOW_TO_MERGE}"


_READ = 300
"""How many findings are read between two looks at the clock."""


def _claims(
    store: Store, reviews: Iterable[str], ids: set[str], budget: Budget
) -> Iterator[list[Edge]]:
    """Yield the claims of reviews with their evidence alone, those that have the ids as ends."""
    of_reviews = frozenset(reviews)
    findings = store.findings(naming=min(ids, default=None), sources=of_reviews)
    seen: set[tuple[str, str, str]] = set()
    for start in range(0, len(findings), _READ):
        if not budget.in_time():
            return
        found = []
        for edge in store.edges(findings=findings[start : start + _READ]):
            claim = (edge.subject, edge.predicate, edge.object)
            if ids <= {edge.subject, edge.object} and claim not in seen:
                seen.add(claim)
                evidence = tuple(e for e in store.evidence(edge) if e.finding.source in of_reviews)
                found.append(Edge(*claim, evidence))
        yield found


def _pairs(edge: Edge) -> tuple[Pair, Pair]:
    return (edge.subject, edge.object), (edge.object, edge.subject)


def _compared(
    store: Store, claim: Edge, beside: Mapping[Pair, Sequence[Edge]]
) -> dict[Verdict, list[tuple[PredicateName, Evidence]]]:
    """Return what is said of the ends of a claim, by what it does to the claim."""
    along, back = (beside.get(pair, ()) for pair in _pairs(claim))
    found: dict[Verdict, list[tuple[PredicateName, Evidence]]] = {}

    def add(edge: Edge, verdict: Verdict) -> None:
        found.setdefault(verdict, []).extend((edge.predicate, e) for e in store.evidence(edge))

    ways = [(along, False), (back if claim.subject != claim.object else (), True)]
    for edge, reverse in ((edge, reverse) for edges, reverse in ways for edge in edges):
        if verdict := compare(claim.predicate, edge.predicate, reverse=reverse):
            add(edge, verdict)
    if claim.predicate == "CARRIES":
        for edge in store.out_edges(claim.object, classes=(PredicateClass.LOCATION,)):
            if store.entity(edge.object).type == "Exosome":
                add(edge, "mentions")
    return found


def _row(
    store: Store, claim: Edge, compared: Mapping[Verdict, Sequence[tuple[PredicateName, Evidence]]]
) -> Corroboration:
    making = {e.finding.source for e in claim.evidence}
    by: dict[Verdict, tuple[Said, ...]] = {}
    for verdict, found in compared.items():
        saying: dict[tuple[str, PredicateName], list[Finding]] = {}
        for predicate, e in found:
            if making - {e.finding.source}:
                saying.setdefault((e.finding.source, predicate), []).append(e.finding)
        by[verdict] = tuple(_said(store, *key, saying[key]) for key in sorted(saying))
    return Corroboration(
        store,
        store.entity(claim.subject),
        store.entity(claim.object),
        confirmed_by=by.get("confirms", ()),
        denied_by=by.get("denies", ()),
        mentioned_by=by.get("mentions", ()),
        cancers=cancers_of(store, claim.evidence),
        references=references_of(store, claim.evidence),
        edge=claim,
    )


def _said(store: Store, source: str, predicate: PredicateName, findings: Sequence[Finding]) -> Said:
    ordered = sorted(findings, key=lambda finding: natural_key(finding.id))
    keys = dict.fromkeys(key for finding in ordered for key in finding.reference_keys)
    return Said(
        source,
        predicate,
        best_strength(ordered),
        tuple(dict.fromkeys(finding.id for finding in ordered)),
        tuple(store.reference(*key) for key in keys),
    )


def _order(row: Corroboration) -> tuple[object, ...]:
    strong = any(said.strength == "strong" for said in row.confirmed_by)
    place = (row.denied_by, strong, row.confirmed_by, row.mentioned_by, True)
    return (next(i for i, holds in enumerate(place) if holds), *row.by_names)
