"""Gene sets: GMT files of any collection, and Reactome's own tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo import loaders
from radexo.graph.records import Records
from support.files import gzipped, table

KLF10, TGF = "hgnc:11810", "reactome:R-HSA-170834"


def members(store: object) -> set[tuple[str, str]]:
    return {(e.subject, e.object) for e in store.edges(predicates=["PART_OF"])}


def test_sets_join_by_identifier_and_genes_by_approved_symbol(
    tmp_path: Path, g: radexo.Graph
) -> None:
    file = table(
        tmp_path / "my.sets.gmt",
        ["Some-pathway", "R-HSA-170834", "KLF10", "TIEG1", "NEW1", ""],
        [
            ["Named set", "http://example.org/NAMED", "7071", "NEW1,1.0", "NEW1"],
            ["Wnt%WikiPathways_2026%WP428%Homo sapiens", "http://x.org/instance/WP428", "KLF10"],
            [
                "Wnt%WikiPathways_2026%WP999%Mus musculus",
                "http://x.org/instance/WP999",
                "7071",
                "1",
            ],
            ["GO apoptosis", "GO:0006915", "KLF10"],
            ["empty", "no genes"],
        ],
    )
    loaded = loaders.load("gmt", gzipped(file), into=g.records)
    new = members(loaded.store) - members(g.store)
    assert new == {
        (KLF10, TGF),
        ("radexo:NEW1", TGF),
        (KLF10, "radexo:Named-set"),
        ("radexo:NEW1", "radexo:Named-set"),
        (KLF10, "reactome:R-HSA-195721"),  # has WP428 too
        (KLF10, "go:0006915"),
    }
    report = loaded.report
    assert (report.read, report.added, report.merged, report.refused) == (11, 6, 1, 4)
    assert report.reasons == {
        "TIEG1 is a synonym or an earlier name (row 1)": 1,
        "not human (row 4, 4)": 2,
        "a set without genes (row 6)": 1,
    }
    assert report.joined == {
        "by reactome": 1,
        "by wikipathways, nearest": 1,
        "by go": 1,
        "by approved name": 1,
        "by ncbigene": 1,
        "new": 2,
    }
    sections = {f.section for f in loaded.store.findings() if f.source == "gmt"}
    assert sections == {"my.sets.gmt"}
    again = loaders.load("gmt", file, into=loaded.records)
    assert (again.report.added, again.report.merged) == (0, 7)


def test_a_graph_of_sets_on_disk_is_one_in_memory(tmp_path: Path) -> None:
    file = table(tmp_path / "s.gmt", ["A set", "", "AAA", "BBB"], [["Other", "-", "AAA"]])
    one = loaders.load("gmt", file, into=Records())
    two = loaders.load("gmt", file, into=tmp_path / "g", empty=True)
    assert one.records == two.records
    assert loaders.load("gmt", file, into=tmp_path / "g").report.merged == 3


def test_reactome_reads_sets_tables_and_names(tmp_path: Path, g: radexo.Graph) -> None:
    sets = table(
        tmp_path / "ReactomePathways.gmt",
        ["A-long-name", "R-HSA-1", "KLF10"],
        [
            ["TGF", "R-HSA-170834", "KLF10"],
            ["Of-a-mouse", "R-MMU-2", "Klf10"],
            ["No id", "x", "A", "B"],
        ],
    )
    names = table(tmp_path / "ReactomePathways.txt", ["R-HSA-1", "A long name", "Homo sapiens"], [])
    page = "https://reactome.org/PathwayBrowser/#/R-HSA-3"
    proteins = table(
        tmp_path / "UniProt2Reactome.txt",
        ["Q13118-2", "R-HSA-3", page, "Third", "IEA", "Homo sapiens"],
        [
            ["Q13118", "R-MMU-3", page, "Third", "IEA", "Mus musculus"],
            ["what", "R-HSA-3", page, "Third", "TAS", "Homo sapiens"],
            ["7071", "R-HSA-3", page, "Third", "TAS", "Homo sapiens"],
            ["7071", "x", page, "Third", "TAS", "Homo sapiens"],
        ],
    )
    loaded = loaders.load("reactome", sets, names, proteins, into=g.records)
    new = members(loaded.store) - members(g.store)
    assert new == {(KLF10, "reactome:R-HSA-1"), (KLF10, TGF), (KLF10, "reactome:R-HSA-3")}
    assert loaded.store.entity("reactome:R-HSA-1").name == "A long name"
    (edge,) = loaded.store.edges_between([(KLF10, "reactome:R-HSA-3")])
    assert {e.finding.assay for e in edge.evidence} == {"evidence code IEA", "evidence code TAS"}
    report = loaded.report
    assert (report.read, report.added, report.refused) == (10, 4, 6)
    assert report.reasons == {
        "not human (row 3 of ReactomePathways.gmt, 2 of UniProt2Reactome.txt)": 2,
        "a set without a Reactome id (row 4 of ReactomePathways.gmt, 4 of ReactomePathways.gmt)": 2,
        "no UniProt, Entrez or Ensembl gene id (row 3 of UniProt2Reactome.txt)": 1,
        "no Reactome id or no name of a pathway (row 5 of UniProt2Reactome.txt)": 1,
    }


@pytest.mark.unmeasured
@pytest.mark.parametrize("there", [False, True])
def test_a_file_without_sets_is_refused_and_nothing_is_written(
    there: bool, g: radexo.Graph, cli: Any, tmp_path: Path
) -> None:
    file, graph = tmp_path / "empty.tsv", tmp_path / "graph"
    file.write_text("\n")
    if there:
        g.save(graph)
    before = (graph / "graph.db").read_bytes() if there else b""
    answer = cli("--graph", graph, "load", "gmt", file)
    assert (answer.code, answer.out) == (4, "")
    assert "empty.tsv: nothing was loaded, since it holds no rows of gmt" in answer.err
    assert (before == (graph / "graph.db").read_bytes()) if there else not graph.exists()
