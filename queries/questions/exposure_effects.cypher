// What an exposure or a kind of it changes: the causal claims that begin with it, with their findings and papers.
// :param exposure_ids => ['mesh:D011839']
MATCH (exposure:Entity)-[claim:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(:Entity)
WHERE exposure.id IN $exposure_ids
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
