// Which exosomes a donor, an exposure or a subtype of it releases, with the findings and papers.
// :param donor => 'mesh:D000072258'
MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(:Entity {id: $donor})
MATCH (kind)-[claim:RELEASES]->(:Entity)
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
