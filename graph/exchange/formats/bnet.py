"""A Boolean network, for BoolNet, pyboolnet and other readers of .bnet files.

Each entity that a signed causal claim names is a variable. A variable without a regulator keeps its
value (``A, A``). Otherwise it is on when one of what raises it is on and nothing that lowers it is
(``(A | B) & !(C | D)``): an inhibitor dominates. With inhibitors alone it is on until one is on.

A function has no *may*: hedged claims are in no function. They are counted as lost, and a comment
above the function names them, like the papers of the others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from ...atomic import writing_text
from ...model import Entity, Source, Statement
from ...stores.base import Store
from ..licenses import source_line
from ..losses import Loss, Tally, losses
from ..registry import Format
from ..signed import SignedPair, signed_pairs
from ..tables import escape

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    __name__, "bnet", "a Boolean network, for BoolNet and pyboolnet", extensions=(".bnet",)
)

_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_]+", re.ASCII)
_RESERVED = {"targets", "factors", "functions", "true", "false", "and", "or", "not"} | {
    *("all", "any", "maj", "sumgt", "sumlt", "sumis", "timegt", "timelt", "timeis")
}
"""Words of the format and the operators of BoolNet, in lower case."""

_CARRIED = {
    Entity: ("id", "name"),
    Source: ("id", "title", "doi", "license", "version"),
    Statement: ("subject", "object"),
}


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph as a Boolean network.

    Parameters, result and errors are those of `Format.write`.
    """
    tally = Tally()
    named: set[str] = set()
    acting: dict[str, list[_Acting]] = {}
    hedged: dict[str, list[_Acting]] = {}
    cited: dict[str, str] = {}
    for pair in signed_pairs(store, tally):
        papers = _cited(pair, store)
        kept = _Acting(pair.subject, pair.sign, cited.setdefault(papers, papers))
        if pair.certainty == "hedged":
            tally.add("hedged claim, which is in no function", str(pair))
            hedged.setdefault(pair.object, []).append(kept)
            continue
        if pair.certainty == "inferred":
            tally.add("claim that was inferred, and is in a function like those stated", str(pair))
        acting.setdefault(pair.object, []).append(kept)
        named |= {pair.subject, pair.object}
    entities = [entity for entity in store.entities() if entity.id in named]
    for entity in store.entities():
        if entity.id not in named:
            tally.add("entity without a variable", entity.id)
    names = _variables(entities)
    with writing_text(path, overwrite=overwrite) as file:
        file.write(f"# RadExo graph {store.version}\n")
        for source in store.sources():
            file.write(f"# source: {escape(source_line(source))}\n")
        file.write("targets, factors\n")
        for entity in entities:
            file.write(f"# {names[entity.id]}: {escape(entity.id)} {escape(entity.name)}\n")
            for on in acting.get(entity.id, ()):
                file.write(f"# {on.mark}{names[on.subject]}: {on.cited}\n")
            for on in hedged.get(entity.id, ()):
                subject = names.get(on.subject, escape(on.subject))
                file.write(f"# left out, hedged: {on.mark}{subject}: {on.cited}\n")
            file.write(f"{names[entity.id]}, {_function(entity.id, acting, names)}\n")
    return tally.losses() + losses(store, _CARRIED)


class _Acting(NamedTuple):
    """What is kept of a pair: what acts, its sign, and its certainty with its papers."""

    subject: str
    sign: int
    cited: str

    @property
    def mark(self) -> str:
        return "" if self.sign > 0 else "!"


def _cited(pair: SignedPair, store: Store) -> str:
    """Return certainty and papers of a pair."""
    keys = dict.fromkeys(key for e in pair.evidence for key in e.finding.reference_keys)
    return f"{pair.certainty}, " + ", ".join(escape(store.reference(*key).cited) for key in keys)


def _function(id: str, acting: dict[str, list[_Acting]], names: dict[str, str]) -> str:
    on = acting.get(id, ())
    raising = [names[one.subject] for one in on if one.sign > 0]
    lowering = [names[one.subject] for one in on if one.sign < 0]
    if raising and lowering:
        return f"{_any(raising, group=True)} & !{_any(lowering, group=True)}"
    if lowering:
        return f"!{_any(lowering, group=True)}"
    return _any(raising) if raising else names[id]


def _any(names: Iterable[str], *, group: bool = False) -> str:
    text = " | ".join(sorted(names))
    return f"({text})" if group and "|" in text else text


def _variables(entities: Collection[Entity]) -> dict[str, str]:
    """Return a variable for each entity: letters, digits and underscores, none twice."""
    found: dict[str, str] = {}
    used = set(_RESERVED)
    for entity in entities:
        for text in (entity.name, f"{entity.name}_{entity.id}"):
            name = _NOT_A_NAME.sub("_", text).strip("_")
            name = name if name[:1].isalpha() else f"x_{name}".rstrip("_")
            if name != "x" and name.lower() not in used:
                break
        number, stem = 2, name
        while name.lower() in used:
            name, number = f"{stem}_{number}", number + 1
        used.add(name.lower())
        found[entity.id] = name
    return found
