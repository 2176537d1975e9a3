"""Exports open in the programs that they are for.

These need large libraries, which disagree with those that RadExo is tested with: `.ci/run` installs
them apart (`pip install --group oracles`) and sets ORACLES, so that none may be missing there.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from support.oracles import program

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("default"),  # those of the libraries are not ours
]
ODD = ("=1+1", 'a "b"', "a\tb", "#x", "a|b", "NA", "TGF-β", "日本", "x, y & z", "-1")


@pytest.fixture(params=["review", "odd names"])
def graph(request: pytest.FixtureRequest, g: radexo.Graph) -> radexo.Graph:
    """The review, as it is and with a second source whose names are odd."""
    if request.param == "review":
        return g
    genes = tuple(
        Entity(f"hgnc:9{n}", name, "Gene", xrefs=(f"ncbigene:9{n}",), note=f"{name} note")
        for n, name in enumerate(ODD)
    )
    claims = tuple(
        Statement("hgnc:90", "DECREASES", gene.id, n, certainty="hedged" if n % 2 else "stated")
        for n, gene in enumerate(genes[1:], 1)
    )
    source = Source('odd/"source"', "A: # b", license="academic use only", version="1")
    finding = Finding("odd:1", ("1",), statements=claims)
    records = Records(
        (source, Source("odd")),
        (Reference("odd"), Reference("odd", "1", pmid="1")),
        genes,
        (finding,),
    )
    return radexo.Graph(merge(g.records, records))


def test_sssom_finds_the_mappings_valid(graph: radexo.Graph, tmp_path: Path) -> None:
    parsers, validators = program("sssom.parsers"), program("sssom.validators")
    graph.export(tmp_path / "g.sssom.tsv")
    mappings = parsers.parse_sssom_table(tmp_path / "g.sssom.tsv")
    for report in validators.validate(mappings, fail_on_error=True).values():
        assert report.results == []
    assert not mappings.df["predicate_id"].isna().any()
    lines = (tmp_path / "g.sssom.tsv").read_text(encoding="utf-8").splitlines()
    assert len(mappings.df) == sum(line[:1] != "#" for line in lines) - 1
    assert mappings.metadata["mapping_set_version"] == graph.version
    document = parsers.to_mapping_set_document(mappings)
    found = Counter(
        (mapping.object_id, mapping.predicate_id)
        for mapping in document.mapping_set.mappings
        if mapping.subject_id
    )
    expected = Counter(xref for entity in graph.records.entities for xref in entity.xrefs)
    assert Counter({id: n for (id, _), n in found.items()}).keys() == expected.keys()
    assert sum(found.values()) == sum(expected.values())


def test_mlcroissant_loads_the_tables(graph: radexo.Graph, tmp_path: Path) -> None:
    croissant = program("mlcroissant")
    graph.export(tmp_path / "card", "card")
    dataset = croissant.Dataset(tmp_path / "card" / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    (lacking,) = dataset.metadata.ctx.issues.warnings  # a date is its publisher's to add
    assert "datePublished" in lacking
    edges = list(dataset.records("edges"))
    assert len(edges) == sum(len(finding.statements) for finding in graph.records.findings)
    subjects = {row["edges/subject"].decode() for row in edges}
    assert "radexo:exosomes" in subjects
    nodes = list(dataset.records("nodes"))
    assert len(nodes) == len(graph.records.entities)


def test_rocrate_reads_the_package(graph: radexo.Graph, tmp_path: Path) -> None:
    rocrate = program("rocrate.rocrate")
    graph.export(tmp_path / "card", "card")
    crate = rocrate.ROCrate(tmp_path / "card")
    assert crate.root_dataset["version"] == graph.version
    files = {entity.id: entity for entity in crate.data_entities}
    assert {"nodes.tsv", "edges.tsv", "croissant.json"} <= set(files)
    for name, file in files.items():
        assert int(file["contentSize"]) == (tmp_path / "card" / name).stat().st_size
    based = {source["alternateName"] for source in crate.root_dataset["isBasedOn"]}
    assert based == {source.id for source in graph.records.sources}
    crate.write(tmp_path / "copy")
    again = rocrate.ROCrate(tmp_path / "copy")
    assert again.root_dataset["version"] == graph.version


def test_decoupler_scores_by_the_network(graph: radexo.Graph, tmp_path: Path) -> None:
    decoupler = program("decoupler")
    import numpy
    import pandas

    graph.export(tmp_path / "g.network.tsv")
    network = pandas.read_csv(tmp_path / "g.network.tsv", sep="\t")
    targets = sorted(set(network["target"].astype(str)))
    values = numpy.random.default_rng(0).normal(size=(2, len(targets)))
    data = pandas.DataFrame(values, index=["up", "down"], columns=targets)
    regulators = Counter(network["source"])
    source = max(sorted(regulators), key=lambda name: regulators[name])
    weights = network[network["source"] == source].set_index("target")["weight"]
    data.loc["up", weights.index] += 10 * weights
    data.loc["down", weights.index] -= 10 * weights
    scores, _ = decoupler.mt.ulm(data, network, tmin=2)
    assert not network[["source", "target", "weight"]].isna().any().any()
    assert scores.loc["up", source] > 0 > scores.loc["down", source]
    sets = decoupler.pp.read_gmt(_sets(graph, tmp_path))
    assert len(sets) == sum(map(len, _members(tmp_path / "g.gmt").values()))


def test_gseapy_reads_the_sets(graph: radexo.Graph, tmp_path: Path) -> None:
    gseapy = program("gseapy")
    sets = _members(Path(_sets(graph, tmp_path)))
    assert gseapy.read_gmt(str(tmp_path / "g.gmt")) == sets
    found = gseapy.enrich(
        gene_list=["KLF10", "UVRAG", "CTNNB1"],
        gene_sets=str(tmp_path / "g.gmt"),
        background=20000,
        outdir=None,
        no_plot=True,
    ).results
    first: dict[str, Any] = found.sort_values("P-value").iloc[0].to_dict()
    assert first["Term"] == "TARGETS_OF_miR-340-5p_DN"
    assert first["Overlap"] == "2/2"


def _sets(graph: radexo.Graph, folder: Path) -> str:
    graph.export(folder / "g.gmt")
    return str(folder / "g.gmt")


def _members(file: Path) -> dict[str, list[str]]:
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return {name: members for name, _, *members in lines}
