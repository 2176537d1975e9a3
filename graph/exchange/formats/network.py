"""A signed network: source, target, weight, for decoupler, CARNIVAL and tools like them.

One row per pair of entities that causal claims of one sign join. Programs read the first three
columns; what makes the weight believable comes after them.
"""

from __future__ import annotations

from pathlib import Path

from ...atomic import writing_text
from ...model import Entity, Reference, Statement
from ...stores.base import Store
from ..biolink import curies
from ..labels import labels
from ..losses import Loss, Tally, losses
from ..registry import Format
from ..signed import SignedPair, signed_pairs
from ..tables import escape, join

__all__ = ["COLUMNS", "FORMAT", "write"]

FORMAT = Format(
    __name__,
    "network",
    "signed pairs, for decoupler, CARNIVAL and other footprint methods",
    extensions=(".network.tsv",),
)

COLUMNS = (
    "source",
    "target",
    "weight",
    "certainty",
    "support",
    "predicates",
    "source_id",
    "source_type",
    "target_id",
    "target_type",
    "cancers",
    "findings",
    "publications",
)
"""The columns, in order."""

_CARRIED = {
    Entity: ("id", "name", "type"),
    Statement: ("subject", "predicate", "object"),
    Reference: ("doi", "pmid"),
}


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph as a signed network.

    Parameters, result and errors are those of `Format.write`.
    """
    tally = Tally()
    names = labels(store.entities(), "the network", tally)
    isolated = set(names)
    with writing_text(path, overwrite=overwrite) as file:
        file.write("\t".join(COLUMNS) + "\n")
        for pair in signed_pairs(store, tally):
            isolated -= {pair.subject, pair.object}
            if pair.certainty == "hedged":
                tally.add("hedge of a claim, which only the column certainty keeps", str(pair))
            file.write("\t".join(_cells(pair, store, names)) + "\n")
    for id in sorted(isolated):
        tally.add("entity that no signed claim names", id)
    return tally.losses() + losses(store, _CARRIED)


def _cells(pair: SignedPair, store: Store, names: dict[str, str]) -> list[str]:
    findings = [e.finding for e in pair.evidence]
    keys = dict.fromkeys(key for finding in findings for key in finding.reference_keys)
    cancers = dict.fromkeys(finding.cancer for finding in findings if finding.cancer)
    papers = (curie for key in keys for curie in curies(store.reference(*key))[:1])
    return [
        names[pair.subject],
        names[pair.object],
        str(pair.sign),
        pair.certainty or "",
        pair.support,
        join(edge.predicate for edge in pair.edges),
        escape(pair.subject),
        store.entity(pair.subject).type,
        escape(pair.object),
        store.entity(pair.object).type,
        join(store.entity(id).name for id in cancers),
        join(dict.fromkeys(finding.id for finding in findings)),
        join(dict.fromkeys(papers)),
    ]
