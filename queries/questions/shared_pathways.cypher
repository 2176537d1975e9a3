// Which pathways several entities all reach: every claim on a path there of at most $max_hops hops, with findings and papers.
// :param names => ['mirbase.mature:MIMAT0000688', 'mirbase.mature:MIMAT0000074']; :param max_hops => 3
CALL () {
<% for n in hops %>
<% set names = ["a"] + between(n) + ["b"] %>
<% if not loop.first %>
  UNION
<% endif %>
  WITH 1 AS go WHERE $max_hops >= << n >>
  MATCH << path(["a"] + between(n) + ["b:Pathway"], causal) >>
  WHERE a.id IN $names AND a.id <> << radiosensitivity >><< passable(between(n)) >> AND << different(names) >><< passing(claims(n), given) >>
  UNWIND [<< claims(n) >>] AS claim RETURN DISTINCT a.id AS name, b AS pathway, claim
<% endfor %>
}
WITH pathway, collect(DISTINCT name) AS met, collect(DISTINCT claim) AS claims
WHERE all(id IN $names WHERE id IN met)
UNWIND claims AS claim
<% include "_evidence.cypher" %>
