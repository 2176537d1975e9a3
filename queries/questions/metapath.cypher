// Paths along a pattern of types: every claim on one, with its findings and papers.
// :param pattern_labels => [['MiRNA'], ['Gene'], ['Pathway'], ['Radiosensitivity']]
CALL () {
<% for n in hops %>
<% set names = ["n0"] + between(n + 1) %>
<% if not loop.first %>
  UNION
<% endif %>
  WITH 1 AS go WHERE size($pattern_labels) = << n + 1 >>
  MATCH << path(names, walked) >>
  WHERE <% for name in names %><< name >>.type IN $pattern_labels[<< loop.index0 >>] AND <% endfor %>n0.id <> << radiosensitivity >><< passable(names[1:-1]) >> AND << different(names) >>
  UNWIND [<< claims(n) >>] AS claim RETURN DISTINCT claim
<% endfor %>
}
<% include "_evidence.cypher" %>
