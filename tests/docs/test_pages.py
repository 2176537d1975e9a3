"""The pages made from declarations say what the declarations say."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import radexo
from radexo.docs.make.pages import PAGES
from radexo.docs.make.site import notebook_page
from radexo.loaders import sources
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


PUBLIC = {name: loader for name, loader in sources().items() if loader.where}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_resource_has_a_page_with_its_license_files_and_columns(name: str) -> None:
    page = (DOCS / "resources" / f"{name}.md").read_text(encoding="utf-8")
    assert f"radexo --graph my-graph load {name} " in page
    assert f"License: {PUBLIC[name].license}." in page
    files = [cells for cells in map(row_of, page.splitlines()) if len(cells) == 2]
    for file, columns in PUBLIC[name].columns.items():
        assert (file, ", ".join(columns)) in files
    assert f"resources/{name}.md" in (DOCS / "resources.md").read_text(encoding="utf-8")


def row_of(line: str) -> tuple[str, ...]:
    """Return the cells of a row of a table, without the marks around words."""
    return tuple(cell.strip().replace("`", "") for cell in line.strip("|").split("|"))


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


def test_a_notebook_that_has_run_is_a_page_of_its_cells_and_what_they_showed() -> None:
    data = {"text/plain": "in `words`", "text/html": "<b>a table</b>"}
    plot = {"text/plain": "<Figure>", "image/png": "QUJD\n"}
    shown = [
        new_output("stream", text="said\n"),
        new_output("execute_result", data=data),
        new_output("display_data", data=plot),
        new_output("display_data", data={"text/plain": "``` 3"}),
        new_output("error", ename="SystemExit", evalue="no server is named"),
    ]
    page = notebook_page(
        new_notebook(
            cells=[
                new_markdown_cell("# Title"),
                new_code_cell("1 + 1", outputs=shown),
                new_code_cell("assert True", metadata={"tags": ["remove-cell"]}),
                new_code_cell(" "),
            ]
        )
    )
    assert page.split("\n\n") == [
        "# Title",
        "```python\n1 + 1\n```",
        "```text\nsaid\n```",
        "```{raw} html\n<b>a table</b>\n```",
        '<img alt="a plot" src="data:image/png;base64,QUJD">',
        "````text\n``` 3\n````",
        "```text\nSystemExit: no server is named\n```\n",
    ]
