"""Exports open in the programs that they are for, with every claim, sign and context in its place.

All of it offline.
"""

from __future__ import annotations

import csv
import json
import socket
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import bmt
import networkx
import pandas
import pytest
from ndex2.cx2 import CX2NetworkXFactory, RawCX2NetworkFactory

import radexo
from radexo.graph.exchange.biolink import (
    ASPECTS,
    CATEGORIES,
    CERTAINTY,
    DIRECTIONS,
    KNOWLEDGE_LEVEL,
    PREFIXES,
    predicate_of,
    type_of,
)
from radexo.graph.exchange.formats import cx2
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.schema import ENTITY_TYPES, PREDICATES, PredicateClass


@pytest.fixture(autouse=True, scope="module")
def offline() -> Iterator[None]:
    """Nothing here asks the network."""

    def refused(*_: Any) -> None:
        raise AssertionError("a reader asked the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refused)
        yield


def claims(graph: radexo.Graph) -> Counter[tuple[str, str, str]]:
    """Every claim of a graph."""
    return Counter((e.subject, e.predicate, e.object) for e in graph.store.edges())


# -- GraphML, node-link, CX2, SIF ------------------------------------------------------------------


def test_networkx_reads_graphml(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.graphml")
    read = networkx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert isinstance(read, networkx.MultiDiGraph)
    assert {n: (d["name"], d["type"]) for n, d in read.nodes(data=True)} == {
        e.id: (e.name, e.type) for e in g.records.entities
    }
    assert set(read.edges(keys=True)) == set(g.nx.edges(keys=True))
    assert any(len(read[a][b]) > 1 for a, b, _ in read.edges)  # parallel edges are there
    for a, b, key, result in read.edges(data=True, keys=True):
        ours = g.nx.edges[a, b, key]
        assert (result["predicate"], result.get("sign"), result["causal"]) == (
            ours["predicate"],
            ours["sign"],
            ours["causal"],
        )
        assert list(dict.fromkeys(result["findings"].split("|"))) == ours["findings"]
        assert (
            len(
                {
                    result[name].count("|")
                    for name in ("findings", "certainties", "inverted", "cancers", "citations")
                }
            )
            == 1
        )


def test_networkx_reads_node_link(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.json")
    read = networkx.node_link_graph(
        json.loads((tmp_path / "g.json").read_text(encoding="utf-8")), edges="edges"
    )
    assert isinstance(read, networkx.MultiDiGraph)
    assert dict(read.nodes(data="name")) == dict(g.nx.nodes(data="name"))
    for name in ("predicate", "sign", "causal", "certainty"):
        assert set(read.edges(keys=True, data=name)) == set(g.nx.edges(keys=True, data=name))


def test_what_networkx_writes_again_loads_as_it_was(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.json")
    read = networkx.node_link_graph(
        json.loads((tmp_path / "g.json").read_text(encoding="utf-8")), edges="edges"
    )
    read.nodes["hgnc:11810"]["color"] = "red"
    for key in ("edges", "links"):
        (tmp_path / "again.json").write_text(json.dumps(networkx.node_link_data(read, edges=key)))
        again, left_out = FORMATS["node-link"].read([tmp_path / "again.json"])
        assert again == g.records
        assert left_out == {"nodes, attribute 'color': the graph has no field for it": 1}


@pytest.fixture
def drawn(g: radexo.Graph, tmp_path: Path) -> Any:
    """The graph in CX2, styled and placed, as ndex2 reads it."""
    style = {
        "visualProperties": {
            "default": {
                "node": {"NODE_SHAPE": "ellipse"},
                "edge": {"EDGE_WIDTH": 1},
                "network": {},
            },
            "nodeMapping": {
                "NODE_LABEL": {
                    "type": "PASSTHROUGH",
                    "definition": {"attribute": "name", "type": "string"},
                }
            },
            "edgeMapping": {},
        },
        "visualEditorProperties": {"properties": {"nodeSizeLocked": True}},
    }
    cx2.write(g.store, tmp_path / "g.cx2", style=style, positions={"hgnc:11810": (1.5, -2.0)})
    return RawCX2NetworkFactory().get_cx2network(
        json.loads((tmp_path / "g.cx2").read_text(encoding="utf-8"))
    )


def test_ndex2_reads_cx2(g: radexo.Graph, drawn: Any) -> None:
    ids = {number: node["v"]["represents"] for number, node in drawn.get_nodes().items()}
    assert sorted(ids.values()) == sorted(e.id for e in g.records.entities)
    edges = drawn.get_edges().values()
    assert Counter((ids[e["s"]], e["v"]["predicate"], ids[e["t"]]) for e in edges) == claims(g)
    for edge in edges:
        predicate = PREDICATES[edge["v"]["predicate"]]
        assert edge["v"].get("sign") == predicate.sign
        assert edge["v"]["interaction"] == predicate.sif
        assert isinstance(edge["v"]["findings"], list)
    (placed,) = [n for n in drawn.get_nodes().values() if n["v"]["represents"] == "hgnc:11810"]
    assert (placed["x"], placed["y"]) == (1.5, -2.0)
    assert drawn.get_visual_properties()["default"]["node"] == {"NODE_SHAPE": "ellipse"}
    assert drawn.get_name() == f"RadExo graph {g.version}"


def test_ndex2_makes_a_networkx_graph_of_cx2(g: radexo.Graph, drawn: Any) -> None:
    read = CX2NetworkXFactory().get_graph(drawn, networkx_graph=networkx.MultiDiGraph())
    assert (len(read), read.number_of_edges()) == (len(g.nx), g.nx.number_of_edges())


@pytest.mark.unmeasured
def test_cx2_declares_what_it_holds_and_counts_it(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.cx2")
    content = json.loads((tmp_path / "g.cx2").read_text(encoding="utf-8"))
    assert content[0] == {"CXVersion": "2.0", "hasFragments": False}
    assert content[-1] == {"status": [{"error": "", "success": True}]}
    aspects = {name: items for aspect in content[2:-1] for name, items in aspect.items()}
    assert {m["name"]: m["elementCount"] for m in content[1]["metaData"]} == {
        name: len(v) for name, v in aspects.items()
    }
    (declared,) = aspects["attributeDeclarations"]
    kinds = {"string": str, "integer": int, "boolean": bool, "list_of_string": list}
    for aspect in ("nodes", "edges"):
        assert [item["id"] for item in aspects[aspect]] == list(range(len(aspects[aspect])))
        for item in aspects[aspect]:
            assert all(
                type(value) is kinds[declared[aspect][name]["d"]]
                for name, value in item["v"].items()
            )


@pytest.mark.unmeasured
def test_an_export_looks_as_the_pictures_do(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.cx2")
    network = RawCX2NetworkFactory().get_cx2network(
        json.loads((tmp_path / "g.cx2").read_text(encoding="utf-8"))
    )
    looks = network.get_visual_properties()
    shapes = {
        item["v"]: item["vp"] for item in looks["nodeMapping"]["NODE_SHAPE"]["definition"]["map"]
    }
    arrows = {
        item["v"]: item["vp"]
        for item in looks["edgeMapping"]["EDGE_TARGET_ARROW_SHAPE"]["definition"]["map"]
    }
    assert {node["v"]["type"] for node in network.get_nodes().values()} <= set(shapes)
    assert (arrows["INCREASES"], arrows["REPRESSES"], set(arrows)) == (
        "triangle",
        "tee",
        set(PREDICATES),
    )
    edge = next(iter(network.get_edges().values()))["v"]
    for mapping in looks["edgeMapping"].values():
        assert mapping["definition"]["attribute"] in edge
    places = [(node["x"], node["y"]) for node in network.get_nodes().values()]
    assert len(set(places)) == len(places) == len(g.records.entities)


def test_a_style_that_is_none_is_refused(g: radexo.Graph, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'colors' is not an aspect"):
        cx2.write(g.store, tmp_path / "g.cx2", style={"colors": {}})
    assert not list(tmp_path.iterdir())


def test_sif_has_a_line_for_each_claim(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.sif")
    ids = {e.name: e.id for e in g.records.entities}
    words = {p.sif: p.name for p in PREDICATES.values()}
    lines = [
        line.split("\t") for line in (tmp_path / "g.sif").read_text(encoding="utf-8").splitlines()
    ]
    assert Counter(
        (ids[a], words[word], ids[b]) for a, word, b in (line for line in lines if len(line) > 1)
    ) == claims(g)
    joined = {id for a, _, b in claims(g) for id in (a, b)}
    assert {ids[line[0]] for line in lines if len(line) == 1} == {
        e.id for e in g.records.entities
    } - joined


# -- KGX -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def biolink() -> bmt.Toolkit:
    """Biolink as the package biolink-model holds it; its predicate map is not needed."""
    model = files("biolink_model") / "schema" / "biolink_model.yaml"
    return bmt.Toolkit(schema=str(model), predicate_map={"predicate mappings": []})


@pytest.fixture
def tables(g: radexo.Graph, tmp_path: Path) -> Iterator[dict[str, list[dict[str, str]]]]:
    """The tables of nodes and edges, as a reader of KGX sees them: nothing quoted."""
    g.export(tmp_path / "g.kgx")
    found = {}
    for name in ("nodes", "edges"):
        with open(tmp_path / "g.kgx" / f"{name}.tsv", encoding="utf-8", newline="") as file:
            found[name] = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return found


@pytest.mark.unmeasured
def test_biolink_knows_every_category(
    biolink: bmt.Toolkit, tables: dict[str, list[dict[str, str]]]
) -> None:
    for type in ENTITY_TYPES.values():
        assert biolink.is_category(type.biolink), type.name
    for category in {row["category"] for row in tables["nodes"]}:
        assert biolink.get_element(category).class_uri == category
    for row in tables["edges"]:
        assert biolink.get_element(row["category"]).class_uri == "biolink:Association"


def test_biolink_knows_every_predicate_and_qualifier(
    biolink: bmt.Toolkit, tables: dict[str, list[dict[str, str]]]
) -> None:
    view = biolink.view
    aspects = view.get_enum("GeneOrGeneProductOrChemicalEntityAspectEnum").permissible_values
    directions = view.get_enum("DirectionQualifierEnum").permissible_values
    for predicate in PREDICATES.values():
        assert biolink.is_predicate(predicate.biolink), predicate.name
    for row in tables["edges"]:
        assert biolink.is_predicate(row["predicate"])
        assert row["predicate"] in {p.biolink for p in PREDICATES.values()}
        for column in [column for column in row if column.endswith("_qualifier") and row[column]]:
            assert biolink.is_qualifier(column.replace("_", " ")), column
        assert not row["qualified_predicate"] or biolink.is_predicate(row["qualified_predicate"])
        assert not row["object_aspect_qualifier"] or row["object_aspect_qualifier"] in aspects
        assert (
            not row["object_direction_qualifier"] or row["object_direction_qualifier"] in directions
        )
    assert set(ASPECTS) <= set(aspects)
    assert set(DIRECTIONS) <= set(directions)


def test_biolink_knows_the_columns_of_an_edge(
    biolink: bmt.Toolkit, tables: dict[str, list[dict[str, str]]]
) -> None:
    ours = {"sign", "finding", "number", "certainty", "inverted", "premises", "form", "note"}
    slots = set(biolink.view.all_slots())
    assert {
        column for column in tables["edges"][0] if column.replace("_", " ") not in slots
    } <= ours
    levels = biolink.view.get_enum("KnowledgeLevelEnum").permissible_values
    agents = biolink.view.get_enum("AgentTypeEnum").permissible_values
    assert set(KNOWLEDGE_LEVEL.values()) <= set(levels)
    assert set(CERTAINTY) - {""} <= set(levels)
    assert {row["knowledge_level"] for row in tables["edges"]} <= set(levels)
    assert {row["agent_type"] for row in tables["edges"]} <= set(agents)


def test_biolink_spells_the_prefixes_so(biolink: bmt.Toolkit) -> None:
    spelled = {prefix for c in biolink.view.all_classes().values() for prefix in c.id_prefixes}
    assert set(PREFIXES.values()) <= spelled


def test_sign_and_cancer_sit_in_the_qualifiers_of_biolink(
    g: radexo.Graph, tables: dict[str, list[dict[str, str]]]
) -> None:
    findings = {(f.id, s.number): (f, s) for f in g.records.findings for s in f.statements}
    assert len(tables["edges"]) == len(findings)
    for row in tables["edges"]:
        finding, statement = findings.pop((row["finding"], int(row["number"])))
        direction = {"": None, "increased": 1, "decreased": -1, "downregulated": -1}[
            row["object_direction_qualifier"]
        ]
        assert direction == (statement.sign or None)
        assert (row["qualified_predicate"] == "biolink:causes") == bool(direction)
        cancer = row["disease_context_qualifier"]
        assert (cancer.replace("MONDO:", "mondo:") or None) == finding.cancer
        assert (row["knowledge_level"] == "knowledge_assertion") == (
            statement.certainty == "stated"
        )
        assert row["primary_knowledge_source"] == "infores:sun2022"
    assert not findings


def test_the_same_claim_in_another_cancer_is_another_record(
    tables: dict[str, list[dict[str, str]]],
) -> None:
    seen: dict[tuple[str, ...], set[str]] = {}
    for row in tables["edges"]:
        claim = (row["subject"], row["original_predicate"], row["object"])
        seen.setdefault(claim, set()).add(row["disease_context_qualifier"])
    assert any(len(cancers) > 1 for cancers in seen.values())
    assert len({row["id"] for row in tables["edges"]}) == len(tables["edges"])


def test_pandas_reads_kgx_as_the_program_kgx_does(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.kgx")
    frames = {
        name: pandas.read_csv(
            tmp_path / "g.kgx" / f"{name}.tsv",
            sep="\t",
            dtype=str,
            keep_default_na=False,
            quoting=3,
            lineterminator="\n",
        )
        for name in ("nodes", "edges", "findings", "biomarkers", "references")
    }
    assert len(frames["nodes"]) == len(g.records.entities)
    assert len(frames["findings"]) == len(g.records.findings)
    assert set(frames["edges"]["subject"]) | set(frames["edges"]["object"]) <= set(
        frames["nodes"]["id"]
    )
    joined = frames["edges"].merge(frames["findings"], left_on="finding", right_on="id")
    assert len(joined) == len(frames["edges"])
    assert joined[joined["subject"] == "HGNC:11810"][
        "disease_context_qualifier"
    ].unique().tolist() == ["MONDO:0005580"]


def test_the_words_read_back_are_those_that_were_written(biolink: bmt.Toolkit) -> None:
    for predicate in PREDICATES.values():
        if predicate.cls is PredicateClass.DENIAL:  # Biolink has only the affirmative
            assert predicate_of(predicate.biolink, {}) is None
            continue
        back = PREDICATES[str(predicate_of(predicate.biolink, dict(predicate.qualifiers)))]
        assert (back.sign, back.cls) == (predicate.sign, predicate.cls)
        assert back.specificity <= predicate.specificity
    for category, type in CATEGORIES.items():
        assert ENTITY_TYPES[type].biolink == category
        inside = {c for c in CATEGORIES if c in biolink.get_ancestors(category, formatted=True)}
        assert type_of(inside) == type  # files list the wider categories too
