// Exosomal biomarkers: the findings that claim one, with their papers and everything they name.
MATCH (finding:Finding:RadExo {resource_row: false}) WHERE finding.biomarker_count > 0
<% include "_named.cypher" %>
