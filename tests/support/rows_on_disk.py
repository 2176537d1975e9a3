"""Rows of resources on disk, whose ids and texts are hard to write and to read back."""

from __future__ import annotations

import random
from pathlib import Path

from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.stores.disk import DiskStore


def rows_on_disk(file: Path, count: int) -> DiskStore:
    """Build a graph of two resources: odd ids and texts, claims of several rows of both.

    Parameters
    ----------
    file
        Where.
    count
        How many rows come at first; 200 more are added after a whole finding.
    """
    chance = random.Random(5)
    ids = [
        *(f"radexo:g{n}" for n in range(40)),
        *('radexo:"quoted"', "radexo:back\\slash", "radexo:100%s", "radexo:\ue000subject\ue001"),
    ]
    kinds = ["Cancer", *["Gene"] * (len(ids) - 1)]
    entities = tuple(Entity(id, f"name of {id}", type) for id, type in zip(ids, kinds, strict=True))
    sources = tuple(map(Source, ("t", "ta")))
    papers = tuple(Reference(source.id, number) for source in sources for number in ("7", "8%"))
    templates = [
        Finding(
            f"{source.id}:",
            citations,
            cancer=cancer,
            assay=assay,
            statements=(Statement("", "", "", certainty=certainty),),
        )
        for source in sources
        for citations in ((), ("7",), ("7", "8%"))
        for cancer in (None, ids[0])
        for assay in (None, '50 %s, "quoted"', "\ue000subject\ue001", "93184756102938475")
        for certainty in ("stated", "hedged")
    ]
    content = Records(sources, (*map(Reference, ("t", "ta")), *papers), entities)
    store = DiskStore.build(content, file)

    def rows(number: int) -> list[tuple[str, str, str, int]]:
        places = chance.choices(range(len(templates)), k=number)
        named = (chance.choices(ids, k=2) for _ in range(number))
        predicates = chance.choices(("ASSOCIATED_WITH", "CORRELATES"), k=number)
        return [
            (subject, predicate, object, place)
            for (subject, object), predicate, place in zip(named, predicates, places, strict=True)
        ]

    store.add_rows(templates, rows(count))
    whole = Statement(ids[1], "INCREASES", ids[2], note="of a whole finding")
    store.add(Records(findings=(Finding("t:1a", statements=(whole,)),)))
    store.add_rows(templates, rows(200))
    return store
