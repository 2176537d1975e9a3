"""Read Vesiclepedia: what was found in extracellular vesicles of any kind.

Its tables have ExoCarta's layout. Source: Chitti et al., Nucleic Acids Res 2024;52:D1694,
doi 10.1093/nar/gkad1007.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..graph.model import Entity, Source
from .exocarta import FORMAT, read_vesicles
from .resource import Options, Resource

__all__ = ["FORMAT", "LICENSE", "NAME", "SUMMARY", "WHERE", "read"]

NAME = "vesiclepedia"
SUMMARY = "genes whose proteins or mRNAs, and microRNAs, that were found in extracellular vesicles"
LICENSE = "CC BY 4.0"
WHERE = "http://microvesicles.org/download: VESICLEPEDIA_PROTEIN_MRNA_DETAILS, ..._MIRNA_DETAILS"
VESICLES = Entity(
    "go:1903561",
    "extracellular vesicles",
    "Exosome",
    id_status="nearest",
    note="a wider class than exosomes",
)


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of Vesiclepedia: of contents, and of experiments."""
    source = Source(NAME, title="Vesiclepedia", doi="10.1093/nar/gkad1007", license=LICENSE)
    return read_vesicles(Resource(source, known, options), paths, VESICLES)
