"""Tables for a terminal: what stands on a line stays whole."""

from __future__ import annotations

import pytest

import radexo
from radexo.queries.catalogue import catalogue
from radexo.queries.paths.path import Path
from radexo.views.tables import wrapped

TABLES = [q for q in catalogue() if q.name != "define"]


@pytest.mark.parametrize("question", TABLES, ids=lambda question: question.name)
def test_words_and_dois_stay_whole_at_80_columns(question: object, g: radexo.Graph) -> None:
    answer = g.query(question.name, **question.example)  # type: ignore[attr-defined]
    text = wrapped(answer, 80, color=False)
    words = set(text.replace(";", " ").split())
    for cells in answer.cells():
        for name, cell in cells.items():
            if cell == "-":  # records leave out what is empty
                continue
            for word in cell.replace(";", " ").split():
                assert word in words or answer.row_type is Path, (name, word)
    for reference in answer.references():
        if reference.doi and answer.row_type is Path:
            assert reference.doi in text
    if answer.row_type is not Path:
        for line in text.splitlines():
            assert len(line) <= 80 or " " not in line.strip(), line
