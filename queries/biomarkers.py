"""Exosomal biomarkers: what a level in which fluid tells, compared with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.errors import UsageError
from ..graph.model import Biomarker, Edge, Entity, Reference, natural_key
from ..graph.records import assemble
from ..graph.schema import ROLES
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import left_out
from .filters import Context
from .paths.search import papers

__all__ = ["BiomarkerRow", "biomarker_rows", "biomarkers"]


@dataclass(frozen=True, slots=True)
class BiomarkerRow:
    """One biomarker claim in one cancer, a row of `biomarkers`."""

    FIELDS: ClassVar[tuple[str, ...]] = (
        "biomarker:entity",
        "cancer:entity",
        "fluid",
        "measured_in",
        "role*",
        "level",
        "compared",
        "meaning",
        "findings*",
        "references:reference*",
    )

    biomarker: Entity
    cancer: Entity | None
    claim: Biomarker
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    edges: tuple[Edge, ...]

    @property
    def mark(self) -> tuple[str, str]:
        """The entity's id, and what its level tells, in one line."""
        claim = self.claim
        told = [
            ", ".join(claim.roles),
            claim.level,
            f"in {claim.fluid}" if claim.fluid else None,
            f"measured in {claim.measured_in}" if claim.measured_in else None,
            claim.compared,
            claim.meaning,
        ]
        cancer = self.cancer.name if self.cancer else "general"
        return (
            self.biomarker.id,
            f"biomarker ({cancer}): {'; '.join(part for part in told if part)} {papers(self.references)}",
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "biomarker": self.biomarker.to_dict(),
            "cancer": self.cancer.to_dict() if self.cancer else None,
            "fluid": self.claim.fluid,
            "measured_in": self.claim.measured_in,
            "role": list(self.claim.roles),
            "level": self.claim.level,
            "compared": self.claim.compared,
            "meaning": self.claim.meaning,
            "findings": list(self.findings),
            "references": [reference.to_dict() for reference in self.references],
        }

    def cells(self) -> dict[str, str]:
        return {
            "biomarker": self.biomarker.name,
            "cancer": self.cancer.name if self.cancer else "general",
            "fluid": self.claim.fluid or "-",
            "measured in": self.claim.measured_in or "-",
            "role": ", ".join(self.claim.roles) or "-",
            "level": self.claim.level or "-",
            "compared": self.claim.compared or "-",
            "meaning": self.claim.meaning or "-",
            "papers": papers(self.references),
        }


def biomarker_rows(
    store: Store,
    context: Context,
    *,
    fluid: str | None = None,
    role: str | None = None,
    name: Entity | None = None,
) -> tuple[list[BiomarkerRow], int]:
    """List biomarker claims.

    Parameters
    ----------
    store
        The graph.
    context
        Which findings count.
    fluid
        Only claims about this fluid; ``blood`` covers serum and plasma.
    role
        Only claims with this role.
    name
        Only claims about this entity.

    Returns
    -------
    tuple
        The rows, by cancer and name; and how many claims the filters left out.
    """
    fluids = {fluid, "serum", "plasma"} if fluid == "blood" else {fluid}
    claims: dict[tuple[Biomarker, str | None], list[Any]] = {}
    left_out = 0
    for finding in store.findings():
        for claim in finding.biomarkers:
            asked = (fluid is None or claim.fluid in fluids) and (
                role is None or role in claim.roles
            )
            if asked and (name is None or claim.entity == name.id) and context.passes(finding):
                claims.setdefault((claim, finding.cancer), []).append(finding)
            else:
                left_out += 1
    rows = []
    for (claim, cancer), findings in claims.items():
        keys = dict.fromkeys(key for f in findings for key in f.reference_keys)
        rows.append(
            BiomarkerRow(
                store.entity(claim.entity),
                store.entity(cancer) if cancer else None,
                claim,
                tuple(f.id for f in findings),
                tuple(store.reference(*key) for key in keys),
                tuple(e for e in assemble(findings) if claim.entity in (e.subject, e.object)),
            )
        )
    return sorted(rows, key=_order), left_out


def _order(row: BiomarkerRow) -> tuple[Any, ...]:
    return (
        row.cancer.name if row.cancer else "",
        natural_key(row.biomarker.name),
        natural_key(row.findings[0]),
        row.claim.roles,
    )


@question(
    "biomarkers",
    "Exosomal biomarkers",
    Parameter("cancer", "cancer", "only in this cancer, or its subtypes"),
    Parameter("fluid", "text", "only in this fluid; blood covers serum and plasma"),
    Parameter("role", "choice", "only with this role", choices=ROLES),
    Parameter("name", "entity", "only what is claimed of this"),
    example={"cancer": "NSCLC"},
    row=BiomarkerRow,
    answer="biomarker",
)
def biomarkers(
    store: Store,
    *,
    cancer: Entity | None = None,
    fluid: str | None = None,
    role: str | None = None,
    name: Entity | None = None,
) -> Answer[BiomarkerRow]:
    """List biomarker claims, by cancer and name."""
    fluids = sorted(
        {b.fluid for f in store.findings() for b in f.biomarkers if b.fluid} | {"blood"}
    )
    if fluid is not None and fluid not in fluids:
        raise UsageError(f"fluid {fluid!r} is not known; one of: {', '.join(fluids)}", fluids)
    context = Context(store, cancer)
    rows, others = biomarker_rows(store, context, fluid=fluid, role=role, name=name)
    reason = left_out(others, others + len(rows), "biomarker claim")
    parameters = {
        "cancer": context.parameters["cancer"],
        "fluid": fluid,
        "role": role,
        "name": name.id if name else None,
    }
    return Answer(
        "biomarkers",
        parameters,
        tuple(rows),
        BiomarkerRow,
        store.version,
        "biomarker",
        reason=reason,
    )
