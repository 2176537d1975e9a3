// What the graph holds: its sources, and counts of everything.
OPTIONAL MATCH (source:Source:RadExo)
WITH collect(source) AS sources
CALL () {
  MATCH (n:Entity:RadExo) RETURN 'totals' AS what, 'entities' AS name, count(n) AS value
  UNION ALL MATCH (:RadExo)-[r:<< every >>]->() WITH count(r) AS value RETURN 'totals' AS what, 'edges' AS name, value
  UNION ALL MATCH (:RadExo)-[r:REPORTED_BY]->() WITH count(r) AS findings
    // a row of a resource makes one statement, and claims no biomarker
    OPTIONAL MATCH (n:Finding:RadExo {resource_row: false})
    WITH findings, count(n) AS others, sum(n.statement_count) AS made, sum(n.biomarker_count) AS biomarkers
    WITH findings, findings - others + made AS statements, biomarkers
    UNWIND [['findings', findings], ['statements', statements], ['biomarker claims', biomarkers]] AS row
    RETURN 'totals' AS what, row[0] AS name, row[1] AS value
  UNION ALL MATCH (n:Publication:RadExo) WHERE EXISTS { (n)<-[:CITES]-(:Finding:RadExo) }
    RETURN 'totals' AS what, 'papers' AS name, count(n) AS value
  UNION ALL MATCH (n:Entity:RadExo) WHERE EXISTS { (n)<-[:IN_CANCER]-(:Finding:RadExo) }
    RETURN 'totals' AS what, 'cancers' AS name, count(n) AS value
  UNION ALL MATCH (n:Entity:RadExo) WITH n.type AS name, count(n) AS value RETURN 'entities' AS what, name, value
<% for predicate in every.split("|") %>
  UNION ALL MATCH (:RadExo)-[r:<< predicate >>]->() WITH count(r) AS value WHERE value > 0
    RETURN 'edges' AS what, '<< predicate >>' AS name, value
<% endfor %>
}
RETURN sources, collect({what: what, name: name, value: value}) AS census
