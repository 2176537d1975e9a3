// Which claims two cancers share: every causal claim of a finding in either, with all its findings and papers.
// :param one_ids => ['mondo:0005575']; :param other_ids => ['mondo:0018177']
MATCH (cancer:Entity)<-[:IN_CANCER]-(told:Finding) WHERE cancer.id IN $one_ids OR cancer.id IN $other_ids
MATCH (told)-[:MENTIONS]->(:Entity)-[claim:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(:Entity) WHERE told.id IN claim.findings
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
