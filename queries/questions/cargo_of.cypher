// What exosomes carry: the claims of all exosomes, or of those that a donor, an exposure or a subtype of it stands for.
// :param exosome => 'mesh:D000072645'
CALL () {
  MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(:Entity {id: $exosome})
  MATCH (exosomes:Exosome)-[:DONATED_BY|AFTER_EXPOSURE*0..1]->(kind)
  RETURN exosomes
  UNION
  WITH 1 AS go WHERE $exosome IS NULL
  MATCH (exosomes:Exosome)
  RETURN exosomes
}
MATCH (exosomes)-[claim:CARRIES]->(:Entity) WHERE true<< passing("claim", given) >>
<% include "_evidence.cypher" %>
