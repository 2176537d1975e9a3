"""`enrich` gives the chances and rates of SciPy and of GSEApy.

The sets and the list are made here, since the collections that people use have licenses of their
own. To compare with such files:
``ENRICH_SETS=sets.gmt ENRICH_LIST=genes.txt pytest tests/oracles``.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.model import Entity, Finding, Source, Statement
from radexo.graph.records import Records
from support.chances import chance, signed_chance
from support.oracles import program

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("default")]

Sets = dict[str, list[str]]


def test_chances_are_those_of_scipy_and_gseapy_in_a_thousand_cases() -> None:
    stats, gseapy = program("scipy.stats"), program("gseapy.stats")
    random_ = random.Random(16)
    for case in range(1000):
        background = random_.choice([6, 50, 400, 2500, 25000])
        ids = range(background)
        members = random_.sample(ids, random_.randint(1, min(background, 300)))
        listed = random_.sample(ids, random_.randint(1, min(background, 900)))
        overlap = len({*members} & {*listed})
        found = chance(overlap, len(members), len(listed), background)
        table = [[overlap, len(members) - overlap], [len(listed) - overlap]]
        table[1].append(background - sum(map(sum, table)))
        exact = stats.hypergeom.sf(overlap - 1, background, len(members), len(listed))
        assert found == pytest.approx(exact, rel=1e-9, abs=1e-300), case
        if background <= 400:  # another way to the same number
            fisher = stats.fisher_exact(table, alternative="greater").pvalue
            assert found == pytest.approx(fisher, rel=1e-9, abs=1e-300), case
        if overlap:
            _, (theirs,), *_ = gseapy.calc_pvalues({*listed}, {"set": members}, background)
            assert found == pytest.approx(theirs, rel=1e-9, abs=1e-300), case
        if len(members) <= 50:
            signed = signed_chance(overlap, len(members), 0, len(listed), 0, background)
            assert found == pytest.approx(signed, rel=1e-9, abs=1e-300), case


FILES = [os.environ.get(name) for name in ("ENRICH_SETS", "ENRICH_LIST")]


@pytest.fixture(params=["made here", *["files"] * all(FILES)])
def compared(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """A file of sets, and one of a list."""
    if request.param == "files":
        return Path(str(FILES[0])), Path(str(FILES[1]))
    random_ = random.Random(7)
    genes = [f"GENE{n}" for n in range(600)]
    sets = tmp_path / "sets.gmt"
    lines = [
        "\t".join((f"SET_{n}", "made here", *random_.sample(genes, random_.randint(5, 90))))
        for n in range(40)
    ]
    sets.write_text("\n".join(lines) + "\n", encoding="utf-8")
    listed = tmp_path / "list.txt"
    chosen = [*random_.sample(genes, 80), *lines[3].split("\t")[2:22], "NOT1", "NOT2"]
    listed.write_text("\n".join(f"  {name}" for name in chosen) + "\n", encoding="utf-8")
    return sets, listed


def read(file: Path) -> Sets:
    """Read sets as GMT is documented."""
    lines = (
        line.rstrip("\n").split("\t") for line in file.read_text(encoding="utf-8").splitlines()
    )
    return {name: [m for m in dict.fromkeys(members) if m] for name, _, *members in lines}


def graph_of(sets: Sets) -> radexo.Graph:
    """A graph whose pathways are the sets."""
    genes = {m: f"radexo:g{n}" for n, m in enumerate({m: None for s in sets.values() for m in s})}
    pathways = {name: f"radexo:p{n}" for n, name in enumerate(sets)}
    entities = [Entity(id, name, "Gene") for name, id in genes.items()]
    entities += [Entity(id, name, "Pathway") for name, id in pathways.items()]
    findings = tuple(
        Finding(
            f"s:{n}",
            statements=tuple(
                Statement(genes[m], "PART_OF", pathways[name], i) for i, m in enumerate(members, 1)
            ),
        )
        for n, (name, members) in enumerate(sets.items(), 1)
    )
    return radexo.Graph(Records((Source("s"),), (), tuple(entities), findings))


def test_a_list_has_the_rows_of_gseapy(compared: tuple[Path, Path], tmp_path: Path) -> None:
    stats, gseapy = program("scipy.stats"), program("gseapy")
    sets, listed = read(compared[0]), compared[1]
    names = list(
        dict.fromkeys(
            line.strip() for line in listed.read_text(encoding="utf-8").splitlines() if line.strip()
        )
    )
    universe = sorted({*names, *(m for members in sets.values() for m in members)})
    background = tmp_path / "background.txt"
    background.write_text("\n".join(universe) + "\n", encoding="utf-8")
    answer = graph_of(sets).enrich(listed, against="pathways", background=background)
    theirs: list[dict[str, Any]] = gseapy.enrich(
        gene_list=names,
        gene_sets=str(compared[0]),
        background=universe,
        outdir=None,
        no_plot=True,
        cutoff=1,
    ).results.to_dict("records")
    expected = {row["Term"]: row for row in theirs}
    assert len(answer) == len(expected) > 20
    rates = stats.false_discovery_control(
        [expected[row.set.name]["P-value"] for row in answer] + [1.0] * (len(sets) - len(answer))
    )
    for row, rate in zip(answer, rates, strict=False):
        other = expected[row.set.name]
        assert f"{row.overlap}/{row.set_size}" == other["Overlap"]
        assert {m.name for m in row.members} == {*other["Genes"].split(";")}
        assert row.p == pytest.approx(other["P-value"], rel=1e-9)
        assert row.q == pytest.approx(rate, rel=1e-9)
        by_scipy = stats.hypergeom.sf(row.overlap - 1, len(universe), row.set_size, len(names))
        assert row.p == pytest.approx(by_scipy, rel=1e-9)
    assert (answer[0].background, answer[0].list_size) == (len(universe), len(names))
