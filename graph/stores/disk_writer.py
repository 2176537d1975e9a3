"""Writing to a graph on disk, within a transaction of the caller's."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..errors import DataError
from ..model import Entity, Finding, Reference, Source, Statement
from ..names import fold, keys
from ..records import Records, as_text, fingerprint, hashed, is_number, merge, mixed, template_of
from ..schema import PREDICATES
from . import disk_blocks as blocks
from .disk_bulk import Columns, GivenRows, check_ends, degrees, from_rows, numbered, read_columns
from .disk_file import COLUMNS, Row, parse

__all__ = ["Writer"]

Claim = tuple[int, int, int]

BULK = 20_000
"""The fewest rows added at once that are written in blocks."""


class Writer:
    """Writes records within a transaction, and keeps the counts and the version."""

    def __init__(
        self, db: sqlite3.Connection, progress: Callable[[str], None] | None = None
    ) -> None:
        self._db, self.progress = db, progress
        self._numbers: dict[str, int] = {}
        self._codes = dict(db.execute("SELECT name, n FROM predicate"))
        self._templates: dict[str, int] = {}

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()

    def _meta(self, name: str) -> Any:
        return json.loads(self._one("SELECT value FROM meta WHERE name = ?", name)[0])

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
        merged = merge(known, records)
        changed = self._changed(known, merged)
        if changed == Records():
            return
        self._check(merged, unique_names=unique_names)
        total = self._meta("sum")
        for kind in ("sources", "references", "entities", "findings"):
            before = {_identity(r): r for r in getattr(known, kind)}
            for record in getattr(changed, kind):
                total += fingerprint(record)
                if old := before.get(_identity(record)):
                    total -= fingerprint(old)
        self._sources(changed)
        self._entities(changed.entities, {entity.id: entity for entity in known.entities})
        self._findings(changed.findings, empty=empty)
        self._set_meta("sum", total)
        self._count()

    def _known(self, records: Records) -> Records:
        """Return the records here that have the identity of one of some records."""
        sources = self._parsed(Source, "source WHERE id = ?", ((s.id,) for s in records.sources))
        keys = ((r.source, r.citation or "") for r in records.references)
        papers = self._parsed(Reference, "paper WHERE source = ? AND citation = ?", keys)
        entities = self._parsed(Entity, "entity WHERE id = ?", ((e.id,) for e in records.entities))
        findings = (found for f in records.findings if (found := self._finding(f.id)))
        return Records(tuple(sources), tuple(papers), tuple(entities), tuple(findings))

    def _parsed(self, kind: type[Any], where: str, keys: Iterable[tuple[str, ...]]) -> list[Any]:
        found = (self._db.execute(f"SELECT record FROM {where}", key) for key in keys)
        return [parse(kind, record) for rows in found for (record,) in rows.fetchall()]

    def _finding(self, id: str) -> Finding | None:
        if row := self._one("SELECT record FROM finding WHERE id = ?", id):
            return parse(Finding, row[0])
        if (place := self._place_of_row(id)) is None:
            return None
        subject, predicate, object, template, *_ = place
        found = parse(Finding, self._one("SELECT record FROM template WHERE n = ?", template)[0])
        ends = (self._one("SELECT id FROM entity WHERE n = ?", n)[0] for n in (subject, object))
        name = self._one("SELECT name FROM predicate WHERE n = ?", predicate)[0]
        first, second = ends
        made = replace(found.statements[0], subject=first, predicate=name, object=second)
        return replace(found, id=id, statements=(made,))

    def _place_of_row(self, id: str) -> Row | None:
        source, _, number = id.partition(":")
        if not is_number(number):
            return None
        row: Row | None = self._one(
            f"SELECT {COLUMNS} FROM evidence WHERE template > 0 AND finding = ? "
            "AND template IN (SELECT n FROM template WHERE source = ?)",
            int(number),
            source,
        )
        return row or blocks.of_number(self._db, source, int(number))

    def _changed(self, known: Records, merged: Records) -> Records:
        return Records(
            *(
                tuple(r for r in getattr(merged, kind) if r not in before)
                for kind in ("sources", "references", "entities", "findings")
                for before in [set(getattr(known, kind))]
            )
        )

    def _check(self, records: Records, *, unique_names: bool) -> None:
        """Refuse what breaks the schema; entities that are here already count."""
        from ..validation import violations

        named = {id for f in records.findings for id in f.named_ids} | {
            id for e in records.entities for id in (*e.subtype_of, *e.donors, *e.exposures)
        }
        here = self._parsed(Entity, "entity WHERE id = ?", ((id,) for id in sorted(named)))
        keys = {key for f in records.findings for key in f.reference_keys}
        keys |= {(source.id, None) for source in records.sources}
        papers = self._parsed(
            Reference,
            "paper WHERE source = ? AND citation = ?",
            ((source, citation or "") for source, citation in keys),
        )
        given = {entity.id for entity in records.entities}
        folded = ((fold(e.name),) for e in records.entities) if unique_names else ()
        alike = self._parsed(
            Entity, "entity WHERE n IN (SELECT entity FROM name WHERE key = ?)", folded
        )
        entities = {e.id: e for e in alike if e.id not in given}
        whole = replace(
            records,
            references=(*records.references, *papers),
            entities=(*entities.values(), *records.entities),
        )
        for violation in violations(whole, here, unique_names=unique_names):
            raise DataError(str(violation))

    def _sources(self, records: Records) -> None:
        self._db.executemany(
            "REPLACE INTO source VALUES (?, ?)", ((s.id, as_text(s)) for s in records.sources)
        )
        self._db.executemany(
            "REPLACE INTO paper VALUES (?, ?, ?)",
            ((r.source, r.citation or "", as_text(r)) for r in records.references),
        )

    def _entities(self, entities: Iterable[Entity], known: Mapping[str, Entity]) -> None:
        changed = sorted(entities, key=lambda e: e.id)
        (last,) = self._one("SELECT ifnull(max(n), 0) FROM entity")
        new = [entity for entity in changed if entity.id not in known]
        self._numbers |= {entity.id: number for number, entity in enumerate(new, last + 1)}
        numbers = {entity.id: self._number(entity.id) for entity in changed}
        many = self._db.executemany
        many(
            "INSERT INTO entity VALUES (?, ?, ?, 0, ?)",
            ((numbers[e.id], e.id, e.type, as_text(e)) for e in new),
        )
        before = [known[entity.id] for entity in changed if entity.id in known]
        many(
            "UPDATE entity SET type = ?, record = ? WHERE id = ?",
            ((e.type, as_text(e), e.id) for e in changed if e.id in known),
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

    def _number(self, id: str) -> int:
        if id not in self._numbers:
            self._numbers[id] = self._one("SELECT n FROM entity WHERE id = ?", id)[0]
        return self._numbers[id]

    # -- findings ---------------------------------------------------------------------------------

    def _findings(self, findings: Iterable[Finding], *, empty: bool) -> None:
        rows: list[Row] = []
        count = Counter[str]()
        for finding in findings:
            count["findings"] += 1
            count["statements"] += len(finding.statements)
            count["biomarker claims"] += len(finding.biomarkers)
            if template := template_of(finding):
                number = int(finding.id.partition(":")[2])
                rows.append(self._row(finding.statements[0], self._template(template), number))
            else:
                number = self._whole(finding)
                rows += (self._row(s, 0, number) for s in finding.statements)
        rows.sort()
        new = {row[:3] for row in rows}
        if not empty:
            new = {claim for claim in new if not self._has(claim)}
        self._write(rows)
        self._change_claims(count, new, 1)

    def _has(self, claim: Claim) -> bool:
        """Return whether any row makes a claim."""
        there = "SELECT 1 FROM evidence WHERE subject = ? AND predicate = ? AND object = ?"
        if self._one(there, *claim):
            return True
        subject, predicate, object = claim
        return any(True for _ in blocks.between(self._db, subject, object, [predicate]))

    def _write(self, rows: Sequence[Row]) -> None:
        """Write rows: those of templates in blocks, where they are many."""
        held = [row for row in rows if row[3] and row[4] <= blocks.LARGEST]
        if len(held) < BULK:
            self._db.executemany(f"INSERT INTO evidence VALUES ({_MARKS})", rows)
        else:
            loose = (row for row in rows if not row[3] or row[4] > blocks.LARGEST)
            self._db.executemany(f"INSERT INTO evidence VALUES ({_MARKS})", loose)
            columns, numbers = from_rows(held)
            blocks.write(self._db, columns, numbers, self._sources_of(columns.template))
        self._change_templates(Counter(row[3] for row in rows if row[3]))

    def _sources_of(self, templates: Any) -> dict[int, str]:
        """Return the source of each of some templates."""
        import numpy as np

        wanted = set(np.unique(templates).tolist())
        found = self._db.execute("SELECT n, source FROM template")
        return {number: source for number, source in found if number in wanted}

    def _change_templates(self, rows: Mapping[int, int], by: int = 1) -> None:
        """Add to the numbers of rows of templates."""
        self._db.executemany(
            "UPDATE template SET rows = rows + ? WHERE n = ?",
            ((by * count, template) for template, count in rows.items()),
        )

    def _row(self, statement: Statement, template: int, finding: int) -> Row:
        return (
            self._number(statement.subject),
            self._code(statement.predicate),
            self._number(statement.object),
            template,
            finding,
            statement.number,
        )

    def _template(self, template: Finding) -> int:
        record = as_text(template)
        if record not in self._templates:
            row = self._one("SELECT n FROM template WHERE record = ?", record)
            if row is None:
                row = self._one(
                    "INSERT INTO template (source, cancer, rows, record) "
                    "VALUES (?, ?, 0, ?) RETURNING n",
                    template.source,
                    template.cancer,
                    record,
                )
                self._db.executemany(
                    "INSERT INTO template_cites VALUES (?, ?)",
                    ((citation, row[0]) for citation in template.cited_as),
                )
            self._templates[record] = row[0]
        return self._templates[record]

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
        import numpy as np

        entities = self._db.execute("SELECT id, n, type FROM entity").fetchall()
        codes = {name: self._code(name) for name in PREDICATES}
        own = self._numbered(templates)
        columns = read_columns(rows, {id: n for id, n, _ in entities}, codes, own, self.progress)
        names = {code: name for name, code in codes.items()}
        check_ends(columns, {n: type for _, n, type in entities}, names)
        columns = columns.in_order()
        columns = columns.chosen(columns.first())
        was_empty = not any(
            self._one(f"SELECT 1 FROM {table} LIMIT 1") for table in ("evidence", "out_rows")
        )
        if not was_empty:
            columns = columns.chosen(self._absent((*columns.claim, columns.template)))
        claims = columns.chosen(columns.first(of_claim=True))
        if not was_empty:
            claims = claims.chosen(self._absent(claims.claim))
        sources = {n: template.source for n, template in zip(own, templates, strict=True)}
        last = {source: self._last(source) for source in set(sources.values())}
        numbers = numbered(columns, sources, last)
        self._write_columns(columns, numbers, sources)
        count = {"findings": len(columns), "statements": len(columns)}
        counted = np.unique(claims.predicate, return_counts=True)
        edges = {names[n]: int(value) for n, value in zip(*counted, strict=True)}
        self._change_counts(count, edges, degrees(claims))
        self._add_prints(columns, numbers)
        self._count()
        return len(columns)

    def _absent(self, keys: Sequence[Any]) -> Any:
        """Return which rows the table does not hold yet, by its first columns."""
        import numpy as np

        names = COLUMNS.split(", ")[: len(keys)]
        count = sum(
            self._one(f"SELECT {number}")[0]
            for number in ("count(*) FROM evidence", "total(rows) FROM template")
        )
        if count < 4 * len(keys[0]):  # reading all rows once is faster than finding each one
            rows = self._db.execute(f"SELECT {', '.join(names)} FROM evidence")
            loose = np.fromiter(rows, np.dtype((np.int64, len(names))))
            held = np.concatenate((loose, blocks.columns(self._db, len(names))))
            together = np.concatenate((held, np.stack(keys, axis=1)))
            packed = np.zeros(len(together), dtype=np.int64)
            for column in together.T:  # a dense number for each combination so far
                packed = packed * (int(column.max(initial=0)) + 1) + column
                packed = np.unique(packed, return_inverse=True)[1]
            return ~np.isin(packed[len(held) :], packed[: len(held)])
        asked = zip(*(column.tolist() for column in keys), strict=True)
        if len(names) == 3:
            absent = (not self._has(claim) for claim in asked)
        else:
            absent = (row[3] not in self._templates_of(*row[:3]) for row in asked)
        return np.fromiter(absent, bool, len(keys[0]))

    def _templates_of(self, subject: int, predicate: int, object: int) -> set[int]:
        """Return the templates of the rows that make a claim."""
        sql = "SELECT template FROM evidence WHERE subject = ? AND predicate = ? AND object = ?"
        loose = self._db.execute(sql, (subject, predicate, object)).fetchall()
        packed = blocks.between(self._db, subject, object, [predicate])
        return {template for (template,) in loose} | {row[3] for row in packed}

    def _write_columns(self, columns: Columns, numbers: Any, sources: Mapping[int, str]) -> None:
        """Write rows: in blocks, where they are many."""
        import numpy as np

        self._report(f"{len(columns)} rows")
        if len(columns) < BULK or int(numbers.max(initial=0)) > blocks.LARGEST:
            fields = (*columns.claim, columns.template, numbers)
            self._db.executemany(
                "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, 1)",
                zip(*(field.tolist() for field in fields), strict=True),
            )
        else:
            blocks.write(self._db, columns, numbers, sources)
        templates, counts = np.unique(columns.template, return_counts=True)
        self._change_templates(dict(zip(templates.tolist(), counts.tolist(), strict=True)))

    def _add_prints(self, columns: Columns, numbers: Any) -> None:
        """Add the fingerprints of rows to the sum; see `fingerprint`."""
        import numpy as np

        texts = self._hashes("template", "record", columns.template)[columns.template]
        names = self._hashes("predicate", "name", columns.predicate)
        ids = self._hashes("entity", "id", np.concatenate((columns.subject, columns.object)))
        ends = (ids[columns.subject], names[columns.predicate], ids[columns.object])
        prints = mixed(texts, *ends, numbers.astype(np.uint64))
        self._set_meta("sum", (self._meta("sum") + int(prints.sum())) % 2**64)

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
        """Return the hash of a column's texts by number, for at least some numbers."""
        import numpy as np

        wanted = np.unique(numbers).tolist()
        sql = f"SELECT n, {column} FROM {table}"
        if len(wanted) < BULK:
            where = "WHERE n IN (SELECT value FROM json_each(?))"
            found = self._db.execute(f"{sql} {where}", (json.dumps(wanted),)).fetchall()
        else:
            found = self._db.execute(sql).fetchall()
        hashes = np.zeros(max((n for n, _ in found), default=0) + 1, dtype=np.uint64)
        for n, value in found:
            hashes[n] = hashed(value)
        return hashes

    def remove(self, findings: Iterable[Finding]) -> None:
        """Remove findings of the graph."""
        count, total = Counter[str](), self._meta("sum")
        rows: list[Row] = []
        for finding in findings:
            count["findings"] += 1
            count["statements"] += len(finding.statements)
            count["biomarker claims"] += len(finding.biomarkers)
            total -= fingerprint(finding)
            if place := self._place_of_row(finding.id):
                rows.append(place)
                continue
            (number,) = self._one("SELECT n FROM finding WHERE id = ?", finding.id)
            self._db.execute("DELETE FROM finding WHERE n = ?", (number,))
            for table in ("names", "carries", "cites"):
                self._db.execute(f"DELETE FROM {table} WHERE finding = ?", (number,))
            rows += (self._row(s, 0, number) for s in finding.statements)
        same = " AND ".join(f"{name} = ?" for name in COLUMNS.split(", "))
        there = f"SELECT 1 FROM evidence WHERE {same}"
        packed = [row for row in rows if row[3] and self._one(there, *row) is None]
        self._db.executemany(f"DELETE FROM evidence WHERE {same}", rows)
        if packed:
            blocks.remove(self._db, packed, self._sources_of([row[3] for row in packed]))
        self._change_templates(Counter(row[3] for row in rows if row[3]), by=-1)
        gone = {claim for claim in {row[:3] for row in rows} if not self._has(claim)}
        self._change_claims(count, gone, -1)
        self._set_meta("sum", total)
        self._count()

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

    def _count(self) -> None:
        """Count what is small enough to be counted anew."""
        census = self._meta("census")
        census["entities"] = dict(
            self._db.execute("SELECT type, count(*) FROM entity GROUP BY type").fetchall()
        )
        cited = (
            "SELECT citation FROM cites UNION SELECT citation FROM template_cites "
            "WHERE template IN (SELECT n FROM template WHERE rows > 0)"
        )
        census["totals"] |= {
            "entities": sum(census["entities"].values()),
            "papers": self._one(f"SELECT count(*) FROM ({cited}) WHERE citation LIKE '%:%'")[0],
            "cancers": self._one(
                "SELECT count(*) FROM (SELECT cancer FROM finding UNION "
                "SELECT cancer FROM template WHERE rows > 0) "
                "WHERE cancer IS NOT NULL"
            )[0],
        }
        self._set_meta("census", census)


_MARKS = "?, ?, ?, ?, ?, ?"


def _identity(record: Any) -> Any:
    return record.key if isinstance(record, Reference) else record.id
