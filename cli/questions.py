"""The commands of the questions: arguments and options are read off the declarations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from ..queries.command import command_line, option_name
from ..queries.kinds import FORMER, KINDS
from .frame import Completing, Settings, completing, given, shared_options, with_stdin

if TYPE_CHECKING:
    from ..queries.answer import Answer
    from ..queries.declare import Question
    from ..queries.kinds import Parameter

__all__ = ["parameter", "question_command"]


@cache
def question_command(name: str) -> click.Command:
    """Return the command of a question, by its name."""
    from ..queries.catalogue import find

    question = find(name)

    def ask(settings: Settings, **options: Any) -> Answer[Any]:
        text = options.pop("text", None)
        settings.general = options.pop("general", False)
        asked = given(options)
        graph, name = settings.graph, question.name
        answer = graph.info(**asked) if name == "info" else graph.query(name, **asked)
        return _beside(answer, text) if text else answer

    parameters = [parameter(p) for p in question.parameters]
    if question.name == "findings":
        parameters.append(
            click.Option(
                ["--text"],
                metavar="FILE",
                help="The article's text: its sentences are shown beside the findings.",
            )
        )
    if question.name == "mechanism":
        parameters.append(
            click.Option(
                ["--general"],
                is_flag=True,
                help="Show chains about general classes too, which tables only count.",
            )
        )
    command = click.Command(
        question.command,
        params=parameters,
        callback=click.pass_obj(ask),
        help=_help(question),
        short_help=question.summary,
    )
    decorated: click.Command = shared_options()(command)
    return decorated


def _beside(answer: Answer[Any], text: str) -> Answer[Any]:
    from ..loaders.article import read_sentences
    from ..queries.text import with_text

    return with_text(answer, read_sentences(text))


def parameter(p: Parameter) -> click.Parameter:
    """Return the argument or option of a parameter."""
    if p.positional:
        return _argument(p)
    many = p.kind in ("papers", "predicates", "sources")
    help = f"{p.help[:1].upper()}{p.help[1:]}."
    if p.kind == "flag":
        return click.Option([option_name(p), p.name], is_flag=True, help=help)
    types: Mapping[str, Callable[[], Any]] = {
        "count": lambda: click.IntRange(p.minimum),
        "choice": lambda: _Choice(p.choices),
        "sign": lambda: click.Choice(["+", "-", "0"]),
    }
    return click.Option(
        [option_name(p), p.name],
        type=types.get(p.kind, lambda: None)(),
        metavar=_METAVARS.get(p.kind),
        shell_complete=_completion(p.kind),
        multiple=many,
        default=p.default,
        show_default=p.default is not None,
        help=help if not many else f"{help[:-1]}; may be repeated.",
    )


class _Choice(click.Choice[str]):
    """A choice that still reads the words of earlier versions."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if value in FORMER else super().convert(value, param, ctx)


_METAVARS = {
    "cancer": "C",
    "exposure": "E",
    "entity": "X",
    "type": "T",
    "text": "WORD",
    "finding": "P",
    "papers": "P",
    "predicate": "P",
    "predicates": "P",
    "sources": "SOURCE",
}


def _argument(p: Parameter) -> click.Argument:
    many = p.kind == "entities"
    if p.kind == "choice":
        return click.Argument([p.name], type=click.Choice(p.choices), required=p.required)
    shown = "X..." if many else p.name.upper()
    return click.Argument(
        [p.name],
        metavar=shown if p.required else f"[{shown}]",
        nargs=-1 if many else 1,
        required=p.required,
        shell_complete=_completion(p.kind),
        callback=_with_stdin if many else None,
    )


_TYPES = {"cancer": "Cancer", "exposure": "Exposure"}
"""The type of the entities that a kind of parameter names, where it is one."""


def _completion(kind: str) -> Completing | None:
    """Return what completes names in a shell."""
    return completing("names", _TYPES.get(kind)) if KINDS[kind].names else None


def _with_stdin(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Replace ``-`` by the names on stdin."""
    return with_stdin(values)


def _help(question: Question) -> str:
    doc = question.doc
    details = f"{doc.details}\n\n" if doc.details else ""
    return f"{doc.summary}.\n\n{details}\b\n{command_line(question.name, question.example)}"
