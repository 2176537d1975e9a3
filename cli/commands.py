"""The commands, each a thin skin over a method of `radexo.Graph`."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..graph.schema import EFFECTS, ROLES, SUPPORTS, SYSTEMS
from ..queries.answer import Answer
from ..views.formats import EXTENSIONS
from .frame import Settings, cli, shared_options

__all__ = ["COMMANDS", "command"]

COMMANDS: dict[str, click.Command] = {}
"""Every command by name, in the order in which the help lists them."""


def command(
    name: str, *, answers: bool = True, **settings: Any
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command, with the shared options and the settings as its first argument."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        make: Callable[[Callable[..., Any]], click.Command] = click.command(name, **settings)
        COMMANDS[name] = make(shared_options(answers=answers)(click.pass_obj(function)))
        return COMMANDS[name]

    return decorate


def _sign(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    return None if value is None else {"+": 1, "-": -1, "0": 0}[value]


cancer_option = click.option(
    "--cancer", metavar="C", help="Only findings in this cancer or its subtypes."
)
sign_option = click.option(
    "--sign", type=click.Choice(["+", "-", "0"]), callback=_sign, help="Only this net sign."
)
limit_option = click.option(
    "--limit",
    type=click.IntRange(0),
    default=25,
    show_default=True,
    help="The most rows; 0 for all.",
)
exposure_option = click.option(
    "--exposure", metavar="E", help="Only findings after this exposure or its kinds."
)
max_hops_option = click.option(
    "--max-hops", type=click.IntRange(1), default=6, show_default=True, help="The most hops."
)


def _support_option(default: str) -> Callable[[Any], Any]:
    return click.option(
        "--support",
        type=click.Choice(SUPPORTS),
        default=default,
        show_default=True,
        help="The least support.",
    )


@command("info")
def info(settings: Settings) -> Answer[Any]:
    """Tell what the graph holds: version, sources, counts, licenses."""
    return settings.graph.info()


@command("findings")
@cancer_option
@click.option("--cargo", metavar="X", help="Only findings that carry X.")
@click.option("--effect", type=click.Choice(EFFECTS), help="Only this effect on radiosensitivity.")
@click.option("--system", type=click.Choice(SYSTEMS), help="Only this system.")
@click.option("--paper", metavar="P", help="Only findings that cite this paper, such as 29.")
@click.option(
    "--text",
    metavar="FILE",
    help="The article's text: its sentences are shown beside the findings.",
)
def findings(settings: Settings, text: str | None, **options: Any) -> Answer[Any]:
    """List the findings.

    \b
    radexo findings --cargo miR-340-5p
    radexo findings --cancer GBM --effect decrease
    """
    if text:
        from ..loaders.article import read_sentences

        options["sentences"] = read_sentences(text)
    return settings.graph.findings(**options)


def _regulation(function: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.argument("names", metavar="X...", nargs=-1, required=True),
        click.option(
            "--depth", type=click.IntRange(1), default=1, show_default=True, help="The most hops."
        ),
        sign_option,
        click.option("--type", metavar="T", help="Only entities of this type."),
        cancer_option,
        exposure_option,
    )
    for option in reversed(options):
        function = option(function)
    return function


@command("regulators")
@_regulation
def regulators(settings: Settings, names: tuple[str, ...], **options: Any) -> Answer[Any]:
    """Tell what regulates X.

    \b
    radexo regulators KLF10
    radexo regulators radiosensitivity --cancer "colorectal cancer" --sign -
    """
    return settings.graph.regulators(*names, **options)


@command("targets")
@_regulation
def targets(settings: Settings, names: tuple[str, ...], **options: Any) -> Answer[Any]:
    """Tell what X regulates.

    \b
    radexo targets miR-340-5p --depth 2
    """
    return settings.graph.targets(*names, **options)


@command("paths")
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@max_hops_option
@sign_option
@cancer_option
@exposure_option
@click.option("--system", type=click.Choice(SYSTEMS), help="Only this system.")
@_support_option("stitched")
@limit_option
@click.option("--associations", is_flag=True, help="Walk associations too.")
@click.option("--through", metavar="T", help="Only entities of this type between the ends.")
@click.option(
    "--predicate",
    "predicates",
    metavar="P",
    multiple=True,
    help="Only claims of this predicate; may be repeated.",
)
@click.option("--shortest", is_flag=True, help="Only the paths with the fewest hops.")
def paths(settings: Settings, source: str, target: str, **options: Any) -> Answer[Any]:
    """Search the mechanism paths from A to B, best first.

    A and B are names, or type:MiRNA for every entity of a type.

    \b
    radexo paths miR-340-5p radiosensitivity --support reported
    radexo paths hypoxia type:Pathway --max-hops 3
    """
    return settings.graph.paths(source, target, **options)


@command("mechanism")
@click.argument("name", metavar="A")
@click.argument("then", metavar="[B]", required=False)
@max_hops_option
@cancer_option
@_support_option("reported")
@limit_option
def mechanism(settings: Settings, name: str, then: str | None, **options: Any) -> Answer[Any]:
    """Tell the longest chains through A, then B, to radiosensitivity.

    \b
    radexo mechanism miR-340-5p KLF10
    radexo mechanism NORAD
    """
    return settings.graph.mechanism(name, then, **options)


@command("biomarkers")
@cancer_option
@click.option("--fluid", metavar="F", help="Only in this fluid; blood covers serum and plasma.")
@click.option("--role", type=click.Choice(ROLES), help="Only with this role.")
@click.option("--name", metavar="X", help="Only what is claimed of X.")
def biomarkers(settings: Settings, **options: Any) -> Answer[Any]:
    """List exosomal biomarkers.

    \b
    radexo biomarkers --cancer NSCLC --role predictive
    """
    return settings.graph.biomarkers(**options)


@command("contradictions")
@click.argument("names", metavar="[X...]", nargs=-1)
@cancer_option
@click.option(
    "--max-hops",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="The most hops of a path; 1 for edges only.",
)
@click.option(
    "--paper",
    "papers",
    metavar="P",
    multiple=True,
    help="Only where this paper stands on a side; may be repeated.",
)
def contradictions(settings: Settings, names: tuple[str, ...], **options: Any) -> Answer[Any]:
    """List opposite claims between the same ends, with both sides; of each X, where any is named.

    \b
    radexo contradictions
    radexo contradictions --paper 64 --paper 78
    """
    return settings.graph.contradictions(*names, **options)


@command("coherence")
@cancer_option
def coherence(settings: Settings, **options: Any) -> Answer[Any]:
    """Hold every finding's chain against the effect it states."""
    return settings.graph.coherence(**options)


@command("cite", answers=False, context_settings={"ignore_unknown_options": True})
@click.option(
    "--format",
    "format_",
    type=click.Choice(["bibtex", "ris"]),
    default="bibtex",
    show_default=True,
    help="How papers are written.",
)
@click.argument("name", metavar="COMMAND", type=str)
@click.argument("arguments", metavar="ARGS...", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
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
    type=click.Choice(["columns", "rings"]),
    help="How nodes are placed (default: by their number).",
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
@click.argument("name", metavar="COMMAND|graph", type=str)
@click.argument("arguments", metavar="ARGS...", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def draw(
    context: click.Context,
    settings: Settings,
    output: str,
    layout: str | None,
    no_clobber: bool,
    all_evidence: bool,
    page: bool,
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
    """
    from ..views.drawing import check_path

    check_path(output, overwrite=not no_clobber)
    if page:
        return _draw_page(context, settings, output, layout, no_clobber, name, arguments)
    if name == "graph":
        if arguments:
            raise click.UsageError(
                f"graph draws everything and takes no arguments, not {' '.join(arguments)!r}"
            )
        drawing = settings.graph.draw(output, layout=layout, overwrite=not no_clobber)
    else:
        asked = shlex.join(["radexo", "draw", name, *arguments])
        answer = answer_of(context, name, arguments)
        drawing = answer.draw(
            output,
            layout=layout,
            overwrite=not no_clobber,
            command=asked,
            evidence="all" if all_evidence else "carrying",
        )
    for note in drawing.picture.notes:
        click.echo(note, err=True)
    if caption := drawing.caption_path(output):
        click.echo(f"caption with all papers: {caption}", err=True)
    return f"wrote {output} ({drawing.picture.counts})\n"


def _draw_page(
    context: click.Context,
    settings: Settings,
    output: str,
    layout: str | None,
    no_clobber: bool,
    name: str,
    arguments: tuple[str, ...],
) -> str:
    """Write the explorer's page around an answer."""
    from ..explorer.page_model import ask
    from ..explorer.standalone import shared_page
    from ..graph.exchange.atomic import write_bytes

    if Path(output).suffix.casefold() != ".html":
        raise click.UsageError(f"{output}: --page writes .html")
    if layout:
        raise click.UsageError("--page places nodes by their number; leave --layout out")
    if name == "graph" and arguments:
        raise click.UsageError(
            f"graph draws everything and takes no arguments, not {' '.join(arguments)!r}"
        )
    asked = shlex.join(["radexo", "draw", name, *arguments, "--page", "-o", f"{name}.html"])
    answer = (
        ask(settings.graph, "graph", {}) if name == "graph" else answer_of(context, name, arguments)
    )
    write_bytes(
        output, shared_page(settings.graph, answer, asked).encode(), overwrite=not no_clobber
    )
    return f"wrote {output} (page, {len(answer)} row{'s' * (len(answer) != 1)})\n"


def answer_of(context: click.Context, name: str, arguments: tuple[str, ...]) -> Answer[Any]:
    """Run a command that answers, as part of another command."""
    inner = cli.get_command(context, name)
    others = (
        "validate",
        "load",
        "diff",
        "push",
        "export",
        "queries",
        "sources",
    )  # these tell what they did; no question is asked
    answering = [
        n
        for n, c in COMMANDS.items()
        if n not in others and any("--json" in p.opts for p in c.params)
    ]
    if inner is None or name not in answering:
        raise click.UsageError(
            f"{name!r} does not answer a question; one of: {', '.join(answering)}"
        )
    assert context.parent is not None  # a command of the group
    with inner.make_context(name, list(arguments), parent=context.parent) as inside:
        answer = inner.invoke(inside)
    if not isinstance(answer, Answer):
        raise click.UsageError(
            f"{name!r} does not answer a question; one of: {', '.join(answering)}"
        )
    return answer


@command("ask")
@click.argument("words", metavar="QUESTION", nargs=-1, required=True)
def ask(settings: Settings, words: tuple[str, ...]) -> Answer[Any]:
    """Ask a plain question; it is told on stderr which question of the catalogue it was read as.

    \b
    radexo ask "which exosomal miRNAs make glioblastoma radioresistant?"
    radexo ask "what happens if NORAD is silenced?"
    """
    answer = settings.graph.ask(" ".join(words))
    asked = answer.extra["asked"]
    click.echo(f"query: {asked['reading']}", err=True)
    for note in asked["notes"]:
        click.echo(f"note: {note}", err=True)
    if asked["unused"]:
        click.echo(f"not used: {', '.join(asked['unused'])}", err=True)
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


@command("queries")
def queries(settings: Settings) -> Answer[Any]:
    """List the questions of the catalogue."""
    from ..queries.catalogue import QuestionRow, catalogue

    rows = tuple(QuestionRow(question) for question in catalogue())
    return Answer("queries", {}, rows, QuestionRow, settings.graph.version)


@command("query")
@click.argument("name", metavar="NAME")
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
                f"{pair!r} is no key=value; 'radexo queries' lists the parameters"
            )
        parameters[key.strip().replace("-", "_")] = value
    return settings.graph.query(name, **parameters)


@command("cypher", answers=False)
@click.argument("name", metavar="NAME")
def cypher(settings: Settings, name: str) -> str:
    """Print a question's Cypher, to paste into Neo4j Browser."""
    from ..queries.catalogue import find

    return find(name).cypher
