"""The commands, each a thin skin over a method of `radexo.Graph`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ..views.formats import EXTENSIONS
from ..words import LAYOUTS, LayoutName
from .frame import LIMIT, Settings, cli, completing, shared_options, with_stdin

if TYPE_CHECKING:
    from ..queries.answer import Answer

__all__ = ["COMMANDS", "SECTIONS", "answering", "command"]

COMMANDS: dict[str, click.Command] = {}
"""Every command beside the questions of the catalogue, by name."""

SECTIONS: dict[str, list[str]] = {
    "Ask, draw, explore": ["ask", "query", "queries", "draw", "cite", "explore", "serve"],
    "Measurements of your own": ["overlay", "enrich"],
    "Files and your own data": [
        "export",
        "load",
        "retract",
        "sources",
        "new-review",
        "validate",
        "lookup",
        "diff",
    ],
    "Neo4j": ["push", "cypher"],
}
"""The headings under which they are listed."""

OTHER_WORDS: dict[str, list[str]] = {
    word: meant.split()
    for words, meant in (
        ("plot picture figure image network", "draw"),
        ("search find", "define lookup findings"),
        ("show about describe card entity", "define info"),
        ("gui web server browse view open", "explore"),
        ("import add merge ingest read", "load"),
        ("save convert write download", "export"),
        ("check lint", "validate"),
        ("compare", "compare-cancers diff"),
        ("delete remove", "retract"),
        ("list all", "queries hubs findings"),
        ("stats statistics summary version versions", "info"),
        ("upstream", "regulators"),
        ("downstream", "targets"),
        ("papers references bibliography bibtex ris", "papers-on cite"),
        ("silence knockdown knockout overexpress", "what-if"),
        ("markers marker", "biomarkers"),
        ("cargo", "cargo-of carriers-of cargo-by-effect"),
        ("exosomes", "exosomes-of cargo-of"),
        ("drugs treatment", "therapy"),
        ("path route routes", "paths mechanism"),
        ("new template sheet curate", "new-review"),
        ("neo4j", "push cypher"),
        ("mcp assistant", "serve"),
    )
    for word in words.split()
}
"""What other words for a command mean, for the answer to a command that does not exist."""


def command(
    name: str, *, answers: bool = True, **settings: Any
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command, with the shared options and the settings as its first argument."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        make: Callable[[Callable[..., Any]], click.Command] = click.command(name, **settings)
        COMMANDS[name] = make(shared_options(answers=answers)(click.pass_obj(function)))
        return COMMANDS[name]

    return decorate


def answering() -> list[str]:
    """Return the commands that answer, which draw and cite take."""
    from ..queries.catalogue import names

    questions = [name.replace("_", "-") for name in names()]
    return ["ask", "query", *SECTIONS["Measurements of your own"], *questions]


def _running(metavar: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the arguments of another one that it runs: its name, and what follows."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        rest = click.argument(
            "arguments",
            metavar="ARGS...",
            nargs=-1,
            type=click.UNPROCESSED,
            shell_complete=completing("arguments"),
        )
        first = click.argument(
            "name", metavar=metavar, type=str, shell_complete=completing("questions")
        )
        return first(rest(click.pass_context(function)))

    return decorate


@command("cite", answers=False, context_settings={"ignore_unknown_options": True})
@click.option(
    "--format",
    "format_",
    type=click.Choice(["bibtex", "ris"]),
    default="bibtex",
    show_default=True,
    help="How papers are written.",
)
@_running("COMMAND")
def cite(
    context: click.Context, settings: Settings, format_: str, name: str, arguments: tuple[str, ...]
) -> str:
    """Write the papers behind what COMMAND answers.

    \b
    radexo cite mechanism miR-340-5p KLF10 --format ris
    """
    from ..views.citations import FORMATS

    answer = answer_of(context, name, arguments)
    references = answer.references() if answer.name != "info" else settings.graph.store.references()
    return FORMATS[format_](references, settings.graph.sources())


@command("draw", answers=False, context_settings={"ignore_unknown_options": True})
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    help=f"Where to; {', '.join(EXTENSIONS[:-1])} or {EXTENSIONS[-1]}.",
)
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    help="How nodes are placed (default: by their number); transfer: donor, exosome, recipient.",
)
@click.option("--no-clobber", is_flag=True, help="Refuse to replace a file.")
@click.option(
    "--all-evidence",
    is_flag=True,
    help="Draw all evidence of the claims, not only that which carries the rows.",
)
@click.option(
    "--page", is_flag=True, help="The explorer's page around the answer, as one .html to share."
)
@click.option(
    "--width", type=click.FloatRange(20, 1000), metavar="MM", help="Width of a figure on paper."
)
@click.option("--font", metavar="FAMILY", help="Font of a figure, where it is installed.")
@click.option("--title", metavar="TEXT", help="Title of a figure; empty for none.")
@click.option("--no-legend", is_flag=True, help="Leave the legend of a figure out.")
@click.option("--caption", is_flag=True, help="Write a caption beside a figure, even a short one.")
@_running("COMMAND|graph")
def draw(
    context: click.Context,
    settings: Settings,
    output: str,
    layout: LayoutName | None,
    no_clobber: bool,
    all_evidence: bool,
    page: bool,
    width: float | None,
    font: str | None,
    title: str | None,
    no_legend: bool,
    caption: bool,
    name: str,
    arguments: tuple[str, ...],
) -> str:
    """Draw what COMMAND answers, or the whole graph.

    html is an interactive page that needs no internet; svg, pdf and png are figures for print; cx2
    is for Cytoscape.

    \b
    radexo draw mechanism miR-340-5p KLF10 -o figure.svg
    radexo draw graph -o graph.html
    radexo draw paths miR-340-5p radiosensitivity --page -o paths.html
    radexo draw targets NORAD --width 89 --title "" --no-legend -o panel-b.pdf
    """
    from shlex import join

    from ..views.drawing import check_path
    from ..views.picture import FigureStyle

    check_path(output, overwrite=not no_clobber)
    chosen = FigureStyle(width, font, title, not no_legend, caption)
    style = None if chosen == FigureStyle() else chosen
    if page and style:
        raise click.UsageError(
            "--width, --font, --title and the like apply to figures, not to a page"
        )
    if name == "graph" and arguments:
        raise click.UsageError(
            f"graph draws everything and takes no arguments, not {' '.join(arguments)!r}"
        )
    if page:
        return _draw_page(context, settings, output, layout, no_clobber, name, arguments)
    if name == "graph":
        drawing = settings.graph.draw(output, layout=layout, overwrite=not no_clobber, style=style)
    else:
        placed = ["--layout", layout] if layout else []
        asked = join(["radexo", "draw", name, *arguments, *placed])
        answer = answer_of(context, name, arguments)
        drawing = answer.draw(
            output,
            layout=layout,
            overwrite=not no_clobber,
            command=asked,
            evidence="all" if all_evidence else "carrying",
            style=style,
        )
    for note in drawing.picture.notes:
        click.echo(note, err=True)
    if beside := drawing.caption_path(output):
        click.echo(f"caption with all papers: {beside}", err=True)
    return f"wrote {output} ({drawing.picture.counts})\n"


def _draw_page(
    context: click.Context,
    settings: Settings,
    output: str,
    layout: LayoutName | None,
    no_clobber: bool,
    name: str,
    arguments: tuple[str, ...],
) -> str:
    """Write the explorer's page around an answer."""
    from pathlib import Path
    from shlex import join

    from ..explorer.page_model import ask
    from ..explorer.standalone import shared_page
    from ..graph.atomic import write_bytes
    from ..graph.report import how_many

    if Path(output).suffix.casefold() != ".html":
        raise click.UsageError(f"{output}: --page writes .html")
    if layout:
        raise click.UsageError("--page places nodes by their number; leave --layout out")
    asked = join(["radexo", "draw", name, *arguments, "--page", "-o", f"{name}.html"])
    answer = (
        ask(settings.graph, "graph", {}) if name == "graph" else answer_of(context, name, arguments)
    )
    write_bytes(
        output, shared_page(settings.graph, answer, asked).encode(), overwrite=not no_clobber
    )
    return f"wrote {output} (page, {how_many(len(answer), 'rows')})\n"


def answer_of(context: click.Context, name: str, arguments: tuple[str, ...]) -> Answer[Any]:
    """Run a command that answers, as part of another command."""
    inner, known = cli.get_command(context, name), answering()
    if inner is None or inner.name not in known:
        from ..graph.names import near_words

        near = near_words(name, known)
        hint = f" Nearest: {', '.join(near)};" if near and inner is None else ""
        error = click.UsageError(
            f"{name!r} does not answer a question.{hint} one of: {', '.join(known)}"
        )
        error.possibilities = near  # type: ignore[attr-defined]
        raise error
    assert context.parent is not None  # a command of the group
    with inner.make_context(name, list(arguments), parent=context.parent) as inside:
        answer: Answer[Any] = inner.invoke(inside)
    return answer


@command("ask")
@click.argument("words", metavar="QUESTION", nargs=-1, required=True)
@click.option("--limit", **LIMIT | {"default": None, "show_default": "that of the question"})
def ask(settings: Settings, words: tuple[str, ...], limit: int | None) -> Answer[Any]:
    """Ask a plain question; stderr names the question of the catalogue that it was read as.

    - reads the question from stdin.

    \b
    radexo ask "which exosomal miRNAs make glioblastoma radioresistant?"
    radexo ask "what happens if NORAD is silenced?"
    """
    answer = settings.graph.ask(" ".join(with_stdin(words, "question")), limit=limit)
    for line in answer.as_read():
        click.echo(line, err=True)
    return answer


@command("explore", answers=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8471,
    show_default=True,
    help="Where it listens; 0: a free one.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@click.option(
    "--host", metavar="H", default="127.0.0.1", show_default=True, help="The address it listens on."
)
@click.option(
    "--allow-remote", is_flag=True, help="Let other machines in; nothing asks who they are."
)
def explore(settings: Settings, port: int, no_browser: bool, host: str, allow_remote: bool) -> None:
    """Explore the graph on a page in the browser.

    The first line on stdout is its address. It needs no internet, and changes nothing.

    \b
    radexo explore
    radexo --store neo4j://127.0.0.1:7687 explore --port 0 --no-browser
    """
    from ..explorer.serving import serve

    serve(lambda: settings.graph, host, port, browser=not no_browser, allow_remote=allow_remote)


@command("serve", answers=False)
@click.option("--mcp", is_flag=True, help="Serve the Model Context Protocol.")
@click.option("--http", is_flag=True, help="Listen on this machine, not on stdin.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8472,
    show_default=True,
    help="Where it listens with --http; 0: a free one.",
)
def serve(settings: Settings, mcp: bool, http: bool, port: int) -> None:
    """Serve the catalogue to an assistant, as tools whose answers are cited rows.

    It reads stdin and writes stdout, as desktop assistants start it, or listens on this machine; it
    changes nothing.

    \b
    radexo serve --mcp
    radexo --graph mygraph serve --mcp --http --port 0
    """
    if not mcp:
        raise click.UsageError("say what to serve: radexo serve --mcp")
    from ..assistant.server import serve

    serve(lambda: settings.graph, http=http, port=port)


@command("queries")
def queries(settings: Settings) -> Answer[Any]:
    """List the questions of the catalogue."""
    from ..queries.catalogue import queries

    return queries(settings.graph.version)


@command("query")
@click.argument("name", metavar="NAME", shell_complete=completing("catalogue"))
@click.argument("pairs", metavar="KEY=VALUE...", nargs=-1)
def query(settings: Settings, name: str, pairs: tuple[str, ...]) -> Answer[Any]:
    """Ask a question of the catalogue; lists are joined by |.

    \b
    radexo query regulators names=KLF10
    radexo query shared_targets "names=miR-340-5p|miR-301a"
    """
    parameters = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(
                f"{pair!r} is not key=value; 'radexo queries' lists the parameters"
            )
        parameters[key.strip().replace("-", "_")] = value
    return settings.graph.query(name, **parameters)


@command("cypher", answers=False)
@click.argument("name", metavar="NAME", shell_complete=completing("catalogue"))
def cypher(settings: Settings, name: str) -> str:
    """Print a question's Cypher, to paste into Neo4j Browser."""
    from ..queries.catalogue import find

    return find(name).cypher
