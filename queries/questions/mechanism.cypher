// The longest chains through A: every claim up to $max_hops hops upstream and downstream of it, with its findings and papers.
// :param name => 'mirbase.mature:MIMAT0004692'; :param max_hops => 6
MATCH (a:Entity {id: $name})
WITH [a] AS up0, [a] AS down0
CALL (up0) {
  UNWIND up0 AS n
  MATCH (n)<-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]-(m:Entity)
  WHERE $max_hops >= 1 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS up_claims1, collect(DISTINCT m) AS up1
}
CALL (up1) {
  UNWIND up1 AS n
  MATCH (n)<-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]-(m:Entity)
  WHERE $max_hops >= 2 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS up_claims2, collect(DISTINCT m) AS up2
}
CALL (up2) {
  UNWIND up2 AS n
  MATCH (n)<-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]-(m:Entity)
  WHERE $max_hops >= 3 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS up_claims3, collect(DISTINCT m) AS up3
}
CALL (up3) {
  UNWIND up3 AS n
  MATCH (n)<-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]-(m:Entity)
  WHERE $max_hops >= 4 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS up_claims4, collect(DISTINCT m) AS up4
}
CALL (up4) {
  UNWIND up4 AS n
  MATCH (n)<-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]-(m:Entity)
  WHERE $max_hops >= 5 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS up_claims5, collect(DISTINCT m) AS up5
}
CALL (up5) {
  UNWIND up5 AS n
  MATCH (n)<-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]-(m:Entity)
  WHERE $max_hops >= 6 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS up_claims6, collect(DISTINCT m) AS up6
}
CALL (down0) {
  UNWIND down0 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(m:Entity)
  WHERE $max_hops >= 1 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS down_claims1, collect(DISTINCT m) AS down1
}
CALL (down1) {
  UNWIND down1 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(m:Entity)
  WHERE $max_hops >= 2 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS down_claims2, collect(DISTINCT m) AS down2
}
CALL (down2) {
  UNWIND down2 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(m:Entity)
  WHERE $max_hops >= 3 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS down_claims3, collect(DISTINCT m) AS down3
}
CALL (down3) {
  UNWIND down3 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(m:Entity)
  WHERE $max_hops >= 4 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS down_claims4, collect(DISTINCT m) AS down4
}
CALL (down4) {
  UNWIND down4 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(m:Entity)
  WHERE $max_hops >= 5 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS down_claims5, collect(DISTINCT m) AS down5
}
CALL (down5) {
  UNWIND down5 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(m:Entity)
  WHERE $max_hops >= 6 AND (n.passable OR n.id = $name)
  RETURN collect(DISTINCT r) AS down_claims6, collect(DISTINCT m) AS down6
}
WITH up_claims1 + up_claims2 + up_claims3 + up_claims4 + up_claims5 + up_claims6 + down_claims1 + down_claims2 + down_claims3 + down_claims4 + down_claims5 + down_claims6 AS claims
UNWIND claims AS claim
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
