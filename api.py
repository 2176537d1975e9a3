"""The graph as people use it: names go in, typed answers come out.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> path = g.mechanism("miR-340-5p", "KLF10")[0]
>>> path.sign, path.support, path.references[0].citation
(-1, 'reported', '29')
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from .graph.errors import UnknownNameError, UsageError
from .graph.model import Entity, Source
from .graph.names import Names
from .graph.records import Records, merge
from .graph.schema import entity_type
from .graph.stores.memory import MemoryStore
from .queries.answer import Answer
from .queries.catalogue import NAMING, Parameter, Question, cypher_parameters, find, read, several

if TYPE_CHECKING:
    import networkx

    from .graph.exchange.losses import Loss
    from .graph.names import NameIndex
    from .graph.stores.neo4j import Resolution, Server
    from .queries.biomarkers import BiomarkerRow
    from .queries.coherence import Coherence
    from .queries.contradictions import Contradiction
    from .queries.findings import FindingRow
    from .queries.overview import Overview
    from .queries.paths.search import Budget, Path
    from .queries.regulation import Regulation
    from .transfer import Change
    from .views.drawing import Drawing

__all__ = ["Graph", "ServerGraph", "load"]

LookUp = Callable[..., Entity]
"""How a name, and the types it may have, become an entity."""


def load(*paths: str | FilePath) -> Graph:
    """Open a graph.

    Parameters
    ----------
    *paths
        Saved graphs (folder or file) and exports that load (a folder of KGX tables, a node-link
        file), merged into one; or the address of one Neo4j server (``neo4j://host:7687``, user,
        password and database from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE); without any,
        the packaged review.

    Returns
    -------
    Graph

    Raises
    ------
    DataError
        When a path holds no graph, or two graphs contradict each other in one record.

    Examples
    --------
    >>> import radexo
    >>> radexo.load().entity("mir340").name
    'miR-340-5p'
    """
    from .graph.stores.base import is_address

    if len(paths) == 1 and is_address(str(paths[0])):
        from .graph.stores.neo4j import Server

        return ServerGraph(Server(str(paths[0])))
    if paths:
        from .graph.saved import open_graph

        return Graph(merge(*map(open_graph, paths)))
    from .loaders.review import PACKAGED_TABLES, packaged_review

    return Graph(packaged_review(), tables=PACKAGED_TABLES)


class Graph:
    """A graph and the questions it answers.

    Parameters
    ----------
    records
        What it is assembled from.
    tables
        The folder of the curated tables it was read from, if it was.

    Examples
    --------
    >>> import radexo
    >>> [row.regulator.name for row in radexo.load().regulators("KLF10")]
    ['miR-340-5p']
    """

    def __init__(self, records: Records, tables: FilePath | None = None) -> None:
        self.store = MemoryStore(records)
        self.tables = tables

    # -- the graph itself -------------------------------------------------------------------------

    @property
    def records(self) -> Records:
        """Sources, references, entities and findings."""
        return self.store.records

    @property
    def version(self) -> str:
        """A hash of the content."""
        return self.store.version

    @property
    def names(self) -> NameIndex:
        """The index that `entity` looks in."""
        return self.store.names

    def sources(self) -> Sequence[Source]:
        """List the reviews and resources that the graph was made from."""
        return self.store.sources()

    def entity(self, name: str, *types: str) -> Entity:
        """Find an entity by symbol, previous symbol, synonym or CURIE, in any spelling.

        Parameters
        ----------
        name
            What the entity is called.
        *types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        Entity

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            When no entity carries the name, or several do; the candidates are named.

        Examples
        --------
        >>> import radexo
        >>> radexo.load().entity("β-catenin").name
        'CTNNB1'
        """
        return self.names.find(name, types or None)

    def carriers(self, names: Sequence[str]) -> Mapping[str, Sequence[Entity]]:
        """Look several names up at once.

        Parameters
        ----------
        names
            What entities may be called.

        Returns
        -------
        dict
            Each name that is carried, and the entities that carry it.

        Examples
        --------
        >>> import radexo
        >>> {name: found[0].name for name, found in radexo.load().carriers(["CTGF", "what"]).items()}
        {'CTGF': 'CCN2'}
        """
        return self.names.look_up(names)

    @property
    def nx(self) -> networkx.MultiDiGraph[str]:
        """The graph as a read-only `networkx.MultiDiGraph`; nodes are entity ids, edge keys are edge ids."""
        return self.store.nx

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Copy the graph into a `networkx.MultiDiGraph` of your own.

        Returns
        -------
        networkx.MultiDiGraph
            Nodes with ``name`` and ``type``, edges with ``predicate``, ``sign``, ``causal``,
            ``certainty``, ``findings``.
        """
        import networkx

        return networkx.MultiDiGraph(self.nx)

    def save(self, folder: str | FilePath) -> FilePath:
        """Save the graph into a folder, whole or not at all.

        Parameters
        ----------
        folder
            Made when it is not there; a graph in it is replaced.

        Returns
        -------
        Path
            The file written.
        """
        from .graph.saved import save

        return save(self.records, folder)

    def merge(self, *others: Graph) -> Graph:
        """Merge with other graphs into a new one that holds everything.

        Raises
        ------
        DataError
            When two records with one id contradict each other.
        """
        return Graph(merge(self.records, *(other.records for other in others)))

    def export(
        self, path: str | FilePath, format: str | None = None, *, overwrite: bool = True
    ) -> Answer[Loss]:
        """Write the graph for another program, whole or not at all.

        Parameters
        ----------
        path
            A file, or for kgx and neo4j-csv a folder; an earlier export is replaced.
        format
            kgx, graphml, cx2, sif, node-link or neo4j-csv; by default what the extension tells.
        overwrite
            Whether to replace what exists.

        Returns
        -------
        Answer of Loss
            What the format could not carry.
        """
        from .transfer import export

        return export(self.store, path, format, overwrite=overwrite)

    def diff(self, other: Graph) -> Answer[Change]:
        """Compare with another graph by statement.

        Parameters
        ----------
        other
            The graph after the change.

        Returns
        -------
        Answer of Change
            What the other graph adds, removes, or tells otherwise.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> len(g.diff(g))
        0
        """
        from .transfer import diff

        return diff(self.store, other.store)

    def close(self) -> None:
        """Let go of what the graph holds open; a graph on a server ends its connection."""

    def __repr__(self) -> str:
        c = self.records
        cancers = len({f.cancer for f in c.findings if f.cancer})
        edges = sum(1 for _ in self.store.edges())
        return (
            f"RadExo graph {self.version}: {len(c.entities)} entities, {edges} edges, "
            f"{len(c.findings)} findings, {cancers} cancers"
        )

    def _repr_html_(self) -> str:
        """Show what the graph is and where it comes from, in a notebook."""
        from .queries.answer import linked

        told = (
            " ".join(filter(None, (s.id, s.doi and f"doi:{s.doi}", s.license, s.title)))
            for s in self.sources()
        )
        return f"<p>{linked(repr(self))}</p><ul>{''.join(f'<li>{linked(line)}</li>' for line in told)}</ul>"

    # -- questions --------------------------------------------------------------------------------

    def query(self, name: str, /, **parameters: Any) -> Answer[Any]:
        """Ask a question of the catalogue.

        Parameters
        ----------
        name
            The question's name; `radexo.queries.catalogue` lists them.
        **parameters
            Its parameters: names of entities, numbers, words; text is read as the declaration says.

        Returns
        -------
        Answer

        Raises
        ------
        UsageError
            When there is no such question or parameter, a required one is missing, or a value
            cannot be read.

        Examples
        --------
        >>> import radexo
        >>> radexo.load().query("regulators", names=["KLF10"])[0].regulator.name
        'miR-340-5p'
        """
        return self._ask(find(name), parameters)

    def draw(
        self,
        path: str | FilePath | None = None,
        *,
        layout: str | None = None,
        overwrite: bool = True,
    ) -> Drawing:
        """Draw everything that the graph claims.

        Parameters
        ----------
        path
            Where the picture is written, as its ending says (html, svg, png, pdf, cx2); nowhere
            without one.
        layout
            columns or rings; chosen by size when not given.
        overwrite
            Whether to replace what exists.

        Returns
        -------
        Drawing

        Examples
        --------
        >>> import radexo
        >>> radexo.load().draw().picture.layout.kind
        'rings'
        """
        from .views.drawing import draw
        from .views.picture import picture_of_graph

        return draw(lambda: picture_of_graph(self.store, layout), path, overwrite=overwrite)

    def _draw(
        self,
        answer: Answer[Any],
        path: str | FilePath | None = None,
        *,
        layout: str | None = None,
        overwrite: bool = True,
        command: str | None = None,
        evidence: str = "carrying",
    ) -> Drawing:
        """Draw an answer; every answer that the graph gives knows this method as its own."""
        from .views.drawing import draw
        from .views.picture import picture_of

        return draw(
            lambda: picture_of(answer, self.store, layout, command, evidence=evidence),
            path,
            overwrite=overwrite,
        )

    def _ask(self, question: Question, given: Mapping[str, Any], **more: Any) -> Answer[Any]:
        answer = question.run(self.store, **self._resolve(question, given, self.entity), **more)
        return replace(answer, drawer=self._draw)

    def _resolve(
        self, question: Question, given: Mapping[str, Any], look_up: LookUp
    ) -> dict[str, Any]:
        """Read a question's parameters: names become entities, text what the declaration says."""
        declared = {p.name: p for p in question.parameters}
        for name in given:
            if name not in declared:
                known = ", ".join(declared) or "none"
                raise UsageError(
                    f"{question.name} has no parameter {name!r}; it has: {known}", list(declared)
                )
        resolved = {}
        for parameter in question.parameters:
            value = given.get(parameter.name)
            missing = value is None or value in ("", (), [])
            if missing and parameter.required:
                example = question.example.get(parameter.name)
                raise UsageError(
                    f"{question.name} needs {parameter.name}: {parameter.help}, such as {example!r}"
                )
            resolved[parameter.name] = (
                parameter.default if missing else _read(parameter, value, look_up)
            )
        return resolved

    def ask(self, text: str) -> Answer[Any]:
        """Ask a plain question.

        Parameters
        ----------
        text
            The question, in English.

        Returns
        -------
        Answer
            Of the question of the catalogue that it was read as; its ``extra["asked"]`` tells the
            reading, the words that were not used, and corrected spellings.

        Raises
        ------
        NotUnderstoodError
            When it has no reading, or more than one; the candidates are the readings.
        UnknownNameError, AmbiguousNameError
            When a name in it is carried by no entity, or by several.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().ask("what represses KLF10?")
        >>> answer.name, answer[0].regulator.name, answer.extra["asked"]["reading"]
        ('regulators', 'miR-340-5p', 'regulators names=KLF10 sign=-')
        """
        from .queries.ask.router import route

        reading = route(text, self.carriers, self._nearest)
        answer = self.query(reading.question, **reading.parameters)
        asked = {
            "text": text,
            "reading": str(reading),
            "unused": list(reading.unused),
            "notes": list(reading.notes),
        }
        return replace(answer, extra={**answer.extra, "asked": asked})

    def _nearest(self, name: str) -> Sequence[Entity]:
        return self.names.nearest(name, limit=3)

    def info(self) -> Answer[Overview]:
        """Tell what the graph holds: version, sources, licenses, counts by type.

        Returns
        -------
        Answer of Overview
        """
        answer = self.query("info")
        return replace(answer, extra={"tables": str(self.tables) if self.tables else None})

    def findings(
        self,
        *,
        cancer: str | None = None,
        cargo: str | None = None,
        effect: str | None = None,
        system: str | None = None,
        paper: str | None = None,
        sentences: Mapping[str, Sequence[str]] | None = None,
    ) -> Answer[FindingRow]:
        """List the findings.

        Parameters
        ----------
        cancer, cargo
            Names; a cancer covers its subtypes.
        effect
            increase, decrease, unclear or none.
        system
            in-vitro, in-vivo or patients.
        paper
            Only findings that cite this paper (``29``), or the finding of this id.
        sentences
            An article's sentences by section, shown beside each finding.

        Returns
        -------
        Answer of FindingRow
        """
        answer = self.query(
            "findings", cancer=cancer, cargo=cargo, effect=effect, system=system, paper=paper
        )
        if sentences is None:
            return answer
        from .queries.findings import with_sentences

        return replace(answer, rows=tuple(with_sentences(answer.rows, sentences)))

    def regulators(
        self,
        *names: str,
        depth: int = 1,
        sign: int | None = None,
        type: str | None = None,
        cancer: str | None = None,
        exposure: str | None = None,
    ) -> Answer[Regulation]:
        """Tell what regulates an entity, or each of several.

        Parameters
        ----------
        *names
            The entities asked about.
        depth
            The most hops; the hop into the entity is causal, further ones may be transport.
        sign
            Only regulators of this net sign: 1, -1 or 0.
        type
            Only regulators of this type, or of its subtypes.
        cancer, exposure
            Only findings in this context count, subtypes included.

        Returns
        -------
        Answer of Regulation
            One row per regulator and sign, with its best path.

        Examples
        --------
        >>> import radexo
        >>> [row.path for row in radexo.load().regulators("CDC25A")]
        ['miR-339-5p -| CDC25A']
        """
        return self.query(
            "regulators",
            names=names,
            depth=depth,
            sign=sign,
            type=type,
            cancer=cancer,
            exposure=exposure,
        )

    def targets(
        self,
        *names: str,
        depth: int = 1,
        sign: int | None = None,
        type: str | None = None,
        cancer: str | None = None,
        exposure: str | None = None,
    ) -> Answer[Regulation]:
        """Tell what an entity regulates, or each of several.

        Parameters
        ----------
        *names
            The entities asked about.
        depth
            The most hops; the hop out of the entity is causal, further ones may be transport.
        sign
            Only targets of this net sign: 1, -1 or 0.
        type
            Only targets of this type, or of its subtypes.
        cancer, exposure
            Only findings in this context count, subtypes included.

        Returns
        -------
        Answer of Regulation
            One row per target and sign, with its best path.
        """
        return self.query(
            "targets",
            names=names,
            depth=depth,
            sign=sign,
            type=type,
            cancer=cancer,
            exposure=exposure,
        )

    def paths(
        self,
        source: str,
        target: str,
        *,
        max_hops: int = 6,
        sign: int | None = None,
        cancer: str | None = None,
        exposure: str | None = None,
        system: str | None = None,
        support: str = "stitched",
        limit: int = 25,
        associations: bool = False,
        through: str | None = None,
        predicates: Sequence[str] = (),
        shortest: bool = False,
        budget: Budget | None = None,
    ) -> Answer[Path]:
        """Search the mechanism paths from one end to the other, best first.

        Parameters
        ----------
        source, target
            Names, or ``type:MiRNA`` for every entity of a type.
        max_hops
            The most hops of a path.
        sign
            Only paths of this net sign.
        cancer, exposure, system
            Only findings in this context count.
        support
            The least support: reported, same-cancer or stitched.
        limit
            The most rows; 0 for all.
        associations
            Whether associations are walked too.
        through
            Only entities of this type, or of its subtypes, between the ends.
        predicates
            Only claims of these predicates.
        shortest
            Only the paths with the fewest hops.
        budget
            When the search ends.

        Returns
        -------
        Answer of Path
            Ordered by support, certainty, hops, citations, hub penalty.

        Examples
        --------
        >>> import radexo
        >>> paths = radexo.load().paths("miR-340-5p", "KLF10", max_hops=1)
        >>> [path.chain for path in paths]
        ['miR-340-5p -| KLF10']
        """
        return self._ask(
            find("paths"),
            {
                "source": source,
                "target": target,
                "max_hops": max_hops,
                "sign": sign,
                "cancer": cancer,
                "exposure": exposure,
                "system": system,
                "support": support,
                "limit": limit,
                "associations": associations,
                "through": through,
                "predicates": predicates,
                "shortest": shortest,
            },
            budget=budget,
        )

    def iter_paths(
        self,
        source: str,
        target: str,
        *,
        max_hops: int = 6,
        cancer: str | None = None,
        budget: Budget | None = None,
    ) -> Iterator[Path]:
        """Search the mechanism paths and give each as soon as it is found, in no order of rank.

        Parameters
        ----------
        source, target
            Names.
        max_hops
            The most hops of a path.
        cancer
            Only findings in this cancer count, subtypes included.
        budget
            When the search ends; afterwards its ``spent`` says whether it did.

        Yields
        ------
        Path

        Examples
        --------
        >>> import radexo
        >>> next(radexo.load().iter_paths("miR-339-5p", "CDC25A")).chain
        'miR-339-5p -| CDC25A'
        """
        from .queries.filters import Context
        from .queries.paths.search import Budget, Walk, make_path, simple_paths

        ends = (self.entity(source).id, self.entity(target).id)
        context = Context(self.store, self.entity(cancer, "Cancer") if cancer else None)
        walk = Walk(self.store, context)
        found = simple_paths(walk, ends[:1], ends[1:], max_hops, budget or Budget())
        return (make_path(walk, hops) for hops in found)

    def mechanism(
        self,
        name: str,
        then: str | None = None,
        *,
        max_hops: int = 6,
        cancer: str | None = None,
        support: str = "reported",
        limit: int = 25,
    ) -> Answer[Path]:
        """Tell the longest chains through an entity, from the furthest upstream end to radiosensitivity.

        Parameters
        ----------
        name, then
            The entity asked about, and one that comes later on the chain (not necessarily next).
        max_hops
            The most hops of a chain.
        cancer
            Only findings in this cancer count, subtypes included.
        support
            The least support: reported, same-cancer or stitched.
        limit
            The most rows; 0 for all.

        Returns
        -------
        Answer of Path
            No row is part of another; those that reach radiosensitivity first, then the longest.

        Examples
        --------
        >>> import radexo
        >>> radexo.load().mechanism("miR-340-5p", "KLF10")[0].support
        'reported'
        """
        return self.query(
            "mechanism",
            name=name,
            then=then,
            max_hops=max_hops,
            cancer=cancer,
            support=support,
            limit=limit,
        )

    def biomarkers(
        self,
        *,
        cancer: str | None = None,
        fluid: str | None = None,
        role: str | None = None,
        name: str | None = None,
    ) -> Answer[BiomarkerRow]:
        """List exosomal biomarkers.

        Parameters
        ----------
        cancer
            Only in this cancer, subtypes included.
        fluid
            Only in this fluid; ``blood`` covers serum and plasma.
        role
            predictive, prognostic, diagnostic or monitoring.
        name
            Only what is claimed of this entity.

        Returns
        -------
        Answer of BiomarkerRow
        """
        return self.query("biomarkers", cancer=cancer, fluid=fluid, role=role, name=name)

    def contradictions(
        self, *names: str, cancer: str | None = None, max_hops: int = 3, papers: Sequence[str] = ()
    ) -> Answer[Contradiction]:
        """List opposite claims between the same ends, of edges and of paths.

        Parameters
        ----------
        *names
            Only those that have each of these as an end, or in a finding of either side.
        cancer
            Only findings in this cancer count, subtypes included.
        max_hops
            The most hops of a path; 1 for edges only.
        papers
            Only those where each of these papers or findings stands on a side.

        Returns
        -------
        Answer of Contradiction

        Examples
        --------
        >>> import radexo
        >>> rows = radexo.load().contradictions(max_hops=1)
        >>> [row.shared_context for row in rows if row.subject.name == "Wnt/beta-catenin signaling"]
        [False]
        """
        return self.query(
            "contradictions", names=names, cancer=cancer, max_hops=max_hops, papers=papers
        )

    def coherence(self, *, cancer: str | None = None) -> Answer[Coherence]:
        """Hold every finding's chain against the effect it states.

        Parameters
        ----------
        cancer
            Only findings in this cancer, subtypes included.

        Returns
        -------
        Answer of Coherence
        """
        return self.query("coherence", cancer=cancer)


class ServerGraph(Graph):
    """A graph on a Neo4j server: the same questions, each answered from what one query selects there.

    Parameters
    ----------
    server
        Where it is.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.tables = None

    @cached_property
    def store(self) -> MemoryStore:  # type: ignore[override]
        """The whole graph, read back from the server; questions do not need it."""
        return MemoryStore(self.server.whole())

    @property
    def version(self) -> str:
        return self.server.resolve([]).version

    def sources(self) -> Sequence[Source]:
        return self.server.sources()

    def entity(self, name: str, *types: str) -> Entity:
        return self._find(self.server.resolve([name]), name, *types)

    def carriers(self, names: Sequence[str]) -> Mapping[str, Sequence[Entity]]:
        found = Names(self.server.resolve(names).carriers)
        return {name: carried for name in names if (carried := found.candidates(name))}

    def _nearest(self, name: str) -> Sequence[Entity]:
        return self.server.names().nearest(name, limit=3)

    def _find(self, resolution: Resolution, name: str, *types: str) -> Entity:
        try:
            return Names(resolution.carriers).find(name, types or None)
        except UnknownNameError:
            return self.server.names().find(name, types or None)  # which says what is nearest

    def _ask(self, question: Question, given: Mapping[str, Any], **more: Any) -> Answer[Any]:
        named = [
            value for p in question.parameters if p.kind in NAMING and (value := given.get(p.name))
        ]
        resolution = self.server.resolve([name for value in named for name in several(value)])
        resolved = self._resolve(question, given, partial(self._find, resolution))
        selection = self.server.select(
            question.cypher, cypher_parameters(question, resolved, resolution.entities), resolution
        )
        return replace(question.run(selection, **resolved, **more), drawer=self._draw)

    def close(self) -> None:
        self.server.close()

    def __repr__(self) -> str:
        return f"RadExo graph on {self.server.address}, database {self.server.database}"


def _read(parameter: Parameter, value: Any, look_up: LookUp) -> Any:
    """Read one parameter; whoever asks knows how names are looked up."""
    if parameter.kind == "entity":
        return look_up(value)
    if parameter.kind == "entities":
        return [look_up(name) for name in several(value)]
    if parameter.kind == "cancer":
        return look_up(value, "Cancer")
    if parameter.kind == "exposure":
        return look_up(value, "Exposure")
    if parameter.kind == "type":
        return entity_type(value).name
    if parameter.kind == "end":
        kind, colon, type = str(value).partition(":")
        return (
            entity_type(type).name
            if colon and kind.strip().casefold() == "type"
            else look_up(value)
        )
    return read(parameter, value)
