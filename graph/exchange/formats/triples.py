"""Triples for graph embeddings: train, valid and test, split so that nothing leaks between them.

Two claims are on the same side when they join the same two entities (so do a claim, its inverse and
its opposite), or when one paper reports both. What hangs together so is never divided: the largest
groups are trained on, smaller ones fill valid and test up to the fractions asked for. Who comes
first is decided by a hash of seed and group, so that equal seeds give equal files.

``train.tsv``, ``valid.tsv`` and ``test.tsv`` hold subject, predicate, object and nothing else, as
PyKEEN and others read them. ``claims.tsv`` says of each triple where it went, how certain it is and
which papers report it, ``entities.tsv`` names the entities, ``metadata.json`` has the seed, the
number of triples in each file, and the sources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from ...atomic import writing_folder, writing_text
from ...errors import UsageError
from ...model import Edge, Entity, Reference, Source, Statement
from ...records import Records, records_to_dict
from ...schema import PREDICATES
from ...stores.base import Store
from ..biolink import curies
from ..losses import Loss, Tally, losses
from ..registry import Format
from ..tables import escape, join

__all__ = ["FORMAT", "FRACTIONS", "SEED", "SPLITS", "write"]

FORMAT = Format(
    __name__,
    "triples",
    "train, valid and test for graph embeddings, without leakage",
    kind="folder",
    options={
        "seed": "the number that decides which claims are held out (default 0)",
        "fractions": "how much goes into train, valid and test (default 0.8,0.1,0.1)",
    },
)

SPLITS = ("train", "valid", "test")
SEED = 0
FRACTIONS = (0.8, 0.1, 0.1)
"""What is written when nothing else is asked for."""

_FILES = (*(f"{name}.tsv" for name in SPLITS), "claims.tsv", "entities.tsv", "metadata.json")
_CARRIED = {
    Source: ("id", "title", "doi", "license", "version"),
    Reference: ("doi", "pmid"),
    Entity: ("id", "name", "type"),
    Statement: ("subject", "predicate", "object"),
}


def write(
    store: Store,
    path: str | Path,
    *,
    overwrite: bool = True,
    seed: int | str = SEED,
    fractions: Sequence[float] | str = FRACTIONS,
) -> list[Loss]:
    """Write a graph into a folder, atomically.

    Parameters
    ----------
    store, path, overwrite
        As `Format.write` takes them.
    seed
        Decides which claims are held out.
    fractions
        Of train, valid and test; numbers, or text with commas between them.

    Returns
    -------
    list of Loss
        What triples do not carry; hedged claims are counted, since a triple has no hedge, and so
        is what valid and test lack because claims that hang together are not divided.

    Raises
    ------
    DataError
        When the folder exists and `overwrite` is false, cannot be written, or holds other files.
    UsageError
        When the fractions are not three numbers that add up to 1, or the seed is not a number.
    """
    tally = Tally()
    shares = _fractions(fractions)
    number = _seed(seed)
    with writing_folder(
        path, re.compile("|".join(map(re.escape, _FILES))), overwrite=overwrite
    ) as folder:
        counts = _write_claims(store, folder, _Sides(store, number, shares), tally)
        content = {
            "version": store.version,
            "seed": number,
            "fractions": dict(zip(SPLITS, shares, strict=True)),
            "triples": counts,
            "sources": records_to_dict(Records(tuple(store.sources())))["sources"],
        }
        with writing_text(folder / "metadata.json") as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    total = sum(counts.values())
    for split, share in zip(SPLITS[1:], shares[1:], strict=True):
        for _ in range(int(share * total) - counts[split]):
            what = f"claim that {split} lacks: those left hang together with what is trained on"
            tally.add(what, f"{counts[split]} of {int(share * total)} asked for")
    return tally.losses() + losses(store, _CARRIED)


def _write_claims(store: Store, folder: Path, side: _Sides, tally: Tally) -> dict[str, int]:
    """Write each claim into the file of its side, and the entities; count the claims by side."""
    counts = dict.fromkeys(SPLITS, 0)
    named: set[str] = set()
    trained: set[str] = set()
    with ExitStack() as stack:
        files = {name: stack.enter_context(writing_text(folder / f"{name}.tsv")) for name in SPLITS}
        claims = stack.enter_context(writing_text(folder / "claims.tsv"))
        claims.write("split\tsubject\tpredicate\tobject\tsign\tcertainty\tfindings\tpublications\n")
        for edge in store.each_edge():
            split = side.of(edge)
            counts[split] += 1
            named |= {edge.subject, edge.object}
            if split == SPLITS[0]:
                trained |= {edge.subject, edge.object}
            triple = "\t".join(map(escape, (edge.subject, edge.predicate, edge.object)))
            files[split].write(triple + "\n")
            claims.write("\t".join((split, triple, *_evidence(edge, store))) + "\n")
            if edge.certainty == "hedged":
                claim = f"{edge.subject} {edge.predicate} {edge.object}"
                tally.add("hedge of a claim, which only claims.tsv keeps", claim)
    with writing_text(folder / "entities.tsv") as file:
        file.write("id\tname\ttype\n")
        for entity in store.entities():
            cells = (escape(entity.id), escape(entity.name), entity.type)
            file.write("\t".join(cells) + "\n")
            if entity.id not in named:
                tally.add("entity that no triple names", entity.id)
            elif entity.id not in trained:
                tally.add("entity that valid or test alone name: it has no vector", entity.id)
    return counts


def _fractions(given: Sequence[float] | str) -> tuple[float, ...]:
    try:
        parts = given.split(",") if isinstance(given, str) else given
        shares = tuple(map(float, parts))
    except (TypeError, ValueError):
        shares = ()
    fit = len(shares) == len(SPLITS) and min(shares) >= 0 and abs(sum(shares) - 1) < 1e-9
    if not fit:  # so that what is not a number does not fit either
        raise UsageError(
            f"fractions {given!r}: give three numbers that add up to 1, for train, valid and test, "
            "such as 0.8,0.1,0.1"
        )
    return shares


def _seed(given: int | str) -> int:
    try:
        return int(given)
    except (TypeError, ValueError):
        raise UsageError(f"seed {given!r}: give a whole number, such as 0") from None


def _pair(edge: Edge) -> tuple[str, str]:
    """Return the two entities of a claim, in either direction the same."""
    return (
        (edge.subject, edge.object) if edge.subject <= edge.object else (edge.object, edge.subject)
    )


def _evidence(edge: Edge, store: Store) -> Iterable[str]:
    keys = dict.fromkeys(key for e in edge.evidence for key in e.finding.reference_keys)
    papers = (curie for key in keys for curie in curies(store.reference(*key))[:1])
    sign = "" if edge.sign is None else str(edge.sign)
    return (sign, edge.certainty or "", join(edge.findings), join(dict.fromkeys(papers)))


class _Sides:
    """The side of each claim: that of all claims which share its papers, or its two entities.

    Every claim has a paper, so that papers alone are joined into groups, and no claim is kept.
    """

    def __init__(self, store: Store, seed: int, shares: Sequence[float]) -> None:
        self._store, self._groups = store, _Groups()
        sizes: dict[str, int] = {}
        least: dict[str, tuple[str, str]] = {}
        for pair, papers, size in self._pairs():
            first, *others = papers
            for paper in others:
                self._groups.join(first, paper)
            sizes[first] = sizes.get(first, 0) + size
            least[first] = min(pair, least.get(first, pair))
        grouped: dict[str, list[str]] = {}
        for paper in sizes:
            grouped.setdefault(self._groups.root(paper), []).append(paper)
        found = [
            (root, sum(sizes[paper] for paper in papers), min(least[paper] for paper in papers))
            for root, papers in grouped.items()
        ]
        total = sum(sizes.values())
        room = {name: share * total for name, share in zip(SPLITS, shares, strict=True)}
        # a group that fills more than half of valid or test would leave them without variety
        largest = min((share for share in shares[1:] if share), default=0.0) * total / 2
        self._side: dict[str, str] = {}
        for root, size, _ in sorted(found, key=lambda group: _order(seed, group[2])):
            fitting = [s for s in SPLITS[1:] if size <= min(room[s], max(1.0, largest))]
            split = max(fitting, key=lambda s: room[s]) if fitting else SPLITS[0]
            room[split] -= size
            self._side[root] = split

    def of(self, edge: Edge) -> str:
        """Return the side of a claim."""
        return self._side[self._groups.root(_papers((edge,), self._store)[0])]

    def _pairs(self) -> Iterator[tuple[tuple[str, str], Sequence[str], int]]:
        """Yield pairs of entities, the papers of their claims, and how many claims these are.

        A pair with claims both ways comes twice, the second time with a paper of the first.
        """
        store, both = self._store, dict[tuple[str, str], str]()
        for subject, edges in groupby(store.each_edge(), key=lambda edge: edge.subject):
            acting = store.neighbors(store.node(subject), _ALL, forward=False)
            ids = store.ids_of(acting)
            known = {ids[node] for node in acting}
            for _, joining in groupby(sorted(edges, key=_object), key=_object):
                claims = list(joining)
                pair, papers = _pair(claims[0]), _papers(claims, store)
                if claims[0].object in known:
                    papers = [both.setdefault(pair, papers[0]), *papers]
                yield pair, papers, len(claims)


_ALL = frozenset(PREDICATES)
_object = attrgetter("object")


def _papers(edges: Iterable[Edge], store: Store) -> list[str]:
    """Return the papers of claims, as each source cites them and by DOI, PubMed and PMC id.

    Where a source cites none, the source itself is the paper.
    """
    keys = (key for edge in edges for e in edge.evidence for key in e.finding.reference_keys)
    found: dict[str, None] = {}
    for key in dict.fromkeys(keys):
        paper = store.reference(*key)
        found[f"cited:{key[0]}:{key[1] or ''}"] = None
        ids = (paper.doi and paper.doi.casefold(), paper.pmid, paper.pmcid)
        found.update((f"{n}:{id}", None) for n, id in enumerate(ids) if id)
    return list(found)


def _order(seed: int, pair: tuple[str, str]) -> bytes:
    return sha256("\x1f".join((str(seed), *pair)).encode()).digest()


class _Groups:
    """Disjoint groups that grow together: union-find."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, item: str) -> str:
        parent = self._parent
        while (above := parent.setdefault(item, item)) != item:
            parent[item] = parent[above]
            item = parent[item]
        return item

    def join(self, one: str, other: str) -> None:
        self._parent[self.root(other)] = self.root(one)
