// Which entities have the most claims: the first $limit by degree (0 for all; all cancers), how many causal and transport claims end
// and begin in each (with a filter, those claims with findings and papers), and how many entities of each type there are.
// :param type_labels => ['MiRNA']; :param limit => 20; :param filtered => false
CALL () {
  MATCH (e:Entity:RadExo)
  WITH e.type AS name, count(e) AS value
  RETURN collect({what: 'entities', name: name, value: value}) AS census
}
CALL () {
  MATCH (hub:Entity:RadExo) WHERE size($type_labels) = 0 OR hub.type IN $type_labels
  WITH hub ORDER BY hub.degree DESC, hub.id LIMIT CASE WHEN $limit = 0 OR 'Cancer' IN $type_labels THEN 9223372036854775807 ELSE $limit END
  RETURN collect(hub) AS hubs
}
CALL (hubs) {
  UNWIND hubs AS hub
  WITH hub, COUNT { (hub)<-[:<< directed >>]-(:Entity) } AS incoming, COUNT { (hub)-[:<< directed >>]->(:Entity) } AS outgoing
  RETURN collect([hub.id, incoming, outgoing]) AS counts, CASE WHEN $filtered THEN sum(incoming + outgoing) ELSE 0 END AS selected
}
CALL (hubs, selected) {
  UNWIND CASE WHEN 0 < selected <= << most_claims >> THEN hubs ELSE [] END AS hub
  MATCH (hub)-[claim:<< directed >>]-(:Entity)
  MATCH (finding:Finding) WHERE finding.id IN claim.findings
  OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
  OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
  WITH claim, collect(DISTINCT finding) AS findings, collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
  RETURN collect([startNode(claim), claim, endNode(claim), findings, papers, contexts]) AS claims
}
RETURN hubs, census, counts, selected, claims
