// Which pathways X reaches: every claim on a causal chain of at most $max_hops hops to one, with its findings and papers.
// :param names => ['mirbase.mature:MIMAT0000688']; :param max_hops => 3; :param type => 'Pathway'
CALL () {
<% for n in hops %>
<% set names = ["x"] + between(n + 1) %>
<% if not loop.first %>
  UNION
<% endif %>
  WITH 1 AS go WHERE $max_hops >= << n >>
  MATCH << path(names, causal) >>
  WHERE x.id IN $names<< passable(names[1:-1]) >> AND << "n%d:%s AND " % (n, labels([given.type])) if given.get("type") else "" >>n<< n >>.type = $type AND << different(names) >><< passing(claims(n), given) >>
  UNWIND [<< claims(n) >>] AS claim RETURN DISTINCT claim
<% endfor %>
}
<% include "_evidence.cypher" %>
