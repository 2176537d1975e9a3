"""The glossary.

Every closed word of the schema is defined once, and questions for definitions find it.
"""

from __future__ import annotations

from typing import get_args

import pytest

import radexo
from radexo.graph import schema
from radexo.graph.errors import UnknownNameError
from radexo.queries.glossary import defined, glossary

CLOSED = ("Certainty", "Support", "Effect", "SourceCheck", "System", "Role", "Level")


def test_every_word_has_one_entry() -> None:
    words = [word for entry in glossary() for word in (entry.term, *entry.also)]
    assert len(words) == len(set(words))
    assert all(entry.meaning.endswith(".") for entry in glossary())


@pytest.mark.parametrize("name", CLOSED)
def test_the_words_of_the_schema_are_defined(name: str) -> None:
    missing = [word for word in get_args(getattr(schema, name)) if defined(word) is None]
    assert not missing


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("what is radiosensitivity?", "radiosensitivity"),
        ("what does 'stitched' mean", "stitched"),
        ("What does inferred mean in RadExo?", "inferred"),
        ("define hedged", "hedged"),
        ("what is the meaning of by-construction?", "by-construction"),
        ("what is an exosome", "exosome"),
        ("What's a sponge?", "sponge"),
        ('what is meant by the term "source check"?', "source check"),
    ],
)
def test_definitions_can_be_asked(g: radexo.Graph, text: str, term: str) -> None:
    answer = g.ask(text)
    assert (answer.name, answer.parameters["term"]) == ("define", term)
    (entry,) = answer
    assert entry.meaning == defined(term).meaning  # type: ignore[union-attr]


def test_what_the_graph_says_of_a_word_is_no_definition(g: radexo.Graph) -> None:
    assert g.ask("what raises radiosensitivity?").name == "regulators"
    assert g.ask("what are the contradictions?").name == "contradictions"


def test_a_word_that_is_not_defined_is_refused(g: radexo.Graph) -> None:
    with pytest.raises(UnknownNameError, match="'stiched' is neither in the glossary") as caught:
        g.query("define", term="stiched")
    assert caught.value.candidates[0] == "stitched"
    assert len(g.query("define")) == len(glossary())
