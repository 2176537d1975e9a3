"""What the page shows of an answer: rows as text, their filters, and the picture of drawn rows.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> shown = show(g, ask(g, "paths", {"source": "miR-340-5p", "target": "KLF10"}))
>>> shown["rows"][0]["facets"]["support"], shown["drawn"]
(['one-study'], [0])
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import accumulate, chain
from typing import Any

from ..api import Graph
from ..graph.errors import AmbiguousNameError, UnknownNameError, UsageError
from ..graph.model import Edge, Evidence, Reference, closure
from ..graph.names import NameIndex
from ..graph.schema import CERTAINTIES, PREDICATES, SUPPORTS, PredicateClass, Sign
from ..graph.stores.base import Node, Pair, SignedClaim, Store, is_large, refuse_large
from ..measured.grounding import table_keys
from ..queries.answer import BY_ROWS, Answer
from ..queries.ask.answering import answer_plainly
from ..queries.catalogue import find, limited
from ..queries.claims import ClaimRow, claim_rows
from ..queries.evidence import Evidenced, read_beside
from ..queries.filters import Filters
from ..queries.paths.path import Path
from ..queries.paths.search import Walk
from ..views.evidence import carrying, joints
from ..views.picture import Picture, command_of, picture_of, picture_of_graph
from ..views.render.browser import browser_picture
from ..views.style import kind_of
from ..words import LayoutName

__all__ = [
    "HUB",
    "MOST_CLAIMS",
    "MOST_DRAWN",
    "MOST_LISTED",
    "VIEWS",
    "ask",
    "command",
    "named_entities",
    "named_picture",
    "picture",
    "read_numbers",
    "show",
    "shown_of",
    "wider_cancers",
]

MOST_DRAWN = 10
"""The most rows that are drawn before anybody chooses any."""

HUB = 10
"""The fewest claims of an entity that the page offers to leave out of paths."""

MOST_CLAIMS = 1000
"""The most rows that the explorer lists in a large graph."""

MOST_LISTED = 200
"""The most names of a list that is connected."""

VIEWS: Mapping[str, Mapping[str, str]] = {
    "ask": {"text": "a plain question, in English"},
    "neighbors": {"of": "an entity: every claim of it"},
    "connect": {
        "names": "entities: every claim between two of them",
        "bridges": "true: also what joins two of them",
    },
    "graph": {},
}
"""What can be shown beside the questions of the catalogue, with their parameters."""

_OPTIONAL = frozenset({"bridges"})


def ask(graph: Graph, name: str, parameters: Mapping[str, str]) -> Answer[Any]:
    """Answer what the page asks.

    Parameters
    ----------
    graph
        Any, on either store.
    name
        A question of the catalogue, or one of `VIEWS`.
    parameters
        As text.

    Returns
    -------
    Answer

    Raises
    ------
    UsageError
        When it cannot be asked so.
    """
    if name not in VIEWS:
        return _ask_for_page(graph, find(name).name, **parameters)
    unknown = set(parameters) - set(VIEWS[name])
    needed = [key for key in VIEWS[name] if key not in _OPTIONAL]
    missing = [key for key in needed if not parameters.get(key, "").strip()]
    if unknown or missing:
        known = ", ".join(VIEWS[name]) or "none"
        what = f"needs {missing[0]}" if missing else f"has no parameter {min(unknown)!r}"
        raise UsageError(f"{name} {what}; its parameters: {known}", list(VIEWS[name]))
    if name == "ask":
        return answer_plainly(parameters["text"], graph.store, partial(_ask_for_page, graph))
    if name == "connect":
        return _connected(graph, parameters)
    return _claims(graph, parameters.get("of"))


def _claims(graph: Graph, of: str | None) -> Answer[ClaimRow]:
    """Return the claims of an entity, or all; of a large graph as many as the explorer lists."""
    store: Store
    asked: dict[str, Any] = {}
    if of is None:
        refuse_large(graph.store, "one picture; search a name and see its claims")
        store = graph.in_memory
        edges = list(store.edges())
        none = "the graph has no claims"
    else:
        entity = graph.entity(of)
        store = graph.store.around([entity.id])
        edges = _edges_at(store, [entity.id])
        asked, none = {"of": entity.id}, f"no claim speaks of {entity.name}"
    found = len(edges)
    if found > MOST_CLAIMS and is_large(graph.store):
        edges = sorted(edges, key=lambda edge: (edge.subject, edge.predicate, edge.object))
        edges = edges[:MOST_CLAIMS]
    rows = tuple(claim_rows(store, edges))
    cut = f"{MOST_CLAIMS} of {found} claims shown; regulators and targets take a type and a limit"
    return Answer(
        "graph" if of is None else "neighbors",
        asked,
        rows,
        ClaimRow,
        store.version,
        status="truncated" if len(edges) < found else BY_ROWS,
        reason=cut if len(edges) < found else None if rows else none,
        graph=graph,
    )


def _ask_for_page(graph: Graph, name: str, /, **parameters: Any) -> Answer[Any]:
    """Ask a question; of a large graph for as many rows as the explorer lists."""
    if not is_large(graph.store):
        return graph.query(name, **parameters)
    limit = str(parameters.get("limit", find(name).limit)).strip()
    if limit.isdecimal() and not 0 < int(limit) <= MOST_CLAIMS:
        parameters["limit"] = MOST_CLAIMS
    answer = graph.query(name, **parameters)
    shown = limited(len(answer), answer.total or 0, answer.what)
    if len(answer) == MOST_CLAIMS and answer.reason and answer.reason.startswith(shown):
        most = f"{shown.partition(';')[0]}, the most that the explorer lists; filters show others"
        answer = replace(answer, reason=f"{most}{answer.reason.removeprefix(shown)}")
    return answer


def _connected(graph: Graph, parameters: Mapping[str, str]) -> Answer[ClaimRow]:
    """Return the claims between the entities of a list, and with those that join two of them."""
    words = list(dict.fromkeys(w.strip() for w in parameters["names"].split("|") if w.strip()))
    bridged = parameters.get("bridges", "") == "true"
    if len(words) > MOST_LISTED:
        raise UsageError(f"{len(words)} names; connect takes at most {MOST_LISTED}")
    listed: dict[str, str] = {}
    unused = []
    for word in words:
        try:
            entity = graph.entity(word)
        except AmbiguousNameError:
            unused.append(f"{word} (more than one entity)")
        except UnknownNameError:
            unused.append(word)
        else:
            listed[entity.id] = entity.name
    if len(listed) < 2:
        missing = f"; not in the graph: {', '.join(unused)}" if unused else ""
        raise UsageError(f"connect needs two names of the graph, not {len(listed)}{missing}")
    store = graph.store.around(list(listed))
    most = MOST_CLAIMS if is_large(graph.store) else sys.maxsize
    edges = list(store.edges_between([(one, other) for one in listed for other in listed]))
    cut = ""
    if (found := len(edges)) > most:
        edges, cut = edges[:most], f"{most} of {found} claims shown; name fewer entities"
    elif bridged:
        joining, count = _joining(store, listed, most - found)
        for pairs in (joining, [(other, one) for one, other in joining]):
            edges += store.edges_between(pairs)
        shown = len({other for _, other in joining})
        if shown < count:
            cut = f"{shown} of {count} entities that join two shown; name fewer entities"
    rows = tuple(claim_rows(store, edges))
    met = {id for edge in edges for id in (edge.subject, edge.object)}
    alone = [name for id, name in listed.items() if id not in met]
    notes = [f"without a claim to another: {', '.join(alone)}"] if alone else []
    if bridged and not cut:
        joined = "1 entity joins" if count == 1 else f"{count} entities join"
        notes.append(f"{joined} two of the list")
    reason = cut or (None if rows else "no claim joins two of the list")
    return Answer(
        "connect",
        {"names": list(listed), "bridges": bridged},
        rows,
        ClaimRow,
        store.version,
        status="truncated" if cut else BY_ROWS,
        reason=reason,
        graph=graph,
        details={
            "asked": {
                "reading": f"connect({', '.join(listed.values())})",
                "notes": notes,
                "unused": unused,
            }
        },
    )


def _joining(store: Store, listed: Collection[str], most: int) -> tuple[list[Pair], int]:
    """Find the entities that join two or more of a list, and count them.

    Returns
    -------
    tuple
        Pairs of an entity of the list and one that joins it; so many at most, of those that join
        the most.
    """
    nodes = {store.node(id): id for id in listed}

    def beside(node: Node) -> set[Node]:
        ways = (store.neighbors(node, _EVERY, forward=forward) for forward in (True, False))
        return set().union(*ways) - nodes.keys()

    joined: Counter[Node] = Counter()
    for node in nodes:
        joined.update(beside(node))
    counts = {node: count for node, count in joined.items() if count > 1}
    ids = store.ids_of(counts)
    joining = sorted(counts, key=lambda node: (-counts[node], ids[node]))
    ends = accumulate(map(counts.__getitem__, joining))
    chosen = {node for node, end in zip(joining, ends, strict=True) if end <= most}
    pairs = [(id, ids[other]) for node, id in nodes.items() for other in beside(node) & chosen]
    return pairs, len(joining)


_EVERY = frozenset(PREDICATES)


def _edges_at(store: Store, ids: Iterable[str]) -> list[Edge]:
    """Return every claim at some entities, each once."""
    found = (edge for id in ids for edge in (*store.out_edges(id), *store.in_edges(id)))
    return list({edge.id: edge for edge in found}.values())


def _part(graph: Graph, answer: Answer[Any], ids: Sequence[str]) -> tuple[Store, list[Edge]]:
    """Return a store with what is drawn of an answer, and the claims at some entities."""
    if answer.name == "graph":
        return graph.in_memory, _edges_at(graph.in_memory, ids)
    more = _edges_at(graph.store.around(ids), ids) if ids else []
    return graph.part_of(answer, (id for e in more for id in (e.subject, e.object))), more


def command(answer: Answer[Any]) -> str:
    """Write the command that gives an answer again.

    Examples
    --------
    >>> import radexo
    >>> command(radexo.load().regulators("KLF10"))
    'radexo regulators hgnc:11810'
    """
    if answer.name == "graph":
        return "radexo draw graph -o graph.html"
    if answer.name == "neighbors":
        return f"radexo explore  # q=neighbors&of={answer.parameters['of']}"
    if answer.name == "connect":
        bridges = "&bridges=true" if answer.parameters["bridges"] else ""
        return f"radexo explore  # q=connect&names={'|'.join(answer.parameters['names'])}{bridges}"
    return command_of(answer, draw=False)


def show(
    graph: Graph,
    answer: Answer[Any],
    drawn: Sequence[int] | None = None,
    grown: Sequence[str] = (),
    layout: LayoutName | None = None,
) -> dict[str, Any]:
    """Return all that the page shows of an answer.

    Parameters
    ----------
    graph
        The graph that gave it.
    answer
        Any answer.
    drawn
        The numbers of the rows that are drawn, from 0; the first ones when not given.
    grown
        Names of entities whose neighbors are drawn too.
    layout
        How nodes are placed, as `radexo.views.picture.picture_of` takes it.

    Returns
    -------
    dict
        Plain values: the answer without its rows, ``rows``, the ``papers`` that they point at,
        ``best`` (their numbers, the best first), ``hubs`` (the number of claims by id of what paths
        pass), ``labels`` (names by id), ``drawn`` and ``picture``, which is None where there is
        nothing to draw, for the reason in ``why``.
    """
    order = _best(answer)
    if drawn is None:
        drawn = order if answer.name == "graph" else order[:MOST_DRAWN]
    drawn = [i for i in dict.fromkeys(drawn) if i < len(answer)]
    ids = [graph.entity(name).id for name in grown]  # an unknown name is an error of its own
    store, more = _part(graph, answer, ids)
    papers: dict[Reference, int] = {}
    above = {id: list(wider.values()) for id, wider in wider_cancers(graph).items()}
    if answer.rows and isinstance(first := answer.rows[0], Evidenced):
        read_beside(first.store, answer.rows)
    signed = _signed_claims(store, answer.rows)
    rows = [_row(store, row, papers, above, signed) for row in answer.rows]
    drawing, why = None, None
    try:
        drawing = _picture(store, answer, drawn, more, layout)
    except UsageError as error:
        why = error.message
    if drawing:
        _mark_drawn(rows, answer, drawn, drawing)
    return {
        "query": replace(answer, rows=()).to_dict()["query"],
        "named": named_entities(store, answer),
        "status": answer.status,
        "reason": answer.reason,
        "asked": answer.details.get("asked"),
        "unfollowed": _unfollowed(graph, answer),
        "command": command(answer),
        "headings": list(answer.rows[0].cells()) if answer.rows else [],
        "rows": rows,
        "papers": [reference.to_dict() for reference in papers],
        "drawn": drawn,
        "best": order,
        "hubs": _hubs(graph, answer),
        "labels": {id: store.entity(id).name for row in rows for id in row["nodes"]},
        "picture": named_picture(drawing, graph.names) if drawing else None,
        "why": why,
    }


def _mark_drawn(
    rows: Sequence[dict[str, Any]], answer: Answer[Any], drawn: Iterable[int], drawing: Picture
) -> None:
    """Add to rows the arrows that they are drawn by, and those before which the study changes."""
    edges: dict[tuple[str, str, str], str] = {}
    of_sign: dict[tuple[str, str, Sign | None], list[str]] = {}
    for edge in drawing.edges:
        edges[edge.subject, edge.object, edge.kind] = edge.id
        of_sign.setdefault((edge.subject, edge.object, edge.sign), []).append(edge.id)
    for i in drawn:
        claims = (
            (e.subject, e.object, kind_of(e.predicate))
            for step in getattr(answer.rows[i], "edges", ())
            for e in getattr(step, "edges", [step])
        )
        rows[i]["edges"] = list(dict.fromkeys(edges[claim] for claim in claims if claim in edges))
        changing = sorted(joints(answer.rows[i]), key=str)
        rows[i]["joints"] = [id for step in changing for id in of_sign.get(step, ())]


def _hubs(graph: Graph, answer: Answer[Any]) -> dict[str, int]:
    """Count the claims of what paths pass between their ends, where these are many."""
    passed = dict.fromkeys(
        node.id for row in answer.rows if isinstance(row, Path) for node in row.nodes[1:-1]
    )
    counts = {id: graph.store.degree(id) for id in passed}
    return {id: count for id, count in counts.items() if count >= HUB}


def named_picture(drawing: Picture, names: NameIndex) -> dict[str, Any]:
    """Return a picture whose nodes have the keys under which a measured table may name them."""
    shown = browser_picture(drawing, facts=False)
    keys = table_keys(names, [node.entity for node in drawing.nodes])
    for node in shown["elements"]["nodes"]:
        node["data"]["known"] = keys.get(node["data"]["id"], [])
    return shown


def _best(answer: Answer[Any]) -> list[int]:
    """Assign numbers to rows, in the order in which they are drawn: the best first.

    Paths are ranked already; other claims go by support, certainty and number of findings.
    """
    if answer.row_type is Path or answer.name == "graph":
        return list(range(len(answer)))

    def rank(number: int) -> tuple[int, int, int]:
        row = answer.rows[number]
        support, certainty = getattr(row, "support", None), getattr(row, "certainty", None)
        return (
            SUPPORTS.index(support) if support in SUPPORTS else 0,
            CERTAINTIES.index(certainty) if certainty in CERTAINTIES else 0,
            -len(getattr(row, "findings", ()) or ()),
        )

    return sorted(range(len(answer)), key=rank)


def named_entities(store: Store, answer: Answer[Any]) -> dict[str, dict[str, Any]]:
    """Return the entities that an answer's parameters name, by id.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> named_entities(g.store, g.regulators("KLF10"))["hgnc:11810"]["name"]
    'KLF10'
    """
    values = (
        v
        for value in answer.parameters.values()
        for v in (value if isinstance(value, (list, tuple)) else [value])
    )
    named = {}
    for value in values:
        if isinstance(value, str):
            with suppress(UnknownNameError):
                named[value] = store.entity(value).to_dict()
    return named


def _unfollowed(graph: Graph, answer: Answer[Any]) -> list[dict[str, Any]]:
    """Return the transport steps at the named ends, where a search from one end does not start."""
    if answer.name not in ("regulators", "targets"):
        return []
    asked = answer.parameters
    within = [asked[name] for name in ("cancer", "exposure")]
    kinds = (graph.store.subtypes(id) for id in within if id)
    store = graph.store.around({*asked["names"], *chain.from_iterable(kinds)})
    cancer, exposure = (store.entity(id) if id else None for id in within)
    view = Filters(cancer=cancer, exposure=exposure).view(store)
    walk = Walk(view, (PredicateClass.TRANSPORT,))
    steps = {id: len(walk.hops(id, forward=answer.name == "targets")) for id in asked["names"]}
    return [{**store.entity(id).to_dict(), "steps": count} for id, count in steps.items() if count]


def picture(
    graph: Graph,
    answer: Answer[Any],
    drawn: Sequence[int] | None = None,
    grown: Sequence[str] = (),
    layout: LayoutName | None = None,
) -> Picture:
    """Draw some rows of an answer, and the neighbors of some entities.

    Raises
    ------
    UsageError
        When there is nothing to draw.
    """
    store, more = _part(graph, answer, [graph.entity(name).id for name in grown])
    return _picture(store, answer, drawn, more, layout)


def _picture(
    store: Store,
    answer: Answer[Any],
    drawn: Sequence[int] | None,
    more: Sequence[Edge],
    layout: LayoutName | None,
) -> Picture:
    whole = drawn is None or len(drawn) == len(answer)
    if answer.name == "graph" and whole:
        return picture_of_graph(store, layout)
    checked = answer
    if drawn is not None and not whole:
        checked = replace(answer, rows=tuple(answer.rows[i] for i in drawn))
    if not checked.rows and answer.rows and not more:
        raise UsageError("no row is checked; check rows to draw them")
    picture = picture_of(checked, store, layout, command(answer), more)
    if checked is answer:
        return picture
    return replace(picture, notes=(*picture.notes, f"{len(checked)} of {len(answer)} rows drawn"))


def shown_of(answer: Answer[Any], shown: Sequence[int] | None) -> Answer[Any]:
    """Keep the rows that the page shows; the reason counts those left out."""
    if shown is None or len(shown) == len(answer):
        return answer
    rows = tuple(answer.rows[i] for i in dict.fromkeys(shown) if i < len(answer))
    left = f"{len(rows)} of {len(answer)} rows chosen on the page"
    return replace(answer, rows=rows, reason=f"{answer.reason}; {left}" if answer.reason else left)


def wider_cancers(graph: Graph) -> dict[str, dict[str, str]]:
    """Return the names of every cancer and of the wider ones that it is a subtype of, by id.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> list(wider_cancers(g)[g.entity("glioblastoma").id].values())
    ['glioblastoma', 'glioma']
    """
    cancers = {entity.id: entity for entity in graph.store.entities({"Cancer"})}
    found = {}
    for id in cancers:
        ids = closure(id, lambda i: cancers[i].subtype_of if i in cancers else ())
        wider = sorted((ids & cancers.keys()) - {id}, key=lambda i: cancers[i].name)
        found[id] = {i: cancers[i].name for i in (id, *wider)}
    return found


MIXED = "several (stitched)"
"""The value of the cancer filter for rows that no single cancer carries."""


def _cancers(
    row: Any, evidence: Iterable[Evidence], above: Mapping[str, Sequence[str]]
) -> list[str]:
    """Name the cancers that a row is found by: those whose own findings carry it, and wider ones.

    A stitched row is found by a cancer in which every step has a finding, as where the question is
    asked within that cancer.
    """
    if getattr(row, "support", None) == "stitched":
        steps = [_wider((e.finding.cancer for e in edge.evidence), above) for edge in row.edges]
        return [name for name in steps[0] if all(name in step for step in steps)] or [MIXED]
    if hasattr(row, "cancers"):
        return list(_wider((cancer.id for cancer in row.cancers), above)) or ["general"]
    return list(_wider((one.finding.cancer for one in evidence), above))


def _wider(ids: Iterable[str | None], above: Mapping[str, Sequence[str]]) -> dict[str, None]:
    return {name: None for id in ids for name in (above[id] if id else ("general",))}


def _row(
    store: Store,
    row: Any,
    papers: dict[Reference, int],
    above: Mapping[str, Sequence[str]],
    signed_claims: Set[SignedClaim],
) -> dict[str, Any]:
    """One row: its cells, its papers by number, what it can be filtered by; of a path its steps."""
    edges: Sequence[Edge] = getattr(row, "edges", ())
    evidence = carrying(row)
    fields = row.to_dict()
    references = getattr(row, "references", None)
    if references is None:
        keys = dict.fromkeys(key for one in evidence for key in one.finding.reference_keys)
        references = [store.reference(*key) for key in keys]
    ends = [store.entity(id).type for edge in edges for id in (edge.subject, edge.object)]
    sign = fields.get("sign", fields.get("chain_sign"))
    signed = "sign" in fields or "chain_sign" in fields
    signs = [_SIGNS[sign]] if signed else [_SIGNS[edge.sign] for edge in edges]
    facets: dict[str, list[Any]] = {
        "cancer": _cancers(row, evidence, above),
        "type": ends
        or [
            value["type"]
            for value in fields.values()
            if isinstance(value, dict) and "type" in value
        ],
        "sign": signs,
        "certainty": [fields["certainty"]] if fields.get("certainty") else [],
        "support": [fields["support"]] if fields.get("support") else [],
        "system": [one.finding.system or "not stated" for one in evidence],
        "source": [one.finding.source for one in evidence],
    }
    shown = {
        "cells": list(row.cells().values()),
        "facets": {name: list(dict.fromkeys(values)) for name, values in facets.items() if values},
        "papers": [papers.setdefault(r, len(papers)) for r in dict.fromkeys(references)],
        "findings": len({one.finding.id for one in evidence}) or len(fields.get("findings", ())),
        "contradicted": any(
            edge.causal and (edge.subject, edge.object, -(edge.sign or 0)) in signed_claims
            for edge in edges
        ),
        "notes": fields.get("notes", []),
        "nodes": list(
            dict.fromkeys(id for edge in edges for id in (edge.subject, edge.object))
            or [v["id"] for v in fields.values() if isinstance(v, dict) and "id" in v]
        ),
        "edges": [],
        "joints": [],
    }
    if isinstance(row, Path):
        shown["path"] = {
            key: fields[key]
            for key in ("nodes", "edges", "sign", "support", "certainty", "cancers", "findings")
        }
    return shown


def _signed_claims(store: Store, rows: Sequence[Any]) -> set[SignedClaim]:
    """Return the signed causal claims of the graph between the ends of those that rows rest on."""
    edges = (edge for row in rows for edge in getattr(row, "edges", ()))
    pairs = {(edge.subject, edge.object) for edge in edges if edge.sign and edge.causal}
    beside = store.edges_between(pairs) if pairs else ()
    return {(e.subject, e.object, e.sign) for e in beside if e.sign and e.causal}


_SIGNS: Mapping[Sign | None, str] = {1: "+", -1: "-", 0: "0", None: "none"}


def read_numbers(text: str) -> list[int]:
    """Read numbers of rows, as in ``0-3,7``.

    Raises
    ------
    UsageError
        When the text is not such a list.

    Examples
    --------
    >>> read_numbers("0-3,7"), read_numbers("")
    ([0, 1, 2, 3, 7], [])
    """
    numbers: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        ends = (first, last or first)
        fit = all(end.isascii() and end.isdigit() and len(end) <= 6 for end in ends)
        if not fit or len(numbers) > 1_000_000:
            raise UsageError(f"rows {text[:60]!r}: numbers such as 0-3,7 are needed")
        numbers.extend(range(int(ends[0]), int(ends[1]) + 1))
    return numbers
