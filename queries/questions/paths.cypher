// Mechanism paths from A to B: every claim on a path of at most $max_hops hops, with its findings and papers.
// :param source_ids => ['mirbase.mature:MIMAT0004692']; :param source_types => []; :param target_ids => [<< radiosensitivity >>]
// :param target_types => []; :param max_hops => 3; :param associations => false
CALL () {
<% for n in hops %>
<% set names = ["a"] + between(n) + ["b"] %>
<% if not loop.first %>
  UNION
<% endif %>
  WITH 1 AS go WHERE $max_hops >= << n >>
  MATCH << path(names, walkable) >>
  WHERE (a.id IN $source_ids OR a.type IN $source_types) AND (b.id IN $target_ids OR b.type IN $target_types) AND a.id <> << radiosensitivity >><< passable(between(n)) >> AND << different(names) >>
<%- for i in range(1, n + 1) %> AND ($associations OR NOT type(r<< i >>) IN [<< aside >>])<% endfor %>

  UNWIND [<< claims(n) >>] AS claim RETURN DISTINCT claim
<% endfor %>
}
<% include "_evidence.cypher" %>
