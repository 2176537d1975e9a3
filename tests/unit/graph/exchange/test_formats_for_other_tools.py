"""gmt, network, triples, sssom, bnet and card.

Read back by plain readers of the formats as they are documented.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.exchange.formats.sssom import predicate_to
from radexo.graph.exchange.licenses import open_license, redistribution
from radexo.graph.exchange.losses import Loss
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.exchange.tables import split, unescape
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.schema import RADIOSENSITIVITY
from radexo.graph.stores.memory import MemoryStore
from support.examples import examples
from support.random_graphs import graphs

NEW = ("bnet", "card", "gmt", "network", "sssom", "triples")
quick = examples(40)
STRANGE = (
    "=cmd|'/C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    '"quoted"',
    "a\tb",
    "a\nb",
    "a\r\nb",
    "a,b",
    "a | b & !c",
    "#comment",
    "true",
    "and",
    "targets",
    "TGF-β",
    "tgf_",
    "TGF-",
    "日本",
    "NA",
    "null",
    "12-LOX",
    "\u2028",
    " padded ",
    "x",
    "X",
)
"""Names that break lines, formulas, functions or each other."""


def write(records: Records, format: str, path: Path, **options: Any) -> dict[str, Loss]:
    """Write an export; return its losses by what was lost."""
    losses = FORMATS[format].write(MemoryStore(records), path, **options)
    return {loss.what: loss for loss in losses}


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a table as csv readers do that know tabs only."""
    head, *lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def strange(*, hedged: bool = False) -> Records:
    """A graph whose names are odd, and in which each regulates the next and radiosensitivity."""
    genes = [Entity(f"radexo:e{n}", name, "Gene") for n, name in enumerate(STRANGE)]
    certainty = "hedged" if hedged else "stated"
    statements = []
    for n, (one, other) in enumerate(itertools.pairwise(genes), 1):
        predicate = ("INCREASES", "DECREASES")[n % 2]
        statements.append(Statement(one.id, predicate, other.id, n, certainty=certainty))
    goal = Entity(RADIOSENSITIVITY, "radiosensitivity", "Radiosensitivity")
    finding = Finding("s:1", ("1",), statements=tuple(statements))
    references = (Reference("s", "1", doi="10.1/x"), Reference("s"))
    return Records((Source("s", license="CC0"),), references, (*genes, goal), (finding,))


# -- all of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", NEW)
@quick
@given(graph=graphs())
def test_the_bytes_do_not_depend_on_the_order_of_records(
    tmp_path_factory: pytest.TempPathFactory, format: str, graph: radexo.Graph
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    turned = Records(*(getattr(graph.records, f.name)[::-1] for f in fields(Records)))
    write(merge(graph.records), format, folder / "one")
    write(merge(turned), format, folder / "other")
    one, other = (
        [f.read_bytes() for f in ([path] if path.is_file() else sorted(path.iterdir()))]
        for path in (folder / "one", folder / "other")
    )
    assert one == other


@pytest.mark.parametrize("format", NEW)
def test_no_name_runs_as_a_formula_or_breaks_a_line(format: str, tmp_path: Path) -> None:
    write(strange(), format, tmp_path / "out")
    for file in (
        [tmp_path / "out"] if (tmp_path / "out").is_file() else (tmp_path / "out").iterdir()
    ):
        if file.suffix == ".json":
            continue
        text = file.read_text(encoding="utf-8")
        assert not re.search("[\r\x0b\x0c\x85\u2028\u2029\ufeff]", text)
        for line in text.removesuffix("\n").split("\n"):
            for number, cell in enumerate(line.split("\t")):
                assert cell[:1] not in set("=+@＝\"'")
                assert cell[:1] != "-" or (format in ("network", "triples", "card") and number)
    signs = {"network": "weight", "triples": "sign", "card": "sign"}
    if format in signs:
        file = {"network": "", "triples": "claims.tsv", "card": "edges.tsv"}[format]
        table = rows_of(tmp_path / "out" / file if file else tmp_path / "out")
        for row in table:
            cells = {name for name, cell in row.items() if cell.startswith("-")}
            assert cells <= {signs[format]}


@pytest.mark.parametrize("format", [name for name in NEW if name != "card"])
def test_a_hedge_is_never_lost_silently(
    cli: Callable[..., Any], format: str, tmp_path: Path, g: radexo.Graph
) -> None:
    losses = write(strange(hedged=True), format, tmp_path / "out")
    counted = [loss.count for what, loss in losses.items() if "hedge" in what]
    claims = len(STRANGE) - 1
    if format in ("network", "bnet", "triples"):
        assert counted == [claims]
    elif format == "gmt":  # it is in the names of the sets
        lines = (tmp_path / "out").read_text(encoding="utf-8").splitlines()
        assert len(lines) == claims
        assert all("_HEDGED_" in line.split("\t")[0] for line in lines)
    else:
        assert losses["statement"].count == claims
    answer = cli("export", "--format", format, tmp_path / "review", "--json")
    rows = {row["what"]: row["count"] for row in answer.json["rows"]}
    hedges = sum(
        s.certainty != "stated" for finding in g.records.findings for s in finding.statements
    )
    assert rows.get("statement certainty", hedges if "statement" in rows else 0) == hedges


# -- sets ------------------------------------------------------------------------------------------


def sets_of(path: Path) -> dict[str, tuple[str, set[str]]]:
    """Read GMT: a set by line; name, description, members."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, description, *members = line.split("\t")
        assert name not in found
        assert members
        assert not re.search(r"[^\S\t]", line)  # decoupler divides lines at blanks
        assert len(set(members)) == len(members)
        found[name] = (description, set(members))
    return found


def test_sets_are_split_by_sign_and_certainty(g: radexo.Graph, tmp_path: Path) -> None:
    write(g.records, "gmt", tmp_path / "g.gmt")
    sets = sets_of(tmp_path / "g.gmt")
    assert sets["TARGETS_OF_miR-340-5p_DN"] == (
        "lowered_by_miR-340-5p;_papers:_Chen_2021_[29]_doi:10.1186/s13046-021-01834-9",
        {"KLF10", "UVRAG"},
    )
    assert "TARGETS_OF_miR-340-5p_UP" not in sets
    molecules = {"Gene", "MiRNA", "LncRNA", "CircRNA", "RNA", "Chemical"}
    expected: dict[str, set[str]] = defaultdict(set)
    for edge in g.store.edges():
        subject, object = g.entity(edge.subject), g.entity(edge.object)
        ends = {None: "", 0: "", 1: "_UP", -1: "_DN"}[edge.sign]
        hedged = "_HEDGED" if edge.certainty == "hedged" else ""
        if edge.causal and object.type in molecules and not object.general:
            name = f"TARGETS_OF_{subject.name.replace(' ', '_')}{hedged}{ends}"
            expected[name].add(object.name.replace(" ", "_"))
    written = {name: found[1] for name, found in sets.items() if name.startswith("TARGETS_OF_")}
    assert written == expected


def test_cargo_of_a_cancer_is_signed_by_its_own_effect(g: radexo.Graph, tmp_path: Path) -> None:
    write(g.records, "gmt", tmp_path / "g.gmt")
    sets = sets_of(tmp_path / "g.gmt")
    exact = {e.name for e in g.records.entities}
    assert "miR-340-5p" in sets["CARGO_IN_esophageal_squamous_cell_carcinoma_DN"][1]
    for name, (description, members) in sets.items():
        if not name.startswith("CARGO_IN_"):
            continue
        assert ";_papers:_" in description
        cancer = next(
            e.id
            for e in g.records.entities
            if e.type == "Cancer"
            and re.fullmatch(
                rf"CARGO_IN_{re.escape(e.name.replace(' ', '_'))}(_HEDGED)?(_UP|_DN)?", name
            )
        )
        for member in members:
            id = g.entity(member.replace("_", " ") if member not in exact else member).id
            findings = [f for f in g.records.findings if f.cancer == cancer and id in f.cargo]
            assert findings
            sign = 1 if name.endswith("_UP") else -1 if name.endswith("_DN") else 0
            effects = [
                {s.sign for s in f.effect_statements() if s.subject == id} or {0} for f in findings
            ]
            assert {sign} in effects


def test_names_that_differ_in_blanks_only_are_two_sets(tmp_path: Path) -> None:
    genes = [Entity(f"radexo:{n}", name, "Gene") for n, name in enumerate(("a b", "a_b", "c"))]
    claims = tuple(Statement(f"radexo:{n}", "INCREASES", "radexo:2", n + 1) for n in (0, 1))
    records = Records(
        (Source("s"),), (Reference("s"),), tuple(genes), (Finding("s:1", statements=claims),)
    )
    write(records, "gmt", tmp_path / "g.gmt")
    assert set(sets_of(tmp_path / "g.gmt")) == {"TARGETS_OF_radexo:0_UP", "TARGETS_OF_radexo:1_UP"}


# -- signed network --------------------------------------------------------------------------------


def test_the_network_has_each_signed_pair_once(g: radexo.Graph, tmp_path: Path) -> None:
    losses = write(g.records, "network", tmp_path / "net.tsv")
    rows = rows_of(tmp_path / "net.tsv")
    assert list(rows[0])[:3] == ["source", "target", "weight"]
    pairs = [(row["source"], row["target"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    signs: dict[tuple[str, str], set[int]] = defaultdict(set)
    for edge in g.store.edges():
        if edge.causal and edge.sign:
            signs[edge.subject, edge.object].add(edge.sign)
    expected = {pair: found.copy().pop() for pair, found in signs.items() if len(found) == 1}
    assert {(r["source_id"], r["target_id"]): int(r["weight"]) for r in rows} == expected
    assert losses["claim that another of the opposite sign contradicts"].count == sum(
        len(found) for found in signs.values() if len(found) > 1
    )
    assert losses["hedge of a claim, which only the column certainty keeps"].count == sum(
        row["certainty"] == "hedged" for row in rows
    )


@pytest.mark.unmeasured
def test_support_and_certainty_are_those_of_the_answers(g: radexo.Graph, tmp_path: Path) -> None:
    write(g.records, "network", tmp_path / "net.tsv")
    for row in rows_of(tmp_path / "net.tsv"):
        weight = int(row["weight"])
        (answer,) = (
            target
            for target in g.targets(row["source_id"])
            if (target.target.id, target.sign) == (row["target_id"], weight)
        )
        assert (answer.support, answer.certainty) == (row["support"], row["certainty"])
        assert set(split(row["findings"])) >= set(answer.findings)


def test_a_name_of_two_entities_gives_way_to_the_ids(tmp_path: Path) -> None:
    genes = tuple(Entity(f"hgnc:{n}", "same", "Gene") for n in (1, 2))
    claim = (Statement("hgnc:1", "INCREASES", "hgnc:2"),)
    records = Records((Source("s"),), (Reference("s"),), genes, (Finding("s:1", statements=claim),))
    store = MemoryStore(records)
    (loss,) = (
        loss
        for loss in FORMATS["sif"].write(store, tmp_path / "g.sif")
        if loss.what == "name of several entities; replaced by the id"
    )
    assert loss.count == 2
    assert (tmp_path / "g.sif").read_text() == "hgnc:1\tincreases\thgnc:2\n"
    write(records, "network", tmp_path / "net.tsv")
    (row,) = rows_of(tmp_path / "net.tsv")
    assert (row["source"], row["target"]) == ("hgnc:1", "hgnc:2")


# -- Boolean network -------------------------------------------------------------------------------


def functions_of(path: Path) -> dict[str, str]:
    """Read .bnet.

    Comments and blank lines aside, a header, then a variable and its function by line.
    """
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert lines[0] == "targets, factors"
    found = {}
    for line in lines[1:]:
        name, _, function = line.partition(", ")
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)
        assert re.fullmatch(r"[A-Za-z0-9_ |&!()]+", function)
        assert name not in found
        found[name] = function
    assert len({name.lower() for name in found}) == len(found)
    for function in found.values():
        assert set(re.findall(r"\w+", function)) <= set(found)
    return found


def value(function: str, state: dict[str, bool]) -> bool:
    """Evaluate a function."""
    text = re.sub(r"\w+", lambda name: str(state[name[0]]), function)
    text = text.replace("!", " not ").replace("|", " or ").replace("&", " and ")
    return bool(eval(text))


@quick
@given(graph=graphs())
def test_an_inhibitor_dominates(
    tmp_path_factory: pytest.TempPathFactory, graph: radexo.Graph
) -> None:
    path = tmp_path_factory.mktemp("bnet") / "g.bnet"
    write(graph.records, "bnet", path)
    functions = functions_of(path)
    text = path.read_text(encoding="utf-8")
    ids = {id: name for name, id in re.findall(r"^# (\w+): (radexo:\S+) ", text, re.MULTILINE)}
    assert set(ids.values()) == set(functions)
    acting: dict[str, dict[str, int]] = {id: {} for id in ids}
    for subject, object in itertools.product([e.id for e in graph.records.entities], repeat=2):
        edges = [e for e in graph.store.edges_between([(subject, object)]) if e.causal and e.sign]
        if len({edge.sign for edge in edges}) != 1:
            continue
        claims = [e for edge in edges for e in edge.evidence]
        studies = [e for e in claims if len(e.finding.citations) == 1] or claims
        if any(e.statement.certainty != "hedged" for e in studies):
            acting[object][subject] = edges[0].sign or 0
    for id, regulators in acting.items():
        own = ids[id]
        names = sorted({ids[r] for r in regulators} | {own})
        for bits in itertools.islice(itertools.product((False, True), repeat=len(names)), 64):
            state = dict(zip(names, bits, strict=True))
            raised = [state[ids[r]] for r, sign in regulators.items() if sign > 0]
            lowered = [state[ids[r]] for r, sign in regulators.items() if sign < 0]
            expected = (any(raised) if raised else True) and not any(lowered)
            if not regulators:
                expected = state[own]
            assert value(functions[own], state) == expected


def test_odd_names_become_variables_that_differ(tmp_path: Path) -> None:
    write(strange(), "bnet", tmp_path / "g.bnet")
    assert len(functions_of(tmp_path / "g.bnet")) == len(STRANGE)


def test_a_hedged_claim_is_in_no_function(g: radexo.Graph, tmp_path: Path) -> None:
    losses = write(g.records, "bnet", tmp_path / "g.bnet")
    text = (tmp_path / "g.bnet").read_text(encoding="utf-8")
    assert "hedged claim, which is in no function" in losses
    functions_of(tmp_path / "g.bnet")
    assert "# source: sun2022; license: CC BY 4.0" in text
    assert "# left out, hedged: " in text


# -- triples ---------------------------------------------------------------------------------------

SPLITS = ("train", "valid", "test")


def triples_of(folder: Path) -> dict[str, set[tuple[str, str, str]]]:
    """Read the three files: three columns, no heading."""
    found = {}
    for name in SPLITS:
        lines = (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        triples = [tuple(map(unescape, line.split("\t"))) for line in lines]
        assert all(len(triple) == 3 for triple in triples)
        assert len(set(triples)) == len(triples)
        found[name] = {(s, p, o) for s, p, o in triples}
    return found


def check_no_leak(records: Records, folder: Path) -> None:
    """Check that no claim, inverse, opposite or paper is on two sides."""
    sides = triples_of(folder)
    claims = {s.claim for f in records.findings for s in f.statements}
    assert set.union(*sides.values()) == claims
    assert sum(map(len, sides.values())) == len(claims)
    where = {claim: name for name, found in sides.items() for claim in found}
    papers = {r.key: r for r in records.references}
    held: dict[Any, set[str]] = defaultdict(set)
    for finding in records.findings:
        for statement in finding.statements:
            side = where[statement.claim]
            held[frozenset((statement.subject, statement.object))].add(side)
            for key in finding.reference_keys:
                held[key].add(side)
                if key in papers and papers[key].doi:
                    held[papers[key].doi].add(side)
    assert all(len(found) == 1 for found in held.values())
    rows = rows_of(folder / "claims.tsv")
    assert {(r["subject"], r["predicate"], r["object"]): r["split"] for r in rows} == where


@pytest.mark.parametrize("seed", range(5))
def test_nothing_of_the_review_leaks(g: radexo.Graph, seed: int, tmp_path: Path) -> None:
    losses = write(g.records, "triples", tmp_path / "out", seed=seed)
    check_no_leak(g.records, tmp_path / "out")
    ends = {
        name: {id for s, _, o in found for id in (s, o)}
        for name, found in triples_of(tmp_path / "out").items()
    }
    held_out = (ends["valid"] | ends["test"]) - ends["train"]
    assert losses["entity that valid or test alone name: it has no vector"].count == len(held_out)
    counts = {name: len(found) for name, found in triples_of(tmp_path / "out").items()}
    total = sum(counts.values())
    assert counts["valid"] > 0.09 * total
    assert counts["test"] > 0.09 * total
    metadata = json.loads((tmp_path / "out" / "metadata.json").read_text(encoding="utf-8"))
    assert metadata["triples"] == counts
    assert (metadata["seed"], metadata["version"]) == (seed, g.version)
    assert metadata["sources"][0]["license"] == "CC BY 4.0"


@quick
@given(graph=graphs())
def test_nothing_leaks(tmp_path_factory: pytest.TempPathFactory, graph: radexo.Graph) -> None:
    folder = tmp_path_factory.mktemp("triples") / "out"
    losses = write(graph.records, "triples", folder, fractions=(0.4, 0.3, 0.3))
    check_no_leak(graph.records, folder)
    counts = {name: len(found) for name, found in triples_of(folder).items()}
    total = sum(counts.values())
    for name in ("valid", "test"):
        lacking = [
            loss for what, loss in losses.items() if what.startswith(f"claim that {name} lacks")
        ]
        short = int(0.3 * total) - counts[name]
        assert [loss.count for loss in lacking] == [short] * (short > 0)


def test_the_same_paper_of_two_sources_is_one_paper(tmp_path: Path) -> None:
    genes = tuple(Entity(f"hgnc:{n}", f"G{n}", "Gene") for n in range(40))
    references = tuple(
        Reference(source, "1", doi=doi) for source, doi in (("s", "10.1/X"), ("t", "10.1/x"))
    )
    findings = tuple(
        Finding(
            f"{source}:{n}",
            ("1",),
            statements=(Statement(f"hgnc:{2 * n}", "INCREASES", f"hgnc:{2 * n + 1}"),),
        )
        for n, source in enumerate("st" * 10)
    )
    records = Records((Source("s"), Source("t")), references, genes, findings)
    write(records, "triples", tmp_path / "out")
    assert [len(found) for found in triples_of(tmp_path / "out").values()] == [20, 0, 0]


def test_seeds_and_fractions_are_options(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path
) -> None:
    for name, options in {
        "a": (),
        "b": ("--seed", "0"),
        "c": ("--seed", "7"),
        "d": ("--fractions", "0.6,0.2,0.2"),
    }.items():
        assert cli("export", "--format", "triples", *options, tmp_path / name).code == 0
    a, b, c, d = (triples_of(tmp_path / name) for name in "abcd")
    assert a == b
    assert a["test"] != c["test"]
    assert len(d["test"]) > len(a["test"])
    for options, message in {
        ("--seed", "x"): "give a whole number",
        ("--fractions", "0.8,0.1"): "three numbers that add up to 1",
        ("--fractions", "0.8,0.3,-0.1"): "three numbers that add up to 1",
        ("--fractions", "nan,nan,nan"): "three numbers that add up to 1",
    }.items():
        answer = cli("export", "--format", "triples", *options, tmp_path / "e")
        assert (answer.code, answer.out) == (2, "")
        assert message in answer.err
    refused = cli("export", "--seed", "1", tmp_path / "g.sif")
    assert refused.code == 2
    assert "sif has no option 'seed'; it is one of: triples" in refused.err
    with pytest.raises(UsageError, match="no option 'sede'"):
        g.export(tmp_path / "e", "triples", sede=1)
    assert not (tmp_path / "e").exists()


# -- mappings --------------------------------------------------------------------------------------


def mappings_of(path: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Read SSSOM/TSV: YAML after hashes, then a table."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    header = list(itertools.takewhile(lambda line: line.startswith("#"), lines))
    metadata = yaml.safe_load("\n".join(line[1:] for line in header))
    head, *body = (line.split("\t") for line in lines[len(header) :])
    return metadata, [dict(zip(head, cells, strict=True)) for cells in body]


def test_mappings_carry_identifiers_and_their_status(g: radexo.Graph, tmp_path: Path) -> None:
    losses = write(g.records, "sssom", tmp_path / "g.sssom.tsv")
    metadata, rows = mappings_of(tmp_path / "g.sssom.tsv")
    assert metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert metadata["mapping_set_version"] == g.version
    assert "CC BY 4.0" in metadata["mapping_set_description"]
    curies = {row[name] for row in rows for name in ("subject_id", "object_id", "predicate_id")} - {
        ""
    }
    prefixes = {curie.partition(":")[0] for curie in curies}
    assert prefixes - {"skos"} <= set(metadata["curie_map"])
    by_status = {
        "exact": "exact",
        "nearest": "close",
        "inferred arm": "close",
        "ambiguous": "related",
    }
    named = {row["object_id"]: row for row in rows if row["subject_type"] == "rdfs literal"}
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["subject_id"]].add(row["object_id"])
        assert row["mapping_justification"].startswith("semapv:")
    for entity in g.records.entities:
        assert found[entity.id] == set(entity.xrefs)
        if entity.id.startswith("radexo:"):
            assert entity.id not in named
            continue
        row = named[entity.id]
        assert (row["subject_id"], row["subject_label"]) == ("", entity.name)
        assert row["predicate_id"] == f"skos:{by_status[entity.id_status]}Match"
        assert row["comment"].partition("; ")[::2] == (
            f"id_status: {entity.id_status}",
            entity.note or "",
        )
    unmapped = [e for e in g.records.entities if e.id.startswith("radexo:") and not e.xrefs]
    assert losses["entity without an identifier elsewhere"].count == len(unmapped)


def test_another_thing_is_related_and_never_the_same() -> None:
    mature = Entity("mirbase.mature:MIMAT0004692", "miR-340-5p", "MiRNA")
    assert predicate_to(mature, "mirbase:MI0000802") == "skos:relatedMatch"
    gene = Entity("hgnc:11810", "TIAM1", "Gene")
    assert predicate_to(gene, "ensembl:ENSG1") == "skos:exactMatch"
    assert predicate_to(gene, "hgnc:1") == "skos:relatedMatch"
    own = Entity(RADIOSENSITIVITY, "radiosensitivity", "Radiosensitivity", id_status="none")
    assert predicate_to(own, "mesh:D011836") == "skos:relatedMatch"
    nearest = Entity("reactome:R-HSA-1", "p", "Pathway", id_status="nearest")
    assert predicate_to(nearest, "go:1") == "skos:closeMatch"


def test_odd_names_and_notes_stay_in_their_cells(tmp_path: Path) -> None:
    genes = tuple(
        Entity(f"hgnc:{n}", name, "Gene", xrefs=("ncbigene:1", "no curie"), note=f"{name}\x85")
        for n, name in enumerate(STRANGE)
    )
    title = 'a: "b" # c\x85\u2028😀'
    records = Records((Source("s", title, license="secret"),), (), genes)
    losses = write(records, "sssom", tmp_path / "g.sssom.tsv")
    metadata, rows = mappings_of(tmp_path / "g.sssom.tsv")
    assert title in metadata["mapping_set_description"]
    assert metadata["license"] == "https://w3id.org/sssom/license/unspecified"
    plain = {row["subject_label"] for row in rows if row["subject_id"] == ""}
    assert {"TGF-β", "日本", "a,b", "#comment"} <= plain
    assert not plain & {"NA", "null", "=cmd|'/C calc'!A0", "+1", "a\tb", '"quoted"'}
    assert losses["name that a table cannot carry"].count == len(STRANGE) - len(plain)
    assert losses["cross-reference that is not a CURIE"].count == len(STRANGE)
    assert losses["line end or control character in a note"].count == len(STRANGE)


# -- the data package ------------------------------------------------------------------------------


def test_a_card_describes_the_files_beside_it(g: radexo.Graph, tmp_path: Path) -> None:
    assert write(g.records, "card", tmp_path / "card") == {}
    folder = tmp_path / "card"
    croissant = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    crate = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    graph = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(graph) == len(crate["@graph"])
    root = graph["./"]
    described = {part["@id"] for part in root["hasPart"]} | {"ro-crate-metadata.json"}
    assert described == {file.name for file in folder.iterdir()}
    distribution = {file["@id"]: file for file in croissant["distribution"]}
    assert set(distribution) == described - {"ro-crate-metadata.json", "croissant.json"}
    for file in root["hasPart"]:
        content = (folder / file["@id"]).read_bytes()
        assert graph[file["@id"]]["sha256"] == sha256(content).hexdigest()
        assert graph[file["@id"]]["contentSize"] == str(len(content))
    for name, file in distribution.items():
        assert file["sha256"] == graph[name]["sha256"]
    for records in croissant["recordSet"]:
        (name,) = {field["source"]["fileObject"]["@id"] for field in records["field"]}
        with open(folder / name, encoding="utf-8") as table:
            head = table.readline().rstrip("\n").split("\t")
        assert [field["source"]["extract"]["column"] for field in records["field"]] == head
    assert root["version"] == g.version
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert graph[root["license"]["@id"]]["name"] == "CC BY 4.0"
    counts = {graph[c["@id"]]["name"]: graph[c["@id"]]["value"] for c in root["variableMeasured"]}
    assert counts["findings"] == len(g.records.findings)
    source = graph["#source-sun2022"]
    assert source["sameAs"] == "https://doi.org/10.1186/s12967-022-03392-w"
    for entity in graph.values():
        for linked in references_in(entity):
            assert linked in graph or linked.startswith("https://w3id.org/ro/crate/")


def references_in(value: Any) -> Iterator[str]:
    """Every `{"@id": ...}` below an entity."""
    if isinstance(value, list):
        for item in value:
            yield from references_in(item)
    elif isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for item in value.values():
            yield from references_in(item)


def test_the_tables_of_a_card_load(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "card", "card")
    assert radexo.load(tmp_path / "card").records == g.records


def test_sources_of_several_licences_are_all_named(g: radexo.Graph, tmp_path: Path) -> None:
    sources = (
        *g.records.sources,
        Source("odd/ source", license="academic use only", version="9.0"),
        Source("silent"),
    )
    write(replace(g.records, sources=sources), "card", tmp_path / "card")
    crate = json.loads((tmp_path / "card" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    graph = {entity["@id"]: entity for entity in crate["@graph"]}
    assert graph["./"]["license"] == (
        "https://creativecommons.org/licenses/by/4.0/; academic use only; "
        "silent: license not stated"
    )
    odd = graph["#source-odd/%20source"]
    assert (odd["version"], odd["license"]) == ("9.0", "academic use only")
    assert "license" not in graph["#source-silent"]


# -- licences --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "CC0",
        "CC0 1.0",
        "cc0-1.0",
        "CC BY 4.0",
        "CC-BY-4.0",
        "CC BY-SA 3.0",
        "CC-BY-SA-4.0",
        "Creative Commons BY 4.0",
        "http://creativecommons.org/licenses/by/4.0",
        "MIT",
        "Apache-2.0",
        "public domain",
        "ODbL",
    ],
)
def test_open_licences_are_recognized(text: str) -> None:
    assert str(open_license(text)).startswith("https://")
    assert redistribution([Source("s", license=text)]) == []


@pytest.mark.parametrize(
    "text",
    [
        "CC BY-NC 4.0",
        "CC BY-ND 4.0",
        "CC BY-NC-SA 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
        "CC BY 4.0, figures excepted",
        "CC0 for academic use",
        "MIT or commercial",
        "not public domain",
        "free for academic use",
        "proprietary",
        None,
        "",
    ],
)
def test_what_is_not_recognized_gets_a_notice(text: str | None) -> None:
    assert open_license(text) is None
    (notice,) = redistribution([Source("theirs", license=text)])
    assert "theirs" in notice
    assert repr(text) in notice if text else "states no license" in notice


def test_ones_own_tables_get_no_notice() -> None:
    assert (
        redistribution(
            [Source("s", license=text) for text in ("own", "Yours", "that of your table")]
        )
        == []
    )


@pytest.mark.parametrize("format", FORMATS)
def test_every_export_says_what_may_not_be_passed_on(
    cli: Callable[..., Any], g: radexo.Graph, format: str, tmp_path: Path
) -> None:
    closed = Source("mirtarbase", license="academic use only", version="9.0")
    graph = radexo.Graph(replace(g.records, sources=(*g.records.sources, closed)))
    graph.save(tmp_path / "mine")
    answer = cli("--graph", tmp_path / "mine", "export", "--format", format, tmp_path / "out")
    assert answer.code == 0
    assert answer.err.count("claims of mirtarbase, whose license is 'academic use only'") == 1
    assert "sun2022" not in answer.err.partition("do not pass it on")[0].rpartition("claims of")[2]
    assert "do not pass it on" not in cli("export", "--format", format, tmp_path / "open").err


@pytest.mark.parametrize(
    "format", [name for name in FORMATS if name not in ("gmt", "network", "sif")]
)
def test_sources_are_listed_with_licence_and_version(
    g: radexo.Graph, format: str, tmp_path: Path
) -> None:
    listed = Source("mirtarbase", "miRTarBase", license="academic use only", version="9.0-beta")
    records = replace(g.records, sources=(*g.records.sources, listed))
    losses = write(records, format, tmp_path / "out")
    files = [tmp_path / "out"] if (tmp_path / "out").is_file() else (tmp_path / "out").iterdir()
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert "academic use only" in text
    assert "9.0-beta" in text
    assert not {what for what in losses if what.startswith("source license")}


def test_info_lists_license_and_version(g: radexo.Graph) -> None:
    listed = Source("mirtarbase", "miRTarBase", license="academic use only", version="9.0")
    graph = radexo.Graph(replace(g.records, sources=(*g.records.sources, listed)))
    rows = [(row.what, row.value) for row in graph.info() if row.name == "mirtarbase"]
    assert rows == [("source", "miRTarBase"), ("license", "academic use only"), ("version", "9.0")]
