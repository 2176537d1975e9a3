// Which exosomal cargo raises or lowers radiosensitivity: the claims of which some finding lists the subject as cargo.
MATCH (cargo:Entity)-[claim:INCREASES|DECREASES|REPRESSES|SPONGES]->(:Entity {id: 'radexo:radiosensitivity'})
WHERE EXISTS { MATCH (f:Finding)-[:MENTIONS]->(cargo) WHERE f.id IN claim.findings AND cargo.id IN f.cargo }
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
