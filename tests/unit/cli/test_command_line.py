"""What the commands promise to people and programs.

Rows and keys, exit codes, stdout for the answer alone.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
import pybtex.database
import pytest
import rispy

import radexo
from radexo.cli.commands import OTHER_WORDS
from radexo.cli.frame import cli as program
from radexo.graph.model import Entity
from radexo.graph.records import Records
from radexo.loaders.review import FORMAT

ENTITY = {"id": str, "name": str, "type": str}
REFERENCE = {"source": str, "citation": str, "doi": str, "pmid": str, "url": str, "label": str}
EVIDENCE = {"cancers": [ENTITY], "findings": [str], "references": [REFERENCE]}
SIDE = {"findings": [str], "cancers": [ENTITY], "references": [REFERENCE]}
STATEMENT = {
    "subject": ENTITY,
    "predicate": str,
    "object": ENTITY,
    "sign": int,
    "causal": bool,
    "certainty": str,
    "inverted": bool,
    "premises": [str],
}
EDGE = {
    "id": str,
    "subject": str,
    "predicate": str,
    "predicates": [str],
    "object": str,
    "sign": int,
    "causal": bool,
    "certainty": str,
    "findings": [str],
    "sources": [str],
}
REGULATION = {
    "regulator": ENTITY,
    "target": ENTITY,
    "sign": int,
    "hops": int,
    "path": str,
    "support": str,
    "certainty": str,
    **EVIDENCE,
}
PATH = {
    "nodes": [ENTITY],
    "edges": [EDGE],
    "sign": int,
    "support": str,
    "certainty": str,
    **EVIDENCE,
}
SHAPES: dict[str, dict[str, Any]] = {
    "findings": {
        "id": str,
        "source": str,
        "locator": str,
        "cancer": ENTITY,
        "exosome": {"donor": [ENTITY], "exposure": [ENTITY], "fluid": str},
        "recipient": ENTITY,
        "recipient_exposure": [ENTITY],
        "affected": str,
        "system": str,
        "endpoint": str,
        "dose": str,
        "assay": str,
        "cargo": [ENTITY],
        "effect": str,
        "certainty": str,
        "statements": [STATEMENT],
        "biomarkers": [
            {
                "entity": ENTITY,
                "role": [str],
                "level": str,
                "compared": str,
                "fluid": str,
                "meaning": str,
            }
        ],
        "references": [REFERENCE],
        "summary": str,
        "review_note": str,
        "source_check": str,
        "source_note": str,
    },
    "regulators": REGULATION,
    "targets": REGULATION,
    "paths": PATH,
    "mechanism": PATH,
    "biomarkers": {
        "biomarker": ENTITY,
        "cancer": ENTITY,
        "fluid": str,
        "role": [str],
        "level": str,
        "compared": str,
        "meaning": str,
        "findings": [str],
        "references": [REFERENCE],
    },
    "contradictions": {
        "level": str,
        "subject": ENTITY,
        "object": ENTITY,
        "plus": SIDE,
        "minus": SIDE,
        "shared_context": bool,
    },
    "coherence": {
        "finding": str,
        "chain_sign": int,
        "stated_sign": int,
        "verdict": str,
        "path": str,
    },
}
"""The rows that are promised: keys in order, a list where there may be several.

Further keys may come between.
"""

ASKED: dict[str, list[str]] = {
    "findings": ["findings"],
    "regulators": ["regulators", "radiosensitivity", "KLF10", "--depth", "2"],
    "targets": ["targets", "hypoxia", "miR-340-5p", "--depth", "2"],
    "paths": ["paths", "type:MiRNA", "radiosensitivity", "--max-hops", "3", "--limit", "0"],
    "mechanism": ["mechanism", "miR-340-5p", "KLF10", "--support", "stitched"],
    "biomarkers": ["biomarkers"],
    "contradictions": ["contradictions"],
    "coherence": ["coherence"],
}
UNANSWERED: dict[str, list[str]] = {
    "findings": ["findings", "--cargo", "KLF10"],
    "regulators": ["regulators", "hypoxia"],
    "targets": ["targets", "radiosensitivity"],
    "paths": ["paths", "KLF10", "hypoxia"],
    "mechanism": ["mechanism", "KLF10", "hypoxia"],
    "biomarkers": ["biomarkers", "--cancer", "melanoma"],
    "contradictions": ["contradictions", "--cancer", "ESCC", "--max-hops", "1"],
    "coherence": ["coherence", "--cancer", "prostate cancer"],
}
Cli = Callable[..., Any]
commands = pytest.mark.parametrize("command", SHAPES)


def check(value: Any, shape: Any) -> None:
    """Check a JSON value against a shape; anything but a list may be null."""
    if isinstance(shape, list):
        assert isinstance(value, list)
        for item in value:
            check(item, shape[0])
    elif isinstance(shape, dict) and value is not None:
        assert [key for key in value if key in shape] == list(shape)
        assert shape not in (ENTITY, REFERENCE) or list(value) == list(shape)
        for key, inner in shape.items():
            check(value[key], inner)
    elif value is not None:
        assert type(value) is shape
        assert shape is not int or value >= -1


def columns(shape: Any, name: str = "") -> Iterable[str]:
    """List the columns of a shape: nested keys dotted."""
    if isinstance(shape, list):
        yield from columns(shape[0], name)
    elif isinstance(shape, dict):
        for key, inner in shape.items():
            yield from columns(inner, f"{name}.{key}".lstrip("."))
    else:
        yield name


def separated(text: str, separator: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def python(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | settings.pop("env", {})
    return subprocess.run(
        [sys.executable, "-m", "radexo", *arguments],
        capture_output=True,
        check=False,
        env=environment,
    )


# -- rows ------------------------------------------------------------------------------------------


@commands
def test_json_has_the_frame_and_the_rows_of_the_contract(
    cli: Cli, g: radexo.Graph, command: str
) -> None:
    answer = cli(*ASKED[command], "--json")
    assert answer.code == 0
    assert list(answer.json) == ["query", "status", "reason", "rows"]
    query = answer.json["query"]
    assert list(query) == ["name", "parameters", "answer", "graph"]
    assert (query["name"], query["graph"], answer.json["status"]) == (
        command,
        g.version,
        "complete",
    )
    assert answer.json["rows"]
    for row in answer.json["rows"]:
        check(row, SHAPES[command])
        assert query["answer"] is None or list(row[query["answer"]]) == list(ENTITY)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("regulators", "regulator"),
        ("targets", "target"),
        ("biomarkers", "biomarker"),
        ("paths", None),
    ],
)
def test_json_says_which_key_answers(cli: Cli, command: str, answer: str | None) -> None:
    assert cli(*ASKED[command], "--json").json["query"]["answer"] == answer


def test_parameters_are_reported_with_ids_and_defaults(cli: Cli, g: radexo.Graph) -> None:
    asked = cli("regulators", "β-catenin", "--cancer", "glioma", "--sign", "-", "--json").json[
        "query"
    ]["parameters"]
    assert asked == {
        "names": [g.entity("CTNNB1").id],
        "depth": 1,
        "sign": -1,
        "type": None,
        "cancer": g.entity("glioma").id,
        "exposure": None,
        "system": None,
        "source": None,
        "certainty": None,
        "source_check": None,
        "limit": 0,
    }


@commands
def test_tables_have_the_columns_of_the_contract_even_when_empty(cli: Cli, command: str) -> None:
    promised = list(columns(SHAPES[command]))
    for asked in (ASKED, UNANSWERED):
        tsv, comma = (
            cli(*asked[command], "--format", "tsv").out,
            cli(*asked[command], "--format", "csv").out,
        )
        heading = tsv.split("\n", 1)[0].split("\t")
        assert [column for column in heading if column in promised] == promised
        assert comma.split("\n", 1)[0].split(",") == heading
        assert separated(tsv, "\t") == separated(comma, ",")
    assert tsv == "\t".join(heading) + "\n"


@commands
def test_an_empty_answer_is_no_error_and_says_why(cli: Cli, command: str) -> None:
    answer = cli(*UNANSWERED[command], "--json")
    assert (answer.code, answer.json["status"], answer.json["rows"]) == (0, "empty", [])
    assert answer.json["reason"]
    table = cli(*UNANSWERED[command])
    assert (table.code, table.out) == (0, "")
    assert table.err == f"empty: {answer.json['reason']}\n"


def test_lists_are_joined_by_bars_in_tables(cli: Cli) -> None:
    rows = cli(*ASKED["regulators"], "--json").json["rows"]
    table = separated(cli(*ASKED["regulators"], "--format", "tsv").out, "\t")
    assert [cells["findings"].split("|") for cells in table] == [row["findings"] for row in rows]
    assert [cells["cancers.id"] for cells in table] == [
        "|".join(c["id"] for c in row["cancers"]) for row in rows
    ]
    assert [cells["sign"] for cells in table] == [
        "" if row["sign"] is None else str(row["sign"]) for row in rows
    ]
    assert any("|" in cells["references.citation"] for cells in table)


def test_info_gives_version_license_and_where_the_tables_lie(
    cli: Cli, g: radexo.Graph, tmp_path: Path
) -> None:
    answer = cli("info", "--json").json
    rows = {(row["what"], row["name"]): row["value"] for row in answer["rows"]}
    assert rows["graph", "version"] == g.version
    assert rows["license", "sun2022"] == "CC BY 4.0"
    assert rows["total", "findings"] == len(g.records.findings)
    assert rows["entities", "MiRNA"] == sum(e.type == "MiRNA" for e in g.store.entities())
    assert (Path(answer["tables"]) / "statements.tsv").is_file()
    g.save(tmp_path)
    saved = cli("--graph", tmp_path, "info", "--json").json
    assert saved["rows"] == answer["rows"]
    assert saved["tables"] is None


def test_limit_cuts_and_zero_gives_all(cli: Cli) -> None:
    asked = ["paths", "type:MiRNA", "radiosensitivity", "--json"]
    some, whole = cli(*asked, "--limit", "3").json, cli(*asked, "--limit", "0").json
    number = len(whole["rows"])
    assert number > 25
    assert (whole["status"], whole["reason"]) == ("complete", None)
    assert some["status"] == "truncated"
    assert some["reason"] == f"3 of {number} paths shown; limit 0 shows all"
    assert some["rows"] == whole["rows"][:3]
    assert len(cli(*asked).json["rows"]) == 25
    just_enough = cli(*asked, "--limit", str(number)).json
    assert (just_enough["status"], just_enough["reason"]) == ("complete", None)


def test_what_a_filter_leaves_out_is_counted_but_cuts_nothing(cli: Cli, g: radexo.Graph) -> None:
    answer = cli("findings", "--cargo", "miR-340-5p", "--json").json
    assert answer["status"] == "complete"
    assert answer[
        "reason"
    ] == f"{len(g.records.findings) - len(answer['rows'])} of {len(g.records.findings)} " + (
        "findings left out by cargo miR-340-5p"
    )


# -- output ----------------------------------------------------------------------------------------


def test_options_stand_before_and_after_the_command(
    cli: Cli, g: radexo.Graph, tmp_path: Path
) -> None:
    g.merge(radexo.Graph(Records(entities=(Entity("radexo:new", "new thing", "Process"),)))).save(
        tmp_path
    )
    wanted = cli("regulators", "KLF10", "--json").out
    assert cli("--json", "regulators", "KLF10").out == wanted
    assert cli("--format", "json", "regulators", "KLF10").out == wanted
    assert cli("regulators", "--format=json", "KLF10").out == wanted
    assert cli("--format", "tsv", "regulators", "KLF10", "--json").out == wanted
    before, after = (
        cli("--graph", tmp_path, "targets", "new thing", "--json"),
        cli("targets", "new thing", "--json", "--graph", tmp_path),
    )
    assert before.out == after.out
    assert before.json["status"] == "empty"
    assert cli("targets", "new thing", "--json").code == 2


@pytest.mark.parametrize("name", ["klf10", "hgnc:11810", "HGNC:11810", " KLF-10 "])
def test_any_spelling_gives_the_same_bytes(cli: Cli, name: str) -> None:
    assert cli("regulators", name, "--json").out == cli("regulators", "KLF10", "--json").out


@commands
def test_equal_input_gives_equal_bytes_in_every_process(command: str) -> None:
    one, two = (
        python(*ASKED[command], "--json", env={"PYTHONHASHSEED": seed}) for seed in ("1", "2")
    )
    assert one.returncode == 0
    assert json.loads(one.stdout)["rows"]
    assert one.stdout == two.stdout


@pytest.mark.parametrize("format", ["table", "json", "tsv", "csv"])
def test_notes_go_to_stderr(cli: Cli, format: str) -> None:
    answer = cli("regulators", "radiosensitivity", "--cancer", "glioblastoma", "--format", format)
    alone = cli("regulators", "radiosensitivity", "--cancer", "glioblastoma", "--json").json
    assert alone["reason"] in answer.err
    assert "left out by cancer glioblastoma" in answer.err
    assert "left out" not in answer.out or format == "json"
    everything = cli("regulators", "radiosensitivity", "--format", format)
    assert (
        "! Wnt/beta-catenin signaling both raises and lowers radiosensitivity; "
        "'radexo contradictions' shows both sides"
    ) in everything.err
    assert "both raises" not in everything.out


def test_the_module_runs_like_the_command(cli: Cli) -> None:
    ran = python("mechanism", "miR-340-5p", "KLF10", "--json")
    assert ran.returncode == 0
    assert ran.stdout.decode() == cli("mechanism", "miR-340-5p", "KLF10", "--json").out
    assert python("regulators", "KLF1O").returncode == 2


def test_output_is_utf8_in_every_locale(cli: Cli) -> None:
    ran = python(
        "findings",
        "--format",
        "tsv",
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert ran.stdout.decode("utf-8") == cli("findings", "--format", "tsv").out
    assert not ran.stdout.isascii()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["findings", "--json"], 0), (["--help"], 0), (["targets", "KLF1O", "--json"], 2)],
)
def test_a_reader_that_has_enough_is_no_error(arguments: list[str], code: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "radexo", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # as `| head` does
        result = process.stderr.read()
    assert process.returncode == code
    assert "Traceback" not in result
    assert "BrokenPipe" not in result
    assert code or result == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_reported_without_a_traceback() -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "radexo", "info"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 4
    assert ran.stderr.decode().startswith("error: No space left")
    assert ran.stderr.count(b"\n") == 1


def test_an_interruption_is_reported_and_exits_with_130(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(radexo.Graph, "query", interrupted)
    answer = cli("regulators", "KLF10", "--json")
    assert (answer.code, answer.out) == (130, "")
    assert "interrupted" in answer.err


@pytest.mark.parametrize("command", ["regulators glioblastoma", "paths hypoxia glioblastoma"])
def test_a_cancer_as_an_end_is_named_as_a_context(cli: Cli, command: str) -> None:
    answer = cli(*command.split())
    assert answer.code == 0
    assert "glioblastoma is a cancer, the context of findings" in answer.err
    assert "findings with cancer=glioblastoma" in answer.err


def test_radioresistance_is_named_as_low_radiosensitivity(cli: Cli) -> None:
    refused = cli("regulators", "radioresistance")
    assert refused.code == 2
    assert "it is low radiosensitivity" in refused.err
    assert "what raises radioresistance lowers radiosensitivity" in refused.err
    assert "UVRAG" not in refused.err


def test_the_nearest_command_is_named(cli: Cli) -> None:
    refused = cli("regualtors", "KLF10")
    assert (refused.code, "Nearest: regulators" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("command", "near"),
    [
        ("plot hypoxia", "Nearest: draw."),
        ("search KLF10", "Nearest: define, lookup, findings."),
        ("frobnicate KLF10", "takes a question in plain words"),
        ("draw regulatrs KLF10 -o x.svg", "Nearest: regulators"),
        ("query regulatrs names=KLF10", "Nearest: regulators"),
    ],
)
def test_a_word_that_is_no_command_has_candidates(cli: Cli, command: str, near: str) -> None:
    refused = cli(*command.split())
    assert (refused.code, near in refused.err) == (2, True), refused.err


def test_other_words_for_commands_name_commands(cli: Cli) -> None:
    known = set(program.list_commands(click.Context(program)))
    assert {name for near in OTHER_WORDS.values() for name in near} <= known
    assert not known & OTHER_WORDS.keys()


@pytest.mark.parametrize("word", ["protein", "Proteins", "mRNA", "genes"])
def test_a_type_is_read_by_an_everyday_word(cli: Cli, word: str) -> None:
    asked = cli("regulators", "radiosensitivity", "--type", word, "--format", "tsv").out
    assert asked == cli("regulators", "radiosensitivity", "--type", "Gene", "--format", "tsv").out


def test_findings_are_filtered_by_certainty_and_source_check(cli: Cli, g: radexo.Graph) -> None:
    every = cli("findings", "--json").json["rows"]
    differ = cli("findings", "--source-check", "differs", "--json").json["rows"]
    assert 0 < len(differ) < len(every)
    assert {row["source_check"] for row in differ} == {"differs"}
    hedged = cli("findings", "--certainty", "hedged", "--json").json["rows"]
    assert 0 < len(hedged) < len(every)
    assert {row["id"] for row in hedged} == {
        f.id for f in g.store.findings() if any(s.certainty == "hedged" for s in f.statements)
    }


def test_a_contradiction_of_a_cancer_has_both_sides(cli: Cli) -> None:
    [row] = [
        row
        for row in cli("contradictions", "--cancer", "CRC", "--json").json["rows"]
        if row["subject"]["name"].startswith("Wnt")
    ]
    text = json.dumps(row)
    assert "colorectal cancer" in text
    assert "glioblastoma" in text


def test_help_lists_every_command(cli: Cli) -> None:
    result = cli("--help")
    assert result.code == 0
    commands = re.findall(r"^  ([a-z][\w-]+) ", result.out.partition("Mechanisms")[2], re.MULTILINE)
    others = {
        "info",
        "cite",
        "validate",
        "new-review",
        "load",
        "ask",
        "draw",
        "explore",
        "export",
        "diff",
        "serve",
    }
    assert {*SHAPES, *others} <= set(commands)
    for command in commands:
        shown = cli(command, "--help").out
        assert shown.startswith(f"Usage: radexo {command} ")
        assert "\\b" not in shown  # click's mark, not a word


# -- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "kind", "message", "candidate"),
    [
        (["regulators", "KLF1O"], "unknown-name", "'KLF1O' is not in the graph", "KLF10"),
        (
            ["targets", "KLF10", "miR-34O-5p"],
            "unknown-name",
            "'miR-34O-5p' is not in the graph",
            "miR-340-5p",
        ),
        (["findings", "--cancer", "gliom"], "unknown-name", "'gliom' is not a Cancer", "glioma"),
        (["findings", "--cancer", "lung"], "unknown-name", "'lung' is not a", "lung cancer"),
        (["findings", "--cancer", "KLF10"], "unknown-name", "'KLF10' is not a Cancer", None),
        (
            ["regulators", "KLF10", "--type", "Enzyme"],
            "usage",
            "'Enzyme' is not an entity type",
            "Gene",
        ),
        (["paths", "type:Enzyme", "KLF10"], "usage", "'Enzyme' is not an entity type", "Gene"),
        (["biomarkers", "--fluid", "milk"], "usage", "fluid 'milk' is not known", "serum"),
        (["biomarkers", "--role", "useful"], "usage", "'useful'", None),
        (["findings", "--effect", "worse"], "usage", "'worse'", None),
        (["regulators", "KLF10", "--sign", "2"], "usage", "'2'", None),
        (["regulators", "KLF10", "--depth", "0"], "usage", "--depth", None),
        (["paths", "hypoxia", "KLF10", "--limit", "many"], "usage", "--limit", None),
        (
            ["paths", "hypoxia"],
            "usage",
            "Missing argument 'TARGET'. Such as: radexo paths miR-340-5p radiosensitivity",
            None,
        ),
        (
            ["regulators", "KLF10", "--source", "smith"],
            "usage",
            "source 'smith' is not in the graph; it has: sun2022",
            None,
        ),
        (["lookup", " "], "usage", "name at least one", None),
        (["new-review", "mine.docx"], "usage", "use one of: .csv, .tsv, .txt, .xlsx", None),
        (["regulators", "KLF10", "--no-such-option"], "usage", "--no-such-option", None),
        (["no-such-command"], "usage", "no-such-command", None),
        (["cite", "validate", "x"], "usage", "'validate' does not answer a question", None),
        (["load", "review", "x"], "usage", "name a folder with --graph", None),
        (["--graph", "g", "load", "no-such-source", "x"], "usage", "no-such-source", None),
    ],
)
def test_wrong_use_exits_with_2(
    cli: Cli, arguments: list[str], kind: str, message: str, candidate: str | None
) -> None:
    plain, result = cli(*arguments), cli("--json", *arguments)
    assert (plain.code, plain.out) == (2, "")
    assert plain.err.startswith("error: ")
    assert message in plain.err
    assert result.code == 2
    assert list(result.json) == ["error"]
    assert list(result.json["error"]) == ["kind", "message", "candidates"]
    assert result.json["error"]["kind"] == kind
    assert result.err == f"error: {result.json['error']['message']}\n"
    assert candidate is None or candidate in result.json["error"]["candidates"]


def test_an_ambiguous_name_exits_with_2_and_names_all_that_carry_it(
    cli: Cli, g: radexo.Graph, tmp_path: Path
) -> None:
    assert cli("regulators", "p21", "--json").json["query"]["parameters"]["names"] == [
        g.entity("CDKN1A").id
    ]
    other = Entity("hgnc:18590", "PAK1-like", "Gene", synonyms=("p21",))
    g.merge(radexo.Graph(Records(entities=(other,)))).save(tmp_path)
    answer = cli("--graph", tmp_path, "regulators", "p21", "--json")
    assert answer.code == 2
    assert answer.json["error"]["kind"] == "ambiguous-name"
    assert answer.json["error"]["candidates"] == [g.entity("CDKN1A").id, other.id]
    assert "PAK1-like (Gene, hgnc:18590)" in answer.err
    for candidate in answer.json["error"]["candidates"]:
        assert cli("--graph", tmp_path, "regulators", candidate).code == 0


def test_bad_data_exits_with_4(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "graph.json").write_text("{")
    answer = cli("info", "--graph", tmp_path, "--json")
    assert answer.code == 4
    assert answer.json["error"]["kind"] == "data"
    assert str(tmp_path / "graph.json") in answer.json["error"]["message"]


# -- papers ----------------------------------------------------------------------------------------


def cited(rows: list[dict[str, Any]]) -> dict[str, str | None]:
    """List the papers behind rows: key to doi."""
    papers = [
        paper
        for row in rows
        for part in (row, row.get("plus", {}), row.get("minus", {}))
        for paper in part.get("references", [])
    ]
    return {
        f"{paper['source']}_{paper['citation']}" if paper["citation"] else paper["source"]: paper[
            "doi"
        ]
        for paper in papers
    }


@commands
def test_cite_writes_the_papers_behind_an_answer(cli: Cli, command: str) -> None:
    answer, bibtex = cli(*ASKED[command], "--json"), cli("cite", *ASKED[command])
    ris = cli("cite", *ASKED[command], "--format", "ris")
    assert (bibtex.code, ris.code) == (0, 0)
    entries = pybtex.database.parse_string(bibtex.out, "bibtex").entries
    records = {record["id"]: record for record in rispy.loads(ris.out)}
    assert entries
    assert {key: entry.fields.get("doi") for key, entry in entries.items()} == {
        k: r.get("doi") for k, r in records.items()
    }
    if command != "coherence":  # whose rows do not show their papers
        assert {key: entry.fields.get("doi") for key, entry in entries.items()} == cited(
            answer.json["rows"]
        )


def test_all_papers_of_the_graph_can_be_cited(cli: Cli, g: radexo.Graph) -> None:
    papers = g.store.references()
    entries = pybtex.database.parse_string(cli("cite", "info").out, "bibtex").entries
    records = rispy.loads(cli("cite", "info", "--format", "ris").out)
    assert len(entries) == len(records) == len(papers)
    for paper, record in zip(papers, records, strict=True):
        entry = entries["_".join(filter(None, paper.key))]
        assert entry.fields.get("title", "").replace("\\", "") == (paper.title or "")
        assert record.get("title") == paper.title
        assert record.get("year") == paper.year == entry.fields.get("year")
        names = [name for name in (paper.authors or "").split(", ") if name]
        surnames = [name.split()[0] for name in names if name != "et al."]
        last_names = (
            [" ".join([*p.prelast_names, *p.last_names]) for p in entry.persons["author"]]
            if names
            else []
        )
        others = ["others"] if "et al." in names else []
        assert [name.split()[0] for name in last_names] == surnames + others
        assert [author.split(",")[0].split()[0] for author in record.get("authors", [])] == surnames
        assert paper.title or paper.citation is None or "not identified" in entry.fields["note"]


def test_cite_takes_options_of_both_commands_anywhere(
    cli: Cli, g: radexo.Graph, tmp_path: Path
) -> None:
    wanted = cli("cite", "findings", "--cancer", "NSCLC", "--format", "ris")
    assert wanted.out.count("TY  - ") == len(g.findings(cancer="NSCLC").references()) > 1
    assert cli("cite", "--format", "ris", "findings", "--cancer", "NSCLC").out == wanted.out
    g.save(tmp_path)
    assert (
        cli("cite", "--graph", tmp_path, "findings", "--cancer", "NSCLC", "--format", "ris").out
        == wanted.out
    )
    assert cli("cite", "findings", "--cancer", "gliom").code == 2


def test_cite_asks_and_never_loads(cli: Cli, tables: Any, tmp_path: Path) -> None:
    assert cli("--graph", tmp_path / "new", "cite", "load", "review", tables.folder).code == 2
    assert not (tmp_path / "new").exists()


# -- a review of one's own -------------------------------------------------------------------------


@pytest.fixture
def review(cli: Cli, tmp_path: Path) -> Path:
    """A folder of tables, begun with `new-review` and filled in."""
    folder = tmp_path / "my-review"
    assert cli("new-review", folder).code == 0
    fill(
        folder,
        "entities",
        id="radexo:my-exosomes",
        name="my exosomes",
        type="Exosome",
        fluid="tears",
    )
    fill(folder, "entities", id="radexo:mir-x", name="miR-X", type="MiRNA")
    fill(folder, "entities", id="radexo:gene-y", name="GENEY", type="Gene")
    fill(folder, "references", source="my2024", title="My review", license="CC0")
    fill(
        folder,
        "references",
        source="my2024",
        citation="1",
        authors="Me M",
        title="My 100% study of A & B_2",
        year="2024",
    )
    fill(
        folder,
        "findings",
        id="my2024:1a",
        section="Results",
        sentences="1,3",
        citations="1",
        exosome="my exosomes",
        cargo="miR-X",
    )
    finding = {"finding": "my2024:1a", "certainty": "stated"}
    fill(
        folder,
        "statements",
        number="1",
        subject="my exosomes",
        predicate="CARRIES",
        object="miR-X",
        **finding,
    )
    fill(
        folder,
        "statements",
        number="2",
        subject="miR-X",
        predicate="REPRESSES",
        object="GENEY",
        sign="-1",
        **finding,
    )
    return folder


def fill(folder: Path, table: str, **cells: str) -> None:
    with open(folder / f"{table}.tsv", "a", encoding="utf-8") as file:
        file.write("\t".join(cells.get(column, "") for column in FORMAT[table]) + "\n")


def load(cli: Cli, graph: Path, folder: Path, *options: str) -> dict[str, Any]:
    answer = cli("--graph", graph, "load", "review", folder, *options, "--json")
    assert answer.code == 0
    assert answer.json["query"]["name"] == "load"
    (row,) = answer.json["rows"]
    assert list(row) == [
        "file",
        "source",
        "version",
        "read",
        "added",
        "merged",
        "refused",
        "reasons",
        "joined",
        "changed",
        "removed",
    ]
    assert (row["file"], row["source"]) == (
        str(folder),
        "my2024" if folder.name == "my-review" else "sun2022",
    )
    return row


def test_new_review_makes_empty_tables_that_lack_only_rows(cli: Cli, tmp_path: Path) -> None:
    made = cli("new-review", tmp_path / "my-review")
    assert made.code == 0
    assert [Path(line).stem for line in made.out.splitlines()] == list(FORMAT)
    assert all(Path(line).is_file() for line in made.out.splitlines())
    assert "radexo validate" in made.err
    checked = cli("validate", tmp_path / "my-review", "--json")
    (problem,) = checked.json["rows"]
    assert (checked.code, problem["problem"]) == (4, "no table has a row")
    assert Path(problem["file"]).stem == "findings"


def test_only_similar_questions_are_named_for_an_unknown_one(cli: Cli) -> None:
    answer = cli("query", "nope", "--json")
    assert (answer.code, answer.json["error"]["candidates"]) == (2, [])
    assert cli("query", "regulator", "--json").json["error"]["candidates"][0] == "regulators"


def test_new_review_overwrites_nothing(cli: Cli, review: Path) -> None:
    before = {file.name: file.read_bytes() for file in review.iterdir()}
    answer = cli("new-review", review)
    assert (answer.code, answer.out) == (4, "")
    assert "file exists" in answer.err
    assert {file.name: file.read_bytes() for file in review.iterdir()} == before


def test_validate_gives_problems_as_rows_and_exits_with_4(cli: Cli, review: Path) -> None:
    assert cli("validate", review).code == 0
    fill(review, "findings", id="my2024:1b", citations="1", effect="worse")
    result = cli("validate", review, "--json")
    assert result.code == 4
    assert list(result.json) == ["query", "status", "reason", "rows"]
    (row,) = result.json["rows"]
    assert list(row) == ["file", "row", "column", "value", "problem", "remedy"]
    assert (row["file"], row["row"], row["column"], row["value"]) == (
        str(review / "findings.tsv"),
        3,
        "effect",
        "worse",
    )
    table = cli("validate", review, "--format", "tsv")
    assert table.code == 4
    assert separated(table.out, "\t") == [{key: str(value) for key, value in row.items()}]


def test_a_new_graph_begins_as_a_copy_of_the_packaged_one(
    cli: Cli, g: radexo.Graph, review: Path, tmp_path: Path
) -> None:
    row = load(cli, tmp_path / "mine", review)
    assert (row["read"], row["added"], row["merged"], row["refused"], row["reasons"]) == (
        1,
        1,
        0,
        0,
        {},
    )
    mine = radexo.load(tmp_path / "mine")
    assert len(mine.findings()) == len(g.findings()) + 1
    for target, regulator in (("KLF10", "miR-340-5p"), ("GENEY", "miR-X")):
        rows = cli("--graph", tmp_path / "mine", "regulators", target, "--json").json["rows"]
        assert [row["regulator"]["name"] for row in rows] == [regulator]


def test_a_new_graph_may_begin_empty(cli: Cli, review: Path, tmp_path: Path) -> None:
    load(cli, tmp_path / "mine", review, "--empty")
    mine = radexo.load(tmp_path / "mine")
    assert [row.finding.id for row in mine.findings()] == ["my2024:1a"]
    assert {entity.name for entity in mine.store.entities()} == {"my exosomes", "miR-X", "GENEY"}
    shown = pybtex.database.parse_string(
        cli("--graph", tmp_path / "mine", "cite", "findings").out, "bibtex"
    )
    assert shown.entries["my2024_1"].fields["title"] == r"My 100\% study of A \& B\_2"
    again = cli("--graph", tmp_path / "mine", "load", "review", review, "--empty")
    assert again.code == 4
    assert "holds a graph; --empty begins a new one" in again.err


def test_loading_twice_changes_nothing(cli: Cli, review: Path, tmp_path: Path) -> None:
    load(cli, tmp_path / "mine", review)
    before = (tmp_path / "mine" / "graph.db").read_bytes()
    row = load(cli, tmp_path / "mine", review)
    assert (row["read"], row["added"], row["merged"], row["refused"]) == (1, 0, 1, 0)
    assert (tmp_path / "mine" / "graph.db").read_bytes() == before


@pytest.mark.unmeasured
def test_the_packaged_tables_loaded_again_give_the_packaged_graph(
    cli: Cli, g: radexo.Graph, tables: Any, tmp_path: Path
) -> None:
    number = len(g.findings())
    copied = load(cli, tmp_path / "copy", tables.folder)
    anew = load(cli, tmp_path / "anew", tables.folder, "--empty")
    assert (copied["added"], copied["merged"], anew["added"], anew["merged"]) == (
        0,
        number,
        number,
        0,
    )
    assert (
        radexo.load(tmp_path / "copy").version
        == radexo.load(tmp_path / "anew").version
        == g.version
    )
    assert (tmp_path / "copy" / "graph.db").read_bytes() == (
        tmp_path / "anew" / "graph.db"
    ).read_bytes()


def test_a_finding_that_contradicts_the_graph_is_refused_with_the_remedy(
    cli: Cli, review: Path, tmp_path: Path
) -> None:
    load(cli, tmp_path / "mine", review)
    before = (tmp_path / "mine" / "graph.db").read_bytes()
    fill(
        review,
        "statements",
        finding="my2024:1a",
        number="3",
        subject="my exosomes",
        predicate="REGULATES",
        object="GENEY",
        sign="0",
        certainty="stated",
    )
    refused = cli("--graph", tmp_path / "mine", "load", "review", review)
    assert (refused.code, refused.out) == (4, "")
    assert "the graph has other findings with the ids my2024:1a" in refused.err
    assert "add --replace" in refused.err
    assert (tmp_path / "mine" / "graph.db").read_bytes() == before
    row = load(cli, tmp_path / "mine", review, "--replace")
    assert (row["added"], row["merged"], row["refused"]) == (0, 0, 0)
    assert (row["changed"], row["removed"]) == (1, 0)
    assert len(radexo.load(tmp_path / "mine").store.finding("my2024:1a").statements) == 3


def test_a_folder_of_other_things_is_not_made_a_graph(
    cli: Cli, review: Path, tmp_path: Path
) -> None:
    answer = cli("--graph", review, "load", "review", review)
    assert answer.code == 4
    assert "holds other files but no graph" in answer.err
    assert not (review / "graph.db").exists()


@pytest.mark.parametrize("format", ["json", "table"])
def test_the_articles_sentences_stand_beside_the_findings(
    cli: Cli, review: Path, tmp_path: Path, format: str
) -> None:
    load(cli, tmp_path / "mine", review, "--empty")
    article = tmp_path / "article.txt"
    article.write_text(
        "Methods\n\nWe looked.\n\nResults\n\nThe exosomes held miR-X. It rained. It hit GENEY.\n",
        encoding="utf-8",
    )
    answer = cli("--graph", tmp_path / "mine", "findings", "--text", article, "--format", format)
    assert answer.code == 0
    assert "The exosomes held miR-X. It hit GENEY." in answer.out
    assert "It rained" not in answer.out


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            b"Methods\n\nWe looked.\n",
            2,
            "my2024:1a: the text has no section 'Results'; is it the article that was curated?",
        ),
        (
            b"Results\n\nIt held. It hit.\n",
            2,
            "my2024:1a: section 'Results' of the text has 2 sentences, not 3",
        ),
        (
            "Results\n\nM\xfcller.\n".encode("latin-1"),
            4,
            "not UTF-8 at byte 10; save the text as UTF-8",
        ),
        (b"", 4, "no sentence found; give the article as plain text"),
    ],
    ids=["section", "sentence", "latin-1", "empty"],
)
def test_a_text_that_is_not_the_article_is_reported(
    cli: Cli, review: Path, tmp_path: Path, text: bytes, code: int, message: str
) -> None:
    load(cli, tmp_path / "mine", review, "--empty")
    article = tmp_path / "article.txt"
    article.write_bytes(text)
    answer = cli("--graph", tmp_path / "mine", "findings", "--text", article)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err


def test_an_article_that_is_not_there_is_named(cli: Cli, tmp_path: Path) -> None:
    answer = cli("findings", "--text", tmp_path / "nowhere.txt")
    assert answer.code == 4
    assert f"error: {tmp_path / 'nowhere.txt'}: No such file" in answer.err


def test_a_paper_is_retracted_with_what_rests_on_it_alone(cli: Cli, tmp_path: Path) -> None:
    folder = str(tmp_path / "mine")
    radexo.load().save(folder)
    shown = cli("--graph", folder, "depends-on", "sun2022:29", "--json")
    gone = cli("--graph", folder, "retract", "sun2022:29", "--json")
    assert gone.code == 0
    assert gone.json["rows"] == shown.json["rows"]
    reason = "removed 1 finding: sun2022:29a; sun2022:29b cites 29, 30, 31, 32 and stays"
    assert gone.json["reason"] == reason
    left = radexo.load(folder)
    assert left.store.finding("sun2022:29a") is None
    assert left.store.finding("sun2022:29b") is not None
    assert len(left.regulators("KLF10")) == 0
    nothing = cli("--graph", folder, "retract", "sun2022:29")
    assert nothing.err.startswith("removed 0 findings; name a finding to remove it")
    unknown = cli("--graph", folder, "retract", "sun2022:29a")
    assert unknown.code == 2
    assert "no finding cites it" in unknown.err
    assert "name a folder with --graph DIR" in cli("retract", "29").err


def test_a_source_is_retracted_whole(cli: Cli, review: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    load(cli, folder, review)
    gone = cli("--graph", folder, "retract", "my2024", "--json")
    assert gone.code == 0
    assert gone.json["reason"].startswith("removed source my2024: 1 finding")
    assert {row["status"] for row in gone.json["rows"]} == {"lost"}
    assert {id for row in gone.json["rows"] for id in row["findings_lost"]} == {"my2024:1a"}
    left, packaged = radexo.load(folder), radexo.load()
    assert left.store.sources() == packaged.store.sources()
    assert tuple(left.store.references()) == tuple(packaged.store.references())
    assert tuple(left.store.findings()) == tuple(packaged.store.findings())
    assert left.version == left.records.version
    again = cli("--graph", folder, "retract", "my2024")
    assert again.code == 2
    assert load(cli, folder, review)["added"] == 1


def test_the_catalogue_is_listed_and_printed(cli: Callable[..., Any]) -> None:
    listed = cli("queries", "--json").json["rows"]
    assert len(listed) >= 25
    assert list(listed[0]) == ["name", "summary", "parameters", "example", "columns"]
    for row in listed:
        assert cli("cypher", row["name"]).out.startswith("// ")
    pairs = [
        f"{k}={'|'.join(v) if isinstance(v, list) else v}" for k, v in listed[2]["example"].items()
    ]
    assert cli("query", listed[2]["name"], *pairs, "--json").json["rows"]
    assert cli("query", "regulators", "KLF10").code == 2
    assert cli("cypher", "nothing").code == 2
