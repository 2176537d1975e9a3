"""Closed words are declared as such: type checkers, OpenAPI and documentation can name them."""

from __future__ import annotations

import pytest

from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question
from radexo.queries.rows import columns_of

CLOSED = {
    *("type", "predicate", "predicates", "sign", "chain_sign", "stated_sign", "direction"),
    *("certainty", "support", "system", "endpoint", "effect", "level", "role", "measured_in"),
    *("strength", "source_check", "form", "kind", "status", "verdict", "angle"),
}


def _columns(cls):
    for column in columns_of(cls):
        yield column
        if column.type.__module__.startswith("radexo.queries"):
            yield from _columns(column.type)


@pytest.mark.parametrize("question", catalogue(), ids=lambda question: question.name)
def test_columns_of_closed_words_name_them(question: Question) -> None:
    open_ones = [c.name for c in _columns(question.row) if c.name in CLOSED and not c.choices]
    assert open_ones == []
