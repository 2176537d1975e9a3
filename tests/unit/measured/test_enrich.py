"""Lists against the graph's sets.

Exact chances beside fractions, signs, backgrounds, lists of all kinds.
"""

from __future__ import annotations

import itertools
import json
import random
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.errors import DataError, UsageError
from radexo.graph.stores.disk import DiskStore
from radexo.measured import sets
from radexo.measured.groups import discovery_rates
from radexo.words import AGAINST
from support.chances import chance, signed_chance

LIST = {"KLF10": "-", "UVRAG": "down", "CDC25A": "+", "CTNNB1": 1.5, "TP53": -2}


def tail(overlap: int, set_size: int, list_size: int, background: int) -> Fraction:
    """The hypergeometric tail, counted."""
    ways = range(overlap, min(set_size, list_size) + 1)
    hits = sum(comb(set_size, k) * comb(background - set_size, list_size - k) for k in ways)
    return Fraction(hits, comb(background, list_size))


def test_chances_are_exact_to_nine_digits_in_a_thousand_cases() -> None:
    random_ = random.Random(11)
    for _ in range(1000):
        background = random_.choice([5, 40, 300, 2000, 20000])
        set_size = random_.randint(1, min(background, 80))
        list_size = random_.randint(1, min(background, 80))
        overlap = random_.randint(0, min(set_size, list_size))
        exact = float(tail(overlap, set_size, list_size, background))
        found = chance(overlap, set_size, list_size, background)
        assert found == pytest.approx(exact, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(
    ("overlap", "plus", "minus", "raised", "lowered"),
    [(70, 60, 90, 80, 70), (40, 10, 200, 90, 20), (40, 200, 10, 20, 90), (3, 5, 150, 60, 2)],
)
def test_signed_chances_are_exact_where_they_are_small(
    overlap: int, plus: int, minus: int, raised: int, lowered: int
) -> None:
    background = 400
    ways = sum(
        comb(plus, a)
        * comb(minus, j)
        * comb(background - plus - minus, raised - a - j)
        * comb(minus - j, y)
        * comb(background - raised - minus + j, lowered - y)
        for j in range(min(minus, raised) + 1)
        for a in range(min(plus, raised - j) + 1)
        for y in range(max(overlap - a, 0), min(minus - j, lowered) + 1)
    )
    exact = ways / (comb(background, raised) * comb(background - raised, lowered))
    found = signed_chance(overlap, plus, minus, raised, lowered, background)
    assert found == pytest.approx(exact, rel=1e-12)


def test_signed_chances_count_every_draw() -> None:
    """Beside going through every way to draw raised and lowered ids from a small background."""
    for background, plus, minus, raised, lowered in [
        (6, 2, 1, 2, 2),
        (7, 3, 2, 2, 1),
        (6, 0, 3, 2, 2),
        (5, 2, 3, 1, 3),
        (6, 2, 1, 5, 1),
        (5, 3, 2, 4, 1),
        (5, 1, 3, 5, 0),
        (5, 2, 2, 0, 4),
    ]:
        ids = range(background)
        draws: list[int] = []
        for up in itertools.combinations(ids, raised):
            left = [i for i in ids if i not in up]
            hits = sum(i < plus for i in up)
            draws += [
                hits + sum(plus <= i < plus + minus for i in down)
                for down in itertools.combinations(left, lowered)
            ]
        for overlap in range(raised + lowered + 1):
            exact = sum(d >= overlap for d in draws) / len(draws)
            found = signed_chance(overlap, plus, minus, raised, lowered, background)
            assert found == pytest.approx(exact, abs=1e-12)


def test_a_signed_list_of_one_direction_is_an_unsigned_one() -> None:
    assert signed_chance(3, 10, 0, 20, 0, 100) == pytest.approx(chance(3, 10, 20, 100), rel=1e-12)


def test_rates_are_those_of_benjamini_and_hochberg() -> None:
    import numpy as np

    random_ = random.Random(2)
    p = [random_.random() ** 3 for _ in range(50)]
    order = sorted(range(50), key=p.__getitem__)
    expected = [0.0] * 50
    least = 1.0
    for place in range(49, -1, -1):
        least = min(least, p[order[place]] * 50 / (place + 1))
        expected[order[place]] = least
    assert discovery_rates(np.array(p)).tolist() == pytest.approx(expected, rel=1e-12)
    assert len(discovery_rates(np.array([]))) == 0


def test_targets_in_the_direction_that_the_list_says(g: radexo.Graph) -> None:
    answer = g.enrich(LIST)
    shown = [(r.set.name, r.direction, [m.name for m in r.members]) for r in answer]
    assert shown == [
        ("miR-340-5p", 1, ["KLF10", "UVRAG"]),
        ("miR-339-5p", -1, ["CDC25A"]),
        ("miR-34c", -1, ["CTNNB1"]),
    ]
    row = answer[0]
    molecules = sum(1 for _ in g.store.entities({"Cargo"}))
    assert (row.overlap, row.set_size, row.list_size, row.background) == (2, 2, 4, molecules)
    assert row.p == pytest.approx(float(Fraction(1, comb(molecules, 2))), rel=1e-9)
    tests = 2 * molecules
    assert row.q == pytest.approx(row.p * tests)
    assert [(m.direction, m.sign) for m in row.members] == [(-1, -1), (-1, -1)]
    assert all(m.references for m in row.members)
    assert f"background: the {molecules} genes" in str(answer.reason)
    assert f"rates over {tests} tests" in str(answer.reason)


def test_opposite_signs_do_not_count_for_one_direction(g: radexo.Graph) -> None:
    answer = g.enrich({"KLF10": "+", "UVRAG": "-"})
    assert [(r.set.name, r.direction, r.overlap) for r in answer] == [
        ("miR-340-5p", 1, 1),
        ("miR-340-5p", -1, 1),
    ]


@pytest.mark.parametrize("against", AGAINST)
def test_sets_are_what_they_are_called(g: radexo.Graph, against: str) -> None:
    """Each set is found again in the findings, without the indexes that questions use."""
    names = [e.name for e in g.store.entities({"Cargo"}) if not e.general]
    answer = g.enrich(names, against=against)  # type: ignore[arg-type]
    molecules = {e.id for e in g.store.entities({"Cargo"}) if not e.general}
    sets: dict[str, set[str]] = {}
    for f in g.store.findings():
        named = {id for s in f.statements for id in (s.subject, s.object)}
        named |= {*f.cargo, *(b.entity for b in f.biomarkers)}
        if against == "cancers" and f.cancer:
            sets.setdefault(f.cancer, set()).update(named & molecules)
        if against == "findings":
            sets[f.id] = named & molecules
        for s in f.statements:
            if against == "targets" and s.causal and s.subject in molecules:
                sets.setdefault(s.subject, set()).update({s.object} & molecules - {s.subject})
            into = s.causal or s.predicate == "PART_OF"
            if against == "pathways" and into and g.store.entity(s.object).type == "Pathway":
                sets.setdefault(s.object, set()).update({s.subject} & molecules)
            if against == "cargo" and s.predicate == "CARRIES":
                sets.setdefault(s.subject, set()).update({s.object} & molecules)
    expected = {id: members for id, members in sets.items() if members}
    assert {r.set.id: {m.id for m in r.members} for r in answer} == expected
    assert all(r.overlap == r.set_size == len(r.members) for r in answer)
    assert all(m.references or m.findings for r in answer for m in r.members)


def test_the_background_decides_what_counts(g: radexo.Graph, tmp_path: Path) -> None:
    file = tmp_path / "measured.txt"
    file.write_text(
        "gene\n" + "".join(f"id{i}\n" for i in range(996)) + "KLF10\nTIEG1\nCDC25A\nUVRAG\nMYC\n"
    )
    answer = g.enrich(["KLF10", "UVRAG", "TP53", "miR-340-5p"], background=file)
    assert str(answer.reason).startswith(f"background: the 1000 ids of {file}; ")  # TIEG1 is KLF10
    assert "2 of 4 ids are not in the background, and left out" in str(answer.reason)
    (row,) = answer
    assert (row.set.name, row.overlap, row.set_size, row.list_size) == ("miR-340-5p", 2, 2, 2)
    assert row.p == pytest.approx(1 / comb(1000, 2), rel=1e-9)


def test_ids_that_the_graph_lacks_count_within_a_background(g: radexo.Graph) -> None:
    background = ["KLF10", "UVRAG", *(f"id{i}" for i in range(98))]
    (row,) = g.enrich(["KLF10", "id1", "ID2"], background=background)
    assert (row.list_size, row.background) == (3, 100)
    assert row.p == pytest.approx(float(tail(1, 2, 3, 100)), rel=1e-9)


LISTS = {
    "one column": ("KLF10\nUVRAG\n", False),
    "a heading": ("gene\nKLF10\nUVRAG\n", False),
    "signs": ("KLF10\t-\nUVRAG\t-\n", True),
    "signs after a space": ("KLF10 -\nUVRAG -\n", True),
    "words in csv": ("symbol,change\rKLF10,down\rUVRAG,Down\r", True),
    "changes": ("KLF10;-1.5\nUVRAG;-2\n", True),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_in_files(g: radexo.Graph, tmp_path: Path, name: str) -> None:
    text, signed = LISTS[name]
    file = tmp_path / "list.txt"
    file.write_bytes(text.encode())
    row = g.enrich(file)[0]
    assert (row.set.name, row.overlap, row.direction) == ("miR-340-5p", 2, 1 if signed else None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "{}: the file is empty"),
        (
            "KLF10\t-\nUVRAG\tsideways\n",
            "{}, row 2, column 'direction': 'sideways' not a direction",
        ),
        ("KLF10\t-\nKLF10\t+\n", "{}, row 2: 'KLF10' goes both ways"),
        ("KLF10\t-\nUVRAG\t\n", "{}, row 2: 'UVRAG' no direction"),
        ("KLF10\t-\n\t+\n", "{}, row 2: no id"),
        ("KLF10\t0\n", "'0' not a direction"),
        ("gene\tlog2FC\tpadj\nKLF10\t-1\t0.9\n", "{}, row 2: 3 cells in a list; one id per line"),
        ("KLF10,UVRAG,MYC\n", "{}, row 1: 3 cells in a list; one id per line"),
    ],
)
def test_hostile_lists_are_refused_with_their_place(
    g: radexo.Graph, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "list.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        g.enrich(file)
    assert message.format(file) in error.value.message


def test_the_table_says_what_a_direction_means(g: radexo.Graph) -> None:
    found = [row.cells()["direction"] for row in g.enrich(LIST)]
    assert found == ["as more of it", "as less of it", "as less of it"]
    carried = g.enrich({"miR-340-5p": "+", "HSP72": "-"}, against="cargo")
    assert {row.cells()["direction"] for row in carried} == {"raised ids", "lowered ids"}
    assert {row.cells()["direction"] for row in g.enrich(["KLF10"])} == {"-"}


@pytest.mark.parametrize("heading", ["entrez", "NCBI gene", "hgnc_id"])
def test_numbers_are_ids_below_a_heading_that_says_whose(
    g: radexo.Graph, tmp_path: Path, heading: str
) -> None:
    numbers = "11810\n12640\n" if "hgnc" in heading else "7071\n7405.0\n"
    file = tmp_path / "list.txt"
    file.write_text(f"{heading}\n{numbers}")
    (row,) = g.enrich(file, background=file)
    assert [m.name for m in row.members] == ["KLF10", "UVRAG"]
    file.write_text(numbers)
    answer = g.enrich(file)
    assert not answer
    assert "2 of the ids are plain numbers, which are looked up below a heading" in str(
        answer.reason
    )


def test_wrong_use_is_refused(g: radexo.Graph) -> None:
    with pytest.raises(UsageError, match="against 'genes': one of targets"):
        g.enrich(["KLF10"], against="genes")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="the list is empty"):
        g.enrich([])
    with pytest.raises(UsageError, match="'TIEG1' and 'KLF10' are one entity and go both ways"):
        g.enrich({"KLF10": "+", "TIEG1": "-"})


def test_a_list_that_meets_nothing_says_so(g: radexo.Graph) -> None:
    answer = g.enrich(["TP53"])
    assert (answer.status, len(answer)) == ("empty", 0)
    assert "no set shares a member with the list" in str(answer.reason)
    assert answer.details["list"]["unmatched"] == ["TP53"]


@pytest.mark.parametrize("against", AGAINST)
def test_a_store_on_disk_answers_alike(g: radexo.Graph, tmp_path: Path, against: Any) -> None:
    disk = radexo.Graph(DiskStore.build(g.records, tmp_path / "graph.db"))
    names = [e.name for e in g.store.entities({"Cargo"}) if not e.general]
    signed = {name: "+-"[i % 2] for i, name in enumerate(names)}
    for given in ({}, {"cancer": "esophageal squamous cell carcinoma"}):
        expected, found = (graph.enrich(signed, against=against, **given) for graph in (g, disk))
        assert json.dumps(found.to_dict()["rows"]) == json.dumps(expected.to_dict()["rows"])
        assert len(found) > 0
    disk.close()


def test_too_many_findings_are_refused_with_the_scope_to_give(
    g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sets, "is_large", lambda store: True)
    monkeypatch.setattr(sets, "_MOST_FINDINGS", 3)
    for against in ("cancers", "findings"):
        with pytest.raises(UsageError, match=r"review as source.* \(such as sun2022\)"):
            g.enrich(["KLF10", "UVRAG", "miR-22"], against=against)
        assert len(g.enrich(["KLF10"], against=against, source="sun2022")) > 0


def test_rows_are_json_and_cite(g: radexo.Graph) -> None:
    answer = g.enrich(LIST)
    row = json.loads(json.dumps(answer.to_dict(), allow_nan=False))["rows"][0]
    assert list(row) == [
        "set",
        "direction",
        "overlap",
        "set_size",
        "list_size",
        "background",
        "p",
        "q",
        "members",
        "findings",
        "references",
        "evidence",
        "notes",
    ]
    assert [r.citation for r in answer.references()] == ["29", "46", "37"]
    assert {e.id for e in answer.edges()} <= {e.id for e in g.store.edges()}
