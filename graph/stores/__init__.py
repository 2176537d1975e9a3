"""Where a graph is kept: in memory, or on a Neo4j server; one protocol for both."""
