// What an exposure or a kind of it changes: the causal claims that begin with it, and what exosomes carry that are released
// after it, with their findings and papers.
// :param exposure_ids => ['mesh:D011839']
CALL () {
  MATCH (exposure:Entity)-[claim:<< causal >>]->(:Entity) WHERE exposure.id IN $exposure_ids
  RETURN claim
  UNION
  MATCH (exposure:Entity)<-[:AFTER_EXPOSURE]-(exosomes:Exosome)-[claim:CARRIES]->(:Entity)
  WHERE exposure.id IN $exposure_ids
  RETURN claim
}
<% include "_evidence.cypher" %>
