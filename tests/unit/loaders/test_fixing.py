"""`validate --fix` writes what is certain, asks for the rest, and changes no meaning."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import radexo
from radexo.loaders import fix, validate
from radexo.loaders.review import new_review, read_review
from radexo.loaders.sheet import COLUMNS
from radexo.loaders.words import (
    CHOICES,
    plain_effect,
    plain_verb,
    read_effect,
    read_verb,
    symbols_of_date,
)

UNDERSTOOD = (
    (
        "exosomes",
        "hsa-miR-340-5p",
        "Down-regulates",
        "tieg1",
        "raises radioresistance",
        "GBM",
        "https://doi.org/10.1000/A; PMID 35484557",
        "yes",
    ),
    (
        "",
        "NORAD",
        "knock-down: inhibits",
        "β-catenin",
        "silenced: more sensitive",
        "ESCC",
        "35.484.557",
        "might",
    ),
    (
        "hypoxic ESCC cell exosomes",
        "miR-340",
        "+1",
        "apoptosis",
        "itself: no change",
        "",
        "This review",
        "inferred",
    ),
)
ASKED = ("exosomes", "miR-21", "zaps", "2-Mar", "increase", "HCC", "Chen 2021", "perhaps so")


def sheet(path: Path, *rows: tuple[str, ...], separator: str = ";") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator).writerows((COLUMNS, *rows))
    return path


def workbook(path: Path, *rows: tuple[str, ...]) -> Path:
    new_review(path)
    book = openpyxl.load_workbook(path)
    for row in rows:
        book["review"].append(row)
    book.save(path)
    return path


@pytest.fixture(params=[sheet, workbook])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Path]:
    suffix = ".xlsx" if request.param is workbook else ".csv"
    return lambda *rows: request.param(tmp_path / f"smith2024{suffix}", *rows)


def rows_of(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        tab = openpyxl.load_workbook(path)["review"]
        return [[str(cell or "") for cell in row] for row in tab.iter_rows(values_only=True)]
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=";"))


def test_what_is_certain_is_written_and_means_the_same(
    g: radexo.Graph, make: Callable[..., Path]
) -> None:
    path = make(UNDERSTOOD[0], *(UNDERSTOOD[1:2]))
    known = tuple(g.store.entities())
    before, content = read_review([path], known), path.read_bytes()
    fixed = fix(path, known=known)
    assert read_review([path], known) == before, "no claim, hedge or citation has changed"
    assert rows_of(path)[1:] == [
        [
            "exosomes",
            "miR-340-5p",
            "lowers",
            "KLF10",
            "decrease",
            "glioblastoma",
            "10.1000/a | PMID 35484557",
            "stated",
        ],
        [
            "",
            "NORAD",
            "silenced: lowers",
            "CTNNB1",
            "silenced: increase",
            "esophageal squamous cell carcinoma",
            "PMID 35484557",
            "may",
        ],
    ]
    assert [backup.read_bytes() for backup in fixed.backups] == [content]
    assert fix(path, known=known).corrections == ()
    assert [p.name for p in path.parent.iterdir()].count(f"{path.name}.bak2") == 0


def test_what_is_not_certain_is_asked_and_stays(g: radexo.Graph, make: Callable[..., Path]) -> None:
    path = make(ASKED, UNDERSTOOD[2])
    known = tuple(g.store.entities())
    fixed = fix(path, known=known)
    assert rows_of(path)[1] == list(ASKED)
    assert {correction.row for correction in fixed.corrections} == {3}
    assert rows_of(path)[2][1] == "miR-340", "an arm is not chosen"
    asked = {(p.row, p.column) for p in validate(path, known=known)}
    wanted = ("cargo", "verb", "target", "cancer", "paper", "how sure")
    assert asked >= {(2, column) for column in wanted}


def test_symbols_are_certain_where_one_gene_had_them(g: radexo.Graph, tmp_path: Path) -> None:
    rows = [
        (*UNDERSTOOD[0][:1], name, *UNDERSTOOD[0][2:])
        for name in ("VEGF", "7-Sep", "2. Mrz", "1-Dec", "rest", "vegf", "KLF1O", "miR-21")
    ]
    path = sheet(tmp_path / "smith2024.csv", *rows)
    fix(path, known=tuple(g.store.entities()))
    assert [row[1] for row in rows_of(path)[1:]] == [
        "VEGFA",
        "SEPTIN7",
        "2. Mrz",
        "1-Dec",
        "rest",
        "vegf",
        "KLF1O",
        "miR-21",
    ]
    assert "MARCH2" in set(symbols_of_date("2. Mrz"))


def test_rows_without_a_correction_keep_every_byte(g: radexo.Graph, tmp_path: Path) -> None:
    path = tmp_path / "smith2024.csv"
    odd = b'"exosomes";"miR-340-5p";lowers;KLF10;"decrease";;"10.1000/a";stated\n'
    fixable = b"exosomes;miR-340-5p;lowers;UVRAG;decrease;;doi:10.1000/a;stated\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + ";".join(COLUMNS).encode() + b"\n" + odd + fixable)
    fix(path, known=tuple(g.store.entities()))
    lines = path.read_bytes().splitlines(keepends=True)
    assert lines[0].startswith(b"\xef\xbb\xbfexosome;")
    assert lines[1] == odd
    assert lines[2] == fixable.replace(b"doi:", b"")


def test_a_workbook_keeps_its_other_tabs_and_drop_downs(g: radexo.Graph, tmp_path: Path) -> None:
    path = workbook(tmp_path / "smith2024.xlsx", UNDERSTOOD[0])
    before = openpyxl.load_workbook(path)
    fix(path, known=tuple(g.store.entities()))
    after = openpyxl.load_workbook(path)
    assert after.sheetnames == before.sheetnames
    listed = [
        [
            (rule.formula1, str(rule.sqref))
            for rule in book["review"].data_validations.dataValidation
        ]
        for book in (before, after)
    ]
    assert listed[0] == listed[1] != []


def test_every_word_means_the_same_in_the_words_of_the_drop_down() -> None:
    verbs = [
        *CHOICES["verb"],
        "up",
        "-1",
        "0",
        "no effect on",
        "directly inhibits",
        "raises (knockdown)",
    ]
    for verb in verbs:
        assert read_verb(plain_verb(verb)) == read_verb(verb)
    for effect in (
        *CHOICES["effect"],
        "more radioresistant",
        "silenced: less sensitive",
        "itself: up",
    ):
        try:
            meant = read_effect(effect)
        except ValueError:
            continue
        assert read_effect(plain_effect(effect)) == meant


TABLES = {
    "entities": [
        "id\tname\ttype\tid_status\tsynonyms\txrefs\tsubtype_of\tdonors\texposures\tfluid\tnote",
        "radexo:x\tRNA X\tmicrorna\tnone\tX-1; X-2\t\t\t\t\t\t",
    ],
    "references": [
        (
            "source\tcitation\tauthors\ttitle\tjournal\tyear\tpages\tdoi\tpmid\tpmcid\t"
            "confidence\tlicense"
        ),
        "my2024\t\t\tMine\t\t\t\t\t\t\t\t",
        "my2024\t1\tA\tT\tJ\t2021\t\thttps://doi.org/10.1000/a\tPMID: 35484557\t\t\t",
    ],
    "findings": [
        "id\tsection\tcitations\tsentences\tcancer\texosome\trecipient\trecipient_exposure\t"
        "affected\t"
        "system\tendpoint\tdose\tassay\tcargo\teffect\tsummary\treview_note\tsource_check\t"
        "source_note",
        (
            "my2024:1\t\t1\t\tGBM\texosomes\t\t\t\tin vitro\t\t\t\tRNA X; hsa-miR-340-5p\t"
            "raises radioresistance\t\t\t\t"
        ),
    ],
    "statements": [
        (
            "finding\tnumber\tsubject\tpredicate\tobject\tsign\tcertainty\tinverted\tpremises\t"
            "form\tnote"
        ),
        "my2024:1\t1\trna-x\tinhibits\ttieg1\t-1\tmay\tYes\t\t\t",
        "my2024:1\t2\tRNA X\tDECREASES\tradiosensitivity\t-1\tstated\t\t\t\t",
    ],
}


def test_tables_are_fixed_and_load(g: radexo.Graph, cli: Any, tmp_path: Path) -> None:
    folder = tmp_path / "review"
    folder.mkdir()
    for name, lines in TABLES.items():
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    refused = cli("validate", folder, "--json")
    places = {(Path(p["file"]).stem, p["column"]) for p in refused.json["rows"]}
    assert {("entities", "synonyms"), ("references", "doi"), ("statements", "predicate")} <= places
    fixed = cli("validate", "--fix", folder, "--json")
    assert (fixed.code, fixed.json["rows"]) == (0, [])
    assert {(Path(c["file"]).stem, c["column"], c["after"]) for c in fixed.json["fixed"]} == {
        ("entities", "type", "MiRNA"),
        ("entities", "synonyms", "X-1|X-2"),
        ("references", "doi", "10.1000/a"),
        ("references", "pmid", "35484557"),
        ("findings", "cancer", "glioblastoma"),
        ("findings", "system", "in-vitro"),
        ("findings", "cargo", "RNA X|miR-340-5p"),
        ("findings", "effect", "decrease"),
        ("statements", "subject", "RNA X"),
        ("statements", "predicate", "DECREASES"),
        ("statements", "object", "KLF10"),
        ("statements", "certainty", "hedged"),
        ("statements", "inverted", "yes"),
    }
    (finding,) = read_review([folder], g.store.entities()).findings
    assert [(s.predicate, s.certainty, s.inverted) for s in finding.statements] == [
        ("DECREASES", "hedged", True),
        ("DECREASES", "stated", False),
    ]
    assert len(list(folder.glob("*.bak"))) == 4


def test_the_packaged_tables_need_no_correction(g: radexo.Graph) -> None:
    from radexo.loaders.certain import certain_cells
    from radexo.loaders.review import PACKAGED_TABLES

    assert list(certain_cells([PACKAGED_TABLES], tuple(g.store.entities()))) == []


def test_the_command_lists_what_it_wrote_and_where_the_original_is(
    cli: Any, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "smith2024.csv", UNDERSTOOD[0])
    done = cli("validate", "--fix", path)
    assert done.code == 0
    assert "row 2, column cancer: 'GBM' -> 'glioblastoma'" in done.err
    assert "smith2024.csv.bak; no problem found" in done.err
    assert "fixed" not in cli("validate", path, "--json").json, "only with --fix"


def test_tables_are_read_by_names_as_in_questions(cli: Any, tmp_path: Path) -> None:
    """Any spelling is read; what names nothing, or several, is named once with what is near."""
    folder = tmp_path / "review"
    folder.mkdir()
    for name, lines in TABLES.items():
        plain = "\n".join(lines).replace("X-1; X-2", "X-1|X-2").replace("https://doi.org/", "")
        plain = (
            plain.replace("PMID: ", "").replace("microrna", "MiRNA").replace("in vitro", "in-vitro")
        )
        plain = plain.replace("RNA X; hsa", "RNA X|hsa").replace(
            "raises radioresistance", "decrease"
        )
        plain = (
            plain.replace("inhibits", "DECREASES").replace("may", "hedged").replace("Yes", "yes")
        )
        (folder / f"{name}.tsv").write_text(plain + "\n", "utf-8")
    assert cli("validate", folder).code == 0
    statements = folder / "statements.tsv"
    statements.write_text(
        statements.read_text().replace("tieg1", "KLF1O")
        + "my2024:1\t3\tRNA X\tREPRESSES\tKLF1O\t-1\tstated\t\t\t\t\n"
    )
    (found,) = cli("validate", folder, "--json").json["rows"]
    assert (found["row"], found["column"]) == (2, "object")
    assert found["problem"] == "'KLF1O' is not a known entity (also in statements 4)"
    assert "nearest: KLF10 (Gene)" in found["remedy"]


def test_empty_tables_are_named(cli: Any, tmp_path: Path) -> None:
    new_review(tmp_path / "review")
    found = cli("validate", tmp_path / "review", "--json")
    assert found.code == 4
    assert [(Path(p["file"]).stem, p["problem"]) for p in found.json["rows"]] == [
        ("findings", "no table has a row")
    ]
