"""The commands for measurements of one's own, each a thin layer over a method of `Graph`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..graph.report import and_more
from ..graph.schema import SUPPORTS
from ..queries.declare import filter_parameters
from ..words import AGAINST
from .commands import command
from .frame import LIMIT, Settings, given
from .questions import parameter

if TYPE_CHECKING:
    from ..queries.answer import Answer


def _shared() -> list[click.Parameter]:
    """Return the options of filters, and the limit."""
    return [*map(parameter, filter_parameters()), click.Option(["--limit"], **LIMIT)]


@command(
    "overlay",
    params=[
        click.Argument(["table"]),
        click.Option(["--id"], metavar="C", help="The column of ids (default: inferred)."),
        click.Option(["--value"], metavar="C", help="The column of changes, such as log2 ratios."),
        click.Option(["--fdr"], metavar="C", help="The column of false discovery rates."),
        click.Option(
            ["--groups"],
            nargs=2,
            metavar="CASE CONTROL",
            help="Compare two groups of columns instead: patterns over headings, cases first.",
        ),
        click.Option(
            ["--max-fdr"],
            type=float,
            metavar="Q",
            help="Above it a change counts as none (default: 0.05 where there are rates).",
        ),
        click.Option(
            ["--min-median"],
            type=float,
            metavar="M",
            help="With --groups: test only rows with at least this median in a group.",
        ),
        click.Option(
            ["--max-hops"],
            type=click.IntRange(1),
            default=4,
            show_default=True,
            help="The most hops of a chain.",
        ),
        click.Option(
            ["--support"],
            type=click.Choice(SUPPORTS),
            default="one-passage",
            show_default=True,
            help="The least support of a chain.",
        ),
        *_shared(),
    ],
)
def overlay(settings: Settings, table: str, **options: Any) -> Answer[Any]:
    """Lay a measured table over the graph: each change, and its chain to radiosensitivity.

    TABLE is separated by tabs, commas or semicolons, with any line ends, gzipped or not; - is
    the standard input. Which columns are used, and what changed by cancer, is written to stderr.

    \b
    radexo overlay changes.tsv --cancer glioblastoma
    radexo overlay counts.txt --groups "GBM*" "HC*" --min-median 10
    radexo draw overlay changes.tsv -o changes.svg
    """
    answer = settings.graph.overlay(table, **given(options))
    _report(answer)
    return answer


def _report(answer: Answer[Any]) -> None:
    """Write what was read of the table, and the summary, to stderr."""
    about = answer.details["table"]
    used = [
        f"{name} {heading!r}{' (inferred)' * (name in about['inferred'])}"
        for name, heading in about["columns"].items()
        if heading is not None
    ]
    click.echo(f"columns: {', '.join(used)}; {about['rows']} rows", err=True)
    if compared := about["compared"]:
        click.echo(
            f"compared: {compared['cases']} cases with {compared['controls']} controls, "
            f"{compared['tested']} rows tested; value: {compared['value']}; {compared['test']}",
            err=True,
        )
    for line in answer.details["summary"]:
        cancer = line["cancer"]["name"] if line["cancer"] else "no cancer given"
        effects = {"raise": line["raises"], "lower": line["lowers"]}
        counts = [f"{count} would {word}" for word, count in effects.items() if count]
        shown = f"{', '.join(counts)} radiosensitivity" if counts else ""
        open_ = f"{line['open']} without a direction, or both ways" if line["open"] else ""
        hedged = f"{line['hedged']} of them hedged: may" if line["hedged"] else ""
        words = ", ".join(filter(None, (shown, open_, hedged)))
        click.echo(f"if causal, {cancer}, {line['support']}: {words}", err=True)
    if unmatched := about["unmatched"]:
        more = " (--json lists all)" if len(unmatched) > 10 else ""
        click.echo(f"not in the graph: {and_more(unmatched, 10)}{more}", err=True)


@command(
    "enrich",
    params=[
        click.Argument(["listed"], metavar="LIST"),
        click.Option(
            ["--against"],
            type=click.Choice(AGAINST),
            default="targets",
            show_default=True,
            help="The sets.",
        ),
        click.Option(
            ["--background"],
            metavar="FILE",
            help="What the list was drawn from (default: the molecules of the graph).",
        ),
        *_shared(),
    ],
)
def enrich(settings: Settings, listed: str, **options: Any) -> Answer[Any]:
    """Test whether a list shares more with the graph's sets than chance would give.

    LIST has one id per line, and may have a second column of directions: + or -, up or down, or
    changes; - is the standard input. The background is stated on stderr.

    \b
    radexo enrich lowered.txt --against pathways --background measured.txt
    """
    return settings.graph.enrich(listed, **given(options))
