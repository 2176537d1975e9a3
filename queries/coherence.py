"""Does a finding's chain multiply to the effect that the finding states?

A chain whose closing statement was itself composed from the effect cannot disagree with it: it is
``by-construction``, which is not the same as coherent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.model import Edge, Entity, Evidence, Finding, Reference, Statement
from ..graph.records import claims_of
from ..graph.schema import PREDICATES, RADIOSENSITIVITY, PredicateClass, multiply
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .filters import Context
from .paths.search import ARROWS, papers, sign_word

__all__ = ["Coherence", "coherence", "held_against_effects"]

_EFFECTS = {"increase": 1, "decrease": -1, "unclear": 0}


@dataclass(frozen=True, slots=True)
class Coherence:
    """One chain of one finding held against its effect, a row of `coherence`.

    Parameters
    ----------
    finding
        Its id.
    chain_sign, stated_sign
        What the chain multiplies to; what the finding states.
    verdict
        coherent, opposite, undetermined (a sign is 0, or there is no chain) or by-construction.
    path
        The chain on one line, None when the finding tells no chain.
    references
        The papers behind the finding.
    edges
        The chain's claims.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ("finding", "chain_sign", "stated_sign", "verdict", "path")

    finding: str
    chain_sign: int | None
    stated_sign: int
    verdict: str
    path: str | None
    references: tuple[Reference, ...]
    edges: tuple[Edge, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.FIELDS}

    def cells(self) -> dict[str, str]:
        return {
            "finding": self.finding,
            "verdict": self.verdict,
            "chain": sign_word(self.chain_sign),
            "stated": sign_word(self.stated_sign),
            "path": self.path or "(no chain is told)",
            "papers": papers(self.references),
        }


def held_against_effects(store: Store, context: Context) -> list[Coherence]:
    """Hold the chains of every finding with an effect against it.

    Parameters
    ----------
    store
        The graph.
    context
        Which findings count.

    Returns
    -------
    list of Coherence
        A row per chain, and one for a finding with an effect but no chain; in natural order of the
        findings.
    """
    rows = []
    for finding in store.findings():
        if finding.effect not in _EFFECTS or not context.passes(finding):
            continue
        stated = _EFFECTS[finding.effect]
        references = tuple(store.reference(*key) for key in finding.reference_keys)
        chains = sorted(_chains(finding), key=lambda chain: [s.number for s in chain])
        for chain in chains:
            sign = multiply(s.sign for s in chain)
            edges = tuple(claims_of(Evidence(finding, s) for s in chain))
            names = [store.entity(id).name for id in (chain[0].subject, *(s.object for s in chain))]
            path = names[0] + "".join(
                f" {ARROWS[s.sign]} {name}" for s, name in zip(chain, names[1:], strict=True)
            )
            rows.append(
                Coherence(
                    finding.id,
                    sign,
                    stated,
                    _verdict(finding, chain, sign, stated),
                    path,
                    references,
                    edges,
                )
            )
        if not chains:
            rows.append(Coherence(finding.id, None, stated, "undetermined", None, references))
    return rows


def _verdict(finding: Finding, chain: list[Statement], sign: int | None, stated: int) -> str:
    if not sign or not stated:
        return "undetermined"
    effects = {s.number for s in finding.effect_statements()}
    if chain[-1].certainty != "stated" and effects & _premises(finding, chain[-1]):
        return "by-construction"
    return "coherent" if sign == stated else "opposite"


def _premises(finding: Finding, statement: Statement) -> set[int]:
    """The numbers of everything that a statement was composed from, at any remove."""
    by_number = {s.number: s for s in finding.statements}
    found: set[int] = set()
    waiting = list(statement.premises)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting.extend(by_number[number].premises)
    return found


def _chains(finding: Finding) -> Iterator[list[Statement]]:
    """The finding's own chains of two causal steps or more, from cargo or exosome to radiosensitivity."""
    steps: dict[str, list[Statement]] = {}
    for statement in finding.statements:
        if PREDICATES[statement.predicate].cls is PredicateClass.CAUSAL:
            steps.setdefault(statement.subject, []).append(statement)

    def extend(chain: list[Statement], end: str, seen: frozenset[str]) -> Iterator[list[Statement]]:
        for step in steps.get(end, ()):
            if step.object == RADIOSENSITIVITY:
                if chain:
                    yield [*chain, step]
            elif step.object not in seen:
                yield from extend([*chain, step], step.object, seen | {step.object})

    starts = dict.fromkeys((*finding.cargo, *((finding.exosome,) if finding.exosome else ())))
    for start in starts:
        yield from extend([], start, frozenset({start}))


@question(
    "coherence",
    "Whether each finding's chain multiplies to the effect it states",
    Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes"),
    example={},
    row=Coherence,
)
def coherence(store: Store, *, cancer: Entity | None = None) -> Answer[Coherence]:
    """Hold every finding's chains against its effect, in natural order of the findings."""
    context = Context(store, cancer)
    rows = held_against_effects(store, context)
    reason = None if rows else "no finding states an effect here"
    parameters = {"cancer": context.parameters["cancer"]}
    return Answer("coherence", parameters, tuple(rows), Coherence, store.version, reason=reason)
