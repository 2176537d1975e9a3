// Where a treatment could take hold: what acts on the release and uptake of exosomes, cargo and exosomes that raise
// radiosensitivity, exosomes that carry drugs or spare normal tissue, and genes, RNAs and pathways that lower radiosensitivity;
// the claims with their findings and papers, and a finding that has the candidate as cargo.
// :param angle => 'deliver-cargo'
CALL () {
  UNWIND [
<% for angle, aims in angles.items() %>
<% set last = loop.last %>
<% for aim in aims %>
    {angle: '<< angle >>', sign: << aim.sign >>, objects: << aim.objects | list >>, types: << aim.types | sort >>, cargo: << "false" if aim.cargo is none else "true" >>}<< "" if last and loop.last else "," >>
<% endfor %>
<% endfor %>
  ] AS aim
  WITH aim WHERE coalesce($angle, aim.angle) = aim.angle
  MATCH (entity:Entity)-[acts:<< causal >>]->(object:Entity) WHERE object.id IN aim.objects AND acts.sign = aim.sign
  WITH DISTINCT aim, entity, object
  OPTIONAL MATCH (entity)<-[:MENTIONS]-(finding:Finding) WHERE entity.id IN finding.cargo
  WITH aim, entity, object, head(collect(finding)) AS carried
  WHERE any(type IN labels(entity) WHERE type IN aim.types) OR (aim.cargo AND carried IS NOT NULL)
  MATCH (entity)-[claim:<< causal >>]->(object)
  RETURN claim, carried
}
WITH claim, collect(carried) AS carried
<% set kept = ", carried" %>
<% include "_evidence.cypher" %>
