"""The agreement of the two curation passes, and the command that prints it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from radexo.docs.make.agreement import compare, main
from support.paths import DOCS

FIRST, SECOND = DOCS / "curation" / "first-pass", DOCS / "curation" / "second-pass"


def test_the_passes_agree_as_documented(capsys: pytest.CaptureFixture[str]) -> None:
    agreement = compare(FIRST, SECOND)
    both = len(agreement.same) + len(agreement.other_sign)
    documented = re.search(
        r"(\d+) pairs of subject and object .*?(\d+) of them",
        (DOCS / "curation.md").read_text("utf-8"),
        re.DOTALL,
    )
    assert documented is not None
    assert (int(documented[1]), int(documented[2])) == (both, len(agreement.same))
    assert agreement.opposite == ()
    assert main([str(FIRST), str(SECOND)]) == 0
    assert capsys.readouterr().out.startswith(f"in both: {both}; same sign {len(agreement.same)} ")


def test_an_opposite_sign_would_be_seen(tmp_path: Path) -> None:
    for table in ("entities", "findings", "statements"):
        (tmp_path / f"{table}.tsv").write_bytes((FIRST / f"{table}.tsv").read_bytes())
    statements = (tmp_path / "statements.tsv").read_text("utf-8").splitlines()
    turned = next(
        n for n, line in enumerate(statements) if "\tmiR-340-5p\tREPRESSES\tKLF10\t-1\t" in line
    )
    statements[turned] = statements[turned].replace("REPRESSES\tKLF10\t-1", "INCREASES\tKLF10\t1")
    (tmp_path / "statements.tsv").write_text("\n".join(statements) + "\n", "utf-8")
    assert compare(FIRST, tmp_path).opposite == (("[29]", "miR-340-5p", "KLF10"),)


def test_one_folder_is_compared_with_the_packaged_tables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([str(SECOND)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("opposite sign 0")
    assert (
        "only_second\t[47]\tEEPD1\tradiosensitivity" in lines
    )  # left out when the passes were settled


def test_wrong_use_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main([]) == 2
    assert main([str(tmp_path)]) == 4
    assert "cannot be read" in capsys.readouterr().err
