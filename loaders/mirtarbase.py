"""Read miRTarBase: microRNAs and the genes they were shown, or not shown, to repress.

Reads the tables of releases 9 and 10 (``hsa_MTI.csv``, ``miRTarBase_MTI.csv``), as comma- or
tab-separated text. Source: Huang et al., Nucleic Acids Res 2022;50:D222,
doi 10.1093/nar/gkab1079.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..graph.model import Entity, Source
from ..graph.schema import Strength
from .resource import Options, Resource, table_rows

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

_ID, _MIRNA, _OF_MIRNA, _GENE, _ENTREZ, _OF_GENE, _ASSAYS, _SUPPORT, _PMID = FORMAT["hsa_MTI"]


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of miRTarBase.

    Parameters
    ----------
    paths
        Tables.
    known
        Entities of the graph.
    options
        How they are read.

    Returns
    -------
    Resource
    """
    source = Source(NAME, title="miRTarBase", doi="10.1093/nar/gkab1079", license=LICENSE)
    resource = Resource(source, known, options)
    human = "Homo sapiens"
    for path in paths:
        for row in table_rows(resource, path, FORMAT["hsa_MTI"]):
            species = row[_OF_MIRNA], row[_OF_GENE]
            if species != (human, human) and not resource.options.all_species:
                resource.refuse("not human", row)
                continue
            claim = SUPPORT.get(row[_SUPPORT].strip())
            entrez = row[_ENTREZ].strip().removesuffix(".0")  # spreadsheets make floats of ids
            pmid = row[_PMID].strip().removesuffix(".0")
            mirna, symbol = row[_MIRNA].strip(), row[_GENE].strip()
            if claim is None:
                resource.refuse("no known support type", row)
            elif not mirna:
                resource.refuse("no microRNA", row)
            elif not (entrez.isascii() and entrez.isdigit()):
                resource.refuse("no Entrez gene id", row)
            elif pmid and not (pmid.isascii() and pmid.isdigit()):
                resource.refuse("not a PubMed id", row)
            else:
                predicate, strength = claim
                subject = resource.entity(row, "MiRNA", (), mirna)
                object = resource.entity(row, "Gene", (f"ncbigene:{entrez}",), symbol or entrez)
                if subject and object:
                    resource.add(
                        subject,
                        predicate,
                        object,
                        citations=(resource.paper(pmid),) if pmid else (),
                        assay=row[_ASSAYS].strip() or None,
                        strength=strength,
                    )
    return resource
