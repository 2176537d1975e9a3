// Which exosomes a donor, an exposure or a subtype of it releases: their claims of release, and what they carry and do, with
// the findings and papers.
// :param donor => 'mesh:D000072258'
MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(:Entity {id: $donor})
MATCH (exosomes:Exosome)-[:DONATED_BY|AFTER_EXPOSURE]->(kind)
CALL (exosomes) {
  MATCH (:Entity)-[claim:RELEASES]->(exosomes) RETURN claim
  UNION
  MATCH (exosomes)-[claim:<< every >>]->(:Entity) RETURN claim
}
MATCH (exosomes)-[:DONATED_BY|AFTER_EXPOSURE]->(origin:Entity)
WITH claim, collect(DISTINCT origin) AS origins
<% set kept = ", origins" %>
<% include "_evidence.cypher" %>
