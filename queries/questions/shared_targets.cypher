// What several entities all act on: the claims between them, with their findings and papers.
// :param names => ['mirbase.mature:MIMAT0000093', 'mirbase.mature:MIMAT0004692']
MATCH (named:Entity)-[claim:<< causal >>]->(shared:Entity)
WHERE named.id IN $names AND named.id <> << radiosensitivity >><< passing("claim", given) >>
WITH shared, collect(DISTINCT named.id) AS met, collect(claim) AS claims
WHERE all(id IN $names WHERE id IN met)
UNWIND claims AS claim
<% include "_evidence.cypher" %>
