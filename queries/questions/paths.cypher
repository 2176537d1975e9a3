// Mechanism paths from A to B: every claim on a path of at most $max_hops hops, with its findings and papers.
// :param source_ids => ['mirbase.mature:MIMAT0004692']; :param source_types => []; :param target_ids => ['radexo:radiosensitivity']
// :param target_types => []; :param max_hops => 3; :param associations => false
CALL () {
  WITH 1 AS go WHERE $max_hops >= 1
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(b:Entity)
  WHERE (a.id IN $source_ids OR a.type IN $source_types) AND (b.id IN $target_ids OR b.type IN $target_types) AND a.id <> 'radexo:radiosensitivity' AND a <> b AND ($associations OR NOT type(r1) IN ['ASSOCIATED_WITH', 'BINDS'])
  UNWIND [r1] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 2
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(b:Entity)
  WHERE (a.id IN $source_ids OR a.type IN $source_types) AND (b.id IN $target_ids OR b.type IN $target_types) AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND a <> n1 AND a <> b AND n1 <> b AND ($associations OR NOT type(r1) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r2) IN ['ASSOCIATED_WITH', 'BINDS'])
  UNWIND [r1, r2] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 3
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(b:Entity)
  WHERE (a.id IN $source_ids OR a.type IN $source_types) AND (b.id IN $target_ids OR b.type IN $target_types) AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND a <> n1 AND a <> n2 AND a <> b AND n1 <> n2 AND n1 <> b AND n2 <> b AND ($associations OR NOT type(r1) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r2) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r3) IN ['ASSOCIATED_WITH', 'BINDS'])
  UNWIND [r1, r2, r3] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 4
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(b:Entity)
  WHERE (a.id IN $source_ids OR a.type IN $source_types) AND (b.id IN $target_ids OR b.type IN $target_types) AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND a <> n1 AND a <> n2 AND a <> n3 AND a <> b AND n1 <> n2 AND n1 <> n3 AND n1 <> b AND n2 <> n3 AND n2 <> b AND n3 <> b AND ($associations OR NOT type(r1) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r2) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r3) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r4) IN ['ASSOCIATED_WITH', 'BINDS'])
  UNWIND [r1, r2, r3, r4] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 5
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n4:Entity)-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(b:Entity)
  WHERE (a.id IN $source_ids OR a.type IN $source_types) AND (b.id IN $target_ids OR b.type IN $target_types) AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND a <> n1 AND a <> n2 AND a <> n3 AND a <> n4 AND a <> b AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> b AND n2 <> n3 AND n2 <> n4 AND n2 <> b AND n3 <> n4 AND n3 <> b AND n4 <> b AND ($associations OR NOT type(r1) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r2) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r3) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r4) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r5) IN ['ASSOCIATED_WITH', 'BINDS'])
  UNWIND [r1, r2, r3, r4, r5] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE $max_hops >= 6
  MATCH (a:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n4:Entity)-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(n5:Entity)-[r6:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF|ASSOCIATED_WITH|BINDS]->(b:Entity)
  WHERE (a.id IN $source_ids OR a.type IN $source_types) AND (b.id IN $target_ids OR b.type IN $target_types) AND a.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND n5.passable AND a <> n1 AND a <> n2 AND a <> n3 AND a <> n4 AND a <> n5 AND a <> b AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> n5 AND n1 <> b AND n2 <> n3 AND n2 <> n4 AND n2 <> n5 AND n2 <> b AND n3 <> n4 AND n3 <> n5 AND n3 <> b AND n4 <> n5 AND n4 <> b AND n5 <> b AND ($associations OR NOT type(r1) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r2) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r3) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r4) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r5) IN ['ASSOCIATED_WITH', 'BINDS']) AND ($associations OR NOT type(r6) IN ['ASSOCIATED_WITH', 'BINDS'])
  UNWIND [r1, r2, r3, r4, r5, r6] AS claim RETURN DISTINCT claim
}
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
