"""A graph with texts that break tables."""

from __future__ import annotations

import radexo
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records


def with_odd_texts(g: radexo.Graph) -> radexo.Graph:
    """Add formulas, tabs, line ends, quotes and ten megabytes to a graph."""
    names = ("=cmd|'/C calc'!A0", '"quoted", and\nbroken\tinto', "+1", "-1", "@x", "\\", "a;b|c")
    entities = [
        Entity(f"radexo:odd-{n}", name, "Gene", synonyms=(name, f"{name}!"))
        for n, name in enumerate(names)
    ]
    big = Entity("radexo:big", "big", "Gene", note="x" * 10_000_000)
    finding = Finding(
        "odd:1",
        statements=(Statement("radexo:odd-0", "INCREASES", "radexo:odd-1", note=names[1]),),
        summary=names[0],
    )
    return g.merge(
        radexo.Graph(Records((Source("odd"),), (Reference("odd"),), (*entities, big), (finding,)))
    )
