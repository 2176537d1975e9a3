// Whether A acts on B: every claim between the two, either way, with its findings and papers.
// :param a => 'mirbase.mature:MIMAT0004692'; :param b => 'hgnc:11810'
MATCH (:Entity {id: $a})-[claim:<< every >>]-(:Entity {id: $b})
<% include "_evidence.cypher" %>
