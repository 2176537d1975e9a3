// Whether A acts on B: every claim between the two, either way, with its findings and papers.
// :param a => 'mirbase.mature:MIMAT0004692'; :param b => 'hgnc:11810'
MATCH (:Entity {id: $a})-[claim:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]-(:Entity {id: $b})
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
