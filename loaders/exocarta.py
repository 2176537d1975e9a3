"""Read ExoCarta: what was found in exosomes.

Reads ``EXOCARTA_PROTEIN_MRNA_DETAILS_5.txt`` and, where it is given too,
``EXOCARTA_EXPERIMENT_DETAILS_5.txt`` with the sample and the paper of each experiment. Source:
Keerthikumar et al., J Mol Biol 2016;428:688, doi 10.1016/j.jmb.2015.09.019.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..graph.model import Entity, Source
from .resource import Options, Resource, headings_of, table_rows

__all__ = ["FORMAT", "LICENSE", "NAME", "SUMMARY", "WHERE", "read", "read_vesicles"]

NAME = "exocarta"
SUMMARY = "genes whose proteins or RNAs were found in exosomes"
LICENSE = "CC BY 4.0"
WHERE = "http://exocarta.org/download: EXOCARTA_PROTEIN_MRNA_DETAILS_5.txt"
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
    "EXPERIMENT_DETAILS": ("EXPERIMENT ID", "PUBMED ID", "SAMPLE"),
}
EXOSOMES = Entity("radexo:exosomes", "exosomes", "Exosome", id_status="none")

_CONTENT, _EXPERIMENTS = FORMAT.values()
_FORMS = {"protein": "protein", "mrna": "mRNA"}


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of ExoCarta.

    Parameters
    ----------
    paths
        Tables of contents, and of experiments.
    known
        Entities of the graph.
    options
        How they are read.

    Returns
    -------
    Resource
        Genes found in exosomes, not in those of a donor: the table does not say whose they are.
    """
    source = Source(NAME, title="ExoCarta", doi="10.1016/j.jmb.2015.09.019", license=LICENSE)
    return read_vesicles(Resource(source, known, options), paths, EXOSOMES)


def read_vesicles(resource: Resource, paths: Sequence[str | Path], vesicles: Entity) -> Resource:
    """Read tables of ExoCarta or Vesiclepedia, which have one layout.

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
    tables = [path for path in paths if _CONTENT[0] not in headings_of(path)]
    for path in tables:
        for row in table_rows(resource, path, _EXPERIMENTS, count=False):
            pmid = row["PUBMED ID"].strip()
            cited = (resource.paper(pmid),) if pmid.isascii() and pmid.isdigit() else ()
            experiments[row["EXPERIMENT ID"]] = {
                "citations": cited,
                "section": f"experiment {row['EXPERIMENT ID']}: {row['SAMPLE']}",
            }
    resource.include(vesicles)
    for path in (path for path in paths if path not in tables):
        for row in table_rows(resource, path, _CONTENT):
            form = _FORMS.get(row["CONTENT TYPE"].strip().casefold())
            entrez = row["ENTREZ GENE ID"].strip().removesuffix(".0")
            experiment = row["EXPERIMENT ID"].strip()
            if row["SPECIES"] != "Homo sapiens" and not resource.options.all_species:
                resource.refuse("not human", row)
            elif form is None:
                resource.refuse("neither protein nor mRNA", row)
            elif not (entrez.isascii() and entrez.isdigit()):
                resource.refuse("no Entrez gene id", row)
            elif subject := resource.entity(
                row, "Gene", (f"ncbigene:{entrez}",), row["GENE SYMBOL"].strip() or entrez
            ):
                context = experiments.get(experiment) or {"section": f"experiment {experiment}"}
                resource.add(
                    row,
                    subject,
                    "EXPRESSED_IN",
                    vesicles.id,
                    form=form,
                    assay=row["METHODS"].strip().replace("|", ", ") or None,
                    **context,
                )
    return resource
