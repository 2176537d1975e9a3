"""Read interactions of OmniPath: signed where its sources give a sign.

Reads the tab-separated answers of ``omnipathdb.org/interactions``. Source: Türei et al., Mol Syst
Biol 2021;17:e9923, doi 10.15252/msb.20209923.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from ..graph.records import is_number
from .resource import Options, Resource
from .resource_files import table_rows

NAME = "omnipath"
SUMMARY = "interactions of genes and microRNAs from some hundred resources"
LICENSE = "per source: see the resources named in each section"
WHERE = "https://omnipathdb.org/interactions?genesymbols=1&fields=sources,references"
FORMAT = {
    "interactions": (
        "source",
        "target",
        "source_genesymbol",
        "target_genesymbol",
        "is_directed",
        "is_stimulation",
        "is_inhibition",
        "consensus_stimulation",
        "consensus_inhibition",
        "sources",
        "references",
    )
}

_NEEDED = ("source", "target", "is_directed", "is_stimulation", "is_inhibition")
_IDS = (
    ("MiRNA", re.compile(r"(MIMAT\d{7})"), "mirbase.mature:{}"),
    (
        "Gene",
        re.compile(r"([OPQ]\d[A-Z\d]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z\d]{2}\d){1,2})(?:-\d+|-PRO_\d+)?"),
        "uniprot:{}",
    ),
)
_TAXON = ("ncbi_tax_id_source", "ncbi_tax_id_target", "ncbi_tax_id")
_YES = ("1", "TRUE", "T")


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of interactions; the section of a finding names the resources behind it.

    Where these contradict each other, a row makes a claim of either sign, and each is a record.
    """
    source = Source(NAME, title="OmniPath", doi="10.15252/msb.20209923", license=LICENSE)
    resource = Resource(source, known, options)
    for path in paths:
        for row in table_rows(resource, path, _NEEDED):
            species = {row.get(column).strip() for column in _TAXON} - {""}
            if species - {"9606"} and not resource.options.all_species:
                resource.refuse("not human", row)
                continue
            subject = _entity(resource, row, "source")
            object = _entity(resource, row, "target") if subject else None
            if subject and object:
                cited = dict.fromkeys(_papers(row.get("references")))
                sources = ", ".join(_listed(row.get("sources")))
                claims = list(_claims(row, *map(resource.joins.type_of, (subject, object))))
                for place, (predicate, note) in enumerate(claims):
                    if place:
                        resource.count()
                    resource.add(
                        row,
                        subject,
                        predicate,
                        object,
                        citations=tuple(resource.paper(pmid) for pmid in cited),
                        section=sources or None,
                        note=note,
                    )
    return resource


def _entity(resource: Resource, row: Row, end: str) -> str | None:
    """Return the entity at an end of a row; refuse the row where there is none."""
    given = row[end].strip()
    for type, pattern, template in _IDS:
        if match := pattern.fullmatch(given):
            name = row.get(f"{end}_genesymbol").strip() or given
            return resource.entity(row, type, (template.format(match[1]),), name)
    complex = given.startswith("COMPLEX")
    resource.refuse("no type for a complex" if complex else "no UniProt or miRBase id", row)
    return None


def _claims(row: Row, subject: str, object: str) -> Iterator[tuple[str, str | None]]:
    """Return the predicates of a row, each with a note where the other sign is given too."""
    up, down = (_is(row, f"is_{sign}") for sign in ("stimulation", "inhibition"))
    if up or down:
        lowers = "REPRESSES" if (subject, object) == ("MiRNA", "Gene") else "DECREASES"
        for given, predicate in ((up, "INCREASES"), (down, lowers)):
            if given:
                yield predicate, _disputed(row) if up and down else None
    elif _is(row, "is_directed"):
        yield "REGULATES", None
    else:
        yield "INTERACTS", None


def _disputed(row: Row) -> str:
    """Return what most of the resources behind a row say that contradict each other."""
    up, down = (_is(row, f"consensus_{sign}") for sign in ("stimulation", "inhibition"))
    if up == down:
        return "the resources behind it contradict each other"
    most = "stimulation" if up else "inhibition"
    return f"the resources behind it contradict each other; most say {most}"


def _is(row: Row, column: str) -> bool:
    return row.get(column).strip().upper() in _YES


def _papers(references: str) -> Iterator[str]:
    """Return the PubMed ids in a cell such as ``SIGNOR:1234;5678``."""
    for item in _listed(references):
        pmid = item.rpartition(":")[2]
        if is_number(pmid):
            yield pmid


def _listed(cell: str) -> list[str]:
    return list(dict.fromkeys(item for part in cell.split(";") if (item := part.strip())))
