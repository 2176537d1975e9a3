"""`draw` on the command line and in a notebook: what it writes, what it says, what it refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.errors import DataError, MissingExtraError
from radexo.queries.markup import table
from radexo.views.formats import FORMATS
from radexo.views.style import EDGES

BEGINS = {
    "html": b"<!DOCTYPE html>",
    "svg": b"<?xml",
    "png": b"\x89PNG",
    "pdf": b"%PDF-",
    "cx2": b'[\n{"CXVersion": "2.0"',
}


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_written(cli: Callable[..., Any], tmp_path: Path, format: str) -> None:
    path = tmp_path / f"figure.{format}"
    output = cli("draw", "mechanism", "miR-340-5p", "KLF10", "-o", path)
    assert output.code == 0
    assert output.out == f"wrote {path} (6 nodes, 5 edges, 1 paper)\n"
    assert path.read_bytes().startswith(BEGINS[format])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    "asked",
    [
        ["graph"],
        ["paths", "hypoxia", "radiosensitivity", "--sign", "-", "--limit", "3"],
        ["regulators", "KLF10", "--depth", "2"],
        ["targets", "miR-340-5p"],
        ["findings", "--cargo", "miR-19b"],
        ["contradictions", "--max-hops", "1"],
        ["coherence", "--cancer", "GBM"],
        ["biomarkers", "--cancer", "NSCLC"],
        ["query", "cargo_of", "exosome=cancer-associated fibroblasts"],
        ["query", "evidence", "subject=NORAD", "object=EEPD1"],
    ],
    ids=lambda asked: " ".join(asked[:2]),
)
def test_every_command_that_returns_claims_is_drawn(
    cli: Callable[..., Any], tmp_path: Path, asked: list[str]
) -> None:
    path = tmp_path / "picture.cx2"
    output = cli("draw", *asked, "-o", path)
    assert output.code == 0
    assert output.out.startswith(f"wrote {path} (")
    content = {
        name: value for aspect in json.loads(path.read_bytes()) for name, value in aspect.items()
    }
    assert f"{len(content['nodes'])} node" in output.out
    assert content["networkAttributes"][0]["command"].startswith(f"radexo draw {asked[0]}")


def test_the_file_may_be_named_anywhere(cli: Callable[..., Any], tmp_path: Path) -> None:
    one, two = tmp_path / "one.cx2", tmp_path / "two.cx2"
    assert cli("draw", "-o", one, "regulators", "KLF10", "--depth", "2").code == 0
    assert cli("draw", "regulators", "--output", two, "KLF10", "--depth", "2").code == 0
    assert one.read_bytes() == two.read_bytes()


def test_what_an_answer_left_out_is_said(cli: Callable[..., Any], tmp_path: Path) -> None:
    output = cli(
        "draw", "paths", "type:MiRNA", "radiosensitivity", "--limit", "2", "-o", tmp_path / "a.cx2"
    )
    assert "2 of " in output.err
    assert "limit 0 shows all" in output.err


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        (["mechanism", "NORAD", "-o", "{}/a.gif"], "one of: .html, .svg, .png, .pdf, .cx2"),
        (["mechanism", "NORAD", "-o", "{}/a"], "the extension names the format"),
        (["mechanism", "NORAD", "-o", "{}/none/a.svg"], "does not exist"),
        (["mechanism", "NORAD"], "Missing option '-o'"),
        (["regulators", "hypoxia", "-o", "{}/a.svg"], "nothing acts on hypoxia within 1 hop"),
        (["query", "hubs", "-o", "{}/a.svg"], "the rows of hubs hold no claims"),
        (["mechanism", "NORAAD", "-o", "{}/a.svg"], "NORAD"),
        (["queries", "-o", "{}/a.svg"], "'queries' does not answer a question"),
        (["draw", "graph", "-o", "{}/a.svg"], "'draw' does not answer a question"),
        (["graph", "NORAD", "-o", "{}/a.svg"], "takes no arguments"),
        (["graph", "--layout", "heap", "-o", "{}/a.svg"], "'heap' is not one of"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_use_is_reported_and_nothing_written(
    cli: Callable[..., Any], tmp_path: Path, asked: list[str], printed: str
) -> None:
    output = cli("draw", *(word.format(tmp_path) for word in asked))
    assert output.code == 2
    assert output.err.startswith("error: ")
    assert printed in output.err
    assert output.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_only_where_that_is_allowed(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "a.cx2"
    path.write_text("mine", encoding="utf-8")
    output = cli("draw", "mechanism", "NORAD", "-o", path, "--no-clobber")
    assert output.code == 4
    assert "drop --no-clobber" in output.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert cli("draw", "mechanism", "NORAD", "-o", path).code == 0
    assert path.read_bytes().startswith(BEGINS["cx2"])


def test_a_path_that_cannot_be_written_is_reported(cli: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "folder.svg").mkdir()
    for name in ("folder.svg", "x" * 250 + ".svg"):
        output = cli("draw", "mechanism", "NORAD", "-o", tmp_path / name)
        assert output.code == 4
        assert "Traceback" not in output.err
        assert output.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["folder.svg"]


@pytest.mark.parametrize(("library", "format"), [("pyvis.network", "html"), ("matplotlib", "svg")])
def test_a_missing_library_names_the_extra(
    cli: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    format: str,
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    output = cli("draw", "mechanism", "NORAD", "-o", tmp_path / f"a.{format}")
    assert output.code == 2
    assert "pip install 'radexo[pictures]'" in output.err
    assert list(tmp_path.iterdir()) == []


def test_asking_and_cx2_need_no_drawing_library() -> None:
    code = """
import sys, radexo
from radexo.cli.frame import run
run(["regulators", "KLF10"])
heavy = {"matplotlib", "pyvis", "jinja2", "networkx", "IPython", "radexo.views.picture"}
loaded = heavy & set(sys.modules)
radexo.load().mechanism("NORAD").draw().picture
print(sorted(loaded | ({"matplotlib", "pyvis", "jinja2", "IPython"} & set(sys.modules))))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# -- in Python and in notebooks --------------------------------------------------------------------


@pytest.mark.unmeasured
def test_an_answer_draws_itself(g: radexo.Graph, tmp_path: Path) -> None:
    answer = g.mechanism("miR-340-5p", "KLF10")
    drawing = answer.draw(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == drawing.svg()
    assert repr(drawing) == "Mechanism: miR-340-5p, KLF10 (6 nodes, 5 edges, 1 paper)"
    with pytest.raises(DataError, match="drop --no-clobber"):
        answer.draw(tmp_path / "a.svg", overwrite=False)
    (tmp_path / "b.svg").mkdir()
    with pytest.raises(DataError, match="is a folder"):
        answer.draw(tmp_path / "b.svg")
    assert g.draw(tmp_path / "all.cx2").picture.layout.kind == "rings"


def test_a_drawing_shows_itself_with_a_table_for_where_it_cannot(g: radexo.Graph) -> None:
    shown = g.mechanism("miR-340-5p", "KLF10").draw()._repr_mimebundle_()
    assert shown["text/html"].startswith("<div><svg")
    assert len(shown["text/html"]) < 60_000
    assert (
        "miR-340-5p -| KLF10  stated  esophageal squamous cell carcinoma  Chen 2021 [29] doi:"
        in shown["text/plain"]
    )


@pytest.mark.unmeasured
def test_a_figure_in_a_notebook_keeps_the_papers_that_it_has_no_room_for(g: radexo.Graph) -> None:
    few, many = g.mechanism("miR-340-5p", "KLF10").draw(), g.regulators("radiosensitivity").draw()
    assert [few.picture.needs_caption, many.picture.needs_caption] == [False, True]
    assert "<details>" not in few._repr_mimebundle_()["text/html"]
    caption = many._repr_mimebundle_()["text/html"].split("<details>")[1]
    assert all(r.number in caption for r in many.picture.references)


def test_an_interactive_drawing_is_framed_with_a_table(g: radexo.Graph) -> None:
    shown = g.mechanism("miR-340-5p", "KLF10").draw().interactive(height=500)._repr_mimebundle_()
    assert 'sandbox="allow-scripts ' in shown["text/html"]
    assert (
        "allow-same-origin"
        not in shown["text/html"].split("srcdoc")[0] + shown["text/html"].rsplit("sandbox", 1)[1]
    )
    assert "height:500px" in shown["text/html"]
    assert shown["text/html"].count("<tr>") == 6
    assert "miR-340-5p -| KLF10" in shown["text/plain"]


def test_without_the_library_a_drawing_says_what_is_missing(
    g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    drawing = g.mechanism("NORAD").draw()
    assert "radexo[pictures]" in drawing._repr_mimebundle_()["text/html"]
    with pytest.raises(MissingExtraError):
        drawing.svg()


def test_an_answers_table_links_its_papers(g: radexo.Graph) -> None:
    shown = g.mechanism("miR-340-5p", "KLF10")._repr_html_()
    assert (
        '<a href="https://doi.org/10.1186/s13046-021-01834-9">doi:10.1186/s13046-021-01834-9</a>'
        in shown
    )
    arrow = f'<span style="white-space:nowrap;color:{EDGES["plus"].text}">-&gt;</span>'
    assert f"KLF10 {arrow} radiosensitivity" in shown


def test_a_table_in_a_notebook_has_signs_and_warnings_in_color(g: radexo.Graph) -> None:
    plus, minus = EDGES["plus"].text, EDGES["minus"].text
    shown = g.regulators("radiosensitivity", cancer="CRC")._repr_html_()
    for color, sign in ((plus, "+"), (minus, "-")):
        signs = [row.sign for row in g.regulators("radiosensitivity", cancer="CRC")]
        assert shown.count(f'<strong style="color:{color}">{sign}</strong>') == signs.count(
            1 if sign == "+" else -1
        )
    assert f'<span style="color:{minus}">*1 *2</span>' in shown
    stitched = g.paths("miR-340-5p", "radiosensitivity")._repr_html_()
    assert stitched.count(f'<span style="color:{minus}">stitched</span>') == 1
    hostile = table(
        [{"sign": "<b>", "support": "stitched<i>"}], (), title="", reason=None, remarks=["<u>"]
    )
    assert not {"<b>", "<i>", "<u>"} & set(re.findall("<[^>]+>", hostile))
