"""A picture of an overlay: nodes are filled by value, and the legend says what the fills mean."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pandas as pd
import pytest

import radexo
from radexo.cli.frame import run
from radexo.graph.errors import UsageError
from radexo.views.picture import Picture
from radexo.views.render.cx2 import render as cx2
from radexo.views.render.pyvis_page import page
from radexo.views.style import SCALE, UNMEASURED, color_of

VALUES = {"hsa-miR-340-5p": 2.0, "KLF10": -1.0, "hsa-miR-301a-3p": -1.0, "CDC25A": 0.4}
RATES = [0.01, 0.01, 0.04, 0.9]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.DataFrame({"id": list(VALUES), "log2FC": list(VALUES.values()), "padj": RATES})


@pytest.fixture(scope="module")
def picture(g: radexo.Graph, table: pd.DataFrame) -> Picture:
    made: Picture = g.overlay(table).draw().picture
    return made


def test_nodes_are_filled_by_value(picture: Picture) -> None:
    assert {node.entity.name: node.fill for node in picture.nodes} == {
        "miR-340-5p": color_of(2, 2),
        "KLF10": color_of(-1, 2),
        "miR-301a": color_of(-1, 2),
        "CDC25A": color_of(0, 2),  # above the rate: no change
        "TCEAL7": UNMEASURED,
        "radiosensitivity": UNMEASURED,
    }
    lines = {node.entity.name: node.lines for node in picture.nodes}
    assert lines["miR-340-5p"] == ("miR-340-5p", "(+2)")
    assert lines["CDC25A"] == ("CDC25A", "(+0.4)")
    assert lines["TCEAL7"] == ("TCEAL7",)


def test_rows_that_go_both_ways_or_were_not_tested_have_no_color(g: radexo.Graph) -> None:
    ids, values = ["KLF10", "KLF10", "UVRAG", "miR-340-5p"], [1.0, -1.0, 2.0, 3.0]
    frame = pd.DataFrame({"id": ids, "log2FC": values, "padj": [0.01, 0.01, None, 0.01]})
    fills = {node.entity.name: node.fill for node in g.overlay(frame).draw().picture.nodes}
    assert (fills["KLF10"], fills["UVRAG"]) == (color_of(0, 3), UNMEASURED)
    assert fills["miR-340-5p"] == color_of(3, 3)


def test_the_legend_says_what_the_fills_mean(picture: Picture) -> None:
    assert [(item.word, item.key) for item in picture.legend if item.group == "value"] == [
        ("measured: −2", SCALE[0]),
        ("measured: −1", SCALE[1]),
        ("measured: +1", SCALE[3]),
        ("measured: +2", SCALE[4]),
        ("measured, no change", SCALE[2]),
        ("not measured", UNMEASURED),
    ]
    assert "Colors and numbers: log2FC, as measured; arrows: what papers report" in picture.context


def test_what_is_not_known_is_said_in_the_picture_too(picture: Picture) -> None:
    assert picture.footnotes  # notes on the evidence
    assert "3 of 4 measured changed at FDR 0.05" in picture.remarks
    assert {edge.certainty for edge in picture.edges} == {"stated", "inferred"}
    assert picture.support == {"one-study": 4}


def test_the_scale_is_symmetric_and_ends_at_its_ends() -> None:
    assert [color_of(v, 3) for v in (-9, -3, -1.5, 0, 1.5, 3, 9)] == [SCALE[0], *SCALE, SCALE[-1]]
    assert color_of(0, 0) == SCALE[2]


def test_other_pictures_have_no_fills_of_their_own(g: radexo.Graph) -> None:
    other = g.regulators("KLF10").draw().picture
    assert {node.fill for node in other.nodes} == {None}
    assert not other.scale
    assert "fill" not in json.dumps(other.to_dict())


def test_pages_and_cytoscape_have_the_fills(picture: Picture) -> None:
    shown = page(picture)
    network = {k: v for part in json.loads(cx2(picture)) for k, v in part.items()}
    for node in picture.nodes:
        assert f'"fill": "{node.fill}"' in shown or f'"fill":"{node.fill}"' in shown
    assert {n["v"]["fill"] for n in network["nodes"]} == {n.fill for n in picture.nodes}
    (looks,) = network["visualProperties"]
    assert looks["nodeMapping"]["NODE_BACKGROUND_COLOR"] == {
        "type": "PASSTHROUGH",
        "definition": {"attribute": "fill"},
    }


def test_nothing_to_draw_is_refused(g: radexo.Graph) -> None:
    with pytest.raises(UsageError, match="nothing to draw: overlay gave no rows: 1 of 1 ids"):
        g.overlay(pd.DataFrame({"id": ["TP53"], "log2FC": [1.0]})).draw()


def test_the_command_in_a_picture_draws_it_again(
    g: radexo.Graph, table: pd.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "my table.tsv"
    table.to_csv(file, sep="\t", index=False)
    asked = {"cancer": "esophageal squamous cell carcinoma", "max_fdr": 0.02}
    command = shlex.split(g.overlay(file, **asked).draw().picture.command)  # type: ignore[arg-type]
    assert command[:4] == ["radexo", "draw", "overlay", str(file)]
    pictures = [tmp_path / f"{i}.cx2" for i in (1, 2)]
    g.overlay(file, **asked).draw(pictures[0], overwrite=False)  # type: ignore[arg-type]
    assert run([*command[1:], "-o", str(pictures[1])]) == 0
    assert "wrote" in capsys.readouterr().out
    one, two = (json.loads(p.read_text(encoding="utf-8")) for p in pictures)
    places = [[part["nodes"] for part in content if "nodes" in part] for content in (one, two)]
    assert places[0] == places[1]


def test_an_enriched_list_is_drawn_as_the_claims_of_its_members(g: radexo.Graph) -> None:
    drawn = g.enrich({"KLF10": "-", "UVRAG": "-"}).draw().picture
    assert sorted(map(drawn.sentence, drawn.edges)) == [
        "miR-340-5p -| KLF10",
        "miR-340-5p -| UVRAG",
    ]
    assert drawn.command == "radexo draw enrich list"
