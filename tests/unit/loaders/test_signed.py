"""SIGNOR and OmniPath: signs are those of the resource, and a contradiction keeps both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo import loaders
from radexo.loaders.signor import _COLUMNS
from support.files import table, zipped

KLF10, CDKN1A = "hgnc:11810", "hgnc:1784"


def signor(effect: str, **given: str) -> list[str]:
    """Return a row of KLF10 on CDKN1A; its content is made up."""
    cells = {
        "ENTITYA": "KLF10",
        "TYPEA": "protein",
        "IDA": "Q13118",
        "DATABASEA": "UNIPROT",
        "ENTITYB": "CDKN1A",
        "TYPEB": "protein",
        "IDB": "P38936",
        "DATABASEB": "UNIPROT",
        "EFFECT": effect,
        "TAX_ID": "9606",
        "PMID": "101",
        "DIRECT": "NO",
        "SENTENCE": "a sentence, not kept",
        "SCORE": "0.5",
        "SIGNOR_ID": "SIGNOR-1",
    }
    return [(cells | given).get(column, "") for column in _COLUMNS]


MIRNA = {"ENTITYA": "miR-340-5p", "TYPEA": "mirna", "IDA": "MIMAT0004692"}
PROCESS = {"ENTITYB": "Apoptosis", "TYPEB": "phenotype", "IDB": "SIGNOR-PH2"}
ROWS = [
    signor("up-regulates activity", MECHANISM="phosphorylation", RESIDUE="Ser1", DIRECT="YES"),
    signor("down-regulates", CELL_DATA="BTO:1;BTO:2", TISSUE_DATA="BTO:3", PMID="Other"),
    signor(
        "form complex", MODULATOR_COMPLEX="SIGNOR-C1", MODIFICATIONA="acetylation", MODASEQ="K9"
    ),
    signor("unknown", TAX_ID="-1"),
    signor("form complex"),
    signor("down-regulates quantity by repression", DIRECT="YES"),
    signor("down-regulates quantity by destabilization", **MIRNA),
    signor("up-regulates", **PROCESS),
    signor("down-regulates", TYPEA="chemical", ENTITYA="X", IDA="CID:9"),
    signor("down-regulates", TYPEA="mirna", ENTITYA="hsa-miR-340-5p", IDA="MI0000802"),
    signor("up-regulates", TAX_ID="10090"),
    signor("up-regulates", TYPEA="complex", IDA="SIGNOR-C1"),
    signor("up-regulates", IDB="Q13118", ENTITYB="KLF10"),
    signor("up-regulates", TYPEA="mirna", ENTITYA="miR-340", IDA="MI0000802"),
    signor("sideways"),
    signor("up-regulates", IDA="?"),
    signor("form complex", TYPEB="stimulus", IDB="SIGNOR-ST1", ENTITYB="X"),
]


def claims(loaded: loaders.Loaded, source: str) -> list[tuple[Any, ...]]:
    findings = sorted((f for f in loaded.store.findings() if f.source == source), key=str)
    found = [(f.statements[0], f) for f in findings]
    return [(*s.claim, f.citations, f.assay, f.section) for s, f in found]


@pytest.mark.parametrize("heading", [True, False])
@pytest.mark.parametrize("separator", ["\t", ";"])
def test_effects_of_signor(tmp_path: Path, g: radexo.Graph, heading: bool, separator: str) -> None:
    rows = [[f'"{c}"' if ";" in c and separator == ";" else c for c in row] for row in ROWS]
    file = table(
        tmp_path / "signor", *((_COLUMNS, rows) if heading else (rows[0], rows[1:])), separator
    )
    loaded = loaders.load("signor", zipped(file), into=g.records)
    mir, apoptosis = "mirbase.mature:MIMAT0004692", "go:0006915"
    assert sorted(claims(loaded, "signor"), key=str) == sorted(
        [
            (KLF10, "INCREASES", CDKN1A, ("101",), "phosphorylation at Ser1, direct", "SIGNOR-1"),
            (
                KLF10,
                "DECREASES",
                CDKN1A,
                (),
                "indirect",
                "SIGNOR-1; cells BTO:1, BTO:2; tissue BTO:3",
            ),
            (KLF10, "REGULATES", CDKN1A, ("101",), "indirect", "SIGNOR-1"),
            (KLF10, "BINDS", CDKN1A, ("101",), "indirect", "SIGNOR-1"),
            (
                KLF10,
                "BINDS",
                CDKN1A,
                ("101",),
                "indirect",
                "SIGNOR-1; modulator complex SIGNOR-C1; modification of A acetylation; at K9",
            ),
            (KLF10, "REPRESSES", CDKN1A, ("101",), "direct", "SIGNOR-1"),
            (mir, "REPRESSES", CDKN1A, ("101",), "indirect", "SIGNOR-1"),
            (KLF10, "INCREASES", apoptosis, ("101",), "indirect", "SIGNOR-1"),
            ("pubchem.compound:9", "DECREASES", CDKN1A, ("101",), "indirect", "SIGNOR-1"),
            (mir, "DECREASES", CDKN1A, ("101",), "indirect", "SIGNOR-1"),
        ],
        key=str,
    )
    report = loaded.report
    assert (report.read, report.added, report.refused) == (17, 10, 7)
    first = 2 if heading else 1
    places = {reason: first + 10 + n for n, reason in enumerate(report.reasons)}
    assert {
        f"{reason.partition(' (row')[0]} (row {n})": 1 for reason, n in places.items()
    } == report.reasons
    assert [reason.partition(" (row")[0] for reason in report.reasons] == [
        "not human",
        "no type for a complex",
        "subject and object are the same",
        "the arm of a microRNA is not given",
        "no known effect",
        "no known identifier of a protein",
        "BINDS may not join Gene to Exposure",
    ]
    assert "a sentence" not in str(loaded.records)
    assert loaders.load("signor", file, into=loaded.records).report.merged == 10


OMNIPATH = [
    "source",
    "target",
    "source_genesymbol",
    "target_genesymbol",
    "is_directed",
    "is_stimulation",
    "is_inhibition",
    "consensus_stimulation",
    "consensus_inhibition",
    "sources",
    "references",
]


def test_signs_of_omnipath(tmp_path: Path, g: radexo.Graph) -> None:
    def row(flags: str, source: str = "Q13118", target: str = "P38936") -> list[str]:
        said = ["A;B", "A:101;B:102;101;C:x"]
        return [source, target, "KLF10", "CDKN1A", *flags, *said]

    rows = [
        row("11010"),
        row("11110"),  # both signs; most say stimulation
        row("10000"),
        row("00000"),
        row("10101", "MIMAT0004692"),
        row("11010", "COMPLEX:Q13118_P38936"),
        row("11010", "what"),
        row("11010", target="Q13118"),
    ]
    loaded = loaders.load("omnipath", table(tmp_path / "o.tsv", OMNIPATH, rows), into=g.records)
    found = [
        (f.statements[0].claim, f.statements[0].note, f.citations, f.section)
        for f in loaded.store.findings()
        if f.source == "omnipath"
    ]
    note = "the resources behind it contradict each other; most say stimulation"
    said = (("101", "102"), "A, B")
    assert sorted(found, key=str) == sorted(
        [
            ((KLF10, "INCREASES", CDKN1A), None, *said),
            ((KLF10, "INCREASES", CDKN1A), note, *said),
            ((KLF10, "DECREASES", CDKN1A), note, *said),
            ((KLF10, "REGULATES", CDKN1A), None, *said),
            ((KLF10, "INTERACTS", CDKN1A), None, *said),
            (("mirbase.mature:MIMAT0004692", "REPRESSES", CDKN1A), None, *said),
        ],
        key=str,
    )
    report = loaded.report
    assert (report.read, report.added, report.merged, report.refused) == (9, 6, 0, 3)
    assert report.reasons == {
        "no type for a complex (row 7)": 1,
        "no UniProt or miRBase id (row 8)": 1,
        "subject and object are the same (row 9)": 1,
    }
    again = loaders.load("omnipath", tmp_path / "o.tsv", into=loaded.records).report
    assert (again.added, again.merged) == (0, 6)


def test_the_whole_database_of_omnipath_has_more_columns_and_words_for_flags(
    tmp_path: Path, g: radexo.Graph
) -> None:
    layout = [
        "source",
        "target",
        "source_genesymbol",
        "target_genesymbol",
        "is_directed",
        "is_stimulation",
        "is_inhibition",
        "consensus_direction",
        "consensus_stimulation",
        "consensus_inhibition",
        "sources",
        "references",
        "omnipath",
        "kinaseextra",
        "ligrecextra",
        "pathwayextra",
        "mirnatarget",
        "dorothea",
        "collectri",
        "tf_target",
        "lncrna_mrna",
        "tf_mirna",
        "small_molecule",
        "dorothea_curated",
        "dorothea_chipseq",
        "dorothea_tfbs",
        "dorothea_coexp",
        "dorothea_level",
        "type",
        "curation_effort",
        "extra_attrs",
        "evidences",
        "ncbi_tax_id_source",
        "entity_type_source",
        "ncbi_tax_id_target",
        "entity_type_target",
    ]

    def row(**given: str) -> list[str]:
        cells = dict.fromkeys(layout, "False") | {
            "source": "MIMAT0004692",
            "target": "P38936",
            "source_genesymbol": "hsa-miR-340-5p",
            "target_genesymbol": "CDKN1A",
            "is_directed": "True",
            "is_inhibition": "True",
            "sources": "miRTarBase;TransmiR",
            "references": "miRTarBase:101;102",
            "extra_attrs": '{"A_words": ["it\'s", ";"]}',
            "evidences": "[]",
            "ncbi_tax_id_source": "9606",
            "ncbi_tax_id_target": "9606",
            "type": "post_transcriptional",
        }
        return list((cells | given).values())

    rows = [
        row(),
        row(source="a-lncrna", source_genesymbol="a-lncrna", entity_type_source="lncrna"),
        row(target="Q9JMA7", target_genesymbol="Cyp3a41a; Cyp3a41b", ncbi_tax_id_target="10090"),
        row(source="2244", source_genesymbol="aspirin", entity_type_source="small_molecule"),
    ]
    loaded = loaders.load(
        "omnipath", zipped(table(tmp_path / "o.tsv", layout, rows)), into=g.records
    )
    assert claims(loaded, "omnipath") == [
        (
            "mirbase.mature:MIMAT0004692",
            "REPRESSES",
            CDKN1A,
            ("101", "102"),
            None,
            "miRTarBase, TransmiR",
        )
    ]
    assert loaded.report.reasons == {
        "no UniProt or miRBase id (row 3, 5)": 2,
        "not human (row 4)": 1,
    }


def test_signed_rows_on_disk_are_those_in_memory(tmp_path: Path, g: radexo.Graph) -> None:
    file = table(tmp_path / "signor", _COLUMNS, ROWS)
    row = ["Q13118", "P38936", "KLF10", "CDKN1A", *"11110", "A", "A:101"]
    other = table(tmp_path / "omnipath", OMNIPATH, [row])
    memory = loaders.load(
        "omnipath", other, into=loaders.load("signor", file, into=g.records).records
    )
    for _ in range(2):
        loaders.load("signor", file, into=tmp_path / "graph")
        disk = loaders.load("omnipath", other, into=tmp_path / "graph")
    assert disk.report.added == 0
    assert disk.store.whole() == memory.records
    assert disk.store.version == memory.store.version
