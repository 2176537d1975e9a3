"""The papers behind everything said of an entity."""

from __future__ import annotations

from collections.abc import Sequence

from ...graph.model import Entity, Finding, Reference, natural_key
from ...graph.schema import SOURCE_CHECKS, SourceCheck
from ...graph.stores.base import Store
from ..declare import Rows, RowsToMake, question
from ..evidence import Note, notes_on_findings, papers
from ..rows import Hidden, Row, derived, row
from ._papers import findings_naming, refuse_many

_CAUTION: Sequence[SourceCheck] = ("agrees", "unchecked", "differs")
assert set(_CAUTION) == set(SOURCE_CHECKS)


@row
class PaperOn(Row):
    """One paper and what is said of an entity on its strength.

    Parameters
    ----------
    reference
        The paper.
    cancers
        Of the findings, each once.
    citing
        The findings that cite it and name the entity.
    """

    reference: Reference
    findings: tuple[str, ...] = derived(lambda row: tuple(f.id for f in row.citing))
    summaries: tuple[str, ...] = derived(lambda row: tuple(f.summary or "" for f in row.citing))
    cancers: tuple[Entity, ...]
    source_check: SourceCheck = derived(
        lambda row: max((f.source_check for f in row.citing), key=_CAUTION.index)
    )
    notes: tuple[Note, ...] = derived(lambda row: notes_on_findings(row.citing))
    citing: Hidden[tuple[Finding, ...]]

    @property
    def references(self) -> tuple[Reference, ...]:
        """The paper, as one of a kind."""
        return (self.reference,)

    def cells(self) -> dict[str, str]:
        return {
            "paper": papers(self.references),
            "findings": ", ".join(self.findings),
            "summaries": " ".join(filter(None, self.summaries)) or "-",
            "cancers": ", ".join(cancer.name for cancer in self.cancers) or "general",
            "compared with the paper": self.source_check,
        }


@question(example={"name": "miR-340-5p"}, group="evidence")
def papers_on(store: Store, name: Entity) -> Rows[PaperOn]:
    """The papers behind everything said of an entity.

    In natural order of their citations. The source's own sentences come under the source itself.
    A subtype counts as what it is a kind of, exosomes as their donors and exposures.

    Parameters
    ----------
    name
        The entity asked about.
    """
    refuse_many(store, "papers_on", [name])
    citing: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings_naming(store, name):
        for key in finding.reference_keys:
            citing.setdefault(key, []).append(finding)

    def make(keys: Sequence[tuple[str, str | None]]) -> list[PaperOn]:
        return [_row(store, key, citing[key]) for key in keys]

    ordered = sorted(citing, key=lambda key: (key[0], natural_key(key[1] or "")))
    return Rows(RowsToMake(ordered, make), what="paper", none=f"no finding names {name.name}")


def _row(store: Store, key: tuple[str, str | None], citing: Sequence[Finding]) -> PaperOn:
    ids = dict.fromkeys(finding.cancer for finding in citing)
    cancers = tuple(store.entity(id) for id in ids if id)
    return PaperOn(store.reference(*key), cancers, tuple(citing))
