// The signed claims among what was selected too: rows note the findings that claim the opposite.
WITH collect(DISTINCT claim) AS claims<< kept | default("") >>
CALL (claims) {
  UNWIND claims AS claim
  UNWIND [startNode(claim), endNode(claim)] AS end
  WITH collect(DISTINCT end) AS ends
  UNWIND ends AS subject
  MATCH (subject)-[among:<< signed >>]->(object:Entity) WHERE object IN ends
  RETURN collect(among) AS others
}
UNWIND claims + others AS claim
WITH DISTINCT claim<< kept | default("") >>
