"""Findings beside the sentences of the article that was curated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from ..graph.errors import UsageError
from ..graph.model import Finding
from .answer import Answer
from .arrows import claim_line
from .questions.findings import FindingRow
from .rows import row

__all__ = ["FindingWithText", "sentences_of", "with_text"]


@row
class FindingWithText(FindingRow):
    """A finding beside what the article says."""

    sentence: str

    def cells(self) -> dict[str, str]:
        chains = (
            f"{claim_line(s.subject.name, s.predicate, s.object.name)} ({s.certainty})"
            for s in self.statements
        )
        return {
            **FindingRow.cells(self),
            "statements": "; ".join(chains),
            "the text": self.sentence,
        }


def with_text(
    answer: Answer[FindingRow], sections: Mapping[str, Sequence[str]]
) -> Answer[FindingWithText]:
    """Return an answer of findings with an article's sentences beside them.

    Parameters
    ----------
    answer
        Of the question `findings`.
    sections
        The article's sentences by section, as `radexo.loaders.article.read_sentences` returns them.

    Raises
    ------
    UsageError
        When the article has no such section or sentence: another text than the curated one.
    """
    rows = tuple(_beside(row, sections) for row in answer.rows)
    return Answer(
        answer.name,
        answer.parameters,
        rows,
        FindingWithText,
        answer.version,
        answer.answer,
        answer.status,
        answer.reason,
        answer.details,
        answer.graph,
    )


def _beside(row: FindingRow, sections: Mapping[str, Sequence[str]]) -> FindingWithText:
    values = {f.name: getattr(row, f.name) for f in fields(row)}
    return FindingWithText(**values, sentence=sentences_of(row.finding, sections))


def sentences_of(finding: Finding, sections: Mapping[str, Sequence[str]]) -> str:
    """Return the sentences of a finding in an article.

    Parameters
    ----------
    finding
        Its section and sentence numbers are used.
    sections
        The article's sentences by section.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        When the article has no such section or sentence: another text than the curated one.
    """
    if not (finding.section and finding.sentences):
        return ""
    if finding.section not in sections:
        raise UsageError(
            f"{finding.id}: the text has no section {finding.section!r}; "
            "is it the article that was curated?"
        )
    section = sections[finding.section]
    numbers = finding.sentence_numbers
    if max(numbers) > len(section):
        raise UsageError(
            f"{finding.id}: section {finding.section!r} of the text has {len(section)} sentences, "
            f"not {max(numbers)}; is it the article that was curated?"
        )
    return " ".join(section[number - 1] for number in numbers)
