<% set also = (kept | default(""))[2:] %>
WITH DISTINCT claim<< kept | default("") >> LIMIT << most_claims + 1 >>
WITH collect({claim: claim<< ", " + also + ": " + also if also >>}) AS selected
UNWIND CASE WHEN size(selected) > << most_claims >> THEN selected[..1] ELSE selected END AS one
WITH one.claim AS claim, size(selected) AS selected<< ", one." + also + " AS " + also if also >>
MATCH (finding:Finding) WHERE finding.id IN claim.findings
OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
<% if given %>
WITH claim, finding, selected, collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts<< kept | default("") >>
RETURN claim.id AS claim_id, finding.record AS finding, [paper IN papers | paper.record] AS papers,
       [n IN [startNode(claim), endNode(claim)] + contexts | [n.id, n.degree, n.record]] AS entities, selected<< kept | default("") >>
<% else %>
RETURN startNode(claim) AS subject, claim, endNode(claim) AS object, finding, selected,
       collect(DISTINCT paper) AS papers, collect(DISTINCT context) AS contexts<< kept | default("") >>
<% endif %>
