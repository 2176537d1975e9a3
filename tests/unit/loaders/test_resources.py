"""Public resources: how rows are joined to the graph, added once, and counted."""

from __future__ import annotations

import gc
import gzip
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo import loaders
from radexo.graph.errors import DataError
from radexo.graph.model import Entity
from radexo.graph.records import Records
from radexo.loaders.joins import Joins

MIRTARBASE = loaders.sources()["mirtarbase"].columns["hsa_MTI"]
CONTENT = loaders.sources()["exocarta"].columns["PROTEIN_MRNA_DETAILS"]


def mti(mirna: str, symbol: str, entrez: str, support: str, pmid: str, **given: str) -> list[str]:
    """Return a row in miRTarBase's layout; its content is made up."""
    human = "Homo sapiens"
    species = given.get("species", human)
    assays = given.get("assays", "Western blot//qRT-PCR")
    return ["MIRT1", mirna, species, symbol, entrez, human, assays, support, pmid]


ROWS = [
    mti("hsa-miR-340-5p", "KLF10", "7071", "Functional MTI", "101"),
    mti("hsa-miR-340-5p", "KLF10", "7071.0", "Functional MTI (Weak)", "102.0", assays="CLIP-Seq"),
    mti("hsa-miR-340-5p", "TIEG1", "7071", "Non-Functional MTI", "103"),
    mti("hsa-miR-340-5p", "KLF10", "7071", "Functional MTI", "101"),
    mti("hsa-miR-99", "KLF10", "7071", "Functional MTI", "101"),
    mti("mmu-miR-99", "Klf10", "21847", "Functional MTI", "101", species="Mus musculus"),
    mti("hsa-miR-22", "KLF10", "7071", "Functional MTI", "101"),
    mti("hsa-miR-22-3p", "KLF10", "", "Functional MTI", "101"),
    mti("hsa-miR-22-3p", "KLF10", "7071", "Perhaps", "101"),
]


def table(path: Path, columns: Any, rows: list[list[str]], separator: str = ",") -> Path:
    lines = [separator.join(cells) for cells in ([*columns], *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture
def mirtarbase(tmp_path: Path) -> Path:
    return table(tmp_path / "hsa_MTI.csv", MIRTARBASE, ROWS)


def statements(store: Any, subject: str, object: str) -> list[tuple[Any, ...]]:
    return sorted(
        (edge.predicate, e.finding.citations, e.finding.strength)
        for edge in store.edges_between([(subject, object)])
        for e in store.evidence(edge)
        if e.finding.source == "mirtarbase"
    )


MIR_340, KLF10 = "mirbase.mature:MIMAT0004692", "hgnc:11810"


@pytest.mark.parametrize("on_disk", [True, False])
def test_rows_join_the_review(
    mirtarbase: Path, tmp_path: Path, g: radexo.Graph, on_disk: bool
) -> None:
    into = tmp_path / "graph" if on_disk else g.records
    loaded = loaders.load("mirtarbase", mirtarbase, into=into)
    assert statements(loaded.store, MIR_340, KLF10) == [
        ("CAUSES_NO_CHANGE", ("103",), "strong"),
        ("REPRESSES", ("101",), "strong"),
        ("REPRESSES", ("102",), "weak"),
    ]
    assert loaded.store.names.find("miR-99").id == "radexo:hsa-miR-99"
    report = loaded.report
    assert (report.read, report.added, report.merged, report.refused) == (9, 4, 1, 4)
    assert report.reasons == {
        "not human (row 7)": 1,
        "hsa-miR-22 is a synonym or an earlier name (row 8)": 1,
        "no Entrez gene id (row 9)": 1,
        "no known support type (row 10)": 1,
    }
    assert report.joined == {
        "by approved name": 1,
        "by approved name, inferred arm": 1,
        "by ncbigene": 2,
        "new": 1,
    }
    again = loaders.load("mirtarbase", mirtarbase, into=into if on_disk else loaded.store.whole())
    assert (again.report.added, again.report.merged) == (0, 5)
    assert again.store.version == loaded.store.version


def test_a_graph_in_memory_is_the_graph_on_disk(
    mirtarbase: Path, tmp_path: Path, g: radexo.Graph
) -> None:
    stores = [
        loaders.load("mirtarbase", mirtarbase, into=into).store
        for into in (tmp_path / "graph", g.records)
    ]
    assert stores[0].whole() == stores[1].whole()
    assert stores[0].version == stores[1].version


def test_rows_of_other_species_are_read_where_that_is_asked(
    mirtarbase: Path, g: radexo.Graph, cli: Callable[..., Any], tmp_path: Path
) -> None:
    options = loaders.Options(all_species=True)
    loaded = loaders.load("mirtarbase", mirtarbase, into=g.records, options=options)
    assert loaded.report.added == 5
    assert not [reason for reason in loaded.report.reasons if "human" in reason]
    assert loaded.store.entity("ncbigene:21847")
    given = ("--graph", tmp_path / "graph", "load", "mirtarbase", mirtarbase, "--all-species")
    assert cli(*given, "--json").json["rows"][0]["added"] == 5


def test_progress_is_reported_as_rows_are_read(
    tmp_path: Path, g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.loaders.resource._STEP", 1_000)
    rows = ROWS * 6_000  # more than are read from the file at once
    file = table(tmp_path / "MTI.csv", MIRTARBASE, rows)
    reported: list[str] = []
    options = loaders.Options(progress=reported.append)
    loaders.sources()["mirtarbase"].read([file], g.store.entities(), options)
    assert len(reported) == len(rows) // 1_000
    said = [
        re.fullmatch(r"mirtarbase: ([\d,]+)( of about ([\d,]+))? rows read", r) for r in reported
    ]
    assert [found and found[1] for found in said] == [
        f"{number:,}" for number in range(1_000, len(rows) + 1, 1_000)
    ]
    about = [int(found[3].replace(",", "")) for found in said if found and found[3]]
    assert about
    assert all(number in range(len(rows) // 3, len(rows) * 3) for number in about[1:]), about


def zipped(file: Path) -> Path:
    made = file.with_suffix(".zip")
    with zipfile.ZipFile(made, "w") as archive:
        archive.write(file, file.name)
    return made


def gzipped(file: Path) -> Path:
    made = file.with_suffix(".gz")
    made.write_bytes(gzip.compress(file.read_bytes()))
    return made


@pytest.mark.parametrize("pack", [gzipped, zipped])
def test_compressed_files_are_read(
    mirtarbase: Path, g: radexo.Graph, pack: Callable[[Path], Path]
) -> None:
    plain = loaders.load("mirtarbase", mirtarbase, into=g.records).store
    assert (
        loaders.load("mirtarbase", pack(mirtarbase), into=g.records).store.version == plain.version
    )


def test_a_cut_off_archive_changes_nothing(mirtarbase: Path, tmp_path: Path) -> None:
    long = table(tmp_path / "long.csv", MIRTARBASE, ROWS * 2000)
    packed = gzipped(long)
    packed.write_bytes(packed.read_bytes()[:-30])
    folder = tmp_path / "graph"
    loaders.load("mirtarbase", mirtarbase, into=folder)
    before = (folder / "graph.db").read_bytes()
    with pytest.raises(DataError, match=r"long\.gz"):
        loaders.load("mirtarbase", packed, into=folder)
    assert (folder / "graph.db").read_bytes() == before


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_columns_in_any_order_and_separator(
    tmp_path: Path, g: radexo.Graph, separator: str
) -> None:
    order = [3, 1, 8, 0, 2, 7, 6, 5, 4]
    columns = [MIRTARBASE[i] for i in order]
    file = table(tmp_path / "MTI", columns, [[row[i] for i in order] for row in ROWS], separator)
    report = loaders.load("mirtarbase", file, into=g.records).report
    assert (report.added, report.merged, report.refused) == (4, 1, 4)


def test_the_collector_runs_again_after_a_load_and_after_one_that_fails(
    mirtarbase: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.csv").write_text("no,columns\n1,2\n", encoding="utf-8")
    assert gc.isenabled()
    loaders.load("mirtarbase", mirtarbase)
    assert gc.isenabled()
    with pytest.raises(DataError):
        loaders.load("mirtarbase", tmp_path / "broken.csv")
    assert gc.isenabled()


def test_a_missing_column_is_named(tmp_path: Path, g: radexo.Graph) -> None:
    file = table(tmp_path / "MTI.csv", MIRTARBASE[:-1], [row[:-1] for row in ROWS])
    with pytest.raises(DataError, match=r"References \(PMID\): this column is missing"):
        loaders.load("mirtarbase", file, into=g.records)


def test_exocarta_says_what_was_found_in_exosomes(tmp_path: Path, g: radexo.Graph) -> None:
    contents = table(
        tmp_path / "EXOCARTA_PROTEIN_MRNA_DETAILS_5.txt",
        CONTENT,
        [
            ["1", "protein", "7071", "KLF10", "Homo sapiens", "3", "Mass spectrometry|Western"],
            ["2", "mRNA", "7071", "KLF10", "Homo sapiens", "4", "Microarray"],
            ["3", "lipid", "7071", "x", "Homo sapiens", "4", ""],
            ["4", "protein", "16409", "Itgam", "Mus musculus", "3", ""],
        ],
        "\t",
    )
    experiments = table(
        tmp_path / "EXOCARTA_EXPERIMENT_DETAILS_5.txt",
        ["EXPERIMENT ID", "PUBMED ID", "SAMPLE"],
        [["3", "201", "Urine"]],
        "\t",
    )
    loaded = loaders.load("exocarta", contents, experiments, into=g.records)
    (edge,) = loaded.store.edges_between([(KLF10, "radexo:exosomes")])
    found = [
        (e.statement.form, e.finding.citations, e.finding.section, e.finding.assay)
        for e in loaded.store.evidence(edge)
    ]
    assert edge.predicate == "EXPRESSED_IN"
    assert found == [
        ("protein", ("201",), "experiment 3: Urine", "Mass spectrometry, Western"),
        ("mRNA", (), "experiment 4", "Microarray"),
    ]
    assert (loaded.report.read, loaded.report.refused) == (4, 2)
    paths = radexo.Graph(loaded.store).paths("KLF10", "exosomes", max_hops=1)
    assert not paths.rows  # where something is found says nothing of what it does


@pytest.mark.parametrize(
    ("source", "vesicles"), [("exocarta", "radexo:exosomes"), ("vesiclepedia", "go:1903561")]
)
def test_microrna_tables_beside_those_of_genes(
    tmp_path: Path, g: radexo.Graph, source: str, vesicles: str
) -> None:
    columns = ["CONTENT ID", "CONTENT TYPE", "MIRNA ID", "SPECIES", "EXPERIMENT ID", "METHODS"]
    rows = [
        ["1", "miRNA", "hsa-miR-340-5p", "Homo sapiens", "3", "Microarray"],
        ["2", "mirna", "miR-340-5p", "Homo sapiens", "4", "RNA sequencing|qPCR"],
        ["3", "miRNA", "miR-22", "Homo sapiens", "3", ""],  # of which arm, is not said
        ["4", "miRNA", "miR-340-5p", "Mus musculus", "3", ""],
        ["5", "mRNA", "", "Homo sapiens", "3", ""],
    ]
    mirnas = table(tmp_path / "MIRNA_DETAILS.txt", columns, rows, "\t")
    genes = table(
        tmp_path / "PROTEIN_MRNA_DETAILS.txt",
        CONTENT,
        [["6", "mrna", "7071", "KLF10", "Homo sapiens", "3", ""]],
        "\t",
    )
    more = ["EXPERIMENT ID", "PUBMED ID", "SPECIES", "SAMPLE", "VESICLE TYPE"]
    experiments = table(
        tmp_path / "EXPERIMENT_DETAILS.txt",
        more,
        [["3", "201", "Homo sapiens", "Urine", "Exosomes"]],
        "\t",
    )
    loaded = loaders.load(source, mirnas, genes, experiments, into=g.records)
    (edge,) = loaded.store.edges_between([(MIR_340, vesicles)])
    assert [
        (e.statement.form, e.finding.citations, e.finding.section, e.finding.assay)
        for e in loaded.store.evidence(edge)
    ] == [
        (None, ("201",), "experiment 3: Urine", "Microarray"),
        (None, (), "experiment 4", "RNA sequencing, qPCR"),
    ]
    assert [e.predicate for e in loaded.store.edges_between([(KLF10, vesicles)])] == [
        "EXPRESSED_IN"
    ]
    assert (loaded.report.read, loaded.report.added, loaded.report.refused) == (6, 3, 3)
    assert sorted(loaded.report.reasons) == [
        "hsa-miR-22 is a synonym or an earlier name (row 4)",
        "no microRNA (row 6)",
        "not human (row 5)",
    ]
    mentioned = {
        said.source
        for row in radexo.Graph(loaded.store).corroborate("miR-340-5p")
        for said in row.mentioned_by
        if row.predicate == "CARRIES"
    }
    assert mentioned == {source}


@pytest.mark.parametrize("on_disk", [True, False])
def test_a_graph_holds_one_release_of_a_source(
    mirtarbase: Path, tmp_path: Path, g: radexo.Graph, on_disk: bool
) -> None:
    def load(into: Any, release: str | None) -> loaders.Loaded:
        options = loaders.Options(release=release)
        return loaders.load("mirtarbase", mirtarbase, into=into, options=options)

    into: Any = tmp_path / "graph" if on_disk else g.records
    first = load(into, "9.0")
    assert first.report.version == "9.0"
    into = into if on_disk else first.records
    assert load(into, "9.0").report.added == 0
    other = (
        "the graph holds release 9.0 of mirtarbase, and release 10.0 is given for the file; a "
        "graph holds one release of a source: for another release begin a new graph"
    )
    with pytest.raises(DataError, match=other) as error:
        load(into, "10.0")
    assert error.value.message.startswith(str(mirtarbase))
    with pytest.raises(DataError, match=r"no --release is given .*, add --release 9\.0;"):
        load(into, None)
    if on_disk:
        assert radexo.load(into).version == first.store.version
    unstated = load(tmp_path / "other" if on_disk else g.records, None)
    assert len(unstated.report.version) == 12  # a hash of the file
    with pytest.raises(DataError, match="holds no stated release of mirtarbase, and release 9"):
        load(tmp_path / "other" if on_disk else unstated.records, "9.0")


def test_joins_by_what_curators_inferred_are_counted_apart(tmp_path: Path, g: radexo.Graph) -> None:
    rows = [
        mti("hsa-miR-22-3p", "MYCBP", "26292", "Functional MTI", "101"),
        mti("hsa-miR-378a-3p", "KLF10", "7071", "Non-Functional MTI", "101"),
        mti("hsa-miR-340-5p", "HSPA1A", "3303", "Functional MTI", "101"),
    ]
    file = table(tmp_path / "hsa_MTI.csv", MIRTARBASE, rows)
    report = loaders.load("mirtarbase", file, into=g.records).report
    assert report.joined == {
        "by approved name, inferred arm": 1,
        "by approved name, ambiguous": 1,
        "by approved name": 1,
        "by ncbigene": 2,
        "by ncbigene, ambiguous": 1,
    }


def test_names_join_only_where_they_are_approved() -> None:
    gene = Entity("radexo:p21", "CDKN1A", "Gene", synonyms=("p21",))
    joins = Joins([gene])
    assert joins.find("Gene", [], "CDKN1A") == (gene.id, "by approved name")
    assert joins.find("Gene", [], "p21") == (None, "p21 is a synonym or an earlier name")
    assert joins.find("MiRNA", [], "CDKN1A") == (None, "")
    twice = Joins([gene, Entity("radexo:other", "CDKN1A", "Gene")])
    assert twice.find("Gene", [], "CDKN1A") == (None, "CDKN1A is the name of several entities")
    shared = [Entity(f"radexo:{n}", n, "Gene", xrefs=("uniprot:P1",)) for n in "ab"]
    assert Joins(shared).find("Gene", ["uniprot:P1"], "a")[0] is None


def test_resources_into_an_empty_graph(mirtarbase: Path) -> None:
    loaded = loaders.load("mirtarbase", mirtarbase, into=Records())
    assert "ncbigene:7071" in {e.id for e in loaded.store.entities()}
    assert loaded.store.sources()[0].license == loaders.sources()["mirtarbase"].license
