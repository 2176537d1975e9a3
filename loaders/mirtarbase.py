"""Read miRTarBase: microRNAs and the genes they were shown, or not shown, to repress.

Reads the tables of releases 9 and 10 (``hsa_MTI.csv``, ``miRTarBase_MTI.csv``), as comma- or
tab-separated text. Source: Huang et al., Nucleic Acids Res 2022;50:D222,
doi 10.1093/nar/gkab1079.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from ..graph.records import is_number
from ..graph.schema import Strength
from .resource import Options, Resource
from .resource_files import table_cells

NAME = "mirtarbase"
SUMMARY = "genes that microRNAs were shown, or not shown, to repress"
LICENSE = "free for academic use; may not be redistributed"
WHERE = "https://mirtarbase.cuhk.edu.cn, Download: hsa_MTI, saved as CSV"
FORMAT = {
    "hsa_MTI": (
        "miRTarBase ID",
        "miRNA",
        "Species (miRNA)",
        "Target Gene",
        "Target Gene (Entrez Gene ID)",
        "Species (Target Gene)",
        "Experiments",
        "Support Type",
        "References (PMID)",
    )
}
SUPPORT: dict[str, tuple[str, Strength]] = {
    "Functional MTI": ("REPRESSES", "strong"),
    "Functional MTI (Weak)": ("REPRESSES", "weak"),
    "Non-Functional MTI": ("CAUSES_NO_CHANGE", "strong"),
    "Non-Functional MTI (Weak)": ("CAUSES_NO_CHANGE", "weak"),
}
"""The claim and its strength for each support type: a non-functional interaction is a denial."""

_HUMAN = "Homo sapiens"
_MIRNA, _, _GENE, _ENTREZ, _, _ASSAYS, _SUPPORT, _PMID = FORMAT["hsa_MTI"][1:]


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of miRTarBase."""
    source = Source(NAME, title="miRTarBase", doi="10.1093/nar/gkab1079", license=LICENSE)
    resource = Resource(source, known, options)
    columns = FORMAT["hsa_MTI"][1:]
    everyone = resource.options.all_species
    claims: dict[tuple[str, str, str], tuple[int, int] | None] = {}
    mirnas: dict[str, int | None] = {}
    genes: dict[tuple[str, str], int | None] = {}
    add = [column.append for column in resource.rows.columns]
    add_subject, add_predicate, add_object, add_template = add
    for path in paths:
        for number, cells in chain.from_iterable(table_cells(resource, path, columns)):
            mirna, of_mirna, symbol, entrez, of_gene, assays, support, pmid = cells
            if not everyone and (of_mirna != _HUMAN or of_gene != _HUMAN):
                resource.refuse("not human", _row(path, number, cells))
                continue
            if (claim := claims.get(how := (support, pmid, assays))) is None:
                claim = claims[how] = _claim(resource, _row(path, number, cells))
            if (subject := mirnas.get(mirna)) is None and claim:
                subject = mirnas[mirna] = _mirna(resource, _row(path, number, cells))
            if (object := genes.get(which := (entrez, symbol))) is None and claim:
                if subject is None:
                    continue
                object = genes[which] = _gene(resource, _row(path, number, cells))
            if claim and subject is not None and object is not None:
                add_subject(subject)
                add_predicate(claim[0])
                add_object(object)
                add_template(claim[1])
    return resource


def _row(path: str | Path, number: int, cells: Sequence[str]) -> Row:
    return Row(str(path), number, dict(zip(FORMAT["hsa_MTI"][1:], cells, strict=True)))


def _claim(resource: Resource, row: Row) -> tuple[int, int] | None:
    """Return the numbers of the predicate and template of a row, or refuse it."""
    pmid = _whole(row[_PMID])
    if (found := SUPPORT.get(row[_SUPPORT].strip())) is None:
        resource.refuse("no known support type", row)
        return None
    if pmid and not is_number(pmid):
        resource.refuse("not a PubMed id", row)
        return None
    predicate, strength = found
    cited = (resource.paper(pmid),) if pmid else ()
    assay = row[_ASSAYS].strip() or None
    place = resource.template(citations=cited, assay=assay, strength=strength)
    return resource.rows.predicate(predicate), place


def _mirna(resource: Resource, row: Row) -> int | None:
    """Return the number of the microRNA of a row, or refuse it."""
    if name := row[_MIRNA].strip():
        return _end(resource, resource.entity(row, "MiRNA", (), name))
    resource.refuse("no microRNA", row)
    return None


def _gene(resource: Resource, row: Row) -> int | None:
    """Return the number of the gene of a row, or refuse it."""
    if is_number(entrez := _whole(row[_ENTREZ])):
        name = row[_GENE].strip() or entrez
        return _end(resource, resource.entity(row, "Gene", (f"ncbigene:{entrez}",), name))
    resource.refuse("no Entrez gene id", row)
    return None


def _end(resource: Resource, id: str | None) -> int | None:
    return None if id is None else resource.rows.end(id)


def _whole(cell: str) -> str:
    """Return a number as text; spreadsheets make floats of ids."""
    return cell.strip().removesuffix(".0")
