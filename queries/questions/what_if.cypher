// What moves when X is silenced or raised: every signed or transport claim within $max_hops hops downstream, with its findings and papers.
// :param names => ['hgnc:44311']; :param max_hops => 4
<% set most, first, others = "max_hops", moving, moving %>
<% set left, right, apart = "-", "->", " AND NOT m.id IN $names" %>
<% include "_reached.cypher" %>
<% include "_evidence.cypher" %>
