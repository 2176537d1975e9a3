"""The sets that a list is tested against, counted without an object for each of their members.

Of a set of claims only its size is found, over nodes, and which members the list has; the claims
behind these are read for the rows that are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from ..graph.errors import UsageError
from ..graph.model import Evidence, Finding
from ..graph.schema import PREDICATES, PredicateClass, Sign, TypeName, subtypes
from ..graph.stores.base import Node, Store, is_large, matching
from ..queries.filters import FilteredStore, Filters, unfiltered
from ..queries.rows import Row, row

__all__ = ["Behind", "MemberSet", "SetName", "Sets", "sets_of", "tests"]

Behind = Mapping[Sign | None, Sequence[Evidence | Finding]]
"""What is behind the membership of a member, by the sign of its claim."""

_TOGETHER = 500_000
"""The most claims that are counted at once."""
_MOST_FINDINGS = 20_000
"""The most findings that are compared in a large graph."""


@row
class SetName(Row):
    """What names a set: an entity, or a finding, which is called by its id."""

    id: str
    name: str
    type: Literal[TypeName, "Finding"]


@dataclass(frozen=True)
class MemberSet:
    """A set that shares members with a list.

    Parameters
    ----------
    id
        Of the entity that names it, or of a finding.
    size
        How many members it has within the background.
    plus, minus
        How many of them have claims of that sign and not of the opposite one.
    listed
        Ids of members that the list has, each with the signs of its claims.
    """

    id: str
    size: int
    plus: int
    minus: int
    listed: Mapping[str, Set[Sign | None]]


@dataclass(frozen=True)
class Sets:
    """Sets, and how what is behind them is read.

    Parameters
    ----------
    store
        The graph, or a part of it that holds the sets.
    sets
        In any order.
    names
        Returns what names some of them.
    behind
        Returns what is behind the membership of pairs of a set and a member.
    """

    store: Store
    sets: Sequence[MemberSet]
    names: Callable[[Collection[str]], Mapping[str, SetName]]
    behind: Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], Behind]]


@dataclass(frozen=True)
class _Kind:
    """Sets that claims make: of which classes, of which owners, and whether claims leave these."""

    classes: tuple[PredicateClass, ...]
    owners: str
    from_set: bool


_CLAIMED: Mapping[str, _Kind] = {
    "targets": _Kind((PredicateClass.CAUSAL,), "Cargo", True),
    "pathways": _Kind((PredicateClass.CAUSAL, PredicateClass.MEMBERSHIP), "Pathway", False),
    "cargo": _Kind((PredicateClass.TRANSPORT,), "Exosome", True),
}


def sets_of(
    store: Store, against: str, ids: Sequence[str], contexts: Set[str], within: Set[str] | None
) -> Sets:
    """Return the sets of a kind that share members with a list.

    Parameters
    ----------
    store
        The graph, as filters show it.
    against
        One of `radexo.words.AGAINST`.
    ids
        Of the list's entities.
    contexts
        Of what filters name.
    within
        Ids of the background; all entities without one.

    Raises
    ------
    UsageError
        When too many findings would be read.
    """
    if kind := _CLAIMED.get(against):
        return _claimed(store, kind, ids, contexts, within)
    return _named(store, against, ids, within)


def tests(store: Store, against: str) -> int:
    """Return how many sets of a kind there may be."""
    census = store.census()
    if against == "findings":
        return census.totals["findings"]
    kind = _CLAIMED.get(against)
    types = subtypes(kind.owners if kind else "Cancer")
    return sum(census.entities.get(type, 0) for type in types)


# -- sets that claims make ------------------------------------------------------------------------


def _claimed(
    store: Store, kind: _Kind, ids: Sequence[str], contexts: Set[str], within: Set[str] | None
) -> Sets:
    near = store.around([*ids, *contexts])
    allowed = matching(kind.classes) or frozenset()
    naming = _without_classes(near, kind.owners)
    owners: set[Node] = set()
    for node in map(near.node, ids):
        found = near.neighbors(node, allowed, forward=not kind.from_set)
        owners.update(naming.intersection(found) - {node})
    named = near.ids_of(owners)
    part = store.around([*(named[node] for node in owners), *contexts])
    counting = _Counting(part, kind, ids, within)
    nodes = list(owners) if part is near else [part.node(named[node]) for node in owners]

    def behind(
        pairs: Collection[tuple[str, str]],
    ) -> dict[tuple[str, str], dict[Sign | None, list[Evidence | Finding]]]:
        found: dict[tuple[str, str], dict[Sign | None, list[Evidence | Finding]]] = {}
        joined = pairs if kind.from_set else {(member, owner) for owner, member in pairs}
        for edge in part.edges_between(joined, predicates=allowed):
            ends = (edge.subject, edge.object)
            signs = found.setdefault(ends if kind.from_set else ends[::-1], {})
            signs.setdefault(edge.sign, []).extend(part.evidence(edge))
        return found

    return Sets(part, list(counting.sets(nodes)), partial(_entity_names, part), behind)


def _entity_names(store: Store, ids: Collection[str]) -> dict[str, SetName]:
    found = store.entities_of(ids)
    return {id: SetName(id, found[id].name, found[id].type) for id in ids}


def _without_classes(store: Store, type: str) -> set[Node]:
    """Return the nodes of a type, without classes that have no named members."""
    general = store.general((type,))
    return store.nodes(subtypes(type)) - {store.node(entity.id) for entity in general}


@dataclass
class _Counting:
    """Counts the members of sets that claims make."""

    store: Store
    kind: _Kind
    ids: Sequence[str]
    within: Set[str] | None
    signed: list[tuple[Sign | None, frozenset[str]]] = field(init=False)
    members: set[Node] = field(init=False)
    listed: dict[Node, str] = field(init=False)

    def __post_init__(self) -> None:
        signs = dict.fromkeys(row.sign for row in PREDICATES.values())
        named = ((sign, matching(self.kind.classes, signs=(sign,))) for sign in signs)
        self.signed = [(sign, names) for sign, names in named if names]
        self.members = _without_classes(self.store, "Cargo")
        if self.within is not None:
            self.members &= set(map(self.store.node, self.within))
        nodes = ((self.store.node(id), id) for id in self.ids)
        self.listed = {node: id for node, id in nodes if node in self.members}

    def sets(self, owners: Sequence[Node]) -> Iterator[MemberSet]:
        """Yield the sets of some owners that have members of the list."""
        if self.store.fans([], [], [names for _, names in self.signed]) is not None:
            yield from self._in_arrays(owners)
            return
        ids = self.store.ids_of(owners)
        for owner in owners:
            found = {
                sign: self.members.intersection(
                    self.store.neighbors(owner, names, forward=self.kind.from_set)
                )
                - {owner}
                for sign, names in self.signed
            }
            plus, minus = found.get(1, set()), found.get(-1, set())
            whole: set[Node] = set().union(*found.values())
            listed = {
                self.listed[node]: {sign for sign, nodes in found.items() if node in nodes}
                for node in whole
                if node in self.listed
            }
            if listed:
                yield MemberSet(
                    ids[owner], len(whole), len(plus - minus), len(minus - plus), listed
                )

    def _in_arrays(self, owners: Sequence[Node]) -> Iterator[MemberSet]:
        import numpy as np

        ids = self.store.ids_of(owners)
        last = max((*self.members, *owners, 0))
        allowed, listed = np.zeros(last + 1, dtype=bool), np.zeros(last + 1, dtype=bool)
        allowed[list(self.members)] = True
        listed[list(self.listed)] = True
        begin = 0
        while begin < len(owners):
            end, claims = begin, 0
            while end < len(owners) and (end == begin or claims < _TOGETHER):
                claims += self.store.degree(ids[owners[end]])
                end += 1
            some = np.array(owners[begin:end], dtype=np.int64)
            keys = self._keys(some, allowed, last)
            plus, minus = keys.get(1), keys.get(-1)
            sizes = _counts(_together(list(keys.values())), len(some))
            pluses = minuses = np.zeros(len(some), dtype=np.int64)
            if plus is not None and minus is not None:
                both = _counts(np.intersect1d(plus, minus, assume_unique=True), len(some))
                pluses, minuses = (_counts(found, len(some)) - both for found in (plus, minus))
            shared: dict[int, dict[str, set[Sign | None]]] = {}
            for sign, found in keys.items():
                hits = found[listed[found & _NODE]]
                for place, node in zip(
                    (hits >> _SHIFT).tolist(), (hits & _NODE).tolist(), strict=True
                ):
                    shared.setdefault(place, {}).setdefault(self.listed[node], set()).add(sign)
            for place, of_list in shared.items():
                yield MemberSet(
                    ids[owners[begin + place]],
                    int(sizes[place]),
                    int(pluses[place]),
                    int(minuses[place]),
                    of_list,
                )
            begin = end

    def _keys(self, owners: Any, allowed: Any, last: int) -> dict[Sign | None, Any]:
        """Return the members of owners by sign, as sorted numbers: place of the owner, the node."""
        import numpy as np

        count, kinds = len(self.signed), [names for _, names in self.signed]
        steps = np.arange(1, len(owners) * count + 1).reshape(-1, count)  # says where a step begins
        found: list[list[Any]] = [[] for _ in kinds]
        for step, ends in self.store.fans(owners, steps, kinds, forward=self.kind.from_set) or ():
            others = np.asarray(ends, dtype=np.int64)
            of = np.broadcast_to(np.asarray(step, dtype=np.int64) - 1, others.shape)
            kept = (others > 0) & (others <= last) & allowed[np.minimum(others, last)]
            of, others = of[kept], others[kept]
            for kind, parts in enumerate(found):
                own = of % count == kind
                parts.append(of[own] // count << _SHIFT | others[own])
        none = np.zeros(0, dtype=np.int64)
        return {
            sign: np.sort(np.concatenate((none, *parts)))
            for (sign, _), parts in zip(self.signed, found, strict=True)
        }


_SHIFT = 32
_NODE = 2**_SHIFT - 1


def _together(parts: Sequence[Any]) -> Any:
    """Return what sorted arrays hold, each number once; `numpy.unique` takes many times longer."""
    import numpy as np

    if len(parts) == 1:
        return parts[0]
    found = np.sort(np.concatenate(parts), kind="stable")
    return found[np.append(True, found[1:] != found[:-1])] if len(found) else found


def _counts(keys: Any, owners: int) -> Any:
    """Return how many keys each owner has."""
    import numpy as np

    return np.bincount(keys >> _SHIFT, minlength=owners)


# -- sets that findings make ----------------------------------------------------------------------


def _named(store: Store, against: str, ids: Sequence[str], within: Set[str] | None) -> Sets:
    """Return the sets of the molecules that the findings in a cancer name, or a finding names."""
    _check_size(store, against, ids)
    if against == "cancers":
        found = {id: store.findings(cancers=(id,)) for id in _cancers(store, ids)}
    else:
        found = {f.id: (f,) for id in ids for f in store.findings(naming=id)}
    wanted, known = frozenset(ids), _Molecules(store)
    held: dict[str, dict[str, list[Finding]]] = {}
    sets = []
    for id, findings in found.items():
        members: dict[str, list[Finding]] = {}
        for finding in findings:
            for name in _molecules_named(finding):
                if known[name]:
                    members.setdefault(name, []).append(finding)
        inside = [name for name in members if within is None or name in within]
        listed: dict[str, Set[Sign | None]] = {name: {None} for name in inside if name in wanted}
        if listed:
            held[id] = {name: members[name] for name in listed}
            sets.append(MemberSet(id, len(inside), 0, 0, listed))

    def names(ids: Collection[str]) -> dict[str, SetName]:
        if against == "cancers":
            return _entity_names(store, ids)
        return {id: SetName(id, id, "Finding") for id in ids}

    return Sets(store, sets, names, lambda pairs: {(a, b): {None: held[a][b]} for a, b in pairs})


class _Molecules(dict[str, bool]):
    """Whether an id is that of a molecule."""

    def __init__(self, store: Store) -> None:
        self._store, self._types = store, subtypes("Cargo")

    def __missing__(self, id: str) -> bool:
        entity = self._store.entity(id)
        found = self[id] = entity.type in self._types and not entity.general
        return found


def _molecules_named(finding: Finding) -> Iterable[str]:
    ends = (id for s in finding.statements for id in (s.subject, s.object))
    markers = (marker.entity for marker in finding.biomarkers)
    return dict.fromkeys((*ends, *finding.cargo, *markers))


def _cancers(store: Store, ids: Sequence[str]) -> set[str]:
    """Return the cancers that findings on some entities are about, in a large graph all cancers."""
    whole = unfiltered(store)
    if is_large(whole):
        return {id for id in whole.findings_by_cancer() if id}
    return {f.cancer for id in ids for f in store.findings(naming=id) if f.cancer}


def _check_size(store: Store, against: str, ids: Sequence[str]) -> None:
    """Refuse to compare more findings than end in time, and say what scope to give."""
    whole = unfiltered(store)
    filters = store.filters if isinstance(store, FilteredStore) else Filters()
    reviews = whole.reviews()
    if not is_large(whole) or filters.source in reviews:
        return
    if against == "cancers":
        counts = whole.findings_by_cancer()
        cancers = store.subtypes(filters.cancer.id) if filters.cancer else counts.keys()
        count = sum(counts[id] for id in cancers if id and id in counts)
        less = "a cancer, or a review as source"
    else:
        count = sum(map(whole.degree, ids))
        less = "a review as source, or a shorter list"
    if count > _MOST_FINDINGS:
        shown = f" (such as {min(reviews)})" if reviews else ""
        raise UsageError(
            f"{count} findings are too many to be compared against {against}; give {less}{shown}"
        )
