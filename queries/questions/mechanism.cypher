// The longest chains through A: every claim up to $max_hops hops upstream and downstream of it that a review or one of
// $resources makes (any where there is no review), with its findings and papers.
// :param name => 'mirbase.mature:MIMAT0004692'; :param max_hops => 6; :param resources => []; :param source => null
<% include "_reviews.cypher" %>
WITH CASE WHEN size(reviews) > 0 THEN reviews + $resources + coalesce([$source], []) END AS counted
MATCH (a:Entity {id: $name})
WITH counted, [a] AS up0, [a] AS down0
<% for way, left, right in (("up", "<-", "-"), ("down", "-", "->")) %>
<% for n in hops %>
CALL (counted, << way >><< n - 1 >>) {
  UNWIND << way >><< n - 1 >> AS n
  MATCH (n)<< left >>[r:<< walked >>]<< right >>(m:Entity)
  WHERE $max_hops >= << n >> AND (n.passable OR n.id = $name)
    AND (counted IS NULL OR any(id IN r.findings WHERE split(id, ':')[0] IN counted))<< passing("r", given) >>
  WITH DISTINCT r, m LIMIT << most_claims + 1 >>
  RETURN collect(r) AS << way >>_claims<< n >>, collect(DISTINCT m) AS << way >><< n >>
}
<% endfor %>
<% endfor %>
WITH <% for n in hops %>up_claims<< n >> + <% endfor %><% for n in hops %>down_claims<< n >><< " + " if not loop.last >><% endfor %> AS claims
UNWIND claims AS claim
<% include "_evidence.cypher" %>
