"""The graph as people use it: names go in, typed answers come out.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> path = g.mechanism("miR-340-5p", "KLF10")[0]
>>> path.sign, path.support, path.references[0].citation
(-1, 'one-study', '29')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from .graph.errors import UsageError
from .graph.model import Entity, Source
from .graph.records import Records, merge
from .graph.report import how_many
from .graph.schema import entity_type
from .graph.stores.memory import MemoryStore
from .queries.answer import Answer, entity_ids
from .queries.catalogue import answer, find, noticed, notices, reader, resolve
from .queries.evidence import read_beside
from .queries.kinds import as_name, cut_repr
from .queries.methods import Questions

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    import networkx
    import pandas

    from .graph.exchange.losses import Loss
    from .graph.names import NameIndex
    from .graph.schema import Support, TypeName
    from .graph.stores.base import Store
    from .identifiers import Identifier
    from .measured.enrich import Enriched
    from .measured.overlay import OverlayRow
    from .queries.declare import Question
    from .queries.difference import Change
    from .queries.methods import FilterWords
    from .queries.paths.path import Path
    from .queries.paths.search import Budget
    from .queries.questions.info import Overview
    from .views.drawing import Drawing
    from .views.picture import FigureStyle
    from .words import Against, FormatName, LayoutName, Shown

__all__ = ["Graph", "load", "lookup"]


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
    StoreError, MissingExtraError
        When the address is not one of a server, or the Neo4j driver is not installed. Whether a
        server answers shows with the first question.

    Examples
    --------
    >>> import radexo
    >>> radexo.load().entity("mir340").name
    'miR-340-5p'
    """
    from .graph.stores.base import is_address, refuse_address

    for path in paths:
        refuse_address(str(path))
    if len(paths) == 1 and is_address(str(paths[0])):
        from .graph.stores.neo4j import Neo4jStore
        from .server_graph import ServerGraph

        return ServerGraph(Neo4jStore(str(paths[0])))
    if paths:
        from .graph.stores.disk_file import saved_file

        if len(paths) == 1 and (file := saved_file(paths[0])):
            from .graph.stores.disk import DiskStore

            return Graph(DiskStore(file))
        from .graph.saved import open_graph

        return Graph(merge(*map(open_graph, paths)))
    from . import packaged

    if prebuilt := packaged.read(packaged.FILE, packaged.TABLES):
        return Graph(MemoryStore(*prebuilt), tables=packaged.TABLES)
    from .loaders.review import read_review  # a table was edited

    return Graph(read_review([packaged.TABLES], check=False), tables=packaged.TABLES)


def lookup(*names: str) -> Answer[Identifier]:
    """Look identifiers up in the packaged graph and the lists of registries; see `Graph.lookup`.

    Parameters
    ----------
    *names
        Symbols, synonyms or ids, in any spelling.

    Returns
    -------
    Answer of Identifier

    Examples
    --------
    >>> import radexo
    >>> [(row.id, row.name, row.source) for row in radexo.lookup("PTEN")]
    [('hgnc:9588', 'PTEN', 'HGNC (2025)')]
    """
    return load().lookup(*names)


class Graph(Questions):
    """A graph and the questions it answers: each question of the catalogue is a method.

    Parameters
    ----------
    content
        The records that it is assembled from, or the store that holds it.
    tables
        The folder of the curated tables it was read from, if it was.

    Examples
    --------
    >>> import radexo
    >>> [row.regulator.name for row in radexo.load().regulators("KLF10")]
    ['miR-340-5p']
    """

    store: Store
    """What answers; see `radexo.graph.stores.base`."""

    def __init__(self, content: Records | Store, *, tables: str | None = None) -> None:
        self.store = MemoryStore(content) if isinstance(content, Records) else content
        self.tables = tables
        self._nx: networkx.MultiDiGraph[str] | None = None
        self._whole: MemoryStore | None = None

    @property
    def in_memory(self) -> MemoryStore:
        """The whole graph in memory. One on disk or on a server is read whole, once a version.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> g.in_memory is g.store
        True
        """
        if isinstance(self.store, MemoryStore):
            return self.store
        with self.store.reading():
            version = self.store.version
            if self._whole is None or self._whole.version != version:
                self._whole = MemoryStore(self.store.whole(), version)
            return self._whole

    @property
    def _read_here(self) -> Store:
        """The graph where it can be read piece by piece: on disk, or else in memory."""
        from .graph.stores.disk import DiskStore

        return self.store if isinstance(self.store, DiskStore) else self.in_memory

    # -- the graph itself -------------------------------------------------------------------------

    @property
    def records(self) -> Records:
        """Sources, references, entities and findings.

        Examples
        --------
        >>> import radexo
        >>> [source.id for source in radexo.load().records.sources]
        ['sun2022']
        """
        return self.in_memory.records

    @property
    def version(self) -> str:
        """A hash of the content.

        Examples
        --------
        >>> import radexo
        >>> len(radexo.load().version)
        12
        """
        return self.store.version

    @property
    def names(self) -> NameIndex:
        """The index that `entity` looks in.

        Examples
        --------
        >>> import radexo
        >>> [entity.name for entity in radexo.load().names.nearest("KLF1O", limit=1)]
        ['KLF10']
        """
        return self.store.names

    def sources(self) -> Sequence[Source]:
        """List the reviews and resources that the graph was made from.

        Returns
        -------
        sequence of Source

        Raises
        ------
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> [(source.id, source.license) for source in g.sources()]
        [('sun2022', 'CC BY 4.0')]
        """
        return self.store.sources()

    def entity(self, name: str | Entity, *types: TypeName) -> Entity:
        """Find an entity by symbol, previous symbol, synonym or CURIE, in any spelling.

        Parameters
        ----------
        name
            What the entity is called; an entity stands for its id.
        *types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        Entity

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            When no entity has the name, or several do; the candidates are named.
        UsageError
            When the name is not text, or a type is not one of the schema.
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> radexo.load().entity("β-catenin").name
        'CTNNB1'
        """
        known = [entity_type(type).name for type in types]
        return self.names.find(as_name(name), known or None)

    def look_up(self, names: Sequence[str]) -> Mapping[str, Sequence[Entity]]:
        """Look several names up at once.

        Parameters
        ----------
        names
            What entities may be called.

        Returns
        -------
        dict
            Each name that is found, and the entities that have it.

        Raises
        ------
        UsageError
            When one text is given instead of a list, or a name is not text.
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> {name: found[0].name for name, found in radexo.load().look_up(["CTGF", "what"]).items()}
        {'CTGF': 'CCN2'}
        """
        if isinstance(names, str) or not isinstance(names, Iterable):
            raise UsageError(f"look_up takes a list of names, such as [{cut_repr(names)}]")
        return self.names.look_up([as_name(name) for name in names])

    def lookup(self, *names: str) -> Answer[Identifier]:
        """Look identifiers up, offline: in the graph, then in the shipped lists of registries.

        Parameters
        ----------
        *names
            Symbols, synonyms or ids of genes, miRNAs, cancers and cell lines, in any spelling.

        Returns
        -------
        Answer of Identifier
            In the order of the names; of each, the graph's entities first, then the surest matches
            of the lists. `reason` names those that were not found, with the nearest names.

        Raises
        ------
        UsageError
            When a name is not text.
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> [(row.id, row.matched) for row in radexo.load().lookup("KLF10", "VEGF")]
        [('hgnc:11810', 'name'), ('hgnc:12680', 'previous name')]
        """
        from .identifiers import lookup

        return lookup(self.store, [as_name(name) for name in names])

    def __contains__(self, name: object) -> bool:
        """Return whether an entity has a name, symbol, synonym or CURIE.

        Parameters
        ----------
        name
            Of an entity, in any spelling; an entity stands for its id. All else is in no graph.

        Returns
        -------
        bool

        Raises
        ------
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> "klf-10" in g, all(entity in g for entity in g)
        (True, True)
        """
        return isinstance(name, (str, Entity)) and bool(self.look_up([as_name(name)]))

    def __getitem__(self, name: str | Entity) -> Entity:
        """Return the entity of a name; see `entity`.

        Parameters
        ----------
        name
            What the entity is called; an entity stands for its id.

        Returns
        -------
        Entity

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            When no entity has the name, or several do. The first is also a `KeyError`.
        UsageError
            When the name is not text.
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> radexo.load()["TIEG1"].name
        'KLF10'
        """
        return self.entity(name)

    def __len__(self) -> int:
        """Return the number of entities.

        Returns
        -------
        int

        Raises
        ------
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> len(g) == len(g.records.entities)
        True
        """
        return self.store.census().totals["entities"]

    def __iter__(self) -> Iterator[Entity]:
        """Iterate over the entities, ordered by id.

        Yields
        ------
        Entity

        Raises
        ------
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> "KLF10" in {entity.name for entity in radexo.load()}
        True
        """
        return iter(self.store.entities())

    @property
    def nx(self) -> networkx.MultiDiGraph[str]:
        """The graph as a frozen `networkx.MultiDiGraph`, with the attributes of `to_networkx`.

        It reads from the store what algorithms look at, so that it opens at once, and keeps that.
        After a change of the graph, `nx` is another view, which begins anew.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> [g.nx.nodes[id]["name"] for id in g.nx.predecessors(g["KLF10"].id)]
        ['miR-340-5p']
        """
        from .graph.network_view import StoreGraph

        if self._nx is None or self._nx.graph["version"] != self.store.version:
            self._nx = StoreGraph(self.store)
        return self._nx

    def to_networkx(self, *, names: bool = False) -> networkx.MultiDiGraph[str]:
        """Return the graph as a new `networkx.MultiDiGraph`, which may be changed.

        Parameters
        ----------
        names
            Identify nodes by name instead of id. A name that several entities have is followed by
            the id in parentheses.

        Returns
        -------
        networkx.MultiDiGraph
            Nodes have ``id``, ``name``, ``type``, ``synonyms``, ``xrefs``, ``id_status`` and
            ``subtype_of``, exosomes also ``donors``, ``exposures`` and ``fluid``. Edges are keyed
            by edge id and have ``predicate``, ``class``, ``sign`` (None for transport), ``causal``,
            ``certainty``, ``findings``, ``cancers`` (names), ``references`` (dicts with
            ``source``, ``citation``, ``doi`` and ``pmid``), ``dois`` and ``sources``. What can be
            several is a list.

        Raises
        ------
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> network = radexo.load().to_networkx(names=True)
        >>> [edge["dois"] for edge in network["miR-340-5p"]["KLF10"].values()]
        [['10.1186/s13046-021-01834-9']]
        """
        from .graph.network import network

        store = self.in_memory
        return network(store, store.entities(), store.edges(), names=names)

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

        Raises
        ------
        DataError
            When the records break a rule that `load` checks, or the folder cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> import radexo
        >>> g = radexo.load()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = g.save(folder)
        ...     file.name, radexo.load(folder).version == g.version
        ('graph.db', True)
        """
        from .graph.saved import save

        return save(self.records, folder)

    def merge(self, *others: Graph) -> Graph:
        """Merge with other graphs into a new one that holds everything.

        Parameters
        ----------
        *others
            Graphs; what several have is in it once.

        Returns
        -------
        Graph

        Raises
        ------
        DataError
            When two records with one id contradict each other.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> g.merge(g).version == g.version
        True
        """
        return Graph(merge(self.records, *(_graph(other).records for other in others)))

    def export(
        self,
        path: str | FilePath,
        format: FormatName | None = None,
        *,
        overwrite: bool = True,
        progress: Callable[[str], None] | None = None,
        **options: Any,
    ) -> Answer[Loss]:
        """Write the graph for another program, whole or not at all.

        Parameters
        ----------
        path
            A file or folder, as the format has it; an earlier export is replaced.
        format
            A key of `radexo.graph.exchange.registry.FORMATS`; by default the one of the extension.
        overwrite
            Whether to replace what exists.
        progress
            Called with what is being written, where that takes long.
        **options
            Those of the format: ``seed`` and ``fractions`` of triples.

        Returns
        -------
        Answer of Loss
            What the format could not carry. `reason` names the sources that not everybody may pass
            on.

        Raises
        ------
        UsageError
            When there is no such format, the extension belongs to none, or the format has no such
            option.
        DataError
            When the path exists and `overwrite` is false, cannot be written, or is a folder that
            holds other files.

        Examples
        --------
        >>> import tempfile
        >>> import radexo
        >>> g = radexo.load()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     losses = g.export(f"{folder}/review.sif")
        >>> losses.parameters["lossless"], len(losses) > 1
        (False, True)
        """
        from .transfer import export

        return export(self.store, path, format, overwrite=overwrite, progress=progress, **options)

    def diff(self, other: Graph, *, limit: int = 0) -> Answer[Change]:
        """Compare with another graph by statement.

        Parameters
        ----------
        other
            The graph after the change.
        limit
            The most rows; 0 for all.

        Returns
        -------
        Answer of Change
            What the other graph adds, removes, or says otherwise, in the order of
            `radexo.graph.diff.compare`. `reason` counts other records that differ: entities,
            papers, sources, biomarker claims.

        Raises
        ------
        UsageError
            When the limit is not a whole number from 0.
        StoreError, DataError
            When the server or file that holds one of the graphs cannot be read.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> len(g.diff(g))
        0
        """
        from .queries.difference import diff

        return diff(self._read_here, _graph(other)._read_here, limit=limit)

    def close(self) -> None:
        """Close the file or connection that the graph holds open.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> g.close()
        """
        if close := getattr(self.store, "close", None):
            close()

    def __repr__(self) -> str:
        counts = self.store.census().totals
        kinds = ("entities", "edges", "findings", "cancers")
        shown = (how_many(counts[kind], kind) for kind in kinds)
        return f"RadExo graph {self.version}: {', '.join(shown)}"

    def _repr_html_(self) -> str:
        """Show what the graph is and where it comes from, in a notebook."""
        from .queries.markup import cited

        return cited(repr(self), self.sources())

    # -- questions --------------------------------------------------------------------------------

    def query(self, name: str, /, **parameters: Any) -> Answer[Any]:
        """Ask a question of the catalogue by name.

        Parameters
        ----------
        name
            The question's name; `radexo.queries.catalogue` lists them.
        **parameters
            Its parameters: names of entities, numbers, words; text is read as the declaration says.
            ``budget``, a `Budget`, says when a search stops.

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
        budget = parameters.pop("budget", None)
        answered = self._answer(find(name), parameters, budget)
        former = notices(parameters)
        return replace(noticed(answered, [former] if former else []), graph=self)

    def draw(
        self,
        path: str | FilePath | None = None,
        *,
        layout: LayoutName | None = None,
        overwrite: bool = True,
        style: FigureStyle | None = None,
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
        style
            How a figure for print looks.

        Returns
        -------
        Drawing

        Raises
        ------
        UsageError
            When the graph is large, see `radexo.graph.stores.base.LARGE`.

        Examples
        --------
        >>> import radexo
        >>> radexo.load().draw().picture.layout.kind
        'rings'
        """
        from .graph.stores.base import refuse_large
        from .views.drawing import draw
        from .views.picture import picture_of_graph

        refuse_large(self.store, "one picture; draw an answer: draw regulators NAME -o FILE")
        picture = partial(picture_of_graph, self.in_memory, layout)
        return draw(picture, path, overwrite=overwrite, style=style)

    def draw_answer(
        self,
        answer: Answer[Any],
        path: str | FilePath | None = None,
        /,
        *,
        layout: LayoutName | None = None,
        overwrite: bool = True,
        command: str | None = None,
        evidence: Shown = "carrying",
        style: FigureStyle | None = None,
    ) -> Drawing:
        """Draw an answer; see `Answer.draw`.

        Parameters
        ----------
        answer
            An answer of this graph.
        path, layout, overwrite, command, evidence, style
            As `Answer.draw` takes them.

        Returns
        -------
        Drawing

        Raises
        ------
        UsageError
            When there is nothing to draw, or there is no such layout or evidence.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> g.draw_answer(g.regulators("KLF10"))
        Regulators: KLF10 (2 nodes, 1 edge, 1 paper)
        """
        from .views.drawing import draw
        from .views.picture import picture_of

        picture = partial(picture_of, answer, layout=layout, command=command, evidence=evidence)
        store = partial(self.part_of, answer)
        return draw(lambda: picture(store()), path, overwrite=overwrite, style=style)

    def _answer(
        self, question: Question, given: Mapping[str, Any], budget: Budget | None
    ) -> Answer[Any]:
        notices: list[str] = []
        with self.store.reading():
            store, resolved = self._select(question, given, notices)
            answered = answer(question, store, resolved, budget=budget)
            if store is not self.store:  # a part of a server is asked once for what the notes need
                read_beside(store, answered.rows)
        return noticed(answered, notices)

    def _select(
        self, question: Question, given: Mapping[str, Any], notices: list[str]
    ) -> tuple[Store, dict[str, Any]]:
        """Return the store that answers a question, and its parameters, resolved."""
        return self.store, resolve(question, given, reader(self.names, notices))

    def part_of(self, answer: Answer[Any], more: Iterable[str] = ()) -> Store:
        """Return a store that holds at least the entities of an answer and the claims among them.

        Parameters
        ----------
        answer
            An answer of this graph.
        more
            Ids of further entities.

        Returns
        -------
        Store

        Raises
        ------
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> part = g.part_of(g.regulators("KLF10"))
        >>> part.entity("hgnc:11810").name
        'KLF10'
        """
        return self.store.among(entity_ids(answer) | set(more))

    def ask(self, text: str, *, limit: int | None = None) -> Answer[Any]:
        """Ask a plain question.

        Parameters
        ----------
        text
            The question, in English.
        limit
            The most rows; 0 for all. By default that of the question it is read as.

        Returns
        -------
        Answer
            Of the question of the catalogue that it was read as; its ``details["asked"]`` holds the
            reading, the words that were not used, and corrected spellings.

        Raises
        ------
        NotUnderstoodError
            When it has no reading, or more than one; the candidates are the readings.
        UnknownNameError, AmbiguousNameError
            When a name in it belongs to no entity, or to several.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().ask("what represses KLF10?")
        >>> answer.name, answer[0].regulator.name, answer.details["asked"]["reading"]
        ('regulators', 'miR-340-5p', 'regulators names=KLF10 sign=-')
        """
        from .queries.ask.answering import answer_plainly

        if not isinstance(text, str):
            raise UsageError(f"ask {cut_repr(text)}: a question is needed, as text")
        with self.store.reading():
            return answer_plainly(text, self.store, self.query, limit)

    # -- measurements -----------------------------------------------------------------------------

    def overlay(
        self,
        table: str | FilePath | pandas.DataFrame,
        *,
        id: str | None = None,
        value: str | None = None,
        fdr: str | None = None,
        groups: Sequence[str] | None = None,
        max_fdr: float | None = None,
        min_median: float | None = None,
        max_hops: int = 4,
        support: Support = "one-passage",
        limit: int = 0,
        **filters: Unpack[FilterWords],
    ) -> Answer[OverlayRow]:
        """Lay a measured table over the graph: each change, and its chain to radiosensitivity.

        Parameters
        ----------
        table
            A pandas table, or a file: tab- or comma-separated, with any line ends, gzipped or not.
        id, value, fdr
            Headings of the ids, the changes (signed, such as log2 ratios) and the false discovery
            rates; inferred where not given, and reported in ``details["table"]``.
        groups
            Instead of a value, two patterns over headings, the cases first: ``("GBM*", "HC*")``.
            The value is then the rank-biserial correlation, and the rate Benjamini and Hochberg's
            of Mann-Whitney's U test.
        max_fdr
            The rate above which a change counts as none; 0.05 where there are rates.
        min_median
            With groups: only rows whose median is at least this in one of them are tested.
        max_hops, support
            The most hops, and the least support, of a chain.
        limit
            The most rows; 0 for all.
        **filters
            Which evidence counts, as every question takes them: ``cancer="glioblastoma"``.

        Returns
        -------
        Answer of OverlayRow
            A row for each measured entity, changes with a chain first. ``reason`` counts the ids
            that are not in the graph, ``details`` lists them, and sums up by cancer and support.

        Raises
        ------
        DataError
            When the table cannot be read; the message names file, row and column.
        UsageError
            When a column cannot be found, or an option or filter cannot be read.
        MissingExtraError
            When groups are compared, and SciPy is not installed.
        UnknownNameError, AmbiguousNameError
            When no entity has the name of a filter, or several do.
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import pandas, radexo
        >>> table = pandas.DataFrame({"id": ["hsa-miR-340-5p", "KLF10"], "log2FC": [2.0, -1.0]})
        >>> row = radexo.load().overlay(table)[0]
        >>> row.entity.name, row.change, row.effect, row.path.chain
        ('miR-340-5p', 1, -1, 'miR-340-5p -| KLF10 -> radiosensitivity')
        >>> [neighbor.claim for neighbor in row.agrees]
        ['miR-340-5p -| KLF10']
        """
        from .measured.overlay import overlay

        answered = overlay(
            self.store,
            table,
            id=id,
            value=value,
            fdr=fdr,
            groups=groups,
            max_fdr=max_fdr,
            min_median=min_median,
            max_hops=max_hops,
            support=support,
            limit=limit,
            filters=filters,
            look_up=self.entity,
            reach=self._reach,
        )
        return replace(answered, graph=self)

    def enrich(
        self,
        listed: str | FilePath | Iterable[str] | Mapping[str, Any],
        *,
        against: Against = "targets",
        background: str | FilePath | Iterable[str] | None = None,
        limit: int = 0,
        **filters: Unpack[FilterWords],
    ) -> Answer[Enriched]:
        """Test whether a list shares more with the graph's sets than chance would give.

        Parameters
        ----------
        listed
            Ids, or ids with directions (``{"KLF10": "-"}``), or the file of a list: one id per
            line, with or without a second column of directions (+ or -, up or down, or changes).
        against
            The sets: targets (of a gene or RNA), pathways, cargo (of exosomes), cancers, findings.
        background
            What the list was drawn from, as ids or a file; by default the molecules of the graph.
        limit
            The most rows; 0 for all.
        **filters
            Which evidence counts, as every question takes them.

        Returns
        -------
        Answer of Enriched
            A row for each set that shares a member, the least likely first. ``reason`` states the
            background, and how many tests the rates are corrected for.

        Raises
        ------
        MissingExtraError
            When SciPy is not installed.
        DataError
            When a file does not hold a list.
        UsageError
            When there are no such sets or filters, or the limit is not a whole number from 0.
        UnknownNameError, AmbiguousNameError
            When no entity has the name of a filter, or several do.
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> row = radexo.load().enrich({"KLF10": "-", "UVRAG": "-"})[0]
        >>> row.set.name, row.direction, row.overlap, row.set_size, row.list_size
        ('miR-340-5p', 1, 2, 2, 2)
        """
        from .measured.enrich import enrich

        answered = enrich(
            self.store,
            listed,
            against=against,
            background=background,
            limit=limit,
            filters=filters,
            look_up=self.entity,
        )
        return replace(answered, graph=self)

    def _reach(self, ids: Sequence[str], contexts: Set[str], max_hops: int) -> tuple[Store, Store]:
        """Return where chains from entities to radiosensitivity are, and the edges at them."""
        return self.store, self.store

    def info(self, *, limit: int = 0) -> Answer[Overview]:
        """Return what the graph holds: version, sources, counts, licenses.

        Parameters
        ----------
        limit
            The most rows; 0 for all.

        Returns
        -------
        Answer of Overview
            Its ``details["tables"]`` says where the curated tables lie.

        Raises
        ------
        UsageError
            When the limit is not a whole number from 0.
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> g = radexo.load()
        >>> g.info()[0].name
        'version'
        """
        return replace(self.query("info", limit=limit), details={"tables": self.tables})

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

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            When no entity has a name, or several do.

        Examples
        --------
        >>> import radexo
        >>> next(radexo.load().iter_paths("miR-339-5p", "CDC25A")).chain
        'miR-339-5p -| CDC25A'
        """
        from .queries.questions.paths import each_path

        given = {"source": source, "target": target, "max_hops": max_hops, "cancer": cancer}
        return each_path(*self._select(find("paths"), given, []), budget)


def _graph(value: Any) -> Graph:
    """Return a graph that a caller gave."""
    if not isinstance(value, Graph):
        raise UsageError(f"{cut_repr(value)} is not a graph; give what radexo.load returns")
    return value
