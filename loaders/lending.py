"""Give names and identifiers of a nomenclature to entities of the graph; create nothing.

A name is given only where it stays unambiguous: not where another entity of the graph has it
already, and not where two entities would get it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from ..graph.names import fold, keys
from ..graph.values import frozen
from .resource import Options, Resource

__all__ = ["Lender"]

_CERTAIN = frozenset({"exact", "inferred arm", "none"})
"""How an entity's id was found, where the entity is what the id says, or has none."""


@frozen
class _Offer:
    """What a row gives to the entity it describes."""

    row: Row
    name: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    how: str


class Lender(Resource):
    """A resource that lends names and identifiers to entities of the graph.

    Parameters
    ----------
    source, known, options
        As of a `Resource`.
    single
        Prefixes of which an entity has one identifier: another one contradicts it.
    """

    def __init__(
        self,
        source: Source,
        known: Iterable[Entity],
        options: Options | None = None,
        *,
        single: Collection[str] = (),
    ) -> None:
        self._known = {entity.id: entity for entity in known}
        super().__init__(source, self._known.values(), options)
        self._single = frozenset(single)
        self._offers: dict[str, list[_Offer]] = defaultdict(list)

    def offer(
        self,
        row: Row,
        types: Sequence[str],
        name: str,
        ids: Sequence[str],
        names: Iterable[str] = (),
        *,
        others: Iterable[str] = (),
    ) -> None:
        """Offer a row's names and identifiers to the entity that it describes.

        Parameters
        ----------
        row
            The row, which is refused where the graph has no such entity, or several.
        types
            Types of entities; the first is that of entities joined by name.
        name
            The approved name.
        ids
            Identifiers by which entities are joined, the most trusted first.
        names
            Other names.
        others
            Identifiers that are given, but not joined by.
        """
        found = {
            id: own.partition(":")[0]
            for own in reversed(ids)
            for id in self.joins.having(own)
            if self.joins.type_of(id) in types
        }
        if len(found) > 1:
            self.refuse(f"{name} could be {_either(self._known[id] for id in found)}", row)
            return
        if found:
            ((entity, prefix),) = found.items()
            how = self.joins.joined(entity, f"by {prefix}")
        else:
            joined, how = self.joins.find(types[0], ids, name)
            if joined is None or self.joins.type_of(joined) not in types:
                self.refuse(how or "not in the graph", row if how else None)
                return
            entity = joined
        if self._known[entity].id_status not in _CERTAIN:
            self.refuse(f"{self._known[entity].name} has no exact identifier", row)
            return
        offer = _Offer(row, name, (*ids, *others), (name, *names), how)
        self._offers[entity].append(offer)

    def settle(self) -> None:
        """Give what was offered to one entity by one row, and refuse the rest."""
        lent: dict[str, _Offer] = {}
        for id, offers in self._offers.items():
            entity = self._known[id]
            if len(offers) > 1:
                could_be = _either(offer.name for offer in offers)
                for offer in offers:
                    self.refuse(f"{entity.name} could be {could_be}", offer.row)
            elif clash := self._clash(entity, offers[0]):
                self.refuse(f"{entity.name} has another identifier of {clash}", offers[0].row)
            else:
                lent[id] = offers[0]
                self.joined[offers[0].how] += 1
        holders = self._holders(lent)
        for id, offer in lent.items():
            entity = self._known[id]
            own = set(keys(entity))
            ids = {*offer.ids} - {id, *entity.xrefs}
            names = set()
            for name in dict.fromkeys(offer.names):
                if name != entity.name and name not in entity.synonyms:
                    if holders[fold(name)] - {id}:
                        self.joined["names held back: another entity has them"] += 1
                    elif fold(name) not in own or name == offer.name:
                        names.add(name)
            if ids or names:
                self.lent += 1
                self.joined["identifiers given"] += len(ids)
                self.joined["names given"] += len(names)
                self._entities[id] = replace(
                    entity,
                    synonyms=tuple(sorted({*entity.synonyms, *names})),
                    xrefs=tuple(sorted({*entity.xrefs, *ids})),
                )

    def _clash(self, entity: Entity, offer: _Offer) -> str:
        """Return the prefix of an identifier that contradicts one of the entity's."""
        given = {id.partition(":")[0]: id for id in offer.ids}
        for own in (entity.id, *entity.xrefs):
            prefix = own.partition(":")[0]
            if prefix in self._single and given.get(prefix, own) != own:
                return prefix
        return ""

    def _holders(self, lent: dict[str, _Offer]) -> dict[str, set[str]]:
        """Return who has, or would get, each name that is offered."""
        offered = {fold(name) for offer in lent.values() for name in offer.names}
        holders: dict[str, set[str]] = defaultdict(set)
        for entity in self._known.values():
            for key in offered.intersection(keys(entity)):
                holders[key].add(entity.id)
        for id, offer in lent.items():
            for name in offer.names:
                holders[fold(name)].add(id)
        return holders


def _either(candidates: Iterable[Entity | str]) -> str:
    names = sorted(c if isinstance(c, str) else f"{c.name} ({c.id})" for c in candidates)
    return f"{', '.join(names[:4])}{', ...' * (len(names) > 4)}"
