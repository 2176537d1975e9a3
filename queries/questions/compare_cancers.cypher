// Which claims two cancers share: every causal claim of a finding in either, with all its findings and papers.
// :param one_ids => ['mondo:0005575']; :param other_ids => ['mondo:0018177']
MATCH (cancer:Entity)<-[:IN_CANCER]-(finding:Finding) WHERE cancer.id IN $one_ids OR cancer.id IN $other_ids
MATCH (finding)-[:MENTIONS]->(:Entity)-[claim:<< causal >>]->(:Entity) WHERE finding.id IN claim.findings
<% include "_evidence.cypher" %>
