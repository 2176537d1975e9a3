"""Questions that answer with paths: from one end to another, the longest chains, sponge axes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..graph.errors import UsageError
from ..graph.model import Entity
from ..graph.schema import RADIOSENSITIVITY, SUPPORTS, SYSTEMS, PredicateClass, multiply, subtypes
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import within
from .filters import Context
from .paths.chains import longest_chains
from .paths.search import Budget, Path, Walk, attach, make_path, rank, simple_paths

__all__ = ["mechanism", "metapath", "paths", "sponges"]

_CANCER = Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes")
_LIMIT = Parameter("limit", "count", "the most rows; 0 for all", 25, minimum=0)
_MAX_HOPS = Parameter("max_hops", "count", "the most hops", 6)


@question(
    "paths",
    "Mechanism paths from A to B, best first",
    Parameter(
        "source",
        "end",
        "where they begin: an entity, or type:MiRNA for all of a type",
        required=True,
    ),
    Parameter("target", "end", "where they end", required=True),
    _MAX_HOPS,
    Parameter("sign", "sign", "only this net sign"),
    _CANCER,
    Parameter("exposure", "exposure", "only findings after this exposure, or its kinds"),
    Parameter("system", "choice", "only this system", choices=SYSTEMS),
    Parameter("support", "choice", "the least support", "stitched", choices=SUPPORTS),
    _LIMIT,
    Parameter("associations", "flag", "whether associations are walked too", False),
    Parameter(
        "through", "type", "only entities of this type, or of its subtypes, between the ends"
    ),
    Parameter("predicates", "predicates", "only claims of these predicates"),
    Parameter("shortest", "flag", "whether only the paths with the fewest hops are told", False),
    example={"source": "miR-340-5p", "target": "radiosensitivity"},
    row=Path,
)
def paths(
    store: Store,
    *,
    source: Entity | str,
    target: Entity | str,
    max_hops: int = 6,
    sign: int | None = None,
    cancer: Entity | None = None,
    exposure: Entity | None = None,
    system: str | None = None,
    support: str = "stitched",
    limit: int = 25,
    associations: bool = False,
    through: str | None = None,
    predicates: Sequence[str] | None = None,
    shortest: bool = False,
    budget: Budget | None = None,
) -> Answer[Path]:
    """Search the mechanism paths from one end to the other.

    Ordered by support, certainty, hops, citations, hub penalty, and last the ids along the path.
    """
    sources, targets = _ends(store, source), _ends(store, target)
    context, budget = Context(store, cancer, exposure, system), budget or Budget()
    classes = tuple(
        c for c in PredicateClass if associations or c is not PredicateClass.ASSOCIATION
    )
    between = subtypes(through) if through else None
    walk = Walk(
        store, context, classes, predicates=frozenset(predicates or ()) or None, through=between
    )
    found = list(simple_paths(walk, sources, targets, max_hops, budget))
    whole = len(found)
    of_sign = [hops for hops in found if sign is None or multiply(hop.sign for hop in hops) == sign]
    kept = sorted(
        (p for hops in of_sign if supported(p := make_path(walk, hops), support)), key=rank
    )
    if shortest:
        fewest = min((len(path.hops) for path in kept), default=0)
        kept = [path for path in kept if len(path.hops) == fewest]
    if context or predicates or through:
        everything = simple_paths(
            Walk(store, Context(store), classes), sources, targets, max_hops, Budget()
        )
        whole = sum(1 for _ in everything)
    parameters = {
        "source": _end_parameter(source),
        "target": _end_parameter(target),
        "max_hops": max_hops,
        "sign": sign,
        **context.parameters,
        "support": support,
        "limit": limit,
        "associations": associations,
        "through": through,
        "predicates": list(predicates or ()),
        "shortest": shortest,
    }
    none = f"no path from {_end_name(source)} to {_end_name(target)} {within(max_hops)}"
    by = _filters(
        context,
        sign,
        support,
        f"through {through}" if through else "",
        f"predicates {', '.join(predicates or ())}" if predicates else "",
        "shortest" if shortest else "",
    )
    return answer_of_paths(
        "paths", store, parameters, kept, limit=limit, whole=whole, none=none, budget=budget, by=by
    )


@question(
    "mechanism",
    "The longest chains through A, then B, to radiosensitivity",
    Parameter("name", "entity", "the entity asked about", required=True),
    Parameter("then", "entity", "one that comes later on the chain"),
    _MAX_HOPS,
    _CANCER,
    Parameter("support", "choice", "the least support", "reported", choices=SUPPORTS),
    _LIMIT,
    example={"name": "miR-340-5p", "then": "KLF10"},
    row=Path,
)
def mechanism(
    store: Store,
    *,
    name: Entity,
    then: Entity | None = None,
    max_hops: int = 6,
    cancer: Entity | None = None,
    support: str = "reported",
    limit: int = 25,
) -> Answer[Path]:
    """Tell the longest chains through an entity, from the furthest upstream end to radiosensitivity or where they stop.

    No row is part of another. Better support comes first, then chains that reach radiosensitivity,
    then longer ones.
    """
    through = [e for e in (name, then) if e is not None]
    ids = [e.id for e in through]
    if len(ids) != len(set(ids)):
        raise UsageError(f"both names mean the same entity, {name.name}; give two")
    context, budget = Context(store, cancer), Budget()
    kept = longest_chains(store, context, ids, max_hops, support, budget)
    longest = kept
    if support != "stitched":
        longest = longest_chains(store, context, ids, max_hops, "stitched", Budget())
    rest = sum(1 for p in longest if not supported(p, support))
    if not longest and context:
        longest = longest_chains(store, Context(store), ids, max_hops, "stitched", Budget())
        rest = len(longest)
    parameters = {
        "name": ids[0],
        "then": ids[1] if then else None,
        "max_hops": max_hops,
        "cancer": context.parameters["cancer"],
        "support": support,
        "limit": limit,
    }
    none = f"no chain leads through {' and then '.join(e.name for e in through)} {within(max_hops)}"
    whole = len(kept) + rest
    return answer_of_paths(
        "mechanism", store, parameters, kept, limit=limit, whole=whole, none=none, budget=budget
    )


@question(
    "sponges",
    "Sponge axes: a circRNA or lncRNA that takes a miRNA off its target",
    Parameter("rna", "entity", "only axes that begin with this RNA"),
    Parameter("mirna", "entity", "only axes through this miRNA"),
    Parameter("target", "entity", "only axes that end in this target"),
    _CANCER,
    example={"target": "radiosensitivity"},
    row=Path,
)
def sponges(
    store: Store,
    *,
    rna: Entity | None = None,
    mirna: Entity | None = None,
    target: Entity | None = None,
    cancer: Entity | None = None,
) -> Answer[Path]:
    """List sponge axes: a circRNA or lncRNA lowers a miRNA that lowers its target, or acts on radiosensitivity either way.

    Ordered as paths are.
    """
    asked = [e.id if e else None for e in (rna, mirna, target)]
    context = Context(store, cancer)
    kept = sorted(_sponge_axes(Walk(store, context, (PredicateClass.CAUSAL,)), *asked), key=rank)
    whole = (
        len(_sponge_axes(Walk(store, Context(store), (PredicateClass.CAUSAL,)), *asked))
        if context
        else len(kept)
    )
    parameters = {
        "rna": asked[0],
        "mirna": asked[1],
        "target": asked[2],
        "cancer": context.parameters["cancer"],
    }
    named = ", ".join(e.name for e in (rna, mirna, target) if e)
    none = "no circRNA or lncRNA takes a miRNA off a target" + (
        f" with {named} on the axis" if named else ""
    )
    return answer_of_paths(
        "sponges", store, parameters, kept, limit=0, whole=whole, none=none, budget=Budget()
    )


def _sponge_axes(walk: Walk, rna: str | None, mirna: str | None, target: str | None) -> list[Path]:
    store = walk.store
    spongers = subtypes("CircRNA") | subtypes("LncRNA")
    found = []
    for id in [rna] if rna else [e.id for e in store.entities() if e.type in spongers]:
        if store.entity(id).type not in spongers:
            continue
        for first in walk.hops(id):
            middle = first.object
            if (
                first.sign != -1
                or mirna not in (None, middle)
                or store.entity(middle).type not in subtypes("MiRNA")
            ):
                continue
            for second in walk.hops(middle):
                lowers = second.sign == -1 or second.object == RADIOSENSITIVITY
                if lowers and second.object != id and target in (None, second.object):
                    found.append(make_path(walk, (first, second)))
    return found


@question(
    "metapath",
    "Paths along a pattern of types, such as MiRNA-Gene-Pathway-Radiosensitivity",
    Parameter("pattern", "pattern", "types joined by dashes, two to seven", required=True),
    Parameter("sign", "sign", "only this net sign"),
    _CANCER,
    Parameter("support", "choice", "the least support", "stitched", choices=SUPPORTS),
    _LIMIT,
    example={"pattern": "MiRNA-Gene-Pathway-Radiosensitivity"},
    row=Path,
)
def metapath(
    store: Store,
    *,
    pattern: Sequence[str],
    sign: int | None = None,
    cancer: Entity | None = None,
    support: str = "stitched",
    limit: int = 25,
) -> Answer[Path]:
    """Search the paths whose nodes have the types of a pattern, in this order; ordered as `paths` is."""
    context, budget = Context(store, cancer), Budget()

    def search(context: Context) -> Iterator[tuple[Walk, tuple[str, ...]]]:
        walk = Walk(store, context)
        for start in _ends(store, pattern[0]):
            waiting: list[tuple[str, ...]] = [(start,)]
            while waiting and budget.expand():
                nodes = waiting.pop()
                if len(nodes) == len(pattern):
                    yield walk, nodes
                elif len(nodes) == 1 or walk.passable(nodes[-1]):
                    wanted = subtypes(pattern[len(nodes)])
                    steps = walk.neighbors(nodes[-1]) - set(nodes)
                    waiting.extend(
                        (*nodes, id) for id in sorted(steps) if store.entity(id).type in wanted
                    )

    found = [
        make_path(walk, hops) for walk, nodes in search(context) for hops in attach(walk, nodes)
    ]
    kept = sorted((p for p in found if supported(p, support) and sign in (None, p.sign)), key=rank)
    whole = len(found)
    if context:
        whole = sum(1 for walk, nodes in search(Context(store)) for _ in attach(walk, nodes))
    parameters = {
        "pattern": "-".join(pattern),
        "sign": sign,
        "cancer": context.parameters["cancer"],
        "support": support,
        "limit": limit,
    }
    none = f"no path has the types {' - '.join(pattern)}"
    by = _filters(context, sign, support)
    return answer_of_paths(
        "metapath",
        store,
        parameters,
        kept,
        limit=limit,
        whole=whole,
        none=none,
        budget=budget,
        by=by,
    )


def supported(path: Path, support: str) -> bool:
    """Tell whether a path has at least this support."""
    return SUPPORTS.index(path.support) <= SUPPORTS.index(support)


def _ends(store: Store, end: Entity | str) -> list[str]:
    """The ids of an end: one entity, or all of a type."""
    if isinstance(end, Entity):
        return [end.id]
    allowed = subtypes(end)
    return [e.id for e in store.entities() if e.type in allowed]


def _filters(context: Context, sign: int | None, support: str, *more: str) -> str:
    """The filters that are set, as the reason names them."""
    told = [
        context.words,
        "" if sign is None else f"sign {sign:+d}",
        "" if support == "stitched" else f"support {support}",
    ]
    return ", ".join(part for part in (*told, *more) if part)


def _end_parameter(end: Entity | str) -> str:
    return end.id if isinstance(end, Entity) else f"type:{end}"


def _end_name(end: Entity | str) -> str:
    return end.name if isinstance(end, Entity) else f"any {end}"


def answer_of_paths(
    name: str,
    store: Store,
    parameters: Mapping[str, Any],
    kept: Sequence[Path],
    *,
    limit: int,
    whole: int,
    none: str,
    budget: Budget,
    by: str = "the filters",
) -> Answer[Path]:
    """Make the answer of paths: cut it to the limit, and say what was cut, left out or not found."""
    rows = kept[:limit] if limit else kept
    reasons = []
    what = "chain" if name == "mechanism" else "path"
    if len(rows) < len(kept):
        reasons.append(f"{len(rows)} of {len(kept)} {what}s shown; --limit 0 for all")
    if whole > len(kept):
        left = whole - len(kept)
        by = "--support" if name == "mechanism" else by
        reasons.append(f"{left} {what}{'s' * (left != 1)} left out by {by}")
    if not whole:
        reasons.append(none)
    if budget.spent:
        reasons.append(f"{budget.spent}: not all {what}s were found; ask for fewer hops")
    cut = budget.spent or len(rows) < len(kept)
    status = "truncated" if cut else ""
    return Answer(
        name, parameters, tuple(rows), Path, store.version, None, status, "; ".join(reasons) or None
    )
