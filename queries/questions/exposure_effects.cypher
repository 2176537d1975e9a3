// What an exposure or a kind of it changes: the causal claims that begin with it, with their findings and papers.
// :param exposure_ids => ['mesh:D011839']
MATCH (exposure:Entity)-[claim:<< causal >>]->(:Entity)
WHERE exposure.id IN $exposure_ids
<% include "_evidence.cypher" %>
