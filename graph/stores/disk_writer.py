"""Writing to a graph on disk, within a transaction of the caller's."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from ..errors import DataError
from ..model import Entity, Finding, Reference, Source, Statement
from ..names import fold, keys
from ..records import Records, Template, Templates, as_text, fingerprint, hashed, merge, mixed
from ..schema import PREDICATES
from . import disk_blocks as blocks
from . import disk_rows, disk_spool
from .disk_blocks import Claim
from .disk_bulk import Columns, GivenRows, check_ends, degrees, from_rows, numbered, read_columns
from .disk_file import COLUMNS, Row, parse

__all__ = ["Writer"]

_IN = "IN (SELECT value FROM json_each(?))"
Given = tuple[Finding, Template | None]
"""A finding, and its template where it is the row of a resource."""

BULK = 20_000
"""The fewest rows added at once that are written in blocks."""


class Writer:
    """Writes records within a transaction, and keeps the counts and the version."""

    def __init__(
        self, db: sqlite3.Connection, progress: Callable[[str], None] | None = None
    ) -> None:
        self._db, self.progress = db, progress
        self._numbers: dict[str, int] = {}
        self._types: dict[str, str] = {}
        self._codes = dict(db.execute("SELECT name, n FROM predicate"))
        self._templates = Templates()
        self.most_rows = disk_spool.MOST_ROWS

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()

    def _meta(self, name: str) -> Any:
        row = self._one("SELECT value FROM meta WHERE name = ?", name)
        return json.loads(row[0]) if row else 0

    def _set_meta(self, name: str, value: Any) -> None:
        self._db.execute("REPLACE INTO meta VALUES (?, ?)", (name, json.dumps(value)))

    # -- records ----------------------------------------------------------------------------------

    def add(self, records: Records, *, unique_names: bool = True) -> None:
        """Merge records with what is there; see `violations` for `unique_names`."""
        kept = " UNION ALL ".join(
            f"SELECT 1 FROM {table}"
            for table in ("source", "paper", "entity", "finding", "evidence")
        )
        empty = self._one(f"{kept} LIMIT 1") is None
        known = Records() if empty else self._known(records)
        merged = _merged(known, records)
        changed = merged if empty else self._changed(known, merged)
        if changed == Records():
            return
        given = [(finding, self._templates.of(finding)) for finding in merged.findings]
        self._check(merged, given, unique_names=unique_names)
        replaced = self._replaced(known, changed)
        total = self._meta("sum") - sum(map(fingerprint, replaced))
        total += self._sources(changed)
        total += self._entities(changed.entities, {entity.id: entity for entity in known.entities})
        if known.findings:
            here = set(known.findings)
            given = [pair for pair in given if pair[0] not in here]
        with self._counting(template.finding if template else f for f, template in given):
            total += self._findings(given, empty=empty)
        self._set_meta("sum", total)
        if replaced:
            self._set_meta("changes", self._meta("changes") + 1)

    def _known(self, records: Records) -> Records:
        """Return the records here that have the identity of one of some records."""
        return Records(
            tuple(self._parsed(Source, f"source WHERE id {_IN}", [s.id for s in records.sources])),
            tuple(self._papers(r.key for r in records.references)),
            tuple(self._parsed(Entity, f"entity WHERE id {_IN}", [e.id for e in records.entities])),
            tuple(self._held([f.id for f in records.findings])),
        )

    def _parsed(self, kind: type[Any], where: str, keys: Collection[Any]) -> list[Any]:
        """Return the records of a table that have one of some keys, all in one query."""
        if not keys:
            return []
        found = self._db.execute(f"SELECT record FROM {where}", (json.dumps(list(keys)),))
        return [parse(kind, record) for (record,) in found]

    def _papers(self, keys: Iterable[tuple[str, str | None]]) -> list[Reference]:
        pairs = [(source, citation or "") for source, citation in keys]
        where = (
            "json_each(?) AS given CROSS JOIN paper "
            "ON source = json_extract(given.value, '$[0]') "
            "AND citation = json_extract(given.value, '$[1]')"
        )
        return self._parsed(Reference, where, pairs)

    def _held(self, ids: Collection[str]) -> Iterator[Finding]:
        """Yield the findings here that have one of some ids."""
        yield from self._parsed(Finding, f"finding WHERE id {_IN}", ids)
        rows = disk_rows.of_ids(self._db, ids)
        entities = self._texts("entity", "id", {n for row in rows for n in (row[0], row[2])})
        predicates = {code: name for name, code in self._codes.items()}
        records = self._texts("template", "record", {row[3] for row in rows})
        templates = {n: parse(Finding, record) for n, record in records.items()}
        for subject, predicate, object, template, number, _ in rows:
            found = templates[template]
            claim = entities[subject], predicates[predicate], entities[object]
            made = replace(
                found.statements[0], subject=claim[0], predicate=claim[1], object=claim[2]
            )
            yield replace(found, id=f"{found.id}{number}", statements=(made,))

    def _texts(self, table: str, column: str, numbers: Collection[int]) -> dict[int, str]:
        """Return a column's texts by number."""
        sql = f"SELECT n, {column} FROM {table} WHERE n {_IN}"
        return dict(self._db.execute(sql, (json.dumps(list(numbers)),)))

    def _changed(self, known: Records, merged: Records) -> Records:
        return Records(
            *(
                tuple(r for r in getattr(merged, kind) if r not in before)
                if before
                else getattr(merged, kind)
                for kind in ("sources", "references", "entities", "findings")
                for before in [set(getattr(known, kind))]
            )
        )

    def _replaced(self, known: Records, changed: Records) -> list[Any]:
        """Return the records here that others replace."""
        if known == Records():
            return []
        return [
            record
            for kind in ("sources", "references", "entities")
            for identities in [set(map(_identity, getattr(changed, kind)))]
            for record in getattr(known, kind)
            if _identity(record) in identities
        ]

    def _check(self, records: Records, given: Sequence[Given], *, unique_names: bool) -> None:
        """Refuse what breaks the schema; entities that are here already count."""
        from ..validation import violations

        self._find_numbers(id for finding, _ in given for id in _ends(finding))
        types = self._types | {entity.id: entity.type for entity in records.entities}
        findings = tuple(self._unlike(given, types))
        named = {id for f in findings for id in f.named_ids} | {
            id for e in records.entities for id in (*e.subtype_of, *e.donors, *e.exposures)
        }
        here = self._parsed(Entity, f"entity WHERE id {_IN}", sorted(named))
        keys = {key for f in findings for key in f.reference_keys}
        keys |= {(source.id, None) for source in records.sources}
        papers = self._papers(keys)
        known = {entity.id for entity in records.entities}
        folded = [fold(e.name) for e in records.entities] if unique_names else []
        named_alike = f"entity WHERE n IN (SELECT entity FROM name WHERE key {_IN})"
        alike = self._parsed(Entity, named_alike, folded)
        entities = {e.id: e for e in alike if e.id not in known}
        whole = replace(
            records,
            references=(*records.references, *papers),
            entities=(*entities.values(), *records.entities),
            findings=findings,
        )
        for violation in violations(whole, here, unique_names=unique_names):
            raise DataError(str(violation))

    def _unlike(self, given: Iterable[Given], types: Mapping[str, str]) -> Iterator[Finding]:
        """Yield the first of the findings that the schema judges alike.

        Rows of one template whose predicate joins the same types are valid, or none of them is.
        """
        seen = set()
        for finding, template in given:
            if template:
                subject, predicate, object = finding.statements[0].claim
                ends = types.get(subject), predicate, types.get(object), subject == object
                if (kind := (template.text, *ends)) in seen:
                    continue
                seen.add(kind)
            yield finding

    def _sources(self, records: Records) -> int:
        """Write sources and papers; return the sum of their fingerprints."""
        sources = [(s.id, as_text(s), s) for s in records.sources]
        papers = [(r.source, r.citation or "", as_text(r), r) for r in records.references]
        self._db.executemany("REPLACE INTO source VALUES (?, ?)", (row[:-1] for row in sources))
        self._db.executemany("REPLACE INTO paper VALUES (?, ?, ?)", (row[:-1] for row in papers))
        return sum(fingerprint(source, text) for _, text, source in sources) + sum(
            fingerprint(paper, text) for _, _, text, paper in papers
        )

    def _entities(self, entities: Iterable[Entity], known: Mapping[str, Entity]) -> int:
        """Write entities that are new or changed; return the sum of their fingerprints."""
        changed = sorted(entities, key=lambda e: e.id)
        (last,) = self._one("SELECT ifnull(max(n), 0) FROM entity")
        new = [entity for entity in changed if entity.id not in known]
        self._numbers |= {entity.id: number for number, entity in enumerate(new, last + 1)}
        self._types |= {entity.id: entity.type for entity in new}
        numbers = {entity.id: self._number(entity.id) for entity in changed}
        texts = {entity.id: as_text(entity) for entity in changed}
        many = self._db.executemany
        many(
            "INSERT INTO entity VALUES (?, ?, ?, 0, ?)",
            ((numbers[e.id], e.id, e.type, texts[e.id]) for e in new),
        )
        before = [known[entity.id] for entity in changed if entity.id in known]
        many(
            "UPDATE entity SET type = ?, record = ? WHERE id = ?",
            ((e.type, texts[e.id], e.id) for e in changed if e.id in known),
        )
        many(
            "DELETE FROM name WHERE key = ? AND entity = ?",
            ((key, numbers[e.id]) for e in before for key in keys(e)),
        )
        many(
            "INSERT INTO name VALUES (?, ?)",
            sorted((key, numbers[e.id]) for e in changed for key in keys(e)),
        )
        many(
            "INSERT OR IGNORE INTO parent VALUES (?, ?)",
            ((parent, e.id) for e in changed for parent in e.subtype_of),
        )
        many(
            "INSERT OR IGNORE INTO context VALUES (?, ?)",
            (
                (id, e.id)
                for e in changed
                if e.type == "Exosome"
                for id in (e.id, *e.donors, *e.exposures)
            ),
        )
        self._change_entities(Counter(entity.type for entity in new))
        return sum(hashed(f"Entity {text}") for text in texts.values())  # as by `fingerprint`

    def _number(self, id: str) -> int:
        if id not in self._numbers:
            self._find_numbers([id])
        return self._numbers[id]

    def _find_numbers(self, ids: Iterable[str]) -> None:
        """Read the numbers and types of entities, all in one query."""
        missing = json.dumps(list(set(ids).difference(self._numbers)))
        sql = f"SELECT id, n, type FROM entity WHERE id {_IN}"
        for id, number, type in self._db.execute(sql, (missing,)):
            self._numbers[id], self._types[id] = number, type

    # -- findings ---------------------------------------------------------------------------------

    def _findings(self, given: Sequence[Given], *, empty: bool) -> int:
        """Write findings that are new; return the sum of their fingerprints."""
        templates = list({template.text: template for _, template in given if template}.values())
        codes = dict(
            zip(
                (template.text for template in templates),
                self._numbered([template.finding for template in templates]),
                strict=True,
            )
        )
        rows: list[Row] = []
        count = _counts([finding for finding, _ in given])
        for finding, template in given:
            if template:
                number = int(finding.id.partition(":")[2])
                rows.append(self._row(finding.statements[0], codes[template.text], number))
            else:
                number = self._whole(finding)
                rows += (self._row(s, 0, number) for s in finding.statements)
        rows.sort()
        new = {row[:3] for row in rows}
        if not empty:
            new -= {row[:3] for row in disk_rows.of_claims(self._db, new)}
        self._write(rows)
        self._change_claims(count, new, 1)
        return sum(self._templates.fingerprint(*pair) for pair in given)

    def _write(self, rows: Sequence[Row]) -> None:
        """Write rows: those of templates in blocks, where they are many."""
        held = [row for row in rows if row[3] and row[4] <= blocks.LARGEST]
        if len(held) < BULK:
            self._insert(rows)
        else:
            self._insert([row for row in rows if not row[3] or row[4] > blocks.LARGEST])
            columns, numbers = from_rows(held)
            blocks.write(self._db, columns, numbers, self._sources_of({row[3] for row in held}))
        self._change_templates(Counter(row[3] for row in rows if row[3]))

    def _insert(self, rows: Collection[Row]) -> None:
        """Write rows to the table."""
        self._db.executemany(f"INSERT INTO evidence VALUES ({_MARKS})", rows)
        blocks.note(self._db, rows, "added")

    def _sources_of(self, templates: Set[int]) -> dict[int, str]:
        """Return the source of each of some templates."""
        found = self._db.execute("SELECT n, source FROM template")
        return {number: source for number, source in found if number in templates}

    def _change_templates(self, rows: Mapping[int, int], by: int = 1) -> None:
        """Add to the numbers of rows of templates."""
        self._db.executemany(
            "UPDATE template SET rows = rows + ? WHERE n = ?",
            ((by * count, template) for template, count in rows.items()),
        )

    def _row(self, statement: Statement, template: int, finding: int) -> Row:
        numbers, subject, object = self._numbers, statement.subject, statement.object
        return (
            numbers.get(subject) or self._number(subject),
            self._codes.get(statement.predicate) or self._code(statement.predicate),
            numbers.get(object) or self._number(object),
            template,
            finding,
            statement.number,
        )

    def _numbered(self, templates: Sequence[Finding]) -> list[int]:
        """Return the numbers of templates; those that are new are added together."""
        records = [as_text(template) for template in templates]
        known = "SELECT record, n FROM template WHERE record IN (SELECT value FROM json_each(?))"
        numbers = dict(self._db.execute(known, (json.dumps(records),)).fetchall())
        (last,) = self._one("SELECT ifnull(max(n), 0) FROM template")
        new = dict(zip(records, templates, strict=True))
        new = {record: template for record, template in new.items() if record not in numbers}
        numbers |= {record: number for number, record in enumerate(new, last + 1)}
        self._db.executemany(
            "INSERT INTO template (n, source, cancer, rows, record) VALUES (?, ?, ?, 0, ?)",
            ((numbers[record], t.source, t.cancer, record) for record, t in new.items()),
        )
        self._db.executemany(
            "INSERT INTO template_cites VALUES (?, ?)",
            sorted((cited, numbers[r]) for r, t in new.items() for cited in t.cited_as),
        )
        return [numbers[record] for record in records]

    def _whole(self, finding: Finding) -> int:
        number: int = self._one(
            "INSERT INTO finding (id, cancer, marked, record) VALUES (?, ?, ?, ?) RETURNING n",
            finding.id,
            finding.cancer,
            finding.marked,
            as_text(finding),
        )[0]
        for table, values in (
            ("names", finding.named_ids),
            ("carries", dict.fromkeys(finding.cargo)),
            ("cites", finding.cited_as),
        ):
            self._db.executemany(
                f"INSERT INTO {table} VALUES (?, ?)", ((value, number) for value in values)
            )
        return number

    def add_rows(self, templates: Sequence[Finding], rows: GivenRows) -> int:
        """Add findings that are rows of resources, in bulk; see `template_of`.

        Parameters
        ----------
        templates
            What the rows have in common; ids are ``source:``.
        rows
            Subject, predicate, object, and the place of the template; or `CodedRows`. Rows that are
            here already, or come twice, are added once.

        Returns
        -------
        int
            How many were added.

        Raises
        ------
        DataError
            When a row names an unknown entity, or its predicate may not join its ends.
        """
        own = self._numbered(templates)
        with self._counting(templates):
            return self._add_rows(own, [template.source for template in templates], rows)

    def _add_rows(self, own: Sequence[int], of: Sequence[str], rows: GivenRows) -> int:
        """Add rows of templates with these numbers and sources."""
        entities = self._db.execute("SELECT id, n, type FROM entity").fetchall()
        codes = {name: self._code(name) for name in PREDICATES}
        names = {code: name for name, code in codes.items()}
        sources = dict(zip(own, of, strict=True))
        given = self._checked(
            read_columns(
                rows, {id: n for id, n, _ in entities}, codes, own, self.progress, self.most_rows
            ),
            {n: type for _, n, type in entities},
            names,
        )
        del entities
        was_empty = not any(
            self._one(f"SELECT 1 FROM {table} LIMIT 1") for table in ("evidence", "out_rows")
        )
        parts = list(islice(given, 2))
        if len(parts) > 1 and was_empty:
            return self._spool(chain(_taken(parts), given), sources, names)
        return self._add_parts(chain(_taken(parts), given), sources, names, was_empty=was_empty)

    def _add_parts(
        self,
        parts: Iterator[Columns],
        sources: Mapping[int, str],
        names: Mapping[int, str],
        *,
        was_empty: bool,
    ) -> int:
        """Add rows of some sources, with predicates of some names, part by part."""
        import numpy as np

        added = 0
        while (columns := next(parts, None)) is not None:  # of which no other copy is held
            columns = columns.in_order()
            columns = columns.chosen(columns.first())
            if not was_empty:
                columns = columns.chosen(self._absent(columns))
            claims = columns.chosen(columns.first(of_claim=True))
            if not was_empty:
                claims = claims.chosen(self._absent(claims, of_claim=True))
            last = {source: self._last(source) for source in set(sources.values())}
            numbers = numbered(columns, sources, last)
            self._write_columns(columns, numbers, sources)
            count = {"findings": len(columns), "statements": len(columns)}
            counted = np.bincount(claims.predicate, minlength=1).tolist()
            edges = {names[n]: value for n, value in enumerate(counted) if value}
            self._change_counts(count, edges, degrees(claims))
            self._add_prints(columns, numbers)
            added += len(columns)
        return added

    def _absent(self, columns: Columns, *, of_claim: bool = False) -> Any:
        """Return which rows, in order, the graph does not hold yet; of claims, which of these."""
        import numpy as np

        def together(object: Any, template: Any) -> Any:
            object = object.astype(np.uint64)
            return object if of_claim else object << 32 | template.astype(np.uint64)

        given = together(columns.object, columns.template)
        absent = np.ones(len(columns), dtype=bool)
        for start, end in blocks.groups(columns.subject, columns.predicate):
            at = int(columns.subject[start]), int(columns.predicate[start])
            for object, template in blocks.held_at(self._db, *at):
                absent[start:end] &= ~np.isin(given[start:end], together(object, template))
        return absent

    def _write_columns(self, columns: Columns, numbers: Any, sources: Mapping[int, str]) -> None:
        """Write rows: in blocks, where they are many."""
        import numpy as np

        self._report(f"{len(columns)} rows")
        if len(columns) < BULK or int(numbers.max(initial=0)) > blocks.LARGEST:
            fields = (*columns.claim, columns.template, numbers, np.ones_like(numbers))
            self._insert(list(zip(*(field.tolist() for field in fields), strict=True)))
        else:
            blocks.write(self._db, columns, numbers, sources)
        counts = np.bincount(columns.template, minlength=1).tolist()
        self._change_templates({number: rows for number, rows in enumerate(counts) if rows})

    def _checked(
        self, parts: Iterable[Columns], types: Mapping[int, str], predicates: Mapping[int, str]
    ) -> Iterator[Columns]:
        for part in parts:
            check_ends(part, types, predicates)
            yield part

    def _spool(
        self, given: Iterable[Columns], sources: Mapping[int, str], names: Mapping[int, str]
    ) -> int:
        """Write the first rows of a graph by way of temporary files."""
        prints = self._prints()
        half = self.most_rows // 2
        written = disk_spool.write(self._db, given, sources, prints, self._report, half)
        self._change_templates(written.templates)
        count = {"findings": written.rows, "statements": written.rows}
        edges = {names[n]: value for n, value in written.edges.items()}
        self._change_counts(count, edges, written.degrees)
        self._set_meta("sum", (self._meta("sum") + written.prints) % 2**64)
        return written.rows

    def _add_prints(self, columns: Columns, numbers: Any) -> None:
        """Add the fingerprints of rows to the sum; see `fingerprint`."""
        total = self._meta("sum") + self._prints(columns)(columns, numbers)
        self._set_meta("sum", total % 2**64)

    def _prints(self, columns: Columns | None = None) -> Callable[[Columns, Any], int]:
        """Return what sums the fingerprints of rows: of some columns, or of any."""
        import numpy as np

        if columns is None:
            texts, names, ids = (
                self._hashes(table, column, None)
                for table, column in (
                    ("template", "record"),
                    ("predicate", "name"),
                    ("entity", "id"),
                )
            )
        else:
            texts = self._hashes("template", "record", columns.template)
            names = self._hashes("predicate", "name", columns.predicate)
            ids = self._hashes("entity", "id", np.concatenate((columns.subject, columns.object)))

        def total(rows: Columns, numbers: Any) -> int:
            ends = (ids[rows.subject], names[rows.predicate], ids[rows.object])
            return int(mixed(texts[rows.template], *ends, numbers.astype(np.uint64)).sum())

        return total

    def _report(self, message: str) -> None:
        if self.progress:
            self.progress(message)

    def _code(self, predicate: str) -> int:
        if predicate not in self._codes:
            self._db.execute("INSERT INTO predicate (name) VALUES (?)", (predicate,))
            self._codes = dict(self._db.execute("SELECT name, n FROM predicate"))
        code: int = self._codes[predicate]
        return code

    def _last(self, source: str) -> int:
        """Return the highest number of a row of a source."""
        (last,) = self._one(
            "SELECT max(finding) FROM evidence WHERE template > 0 "
            "AND template IN (SELECT n FROM template WHERE source = ?)",
            source,
        )
        return max(int(last or 0), blocks.last_number(self._db, source))

    def _hashes(self, table: str, column: str, numbers: Any) -> Any:
        """Return the hash of a column's texts by number, for at least some numbers, or for all."""
        import numpy as np

        sql = f"SELECT n, {column} FROM {table}"
        wanted = []
        if numbers is not None:
            wanted = np.flatnonzero(np.bincount(numbers, minlength=1)).tolist()
        if numbers is not None and len(wanted) < BULK:
            found = self._db.execute(f"{sql} WHERE n {_IN}", (json.dumps(wanted),)).fetchall()
        else:
            found = self._db.execute(sql).fetchall()
        hashes = np.zeros(max((n for n, _ in found), default=0) + 1, dtype=np.uint64)
        for n, value in found:
            hashes[n] = hashed(value)
        return hashes

    def remove(self, ids: Iterable[str]) -> None:
        """Remove findings of the graph, by their ids; unknown ones are ignored."""
        ids = list(dict.fromkeys(ids))
        findings = self._parsed(Finding, f"finding WHERE id {_IN}", ids)
        loose, packed = disk_rows.parted(self._db, ids)
        of_rows = Counter(row[3] for row in (*loose, *packed))
        records = self._texts("template", "record", of_rows)
        templates = [parse(Finding, record) for record in records.values()]
        with self._counting((*findings, *templates)):
            self._remove(findings, loose, packed, records)
            self._change_templates(of_rows, by=-1)

    def forget(self, records: Records) -> None:
        """Remove sources, papers and findings that are here; entities stay."""
        if records.findings:
            self.remove(finding.id for finding in records.findings)
        for source in records.sources:
            self._db.execute("DELETE FROM source WHERE id = ?", (source.id,))
        for paper in records.references:
            key = (paper.source, paper.citation or "")
            self._db.execute("DELETE FROM paper WHERE source = ? AND citation = ?", key)
        described: list[Source | Reference] = [*records.sources, *records.references]
        if described:
            self._set_meta("sum", self._meta("sum") - sum(map(fingerprint, described)))
            self._set_meta("changes", self._meta("changes") + 1)

    def _remove(
        self,
        findings: Sequence[Finding],
        loose: Sequence[Row],
        packed: Sequence[Row],
        templates: Mapping[int, str],
    ) -> None:
        """Remove findings, and rows of templates of which the records are given."""
        rows = [*loose, *packed]
        count = _counts(findings) + Counter(findings=len(rows), statements=len(rows))
        total = self._meta("sum") - self._prints_of(rows, templates)
        for finding in findings:
            total -= fingerprint(finding)
            (number,) = self._one("SELECT n FROM finding WHERE id = ?", finding.id)
            self._db.execute("DELETE FROM finding WHERE n = ?", (number,))
            for table in ("names", "carries", "cites"):
                self._db.execute(f"DELETE FROM {table} WHERE finding = ?", (number,))
            rows += (self._row(s, 0, number) for s in finding.statements)
        gone = [row for row in rows if not row[3]] + list(loose)
        same = " AND ".join(f"{name} = ?" for name in COLUMNS.split(", "))
        self._db.executemany(f"DELETE FROM evidence WHERE {same}", gone)
        if packed:
            blocks.remove(self._db, packed, self._sources_of({row[3] for row in packed}))
        blocks.note(self._db, rows, "removed")
        claims = {row[:3] for row in rows}
        left = {row[:3] for row in disk_rows.of_claims(self._db, claims)}
        self._change_claims(count, claims - left, -1)
        self._set_meta("sum", total)

    def _prints_of(self, rows: Sequence[Row], templates: Mapping[int, str]) -> int:
        """Return the sum of the fingerprints of rows; see `fingerprint`."""
        ids = self._texts("entity", "id", {n for row in rows for n in (row[0], row[2])})
        texts, names, ends = (
            {number: hashed(text) for number, text in of.items()}
            for of in (templates, {code: name for name, code in self._codes.items()}, ids)
        )
        return sum(
            mixed(texts[template], ends[subject], names[predicate], ends[object], number)
            for subject, predicate, object, template, number, _ in rows
        )

    # -- counts -----------------------------------------------------------------------------------

    def _change_counts(
        self, count: Mapping[str, int], edges: Mapping[str, int], degrees: Mapping[int, int]
    ) -> None:
        """Add to the counts: totals, edges by predicate, degrees by entity."""
        census = self._meta("census")
        for name, value in (*count.items(), ("edges", sum(edges.values()))):
            census["totals"][name] += value
        for name, value in edges.items():
            census["edges"][name] = census["edges"].get(name, 0) + value
        census["edges"] = {name: value for name, value in census["edges"].items() if value}
        self._db.executemany(
            "UPDATE entity SET degree = degree + ? WHERE n = ?",
            ((value, number) for number, value in degrees.items()),
        )
        self._set_meta("census", census)

    def _change_claims(self, count: Mapping[str, int], claims: set[Claim], by: int) -> None:
        """Count findings and claims that came (by 1) or went (by -1)."""
        names = {code: name for name, code in self._codes.items()}
        edges, degrees = Counter[str](), Counter[int]()
        for subject, predicate, object in claims:
            edges[names[predicate]] += by
            degrees[subject] += by
            degrees[object] += by
        changed = {name: by * value for name, value in count.items()}
        self._change_counts(changed, edges, degrees)

    def _change_entities(self, types: Mapping[str, int]) -> None:
        """Count entities that came, by type."""
        census = self._meta("census")
        counts = Counter(census["entities"]) + Counter(types)
        census["entities"] = dict(sorted(counts.items()))
        census["totals"]["entities"] = sum(counts.values())
        self._set_meta("census", census)

    @contextmanager
    def _counting(self, findings: Iterable[Finding]) -> Iterator[None]:
        """Count the papers and cancers of findings that are written, or removed, within."""
        cited: set[str] = set()
        cancers: set[str] = set()
        for finding in {id(finding): finding for finding in findings}.values():
            cited.update(text for text in finding.cited_as if ":" in text)
            cancers.update(filter(None, (finding.cancer,)))
        before = self._there(cited, cancers)
        yield
        after = self._there(cited, cancers)
        census = self._meta("census")
        for name in before:
            census["totals"][name] += after[name] - before[name]
        self._set_meta("census", census)

    def _there(self, cited: Collection[str], cancers: Collection[str]) -> dict[str, int]:
        """Return how many of some papers and cancers a finding cites, or is about."""
        papers = (
            "SELECT count(*) FROM json_each(?) AS given WHERE "
            "EXISTS (SELECT 1 FROM cites WHERE citation = value) OR "
            "EXISTS (SELECT 1 FROM template_cites CROSS JOIN template ON n = template "
            "WHERE citation = value AND rows > 0)"
        )
        of_cancers = (
            f"SELECT count(*) FROM (SELECT cancer FROM finding WHERE cancer {_IN} UNION "
            f"SELECT cancer FROM template WHERE rows > 0 AND cancer {_IN})"
        )
        listed = json.dumps(list(cancers))
        return {
            "papers": self._one(papers, json.dumps(list(cited)))[0],
            "cancers": self._one(of_cancers, listed, listed)[0] if cancers else 0,
        }


_MARKS = "?, ?, ?, ?, ?, ?"


def _identity(record: Any) -> Any:
    return record.key if isinstance(record, Reference) else record.id


def _counts(findings: Collection[Finding]) -> Counter[str]:
    """Return how many findings there are, and what they state."""
    return Counter(
        {
            "findings": len(findings),
            "statements": sum(len(finding.statements) for finding in findings),
            "biomarker claims": sum(len(finding.biomarkers) for finding in findings),
        }
    )


def _ends(finding: Finding) -> Iterator[str]:
    """Yield the ends of what a finding states."""
    for statement in finding.statements:
        yield statement.subject
        yield statement.object


def _merged(known: Records, records: Records) -> Records:
    """Merge records with those here; kinds of which all are new stay as they are given."""
    new = {
        kind: given
        for kind in ("sources", "references", "entities", "findings")
        for given in [getattr(records, kind)]
        for identity in [attrgetter("key" if kind == "references" else "id")]
        if not getattr(known, kind) and len(set(map(identity, given))) == len(given)
    }
    others = merge(known, replace(records, **dict.fromkeys(new, ())))
    return replace(others, **new)


def _taken(parts: list[Columns]) -> Iterator[Columns]:
    """Yield parts, and hold them no longer."""
    while parts:
        yield parts.pop(0)
