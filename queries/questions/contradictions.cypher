// Opposite claims: every causal and transport claim, with its findings and papers; any two of them may disagree.
MATCH (:Entity)-[claim:<< directed >>]->(:Entity)
<% include "_evidence.cypher" %>
