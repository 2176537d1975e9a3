// Where a treatment could take hold: what acts on the release and uptake of exosomes, cargo and exosomes that raise
// radiosensitivity, exosomes that carry drugs or spare normal tissue, and genes, RNAs and pathways that lower radiosensitivity;
// the claims with their findings and papers, and a finding that has the candidate as cargo.
// :param angle => 'deliver-cargo'
CALL () {
  UNWIND [
    {angle: 'block-release', ids: ['go:1990182', 'go:0097734']},
    {angle: 'block-uptake', ids: ['radexo:exosome-uptake']}
  ] AS aim
  WITH aim WHERE coalesce($angle, aim.angle) = aim.angle
  MATCH (entity:Entity)-[claim:<< causal >>]->(object:Entity) WHERE object.id IN aim.ids
  OPTIONAL MATCH (entity)<-[:MENTIONS]-(finding:Finding) WHERE entity.id IN finding.cargo
  RETURN claim, head(collect(finding)) AS carried
  UNION
  UNWIND [
    {angle: 'deliver-exosomes', ids: [<< radiosensitivity >>]},
    {angle: 'deliver-drugs', ids: ['radexo:drug-delivery', 'radexo:gene-delivery']},
    {angle: 'protect-tissue', ids: ['mesh:D011832', 'radexo:radioprotection']}
  ] AS aim
  WITH aim WHERE coalesce($angle, aim.angle) = aim.angle
  MATCH (:<< types("Exosome") >>)-[claim:<< causal >>]->(object:Entity) WHERE object.id IN aim.ids
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
