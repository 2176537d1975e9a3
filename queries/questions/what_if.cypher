// What moves when X is silenced or raised: every signed or transport claim within $max_hops hops downstream, with its findings and papers.
// :param names => ['hgnc:44311']; :param max_hops => 4
MATCH (x:Entity) WHERE x.id IN $names
WITH collect(x) AS down0
<% for n in hops %>
CALL (down<< n - 1 >>) {
  UNWIND down<< n - 1 >> AS n
  MATCH (n)-[r:<< moving >>]->(m:Entity)
  WHERE $max_hops >= << n >><< " AND n.passable" if n > 1 >> AND NOT m.id IN $names
  WITH DISTINCT r, m LIMIT << most_claims + 1 >>
  RETURN collect(r) AS claims<< n >>, collect(DISTINCT m) AS down<< n >>
}
<% endfor %>
WITH <% for n in hops %>claims<< n >><< " + " if not loop.last >><% endfor %> AS claims
UNWIND claims AS claim
<% include "_evidence.cypher" %>
