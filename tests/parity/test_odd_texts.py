"""The review and texts that break tables, on a server: the same rows as here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import radexo
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question
from support.odd_texts import with_odd_texts
from support.served import on

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def odd(g: radexo.Graph) -> radexo.Graph:
    """The review and odd texts."""
    return with_odd_texts(g)


@pytest.fixture(scope="module")
def there(server: Any, odd: radexo.Graph) -> Iterator[radexo.Graph]:
    """The same on the server."""
    with on(server, odd.records) as graph:
        yield graph


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_every_example_has_the_same_rows(
    odd: radexo.Graph, there: radexo.Graph, question: Question
) -> None:
    found, expected = (
        [row.to_dict() for row in graph.query(question.name, **question.example)]
        for graph in (there, odd)
    )
    assert found == expected
