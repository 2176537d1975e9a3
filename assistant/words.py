"""What an assistant reads besides rows: the schema, the questions, and how to answer from rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..graph.schema import CERTAINTIES, ENTITY_TYPES, PREDICATES
from ..queries.arrows import ARROWS
from ..queries.catalogue import catalogue
from ..queries.declare import GROUPS, Question, filter_parameters
from ..queries.glossary import defined
from ..queries.kinds import Parameter

__all__ = ["ARROW_WORDS", "INSTRUCTIONS", "RESOURCES", "call_of", "prompt"]

ARROW_WORDS = f"{ARROWS[1]} raises, {ARROWS[-1]} lowers, {ARROWS[0]} acts, {ARROWS[None]} carries"
"""How the chains in rows are read."""

_CHAINS = (
    f"A {ARROWS[1]} B raises, A {ARROWS[-1]} B lowers, A {ARROWS[0]} B acts without a given "
    f"direction, A {ARROWS[None]} B releases or carries (of an exposure: comes before the "
    "release)"
)

INSTRUCTIONS = f"""RadExo: how exosomes change tumor radiosensitivity, from cited findings.
Answer only from the rows of the tools, and cite the papers of each row that you use. Chains are
read: {_CHAINS}.
A row has a support (one-study, one-passage, same-cancer; stitched: joined from different
tumors, which no study reports) and a certainty (stated; inferred by the curators; hedged: the
source says may). The filters cancer, exposure, system, source and certainty apply to every
question. Radioresistance is low radiosensitivity."""
"""What a client reads when it connects."""

_PROMPT = """Answer the question below with the RadExo tools, for a reader who will check you.

1. Use only what the rows say. What they do not say is unknown: say so, and add nothing from memory.
2. Cite the papers of every row that you use, with the DOI as it is given. Where a row has no paper,
   give the reason that it names.
3. Where the support is stitched, say that the chain is stitched: put together from findings in
   different tumors, reported as a whole by no study.
4. Where the certainty is hedged, write may. Where it is inferred, say that the curators inferred
   it.
5. Name the cancer of each claim; a finding in one cancer says nothing of another.
6. Report the notes of the rows that you use: an opposite claim, a cited paper that differs.
7. If the answer is truncated, say how many rows of how many you saw, or get the rest. If a name is
   unknown or ambiguous, say so and offer the candidates; do not choose one silently.

Question: {question}"""


def call_of(question: Question) -> str:
    """Return a question with its own parameters, the required ones first.

    Examples
    --------
    >>> from radexo.queries.catalogue import find
    >>> call_of(find("what_if"))
    'what_if(names, change?, max_hops?, support?)'
    """
    needed = [p.name for p in question.own if p.required]
    optional = [f"{p.name}?" for p in question.own if not p.required]
    return f"{question.name}({', '.join([*needed, *optional])})"


def _parameter(p: Parameter) -> str:
    choices = f": {', '.join(p.choices)}" if p.choices else ""
    default = f" (default {p.default})" if p.default not in (None, (), False) else ""
    return f"  {p.name}{choices}{default}. {p.help[:1].upper()}{p.help[1:]}."


def questions_text() -> str:
    """Return every question of the catalogue with its parameters and an example."""
    lines = ["Every question takes these filters:", *map(_parameter, filter_parameters())]
    for question in catalogue():
        lines += ["", f"{call_of(question)}: {question.summary}.", *map(_parameter, question.own)]
        if question.example:
            lines.append(f"  Example: {dict(question.example)}")
    lines += ["", f"Groups: {'; '.join(GROUPS.values())}."]
    return "\n".join(lines) + "\n"


def schema_text() -> str:
    """Return types, predicates with their signs, and the words of every row."""
    return "\n".join(_schema_lines()) + "\n"


def _schema_lines() -> Iterator[str]:
    yield f"Chains: {_CHAINS}."
    yield "\nTypes of entities:"
    for type in ENTITY_TYPES.values():
        of = f" (a kind of {', '.join(type.parents)})" if type.parents else ""
        yield f"  {type.name}{of}: {type.description}"
    yield "\nPredicates (sign of the effect of more subject on the object):"
    for p in PREDICATES.values():
        sign = "no sign" if p.sign is None else f"{p.sign:+d}" if p.sign else "0"
        yield f"  {p.name} ({p.cls}, {sign}): {p.description}"
    yield "\nWords of the rows:"
    for word in (*_SUPPORT_WORDS, *CERTAINTIES):
        if entry := defined(word):
            yield f"  {entry.term}: {entry.meaning}"


_SUPPORT_WORDS = ("support", "one-study", "one-passage", "same-cancer", "stitched", "certainty")

RESOURCES: dict[str, tuple[str, str, Callable[[], str]]] = {
    "radexo://schema": ("schema", "Types, predicates, signs, and the words of rows", schema_text),
    "radexo://questions": ("questions", "Every question, its parameters, examples", questions_text),
}
"""The resources by address: name, description, and what reads them."""


def prompt(question: str) -> str:
    """Return the prompt around a question, or before one that follows."""
    return _PROMPT.replace("{question}", question.strip() or "the one that follows")
