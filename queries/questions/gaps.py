"""Where mechanisms break off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from ...graph.model import Edge, Entity, Reference, natural_key
from ...graph.schema import RADIOSENSITIVITY, PredicateClass, subtypes
from ...graph.stores.base import Store
from ..claims import cancers_of, references_of
from ..declare import Rows, question
from ..evidence import Evidenced
from ..rows import Hidden, row

Kind = Literal["cargo-without-target", "target-without-pathway"]
_NO_TARGET, _NO_PATHWAY = get_args(Kind)
_CAUSAL = (PredicateClass.CAUSAL,)


@row
class Gap(Evidenced):
    """An entity whose mechanism is not given to the end.

    Parameters
    ----------
    entity
        The cargo, or its target.
    kind
        cargo-without-target: cargo that acts on radiosensitivity, but on no molecule or pathway.
        target-without-pathway: a gene that cargo acts on, but that acts on no pathway or process.
    cancers, findings, references
        Of the cargo's effect, or of what acts on the gene.
    """

    entity: Entity
    kind: Kind
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    claims: Hidden[tuple[Edge, ...]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The cargo's effect, or what acts on the gene."""
        return self.claims

    def cells(self) -> dict[str, str]:
        missing = "a target" if self.kind == _NO_TARGET else "a pathway or process"
        return {"entity": self.entity.name, "missing": missing, **self.evidence_cells()}


@question(example={"kind": "cargo-without-target"}, group="evidence", answer="entity")
def gaps(store: Store, *, kind: Kind | None = None) -> Rows[Gap]:
    """Where mechanisms break off: cargo without a target, targets without a pathway.

    Cargo is what exosomes are said to carry (CARRIES). Cargo without a target acts on
    radiosensitivity, in whatever direction, but on no gene, RNA, chemical or pathway; a target
    without a pathway is a gene that cargo acts on, and that acts on no pathway or process. By kind
    and name.

    Parameters
    ----------
    kind
        Only gaps of this kind.
    """
    cargo = sorted({edge.object for edge in store.edges(predicates={"CARRIES"})})
    rows = []
    if kind != _NO_PATHWAY:
        molecular = subtypes("Cargo") | subtypes("Pathway")
        for id in cargo:
            effect = [
                edge
                for edge in store.out_edges(id, classes=_CAUSAL)
                if edge.object == RADIOSENSITIVITY
            ]
            if effect and not _acts_on(store, id, molecular):
                rows.append(_gap(store, id, _NO_TARGET, effect))
    if kind != _NO_TARGET:
        biology = subtypes("Pathway") | subtypes("Process")
        acted_on: dict[str, list[Edge]] = {}
        for id in cargo:
            for edge in store.out_edges(id, classes=_CAUSAL):
                if store.entity(edge.object).type in subtypes("Gene"):
                    acted_on.setdefault(edge.object, []).append(edge)
        rows += [
            _gap(store, id, _NO_PATHWAY, edges)
            for id, edges in acted_on.items()
            if not _acts_on(store, id, biology)
        ]
    rows.sort(key=lambda row: (row.kind, row.entity.name.casefold(), row.entity.id))
    return Rows(rows, what="gap", none=f"there is no {(kind or 'gap').replace('-', ' ')}")


def _acts_on(store: Store, id: str, types: Iterable[str]) -> bool:
    return any(
        store.entity(edge.object).type in types for edge in store.out_edges(id, classes=_CAUSAL)
    )


def _gap(store: Store, id: str, kind: Kind, edges: Sequence[Edge]) -> Gap:
    evidence = sorted(
        (e for edge in edges for e in store.evidence(edge)), key=lambda e: natural_key(e.finding.id)
    )
    findings = tuple(dict.fromkeys(e.finding.id for e in evidence))
    return Gap(
        store,
        store.entity(id),
        kind,
        cancers_of(store, evidence),
        findings,
        references_of(store, evidence),
        tuple(edges),
    )
