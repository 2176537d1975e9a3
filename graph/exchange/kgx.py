"""KGX: nodes and edges as tab-separated tables in the words of Biolink, beside tables that hold the rest of a graph.

``nodes.tsv`` has a row for each entity, ``edges.tsv`` one for each statement of a finding, so that
the same claim in another cancer, or by another paper, is another record. Sign and cancer sit in
Biolink's own qualifiers. ``findings.tsv``, ``biomarkers.tsv`` and ``references.tsv`` hold what
Biolink has no place for, and ``metadata.json`` the sources and the number of rows. The folder as a
whole loads back as the graph that it was; see `radexo.graph.exchange.tables` for how text is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from ..model import Biomarker, Entity, Finding, Reference, Statement
from ..records import Records, records_to_dict
from ..schema import ENTITY_TYPES, PREDICATES
from .atomic import writing_folder, writing_text
from .biolink import KNOWLEDGE_LEVEL, curies, infores, spell
from .losses import Loss
from .tables import escape, join

__all__ = ["EDGE_COLUMNS", "FILES", "FORMAT", "IDS", "METADATA", "columns", "edge_cells", "write"]

FILES = (
    "nodes.tsv",
    "edges.tsv",
    "findings.tsv",
    "biomarkers.tsv",
    "references.tsv",
    "metadata.json",
)
"""What an export consists of."""

FORMAT = "radexo-kgx-1"
METADATA = "metadata.json"
IDS: dict[type[Any], tuple[str, ...]] = {
    Entity: ("id", "xrefs", "subtype_of", "donors", "exposures"),
    Statement: ("subject", "object"),
    Finding: ("cancer", "exosome", "recipient", "recipient_exposure", "cargo"),
    Biomarker: ("entity",),
    Reference: (),
}
"""The fields that hold identifiers, which are spelled as in Biolink."""

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
"""The columns of an edge that are not the fields of a statement: most follow from the other columns and tables."""


# -- records and cells --------------------------------------------------------------------------------


def columns(cls: type[Any]) -> dict[str, Field[Any]]:
    """Give the columns that hold the fields of a record, in the order of the model."""
    return {_NAMES.get((cls, f.name), f.name): f for f in fields(cls) if f.name not in _NESTED}


def _cells(record: Any) -> dict[str, str]:
    """Write a record as cells."""
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
    """Write a statement as an edge: what Biolink has a word for in its words, then the statement's own fields."""
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
    """Write a finding: its own fields, and the numbers of its statements in their order."""
    return _cells(finding) | {"statements": "|".join(str(s.number) for s in finding.statements)}


# -- writing ------------------------------------------------------------------------------------------


def write(records: Records, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph into a folder, whole or not at all.

    Parameters
    ----------
    records
        The graph.
    path
        The folder; an export that is there is replaced.
    overwrite
        Whether to replace what exists.

    Returns
    -------
    list of Loss
        Empty: nothing is lost.

    Raises
    ------
    DataError
        When the folder cannot be written, is kept, or holds what no export wrote.
    """
    papers = {r.key: r for r in records.references}
    tables: dict[str, tuple[Iterable[str], Iterator[dict[str, str]]]] = {
        "nodes.tsv": (
            dict.fromkeys(("id", "category", *columns(Entity))),
            map(_node, records.entities),
        ),
        "edges.tsv": (
            dict.fromkeys((*EDGE_COLUMNS, *columns(Statement))),
            (edge_cells(f, s, papers) for f in records.findings for s in f.statements),
        ),
        "findings.tsv": ((*columns(Finding), "statements"), map(_finding, records.findings)),
        "biomarkers.tsv": (
            ("finding", *columns(Biomarker)),
            ({"finding": escape(f.id)} | _cells(b) for f in records.findings for b in f.biomarkers),
        ),
        "references.tsv": (columns(Reference), map(_cells, records.references)),
    }
    with writing_folder(
        path, re.compile("|".join(map(re.escape, FILES))), overwrite=overwrite
    ) as folder:
        rows = {}
        for name, (headings, lines) in tables.items():
            rows[name] = 0
            with writing_text(folder / name) as file:
                file.write("\t".join(headings) + "\n")
                for record in lines:
                    file.write("\t".join(record.values()) + "\n")
                    rows[name] += 1
        sources = records_to_dict(Records(records.sources))["sources"]
        metadata = {"format": FORMAT, "version": records.version, "sources": sources, "rows": rows}
        with writing_text(folder / METADATA) as file:
            file.write(json.dumps(metadata, ensure_ascii=False, indent=1) + "\n")
    return []
