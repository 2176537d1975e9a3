"""What entities have in common: targets, regulators, pathways; and what two cancers have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from ..graph.errors import UsageError
from ..graph.model import Edge, Entity, Evidence, Reference, best_certainty, natural_key
from ..graph.records import claims_of
from ..graph.schema import PredicateClass, subtypes
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import references_of, within
from .filters import Context
from .paths.search import (
    Budget,
    Path,
    Walk,
    behind,
    behind_cells,
    make_path,
    papers,
    rank,
    sign_word,
    simple_paths,
)

__all__ = [
    "ClaimInCancers",
    "Link",
    "SharedRegulator",
    "SharedTarget",
    "compare_cancers",
    "shared_pathways",
    "shared_regulators",
    "shared_targets",
]

_LINK = "id,name,type,sign,path,support,certainty*"
_BEHIND = ("same_direction", "cancers:entity*", "findings*", "references:reference*")


@dataclass(frozen=True, slots=True)
class Link:
    """How one of the entities asked about is joined to what they share.

    Parameters
    ----------
    entity
        The one asked about.
    path
        From it to what is shared, or the other way for a regulator; of one hop or more.
    """

    entity: Entity
    path: Path

    def to_dict(self) -> dict[str, Any]:
        """Give the entity with the sign, the support and the certainty of its path."""
        path = self.path
        told = {
            "sign": path.sign,
            "path": path.chain,
            "support": path.support,
            "certainty": path.certainty,
        }
        return {**self.entity.to_dict(), **told}


@dataclass(frozen=True, slots=True)
class SharedTarget:
    """What several entities act on, a row of `shared_targets` and `shared_pathways`.

    Parameters
    ----------
    entity
        What is shared.
    links
        One for each of the entities and sign, in the order asked.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ("entity:entity", f"actors:{_LINK}", *_BEHIND)
    LINKED: ClassVar[str] = "actors"

    entity: Entity
    links: tuple[Link, ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(edge for link in self.links for edge in link.path.edges)

    @property
    def same_direction(self) -> bool | None:
        """Whether all signs are equal; None when one is not given and no two are opposite."""
        signs = {link.path.sign for link in self.links}
        if {1, -1} <= signs:
            return False
        return None if 0 in signs else True

    @property
    def cancers(self) -> tuple[Entity, ...]:
        """The cancers of the findings, by id."""
        found = {cancer.id: cancer for link in self.links for cancer in link.path.cancers}
        return tuple(found[id] for id in sorted(found))

    @property
    def findings(self) -> tuple[str, ...]:
        """Ids of the findings that carry the links, in natural order."""
        return tuple(
            sorted({id for link in self.links for id in link.path.findings}, key=natural_key)
        )

    @property
    def references(self) -> tuple[Reference, ...]:
        """The papers behind the findings, by number."""
        found = {
            reference.key: reference for link in self.links for reference in link.path.references
        }
        return tuple(
            found[key] for key in sorted(found, key=lambda key: (key[0], natural_key(key[1] or "")))
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "entity": self.entity.to_dict(),
            self.LINKED: [link.to_dict() for link in self.links],
            "same_direction": self.same_direction,
            **behind(self),
        }

    def cells(self) -> dict[str, str]:
        return {
            "shared": self.entity.name,
            "chains": "; ".join(
                f"{link.path.chain} ({link.path.support}, {link.path.certainty})"
                for link in self.links
            ),
            "same direction": {True: "yes", False: "no", None: "not given"}[self.same_direction],
            **behind_cells(self),
        }


class SharedRegulator(SharedTarget):
    """What acts on several entities, a row of `shared_regulators`."""

    __slots__ = ()
    FIELDS: ClassVar[tuple[str, ...]] = ("entity:entity", f"targets:{_LINK}", *_BEHIND)
    LINKED: ClassVar[str] = "targets"


RowT = TypeVar("RowT", bound=SharedTarget)
_NAMES = Parameter("names", "entities", "the entities asked about, at least two", required=True)


@question(
    "shared_targets",
    "What several entities all act on",
    _NAMES,
    example={"names": ["miR-93-5p", "miR-340-5p"]},
    row=SharedTarget,
    answer="entity",
)
def shared_targets(store: Store, *, names: Sequence[Entity]) -> Answer[SharedTarget]:
    """Tell what each of several entities acts on causally, in one hop; by name."""
    return _neighbors("shared_targets", store, names, SharedTarget)


@question(
    "shared_regulators",
    "What acts on all of several entities",
    _NAMES,
    example={"names": ["exosome secretion", "exosome uptake"]},
    row=SharedRegulator,
    answer="entity",
)
def shared_regulators(store: Store, *, names: Sequence[Entity]) -> Answer[SharedRegulator]:
    """Tell what acts causally on each of several entities, in one hop; by name."""
    return _neighbors("shared_regulators", store, names, SharedRegulator)


def _neighbors(name: str, store: Store, names: Sequence[Entity], row: type[RowT]) -> Answer[RowT]:
    asked = _at_least_two(name, names)
    downstream = row.LINKED == "actors"
    walk = Walk(store, Context(store), (PredicateClass.CAUSAL,))
    links: dict[str, list[Link]] = {}
    for one in asked:
        for hop in walk.hops(one.id, forward=downstream):
            links.setdefault(hop.object if downstream else hop.subject, []).append(
                Link(one, make_path(walk, (hop,)))
            )
    rows = _rows(store, asked, links, row)
    does = "each of them acts on" if downstream else "acts on each of them"
    reason = None if rows else f"{_listed(asked)}: there is nothing that {does}"
    return Answer(
        name, {"names": [e.id for e in asked]}, rows, row, store.version, "entity", reason=reason
    )


@question(
    "shared_pathways",
    "Which pathways several entities all reach",
    _NAMES,
    Parameter("max_hops", "count", "the most hops", 3),
    example={"names": ["miR-301a", "miR-19b"]},
    row=SharedTarget,
    answer="entity",
)
def shared_pathways(
    store: Store, *, names: Sequence[Entity], max_hops: int = 3
) -> Answer[SharedTarget]:
    """Tell which pathways each of several entities reaches over causal hops, each with its best path; by name."""
    asked = _at_least_two("shared_pathways", names)
    walk, budget = Walk(store, Context(store), (PredicateClass.CAUSAL,)), Budget()
    kinds = subtypes("Pathway")
    pathways = [e.id for e in store.entities() if e.type in kinds]
    links: dict[str, list[Link]] = {}
    for one in asked:
        best: dict[str, Path] = {}
        for hops in simple_paths(walk, [one.id], pathways, max_hops, budget):
            path = make_path(walk, hops)
            end = hops[-1].object
            if end not in best or rank(path) < rank(best[end]):
                best[end] = path
        for end, path in best.items():
            links.setdefault(end, []).append(Link(one, path))
    rows = _rows(store, asked, links, SharedTarget)
    reasons = (
        []
        if rows
        else [f"{_listed(asked)}: there is no pathway that each of them reaches {within(max_hops)}"]
    )
    if budget.spent:
        reasons.append(f"{budget.spent}; ask for fewer hops")
    return Answer(
        "shared_pathways",
        {"names": [e.id for e in asked], "max_hops": max_hops},
        rows,
        SharedTarget,
        store.version,
        "entity",
        "truncated" if budget.spent else "",
        "; ".join(reasons) or None,
    )


def _at_least_two(name: str, names: Sequence[Entity]) -> list[Entity]:
    asked = list({e.id: e for e in names}.values())
    if len(asked) < 2:
        raise UsageError(f"{name}: name at least two entities")
    return asked


def _listed(entities: Iterable[Entity]) -> str:
    return ", ".join(e.name for e in entities)


def _rows(
    store: Store, asked: Sequence[Entity], links: Mapping[str, Sequence[Link]], row: type[RowT]
) -> tuple[RowT, ...]:
    """Make a row of everything that is joined to each of the entities asked about."""
    wanted = {e.id for e in asked}
    shared = [
        store.entity(id)
        for id, found in links.items()
        if {link.entity.id for link in found} == wanted
    ]
    shared.sort(key=lambda e: (e.name.casefold(), e.id))
    return tuple(row(entity, tuple(links[entity.id])) for entity in shared)


@dataclass(frozen=True, slots=True)
class ClaimInCancers:
    """What two cancers say of one subject and object, a row of `compare_cancers`.

    Parameters
    ----------
    subject, object
        The ends of the claim.
    status
        common, opposite, only-first or only-second.
    sign_one, sign_other
        In the one cancer and in the other; None where that cancer does not say so.
    evidence_one, evidence_other
        What says so.
    references
        The papers behind both, in the order of the findings.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "subject:entity",
        "object:entity",
        "status",
        "sign_one",
        "sign_other",
        "certainty_one",
        "certainty_other",
        "findings_one*",
        "findings_other*",
        "references:reference*",
    )

    subject: Entity
    object: Entity
    status: str
    sign_one: int | None
    sign_other: int | None
    evidence_one: tuple[Evidence, ...]
    evidence_other: tuple[Evidence, ...]
    references: tuple[Reference, ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(claims_of((*self.evidence_one, *self.evidence_other)))

    @property
    def certainty_one(self) -> str | None:
        """The best certainty in the one cancer."""
        return best_certainty(e.statement.certainty for e in self.evidence_one)

    @property
    def certainty_other(self) -> str | None:
        """The best certainty in the other cancer."""
        return best_certainty(e.statement.certainty for e in self.evidence_other)

    def to_dict(self) -> dict[str, Any]:
        return {
            "subject": self.subject.to_dict(),
            "object": self.object.to_dict(),
            "status": self.status,
            "sign_one": self.sign_one,
            "sign_other": self.sign_other,
            "certainty_one": self.certainty_one,
            "certainty_other": self.certainty_other,
            "findings_one": _ids(self.evidence_one),
            "findings_other": _ids(self.evidence_other),
            "references": [reference.to_dict() for reference in self.references],
        }

    def cells(self) -> dict[str, str]:
        return {
            "status": self.status,
            "subject": self.subject.name,
            "object": self.object.name,
            "first": _said(self.sign_one, self.certainty_one),
            "second": _said(self.sign_other, self.certainty_other),
            "papers": papers(self.references),
        }


def _ids(evidence: Iterable[Evidence]) -> list[str]:
    return sorted({e.finding.id for e in evidence}, key=natural_key)


def _said(sign: int | None, certainty: str | None) -> str:
    return f"{sign_word(sign)} ({certainty})" if certainty else "-"


_STATUSES = ("common", "opposite", "only-first", "only-second")


@question(
    "compare_cancers",
    "Which claims two cancers share, and which they do not",
    Parameter("one", "cancer", "a cancer, with its subtypes", required=True),
    Parameter("other", "cancer", "another, with its subtypes", required=True),
    example={"one": "CRC", "other": "glioblastoma"},
    row=ClaimInCancers,
)
def compare_cancers(store: Store, *, one: Entity, other: Entity) -> Answer[ClaimInCancers]:
    """Compare the causal claims of two cancers, pair by pair and sign by sign.

    A sign that both give is `common`; two opposite signs are a row of their own, `opposite`; a sign
    that has neither its like nor its opposite in the other cancer is `only-first` or `only-second`.
    In this order, then by the names of subject and object. A general finding counts for no cancer.
    """
    if one.id == other.id:
        raise UsageError(f"compare_cancers: both names mean {one.name}; give two cancers")
    first, second = _claims(store, Context(store, one)), _claims(store, Context(store, other))
    rows = []
    for subject, object in {*first, *second}:
        here, there = first.get((subject, object), {}), second.get((subject, object), {})
        for status, sign, opposed in _compare(here, there):
            a = here[sign] if sign is not None else ()
            b = there[opposed] if opposed is not None else ()
            behind = sorted((*a, *b), key=lambda e: natural_key(e.finding.id))
            rows.append(
                ClaimInCancers(
                    store.entity(subject),
                    store.entity(object),
                    status,
                    sign,
                    opposed,
                    a,
                    b,
                    references_of(store, behind),
                )
            )
    rows.sort(key=_order)
    parameters = {"one": one.id, "other": other.id}
    reasons = [
        f"nothing causal is told of {cancer.name}"
        for cancer, told in ((one, first), (other, second))
        if not told
    ]
    for inner, outer in ((one, other), (other, one)):
        if inner.id in store.subtypes(outer.id):
            reasons.append(f"{inner.name} lies within {outer.name}: its findings count for both")
    return Answer(
        "compare_cancers",
        parameters,
        tuple(rows),
        ClaimInCancers,
        store.version,
        reason="; ".join(reasons) or None,
    )


def _claims(
    store: Store, context: Context
) -> dict[tuple[str, str], dict[int, tuple[Evidence, ...]]]:
    """Gather the causal evidence that passes, by the ends of the claim, then by its sign."""
    claims: dict[tuple[str, str], dict[int, tuple[Evidence, ...]]] = {}
    for edge in store.edges():
        selected = context.select(edge) if edge.causal else None
        if selected and edge.sign is not None:
            signs = claims.setdefault((edge.subject, edge.object), {})
            signs[edge.sign] = (*signs.get(edge.sign, ()), *store.evidence(selected))
    return claims


def _compare(here: Iterable[int], there: Iterable[int]) -> list[tuple[str, int | None, int | None]]:
    """Hold the signs of two cancers against each other.

    Examples
    --------
    >>> _compare([1], [1, -1])
    [('common', 1, 1), ('opposite', 1, -1)]
    >>> _compare([0], [1])
    [('only-first', 0, None), ('only-second', None, 1)]
    """
    pairs = [(a, b) for a in here for b in there]
    found: list[tuple[str, int | None, int | None]] = [("common", a, b) for a, b in pairs if a == b]
    found += [("opposite", a, b) for a, b in pairs if a and a == -b]
    met = {a for _, a, _ in found}, {b for _, _, b in found}
    found += [("only-first", a, None) for a in here if a not in met[0]]
    found += [("only-second", None, b) for b in there if b not in met[1]]
    return found


def _order(row: ClaimInCancers) -> tuple[Any, ...]:
    return (
        _STATUSES.index(row.status),
        row.subject.name.casefold(),
        row.object.name.casefold(),
        row.subject.id,
        row.object.id,
        str(row.sign_one),
        str(row.sign_other),
    )
