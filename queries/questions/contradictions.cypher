// Opposite claims: every causal and transport claim and every denial, with its findings and papers; any two of them may disagree.
// Up to one hop only those between whose ends there is another.
// :param max_hops => 3
MATCH (a:Entity)-[claim:<< directed >>|<< denial >>]->(b:Entity)
WHERE $max_hops > 1 OR EXISTS { (a)-[other:<< directed >>|<< denial >>]->(b) WHERE other <> claim }
<% include "_evidence.cypher" %>
