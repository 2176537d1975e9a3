"""Which claims two cancers share, and which they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, get_args

from ...graph.errors import UsageError
from ...graph.model import Edge, Entity, Evidence, Reference, best_certainty, natural_key
from ...graph.records import claims_of
from ...graph.schema import Certainty, PredicateClass, Sign
from ...graph.stores.base import Pair, Store
from ..claims import references_of
from ..declare import Rows, RowsToMake, question
from ..evidence import Evidenced
from ..filters import Filters
from ..kinds import Cancer
from ..paths.path import sign_word
from ..rows import Hidden, derived, row
from ._papers import refuse_many

Status = Literal["common", "opposite", "only-first", "only-second"]
_STATUSES = get_args(Status)


@row
class ClaimInCancers(Evidenced):
    """What two cancers say of one subject and object.

    Parameters
    ----------
    subject, object
        The ends of the claim.
    status
        common, opposite, only-first or only-second.
    sign_one, sign_other
        In the one cancer and in the other; None where that cancer says nothing of the kind.
    references
        The papers behind both, in the order of the findings.
    evidence_one, evidence_other
        Of either side.
    """

    subject: Entity
    object: Entity
    status: Status
    sign_one: Sign | None
    sign_other: Sign | None
    certainty_one: Certainty | None = derived(lambda row: _certainty(row.evidence_one))
    certainty_other: Certainty | None = derived(lambda row: _certainty(row.evidence_other))
    findings_one: tuple[str, ...] = derived(lambda row: _ids(row.evidence_one))
    findings_other: tuple[str, ...] = derived(lambda row: _ids(row.evidence_other))
    references: tuple[Reference, ...]
    evidence_one: Hidden[tuple[Evidence, ...]]
    evidence_other: Hidden[tuple[Evidence, ...]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(claims_of((*self.evidence_one, *self.evidence_other)))

    def cells(self) -> dict[str, str]:
        return {
            "status": self.status,
            "subject": self.subject.name,
            "object": self.object.name,
            "first": _shown(self.sign_one, self.certainty_one),
            "second": _shown(self.sign_other, self.certainty_other),
            "papers": "; ".join(map(str, self.evidence)),
        }


def _certainty(evidence: Iterable[Evidence]) -> Certainty | None:
    return best_certainty(e.statement.certainty for e in evidence)


def _ids(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(sorted({e.finding.id for e in evidence}, key=natural_key))


def _shown(sign: Sign | None, certainty: str | None) -> str:
    return f"{sign_word(sign)} ({certainty})" if certainty else "-"


@question(example={"one": "CRC", "other": "glioblastoma"}, group="evidence")
def compare_cancers(store: Store, one: Cancer, other: Cancer) -> Rows[ClaimInCancers]:
    """Which claims two cancers share, and which they do not.

    The causal claims of both, pair by pair and sign by sign. A sign that both give is `common`;
    two opposite signs are a row of their own, `opposite`; a sign that has neither an equal nor an
    opposite in the other cancer is `only-first` or `only-second`. Ordered so, then by the names of
    subject and object. A general finding counts for no cancer.

    Parameters
    ----------
    one
        A cancer, with its subtypes.
    other
        Another, with its subtypes.
    """
    if one.id == other.id:
        raise UsageError(f"compare_cancers: both names mean {one.name}; give two cancers")
    refuse_many(store, "compare_cancers", (one, other), _MOST)
    first, second = (_claims(Filters(cancer=cancer).view(store)) for cancer in (one, other))
    compared = [
        (pair, *found)
        for pair in {*first, *second}
        for found in _compare(first.get(pair, {}), second.get(pair, {}))
    ]
    entities = store.entities_of(id for pair, *_ in compared for id in pair)

    def order(found: _Compared) -> tuple[Any, ...]:
        (subject, object), status, sign, opposed = found
        names = (entities[subject].name.casefold(), entities[object].name.casefold())
        return (_STATUSES.index(status), *names, subject, object, str(sign), str(opposed))

    def make(several: Sequence[_Compared]) -> list[ClaimInCancers]:
        rows = []
        for (subject, object), status, sign, opposed in several:
            a = first[subject, object][sign] if sign is not None else ()
            b = second[subject, object][opposed] if opposed is not None else ()
            behind = sorted((*a, *b), key=lambda e: natural_key(e.finding.id))
            ends, references = (entities[subject], entities[object]), references_of(store, behind)
            rows.append(ClaimInCancers(store, *ends, status, sign, opposed, references, a, b))
        return rows

    notes = [
        f"no causal claim is made in {cancer.name}"
        for cancer, found in ((one, first), (other, second))
        if not found
    ]
    for inner, outer in ((one, other), (other, one)):
        if inner.id in store.subtypes(outer.id):
            notes.append(f"{inner.name} lies within {outer.name}: its findings count for both")
    return Rows(RowsToMake(sorted(compared, key=order), make), what="claim", notes=notes)


_MOST = 20_000
"""The most findings in a cancer of a large graph that is compared."""
_Compared = tuple[Pair, Status, Sign | None, Sign | None]


def _claims(store: Store) -> dict[tuple[str, str], dict[Sign, tuple[Evidence, ...]]]:
    """Gather the causal evidence by the ends of the claim, then by its sign."""
    claims: dict[tuple[str, str], dict[Sign, tuple[Evidence, ...]]] = {}
    for edge in store.edges(classes={PredicateClass.CAUSAL}, findings=store.findings()):
        if edge.sign is not None:
            signs = claims.setdefault((edge.subject, edge.object), {})
            signs[edge.sign] = (*signs.get(edge.sign, ()), *store.evidence(edge))
    return claims


def _compare(
    here: Iterable[Sign], there: Iterable[Sign]
) -> list[tuple[Status, Sign | None, Sign | None]]:
    """Compare the signs of two cancers.

    Examples
    --------
    >>> _compare([1], [1, -1])
    [('common', 1, 1), ('opposite', 1, -1)]
    >>> _compare([0], [1])
    [('only-first', 0, None), ('only-second', None, 1)]
    """
    pairs = [(a, b) for a in here for b in there]
    found: list[tuple[Status, Sign | None, Sign | None]] = [
        ("common", a, b) for a, b in pairs if a == b
    ]
    found += [("opposite", a, b) for a, b in pairs if a and a == -b]
    met = {a for _, a, _ in found}, {b for _, _, b in found}
    found += [("only-first", a, None) for a in here if a not in met[0]]
    found += [("only-second", None, b) for b in there if b not in met[1]]
    return found
