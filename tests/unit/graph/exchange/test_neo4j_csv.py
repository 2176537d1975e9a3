"""The script that imports an export with neo4j-admin."""

from __future__ import annotations

from pathlib import Path

import radexo
from radexo.graph.exchange.formats.neo4j_csv import write
from support.import_script import ran


def test_the_printed_command_names_every_file(tmp_path: Path, g: radexo.Graph) -> None:
    write(g.store, tmp_path / "out")
    words = ran(tmp_path / "out").stdout.splitlines()
    assert words[:4] == ["database", "import", "full", "neo4j"]
    assert {word.partition("=")[2] for word in words if word.endswith(".csv")} == {
        f.name for f in (tmp_path / "out").glob("*.csv")
    }


def test_a_database_that_is_there_is_deleted_only_when_asked(
    tmp_path: Path, g: radexo.Graph
) -> None:
    write(g.store, tmp_path / "out")
    wanted, unwanted, mistaken = (
        ran(tmp_path / "out", *options) for options in (["--overwrite"], [], ["--overwirte"])
    )
    assert "--overwrite-destination=true" in wanted.stdout
    assert unwanted.stdout
    assert "overwrite" not in unwanted.stdout
    assert (mistaken.returncode, mistaken.stdout) == (2, "")
    assert "usage" in mistaken.stderr
