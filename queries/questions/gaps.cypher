// Where mechanisms break off: cargo that acts on radiosensitivity but on no molecule or pathway, and genes that cargo acts on
// but that act on no pathway or process; the claims that carry the cargo and state its effect, with their findings and papers.
// :param kind => null; :param filtered => false
CALL () {
  WITH 1 AS go WHERE NOT $filtered AND coalesce($kind, 'cargo-without-target') = 'cargo-without-target'
  MATCH (:Entity)-[carries:CARRIES]->(cargo:Entity)-[acts:<< causal >>]->(:Entity {id: << radiosensitivity >>})
  WHERE NOT EXISTS { (cargo)-[:<< causal >>]->(:<< types("Cargo", "Pathway") >>) }
  UNWIND [carries, acts] AS claim RETURN DISTINCT claim
  UNION
  WITH 1 AS go WHERE NOT $filtered AND coalesce($kind, 'target-without-pathway') = 'target-without-pathway'
  MATCH (:Entity)-[carries:CARRIES]->(:Entity)-[acts:<< causal >>]->(gene:Gene)
  WHERE NOT EXISTS { (gene)-[:<< causal >>]->(:Pathway|Process) }
  UNWIND [carries, acts] AS claim RETURN DISTINCT claim
  UNION
  // evidence that does not count may be all that a cargo's target has; resources may fill a gap
  WITH 1 AS go WHERE $filtered OR COUNT { (:Source) } > 1
  MATCH (:Entity)-[carries:CARRIES]->(:Entity)-[acts:<< causal >>]->(object:Entity)
  OPTIONAL MATCH (object)-[further:<< causal >>|<< membership >>]->(:Entity)
  UNWIND [carries, acts, further] AS claim WITH claim WHERE claim IS NOT NULL RETURN DISTINCT claim
}
<% include "_evidence.cypher" %>
