"""An overlay: changes with their chains and effects, neighbors, summary; two groups compared."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import RADIOSENSITIVITY
from radexo.graph.stores.disk import DiskStore
from radexo.queries.answer import Answer
from radexo.queries.filters import Filters
from radexo.queries.kinds import KINDS
from radexo.queries.paths.search import Budget

MEASURED = {
    "hsa-miR-340-5p": 2.0,
    "KLF10": -1.5,
    "UVRAG": 1.0,
    "hsa-miR-301a-3p": -1.0,
    "hsa-miR-339-5p": 0.5,
    "TP53": 3.0,
    "MIR409": 1.0,
}


def table(values: dict[str, float] = MEASURED, **more: Any) -> pd.DataFrame:
    return pd.DataFrame({"id": list(values), "log2FC": list(values.values()), **more})


def rows(answer: Answer[Any]) -> dict[str, Any]:
    return {row.entity.name: row for row in answer}


def test_each_change_has_its_chain_and_its_effect(g: radexo.Graph) -> None:
    found = rows(g.overlay(table()))
    assert {
        name: (row.change, row.effect, row.path and row.path.chain) for name, row in found.items()
    } == {
        "miR-340-5p": (1, -1, "miR-340-5p -| KLF10 -> radiosensitivity"),
        "KLF10": (-1, -1, "KLF10 -> radiosensitivity"),
        "UVRAG": (1, 1, "UVRAG -> radiosensitivity"),
        "miR-301a": (-1, 1, "miR-301a -| TCEAL7 -> radiosensitivity"),
        "miR-339-5p": (1, 1, "miR-339-5p -| CDC25A -| radiosensitivity"),
    }
    for row in found.values():
        assert row.effect == row.change * row.path.sign
        assert row.references
        assert (row.plus_paths > 0) >= (row.path.sign > 0)


def test_neighbors_agree_oppose_or_are_not_measured(g: radexo.Graph) -> None:
    found = rows(g.overlay(table()))
    mir = found["miR-340-5p"]
    assert [n.claim for n in mir.agrees] == ["miR-340-5p -| KLF10"]
    assert [n.claim for n in mir.opposes] == ["miR-340-5p -| UVRAG"]
    assert [(n.name, n.sign, n.change, n.value) for n in mir.agrees] == [("KLF10", -1, -1, -1.5)]
    assert all(n.references and n.certainty for n in (*mir.agrees, *mir.opposes))
    assert [n.name for n in found["KLF10"].agrees] == ["miR-340-5p"]  # upstream
    assert [n.name for n in found["miR-301a"].unmeasured] == ["TCEAL7"]
    assert found["miR-301a"].unmeasured[0].change is None


@pytest.mark.parametrize("cancer", [None, "glioblastoma", "esophageal squamous cell carcinoma"])
def test_agreement_is_that_of_the_claims_sign(g: radexo.Graph, cancer: str | None) -> None:
    names = [e.name for e in g.store.entities({"Cargo"}) if not e.general]
    chance = random.Random(3)
    values = {name: chance.choice([-1.0, 0.0, 1.0]) for name in names}
    found = rows(g.overlay(table(values), cancer=cancer, support="stitched"))
    # type: ignore[arg-type]
    entity = KINDS["cancer"].read(None, cancer, g.entity) if cancer else None
    store = Filters(cancer=entity).view(g.store)
    expected = set()
    for edge in store.edges(signs={1, -1}):
        one, other = (store.entity(id).name for id in (edge.subject, edge.object))
        if edge.causal and one in found and other in found and one != other:
            product = np.sign(values[one]) * np.sign(values[other])
            word = {1: "agrees", -1: "opposes", 0: "unchanged"}[int(product * edge.sign)]
            expected |= {(one, other, edge.sign, word), (other, one, edge.sign, word)}
    shown = {
        (name, n.name, n.sign, word)
        for name, row in found.items()
        for word in ("agrees", "opposes", "unchanged", "unmeasured")
        for n in getattr(row, word)
    }
    assert shown == expected
    assert {word for *_, word in shown} >= ({"agrees", "opposes"} if cancer is None else set())


def test_above_the_rate_nothing_changed(g: radexo.Graph) -> None:
    frame = table(padj=[0.01, 0.2, None, 0.05, 0.0501, 0.5, 0.5])
    answer = g.overlay(frame)
    found = rows(answer)
    assert {name: row.change for name, row in found.items()} == {
        "miR-340-5p": 1,
        "miR-301a": -1,
        "KLF10": 0,
        "UVRAG": 0,
        "miR-339-5p": 0,
    }
    assert found["KLF10"].effect == 0
    assert [n.name for n in found["miR-340-5p"].unchanged] == ["KLF10"]
    assert [n.name for n in found["miR-340-5p"].unmeasured] == ["UVRAG"]  # it has no rate
    assert "1 of 5 grounded rows have a value and no rate: not tested" in str(answer.reason)
    assert "2 of 4 measured changed at FDR 0.05" in str(answer.reason)
    changes = {name: row.cells()["change"] for name, row in found.items()}
    assert (changes["UVRAG"], changes["KLF10"]) == ("not tested", "none")
    assert found["KLF10"].cells()["neighbors"] == "measured: miR-340-5p"  # which did change
    assert rows(g.overlay(frame, max_fdr=0.2))["KLF10"].change == -1


def test_what_is_not_grounded_is_counted_and_listed(g: radexo.Graph) -> None:
    answer = g.overlay(table())
    assert "1 of 7 ids are not in the graph" in str(answer.reason)
    assert "1 of 7 ids is not grounded, a precursor (MIR409: miR-409-3p?)" in str(answer.reason)
    about = answer.details["table"]
    assert about["unmatched"] == ["TP53"]
    assert [(d["id"], d["candidates"][0]["name"]) for d in about["doubtful"]] == [
        ("MIR409", "miR-409-3p")
    ]
    nothing = g.overlay(table({"TP53": 1.0}))
    assert (nothing.status, len(nothing)) == ("empty", 0)


def test_an_id_with_two_rows_keeps_both(g: radexo.Graph) -> None:
    frame = pd.DataFrame(
        {"id": ["KLF10", "TIEG1", "KLF10", "miR-340-5p"], "log2FC": [1.0, 2.0, -1.0, 1.0]}
    )
    answer = g.overlay(frame)
    assert [(r.id_in_table, r.value) for r in answer if r.entity.name == "KLF10"] == [
        ("TIEG1", 2.0),
        ("KLF10", -1.0),
        ("KLF10", 1.0),
    ]
    assert "1 id has several rows (KLF10)" in str(answer.reason)
    assert "1 entity has several ids (KLF10: KLF10, TIEG1)" in str(answer.reason)
    (line,) = answer.details["summary"]  # entities count, not rows: KLF10 goes both ways
    assert (line["raises"], line["lowers"], line["open"]) == (0, 1, 1)
    neighbor = rows(answer)["miR-340-5p"].unchanged[0]  # it changed both ways
    assert (neighbor.name, neighbor.change, neighbor.value) == ("KLF10", 0, None)


def test_a_filter_counts_what_it_leaves_out(g: radexo.Graph) -> None:
    answer = g.overlay(table(), cancer="glioblastoma")
    assert answer[0].path.chain == "miR-301a -| TCEAL7 -> radiosensitivity"
    assert [row.path for row in answer[1:]] == [None] * 4
    assert "4 entities have chains that cancer glioblastoma leaves out" in str(answer.reason)
    assert answer.parameters["cancer"] == g.entity("glioblastoma").id


def test_a_flag_that_is_not_set_filters_nothing(g: radexo.Graph) -> None:
    plain = g.overlay(table())
    assert "confirmed" not in plain.parameters
    assert g.overlay(table(), confirmed=False).to_dict() == plain.to_dict()
    confirmed = g.overlay(table(), confirmed=True)
    assert confirmed.parameters["confirmed"] is True
    assert [row.path for row in confirmed] == [None] * 5  # one review confirms nothing
    assert "5 entities have chains that confirmed leaves out" in str(confirmed.reason)


def test_weak_chains_are_counted_and_shown_on_request() -> None:
    rs = Entity(RADIOSENSITIVITY, "radiosensitivity", "Radiosensitivity")
    genes = [Entity(f"hgnc:{i}", f"GENE{i}", "Gene") for i in (1, 2)]
    steps = [("hgnc:1", "DECREASES", "hgnc:2"), ("hgnc:2", "INCREASES", rs.id)]
    findings = [
        Finding(f"sun2022:{i}a", citations=(str(i),), statements=(Statement(*step),))
        for i, step in enumerate(steps, 1)
    ]
    source = Source("sun2022", "review", "title")
    papers = tuple(Reference("sun2022", str(i)) for i in (1, 2))
    graph = radexo.Graph(Records((source,), papers, (rs, *genes), tuple(findings)))
    answer = graph.overlay(table({"GENE1": 1.0, "GENE2": 1.0}))
    assert {name: row.support for name, row in rows(answer).items()} == {
        "GENE1": None,
        "GENE2": "one-study",
    }
    assert "1 entity has only chains of less support than one-passage" in str(answer.reason)
    stitched = graph.overlay(table({"GENE1": 1.0, "GENE2": 1.0}), support="stitched")
    found = rows(stitched)["GENE1"]
    assert (found.support, found.effect, found.plus_paths, found.minus_paths) == (
        "stitched",
        -1,
        0,
        1,
    )


def differing(certainty: str) -> radexo.Graph:
    """A graph in which a gene lowers radiosensitivity in one study, and raises it by another."""
    rs = Entity(RADIOSENSITIVITY, "radiosensitivity", "Radiosensitivity")
    genes = [Entity(f"hgnc:{i}", f"GENE{i}", "Gene") for i in (1, 2)]
    steps = [
        [("hgnc:1", "DECREASES", "hgnc:2"), ("hgnc:2", "INCREASES", rs.id)],
        [("hgnc:1", "INCREASES", rs.id)],
    ]
    findings = [
        Finding(
            f"sun2022:{i}a",
            citations=(str(i),),
            statements=tuple(
                Statement(*step, number=n, certainty=certainty) for n, step in enumerate(found, 1)
            ),
        )
        for i, found in enumerate(steps, 1)
    ]
    papers = tuple(Reference("sun2022", str(i)) for i in (1, 2))
    return radexo.Graph(
        Records((Source("sun2022", "review", "title"),), papers, (rs, *genes), tuple(findings))
    )


def test_a_hedged_chain_stays_a_may_and_chains_that_differ_are_counted() -> None:
    frame = table({"GENE1": 1.0, "GENE2": 1.0})
    for certainty, words, one in (
        ("hedged", "radiosensitivity may fall (1 of 2 chains: rise)", "radiosensitivity may rise"),
        ("stated", "radiosensitivity falls (1 of 2 chains: rises)", "radiosensitivity rises"),
    ):
        answer = differing(certainty).overlay(frame)
        assert [row.cells()["if causal"] for row in answer] == [words, one]
        name = "GENE2 (hedged)" if certainty == "hedged" else "GENE2"
        assert answer[0].cells()["neighbors"] == f"oppose: {name}"
        (line,) = answer.details["summary"]
        assert line["hedged"] == (2 if certainty == "hedged" else 0)


def test_the_summary_counts_effects_by_cancer_and_support(g: radexo.Graph) -> None:
    answer = g.overlay(table())
    shown = [
        (line["cancer"]["name"], line["support"], line["raises"], line["lowers"], line["open"])
        for line in answer.details["summary"]
    ]
    assert shown == [
        ("esophageal squamous cell carcinoma", "one-study", 2, 2, 0),
        ("glioblastoma", "one-study", 1, 0, 0),
    ]


def test_a_table_that_goes_one_way_is_warned_of(g: radexo.Graph) -> None:
    many = {f"id{i}": -1.0 for i in range(30)}
    assert "warning: 30 of 30 changes in the table go down" in str(g.overlay(table(many)).reason)
    mixed = {f"id{i}": 1.0 if i % 3 else -1.0 for i in range(30)}
    assert "warning" not in str(g.overlay(table(mixed)).reason)


def test_a_search_that_stops_says_so(g: radexo.Graph) -> None:
    from radexo.measured.overlay import overlay

    answer = overlay(
        g.store,
        table(),
        look_up=g.entity,
        reach=lambda ids, contexts, hops: (g.store, g.store),
        budget=Budget(expansions=3),
    )
    assert answer.status == "truncated"
    assert "search stopped after 3 expansions" in str(answer.reason)


def test_chains_that_filters_leave_out_are_not_counted_in_a_large_graph(
    g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = g.overlay(table(), cancer="GBM")
    assert "chains that cancer glioblastoma leaves out" in str(counted.reason)
    monkeypatch.setattr("radexo.graph.stores.base.LARGE", 50)
    answer = g.overlay(table(), cancer="GBM")
    assert [row.to_dict() for row in answer] == [row.to_dict() for row in counted]
    uncounted = "chains left out by cancer glioblastoma are not counted in a large graph"
    assert uncounted in str(answer.reason)


def test_a_limit_truncates(g: radexo.Graph) -> None:
    answer = g.overlay(table(), limit=2)
    assert (len(answer), answer.status) == (2, "truncated")
    assert str(answer.reason).startswith("2 of 5 rows shown")


def test_wrong_use_is_refused(g: radexo.Graph) -> None:
    for given, message in (
        ({"groups": ("a", "b"), "value": "log2FC"}, "leave value out"),
        ({"min_median": 10.0}, "min-median is a threshold for groups"),
        ({"max_fdr": 0.1}, "needs a column of false discovery rates"),
        ({"max_fdr": 2.0}, "between 0 and 1"),
        ({"max_hops": 0}, "from 1"),
        ({"support": "strong"}, "one of one-study"),
        ({"nope": 1}, "no filter 'nope'"),
    ):
        with pytest.raises(UsageError, match=message):
            g.overlay(table(), **given)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="takes a pandas DataFrame or the path of a table"):
        g.overlay([1, 2])  # type: ignore[arg-type]


def test_a_store_on_disk_answers_alike(g: radexo.Graph, tmp_path: Path) -> None:
    store = DiskStore.build(g.records, tmp_path / "graph.db")
    names = [e.name for e in g.store.entities({"Cargo"}) if not e.general]
    frame = table({name: (-1.0) ** i for i, name in enumerate(names)})
    with_disk = radexo.Graph(store)
    for given in ({}, {"cancer": "glioblastoma", "support": "stitched"}):
        expected, found = (graph.overlay(frame, **given).to_dict() for graph in (g, with_disk))
        assert found["rows"] == expected["rows"]
        assert found["summary"] == expected["summary"]
    with_disk.close()


@pytest.mark.unmeasured
def test_sixty_thousand_rows_are_answered(g: radexo.Graph, tmp_path: Path) -> None:
    chance = random.Random(1)
    lines = [f"gene{i}\t{chance.gauss(0, 1)}\t{chance.random()}" for i in range(60_000)]
    file = tmp_path / "large.tsv"
    file.write_text("\n".join(["id\tlog2FC\tpadj", *lines, "KLF10\t1\t0.01"]), encoding="utf-8")
    answer = g.overlay(file)
    assert answer.details["table"]["rows"] == 60_001
    assert [row.entity.name for row in answer] == ["KLF10"]


# -- two groups -----------------------------------------------------------------------------------


def counted(seed: int = 2, cases: int = 12, controls: int = 16, ids: int = 60) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    names = ["hsa-miR-340-5p", "hsa-miR-301a-3p", "KLF10", *(f"id{i}" for i in range(ids - 3))]
    x = chance.poisson(30, (ids, cases)).astype(float)
    y = chance.poisson(30, (ids, controls)).astype(float)
    y[:3] *= 4
    frame = pd.DataFrame({"miRNA": names})
    for name, group in (("GBM", x), ("HC", y)):
        for i in range(group.shape[1]):
            frame[f"{name}{i + 1}"] = group[:, i]
    return frame


def exact_p(x: list[float], y: list[float]) -> tuple[float, float]:
    """Rank-biserial correlation and two-sided exact p of Mann-Whitney's U, by going through all
    splits.
    """

    def u(case: tuple[int, ...], values: list[float]) -> float:
        others = [v for i, v in enumerate(values) if i not in case]
        pairs = itertools.product((values[i] for i in case), others)
        return sum((a > b) + (a == b) / 2 for a, b in pairs)

    both = [*x, *y]
    splits = list(itertools.combinations(range(len(both)), len(x)))
    observed = u(tuple(range(len(x))), both)
    least = min(observed, len(x) * len(y) - observed)
    share = sum(u(split, both) <= least for split in splits) / len(splits)
    return 2 * observed / (len(x) * len(y)) - 1, min(1.0, 2 * share)


def test_small_groups_are_compared_exactly(g: radexo.Graph) -> None:
    chance = random.Random(5)
    data = [[chance.gauss(0, 1) for _ in range(7)] for _ in range(12)]
    frame = pd.DataFrame(data, columns=["A1", "A2", "A3", "B1", "B2", "B3", "B4"])
    frame.insert(0, "id", ["KLF10", "UVRAG", *(f"id{i}" for i in range(10))])
    expected = [exact_p(row[:3], row[3:]) for row in data]
    p = [each for _, each in expected]
    order = sorted(range(12), key=p.__getitem__)
    rates = [
        min(p[j] * 12 / (order.index(j) + 1) for j in order[order.index(i) :]) for i in range(12)
    ]
    found = rows(g.overlay(frame, groups=("A*", "B*")))
    for place, name in enumerate(("KLF10", "UVRAG")):
        assert found[name].value == pytest.approx(expected[place][0], abs=1e-12)
        assert found[name].fdr == pytest.approx(min(1.0, rates[place]), abs=1e-9)


def test_groups_are_compared_case_first(g: radexo.Graph) -> None:
    answer = g.overlay(counted(), groups=("GBM*", "HC*"))
    found = rows(answer)
    assert {name: row.change for name, row in found.items()} == dict.fromkeys(found, -1)
    assert all(-1 <= row.value <= -0.9 and row.fdr < 0.001 for row in found.values())
    turned = rows(g.overlay(counted(), groups=("HC*", "GBM*")))
    assert {n: -r.value for n, r in turned.items()} == {n: r.value for n, r in found.items()}
    assert {n: r.fdr for n, r in turned.items()} == {n: r.fdr for n, r in found.items()}
    about = answer.details["table"]["compared"]
    assert (about["cases"], about["controls"], about["tested"]) == (12, 16, 60)


def test_logarithms_give_the_same_values(g: radexo.Graph) -> None:
    frame = counted()
    logs = frame.copy()
    logs.iloc[:, 1:] = np.log2(frame.iloc[:, 1:] + 1)
    one, two = (g.overlay(f, groups=("GBM*", "HC*")) for f in (frame, logs))
    assert [(r.value, r.fdr) for r in one] == [(r.value, r.fdr) for r in two]


def test_rows_below_the_least_median_are_not_tested(g: radexo.Graph) -> None:
    frame = counted()
    frame.iloc[1, 1:] = 3.0  # miR-301a
    answer = g.overlay(frame, groups=("GBM*", "HC*"), min_median=10)
    row = rows(answer)["miR-301a"]
    assert (row.value, row.fdr, row.change) == (None, None, 0)
    assert "2 of 3 grounded rows tested: those with a median of at least 10" in str(answer.reason)
    shown = frame.set_index("miRNA").drop("hsa-miR-301a-3p")
    tested = sum(max(median(row[:12]), median(row[12:])) >= 10 for row in shown.to_numpy().tolist())
    assert answer.details["table"]["compared"]["tested"] == tested
    without = g.overlay(frame.drop(index=1), groups=("GBM*", "HC*"))
    assert {r.entity.name: r.fdr for r in without} == {
        name: r.fdr for name, r in rows(answer).items() if name != "miR-301a"
    }


def test_gaps_are_left_out_row_by_row(g: radexo.Graph) -> None:
    frame = counted(cases=5, controls=6)
    frame.loc[0, ["GBM1", "HC2"]] = None
    frame.loc[2, [f"GBM{i}" for i in range(1, 5)]] = None  # one measurement is left
    found = rows(g.overlay(frame, groups=("GBM*", "HC*")))
    x = frame.loc[0, [f"GBM{i}" for i in range(2, 6)]].tolist()
    y = frame.loc[0, [f"HC{i}" for i in (1, 3, 4, 5, 6)]].tolist()
    assert found["miR-340-5p"].value == pytest.approx(exact_p(x, y)[0])
    assert found["KLF10"].value is None


def test_a_row_of_equal_numbers_does_not_differ(g: radexo.Graph) -> None:
    frame = counted()
    frame.iloc[0, 1:] = 7.0
    row = rows(g.overlay(frame, groups=("GBM*", "HC*")))["miR-340-5p"]
    assert (row.value, row.fdr, row.change) == (0.0, 1.0, 0)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (("GBM*", "X*"), r"pattern 'X\*' matches 0 columns"),
        (("GBM1", "HC*"), "pattern 'GBM1' matches 1 columns"),
        (("GBM*", "*"), "column 'GBM1' matches both patterns"),
        (("GBM*",), "two patterns over headings, not 1"),
    ],
)
def test_patterns_that_make_no_groups(g: radexo.Graph, groups: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        g.overlay(counted(), groups=groups)


def test_a_row_is_json_and_a_table(g: radexo.Graph) -> None:
    answer = g.overlay(table(padj=[0.01] * 7))
    found = json.loads(json.dumps(answer.to_dict(), allow_nan=False))
    assert list(found) == ["query", "status", "reason", "table", "summary", "rows"]
    assert list(found["rows"][0]) == [
        "entity",
        "id_in_table",
        "value",
        "fdr",
        "change",
        "effect",
        "path",
        "support",
        "certainty",
        "plus_paths",
        "minus_paths",
        "agrees",
        "opposes",
        "unchanged",
        "unmeasured",
        "cancers",
        "findings",
        "references",
        "evidence",
        "notes",
    ]
    frame = answer.to_frame(short=True)
    assert frame["entity"].tolist() == [row.entity.name for row in answer]
