"""A graph on a Neo4j server, opened by `radexo.load` with the server's address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from .api import Graph
from .graph.schema import RADIOSENSITIVITY
from .queries.catalogue import cypher_parameters, find, named, reader, resolve, types_named

if TYPE_CHECKING:
    from .graph.stores.base import Store
    from .graph.stores.neo4j import Neo4jStore
    from .queries.declare import Question

__all__ = ["ServerGraph"]


class ServerGraph(Graph):
    """A graph on a Neo4j server: the same questions, each answered from what one query selects."""

    store: Neo4jStore

    def _select(
        self, question: Question, given: Mapping[str, Any], notices: list[str]
    ) -> tuple[Store, dict[str, Any]]:
        resolution = self.store.resolve(named(question, given), types_named(question, given))
        resolved = resolve(question, given, reader(self.names, notices, resolution.names))
        parameters = cypher_parameters(question, resolved, resolution.store.entities())
        for name in (p.name for p in question.parameters if p.kind == "end"):
            # a type of few entities as their ids: a plan for all ids, and one for each other type
            types = parameters[f"{name}_types"]
            if types and (few := resolution.few(types)) is not None:
                parameters |= {f"{name}_ids": few, f"{name}_types": []}
        parameters["large"] = resolution.large
        selected = self.store.select(question.cypher_for(parameters), parameters, resolution)
        if resolved.get("confirmed"):  # read at once who else makes the claims
            made = (s for finding in selected.findings() for s in finding.statements)
            ends = {(s.subject, s.object) for s in made}
            selected.edges_joining(ends | {(object, subject) for subject, object in ends})
        return selected, resolved

    def _reach(self, ids: Sequence[str], contexts: Set[str], max_hops: int) -> tuple[Store, Store]:
        given = {"source": "type:MiRNA", "target": RADIOSENSITIVITY, "max_hops": max_hops}
        question = find("paths")
        resolution = self.store.resolve([*ids, *contexts, RADIOSENSITIVITY])
        resolved = resolve(question, given, reader(self.names, [], resolution.names))
        parameters = cypher_parameters(question, resolved, resolution.store.entities())
        parameters |= {"source_ids": list(ids), "source_types": []}  # these, not a type
        beside = self.store.around([*ids, *contexts])
        return self.store.select(question.cypher_for(parameters), parameters, resolution), beside

    def __repr__(self) -> str:
        return f"RadExo graph on {self.store.address}, database {self.store.database}"
