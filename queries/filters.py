"""Filters on the findings behind an edge: which cancer, exposure, system or source counts.

A filter never hides an edge's other findings by averaging: it asks which evidence passes, and the
edge is shown with that evidence alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..graph.model import Edge, Entity, Finding
from ..graph.stores.base import Store

__all__ = ["Context"]


@dataclass(frozen=True)
class Context:
    """What the findings behind an edge must have in common with the question.

    Parameters
    ----------
    store
        Where exosomes are looked up.
    cancer, exposure
        Entity asked for; its subtypes pass too. A general finding passes no cancer filter.
    system
        in-vitro, in-vivo or patients.
    """

    store: Store
    cancer: Entity | None = None
    exposure: Entity | None = None
    system: str | None = None

    def __bool__(self) -> bool:
        return bool(self.cancer or self.exposure or self.system)

    @property
    def parameters(self) -> Mapping[str, str | None]:
        """The filter's part of a query's parameters."""
        return {
            "cancer": self.cancer.id if self.cancer else None,
            "exposure": self.exposure.id if self.exposure else None,
            "system": self.system,
        }

    @property
    def words(self) -> str:
        """The filter as an option of the command line shows it."""
        asked = {"cancer": self.cancer, "exposure": self.exposure, "system": self.system}
        return ", ".join(f"{name} {value}" for name, value in asked.items() if value)

    @cached_property
    def _cancers(self) -> frozenset[str]:
        return self.store.subtypes(self.cancer.id) if self.cancer else frozenset()

    @cached_property
    def _exposures(self) -> frozenset[str]:
        return self.store.subtypes(self.exposure.id) if self.exposure else frozenset()

    def passes(self, finding: Finding) -> bool:
        """Tell whether a finding passes."""
        if self.cancer and finding.cancer not in self._cancers:
            return False
        if self.system and finding.system != self.system:
            return False
        return not self.exposure or not self._exposures.isdisjoint(exposures(finding, self.store))

    def select(self, edge: Edge) -> Edge | None:
        """Give the edge with the evidence that passes; None when none does."""
        if not self:
            return edge
        evidence = tuple(e for e in self.store.evidence(edge) if self.passes(e.finding))
        return Edge(edge.subject, edge.predicate, edge.object, evidence) if evidence else None


def exposures(finding: Finding, store: Store) -> Iterable[str]:
    """List what a finding's donors and recipient were exposed to."""
    released = store.entity(finding.exosome).exposures if finding.exosome else ()
    return (*released, *finding.recipient_exposure)
