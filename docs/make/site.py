"""What the documentation's site shows beside its pages, written while it is built.

The questions page gets the answer of every example, `notebook_page` shows a notebook that has run,
and `shared` writes a page of the explorer to click. So none of them can fall behind the graph.

Examples
--------
>>> import radexo
>>> page = "## regulators\n\n```text\nradexo regulators KLF10\n```\n"
>>> print(with_answers(page, radexo.load()).splitlines()[7])
regulators: 1 row, complete
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from radexo.api import load
from radexo.explorer.standalone import shared_page
from radexo.graph.atomic import write_bytes
from radexo.queries.catalogue import find, names

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from radexo.api import Graph

__all__ = ["MOST_ROWS", "notebook_page", "run_notebooks", "setup", "shared", "with_answers"]

MOST_ROWS, WIDTH = 3, 112
"""The most rows of an answer below a question, and the width at which its lines are broken."""


def with_answers(page: str, graph: Graph) -> str:
    """Put the answer of its example below the command of every question.

    Parameters
    ----------
    page
        The page of the questions, as `radexo.docs.make.pages.questions_page` writes it.
    graph
        What answers.

    Returns
    -------
    str
        The page with a block of text more for every question.
    """
    return re.sub(
        r"(?ms)^## (\w+)$.*?^```$",
        lambda part: f"{part[0]}\n\n{_answer(part[1], graph)}" if part[1] in names() else part[0],
        page,
    )


def _answer(name: str, graph: Graph) -> str:
    answer = graph.query(name, **find(name).example)
    shown = str(answer if len(answer) <= MOST_ROWS else answer[:MOST_ROWS])
    lines = (wrap(line, WIDTH, subsequent_indent="    ") for line in shown.splitlines())
    return "\n".join(["```text", *(line for broken in lines for line in broken), "```"])


def notebook_page(notebook: Any) -> str:
    """Write a notebook that has run as a page: its cells, and below each what it showed.

    Parameters
    ----------
    notebook
        As nbformat reads it. Cells that check results, with the tag ``remove-cell``, are left out.

    Returns
    -------
    str
        Markdown.
    """
    parts: list[str] = []
    for cell in notebook.cells:
        if "remove-cell" in cell.metadata.get("tags", ()):
            continue
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.source.strip():
            parts += [_block("python", cell.source), *map(_output, cell.get("outputs", ()))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _output(output: Any) -> str:
    """Write one output: what a browser shows of it, else its text."""
    if output.output_type == "stream":
        return _block("text", output.text.rstrip())
    if output.output_type == "error":
        return _block("text", f"{output.ename}: {output.evalue}")
    if html := output.data.get("text/html"):
        return _block("{raw} html", html)
    if png := output.data.get("image/png"):
        return f'<img alt="a plot" src="data:image/png;base64,{"".join(png.split())}">'
    return _block("text", output.data.get("text/plain", ""))


def _block(kind: str, text: str) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{fence}{kind}\n{text}\n{fence}"


def run_notebooks(folder: Path) -> Iterator[tuple[str, str]]:
    """Run every notebook of a folder, and iterate over their names and pages.

    A notebook that stops, as the one for servers does where none is named, shows what it said.
    """
    from nbclient import NotebookClient
    from nbformat import from_dict

    for path in sorted(folder.glob("*.ipynb")):
        read: Callable[[Any], Any] = from_dict
        notebook = read(json.loads(path.read_text(encoding="utf-8")))
        where = {"metadata": {"path": str(folder)}}
        NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources=where, allow_errors=True
        ).execute()
        yield path.stem, notebook_page(notebook)


def shared(graph: Graph, path: Path) -> Path:
    """Write a page of the explorer to click: what hypoxia does."""
    page = shared_page(graph, graph.mechanism("hypoxia"), "radexo draw mechanism hypoxia --page")
    return write_bytes(path, page.encode())


_RENDERED = """
## As they look when they have run

```{toctree}
:glob:

rendered/*
```
"""


def setup(app: Sphinx) -> None:
    """Let Sphinx write what is shown beside the pages."""
    graph, running = load(), app.tags.has("notebooks")

    def read(app: Sphinx, name: str, content: list[str]) -> None:
        if name == "questions":
            content[0] = with_answers(content[0], graph)
        if name == "notebooks" and running:
            content[0] += _RENDERED

    rendered = Path(app.srcdir) / "rendered"  # only while the site is built

    def render(app: Sphinx) -> None:
        rendered.mkdir(exist_ok=True)
        for name, page in run_notebooks(Path(app.srcdir).parent / "notebooks"):
            write_bytes(rendered / f"{name}.md", page.encode())

    def finish(app: Sphinx, error: Exception | None) -> None:
        if error is None and app.builder.format == "html":
            shared(graph, Path(app.outdir) / "try.html")
        if running:
            shutil.rmtree(rendered)

    app.connect("source-read", read)
    app.connect("build-finished", finish)
    if running:
        app.connect("builder-inited", render)
