"""The commands `overlay` and `enrich`: what goes to stdout and to stderr, exit codes, drawing and
citing.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from radexo.cli.frame import run

TABLE = "id\tlog2FC\tpadj\nhsa-miR-340-5p\t2\t0.01\nKLF10\t-1\t0.02\nTP53\t1\t0.5\n"


@pytest.fixture
def table(tmp_path: Path) -> str:
    file = tmp_path / "changes.tsv"
    file.write_text(TABLE, encoding="utf-8")
    return str(file)


@pytest.fixture
def listed(tmp_path: Path) -> str:
    file = tmp_path / "list.txt"
    file.write_text("KLF10\t-\nUVRAG\t-\n", encoding="utf-8")
    return str(file)


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    found = capsys.readouterr()
    return code, found.out, found.err


def test_an_overlay_on_the_command_line(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "overlay", table)
    assert code == 0
    heading, first, second, *notes = out.splitlines()
    assert heading.split() == [
        "entity",
        "change",
        "value",
        "fdr",
        "if",
        "causal",
        "chain",
        "support",
        "certainty",
        "cancers",
        "papers",
        "neighbors",
        "notes",
    ]
    assert first.startswith("miR-340-5p (hsa-miR-340-5p)")
    assert "radiosensitivity falls" in first
    assert "agree: KLF10" in first
    assert "[29] doi:10.1186/s13046-021-01834-9" in first
    assert second.startswith("KLF10 ")
    assert all(note.startswith("*") for note in notes)
    assert err.splitlines() == [
        "columns: id 'id' (inferred), value 'log2FC' (inferred), fdr 'padj' (inferred); 3 rows",
        "if causal, esophageal squamous cell carcinoma, one-study: 2 would lower radiosensitivity",
        "not in the graph: TP53",
        "1 of 3 ids are not in the graph; 2 of 2 measured changed at FDR 0.05",
    ]


@pytest.mark.parametrize("format", ["tsv", "csv"])
def test_formats(table: str, capsys: pytest.CaptureFixture[str], format: str) -> None:
    code, out, _ = asked(capsys, "overlay", table, "--format", format)
    separator = "\t" if format == "tsv" else ","
    heading = out.splitlines()[0].split(separator)
    assert code == 0
    assert heading[:7] == [
        "entity.id",
        "entity.name",
        "entity.type",
        "id_in_table",
        "value",
        "fdr",
        "change",
    ]


def test_json_is_one_object(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "overlay", table, "--json", "--cancer", "glioblastoma")
    found = json.loads(out)
    assert code == 0
    assert found["query"]["name"] == "overlay"
    assert found["query"]["parameters"]["cancer"] == "mondo:0018177"
    assert found["table"]["unmatched"] == ["TP53"]


@pytest.mark.unmeasured
def test_two_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "counts.csv"
    rows = ["KLF10,9,8,7,1,2,3", "UVRAG,1,2,3,1,2,3"]
    file.write_text("\n".join(["gene,A1,A2,A3,B1,B2,B3", *rows]), encoding="utf-8")
    code, out, err = asked(capsys, "overlay", str(file), "--groups", "A*", "B*")
    assert code == 0
    assert out.splitlines()[1].startswith("KLF10 ")
    assert "compared: 3 cases with 3 controls, 2 rows tested; value: rank-biserial" in err


def test_enrich_on_the_command_line(listed: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "enrich", listed)
    assert code == 0
    assert out.splitlines()[1].startswith("miR-340-5p  as more of it  2 of 2 ")
    assert err.startswith("background: the ")
    assert asked(capsys, "enrich", listed, "--against", "cancers")[0] == 0


def test_a_list_from_the_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def piped(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    piped("KLF10\t-\r\nUVRAG\t-\r\n")
    code, out, err = asked(capsys, "enrich", "-")
    assert code == 0
    assert out.splitlines()[1].startswith("miR-340-5p  as more of it  2 of 2 ")
    assert err.startswith("background: the ")
    piped("")
    assert asked(capsys, "enrich", "-")[::2] == (
        4,
        "error: -: the file is empty; give one id per line\n",
    )


def test_what_has_no_direction_or_is_hedged_is_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "changes.tsv"
    file.write_text("id\tlog2FC\nPDGFRA\t1\nKLF10\t-1\nTIEG1\t1\n", encoding="utf-8")
    _, out, err = asked(capsys, "overlay", str(file))
    assert "direction not given" in out
    assert "if causal, glioblastoma, one-study: 1 without a direction, or both ways" in err
    assert "carcinoma, one-study: 1 without a direction, or both ways\n" in err  # KLF10 is TIEG1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("overlay", "nowhere.tsv"), 4, "nowhere.tsv: cannot be read"),
        (("overlay", "{table}", "--id", "gene"), 2, "no column 'gene'; the columns are id, log2FC"),
        (("overlay", "{table}", "--cancer", "nope"), 2, "'nope' is not a Cancer of the graph"),
        (("overlay", "{table}", "--groups", "A*", "B*"), 2, "pattern 'A*' matches 0 columns"),
        (("overlay", "{table}", "--max-fdr", "7"), 2, "a number between 0 and 1"),
        (("overlay",), 2, "Missing argument 'TABLE'"),
        (("enrich", "nowhere.txt"), 4, "nowhere.txt: cannot be read"),
        (("draw", "-o", "x.nope", "overlay", "{table}"), 2, "x.nope"),
    ],
)
def test_errors_have_codes_and_no_traceback(
    table: str,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    found = asked(capsys, *(word.format(table=table) for word in arguments))
    assert found[0] == code
    assert found[1] == ""
    assert message in found[2]
    assert "Traceback" not in found[2]


@pytest.mark.unmeasured
@pytest.mark.parametrize("ending", ["svg", "html", "cx2"])
def test_an_overlay_is_drawn(
    table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    file = tmp_path / f"figure.{ending}"
    code, out, _ = asked(capsys, "draw", "-o", str(file), "overlay", table)
    assert (code, out) == (0, f"wrote {file} (3 nodes, 2 edges, 1 paper)\n")
    assert file.stat().st_size > 500


def test_the_papers_of_an_overlay(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "cite", "overlay", table)
    assert code == 0
    assert out.count("@article") == 1


def test_without_scipy_the_extra_is_named(
    listed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.delitem(sys.modules, "scipy.stats", raising=False)
    code, out, err = asked(capsys, "enrich", listed)
    assert (code, out) == (2, "")
    assert "pip install 'radexo[stats]'" in err


def test_an_overlay_needs_no_scipy(
    table: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    modules: dict[str, Any] = {name: None for name in sys.modules if name.startswith("scipy")}
    for name in {*modules, "scipy"}:
        monkeypatch.setitem(sys.modules, name, None)
    assert asked(capsys, "overlay", table)[0] == 0
