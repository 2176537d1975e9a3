// Where a treatment could take hold: what acts on the release and uptake of exosomes, cargo that raises radiosensitivity, and
// genes, RNAs and pathways that lower it; the claims with their findings and papers, and a finding that has it as cargo.
// :param angle => 'deliver-cargo'
CALL () {
  WITH 1 AS go WHERE coalesce($angle, 'block-release') = 'block-release'
  MATCH (:Entity)-[claim:<< causal >>]->(object:Entity) WHERE object.id IN ['go:1990182', 'go:0097734']
  RETURN claim, null AS carried
  UNION
  WITH 1 AS go WHERE coalesce($angle, 'block-uptake') = 'block-uptake'
  MATCH (:Entity)-[claim:<< causal >>]->(:Entity {id: 'radexo:exosome-uptake'})
  RETURN claim, null AS carried
  UNION
  WITH 1 AS go WHERE coalesce($angle, 'deliver-cargo') = 'deliver-cargo'
  MATCH (cargo:Entity)-[raises:<< causal >>]->(object:Entity {id: << radiosensitivity >>}) WHERE raises.sign = 1
  WITH DISTINCT cargo, object
  MATCH (cargo)<-[:MENTIONS]-(finding:Finding) WHERE cargo.id IN finding.cargo
  WITH cargo, object, head(collect(finding)) AS carried
  MATCH (cargo)-[claim:<< causal >>]->(object)
  RETURN claim, carried
  UNION
  WITH 1 AS go WHERE coalesce($angle, 'block-target') = 'block-target'
  MATCH (entity:<< types("Gene", "RNA", "Pathway") >>)-[lowers:<< causal >>]->(object:Entity {id: << radiosensitivity >>}) WHERE lowers.sign = -1
  WITH DISTINCT entity, object
  MATCH (entity)-[claim:<< causal >>]->(object)
  RETURN claim, null AS carried
}
WITH claim, collect(carried) AS carried
<% set kept = ", carried" %>
<% include "_evidence.cypher" %>
