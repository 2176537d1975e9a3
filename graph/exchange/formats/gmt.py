"""Gene sets in GMT: the targets of a regulator, what acts on a pathway, the cargo in a cancer.

A line is a set: its name, a description with the papers, its members, separated by tabs. A set
whose claims raise its members (or whose members raise what it is named after) ends in ``_UP``, one
that lowers in ``_DN``; where no sign is given there is no ending. Hedged claims form sets of their
own, with ``HEDGED`` in the name. Members are molecules: classes without named members are left out.
Names and descriptions have ``_`` for blanks, since some readers divide lines at blanks too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ...atomic import writing_text
from ...model import Edge, Entity, Finding, Statement, weakest_certainty
from ...schema import Certainty, subtypes
from ...stores.base import Store
from ...values import frozen
from ..labels import labels
from ..losses import Loss, Tally, losses
from ..registry import Format
from ..tables import escape

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    __name__,
    "gmt",
    "gene sets: targets, pathways and cargo, for gseapy, clusterProfiler and GSEA",
    extensions=(".gmt",),
)

_MOLECULES = subtypes("Cargo")
_GOALS = subtypes("Pathway") | subtypes("Process") | subtypes("Radiosensitivity")
_ENDINGS = {1: "_UP", -1: "_DN"}

_CARRIED = {Entity: ("name",), Statement: ("subject", "object")}


@frozen
class _Set:
    """What a set is of: kind of set, entity, sign, and whether its claims are hedged."""

    kind: str
    entity: str
    sign: int
    hedged: bool


class _Sets:
    """Members, by kind, and papers of each set, in the order in which they were found."""

    def __init__(self) -> None:
        self.members: dict[str, dict[_Set, dict[str, None]]] = {}
        self.papers: dict[_Set, dict[tuple[str, str | None], None]] = {}

    def add(
        self,
        kind: str,
        entity: str,
        sign: int | None,
        certainty: Certainty | None,
        member: str,
        findings: Iterable[Finding],
    ) -> None:
        """Add a member to the set of its kind, entity, sign and certainty."""
        key = _Set(kind, entity, sign or 0, certainty == "hedged")
        self.members.setdefault(kind, {}).setdefault(key, {})[member] = None
        papers = self.papers.setdefault(key, {})
        papers.update(dict.fromkeys(k for finding in findings for k in finding.reference_keys))


_KINDS = {
    "TARGETS": ("TARGETS_OF", {1: "raised by", -1: "lowered by", 0: "acted on by"}),
    "REGULATORS": ("REGULATORS_OF", {1: "raise", -1: "lower", 0: "act on"}),
    "MEMBERS": ("MEMBERS_OF", {0: "members of"}),
    "CARGO": (
        "CARGO_IN",
        {
            1: "exosomal cargo that raises radiosensitivity in",
            -1: "exosomal cargo that lowers radiosensitivity in",
            0: "exosomal cargo without a known effect on radiosensitivity in",
        },
    ),
}
"""The name of each kind of set, and what its description says by sign."""


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph's sets as GMT.

    Parameters, result and errors are those of `Format.write`.
    """
    tally = Tally()
    entities = {entity.id: entity for entity in store.entities()}
    names = labels([_without_blanks(e, tally) for e in entities.values()], "GMT", tally)
    sets, used = _Sets(), set[str]()
    with writing_text(path, overwrite=overwrite) as file:
        for _, edges in groupby(store.each_edge(), key=lambda edge: edge.subject):
            for edge in edges:
                if not _add_claim(edge, entities, sets):
                    claim = f"{edge.subject} {edge.predicate} {edge.object}"
                    tally.add("claim that is in no set", claim)
            for line in _lines("TARGETS", sets, store, names, used):  # of this subject
                file.write(line + "\n")
        _add_cargo(store, entities, sets, tally)
        for kind in list(_KINDS)[1:]:
            for line in _lines(kind, sets, store, names, used):
                file.write(line + "\n")
    return tally.losses() + losses(store, _CARRIED)


def _add_cargo(store: Store, entities: dict[str, Entity], sets: _Sets, tally: Tally) -> None:
    """Add the cargo of findings to the sets of their cancers."""
    for finding, _ in store.each_kind():
        for member in finding.cargo:
            if not _is_member(entities[member]):
                tally.add("cargo that is in no set: a class", f"{finding.id}, {member}")
            elif finding.cancer is None:
                tally.add("cargo that is in no set: no cancer", f"{finding.id}, {member}")
            else:
                sign, certainty = _effect(finding, member)
                sets.add("CARGO", finding.cancer, sign, certainty, member, [finding])


def _without_blanks(entity: Entity, tally: Tally) -> Entity:
    name = "_".join(entity.name.split(" "))
    if name != entity.name:
        tally.add("blank in a name; written as _", f"{entity.id}: {entity.name!r}")
    return replace(entity, name=name)


def _is_member(entity: Entity) -> bool:
    return entity.type in _MOLECULES and not entity.general


def _add_claim(edge: Edge, entities: dict[str, Entity], sets: _Sets) -> bool:
    """Add a claim to the sets that it belongs to; return whether there is one."""
    subject, object = entities[edge.subject], entities[edge.object]
    findings = [e.finding for e in edge.evidence]
    if edge.predicate == "PART_OF" and _is_member(subject):
        sets.add("MEMBERS", object.id, 0, edge.certainty, subject.id, findings)
        return True
    if edge.causal and _is_member(object):
        sets.add("TARGETS", subject.id, edge.sign, edge.certainty, object.id, findings)
        return True
    if edge.causal and object.type in _GOALS and _is_member(subject):
        sets.add("REGULATORS", object.id, edge.sign, edge.certainty, subject.id, findings)
        return True
    return False


def _effect(finding: Finding, member: str) -> tuple[int, Certainty | None]:
    """Return what a cargo does to radiosensitivity by a finding, and how certain that is.

    Without an effect of its own, that it is carried is what may be hedged.
    """
    effects = [s for s in finding.effect_statements() if s.subject == member]
    signs = {s.sign for s in effects}
    carried = [s for s in finding.statements if (s.predicate, s.object) == ("CARRIES", member)]
    sign = signs.pop() if len(signs) == 1 else 0
    return sign or 0, weakest_certainty(s.certainty for s in effects or carried)


def _lines(
    kind: str, sets: _Sets, store: Store, names: dict[str, str], used: set[str]
) -> Iterator[str]:
    """Yield the lines of the sets of a kind, which are then no longer held."""
    begin, says = _KINDS[kind]
    found = sets.members.pop(kind, {})
    for key in sorted(found, key=lambda k: (k.entity, k.hedged, -k.sign)):
        middle = "_HEDGED" if key.hedged else ""
        ending = middle + _ENDINGS.get(key.sign, "")
        name = f"{begin}_{names[key.entity]}{ending}"
        if name in used:  # a name may itself end in HEDGED
            name = f"{begin}_{key.entity}{ending}"
        used.add(name)
        papers = ",".join(store.reference(*paper).cited for paper in sets.papers.pop(key))
        words = f"{'hedged: ' if key.hedged else ''}{says[key.sign]} {names[key.entity]}"
        description = "_".join(escape(f"{words}; papers: {papers}").split(" "))
        members = sorted(names[member] for member in found[key])
        yield "\t".join((name, description, *members))
