// Which exosomal cargo raises or lowers radiosensitivity: the claims of which some finding lists the subject as cargo.
MATCH (cargo:Entity)-[claim:<< signed >>]->(:Entity {id: << radiosensitivity >>})
WHERE EXISTS { MATCH (f:Finding)-[:MENTIONS]->(cargo) WHERE f.id IN claim.findings AND cargo.id IN f.cargo }<< passing("claim", given) >>
<% include "_evidence.cypher" %>
