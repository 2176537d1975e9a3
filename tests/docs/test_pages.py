"""The pages made from declarations say what the declarations say."""

from __future__ import annotations

import pytest

import radexo
from radexo.docs.make.pages import PAGES
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question
from radexo.queries.kinds import KINDS
from support.paths import DOCS
from support.resources import answering


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name: str) -> None:
    page = DOCS / name
    assert page.read_text(encoding="utf-8") == PAGES[name](), (
        f"run: python -m radexo.docs.make.pages docs ({name})"
    )


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_a_question_is_declared_whole(g: radexo.Graph, question: Question) -> None:
    assert question.run.__module__ == f"radexo.queries.questions.{question.name}"
    assert question.summary
    assert not question.summary.endswith(".")
    assert question.run.__doc__
    assert set(question.example) <= {p.name for p in question.parameters}
    assert all(p.help and p.kind in KINDS for p in question.parameters)
    answer = answering(question.name, g).query(question.name, **question.example)
    assert len(answer) > 0
    assert tuple(answer[0].to_dict()) == question.columns
    assert answer.answer == question.answer
    not_set = {"confirmed", "resources"}  # echoed only where they are set
    assert set(answer.parameters) == {p.name for p in question.parameters} - not_set


def test_there_are_at_least_25_questions() -> None:
    assert len(catalogue()) >= 25
