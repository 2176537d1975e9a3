// What regulates X: every claim on a chain of at most $depth hops, with its findings and papers.
// :param names => ['hgnc:11810']; :param depth => 1
CALL () {
<% for n in hops %>
<% set names = ["x"] + between(n + 1) %>
<% if not loop.first %>
  UNION
<% endif %>
  WITH 1 AS go WHERE $depth >= << n >>
  MATCH << path(names, causal, directed, forward=False) >>
  WHERE x.id IN $names<< passable(names[1:-1]) >> AND << different(names) >>
  UNWIND [<< claims(n) >>] AS claim RETURN DISTINCT claim
<% endfor %>
}
<% include "_evidence.cypher" %>
