"""Papers.

Where a citation opens, how it is written down, and what older tables and exports lack.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import radexo
from radexo.graph.errors import DataError
from radexo.graph.exchange.formats import kgx
from radexo.graph.model import LATER_FIELDS, Biomarker, Entity, Finding, Reference, Source
from radexo.graph.records import Records, merge, records_from_dict, records_to_dict
from radexo.graph.report import ProblemsError
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.validation import violations
from radexo.loaders.review import new_review, read_review
from radexo.views.citations import bibtex, ris

PAPER = Reference(
    "s",
    "1",
    authors="Sun H, Sun R",
    title="T",
    journal="J",
    year="2021",
    volume="40",
    issue="1",
    pages="38-41",
    doi="10.1/x",
)


def test_volume_issue_and_pages_have_their_own_fields() -> None:
    entry = bibtex([PAPER])
    for field in (
        "volume = {40}",
        "number = {1}",
        "pages = {38--41}",
        "author = {Sun, H and Sun, R}",
    ):
        assert field in entry
    record = ris([PAPER]).splitlines()
    assert {"VL  - 40", "IS  - 1", "SP  - 38", "EP  - 41", "UR  - https://doi.org/10.1/x"} <= {
        *record
    }
    article = ris([replace(PAPER, pages="107")]).splitlines()
    assert "SP  - 107" in article
    assert not any(line.startswith("EP") for line in article)


@pytest.mark.parametrize(
    ("known", "url"),
    [
        ({"doi": "10.1016/S0021-9258(18)48095-7"}, "https://doi.org/10.1016/S0021-9258(18)48095-7"),
        ({"pmid": "7", "pmcid": "PMC1"}, "https://pubmed.ncbi.nlm.nih.gov/7/"),
        ({"pmcid": "PMC1"}, "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/"),
        ({"link": "https://x.org/#ref-1"}, "https://x.org/#ref-1"),
        ({}, None),
    ],
)
def test_a_paper_opens_where_it_is_known_best(known: dict[str, str], url: str | None) -> None:
    assert Reference("s", "1", **known).url == url


def tables(folder: Path, references: str) -> Path:
    new_review(folder)
    file = folder / "references.tsv"
    columns = "source\tcitation\tlink\n"
    heading = file.read_text("utf-8").strip().split("\t")
    rows = [
        dict(zip(columns.split(), row.split("\t"), strict=True)) for row in references.splitlines()
    ]
    lines = ["\t".join(row.get(name, "") for name in heading) for row in rows]
    file.write_text("\n".join(["\t".join(heading), *lines]) + "\n", "utf-8")
    return folder


def test_an_unidentified_citation_opens_at_the_reviews_own_entry(tmp_path: Path) -> None:
    folder = tables(tmp_path / "r", "s\t\thttps://x.org/a#ref-{citation}\ns\t12\t")
    opened = {r.citation: r.url for r in read_review([folder]).references}
    assert opened == {None: None, "12": "https://x.org/a#ref-12"}


@pytest.mark.parametrize(
    "row", ["s\t\thttps://x.org/a", "s\t\tref-{citation}", "s\t3\thttps://x.org"]
)
def test_a_link_that_is_no_template_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_review([tables(tmp_path / "r", row)])
    assert next(problem.column for problem in caught.value.problems) == "link"


def test_every_citation_of_the_packaged_review_opens(g: radexo.Graph) -> None:
    assert all(r.url for r in g.records.references)


PLAIN = Entity("radexo:a", "exosomes", "Exosome")
RICH = Entity("radexo:b", "rich exosomes", "Exosome", modification="enriched in miR-22")


def test_what_was_engineered_is_part_of_an_exosomes_identity() -> None:
    assert PLAIN.general_exosome
    assert not RICH.general_exosome
    assert not list(violations(Records(entities=(PLAIN, RICH))))
    same = replace(RICH, id="radexo:c", name="other exosomes")
    assert [v.field for v in violations(Records(entities=(RICH, same)))] == ["donors"]
    cell = Entity("radexo:d", "cell", "Cell", modification="x")
    assert [v.field for v in violations(Records(entities=(cell,)))] == ["modification"]
    with pytest.raises(DataError, match="modification"):
        merge(Records(entities=(RICH,)), Records(entities=(replace(RICH, modification=None),)))


def test_measured_in_has_four_values() -> None:
    finding = Finding("s:1", biomarkers=(Biomarker(PLAIN.id, measured_in="spit"),))
    records = Records((Source("s"),), (Reference("s"),), (PLAIN,), (finding,))
    assert [v.field for v in violations(records)] == ["measured_in"]


def test_new_fields_travel_and_older_exports_load(tmp_path: Path) -> None:
    finding = Finding("s:1", ("1",), biomarkers=(Biomarker(RICH.id, measured_in="exosomes"),))
    papers = (Reference("s"), replace(PAPER, link="https://x.org/#1"))
    records = merge(Records((Source("s"),), papers, (PLAIN, RICH), (finding,)))
    assert records_from_dict(records_to_dict(records)) == records
    kgx.write(MemoryStore(records), tmp_path / "kgx")
    assert kgx.read([tmp_path / "kgx"])[0] == records
    for file in (tmp_path / "kgx").glob("*.tsv"):  # as version 0.1 wrote it
        rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
        kept = [n for n, name in enumerate(rows[0]) if name not in LATER_FIELDS]
        file.write_text("".join("\t".join(row[n] for n in kept) + "\n" for row in rows), "utf-8")
    with pytest.raises(ProblemsError, match="exosomes"):  # the two are one without the new column
        kgx.read([tmp_path / "kgx"])
    older_graph = Records((Source("s"),), papers, (PLAIN,), ())
    kgx.write(MemoryStore(older_graph), tmp_path / "old")
    for file in (tmp_path / "old").glob("*.tsv"):
        rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
        kept = [n for n, name in enumerate(rows[0]) if name not in LATER_FIELDS]
        file.write_text("".join("\t".join(row[n] for n in kept) + "\n" for row in rows), "utf-8")
    older, changes = kgx.read([tmp_path / "old"])
    assert older.references[1] == replace(PAPER, volume=None, issue=None)
    assert sum(changes.values()) == 1


def test_author_and_year_stand_before_the_number(g: radexo.Graph) -> None:
    chen, unknown = g.store.reference("sun2022", "29"), g.store.reference("sun2022", "45")
    assert chen.cited == "Chen 2021 [29] doi:10.1186/s13046-021-01834-9"
    assert unknown.label == "[45]"  # no author is known
    named = [r for r in g.store.references() if r.citation and r.authors]
    assert len(named) > 40
    for reference in named:
        label = " ".join(filter(None, (reference.first_author, reference.year, reference.number)))
        assert reference.label == label == reference.to_dict()["label"]
    assert Reference("s", "1", authors="de Araújo Farias V, O'Valle F").first_author == (
        "de Araújo Farias"
    )
    assert Reference("s", "1", authors="Raposo G, et al.").first_author == "Raposo"
