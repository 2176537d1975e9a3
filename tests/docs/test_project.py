"""The files of a public project agree with each other and with the code."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest

import radexo
from support.paths import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere() -> None:
    releases = re.findall(r"^## \[(\d[\w.]*)\] - (\d{4}-\d\d-\d\d)$", read("CHANGELOG.md"), re.M)
    version, date = releases[0]
    assert version == radexo.__version__
    assert f"\nversion: {version}\ndate-released: {date}\n" in read("CITATION.cff")


def test_actions_are_pinned_to_commits() -> None:
    used = re.findall(r"uses: (\S+)(.*)", read(".github/workflows/test.yml"))
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), comment


def test_the_workflow_runs_every_python_that_the_package_supports() -> None:
    workflow = read(".github/workflows/test.yml")
    tested = re.search(r"python: \[(.*)\]", workflow)
    assert tested
    pythons = re.findall(r"\d\.\d+", tested[1])
    assert f">={pythons[0]}" == PYPROJECT["project"]["requires-python"]
    declared = re.findall(r"Python :: (3\.\d+)", "\n".join(PYPROJECT["project"]["classifiers"]))
    assert set(declared) <= set(pythons)


@pytest.mark.parametrize("name", [".github/workflows/test.yml", "justfile"])
def test_the_fast_tests_leave_out_markers_that_exist(name: str) -> None:
    markers = {
        re.split(r"\W", marker)[0]
        for marker in PYPROJECT["tool"]["pytest"]["ini_options"]["markers"]
    }
    left_out = re.findall(r"not (\w+)", "".join(re.findall(r'-m "(.*?)"', read(name))))
    assert left_out
    assert set(left_out) <= markers


def test_every_link_of_a_page_at_the_root_leads_somewhere() -> None:
    followed = 0
    for page in sorted(ROOT.glob("*.md")):
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
                followed += 1
    assert followed > 20


def test_only_unit_tests_are_measured() -> None:
    """The tracer would go on unnoticed, and make the others take three times as long."""
    coverage = sys.modules.get("coverage")
    assert coverage is None or coverage.Coverage.current() is None
