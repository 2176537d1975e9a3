"""Measured tables are read as every program writes them, and hostile ones are refused with their
place.
"""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pandas as pd
import pytest

import radexo
from radexo.graph.errors import DataError, UsageError
from radexo.measured.files import read_list, read_table

ROWS = (("id", "log2FC", "padj"), ("hsa-miR-340-5p", "1.5", "0.01"), ("KLF10", "-0.5", "0.2"))
CELLS = [list(row) for row in ROWS[1:]]


def written(separator: str, end: str) -> str:
    return "".join(separator.join(row) + end for row in ROWS)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", ["\t", ",", ";", "|", " "])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("packed", [False, True])
def test_any_separator_line_end_encoding_and_gzip(
    tmp_path: Path, separator: str, end: str, encoding: str, packed: bool
) -> None:
    content = written(separator, end).encode(encoding)
    file = tmp_path / "table.txt"
    file.write_bytes(gzip.compress(content) if packed else content)
    table = read_table(file)
    assert (table.separator, table.headings) == (separator, list(ROWS[0]))
    assert table.frame.values.tolist() == CELLS
    assert table.frame.index.tolist() == [2, 3]


@pytest.mark.parametrize(
    ("text", "headings", "cells", "rows"),
    [
        (
            "a\tb\nx\t1\t2\ny\t3\t4\n",
            ["(row names)", "a", "b"],
            [["x", "1", "2"], ["y", "3", "4"]],
            [2, 3],
        ),
        ('"","b"\n"x",1\n', ["(row names)", "b"], [["x", "1"]], [2]),
        ('a,b\n"x,y",1\n\n"say ""no""",2\n', ["a", "b"], [["x,y", "1"], ['say "no"', "2"]], [2, 4]),
        ("a;b\nx;1,5\ny;-0,5\n", ["a", "b"], [["x", "1,5"], ["y", "-0,5"]], [2, 3]),
        ("a,b\n,\nx,1\n", ["a", "b"], [["x", "1"]], [3]),
        ("# made by x\n#\na,b\nx,1\n", ["a", "b"], [["x", "1"]], [4]),
        ("#id,b\nx,1\n#y,2\n", ["#id", "b"], [["x", "1"], ["#y", "2"]], [2, 3]),
    ],
    ids=[
        "row names of R",
        "row names of R in csv",
        "quotes",
        "decimal commas",
        "blank rows",
        "comments",
        "not a comment",
    ],
)
def test_what_programs_write(
    tmp_path: Path, text: str, headings: list[str], cells: list[list[str]], rows: list[int]
) -> None:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    table = read_table(file)
    assert (table.headings, table.frame.values.tolist()) == (headings, cells)
    assert table.frame.index.tolist() == rows


HOSTILE = {
    "empty": (b"", "{}: the file is empty"),
    "headings alone": (b"id,log2FC\n", "{}: no row below the headings"),
    "a row too long": (b"id,log2FC\nKLF10,1\nUVRAG,2,3\n", "{}, row 3: 3 cells under 2 headings"),
    "a row too short": (
        b"id,log2FC,q\nKLF10,1,0\nUVRAG,2\n",
        "{}, row 3: 2 cells under 3 headings",
    ),
    "an open quote": (b'id,log2FC\nKLF10,1\n"UVRAG,2\n', "row 3: not a table: unexpected end"),
    "not UTF-8": (b"id,log2FC\nKLF10,1\n\xff\xe9,2\n", "{}, row 3: not UTF-8"),
    "a NUL byte": (b"id,log2FC\nKLF10,1\nU\0,2\n", "{}, row 3: a NUL byte"),
    "half a gzip file": (gzip.compress(b"id,log2FC\nKLF10,1\n" * 99)[:40], "{}: damaged gzip file"),
    "no number": (
        b"id,log2FC\nKLF10,1\nUVRAG,high\n",
        "row 3, column 'log2FC': 'high' not a number",
    ),
    "infinite": (b"id,log2FC\nKLF10,inf\n", "row 2, column 'log2FC': 'inf' not finite"),
    "a rate above 1": (
        b"id,log2FC,fdr\nKLF10,1,5\n",
        "row 2, column 'fdr': '5' not between 0 and 1",
    ),
    "no id": (b"id,log2FC\nKLF10,1\n,2\n", "{}, row 3, column 'id': no id"),
    "a spreadsheet": (b"PK\x03\x04\x14\x00\x06\x00", "{}: a zipped file, as spreadsheets are"),
    "no headings": (
        b"KLF10,-1.5\nUVRAG,2\n",
        "{}, row 1: '-1.5' is a number where a heading is needed",
    ),
    "a decimal comma in CSV": (
        b'id,log2FC\nKLF10,"-1,5"\n',
        "'-1,5' not a number; write a decimal point",
    ),
    "a mark of thousands": (
        b"id;log2FC\nKLF10;-1.000,5\n",
        "not a number; write a decimal point, and no mark",
    ),
    "a bound": (b"id,log2FC,fdr\nKLF10,1,<0.001\n", "row 2, column 'fdr': '<0.001' not a number"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_tables_are_refused_with_their_place(
    g: radexo.Graph, tmp_path: Path, name: str
) -> None:
    content, message = HOSTILE[name]
    file = tmp_path / "table.csv"
    file.write_bytes(content)
    with pytest.raises(DataError) as error:
        g.overlay(file)
    assert message.format(file) in error.value.message
    assert "; " in error.value.message  # and a remedy


def test_a_file_that_is_not_there_is_named(g: radexo.Graph, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.tsv: cannot be read: No such file"):
        g.overlay(tmp_path / "nowhere.tsv")


USED = [
    (
        ["gene", "baseMean", "log2FoldChange", "lfcSE", "stat", "pvalue", "padj"],
        ("gene", "log2FoldChange", "padj"),
    ),
    (
        ["Symbol", "logFC", "AveExpr", "t", "P.Value", "adj.P.Val", "B"],
        ("Symbol", "logFC", "adj.P.Val"),
    ),
    (["miRNA", "logFC", "logCPM", "F", "PValue", "FDR"], ("miRNA", "logFC", "FDR")),
    (
        ["names", "scores", "logfoldchanges", "pvals", "pvals_adj"],
        ("names", "logfoldchanges", "pvals_adj"),
    ),
    (
        ["gene", "p_val", "avg_log2FC", "pct.1", "pct.2", "p_val_adj"],
        ("gene", "avg_log2FC", "p_val_adj"),
    ),
    (["gene", "tumor", "normal"], None),
    (["gene", "-log10(padj)"], None),
    (["id", "change"], ("id", "change", None)),
    (["id", "log2 fold change", "q-value"], ("id", "log2 fold change", "q-value")),
    (["gene_symbol", "FC", "log2FC", "p"], ("gene_symbol", "log2FC", None)),
]


@pytest.mark.parametrize(("headings", "used"), USED, ids=[" ".join(h) for h, _ in USED])
def test_columns_are_inferred_and_reported(
    g: radexo.Graph, headings: list[str], used: tuple[str, str, str | None] | None
) -> None:
    frame = pd.DataFrame([["KLF10", *(0.5,) * (len(headings) - 1)]], columns=headings)
    if used is None:
        with pytest.raises(UsageError, match=r"no column of changes found.*--value"):
            g.overlay(frame)
        return
    answer = g.overlay(frame)
    assert tuple(answer.details["table"]["columns"].values()) == used
    assert answer.details["table"]["inferred"] == ["id"] + ["fdr"] * bool(used[2]) + ["value"]
    says_so = "no column of false discovery rates" in str(answer.reason)
    assert says_so == (used[2] is None)


def test_p_values_are_not_taken_for_rates(g: radexo.Graph) -> None:
    answer = g.overlay(pd.DataFrame({"id": ["KLF10"], "log2FC": [1.0], "pvalue": [0.9]}))
    assert answer[0].change == 1
    assert "column 'pvalue' is not corrected, and not used" in str(answer.reason)


def test_rates_that_are_named_and_no_rates_are_refused_or_said(g: radexo.Graph) -> None:
    frame = pd.DataFrame({"id": ["KLF10"], "log2FC": [1.0], "-log10(padj)": [0.3], "p": [0.01]})
    with pytest.raises(UsageError, match=r"'-log10\(padj\)' holds logarithms by its heading; give"):
        g.overlay(frame, fdr="-log10(padj)")
    assert "column '-log10(padj)' holds logarithms, and is not used" in str(g.overlay(frame).reason)
    named = g.overlay(frame, fdr="p")
    assert "the rates are those of column 'p', which is headed as not corrected" in str(
        named.reason
    )


@pytest.mark.parametrize(
    "heading",
    [
        "-log10(pvalue)",
        "neg_log10_padj",
        "minus log10 FDR",
        "negLog10P",
        "nlog10p",
        "-lg(q)",
        "log10 p value",
        "-log10(adj.P.Val)",
    ],
)
def test_logarithms_of_rates_are_neither_rates_nor_changes(g: radexo.Graph, heading: str) -> None:
    frame = pd.DataFrame({"id": ["KLF10"], heading: [-2.0]})
    with pytest.raises(UsageError, match="no column of changes found"):
        g.overlay(frame)
    with pytest.raises(UsageError, match="holds logarithms"):
        g.overlay(frame.assign(log2FC=1.0), fdr=heading)


def test_a_column_that_is_only_near_a_change_is_asked_for(g: radexo.Graph) -> None:
    frame = pd.DataFrame({"id": ["KLF10", "UVRAG"], "baseMean": [120.0, 0.0]})
    with pytest.raises(
        UsageError, match="'baseMean' is the only one of numbers, and none is below 0"
    ):
        g.overlay(frame)
    assert g.overlay(frame, value="baseMean")[0].change == 1
    assert g.overlay(frame.assign(baseMean=[-1.0, 2.0])).parameters["value"] == "baseMean"


def test_a_table_that_lies_on_its_side_is_turned_first(g: radexo.Graph) -> None:
    frame = pd.DataFrame({"sample": ["a", "b"], "KLF10": [1.0, 2.0], "UVRAG": [3.0, -4.0]})
    with pytest.raises(
        UsageError, match="ids are the headings, and not in column 'sample'; transpose"
    ):
        g.overlay(frame)


def test_a_list_is_not_a_table_of_changes(g: radexo.Graph) -> None:
    with pytest.raises(UsageError, match="the first row is an id, not a heading"):
        g.overlay(pd.DataFrame({"KLF10": ["XXXX"]}))


def test_two_columns_of_one_heading_are_refused(g: radexo.Graph) -> None:
    frame = pd.DataFrame([["KLF10", 1.0, 2.0]], columns=["id", "log2FC", "log2FC"])
    for given in ({}, {"value": "log2FC"}):
        with pytest.raises(UsageError, match="frame: 2 columns have the heading 'log2FC'; rename"):
            g.overlay(frame, **given)  # type: ignore[arg-type]


def test_a_minus_of_typesetters_is_a_minus(g: radexo.Graph, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("id;log2FC\nKLF10;−1,5\nUVRAG;2\n", encoding="utf-8")
    assert [(row.entity.name, row.value) for row in g.overlay(file)] == [
        ("UVRAG", 2.0),
        ("KLF10", -1.5),
    ]


def test_the_standard_input_is_a_table(g: radexo.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    content = gzip.compress(b"\xef\xbb\xbfid\tlog2FC\rKLF10\t1\r")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert [row.entity.name for row in g.overlay("-")] == ["KLF10"]


def test_ratios_have_no_sign_and_are_refused(g: radexo.Graph) -> None:
    with pytest.raises(UsageError, match="'fold_change' holds plain ratios, which have no sign"):
        g.overlay(pd.DataFrame({"id": ["KLF10", "UVRAG"], "fold_change": [0.5, 2.0]}))


def test_two_columns_that_may_be_meant_are_not_guessed(g: radexo.Graph) -> None:
    frame = pd.DataFrame({"id": ["KLF10"], "logFC": [1.0], "log2FC": [2.0]})
    with pytest.raises(UsageError, match="2 columns may hold changes: logFC, log2FC"):
        g.overlay(frame)
    assert g.overlay(frame, value="log2FC")[0].value == 2.0
    with pytest.raises(UsageError, match="no column 'nope'; the columns are id, logFC, log2FC"):
        g.overlay(frame, value="nope")


def test_of_two_columns_of_ids_the_one_that_the_graph_knows(g: radexo.Graph) -> None:
    frame = pd.DataFrame({"name": ["a", "b"], "gene": ["KLF10", "UVRAG"], "log2FC": [1.0, 2.0]})
    assert g.overlay(frame).parameters["id"] == "gene"


def test_numbers_with_decimal_commas(g: radexo.Graph, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("id;log2FC;padj\nKLF10;-1,5;0,01\nUVRAG;0,25;1\n", encoding="utf-8")
    assert [(row.value, row.fdr) for row in g.overlay(file)] == [(-1.5, 0.01), (0.25, 1.0)]


def test_an_index_of_text_is_a_column_of_ids(g: radexo.Graph) -> None:
    frame = pd.DataFrame({"log2FC": [1.0, None]}, index=["KLF10", "UVRAG"])
    answer = g.overlay(frame)
    assert [(row.entity.name, row.value, row.change) for row in answer] == [
        ("KLF10", 1.0, 1),
        ("UVRAG", None, 0),
    ]
    assert "1 of 2 grounded rows have no value" in str(answer.reason)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("entrez", "7071"),
        ("NCBI gene ID", "7071.0"),
        ("hgnc_id", "11810"),
        ("hgnc_id", "HGNC:11810"),
    ],
)
def test_numbers_are_ids_where_the_heading_names_their_database(
    g: radexo.Graph, heading: str, number: str
) -> None:
    frame = pd.DataFrame({heading: [number, "3"], "log2FC": [1.0, 2.0]})
    assert [row.entity.name for row in g.overlay(frame)] == ["KLF10"]
    unnamed = g.overlay(pd.DataFrame({"gene": ["7071", "3"], "log2FC": [1.0, 2.0]}))
    assert not unnamed
    assert "2 of the ids are plain numbers, which are looked up below a heading" in str(
        unnamed.reason
    )
    assert "column 'gene' was taken for ids" in str(unnamed.reason)


def test_lists_are_read_with_and_without_headings(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_bytes(b"  KLF10\r\n\r\n UVRAG \r\n")
    assert read_list(file) == [(1, ["KLF10"]), (3, ["UVRAG"])]
