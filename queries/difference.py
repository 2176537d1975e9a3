"""What differs between two graphs, as an answer: `diff` and its rows."""

from __future__ import annotations

from ..graph.diff import ChangeKind, Difference, compare
from ..graph.model import Edge, Entity, natural_key
from ..graph.schema import Certainty, PredicateName, Sign
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import cut
from .kinds import read_limit
from .rows import Row, row

__all__ = ["Change", "ClaimVersion", "diff"]

_DETAILS_SHOWN = 3


@row
class ClaimVersion(Row):
    """A claim as one of two graphs has it.

    Parameters
    ----------
    predicate, sign, certainty
        Of the claim.
    cancers
        Those of its findings.
    findings
        Ids of the findings behind it.
    details
        Fields in which findings that both graphs have differ, each as ``finding, field: value``.
    """

    predicate: PredicateName
    sign: Sign | None
    certainty: Certainty | None
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        sign = "" if self.sign is None else f"{self.sign:+d}; " if self.sign else "0; "
        cancers = ", ".join(cancer.name for cancer in self.cancers) or "general"
        text = f"{sign}{self.certainty}; {cancers}; {', '.join(self.findings)}"
        details = list(self.details[:_DETAILS_SHOWN])
        if len(self.details) > _DETAILS_SHOWN:
            details.append(f"{len(self.details) - _DETAILS_SHOWN} more")
        return f"{text} ({'; '.join(details)})" if details else text


@row
class Change(Row):
    """One difference between two graphs, a row of `diff`.

    Parameters
    ----------
    change
        added; removed; sign: a causal claim was replaced by one of another sign between the same
        ends; evidence: the claim rests on other findings, or its findings have changed.
    subject, predicate, object
        The claim; of two signs the new one.
    before, after
        The claim in either graph; None where the graph does not make it.
    """

    change: ChangeKind
    subject: Entity
    predicate: PredicateName
    object: Entity
    before: ClaimVersion | None
    after: ClaimVersion | None

    def cells(self) -> dict[str, str]:
        before = f"{self.before.predicate} " if self.change == "sign" and self.before else ""
        return {
            "change": self.change,
            "subject": self.subject.name,
            "predicate": self.predicate,
            "object": self.object.name,
            "before": f"{before}{self.before or '-'}",
            "after": str(self.after or "-"),
        }


def diff(before: Store, after: Store, *, limit: int = 0) -> Answer[Change]:
    """Compare two graphs by statement; see `radexo.Graph.diff`.

    Parameters
    ----------
    before, after
        Graphs.
    limit
        The most rows; 0 for all.

    Returns
    -------
    Answer of Change

    Raises
    ------
    UsageError
        When the limit is not a whole number from 0.

    Examples
    --------
    >>> import radexo
    >>> store = radexo.load().store
    >>> diff(store, store).status
    'empty'
    """
    most = read_limit(limit)
    comparison = compare(before, after)
    found = comparison.differences
    others = ", ".join(f"{kind} ({count})" for kind, count in comparison.others.items())
    reason = f"other records that differ: {others}" if others else None
    if not found:
        reason = (
            f"no statement differs; {reason}"
            if reason
            else f"both graphs are the same: {after.version}"
        )
    shown, status, reason = cut(found, most, "statement", reason)
    rows = tuple(_change(difference, before, after) for difference in shown)
    parameters = {"before": before.version, "after": after.version, "limit": most}
    return Answer("diff", parameters, rows, Change, after.version, status=status, reason=reason)


def _change(difference: Difference, before: Store, after: Store) -> Change:
    return Change(
        difference.change,
        difference.subject,
        difference.edge.predicate,
        difference.object,
        _version(difference.before, before, difference.before_details),
        _version(difference.after, after, difference.after_details),
    )


def _version(edge: Edge | None, store: Store, details: tuple[str, ...]) -> ClaimVersion | None:
    if edge is None:
        return None
    cancers = sorted({e.finding.cancer for e in edge.evidence if e.finding.cancer}, key=natural_key)
    return ClaimVersion(
        edge.predicate,
        edge.sign,
        edge.certainty,
        tuple(map(store.entity, cancers)),
        edge.findings,
        details,
    )
