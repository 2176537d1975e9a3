"""Findings as rows: everything a finding holds, complete enough to rebuild the graph from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...graph.errors import UsageError
from ...graph.model import Edge, Entity, Finding, Reference, natural_key
from ...graph.records import assemble
from ...graph.schema import (
    RADIOSENSITIVITY,
    Certainty,
    Effect,
    Endpoint,
    Form,
    Level,
    MeasuredIn,
    PredicateName,
    Role,
    Sign,
    SourceCheck,
    Strength,
    System,
)
from ...graph.stores.base import Store
from ..declare import Rows, RowsToMake, question, restricted
from ..evidence import Note, notes_on_findings, papers
from ..filters import FilteredStore, unfiltered
from ..kinds import MOST_LISTED, Paper
from ..rows import Hidden, Row, derived, row
from ._papers import cites, findings_naming, named_by, no_such_paper, refuse_many


@row
class ExosomeContext(Row):
    """The exosomes of a finding: who released them, after what, found in which fluid."""

    entity: Entity | None
    donor: tuple[Entity, ...]
    exposure: tuple[Entity, ...]
    fluid: str | None
    modification: str | None


@row
class StatementInFinding(Row):
    """One statement of a finding."""

    id: str
    subject: Entity
    predicate: PredicateName
    object: Entity
    sign: Sign | None
    causal: bool
    certainty: Certainty
    inverted: bool
    premises: tuple[str, ...]
    form: Form | None
    note: str | None


@row
class BiomarkerInFinding(Row):
    """One biomarker claim of a finding."""

    entity: Entity
    role: tuple[Role, ...]
    level: Level | None
    compared: str | None
    fluid: str | None
    measured_in: MeasuredIn | None
    meaning: str | None


@row
class FindingRow(Row):
    """One finding with its entities looked up.

    Parameters
    ----------
    cancer, recipient
        Looked up.
    finding
        The finding itself.
    """

    id: str = derived("finding.id")
    source: str = derived("finding.source")
    locator: str = derived("finding.locator")
    cancer: Entity | None
    exosome: ExosomeContext
    recipient: Entity | None
    recipient_exposure: tuple[Entity, ...]
    affected: str | None = derived("finding.affected")
    system: System | None = derived("finding.system")
    endpoint: Endpoint | None = derived("finding.endpoint")
    dose: str | None = derived("finding.dose")
    assay: str | None = derived("finding.assay")
    cargo: tuple[Entity, ...]
    effect: Effect = derived("finding.effect")
    certainty: Certainty | None = derived("finding.certainty")
    statements: tuple[StatementInFinding, ...]
    biomarkers: tuple[BiomarkerInFinding, ...]
    references: tuple[Reference, ...]
    summary: str | None = derived("finding.summary")
    review_note: str | None = derived("finding.review_note")
    source_check: SourceCheck = derived("finding.source_check")
    source_note: str | None = derived("finding.source_note")
    strength: Strength | None = derived("finding.strength")
    notes: tuple[Note, ...] = derived(lambda row: notes_on_findings([row.finding]))
    finding: Hidden[Finding]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it makes."""
        return tuple(assemble([self.finding]))

    def cells(self) -> dict[str, str]:
        notes = [f"review: {self.review_note}"] if self.review_note else []
        if self.source_check == "differs":
            notes.append(f"cited paper: {self.source_note}")
        return {
            "finding": self.id,
            "cancer": self.cancer.name if self.cancer else "general",
            "effect": self.effect,
            "certainty": self.certainty or "-",
            "summary": self.summary or "",
            "papers": papers(self.references),
            "notes": "; ".join(notes) or "-",
        }


@question(example={"cargo": "miR-340-5p"}, group="evidence")
def findings(
    store: Store,
    *,
    names: Sequence[Entity] = (),
    cargo: Entity | None = None,
    effect: Effect | None = None,
    paper: Paper | None = None,
) -> Rows[FindingRow]:
    """What each study reports.

    In natural order of their ids.

    Parameters
    ----------
    names
        Only findings that name each of these, or a subtype, or exosomes of it; a finding with an
        effect names radiosensitivity.
    cargo
        Only findings that carry this.
    effect
        Only this effect on radiosensitivity.
    paper
        Only findings that cite this paper (29, sun2022:29), or this finding (sun2022:29a).
    """
    known = unfiltered(store)
    if paper and not (known.finding(paper) or known.findings(citing=paper)):
        raise no_such_paper(known, paper)
    whole = known.count_findings()
    scope = names or cargo or paper or effect not in (None, "none")
    if whole > MOST_LISTED and not scope:
        count = sum(store.findings_by_cancer().values()) if _narrowed(store) else whole
        if count > MOST_LISTED:
            raise UsageError(
                f"findings: the graph has {whole}; "
                "give a name, a paper, a cargo, an effect or a cancer"
            )
    if not (paper or cargo):
        refuse_many(store, "findings", names[:1])
    named = [named_by(store, entity) for entity in names]
    kept = [
        finding
        for finding in _candidates(store, names, cargo, effect, paper)
        if all(names(finding) for names in named)
        and (cargo is None or cargo.id in finding.cargo)
        and effect in (None, finding.effect)
        and (paper is None or cites(finding, paper))
    ]

    def make(several: Sequence[Finding]) -> list[FindingRow]:
        return [_row(store, finding) for finding in several]

    rows = RowsToMake(kept, make)
    by = restricted(cargo=cargo, effect=effect, paper=paper)
    return Rows(rows, whole=whole, what="finding", by=by, unfiltered=True)


def _narrowed(store: Store) -> bool:
    """Return whether a store has an index for what is filtered for: a cancer, or a source."""
    if not isinstance(store, FilteredStore):
        return False
    return store.filters.cancer is not None or store.filters.source is not None


def _candidates(
    store: Store,
    names: Sequence[Entity],
    cargo: Entity | None,
    effect: str | None,
    paper: str | None,
) -> Iterable[Finding]:
    """Return the findings that an index gives for the narrowest of what is asked."""
    if paper:
        found = {f.id: f for f in store.findings(citing=paper)}
        if its_own := store.finding(paper):
            found[its_own.id] = its_own
    elif cargo:
        return store.findings(cargo=cargo.id)
    elif named := [entity for entity in names if entity.id != RADIOSENSITIVITY]:
        return findings_naming(store, named[0])
    else:
        return store.findings(marked=bool(names) or effect not in (None, "none"))
    return sorted(found.values(), key=lambda finding: natural_key(finding.id))


def _row(store: Store, finding: Finding) -> FindingRow:
    def entities(ids: Iterable[str]) -> tuple[Entity, ...]:
        return tuple(map(store.entity, ids))

    def entity(id: str | None) -> Entity | None:
        return store.entity(id) if id else None

    exosome = entity(finding.exosome)
    return FindingRow(
        entity(finding.cancer),
        ExosomeContext(
            exosome,
            entities(exosome.donors if exosome else ()),
            entities(exosome.exposures if exosome else ()),
            exosome.fluid if exosome else None,
            exosome.modification if exosome else None,
        ),
        entity(finding.recipient),
        entities(finding.recipient_exposure),
        entities(finding.cargo),
        tuple(
            StatementInFinding(
                f"{finding.id}.{s.number}",
                store.entity(s.subject),
                s.predicate,
                store.entity(s.object),
                s.sign,
                s.causal,
                s.certainty,
                s.inverted,
                tuple(f"{finding.id}.{number}" for number in s.premises),
                s.form,
                s.note,
            )
            for s in finding.statements
        ),
        tuple(
            BiomarkerInFinding(
                store.entity(b.entity),
                b.roles,
                b.level,
                b.compared,
                b.fluid,
                b.measured_in,
                b.meaning,
            )
            for b in finding.biomarkers
        ),
        tuple(store.reference(*key) for key in finding.reference_keys),
        finding,
    )
