// What the graph holds: its sources, and counts of everything.
OPTIONAL MATCH (source:Source:RadExo)
WITH collect(source) AS sources
CALL () {
  MATCH (n:Entity:RadExo) RETURN 'totals' AS what, 'entities' AS name, count(n) AS value
  UNION ALL MATCH (:Entity)-[r]->(:Entity) WHERE r.sign IS NOT NULL OR type(r) IN [<< transport >>]
    RETURN 'totals' AS what, 'edges' AS name, count(r) AS value
  UNION ALL MATCH (n:Finding:RadExo) RETURN 'totals' AS what, 'findings' AS name, count(n) AS value
  UNION ALL MATCH (n:Finding:RadExo) RETURN 'totals' AS what, 'statements' AS name, coalesce(sum(n.statement_count), 0) AS value
  UNION ALL MATCH (n:Finding:RadExo) RETURN 'totals' AS what, 'biomarker claims' AS name, coalesce(sum(n.biomarker_count), 0) AS value
  UNION ALL MATCH (:Finding:RadExo)-[:CITES]->(n) RETURN 'totals' AS what, 'papers' AS name, count(DISTINCT n) AS value
  UNION ALL MATCH (:Finding:RadExo)-[:IN_CANCER]->(n) RETURN 'totals' AS what, 'cancers' AS name, count(DISTINCT n) AS value
  UNION ALL MATCH (n:Entity:RadExo) WITH n.type AS name, count(n) AS value RETURN 'entities' AS what, name, value
  UNION ALL MATCH (:Entity)-[r]->(:Entity) WHERE r.sign IS NOT NULL OR type(r) IN [<< transport >>]
    WITH type(r) AS name, count(r) AS value RETURN 'edges' AS what, name, value
}
RETURN sources, collect({what: what, name: name, value: value}) AS census
