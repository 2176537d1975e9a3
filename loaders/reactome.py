"""Read Reactome: the genes of its pathways.

Reads ``ReactomePathways.gmt``, the tables ``UniProt2Reactome.txt``, ``NCBI2Reactome.txt`` and
``Ensembl2Reactome.txt`` (with or without ``_All_Levels``), and the names of pathways,
``ReactomePathways.txt``. Source: Milacic et al., Nucleic Acids Res 2024;52:D672,
doi 10.1093/nar/gkad1025.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..graph.errors import DataError
from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from .gmt import read_sets
from .resource import Options, Resource
from .resource_files import first_line, text_rows

NAME = "reactome"
SUMMARY = "genes of Reactome's pathways"
LICENSE = "CC0 1.0"
WHERE = "https://reactome.org/download-data: ReactomePathways.gmt.zip, ReactomePathways.txt"
FORMAT = {
    "ReactomePathways.gmt": ("name", "pathway", "genes"),
    "UniProt2Reactome.txt": ("accession", "pathway", "URL", "name", "evidence code", "species"),
    "ReactomePathways.txt": ("pathway", "name", "species"),
}

_PATHWAY = re.compile(r"R-[A-Z]{3}-\d+")
_HUMAN = "Homo sapiens"
_ACCESSIONS = (
    (re.compile(r"\d{1,12}"), "ncbigene"),
    (re.compile(r"ENSG\d{11}"), "ensembl"),
    (re.compile(r"[OPQ]\d[A-Z\d]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z\d]{2}\d){1,2}"), "uniprot"),
)


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read files of Reactome: gene sets, tables of accessions, names of pathways."""
    source = Source(NAME, title="Reactome", doi="10.1093/nar/gkad1025", license=LICENSE)
    resource = Resource(source, known, options)
    names: dict[str, str] = {}
    listed = [path for path in paths if _PATHWAY.fullmatch(first_line(path).partition("\t")[0])]
    for path in listed:
        for _, line in text_rows(path):
            id, _, rest = line.partition("\t")
            if name := rest.partition("\t")[0].strip():
                names[f"reactome:{id}"] = name
    for path in (path for path in paths if path not in listed):
        if not _PATHWAY.search(first_line(path)):
            raise DataError(f"{path}: no Reactome id in its first line; for other sets use gmt")
        for row, line in text_rows(path):
            cells = line.split("\t")
            if len(cells) == 6 and cells[2].startswith("http"):
                resource.count()
                _add_member(resource, row, [cell.strip() for cell in cells])
            else:
                read_sets(resource, row, line, names=names, identified=True)
    return resource


def _add_member(resource: Resource, row: Row, cells: Sequence[str]) -> None:
    """Add a row of a table of accessions."""
    accession, id, _, name, evidence, species = cells
    base = accession.partition("-")[0]  # an isoform is its gene
    prefix = next((prefix for form, prefix in _ACCESSIONS if form.fullmatch(base)), None)
    if species != _HUMAN and not resource.options.all_species:
        resource.refuse("not human", row)
    elif prefix is None:
        resource.refuse("no UniProt, Entrez or Ensembl gene id", row)
    elif not _PATHWAY.fullmatch(id) or not name:
        resource.refuse("no Reactome id or no name of a pathway", row)
    else:
        pathway = resource.entity(row, "Pathway", (f"reactome:{id}",), name)
        gene = resource.entity(row, "Gene", (f"{prefix}:{base}",), base)
        if gene and pathway:
            assay = f"evidence code {evidence}" if evidence else None
            resource.add(row, gene, "PART_OF", pathway, assay=assay)
