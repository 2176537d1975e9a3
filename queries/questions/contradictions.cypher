// Opposite claims: every causal and transport claim and every denial, with its findings and papers; any two of them may disagree.
MATCH (:Entity)-[claim:<< directed >>|<< denial >>]->(:Entity)
<% include "_evidence.cypher" %>
