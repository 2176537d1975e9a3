// Whether each finding's chain multiplies to its effect: the findings that state one, with their papers and what they name.
MATCH (finding:Finding:RadExo {resource_row: false}) WHERE finding.effect <> 'none'
<% include "_named.cypher" %>
