"""Read ExoCarta: what was found in exosomes.

Reads ``EXOCARTA_PROTEIN_MRNA_DETAILS_5.txt``, ``EXOCARTA_MIRNA_DETAILS_5.txt`` and, where it is
given too, ``EXOCARTA_EXPERIMENT_DETAILS_5.txt`` with the sample and the paper of each experiment.
Source: Keerthikumar et al., J Mol Biol 2016;428:688, doi 10.1016/j.jmb.2015.09.019.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from ..graph.records import is_number
from .resource import Options, Resource
from .resource_files import headings_of, table_rows

__all__ = ["FORMAT", "LICENSE", "NAME", "SUMMARY", "WHERE", "read", "read_vesicles"]

NAME = "exocarta"
SUMMARY = "genes whose proteins or mRNAs, and microRNAs, that were found in exosomes"
LICENSE = "CC BY 4.0"
WHERE = "http://exocarta.org/download: EXOCARTA_PROTEIN_MRNA_DETAILS_5.txt, ..._MIRNA_DETAILS_5.txt"
FORMAT = {
    "PROTEIN_MRNA_DETAILS": (
        "CONTENT ID",
        "CONTENT TYPE",
        "ENTREZ GENE ID",
        "GENE SYMBOL",
        "SPECIES",
        "EXPERIMENT ID",
        "METHODS",
    ),
    "MIRNA_DETAILS": (
        "CONTENT ID",
        "CONTENT TYPE",
        "MIRNA ID",
        "SPECIES",
        "EXPERIMENT ID",
        "METHODS",
    ),
    "EXPERIMENT_DETAILS": ("EXPERIMENT ID", "PUBMED ID", "SAMPLE"),
}
EXOSOMES = Entity("radexo:exosomes", "exosomes", "Exosome", id_status="none")

_CONTENT, _MIRNAS, _EXPERIMENTS = FORMAT.values()
_FORMS = {"protein": "protein", "mrna": "mRNA"}
_HUMAN = "Homo sapiens"


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of ExoCarta: of contents, and of experiments.

    The table does not say whose exosomes genes were found in, so they are those of no donor.
    """
    source = Source(NAME, title="ExoCarta", doi="10.1016/j.jmb.2015.09.019", license=LICENSE)
    return read_vesicles(Resource(source, known, options), paths, EXOSOMES)


def read_vesicles(resource: Resource, paths: Sequence[str | Path], vesicles: Entity) -> Resource:
    """Read tables of ExoCarta or Vesiclepedia, which have the same columns.

    Parameters
    ----------
    resource
        Where rows are added.
    paths
        Tables of contents, and of experiments.
    vesicles
        What the contents were found in.
    """
    experiments: dict[str, Mapping[str, Any]] = {}
    headings = {path: headings_of(path) for path in paths}
    tables = [path for path in paths if _CONTENT[0] not in headings[path]]
    for path in tables:
        for row in table_rows(resource, path, _EXPERIMENTS, count=False):
            pmid = row["PUBMED ID"].strip()
            experiments[row["EXPERIMENT ID"].strip()] = {
                "citations": (resource.paper(pmid),) if is_number(pmid) else (),
                "section": f"experiment {row['EXPERIMENT ID'].strip()}: {row['SAMPLE']}",
            }
    resource.include(vesicles)
    for path in (path for path in paths if path not in tables):
        columns, found_in = (_MIRNAS, _mirna) if _MIRNAS[2] in headings[path] else (_CONTENT, _gene)
        for row in table_rows(resource, path, columns):
            if row["SPECIES"].strip() != _HUMAN and not resource.options.all_species:
                resource.refuse("not human", row)
            elif subject := found_in(resource, row):
                experiment = row["EXPERIMENT ID"].strip()
                context = experiments.get(experiment) or {"section": f"experiment {experiment}"}
                resource.add(
                    row,
                    subject,
                    "EXPRESSED_IN",
                    vesicles.id,
                    form=_FORMS.get(row["CONTENT TYPE"].strip().casefold()),
                    assay=row["METHODS"].strip().replace("|", ", ") or None,
                    **context,
                )
    return resource


def _gene(resource: Resource, row: Row) -> str | None:
    """Return the gene of a row, or refuse it."""
    entrez = row["ENTREZ GENE ID"].strip().removesuffix(".0")
    if row["CONTENT TYPE"].strip().casefold() not in _FORMS:
        resource.refuse("neither protein nor mRNA", row)
    elif not is_number(entrez):
        resource.refuse("no Entrez gene id", row)
    else:
        name = row["GENE SYMBOL"].strip() or entrez
        return resource.entity(row, "Gene", (f"ncbigene:{entrez}",), name)
    return None


def _mirna(resource: Resource, row: Row) -> str | None:
    """Return the microRNA of a row, or refuse it; names of human ones may lack ``hsa-``."""
    name = row["MIRNA ID"].strip()
    if row["CONTENT TYPE"].strip().casefold() != "mirna" or not name:
        resource.refuse("no microRNA", row)
        return None
    if row["SPECIES"].strip() == _HUMAN and not name.startswith("hsa-"):
        name = f"hsa-{name}"
    return resource.entity(row, "MiRNA", (), name)
