"""What regulates X, and what X regulates: signed, at any depth, each with its best path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from ..graph.errors import UsageError
from ..graph.model import Edge, Entity, Reference
from ..graph.schema import CERTAINTIES, SUPPORTS, PredicateClass, subtypes
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import left_out, within
from .filters import Context
from .paths.search import Budget, Hop, Path, Walk, behind, behind_cells, make_path, rank

__all__ = ["Regulation", "regulation", "regulators", "targets"]


@dataclass(frozen=True, slots=True)
class Regulation:
    """One regulator of one target with one sign, a row of `regulators` and `targets`.

    Parameters
    ----------
    regulator, target
        The two ends.
    sign, hops, path, support, certainty
        Of the best path between them; ``path`` is that path on one line.
    cancers, findings, references
        Of the findings that carry it.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "regulator:entity",
        "target:entity",
        "sign",
        "hops",
        "path",
        "support",
        "certainty",
        "cancers:entity*",
        "findings*",
        "references:reference*",
    )

    regulator: Entity
    target: Entity
    sign: int | None
    hops: int
    path: str
    support: str
    certainty: str
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "regulator": self.regulator.to_dict(),
            "target": self.target.to_dict(),
            "sign": self.sign,
            "hops": self.hops,
            "path": self.path,
            "support": self.support,
            "certainty": self.certainty,
            **behind(self),
        }

    def cells(self) -> dict[str, str]:
        return {
            "sign": {1: "+", -1: "-", 0: "0", None: ""}[self.sign],
            "chain": self.path,
            "support": self.support,
            "certainty": self.certainty,
            **behind_cells(self),
        }


def regulation(
    walk: Walk,
    anchors: Sequence[Entity],
    *,
    upstream: bool,
    depth: int,
    sign: int | None,
    type: str | None,
    budget: Budget,
) -> tuple[list[Regulation], list[Path]]:
    """Search what acts on some entities, or what they act on.

    Parameters
    ----------
    walk
        What may be walked.
    anchors
        The entities asked about.
    upstream
        True for regulators, False for targets.
    depth
        The most hops, from 1. The hop at the anchor is causal; further ones may be transport.
    sign
        Only rows of this sign.
    type
        Only entities of this type, or of its subtypes.
    budget
        When to end.

    Returns
    -------
    tuple
        The rows, one per far end and sign with the best path, strongest first; and the paths left
        out by sign or type, one for each row that would have been.
    """
    best: dict[tuple[str, str, int | None], Path] = {}
    for anchor in anchors:
        for hops in _chains(walk, anchor.id, upstream, depth, budget):
            path = make_path(walk, hops)
            far = path.nodes[0] if upstream else path.nodes[-1]
            key = (anchor.id, far.id, path.sign)
            if key not in best or rank(path) < rank(best[key]):
                best[key] = path
    rows, left_out = [], []
    allowed = subtypes(type) if type else None
    for (_, far_id, net), path in best.items():
        kept = (sign is None or net == sign) and (
            allowed is None or walk.store.entity(far_id).type in allowed
        )
        if kept:
            rows.append(
                Regulation(
                    path.nodes[0],
                    path.nodes[-1],
                    path.sign,
                    path.length,
                    path.chain,
                    path.support,
                    path.certainty,
                    path.cancers,
                    path.findings,
                    path.references,
                    path.edges,
                )
            )
        else:
            left_out.append(path)
    return sorted(rows, key=lambda row: _order(row, upstream)), left_out


def _order(row: Regulation, upstream: bool) -> tuple[Any, ...]:
    near, far = (row.target, row.regulator) if upstream else (row.regulator, row.target)
    return (
        near.name.casefold(),
        row.hops,
        SUPPORTS.index(row.support),
        CERTAINTIES.index(row.certainty),
        far.name.casefold(),
        far.id,
        str(row.sign),
    )


def _chains(
    walk: Walk, anchor: str, upstream: bool, depth: int, budget: Budget
) -> Iterator[tuple[Hop, ...]]:
    """Walk away from the anchor over causal and transport hops, never through a node twice."""
    near = Walk(walk.store, walk.context, (PredicateClass.CAUSAL,))
    further = Walk(walk.store, walk.context, (PredicateClass.CAUSAL, PredicateClass.TRANSPORT))

    def step(id: str, first: bool) -> Iterable[Hop]:
        return (near if first else further).hops(id, forward=not upstream)

    def extend(chain: tuple[Hop, ...], end: str, seen: frozenset[str]) -> Iterator[tuple[Hop, ...]]:
        for hop in step(end, not chain):
            other = hop.subject if upstream else hop.object
            if other in seen or not budget.expand():
                continue
            longer = (hop, *chain) if upstream else (*chain, hop)
            yield longer
            if len(longer) < depth and walk.passable(other):
                yield from extend(longer, other, seen | {other})

    yield from extend((), anchor, frozenset({anchor}))


_PARAMETERS = (
    Parameter("names", "entities", "the entities asked about", required=True),
    Parameter("depth", "count", "the most hops", 1),
    Parameter("sign", "sign", "only this net sign"),
    Parameter("type", "type", "only entities of this type, or of its subtypes"),
    Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes"),
    Parameter("exposure", "exposure", "only findings after this exposure, or its kinds"),
)


@question(
    "regulators",
    "What regulates X",
    *_PARAMETERS,
    example={"names": ["KLF10"]},
    row=Regulation,
    answer="regulator",
)
def regulators(store: Store, **parameters: Any) -> Answer[Regulation]:
    """Tell what regulates entities: one row per regulator and sign, with its best path.

    The hop into the entity is causal; further ones may be transport, so that the exosome that
    delivers a regulator appears at depth 2. Exposures and exosomes count as regulators.
    """
    return _answer("regulators", store, **parameters)


@question(
    "targets",
    "What X regulates",
    *_PARAMETERS,
    example={"names": ["miR-340-5p"]},
    row=Regulation,
    answer="target",
)
def targets(store: Store, **parameters: Any) -> Answer[Regulation]:
    """Tell what entities regulate: one row per target and sign, with its best path."""
    return _answer("targets", store, **parameters)


def _answer(
    name: str,
    store: Store,
    *,
    names: Sequence[Entity],
    depth: int = 1,
    sign: int | None = None,
    type: str | None = None,
    cancer: Entity | None = None,
    exposure: Entity | None = None,
) -> Answer[Regulation]:
    if not names:
        raise UsageError(f"{name}: name at least one entity")
    anchors = list({e.id: e for e in names}.values())
    upstream = name == "regulators"
    context, budget = Context(store, cancer, exposure), Budget()
    search = partial(regulation, anchors=anchors, upstream=upstream, depth=depth)
    rows, others = search(Walk(store, context), sign=sign, type=type, budget=budget)
    whole = len(rows) + len(others)
    if context:
        everything, _ = search(Walk(store, Context(store)), sign=None, type=None, budget=Budget())
        whole = max(whole, len(everything))
    reasons = [left_out(whole - len(rows), whole, name.removesuffix("s"))]
    if not whole:
        does = "acts on" if upstream else "is acted on by"
        reasons.append(f"nothing {does} {', '.join(e.name for e in anchors)} {within(depth)}")
    if budget.spent:
        reasons.append(f"{budget.spent}; ask with a smaller depth")
    parameters = {
        "names": [anchor.id for anchor in anchors],
        "depth": depth,
        "sign": sign,
        "type": type,
        "cancer": context.parameters["cancer"],
        "exposure": context.parameters["exposure"],
    }
    return Answer(
        name,
        parameters,
        tuple(rows),
        Regulation,
        store.version,
        "regulator" if upstream else "target",
        "truncated" if budget.spent else "",
        "; ".join(filter(None, reasons)) or None,
    )
