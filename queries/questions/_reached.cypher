MATCH (x:Entity) WHERE x.id IN $names
WITH collect(x) AS reached0
<% for n in hops %>
CALL (reached<< n - 1 >>) {
  UNWIND reached<< n - 1 >> AS n
  MATCH (n)<< left >>[r:<< first if n == 1 else others >>]<< right >>(m:Entity)
  WHERE $<< most >> >= << n >><< " AND n.passable" if n > 1 >><< apart | default("") >><< passing("r", given) >>
  WITH DISTINCT r, m LIMIT << most_claims + 1 >>
  RETURN collect(r) AS claims<< n >>, collect(DISTINCT m) AS reached<< n >>
}
<% endfor %>
WITH <% for n in hops %>claims<< n >><< " + " if not loop.last >><% endfor %> AS claims
UNWIND claims AS claim
