"""The shell completes commands and names of the graph.

Names also come from stdin; ``radexo`` alone is help.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from radexo.cli.frame import run
from radexo.cli.waiting import Waiting


@pytest.fixture
def complete(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a shell offers for the last word of a line."""

    def offered(line: str, shell: str = "bash") -> list[str]:
        monkeypatch.setenv("_RADEXO_COMPLETE", f"{shell}_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
        monkeypatch.setattr("radexo.cli.frame._close_stdout", lambda: None)
        run([])
        lines = capsys.readouterr().out.splitlines()
        words = [line.removeprefix("plain,") for line in lines] if shell == "bash" else lines[1::3]
        return [word.replace("\\\\", "\\") for word in words if word]  # bash's read drops one

    return offered


def test_commands_and_options_are_completed(complete: Any) -> None:
    assert complete("radexo regul") == ["regulators"]
    assert complete("radexo new") == ["new-review"]
    assert "--cancer" in complete("radexo regulators KLF10 --can")
    assert complete("radexo draw mech") == ["mechanism"]
    assert complete("radexo query shared_r") == ["shared_regulators"]
    assert complete("radexo cypher shared-r") == ["shared_regulators"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("radexo regulators KLF", ["KLF10"]),
        ("radexo regulators klf", ["KLF10"]),
        ("radexo regulators KLF10 GB", ["GBM"]),
        ("radexo paths NORA", ["NORAD"]),
        ("radexo draw regulators KLF", ["KLF10"]),
        ("radexo cite mechanism miR-340", ["miR-340-5p"]),
        ("radexo regulators mir340", ["miR-340-5p"]),
        ("radexo findings --cancer colo", [r"colorectal\ cancer"]),
        ("radexo regulators sensitivity", []),
    ],
)
def test_names_are_completed_and_nothing_that_was_typed_is_lost(
    complete: Any, line: str, names: list[str]
) -> None:
    assert complete(line) == names


def test_an_option_of_one_type_offers_all_of_it(complete: Any, g: Any) -> None:
    cancers = {e.name for e in g.store.entities(["Cancer"])}
    assert {name.replace("\\", "") for name in complete("radexo findings --cancer ")} == cancers


def test_other_shells_quote_themselves(complete: Any) -> None:
    assert complete("radexo findings --cancer colo", "zsh") == ["colorectal cancer"]


def test_a_graph_that_cannot_be_opened_offers_nothing(complete: Any, tmp_path: Path) -> None:
    assert complete(f"radexo --graph {tmp_path}/nothing regulators KLF") == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_itself_completes(tmp_path: Path) -> None:
    command = tmp_path / "radexo"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m radexo "$@"\n')
    command.chmod(0o755)
    script = (
        'eval "$(_RADEXO_COMPLETE=bash_source radexo)"; '
        "COMP_WORDS=(radexo findings --cancer colo); COMP_CWORD=3; _radexo_completion radexo; "
        'echo "${COMPREPLY[0]}"'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path},
        check=False,
    )
    assert done.stdout == "colorectal\\ cancer\n", done.stderr


def test_radexo_alone_is_help(cli: Any) -> None:
    alone = cli()
    assert (alone.code, alone.err) == (0, "")
    assert alone.out == cli("--help").out
    assert alone.out.startswith("Usage: radexo")


def test_names_are_read_from_stdin(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\ufeffKLF10\r\n\n  UVRAG \n"))
    listed = cli("regulators", "-", "--json")
    assert listed.code == 0
    assert listed.json == cli("regulators", "KLF10", "UVRAG", "--json").json


def test_stdin_stands_among_arguments(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("UVRAG\n"))
    mixed = cli("cite", "regulators", "KLF10", "-")
    assert mixed.out == cli("cite", "regulators", "KLF10", "UVRAG").out


def test_empty_stdin_is_refused(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    refused = cli("regulators", "-")
    assert (refused.code, refused.out) == (2, "")
    assert "stdin holds no names" in refused.err


def test_ask_reads_the_question_from_stdin(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "what happens if NORAD is silenced?"
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{question}\n"))
    assert cli("ask", "-").out == cli("ask", question).out
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    refused = cli("ask", "-")
    assert (refused.code, refused.out) == (2, "")
    assert "stdin holds no question" in refused.err


def test_elapsed_seconds_are_shown_after_a_while_and_cleared(
    capsys: pytest.CaptureFixture[str],
) -> None:
    quick = Waiting(after=30)
    quick.stop()
    assert capsys.readouterr().err == ""
    slow = Waiting(after=0.001, every=0.001)
    shown = ""
    while "searching" not in shown:
        shown += capsys.readouterr().err
    slow.stop()
    shown += capsys.readouterr().err
    assert shown.startswith("\rsearching, ")
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("arguments", "waits"),
    [(["regulators", "KLF10"], True), (["regulators", "nobody"], True), (["load"], False)],
)
def test_only_a_terminal_shows_them(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], waits: bool
) -> None:
    made: list[Waiting] = []

    class Counted(Waiting):
        def __init__(self) -> None:
            super().__init__(after=600)
            made.append(self)

    monkeypatch.setattr("radexo.cli.waiting.Waiting", Counted)
    run(arguments)
    assert not made  # pytest's stderr is not a terminal
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run(arguments)
    assert bool(made) is waits
    assert all(not waiting._thread.is_alive() for waiting in made)
