// What acts on all of several entities: the claims between them, with their findings and papers.
// :param names => ['go:1990182', 'radexo:exosome-uptake']
MATCH (named:Entity)<-[claim:<< causal >>]-(shared:Entity)
WHERE named.id IN $names AND shared.id <> << radiosensitivity >><< passing("claim", given) >>
WITH shared, collect(DISTINCT named.id) AS met, collect(claim) AS claims
WHERE all(id IN $names WHERE id IN met)
UNWIND claims AS claim
<% include "_evidence.cypher" %>
