"""What several entities have in common, with how each is joined to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from ...graph.errors import UsageError
from ...graph.model import Entity, Reference, natural_key
from ...graph.schema import Certainty, PredicateClass, Sign, Support, TypeName, subtypes
from ...graph.stores.base import Store
from ..declare import Rows, RowsToMake, restricted
from ..paths.path import OnPaths, Path
from ..paths.search import Step, Walk
from ..rows import Hidden, Row, derived, row

__all__ = ["Actor", "Shared", "at_least_two", "joined", "neighbors"]


@row
class Actor(Row):
    """How one of the entities asked about is joined to what they share.

    Parameters
    ----------
    entity
        The one asked about.
    path
        From it to what is shared, or the other way for a regulator; of one hop or more.
    """

    id: str = derived("entity.id")
    name: str = derived("entity.name")
    type: TypeName = derived("entity.type")
    sign: Sign | None = derived("path.sign")
    path: Path
    support: Support = derived("path.support")
    certainty: Certainty = derived("path.certainty")
    entity: Hidden[Entity]


@row
class Shared(OnPaths):
    """Base of rows that say what several entities have in common.

    Parameters
    ----------
    entity
        What is shared.
    links
        One for each of the entities and sign, in the order asked.
    """

    entity: Entity
    links: tuple[Actor, ...]
    same_direction: bool | None = derived(lambda row: same_direction(row.links))
    cancers: tuple[Entity, ...] = derived(lambda row: cancers(row.links))
    findings: tuple[str, ...] = derived(lambda row: findings(row.links))
    references: tuple[Reference, ...] = derived(lambda row: references(row.links))

    @property
    def resting_on(self) -> tuple[Path, ...]:
        return tuple(link.path for link in self.links)

    def cells(self) -> dict[str, str]:
        return {
            "shared": self.entity.name,
            "chains": "; ".join(
                f"{link.path.chain} ({link.path.support}, {link.path.certainty})"
                for link in self.links
            ),
            "same direction": {True: "yes", False: "no", None: "not given"}[self.same_direction],
            **self.evidence_cells(),
        }


def same_direction(links: Sequence[Actor]) -> bool | None:
    """Return whether all signs are equal; None when one is not given and no two are opposite."""
    signs = {link.sign for link in links}
    if {1, -1} <= signs:
        return False
    return None if 0 in signs else True


def cancers(links: Sequence[Actor]) -> tuple[Entity, ...]:
    """Return the cancers of the findings that carry the links, by id."""
    found = {cancer.id: cancer for link in links for cancer in link.path.cancers}
    return tuple(found[id] for id in sorted(found))


def findings(links: Sequence[Actor]) -> tuple[str, ...]:
    """Return the ids of the findings that carry the links, in natural order."""
    return tuple(sorted({id for link in links for id in link.path.findings}, key=natural_key))


def references(links: Sequence[Actor]) -> tuple[Reference, ...]:
    """Return the papers behind the findings, by number."""
    found = {paper.key: paper for link in links for paper in link.path.references}
    order = sorted(found, key=lambda key: (key[0], natural_key(key[1] or "")))
    return tuple(found[key] for key in order)


RowT = TypeVar("RowT", bound=Shared)


def neighbors(
    store: Store,
    name: str,
    names: Sequence[Entity],
    make: Callable[..., RowT],
    *,
    downstream: bool,
    type: TypeName | None,
    limit: int,
) -> Rows[RowT]:
    """Return what each of several entities acts on, or what acts on each, in one causal hop.

    Of a type, or of all. Rows are made of those shown alone; a hub shares tens of thousands.
    """
    at_least_two(name, names)
    walk = Walk(store, (PredicateClass.CAUSAL,))
    steps: dict[str, list[tuple[Entity, Sequence[Step]]]] = {}
    for entity in names:
        for step in walk.steps(entity.id, forward=downstream):
            end = step.end if downstream else step.start
            steps.setdefault(end, []).append((entity, [step]))
    does = "each of them acts on" if downstream else "acts on each of them"
    none = f"{', '.join(e.name for e in names)}: there is nothing that {does}"
    return joined(store, names, steps, walk, make, none, type=type, limit=limit)


def joined(
    store: Store,
    names: Sequence[Entity],
    links: Mapping[str, Sequence[tuple[Entity, Sequence[Step]]]],
    walk: Walk,
    make: Callable[..., RowT],
    none: str,
    *,
    type: TypeName | None = None,
    limit: int = 0,
) -> Rows[RowT]:
    """Return a row of everything that is joined to each of the entities asked about, by name."""
    common = _common(store, names, {id: [e for e, _ in found] for id, found in links.items()})
    shared = [entity for entity in common if type is None or entity.type in subtypes(type)]

    def rows_of(shown: Sequence[Entity]) -> list[RowT]:
        paths = iter(walk.paths(steps for each in shown for _, steps in links[each.id]))
        return [
            make(store, each, tuple(Actor(next(paths), entity) for entity, _ in links[each.id]))
            for each in shown
        ]

    rows = RowsToMake(shared[: limit or None], rows_of)
    by = restricted(type=type)
    return Rows(rows, total=len(shared), whole=len(common), none=none, by=by)


def _common(
    store: Store, names: Sequence[Entity], ends: Mapping[str, Sequence[Entity]]
) -> list[Entity]:
    """Return what is joined to each of the entities asked about, by name."""
    wanted = {e.id for e in names}
    ids = [id for id, found in ends.items() if {e.id for e in found} == wanted]
    entities = store.entities_of(ids)
    return sorted((entities[id] for id in ids), key=lambda e: (e.name.casefold(), e.id))


def at_least_two(name: str, names: Sequence[Entity]) -> None:
    """Refuse fewer than two entities."""
    if len(names) < 2:
        raise UsageError(f"{name}: name at least two entities")
