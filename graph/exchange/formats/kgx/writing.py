"""Write KGX: tab-separated tables of nodes and edges in Biolink's terms, and of all the rest.

``nodes.tsv`` has one row per entity, ``edges.tsv`` one per statement of a finding, so that the same
claim in another cancer, or by another paper, is another row. Sign and cancer are in Biolink's own
qualifiers. ``findings.tsv``, ``biomarkers.tsv`` and ``references.tsv`` hold what Biolink has no
place for, ``metadata.json`` the sources and the number of rows. The whole folder loads back without
loss; `radexo.graph.exchange.tables` describes how text is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from ....atomic import writing_folder, writing_text
from ....model import Biomarker, Entity, Finding, Reference, Statement
from ....records import Records, records_to_dict
from ....schema import ENTITY_TYPES, PREDICATES
from ....stores.base import Store
from ...biolink import KNOWLEDGE_LEVEL, curies, infores, spell
from ...losses import Loss
from ...tables import escape, join

__all__ = [
    "EDGE_COLUMNS",
    "FILES",
    "IDS",
    "MARK",
    "METADATA",
    "columns",
    "edge_cells",
    "write",
    "write_tables",
]

FILES = (
    "nodes.tsv",
    "edges.tsv",
    "findings.tsv",
    "biomarkers.tsv",
    "references.tsv",
    "metadata.json",
)
"""The files of an export."""

OWN = re.compile("|".join(map(re.escape, FILES)))
"""Matches their names."""

MARK = "radexo-kgx-1"
"""The format that metadata.json names."""

METADATA = "metadata.json"
IDS: dict[type[Any], tuple[str, ...]] = {
    Entity: ("id", "xrefs", "subtype_of", "donors", "exposures"),
    Statement: ("subject", "object"),
    Finding: ("cancer", "exosome", "recipient", "recipient_exposure", "cargo"),
    Biomarker: ("entity",),
    Reference: (),
}
"""The fields that hold identifiers, which are written as in Biolink."""

_NAMES = {(Entity, "synonyms"): "synonym", (Entity, "xrefs"): "xref", (Biomarker, "roles"): "role"}
_NESTED = ("statements", "biomarkers")
EDGE_COLUMNS = (
    "id",
    "subject",
    "predicate",
    "object",
    "category",
    "qualified_predicate",
    "object_aspect_qualifier",
    "object_direction_qualifier",
    "disease_context_qualifier",
    "knowledge_level",
    "agent_type",
    "primary_knowledge_source",
    "aggregator_knowledge_source",
    "publications",
    "original_predicate",
    "sign",
    "finding",
)
"""The columns of an edge that are not fields of a statement; most follow from other columns."""


# -- records and cells ---------------------------------------------------------------------------


def columns(cls: type[Any]) -> dict[str, Field[Any]]:
    """Return the fields of a record by column, in the order of the model."""
    return {_NAMES.get((cls, f.name), f.name): f for f in fields(cls) if f.name not in _NESTED}


def _cells(record: Any) -> dict[str, str]:
    """Return a record as cells, by column."""
    cls = type(record)
    ids = IDS[cls]
    return {
        column: _cell(getattr(record, f.name), spell if f.name in ids else str)
        for column, f in columns(cls).items()
    }


def _cell(value: Any, write: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return (
            "|".join(map(str, value))
            if value and isinstance(value[0], int)
            else join(map(write, value))
        )
    return str(value).lower() if isinstance(value, (bool, int)) else escape(write(value))


def _node(entity: Entity) -> dict[str, str]:
    cells = _cells(entity)
    return {"id": cells.pop("id"), "category": ENTITY_TYPES[entity.type].biolink, **cells}


def edge_cells(
    finding: Finding, statement: Statement, papers: Mapping[Any, Reference]
) -> dict[str, str]:
    """Return a statement as an edge: the columns of Biolink, then the statement's own fields."""
    predicate = PREDICATES[statement.predicate]
    cited = (curies(papers[key])[:1] for key in finding.reference_keys if key in papers)
    cells = _cells(statement)
    derived = {
        "id": escape(f"{finding.id}.{statement.number}"),
        "subject": cells.pop("subject"),
        "predicate": predicate.biolink,
        "object": cells.pop("object"),
        "category": "biolink:Association",
        "disease_context_qualifier": escape(spell(finding.cancer)) if finding.cancer else "",
        "knowledge_level": KNOWLEDGE_LEVEL[statement.certainty],
        "agent_type": "manual_agent",
        "primary_knowledge_source": infores(finding.source),
        "aggregator_knowledge_source": infores("radexo"),
        "publications": join(dict.fromkeys(curie for found in cited for curie in found)),
        "original_predicate": f"radexo:{cells.pop('predicate')}",
        "sign": "" if predicate.sign is None else str(predicate.sign),
        "finding": escape(finding.id),
        **dict(predicate.qualifiers),
    }
    return {column: derived.get(column, "") for column in EDGE_COLUMNS} | cells


def _finding(finding: Finding) -> dict[str, str]:
    """Return a finding as cells: its fields, and the numbers of its statements in order."""
    return _cells(finding) | {"statements": "|".join(str(s.number) for s in finding.statements)}


# -- writing -------------------------------------------------------------------------------------


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph as KGX tables.

    Parameters, result and errors are those of `Format.write`.
    """
    with writing_folder(path, OWN, overwrite=overwrite) as folder:
        write_tables(store, folder)
    return []


def write_tables(store: Store, folder: Path) -> dict[str, tuple[str, ...]]:
    """Write the tables of a graph and metadata.json into a folder that nobody reads yet.

    Parameters
    ----------
    store
        The graph.
    folder
        The folder, which exists.

    Returns
    -------
    dict
        The headings of each table, by file.
    """
    papers = {r.key: r for r in store.references()}
    tables: dict[str, tuple[Iterable[str], Iterator[dict[str, str]]]] = {
        "nodes.tsv": (
            dict.fromkeys(("id", "category", *columns(Entity))),
            map(_node, store.entities()),
        ),
        "edges.tsv": (
            dict.fromkeys((*EDGE_COLUMNS, *columns(Statement))),
            (edge_cells(f, s, papers) for f in store.each_finding() for s in f.statements),
        ),
        "findings.tsv": ((*columns(Finding), "statements"), map(_finding, store.each_finding())),
        "biomarkers.tsv": (
            ("finding", *columns(Biomarker)),
            (
                {"finding": escape(f.id)} | _cells(b)
                for f, _ in store.each_kind()
                for b in f.biomarkers
            ),
        ),
        "references.tsv": (columns(Reference), map(_cells, store.references())),
    }
    rows = {}
    for name, (headings, lines) in tables.items():
        rows[name] = 0
        with writing_text(folder / name) as file:
            file.write("\t".join(headings) + "\n")
            for record in lines:
                file.write("\t".join(record.values()) + "\n")
                rows[name] += 1
    sources = records_to_dict(Records(tuple(store.sources())))["sources"]
    metadata = {"format": MARK, "version": store.version, "sources": sources, "rows": rows}
    with writing_text(folder / METADATA) as file:
        file.write(json.dumps(metadata, ensure_ascii=False, indent=1) + "\n")
    return {name: tuple(headings) for name, (headings, _) in tables.items()}
