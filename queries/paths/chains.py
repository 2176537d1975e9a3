"""The longest chains through an entity, to radiosensitivity or to where they stop.

Chains of one study are searched within one study and one cancer at a time, those of one passage
within one finding, those of one cancer within one cancer: a chain is as long as what carries it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from ...graph.model import Evidence, natural_key
from ...graph.schema import CERTAINTIES, RADIOSENSITIVITY, SUPPORTS, Sign
from ...graph.stores.base import Store, finding_id
from .path import Hop, Path
from .rank import Ranking, rank
from .search import Budget, Step, Walk
from .support import LEVELS

__all__ = ["count_weaker", "longest_chains"]

Nodes = tuple[str, ...]
Signs = tuple[Sign | None, ...]


def longest_chains(
    store: Store,
    through: Sequence[str],
    max_hops: int,
    support: str,
    budget: Budget,
    resources: Collection[str] = (),
) -> list[Path]:
    """Search the longest chains that lead through some entities in this order.

    Parameters
    ----------
    store
        The graph.
    through
        One or two entity ids; the second need not follow the first at once.
    max_hops
        The most hops of a chain.
    support
        The support that a chain must have at least.
    budget
        When to end.
    resources
        Ids of sources whose claims are walked only at the end of a chain, `_EXTENSION` at most;
        they have no support in common with the chain.

    Returns
    -------
    list of Path
        None a part of another, but for those that resources make longer; one for all donors and
        exposures of the same exosomes. Those of named entities first, then those that no resource
        makes longer, then by support, certainty, fewest composed steps; then those that end in
        radiosensitivity, then the longest.
    """
    own: dict[tuple[Nodes, Signs], tuple[Step, ...]] = {}
    extended: dict[tuple[Nodes, Signs], tuple[Step, ...]] = {}
    further = Walk(store, accept=_of_sources(resources)) if resources else None
    for walk in _scopes(store, through, support, resources):
        if not budget.expand():
            break
        for hops, added in _maximal(walk, further, through, max_hops, budget):
            nodes = (hops[0].start, *(hop.end for hop in hops))
            chains = extended if added else own
            chains.setdefault((nodes, tuple(hop.sign for hop in hops)), hops)
    whole = Walk(store)  # the evidence of every study, not only of the one that carries the chain
    rows: list[Path] = []
    for chains in (own, extended):
        rows += sorted(_merge_starts(whole.paths(_longest(chains))), key=_order)
    return sorted(rows, key=lambda path: path.general)


def count_weaker(
    store: Store, through: Sequence[str], max_hops: int, support: str, budget: Budget
) -> int:
    """Count the chains that `longest_chains` returns with any support, and that have less.

    Parameters
    ----------
    store, through, max_hops, budget
        As of `longest_chains`.
    support
        What they fall short of.

    Returns
    -------
    int
    """
    found: dict[tuple[Nodes, Signs], tuple[Step, ...]] = {}
    walk = Walk(store)
    for steps, _ in _maximal(walk, None, through, max_hops, budget):
        nodes = (steps[0].start, *(step.end for step in steps))
        found.setdefault((nodes, tuple(step.sign for step in steps)), steps)
    ranking, least = Ranking(store), SUPPORTS.index(support)
    weaker = ((ranking.place(s)[0], s) for s in _longest(found))
    chains = [(level, steps) for level, steps in weaker if level > least]
    walk.read_between({_first(steps) for _, steps in chains if steps[0].sign is None})
    keys = (
        _alike(steps, _released(walk, steps), level, _findings(level, steps))
        for level, steps in chains
    )
    return len(set(keys))


def _first(steps: Sequence[Step]) -> tuple[str, str]:
    return steps[0].start, steps[0].end


def _released(walk: Walk, steps: Sequence[Step]) -> bool:
    hops = walk.between(*_first(steps)) if steps[0].sign is None else ()
    return any(h.sign is None and h.edges[0].predicate == "RELEASES" for h in hops)


def _alike(
    hops: Sequence[Step | Hop], released: bool, support: object, findings: Iterable[str]
) -> object:
    """Return what chains have in common that are shown as one.

    They differ in the donor or exposure that releases the same exosomes alone, and rest on the same
    findings.
    """
    if not released:
        return id(hops)
    return tuple((hop.end, hop.sign) for hop in hops), support, frozenset(findings)


def _findings(level: int, steps: Sequence[Step]) -> frozenset[str]:
    """Return the findings that carry a chain with a support, by its place."""
    pieces = [[(finding_id(e, n), e) for e, n in step.pieces] for step in steps]
    if level == len(LEVELS):
        return frozenset(id for found in pieces for id, _ in found)
    key_of = LEVELS[level][1]
    keys = [[(key_of(e), id) for id, e in found] for found in pieces]
    shared = set.intersection(*({key for key, _ in found if key} for found in keys))
    return frozenset(id for found in keys for key, id in found if key in shared)


def _longest(chains: Mapping[tuple[Nodes, Signs], tuple[Step, ...]]) -> Iterator[tuple[Step, ...]]:
    """Yield the chains that are not part of another."""
    parts = {part for chain in chains for part in _shorter(*chain)}
    return (hops for chain, hops in chains.items() if chain not in parts)


def _order(path: Path) -> tuple[object, ...]:
    ends = path.nodes[-1].id == RADIOSENSITIVITY
    composed = sum(hop.certainty != "stated" for hop in path.hops)
    weak = sum(all(e.finding.strength == "weak" for e in hop.evidence) for hop in path.hops)
    return (
        path.general,
        SUPPORTS.index(path.support),
        CERTAINTIES.index(path.certainty),
        composed,
        weak,
        not ends,
        -path.length,
        rank(path),
    )


def _merge_starts(paths: Iterable[Path]) -> list[Path]:
    """Make one row of chains that are alike, see `_alike`: the least certain stands for all."""
    rows: dict[object, list[Path]] = {}
    for path in paths:
        released = path.hops[0].edges[0].predicate == "RELEASES"
        key = _alike(path.hops, released, path.support, path.findings)
        rows.setdefault(key, []).append(path)
    merged = []
    for alike in rows.values():
        base = max(alike, key=_doubt)
        starts = tuple(sorted((path.nodes[0] for path in alike), key=lambda e: (e.type, e.name)))
        merged.append(replace(base, starts=starts) if len(alike) > 1 else base)
    return merged


def _doubt(path: Path) -> tuple[int, ...]:
    """How uncertain a path is, then how uncertain its first hop."""
    return tuple(CERTAINTIES.index(each.certainty) for each in (path, path.hops[0]))


_EXTENSION = 2
"""The most claims of resources at the end of a chain: to a target, and to its pathway."""


def _scopes(
    store: Store, through: Sequence[str], support: str, resources: Collection[str]
) -> Iterator[Walk]:
    """One walk for each study and cancer, and for each cancer, that a chain may be in."""
    if support == "stitched":
        yield Walk(store, accept=_not_of_sources(resources) if resources else None)
        return
    if resources:  # the entity itself, from which resources may go on
        yield Walk(store, accept=_of_sources(()))
    one_paper: set[tuple[str, str]] = set()
    others: set[str] = set()
    cancers: set[str] = set()
    for id, forward in product(through[:1], (True, False)):
        for _, _, evidence, number in store.traces(store.node(id), forward=forward):
            finding = evidence.finding
            if finding.source in resources:
                continue
            if finding.cancer:
                cancers.add(finding.cancer)
            if len(finding.citations) == 1:
                one_paper.add((finding.studies[0], finding.cancer or ""))
            else:
                others.add(finding_id(evidence, number))
    for study, cancer in sorted(one_paper):
        yield Walk(store, accept=_of_study(study, cancer))
    if support != "one-study":
        for id in sorted(others, key=natural_key):
            yield Walk(store, accept=_of_finding(id))
    if support == "same-cancer":
        for cancer in sorted(cancers):
            yield Walk(store, accept=_of_cancer(cancer))


class _Within:
    """Whether evidence counts: decided once for what rows of a resource share."""

    def __init__(self) -> None:
        self._shared: dict[int, tuple[Evidence, bool]] = {}

    def __call__(self, e: Evidence, number: int) -> bool:
        if not number:
            return self._counts(e)
        if (known := self._shared.get(id(e))) is None:
            known = self._shared[id(e)] = (e, self._counts(e))
        return known[1]

    def _counts(self, e: Evidence) -> bool:
        raise NotImplementedError


class _of_sources(_Within):
    def __init__(self, sources: Collection[str]) -> None:
        super().__init__()
        self.sources = sources

    def _counts(self, e: Evidence) -> bool:
        return e.finding.source in self.sources


class _not_of_sources(_of_sources):
    def _counts(self, e: Evidence) -> bool:
        return e.finding.source not in self.sources


class _of_study(_Within):
    def __init__(self, study: str, cancer: str) -> None:
        super().__init__()
        self.study, self.cancer = study, cancer

    def _counts(self, e: Evidence) -> bool:
        finding = e.finding
        return finding.studies == (self.study,) and (finding.cancer or "") == self.cancer


class _of_finding:
    def __init__(self, id: str) -> None:
        self.id = id

    def __call__(self, e: Evidence, number: int) -> bool:
        return finding_id(e, number) == self.id


class _of_cancer(_Within):
    def __init__(self, cancer: str) -> None:
        super().__init__()
        self.cancer = cancer

    def _counts(self, e: Evidence) -> bool:
        return e.finding.cancer == self.cancer


def _maximal(
    walk: Walk, further: Walk | None, through: Sequence[str], max_hops: int, budget: Budget
) -> Iterator[tuple[tuple[Step, ...], int]]:
    """Search the chains through all of `through` that no hop at either end makes longer.

    Each with how many of its hops are of resources; only those that have some count as longer.
    """
    first, rest = through[0], through[1:]
    before = list(_walks(walk, first, False, max_hops, budget))
    after = [
        (hops, added)
        for hops, added in _ahead(walk, further, first, max_hops, budget)
        if _leads_through(hops, rest)
    ]
    for back in before:
        behind = {hop.start for hop in back}
        for ahead, added in after:
            if not budget.expand():
                return
            total = len(back) + len(ahead)
            if not total or total > max_hops or any(hop.end in behind for hop in ahead):
                continue
            if back and ahead and not walk.passable(first):
                continue
            chain = (*back, *ahead)
            nodes = {first, *behind, *(hop.end for hop in ahead)}
            onward = further if added else walk
            if total == max_hops or not (
                _extends(walk, chain[0].start, nodes, False)
                or (
                    added != _EXTENSION
                    and onward is not None
                    and _extends(onward, chain[-1].end, nodes, True)
                )
            ):
                yield chain, added


def _ahead(
    walk: Walk, further: Walk | None, start: str, max_hops: int, budget: Budget
) -> Iterator[tuple[tuple[Step, ...], int]]:
    """Walk out of a node, and go on through resources; with how many hops these added."""
    for hops in _walks(walk, start, True, max_hops, budget):
        yield hops, 0
        end = hops[-1].end if hops else start
        most = min(_EXTENSION, max_hops - len(hops))
        if not (further and most and (walk.passable(end) or not hops)):
            continue
        seen = {start, *(hop.end for hop in hops)}
        for more in _walks(further, end, True, most, budget):
            if more and seen.isdisjoint(hop.end for hop in more):
                yield (*hops, *more), len(more)


def _leads_through(hops: Iterable[Step], rest: Sequence[str]) -> bool:
    return set(rest) <= {hop.end for hop in hops}


def _extends(walk: Walk, end: str, nodes: set[str], forward: bool) -> bool:
    if not walk.passable(end):
        return False
    return any(
        (hop.end if forward else hop.start) not in nodes for hop in walk.steps(end, forward=forward)
    )


def _walks(
    walk: Walk, start: str, forward: bool, max_hops: int, budget: Budget
) -> Iterator[tuple[Step, ...]]:
    """Walk all simple ways out of (or into) a node, with the empty one; hops in edge order."""
    waiting: list[tuple[tuple[Step, ...], str, frozenset[str]]] = [((), start, frozenset({start}))]
    while waiting and not budget.spent:
        hops, end, seen = waiting.pop()
        yield hops
        if len(hops) == max_hops or not (walk.passable(end) or end == start):
            continue
        for hop in walk.steps(end, forward=forward):
            other = hop.end if forward else hop.start
            if other not in seen and budget.expand():
                waiting.append(((*hops, hop) if forward else (hop, *hops), other, seen | {other}))


def _shorter(nodes: Nodes, signs: Signs) -> Iterator[tuple[Nodes, Signs]]:
    """Every part of a chain that is shorter than itself."""
    for first in range(len(nodes)):
        for last in range(first + 1, len(nodes)):
            if last - first < len(signs):
                yield nodes[first : last + 1], signs[first:last]
