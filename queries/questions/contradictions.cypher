// Opposite claims: every causal and transport claim and every denial, with its findings and papers; any two of them may disagree.
// Up to one hop, and in a large graph, only causal claims and denials between whose ends signs differ or one is denied; with names
// there also every claim up to $max_hops hops downstream of them.
// :param names => []; :param max_hops => 3
CALL () {
  MATCH (:RadExo)-[r:<< every >>]->() RETURN count(r) > << most_claims >> AS large
}
CALL (large) {
  WITH large WHERE large OR $max_hops = 1
  MATCH (a:Entity)
  CALL (a) {
    MATCH (a)-[r:<< causal >>|<< denial >>]->(b:Entity)
    WITH b, collect(r) AS between WHERE size(between) > 1
    WITH between, [r IN between | type(r)] AS types, [r IN between | r.sign] AS signs
    WHERE '<< denial >>' IN types OR (1 IN signs AND -1 IN signs)
    UNWIND between AS claim RETURN claim
  }
  RETURN claim
  UNION
  WITH large WHERE $max_hops > 1 AND NOT large
  MATCH (:Entity)-[claim:<< directed >>|<< denial >>]->(:Entity) RETURN claim
<% if given.get("names", true) and hops[-1] > 1 %>
  UNION
  WITH large WHERE $max_hops > 1 AND large
  MATCH (x:Entity) WHERE x.id IN $names
  WITH collect(x) AS down0
<% for n in hops %>
  CALL (down<< n - 1 >>) {
    UNWIND down<< n - 1 >> AS n
    MATCH (n)-[r:<< directed >>]->(m:Entity) WHERE $max_hops >= << n >><< " AND n.passable" if n > 1 >>
    WITH DISTINCT r, m LIMIT << most_claims + 1 >>
    RETURN collect(r) AS claims<< n >>, collect(DISTINCT m) AS down<< n >>
  }
<% endfor %>
  UNWIND <% for n in hops %>claims<< n >><< " + " if not loop.last >><% endfor %> AS claim RETURN DISTINCT claim
<% endif %>
}
<% include "_evidence.cypher" %>
