"""Read gene sets in GMT format: the members of pathways, from any collection.

A line is a set: its name, a description or address, and its genes, separated by tabs. Genes are
approved symbols, Entrez or Ensembl ids. A set is identified by the Reactome, WikiPathways or GO id
in its name or description, else by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from .resource import Options, Resource
from .resource_files import text_rows

__all__ = ["FORMAT", "LICENSE", "NAME", "SUMMARY", "WHERE", "read", "read_sets"]

NAME = "gmt"
SUMMARY = "members of gene sets: any collection in GMT format"
LICENSE = "as the collection's publisher says"
WHERE = "https://www.gsea-msigdb.org, https://data.wikipathways.org, and others: any .gmt file"
FORMAT = {"sets.gmt": ("set", "description", "genes")}

_IDS = (
    (re.compile(r"(R-[A-Z]{3}-\d+)(\.\d+)?"), "reactome:{}", "Pathway"),
    (re.compile(r"(WP\d+)(_r?\d+)?"), "wikipathways:{}", "Pathway"),
    (re.compile(r"GO:(\d{7})"), "go:{}", "Process"),
)

_ENSEMBL = re.compile(r"ENSG\d{11}")


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read gene sets: a gene is part of a set, the section of a finding is the name of its file."""
    resource = Resource(Source(NAME, title="gene sets", license=LICENSE), known, options)
    for path in paths:
        name = Path(path).name.removesuffix(".gz").removesuffix(".zip")
        for row, line in text_rows(path):
            read_sets(resource, row, line, section=name)
    return resource


def read_sets(
    resource: Resource,
    row: Row,
    line: str,
    *,
    section: str | None = None,
    names: Mapping[str, str] | None = None,
    identified: bool = False,
) -> None:
    """Read a line of a GMT file; each gene in it is a record.

    Parameters
    ----------
    resource
        Where records are added.
    row, line
        The line, and its place.
    section
        That of the findings.
    names
        Names of sets by id, better than those in the line.
    identified
        Whether sets without an identifier are refused.
    """
    if not line.strip():
        return
    name, _, rest = line.partition("\t")
    description, _, listed = rest.partition("\t")
    genes = [gene for part in listed.split("\t") if (gene := part.partition(",")[0].strip())]
    parts = [part.strip() for part in name.split("%")]
    id, type = _identified([*parts, description.strip()])

    def refuse(reason: str) -> None:
        for _ in genes or [""]:
            resource.count()
            resource.refuse(reason, row)

    if not genes:
        refuse("a set without genes")
    elif not parts[0]:
        refuse("a set without a name")
    elif identified and not id:
        refuse("a set without a Reactome id")
    elif not _human(id, parts) and not resource.options.all_species:
        refuse("not human")
    else:
        shown = (names or {}).get(id, parts[0])
        pathway: str | None = None
        for gene in genes:
            resource.count()
            if pathway or (pathway := resource.entity(row, type, (id,) if id else (), shown)):
                member = resource.entity(row, "Gene", *_gene(gene))
                if member:
                    resource.add(row, member, "PART_OF", pathway, section=section)


def _identified(parts: Iterable[str]) -> tuple[str, str]:
    """Return the id of a set, empty where it has none, and its type."""
    for part in parts:
        for pattern, template, type in _IDS:
            if match := pattern.fullmatch(part.rpartition("/")[2]):
                return template.format(match[1]), type
    return "", "Pathway"


def _human(id: str, parts: Sequence[str]) -> bool:
    """Return whether a set is human, or does not say of which species it is."""
    if id.startswith("reactome:"):
        return id.startswith("reactome:R-HSA-")
    return len(parts) < 4 or not id.startswith("wikipathways:") or parts[3] == "Homo sapiens"


def _gene(gene: str) -> tuple[tuple[str, ...], str]:
    """Return the identifiers and the name of a gene."""
    if gene.isascii() and gene.isdigit():
        return (f"ncbigene:{gene}",), gene
    ensembl = gene.startswith("ENSG") and _ENSEMBL.fullmatch(gene)
    return ((f"ensembl:{gene}",) if ensembl else ()), gene
