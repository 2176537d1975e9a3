// Which pathways X reaches: every claim on a causal chain of at most $max_hops hops to one, with its findings and papers.
// :param names => ['mirbase.mature:MIMAT0000688']; :param max_hops => 3; :param type => 'Pathway'
CALL () {
  WITH 1 AS go WHERE $max_hops >= 1
  MATCH (x:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)
  WHERE x.id IN $names AND n1.type = $type AND x <> n1
  UNWIND [r1] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 2
  MATCH (x:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.type = $type AND x <> n1 AND x <> n2 AND n1 <> n2
  UNWIND [r1, r2] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 3
  MATCH (x:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n3:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.passable AND n3.type = $type AND x <> n1 AND x <> n2 AND x <> n3 AND n1 <> n2 AND n1 <> n3 AND n2 <> n3
  UNWIND [r1, r2, r3] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 4
  MATCH (x:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n4:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.passable AND n3.passable AND n4.type = $type AND x <> n1 AND x <> n2 AND x <> n3 AND x <> n4 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n2 <> n3 AND n2 <> n4 AND n3 <> n4
  UNWIND [r1, r2, r3, r4] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 5
  MATCH (x:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n4:Entity)-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n5:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND n5.type = $type AND x <> n1 AND x <> n2 AND x <> n3 AND x <> n4 AND x <> n5 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> n5 AND n2 <> n3 AND n2 <> n4 AND n2 <> n5 AND n3 <> n4 AND n3 <> n5 AND n4 <> n5
  UNWIND [r1, r2, r3, r4, r5] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 6
  MATCH (x:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n4:Entity)-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n5:Entity)-[r6:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n6:Entity)
  WHERE x.id IN $names AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND n5.passable AND n6.type = $type AND x <> n1 AND x <> n2 AND x <> n3 AND x <> n4 AND x <> n5 AND x <> n6 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> n5 AND n1 <> n6 AND n2 <> n3 AND n2 <> n4 AND n2 <> n5 AND n2 <> n6 AND n3 <> n4 AND n3 <> n5 AND n3 <> n6 AND n4 <> n5 AND n4 <> n6 AND n5 <> n6
  UNWIND [r1, r2, r3, r4, r5, r6] AS claim RETURN DISTINCT claim
}
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
