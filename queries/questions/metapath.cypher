// Paths along a pattern of types: every claim on one, with its findings and papers.
// :param pattern_labels => [['MiRNA'], ['Gene'], ['Pathway'], ['Radiosensitivity']]
CALL () {
<% for n in hops %>
<% set names = ["n0"] + between(n + 1) %>
<% if not loop.first %>
  UNION ALL
<% endif %>
  WITH 1 AS go WHERE size($pattern_labels) = << n + 1 >>
  MATCH << path(names, walked) >>
  WHERE << typed(names, "pattern_labels", given) >> AND n0.id <> << radiosensitivity >><< passable(names[1:-1]) >> AND << different(names) >><< passing(claims(n), given) >>
  WITH << claims(n) >> LIMIT << most_ways + 1 >>
  UNWIND [<< claims(n) >>] AS claim RETURN claim, count(*) / << n >>.0 AS ways
<% endfor %>
}
<% include "_ways.cypher" %>
<% set kept = ", many" %>
<% include "_evidence.cypher" %>
