// Which exosomes carry X: the claims that they do, with their findings and papers.
// :param cargo => 'mirbase.mature:MIMAT0004692'
MATCH (:Entity)-[claim:CARRIES]->(:Entity {id: $cargo})
<% include "_evidence.cypher" %>
