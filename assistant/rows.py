"""Rows as an assistant reads them: a line of text, and what it must pass on, typed.

Examples
--------
>>> import radexo
>>> notes = {}
>>> row = compact(radexo.load().regulators("KLF10")[0], notes)
>>> row["text"], row["sign"], row["support"], row["evidence"][0]["certainty"], row["notes"]
('miR-340-5p -| KLF10', -1, 'one-study', 'stated', [1])
>>> line(row).startswith("miR-340-5p -| KLF10 | sign -1 | one-study | stated, esophageal")
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..explorer.downloads import one_line
from ..graph.model import Entity, Reference
from ..queries.evidence import Evidenced
from ..queries.rows import cells_of

__all__ = ["ROW_SCHEMA", "compact", "line", "papers_of"]

_SIGNED = ("sign", "net")
_EVIDENCE = ("certainty", "cancers", "cancer", "papers", "paper", "notes")
NO_CLAIM = "about the graph, not a claim"
"""Why a row of a question such as `hubs` or `define` has no paper."""
NOT_NAMED = "the source names none"

_TEXTS = {"type": "array", "items": {"type": "string"}}
ROW_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string"},
        "sign": {"enum": [-1, 0, 1]},
        "support": {"type": "string"},
        "evidence": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "certainty": {"type": "string"},
                    "cancer": {"type": "string"},
                    "papers": _TEXTS,
                    "more_papers": {"type": "integer"},
                },
            },
        },
        "no_paper": {"type": "string"},
        "notes": {"type": "array", "items": {"type": "integer"}},
    },
}
"""The JSON schema of a row: absent is what it does not have."""


def compact(row: Any, notes: dict[str, int], most: int | None = None) -> dict[str, Any]:
    """Return a row as an assistant reads it.

    Parameters
    ----------
    row
        Of any answer.
    notes
        The notes of the answer so far, with their numbers; those of this row are added.
    most
        The most papers of one item of evidence; the others are counted. All when not given.

    Returns
    -------
    dict
        As `ROW_SCHEMA` describes it. What is together in one item of ``evidence`` (certainty,
        cancer, papers) occurs together in the sources, the strongest first.
    """
    sign, support = getattr(row, "sign", None), getattr(row, "support", None)
    evidence = list(_evidence(row, most))
    shown = {*_EVIDENCE, *(_SIGNED if sign is not None else ()), *(["support"] if support else ())}
    cells = [(name, text) for name, text in cells_of(row).items() if name not in shown]
    words = [
        text if number == 0 else f"{name}: {text}"
        for number, (name, text) in enumerate(cells)
        if number == 0 or text not in ("", "-")
    ]
    made: dict[str, Any] = {"text": one_line("; ".join(words))}
    if sign is not None:
        made["sign"] = sign
    if support:
        made["support"] = support
    if evidence:
        made["evidence"] = evidence
    if not any(item["papers"] for item in evidence):
        known = hasattr(row, "references") or hasattr(row, "reference")
        made["no_paper"] = NOT_NAMED if known else NO_CLAIM
    marks = [notes.setdefault(one_line(str(n)), len(notes) + 1) for n in getattr(row, "notes", ())]
    if marks:
        made["notes"] = list(dict.fromkeys(marks))
    return made


def _evidence(row: Any, most: int | None) -> Iterator[dict[str, Any]]:
    """Yield certainty, cancer and papers as they occur together, the strongest first."""
    if isinstance(row, Evidenced):
        for group in row.evidence:
            yield _item(group.certainty, group.cancers, group.references, most)
        return
    references = papers_of(row)
    cancers = getattr(row, "cancers", None)
    if cancers is None:
        cancers = [cancer] if (cancer := getattr(row, "cancer", None)) else []
    certainty = getattr(row, "certainty", None)
    if references or cancers or certainty:
        yield _item(certainty, cancers, references, most)


def _item(
    certainty: str | None,
    cancers: Sequence[Entity],
    references: Sequence[Reference],
    most: int | None,
) -> dict[str, Any]:
    left = len(references) - len(references[:most])
    return {
        **({"certainty": certainty} if certainty else {}),
        **({"cancer": one_line(", ".join(c.name for c in cancers))} if cancers else {}),
        "papers": [_paper(reference) for reference in references[:most]],
        **({"more_papers": left} if left else {}),
    }


def _paper(reference: Reference) -> str:
    pmid = f" pmid:{reference.pmid}" if reference.pmid and not reference.doi else ""
    return one_line(f"{reference.cited}{pmid}")


def papers_of(row: Any) -> list[Reference]:
    """Return the papers behind a row, each once."""
    if isinstance(row, Evidenced):
        return list(dict.fromkeys(r for group in row.evidence for r in group.references))
    single = getattr(row, "reference", None)
    return list(getattr(row, "references", ())) or ([single] if single else [])


def line(row: Mapping[str, Any]) -> str:
    """Write a row on one line."""
    parts = [row["text"]]
    if "sign" in row:
        parts.append(f"sign {row['sign']:+d}" if row["sign"] else "sign 0")
    if "support" in row:
        parts.append(row["support"])
    parts += [_evidence_text(item) for item in row.get("evidence", ())]
    if "no_paper" in row:
        parts.append(f"no paper: {row['no_paper']}")
    if "notes" in row:
        parts.append(" ".join(f"*{number}" for number in row["notes"]))
    return " | ".join(parts)


def _evidence_text(item: Mapping[str, Any]) -> str:
    more = f"and {item['more_papers']} more papers" if "more_papers" in item else None
    words = (item.get("certainty"), item.get("cancer", "general"), *item["papers"], more)
    return ", ".join(filter(None, words))
