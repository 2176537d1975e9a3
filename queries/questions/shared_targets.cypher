// What several entities all act on: the claims between them, with their findings and papers.
// :param names => ['mirbase.mature:MIMAT0000093', 'mirbase.mature:MIMAT0004692']
MATCH (named:Entity)-[claim:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(shared:Entity)
WHERE named.id IN $names AND named.id <> 'radexo:radiosensitivity'
WITH shared, collect(DISTINCT named.id) AS met, collect(claim) AS claims
WHERE all(id IN $names WHERE id IN met)
UNWIND claims AS claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
