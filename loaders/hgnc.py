"""Read HGNC: names and identifiers of human genes, lent to those of the graph.

Reads ``hgnc_complete_set.txt`` and the tables of HGNC's custom downloads. Source: Seal et al.,
Nucleic Acids Res 2023;51:D1003, doi 10.1093/nar/gkac888.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from .lending import Lender
from .resource import Options, Resource
from .resource_files import headings_of, table_rows

NAME = "hgnc"
SUMMARY = "identifiers, earlier symbols and aliases of human genes, lent to genes of the graph"
LICENSE = "CC0 1.0"
WHERE = "https://www.genenames.org/download/archive: hgnc_complete_set.txt"
FORMAT = {
    "hgnc_complete_set": (
        "hgnc_id",
        "symbol",
        "name",
        "alias_symbol",
        "prev_symbol",
        "entrez_id",
        "ensembl_gene_id",
        "uniprot_ids",
        "status",
    ),
    "custom download": (
        "HGNC ID",
        "Approved symbol",
        "Approved name",
        "Alias symbols",
        "Previous symbols",
        "NCBI Gene ID(supplied by NCBI)",
        "Ensembl gene ID",
        "UniProt ID(supplied by UniProt)",
        "Status",
    ),
}

_COMPLETE, _CUSTOM = FORMAT.values()
_GENES = ("Gene", "LncRNA", "CircRNA", "RNA")


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of HGNC: names and identifiers, lent to genes of the graph.

    An alias that is the approved symbol of another gene is not lent, whether that gene is in the
    graph or not.
    """
    source = Source(NAME, title="HGNC", doi="10.1093/nar/gkac888", license=LICENSE)
    resource = Lender(source, known, options, single=("hgnc", "ncbigene"))
    approved = {
        row[columns[1]].strip()
        for path in paths
        for columns, row in _rows(Resource(source, ()), path)
        if _approved(row, columns)
    }
    for path in paths:
        for columns, row in _rows(resource, path):
            hgnc, symbol, name, aliases, previous, entrez, ensembl, uniprot = (
                row.get(column).strip() for column in columns[:8]
            )
            number = hgnc.upper().removeprefix("HGNC:")
            if not _approved(row, columns):
                resource.refuse("the symbol is withdrawn")
            elif not (number.isascii() and number.isdigit() and symbol):
                resource.refuse("no HGNC id or no symbol", row)
            else:
                entrez = entrez.removesuffix(".0")
                genes = [f"hgnc:{number}"]
                genes += [f"ncbigene:{entrez}"] * (entrez.isascii() and entrez.isdigit())
                genes += [f"ensembl:{ensembl}"] * (ensembl.startswith("ENSG"))
                names = {*_listed(aliases), *_listed(previous)} - approved
                names |= {name} if name else set()
                proteins = [f"uniprot:{id}" for id in _listed(uniprot) if id.isalnum()]
                resource.offer(row, _GENES, symbol, genes, sorted(names), others=proteins)
    resource.settle()
    return resource


def _rows(resource: Resource, path: str | Path) -> Iterator[tuple[Sequence[str], Row]]:
    columns = _CUSTOM if _CUSTOM[0] in headings_of(path) else _COMPLETE
    for row in table_rows(resource, path, columns[:2]):
        yield columns, row


def _approved(row: Row, columns: Sequence[str]) -> bool:
    return row.get(columns[8]).strip() in ("", "Approved")


def _listed(cell: str) -> list[str]:
    """Return the items of a cell, separated by bars or, in custom downloads, commas."""
    separator = "|" if "|" in cell else ", "
    return [item for part in cell.split(separator) if (item := part.strip(' "'))]
