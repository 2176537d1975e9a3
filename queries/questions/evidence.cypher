// Every statement that A acts on B: the claims from the one to the other, with their findings, whose records hold the statements.
// :param subject => 'hgnc:44311'; :param object => 'hgnc:22223'
MATCH (:Entity {id: $subject})-[claim:<< every >>]->(:Entity {id: $object})
<% include "_evidence.cypher" %>
