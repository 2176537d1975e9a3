"""The frame of the command line: shared options, output, errors and exit codes.

stdout carries the answer and nothing else; notes and errors go to stderr.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from ..graph.errors import RadexoError

if TYPE_CHECKING:
    from ..api import Graph
    from ..queries.answer import Answer
    from .waiting import Waiting

__all__ = [
    "FORMATS",
    "Settings",
    "cli",
    "completing",
    "given",
    "json_option",
    "main",
    "open_path",
    "shared_options",
    "with_stdin",
]

FORMATS = ("table", "json", "tsv", "csv")
Function = TypeVar("Function", bound=Callable[..., Any])


class Settings:
    """What the shared options say; the last one given counts."""

    graph_path: str | None = None
    store: str | None = None
    format: str = "table"
    general: bool = False
    waiting: Waiting | None = None

    @cached_property
    def graph(self) -> Graph:
        """The graph that answers, opened once: on a server, in a folder, or the packaged one."""
        if self.store and self.graph_path:
            raise click.UsageError(
                "--graph and --store are two graphs; only push takes both, "
                "from the one to the other"
            )
        return open_path(self.store) if self.store else self.local

    @cached_property
    def local(self) -> Graph:
        """The graph in a folder, or the packaged one."""
        return open_path(self.graph_path or None)

    @property
    def folder(self) -> str:
        """Where the graph is saved that a command writes."""
        if not self.graph_path:
            raise click.UsageError(
                "the packaged graph is read-only; name a folder with --graph DIR"
            )
        return self.graph_path

    def close(self) -> None:
        """Let go of the graph that was opened, if one was."""
        if "graph" in self.__dict__:
            self.graph.close()

    def stop_waiting(self) -> None:
        """Clear the elapsed seconds, if they are shown."""
        if self.waiting:
            self.waiting.stop()
            self.waiting = None


def _remember(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value is not None:
            setattr(context.ensure_object(Settings), name, value)

    return callback


def _address(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        from ..graph.stores.base import SCHEMES, is_address

        if not is_address(value):
            raise click.BadParameter(
                f"{value!r} is not an address; those of servers begin with {', '.join(SCHEMES)}"
            )
        context.ensure_object(Settings).store = value


def json_option(function: Function) -> Function:
    """Add ``--json``."""
    return click.option(
        "--json",
        flag_value="json",
        default=None,
        expose_value=False,
        callback=_remember("format"),
        help="Write the answer as JSON.",
    )(function)


def _format_option(function: Function) -> Function:
    option = click.option(
        "--format",
        type=click.Choice(FORMATS),
        expose_value=False,
        callback=_remember("format"),
        help="How the answer is written (default: table).",
    )
    return option(json_option(function))


def open_path(path: str | None) -> Graph:
    """Open a graph, the packaged one without a path.

    What an export of another program holds beyond the schema is counted on stderr.
    """
    from ..api import Graph, load
    from ..graph.stores.base import is_address

    if path is None:
        return load()
    from ..graph.stores.disk_file import saved_file

    if is_address(path) or saved_file(path):
        return load(path)
    from ..graph.records import merge
    from ..graph.saved import open_graph

    left_out: Counter[str] = Counter()
    graph = Graph(merge(open_graph(path, left_out)))
    if left_out:
        sys.stderr.write(
            f"! {path}: {'; '.join(f'{what} ({count})' for what, count in left_out.items())}\n"
        )
    return graph


Completing = Callable[[click.Context, click.Parameter, str], list[str]]


def completing(name: str, *arguments: Any) -> Completing:
    """Return what completes a word, by its name in `completion`: imported when a shell asks."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
        from . import completion

        found: list[str] = getattr(completion, name)(context, begun, *arguments)
        return found

    return complete


LIMIT: dict[str, Any] = {
    "type": click.IntRange(0),
    "default": 0,
    "show_default": True,
    "help": "The most rows; 0 for all.",
}
"""The settings of ``--limit`` where a command is not made from a question."""


def shared_options(*, answers: bool = True) -> Callable[[Function], Function]:
    """Add the options that every command takes before and after its name."""

    def decorate(function: Function) -> Function:
        option = click.option(
            "--graph",
            metavar="DIR|FILE",
            expose_value=False,
            callback=_remember("graph_path"),
            help="A saved graph (default: the packaged review).",
        )
        server = click.option(
            "--store",
            metavar="neo4j://...",
            expose_value=False,
            callback=_address,
            help="A graph on a Neo4j server (NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE).",
        )
        return option(server(_format_option(function) if answers else function))

    return decorate


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that were given."""
    return {name: value for name, value in options.items() if value not in (None, ())}


def with_stdin(
    values: tuple[str, ...], none: str = "names; write one on each line"
) -> tuple[str, ...]:
    """Replace ``-`` by the lines of stdin, such as names; `none` says what there has to be.

    Raises
    ------
    click.UsageError
        When stdin holds none.
    """
    if "-" not in values:
        return values
    try:
        lines = [line.strip() for line in sys.stdin.read().removeprefix("\ufeff").splitlines()]
    except UnicodeDecodeError:
        raise click.UsageError("stdin is not text in UTF-8") from None
    names = [line for line in lines if line]
    if not names:
        raise click.UsageError(f"stdin holds no {none}")
    at = values.index("-")
    return (*values[:at], *names, *(value for value in values[at + 1 :] if value != "-"))


_REPORTING = {"explore", "serve", "load", "export", "push"}
"""Commands that say themselves what they are doing."""
_IN_WORDS = "'radexo ask \"what ...\"' takes a question in plain words."


class _Commands(click.Group):
    """Commands by name: each question of the catalogue, then the others, imported when needed."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        from ..queries.questions import names

        question = name.replace("-", "_")
        if question in names():
            from .questions import question_command

            return question_command(question)
        from .commands import COMMANDS

        for module in ("files", "measured"):
            if name not in COMMANDS:
                import_module(f".{module}", __package__)
        return COMMANDS.get(name)

    def list_commands(self, context: click.Context) -> list[str]:
        from .listing import listing

        return [name for commands in listing().values() for name in commands]

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = arguments[0]
        if not name.startswith("-") and self.get_command(context, name) is None:
            from ..graph.names import near_words
            from .commands import OTHER_WORDS

            alike = near_words(name, self.list_commands(context))
            near = OTHER_WORDS.get(name.casefold(), alike) or ["ask", "queries"]
            hint = f"Nearest: {', '.join(near)}." if near != ["ask", "queries"] else _IN_WORDS
            error = click.UsageError(f"no command is named {name!r}. {hint} 'radexo' lists them")
            error.possibilities = near  # type: ignore[attr-defined]
            raise error
        return super().resolve_command(context, arguments)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        from .listing import listing

        for heading, commands in listing().items():
            with formatter.section(heading):
                formatter.write_dl(list(commands.items()))


def _version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from .. import __version__
        from ..api import load

        click.echo(f"radexo {__version__}, graph {load().version}")
        context.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@shared_options()
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the versions.",
)
def cli() -> None:
    """How exosomes change tumor radiosensitivity.

    \b
    radexo mechanism miR-340-5p KLF10
    radexo regulators radiosensitivity --cancer "colorectal cancer"

    Chains are written A -> B (raises), A -| B (lowers), A ~> B (acts, direction not given) and A =>
    B (releases or carries; of an exposure: comes before the release).
    """


@cli.result_callback()
def _print(result: Any) -> int:
    from ..queries.answer import Answer

    settings = click.get_current_context().find_object(Settings)
    assert settings is not None  # the group's options made it
    settings.stop_waiting()
    if isinstance(result, Answer):
        write(result, settings.format, general=settings.general)
    elif isinstance(result, str):
        sys.stdout.write(result)
    return 4 if isinstance(result, Answer) and result.name == "validate" and result.rows else 0


def write(answer: Answer[Any], format: str, *, general: bool = False) -> None:
    """Write an answer to stdout, and what it leaves out to stderr."""
    if format == "json":
        from ..queries.rows import indented

        sys.stdout.write(indented(answer.to_dict()) + "\n")
    else:
        from ..views import tables

        if format in ("tsv", "csv"):
            sys.stdout.write(tables.separated(answer, "\t" if format == "tsv" else ","))
        elif sys.stdout.isatty():
            from shutil import get_terminal_size

            plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
            sys.stdout.write(
                tables.wrapped(
                    answer, get_terminal_size().columns, color=not plain, general=general
                )
            )
        else:
            sys.stdout.write(tables.plain(answer, general=general))
    if answer.reason:
        lead = "" if answer.status == "complete" else f"{answer.status}: "
        sys.stderr.write(f"{lead}{answer.reason}\n")
    for note in answer.notes():
        sys.stderr.write(f"! {note}\n")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit with its code."""
    gc.set_threshold(100_000)  # a command ends before there is garbage worth looking for
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    code = run(arguments)
    gc.freeze()  # the end of the process frees what the last collections would look through
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code: 0, 2, 3, 4 or 130."""
    code = 0
    settings = Settings()
    if sys.stderr.isatty() and not _REPORTING.intersection(arguments):
        from .waiting import Waiting

        settings.waiting = Waiting()
    try:
        try:
            result = cli.main(
                args=arguments or ["--help"],
                prog_name="radexo",
                standalone_mode=False,
                obj=settings,
            )
            code = result if isinstance(result, int) else 0
        except RadexoError as error:
            settings.stop_waiting()
            code = error.exit_code
            _fail(arguments, error.kind, error.message, error.candidates)
        except click.ClickException as error:
            code = 2
            _fail(
                arguments,
                "usage",
                f"{error.format_message()}{_such_as(error)}",
                getattr(error, "possibilities", None) or (),
            )
        except OSError as error:
            if error.filename is None:  # stdout
                raise
            code = 4
            _fail(arguments, "data", f"{error.filename}: {error.strerror or error}", ())
        except (KeyboardInterrupt, click.Abort):
            code = 130
            sys.stderr.write("interrupted\n")
        finally:
            settings.stop_waiting()
            settings.close()
        sys.stdout.flush()
        return code
    except (
        BrokenPipeError,
        SystemExit,
    ):  # click turns the first into the second; the reader of the pipe has closed it
        _close_stdout()
    except OSError as error:
        _close_stdout()
        code = 4
        sys.stderr.write(f"error: {error.strerror or error}\n")
    return code


def _close_stdout() -> None:
    """Keep the interpreter from complaining when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _such_as(error: click.ClickException) -> str:
    """Return the example in the help of a command that lacks an argument."""
    if not isinstance(error, click.MissingParameter) or not error.ctx:
        return ""
    lines = map(str.strip, (error.ctx.command.help or "").splitlines())
    example = next((line for line in lines if line.startswith("radexo ")), "")
    return f" Such as: {example}" if example else ""


def _fail(arguments: list[str], kind: str, message: str, candidates: Sequence[str]) -> None:
    sys.stderr.write(f"error: {message}\n")
    if (
        "--json" in arguments
        or "--format=json" in arguments
        or ("--format", "json") in pairwise(arguments)
    ):
        error = {"error": {"kind": kind, "message": message, "candidates": list(candidates)}}
        sys.stdout.write(json.dumps(error, ensure_ascii=False, indent=2) + "\n")
