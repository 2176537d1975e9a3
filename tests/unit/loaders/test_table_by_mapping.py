"""A table by a mapping: checked against the schema before a row is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo import loaders
from radexo.graph.errors import DataError, UsageError
from support.files import gzipped, table

MAPPING = """
[source]
id = "mylab"
title = "Pull-downs"
license = "CC BY 4.0"

[subject]
type = "MiRNA"
name = "mirna"

[object]
type = {column = "kind", words = {gene = "Gene", process = "Process"}}
id = "entrez"
prefix = "ncbigene"
name = "symbol"

[cancer]
name = "cancer"

[claim]
predicate.column = "effect"
predicate.words = {down = "REPRESSES", none = "CAUSES_NO_CHANGE", up = "INCREASES"}
pmid = "PMID"
assay = {value = "pull-down"}
strength = {column = "grade"}
system = "in-vitro"
"""
COLUMNS = ["mirna", "kind", "entrez", "symbol", "cancer", "effect", "PMID", "grade"]
ROWS = [
    ["hsa-miR-340-5p", "gene", "7071", "KLF10", "prostate cancer", "down", "101", "strong"],
    ["hsa-miR-340-5p", "gene", "7071.0", "KLF10", "", "none", "", "weak"],
    ["hsa-miR-340-5p", "gene", "ncbigene:7071", "KLF10", "", "none", "", "weak"],
    ["hsa-new", "gene", "", "=cmd()", "", "up", "", "weak"],
    ["hsa-new", "process", "", "apoptosis", "", "down", "", "weak"],
    ["hsa-new", "gene", "70 71", "KLF10", "", "down", "", "weak"],
    ["hsa-new", "gene", "", "", "", "down", "", "weak"],
    ["", "gene", "", "KLF10", "", "down", "", "weak"],
    ["hsa-new", "gene", "", "KLF10", "", "sideways", "", "weak"],
    ["hsa-new", "gene", "", "KLF10", "", "down", "x", "weak"],
    ["hsa-new", "gene", "", "KLF10", "", "down"],
]


@pytest.fixture
def mapping(tmp_path: Path) -> Callable[[str], loaders.Options]:
    def write(content: str = MAPPING) -> loaders.Options:
        file = tmp_path / "mapping.toml"
        file.write_text(content, encoding="utf-8")
        return loaders.Options(map=file)

    return write


@pytest.mark.unmeasured
def test_rows_by_a_mapping(tmp_path: Path, g: radexo.Graph, mapping: Any) -> None:
    file = gzipped(table(tmp_path / "t.tsv", COLUMNS, ROWS))
    loaded = loaders.load("table", file, into=g.records, options=mapping())
    found = [
        (*f.statements[0].claim, f.citations, f.cancer, f.strength, f.system, f.assay)
        for f in loaded.store.findings()
        if f.source == "mylab"
    ]
    mir, klf10, cancer = (
        g.store.names.find(n).id for n in ("miR-340-5p", "KLF10", "prostate cancer")
    )
    own = ("in-vitro", "pull-down")
    assert found == [
        (mir, "REPRESSES", klf10, ("101",), cancer, "strong", *own),
        (mir, "CAUSES_NO_CHANGE", klf10, (), None, "weak", *own),
        ("radexo:hsa-new", "INCREASES", "radexo:cmd", (), None, "weak", *own),
    ]
    assert loaded.store.entity("radexo:cmd").name == "=cmd()"
    report = loaded.report
    assert (report.read, report.added, report.merged, report.refused) == (11, 3, 1, 7)
    assert report.reasons == {
        "REPRESSES may not join MiRNA to Process (row 6)": 1,
        "object: not an identifier (row 7)": 1,
        "object: neither identifier nor name (row 8)": 1,
        "subject: neither identifier nor name (row 9)": 1,
        "effect: a word that the mapping's claim.predicate lacks (row 10)": 1,
        "not a PubMed id (row 11)": 1,
        "not as many cells as headings (row 12)": 1,
    }
    source = next(s for s in loaded.store.sources() if s.id == "mylab")
    assert (source.title, source.license) == ("Pull-downs", "CC BY 4.0")
    disk = loaders.load("table", file, into=tmp_path / "graph", options=mapping()).store
    assert disk.whole() == loaded.records
    again = loaders.load("table", file, into=loaded.records, options=mapping())
    assert (again.report.added, again.report.merged) == (0, 4)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "mylab"', "", "source.id: missing"),
        ('id = "mylab"', 'id = "my lab"', "source.id: not a name"),
        ('id = "mylab"', 'id = "sun2022"', "source.id: the packaged review has this id"),
        ('type = "MiRNA"', "", "subject.type: missing; one of: "),
        ('type = "MiRNA"', 'type = "Protein"', "'Protein' is not a word of the schema"),
        ('name = "mirna"', "", "subject.name: missing"),
        ('name = "mirna"', "name = 3", "subject.name: neither a column nor a value"),
        ('name = "mirna"', 'nom = "mirna"', "subject.nom: no such key; the keys are type, id"),
        (
            'name = "mirna"',
            'name = "miR"',
            "subject.name: .* has no such column .*the columns are mirna",
        ),
        ("INCREASES", "RELEASES", "RELEASES may not join MiRNA to Gene/Process .*; it joins: "),
        ("INCREASES", "RAISES", "claim.predicate: 'RAISES' is not a word of the schema"),
        ('{column = "grade"}', '{column = "grade", words = []}', "claim.strength.words: not words"),
        (
            '{column = "grade"}',
            '{columns = "grade"}',
            "claim.strength: neither a column nor a value",
        ),
        ('system = "in-vitro"', 'form = "mRNA"', "only CARRIES and EXPRESSED_IN have a form"),
        ('system = "in-vitro"', 'certainty = "inferred"', "one of: stated, hedged"),
        ("[claim]", "[claims]", "claims: no such table; the tables are source"),
        ("[cancer]", "[[cancer]]", "cancer: not a table"),
        ("[claim]", "[claim", "not TOML"),
    ],
)
def test_a_wrong_mapping_names_the_key(
    tmp_path: Path, g: radexo.Graph, mapping: Any, old: str, new: str, message: str
) -> None:
    assert old in MAPPING
    file = table(tmp_path / "t.tsv", COLUMNS, ROWS)
    with pytest.raises(DataError, match=message) as error:
        loaders.load("table", file, into=g.records, options=mapping(MAPPING.replace(old, new)))
    assert "mapping.toml" in str(error.value)


def test_types_of_which_none_is_new(tmp_path: Path, g: radexo.Graph, mapping: Any) -> None:
    content = MAPPING.replace('"Process"', '"Radiosensitivity"').replace("REPRESSES", "DECREASES")
    rows = [
        [ROWS[0][0], "process", "", name, "", "down", "", "weak"]
        for name in ("radiosensitivity", "radioresistance")
    ]
    file = table(tmp_path / "t.tsv", COLUMNS, rows)
    report = loaders.load("table", file, into=g.records, options=mapping(content)).report
    assert (report.added, report.refused) == (1, 1)
    assert list(report.reasons) == ["the graph has no such Radiosensitivity (row 3)"]


def test_the_mapping_is_needed(tmp_path: Path, cli: Any) -> None:
    file = table(tmp_path / "t.tsv", COLUMNS, ROWS)
    with pytest.raises(UsageError, match="--map"):
        loaders.load("table", file)
    folder, mapping = tmp_path / "g", tmp_path / "m.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    done = cli("--graph", folder, "load", "table", file, "--map", mapping, "--json")
    assert done.json["rows"][0]["added"] == 3
    missing = cli("--graph", folder, "load", "table", file, "--map", tmp_path / "none.toml")
    assert missing.code == 4
    assert "none.toml: cannot be read" in missing.err
    exported = tmp_path / "kgx"
    assert cli("--graph", folder, "export", "--format", "kgx", exported).code == 0
    nodes = (exported / "nodes.tsv").read_text(encoding="utf-8")
    assert "\t\\=cmd()\t" in nodes  # a spreadsheet would run it


def test_two_identifiers_are_two_entities_whatever_their_name(
    tmp_path: Path, g: radexo.Graph, mapping: Any
) -> None:
    """Of any registry; the name is then ambiguous, and says so."""
    own = MAPPING.replace("ncbigene", "mylab")
    rows = [["hsa-miR-340-5p", "gene", id, "GENEX", "", "down", "", "weak"] for id in ("1", "2")]
    file = table(tmp_path / "claims.csv", COLUMNS, rows)
    loaded = loaders.load("table", file, into=g.records, options=mapping(own))
    merged = radexo.Graph(loaded.store)
    assert {"mylab:1", "mylab:2"} <= {row.target.id for row in merged.targets("miR-340-5p")}
    with pytest.raises(UsageError, match="mylab:1") as refused:
        merged.regulators("GENEX")
    assert refused.value.kind == "ambiguous-name"


@pytest.mark.parametrize("name", ["miR-340-5p", "miR-22-3p"])
def test_a_microrna_without_its_species_is_refused_with_the_name_to_write(
    name: str, tmp_path: Path, g: radexo.Graph, mapping: Any
) -> None:
    file = table(tmp_path / "claims.csv", COLUMNS, [[name, "gene", "7071", *ROWS[0][3:]]])
    report = loaders.load("table", file, into=g.records, options=mapping()).report
    said = f"{name} lacks its species: hsa-{name} is the human one's name (row 2)"
    assert (report.added, report.reasons) == (0, {said: 1})
