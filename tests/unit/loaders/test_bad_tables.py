"""Errors in curated tables are named by file, row, column and remedy; no such table is loaded."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.loaders.review import FORMAT

GOOD: dict[str, list[dict[str, str]]] = {
    "entities": [
        {"id": "radexo:my-cells", "name": "my cells", "type": "Cell"},
        {
            "id": "radexo:my-exosomes",
            "name": "my exosomes",
            "type": "Exosome",
            "donors": "my cells",
        },
        {"id": "radexo:mir-x", "name": "miR-X", "type": "MiRNA"},
        {"id": "radexo:gene-y", "name": "GENEY", "type": "Gene"},
        {
            "id": "radexo:my-cancer",
            "name": "my cancer",
            "type": "Cancer",
            "subtype_of": "lung cancer",
        },
        {
            "id": "radexo:my-rare-cancer",
            "name": "my rare cancer",
            "type": "Cancer",
            "subtype_of": "my cancer",
        },
    ],
    "references": [
        {"source": "my2024", "authors": "Me M", "title": "My review"},
        {"source": "my2024", "citation": "1", "authors": "Müller A", "title": "A study"},
    ],
    "findings": [
        {
            "id": "my2024:1a",
            "citations": "1",
            "cancer": "my cancer",
            "exosome": "my exosomes",
            "cargo": "miR-X",
            "effect": "decrease",
        },
        {"id": "my2024:1b", "citations": "1", "effect": "none"},
    ],
    "statements": [
        {
            "finding": "my2024:1a",
            "number": "1",
            "subject": "my exosomes",
            "predicate": "CARRIES",
            "object": "miR-X",
        },
        {
            "finding": "my2024:1a",
            "number": "2",
            "subject": "miR-X",
            "predicate": "REPRESSES",
            "object": "GENEY",
            "sign": "-1",
        },
        {
            "finding": "my2024:1a",
            "number": "3",
            "subject": "miR-X",
            "predicate": "DECREASES",
            "object": "radiosensitivity",
            "sign": "-1",
            "certainty": "inferred",
            "premises": "1|2",
        },
    ],
    "biomarkers": [
        {
            "finding": "my2024:1b",
            "entity": "miR-X",
            "role": "predictive",
            "level": "increased",
            "fluid": "serum",
        }
    ],
}
for _statement in GOOD["statements"]:
    _statement.setdefault("certainty", "stated")


class Review:
    """Tables of one review, good until a test breaks them."""

    def __init__(self, folder: Path, ending: str) -> None:
        self.folder, self.ending = folder, ending
        self.separator = "\t" if ending == "tsv" else ","
        folder.mkdir()
        for table, rows in GOOD.items():
            self.write(table, [dict.fromkeys(FORMAT[table], "") | row for row in rows])

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.{self.ending}"

    def read(self, table: str) -> list[dict[str, str]]:
        with open(self.path(table), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=self.separator))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        with open(self.path(table), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, list(rows[0]), delimiter=self.separator, lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(rows)

    def change(self, table: str, row: int, **cells: str) -> None:
        """Change a row, counted as a spreadsheet counts; the one below the last is a new one."""
        rows = self.read(table)
        if row == len(rows) + 2:
            rows.append(dict.fromkeys(FORMAT[table], ""))
        rows[row - 2] |= cells
        self.write(table, rows)


@pytest.fixture(params=["tsv", "csv"])
def review(request: pytest.FixtureRequest, tmp_path: Path) -> Review:
    return Review(tmp_path / "my-review", request.param)


@pytest.fixture(scope="session")
def saved(g: radexo.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return g.save(tmp_path_factory.mktemp("saved"))


@pytest.fixture
def refused(
    cli: Callable[..., Any], review: Review, saved: Path, tmp_path: Path
) -> Callable[..., None]:
    """Check that `validate` and `load` name one problem and only that, and that no graph is made or
    changed.
    """

    def check(file: Path, row: int | None, column: str | None, problem: str, remedy: str) -> None:
        answer = cli("validate", review.folder, "--json")
        assert answer.code == 4
        (result,) = answer.json["rows"]
        assert (result["file"], result["row"], result["column"]) == (str(file), row, column)
        assert problem in result["problem"]
        assert remedy in result["remedy"]

        where = (
            str(file) + (f", row {row}" if row else "") + (f", column {column}" if column else "")
        )
        there = tmp_path / "there"
        there.mkdir()
        shutil.copy(saved, there)
        for graph in (tmp_path / "new", there):
            loaded = cli("--graph", graph, "load", "review", review.folder)
            assert (loaded.code, loaded.out) == (4, "")
            assert f"{where}: {result['problem']}" in loaded.err
            assert result["remedy"] in loaded.err
        assert not (tmp_path / "new").exists()
        assert [f.name for f in there.iterdir()] == [saved.name]
        assert (there / saved.name).read_bytes() == saved.read_bytes()

    return check


def test_the_tables_are_good_until_broken(
    review: Review, cli: Callable[..., Any], tmp_path: Path
) -> None:
    assert cli("validate", review.folder).code == 0
    loaded = cli("--graph", tmp_path / "new", "load", "review", review.folder, "--json")
    assert loaded.code == 0
    assert loaded.json["rows"][0]["added"] == 2
    assert (
        cli("--graph", tmp_path / "new", "regulators", "GENEY", "--json").json["rows"][0][
            "regulator"
        ]["name"]
        == "miR-X"
    )


SLIPS: dict[str, tuple[str, int, dict[str, str], str, str, str]] = {
    "unknown type": (
        "entities",
        5,
        {"type": "Protein"},
        "type",
        "'Protein' is not a type",
        "MiRNA",
    ),
    "abstract type": ("entities", 5, {"type": "Cargo"}, "type", "'Cargo' is not a type", "MiRNA"),
    "no CURIE": ("entities", 5, {"id": "GENEY"}, "id", "not a CURIE", "prefix:local"),
    "duplicate entity": (
        "entities",
        8,
        {"id": "radexo:mir-x", "name": "miR-Z", "type": "MiRNA"},
        "id",
        "row 4 has this id",
        "another",
    ),
    "no name": (
        "entities",
        8,
        {"id": "radexo:mir-z", "name": "", "type": "MiRNA"},
        "name",
        "empty",
        "symbol",
    ),
    "subtype of itself": (
        "entities",
        6,
        {"subtype_of": "my cancer"},
        "subtype_of",
        "cycle",
        "break",
    ),
    "subtype of another kind": (
        "entities",
        6,
        {"subtype_of": "miR-X"},
        "subtype_of",
        "of type MiRNA",
        "Disease",
    ),
    "two exosomes of one context": (
        "entities",
        8,
        {"id": "radexo:e", "name": "e", "type": "Exosome", "donors": "my cells"},
        "donors",
        "my exosomes has the same donors",
        "use that one",
    ),
    "fluid of a gene": (
        "entities",
        5,
        {"fluid": "serum"},
        "fluid",
        "belong to an Exosome",
        "empty",
    ),
    "paper twice": (
        "references",
        4,
        {"source": "my2024", "citation": "1"},
        "citation",
        "row 3 has this",
        "keep one",
    ),
    "duplicate finding": ("findings", 4, {"id": "my2024:1a"}, "id", "row 2 has this id", "another"),
    "unknown paper": (
        "findings",
        3,
        {"citations": "7"},
        "citations",
        "'7' is not among the references",
        "add",
    ),
    "no sentence number": (
        "findings",
        3,
        {"sentences": "first"},
        "sentences",
        "not sentence numbers",
        "7-9,12",
    ),
    "sentences backwards": (
        "findings",
        3,
        {"sentences": "9-7"},
        "sentences",
        "not sentence numbers",
        "7-9,12",
    ),
    "sentence 0": (
        "findings",
        3,
        {"sentences": "0"},
        "sentences",
        "not sentence numbers",
        "7-9,12",
    ),
    "too many sentences": (
        "findings",
        3,
        {"sentences": "1-99999999999"},
        "sentences",
        "not sentence numbers",
        "7-9,12",
    ),
    "cancer that is none": (
        "findings",
        3,
        {"cancer": "miR-X"},
        "cancer",
        "miR-X is of type MiRNA",
        "Cancer",
    ),
    "unknown cancer": (
        "findings",
        3,
        {"cancer": "nowhere"},
        "cancer",
        "'nowhere' is not a known entity",
        "entities",
    ),
    "unknown system": ("findings", 3, {"system": "vitro"}, "system", "'vitro'", "in-vitro"),
    "unknown effect": ("findings", 3, {"effect": "worse"}, "effect", "'worse'", "decrease"),
    "effect not stated": (
        "findings",
        2,
        {"effect": "increase"},
        "effect",
        "no statement of the cargo",
        "sign 1",
    ),
    "check without note": (
        "findings",
        3,
        {"source_check": "agrees"},
        "source_note",
        "without saying how",
        "compared",
    ),
    "sign of 2": ("statements", 3, {"sign": "2"}, "sign", "'2' is not a sign", "1, -1, 0"),
    "sign of another predicate": (
        "statements",
        3,
        {"sign": "1"},
        "sign",
        "REPRESSES has another sign",
        "-1",
    ),
    "sign of transport": (
        "statements",
        2,
        {"sign": "1"},
        "sign",
        "CARRIES has another sign",
        "empty",
    ),
    "unknown entity": (
        "statements",
        3,
        {"object": "GENEZ"},
        "object",
        "'GENEZ' is not a known entity",
        "entities",
    ),
    "radioresistance": (
        "statements",
        3,
        {"object": "radioresistance"},
        "object",
        "'radioresistance' is not a known entity",
        "write radiosensitivity, sign turned",
    ),
    "no object": ("statements", 3, {"object": ""}, "object", "no entity is named", "name or id"),
    "unknown predicate": (
        "statements",
        3,
        {"predicate": "INHIBITS"},
        "predicate",
        "'INHIBITS' is not a predicate",
        "REPRESSES",
    ),
    "types that do not join": (
        "statements",
        3,
        {"predicate": "SPONGES"},
        "predicate",
        "may not join MiRNA to Gene",
        "CircRNA -> MiRNA",
    ),
    "unknown certainty": (
        "statements",
        3,
        {"certainty": "sure"},
        "certainty",
        "'sure'",
        "stated, inferred, hedged",
    ),
    "neither inverted nor not": (
        "statements",
        3,
        {"inverted": "maybe"},
        "inverted",
        "'maybe'",
        "yes",
    ),
    "form without CARRIES": ("statements", 3, {"form": "mRNA"}, "form", "only CARRIES", "empty"),
    "inferred from nothing": (
        "statements",
        4,
        {"premises": ""},
        "premises",
        "inferred from nothing",
        "composed",
    ),
    "unknown premise": (
        "statements",
        4,
        {"premises": "1|9"},
        "premises",
        "no other statement",
        "number",
    ),
    "no premise number": (
        "statements",
        4,
        {"premises": "one"},
        "premises",
        "'one' is not a number",
        "whole number",
    ),
    "huge number": (
        "statements",
        4,
        {"number": "9" * 5000},
        "number",
        "is not a number",
        "whole number",
    ),
    "duplicate number": (
        "statements",
        5,
        GOOD["statements"][0] | {"number": "2", "object": "GENEY"},
        "number",
        "row 3 has this number",
        "another",
    ),
    "said twice": (
        "statements",
        5,
        GOOD["statements"][1] | {"number": "4"},
        "object",
        "statement 2 says the same",
        "leave one",
    ),
    "unknown finding": (
        "statements",
        5,
        GOOD["statements"][1] | {"finding": "my2024:9z"},
        "finding",
        "'my2024:9z' is not a known finding",
        "findings table",
    ),
    "unknown role": ("biomarkers", 2, {"role": "useful"}, "role", "'useful'", "predictive"),
    "unknown level": (
        "biomarkers",
        2,
        {"level": "high"},
        "level",
        "'high'",
        "increased, decreased",
    ),
    "unknown biomarker": (
        "biomarkers",
        2,
        {"entity": "miR-Z"},
        "entity",
        "'miR-Z' is not a known entity",
        "entities",
    ),
    "biomarker of an unknown finding": (
        "biomarkers",
        2,
        {"finding": "my2024:9z"},
        "finding",
        "'my2024:9z' is not a known finding",
        "findings table",
    ),
}
"""What is wrong.

Table, row, the cells that make it so, and the column, problem and remedy that the report must name.
"""


@pytest.mark.parametrize(
    ("table", "row", "cells", "column", "problem", "remedy"), SLIPS.values(), ids=SLIPS
)
def test_a_wrong_cell_is_named(
    review: Review,
    refused: Callable[..., None],
    table: str,
    row: int,
    cells: dict[str, str],
    column: str,
    problem: str,
    remedy: str,
) -> None:
    review.change(table, row, **cells)
    refused(review.path(table), row, column, problem, remedy)


def test_every_entity_of_a_circle_is_named(
    review: Review, cli: Callable[..., Any], tmp_path: Path
) -> None:
    review.change("entities", 6, subtype_of="my rare cancer")
    rows = cli("validate", review.folder, "--json").json["rows"]
    assert [(row["row"], row["column"], row["problem"]) for row in rows] == [
        (6, "subtype_of", "a cycle of subtypes"),
        (7, "subtype_of", "a cycle of subtypes"),
    ]
    assert cli("--graph", tmp_path / "new", "load", "review", review.folder).code == 4
    assert not (tmp_path / "new").exists()


def test_all_slips_are_reported_at_once(review: Review, cli: Callable[..., Any]) -> None:
    review.change("entities", 5, type="Protein")
    review.change("statements", 4, certainty="sure")
    answer = cli("validate", review.folder)
    assert answer.code == 4
    assert "'Protein'" in answer.out
    assert "'sure'" in answer.out
    assert answer.err == "2 problems\n"


def test_rows_count_as_in_a_spreadsheet_behind_a_cell_with_line_breaks(
    review: Review, refused: Callable[..., None]
) -> None:
    review.change("findings", 2, summary="first line\nsecond line\nthird line")
    review.change("findings", 3, effect="worse")
    refused(review.path("findings"), 3, "effect", "'worse'", "decrease")


def test_blank_rows_are_counted_but_mean_nothing(
    review: Review, refused: Callable[..., None]
) -> None:
    review.change("findings", 3, effect="worse")
    lines = review.path("findings").read_text(encoding="utf-8").splitlines()
    review.path("findings").write_text(
        "\n".join([*lines[:2], "", review.separator, *lines[2:]]), encoding="utf-8"
    )
    refused(review.path("findings"), 5, "effect", "'worse'", "decrease")


def test_marks_of_windows_are_read(review: Review, cli: Callable[..., Any]) -> None:
    for table in FORMAT:
        content = review.path(table).read_bytes()
        review.path(table).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert cli("validate", review.folder).code == 0


def test_raised_digits_in_names_and_ids_are_read(
    review: Review, cli: Callable[..., Any], tmp_path: Path
) -> None:
    review.change("entities", 8, id="radexo:ca²⁺", name="Ca²⁺", type="Chemical")
    review.change("biomarkers", 3, finding="my2024:1b", entity="Ca²⁺", role="predictive")
    assert cli("--graph", tmp_path / "new", "load", "review", review.folder).code == 0
    rows = cli("--graph", tmp_path / "new", "biomarkers", "--json").json["rows"]
    assert "Ca²⁺" in [row["biomarker"]["name"] for row in rows]


@pytest.mark.parametrize(
    ("spoil", "row", "problem", "remedy"),
    [
        pytest.param(
            lambda text: text.encode("latin-1"),
            3,
            "not UTF-8",
            "save the table as UTF-8",
            id="latin-1",
        ),
        pytest.param(
            lambda text: text.encode("utf-16"),
            1,
            "not UTF-8",
            "save the table as UTF-8",
            id="utf-16",
        ),
        pytest.param(lambda text: text.encode() + b"my2024\0", 4, "NUL", "text", id="NUL"),
        pytest.param(
            lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1, "not UTF-8", "UTF-8", id="picture"
        ),
        pytest.param(
            lambda _: b"PK\x03\x04\x14\0\6\0", 1, "NUL", "comma-separated text", id="xlsx"
        ),
        pytest.param(lambda _: b"", None, "empty", "source, citation, authors", id="empty"),
        pytest.param(lambda _: b"\n \n", None, "empty", "source, citation, authors", id="blank"),
        pytest.param(
            lambda text: text.encode() + b'"my2024',
            4,
            "not a table",
            "separated text",
            id="quote not closed",
        ),
        pytest.param(
            lambda text: text.encode() + b"x" * 140_000,
            4,
            "not a table",
            "separated text",
            id="cell too long",
        ),
        pytest.param(
            lambda text: text.encode() + b"x,\tx" * 20,
            4,
            "cells under 15 headings",
            "quote cells",
            id="too many cells",
        ),
    ],
)
def test_a_file_that_is_no_table_is_named(
    review: Review,
    refused: Callable[..., None],
    spoil: Callable[[str], bytes],
    row: int | None,
    problem: str,
    remedy: str,
) -> None:
    path = review.path("references")
    path.write_bytes(spoil(path.read_text(encoding="utf-8")))
    refused(path, row, None, problem, remedy)


def test_a_row_with_too_many_cells_hides_no_other_problem(review: Review) -> None:
    statements, findings = review.path("statements"), review.path("findings")
    lines = statements.read_text(encoding="utf-8").splitlines(keepends=True)
    spoiled = lines[2].replace("miR-X", "nobody").replace("DECREASES", "LOWERS")
    statements.write_text("".join((lines[0], lines[1], spoiled, *lines[3:])), encoding="utf-8")
    text = findings.read_text(encoding="utf-8")
    findings.write_text(text.replace("my cancer", "no cancer"), encoding="utf-8")
    before = {(p.file, p.row, p.problem) for p in radexo.loaders.validate(review.folder)}
    assert len(before) > 1
    longer = f"{lines[1][:-1]}{review.separator}more\n"
    statements.write_text("".join((lines[0], longer, spoiled, *lines[3:])), encoding="utf-8")
    after = {(p.file, p.row, p.problem) for p in radexo.loaders.validate(review.folder)}
    (cells,) = after - before
    assert cells == (str(statements), 2, "12 cells under 11 headings")
    assert before <= after


@pytest.mark.parametrize(
    ("old", "new", "column", "problem", "remedy"),
    [
        pytest.param("{}sign", "", "sign", "missing", "add it", id="missing"),
        pytest.param(
            "sign",
            "sign{}colour",
            "colour",
            "unknown column",
            "leave it out or rename it",
            id="unknown",
        ),
        pytest.param("sign", "sign{}sign", "sign", "two columns", "keep one", id="twice"),
    ],
)
def test_a_wrong_heading_is_named(
    review: Review,
    refused: Callable[..., None],
    old: str,
    new: str,
    column: str,
    problem: str,
    remedy: str,
) -> None:
    path = review.path("statements")
    heading, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(
        heading.replace(old.format(review.separator), new.format(review.separator)) + "\n" + rest,
        encoding="utf-8",
    )
    refused(path, 1, column, problem, remedy)


@pytest.mark.parametrize("table", ["entities", "references", "findings", "statements"])
def test_a_missing_table_is_named(review: Review, refused: Callable[..., None], table: str) -> None:
    review.path(table).unlink()
    refused(
        review.folder,
        None,
        None,
        f"the table {table} is missing",
        f"add {table}.tsv or {table}.csv",
    )


def test_biomarkers_may_be_missing(review: Review, cli: Callable[..., Any]) -> None:
    review.path("biomarkers").unlink()
    assert cli("validate", review.folder).code == 0


def test_one_table_in_two_files_is_refused(
    review: Review, refused: Callable[..., None], tmp_path: Path
) -> None:
    other = Review(tmp_path / "other", "csv" if review.ending == "tsv" else "tsv")
    shutil.copy(other.path("findings"), review.folder)
    refused(
        review.folder / "findings.tsv",
        None,
        None,
        "findings.csv is the table findings already",
        "give one of them",
    )


def test_tables_may_be_given_one_by_one(
    review: Review, cli: Callable[..., Any], tmp_path: Path
) -> None:
    files = [review.path(table) for table in FORMAT]
    assert cli("validate", *files).code == 0
    notes = tmp_path / "notes.txt"
    notes.write_text("not a table")
    answer = cli("validate", *files, notes, "--json")
    assert answer.code == 4
    assert answer.json["rows"][0]["file"] == str(notes)
    assert "entities" in answer.json["rows"][0]["remedy"]


def test_a_file_that_is_not_there_is_named(review: Review, cli: Callable[..., Any]) -> None:
    gone = review.folder / "gone" / f"findings.{review.ending}"
    answer = cli("validate", gone, "--json")
    assert answer.code == 4
    assert answer.json["rows"][0]["file"] == str(gone)
    assert "no such file" in answer.json["rows"][0]["problem"]


def test_an_entity_that_contradicts_the_graph_changes_nothing(
    review: Review, saved: Path, cli: Callable[..., Any], tmp_path: Path
) -> None:
    review.change("entities", 8, id="hgnc:11810", name="KLF10", type="Chemical")
    shutil.copy(saved, tmp_path)
    loaded = cli("--graph", tmp_path, "load", "review", review.folder)
    assert (loaded.code, loaded.out) == (4, "")
    assert "entity hgnc:11810: type is 'Gene' in one place and 'Chemical' in another" in loaded.err
    assert (tmp_path / saved.name).read_bytes() == saved.read_bytes()
