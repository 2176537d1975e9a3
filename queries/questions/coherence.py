"""Does a finding's chain multiply to the effect that the finding states?

A chain whose closing statement was itself composed from the effect cannot disagree with it: it is
``by-construction``, which is not the same as coherent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from ...graph.model import Edge, Evidence, Finding, Reference, Statement
from ...graph.records import claims_of
from ...graph.schema import PREDICATES, RADIOSENSITIVITY, PredicateClass, Sign, multiply
from ...graph.stores.base import Store
from ..arrows import arrow_of
from ..declare import Rows, question
from ..evidence import papers
from ..paths.path import sign_word
from ..rows import Hidden, Row, row

Verdict = Literal["coherent", "opposite", "undetermined", "by-construction"]
_EFFECTS: dict[str, Sign] = {"increase": 1, "decrease": -1, "unclear": 0}


@row
class Coherence(Row):
    """One chain of one finding compared with its effect.

    Parameters
    ----------
    finding
        Its id.
    chain_sign, stated_sign
        What the chain multiplies to; what the finding states.
    verdict
        coherent, opposite, undetermined (a sign is 0, or there is no chain) or by-construction.
    path
        The chain on one line, None when the finding has no chain.
    references
        The papers behind the finding.
    edges
        The chain's claims.
    """

    finding: str
    chain_sign: Sign | None
    stated_sign: Sign
    verdict: Verdict
    path: str | None
    references: Hidden[tuple[Reference, ...]]
    edges: Hidden[tuple[Edge, ...]] = ()

    def cells(self) -> dict[str, str]:
        return {
            "finding": self.finding,
            "verdict": self.verdict,
            "chain": sign_word(self.chain_sign),
            "stated": sign_word(self.stated_sign),
            "path": self.path or "(no chain)",
            "papers": papers(self.references),
        }


@question(example={}, group="evidence")
def coherence(store: Store) -> Rows[Coherence]:
    """Whether each finding's chain multiplies to the effect it states.

    A row per chain, and one for a finding with an effect but no chain; in natural order of the
    findings.
    """
    rows = []
    for finding in store.findings(marked=True):
        if finding.effect not in _EFFECTS:
            continue
        stated = _EFFECTS[finding.effect]
        references = tuple(store.reference(*key) for key in finding.reference_keys)
        chains = sorted(_chains(finding), key=lambda chain: [s.number for s in chain])
        for chain in chains:
            sign = multiply(s.sign for s in chain)
            edges = tuple(claims_of(Evidence(finding, s) for s in chain))
            ids = (chain[0].subject, *(s.object for s in chain))
            names = [store.entity(id).name for id in ids]
            path = names[0] + "".join(
                f" {arrow_of(s.predicate)} {name}" for s, name in zip(chain, names[1:], strict=True)
            )
            verdict = _verdict(finding, chain, sign, stated)
            rows.append(Coherence(finding.id, sign, stated, verdict, path, references, edges))
        if not chains:
            rows.append(Coherence(finding.id, None, stated, "undetermined", None, references))
    counts = Counter(row.verdict for row in rows)
    tested = counts["coherent"] + counts["opposite"]
    shown = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    note = (
        f"{tested} of {len(rows)} rows are a test ({shown}): a chain closed by a statement "
        "that was itself composed from the effect cannot disagree with it"
    )
    none = "no finding states an effect here"
    return Rows(rows, what="chain", none=none, notes=[note] if rows else ())


def _verdict(finding: Finding, chain: list[Statement], sign: Sign | None, stated: int) -> Verdict:
    if not sign or not stated:
        return "undetermined"
    effects = {s.number for s in finding.effect_statements()}
    if chain[-1].certainty != "stated" and effects & _premises(finding, chain[-1]):
        return "by-construction"
    return "coherent" if sign == stated else "opposite"


def _premises(finding: Finding, statement: Statement) -> set[int]:
    """Return the numbers of everything that a statement was composed from, at any remove."""
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
    """Yield the finding's own causal chains, two steps or more, from cargo or exosome on."""
    steps: dict[str, list[Statement]] = {}
    for statement in finding.statements:
        if PREDICATES[statement.predicate].cls is PredicateClass.CAUSAL:
            steps.setdefault(statement.subject, []).append(statement)
    starts = dict.fromkeys((*finding.cargo, *((finding.exosome,) if finding.exosome else ())))
    for start in starts:
        yield from _extend(steps, [], start, frozenset({start}))


def _extend(
    steps: Mapping[str, Sequence[Statement]], chain: list[Statement], end: str, seen: frozenset[str]
) -> Iterator[list[Statement]]:
    """Yield the chains that go on from an end to radiosensitivity, without the nodes seen."""
    for step in steps.get(end, ()):
        if step.object == RADIOSENSITIVITY:
            if chain:
                yield [*chain, step]
        elif step.object not in seen:
            further = seen | {step.object}
            yield from _extend(steps, [*chain, step], step.object, further)
