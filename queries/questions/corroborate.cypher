// The claims of reviews, and the exosomes in which their cargo was found; what else is said of the same ends is read next.
// :param names => ['mirbase.mature:MIMAT0004692']
CALL () {
  MATCH (finding:Finding) WHERE NOT coalesce(finding.resource_row, false)
  RETURN collect(DISTINCT finding.source) AS reviews
}
MATCH (subject:Entity)-[made:<< every >>]->(object:Entity)
WHERE all(id IN $names WHERE id IN [subject.id, object.id]) AND any(id IN made.findings WHERE split(id, ':')[0] IN reviews)
OPTIONAL MATCH (object)-[found:<< location >>]->(:Exosome) WHERE type(made) IN [<< transport >>]
UNWIND [made, found] AS claim
WITH DISTINCT claim WHERE claim IS NOT NULL
<% include "_evidence.cypher" %>
