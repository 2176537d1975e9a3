"""Names are found in the shipped lists; only an approved name or an id is certain."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.docs.make.name_lists import cellosaurus, hgnc, mirbase, mondo, write
from radexo.graph.names import fold
from radexo.loaders import validate
from radexo.loaders.registries import FOLDER, registries
from radexo.loaders.review import read_review
from radexo.loaders.sheet import COLUMNS


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("PTEN", "hgnc:9588"),
        ("hgnc:9588", "hgnc:9588"),
        ("HGNC:9588", "hgnc:9588"),
        ("ncbigene:5728", "hgnc:9588"),
        ("H19", "hgnc:4713"),
        ("hsa-miR-21-5p", "mirbase.mature:MIMAT0000076"),
        ("miR-21-5p", "mirbase.mature:MIMAT0000076"),
        ("MIMAT0000076", "mirbase.mature:MIMAT0000076"),
        ("miR-21", None),  # two arms
        ("VEGF", None),  # a previous symbol
        ("p21", None),  # an alias of several
        ("rest", None),  # a word
        ("MIR21", None),  # a precursor, which the graph does not hold
        ("hepatocellular carcinoma", "mondo:0007256"),
        ("HCC", None),  # a synonym
        ("A549", "cellosaurus:0023"),
        ("U87 MG", "cellosaurus:0022"),
        ("CVCL_0022", "cellosaurus:0022"),
        ("RRID:CVCL_0022", "cellosaurus:0022"),
        ("TT", None),  # two cell lines
        ("", None),
    ],
)
def test_only_an_approved_name_or_an_id_is_certain(name: str, id: str | None) -> None:
    found = registries().certain(name)
    assert (found.id if found else None) == id


def test_types_narrow_what_is_found() -> None:
    assert registries().certain("PTEN", ["Cargo"]) == registries().certain("PTEN", ["Gene"])
    assert registries().find("PTEN", ["Cancer", "MiRNA"]) == []


def test_the_lists_agree_with_the_packaged_graph(g: radexo.Graph) -> None:
    checked = 0
    prefixes = ("hgnc:", "mirbase.mature:", "mondo:", "cellosaurus:")
    for entity in g.store.entities(["Gene", "LncRNA", "MiRNA", "Cancer", "Cell"]):
        if entity.id_status == "exact" and entity.id.startswith(prefixes):
            (match,) = registries().find(entity.id)
            assert fold(match.entity.name) in map(fold, (entity.name, *entity.synonyms))
            assert match.entity.type == entity.type
            checked += 1
    assert checked >= 70


def test_the_lists_are_made_from_the_published_files(tmp_path: Path) -> None:
    genes = tmp_path / "genes.tsv"
    genes.write_text(
        "HGNC ID\tApproved symbol\tStatus\tAlias symbols\tPrevious symbols\tLocus type\tNCBI "
        "Gene ID(supplied by NCBI)\n"
        "HGNC:30\tGENEB\tApproved\tB1, B2\tOLDB\tgene with protein product\t7\n"
        "HGNC:4\tLNCA\tApproved\t\t\tRNA, long non-coding\t\n"
        "HGNC:5\tMIR1\tApproved\t\t\tRNA, micro\t9\n"
        "HGNC:6\tGONE\tEntry Withdrawn\t\t\t\t\n"
    )
    assert hgnc(str(genes)) == [
        ["hgnc:4", "LNCA", "LncRNA", "", "", ""],
        ["hgnc:30", "GENEB", "Gene", "OLDB", "B1|B2", "ncbigene:7"],
    ]
    mature, history = tmp_path / "hsa.gff3", tmp_path / "history.tsv"
    mature.write_text(
        "##gff-version 3\nchr1\t.\tmiRNA_primary_transcript\t1\t2\t.\t-\t.\tID=MI1;Alias=MI1;"
        "Name=hsa-mir-1\n"
        "chr1\t.\tmiRNA\t1\t2\t.\t-\t.\tID=MIMAT0000001_1;Alias=MIMAT0000001;Name=hsa-miR-1-3p;"
        "Derives_from=MI1\n"
    )
    history.write_text("name\taccession\nhsa-miR-1\tMIMAT0000001\nhsa-miR-1-3p\tMIMAT0000001\n")
    terms, models = tmp_path / "mondo.json", tmp_path / "models.csv"
    terms.write_text(
        """[{"id": "0004992", "name": "cancer"}, {"id": "0005070", "name": "neoplasm"},
        {"id": "7", "name": "cancer of X", "relations": {"is_a": ["0004992"]},
         "synonyms": ["X cancer", "cancer of X (disease)"]},
        {"id": "8", "name": "X tumor", "relations": {"is_a": ["0005070"]}},
        {"id": "9", "name": "Y tumor", "relations": {"is_a": ["0005070"]},
         "xrefs": [{"namespace": "ICDO", "id": "9440/3"}]}]"""
    )
    assert mondo(str(terms)) == [
        ["mondo:0004992", "cancer", "Cancer", "", "", ""],
        ["mondo:7", "cancer of X", "Cancer", "", "X cancer", ""],
        ["mondo:9", "Y tumor", "Cancer", "", "", ""],
    ]
    models.write_text(
        "ModelID,CellLineName,StrippedCellLineName,RRID\n"
        "A1,X-1,X1,CVCL_0001\nA2,Y,Y,\nA3,Z-1,Z1,CVCL_0003\nA4,Z-2,Z2,CVCL_0003\n"
    )
    assert cellosaurus(str(models)) == [
        ["cellosaurus:0001", "X-1", "Cell", "", "X1|CVCL_0001", "depmap:A1"]
    ]
    rows = mirbase(str(mature), str(history))
    assert rows == [["mirbase.mature:MIMAT0000001", "hsa-miR-1-3p", "MiRNA", "hsa-miR-1", "", ""]]
    write(tmp_path / "one.gz", rows)
    write(tmp_path / "two.gz", rows)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


def test_source_version_and_license_lie_beside_the_lists() -> None:
    readme = (FOLDER / "README.md").read_text()
    for file in FOLDER.glob("*.gz"):
        (line,) = (line for line in readme.splitlines() if file.name in line)
        assert any(license in line for license in ("CC0", "public domain", "CC BY 4.0"))
        assert file.stat().st_size < 1_500_000


# -- lookup ---------------------------------------------------------------------------------------


def test_lookup_gives_the_graph_first_and_then_the_lists(cli: Any) -> None:
    found = cli("lookup", "KLF10", "PTEN", "VEGF", "miR-21", "hgnc:11810", "--json")
    assert (found.code, found.json["reason"]) == (0, None)
    rows = [tuple(row.values()) for row in found.json["rows"]]
    assert list(found.json["rows"][0]) == ["asked", "id", "name", "type", "matched", "source"]
    assert rows == [
        ("KLF10", "hgnc:11810", "KLF10", "Gene", "name", "graph"),
        ("PTEN", "hgnc:9588", "PTEN", "Gene", "approved name", "HGNC (2025)"),
        ("VEGF", "hgnc:12680", "VEGFA", "Gene", "previous name", "HGNC (2025)"),
        (
            "miR-21",
            "mirbase.mature:MIMAT0000076",
            "miR-21-5p",
            "MiRNA",
            "previous name",
            "miRBase 22",
        ),
        (
            "miR-21",
            "mirbase.mature:MIMAT0004494",
            "miR-21-3p",
            "MiRNA",
            "without its arm",
            "miRBase 22",
        ),
        ("hgnc:11810", "hgnc:11810", "KLF10", "Gene", "id", "graph"),
    ]


def test_lookup_in_python_is_that_of_the_command_line(cli: Any, g: radexo.Graph) -> None:
    names = ("KLF10", "A549", "HCC", "anything")
    asked = cli("lookup", *names, "--json").json
    assert radexo.lookup(*names).to_dict() == asked == g.lookup(*names).to_dict()
    assert {row["id"] for row in asked["rows"]} >= {"cellosaurus:0023", "mondo:0007256"}


def test_lookup_names_what_it_does_not_find(cli: Any) -> None:
    found = cli("lookup", "KLF1O", "--json")
    assert (found.code, found.json["status"], found.json["rows"]) == (0, "empty", [])
    assert "KLF1O (nearest: KLF10, " in found.json["reason"]
    assert "not found: KLF1O" in cli("lookup", "KLF10", "KLF1O").err


def test_no_other_command_reads_the_lists() -> None:
    code = (
        "import sys; from radexo.cli.frame import run; run(['regulators', 'KLF10']); "
        "run(['sources']); from radexo.loaders import registries as r; "
        "print(r.registries.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0"


# -- sheets ---------------------------------------------------------------------------------------


def sheet(path: Path, *cells: str) -> Path:
    path.write_text("\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n")
    return path


def test_a_sheet_takes_identifiers_that_the_graph_lacks(g: radexo.Graph, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "smith2024.tsv",
        "exosomes",
        "miR-21-5p",
        "represses",
        "PTEN",
        "decrease",
        "GBM",
        "10.1000/a",
        "stated",
    )
    records = read_review([path], g.store.entities())
    assert [(e.id, e.name, e.type, e.xrefs) for e in records.entities] == [
        ("hgnc:9588", "PTEN", "Gene", ("ncbigene:5728",)),
        ("mirbase.mature:MIMAT0000076", "miR-21-5p", "MiRNA", ()),
    ]
    assert records.findings[0].statements[1].claim == (
        "mirbase.mature:MIMAT0000076",
        "REPRESSES",
        "hgnc:9588",
    )


def test_a_misspelled_symbol_has_its_nearest_names(g: radexo.Graph, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "smith2024.tsv",
        "exosomes",
        "PTENN",
        "",
        "",
        "decrease",
        "GBM",
        "10.1000/a",
        "stated",
    )
    (found,) = validate(path, known=g.store.entities())
    assert (found.problem, "PTEN (Gene)" in found.remedy) == ("'PTENN' is not a known name", True)
    assert "PTEN" in [entity.name for entity in registries().nearest("PTENN")]
    assert registries().nearest("PTENN", ["MiRNA"]) == []


@pytest.mark.parametrize(
    ("name", "perhaps"),
    [
        ("VEGF", "VEGFA (hgnc:12680, previous name)"),
        ("miR-21", "miR-21-3p (mirbase.mature:MIMAT0004494, without its arm)"),
        ("rest", "REST (hgnc:9966, approved name)"),
    ],
)
def test_what_is_not_certain_is_asked_back(
    g: radexo.Graph, tmp_path: Path, name: str, perhaps: str
) -> None:
    path = sheet(
        tmp_path / "smith2024.tsv",
        "exosomes",
        name,
        "",
        "",
        "decrease",
        "GBM",
        "10.1000/a",
        "stated",
    )
    (found,) = validate(path, known=g.store.entities())
    assert (found.column, found.problem) == ("cargo", f"{name!r} is not an approved name")
    assert perhaps in found.remedy
