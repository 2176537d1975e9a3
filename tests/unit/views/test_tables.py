"""Tables for a terminal: what is on a line stays whole."""

from __future__ import annotations

import re

import pytest

import radexo
from radexo.queries.catalogue import catalogue
from radexo.views.tables import plain, short_names, wrapped

TABLES = [q for q in catalogue() if q.name != "define"]
ARROW = re.compile(r"(->|-\||~>|=>)$")


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("question", TABLES, ids=lambda question: question.name)
def test_words_signs_and_dois_stay_whole(question: object, width: int, g: radexo.Graph) -> None:
    answer = g.query(question.name, **question.example)  # type: ignore[attr-defined]
    text = wrapped(answer, width, color=False, general=True)
    short = short_names(answer)
    words = set(text.replace(";", " ").replace(",", " ").split())
    for cells in answer.cells():
        for name, cell in cells.items():
            if cell == "-":  # records leave out what is empty
                continue
            rest = re.sub("|".join(map(re.escape, short)) or "$^", " ", cell)
            for word in re.sub("[;,]", " ", rest).split():
                assert word in words, (name, word)
    for line in text.splitlines():
        assert len(line) <= width or " " not in line.strip(), line
        assert not ARROW.search(line), line


@pytest.mark.parametrize(
    "question", [q for q in TABLES if q.answer or q.name == "paths"], ids=lambda q: q.name
)
def test_a_piped_table_is_uncut_and_names_cancers_in_full(
    question: object, g: radexo.Graph
) -> None:
    answer = g.query(question.name, **question.example)  # type: ignore[attr-defined]
    text = plain(answer, general=True)
    for cells in answer.cells():
        assert all(cell in text for cell in cells.values())


def test_long_names_of_cancers_are_short_in_a_record_and_listed_below(g: radexo.Graph) -> None:
    text = wrapped(g.mechanism("miR-340-5p", "KLF10"), 80, color=False)
    assert "one-study; inferred; ESCC; Chen 2021 [29]" in text
    assert text.endswith("ESCC: esophageal squamous cell carcinoma\n")
    both = wrapped(g.compare_cancers("ESCC", "CRC"), 80, color=False)
    assert "CRC: colorectal cancer; ESCC: esophageal squamous cell carcinoma" in both
    wide = wrapped(g.regulators("KLF10"), 200, color=False)  # a table, whose names are in full
    assert "esophageal squamous cell carcinoma" in wide
    assert "ESCC:" not in wide


def test_signs_and_warnings_are_colored_unless_colors_are_off(g: radexo.Graph) -> None:
    answer = g.paths("hypoxia", "radiosensitivity", limit=0, support="stitched")
    text = wrapped(answer, 80, color=True)
    assert "net \x1b[1;31m-1\x1b[0m" in text
    assert "\x1b[33mstitched\x1b[0m" in text
    assert "\x1b[33m*1" in text
    assert "\x1b" not in wrapped(answer, 80, color=False)
