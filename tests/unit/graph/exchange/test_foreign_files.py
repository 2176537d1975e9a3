"""Tables and node-link files that others wrote.

What they say is kept, the rest is reported or refused, never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.errors import DataError
from radexo.graph.exchange.biolink import spell
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.model import Entity
from radexo.graph.records import Records
from radexo.graph.schema import ENTITY_TYPES

NODES = [
    {
        "id": "HGNC:11810",
        "category": "biolink:Gene|biolink:NamedThing",
        "name": "KLF10",
        "synonym": "TIEG1|EGRA",
        "taxon": "9606",
    },
    {
        "id": "HGNC:1097",
        "category": "biolink:Gene",
        "name": "BRAF",
        "xref": "NCBIGene:673",
        "description": "a kinase",
    },
    {"id": "CHEBI:1", "category": "biolink:ChemicalEntity", "name": "drug one"},
    {
        "id": "MONDO:0005580",
        "category": "biolink:Disease",
        "name": "esophageal squamous cell carcinoma",
    },
    {
        "id": "REACT:R-HSA-1",
        "category": "biolink:Pathway|biolink:BiologicalProcess",
        "name": "a pathway",
    },
]
UP = {
    "predicate": "biolink:affects",
    "qualified_predicate": "biolink:causes",
    "object_aspect_qualifier": "expression",
    "object_direction_qualifier": "increased",
}
EDGES = [
    {
        "id": "uuid:1",
        "subject": "CHEBI:1",
        **UP,
        "object": "HGNC:11810",
        "primary_knowledge_source": "infores:ctd",
        "publications": "PMID:7|DOI:10.1/x",
        "disease_context_qualifier": "MONDO:0005580",
        "knowledge_level": "knowledge_assertion",
        "agent_type": "manual_agent",
    },
    {
        "id": "uuid:2",
        "subject": "HGNC:1097",
        "predicate": "biolink:regulates",
        "object": "HGNC:11810",
        "primary_knowledge_source": "infores:ctd",
        "knowledge_level": "prediction",
    },
    {
        "id": "uuid:3",
        "subject": "HGNC:1097",
        "predicate": "biolink:participates_in",
        "object": "REACT:R-HSA-1",
        "primary_knowledge_source": "infores:reactome",
    },
]


class Theirs:
    """Files of nodes and edges, good until a test breaks them."""

    def __init__(self, folder: Path, source: str) -> None:
        self.folder, self.source = folder, source
        self.nodes, self.edges = [dict(n) for n in NODES], [dict(e) for e in EDGES]
        folder.mkdir()

    @property
    def path(self) -> Path:
        return self.folder if self.source == "kgx" else self.folder / "theirs.json"

    def file(self, kind: str) -> str:
        """What a problem calls the place of a row."""
        return (
            str(self.folder / f"their-kg_{kind}.tsv")
            if self.source == "kgx"
            else f"{self.path}, {kind}"
        )

    def row(self, position: int) -> int:
        """What a problem calls the row of a record."""
        return position + (2 if self.source == "kgx" else 1)

    def write(self) -> None:
        if self.source == "kgx":
            for kind, rows in (("nodes", self.nodes), ("edges", self.edges)):
                columns = list(dict.fromkeys(column for row in rows for column in row))
                lines = [
                    "\t".join(columns),
                    *("\t".join(row.get(c, "") for c in columns) for row in rows),
                ]
                Path(self.file(kind)).write_text("\n".join(lines), encoding="utf-8")
        else:
            ends = {"subject": "source", "object": "target"}
            listed = ("category", "synonym", "xref", "publications")
            claims = {
                "directed": True,
                "multigraph": True,
                "graph": {"name": "theirs"},
                "nodes": [
                    {k: v.split("|") if k in listed else v for k, v in n.items()}
                    for n in self.nodes
                ],
                "edges": [
                    {ends.get(k, k): v.split("|") if k in listed else v for k, v in e.items()}
                    for e in self.edges
                ],
            }
            self.path.write_text(json.dumps(claims), encoding="utf-8")


@pytest.fixture(params=["kgx", "node-link"])
def theirs(request: pytest.FixtureRequest, tmp_path: Path) -> Theirs:
    return Theirs(tmp_path / "theirs", request.param)


@pytest.fixture
def load(cli: Callable[..., Any], theirs: Theirs, tmp_path: Path) -> Callable[..., Any]:
    def call(*options: str) -> Any:
        theirs.write()
        return cli(
            "--graph", tmp_path / "my", "load", theirs.source, theirs.path, *options, "--json"
        )

    return call


def test_their_edges_become_findings(
    load: Callable[..., Any], theirs: Theirs, tmp_path: Path
) -> None:
    answer = load()
    (row,) = answer.json["rows"]
    assert (answer.code, row["read"], row["added"], row["refused"], row["source"]) == (
        0,
        3,
        3,
        0,
        "ctd|reactome",
    )
    g = radexo.load(tmp_path / "my")
    (one,) = [f for f in g.records.findings if f.source == "ctd" and f.citations]
    (statement,) = one.statements
    assert (statement.subject, statement.predicate, statement.object) == (
        "chebi:1",
        "INCREASES",
        "hgnc:11810",
    )
    assert (statement.certainty, statement.note) == (
        "stated",
        "object_aspect_qualifier: expression",
    )
    assert (one.cancer, one.citations, one.effect) == (
        "mondo:0005580",
        ("DOI:10.1/x", "PMID:7"),
        "none",
    )
    papers = {r.key: r for r in g.records.references}
    assert papers["ctd", "PMID:7"].pmid == "7"
    assert papers["ctd", "DOI:10.1/x"].doi == "10.1/x"
    (two,) = [f for f in g.records.findings if f.source == "ctd" and not f.citations]
    assert [(s.predicate, s.certainty, s.note) for s in two.statements] == [
        ("REGULATES", "hedged", "knowledge_level: prediction")
    ]
    assert g.entity("TIEG1").id == "hgnc:11810"
    assert (g.entity("BRAF").xrefs, g.entity("BRAF").note) == (("ncbigene:673",), "a kinase")
    assert g.entity("mondo:0005580").type == "Cancer"  # as the review has it
    assert g.entity("a pathway").type == "Pathway"
    assert {r.regulator.name: r.sign for r in g.regulators("KLF10")} == {
        "drug one": 1,
        "miR-340-5p": -1,
        "BRAF": 0,
    }


def test_what_has_no_place_is_reported(load: Callable[..., Any]) -> None:
    answer = load()
    reasons = answer.json["rows"][0]["reasons"]
    assert reasons["nodes, column 'taxon': the graph has no field for it"] == 1
    assert reasons["edges, column 'agent_type': the graph has no field for it"] == 1
    assert reasons["edges, column 'id': the graph has no field for it"] == 3
    assert not [reason for reason in reasons if "publications" in reason or "qualifier" in reason]


def test_a_predicate_of_another_vocabulary_is_reported(
    load: Callable[..., Any], theirs: Theirs
) -> None:
    theirs.edges[0]["original_predicate"] = "ctd:increases_expression"
    theirs.edges[1]["original_predicate"] = "radexo:REGULATES"
    assert (
        load().json["rows"][0]["reasons"][
            "edges, column 'original_predicate': the graph has no field for it"
        ]
        == 1
    )


def test_what_the_graph_knows_of_an_entity_stays(
    cli: Callable[..., Any], g: radexo.Graph, theirs: Theirs, tmp_path: Path
) -> None:
    unsure = next(
        e for e in g.records.entities if e.id_status == "ambiguous" and e.type in ("Gene", "MiRNA")
    )
    theirs.nodes[0] |= {"name": "TIEG", "synonym": "KLF10|EGRA"}
    theirs.nodes.append(
        {"id": spell(unsure.id), "name": "x9", "category": ENTITY_TYPES[unsure.type].biolink}
    )
    theirs.write()
    for _ in range(2):
        assert cli("--graph", tmp_path / "my", "load", theirs.source, theirs.path).code == 0
        mine = radexo.load(tmp_path / "my")
        known, klf10 = mine.store.entity(unsure.id), mine.entity("KLF10")
        assert (known.name, known.id_status) == (unsure.name, "ambiguous")
        assert klf10.name == "KLF10"
        assert {"TIEG", "EGRA"} <= set(klf10.synonyms)
        assert {mine.entity(name).id for name in ("TIEG", "x9")} == {klf10.id, unsure.id}


@pytest.mark.unmeasured
def test_blanks_around_items_are_no_part_of_them(
    load: Callable[..., Any], theirs: Theirs, tmp_path: Path
) -> None:
    theirs.edges[0]["publications"] = "PMID:7 | DOI:10.1/x"
    assert load().code == 0
    (finding,) = [
        f
        for f in radexo.load(tmp_path / "my").records.findings
        if f.citations and f.source == "ctd"
    ]
    assert finding.citations == ("DOI:10.1/x", "PMID:7")


def test_two_papers_in_one_item_are_not_one_paper(cli: Callable[..., Any], tmp_path: Path) -> None:
    theirs = Theirs(tmp_path / "theirs", "node-link")
    theirs.write()
    content = json.loads(theirs.path.read_text())
    content["edges"][0]["publications"] = ["PMID:7|PMID:8"]
    theirs.path.write_text(json.dumps(content))
    answer = cli("--graph", tmp_path / "my", "load", "node-link", theirs.path)
    assert answer.code == 4
    assert "edges, row 1, column publications" in answer.err


def test_loading_twice_is_loading_once(
    load: Callable[..., Any], theirs: Theirs, tmp_path: Path
) -> None:
    load()
    once = radexo.load(tmp_path / "my").records
    theirs.edges[0]["publications"] = "DOI:10.1/x|PMID:7"
    theirs.edges.reverse()
    for edge in theirs.edges:
        edge["id"] = f"other-{edge['id']}"
    theirs.edges.append(theirs.edges[0] | {"id": "uuid:again"})
    row = load().json["rows"][0]
    assert (
        row["added"],
        row["merged"],
        row["reasons"]["edges that say what another row says"],
    ) == (0, 3, 1)
    assert radexo.load(tmp_path / "my").records == once


def test_the_same_claim_in_another_context_is_another_finding(
    load: Callable[..., Any], theirs: Theirs
) -> None:
    theirs.edges.append(theirs.edges[0] | {"disease_context_qualifier": ""})
    theirs.edges.append(theirs.edges[0] | {"publications": "PMID:8"})
    theirs.edges.append(theirs.edges[0] | {"primary_knowledge_source": "infores:other"})
    assert load().json["rows"][0]["added"] == 6


def test_an_opposite_sign_of_theirs_is_a_contradiction(
    load: Callable[..., Any], theirs: Theirs, tmp_path: Path
) -> None:
    theirs.nodes.append(
        {
            "id": "mirbase.mature:MIMAT0004692",
            "category": "biolink:MicroRNA",
            "name": "hsa-miR-340-5p",
        }
    )
    theirs.edges.append(theirs.edges[0] | {"subject": "mirbase.mature:MIMAT0004692"})
    assert load().code == 0
    (row,) = [
        r
        for r in radexo.load(tmp_path / "my").contradictions(max_hops=1)
        if (r.subject.name, r.object.name) == ("miR-340-5p", "KLF10")
    ]
    assert row.plus.references[0].source == "ctd"
    assert row.minus.references[0].citation == "29"
    assert row.shared_context


def test_their_own_graph_stands_alone(
    load: Callable[..., Any], theirs: Theirs, tmp_path: Path
) -> None:
    theirs.edges[0].pop("disease_context_qualifier")
    assert load("--empty").code == 0
    g = radexo.load(tmp_path / "my")
    assert len(g.records.entities) == 5
    assert radexo.load(theirs.path).records == g.records
    assert g.entity("mondo:0005580").type == "Disease"


SLIPS: dict[str, tuple[str, int, dict[str, str], str, str, str]] = {
    "unknown category": (
        "nodes",
        0,
        {"category": "biolink:Protein", "id": "UniProtKB:X"},
        "category",
        "does not determine a type",
        "biolink:Gene (Gene)",
    ),
    "category that stands for several": (
        "nodes",
        0,
        {"category": "biolink:NoncodingRNAProduct", "id": "HGNC:0"},
        "category",
        "does not determine a type",
        "LncRNA, CircRNA",
    ),
    "category of a mitochondrion": (
        "nodes",
        0,
        {"category": "biolink:CellularComponent", "id": "GO:0005739"},
        "category",
        "does not determine a type",
        "column 'type'",
    ),
    "another type than the graph's": (
        "nodes",
        0,
        {"category": "biolink:Cell"},
        "category",
        "has hgnc:11810 as Gene",
        "agree",
    ),
    "two categories": (
        "nodes",
        2,
        {"category": "biolink:Gene|biolink:Cell"},
        "category",
        "does not determine a type",
        "column 'type'",
    ),
    "no category": (
        "nodes",
        2,
        {"category": ""},
        "category",
        "does not determine a type",
        "column 'type'",
    ),
    "unknown type": ("nodes", 0, {"type": "Protein"}, "type", "'Protein' is not a type", "Gene"),
    "type against category": (
        "nodes",
        1,
        {"type": "MiRNA"},
        "type",
        "the category means Gene",
        "agree",
    ),
    "no id": ("nodes", 1, {"id": ""}, "id", "the cell is empty", "CURIE"),
    "no CURIE": ("nodes", 1, {"id": "BRAF"}, "id", "not a CURIE", "prefix"),
    "a name of two": ("nodes", 0, {"name": "BRAF"}, "name", "has this name too", "one name"),
    "unknown predicate": (
        "edges",
        0,
        {"predicate": "biolink:treats"},
        "predicate",
        "no predicate",
        "biolink:affects",
    ),
    "direction of nothing": (
        "edges",
        1,
        {"predicate": "biolink:has_part", "object_direction_qualifier": "increased"},
        "predicate",
        "no predicate",
        "one of",
    ),
    "unknown direction": (
        "edges",
        0,
        {"object_direction_qualifier": "sideways"},
        "predicate",
        "sideways",
        "increased or decreased",
    ),
    "more degradation is less": (
        "edges",
        0,
        {"object_aspect_qualifier": "degradation"},
        "predicate",
        "degradation",
        "one of",
    ),
    "does not cause": (
        "edges",
        0,
        {"qualified_predicate": "biolink:contributes_to"},
        "predicate",
        "contributes_to",
        "biolink:causes",
    ),
    "less of the subject": (
        "edges",
        0,
        {"subject_direction_qualifier": "decreased"},
        "subject_direction_qualifier",
        "may change",
        "leave",
    ),
    "a part of the subject": (
        "edges",
        0,
        {"qualifiers": "biolink:x"},
        "qualifiers",
        "may change",
        "leave",
    ),
    "a word of ours with another direction": (
        "edges",
        0,
        {"predicate": "radexo:DECREASES"},
        "predicate",
        "increased",
        "one of",
    ),
    "a sign that is another": ("edges", 0, {"sign": "-1"}, "sign", "INCREASES", "agree"),
    "a sign of nothing": ("edges", 1, {"sign": "1"}, "sign", "REGULATES", "agree"),
    "denied": ("edges", 0, {"negated": "True"}, "negated", "denied", "leave the row out"),
    "denied under another heading": (
        "edges",
        0,
        {" Negated": "True"},
        "negated",
        "denied",
        "leave the row out",
    ),
    "a qualifier under another heading": (
        "edges",
        0,
        {"Subject_Direction_Qualifier ": "decreased"},
        "subject_direction_qualifier",
        "may change",
        "leave",
    ),
    "a heading twice": (
        "edges",
        1,
        {"negated": "false", "Negated": "true"},
        "Negated",
        "has the same heading",
        "keep one",
    ),
    "a word of ours that lost its direction": (
        "edges",
        1,
        {"original_predicate": "radexo:DECREASES"},
        "original_predicate",
        "REGULATES",
        "agree",
    ),
    "papers joined by something else": (
        "edges",
        0,
        {"publications": "PMID:7;PMID:8"},
        "publications",
        "PMID:7;PMID:8",
        "|",
    ),
    "papers joined by commas": (
        "edges",
        0,
        {"publications": "DOI:10.1/x, PMID:8"},
        "publications",
        "PMID:8",
        "|",
    ),
    "a PubMed id that is none": (
        "edges",
        0,
        {"publications": "pmid:abc"},
        "publications",
        "pmid:abc",
        "digits",
    ),
    "no PubMed id": ("edges", 0, {"publications": "PMID:"}, "publications", "PMID:", "digits"),
    "a name that another entity of the graph has": (
        "nodes",
        0,
        {"name": "CDC25A"},
        "name",
        "has this name too",
        "one name",
    ),
    "unknown level": (
        "edges",
        0,
        {"knowledge_level": "sure"},
        "knowledge_level",
        "not a knowledge level",
        "knowledge_assertion",
    ),
    "no source": (
        "edges",
        0,
        {"primary_knowledge_source": ""},
        "primary_knowledge_source",
        "no source",
        "infores:ctd",
    ),
    "two sources": (
        "edges",
        0,
        {"primary_knowledge_source": "infores:a|infores:b"},
        "primary_knowledge_source",
        "more than one",
        "a row",
    ),
    "odd source": (
        "edges",
        0,
        {"primary_knowledge_source": "infores:3 x"},
        "primary_knowledge_source",
        "not a finding's id",
        "source",
    ),
    "no subject": ("edges", 0, {"subject": ""}, "subject", "the cell is empty", "subject"),
    "unknown object": (
        "edges",
        1,
        {"object": "HGNC:0"},
        "object",
        "'hgnc:0' is not a known entity",
        "entities",
    ),
    "unknown context": (
        "edges",
        0,
        {"disease_context_qualifier": "MONDO:0"},
        "disease_context_qualifier",
        "not a known entity",
        "entities",
    ),
    "a context other than a cancer": (
        "edges",
        0,
        {"disease_context_qualifier": "HGNC:1097"},
        "disease_context_qualifier",
        "of type Gene",
        "Cancer",
    ),
    "types that do not join": (
        "edges",
        2,
        {"object": "CHEBI:1"},
        "predicate",
        "may not join Gene to Chemical",
        "Pathway",
    ),
    "an edge to itself": (
        "edges",
        1,
        {"object": "HGNC:1097"},
        "object",
        "the same",
        "two entities",
    ),
}


@pytest.mark.parametrize(
    ("kind", "position", "cells", "column", "problem", "remedy"), SLIPS.values(), ids=SLIPS
)
def test_what_the_schema_has_no_word_for_is_refused(
    load: Callable[..., Any],
    theirs: Theirs,
    tmp_path: Path,
    kind: str,
    position: int,
    cells: dict[str, str],
    column: str,
    problem: str,
    remedy: str,
) -> None:
    rows = theirs.nodes if kind == "nodes" else theirs.edges
    rows[position] |= cells
    answer = load()
    assert (answer.code, list(answer.json)) == (4, ["error"])
    result = answer.json["error"]["message"].split("\n")
    (line,) = [
        line
        for line in result
        if f"{theirs.file(kind)}, row {theirs.row(position)}, column {column}: " in line
    ]
    assert problem in line
    assert remedy in line
    assert not (tmp_path / "my").exists()


@pytest.mark.parametrize(
    ("cells", "predicate", "note"),
    [
        (
            {
                "predicate": "SPONGES",
                "subject": "radexo:circ",
                "object": "radexo:mir",
                "sign": "-1",
            },
            "SPONGES",
            None,
        ),
        (
            {"predicate": "biolink:regulates", "object_direction_qualifier": "downregulated"},
            "DECREASES",
            None,
        ),
        (
            {"predicate": "biolink:affects", "object_aspect_qualifier": "degradation"},
            "REGULATES",
            "object_aspect_qualifier: degradation",
        ),
        (
            {
                "predicate": "biolink:affects",
                "object_direction_qualifier": "upregulated",
                "sign": "+1",
            },
            "INCREASES",
            None,
        ),
        ({"predicate": "biolink:correlated_with"}, "ASSOCIATED_WITH", None),
        ({"predicate": "biolink:physically_interacts_with"}, "BINDS", None),
    ],
)
def test_signs_of_theirs_are_read(
    load: Callable[..., Any],
    theirs: Theirs,
    tmp_path: Path,
    cells: dict[str, str],
    predicate: str,
    note: str | None,
) -> None:
    theirs.nodes.append({"id": "radexo:circ", "name": "circ", "type": "CircRNA"})
    theirs.nodes.append({"id": "radexo:mir", "name": "mir", "type": "MiRNA"})
    theirs.edges = [
        {
            "subject": "HGNC:1097",
            "object": "HGNC:11810",
            "primary_knowledge_source": "infores:x",
            **cells,
        }
    ]
    assert load("--empty").code == 0
    (finding,) = radexo.load(tmp_path / "my").records.findings
    assert [(s.predicate, s.note) for s in finding.statements] == [(predicate, note)]


def test_a_column_type_settles_what_a_category_leaves_open(
    load: Callable[..., Any], theirs: Theirs, tmp_path: Path
) -> None:
    theirs.nodes.append(
        {
            "id": "radexo:circ",
            "category": "biolink:NoncodingRNAProduct",
            "name": "circ",
            "type": "CircRNA",
        }
    )
    theirs.nodes.append(
        {"id": "UniProtKB:P1", "category": "biolink:Protein", "name": "a protein", "type": "Gene"}
    )
    assert load().code == 0
    g = radexo.load(tmp_path / "my")
    assert (g.entity("circ").type, g.entity("a protein").id) == ("CircRNA", "uniprot:P1")


def test_a_name_that_another_entity_of_the_graph_has_is_refused(
    load: Callable[..., Any], theirs: Theirs, tmp_path: Path
) -> None:
    theirs.nodes.append({"id": "NCBIGene:999", "category": "biolink:Gene", "name": "CDC25A"})
    answer = load()
    assert answer.code == 4
    assert "has this name too" in answer.json["error"]["message"]
    assert not (tmp_path / "my").exists()


def test_nodes_and_edges_of_ours_alone_are_read_like_theirs(
    g: radexo.Graph, tmp_path: Path
) -> None:
    g.export(tmp_path / "g.kgx")
    for file in (tmp_path / "g.kgx").iterdir():
        if file.name not in ("nodes.tsv", "edges.tsv"):
            file.unlink()
    read, left_out = FORMATS["kgx"].read([tmp_path / "g.kgx"], g.records.entities)
    assert {s.claim for f in read.findings for s in f.statements} == {
        s.claim for f in g.records.findings for s in f.statements
    }
    assert left_out["edges, column 'finding': the graph has no field for it"] == sum(
        len(f.statements) for f in g.records.findings
    )


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda text: text.encode("latin-1"), "is not UTF-8"),
        (lambda text: text.encode("utf-16"), "is not UTF-8"),
        (lambda text: text.encode() + b"\nMONDO:1\tx\0", "a NUL byte"),
        (lambda _: b"\x89PNG\r\n\x1a\n\0", "is not UTF-8"),
        (lambda _: b"\x1f\x8b\x08\0", "is not UTF-8"),
        (lambda _: b"PK\x03\x04\x14\0\6\0", "a NUL byte"),
        (lambda _: b"", "the file is empty"),
        (lambda _: b"name\tcategory\n", "this column is missing"),
        (lambda _: b"id\tid\n", "two columns have this heading"),
        (lambda text: text.encode() + b"\nMONDO:2" + b"\tx" * 30, "cells under"),
        (lambda text: text.encode() + b"\nMONDO:2\tbiolink:Disease", "2 cells under 7 headings"),
    ],
    ids=[
        "latin-1",
        "utf-16",
        "NUL",
        "picture",
        "gzip",
        "zip",
        "empty",
        "no id",
        "twice",
        "too many cells",
        "too few cells",
    ],
)
def test_a_file_that_is_no_table_is_refused(
    cli: Callable[..., Any], tmp_path: Path, spoil: Callable[[str], bytes], message: str
) -> None:
    theirs = Theirs(tmp_path / "theirs", "kgx")
    theirs.nodes[0]["name"] = "Müller"
    theirs.write()
    table = Path(theirs.file("nodes"))
    table.write_bytes(spoil(table.read_text(encoding="utf-8")))
    answer = cli("--graph", tmp_path / "my", "load", "kgx", theirs.path, "--json")
    assert answer.code == 4
    assert message in answer.json["error"]["message"]
    assert str(table) in answer.json["error"]["message"]
    assert "Traceback" not in answer.err
    assert not (tmp_path / "my").exists()


def test_marks_of_windows_and_blank_lines_are_read(cli: Callable[..., Any], tmp_path: Path) -> None:
    theirs = Theirs(tmp_path / "theirs", "kgx")
    theirs.write()
    for kind in ("nodes", "edges"):
        table = Path(theirs.file(kind))
        table.write_bytes(
            b"\xef\xbb\xbf" + table.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n"
        )
    assert (
        cli("--graph", tmp_path / "my", "load", "kgx", theirs.path, "--json").json["rows"][0][
            "added"
        ]
        == 3
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8"),
        (b"<html>", "line 1, column 1: not JSON"),
        (b"[]", "not a node-link file"),
        (b'{"nodes": 7, "edges": []}', "not a node-link file"),
        (b'{"nodes": [7], "edges": []}', "nodes, row 1: not an object"),
        (b'{"nodes": [{"id": {"a": 1}}], "edges": []}', "nodes, row 1, column category"),
        (b"[" * 100_000, "not a node-link file"),
        (b'{"nodes": ' + b"9" * 5_000 + b"}", "not a node-link file"),
    ],
)
def test_a_file_that_is_no_node_link_is_refused(
    cli: Callable[..., Any], tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "theirs.json"
    file.write_bytes(content)
    answer = cli("--graph", tmp_path / "my", "load", "node-link", file)
    assert (answer.code, answer.out) == (4, "")
    assert message in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("source", ["kgx", "node-link"])
def test_a_file_that_is_not_there_is_named(
    cli: Callable[..., Any], tmp_path: Path, source: str
) -> None:
    answer = cli("--graph", tmp_path / "my", "load", source, tmp_path / "gone_nodes.tsv")
    assert answer.code == 4
    assert str(tmp_path / "gone_nodes.tsv") in answer.err
    assert "No such file" in answer.err


def test_files_whose_names_say_nothing_are_named(cli: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "data.tsv").write_text("id\n")
    answer = cli("--graph", tmp_path / "my", "load", "kgx", tmp_path / "data.tsv")
    assert answer.code == 4
    assert "data.tsv: not the file name of a KGX table" in answer.err
    assert cli("--graph", tmp_path / "my", "load", "kgx", tmp_path).code == 4
    with pytest.raises(DataError, match="no graph found"):
        radexo.load(tmp_path)


def test_files_may_be_given_one_by_one(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path
) -> None:
    g.export(tmp_path / "g.kgx")
    answer = cli(
        "--graph",
        tmp_path / "my",
        "load",
        "kgx",
        *(tmp_path / "g.kgx").iterdir(),
        "--empty",
        "--json",
    )
    assert answer.json["rows"][0]["added"] == len(g.records.findings)
    assert radexo.load(tmp_path / "my").records == g.records


def test_loading_a_review_checks_the_merged_graph(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path
) -> None:
    other = radexo.Graph(Records(entities=(Entity("ncbigene:1", "KLF10", "Gene"),)))
    other.export(tmp_path / "other.json")
    g.save(tmp_path / "my")
    before = (tmp_path / "my" / "graph.db").read_bytes()
    answer = cli("--graph", tmp_path / "my", "load", "node-link", tmp_path / "other.json")
    assert answer.code == 4
    assert "has this name too" in answer.err
    assert (tmp_path / "my" / "graph.db").read_bytes() == before


def test_a_denial_that_was_cut_off_is_no_claim(cli: Callable[..., Any], tmp_path: Path) -> None:
    theirs = Theirs(tmp_path / "theirs", "kgx")
    theirs.edges = [theirs.edges[0] | {"negated": "true"}]
    theirs.write()
    table = Path(theirs.file("edges"))
    table.write_text(table.read_text(encoding="utf-8").removesuffix("\ttrue"), encoding="utf-8")
    answer = cli("--graph", tmp_path / "my", "load", "kgx", theirs.path)
    assert answer.code == 4
    assert f"{table}, row 2: 12 cells under 13 headings; " in answer.err
    assert not (tmp_path / "my").exists()


@pytest.mark.parametrize(
    "name",
    [
        "edges.tsv.gz",
        "edges.csv",
        "their-kg_edges.jsonl",
        "Edges.Parquet",
        "edges.tsv.zip",
        "kg.edges.txt",
    ],
)
def test_a_table_in_another_form_is_not_passed_over(
    cli: Callable[..., Any], tmp_path: Path, name: str
) -> None:
    theirs = Theirs(tmp_path / "theirs", "kgx")
    theirs.write()
    Path(theirs.file("edges")).rename(theirs.folder / name)
    answer = cli("--graph", tmp_path / "my", "load", "kgx", theirs.path)
    assert answer.code == 4
    assert f"{theirs.folder / name}: a table of edges in another form" in answer.err
    assert not (tmp_path / "my").exists()


def test_a_packed_copy_beside_its_table_does_no_harm(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    theirs = Theirs(tmp_path / "theirs", "kgx")
    theirs.write()
    for name in ("their-kg_edges.tsv.gz", "README.md", "nodes.md"):
        (theirs.folder / name).write_bytes(b"\x1f\x8b")
    assert (
        cli("--graph", tmp_path / "my", "load", "kgx", theirs.path, "--json").json["rows"][0][
            "added"
        ]
        == 3
    )


def test_tables_of_ours_without_our_metadata_are_not_passed_over(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path
) -> None:
    g.export(tmp_path / "g.kgx")
    (tmp_path / "g.kgx" / "metadata.json").write_text('{"name": "theirs"}')
    for name in ("findings.tsv", "biomarkers.tsv", "references.tsv"):
        answer = cli("--graph", tmp_path / "my", "load", "kgx", tmp_path / "g.kgx")
        assert answer.code == 4
        assert f"{tmp_path / 'g.kgx' / name}: " in answer.err
        (tmp_path / "g.kgx" / name).unlink()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda t: t["edges"][0].update(subject="HGNC:11810", object="CHEBI:1"),
            "edges, row 1, column subject",
        ),
        (lambda t: t.update(directed=False), "'directed' is False"),
        (lambda t: t.update(links=t["edges"], edges=[]), "'edges' and 'links'"),
        (lambda t: t.update(links=[]), "'edges' and 'links'"),
    ],
)
def test_a_node_link_file_that_leaves_open_what_it_says_is_refused(
    cli: Callable[..., Any], tmp_path: Path, change: Callable[[Any], Any], message: str
) -> None:
    theirs = Theirs(tmp_path / "theirs", "node-link")
    theirs.write()
    content = json.loads(theirs.path.read_text())
    change(content)
    theirs.path.write_text(json.dumps(content))
    answer = cli("--graph", tmp_path / "my", "load", "node-link", theirs.path)
    assert answer.code == 4
    assert message in answer.err
    assert str(theirs.path) in answer.err


def test_ends_given_twice_alike_are_read(cli: Callable[..., Any], tmp_path: Path) -> None:
    theirs = Theirs(tmp_path / "theirs", "node-link")
    theirs.write()
    content = json.loads(theirs.path.read_text())
    content["edges"] = content["links"] = [
        e | {"subject": e["source"], "object": e["target"]} for e in content["edges"]
    ]
    theirs.path.write_text(json.dumps(content))
    assert (
        cli("--graph", tmp_path / "my", "load", "node-link", theirs.path, "--json").json["rows"][0][
            "added"
        ]
        == 3
    )


def test_a_key_that_stands_twice_is_refused(cli: Callable[..., Any], tmp_path: Path) -> None:
    theirs = Theirs(tmp_path / "theirs", "node-link")
    theirs.write()
    text = theirs.path.read_text().replace(
        '"predicate"', '"negated": "true", "negated": "false", "predicate"', 1
    )
    theirs.path.write_text(text)
    answer = cli("--graph", tmp_path / "my", "load", "node-link", theirs.path)
    assert answer.code == 4
    assert f"{theirs.path}: " in answer.err
    assert "duplicate key 'negated'" in answer.err


def test_attributes_of_the_whole_graph_are_reported(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    theirs = Theirs(tmp_path / "theirs", "node-link")
    theirs.write()
    content = json.loads(theirs.path.read_text())
    theirs.path.write_text(json.dumps(content | {"license": "CC0"}))
    reasons = cli("--graph", tmp_path / "my", "load", "node-link", theirs.path, "--json").json[
        "rows"
    ][0]["reasons"]
    assert reasons["attribute 'license': the graph has no field for it"] == 1
    assert reasons["graph, attribute 'name': the graph has no field for it"] == 1


def test_what_is_left_out_is_reported_when_a_graph_is_opened(
    cli: Callable[..., Any], theirs: Theirs
) -> None:
    for edge in theirs.edges:
        edge.pop("disease_context_qualifier", None)
    theirs.write()
    for arguments in (
        ("--graph", theirs.path, "info", "--json"),
        ("diff", "packaged", theirs.path, "--json"),
    ):
        answer = cli(*arguments)
        assert answer.code == 0
        (line,) = [
            line for line in answer.err.splitlines() if line.startswith(f"! {theirs.path}: ")
        ]
        assert "nodes, column 'taxon': the graph has no field for it (1)" in line
        assert "edges, column 'id': the graph has no field for it (3)" in line


def test_a_folder_that_may_not_be_read_is_named(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "theirs").mkdir()
    monkeypatch.setattr(Path, "iterdir", forbidden)
    answer = cli(
        "--graph", tmp_path / "my", "load", "kgx", tmp_path / "theirs", "--empty", "--json"
    )
    assert answer.code == 4
    message = f"{tmp_path / 'theirs'}: Permission denied"
    assert answer.json == {"error": {"kind": "data", "message": message, "candidates": []}}
    assert answer.err == f"error: {message}\n"
