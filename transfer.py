"""What commands on files and servers answer: `diff`, `export` and `push`, with their rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from .graph.diff import Difference, compare
from .graph.exchange.losses import Loss
from .graph.exchange.registry import find_format, guess
from .graph.model import Edge, Entity, natural_key
from .graph.stores.base import Store
from .graph.stores.memory import MemoryStore
from .queries.answer import Answer

__all__ = ["Change", "ClaimVersion", "Written", "diff", "export", "push"]

_DETAILS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ClaimVersion:
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

    predicate: str
    sign: int | None
    certainty: str | None
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    details: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "predicate": self.predicate,
            "sign": self.sign,
            "certainty": self.certainty,
            "cancers": [cancer.to_dict() for cancer in self.cancers],
            "findings": list(self.findings),
            "details": list(self.details),
        }

    def __str__(self) -> str:
        sign = "" if self.sign is None else f"{self.sign:+d}; " if self.sign else "0; "
        cancers = ", ".join(cancer.name for cancer in self.cancers) or "general"
        text = f"{sign}{self.certainty}; {cancers}; {', '.join(self.findings)}"
        details = list(self.details[:_DETAILS_SHOWN])
        if len(self.details) > _DETAILS_SHOWN:
            details.append(f"{len(self.details) - _DETAILS_SHOWN} more")
        return f"{text} ({'; '.join(details)})" if details else text


@dataclass(frozen=True, slots=True)
class Change:
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

    FIELDS: ClassVar[tuple[str, ...]] = (
        "change",
        "subject:entity",
        "predicate",
        "object:entity",
        "before:predicate,sign,certainty,cancers:entity*,findings*,details*",
        "after:predicate,sign,certainty,cancers:entity*,findings*,details*",
    )

    change: str
    subject: Entity
    predicate: str
    object: Entity
    before: ClaimVersion | None
    after: ClaimVersion | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "change": self.change,
            "subject": self.subject.to_dict(),
            "predicate": self.predicate,
            "object": self.object.to_dict(),
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
        }

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


def diff(before: Store, after: Store) -> Answer[Change]:
    """Compare two graphs by statement.

    Parameters
    ----------
    before, after
        The graphs.

    Returns
    -------
    Answer of Change
        Ordered as `radexo.graph.diff.compare` orders differences. `reason` counts other records
        that differ: entities, papers, sources, biomarker claims.
    """
    comparison = compare(before, after)
    rows = tuple(_change(d, before, after) for d in comparison.differences)
    others = ", ".join(f"{kind} ({count})" for kind, count in comparison.others.items())
    reason = f"other records that differ: {others}" if others else None
    if not rows:
        reason = (
            f"no statement differs; {reason}"
            if reason
            else f"both graphs are the same: {after.version}"
        )
    parameters = {"before": before.version, "after": after.version}
    return Answer("diff", parameters, rows, Change, after.version, reason=reason)


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


@dataclass(frozen=True, slots=True)
class Written:
    """How many records of a kind a server holds, a row of `push`."""

    FIELDS: ClassVar[tuple[str, ...]] = ("what", "count")

    what: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        return {"what": self.what, "count": self.count}

    def cells(self) -> dict[str, str]:
        return {"what": self.what, "count": str(self.count)}


def push(store: MemoryStore, address: str, *, replace: bool = False) -> Answer[Written]:
    """Push a graph to a Neo4j server, in one transaction.

    Parameters
    ----------
    store
        The graph.
    address
        Such as ``neo4j://127.0.0.1:7687``.
    replace
        Whether to remove what RadExo wrote there before and this graph does not hold.

    Returns
    -------
    Answer of Written
        What RadExo has on the server now, and how much was removed.
    """
    from .graph.stores.neo4j import Server

    with Server(address) as server:
        counts = server.push(store.records, replace=replace)
    rows = tuple(Written(what, count) for what, count in counts.items())
    parameters = {"store": address, "replace": replace}
    return Answer("push", parameters, rows, Written, store.version, reason=f"pushed to {address}")


def export(
    store: Store, path: str | Path, format: str | None = None, *, overwrite: bool = True
) -> Answer[Loss]:
    """Export a graph to a file or folder, atomically.

    Parameters
    ----------
    store
        The graph.
    path
        The file or folder; an earlier export is replaced.
    format
        A key of `radexo.graph.exchange.registry.FORMATS`; by default the one of the extension.
    overwrite
        Whether to replace what exists.

    Returns
    -------
    Answer of Loss
        What the format could not carry.

    Raises
    ------
    UsageError
        When there is no such format, or the extension belongs to none.
    DataError
        When the path exists and `overwrite` is false, cannot be written, or is a folder that holds
        other files.
    """
    chosen = guess(path) if format is None else find_format(format)
    options = {}
    if chosen.styled:
        from .views.render.cx2 import look

        options = look(store)
    losses = chosen.write(store, path, overwrite=overwrite, **options)
    reason = f"wrote {path}"
    if next_step := chosen.next_step(path):
        reason += f"; {next_step}"
    if losses:
        reason += f"; {len(losses)} kinds of things that {chosen.name} does not carry are listed"
    parameters = {"format": chosen.name, "path": str(path), "lossless": chosen.lossless}
    return Answer(
        "export", parameters, tuple(losses), Loss, store.version, status="complete", reason=reason
    )
