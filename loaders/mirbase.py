"""Read miRBase: current and earlier names of microRNAs, lent to those of the graph.

Reads the GFF3 of one species (``hsa.gff3``) and, where it is given too, the names of earlier
releases: ``aliases.txt``, or a table with the columns ``name`` and ``accession``. Source: Kozomara
et al., Nucleic Acids Res 2019;47:D155, doi 10.1093/nar/gky1141.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from ..graph.errors import DataError
from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from .lending import Lender
from .resource import Options, Resource
from .resource_files import first_line, headings_of, table_rows, text_rows

NAME = "mirbase"
SUMMARY = "accessions, precursors and earlier names of microRNAs, lent to those of the graph"
LICENSE = "public domain"
WHERE = "https://www.mirbase.org/download: hsa.gff3, aliases.txt"
FORMAT = {
    "hsa.gff3": ("ID", "Alias", "Name", "Derives_from"),
    "names of earlier releases": ("name", "accession"),
}

_HISTORY = FORMAT["names of earlier releases"]
_VERSION = re.compile(r"#.*\bmiRBase\s+v?(\d+(?:\.\d+)?)")
_MATURE, _PRECURSOR = re.compile(r"MIMAT\d{7}"), re.compile(r"MI\d{7}")


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read miRBase: names and identifiers, lent to mature microRNAs of the graph.

    Files are GFF3, of which there must be one, and tables of earlier names. An earlier name that
    two mature sequences had, or that one has today, is not lent. Earlier names are lent without
    ``hsa-``: with it, they would join rows of other resources as the current name does.
    """
    source = Source(NAME, title="miRBase", doi="10.1093/nar/gky1141", license=LICENSE)
    resource = Lender(source, known, options, single=("mirbase.mature",))
    features = [path for path in paths if first_line(path).startswith("##gff")]
    if not features:
        files = ", ".join(map(str, paths))
        raise DataError(f"{files}: not GFF3, whose first line is ##gff-version 3; add hsa.gff3")
    earlier: dict[str, set[str]] = defaultdict(set)
    for path in (path for path in paths if path not in features):
        for name, accession in _earlier(resource, path):
            if _MATURE.fullmatch(accession):
                earlier[name].add(accession)
    names: dict[str, set[str]] = defaultdict(set)
    for name, accessions in earlier.items():
        if len(accessions) == 1:
            names[min(accessions)].add(name)
    mature: dict[str, tuple[Row, str, set[str]]] = {}
    for path in features:
        for row, cells in _mature(resource, path):
            accession, name = cells.get("Alias", ""), cells.get("Name", "")
            if not _MATURE.fullmatch(accession) or not name:
                resource.refuse("no accession or no name of a mature microRNA", row)
            elif not name.startswith("hsa-") and not resource.options.all_species:
                resource.refuse("not human", row)
            elif accession in mature:  # one sequence, from several precursors
                resource.refuse("another precursor of the same mature sequence")
                mature[accession][2].add(cells.get("Derives_from", ""))
            else:
                mature[accession] = row, name, {cells.get("Derives_from", "")}
    current = {name.casefold() for _, name, _ in mature.values()}
    for accession, (row, name, precursors) in mature.items():
        former = {
            alias.removeprefix("hsa-")
            for alias in names[accession]
            if alias.casefold() not in current
        }
        hairpins = sorted(f"mirbase:{id}" for id in precursors if _PRECURSOR.fullmatch(id))
        ids = (f"mirbase.mature:{accession}",)
        resource.offer(row, ("MiRNA",), name, ids, sorted(former), others=hairpins)
    resource.settle()
    return resource


def _mature(resource: Lender, path: str | Path) -> Iterator[tuple[Row, Mapping[str, str]]]:
    """Read the attributes of the mature sequences of a GFF3 file, and the release."""
    for row, line in text_rows(path):
        if line.startswith("#"):
            release = _VERSION.match(line)
            if release and not resource.source.version:
                resource.source = replace(resource.source, version=release[1])
            continue
        cells = line.split("\t")
        if len(cells) != 9:
            if line.strip():
                resource.count()
                resource.refuse("not the nine columns of GFF3", row)
        elif cells[2] == "miRNA":
            resource.count()
            attributes = (part.partition("=") for part in cells[8].split(";"))
            yield row, {name.strip(): unquote(value.strip()) for name, _, value in attributes}


def _earlier(resource: Resource, path: str | Path) -> Iterator[tuple[str, str]]:
    """Read pairs of an earlier name and an accession."""
    if set(_HISTORY) <= set(headings_of(path)):
        for row in table_rows(resource, path, _HISTORY, count=False):
            yield row["name"].strip(), row["accession"].strip()
        return
    for _, line in text_rows(path):
        accession, _, listed = line.partition("\t")
        for name in filter(None, map(str.strip, listed.split(";"))):
            yield name, accession.strip()
