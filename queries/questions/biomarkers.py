"""Exosomal biomarkers: what a level means, in which fluid, compared with what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...graph.errors import UsageError
from ...graph.model import Biomarker, Edge, Entity, Finding, Reference, natural_key
from ...graph.records import assemble
from ...graph.schema import Level, MeasuredIn, Role, subtypes
from ...graph.stores.base import Store
from ..declare import Rows, question, restricted
from ..evidence import Note, notes_on_findings, papers
from ..filters import unfiltered
from ..kinds import TypeName
from ..rows import Hidden, Row, derived, row


@row
class BiomarkerRow(Row):
    """One biomarker claim in one cancer.

    Parameters
    ----------
    biomarker
        Whose level it is.
    cancer
        None for a general finding.
    references
        The papers behind the findings.
    claim
        Level, fluid, roles, comparison and meaning.
    making
        The findings that make the claim.
    """

    biomarker: Entity
    cancer: Entity | None
    fluid: str | None = derived("claim.fluid")
    measured_in: MeasuredIn | None = derived("claim.measured_in")
    role: tuple[Role, ...] = derived("claim.roles")
    level: Level | None = derived("claim.level")
    compared: str | None = derived("claim.compared")
    meaning: str | None = derived("claim.meaning")
    findings: tuple[str, ...] = derived(lambda row: tuple(f.id for f in row.making))
    references: tuple[Reference, ...]
    notes: tuple[Note, ...] = derived(lambda row: notes_on_findings(row.making))
    claim: Hidden[Biomarker]
    making: Hidden[tuple[Finding, ...]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims of the findings that name the biomarker."""
        ends = self.claim.entity
        return tuple(e for e in assemble(self.making) if ends in (e.subject, e.object))

    @property
    def mark(self) -> tuple[str, str]:
        """The entity's id, and what its level means, in one line."""
        parts = [
            ", ".join(self.role),
            self.level,
            f"in {self.fluid}" if self.fluid else None,
            f"measured in {self.measured_in}" if self.measured_in else None,
            self.compared,
            self.meaning,
        ]
        cancer = self.cancer.name if self.cancer else "general"
        shown = "; ".join(part for part in parts if part)
        return self.biomarker.id, f"biomarker ({cancer}): {shown} {papers(self.references)}"

    def cells(self) -> dict[str, str]:
        return {
            "biomarker": self.biomarker.name,
            "cancer": self.cancer.name if self.cancer else "general",
            "fluid": self.fluid or "-",
            "measured in": self.measured_in or "-",
            "role": ", ".join(self.role) or "-",
            "level": self.level or "-",
            "compared": self.compared or "-",
            "meaning": self.meaning or "-",
            "papers": papers(self.references),
        }


@question(example={"cancer": "NSCLC"}, group="clinic", answer="biomarker")
def biomarkers(
    store: Store,
    *,
    fluid: str | None = None,
    role: Role | None = None,
    level: Level | None = None,
    type: TypeName | None = None,
    name: Entity | None = None,
) -> Rows[BiomarkerRow]:
    """Exosomal biomarkers.

    Ordered by cancer and name.

    Parameters
    ----------
    fluid
        Only in this fluid; blood covers serum and plasma.
    role
        Only with this role.
    level
        Only with this level, compared as the row says.
    type
        Only entities of this type, or of its subtypes.
    name
        Only what is claimed of this.
    """
    claims = [
        (claim, finding) for finding in store.findings(marked=True) for claim in finding.biomarkers
    ]
    if fluid is not None and fluid not in (known := _fluids(unfiltered(store))):
        raise UsageError(f"fluid {fluid!r} is not known; one of: {', '.join(known)}", known)
    fluids = {fluid, "serum", "plasma"} if fluid == "blood" else {fluid}
    found: dict[tuple[Biomarker, str | None], list[Finding]] = {}
    kept = 0
    for claim, finding in claims:
        asked = (fluid is None or claim.fluid in fluids) and (role is None or role in claim.roles)
        asked = asked and level in (None, claim.level)
        asked = asked and (type is None or store.entity(claim.entity).type in subtypes(type))
        if asked and (name is None or claim.entity == name.id):
            found.setdefault((claim, finding.cancer), []).append(finding)
            kept += 1
    rows = [_row(store, claim, cancer, making) for (claim, cancer), making in found.items()]
    whole = len(claims) - kept + len(rows)
    by = restricted(fluid=fluid, role=role, level=level, type=type, name=name)
    return Rows(sorted(rows, key=_order), whole=whole, what="biomarker claim", by=by)


def _fluids(store: Store) -> list[str]:
    fluids = {
        claim.fluid for f in store.findings(marked=True) for claim in f.biomarkers if claim.fluid
    }
    return sorted(fluids | {"blood"})


def _row(
    store: Store, claim: Biomarker, cancer: str | None, making: Sequence[Finding]
) -> BiomarkerRow:
    keys = dict.fromkeys(key for f in making for key in f.reference_keys)
    return BiomarkerRow(
        store.entity(claim.entity),
        store.entity(cancer) if cancer else None,
        tuple(store.reference(*key) for key in keys),
        claim,
        tuple(making),
    )


def _order(row: BiomarkerRow) -> tuple[Any, ...]:
    return (
        row.cancer.name if row.cancer else "",
        natural_key(row.biomarker.name),
        natural_key(row.findings[0]),
        row.role,
    )
