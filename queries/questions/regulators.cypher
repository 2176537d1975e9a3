// What regulates X: every claim on a chain of at most $depth hops, with its findings and papers.
// :param names => ['hgnc:11810']; :param depth => 1
CALL () {
  WITH 1 AS go WHERE $depth >= 1
  MATCH (x:Entity)<-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]-(n1:Entity)
  WHERE x.id IN $names AND x <> n1
  UNWIND [r1] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $depth >= 2
  MATCH (x:Entity)<-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]-(n1:Entity)<-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n2:Entity)
  WHERE x.id IN $names AND n1.passable AND x <> n1 AND x <> n2 AND n1 <> n2
  UNWIND [r1, r2] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $depth >= 3
  MATCH (x:Entity)<-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]-(n1:Entity)<-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n2:Entity)<-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n3:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.passable AND x <> n1 AND x <> n2 AND x <> n3 AND n1 <> n2 AND n1 <> n3 AND n2 <> n3
  UNWIND [r1, r2, r3] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $depth >= 4
  MATCH (x:Entity)<-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]-(n1:Entity)<-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n2:Entity)<-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n3:Entity)<-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n4:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.passable AND n3.passable AND x <> n1 AND x <> n2 AND x <> n3 AND x <> n4 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n2 <> n3 AND n2 <> n4 AND n3 <> n4
  UNWIND [r1, r2, r3, r4] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $depth >= 5
  MATCH (x:Entity)<-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]-(n1:Entity)<-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n2:Entity)<-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n3:Entity)<-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n4:Entity)<-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n5:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND x <> n1 AND x <> n2 AND x <> n3 AND x <> n4 AND x <> n5 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> n5 AND n2 <> n3 AND n2 <> n4 AND n2 <> n5 AND n3 <> n4 AND n3 <> n5 AND n4 <> n5
  UNWIND [r1, r2, r3, r4, r5] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $depth >= 6
  MATCH (x:Entity)<-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]-(n1:Entity)<-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n2:Entity)<-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n3:Entity)<-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n4:Entity)<-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n5:Entity)<-[r6:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES]-(n6:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND n5.passable AND x <> n1 AND x <> n2 AND x <> n3 AND x <> n4 AND x <> n5 AND x <> n6 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> n5 AND n1 <> n6 AND n2 <> n3 AND n2 <> n4 AND n2 <> n5 AND n2 <> n6 AND n3 <> n4 AND n3 <> n5 AND n3 <> n6 AND n4 <> n5 AND n4 <> n6 AND n5 <> n6
  UNWIND [r1, r2, r3, r4, r5, r6] AS claim RETURN DISTINCT claim
}
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
