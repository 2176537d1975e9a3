// Which pathways several entities all reach: every claim on a path there of at most $max_hops hops, with findings and papers.
// :param names => ['mirbase.mature:MIMAT0000688', 'mirbase.mature:MIMAT0000074']; :param max_hops => 3
CALL () {
  WITH 1 AS go WHERE $max_hops >= 1
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(b:Pathway)
  WHERE a.id IN $names AND a.id <> 'radexo:radiosensitivity' AND a <> b
  UNWIND [r1] AS claim RETURN DISTINCT a.id AS name, b AS pathway, claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 2
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(b:Pathway)
  WHERE a.id IN $names AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND a <> n1 AND a <> b AND n1 <> b
  UNWIND [r1, r2] AS claim RETURN DISTINCT a.id AS name, b AS pathway, claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 3
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(b:Pathway)
  WHERE a.id IN $names AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND a <> n1 AND a <> n2 AND a <> b AND n1 <> n2 AND n1 <> b AND n2 <> b
  UNWIND [r1, r2, r3] AS claim RETURN DISTINCT a.id AS name, b AS pathway, claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 4
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(b:Pathway)
  WHERE a.id IN $names AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND a <> n1 AND a <> n2 AND a <> n3 AND a <> b AND n1 <> n2 AND n1 <> n3 AND n1 <> b AND n2 <> n3 AND n2 <> b AND n3 <> b
  UNWIND [r1, r2, r3, r4] AS claim RETURN DISTINCT a.id AS name, b AS pathway, claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 5
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n4:Entity)-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(b:Pathway)
  WHERE a.id IN $names AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND a <> n1 AND a <> n2 AND a <> n3 AND a <> n4 AND a <> b AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> b AND n2 <> n3 AND n2 <> n4 AND n2 <> b AND n3 <> n4 AND n3 <> b AND n4 <> b
  UNWIND [r1, r2, r3, r4, r5] AS claim RETURN DISTINCT a.id AS name, b AS pathway, claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 6
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n4:Entity)-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(n5:Entity)-[r6:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES]->(b:Pathway)
  WHERE a.id IN $names AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND n5.passable AND a <> n1 AND a <> n2 AND a <> n3 AND a <> n4 AND a <> n5 AND a <> b AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> n5 AND n1 <> b AND n2 <> n3 AND n2 <> n4 AND n2 <> n5 AND n2 <> b AND n3 <> n4 AND n3 <> n5 AND n3 <> b AND n4 <> n5 AND n4 <> b AND n5 <> b
  UNWIND [r1, r2, r3, r4, r5, r6] AS claim RETURN DISTINCT a.id AS name, b AS pathway, claim
}
WITH pathway, collect(DISTINCT name) AS met, collect(DISTINCT claim) AS claims
WHERE all(id IN $names WHERE id IN met)
UNWIND claims AS claim
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
