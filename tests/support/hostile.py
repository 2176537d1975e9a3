"""A graph whose texts would run as code where a page forgets to escape them."""

from __future__ import annotations

import radexo
from radexo.graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import RADIOSENSITIVITY

BAD = (
    "<img src=x onerror=window.HACKED=1>",
    "</script><script>window.HACKED=1</script>",
    "<!--<script>",
    "\"><svg onload=window.HACKED=1>' href=javascript:window.HACKED=1",
    "{{ 7*7 }}{% for %}$\\frac{1}{0}$",
    "javascript:window.HACKED=1",
)


def hostile() -> radexo.Graph:
    """A graph that says something hostile wherever text is free."""
    names = [f"{bad} {i}" for i, bad in enumerate(BAD)]
    types = ("MiRNA", "Gene", "Exosome", "Process", "Cell", "CircRNA")
    entities = [
        Entity(f"radexo:{bad.replace(' ', '_')}", name, t)
        for bad, name, t in zip(BAD, names, types, strict=True)
    ]
    entities += [
        Entity(RADIOSENSITIVITY, "radiosensitivity", "Radiosensitivity"),
        Entity("radexo:c", BAD[0], "Cancer"),
    ]
    ids = [e.id for e in entities[:6]]
    statements = [
        Statement(id, "INCREASES", RADIOSENSITIVITY, number=i, note=BAD[1])
        for i, id in enumerate(ids, 1)
    ]
    statements.append(Statement(ids[0], "DECREASES", RADIOSENSITIVITY, number=7))
    finding = Finding(
        "evil:1",
        ("1", BAD[1]),
        BAD[0],
        cancer="radexo:c",
        statements=tuple(statements),
        summary=" ".join(BAD),
        biomarkers=(Biomarker(ids[1], meaning=BAD[1], compared=BAD[0], fluid=BAD[3]),),
        review_note=BAD[0],
        source_check="differs",
        source_note=BAD[1],
    )
    references = (
        Reference(
            "evil",
            "1",
            title=BAD[0],
            doi='10.1000/x"onmouseover=window.HACKED=1//<img src=x onerror=window.HACKED=1>',
        ),
        Reference(
            "evil",
            BAD[1],
            doi="javascript:window.HACKED=1",
            pmid="1'><script>window.HACKED=1</script>",
        ),
    )
    records = Records((Source("evil", BAD[1]),), references, tuple(entities), (finding,))
    return radexo.Graph(records)
