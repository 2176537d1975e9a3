"""HGNC and miRBase lend names and identifiers to what is in the graph, and create nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import radexo
from radexo import loaders
from radexo.graph.errors import DataError
from radexo.graph.model import Entity
from radexo.graph.records import Records
from radexo.loaders.hgnc import _COMPLETE, _CUSTOM
from support.files import gzipped, table, zipped

EARLIER = Entity("ncbigene:7071", "KLF10", "Gene", xrefs=())
BY_SYMBOL = Entity("radexo:ABC1", "ABC1", "Gene", id_status="none")
PAIR = Entity("hgnc:5232", "HSP72", "Gene", xrefs=("hgnc:5233",), id_status="ambiguous")
TAKEN = Entity("radexo:p38", "p38 signaling", "Pathway", synonyms=("p38",), id_status="none")
GENES = Records(entities=(EARLIER, BY_SYMBOL, PAIR, TAKEN))

HGNC = [
    [
        "HGNC:11810",
        "KLF10",
        "KLF transcription factor 10",
        "EGRA|p38|XYZ9",
        "TIEG1|TWICE",
        "7071",
        "ENSG00000155090",
        "Q13118",
        "Approved",
    ],
    ["HGNC:1", "ABC1", "", "TWICE|XYZ10", "", "", "", "", "Approved"],
    ["HGNC:2", "XYZ9", "", "", "", "99", "", "", "Approved"],
    ["HGNC:5232", "HSPA1A", "", "", "", "", "", "", "Approved"],
    ["HGNC:3", "OLD", "", "", "", "", "", "", "Symbol Withdrawn"],
    ["", "NOID", "", "", "", "", "", "", "Approved"],
]


def entity(loaded: loaders.Loaded, id: str) -> Entity:
    return next(e for e in loaded.store.entities() if e.id == id)


@pytest.mark.parametrize("columns", [_COMPLETE, _CUSTOM])
def test_genes_get_names_that_stay_unambiguous(tmp_path: Path, columns: tuple[str, ...]) -> None:
    rows = [[c.replace("|", ", ") for c in row] for row in HGNC] if columns is _CUSTOM else HGNC
    file = table(tmp_path / "hgnc.txt", columns, rows)
    loaded = loaders.load("hgnc", file, into=GENES)
    klf10, by_symbol = entity(loaded, EARLIER.id), entity(loaded, BY_SYMBOL.id)
    # p38 is a pathway's, XYZ9 another gene's symbol, TWICE would be that of two
    assert klf10.synonyms == ("EGRA", "KLF transcription factor 10", "TIEG1")
    assert klf10.xrefs == ("ensembl:ENSG00000155090", "hgnc:11810", "uniprot:Q13118")
    assert (by_symbol.synonyms, by_symbol.xrefs) == (("XYZ10",), ("hgnc:1",))
    assert len(loaded.store.entities()) == len(GENES.entities)
    report = loaded.report
    assert (report.read, report.added, report.merged, report.refused) == (6, 2, 0, 4)
    assert report.reasons == {
        "not in the graph": 1,
        "HSP72 has no exact identifier (row 5)": 1,
        "the symbol is withdrawn": 1,
        "no HGNC id or no symbol (row 7)": 1,
    }
    assert report.joined["names held back: another entity has them"] == 3
    again = loaders.load("hgnc", file, into=loaded.records)
    assert (again.report.added, again.report.merged) == (0, 2)
    assert again.store.version == loaded.store.version
    assert loaded.store.names.find("TIEG1").id == EARLIER.id
    assert loaded.store.names.find("p38").id == TAKEN.id


def test_identifiers_that_contradict_are_refused(tmp_path: Path) -> None:
    known = Records(entities=(Entity("hgnc:1", "ABC1", "Gene", xrefs=("ncbigene:5",)),))
    row = ["HGNC:1", "ABC1", "", "", "", "6", "", "", "Approved"]
    loaded = loaders.load("hgnc", table(tmp_path / "h", _COMPLETE, [row]), into=known)
    assert loaded.report.reasons == {"ABC1 has another identifier of ncbigene (row 2)": 1}
    two = Records(entities=(Entity("hgnc:1", "A", "Gene"), Entity("ncbigene:6", "B", "Gene")))
    loaded = loaders.load("hgnc", tmp_path / "h", into=two)
    assert loaded.report.reasons == {"ABC1 could be A (hgnc:1), B (ncbigene:6) (row 2)": 1}


def gff(path: Path) -> Path:
    heading = ["##gff-version 3", "# microRNAs:               miRBase v22"]
    mature = [
        ("MIMAT0000075", "hsa-miR-20a-5p", "MI0000076"),
        ("MIMAT0004493", "hsa-miR-20a-3p", "MI0000076"),
        ("MIMAT0000098", "hsa-miR-100-5p", "MI0000102"),
        ("MIMAT0000098", "hsa-miR-100-5p", "MI0000103"),
        ("MIMAT0000001", "cel-let-7-5p", "MI0000001"),
    ]
    rows = [
        "chr1\t.\tmiRNA_primary_transcript\t1\t9\t.\t+\t.\tID=MI0000076;Alias=MI0000076;Name=hsa-mir-20a"
    ]
    rows += [
        f"chr1\t.\tmiRNA\t1\t9\t.\t+\t.\tID={a};Alias={a};Name={name};Derives_from={p}"
        for a, name, p in mature
    ]
    path.write_text("\n".join([*heading, *rows, "cut off"]) + "\n", encoding="utf-8")
    return path


MIRNAS = Records(
    entities=(
        Entity(
            "radexo:hsa-miR-20a-5p", "miR-20a-5p", "MiRNA", ("hsa-miR-20a-5p",), id_status="none"
        ),
        Entity("mirbase.mature:MIMAT0000098", "miR-100", "MiRNA", id_status="inferred arm"),
    )
)


@pytest.mark.parametrize("aliases", ["history", "official"])
def test_micrornas_get_accessions_and_earlier_names(tmp_path: Path, aliases: str) -> None:
    names = tmp_path / "aliases.txt"
    if aliases == "history":
        rows = [["hsa-miR-20", "MIMAT0000075"], ["hsa-miR-100*", "MIMAT0000098"]]
        rows += [["hsa-miR-9", "MIMAT0000098"], ["hsa-miR-9", "MIMAT0000075"]]
        table(names, ["name", "accession"], rows)
    else:
        names.write_text(
            "MIMAT0000075\thsa-miR-20;hsa-miR-9;\nMIMAT0000098\thsa-miR-100*;hsa-miR-9;hsa-miR-100-5p\n"
        )
    loaded = loaders.load("mirbase", gff(tmp_path / "hsa.gff3"), names, into=MIRNAS)
    first, second = (entity(loaded, e.id) for e in MIRNAS.entities)
    assert first.xrefs == ("mirbase.mature:MIMAT0000075", "mirbase:MI0000076")
    assert first.synonyms == ("hsa-miR-20a-5p", "miR-20")
    assert second.xrefs == ("mirbase:MI0000102", "mirbase:MI0000103")
    assert second.synonyms == ("hsa-miR-100-5p", "miR-100*")
    report = loaded.report
    assert (report.read, report.added, report.refused, report.version) == (6, 2, 4, "22")
    assert report.reasons == {
        "not the nine columns of GFF3 (row 9)": 1,
        "another precursor of the same mature sequence": 1,
        "not human (row 8)": 1,
        "not in the graph": 1,
    }
    again = loaders.load("mirbase", gff(tmp_path / "hsa.gff3"), names, into=loaded.records)
    assert (again.report.added, again.report.merged) == (0, 2)


def test_one_microrna_of_several_arms_gets_nothing(tmp_path: Path, g: radexo.Graph) -> None:
    lines = [
        f"chr1\t.\tmiRNA\t1\t9\t.\t+\t.\tAlias={a};Name=hsa-miR-516{n}"
        for a, n in (("MIMAT0004770", "a-5p"), ("MIMAT0006778", "a-3p"))
    ]
    file = tmp_path / "hsa.gff3"
    file.write_text("\n".join(["##gff-version 3", *lines]))
    report = loaders.load("mirbase", file, into=g.records).report
    assert report.reasons == {"miR-516 could be hsa-miR-516a-3p, hsa-miR-516a-5p (row 2, 3)": 2}


def test_lending_on_disk_is_lending_in_memory(tmp_path: Path, g: radexo.Graph) -> None:
    rows = [["HGNC:11810", "KLF10", "", "ZZZ1", "", "7071", "", "", "Approved"]]
    file = table(tmp_path / "h", _COMPLETE, rows)
    stores = [
        loaders.load("hgnc", path, into=into).store
        for path, into in (
            (file, g.records),
            (gzipped(file), tmp_path / "one"),
            (zipped(file), tmp_path / "two"),
        )
    ]
    assert stores[0].whole() == stores[1].whole() == stores[2].whole()
    assert len({store.version for store in stores}) == 1
    assert stores[1].names.find("ZZZ1").name == "KLF10"


def test_other_files_are_refused(tmp_path: Path) -> None:
    file = table(tmp_path / "names", ["name", "accession"], [["hsa-miR-20", "MIMAT0000075"]])
    with pytest.raises(DataError, match="names: not GFF3"):
        loaders.load("mirbase", file, into=MIRNAS)
    with pytest.raises(DataError, match="names: no Reactome id in its first line"):
        loaders.load("reactome", file, into=MIRNAS)
