// Mechanism paths from A to B: every claim on a path of at most $max_hops hops, with its findings and papers.
// :param source_ids => ['mirbase.mature:MIMAT0004692']; :param source_types => []; :param target_ids => [<< radiosensitivity >>]
// :param target_types => []; :param max_hops => 3; :param associations => false
<% set any = given.get("associations", true) %>
CALL () {
<% for n in hops %>
<% set names = ["a"] + between(n) + ["b"] %>
<% if not loop.first %>
  UNION ALL
<% endif %>
  WITH 1 AS go WHERE $max_hops >= << n >>
  MATCH << path(names, walkable, either_way=True) if any else path(names, walked) >>
  WHERE << end("a", "source", given) >> AND << end("b", "target", given) >> AND a.id <> << radiosensitivity >><< passable(between(n)) >> AND << different(names) >><< passing(claims(n), given) >>
<%- for i in range(1, n + 1 if any else 1) %>

    AND ($associations OR NOT type(r<< i >>) IN [<< aside >>]) AND (startNode(r<< i >>) = << names[i - 1] >> OR type(r<< i >>) IN [<< symmetric >>])<% endfor %>

  WITH << claims(n) >> LIMIT << most_ways + 1 >>
  UNWIND [<< claims(n) >>] AS claim RETURN claim, count(*) / << n >>.0 AS ways
<% endfor %>
}
<% include "_ways.cypher" %>
<% set kept = ", many" %>
<% include "_evidence.cypher" %>
