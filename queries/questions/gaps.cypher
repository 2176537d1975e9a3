// Where mechanisms break off: cargo that acts on radiosensitivity but on no molecule or pathway, and genes that cargo acts on
// but that act on no pathway or process; the claims that carry the cargo and tell its effect, with their findings and papers.
// :param kind => null
CALL () {
  WITH 1 AS go WHERE coalesce($kind, 'cargo-without-target') = 'cargo-without-target'
  MATCH (:Entity)-[carries:CARRIES]->(cargo:Entity)-[acts:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(:Entity {id: 'radexo:radiosensitivity'})
  WHERE NOT EXISTS { (cargo)-[:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(:Gene|MiRNA|LncRNA|CircRNA|Chemical|Pathway) }
  UNWIND [carries, acts] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE coalesce($kind, 'target-without-pathway') = 'target-without-pathway'
  MATCH (:Entity)-[carries:CARRIES]->(:Entity)-[acts:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(gene:Gene)
  WHERE NOT EXISTS { (gene)-[:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(:Pathway|Process) }
  UNWIND [carries, acts] AS claim RETURN DISTINCT claim
}
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
