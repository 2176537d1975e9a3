// Which claims would fall without one finding or one paper: every claim that rests on it, with all its findings and papers.
// Where nothing is called so, some findings, to name the nearest.
// :param what => 'sun2022:29a'
CALL () {
  MATCH (finding:Finding {id: $what}) RETURN finding, null AS named
  UNION
  MATCH (named:Publication) WHERE named.id = $what OR named.citation = $what
  OPTIONAL MATCH (finding:Finding)-[:CITES]->(named) RETURN finding, named
}
WITH collect(DISTINCT finding) AS asked, collect(DISTINCT named) AS named
CALL (asked, named) {
  WITH 1 AS go WHERE size(asked) + size(named) = 0
  MATCH (near:Finding:RadExo)
  WITH near LIMIT 10000
  RETURN collect(near) AS near
}
CALL (asked) {
  UNWIND asked AS resting
  MATCH (resting)-[:MENTIONS]->(:Entity)-[claim:<< every >>]->(:Entity) WHERE resting.id IN claim.findings
  MATCH (finding:Finding) WHERE finding.id IN claim.findings
  OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
  OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
  WITH claim, collect(DISTINCT finding) AS findings, collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts
  RETURN collect([startNode(claim), claim, endNode(claim), findings, papers, contexts]) AS claims
}
RETURN asked, named, near, claims
