// What moves when X is silenced or raised: every signed or transport claim within $max_hops hops downstream, with its findings and papers.
// :param names => ['hgnc:44311']; :param max_hops => 4
MATCH (x:Entity) WHERE x.id IN $names
WITH collect(x) AS down0
CALL (down0) {
  UNWIND down0 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|RELEASES|CARRIES]->(m:Entity)
  WHERE $max_hops >= 1 AND NOT m.id IN $names
  RETURN collect(DISTINCT r) AS claims1, collect(DISTINCT m) AS down1
}
CALL (down1) {
  UNWIND down1 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|RELEASES|CARRIES]->(m:Entity)
  WHERE $max_hops >= 2 AND n.passable AND NOT m.id IN $names
  RETURN collect(DISTINCT r) AS claims2, collect(DISTINCT m) AS down2
}
CALL (down2) {
  UNWIND down2 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|RELEASES|CARRIES]->(m:Entity)
  WHERE $max_hops >= 3 AND n.passable AND NOT m.id IN $names
  RETURN collect(DISTINCT r) AS claims3, collect(DISTINCT m) AS down3
}
CALL (down3) {
  UNWIND down3 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|RELEASES|CARRIES]->(m:Entity)
  WHERE $max_hops >= 4 AND n.passable AND NOT m.id IN $names
  RETURN collect(DISTINCT r) AS claims4, collect(DISTINCT m) AS down4
}
CALL (down4) {
  UNWIND down4 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|RELEASES|CARRIES]->(m:Entity)
  WHERE $max_hops >= 5 AND n.passable AND NOT m.id IN $names
  RETURN collect(DISTINCT r) AS claims5, collect(DISTINCT m) AS down5
}
CALL (down5) {
  UNWIND down5 AS n
  MATCH (n)-[r:INCREASES|DECREASES|REPRESSES|SPONGES|RELEASES|CARRIES]->(m:Entity)
  WHERE $max_hops >= 6 AND n.passable AND NOT m.id IN $names
  RETURN collect(DISTINCT r) AS claims6, collect(DISTINCT m) AS down6
}
WITH claims1 + claims2 + claims3 + claims4 + claims5 + claims6 AS claims
UNWIND claims AS claim
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
