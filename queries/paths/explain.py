"""A path explained step by step: a sentence for each, with certainty, cancers and papers.

A sentence never says more than the evidence that carries the path: what is hedged there stays
hedged, even where a study that does not carry the path is surer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...graph.model import Entity, Evidence, Finding, Reference, best_certainty, natural_key
from ...graph.schema import CERTAINTIES, PREDICATES, Sign
from ...graph.values import frozen
from ..evidence import NOTE_WORDS, papers
from .path import Hop, sign_word

if TYPE_CHECKING:
    from .path import Path

__all__ = ["Step", "explain", "steps"]

_CERTAINTY = {"stated": "stated", "inferred": "inferred, not stated as such", "hedged": "hedged"}


@frozen
class Step:
    """One step of a path, with what carries the path there.

    Parameters
    ----------
    subject, object
        The entities that it joins.
    hop
        Its edges, with all the evidence that passed the filters.
    evidence
        Of this, what carries the path.
    cancers, references
        Of the surest of the carrying evidence.
    """

    subject: Entity
    object: Entity
    hop: Hop
    evidence: tuple[Evidence, ...]
    cancers: tuple[Entity, ...]
    references: tuple[Reference, ...]

    @property
    def sign(self) -> Sign | None:
        """+1, -1, 0, or None for transport."""
        return self.hop.sign

    @property
    def certainty(self) -> str:
        """The best certainty that the carrying evidence gives."""
        best = best_certainty(e.statement.certainty for e in self.evidence)
        assert best is not None  # a step is carried by something
        return best

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The carrying findings."""
        return tuple({e.finding.id: e.finding for e in self.evidence}.values())

    def explain(self) -> str:
        """Return the step as one sentence.

        Returns
        -------
        str
            Who does what to whom, with which certainty, in which cancer and in which papers.

        Examples
        --------
        >>> import radexo
        >>> path = radexo.load().paths("miR-339-5p", "CDC25A")[0]
        >>> [step.explain() for step in path]
        ['miR-339-5p lowers CDC25A (stated; esophageal ...; Luo 2019 [46] doi:...).']
        """
        certainty = self.certainty
        surest = tuple(e for e in self.evidence if e.statement.certainty == certainty)
        predicate = PREDICATES[self._predicate(surest)]
        plain, third = predicate.verb_for(self.subject.type)
        verb = (
            f"may {plain}" if certainty == "hedged" else plain if _plural(self.subject) else third
        )
        forms = sorted({e.statement.form for e in surest if e.statement.form})
        remarks = [_CERTAINTY[certainty]]
        if all(e.statement.inverted for e in surest):
            remarks.append("inverted from a knock-down or inhibition")
        if CERTAINTIES.index(self.hop.certainty) < CERTAINTIES.index(certainty):
            surer = {
                e.finding.id
                for e in self.hop.evidence
                if e.statement.certainty == self.hop.certainty
            }
            remarks.append(
                f"{self.hop.certainty} only in {', '.join(sorted(surer, key=natural_key))}, "
                "apart from what carries the path"
            )
        remarks.append(", ".join(cancer.name for cancer in self.cancers) or "no cancer given")
        remarks.append(papers(self.references))
        form = f" as {' and '.join(forms)}" if forms else ""
        aside = f", {predicate.aside}" if predicate.aside else ""
        return f"{self.subject.name} {verb} {self.object.name}{form}{aside} ({'; '.join(remarks)})."

    def _predicate(self, surest: tuple[Evidence, ...]) -> str:
        """Return the most specific predicate stated as surely as the step: no hedge is hidden."""
        predicates = {e.statement.predicate for e in surest}
        return next(edge.predicate for edge in self.hop.edges if edge.predicate in predicates)

    def __str__(self) -> str:
        return f"{self.subject.name} {self.hop.arrow} {self.object.name}"


_OF = re.compile(r" (?:after|before|by|from|in|induced|of|on|with) ")


def _plural(entity: Entity) -> bool:
    """Return whether a name takes a plural verb.

    Examples
    --------
    >>> names = ("apoptosis", "oxidative stress", "KRAS", "miRNAs", "patients of group S")
    >>> [_plural(Entity("a:1", name, "Gene")) for name in names]
    [False, False, False, True, True]
    """
    head = _OF.split(entity.name)[0]
    return entity.type == "Exosome" or (
        head.endswith("s") and not head.endswith(("is", "ss", "us"))
    )


def steps(path: Path) -> Iterator[Step]:
    """Take a path apart.

    Parameters
    ----------
    path
        The path.

    Yields
    ------
    Step
        In order, each with the evidence of those findings that carry the path.

    Examples
    --------
    >>> import radexo
    >>> (path,) = radexo.load().paths("miR-340-5p", "KLF10", max_hops=1)
    >>> [step.certainty for step in steps(path)]
    ['stated']
    """
    nodes = {node.id: node for node in path.nodes}
    cancers = {cancer.id: cancer for cancer in path.cancers}
    papers_of = {reference.key: reference for reference in path.references}
    for i, hop in enumerate(path.hops):
        evidence = tuple(dict.fromkeys(e for carrier in path.carriers for e in carrier[i]))
        best = min((e.statement.certainty for e in evidence), key=CERTAINTIES.index)
        surest = [e.finding for e in evidence if e.statement.certainty == best]
        seen = {finding.cancer for finding in surest}
        keys = {key for finding in surest for key in finding.reference_keys}
        yield Step(
            nodes[hop.start],
            nodes[hop.end],
            hop,
            evidence,
            tuple(cancer for id, cancer in cancers.items() if id in seen),
            tuple(paper for key, paper in papers_of.items() if key in keys),
        )


def explain(path: Path) -> str:
    """Return a path in English: a sentence for each step, one for the whole, and its notes.

    Parameters
    ----------
    path
        The path.

    Returns
    -------
    str
        Lines; those of the steps are numbered.

    Examples
    --------
    >>> import radexo
    >>> (path,) = radexo.load().paths("miR-340-5p", "KLF10", max_hops=1)
    >>> explain(path).splitlines()[0].startswith("1. miR-340-5p lowers KLF10")
    True
    """
    taken = list(steps(path))
    lines = [f"{number}. {step.explain()}" for number, step in enumerate(taken, 1)]
    lines.append(
        f"In all (net {sign_word(path.sign)}): {_net(path)} {_support(path)} "
        f"Weakest step: {path.certainty}."
    )
    lines += [f"Note on {note.finding}, {NOTE_WORDS[note.kind]}{note.text}" for note in path.notes]
    return "\n".join(lines)


def _net(path: Path) -> str:
    if path.sign is None:
        return "nothing but transport, so no sign."
    first, last = path.nodes[path.acting].name, path.nodes[-1].name
    start = f"; the chain that delivers it begins with {path.nodes[0].name}" if path.acting else ""
    if path.sign == 0:
        return (
            f"whether more {first} gives more or less {last} cannot be said, "
            f"as a step has no direction{start}."
        )
    change = "more" if path.sign > 0 else "less"
    return f"if every step holds, more {first} gives {change} {last}{start}."


def _support(path: Path) -> str:
    where = "in one cancer" if path.cancers else "with no cancer given"
    return {
        "one-study": f"One study: findings of one cited paper, {where}, carry every step.",
        "one-passage": (
            f"One passage: one finding, {where}, carries every step; it cites several papers "
            "together, or is the review's own."
        ),
        "same-cancer": "Same cancer: every step was seen in one cancer, but not by one study.",
        "stitched": "Stitched: no one study and no one cancer carries every step.",
    }[path.support]
