// The signed claims against those selected too, for the notes: << "among all ends, as chains are noted as a whole" if ends is defined else "between the same two ends" >>.
WITH collect(DISTINCT claim) AS claims<< kept | default("") >>
CALL (claims) {
  UNWIND claims AS claim
<% if ends is defined %>
  UNWIND [startNode(claim), endNode(claim)] AS end
  WITH collect(DISTINCT end) AS ends
  UNWIND ends AS subject
  MATCH (subject)-[among:<< signed >>]->(object:Entity) WHERE object IN ends
<% else %>
  WITH DISTINCT startNode(claim) AS subject, endNode(claim) AS object
  MATCH (subject)-[among:<< signed >>]->(object)
<% endif %>
  RETURN collect(among) AS others
}
UNWIND claims + others AS claim
WITH DISTINCT claim<< kept | default("") >>
