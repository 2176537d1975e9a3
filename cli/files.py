"""The commands on files and servers, each a thin layer over a function or method."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from ..words import FormatName, SourceName
from .commands import command
from .frame import LIMIT, Settings, completing, json_option, open_path, with_stdin

if TYPE_CHECKING:
    from ..queries.answer import Answer


_DONE = re.compile(r"([\d,]+) of (?:about )?([\d,]+) ")
"""How much of how much is done, in a message."""


class Progress:
    """Writes what is being done to stderr, where it takes more than two seconds.

    With the seconds that it took so far, and those left of what says how much of how much is done.
    """

    def __init__(self) -> None:
        self._start = self._last = monotonic()
        self._next = self._start + 2
        self._what = ""
        self._from = (self._start, 0)

    def __call__(self, message: str) -> None:
        now = monotonic()
        left = self._left(message, now)
        if now >= self._next:
            click.echo(f"{message}, {now - self._start:.0f} s{left}", err=True)
            self._next = monotonic() + 1

    def _left(self, message: str, now: float) -> str:
        """Return the seconds left, as fast as this has been since it was first spoken of."""
        before, self._last = self._last, now
        if not (found := _DONE.search(message)):
            return ""
        done, whole = (int(number.replace(",", "")) for number in found.groups())
        (begun, first), what = self._from, message[found.end() :].partition(",")[0]
        if what != self._what:  # measured from the message before, and then from this one
            self._what, self._from = what, (now, done)
            begun, first = before, 0
        if done <= first:
            return ""
        return f", about {(now - begun) * (whole - done) / (done - first):.0f} s left"


@command("push")
@click.option(
    "--replace",
    is_flag=True,
    help="Remove what RadExo put there before and this graph does not hold.",
)
def push(settings: Settings, replace: bool) -> Answer[Any]:
    """Write the graph to a Neo4j server.

    Idempotent: a second push changes nothing. Other data on the server are left alone. A graph that
    is too large for one transaction is written in batches: until the last one, questions are
    refused.

    \b
    radexo push --store neo4j://127.0.0.1:7687
    """
    from ..transfer import push

    if not settings.store:
        raise click.UsageError("name the server: --store neo4j://host:7687")
    store = settings.local.store
    return push(store, settings.store, replace=replace, progress=Progress())


class _Names(click.Choice[str]):
    """A choice of names that are found when they are first needed."""

    def __init__(self, find: Callable[[], Iterable[str]]) -> None:
        self._find = find
        self.case_sensitive = True

    @cached_property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self._find())


def _formats() -> Iterable[str]:
    from ..graph.exchange.registry import FORMATS

    return FORMATS


def _sources() -> Iterable[str]:
    from ..loaders import sources

    return sources()


class _Export(click.Command):
    """The command that also takes the options that formats declare."""

    @cached_property
    def _options(self) -> list[click.Parameter]:
        from ..graph.exchange.registry import FORMATS

        return [
            click.Option([f"--{name}"], help=f"For {format.name}: {help}.")
            for format in FORMATS.values()
            for name, help in sorted(format.options.items())
        ]

    def get_params(self, context: click.Context) -> list[click.Parameter]:
        *own, help = super().get_params(context)
        return [*own, *self._options, help]


@command("export", answers=False, cls=_Export)
@json_option
@click.option(
    "--format", "format_", type=_Names(_formats), help="What is written (default: by extension)."
)
@click.option("--no-clobber", is_flag=True, help="Refuse to replace what exists.")
@click.argument("path", metavar="PATH")
def export(
    settings: Settings, format_: FormatName | None, no_clobber: bool, path: str, **given: str | None
) -> Answer[Any]:
    """Write the graph for another program, and list what the format cannot carry.

    docs/exchange.md says which formats are folders, what each carries, and which load back.

    \b
    radexo export my-graph.cx2
    radexo export --format kgx my-tables
    """
    options = {name: value for name, value in given.items() if value is not None}
    overwrite = not no_clobber
    return settings.graph.export(path, format_, overwrite=overwrite, progress=Progress(), **options)


@command("validate")
@click.option("--fix", is_flag=True, help="Write what is certain into the files first.")
@click.option("--limit", **LIMIT)
@click.argument("files", metavar="FILE...|DIR", nargs=-1, required=True)
def validate(settings: Settings, fix: bool, limit: int, files: tuple[str, ...]) -> Answer[Any]:
    """Check curated tables, or one sheet: names, words, papers, and what the schema allows.

    --fix rewrites cells that mean the same before and after, lists them on stderr, and keeps each
    file as it was under its name with .bak. What is not certain is only listed.

    \b
    radexo validate my-review.xlsx
    radexo validate --fix my-review.xlsx
    radexo validate my-review/
    """
    from ..transfer import validate

    answer = validate(settings.graph.store, files, fix=fix, limit=limit)
    for cell in answer.details.get("fixed", ()):
        place = f"{cell['file']}, row {cell['row']}, column {cell['column']}"
        click.echo(f"{place}: {cell['before']!r} -> {cell['after']!r}", err=True)
    return answer


@command("new-review", answers=False)
@click.argument("folder", metavar="DIR|FILE.xlsx")
def new_review(settings: Settings, folder: str) -> str:
    """Write a sheet, or empty tables, for a review of your own.

    The sheet (.xlsx with drop-downs, a guide and an example; .csv or .tsv) has a row for each
    statement, in names and plain words; a folder has five tables.

    \b
    radexo new-review my-review.xlsx
    radexo new-review my-review/
    """
    from ..loaders.review import new_review as create

    files = create(folder)
    click.echo(
        f"fill {'it' if len(files) == 1 else 'them'} in, then: radexo validate {folder}; "
        f"radexo --graph my-graph load review {folder}",
        err=True,
    )
    return "".join(f"{file}\n" for file in files)


@command("lookup")
@click.argument(
    "names", metavar="NAME...", nargs=-1, required=True, shell_complete=completing("names")
)
def lookup(settings: Settings, names: tuple[str, ...]) -> Answer[Any]:
    """Look identifiers up for names, offline: in the graph, then in lists of registries.

    The lists are cuts of HGNC, miRBase, MONDO (cancers) and Cellosaurus (cell lines).

    - reads names from stdin, one a line.

    \b
    radexo lookup PTEN miR-21 TIEG1 HCC A549
    """
    return settings.graph.lookup(*with_stdin(names))


@command("load")
@click.argument("source", metavar="SOURCE", type=_Names(_sources))
@click.argument("files", metavar="FILE...|DIR", nargs=-1, required=True)
@click.option(
    "--empty", is_flag=True, help="Begin a new graph empty, not as a copy of the packaged one."
)
@click.option(
    "--replace", is_flag=True, help="Put the file in the place of what the graph has of its source."
)
@click.option("--release", metavar="TEXT", help="The version of a public resource.")
@click.option("--all-species", is_flag=True, help="Read a resource's rows of other species too.")
@click.option("--map", "map_", metavar="FILE", help="What the columns of `load table` mean, TOML.")
def load(
    settings: Settings,
    source: SourceName,
    files: tuple[str, ...],
    empty: bool,
    replace: bool,
    release: str | None,
    all_species: bool,
    map_: str | None,
) -> Answer[Any]:
    """Merge a source into the graph that --graph names; `radexo sources` lists them.

    A folder that does not exist begins as a copy of the packaged graph. A file with findings whose
    ids the graph has with other content is not loaded: a newer version of what was loaded before
    takes --replace, which removes every finding of that source that the file does not have.

    \b
    radexo --graph my-graph load review my-review.xlsx
    radexo --graph my-graph load review my-review.xlsx --replace
    radexo --graph my-graph load kgx their-tables/
    radexo --graph my-graph load mirtarbase hsa_MTI.csv --release 10.0
    radexo --graph my-graph load table our-claims.csv --map mapping.toml
    """
    from ..loaders import Options
    from ..transfer import load

    options = Options(release, all_species, Progress(), map_)
    return load(source, settings.folder, files, empty=empty, replace=replace, options=options)


@command("retract")
@click.argument("what", metavar="PAPER|FINDING|SOURCE")
@click.option("--limit", **LIMIT)
def retract(settings: Settings, what: str, limit: int) -> Answer[Any]:
    """Remove a paper, a finding or a whole source from the graph that --graph names.

    Every finding that cites the paper alone goes, with the claims that rest on nothing else; what
    cites other papers too stays and is listed. `radexo depends-on` shows the same without removing,
    of a paper or finding.

    \b
    radexo --graph my-graph retract my-review:12
    radexo --graph my-graph retract sun2022:29a
    radexo --graph my-graph retract my-review
    """
    from ..transfer import retract

    return retract(settings.folder, what, limit=limit)


@command("sources")
def sources(settings: Settings) -> Answer[Any]:
    """List what load reads: name, content, license, expected columns."""
    from ..transfer import sources

    return sources(settings.graph.version)


@command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--limit", **LIMIT)
def diff(settings: Settings, before: str, after: str, limit: int) -> Answer[Any]:
    """Compare two graphs by statement: what B adds, removes or changes.

    A and B are saved graphs, exports that load (kgx, node-link), servers, or the word packaged (a
    folder of that name is ./packaged).

    \b
    radexo diff packaged my-graph
    """
    earlier, later = (open_path(None if name == "packaged" else name) for name in (before, after))
    try:
        return earlier.diff(later, limit=limit)
    finally:
        earlier.close()
        later.close()
