r"""Read any table of claims, by a mapping that says what its columns mean.

The mapping is a TOML file:

.. code-block:: toml

    [source]
    id = "mylab"                 # the prefix of its findings
    title = "Pull-downs of 2024"
    license = "CC BY 4.0"

    [subject]
    type = "MiRNA"
    name = "mirna"               # the column with the name

    [object]
    type = "Gene"
    id = "entrez"                # the column with the identifier
    prefix = "ncbigene"          # put before it, where the cell does not have it
    name = "symbol"

    [claim]
    predicate = {column = "effect", words = {down = "REPRESSES", none = "CAUSES_NO_CHANGE"}}
    pmid = "PMID"
    assay = {value = "pull-down"}

Words of the schema (``type``, ``predicate``, ``strength``, ``certainty``, ``form``, ``system``,
``endpoint``) are given as such, or by a column and what its cells mean. Other keys are the name of
a column, or ``{value = ...}``, the same in every row. A table ``[cancer]`` is like ``[subject]``,
without a type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from ..graph.errors import UsageError
from ..graph.exchange.tables import Row
from ..graph.model import PACKAGED, Entity, Source
from ..graph.records import is_number
from ..graph.report import Problem, ProblemsError
from ..graph.schema import (
    CERTAINTIES,
    ENDPOINTS,
    ENTITY_TYPES,
    FORMS,
    PREDICATES,
    STRENGTHS,
    SYSTEMS,
)
from ..graph.values import frozen
from .resource import Options, Resource
from .resource_files import headings_of, table_rows

NAME = "table"
SUMMARY = "any table of claims, by a mapping of its columns: --map mapping.toml"
LICENSE = "as the mapping says"
WHERE = "any table with a heading; docs/resources/table.md says how a mapping is written"
FORMAT = {
    "mapping.toml": (
        "source.id",
        "subject.type",
        "subject.name",
        "subject.id",
        "object.type",
        "object.name",
        "object.id",
        "claim.predicate",
        "claim.pmid",
    )
}

_CURIE = re.compile(r"[A-Za-z][\w.]*:[^\s|:\x00-\x1f\x7f-\x9f]+")
_PREFIX, _SOURCE = re.compile(r"[A-Za-z][\w.]*"), re.compile(r"[A-Za-z][\w.-]*")
_TYPES = tuple(name for name, type in ENTITY_TYPES.items() if not type.abstract)
_WORDS: Mapping[str, Collection[str]] = {
    "type": _TYPES,
    "predicate": tuple(PREDICATES),
    "strength": STRENGTHS,
    "certainty": tuple(c for c in CERTAINTIES if c != "inferred"),
    "form": FORMS,
    "system": SYSTEMS,
    "endpoint": ENDPOINTS,
}
"""The words that a key may have; an inferred claim needs premises, which a row has not."""
_TABLES: Mapping[str, tuple[str, ...]] = {
    "source": ("id", "title", "doi", "license", "version"),
    "subject": ("type", "id", "prefix", "name", "synonyms"),
    "object": ("type", "id", "prefix", "name", "synonyms"),
    "cancer": ("id", "prefix", "name", "synonyms"),
    "claim": (
        *("predicate", "pmid", "strength", "certainty", "form", "system", "endpoint"),
        *("assay", "dose", "section", "note"),
    ),
}
_NEVER_NEW = ("Radiosensitivity", "Exosome")
"""Types whose entities are in the graph: there is one, or it is known by donor and exposure."""
_WITH_FORM = frozenset({"CARRIES", "EXPRESSED_IN"})
_NO_FORM = "only CARRIES and EXPRESSED_IN have a form"
_TEXTS = ("assay", "dose", "section", "note")


@frozen
class _Cell:
    """Where the value of a key comes from.

    Parameters
    ----------
    key
        Such as ``claim.predicate``.
    column
        The column; None for a value that is the same in every row.
    value
        That value.
    words
        What the cells of the column mean; None where they are taken as they are.
    """

    key: str
    column: str | None
    value: str = ""
    words: Mapping[str, str] | None = None

    @property
    def possible(self) -> Collection[str]:
        """Every word that it may have."""
        return [self.value] if self.words is None else set(self.words.values())

    @property
    def chosen(self) -> bool:
        """Whether the mapping names the words; else a cell may hold any word of the schema."""
        return self.words is None or any(cell != word for cell, word in self.words.items())

    def of(self, row: Row) -> str | None:
        """Return the value in a row; None where the mapping lacks the cell's word."""
        if self.column is None:
            return self.value
        cell = row[self.column].strip()
        return cell if self.words is None else self.words.get(cell)


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of one layout by a mapping, `Options.map`.

    The mapping is checked before a row is read: a ProblemsError lists what is wrong with it, and
    the columns that a table lacks; without a mapping there is a UsageError.
    """
    if options is None or options.map is None:
        raise UsageError("name the mapping of the table's columns: --map mapping.toml")
    mapping = _Mapping(options.map)
    columns = sorted({cell.column for cell in mapping.cells.values() if cell.column is not None})
    for path in paths:
        mapping.check_columns(path)
    resource = Resource(mapping.source, known, options)
    for path in paths:
        for row in table_rows(resource, path, columns):
            _add(resource, mapping, row)
    return resource


def _add(resource: Resource, mapping: _Mapping, row: Row) -> None:
    """Add the claim of a row."""
    words: dict[str, str] = {}
    for key, cell in mapping.cells.items():
        value = cell.of(row)
        if value is None:
            resource.refuse(f"{cell.column}: a word that the mapping's {key} lacks", row)
            return
        words[key] = value
    pmid = words.get("claim.pmid", "")
    if pmid and not is_number(pmid.removesuffix(".0")):
        resource.refuse("not a PubMed id", row)
        return
    ends: dict[str, str] = {}
    for end in mapping.ends:
        if end == "cancer" and not (words.get("cancer.name") or words.get("cancer.id")):
            continue
        found = _entity(resource, mapping, row, end, words)
        if found is None:
            return
        ends[end] = found
    common: dict[str, Any] = {
        name: words.get(f"claim.{name}") or None
        for name in (*_TEXTS, "strength", "form", "system", "endpoint", "certainty")
    }
    common["certainty"] = common["certainty"] or "stated"
    if "cancer" in ends:
        common["cancer"] = ends["cancer"]
        if resource.joins.type_of(ends["cancer"]) != "Cancer":
            resource.refuse("the cancer is an entity of another type", row)
            return
    if common["form"] and words["claim.predicate"] not in _WITH_FORM:
        resource.refuse(_NO_FORM, row)
        return
    if pmid:
        common["citations"] = (resource.paper(pmid.removesuffix(".0")),)
    resource.add(row, ends["subject"], words["claim.predicate"], ends["object"], **common)


def _entity(
    resource: Resource, mapping: _Mapping, row: Row, end: str, words: Mapping[str, str]
) -> str | None:
    """Return an entity of a row; refuse the row where it has neither identifier nor name."""
    id, name = words.get(f"{end}.id", ""), words.get(f"{end}.name", "")
    prefix = mapping.prefixes.get(end, "")
    if id:
        if prefix and not id.casefold().startswith(f"{prefix}:".casefold()):
            id = f"{prefix}:{id.removesuffix('.0')}"
        elif prefix:
            id = prefix + id[len(prefix) :]
        if not _CURIE.fullmatch(id):
            resource.refuse(f"{end}: not an identifier", row)
            return None
    if not id and not name:
        resource.refuse(f"{end}: neither identifier nor name", row)
        return None
    type = "Cancer" if end == "cancer" else words[f"{end}.type"]
    synonyms = [s for part in words.get(f"{end}.synonyms", "").split("|") if (s := part.strip())]
    ids = (id,) if id else ()
    if type in _NEVER_NEW and resource.joins.find(type, ids, name)[0] is None:
        resource.refuse(f"the graph has no such {type}", row)
        return None
    return resource.entity(row, type, ids, name or id, synonyms)


class _Mapping:
    """A mapping, checked against the schema.

    Parameters
    ----------
    path
        The TOML file.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = path
        self._problems: list[Problem] = []
        self.cells: dict[str, _Cell] = {}
        self.prefixes: dict[str, str] = {}
        content = self._parsed()
        for name in content:
            if name not in _TABLES:
                self._add(name, None, "no such table", f"the tables are {', '.join(_TABLES)}")
        given = {name: self._table(content, name) for name in _TABLES}
        self._raise()
        self.ends = ["subject", "object", *(["cancer"] if given["cancer"] else [])]
        self.source = self._source(given["source"])
        for end in self.ends:
            self._end(end, given[end])
        self._claim(given["claim"])
        self._raise()
        self._check_joins()
        self._raise()

    def check_columns(self, path: str | Path) -> None:
        """Check that a table has the columns."""
        headings = headings_of(path)
        for cell in self.cells.values():
            if cell.column is not None and cell.column not in headings:
                columns = ", ".join(headings[:30])
                remedy = f'the columns are {columns}; a constant is {{value = "{cell.column}"}}'
                self._add(cell.key, cell.column, f"{path} has no such column", remedy)
        self._raise()

    def _parsed(self) -> Mapping[str, Any]:
        import tomllib

        try:
            with open(self._path, "rb") as file:
                return tomllib.load(file)
        except OSError as error:
            problem = f"cannot be read: {error.strerror or error}"
        except (ValueError, RecursionError) as error:
            problem = f"not TOML: {error}"
        remedy = "docs/resources/table.md shows a mapping"
        raise ProblemsError([Problem(str(self._path), None, None, None, problem, remedy)])

    def _add(self, key: str, value: str | None, problem: str, remedy: str) -> None:
        self._problems.append(
            Problem(str(self._path), None, None, value, f"{key}: {problem}", remedy)
        )

    def _raise(self) -> None:
        if self._problems:
            raise ProblemsError(self._problems)

    def _table(self, content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """Return a table of the mapping, with none but known keys."""
        table = content.get(name, {})
        if not isinstance(table, dict):
            self._add(name, str(table), "not a table", f"write [{name}] and its keys below it")
            return {}
        for key in table:
            if key not in _TABLES[name]:
                remedy = f"the keys are {', '.join(_TABLES[name])}"
                self._add(f"{name}.{key}", None, "no such key", remedy)
        return table

    def _text(self, key: str, value: Any, pattern: re.Pattern[str] | None = None) -> str:
        """Return a text that is the same in every row."""
        if not isinstance(value, str) or not value or (pattern and not pattern.fullmatch(value)):
            remedy = "a text in quotes" if not pattern else "a word of letters, such as mylab"
            self._add(key, str(value), "not a name" if pattern else "not a text", remedy)
            return ""
        return value

    def _source(self, table: Mapping[str, Any]) -> Source:
        if "id" not in table:
            self._add("source.id", None, "missing", 'such as id = "mylab"')
        fields = {key: self._text(f"source.{key}", value) for key, value in table.items()}
        if "id" in fields:
            fields["id"] = self._text("source.id", table["id"], _SOURCE)
        if fields.get("id") == PACKAGED:
            self._add("source.id", PACKAGED, "the packaged review has this id", "choose another")
        return Source(**({"id": ""} | fields))

    def _end(self, end: str, table: Mapping[str, Any]) -> None:
        if end != "cancer" and "type" not in table:
            self._add(f"{end}.type", None, "missing", f"one of: {', '.join(_TYPES)}")
        if not {"id", "name"} & table.keys():
            self._add(f"{end}.name", None, "missing", "name the column of names, or of ids")
        for key, value in table.items():
            if key == "prefix":
                self.prefixes[end] = self._text(f"{end}.prefix", value, _PREFIX)
            else:
                self._cell(f"{end}.{key}", value)

    def _claim(self, table: Mapping[str, Any]) -> None:
        if "predicate" not in table:
            remedy = f"one of: {', '.join(PREDICATES)}"
            self._add("claim.predicate", None, "missing", remedy)
        for key, value in table.items():
            self._cell(f"claim.{key}", value)

    def _cell(self, key: str, value: Any) -> None:
        """Add where the value of a key comes from."""
        allowed = _WORDS.get(key.partition(".")[2])
        if isinstance(value, str) and value:
            self.cells[key] = _Cell(key, None, value) if allowed else _Cell(key, value)
        elif isinstance(value, dict) and value.keys() == {"value"}:
            self.cells[key] = _Cell(key, None, self._text(f"{key}.value", value["value"]))
        elif isinstance(value, dict) and "column" in value and value.keys() <= {"column", "words"}:
            words = value.get("words", {word: word for word in allowed} if allowed else None)
            texts = words is None or (
                isinstance(words, dict) and all(isinstance(w, str) and w for w in words.values())
            )
            if texts and (words is None or words):
                column = self._text(f"{key}.column", value["column"])
                self.cells[key] = _Cell(key, column, "", words)
            else:
                self._add(f"{key}.words", str(words), "not words", 'such as {down = "REPRESSES"}')
        else:
            forms = '"..." or {value = "..."} or {column = "...", words = {...}}'
            self._add(key, str(value), "neither a column nor a value", forms)
        if allowed and key in self.cells:
            for word in self.cells[key].possible:
                if word not in allowed:
                    remedy = f"one of: {', '.join(allowed)}"
                    self._add(key, word, f"{word!r} is not a word of the schema", remedy)

    def _check_joins(self) -> None:
        """Check that each predicate may join some types that the mapping gives."""
        ends = [self.cells["subject.type"], self.cells["object.type"]]
        claimed = self.cells["claim.predicate"]
        named = claimed.possible if claimed.chosen else ()
        for predicate in named:
            may_join: Callable[[str, str], bool] = PREDICATES[predicate].may_join
            if not any(may_join(s, o) for s, o in product(*(end.possible for end in ends))):
                pairs = " to ".join("/".join(sorted(end.possible)) for end in ends)
                joins = "; ".join(f"{a} -> {b}" for a, b in PREDICATES[predicate].joins)
                problem = f"{predicate} may not join {pairs}"
                self._add("claim.predicate", predicate, problem, f"it joins: {joins}")
        if "claim.form" in self.cells and not set(named) <= _WITH_FORM:
            remedy = "leave it out, or split the table"
            self._add("claim.form", None, _NO_FORM, remedy)
