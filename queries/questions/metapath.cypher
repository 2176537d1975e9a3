// Paths along a pattern of types: every claim on one, with its findings and papers.
// :param pattern_labels => [['MiRNA'], ['Gene'], ['Pathway'], ['Radiosensitivity']]
CALL () {
  WITH 1 AS go WHERE size($pattern_labels) = 2
  MATCH (n0:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n1:Entity)
  WHERE n0.type IN $pattern_labels[0] AND n1.type IN $pattern_labels[1] AND n0.id <> 'radexo:radiosensitivity' AND n0 <> n1
  UNWIND [r1] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE size($pattern_labels) = 3
  MATCH (n0:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n2:Entity)
  WHERE n0.type IN $pattern_labels[0] AND n1.type IN $pattern_labels[1] AND n2.type IN $pattern_labels[2] AND n0.id <> 'radexo:radiosensitivity' AND n1.passable AND n0 <> n1 AND n0 <> n2 AND n1 <> n2
  UNWIND [r1, r2] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE size($pattern_labels) = 4
  MATCH (n0:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n3:Entity)
  WHERE n0.type IN $pattern_labels[0] AND n1.type IN $pattern_labels[1] AND n2.type IN $pattern_labels[2] AND n3.type IN $pattern_labels[3] AND n0.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n0 <> n1 AND n0 <> n2 AND n0 <> n3 AND n1 <> n2 AND n1 <> n3 AND n2 <> n3
  UNWIND [r1, r2, r3] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE size($pattern_labels) = 5
  MATCH (n0:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n4:Entity)
  WHERE n0.type IN $pattern_labels[0] AND n1.type IN $pattern_labels[1] AND n2.type IN $pattern_labels[2] AND n3.type IN $pattern_labels[3] AND n4.type IN $pattern_labels[4] AND n0.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND n0 <> n1 AND n0 <> n2 AND n0 <> n3 AND n0 <> n4 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n2 <> n3 AND n2 <> n4 AND n3 <> n4
  UNWIND [r1, r2, r3, r4] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE size($pattern_labels) = 6
  MATCH (n0:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n4:Entity)-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n5:Entity)
  WHERE n0.type IN $pattern_labels[0] AND n1.type IN $pattern_labels[1] AND n2.type IN $pattern_labels[2] AND n3.type IN $pattern_labels[3] AND n4.type IN $pattern_labels[4] AND n5.type IN $pattern_labels[5] AND n0.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND n0 <> n1 AND n0 <> n2 AND n0 <> n3 AND n0 <> n4 AND n0 <> n5 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> n5 AND n2 <> n3 AND n2 <> n4 AND n2 <> n5 AND n3 <> n4 AND n3 <> n5 AND n4 <> n5
  UNWIND [r1, r2, r3, r4, r5] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE size($pattern_labels) = 7
  MATCH (n0:Entity)-[r1:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n1:Entity)-[r2:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n2:Entity)-[r3:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n3:Entity)-[r4:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n4:Entity)-[r5:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n5:Entity)-[r6:INCREASES|DECREASES|REPRESSES|SPONGES|REGULATES|RELEASES|CARRIES|PART_OF]->(n6:Entity)
  WHERE n0.type IN $pattern_labels[0] AND n1.type IN $pattern_labels[1] AND n2.type IN $pattern_labels[2] AND n3.type IN $pattern_labels[3] AND n4.type IN $pattern_labels[4] AND n5.type IN $pattern_labels[5] AND n6.type IN $pattern_labels[6] AND n0.id <> 'radexo:radiosensitivity' AND n1.passable AND n2.passable AND n3.passable AND n4.passable AND n5.passable AND n0 <> n1 AND n0 <> n2 AND n0 <> n3 AND n0 <> n4 AND n0 <> n5 AND n0 <> n6 AND n1 <> n2 AND n1 <> n3 AND n1 <> n4 AND n1 <> n5 AND n1 <> n6 AND n2 <> n3 AND n2 <> n4 AND n2 <> n5 AND n2 <> n6 AND n3 <> n4 AND n3 <> n5 AND n3 <> n6 AND n4 <> n5 AND n4 <> n6 AND n5 <> n6
  UNWIND [r1, r2, r3, r4, r5, r6] AS claim RETURN DISTINCT claim
}
WITH DISTINCT claim
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
