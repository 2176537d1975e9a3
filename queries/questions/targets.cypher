// What X regulates: every claim up to $depth hops downstream of it, with its findings and papers.
// :param names => ['mirbase.mature:MIMAT0004692']; :param depth => 1
<% set most, first, others = "depth", causal, directed %>
<% set left, right = "-", "->" %>
<% include "_reached.cypher" %>
<% include "_evidence.cypher" %>
