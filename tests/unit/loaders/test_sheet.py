"""One sheet of everyday words makes the records that the five tables would, and every slip is named
once.
"""

from __future__ import annotations

import builtins
import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import radexo
from radexo.graph.model import Entity
from radexo.loaders import load, validate
from radexo.loaders.fixing import fix
from radexo.loaders.review import FORMAT, new_review, read_review
from radexo.loaders.sheet import COLUMNS, EXAMPLE
from radexo.loaders.words import CHOICES, read_effect, read_papers, read_verb

Row = dict[str, str]
GOOD: Row = {
    "exosome": "exosomes",
    "cargo": "miR-340-5p",
    "verb": "lowers",
    "target": "KLF10",
    "effect": "decrease",
    "cancer": "GBM",
    "paper": "10.1000/a",
    "how sure": "stated",
}


def workbook(path: Path, rows: list[Row]) -> Path:
    """Fill in the workbook that new-review writes, as a curator does."""
    if not path.exists():
        new_review(path)
    book = openpyxl.load_workbook(path)
    tab = book["review"]
    headings = [cell.value for cell in tab[1]]
    for row in rows:
        headings += [heading for heading in row if heading not in headings]
    for place, heading in enumerate(headings, 1):
        tab.cell(1, place, heading)
        for number, row in enumerate(rows, 2):
            tab.cell(number, place, row.get(heading))
    book.save(path)
    return path


def text(path: Path, rows: list[Row], separator: str = ",") -> Path:
    """Write the same sheet as text."""
    headings = list(dict.fromkeys((*COLUMNS, *(heading for row in rows for heading in row))))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, headings, delimiter=separator, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def problems(g: radexo.Graph, tmp_path: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """The problems of rows, each as row, column, problem and remedy."""

    def find(*rows: Row) -> list[tuple[Any, ...]]:
        found = validate(text(tmp_path / "smith2024.csv", list(rows)), known=g.store.entities())
        assert all(problem.file.endswith("smith2024.csv") for problem in found)
        return [(p.row, p.column, p.problem, p.remedy) for p in found]

    return find


# -- what a row becomes ---------------------------------------------------------------------------


def test_a_row_makes_the_finding_that_the_five_tables_make(g: radexo.Graph, tmp_path: Path) -> None:
    rows = [
        GOOD | {"system": "in vitro", "summary": "It does."},
        GOOD
        | {
            "cargo": "NORAD",
            "exosome": "",
            "verb": "silenced: raises",
            "effect": "",
            "how sure": "may",
        },
        GOOD
        | {
            "verb": "",
            "target": "",
            "effect": "more radioresistant",
            "how sure": "inferred",
            "cancer": "",
            "exosome": "tears exosomes",
            "fluid": "tears",
        },
    ]
    tables = tmp_path / "tables"
    filled: dict[str, list[Row]] = {
        "entities": [
            {
                "id": "radexo:tears-exosomes",
                "name": "tears exosomes",
                "type": "Exosome",
                "id_status": "none",
                "fluid": "tears",
            }
        ],
        "references": [
            {"source": "smith2024"},
            {"source": "smith2024", "citation": "10.1000/a", "doi": "10.1000/a"},
        ],
        "findings": [
            {
                "id": "smith2024:2",
                "citations": "10.1000/a",
                "cancer": "glioblastoma",
                "exosome": "exosomes",
                "cargo": "miR-340-5p",
                "effect": "decrease",
                "system": "in-vitro",
                "summary": "It does.",
            },
            {"id": "smith2024:3", "citations": "10.1000/a", "cancer": "glioblastoma"},
            {
                "id": "smith2024:4",
                "citations": "10.1000/a",
                "exosome": "tears exosomes",
                "cargo": "miR-340-5p",
                "effect": "decrease",
            },
        ],
        "statements": [
            {
                "finding": f"smith2024:{finding}",
                "number": number,
                "subject": subject,
                "predicate": predicate,
                "object": object,
                "sign": sign,
                "certainty": certainty,
                "inverted": inverted,
                "premises": premises,
            }
            for (
                finding,
                number,
                subject,
                predicate,
                object,
                sign,
                certainty,
                inverted,
                premises,
            ) in (
                (2, "1", "exosomes", "CARRIES", "miR-340-5p", "", "stated", "", ""),
                (2, "2", "miR-340-5p", "DECREASES", "KLF10", "-1", "stated", "", ""),
                (2, "3", "miR-340-5p", "DECREASES", "radiosensitivity", "-1", "stated", "", ""),
                (3, "1", "NORAD", "DECREASES", "KLF10", "-1", "hedged", "yes", ""),
                (4, "1", "tears exosomes", "CARRIES", "miR-340-5p", "", "stated", "", ""),
                (4, "2", "miR-340-5p", "DECREASES", "radiosensitivity", "-1", "inferred", "", "1"),
            )
        ],
    }
    new_review(tables)
    for name, contents in filled.items():
        with (tables / f"{name}.tsv").open("a", encoding="utf-8") as file:
            for row in contents:
                file.write("\t".join(row.get(column, "") for column in FORMAT[name]) + "\n")
    known = list(g.store.entities())
    wanted = read_review([tables], known)
    assert len(wanted.findings) == 3
    assert read_review([text(tmp_path / "smith2024.csv", rows)], known) == wanted
    assert read_review([workbook(tmp_path / "smith2024.xlsx", rows)], known) == wanted


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_and_any_case_of_headings(
    g: radexo.Graph, tmp_path: Path, separator: str
) -> None:
    path = text(tmp_path / "smith2024.txt", [GOOD], separator)
    heading, _, rest = path.read_text().partition("\n")
    path.write_text("\ufeff" + heading.replace("how sure", "How_Sure").title() + "\n" + rest)
    (finding,) = read_review([path], g.store.entities()).findings
    assert [s.claim[1] for s in finding.statements] == ["CARRIES", "DECREASES", "DECREASES"]


def test_the_line_that_gives_excel_the_separator_is_no_row(g: radexo.Graph, tmp_path: Path) -> None:
    path = text(tmp_path / "smith2024.csv", [GOOD], ";")
    plain = read_review([path], g.store.entities()).findings
    path.write_text("\ufeffsep=;\r\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_review([path], g.store.entities()).findings == plain
    fixed = fix(path, known=g.store.entities())
    assert {correction.column for correction in fixed.corrections} >= {"cancer"}
    first, second, third = path.read_text(encoding="utf-8").splitlines()
    assert (first, second.split(";")) == ("\ufeffsep=;", list(GOOD))
    assert "glioblastoma" in third  # GBM was written in full


def test_the_nearest_of_graph_and_lists_comes_first(problems: Any) -> None:
    ((*_, remedy),) = problems(GOOD | {"target": "PTENN"})
    assert remedy.startswith("nearest: PTEN (Gene)")


def test_the_example_of_the_workbook_loads_and_agrees_with_the_review(
    g: radexo.Graph, tmp_path: Path
) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in EXAMPLE]
    merged = radexo.Graph(load("review", workbook(tmp_path / "smith2024.xlsx", rows)).records)
    own = {e.id for e in merged.store.edges() if any(f.startswith("smith2024") for f in e.findings)}
    assert own <= {e.id for e in g.store.edges()}, "every claim is one of the packaged review"
    assert len(own) == 8


def test_what_acts_without_exosomes_is_not_carried(g: radexo.Graph, tmp_path: Path) -> None:
    row = GOOD | {"exosome": "", "cargo": "hypoxia"}
    (finding,) = read_review([text(tmp_path / "smith2024.csv", [row])], g.store.entities()).findings
    assert (finding.cargo, finding.exosome, finding.effect) == ((), None, "none")
    assert [(s.predicate, s.sign) for s in finding.statements] == [("DECREASES", -1)] * 2


def test_radiosensitivity_as_target_is_the_effect(g: radexo.Graph, tmp_path: Path) -> None:
    row = GOOD | {"verb": "+1", "target": "radiosensitivity", "effect": ""}
    (finding,) = read_review([text(tmp_path / "smith2024.csv", [row])], g.store.entities()).findings
    assert finding.effect == "increase"
    assert [s.predicate for s in finding.statements] == ["CARRIES", "INCREASES"]


def test_a_donor_releases_its_exosomes(g: radexo.Graph, tmp_path: Path) -> None:
    row = GOOD | {
        "exosome": "U87 exosomes",
        "donor": "U87",
        "donor type": "cell line",
        "exposure": "hypoxia",
    }
    records = read_review([text(tmp_path / "smith2024.csv", [row])], g.store.entities())
    assert [(e.id, e.type) for e in records.entities] == [
        ("radexo:U87", "Cell"),
        ("radexo:U87-exosomes", "Exosome"),
    ]
    exosome = records.entities[1]
    assert (exosome.donors, exosome.exposures) == (("radexo:U87",), (g.names.find("hypoxia").id,))
    assert records.findings[0].statements[0].claim == ("radexo:U87", "RELEASES", exosome.id)


def test_one_paper_under_two_identifiers_is_one_study(g: radexo.Graph, tmp_path: Path) -> None:
    rows = [
        GOOD | {"paper": "PMID: 35484557"},
        GOOD | {"target": "UVRAG", "paper": "https://doi.org/10.1000/A PMID 35484557"},
        GOOD | {"target": "apoptosis", "paper": "review"},
    ]
    records = read_review([text(tmp_path / "smith2024.csv", rows)], g.store.entities())
    assert [f.citations for f in records.findings] == [("10.1000/a",), ("10.1000/a",), ()]
    assert [(r.citation, r.doi, r.pmid) for r in records.references] == [
        (None, None, None),
        ("10.1000/a", "10.1000/a", "35484557"),
    ]


# -- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "predicate"),
    [
        ("inhibits", "DECREASES"),
        ("Down-regulates", "DECREASES"),
        ("down", "DECREASES"),
        ("-1", "DECREASES"),
        ("\N{MINUS SIGN}1", "DECREASES"),
        ("raises", "INCREASES"),
        ("activates", "INCREASES"),
        ("up", "INCREASES"),
        ("+1", "INCREASES"),
        ("represses", "REPRESSES"),
        ("directly inhibits", "REPRESSES"),
        ("sponges", "SPONGES"),
        ("0", "REGULATES"),
        ("modulates", "REGULATES"),
        ("no effect on", "CAUSES_NO_CHANGE"),
        ("ASSOCIATED_WITH", "ASSOCIATED_WITH"),
        ("binds", "BINDS"),
    ],
)
def test_everyday_verbs(word: str, predicate: str) -> None:
    assert read_verb(word) == (predicate, False)


@pytest.mark.parametrize(
    ("word", "predicate"),
    [
        ("silenced: raises", "DECREASES"),
        ("silenced lowers", "INCREASES"),
        ("knock-down inhibits", "INCREASES"),
        ("knocked out: up", "DECREASES"),
        ("raises (knockdown)", "DECREASES"),
        ("silenced: affects", "REGULATES"),
    ],
)
def test_a_knock_down_is_turned_round_and_marked(word: str, predicate: str) -> None:
    assert read_verb(word) == (predicate, True)


@pytest.mark.parametrize("word", ["zaps", "", "silenced", "silenced: sponges", "silenced: binds"])
def test_other_verbs_are_refused_with_those_there_are(word: str) -> None:
    with pytest.raises(ValueError, match="raises"):
        read_verb(word)


@pytest.mark.parametrize(
    ("words", "effect"),
    [
        ("increase", "increase"),
        ("radiosensitizes", "increase"),
        ("more radiosensitive", "increase"),
        ("lowers radioresistance", "increase"),
        ("+1", "increase"),
        ("decrease", "decrease"),
        ("raises radioresistance", "decrease"),
        ("radioresistant", "decrease"),
        ("down", "decrease"),
        ("less sensitive", "decrease"),
        ("less radioresistant", "increase"),
        ("unclear", "unclear"),
        ("no change", "no change"),
        ("", None),
        ("none", None),
    ],
)
def test_everyday_effects(words: str, effect: str | None) -> None:
    assert read_effect(words) == (effect, None)


def test_effects_of_silencing_are_turned_round() -> None:
    assert read_effect("silenced: increase") == ("decrease", True)
    assert read_effect("silenced: more resistant") == ("increase", True)
    assert read_effect("itself: decrease") == ("decrease", False)


@pytest.mark.parametrize("words", ["radiosensitivity", "-", "increases chemoresistance", "cure"])
def test_other_effects_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="increase, decrease"):
        read_effect(words)


@pytest.mark.parametrize("text", ["29", "Chen 2021", "10.1/x", "https://example.org/paper"])
def test_what_is_no_identifier_of_a_paper_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="DOI"):
        read_papers(text)


def test_marks_of_thousands_in_a_pmid_mean_nothing() -> None:
    for text in ("PMID: 35.484.557", "PMID:35,484,557", "35.484.557"):
        assert [paper.pmid for paper in read_papers(text)] == ["35484557"], text


def test_one_unknown_heading_may_be_the_one_that_is_missing(tmp_path: Path) -> None:
    sheet = tmp_path / "mine.csv"
    sheet.write_text(",".join(COLUMNS).replace("verb", "action") + "\n")
    remedies = [problem.remedy for problem in validate(sheet) if problem.row == 1]
    assert any(remedy.startswith("rename it verb, if that") for remedy in remedies)


def test_every_word_offered_is_understood() -> None:
    for verb in CHOICES["verb"]:
        read_verb(verb)
    for effect in CHOICES["effect"]:
        read_effect(effect)


# -- problems -------------------------------------------------------------------------------------


def test_a_root_cause_is_named_once_with_nearest_names(problems: Any) -> None:
    rows = [GOOD | {"target": "KLF1O"}, GOOD | {"target": "KLF1O", "cancer": "glioblastma"}, GOOD]
    target, cancer = problems(*rows)
    assert target[:3] == (2, "target", "'KLF1O' is not a known name (also row 3)")
    assert "nearest: KLF10 (Gene)" in target[3]
    assert "target type and target id" in target[3]
    assert cancer[:2] == (3, "cancer")
    assert "nearest: glioblastoma (Cancer)" in cancer[3]


@pytest.mark.parametrize(
    ("cells", "column", "problem", "remedy"),
    [
        ({"cargo": "hypoxia"}, "cargo", "hypoxia is of type Exposure", "Cargo"),
        ({"cargo": "2-Mar"}, "cargo", "is a date", "as text"),
        ({"cargo": "miR-340-5p; miR-301a"}, "cargo", "several names", "a row for each"),
        (
            {"donor": "ESCC cells"},
            "donor",
            "exosomes are not those of ESCC cells",
            "name of their own",
        ),
        ({"target": "radioresistance"}, "target", "low radiosensitivity", "verb turned"),
        ({"verb": ""}, "verb", "a target without a verb", "fill verb"),
        ({"target": ""}, "target", "a verb without a target", "fill target"),
        ({"verb": "targets"}, "verb", "'targets' is not", "represses, where"),
        ({"verb": "zaps"}, "verb", "'zaps' is not", "raises"),
        (
            {"verb": "represses", "target": "apoptosis"},
            "verb",
            "may not join MiRNA to Process",
            "RNA -> Gene",
        ),
        (
            {"verb": "silenced: lowers"},
            "effect",
            "may be that of silencing or not",
            "silenced: decrease",
        ),
        ({"effect": "cure"}, "effect", "'cure' is not", "increase, decrease"),
        (
            {"verb": "raises", "target": "radiosensitivity"},
            "effect",
            "verb and effect differ",
            "verb and target empty",
        ),
        ({"paper": "29"}, "paper", "'29' is not an identifier", "PMID"),
        ({"paper": ""}, "paper", "empty", "the word review"),
        (
            {"paper": "https://example.org/10.1000/a"},
            "paper",
            "not an identifier",
            "perhaps 10.1000/a",
        ),
        ({"how sure": ""}, "how sure", "empty", "stated, may or inferred"),
        ({"exosome": "", "cargo": ""}, "cargo", "neither", "fill one"),
        (
            {"exosome": "", "target": "", "verb": "", "how sure": "inferred"},
            "how sure",
            "inferred from nothing",
            "may",
        ),
        (
            {"verb": "", "target": "", "effect": "", "exosome": ""},
            "verb",
            "says nothing",
            "fill verb",
        ),
        ({"exosome": "U87 exosomes"}, "exosome", "not a known name", "fill donor"),
        (
            {"exosome": "other blood exosomes", "fluid": "blood"},
            "exosome",
            "same donor",
            "write blood exosomes",
        ),
        ({"cargo": "PTENX", "cargo id": "hgnc:1"}, "cargo type", "without a type", "the type"),
        (
            {"target": "KLF1O", "target type": "Gene"},
            "target",
            "'KLF1O' has a letter where KLF10 has a digit",
            "write KLF10, or fill target id",
        ),
        ({"cancer": "bladder cancer"}, "cancer", "not a known name", "nearest: urinary bladder"),
        ({"cargo": "PTENX", "cargo type": "thing"}, "cargo type", "not a type", "Gene"),
        ({"cargo": "PTENX", "cargo type": "Cell"}, "cargo type", "cannot be of type Cell", "Gene"),
        (
            {"cargo": "PTENX", "cargo type": "Gene", "cargo id": "9588"},
            "cargo id",
            "not a CURIE",
            "hgnc:9588",
        ),
        (
            {"target": "KLF10", "target id": "hgnc:1", "target type": "Gene"},
            "target id",
            "known as KLF10",
            "empty",
        ),
        ({"system": "in silico"}, "system", "not a known system", "in-vitro"),
        ({"target type": "RNA"}, "target type", "known as KLF10, a Gene", "leave the type empty"),
        ({"fluid": "urine"}, "fluid", "known without it", "name of their own"),
        ({"exposure": "hypoxia"}, "exposure", "known without it", "name of their own"),
        ({"biomarker": "useful"}, "biomarker", "not a role", "predictive"),
        ({"compared": "old with young"}, "compared", "neither role nor level", "fill biomarker"),
        ({"level": "odd", "biomarker": "predictive"}, "level", "not a known level", "increased"),
        ({"form": "mRNA", "exosome": ""}, "form", "nothing is carried", "exosome and cargo"),
        ({"endpoint": "mood"}, "endpoint", "not a known endpoint", "radiosensitivity"),
        ({"recipient": "U2000"}, "recipient", "not a known name", "recipient type"),
        ({"paper": "3,55E+07"}, "paper", "not an identifier", "digits were lost"),
        ({"paper": "Chen 2021, 10.1000/a"}, "paper", "not an identifier", "perhaps 10.1000/a"),
        ({"cargo": "2. Mrz"}, "cargo", "is a date", "MARCHF2 (MARCH2)"),
        ({"target": "7-Sep"}, "target", "is a date", "SEPTIN7 (SEPT7)"),
    ],
)
def test_a_slip_is_named_with_row_column_and_remedy(
    problems: Any, cells: Row, column: str, problem: str, remedy: str
) -> None:
    found = problems(GOOD | {"target": "UVRAG"}, GOOD | cells)
    assert [(row, where) for row, where, *_ in found][:1] == [(3, column)]
    assert problem in found[0][2]
    assert remedy in found[0][3]
    assert len({where for _, where, *_ in found}) == len(found)


def test_a_mirna_without_its_arm_is_asked_back(g: radexo.Graph, tmp_path: Path) -> None:
    known = [*g.store.entities(), Entity("mirbase.mature:MIMAT0000076", "miR-21-5p", "MiRNA")]
    path = text(tmp_path / "smith2024.csv", [GOOD | {"cargo": "miR-21"}])
    (found,) = validate(path, known=known)
    assert (found.row, found.column, found.problem) == (
        2,
        "cargo",
        "'miR-21' does not say which arm",
    )
    assert "miR-21-5p (MiRNA, mirbase.mature:MIMAT0000076)" in found.remedy


def test_an_empty_graph_is_begun(cli: Any, tmp_path: Path) -> None:
    types = {"cargo type": "Gene", "cargo id": "HGNC:9588", "target type": "Process", "cancer": ""}
    path = text(tmp_path / "smith2024.csv", [GOOD | {"cargo": "PTEN", "target": "repair"} | types])
    loaded = cli("--graph", tmp_path / "mine", "load", "review", path, "--empty", "--json")
    assert loaded.json["rows"][0]["added"] == 1
    (row,) = cli("--graph", tmp_path / "mine", "regulators", "radiosensitivity", "--json").json[
        "rows"
    ]
    assert row["regulator"] == {"id": "hgnc:9588", "name": "PTEN", "type": "Gene"}


def test_the_same_row_twice_is_named(problems: Any) -> None:
    assert problems(GOOD, GOOD) == [(3, None, "row 2 says the same", "leave one of them out")]


def test_rows_must_agree_about_a_new_name(problems: Any) -> None:
    new = GOOD | {"cargo": "novel1", "cargo type": "Gene"}
    assert problems(new, GOOD | {"cargo": "novel1", "verb": "raises"}) == []
    ((row, column, problem, _),) = problems(new, new | {"cargo type": "MiRNA", "verb": "raises"})
    assert (row, column) == (3, "cargo")
    assert "another row gives" in problem


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (",".join(COLUMNS) + "\n", "the sheet has no rows"),
        (",".join(COLUMNS[:-1]) + "\n", "this column is missing"),
        (",".join((*COLUMNS, "color")) + "\n", "unknown column"),
        ("a,b\n1,2\n", "neither the headings of a sheet nor the name of a table"),
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("a,\0b\n", "not a text file, nor a workbook with the extension .xlsx"),
    ],
)
def test_a_sheet_as_a_whole(tmp_path: Path, content: str, problem: str) -> None:
    path = tmp_path / "smith2024.csv"
    path.write_text(content)
    (found,) = validate(path)
    assert found.problem == problem


@pytest.mark.parametrize("name", ["smith2024.csv", "smith2024.xlsx", "folder", "findings.tsv"])
def test_a_file_that_does_not_exist_is_named_as_such(tmp_path: Path, name: str) -> None:
    (found,) = validate(tmp_path / name)
    assert found.file == str(tmp_path / name)
    assert found.problem == "no such file or folder"


@pytest.mark.parametrize("name", ["2024", "sun2022"])
def test_the_name_of_the_file_becomes_that_of_the_review(
    g: radexo.Graph, tmp_path: Path, name: str
) -> None:
    (found,) = validate(text(tmp_path / f"{name}.csv", [GOOD]), known=g.store.entities())
    assert "the review's name" in found.problem


def test_a_table_beside_a_sheet_is_refused(tmp_path: Path) -> None:
    new_review(tmp_path / "tables")
    found = validate(text(tmp_path / "smith2024.csv", [GOOD]), tmp_path / "tables")
    assert [p.problem for p in found] == ["a table beside a sheet"]


# -- workbooks ------------------------------------------------------------------------------------


def test_the_workbook_has_drop_downs_a_guide_and_an_example(tmp_path: Path) -> None:
    (path,) = new_review(tmp_path / "smith2024.xlsx")
    book = openpyxl.load_workbook(path)
    assert [tab.title for tab in book if tab.sheet_state == "visible"] == [
        "review",
        "guide",
        "example",
    ]
    offered = {}
    for listed in book["review"].data_validations.dataValidation:
        name, _, cells = listed.formula1.partition("!")
        words = [cell.value for (cell,) in book[name][cells.replace("$", "")]]
        offered[book["review"].cell(1, next(iter(listed.sqref.ranges)).min_col).value] = tuple(
            words
        )
    assert offered == {column: tuple(words) for column, words in CHOICES.items()}
    assert [cell.value for cell in book["review"][1]] == list(COLUMNS)
    described = " ".join(row[0].value for row in book["guide"].iter_rows(min_row=2))
    assert all(column in described for column in COLUMNS)
    assert [
        tuple(c.value or "" for c in row) for row in book["example"].iter_rows(min_row=2)
    ] == list(EXAMPLE)
    with pytest.raises(radexo.DataError, match="file exists"):
        new_review(path)


def test_cells_that_a_spreadsheet_changed(g: radexo.Graph, tmp_path: Path) -> None:
    path = workbook(tmp_path / "smith2024.xlsx", [GOOD])
    book = openpyxl.load_workbook(path)
    tab = book["review"]
    import datetime

    tab["B3"], tab["C3"], tab["D3"] = datetime.datetime(2022, 3, 1), 1, "KLF10"
    tab["G3"], tab["H3"] = 35484557.0, "may"
    tab["K9"] = "   "
    book.save(path)
    (found,) = validate(path, known=g.store.entities())
    assert (found.row, found.column, found.problem) == (3, "cargo", "'1-Mar' is a date")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"exosome,cargo\n"])
def test_what_is_not_a_workbook_is_a_problem(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "smith2024.xlsx"
    path.write_bytes(content)
    (found,) = validate(path)
    assert (found.file, found.row) == (str(path), None)
    assert "workbook" in found.problem


def test_a_workbook_without_the_sheet_names_its_tabs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "other"
    book.save(tmp_path / "smith2024.xlsx")
    (found,) = validate(tmp_path / "smith2024.xlsx")
    assert "tabs: other" in found.problem


def test_without_openpyxl_the_extra_is_named(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = new_review(tmp_path / "smith2024.xlsx")
    for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, name)
    original = builtins.__import__

    def lacking(name: str, *arguments: Any) -> Any:
        if name.partition(".")[0] == "openpyxl":
            raise ImportError(name)
        return original(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", lacking)
    for arguments in (("validate", path), ("new-review", tmp_path / "other.xlsx")):
        refused = cli(*arguments)
        assert (refused.code, refused.out) == (2, "")
        assert "radexo[sheets]" in refused.err


# -- a curator's run ------------------------------------------------------------------------------


def test_ten_statements_by_names_only_load_after_one_round_of_corrections(
    cli: Any, tmp_path: Path
) -> None:
    """The run that docs/sheet.md describes."""

    def row(*cells: str) -> Row:
        return dict(zip(COLUMNS, cells, strict=True))

    first, second, third = "10.1000/first", "PMID 31000002", "https://doi.org/10.1000/third"
    rows = [
        row(
            "hypoxic glioblastoma cell exosomes",
            "miR-301a",
            "represses",
            "TCEAL7",
            "radioresistant",
            "GBM",
            first,
            "stated",
        ),
        row(
            "hypoxic glioblastoma cell exosomes",
            "miR-301a",
            "activates",
            "Wnt/β-catenin signalling",
            "",
            "GBM",
            first,
            "stated",
        ),
        row(
            "exosomes",
            "miR-340-5p",
            "inhibits",
            "KLF1O",
            "decrease",
            "esophageal squamous cell carcinoma",
            second,
            "stated",
        ),
        row("exosomes", "hsa-miR-340-5p", "down", "UVRAG", "", "ESCC", second, "stated"),
        row("", "NORAD", "silenced: raises", "miR-199a-5p", "increase", "ESCC", second, "stated"),
        row("exosomes", "miR-34c", "down", "beta-catenin", "increase", "NPC", third, "may"),
        row("exosomes", "circMYC", "", "", "raises radioresistance", "NPC", third, "stated"),
        row("exosomes", "miR-22", "+1", "apoptosis", "", "NSLC", third, "may"),
        row(
            "blood exosomes of ESCC patients", "miR-1246", "", "", "unclear", "ESCC", second, "may"
        ),
        row("", "hypoxia", "raises", "miR-301a", "", "GBM", first, "stated"),
    ]
    path = workbook(tmp_path / "smith2024.xlsx", rows)
    checked = cli("validate", path, "--json")
    assert checked.code == 4
    found = {(p["row"], p["column"]): p["remedy"] for p in checked.json["rows"]}
    assert found.keys() == {(4, "target"), (6, "effect"), (9, "cancer")}
    rows[2]["target"] = "KLF10"
    rows[4]["effect"] = "silenced: increase"
    rows[7]["cancer"] = "NSCLC"
    workbook(path, rows)
    loaded = cli("--graph", tmp_path / "mine", "load", "review", path, "--json")
    assert loaded.code == 0, loaded.err
    (report,) = loaded.json["rows"]
    assert (report["source"], report["read"], report["added"]) == ("smith2024", 10, 10)
    again = cli("--graph", tmp_path / "mine", "load", "review", path, "--json").json["rows"]
    assert (again[0]["added"], again[0]["merged"]) == (0, 10)
    asked = cli(
        "--graph", tmp_path / "mine", "regulators", "TCEAL7", "--source", "smith2024", "--json"
    )
    (answer,) = asked.json["rows"]
    assert (answer["regulator"]["name"], answer["sign"], answer["references"][0]["doi"]) == (
        "miR-301a",
        -1,
        "10.1000/first",
    )


def test_an_entity_of_the_graph_is_used_under_any_of_its_names(tmp_path: Path) -> None:
    own = Entity("hgnc:9588", "PTEN", "Gene", xrefs=("ncbigene:5728",))
    row = GOOD | {"cargo": "pten", "exosome": "", "target": "ncbigene:5728", "cancer": ""}
    (found,) = validate(text(tmp_path / "smith2024.csv", [row]), known=[own])
    assert found.problem == "subject and object are the same"


# -- what optional columns say --------------------------------------------------------------------


def test_a_biomarker_and_its_context_are_those_of_the_five_tables(
    g: radexo.Graph, tmp_path: Path
) -> None:
    row = GOOD | {
        "verb": "",
        "target": "",
        "effect": "",
        "how sure": "may",
        "biomarker": "Predictive marker; prognostic",
        "level": "higher",
        "measured in": "serum",
        "compared": "responders with others",
        "fluid": "serum",
        "meaning": "foretells response",
        "recipient": "A549",
        "recipient exposure": "hypoxia|radiation",
        "endpoint": "therapy resistance",
        "dose": "2 Gy",
        "assay": "clonogenic",
        "section": "Results",
        "form": "protein",
        "cargo": "PTEN",
    }
    records = read_review([text(tmp_path / "smith2024.csv", [row])], g.store.entities())
    (finding,) = records.findings
    (biomarker,) = finding.biomarkers
    assert (biomarker.entity, biomarker.roles, biomarker.level) == (
        "hgnc:9588",
        ("predictive", "prognostic"),
        "increased",
    )
    assert (biomarker.measured_in, biomarker.fluid) == ("serum", "serum")
    assert biomarker.meaning == "foretells response (hedged)", "the hedge is kept"
    assert finding.recipient == "cellosaurus:0023"
    assert finding.recipient_exposure == tuple(
        g.names.find(n).id for n in ("hypoxia", "ionizing radiation")
    )
    assert (finding.endpoint, finding.dose, finding.assay, finding.section) == (
        "therapy resistance",
        "2 Gy",
        "clonogenic",
        "Results",
    )
    assert [(s.predicate, s.form, s.certainty) for s in finding.statements] == [
        ("CARRIES", "protein", "hedged")
    ]


def test_an_exosome_alone_may_be_a_biomarker_and_nothing_is_inferred_from_that(
    problems: Any,
) -> None:
    alone = GOOD | {"cargo": "", "verb": "", "target": "", "effect": "", "biomarker": "prognostic"}
    assert problems(alone) == []
    ((row, column, what, _),) = problems(alone | {"how sure": "inferred"})
    assert (row, column, what) == (2, "how sure", "inferred from nothing else in the row")


def test_a_type_that_agrees_with_a_known_name_is_accepted(problems: Any) -> None:
    assert problems(GOOD | {"target type": "protein", "cargo type": "RNA"}) == []


# -- traps of spreadsheets ------------------------------------------------------------------------


def test_headings_below_a_title_are_named(g: radexo.Graph, tmp_path: Path) -> None:
    path = text(tmp_path / "smith2024.csv", [GOOD])
    path.write_text("My review;;;\n\n" + path.read_text())
    (found,) = validate(path, known=g.store.entities())
    assert (found.row, found.problem) == (3, "the headings are not in the first row")
    assert "delete the rows above" in found.remedy
    book = openpyxl.load_workbook(workbook(tmp_path / "smith2024.xlsx", [GOOD]))
    book["review"].insert_rows(1)
    book.save(tmp_path / "smith2024.xlsx")
    (found,) = validate(tmp_path / "smith2024.xlsx", known=g.store.entities())
    assert "headings of the tab review are in row 2" in found.problem


def test_headings_in_the_middle_are_named(problems: Any) -> None:
    found = problems(GOOD, {column: column.title() for column in COLUMNS}, GOOD | {"cancer": ""})
    assert found == [(3, None, "the headings again", "delete the row")]


def test_a_german_spreadsheet_is_read_and_windows_1252_is_refused_by_cell(
    g: radexo.Graph, tmp_path: Path
) -> None:
    row = GOOD | {"paper": "35.484.557", "summary": "Größe über 2,5 Gy"}
    path = text(tmp_path / "smith2024.csv", [row], ";")
    records = read_review([path], g.store.entities())
    assert [r.pmid for r in records.references if r.citation] == ["35484557"]
    utf16 = tmp_path / "smith2024.txt"
    utf16.write_bytes(path.read_text(encoding="utf-8").replace(";", "\t").encode("utf-16"))
    assert read_review([utf16], g.store.entities()).findings == records.findings
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    (found,) = validate(path, known=g.store.entities())
    assert (found.row, found.column, found.value) == (2, "summary", "Größe über 2,5 Gy")
    assert ("Windows-1252" in found.problem, "CSV UTF-8" in found.remedy) == (True, True)


def test_what_a_workbook_shows_otherwise_than_it_holds_is_refused(
    g: radexo.Graph, tmp_path: Path
) -> None:
    rows = [GOOD | {"target": name} for name in ("KLF10", "UVRAG", "PTEN", "TP53")]
    path = workbook(tmp_path / "smith2024.xlsx", rows)
    book = openpyxl.load_workbook(path)
    tab = book["review"]
    tab.row_dimensions[3].hidden = tab.row_dimensions[4].hidden = True
    tab.merge_cells("G4:G5")
    tab["D2"] = '=UPPER("klf10")'
    book.create_sheet("more").append(list(COLUMNS))
    book["more"].append(["exosomes"])
    book.save(path)
    found = {(p.row, p.column): p.problem for p in validate(path, known=g.store.entities())}
    assert found[None, None] == "the tab more is not read beside review"
    assert found[3, None] == "the row is hidden (also rows 4)"
    assert found[4, "paper"].startswith("merged cells (G4:G5)")
    assert found[2, "target"] == "a formula"


def test_invisible_characters_and_spaces_mean_nothing(g: radexo.Graph, tmp_path: Path) -> None:
    row = GOOD | {
        "cargo": " miR-340-5p\u200b ",
        "target": "\ufeffKLF10\u00a0",
        "cancer": "GBM\u200d",
    }
    path = tmp_path / "smith2024.csv"
    found = [read_review([text(path, [each])], g.store.entities()).findings for each in (row, GOOD)]
    assert found[0] == found[1]


def test_papers_in_one_cell_are_never_one_doi() -> None:
    for text in (
        "10.1000/a;10.1000/b",
        "10.1000/a,10.1000/b",
        "10.1000/a; PMID 35484557",
        "10.1000/a;https://doi.org/10.1000/b",
    ):
        assert len(read_papers(text)) == 2, text
    assert read_papers("10.1002/(SICI)1097(1999)4:3<1::AID;2-0")[0].doi is not None


# -- a sheet that was edited ----------------------------------------------------------------------

SECOND = GOOD | {"cargo": "miR-301a", "target": "PTEN", "paper": "10.1000/b"}
THIRD = {"cargo": "NORAD", "verb": "raises", "target": "KLF10", "paper": "10.1000/c"}
THIRD |= {"how sure": "may"}  # one statement, which a store on disk keeps as a row of a resource
NEW = THIRD | {"target": "PTEN"}
EDITS: dict[str, tuple[list[Row], tuple[int, int, int, int]]] = {
    "a row on top": ([NEW, GOOD, SECOND, THIRD], (1, 0, 3, 0)),
    "a row at the end": ([GOOD, SECOND, THIRD, NEW], (1, 3, 0, 0)),
    "a cell": ([GOOD, SECOND | {"cancer": ""}, THIRD], (0, 2, 1, 0)),
    "a cell of the last row": ([GOOD, SECOND, NEW], (0, 2, 1, 0)),
    "without the first row": ([SECOND, THIRD], (0, 0, 2, 1)),
    "without the last row": ([GOOD, SECOND], (0, 2, 0, 1)),
    "a paper that has a PMID too": (
        [GOOD | {"paper": "10.1000/a PMID 12"}, SECOND, THIRD],
        (0, 3, 0, 0),
    ),
    "another PMID of a paper": (
        [GOOD | {"paper": "10.1000/a PMID 13"}, SECOND, THIRD],
        (0, 3, 0, 0),
    ),
    "nothing": ([GOOD, SECOND, THIRD], (0, 3, 0, 0)),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("on_disk", [False, True])
def test_an_edited_sheet_replaces_what_was_loaded_of_it(
    edit: str, on_disk: bool, g: radexo.Graph, tmp_path: Path
) -> None:
    sheet = tmp_path / "smith2024.csv"
    rows, counts = EDITS[edit]
    begun = GOOD | ({"paper": "10.1000/a PMID 12"} if "another PMID" in edit else {})
    folder = tmp_path / "graph"
    into = folder if on_disk else g.records
    first = load("review", text(sheet, [begun, SECOND, THIRD]), into=into)
    into = folder if on_disk else first.records
    loaded = load("review", text(sheet, rows), into=into, replace=True)
    report = loaded.report
    assert (report.added, report.merged, report.changed, report.removed) == counts
    assert (report.read, report.refused) == (len(rows), 0)
    anew = load("review", sheet, into=g.records)
    found = loaded.store.findings(sources=["smith2024"])
    assert tuple(found) == tuple(anew.store.findings(sources=["smith2024"]))
    keys = [paper.key for paper in anew.store.references()]
    assert [loaded.store.reference(*key) for key in keys] == list(anew.store.references())
    assert loaded.store.version == loaded.records.version
    assert (loaded.store.version == first.store.version) == (edit == "nothing")
    again = load("review", sheet, into=folder if on_disk else loaded.records, replace=True)
    assert again.store.version == loaded.store.version
    assert again.path is None


@pytest.mark.parametrize("edit", ["a row on top", "a cell", "without the first row"])
@pytest.mark.parametrize("on_disk", [False, True])
def test_an_edited_sheet_is_loaded_whole_or_not_at_all(
    edit: str, on_disk: bool, g: radexo.Graph, tmp_path: Path
) -> None:
    sheet = tmp_path / "smith2024.csv"
    folder = tmp_path / "graph"
    first = load(
        "review", text(sheet, [GOOD, SECOND, THIRD]), into=folder if on_disk else g.records
    )
    before = first.store.version
    with pytest.raises(radexo.DataError, match=r"ids smith2024:.*add --replace \(in Python"):
        load("review", text(sheet, EDITS[edit][0]), into=folder if on_disk else first.records)
    assert (radexo.load(folder) if on_disk else first.store).version == before


@pytest.mark.unmeasured
def test_loading_a_sheet_says_what_the_graph_keeps_besides(cli: Any, tmp_path: Path) -> None:
    sheet, graph = tmp_path / "smith2024.csv", tmp_path / "graph"
    named = GOOD | {"cargo": "OWN1", "cargo type": "Gene"}
    one, two, three = (
        cli("--graph", graph, "load", "review", text(sheet, rows), "--json")
        for rows in ([named, SECOND, THIRD], [named, SECOND, THIRD], [named, SECOND])
    )
    assert one.json["rows"][0]["version"] == two.json["rows"][0]["version"]
    assert one.json["query"]["graph"] == two.json["query"]["graph"]
    assert "graph.db was not changed" in two.err
    assert "has a finding of smith2024 that the file does not: smith2024:4; --replace" in three.err


def test_a_public_resource_replaces_nothing(tmp_path: Path) -> None:
    with pytest.raises(radexo.UsageError, match="only reviews and exports replace"):
        load("mirtarbase", tmp_path / "any.csv", replace=True)
