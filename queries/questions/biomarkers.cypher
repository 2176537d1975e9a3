// Exosomal biomarkers: the findings that claim one, with their papers and everything they name.
MATCH (finding:Finding:RadExo) WHERE finding.biomarker_count > 0
<% include "_named.cypher" %>
