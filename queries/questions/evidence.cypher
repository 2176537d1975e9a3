// Every statement that A acts on B: the claims from the one to the other, with their findings, whose records hold the statements.
// :param subject => 'hgnc:44311'; :param object => 'hgnc:22223'
MATCH (:Entity {id: $subject})-[claim:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(:Entity {id: $object})
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
