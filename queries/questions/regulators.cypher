// What regulates X: every claim up to $depth hops upstream of it, with its findings and papers.
// :param names => ['hgnc:11810']; :param depth => 1
<% set most, first, others = "depth", causal, directed %>
<% set left, right = "<-", "-" %>
<% include "_reached.cypher" %>
<% include "_evidence.cypher" %>
