// The claims of reviews, and the exosomes in which their cargo was found; what else is said of the same ends is read next.
// :param names => ['mirbase.mature:MIMAT0004692']
<% include "_reviews.cypher" %>
MATCH (source:Source)<-[:REPORTED_BY]-(finding:Finding) WHERE source.id IN reviews
MATCH (finding)-[:MENTIONS]->(subject:Entity)
MATCH (finding)-[:MENTIONS]->(object:Entity)
MATCH (subject)-[made:<< every >>]->(object)
WHERE all(id IN $names WHERE id IN [subject.id, object.id]) AND finding.id IN made.findings<< passing("made", given) >>
WITH DISTINCT made, object
OPTIONAL MATCH (object)-[found:<< location >>]->(:Exosome) WHERE type(made) IN [<< transport >>]
UNWIND [made, found] AS claim
WITH DISTINCT claim WHERE claim IS NOT NULL
<% include "_evidence.cypher" %>
