"""Findings as rows: everything a finding holds, names beside ids, complete enough to rebuild the graph from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ..graph.errors import UnknownNameError, UsageError
from ..graph.model import Biomarker, Edge, Entity, Finding, Reference, Statement
from ..graph.records import assemble
from ..graph.schema import EFFECTS, SYSTEMS
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import left_out
from .filters import Context
from .paths.search import ARROWS, papers

__all__ = [
    "FindingRow",
    "cites",
    "finding_rows",
    "findings",
    "no_such_paper",
    "sentences_of",
    "with_sentences",
]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with its entities looked up, a row of `findings`.

    Parameters
    ----------
    finding
        The finding itself.
    entities
        Every entity that it names, by id.
    references
        The papers behind it.
    sentence
        What the article says, where its text was supplied.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "source",
        "locator",
        "cancer:entity",
        "exosome:entity:entity,donor:entity*,exposure:entity*,fluid,modification",
        "recipient:entity",
        "recipient_exposure:entity*",
        "affected",
        "system",
        "endpoint",
        "dose",
        "assay",
        "cargo:entity*",
        "effect",
        "certainty",
        "statements:id,subject:entity,predicate,object:entity,sign,causal,certainty,inverted,premises*",
        "biomarkers:entity:entity,role*,level,compared,fluid,measured_in,meaning",
        "references:reference*",
        "summary",
        "review_note",
        "source_check",
        "source_note",
    )

    finding: Finding
    entities: Mapping[str, Entity]
    references: tuple[Reference, ...]
    sentence: str | None = None

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(assemble([self.finding]))

    def _entity(self, id: str | None) -> dict[str, Any] | None:
        return self.entities[id].to_dict() if id else None

    def _list(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        return [self.entities[id].to_dict() for id in ids]

    def _statement(self, s: Statement) -> dict[str, Any]:
        return {
            "id": f"{self.finding.id}.{s.number}",
            "subject": self._entity(s.subject),
            "predicate": s.predicate,
            "object": self._entity(s.object),
            "sign": s.sign,
            "causal": s.causal,
            "certainty": s.certainty,
            "inverted": s.inverted,
            "premises": [f"{self.finding.id}.{number}" for number in s.premises],
            "form": s.form,
            "note": s.note,
        }

    def _biomarker(self, b: Biomarker) -> dict[str, Any]:
        return {
            "entity": self._entity(b.entity),
            "role": list(b.roles),
            "level": b.level,
            "compared": b.compared,
            "fluid": b.fluid,
            "measured_in": b.measured_in,
            "meaning": b.meaning,
        }

    def to_dict(self) -> dict[str, Any]:
        f = self.finding
        exosome = self.entities[f.exosome] if f.exosome else None
        row = {
            "id": f.id,
            "source": f.source,
            "locator": f.locator,
            "cancer": self._entity(f.cancer),
            "exosome": {
                "entity": self._entity(f.exosome),
                "donor": self._list(exosome.donors if exosome else ()),
                "exposure": self._list(exosome.exposures if exosome else ()),
                "fluid": exosome.fluid if exosome else None,
                "modification": exosome.modification if exosome else None,
            },
            "recipient": self._entity(f.recipient),
            "recipient_exposure": self._list(f.recipient_exposure),
            "affected": f.affected,
            "system": f.system,
            "endpoint": f.endpoint,
            "dose": f.dose,
            "assay": f.assay,
            "cargo": self._list(f.cargo),
            "effect": f.effect,
            "certainty": f.certainty,
            "statements": [self._statement(s) for s in f.statements],
            "biomarkers": [self._biomarker(b) for b in f.biomarkers],
            "references": [reference.to_dict() for reference in self.references],
            "summary": f.summary,
            "review_note": f.review_note,
            "source_check": f.source_check,
            "source_note": f.source_note,
        }
        return row if self.sentence is None else {**row, "sentence": self.sentence}

    def cells(self) -> dict[str, str]:
        f = self.finding
        notes = [f"review: {f.review_note}"] if f.review_note else []
        if f.source_check == "differs":
            notes.append(f"cited paper: {f.source_note}")
        cells = {
            "finding": f.id,
            "cancer": self.entities[f.cancer].name if f.cancer else "general",
            "effect": f.effect,
            "certainty": f.certainty or "-",
            "summary": f.summary or "",
            "papers": papers(self.references),
            "notes": "; ".join(notes) or "-",
        }
        if self.sentence is not None:
            chains = (
                f"{self.entities[s.subject].name} {ARROWS[s.sign]} {self.entities[s.object].name} ({s.certainty})"
                for s in f.statements
            )
            cells |= {"statements": "; ".join(chains), "the text": self.sentence}
        return cells


def cites(finding: Finding, what: str) -> bool:
    """Tell whether a finding cites a paper (``29`` or ``sun2022:29``), or has this id itself.

    Examples
    --------
    >>> cites(Finding("sun2022:29a", citations=("29",)), "29"), cites(Finding("sun2022:29a"), "sun2022:30")
    (True, False)
    """
    return finding.id == what or any(
        what in (citation, f"{source}:{citation or ''}")
        for source, citation in finding.reference_keys
    )


def no_such_paper(store: Store, what: str) -> UnknownNameError:
    """Make the error for a paper that no finding cites, with the findings whose ids look like it."""
    from rapidfuzz import process

    near = [
        id
        for id, _, _ in process.extract(
            what, [f.id for f in store.findings()], score_cutoff=60, limit=5
        )
    ]
    hint = f" Nearest: {', '.join(near)}." if near else ""
    return UnknownNameError(
        f"{what!r} is no finding, and no finding cites it.{hint} Such as sun2022:29a, or 29", near
    )


def finding_rows(
    store: Store,
    context: Context,
    *,
    cargo: Entity | None = None,
    effect: str | None = None,
    paper: str | None = None,
) -> tuple[list[FindingRow], int]:
    """List findings.

    Parameters
    ----------
    store
        The graph.
    context
        Which findings count.
    cargo
        Only findings that carry this entity.
    effect
        Only findings with this effect.
    paper
        Only findings that cite this paper, or the finding of this id.

    Returns
    -------
    tuple
        The rows in natural order of their ids, and how many findings the filters left out.
    """
    rows, others = [], 0
    for finding in store.findings():
        asked = (cargo is None or cargo.id in finding.cargo) and (
            effect is None or finding.effect == effect
        )
        if not (asked and context.passes(finding) and (paper is None or cites(finding, paper))):
            others += 1
            continue
        entities = {id: store.entity(id) for id in finding.named_ids}
        if finding.exosome:
            exosome = entities[finding.exosome]
            entities |= {id: store.entity(id) for id in (*exosome.donors, *exosome.exposures)}
        references = tuple(store.reference(*key) for key in finding.reference_keys)
        rows.append(FindingRow(finding, entities, references))
    return rows, others


def sentences_of(finding: Finding, sections: Mapping[str, Sequence[str]]) -> str:
    """Look the sentences of a finding up in an article.

    Parameters
    ----------
    finding
        Its section and sentence numbers are used.
    sections
        The article's sentences by section.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        When the article has no such section or sentence: another text than the curated one.
    """
    if not (finding.section and finding.sentences):
        return ""
    if finding.section not in sections:
        raise UsageError(
            f"{finding.id}: the text has no section {finding.section!r}; is it the article that was curated?"
        )
    section = sections[finding.section]
    numbers = finding.sentence_numbers
    if max(numbers) > len(section):
        raise UsageError(
            f"{finding.id}: section {finding.section!r} of the text has {len(section)} sentences, not {max(numbers)}; "
            "is it the article that was curated?"
        )
    return " ".join(section[number - 1] for number in numbers)


def with_sentences(
    rows: Iterable[FindingRow], sections: Mapping[str, Sequence[str]]
) -> Iterator[FindingRow]:
    """Put an article's sentences beside the findings."""
    return (replace(row, sentence=sentences_of(row.finding, sections)) for row in rows)


@question(
    "findings",
    "What each study reports",
    Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes"),
    Parameter("cargo", "entity", "only findings that carry this"),
    Parameter("effect", "choice", "only this effect on radiosensitivity", choices=EFFECTS),
    Parameter("system", "choice", "only this system", choices=SYSTEMS),
    Parameter(
        "paper",
        "finding",
        "only findings that cite this paper (29, sun2022:29), or this finding (sun2022:29a)",
    ),
    example={"cargo": "miR-340-5p"},
    row=FindingRow,
)
def findings(
    store: Store,
    *,
    cancer: Entity | None = None,
    cargo: Entity | None = None,
    effect: str | None = None,
    system: str | None = None,
    paper: str | None = None,
) -> Answer[FindingRow]:
    """List findings, in natural order of their ids."""
    context = Context(store, cancer, None, system)
    if paper is not None and not any(cites(finding, paper) for finding in store.findings()):
        raise no_such_paper(store, paper)
    rows, others = finding_rows(store, context, cargo=cargo, effect=effect, paper=paper)
    reason = left_out(others, others + len(rows), "finding")
    parameters = {
        "cancer": context.parameters["cancer"],
        "cargo": cargo.id if cargo else None,
        "effect": effect,
        "system": system,
        "paper": paper,
    }
    return Answer("findings", parameters, tuple(rows), FindingRow, store.version, reason=reason)
