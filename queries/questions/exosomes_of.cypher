// Which exosomes a donor, an exposure or a subtype of it releases, with the findings and papers.
// :param donor => 'mesh:D000072258'
MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(:Entity {id: $donor})
MATCH (kind)-[claim:RELEASES]->(:Entity)
WITH DISTINCT claim
<% include "_evidence.cypher" %>
