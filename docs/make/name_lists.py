"""Make the name lists of `radexo.loaders.registries` from the files that HGNC and miRBase publish.

``python -m radexo.docs.make.name_lists HGNC.tsv MIRBASE.gff3 HISTORY.tsv`` writes
``loaders/names/hgnc.tsv.gz`` and ``loaders/names/mirbase.tsv.gz``; equal input gives equal bytes.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from radexo.loaders.registries import COLUMNS, FOLDER

TYPES = {
    "RNA, long non-coding": "LncRNA",
    **dict.fromkeys(
        ("RNA, misc", "RNA, ribosomal", "RNA, small nuclear", "RNA, small nucleolar"), "RNA"
    ),
    **dict.fromkeys(("RNA, transfer", "RNA, vault", "RNA, Y", "RNA, cluster"), "RNA"),
}
"""The type of a locus; any other is a Gene."""

LEFT_OUT = "RNA, micro"
"""Precursors, which the graph does not hold: mature miRNAs are miRBase's."""


def hgnc(path: str) -> list[list[str]]:
    """Return the approved genes of HGNC's table of entries."""
    with open(path, encoding="utf-8", newline="") as file:
        found = [
            [
                f"hgnc:{row['HGNC ID'].removeprefix('HGNC:')}",
                row["Approved symbol"],
                TYPES.get(row["Locus type"], "Gene"),
                _listed(row["Previous symbols"]),
                _listed(row["Alias symbols"]),
                row["NCBI Gene ID(supplied by NCBI)"],
            ]
            for row in csv.DictReader(file, delimiter="\t")
            if row["Status"] == "Approved" and row["Locus type"] != LEFT_OUT
        ]
    return sorted(found, key=lambda row: int(row[0].partition(":")[2]))


def mirbase(path: str, history: str) -> list[list[str]]:
    """Return the human mature miRNAs, with the names that earlier releases gave them."""
    earlier = defaultdict(set)
    with open(history, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            earlier[row["accession"]].add(row["name"])
    names = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if (cells := line.split("\t"))[2:3] == ["miRNA"]:
            found = re.search(r"Alias=(MIMAT\d+);Name=([^;]+)", cells[8])
            assert found is not None
            names[found[1]] = found[2]
    return [
        [f"mirbase.mature:{id}", name, "MiRNA", "|".join(sorted(earlier[id] - {name})), "", ""]
        for id, name in sorted(names.items())
    ]


def _listed(cell: str) -> str:
    return "|".join(filter(None, map(str.strip, cell.split(","))))


def write(path: Path, rows: Iterable[list[str]]) -> None:
    """Write a list, gzipped without a date."""
    lines = "".join("\t".join(row) + "\n" for row in (list(COLUMNS), *rows))
    path.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))


if __name__ == "__main__":
    write(FOLDER / "hgnc.tsv.gz", hgnc(sys.argv[1]))
    write(FOLDER / "mirbase.tsv.gz", mirbase(sys.argv[2], sys.argv[3]))
