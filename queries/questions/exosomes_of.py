"""Which exosomes a donor releases."""

from __future__ import annotations

from ...graph.model import Edge, Entity, Reference, natural_key
from ...graph.schema import Certainty
from ...graph.stores.base import Store
from ..claims import cancers_of, references_of
from ..declare import Rows, question
from ..evidence import Evidenced
from ..rows import Hidden, derived, row
from ._releasing import mismatch


@row
class ExosomeRow(Evidenced):
    """Exosomes with what they carry.

    Parameters
    ----------
    exosome
        The exosomes.
    donors, exposures
        Who releases them, after what.
    cargo
        What they carry, by the claims that count.
    cancers, references
        Of these claims, and of their release.
    claims
        Release and carrying.
    """

    exosome: Entity
    donors: tuple[Entity, ...]
    exposures: tuple[Entity, ...]
    fluid: str | None = derived("exosome.fluid")
    modification: str | None = derived("exosome.modification")
    cargo: tuple[Entity, ...]
    certainty: Certainty | None = derived(
        lambda row: row.evidence[0].certainty if row.evidence else None
    )
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    claims: Hidden[tuple[Edge, ...]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims of release and of carrying."""
        return self.claims

    def cells(self) -> dict[str, str]:
        return {
            "exosomes": self.exosome.name,
            "donors": ", ".join(e.name for e in self.donors) or "-",
            "after": ", ".join(e.name for e in self.exposures) or "-",
            "fluid": self.fluid or "-",
            "modification": self.modification or "-",
            "cargo": ", ".join(e.name for e in self.cargo) or "-",
            **self.evidence_cells(),
        }


@question(example={"donor": "hypoxia"}, group="exosomes", answer="exosome")
def exosomes_of(store: Store, donor: Entity) -> Rows[ExosomeRow]:
    """Which exosomes a donor, or cells after an exposure, release.

    Matched by the exosomes' own donors and exposures, subtypes included; ordered by name.

    Parameters
    ----------
    donor
        The donor, or the exposure.
    """
    meant = [e for e in store.exosomes_of(store.subtypes(donor.id)) if e.id != donor.id]
    rows = [row for exosome in meant if (row := _row(store, exosome)).claims]
    rows.sort(key=lambda row: (row.exosome.name.casefold(), row.exosome.id))
    none = mismatch(donor, "a donor") or f"no exosomes of {donor.name} are described"
    return Rows(rows, what="exosome", none=none)


def _row(store: Store, exosome: Entity) -> ExosomeRow:
    carried = list(store.out_edges(exosome.id, predicates={"CARRIES"}))
    released = list(store.in_edges(exosome.id, predicates={"RELEASES"}))
    others = [e for e in store.out_edges(exosome.id) if e not in carried]
    claims = (*released, *carried, *others)
    evidence = sorted(
        (e for edge in claims for e in store.evidence(edge)),
        key=lambda e: natural_key(e.finding.id),
    )
    cargo = dict.fromkeys(edge.object for edge in carried)
    return ExosomeRow(
        store,
        exosome,
        tuple(map(store.entity, exosome.donors)),
        tuple(map(store.entity, exosome.exposures)),
        tuple(sorted(map(store.entity, cargo), key=lambda e: (e.name.casefold(), e.id))),
        cancers_of(store, evidence),
        tuple(dict.fromkeys(e.finding.id for e in evidence)),
        references_of(store, evidence),
        claims,
    )
