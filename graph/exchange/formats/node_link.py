"""Node-link JSON, as ``networkx.node_link_graph(content, edges="edges")`` reads it.

Nodes are entities, edges are claims, keyed by their id; an edge holds the statements behind it
under ``evidence``, and the graph's attributes hold sources, papers and findings, so that nothing is
lost. Files of other programs load by the rules of `radexo.graph.exchange.foreign`, with an edge's
ends as ``source`` and ``target`` and the columns of KGX as attributes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from ...atomic import writing_text
from ...errors import DataError
from ...model import Edge, Entity, Evidence, Finding
from ...records import Records, assemble, changes_since, record_to_dict, records_from_dict
from ...report import Problem, ProblemsError
from ...stores.base import Store
from ...validation import violations
from ..foreign import adopt
from ..jsonio import dumps, read_json, write_items
from ..losses import Loss
from ..registry import Format
from ..tables import Row

__all__ = ["FORMAT", "read", "recognizes", "write"]

FORMAT = Format(
    __name__, "node-link", "JSON for NetworkX and for the web", extensions=(".json",), lossless=True
)

_MARK = "radexo-node-link-1"
_ENTITY = {field.name for field in fields(Entity)}
_ENDS = {"subject", "predicate", "object"}
_EDGE = {
    "source",
    "target",
    "key",
    "predicate",
    "sign",
    "causal",
    "certainty",
    "findings",
    "evidence",
}
_GRAPH = {"format", "version", "sources", "references", "findings"}
_TOP = {"directed", "multigraph", "graph", "nodes", "edges", "links"}


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph as node-link JSON.

    Parameters, result and errors are those of `Format.write`.
    """
    about = {
        "format": _MARK,
        "version": store.version,
        "sources": list(map(record_to_dict, store.sources())),
        "references": list(map(record_to_dict, store.references())),
    }
    with writing_text(path, overwrite=overwrite) as file:
        file.write('{\n"directed": true,\n"multigraph": true,\n"graph": ')
        file.write(dumps(about).removesuffix("}") + ', "findings": [')
        for number, finding in enumerate(store.each_finding()):
            file.write(", " * (number > 0) + dumps(_finding(finding)))
        file.write(']},\n"nodes": [')
        write_items(file, map(record_to_dict, store.entities()))
        file.write('],\n"edges": [')
        write_items(file, _edges(store.each_edge(), lambda e: record_to_dict(e.statement)))
        file.write("]\n}\n")
    return []


def _finding(finding: Finding) -> dict[str, Any]:
    """Return a finding with the numbers of its statements, which edges hold."""
    content = record_to_dict(finding)
    if finding.statements:
        content["statements"] = [s.number for s in finding.statements]
    return content


def _edges(
    edges: Iterable[Edge], statement: Callable[[Evidence], Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield every claim with its statements, without the fields that the claim itself has."""
    for edge in edges:
        yield {
            "source": edge.subject,
            "target": edge.object,
            "key": edge.id,
            "predicate": edge.predicate,
            "sign": edge.sign,
            "causal": edge.causal,
            "certainty": edge.certainty,
            "findings": list(edge.findings),
            "evidence": [
                {"finding": e.finding.id, "number": e.statement.number}
                | {k: v for k, v in statement(e).items() if k not in _ENDS}
                for e in edge.evidence
            ],
        }


def recognizes(path: Path) -> bool:
    """Return whether a file is JSON with nodes and edges."""
    if not path.is_file():
        return False
    try:
        return _is_node_link(read_json(path))
    except DataError:
        return False


def _is_node_link(content: Any) -> bool:
    return (
        isinstance(content, dict)
        and isinstance(content.get("nodes"), list)
        and isinstance(_edge_list(content), list)
        and (bool(content["nodes"]) or _is_own(content))
    )


def _is_own(content: Mapping[str, Any]) -> bool:
    about = content.get("graph")
    return isinstance(about, dict) and about.get("format") == _MARK


def _edge_list(content: Mapping[str, Any]) -> Any:
    return content.get("edges", content.get("links"))  # networkx wrote links until version 3.4


def read(paths: Iterable[str | Path], known: Iterable[Entity] = ()) -> tuple[Records, Counter[str]]:
    """Read an export of RadExo or a node-link file of another program.

    Parameters
    ----------
    paths
        One file.
    known
        Entities of the graph that it will be merged into; see `radexo.graph.exchange.foreign`.

    Returns
    -------
    records
        The graph.
    left_out
        What the graph has no place for, and how often it occurs.

    Raises
    ------
    DataError
        When it is not a node-link file, or is not valid.
    """
    path, *more = list(paths)
    if more:
        raise DataError(f"{more[0]}: node-link is one file; load them one at a time")
    content = read_json(path, "node-link file")
    if not _is_node_link(content):
        raise DataError(
            f"{path}: not a node-link file, which holds an object with 'nodes' and 'edges'"
        )
    if content.get("directed", True) is not True:
        raise DataError(
            f"{path}: 'directed' is {content['directed']!r}, so the direction of an edge is "
            "unknown; export the graph as directed"
        )
    if "links" in content and content.get("edges", content["links"]) != content["links"]:
        raise DataError(f"{path}: 'edges' and 'links' differ; keep one")
    if _is_own(content):
        about = content["graph"]
        records = _own(content, about, path)
        return records, _added(content) + _attributes(content, about, _GRAPH) + changes_since(
            about.get("version"), records
        )
    problems: list[Problem] = []
    nodes = list(_foreign(content["nodes"], f"{path}, nodes", {}, problems))
    edges = list(
        _foreign(
            _edge_list(content),
            f"{path}, edges",
            {"source": "subject", "target": "object"},
            problems,
        )
    )
    records, left_out = (
        adopt(nodes, edges, {e.id: e for e in known}, problems)
        if not problems
        else (Records(), Counter())
    )
    if problems:
        raise ProblemsError(problems)
    about = content.get("graph")
    return records, left_out + _attributes(content, about if isinstance(about, dict) else {}, ())


def _own(content: Mapping[str, Any], about: Mapping[str, Any], path: str | Path) -> Records:
    """Put statements back into their findings, and check the edges against them."""
    try:
        statements = _statements(_edge_list(content))
        findings = []
        for finding in about["findings"]:
            numbers = finding.get("statements", [])
            popped = [statements.pop((finding["id"], number)) for number in numbers]
            findings.append(
                {**finding, "statements": popped} if "statements" in finding else finding
            )
        parts = {
            "sources": about["sources"],
            "references": about["references"],
            "findings": findings,
        }
        nodes = [{k: v for k, v in node.items() if k in _ENTITY} for node in content["nodes"]]
        records = records_from_dict({**parts, "entities": nodes})
    except KeyError as error:
        raise DataError(
            f"{path}: {error.args[0]!r} is missing, so this is only part of an export"
        ) from error
    except (TypeError, AttributeError, ValueError) as error:
        raise DataError(f"{path}: not a valid export ({error}); export it again") from error
    except DataError as error:
        raise DataError(f"{path}: {error}") from error
    if statements:
        id, number = next(iter(statements))
        raise DataError(
            f"{path}: no finding lists statement {number} of {id}; add its number there"
        )
    for violation in violations(records):
        raise DataError(f"{path}: {violation}")
    given = {(f["id"], s.get("number", 1)): s for f in findings for s in f.get("statements", [])}
    made = _edges(assemble(records.findings), lambda e: given[e.finding.id, e.statement.number])
    expected = {edge["key"]: edge for edge in made}
    for edge in _edge_list(content):
        for name, value in expected.get(str(edge.get("key")), {"key": "its claim's"}).items():
            if edge.get(name) != value:
                shown = f"edge {edge['source']} {edge['predicate']} {edge['target']}"
                raise DataError(
                    f"{path}: {shown}: {name} is {edge.get(name)!r}, but {value!r} by its "
                    "evidence; export it again"
                )
    return records


def _added(content: Mapping[str, Any]) -> Counter[str]:
    """Count the attributes that another program added to nodes and edges of an export."""
    known = {"nodes": _ENTITY, "edges": _EDGE}
    return Counter(
        f"{kind}, attribute {name!r}: the graph has no field for it"
        for kind, items in (("nodes", content["nodes"]), ("edges", _edge_list(content)))
        for item in items
        for name in item
        if name not in known[kind]
    )


def _attributes(
    content: Mapping[str, Any], about: Mapping[str, Any], known: Collection[str]
) -> Counter[str]:
    """Count the attributes of the file and of the graph that are not read."""
    unread = [("attribute", name) for name in content if name not in _TOP]
    unread += [("graph, attribute", name) for name in about if name not in known]
    return Counter(f"{where} {name!r}: the graph has no field for it" for where, name in unread)


def _statements(edges: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    statements: dict[tuple[str, int], dict[str, Any]] = {}
    for edge in edges:
        claim = {
            "subject": edge["source"],
            "predicate": edge["predicate"],
            "object": edge["target"],
        }
        for evidence in edge["evidence"]:
            fields = dict(evidence)
            key = (fields.pop("finding"), fields["number"])
            if key in statements:
                raise DataError(f"duplicate statement {key[1]} of {key[0]}; keep one")
            statements[key] = claim | fields
    return statements


def _foreign(
    items: Iterable[Any], where: str, names: Mapping[str, str], problems: list[Problem]
) -> Iterator[Row]:
    """Yield nodes or edges as rows, counted from 1: lists as tuples, numbers as text."""
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            problems.append(
                Problem(
                    where,
                    number,
                    None,
                    repr(item)[:40],
                    "not an object",
                    "an object with attributes",
                )
            )
            return
        cells = {k: _cell(v) for k, v in item.items() if v is not None}
        for theirs, ours in names.items():
            if theirs in cells and cells.setdefault(ours, cells[theirs]) != cells.pop(theirs):
                problems.append(
                    Problem(
                        where,
                        number,
                        ours,
                        str(cells[ours]),
                        f"{theirs!r} is given too, and differs",
                        "keep one",
                    )
                )
        yield Row(where, number, cast(Mapping[str, str], cells))


def _cell(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(item if isinstance(item, str) else dumps(item) for item in value)
    return value if isinstance(value, str) else dumps(value)
